// Specification: Execution / Numerics / Floating-Point Operations and Conversions, on the lanes of a vector. What each
// lane gives is what the scalar instruction gives, its NaNs too.

extension SIMD where Scalar: BinaryFloatingPoint {
    /// `fmin`.
    @inline(__always) func minimum(_ other: Self) -> Self {
        var result = self
        for lane in 0..<scalarCount { result[lane] = self[lane].wasmMinimum(other[lane]) }
        return result
    }

    /// `fmax`.
    @inline(__always) func maximum(_ other: Self) -> Self {
        var result = self
        for lane in 0..<scalarCount { result[lane] = self[lane].wasmMaximum(other[lane]) }
        return result
    }
}

extension SIMD4<Float> {
    /// `fceil`, `ffloor`, `ftrunc`, `fnearest`. Adding a NaN to itself quiets it, as the scalar instructions do.
    @inline(__always) func integral(_ rule: FloatingPointRoundingRule) -> Self {
        let result = rounded(rule)
        return result.replacing(with: result + result, where: result .!= result)
    }

    /// `relaxed_madd`: the product is rounded before the sum, as the deterministic profile has it.
    @inline(__always) func multiplied(by factor: Self, adding term: Self) -> Self { self * factor + term }

    /// `trunc_sat_s`.
    @inline(__always) var saturatedSigned: S32x4 {
        S32x4(
            saturate(self[0], to: Int32.self), saturate(self[1], to: Int32.self),
            saturate(self[2], to: Int32.self), saturate(self[3], to: Int32.self))
    }

    /// `trunc_sat_u`.
    @inline(__always) var saturatedUnsigned: U32x4 {
        U32x4(
            saturate(self[0], to: UInt32.self), saturate(self[1], to: UInt32.self),
            saturate(self[2], to: UInt32.self), saturate(self[3], to: UInt32.self))
    }

    /// `promote_low`.
    @inline(__always) var promotedLow: F64x2 { F64x2(Double(self[0]), Double(self[1])) }
}

extension SIMD2<Double> {
    /// `fceil` and so on, as for four lanes.
    @inline(__always) func integral(_ rule: FloatingPointRoundingRule) -> Self {
        let result = rounded(rule)
        return result.replacing(with: result + result, where: result .!= result)
    }

    /// `relaxed_madd`, as for four lanes.
    @inline(__always) func multiplied(by factor: Self, adding term: Self) -> Self { self * factor + term }

    /// `trunc_sat_s_zero`.
    @inline(__always) var saturatedSigned: S32x4 {
        S32x4(saturate(self[0], to: Int32.self), saturate(self[1], to: Int32.self), 0, 0)
    }

    /// `trunc_sat_u_zero`.
    @inline(__always) var saturatedUnsigned: U32x4 {
        U32x4(saturate(self[0], to: UInt32.self), saturate(self[1], to: UInt32.self), 0, 0)
    }

    /// `demote_zero`.
    @inline(__always) var demoted: F32x4 { F32x4(Float(self[0]), Float(self[1]), 0, 0) }
}

// `convert`: to the nearest number; `convert_low` is exact.

extension SIMD4<Int32> {
    @inline(__always) var floats: F32x4 { F32x4(Float(self[0]), Float(self[1]), Float(self[2]), Float(self[3])) }
    @inline(__always) var lowDoubles: F64x2 { F64x2(Double(self[0]), Double(self[1])) }
}

extension SIMD4<UInt32> {
    @inline(__always) var floats: F32x4 { F32x4(Float(self[0]), Float(self[1]), Float(self[2]), Float(self[3])) }
    @inline(__always) var lowDoubles: F64x2 { F64x2(Double(self[0]), Double(self[1])) }
}
