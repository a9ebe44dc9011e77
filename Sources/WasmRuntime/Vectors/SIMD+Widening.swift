// Specification: Execution / Numerics / Vector Operations: integer operations whose results have wider or narrower lanes
// than their operands. The wide lanes are signed if the narrow ones are.

/// An integer lane type for which a type of twice the width exists. (`Codable` only because `SIMDScalar` requires it.)
protocol WidenedLane: FixedWidthInteger, SIMDScalar, Codable {
    associatedtype Wide: FixedWidthInteger, SIMDScalar, Codable
}

extension Int8: WidenedLane { typealias Wide = Int16 }
extension UInt8: WidenedLane { typealias Wide = UInt16 }
extension Int16: WidenedLane { typealias Wide = Int32 }
extension UInt16: WidenedLane { typealias Wide = UInt32 }
extension Int32: WidenedLane { typealias Wide = Int64 }
extension UInt32: WidenedLane { typealias Wide = UInt64 }

extension SIMD16 where Scalar: WidenedLane {
    /// The lanes of the first half, extended: `extend_low`.
    @inline(__always) var wideLow: SIMD8<Scalar.Wide> {
        SIMD8<Scalar.Wide>(wide(0), wide(1), wide(2), wide(3), wide(4), wide(5), wide(6), wide(7))
    }
    /// The lanes of the second half, extended: `extend_high`.
    @inline(__always) var wideHigh: SIMD8<Scalar.Wide> {
        SIMD8<Scalar.Wide>(wide(8), wide(9), wide(10), wide(11), wide(12), wide(13), wide(14), wide(15))
    }
    /// Lanes 0, 2, 4, …, extended.
    @inline(__always) var wideEven: SIMD8<Scalar.Wide> { SIMD8<Scalar.Wide>(truncatingIfNeeded: evenHalf) }
    /// Lanes 1, 3, 5, …, extended.
    @inline(__always) var wideOdd: SIMD8<Scalar.Wide> { SIMD8<Scalar.Wide>(truncatingIfNeeded: oddHalf) }

    // Lane by lane, because the compiler turns `SIMD8(truncatingIfNeeded:)` of half a vector into a call.
    @inline(__always) private func wide(_ lane: Int) -> Scalar.Wide { Scalar.Wide(truncatingIfNeeded: self[lane]) }
}

extension SIMD8 where Scalar: WidenedLane {
    @inline(__always) var wideLow: SIMD4<Scalar.Wide> { SIMD4<Scalar.Wide>(truncatingIfNeeded: lowHalf) }
    @inline(__always) var wideHigh: SIMD4<Scalar.Wide> { SIMD4<Scalar.Wide>(truncatingIfNeeded: highHalf) }
    @inline(__always) var wideEven: SIMD4<Scalar.Wide> { SIMD4<Scalar.Wide>(truncatingIfNeeded: evenHalf) }
    @inline(__always) var wideOdd: SIMD4<Scalar.Wide> { SIMD4<Scalar.Wide>(truncatingIfNeeded: oddHalf) }
}

extension SIMD4 where Scalar: WidenedLane {
    @inline(__always) var wideLow: SIMD2<Scalar.Wide> { SIMD2<Scalar.Wide>(truncatingIfNeeded: lowHalf) }
    @inline(__always) var wideHigh: SIMD2<Scalar.Wide> { SIMD2<Scalar.Wide>(truncatingIfNeeded: highHalf) }
    @inline(__always) var wideEven: SIMD2<Scalar.Wide> { SIMD2<Scalar.Wide>(truncatingIfNeeded: evenHalf) }
    @inline(__always) var wideOdd: SIMD2<Scalar.Wide> { SIMD2<Scalar.Wide>(truncatingIfNeeded: oddHalf) }
}

extension SIMD16<Int8> {
    /// `relaxed_dot`: sums of products of signed lanes. A sum saturates only if all four lanes are the least number.
    @inline(__always) func relaxedDot(_ other: Self) -> S16x8 {
        (wideEven &* other.wideEven).addingSaturated(wideOdd &* other.wideOdd)
    }
}

extension SIMD8<Int16> {
    /// `dot`: sums of neighbouring products. A sum wraps only if all four lanes are the least number.
    @inline(__always) func dot(_ other: Self) -> S32x4 { wideEven &* other.wideEven &+ wideOdd &* other.wideOdd }

    /// `q15mulr_sat_s`: the product of two fractions of 15 bits, rounded; only that of -1 and -1 saturates.
    @inline(__always) func fractionProduct(_ other: Self) -> Self {
        let product = SIMD8<Int32>(truncatingIfNeeded: self) &* SIMD8<Int32>(truncatingIfNeeded: other)
        let rounded = (product &+ 0x4000) &>> 15
        return S16x8(truncatingIfNeeded: rounded.replaced(by: SIMD8<Int32>(repeating: 0x7FFF), if: .<))
    }

    /// `narrow_s`: the lanes of both vectors, saturated.
    @inline(__always) func narrowedSigned(_ other: Self) -> S8x16 {
        S8x16(truncatingIfNeeded: SIMD16<Int16>(lowHalf: self, highHalf: other).limited(-0x80, 0x7F, .<, .>))
    }

    /// `narrow_u`.
    @inline(__always) func narrowedUnsigned(_ other: Self) -> U8x16 {
        U8x16(truncatingIfNeeded: SIMD16<Int16>(lowHalf: self, highHalf: other).limited(0, 0xFF, .<, .>))
    }
}

extension SIMD4<Int32> {
    @inline(__always) func narrowedSigned(_ other: Self) -> S16x8 {
        S16x8(truncatingIfNeeded: SIMD8<Int32>(lowHalf: self, highHalf: other).limited(-0x8000, 0x7FFF, .<, .>))
    }

    @inline(__always) func narrowedUnsigned(_ other: Self) -> U16x8 {
        U16x8(truncatingIfNeeded: SIMD8<Int32>(lowHalf: self, highHalf: other).limited(0, 0xFFFF, .<, .>))
    }
}
