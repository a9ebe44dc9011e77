// Specification: Execution / Numerics / Floating-Point Operations. Pure functions over value bits.

extension BinaryFloatingPoint {
    /// `fmin`: NaN if either is, and -0 below +0.
    @inline(__always) func wasmMinimum(_ other: Self) -> Self {
        if self < other { return self }
        if other < self { return other }
        // Equal (zeros of either sign among them) or not ordered: the sum is NaN if either is.
        if self == other { return sign == .minus ? self : other }
        return self + other
    }

    /// `fmax`: NaN if either is, and +0 above -0.
    @inline(__always) func wasmMaximum(_ other: Self) -> Self {
        if self > other { return self }
        if other > self { return other }
        if self == other { return sign == .plus ? self : other }
        return self + other
    }
}

extension Float {
    @inline(__always) var quieted: Float { isNaN ? self + self : self }
}

extension Double {
    @inline(__always) var quieted: Double { isNaN ? self + self : self }
}
