// Specification: Text Format / Lexical Format.

/// A token: its kind, and the bytes of the source that it takes.
struct Token: Sendable {
    enum Kind: UInt8, Sendable {
        case leftParenthesis, rightParenthesis
        /// A keyword, or a word formed like one.
        case word
        /// `$name`
        case identifier
        /// `$"name"`
        case quotedIdentifier
        case string
        /// An integer without sign, an integer with sign, and a number that only a float type takes.
        case natural, integer, float
        /// Any other sequence of characters; never part of a well-formed module.
        case reserved
        case endOfInput
    }

    var kind: Kind
    var start: Int
    var end: Int

    var range: Range<Int> { start..<end }
    var isIdentifier: Bool { kind == .identifier || kind == .quotedIdentifier }
    var isIndex: Bool { kind == .natural || isIdentifier }
    var isNumber: Bool { kind == .natural || kind == .integer || kind == .float }
}
