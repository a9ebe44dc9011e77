// Specification: Execution / Numerics / Integer Operations and Floating-Point Operations: comparisons of lanes. Each
// instruction is a method of its first operand, with the instruction's name; `Generated/VectorKernels.swift` calls them.

extension SIMD4<UInt32> {
    @inline(__always) func i8x16Eq(_ y: Self) -> Self { Self(u8x16 .== y.u8x16) }
    @inline(__always) func i8x16Ne(_ y: Self) -> Self { Self(u8x16 .!= y.u8x16) }
    @inline(__always) func i8x16LtS(_ y: Self) -> Self { Self(s8x16 .< y.s8x16) }
    @inline(__always) func i8x16LtU(_ y: Self) -> Self { Self(u8x16 .< y.u8x16) }
    @inline(__always) func i8x16GtS(_ y: Self) -> Self { Self(s8x16 .> y.s8x16) }
    @inline(__always) func i8x16GtU(_ y: Self) -> Self { Self(u8x16 .> y.u8x16) }
    @inline(__always) func i8x16LeS(_ y: Self) -> Self { Self(s8x16 .<= y.s8x16) }
    @inline(__always) func i8x16LeU(_ y: Self) -> Self { Self(u8x16 .<= y.u8x16) }
    @inline(__always) func i8x16GeS(_ y: Self) -> Self { Self(s8x16 .>= y.s8x16) }
    @inline(__always) func i8x16GeU(_ y: Self) -> Self { Self(u8x16 .>= y.u8x16) }
}

extension SIMD4<UInt32> {
    @inline(__always) func i16x8Eq(_ y: Self) -> Self { Self(u16x8 .== y.u16x8) }
    @inline(__always) func i16x8Ne(_ y: Self) -> Self { Self(u16x8 .!= y.u16x8) }
    @inline(__always) func i16x8LtS(_ y: Self) -> Self { Self(s16x8 .< y.s16x8) }
    @inline(__always) func i16x8LtU(_ y: Self) -> Self { Self(u16x8 .< y.u16x8) }
    @inline(__always) func i16x8GtS(_ y: Self) -> Self { Self(s16x8 .> y.s16x8) }
    @inline(__always) func i16x8GtU(_ y: Self) -> Self { Self(u16x8 .> y.u16x8) }
    @inline(__always) func i16x8LeS(_ y: Self) -> Self { Self(s16x8 .<= y.s16x8) }
    @inline(__always) func i16x8LeU(_ y: Self) -> Self { Self(u16x8 .<= y.u16x8) }
    @inline(__always) func i16x8GeS(_ y: Self) -> Self { Self(s16x8 .>= y.s16x8) }
    @inline(__always) func i16x8GeU(_ y: Self) -> Self { Self(u16x8 .>= y.u16x8) }
}

extension SIMD4<UInt32> {
    @inline(__always) func i32x4Eq(_ y: Self) -> Self { Self(self .== y) }
    @inline(__always) func i32x4Ne(_ y: Self) -> Self { Self(self .!= y) }
    @inline(__always) func i32x4LtS(_ y: Self) -> Self { Self(s32x4 .< y.s32x4) }
    @inline(__always) func i32x4LtU(_ y: Self) -> Self { Self(self .< y) }
    @inline(__always) func i32x4GtS(_ y: Self) -> Self { Self(s32x4 .> y.s32x4) }
    @inline(__always) func i32x4GtU(_ y: Self) -> Self { Self(self .> y) }
    @inline(__always) func i32x4LeS(_ y: Self) -> Self { Self(s32x4 .<= y.s32x4) }
    @inline(__always) func i32x4LeU(_ y: Self) -> Self { Self(self .<= y) }
    @inline(__always) func i32x4GeS(_ y: Self) -> Self { Self(s32x4 .>= y.s32x4) }
    @inline(__always) func i32x4GeU(_ y: Self) -> Self { Self(self .>= y) }
}

extension SIMD4<UInt32> {
    @inline(__always) func i64x2Eq(_ y: Self) -> Self { Self(u64x2 .== y.u64x2) }
    @inline(__always) func i64x2Ne(_ y: Self) -> Self { Self(u64x2 .!= y.u64x2) }
    @inline(__always) func i64x2LtS(_ y: Self) -> Self { Self(s64x2 .< y.s64x2) }
    @inline(__always) func i64x2GtS(_ y: Self) -> Self { Self(s64x2 .> y.s64x2) }
    @inline(__always) func i64x2LeS(_ y: Self) -> Self { Self(s64x2 .<= y.s64x2) }
    @inline(__always) func i64x2GeS(_ y: Self) -> Self { Self(s64x2 .>= y.s64x2) }
}

extension SIMD4<UInt32> {
    @inline(__always) func f32x4Eq(_ y: Self) -> Self { Self(f32x4 .== y.f32x4) }
    @inline(__always) func f32x4Ne(_ y: Self) -> Self { Self(f32x4 .!= y.f32x4) }
    @inline(__always) func f32x4Lt(_ y: Self) -> Self { Self(f32x4 .< y.f32x4) }
    @inline(__always) func f32x4Gt(_ y: Self) -> Self { Self(f32x4 .> y.f32x4) }
    @inline(__always) func f32x4Le(_ y: Self) -> Self { Self(f32x4 .<= y.f32x4) }
    @inline(__always) func f32x4Ge(_ y: Self) -> Self { Self(f32x4 .>= y.f32x4) }
}

extension SIMD4<UInt32> {
    @inline(__always) func f64x2Eq(_ y: Self) -> Self { Self(f64x2 .== y.f64x2) }
    @inline(__always) func f64x2Ne(_ y: Self) -> Self { Self(f64x2 .!= y.f64x2) }
    @inline(__always) func f64x2Lt(_ y: Self) -> Self { Self(f64x2 .< y.f64x2) }
    @inline(__always) func f64x2Gt(_ y: Self) -> Self { Self(f64x2 .> y.f64x2) }
    @inline(__always) func f64x2Le(_ y: Self) -> Self { Self(f64x2 .<= y.f64x2) }
    @inline(__always) func f64x2Ge(_ y: Self) -> Self { Self(f64x2 .>= y.f64x2) }
}
