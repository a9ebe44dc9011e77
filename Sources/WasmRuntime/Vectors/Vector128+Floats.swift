// Specification: Execution / Numerics / Floating-Point Operations, on all lanes of a vector at once. Each instruction is a
// method of its first operand, with the instruction's name. Results are those of the scalar instructions, including NaNs.

// MARK: f32x4

extension SIMD4<UInt32> {
    @inline(__always) private static var signs32: Self { Self(repeating: 0x8000_0000) }
    @inline(__always) private static var one32: Self { Self(repeating: (1 as Float).bitPattern) }

    @inline(__always) func f32x4Abs() -> Self { self & ~Self.signs32 }
    @inline(__always) func f32x4Neg() -> Self { self ^ Self.signs32 }
    @inline(__always) func f32x4Sqrt() -> Self { Self(bits: f32x4.squareRoot()) }
    @inline(__always) func f32x4Add(_ y: Self) -> Self { Self(bits: f32x4 + y.f32x4) }
    @inline(__always) func f32x4Sub(_ y: Self) -> Self { Self(bits: f32x4 - y.f32x4) }
    @inline(__always) func f32x4Mul(_ y: Self) -> Self { Self(bits: f32x4 * y.f32x4) }
    @inline(__always) func f32x4Div(_ y: Self) -> Self { Self(bits: f32x4 / y.f32x4) }

    /// Operands that are neither less nor greater are equal, perhaps zeros of different signs, or one is NaN, as is their
    /// sum then.
    @inline(__always) func f32x4Min(_ y: Self) -> Self {
        let equal = f32x4Eq(y)
        let least = (self & f32x4Lt(y)) | (y & f32x4Gt(y))
        return least | ((self | y) & equal) | (f32x4Add(y) & ~ordered32(y))
    }

    @inline(__always) func f32x4Max(_ y: Self) -> Self {
        let equal = f32x4Eq(y)
        let greatest = (self & f32x4Gt(y)) | (y & f32x4Lt(y))
        return greatest | (self & y & equal) | (f32x4Add(y) & ~ordered32(y))
    }

    @inline(__always) private func ordered32(_ y: Self) -> Self { f32x4Lt(y) | f32x4Ge(y) }

    @inline(__always) func f32x4Pmin(_ y: Self) -> Self { y.selected(self, y.f32x4Lt(self)) }
    @inline(__always) func f32x4Pmax(_ y: Self) -> Self { y.selected(self, f32x4Lt(y)) }

    @inline(__always) func f32x4RelaxedMadd(_ y: Self, _ z: Self) -> Self {
        Self(bits: f32x4 * y.f32x4 + z.f32x4)
    }
    @inline(__always) func f32x4RelaxedNmadd(_ y: Self, _ z: Self) -> Self {
        Self(bits: z.f32x4 - f32x4 * y.f32x4)
    }

    @inline(__always) func f32x4Nearest() -> Self { rounded32(nearest32) }

    @inline(__always) func f32x4Trunc() -> Self {
        let (nearest, size) = (nearest32, f32x4Abs())
        return rounded32(nearest.f32x4Sub(nearest.f32x4Gt(size) & Self.one32))
    }

    @inline(__always) func f32x4Floor() -> Self {
        let nearest = withSign32(nearest32)
        return rounded32(nearest.f32x4Sub(nearest.f32x4Gt(self) & Self.one32))
    }

    @inline(__always) func f32x4Ceil() -> Self {
        let nearest = withSign32(nearest32)
        return rounded32(nearest.f32x4Add(nearest.f32x4Lt(self) & Self.one32))
    }

    /// The nearest whole numbers to the absolute values, if these are less than 2^23: a sum with 2^23 has no bits for less
    /// than 1.
    @inline(__always) private var nearest32: Self {
        let big = F32x4(repeating: 0x1p23)
        return Self(bits: f32x4Abs().f32x4 + big - big)
    }

    /// The absolute values of `other` with the signs of these lanes.
    @inline(__always) private func withSign32(_ other: Self) -> Self {
        (other & ~Self.signs32) | (self & Self.signs32)
    }

