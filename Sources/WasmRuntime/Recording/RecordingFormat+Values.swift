import WasmSyntax

// The contents of records, written and read.

// MARK: - Writing

extension ByteWriter {
    /// Appends a text, cut and without the control characters that would do something to a terminal.
    mutating func text(_ text: String) {
        let bytes = Array(text.withoutTerminalControls.cut(to: RecordingFormat.textBytes &- 64).utf8)
        unsigned(UInt(bytes.count))
        append(bytes)
    }

    mutating func recordedName(_ name: Name) {
        unsigned(UInt(name.utf8.count))
        append(name.utf8)
    }

    mutating func recordedValues(_ values: [RecordedValue]) {
        unsigned(UInt(values.count))
        for value in values {
            switch value {
            case .bits(let bits):
                byte(0)
                unsigned(bits)
            case .vector(let low, let high):
                byte(1)
                fixed(low)
                fixed(high)
            }
        }
    }

    mutating func trapKind(_ kind: Trap.Kind) {
        if let index = Trap.Kind.recordedKinds.firstIndex(of: kind) {
            return byte(UInt8(truncatingIfNeeded: index &+ 1))
        }
        byte(0)
        if case .host(let message) = kind { text(message) } else { text(kind.description) }
    }

    mutating func optional(_ value: UInt64?) {
        byte(value == nil ? 0 : 1)
        if let value { unsigned(value) }
    }

    mutating func outcome(_ outcome: RecordedOutcome) {
        switch outcome {
        case .returned(let values):
            byte(0)
            recordedValues(values)
        case .trapped(let kind):
            byte(1)
            trapKind(kind)
        case .exited(let code):
            byte(2)
            unsigned(code)
        case .threw(let tag, let values):
            byte(3)
            unsigned(tag)
            recordedValues(values)
        }
    }

    mutating func ending(_ ending: RecordedEnding) {
        switch ending {
        case .returned(let values):
            byte(0)
            recordedValues(values)
        case .trapped(let kind):
            byte(1)
            trapKind(kind)
        case .exited(let code):
            byte(2)
            unsigned(code)
        case .threw(let types):
            byte(3)
            text(types)
        case .failed(let error):
            byte(4)
            text(error)
        }
    }
}

// MARK: - Reading

extension ByteCursor {
    mutating func text() throws(DecodeError) -> String {
        let bytes = try recordedBytes(limit: RecordingFormat.textBytes, "length of a text")
        guard Name.isUTF8(bytes) else { throw error(.malformedUTF8) }
        return String(decoding: bytes, as: UTF8.self).withoutTerminalControls
    }

    mutating func recordedName() throws(DecodeError) -> Name {
        guard let name = Name(utf8: try recordedBytes(limit: RecordingFormat.nameBytes, "length of a name")) else {
            throw error(.malformedUTF8)
        }
        return name
    }

    private mutating func recordedBytes(limit: Int, _ what: String) throws(DecodeError) -> [UInt8] {
        let start = position
        let count = Int(try u32())
        guard count <= limit else { throw DecodeError(.limitExceeded(what), at: start) }
        return Array(bytes[try skip(count)])
    }

    mutating func recordedValues() throws(DecodeError) -> [RecordedValue] {
        let count = try count(limit: ImplementationLimits.results, "values")
        var values: [RecordedValue] = []
        for _ in 0..<count {
            switch try choice(below: 2) {
            case 0: values.append(.bits(try u64()))
            default: values.append(.vector(low: try fixed64(), high: try fixed64()))
            }
        }
        return values
    }

    mutating func trapKind() throws(DecodeError) -> Trap.Kind {
        let number = try choice(below: Trap.Kind.recordedKinds.count &+ 1)
        return number == 0 ? .host(try text()) : Trap.Kind.recordedKinds[number &- 1]
    }

    mutating func optional() throws(DecodeError) -> UInt64? { try choice(below: 2) == 0 ? nil : try u64() }

    /// Reads a byte that stands for one of so many possibilities.
    mutating func choice(below count: Int) throws(DecodeError) -> Int {
        let start = position
        let value = Int(try byte())
        guard value < count else {
            throw DecodeError(.limitExceeded("byte \(value), at most \(count &- 1)"), at: start)
        }
        return value
    }

    mutating func outcome() throws(DecodeError) -> RecordedOutcome {
        switch try choice(below: 4) {
        case 0: .returned(try recordedValues())
        case 1: .trapped(try trapKind())
        case 2: .exited(try u32())
        default: .threw(tag: try u32(), try recordedValues())
        }
    }

    mutating func ending() throws(DecodeError) -> RecordedEnding {
        switch try choice(below: 5) {
        case 0: .returned(try recordedValues())
        case 1: .trapped(try trapKind())
        case 2: .exited(try u32())
        case 3: .threw(try text())
        default: .failed(try text())
        }
    }
}

extension String {
    /// The text with control characters escaped, except for the ends of lines and tabulators.
    fileprivate var withoutTerminalControls: String {
        unicodeScalars.reduce(into: "") { result, scalar in
            let isControl =
                scalar.value < 0x20 && scalar != "\n" && scalar != "\t" || (0x7F..<0xA0).contains(scalar.value)
            if isControl {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
    }
}
