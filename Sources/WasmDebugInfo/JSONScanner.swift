/// Goes once through a JSON text, without making values of it: a source map may have hundreds of megabytes.
struct JSONScanner {
    let bytes: [UInt8]
    private(set) var position: Int

    init(_ bytes: [UInt8], at position: Int = 0) { (self.bytes, self.position) = (bytes, position) }

    func error(_ what: String) -> DebugInformationError {
        DebugInformationError(.malformed(what), in: "source map", at: position)
    }

    /// The next byte that is no space, not consumed; `nil` at the end.
    mutating func next() -> UInt8? {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D else { return byte }
            position &+= 1
        }
        return nil
    }

    mutating func expect(_ character: Unicode.Scalar) throws(DebugInformationError) {
        guard next() == UInt8(ascii: character) else { throw error("JSON: expected \(character)") }
        position &+= 1
    }

    /// Consumes a character if it comes next.
    mutating func accept(_ character: Unicode.Scalar) -> Bool {
        guard next() == UInt8(ascii: character) else { return false }
        position &+= 1
        return true
    }

    /// Consumes `null` if it comes next.
    mutating func acceptNull() -> Bool {
        guard next() != nil, bytes[position...].starts(with: Array("null".utf8)) else { return false }
        position &+= 4
        return true
    }

    /// Reads an object: the function reads or skips the value of each key.
    mutating func object(
        _ member: (inout JSONScanner, String) throws(DebugInformationError) -> Void
    ) throws(DebugInformationError) {
        try expect("{")
        guard !accept("}") else { return }
        repeat {
            let key = String(decoding: try string(), as: UTF8.self)
            try expect(":")
            try member(&self, key)
        } while accept(",")
        try expect("}")
    }

    /// Reads an array: the function reads or skips each element.
    mutating func array(
        _ element: (inout JSONScanner) throws(DebugInformationError) -> Void
    ) throws(DebugInformationError) {
        try expect("[")
        guard !accept("]") else { return }
        repeat { try element(&self) } while accept(",")
        try expect("]")
    }

    /// Reads a number that is not negative and has no fraction.
    mutating func number() throws(DebugInformationError) -> UInt32 {
        guard let first = next(), (0x30...0x39).contains(first) else { throw error("JSON: expected a number") }
        var value: UInt32 = 0
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflows) = tens.addingReportingOverflow(UInt32(bytes[position] &- 0x30))
            guard !overflow, !overflows else { throw error("JSON: number too large") }
            value = sum
            position &+= 1
        }
        return value
    }

    /// Reads a string.
    mutating func string() throws(DebugInformationError) -> [UInt8] {
        try expect("\"")
        var result: [UInt8] = []
        while true {
            let start = position
            while position < bytes.count, bytes[position] != 0x22, bytes[position] != 0x5C { position &+= 1 }
            result += bytes[start..<position]
            guard position < bytes.count else { throw error("JSON: string without end") }
            position &+= 1
            if bytes[position &- 1] == 0x22 { return result }
            try escape(&result)
        }
    }

    private mutating func escape(_ result: inout [UInt8]) throws(DebugInformationError) {
        guard position < bytes.count else { throw error("JSON: string without end") }
        position &+= 1
        switch bytes[position &- 1] {
        case UInt8(ascii: "b"): result.append(0x08)
        case UInt8(ascii: "f"): result.append(0x0C)
        case UInt8(ascii: "n"): result.append(0x0A)
        case UInt8(ascii: "r"): result.append(0x0D)
        case UInt8(ascii: "t"): result.append(0x09)
        case UInt8(ascii: "u"):
            var scalar = try hexadecimal()
            if 0xD800..<0xDC00 ~= scalar, bytes[position...].starts(with: [0x5C, UInt8(ascii: "u")]) {
                let before = position
                position &+= 2
                let low = try hexadecimal()
                if 0xDC00..<0xE000 ~= low {
                    scalar = 0x10000 &+ (scalar &- 0xD800) << 10 &+ (low &- 0xDC00)
                } else {
                    position = before
                }
            }
            // Half of a pair becomes the replacement character.
            result += Array(String(Unicode.Scalar(scalar) ?? "\u{FFFD}").utf8)
        case let byte: result.append(byte)
        }
    }

    private mutating func hexadecimal() throws(DebugInformationError) -> UInt32 {
        guard bytes.count &- position >= 4,
            let value = UInt32(String(decoding: bytes[position..<position &+ 4], as: UTF8.self), radix: 16)
        else { throw error("JSON: escape") }
        position &+= 4
        return value
    }

    /// Skips a value. Nested ones take no native stack.
    mutating func skip() throws(DebugInformationError) {
        var depth = 0
        repeat {
            guard let byte = next() else { throw error("JSON: unexpected end") }
            switch byte {
            case 0x22: try skipString()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth &+= 1
                position &+= 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth &-= 1
                position &+= 1
                guard depth >= 0 else { throw error("JSON: expected a value") }
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                guard depth > 0 else { throw error("JSON: expected a value") }
                position &+= 1
            default: try skipWord()
            }
        } while depth > 0
    }

    private mutating func skipString() throws(DebugInformationError) {
        position &+= 1
        while position < bytes.count {
            let byte = bytes[position]
            position &+= byte == 0x5C ? 2 : 1
            if byte == 0x22 { return }
        }
        position = bytes.count
        throw error("JSON: string without end")
    }

    /// Skips a number, `true`, `false` or `null`.
    private mutating func skipWord() throws(DebugInformationError) {
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            guard
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
            else { break }
            position &+= 1
        }
        guard position > start else { throw error("JSON: expected a value") }
    }
}