    /// Returns the result of rounding: these lanes if they have no fraction, the quiet NaN for a NaN, and otherwise the
    /// rounded lanes with the signs of these.
    @inline(__always) private func rounded32(_ rounded: Self) -> Self {
        let isSmall = Self(f32x4Abs().f32x4 .< F32x4(repeating: 0x1p23))
        return withSign32(rounded).selected(selected(f32x4Add(self), f32x4Eq(self)), isSmall)
    }
}

// MARK: f64x2

extension SIMD4<UInt32> {
    @inline(__always) private static var signs64: Self { Self(0, 0x8000_0000, 0, 0x8000_0000) }
    @inline(__always) private static var one64: Self { Self(bits: F64x2(repeating: 1)) }

    @inline(__always) func f64x2Abs() -> Self { self & ~Self.signs64 }
    @inline(__always) func f64x2Neg() -> Self { self ^ Self.signs64 }
    @inline(__always) func f64x2Sqrt() -> Self { Self(bits: f64x2.squareRoot()) }
    @inline(__always) func f64x2Add(_ y: Self) -> Self { Self(bits: f64x2 + y.f64x2) }
    @inline(__always) func f64x2Sub(_ y: Self) -> Self { Self(bits: f64x2 - y.f64x2) }
    @inline(__always) func f64x2Mul(_ y: Self) -> Self { Self(bits: f64x2 * y.f64x2) }
    @inline(__always) func f64x2Div(_ y: Self) -> Self { Self(bits: f64x2 / y.f64x2) }

    @inline(__always) func f64x2Min(_ y: Self) -> Self {
        let equal = f64x2Eq(y)
        let least = (self & f64x2Lt(y)) | (y & f64x2Gt(y))
        return least | ((self | y) & equal) | (f64x2Add(y) & ~ordered64(y))
    }

    @inline(__always) func f64x2Max(_ y: Self) -> Self {
        let equal = f64x2Eq(y)
        let greatest = (self & f64x2Gt(y)) | (y & f64x2Lt(y))
        return greatest | (self & y & equal) | (f64x2Add(y) & ~ordered64(y))
    }

    @inline(__always) private func ordered64(_ y: Self) -> Self { f64x2Lt(y) | f64x2Ge(y) }

    @inline(__always) func f64x2Pmin(_ y: Self) -> Self { y.selected(self, y.f64x2Lt(self)) }
    @inline(__always) func f64x2Pmax(_ y: Self) -> Self { y.selected(self, f64x2Lt(y)) }

    @inline(__always) func f64x2RelaxedMadd(_ y: Self, _ z: Self) -> Self {
        Self(bits: f64x2 * y.f64x2 + z.f64x2)
    }
    @inline(__always) func f64x2RelaxedNmadd(_ y: Self, _ z: Self) -> Self {
        Self(bits: z.f64x2 - f64x2 * y.f64x2)
    }

    @inline(__always) func f64x2Nearest() -> Self { rounded64(nearest64) }

    @inline(__always) func f64x2Trunc() -> Self {
        let (nearest, size) = (nearest64, f64x2Abs())
        return rounded64(nearest.f64x2Sub(nearest.f64x2Gt(size) & Self.one64))
    }

    @inline(__always) func f64x2Floor() -> Self {
        let nearest = withSign64(nearest64)
        return rounded64(nearest.f64x2Sub(nearest.f64x2Gt(self) & Self.one64))
    }

    @inline(__always) func f64x2Ceil() -> Self {
        let nearest = withSign64(nearest64)
        return rounded64(nearest.f64x2Add(nearest.f64x2Lt(self) & Self.one64))
    }

    @inline(__always) private var nearest64: Self {
        let big = F64x2(repeating: 0x1p52)
        return Self(bits: f64x2Abs().f64x2 + big - big)
    }

    @inline(__always) private func withSign64(_ other: Self) -> Self {
        (other & ~Self.signs64) | (self & Self.signs64)
    }

    @inline(__always) private func rounded64(_ rounded: Self) -> Self {
        let isSmall = Self(f64x2Abs().f64x2 .< F64x2(repeating: 0x1p52))
        return withSign64(rounded).selected(selected(f64x2Add(self), f64x2Eq(self)), isSmall)
    }
}
