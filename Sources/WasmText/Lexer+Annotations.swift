// Specification: Text Format / Lexical Format / Annotations.

import WasmSyntax

/// An annotation that the parser understands; others are skipped.
struct Annotation: Sendable {
    enum ID: String, Sendable {
        case custom, name
        case branchHint = "metadata.code.branch_hint"
    }

    var id: ID
    var start: Int
    /// The source between the id and the closing parenthesis.
    var contents: Range<Int>
    /// Where the next token outside annotations begins.
    var followingToken: Int
}

extension Lexer {
    /// Skips the annotation that begins at the position, and keeps it if the parser understands its id.
    mutating func annotation() throws(ParseError) {
        let start = position
        guard try skipAnnotationOpening() else { throw error(.emptyAnnotationID, at: start) }
        let name = (start &+ 2)..<position
        try skipAnnotationContents(from: start)
        guard collectsAnnotations, let id = annotationID(name) else { return }
        annotations.append(
            Annotation(id: id, start: start, contents: name.upperBound..<(position &- 1), followingToken: position))
    }

    private func annotationID(_ range: Range<Int>) -> Annotation.ID? {
        // An id that the parser understands is longer only if it is full of needless escapes.
        guard range.count <= 256 else { return nil }
        let isQuoted = source[range.lowerBound] == UInt8(ascii: "\"")
        let bytes = isQuoted ? stringContents(range) : Array(source[range])
        return Annotation.ID(rawValue: String(decoding: bytes, as: UTF8.self))
    }

    /// Skips `(@` and the id; without an id, returns `false` and skips nothing.
    private mutating func skipAnnotationOpening() throws(ParseError) -> Bool {
        let start = position
        var position = start &+ 2
        if position < end, source[position] == UInt8(ascii: "\"") {
            self.position = position
            do throws(ParseError) { try skipString() } catch {
                throw error.reasonToStop == nil ? self.error(.emptyAnnotationID, at: start) : error
            }
            guard self.position > position &+ 2 else { throw error(.emptyAnnotationID, at: start) }
            guard self.position &- position <= ImplementationLimits.tokenLength else {
                throw error(.limitExceeded("length of a token"), at: position)
            }
            guard Name.isUTF8(stringContents(position..<self.position)) else {
                throw error(.malformedUTF8, at: position)
            }
            return true
        }
        while position < end, Lexer.isIdentifierCharacter(source[position]),
            position &- start <= ImplementationLimits.tokenLength
        {
            position &+= 1
        }
        guard position > start &+ 2 else { return false }
        self.position = position
        return true
    }

    /// Skips everything up to and including the parenthesis that closes the annotation.
    private mutating func skipAnnotationContents(from start: Int) throws(ParseError) {
        let opening = start
        var depth = 1
        while depth > 0 {
            guard position < end else { throw error(.unclosedAnnotation, at: opening) }
            let start = position
            try progress()
            switch source[start] {
            case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"),
                UInt8(ascii: "{"), UInt8(ascii: "}"):
                position &+= 1
            case UInt8(ascii: ";"):
                if byte(after: start) == UInt8(ascii: ";") { try skipLineComment() } else { position &+= 1 }
            case UInt8(ascii: "("):
                if byte(after: start) == UInt8(ascii: ";") {
                    try skipBlockComment()
                    continue
                }
                depth &+= 1
                guard byte(after: start) == UInt8(ascii: "@"), try skipAnnotationOpening() else {
                    position = start &+ 1
                    continue
                }
            case UInt8(ascii: ")"):
                depth &-= 1
                position &+= 1
            case let first where Lexer.isIdentifierCharacter(first) || first == UInt8(ascii: "\""):
                _ = try run()
            default:
                try skipScalar()
                throw error(.illegalCharacter, at: start)
            }
        }
    }
}
