// Specification: Text Format / Values / Integers and Floating-Point.

import WasmSyntax

/// The syntax of numbers in the source, and the values that they stand for.
package enum NumberSyntax {
    /// The digit's value, if the byte is a digit of the radix (10 or 16).
    static func digit(_ byte: UInt8, radix: UInt64) -> UInt64? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte &- UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f") where radix == 16: UInt64(byte &- UInt8(ascii: "a")) &+ 10
        case UInt8(ascii: "A")...UInt8(ascii: "F") where radix == 16: UInt64(byte &- UInt8(ascii: "A")) &+ 10
        default: nil
        }
    }

    /// The end of a sequence of digits with single underscores between them; `nil` if none begins at `start`.
    package static func digits(from start: Int, to end: Int, in source: [UInt8], radix: UInt64) -> Int? {
        var index = start
        while index < end {
            if source[index] == UInt8(ascii: "_") {
                guard index > start, index &+ 1 < end, digit(source[index &+ 1], radix: radix) != nil else { break }
            } else if digit(source[index], radix: radix) == nil {
                break
            }
            index &+= 1
        }
        return index > start ? index : nil
    }

    /// The value of digits with underscores, if it fits into 64 bits.
    package static func magnitude(_ range: Range<Int>, of source: [UInt8], radix: UInt64) -> UInt64? {
        var value: UInt64 = 0
        for byte in source[range] {
            guard let digit = digit(byte, radix: radix) else { continue }
            let (product, overflow) = value.multipliedReportingOverflow(by: radix)
            let (sum, carry) = product.addingReportingOverflow(digit)
            if overflow || carry { return nil }
            value = sum
        }
        return value
    }

    /// The parts of a number, found in one pass over its characters.
    struct Parts {
        var kind: Token.Kind
        var isNegative = false
        var radix: UInt64 = 10
        /// The digits without sign and prefix; for `nan:0x…` those of the payload.
        var digits: Range<Int>
        var special = Special.none

        enum Special { case none, infinity, nan, nanWithPayload }
    }

    /// The kind of number that a sequence of identifier characters is; `nil` if it is none.
    static func kind(of range: Range<Int>, in source: [UInt8]) -> Token.Kind? { parts(of: range, in: source)?.kind }

    /// Splits a number into its parts; `nil` if the characters are no number.
    static func parts(of range: Range<Int>, in source: [UInt8]) -> Parts? {
        var index = range.lowerBound
        let end = range.upperBound
        var parts = Parts(kind: .natural, digits: range)
        if index < end, source[index] == UInt8(ascii: "+") || source[index] == UInt8(ascii: "-") {
            parts.isNegative = source[index] == UInt8(ascii: "-")
            parts.kind = .integer
            index &+= 1
        }
        if let special = special(index..<end, source) {
            parts.kind = .float
            parts.special = special
            parts.radix = 16
            parts.digits = min(index &+ 6, end)..<end
            return parts
        }
        if source[index..<end].starts(with: [UInt8(ascii: "0"), UInt8(ascii: "x")]) {
            parts.radix = 16
            index &+= 2
        }
        parts.digits = index..<end
        guard let digitsEnd = digits(from: index, to: end, in: source, radix: parts.radix) else { return nil }
        if digitsEnd == end { return parts }
        parts.kind = .float
        return isFraction(digitsEnd..<end, source, radix: parts.radix) ? parts : nil
    }

    private static func special(_ range: Range<Int>, _ source: [UInt8]) -> Parts.Special? {
        let text = source[range]
        if text.elementsEqual("inf".utf8) { return .infinity }
        guard text.starts(with: "nan".utf8) else { return nil }
        if range.count == 3 { return .nan }
        guard text.starts(with: "nan:0x".utf8),
            digits(from: range.lowerBound &+ 6, to: range.upperBound, in: source, radix: 16) == range.upperBound
        else { return nil }
        return .nanWithPayload
    }

    /// Whether the characters behind the leading digits are a point with or without digits, an exponent, or both.
    private static func isFraction(_ range: Range<Int>, _ source: [UInt8], radix: UInt64) -> Bool {
        var index = range.lowerBound
        let end = range.upperBound
        if source[index] == UInt8(ascii: ".") {
            index &+= 1
            index = digits(from: index, to: end, in: source, radix: radix) ?? index
            if index == end { return true }
        }
        let letter = source[index] | 0x20
        guard letter == (radix == 16 ? UInt8(ascii: "p") : UInt8(ascii: "e")) else { return false }
        index &+= 1
        if index < end, source[index] == UInt8(ascii: "+") || source[index] == UInt8(ascii: "-") { index &+= 1 }
        return digits(from: index, to: end, in: source, radix: 10) == end
    }

    /// The value of a signed or unsigned integer in two's complement with `bits` bits; `nil` if it does not fit.
    package static func integer(_ range: Range<Int>, of source: [UInt8], bits: Int) -> UInt64? {
        guard let parts = parts(of: range, in: source), parts.kind != .float,
            let magnitude = magnitude(parts.digits, of: source, radix: parts.radix)
        else { return nil }
        let mask = UInt64.max >> UInt64(64 &- bits)
        if parts.isNegative { return magnitude <= mask >> 1 &+ 1 ? (0 &- magnitude) & mask : nil }
        return magnitude <= mask ? magnitude : nil
    }

    /// The bits of an `f32`; `nil` if the characters are no number or its value is out of range.
    package static func float32(_ range: Range<Int>, of source: [UInt8]) -> UInt32? {
        guard let parts = parts(of: range, in: source) else { return nil }
        let sign: UInt32 = parts.isNegative ? 0x8000_0000 : 0
        switch parts.special {
        case .infinity: return sign | 0x7F80_0000
        case .nan: return sign | 0x7FC0_0000
        case .nanWithPayload:
            guard let payload = magnitude(parts.digits, of: source, radix: 16), payload > 0, payload < 1 << 23
            else { return nil }
            return sign | 0x7F80_0000 | UInt32(truncatingIfNeeded: payload)
        case .none:
            guard let value = Float(plainText(range, source)), value.isFinite else { return nil }
            return value.bitPattern
        }
    }

    /// The bits of an `f64`; `nil` if the characters are no number or its value is out of range.
    package static func float64(_ range: Range<Int>, of source: [UInt8]) -> UInt64? {
        guard let parts = parts(of: range, in: source) else { return nil }
        let sign: UInt64 = parts.isNegative ? 1 << 63 : 0
        switch parts.special {
        case .infinity: return sign | 0x7FF0_0000_0000_0000
        case .nan: return sign | 0x7FF8_0000_0000_0000
        case .nanWithPayload:
            guard let payload = magnitude(parts.digits, of: source, radix: 16), payload > 0, payload < 1 << 52
            else { return nil }
            return sign | 0x7FF0_0000_0000_0000 | payload
        case .none:
            guard let value = Double(plainText(range, source)), value.isFinite else { return nil }
            return value.bitPattern
        }
    }

    /// A number as the standard library reads it: without underscores.
    private static func plainText(_ range: Range<Int>, _ source: [UInt8]) -> String {
        String(decoding: source[range].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    }
}
