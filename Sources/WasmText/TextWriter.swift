// Specification: Text Format / Values: printing.

import WasmSyntax

/// Builds text.
struct TextWriter {
    var bytes: [UInt8] = []
    /// The indentation of new lines, in steps of two spaces.
    var indentation = 0

    mutating func text(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Begins a line.
    mutating func line(_ text: String) {
        bytes.append(UInt8(ascii: "\n"))
        // Indentation stops at 20 steps: otherwise the text would grow with the square of the nesting depth.
        for _ in 0..<min(indentation, 20) { self.text("  ") }
        self.text(text)
    }

    mutating func number(_ number: some BinaryInteger) { text(String(number)) }

    /// Writes a space and a number.
    mutating func spaced(_ number: some BinaryInteger) {
        text(" ")
        self.number(number)
    }

    /// Writes a space and a type.
    mutating func spaced(_ type: ValueType) {
        text(" ")
        text(type.description)
    }

    /// Writes a string that stands for these bytes; all but plain ASCII is escaped.
    mutating func string(_ contents: some Sequence<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        characters(contents)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes the characters that stand for these bytes inside a string.
    mutating func characters(_ contents: some Sequence<UInt8>) {
        for byte in contents {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x20..<0x7F: bytes.append(byte)
            default:
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(TextWriter.hexDigit(byte >> 4))
                bytes.append(TextWriter.hexDigit(byte & 15))
            }
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "a") &+ value &- 10
    }

    /// Writes an `f32`, given by its bits: the shortest decimal that means it, or its NaN payload.
    mutating func float32(_ bits: UInt32) {
        let value = Float(bitPattern: bits)
        guard value.isNaN else { return text(value.description) }
        nan(isNegative: bits >> 31 != 0, payload: UInt64(bits & 0x7F_FFFF), canonical: 0x40_0000)
    }

    /// Writes an `f64`, given by its bits: the shortest decimal that means it, or its NaN payload.
    mutating func float64(_ bits: UInt64) {
        let value = Double(bitPattern: bits)
        guard value.isNaN else { return text(value.description) }
        nan(isNegative: bits >> 63 != 0, payload: bits & 0xF_FFFF_FFFF_FFFF, canonical: 0x8_0000_0000_0000)
    }

    private mutating func nan(isNegative: Bool, payload: UInt64, canonical: UInt64) {
        text(isNegative ? "-nan" : "nan")
        if payload != canonical { text(":0x" + String(payload, radix: 16)) }
    }
}
