import WasmSyntax

/// A JSON value (RFC 8259) with its place in the text. Numbers are integers. The reader accepts only non-negative ones,
/// because policies need no others.
package struct JSONNode: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        case null
        case bool(Bool)
        case number(UInt64)
        /// Only written, never read.
        case signedNumber(Int64)
        case string(String)
        case array([JSONNode])
        case object([JSONMember])
    }

    package var content: Content
    /// The byte offset of the value in the text; 0 for a value that was not read.
    package var offset: Int

    package init(_ content: Content, at offset: Int = 0) {
        self.content = content
        self.offset = offset
    }
}

/// A name and its value in a JSON object.
package struct JSONMember: Hashable, Sendable {
    package var name: String
    /// The byte offset of the name in the text.
    package var offset: Int
    package var value: JSONNode

    package init(_ name: String, at offset: Int = 0, _ value: JSONNode) {
        self.name = name
        self.offset = offset
        self.value = value
    }
}

extension JSONNode {
    /// The value in words for a message: a quoted string, or the kind of any other value.
    package var kind: String {
        switch content {
        case .null: "null"
        case .bool: "true or false"
        case .number, .signedNumber: "a number"
        case .string(let text): "\"\(Name(text.prefix(40).description))\""
        case .array: "a list"
        case .object: "an object"
        }
    }
}

// MARK: Writing

extension JSONNode {
    /// The value as text on one line.
    package var compactText: String {
        var text = ""
        write(to: &text, indentation: nil)
        return text
    }

    /// The value as text with a line for each part. Parts that fit on one line are not divided further.
    package var prettyText: String {
        var text = ""
        write(to: &text, indentation: 0)
        return text
    }

    /// Appends the value as text. It recurses for each level: values that Nestbox makes have few levels, and values
    /// that were read have at most ``JSONReader/maximumDepth``.
    private func write(to text: inout String, indentation: Int?) {
        switch content {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .number(let value): text += "\(value)"
        case .signedNumber(let value): text += "\(value)"
        case .string(let value): JSONNode.quote(value, to: &text)
        case .array(let nodes):
            let parts = nodes.map { (nil as String?, $0) }
            JSONNode.write(parts, "[", "]", to: &text, indentation: indentation)
        case .object(let members):
            let parts = members.map { ($0.name as String?, $0.value) }
            JSONNode.write(parts, "{", "}", to: &text, indentation: indentation)
        }
    }

    private static func write(
        _ parts: [(name: String?, value: JSONNode)], _ open: String, _ close: String, to text: inout String,
        indentation: Int?
    ) {
        let inner = indentation.map { $0 &+ 2 }
        func newLine(_ indentation: Int?) {
            if let indentation { text += "\n" + String(repeating: " ", count: indentation) }
        }
        text += open
        for (index, part) in parts.enumerated() {
            if index > 0 { text += inner == nil ? ", " : "," }
            newLine(inner)
            if let name = part.name {
                quote(name, to: &text)
                text += ": "
            }
            part.value.write(to: &text, indentation: part.value.isShort ? nil : inner)
        }
        if !parts.isEmpty, inner != nil { newLine(indentation) }
        text += close
    }

    /// Whether the value fits on a line.
    private var isShort: Bool { compactText.utf8.count <= 90 }

    /// Appends a JSON string. Characters that are invisible, misleading or able to control a terminal become escapes,
    /// as in ``Name/description``: a guest's text can neither break a line nor pass for another text.
    package static func quote(_ value: String, to text: inout String) {
        text += "\""
        defer { text += "\"" }
        // Most texts are plain, and an audit has many.
        if value.utf8.allSatisfy({ isPlainASCII($0) }) { return text += value }
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            default:
                if scalar.isPlain {
                    text.unicodeScalars.append(scalar)
                } else {
                    for unit in String(scalar).utf16 { text += "\\u" + hexadecimal(unit) }
                }
            }
        }
    }

    static func isPlainASCII(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private static func hexadecimal(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return String(repeating: "0", count: 4 &- digits.utf8.count) + digits
    }
}

extension Unicode.Scalar {
    /// Whether it can be printed as it is: no control character, nothing invisible, nothing that changes direction.
    fileprivate var isPlain: Bool {
        if value < 0x7F { return value >= 0x20 }
        return value >= 0xA0 && value != 0x2028 && value != 0x2029 && !properties.isDefaultIgnorableCodePoint
            && !properties.isBidiControl
    }
}
