// Specification: Structure / Types / Vector Types, and Text Format / Instructions / Vector Instructions.

import WasmSyntax

/// The division of a vector's 128 bits into lanes.
package enum VectorShape: Sendable, Hashable {
    case i8x16, i16x8, i32x4, i64x2, f32x4, f64x2

    init?(_ keyword: Keyword) {
        switch keyword {
        case .i8x16: self = .i8x16
        case .i16x8: self = .i16x8
        case .i32x4: self = .i32x4
        case .i64x2: self = .i64x2
        case .f32x4: self = .f32x4
        case .f64x2: self = .f64x2
        default: return nil
        }
    }

    package var laneCount: Int {
        switch self {
        case .i8x16: 16
        case .i16x8: 8
        case .i32x4, .f32x4: 4
        case .i64x2, .f64x2: 2
        }
    }

    package var bitsPerLane: Int { 128 / laneCount }

    var isFloat: Bool { self == .f32x4 || self == .f64x2 }

    /// The bits of one lane from the number in the source; `nil` if it does not fit.
    func lane(_ number: Range<Int>, of source: [UInt8]) -> UInt64? {
        switch self {
        case .f32x4: NumberSyntax.float32(number, of: source).map(UInt64.init)
        case .f64x2: NumberSyntax.float64(number, of: source)
        case .i8x16, .i16x8, .i32x4, .i64x2: NumberSyntax.integer(number, of: source, bits: bitsPerLane)
        }
    }

    /// Reads a vector that is written as one word, such as `i32x4:1,2,3,4`; `nil` if the bytes are none.
    package static func vector(_ source: [UInt8]) -> (low: UInt64, high: UInt64)? {
        guard let colon = source.firstIndex(of: UInt8(ascii: ":")),
            let shape = Keyword(rawValue: String(decoding: source[..<colon], as: UTF8.self)).flatMap(VectorShape.init)
        else { return nil }
        let lanes = source[colon...].dropFirst().split(
            separator: UInt8(ascii: ","), maxSplits: shape.laneCount, omittingEmptySubsequences: false)
        guard lanes.count == shape.laneCount else { return nil }
        var halves: [UInt64] = [0, 0]
        for (index, lane) in lanes.enumerated() {
            guard let bits = shape.lane(lane.startIndex..<lane.endIndex, of: source) else { return nil }
            let position = index &* shape.bitsPerLane
            halves[position / 64] |= bits << UInt64(position % 64)
        }
        return (halves[0], halves[1])
    }

    /// Writes the bits of one lane, little-endian.
    func write(_ bits: UInt64, to writer: inout ByteWriter) {
        for shift in stride(from: 0, to: bitsPerLane, by: 8) {
            writer.byte(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
        }
    }
}

extension TokenReader {
    /// Reads number tokens up to the first other token, but at most one more than `count`.
    mutating func numbers(atMost count: Int) throws(ParseError) -> [Token] {
        var result: [Token] = []
        while token.isNumber, result.count <= count {
            result.append(token)
            try advance()
        }
        return result
    }

    /// Reads a number with a function that returns `nil` if the number does not fit.
    mutating func number<Value>(_ read: (Range<Int>, [UInt8]) -> Value?) throws(ParseError) -> Value {
        guard token.isNumber else { throw unexpected() }
        guard let value = read(token.range, source) else { throw error(.constantOutOfRange("")) }
        try advance()
        return value
    }
}
