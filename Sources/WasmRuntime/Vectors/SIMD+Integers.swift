// Specification: Execution / Numerics / Integer Operations, on all lanes of a vector at once.
//
// The standard library's operators on two vectors are one machine instruction if the shape is known where they are
// written. Those for any `SIMD`, which generic code gets, and those on a vector and a scalar, may go lane by lane. So
// comparisons are handed to what is generic here, and what needs more is written for each shape.

extension SIMD {
    /// Comparison of lanes.
    typealias Comparison = (Self, Self) -> SIMDMask<MaskStorage>

    /// The other's lanes where they compare so with these, else these: `imin` with `.<`, `imax` with `.>`.
    @inline(__always) func replaced(by other: Self, if holds: Comparison) -> Self {
        replacing(with: other, where: holds(other, self))
    }
}

extension SIMD where Scalar: FixedWidthInteger {
    /// Every lane, or the bound that it is beyond, given `.<` and `.>`.
    @inline(__always) func limited(
        _ lowest: Scalar, _ highest: Scalar, _ isLess: Comparison, _ isGreater: Comparison
    ) -> Self {
        replaced(by: Self(repeating: lowest), if: isGreater).replaced(by: Self(repeating: highest), if: isLess)
    }
}

extension SIMD where Scalar: FixedWidthInteger & SignedInteger {
    /// `bitmask`: bit k is the sign of lane k.
    @inline(__always) var signs: UInt64 {
        var result: UInt64 = 0
        for lane in 0..<scalarCount { result |= (self[lane] < 0 ? 1 : 0) &<< UInt64(truncatingIfNeeded: lane) }
        return result
    }
}

extension SIMD16<UInt8> {
    /// `bitselect`: bits of this where the mask's are set, else of the other.
    @inline(__always) func selected(_ other: Self, _ mask: Self) -> Self { (self & mask) | (other & ~mask) }

    /// `iadd_sat_u`.
    @inline(__always) func addingSaturated(_ other: Self) -> Self {
        let sum = self &+ other
        return sum.replacing(with: .max, where: sum .< self)
    }

    /// `isub_sat_u`.
    @inline(__always) func subtractingSaturated(_ other: Self) -> Self {
        (self &- other).replacing(with: 0, where: self .< other)
    }

    /// `iavgr_u`: half of the sum, rounded up. It is what both have, and half of what one has, rounded up.
    @inline(__always) func average(_ other: Self) -> Self { (self | other) &- ((self ^ other) &>> 1) }

    /// `ipopcnt`: sums of bits in pairs, then nibbles, then bytes.
    @inline(__always) var bitCounts: Self {
        let pairs = self &- ((self &>> 1) & 0x55)
        let nibbles = (pairs & 0x33) &+ ((pairs &>> 2) & 0x33)
        return (nibbles &+ (nibbles &>> 4)) & 0x0F
    }
}

extension SIMD16<Int8> {
    /// `iadd_sat_s`. A sum overflows if its sign is neither operand's; the bound is on the side of theirs.
    @inline(__always) func addingSaturated(_ other: Self) -> Self {
        let sum = self &+ other
        return sum.replacing(with: (self &>> 7) ^ 0x7F, where: ((self ^ sum) & (other ^ sum)) .< Self())
    }

    /// `isub_sat_s`.
    @inline(__always) func subtractingSaturated(_ other: Self) -> Self {
        let difference = self &- other
        return difference.replacing(with: (self &>> 7) ^ 0x7F, where: ((self ^ other) & (self ^ difference)) .< Self())
    }
}

extension SIMD8<UInt16> {
    @inline(__always) func addingSaturated(_ other: Self) -> Self {
        let sum = self &+ other
        return sum.replacing(with: .max, where: sum .< self)
    }

    @inline(__always) func subtractingSaturated(_ other: Self) -> Self {
        (self &- other).replacing(with: 0, where: self .< other)
    }

    @inline(__always) func average(_ other: Self) -> Self { (self | other) &- ((self ^ other) &>> 1) }
}

extension SIMD8<Int16> {
    @inline(__always) func addingSaturated(_ other: Self) -> Self {
        let sum = self &+ other
        return sum.replacing(with: (self &>> 15) ^ 0x7FFF, where: ((self ^ sum) & (other ^ sum)) .< Self())
    }

    @inline(__always) func subtractingSaturated(_ other: Self) -> Self {
        let difference = self &- other
        let overflow = (self ^ other) & (self ^ difference)
        return difference.replacing(with: (self &>> 15) ^ 0x7FFF, where: overflow .< Self())
    }
}

// Blends of lanes of 32 and 64 bits: the mask as 0 or -1, times the difference. The optimiser sees that it is a mask.

extension SIMD4<Int32> {
    /// The other's lanes where the mask holds, else these.
    @inline(__always) func blended(_ other: Self, where mask: SIMDMask<S32x4>) -> Self {
        self &- (other &- self) &* Self().replacing(with: -1, where: mask)
    }
}

extension SIMD4<UInt32> {
    @inline(__always) func blended(_ other: Self, where mask: SIMDMask<S32x4>) -> Self {
        self &- (other &- self) &* Self().replacing(with: .max, where: mask)
    }
}

extension SIMD2<Int64> {
    @inline(__always) func blended(_ other: Self, where mask: SIMDMask<S64x2>) -> Self {
        self &- (other &- self) &* Self().replacing(with: -1, where: mask)
    }
}

extension SIMD2<UInt64> {
    @inline(__always) func blended(_ other: Self, where mask: SIMDMask<S64x2>) -> Self {
        self &- (other &- self) &* Self().replacing(with: .max, where: mask)
    }
}
