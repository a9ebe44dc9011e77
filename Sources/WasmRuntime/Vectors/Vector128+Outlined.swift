// Operations on lanes of 8 and 16 bits that consist of several steps. They are out of line: the optimiser would otherwise
// take the result apart into its lanes to make lanes of 32 bits of them (RATIONALE.md, "Slots for vectors").

extension SIMD {
    /// A comparison of lanes.
    typealias Comparison = (Self, Self) -> SIMDMask<MaskStorage>

    /// Replaces lanes by the other vector's where these compare so with the lanes.
    @inline(__always) fileprivate func replaced(by other: Self, if holds: Comparison) -> Self {
        replacing(with: other, where: holds(other, self))
    }
}

extension SIMD where Scalar: FixedWidthInteger {
    /// Limits every lane to a range. The comparisons must be `.<` and `.>`.
    @inline(__always) fileprivate func limited(
        _ lowest: Scalar, _ highest: Scalar, _ isLess: Comparison, _ isGreater: Comparison
    ) -> Self {
        replaced(by: Self(repeating: lowest), if: isGreater).replaced(by: Self(repeating: highest), if: isLess)
    }
}

// MARK: Signed lanes

// A sum overflows if its sign differs from both operands'. The result is then the bound with their sign.

extension SIMD16<Int8> {
    @inline(never) func addingSaturated(_ y: Self) -> Self {
        let sum = self &+ y
        return sum.replacing(with: (self &>> 7) ^ 0x7F, where: ((self ^ sum) & (y ^ sum)) .< Self())
    }

    @inline(never) func subtractingSaturated(_ y: Self) -> Self {
        let difference = self &- y
        return difference.replacing(with: (self &>> 7) ^ 0x7F, where: ((self ^ y) & (self ^ difference)) .< Self())
    }

    @inline(never) func minimum(_ y: Self) -> Self { replaced(by: y, if: .<) }
    @inline(never) func maximum(_ y: Self) -> Self { replaced(by: y, if: .>) }
    @inline(never) func negated() -> Self { Self() &- self }
    @inline(never) func absolute() -> Self { replaced(by: Self() &- self, if: .>) }

    /// Sums of products of signed lanes. A sum saturates only if all four lanes are the least number.
    @inline(never) func relaxedDot(_ y: Self) -> S16x8 {
        let even = S16x8(truncatingIfNeeded: evenHalf) &* S16x8(truncatingIfNeeded: y.evenHalf)
        let odd = S16x8(truncatingIfNeeded: oddHalf) &* S16x8(truncatingIfNeeded: y.oddHalf)
        return even.addingSaturated(odd)
    }
}

extension SIMD8<Int16> {
    @inline(never) func addingSaturated(_ y: Self) -> Self {
        let sum = self &+ y
        return sum.replacing(with: (self &>> 15) ^ 0x7FFF, where: ((self ^ sum) & (y ^ sum)) .< Self())
    }

    @inline(never) func subtractingSaturated(_ y: Self) -> Self {
        let difference = self &- y
        let overflow = (self ^ y) & (self ^ difference)
        return difference.replacing(with: (self &>> 15) ^ 0x7FFF, where: overflow .< Self())
    }

    @inline(never) func minimum(_ y: Self) -> Self { replaced(by: y, if: .<) }
    @inline(never) func maximum(_ y: Self) -> Self { replaced(by: y, if: .>) }
    @inline(never) func negated() -> Self { Self() &- self }
    @inline(never) func absolute() -> Self { replaced(by: Self() &- self, if: .>) }
}

// MARK: Unsigned lanes

extension SIMD16<UInt8> {
    /// Adds at most what is left to the greatest number.
    @inline(never) func addingSaturated(_ y: Self) -> Self {
        let left = ~y
        return replacing(with: left, where: left .< self) &+ y
    }

    @inline(never) func subtractingSaturated(_ y: Self) -> Self { replacing(with: y, where: y .> self) &- y }
    @inline(never) func minimum(_ y: Self) -> Self { replaced(by: y, if: .<) }
    @inline(never) func maximum(_ y: Self) -> Self { replaced(by: y, if: .>) }
}

extension SIMD8<UInt16> {
    @inline(never) func addingSaturated(_ y: Self) -> Self {
        let left = ~y
        return replacing(with: left, where: left .< self) &+ y
    }

    @inline(never) func subtractingSaturated(_ y: Self) -> Self { replacing(with: y, where: y .> self) &- y }
    @inline(never) func minimum(_ y: Self) -> Self { replaced(by: y, if: .<) }
    @inline(never) func maximum(_ y: Self) -> Self { replaced(by: y, if: .>) }

    @inline(never) func shifted(leftBy amount: UInt64) -> Self {
        self &<< Self(repeating: UInt16(truncatingIfNeeded: amount))
    }

    @inline(never) func shifted(rightBy amount: UInt64) -> Self {
        self &>> Self(repeating: UInt16(truncatingIfNeeded: amount))
    }
}

// MARK: Other widths

extension SIMD16<Int8> {
    @inline(never) func extendedLow() -> S16x8 { S16x8(truncatingIfNeeded: lowHalf) }
    @inline(never) func extendedHigh() -> S16x8 { S16x8(truncatingIfNeeded: highHalf) }
}

extension SIMD16<UInt8> {
    @inline(never) func extendedLow() -> U16x8 {
        U16x8(
            UInt16(self[0]), UInt16(self[1]), UInt16(self[2]), UInt16(self[3]), UInt16(self[4]), UInt16(self[5]),
            UInt16(self[6]), UInt16(self[7]))
    }

    @inline(never) func extendedHigh() -> U16x8 {
        U16x8(
            UInt16(self[8]), UInt16(self[9]), UInt16(self[10]), UInt16(self[11]), UInt16(self[12]), UInt16(self[13]),
            UInt16(self[14]), UInt16(self[15]))
    }
}

extension SIMD8<Int16> {
    @inline(never) func narrowedSigned(_ y: Self) -> S8x16 {
        S8x16(truncatingIfNeeded: SIMD16<Int16>(lowHalf: self, highHalf: y).limited(-0x80, 0x7F, .<, .>))
    }

    @inline(never) func narrowedUnsigned(_ y: Self) -> U8x16 {
        U8x16(truncatingIfNeeded: SIMD16<Int16>(lowHalf: self, highHalf: y).limited(0, 0xFF, .<, .>))
    }
}

extension SIMD4<Int32> {
    @inline(never) func narrowedSigned(_ y: Self) -> S16x8 {
        S16x8(truncatingIfNeeded: SIMD8<Int32>(lowHalf: self, highHalf: y).limited(-0x8000, 0x7FFF, .<, .>))
    }

    @inline(never) func narrowedUnsigned(_ y: Self) -> U16x8 {
        U16x8(truncatingIfNeeded: SIMD8<Int32>(lowHalf: self, highHalf: y).limited(0, 0xFFFF, .<, .>))
    }
}
