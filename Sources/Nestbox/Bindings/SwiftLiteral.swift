import WasmSyntax

/// Guests' names in the source that is written. Everything but printable ASCII is escaped, so that no name ends a literal or
/// a comment, or changes the order in which an editor shows it.
enum SwiftLiteral {
    /// The expression of a `Name`, whole: a string literal, unless the compiler refuses one of its characters.
    static func name(_ name: Name) -> String {
        let scalars = name.text.unicodeScalars
        guard scalars.contains(where: isRefused) else { return "\"\(escaped(scalars))\"" }
        var text = ""
        for scalar in scalars {
            if isRefused(scalar) {
                let bytes = String(scalar).utf8.map { "0x" + String($0, radix: 16, uppercase: true) }
                text += "\\(String(decoding: [\(bytes.joined(separator: ", "))] as [UInt8], as: UTF8.self))"
            } else {
                text += escaped(CollectionOfOne(scalar))
            }
        }
        return "Name(\"\(text)\")"
    }

    /// The name for a comment: as a string literal, cut if it is long.
    static func comment(_ name: Name) -> String {
        guard name.utf8.count > commentLimit else { return "\"\(escaped(name.text.unicodeScalars))\"" }
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

    /// Whether Swift's compiler takes no escape of a character in a literal: those noncharacters it reserves for itself.
    private static func isRefused(_ scalar: Unicode.Scalar) -> Bool { (0xFDD0...0xFDEF).contains(scalar.value) }

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
