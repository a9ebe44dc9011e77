import WasmSyntax

/// Guests' names in the source that is written. Everything but printable ASCII is escaped, so that no name ends a literal or
/// a comment, or changes the order in which an editor shows it.
enum SwiftLiteral {
    /// The string literal of a name, whole.
    static func string(_ name: Name) -> String { "\"\(escaped(name.text.unicodeScalars))\"" }

    /// The name for a comment: as a string literal, cut if it is long.
    static func comment(_ name: Name) -> String {
        guard name.utf8.count > commentLimit else { return string(name) }
        // A character that the prefix splits begins beyond the limit, so its remains are dropped.
        var scalars = Array(String(decoding: name.utf8.prefix(commentLimit &+ 4), as: UTF8.self).unicodeScalars)
        var bytes = 0
        scalars = Array(
            scalars.prefix { scalar in
                bytes &+= UTF8.width(scalar)
                return bytes <= commentLimit
            })
        return "\"\(escaped(scalars))\"… (\(name.utf8.count) bytes)"
    }

    /// The maximum bytes of a name in a comment.
    private static let commentLimit = 80

    private static func escaped(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var result = ""
        for scalar in scalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case " "..."~": result.unicodeScalars.append(scalar)
            default: result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            }
        }
        return result
    }
}
