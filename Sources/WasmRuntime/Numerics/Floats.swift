// Specification: Execution / Numerics / Floating-Point Operations. Pure functions.

extension BinaryFloatingPoint {
    /// `fmin`: NaN if either operand is NaN; -0 is less than +0.
    @inline(__always) func wasmMinimum(_ other: Self) -> Self {
        if self < other { return self }
        if other < self { return other }
        // The operands are equal (perhaps zeros of different signs) or unordered; in that case the sum is NaN.
        if self == other { return sign == .minus ? self : other }
        return self + other
    }

    /// `fmax`: NaN if either operand is NaN; +0 is greater than -0.
    @inline(__always) func wasmMaximum(_ other: Self) -> Self {
        if self > other { return self }
        if other > self { return other }
        if self == other { return sign == .plus ? self : other }
        return self + other
    }
}

extension Float {
    /// This number, or if it is a signaling NaN, the quiet one.
    @inline(__always) var quieted: Float { isNaN ? self + self : self }
}

extension Double {
    /// This number, or if it is a signaling NaN, the quiet one.
    @inline(__always) var quieted: Double { isNaN ? self + self : self }
}
