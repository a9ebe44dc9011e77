// Specification: Execution / Numerics / Conversions, on the lanes of a vector. Each lane is converted as by the scalar
// instruction, including NaNs.

// MARK: Floating-point numbers to integers

extension SIMD4<UInt32> {
    @inline(__always) func i32x4TruncSatF32x4S() -> Self {
        let negative = Self(f32x4 .< F32x4())
        let size = f32x4Abs().f32x4
        let result = (Self(truncating: size) ^ negative) &- negative
        let bound = negative ^ Self(repeating: 0x7FFF_FFFF)
        return result.selected(bound, Self(size .< F32x4(repeating: 0x1p31))) & f32x4Eq(self)
    }

    @inline(__always) func i32x4TruncSatF32x4U() -> Self {
        let isPositive = Self(f32x4 .> F32x4())
        let size = f32x4Abs().f32x4
        return (Self(truncating: size) | Self(size .>= F32x4(repeating: 0x1p32))) & isPositive
    }

    @inline(__always) func i32x4TruncSatF64x2SZero() -> Self {
        let negative = Self(f64x2 .< F64x2()).evenLanes
        let size = f64x2Abs().f64x2
        let result = (Self(truncating: size) ^ negative) &- negative
        let bound = negative ^ Self(0x7FFF_FFFF, 0x7FFF_FFFF, 0, 0)
        let isSmall = Self(size .< F64x2(repeating: 0x1p31)).evenLanes
        return result.selected(bound, isSmall) & f64x2Eq(self).evenLanes
    }

    @inline(__always) func i32x4TruncSatF64x2UZero() -> Self {
        let isPositive = Self(f64x2 .> F64x2()).evenLanes
        let size = f64x2Abs().f64x2
        return (Self(truncating: size) | Self(size .>= F64x2(repeating: 0x1p32)).evenLanes) & isPositive
    }

    /// Truncates numbers from 0 to less than 2^32; the result of others has no meaning.
    ///
    /// A float has 24 bits. It is taken apart into a multiple of 2^16 and a rest, each rounded to a whole number by a
    /// sum that has no bits for less than 1; the sum's low bits are the number. A rest that was rounded up gives 1 less.
    @inline(__always) private init(truncating x: F32x4) {
        let (big, high) = (F32x4(repeating: 0x1p23), x * F32x4(repeating: 0x1p-16) + F32x4(repeating: 0x1p23))
        let rest = x - (high - big) * F32x4(repeating: 0x1p16)
        let middle = F32x4(repeating: 0x1.8p23)
        let low = rest + middle
        let excess = Self(low - middle .> rest)
        self = (Self(bits: high) &<< 16) &+ (Self(bits: low) &- Self(bits: middle)) &+ excess
    }

    /// The same for two doubles; the other lanes are 0.
    @inline(__always) private init(truncating x: F64x2) {
        let big = F64x2(repeating: 0x1p52)
        let sum = x + big
        self = (Self(bits: sum) &+ Self(sum - big .> x)).evenLanes
    }

    /// Lanes 0 and 2, and two zeros.
    @inline(__always) private var evenLanes: Self { Self(self[0], self[2], 0, 0) }
}

// MARK: Others

extension SIMD4<UInt32> {
    /// Rounds to the nearest number.
    @inline(__always) func f32x4ConvertI32x4S() -> Self {
        let x = s32x4
        return Self(bits: F32x4(Float(x[0]), Float(x[1]), Float(x[2]), Float(x[3])))
    }

    @inline(__always) func f32x4ConvertI32x4U() -> Self {
        Self(bits: F32x4(Float(self[0]), Float(self[1]), Float(self[2]), Float(self[3])))
    }

    @inline(__always) func f64x2ConvertLowI32x4S() -> Self {
        let x = s32x4
        return Self(bits: F64x2(Double(x[0]), Double(x[1])))
    }

    @inline(__always) func f64x2ConvertLowI32x4U() -> Self { Self(bits: F64x2(Double(self[0]), Double(self[1]))) }

    @inline(__always) func f32x4DemoteF64x2Zero() -> Self {
        let x = f64x2
        return Self(bits: F32x4(Float(x[0]), Float(x[1]), 0, 0))
    }

    @inline(__always) func f64x2PromoteLowF32x4() -> Self {
        let x = f32x4
        return Self(bits: F64x2(Double(x[0]), Double(x[1])))
    }
}
