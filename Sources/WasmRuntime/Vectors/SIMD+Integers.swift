// Specification: Execution / Numerics / Integer Operations, on all lanes of a vector at once.
//
// The standard library's operators on two vectors are one machine instruction if the shape is known where they are
// written. The operators that generic code gets, for any `SIMD`, and those on a vector and a scalar may go lane by lane.
// Comparisons are therefore passed to the generic functions here, and other operations are written for each shape.

extension SIMD {
    /// A comparison of lanes.
    typealias Comparison = (Self, Self) -> SIMDMask<MaskStorage>

    /// Replaces lanes by the other vector's where these compare so with the lanes: `imin` with `.<`, `imax` with `.>`.
    @inline(__always) func replaced(by other: Self, if holds: Comparison) -> Self {
        replacing(with: other, where: holds(other, self))
    }
}

extension SIMD where Scalar: FixedWidthInteger {
    /// Limits every lane to a range. The comparisons must be `.<` and `.>`.
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
    /// `bitselect`: the bits of this vector where the mask's are set, and otherwise those of the other.
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

    /// `iavgr_u`: half of the sum, rounded up, as the bits that both have plus half of those that only one has.
    @inline(__always) func average(_ other: Self) -> Self { (self | other) &- ((self ^ other) &>> 1) }

    /// `ipopcnt`: sums of bits in pairs, then nibbles, then bytes.
    @inline(__always) var bitCounts: Self {
        let pairs = self &- ((self &>> 1) & 0x55)
        let nibbles = (pairs & 0x33) &+ ((pairs &>> 2) & 0x33)
        return (nibbles &+ (nibbles &>> 4)) & 0x0F
    }
}

extension SIMD16<Int8> {
    /// `iadd_sat_s`. A sum overflows if its sign differs from both operands'. The result is then the bound with their sign.
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

// Blends of lanes of 32 and 64 bits: the difference times the mask as 0 or -1, which the optimiser recognizes as a mask.

extension SIMD4<Int32> {
    /// The other vector's lanes where the mask holds, and otherwise these.
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
