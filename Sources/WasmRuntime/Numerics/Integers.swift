// Specification: Execution / Numerics / Integer Operations. Pure functions.

extension FixedWidthInteger where Self: UnsignedInteger {
    /// `irotl`.
    @inline(__always) func rotatedLeft(_ count: Self) -> Self {
        let distance = count & Self(truncatingIfNeeded: Self.bitWidth &- 1)
        return (self &<< distance) | (self &>> (0 &- distance))
    }

    /// `irotr`.
    @inline(__always) func rotatedRight(_ count: Self) -> Self {
        let distance = count & Self(truncatingIfNeeded: Self.bitWidth &- 1)
        return (self &>> distance) | (self &<< (0 &- distance))
    }
}
