/// A name of an import, export or custom section: UTF-8, compared byte by byte as the specification says
/// (Swift's `String` equates names that differ in bytes, such as U+212B and U+00C5).
public struct Name: Hashable, Sendable {
    /// The name's bytes: well-formed UTF-8.
    package let utf8: [UInt8]

    /// The name with this text.
    public init(_ text: String) { utf8 = Array(text.utf8) }

    /// Fails if the bytes are not UTF-8 as the specification defines it (no surrogates, no overlong forms).
    package init?(utf8 bytes: [UInt8]) {
        guard Name.isUTF8(bytes) else { return nil }
        utf8 = bytes
    }

    /// Whether the bytes are well-formed UTF-8.
    package static func isUTF8(_ bytes: [UInt8]) -> Bool {
        if bytes.allSatisfy({ $0 < 0x80 }) { return true }
        // `String(validating:as:)` would do, but needs macOS 15.
        var parser = Unicode.UTF8.ForwardParser()
        var rest = bytes.makeIterator()
        while true {
            switch parser.parseScalar(from: &rest) {
            case .valid: continue
            case .emptyInput: return true
            case .error: return false
            }
        }
    }

    /// The name as a string.
    public var text: String { String(decoding: utf8, as: UTF8.self) }
}

extension Name: CustomStringConvertible {
    /// Maximum bytes of a description, without the mark that stands for what was cut.
    package static let descriptionLimit = 200

    /// The name for a message, with control characters and quotes escaped as in the text format, so that a hostile name
    /// cannot write to a terminal or forge a line of a log. A name longer than about 200 bytes is cut, and followed by
    /// its full length.
    public var description: String {
        // Most names are plain, and an audit has one or more for each call.
        if utf8.count <= Name.descriptionLimit, utf8.allSatisfy({ Name.isPlain($0) }) { return text }
        var result = ""
        // A character that the prefix splits begins beyond the limit, so its remains are never shown.
        for scalar in String(decoding: utf8.prefix(Name.descriptionLimit &+ 4), as: UTF8.self).unicodeScalars {
            let text = Name.escaped(scalar)
            guard result.utf8.count &+ text.utf8.count <= Name.descriptionLimit else {
                return result + "… (\(utf8.count) bytes)"
            }
            result += text
        }
        return result
    }

    /// A text for a message with control characters escaped, whatever its length.
    package static func withoutControls(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            if scalar == "\"" || scalar == "\\" {
                result.unicodeScalars.append(scalar)
            } else {
                result += escaped(scalar)
            }
        }
    }

    /// Whether a byte is a character of ASCII that needs no escape.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        let isPlain =
            scalar.value >= 0x20 && scalar.value != 0x7F && !(0x80..<0xA0).contains(scalar.value)
            && scalar != "\"" && scalar != "\\" && !scalar.properties.isDefaultIgnorableCodePoint
            && !scalar.properties.isBidiControl
        return isPlain ? String(scalar) : "\\u{" + String(scalar.value, radix: 16) + "}"
    }
}

extension String {
    /// The text for a message: cut after about `limit` bytes if it is longer, and then followed by its full length.
    package func cut(to limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var result = ""
        for scalar in unicodeScalars {
            guard result.utf8.count < limit else { break }
            result.unicodeScalars.append(scalar)
        }
        return result + "… (\(utf8.count) bytes)"
    }
}

extension Name: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self.init(value) }
}
