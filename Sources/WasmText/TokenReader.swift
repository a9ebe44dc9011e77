import WasmSyntax

/// A lexer with the current token, one token of lookahead after it, and the steps that all parsers here share.
struct TokenReader {
    private(set) var lexer: Lexer
    private(set) var token: Token
    /// The meaning of the current token, if it is a word of the text format.
    private(set) var meaning: WordMeaning?
    private let vocabulary = Vocabulary.shared
    private var ahead: (token: Token, meaning: WordMeaning?)?
    /// The end of the token before the current one.
    private(set) var previousEnd: Int

    init(_ lexer: Lexer) throws(ParseError) {
        self.lexer = lexer
        token = Token(kind: .endOfInput, start: lexer.position, end: lexer.position)
        previousEnd = lexer.position
        try advance()
    }

    var source: [UInt8] { lexer.source }
    var keyword: Keyword? { meaning?.keyword }

    /// Goes to the next token.
    mutating func advance() throws(ParseError) {
        previousEnd = token.end
        if let next = ahead {
            (token, meaning) = next
            ahead = nil
        } else {
            (token, meaning) = try read()
        }
    }

    /// Moves to another position of the source, at which a token or white space begins.
    ///
    /// Annotations are no longer kept: those from there on may have been kept already.
    mutating func goBack(to position: Int) throws(ParseError) {
        lexer.collectsAnnotations = false
        try restart(at: position)
    }

    private mutating func restart(at position: Int) throws(ParseError) {
        ahead = nil
        lexer.move(to: position)
        token.end = position
        try advance()
    }

    /// Reads the current token again, and keeps annotations from now on, those right before that token included.
    mutating func collectAnnotations() throws(ParseError) {
        lexer.collectsAnnotations = true
        try restart(at: previousEnd)
    }

    /// The keyword after the current token; `nil` if another token follows.
    mutating func keywordAhead() throws(ParseError) -> Keyword? {
        if ahead == nil { ahead = try read() }
        return ahead?.meaning?.keyword
    }

    /// The token after the current one.
    mutating func tokenAhead() throws(ParseError) -> Token {
        if let ahead { return ahead.token }
        let next = try read()
        ahead = next
        return next.token
    }

    private mutating func read() throws(ParseError) -> (token: Token, meaning: WordMeaning?) {
        let token = try lexer.next()
        return (token, token.kind == .word ? vocabulary.meaning(of: token.range, in: lexer.source) : nil)
    }

    // MARK: Errors

    func error(_ kind: ParseError.Kind) -> ParseError { lexer.error(kind, at: token.start) }

    /// Returns an identifier with its `$`, escaped and cut for a message; `nil` for another token.
    func identifierText(_ token: Token) -> String? {
        guard token.isIdentifier else { return nil }
        let name = (token.start &+ 1)..<token.end
        let bytes = token.kind == .identifier ? Array(source[name]) : lexer.stringContents(name)
        return "$" + Name(String(decoding: bytes, as: UTF8.self)).description
    }

    /// The error that the current token may not stand here; a word without any meaning is an unknown operator.
    func unexpected() -> ParseError {
        guard token.kind == .reserved || (token.kind == .word && meaning == nil) else { return error(.unexpectedToken) }
        let word = lexer.source[token.range].prefix(60)
        return error(.unknownOperator(Name(String(decoding: word, as: UTF8.self)).description))
    }

    /// The error for the current token if it is a word or a sequence of characters without any meaning.
    var unexpectedIfReserved: ParseError? {
        token.kind == .reserved || (token.kind == .word && meaning == nil) ? unexpected() : nil
    }

    // MARK: Steps

    /// Takes the current token if it is of this kind.
    mutating func accept(_ kind: Token.Kind) throws(ParseError) -> Bool {
        guard token.kind == kind else { return false }
        try advance()
        return true
    }

    mutating func expect(_ kind: Token.Kind) throws(ParseError) {
        guard try accept(kind) else { throw unexpected() }
    }

    /// Takes the current token if it is this keyword.
    mutating func accept(_ keyword: Keyword) throws(ParseError) -> Bool {
        guard self.keyword == keyword else { return false }
        try advance()
        return true
    }

    mutating func expect(_ keyword: Keyword) throws(ParseError) {
        guard try accept(keyword) else { throw unexpected() }
    }

    /// Takes an opening parenthesis and this keyword, if both stand here.
    mutating func acceptOpening(_ keyword: Keyword) throws(ParseError) -> Bool {
        guard try isOpening(keyword) else { return false }
        try advance()
        try advance()
        return true
    }

    /// Whether an opening parenthesis and this keyword stand here.
    mutating func isOpening(_ keyword: Keyword) throws(ParseError) -> Bool {
        guard token.kind == .leftParenthesis else { return false }
        return try keywordAhead() == keyword
    }

    mutating func expectOpening(_ keyword: Keyword) throws(ParseError) {
        guard try acceptOpening(keyword) else { throw unexpected() }
    }

    /// Skips everything up to the closing parenthesis of the current construct. It becomes the current token.
    ///
    /// - Parameter counting: A keyword; the result is the number of constructs directly inside that begin with it.
    @discardableResult
    mutating func skipToClosing(counting keyword: Keyword? = nil) throws(ParseError) -> Int {
        var depth = 0
        var count = 0
        while true {
            switch token.kind {
            case .leftParenthesis:
                if depth == 0, let keyword, try keywordAhead() == keyword { count &+= 1 }
                depth &+= 1
            case .rightParenthesis:
                if depth == 0 { return count }
                depth &-= 1
            case .endOfInput:
                throw unexpected()
            default:
                break
            }
            try advance()
        }
    }
}

// MARK: Numbers and names

extension TokenReader {
    /// Reads an unsigned integer of `bits` bits.
    mutating func natural(bits: Int, called type: String) throws(ParseError) -> UInt64 {
        guard token.kind == .natural else { throw unexpected() }
        guard let value = NumberSyntax.integer(token.range, of: source, bits: bits) else {
            throw error(.constantOutOfRange(type))
        }
        try advance()
        return value
    }

    mutating func u32() throws(ParseError) -> UInt32 {
        UInt32(truncatingIfNeeded: try natural(bits: 32, called: "i32"))
    }

    mutating func u64() throws(ParseError) -> UInt64 { try natural(bits: 64, called: "i64") }

    /// Reads a string, which must be UTF-8.
    mutating func name() throws(ParseError) -> Name {
        guard token.kind == .string else { throw unexpected() }
        guard token.range.count <= ImplementationLimits.nameLength &* 12 else {
            throw error(.limitExceeded("length of a name"))
        }
        guard let name = Name(utf8: lexer.stringContents(token.range)) else { throw error(.malformedUTF8) }
        guard name.utf8.count <= ImplementationLimits.nameLength else {
            throw error(.limitExceeded("length of a name"))
        }
        try advance()
        return name
    }

    /// Reads any number of strings, one after the other, which may contain any bytes.
    mutating func strings(into bytes: inout [UInt8]) throws(ParseError) {
        while token.kind == .string {
            try lexer.appendString(token.range, to: &bytes)
            try advance()
        }
    }
}
