import WasmRuntime
import WasmSyntax

/// A line of an ``AuditLog``: JSON on one line, composed as bytes, in memory that the next line uses again.
struct AuditLine {
    /// The line, with the line feed at its end once it is complete.
    private(set) var bytes: [UInt8] = []

    /// Begins a new line.
    mutating func begin() { bytes.removeAll(keepingCapacity: true) }

    /// Writes the line for a call.
    mutating func write(_ call: AuditedCall, _ outcome: AuditOutcome) {
        bytes += Part.number
        write(call.number)
        bytes += Part.call
        writeContent(call.module)
        bytes.append(UInt8(ascii: "."))
        writeContent(call.name)
        bytes += Part.arguments
        write(call.arguments)
        switch outcome.result {
        case .code(let code): write(Part.result, quoting: code.name)
        case .returned: write(Part.result, quoting: "returned")
        case .exit(let code): write(Part.exit, UInt64(code))
        case .trap(let reason): write(Part.trap, quoting: reason)
        case .refused(let error): write(Part.refused, quoting: error.name)
        }
        if !outcome.values.isEmpty {
            bytes += Part.values
            write(outcome.values)
        }
        if let function = call.function {
            write(Part.function, UInt64(function.index))
            if let name = function.name { write(Part.name, quoting: name) }
            bytes.append(Part.close)
        }
        write(Part.spent, call.spent)
        bytes += Part.end
    }

    /// Writes the line for a limit.
    mutating func write(_ limit: AuditedLimit) {
        bytes += Part.number
        write(limit.number)
        write(Part.limit, quoting: limit.name)
        if let maximum = limit.maximum { write(Part.maximum, maximum) }
        write(Part.count, limit.count)
        write(Part.spent, limit.spent)
        bytes += Part.end
    }

    /// The constant parts of lines. As arrays, they are appended several times as fast as strings.
    private enum Part {
        static let number = Array(#"{"n": "#.utf8)
        static let call = Array(#", "call": ""#.utf8)
        static let arguments = Array(#"", "arguments": "#.utf8)
        static let result = Array(#", "result": "#.utf8)
        static let exit = Array(#", "exit": "#.utf8)
        static let trap = Array(#", "trap": "#.utf8)
        static let refused = Array(#", "refused": "#.utf8)
        static let values = Array(#", "values": "#.utf8)
        static let function = Array(#", "function": {"index": "#.utf8)
        static let name = Array(#", "name": "#.utf8)
        static let spent = Array(#", "spent": "#.utf8)
        static let limit = Array(#", "limit": "#.utf8)
        static let maximum = Array(#", "maximum": "#.utf8)
        static let count = Array(#", "count": "#.utf8)
        static let end = Array("}\n".utf8)
        static let comma = Array(", ".utf8)
        static let colon = Array(": ".utf8)
        static let begins = Array(#"{"begins": "#.utf8)
        static let byteCount = Array(#", "bytes": "#.utf8)
        static let buffers = Array(#"{"buffers": "#.utf8)
        static let outside = Array(#"{"problem": "outside of memory"}"#.utf8)
        static let null = Array("null".utf8)
        static let open = UInt8(ascii: "{")
        static let close = UInt8(ascii: "}")
        static let quote = UInt8(ascii: "\"")
    }

    // MARK: Values

    private mutating func write(_ values: [AuditedValue]) {
        bytes.append(Part.open)
        var isFirst = true
        for value in values {
            if !isFirst { bytes += Part.comma }
            isFirst = false
            quote(value.name)
            bytes += Part.colon
            write(value.content)
        }
        bytes.append(Part.close)
    }

    private mutating func write(_ content: AuditedValue.Content) {
        switch content {
        case .number(let number): write(number)
        case .signedNumber(let number):
            if number < 0 { bytes.append(UInt8(ascii: "-")) }
            write(number.magnitude)
        case .float(let number): quote("\(number)")
        case .text(let text, let byteCount):
            guard byteCount > AuditedValue.maximumTextBytes else { return quote(text) }
            write(Part.begins, quoting: text)
            write(Part.byteCount, byteCount)
            bytes.append(Part.close)
        case .words(let words):
            bytes.append(UInt8(ascii: "["))
            for (index, word) in words.enumerated() {
                if index > 0 { bytes += Part.comma }
                quote(word)
            }
            bytes.append(UInt8(ascii: "]"))
        case .buffers(let count, let byteCount):
            write(Part.buffers, count)
            write(Part.byteCount, byteCount)
            bytes.append(Part.close)
        case .outsideOfMemory: bytes += Part.outside
        case .opaque: bytes += Part.null
        }
    }

    // MARK: Parts

    private mutating func write(_ part: [UInt8], _ number: UInt64) {
        bytes += part
        write(number)
    }

    private mutating func write(_ part: [UInt8], quoting text: String) {
        bytes += part
        quote(text)
    }

    private mutating func write(_ number: UInt64) {
        var divisor: UInt64 = 1
        while number / divisor >= 10 { divisor &*= 10 }
        var rest = number
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest / divisor))
            rest %= divisor
            divisor /= 10
        }
    }

    /// Writes the text of a JSON string without its quotes, escaped and cut.
    private mutating func writeContent(_ name: Name) {
        guard name.utf8.count <= Name.descriptionLimit, name.utf8.allSatisfy({ JSONNode.isPlainASCII($0) }) else {
            return writeEscaped(name.description)
        }
        bytes += name.utf8
    }

    /// Writes a JSON string, escaped as ``JSONNode/quote(_:to:)`` does.
    private mutating func quote(_ text: String) {
        bytes.append(Part.quote)
        let start = bytes.count
        for byte in text.utf8 {
            guard JSONNode.isPlainASCII(byte) else {
                bytes.removeLast(bytes.count &- start)
                writeEscaped(text)
                break
            }
            bytes.append(byte)
        }
        bytes.append(Part.quote)
    }

    private mutating func writeEscaped(_ text: String) {
        var quoted = ""
        JSONNode.quote(text, to: &quoted)
        bytes.append(contentsOf: quoted.utf8.dropFirst().dropLast())
    }
}
