// Specification: Execution / Numerics / Integer Operations, on all lanes of a vector at once.

extension SIMD where Scalar: FixedWidthInteger {
    /// `imin`, signed or unsigned as the lanes are.
    @inline(__always) func minimum(_ other: Self) -> Self { replacing(with: other, where: other .< self) }

    /// `imax`.
    @inline(__always) func maximum(_ other: Self) -> Self { replacing(with: other, where: other .> self) }

    /// Every lane, at most and at least the bounds.
    @inline(__always) func limited(_ lowest: Scalar, _ highest: Scalar) -> Self {
        maximum(Self(repeating: lowest)).minimum(Self(repeating: highest))
    }

    /// `ishl`: by a count modulo the width of a lane.
    @inline(__always) func shiftedLeft(_ count: UInt64) -> Self {
        self &<< Self(repeating: Scalar(truncatingIfNeeded: count))
    }

    /// `ishr`, signed or unsigned as the lanes are: by a count modulo the width of a lane.
    @inline(__always) func shiftedRight(_ count: UInt64) -> Self {
        self &>> Self(repeating: Scalar(truncatingIfNeeded: count))
    }

    /// 1 if no lane is zero.
    @inline(__always) var allTrue: UInt64 { all(self .!= 0) ? 1 : 0 }
}

extension SIMD where Scalar: FixedWidthInteger & SignedInteger {
    @inline(__always) var negated: Self { 0 &- self }

    /// `iabs`: the least number stays as it is.
    @inline(__always) var absolute: Self { replacing(with: negated, where: self .< 0) }

    /// `iadd_sat_s`.
    @inline(__always) func addingSaturated(_ other: Self) -> Self {
        let sum = self &+ other
        return sum.replacing(with: bound, where: ((self ^ sum) & (other ^ sum)) .< 0)
    }

    /// `isub_sat_s`.
    @inline(__always) func subtractingSaturated(_ other: Self) -> Self {
        let difference = self &- other
        return difference.replacing(with: bound, where: ((self ^ other) & (self ^ difference)) .< 0)
    }

    /// The bound on the side of every lane's sign, where it would have saturated.
    @inline(__always) private var bound: Self {
        Self(repeating: .max).replacing(with: Self(repeating: .min), where: self .< 0)
    }
}

extension SIMD where Scalar: FixedWidthInteger & UnsignedInteger {
    /// `iadd_sat_u`.
    @inline(__always) func addingSaturated(_ other: Self) -> Self {
        let sum = self &+ other
        return sum.replacing(with: Self(repeating: .max), where: sum .< self)
    }

    /// `isub_sat_u`.
    @inline(__always) func subtractingSaturated(_ other: Self) -> Self { maximum(other) &- other }

    /// `iavgr_u`: half of the sum, rounded up. It is what both have, and half of what one has, rounded up.
    @inline(__always) func average(_ other: Self) -> Self { (self | other) &- ((self ^ other) &>> 1) }
}

extension SIMD16<UInt8> {
    /// `ipopcnt`: sums of bits in pairs, then nibbles, then bytes.
    @inline(__always) var bitCounts: Self {
        let pairs = self &- ((self &>> 1) & 0x55)
        let nibbles = (pairs & 0x33) &+ ((pairs &>> 2) & 0x33)
        return (nibbles &+ (nibbles &>> 4)) & 0x0F
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

extension SIMD2<UInt64> {
    /// `bitselect`: bits of this where the mask's are set, else of the other.
    @inline(__always) func selected(_ other: Self, _ mask: Self) -> Self { (self & mask) | (other & ~mask) }
}
