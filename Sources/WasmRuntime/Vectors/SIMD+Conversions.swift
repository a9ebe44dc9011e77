// Specification: Execution / Numerics / Conversions, on the lanes of a vector. Each lane is converted as by the scalar
// instruction, including NaNs.

extension SIMD16<UInt8> {
    /// The sign bits of f32x4.
    @inline(__always) static var signs32: Self { Self(0, 0, 0, 0x80, 0, 0, 0, 0x80, 0, 0, 0, 0x80, 0, 0, 0, 0x80) }
    /// The sign bits of f64x2.
    @inline(__always) static var signs64: Self { Self(0, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0x80) }
}

extension SIMD4<Float> {
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

// `convert`: rounds to the nearest number; `convert_low` is exact.

extension SIMD4<Int32> {
    @inline(__always) var floats: F32x4 { F32x4(Float(self[0]), Float(self[1]), Float(self[2]), Float(self[3])) }
    @inline(__always) var lowDoubles: F64x2 { F64x2(Double(self[0]), Double(self[1])) }
}

extension SIMD4<UInt32> {
    @inline(__always) var floats: F32x4 { F32x4(Float(self[0]), Float(self[1]), Float(self[2]), Float(self[3])) }
    @inline(__always) var lowDoubles: F64x2 { F64x2(Double(self[0]), Double(self[1])) }
}
