// Specification: Text Format / Lexical Format.

import WasmSyntax

/// Cuts a part of the source into tokens, from any position at which a token or white space begins.
///
/// Comments and annotations are checked and skipped; the annotations that mean something to the parser are kept in
/// ``annotations``. Nothing is recursive: nested comments and annotations are counted.
struct Lexer: Sendable {
    let source: [UInt8]
    /// The offset that no token passes; at most `source.count`.
    let end: Int
    /// Bytes of a long token after which work is counted.
    static let pollDistance = 4 << 10
    /// Where the next token or white space begins.
    var position: Int
    /// The annotations read so far, if ``collectsAnnotations`` is set.
    var annotations: [Annotation] = []
    /// Whether annotations are kept. Only the first pass over a module keeps them.
    var collectsAnnotations = false
    /// The position at which work is counted next.
    private var nextPoll = 0
    /// The place from which the lines of errors are counted.
    let origin: ParseError.Place
    /// Counts the work on the source.
    private(set) var watch: LoadingWatch

    /// A lexer over a part of the source; the range is clamped to it.
    init(
        _ source: [UInt8], in range: Range<Int>, watch: LoadingWatch = LoadingWatch(nil),
        origin: ParseError.Place = ParseError.Place()
    ) {
        self.source = source
        self.origin = origin
        self.watch = watch
        end = min(max(range.upperBound, 0), source.count)
        position = min(max(range.lowerBound, 0), end)
    }

    /// A lexer over a part of the source, with the same watch.
    func part(_ range: Range<Int>) -> Lexer { Lexer(source, in: range, watch: watch, origin: origin) }

    /// Returns an error at an offset, after searching for its line; if the watch says to stop meanwhile, returns that
    /// as the error.
    func error(_ kind: ParseError.Kind, at offset: Int) -> ParseError {
        ParseError(kind, at: offset, in: source, watch.copy, from: origin)
    }

    /// Counts the bytes up to the position as work, some thousand at once.
    @inline(__always)
    mutating func progress() throws(ParseError) { if position >= nextPoll { try poll() } }

    @inline(never)
    private mutating func poll() throws(ParseError) {
        nextPoll = position &+ Lexer.pollDistance / 2
        try work(Lexer.pollDistance / 2)
    }

    /// Moves to another position; the bytes from there on are counted again.
    mutating func move(to position: Int) {
        self.position = min(max(position, 0), end)
        nextPoll = self.position
    }

    /// Counts work, and throws if the watch says to stop. Every loop over the source counts its bytes.
    mutating func work(_ amount: Int) throws(ParseError) {
        if let reason = watch.reasonToStop(after: amount) { throw ParseError(reason, at: position) }
    }

    /// Reads the next token; at the end of the input, returns ``Token/Kind/endOfInput`` on every call.
    mutating func next() throws(ParseError) -> Token {
        let known = annotations.count
        while position < end {
            let start = position
            switch source[start] {
            case 0x20, 0x09, 0x0A, 0x0D:
                position &+= 1
                try progress()
            case UInt8(ascii: "("):
                if byte(after: start) == UInt8(ascii: ";") {
                    try skipBlockComment()
                } else if byte(after: start) == UInt8(ascii: "@") {
                    try annotation()
                } else {
                    return try token(.leftParenthesis, from: start, length: 1, known)
                }
            case UInt8(ascii: ")"):
                return try token(.rightParenthesis, from: start, length: 1, known)
            case UInt8(ascii: ";") where byte(after: start) == UInt8(ascii: ";"):
                try skipLineComment()
            case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
                UInt8(ascii: "}"):
                return try token(.reserved, from: start, length: 1, known)
            case let first where Lexer.isIdentifierCharacter(first) || first == UInt8(ascii: "\""):
                let kind = try run()
                return try token(kind, from: start, length: position &- start, known)
            case 0x80...:
                try skipScalar()
                throw error(.illegalCharacter, at: start)
            default:
                throw error(.illegalCharacter, at: start)
            }
        }
        return try token(.endOfInput, from: end, length: 0, known)
    }

    private mutating func token(
        _ kind: Token.Kind, from start: Int, length: Int, _ known: Int
    ) throws(ParseError) -> Token {
        position = start &+ length
        try progress()
        for index in known..<annotations.count { annotations[index].followingToken = start }
        return Token(kind: kind, start: start, end: position)
    }

    /// The byte behind the one at a position; `nil` at the end.
    func byte(after position: Int) -> UInt8? { position &+ 1 < end ? source[position &+ 1] : nil }

    /// Whether a byte may stand in a word, number or identifier (specification: *idchar*).
    static func isIdentifierCharacter(_ byte: UInt8) -> Bool {
        // One bit for each character: all of ASCII but controls, space, and " ( ) , ; [ ] { }
        let mask: UInt64 = byte < 64 ? 0xF7FF_ECFA_0000_0000 : 0x57FF_FFFF_D7FF_FFFF
        return byte < 128 && mask >> UInt64(byte & 63) & 1 != 0
    }
}

extension Lexer {
    /// Reads the longest sequence of identifier characters and strings, and returns the kind of token that it is.
    mutating func run() throws(ParseError) -> Token.Kind {
        let start = position
        var strings = 0
        while position < end {
            try progress()
            if Lexer.isIdentifierCharacter(source[position]) {
                position &+= 1
            } else if source[position] == UInt8(ascii: "\"") {
                do throws(ParseError) {
                    try skipString()
                } catch {
                    // A `$` before a malformed string is an identifier without a name.
                    let isAfterDollar = position == start &+ 1 && source[start] == UInt8(ascii: "$")
                    throw isAfterDollar && error.reasonToStop == nil ? self.error(.emptyIdentifier, at: start) : error
                }
                strings &+= 1
                if strings == 1 && position < end && isRunCharacter(source[position]) { strings = 2 }
            } else {
                break
            }
        }
        return try kind(of: start..<position, strings: strings)
    }

    private func isRunCharacter(_ byte: UInt8) -> Bool {
        Lexer.isIdentifierCharacter(byte) || byte == UInt8(ascii: "\"")
    }

    /// - Parameter strings: 0 if the run has no string, 1 if it ends with its only string, else more.
    private func kind(of range: Range<Int>, strings: Int) throws(ParseError) -> Token.Kind {
        let first = source[range.lowerBound]
        if strings == 1 && first == UInt8(ascii: "\"") { return .string }
        guard range.count <= ImplementationLimits.tokenLength else {
            throw error(.limitExceeded("length of a token"), at: range.lowerBound)
        }
        if strings > 0 {
            let isQuoted = first == UInt8(ascii: "$") && source[range.lowerBound &+ 1] == UInt8(ascii: "\"")
            guard strings == 1 && isQuoted else { return .reserved }
            if range.count == 3 { throw error(.emptyIdentifier, at: range.lowerBound) }
            return .quotedIdentifier
        }
        switch first {
        case UInt8(ascii: "$"):
            if range.count == 1 { throw error(.emptyIdentifier, at: range.lowerBound) }
            return .identifier
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"):
            return NumberSyntax.kind(of: range, in: source) ?? .reserved
        case UInt8(ascii: "a")...UInt8(ascii: "z"):
            if first == UInt8(ascii: "i") || first == UInt8(ascii: "n") {
                return NumberSyntax.kind(of: range, in: source) ?? .word
            }
            return .word
        default:
            return .reserved
        }
    }
}

// MARK: Comments

extension Lexer {
    mutating func skipLineComment() throws(ParseError) {
        while position < end, source[position] != 0x0A, source[position] != 0x0D {
            try skipScalar()
            try progress()
        }
    }

    mutating func skipBlockComment() throws(ParseError) {
        let start = position
        position &+= 2
        var depth = 1
        while depth > 0 {
            guard position < end else { throw error(.unclosedComment, at: start) }
            try progress()
            switch (source[position], byte(after: position)) {
            case (UInt8(ascii: "("), UInt8(ascii: ";")):
                depth &+= 1
                position &+= 2
            case (UInt8(ascii: ";"), UInt8(ascii: ")")):
                depth &-= 1
                position &+= 2
            default:
                try skipScalar()
            }
        }
    }

    /// Skips one Unicode scalar, which must be well-formed UTF-8.
    mutating func skipScalar() throws(ParseError) {
        let first = source[position]
        if first < 0x80 {
            position &+= 1
            return
        }
        guard let length = Lexer.scalarLength(at: position, in: source, end: end) else {
            throw error(.malformedUTF8, at: position)
        }
        position &+= length
    }

    /// The length of the UTF-8 sequence that begins with a byte of at least 0x80; `nil` if it is malformed.
    static func scalarLength(at position: Int, in source: [UInt8], end: Int) -> Int? {
        let first = source[position]
        let length: Int
        // The second byte's bounds keep out overlong forms, surrogates and values past U+10FFFF.
        let second: ClosedRange<UInt8>
        switch first {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return nil
        }
        guard end &- position >= length, second.contains(source[position &+ 1]) else { return nil }
        for index in 2..<max(length, 2) where source[position &+ index] & 0xC0 != 0x80 { return nil }
        return length
    }
}
