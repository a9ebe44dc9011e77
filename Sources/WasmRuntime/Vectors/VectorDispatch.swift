import WasmSyntax

/// Executes one vector instruction on a frame's window of vectors.
///
/// Relaxed instructions do what the deterministic profile says (Appendix / Profiles): every parameter of
/// Execution / Numerics / Relaxed Operations is 0. So they are the instructions that they relax; multiply-add rounds
/// twice, and the dot product takes both operands as signed and saturates the sum of two products.
///
/// The whole vector is computed before any of it is written, so that `a` may be one of the operands.
///
/// - Parameters:
///   - vectors: The window, ``vectorWindow`` bytes.
///   - a: Slot of the resulting vector.
///   - b: Slot of the first (or only) vector operand.
///   - c: Slot of the second.
///   - d: Slot of the third: a mask, a term.
///   - lane: The lane immediate.
///   - scalar: Bits of the scalar operand, or those loaded from memory, zero-extended.
/// - Returns: Bits of the scalar result, or those to be stored to memory, zero-extended; 0 if the result is a vector,
///   and for the instructions that are not done here: those that are not vector instructions, `v128.load`,
///   `v128.store` and `v128.const` (see ``setVector(_:a:low:high:)`` and ``vectorHalves(_:_:)``), and `i8x16.shuffle`
///   (see ``shuffleVector(_:a:b:c:low:high:)``).
@inline(never)
package func executeVector(
    _ opcode: Opcode, _ vectors: inout MutableSpan<UInt8>, a: UInt16, b: UInt16, c: UInt16, d: UInt16, lane: Int,
    scalar: UInt64
) -> UInt64 {
    // A local cut, whose base stays in a register.
    var v = vectors._mutatingExtracting(0..<min(vectorWindow, vectors.count))
    guard v.count == vectorWindow else { return 0 }
    switch opcode {
    // Bitwise.
    case .v128Not: v.set(a, ~v.u64x2(b))
    case .v128And: v.set(a, v.u64x2(b) & v.u64x2(c))
    case .v128Andnot: v.set(a, v.u64x2(b) & ~v.u64x2(c))
    case .v128Or: v.set(a, v.u64x2(b) | v.u64x2(c))
    case .v128Xor: v.set(a, v.u64x2(b) ^ v.u64x2(c))
    case .v128Bitselect, .i8x16RelaxedLaneselect, .i16x8RelaxedLaneselect, .i32x4RelaxedLaneselect,
        .i64x2RelaxedLaneselect:
        v.set(a, v.u64x2(b).selected(v.u64x2(c), v.u64x2(d)))
    case .v128AnyTrue: return v.u64x2(b) == U64x2() ? 0 : 1

    // Single lanes, and the memory instructions that do the same with what was loaded or is to be stored.
    case .i8x16Splat, .v128Load8Splat: v.splat8(a, scalar)
    case .i16x8Splat, .v128Load16Splat: v.splat16(a, scalar)
    case .i32x4Splat, .f32x4Splat, .v128Load32Splat: v.splat32(a, scalar)
    case .i64x2Splat, .f64x2Splat, .v128Load64Splat: v.splat64(a, scalar)
    case .i8x16ReplaceLane, .v128Load8Lane: v.replaceLane8(a, b, lane, scalar)
    case .i16x8ReplaceLane, .v128Load16Lane: v.replaceLane16(a, b, lane, scalar)
    case .i32x4ReplaceLane, .f32x4ReplaceLane, .v128Load32Lane: v.replaceLane32(a, b, lane, scalar)
    case .i64x2ReplaceLane, .f64x2ReplaceLane, .v128Load64Lane: v.replaceLane64(a, b, lane, scalar)
    case .i8x16ExtractLaneU, .v128Store8Lane: return UInt64(v.lane8(b, lane))
    case .i8x16ExtractLaneS: return UInt64(UInt32(bitPattern: Int32(Int8(bitPattern: v.lane8(b, lane)))))
    case .i16x8ExtractLaneU, .v128Store16Lane: return UInt64(v.lane16(b, lane))
    case .i16x8ExtractLaneS: return UInt64(UInt32(bitPattern: Int32(Int16(bitPattern: v.lane16(b, lane)))))
    case .i32x4ExtractLane, .f32x4ExtractLane, .v128Store32Lane: return UInt64(v.lane32(b, lane))
    case .i64x2ExtractLane, .f64x2ExtractLane, .v128Store64Lane: return v.lane64(b, lane)
    case .v128Load32Zero, .v128Load64Zero: v.set(a, U64x2(scalar, 0))
    case .v128Load8x8S: v.set(a, U64x2(scalar, 0)); v.set(a, v.s8x16(a).wideLow)
    case .v128Load8x8U: v.set(a, U64x2(scalar, 0)); v.set(a, v.u8x16(a).wideLow)
    case .v128Load16x4S: v.set(a, U64x2(scalar, 0)); v.set(a, v.s16x8(a).wideLow)
    case .v128Load16x4U: v.set(a, U64x2(scalar, 0)); v.set(a, v.u16x8(a).wideLow)
    case .v128Load32x2S: v.set(a, U64x2(scalar, 0)); v.set(a, v.s32x4(a).wideLow)
    case .v128Load32x2U: v.set(a, U64x2(scalar, 0)); v.set(a, v.u32x4(a).wideLow)
    case .i8x16Swizzle, .i8x16RelaxedSwizzle: v.swizzle(a, b, c)

    // i8x16: comparisons.
    case .i8x16Eq: v.set(a, v.u8x16(b) .== v.u8x16(c))
    case .i8x16Ne: v.set(a, v.u8x16(b) .!= v.u8x16(c))
    case .i8x16LtS: v.set(a, v.s8x16(b) .< v.s8x16(c))
    case .i8x16LtU: v.set(a, v.u8x16(b) .< v.u8x16(c))
    case .i8x16GtS: v.set(a, v.s8x16(b) .> v.s8x16(c))
    case .i8x16GtU: v.set(a, v.u8x16(b) .> v.u8x16(c))
    case .i8x16LeS: v.set(a, v.s8x16(b) .<= v.s8x16(c))
    case .i8x16LeU: v.set(a, v.u8x16(b) .<= v.u8x16(c))
    case .i8x16GeS: v.set(a, v.s8x16(b) .>= v.s8x16(c))
    case .i8x16GeU: v.set(a, v.u8x16(b) .>= v.u8x16(c))

    // i16x8: comparisons.
    case .i16x8Eq: v.set(a, v.u16x8(b) .== v.u16x8(c))
    case .i16x8Ne: v.set(a, v.u16x8(b) .!= v.u16x8(c))
    case .i16x8LtS: v.set(a, v.s16x8(b) .< v.s16x8(c))
    case .i16x8LtU: v.set(a, v.u16x8(b) .< v.u16x8(c))
    case .i16x8GtS: v.set(a, v.s16x8(b) .> v.s16x8(c))
    case .i16x8GtU: v.set(a, v.u16x8(b) .> v.u16x8(c))
    case .i16x8LeS: v.set(a, v.s16x8(b) .<= v.s16x8(c))
    case .i16x8LeU: v.set(a, v.u16x8(b) .<= v.u16x8(c))
    case .i16x8GeS: v.set(a, v.s16x8(b) .>= v.s16x8(c))
    case .i16x8GeU: v.set(a, v.u16x8(b) .>= v.u16x8(c))

    // i32x4: comparisons.
    case .i32x4Eq: v.set(a, v.u32x4(b) .== v.u32x4(c))
    case .i32x4Ne: v.set(a, v.u32x4(b) .!= v.u32x4(c))
    case .i32x4LtS: v.set(a, v.s32x4(b) .< v.s32x4(c))
    case .i32x4LtU: v.set(a, v.u32x4(b) .< v.u32x4(c))
    case .i32x4GtS: v.set(a, v.s32x4(b) .> v.s32x4(c))
    case .i32x4GtU: v.set(a, v.u32x4(b) .> v.u32x4(c))
    case .i32x4LeS: v.set(a, v.s32x4(b) .<= v.s32x4(c))
    case .i32x4LeU: v.set(a, v.u32x4(b) .<= v.u32x4(c))
    case .i32x4GeS: v.set(a, v.s32x4(b) .>= v.s32x4(c))
    case .i32x4GeU: v.set(a, v.u32x4(b) .>= v.u32x4(c))

    // i64x2: comparisons.
    case .i64x2Eq: v.set(a, v.u64x2(b) .== v.u64x2(c))
    case .i64x2Ne: v.set(a, v.u64x2(b) .!= v.u64x2(c))
    case .i64x2LtS: v.set(a, v.s64x2(b) .< v.s64x2(c))
    case .i64x2GtS: v.set(a, v.s64x2(b) .> v.s64x2(c))
    case .i64x2LeS: v.set(a, v.s64x2(b) .<= v.s64x2(c))
    case .i64x2GeS: v.set(a, v.s64x2(b) .>= v.s64x2(c))

    // i8x16: tests and arithmetic.
    case .i8x16Abs: v.set(a, v.s8x16(b).absolute)
    case .i8x16Neg: v.set(a, v.s8x16(b).negated)
    case .i8x16Popcnt: v.set(a, v.u8x16(b).bitCounts)
    case .i8x16AllTrue: return v.u8x16(b).allTrue
    case .i8x16Bitmask: return v.s8x16(b).signs
    case .i8x16Shl: v.set(a, v.u8x16(b).shiftedLeft(scalar))
    case .i8x16ShrS: v.set(a, v.s8x16(b).shiftedRight(scalar))
    case .i8x16ShrU: v.set(a, v.u8x16(b).shiftedRight(scalar))
    case .i8x16Add: v.set(a, v.u8x16(b) &+ v.u8x16(c))
    case .i8x16Sub: v.set(a, v.u8x16(b) &- v.u8x16(c))
    case .i8x16AddSatS: v.set(a, v.s8x16(b).addingSaturated(v.s8x16(c)))
    case .i8x16SubSatS: v.set(a, v.s8x16(b).subtractingSaturated(v.s8x16(c)))
    case .i8x16AddSatU: v.set(a, v.u8x16(b).addingSaturated(v.u8x16(c)))
    case .i8x16SubSatU: v.set(a, v.u8x16(b).subtractingSaturated(v.u8x16(c)))
    case .i8x16AvgrU: v.set(a, v.u8x16(b).average(v.u8x16(c)))
    case .i8x16MinS: v.set(a, v.s8x16(b).minimum(v.s8x16(c)))
    case .i8x16MaxS: v.set(a, v.s8x16(b).maximum(v.s8x16(c)))
    case .i8x16MinU: v.set(a, v.u8x16(b).minimum(v.u8x16(c)))
    case .i8x16MaxU: v.set(a, v.u8x16(b).maximum(v.u8x16(c)))

    // i16x8: tests and arithmetic.
    case .i16x8Abs: v.set(a, v.s16x8(b).absolute)
    case .i16x8Neg: v.set(a, v.s16x8(b).negated)
    case .i16x8AllTrue: return v.u16x8(b).allTrue
    case .i16x8Bitmask: return v.s16x8(b).signs
    case .i16x8Shl: v.set(a, v.u16x8(b).shiftedLeft(scalar))
    case .i16x8ShrS: v.set(a, v.s16x8(b).shiftedRight(scalar))
    case .i16x8ShrU: v.set(a, v.u16x8(b).shiftedRight(scalar))
    case .i16x8Add: v.set(a, v.u16x8(b) &+ v.u16x8(c))
    case .i16x8Sub: v.set(a, v.u16x8(b) &- v.u16x8(c))
    case .i16x8Mul: v.set(a, v.u16x8(b) &* v.u16x8(c))
    case .i16x8AddSatS: v.set(a, v.s16x8(b).addingSaturated(v.s16x8(c)))
    case .i16x8SubSatS: v.set(a, v.s16x8(b).subtractingSaturated(v.s16x8(c)))
    case .i16x8AddSatU: v.set(a, v.u16x8(b).addingSaturated(v.u16x8(c)))
    case .i16x8SubSatU: v.set(a, v.u16x8(b).subtractingSaturated(v.u16x8(c)))
    case .i16x8AvgrU: v.set(a, v.u16x8(b).average(v.u16x8(c)))
    case .i16x8MinS: v.set(a, v.s16x8(b).minimum(v.s16x8(c)))
    case .i16x8MaxS: v.set(a, v.s16x8(b).maximum(v.s16x8(c)))
    case .i16x8MinU: v.set(a, v.u16x8(b).minimum(v.u16x8(c)))
    case .i16x8MaxU: v.set(a, v.u16x8(b).maximum(v.u16x8(c)))
    case .i16x8Q15mulrSatS, .i16x8RelaxedQ15mulrS: v.set(a, v.s16x8(b).fractionProduct(v.s16x8(c)))

    // i32x4: tests and arithmetic.
    case .i32x4Abs: v.set(a, v.s32x4(b).absolute)
    case .i32x4Neg: v.set(a, v.s32x4(b).negated)
    case .i32x4AllTrue: return v.u32x4(b).allTrue
    case .i32x4Bitmask: return v.s32x4(b).signs
    case .i32x4Shl: v.set(a, v.u32x4(b).shiftedLeft(scalar))
    case .i32x4ShrS: v.set(a, v.s32x4(b).shiftedRight(scalar))
    case .i32x4ShrU: v.set(a, v.u32x4(b).shiftedRight(scalar))
    case .i32x4Add: v.set(a, v.u32x4(b) &+ v.u32x4(c))
    case .i32x4Sub: v.set(a, v.u32x4(b) &- v.u32x4(c))
    case .i32x4Mul: v.set(a, v.u32x4(b) &* v.u32x4(c))
    case .i32x4MinS: v.set(a, v.s32x4(b).minimum(v.s32x4(c)))
    case .i32x4MaxS: v.set(a, v.s32x4(b).maximum(v.s32x4(c)))
    case .i32x4MinU: v.set(a, v.u32x4(b).minimum(v.u32x4(c)))
    case .i32x4MaxU: v.set(a, v.u32x4(b).maximum(v.u32x4(c)))

    // i64x2: tests and arithmetic.
    case .i64x2Abs: v.set(a, v.s64x2(b).absolute)
    case .i64x2Neg: v.set(a, v.s64x2(b).negated)
    case .i64x2AllTrue: return v.u64x2(b).allTrue
    case .i64x2Bitmask: return v.s64x2(b).signs
    case .i64x2Shl: v.set(a, v.u64x2(b).shiftedLeft(scalar))
    case .i64x2ShrS: v.set(a, v.s64x2(b).shiftedRight(scalar))
    case .i64x2ShrU: v.set(a, v.u64x2(b).shiftedRight(scalar))
    case .i64x2Add: v.set(a, v.u64x2(b) &+ v.u64x2(c))
    case .i64x2Sub: v.set(a, v.u64x2(b) &- v.u64x2(c))
    case .i64x2Mul: v.set(a, v.u64x2(b) &* v.u64x2(c))

    // Wider and narrower lanes.
    case .i16x8ExtendLowI8x16S: v.set(a, v.s8x16(b).wideLow)
    case .i16x8ExtendHighI8x16S: v.set(a, v.s8x16(b).wideHigh)
    case .i16x8ExtmulLowI8x16S: v.set(a, v.s8x16(b).lowProduct(v.s8x16(c)))
    case .i16x8ExtmulHighI8x16S: v.set(a, v.s8x16(b).highProduct(v.s8x16(c)))
    case .i16x8ExtaddPairwiseI8x16S: v.set(a, v.s8x16(b).pairwiseSum)
    case .i16x8ExtendLowI8x16U: v.set(a, v.u8x16(b).wideLow)
    case .i16x8ExtendHighI8x16U: v.set(a, v.u8x16(b).wideHigh)
    case .i16x8ExtmulLowI8x16U: v.set(a, v.u8x16(b).lowProduct(v.u8x16(c)))
    case .i16x8ExtmulHighI8x16U: v.set(a, v.u8x16(b).highProduct(v.u8x16(c)))
    case .i16x8ExtaddPairwiseI8x16U: v.set(a, v.u8x16(b).pairwiseSum)
    case .i32x4ExtendLowI16x8S: v.set(a, v.s16x8(b).wideLow)
    case .i32x4ExtendHighI16x8S: v.set(a, v.s16x8(b).wideHigh)
    case .i32x4ExtmulLowI16x8S: v.set(a, v.s16x8(b).lowProduct(v.s16x8(c)))
    case .i32x4ExtmulHighI16x8S: v.set(a, v.s16x8(b).highProduct(v.s16x8(c)))
    case .i32x4ExtaddPairwiseI16x8S: v.set(a, v.s16x8(b).pairwiseSum)
    case .i32x4ExtendLowI16x8U: v.set(a, v.u16x8(b).wideLow)
    case .i32x4ExtendHighI16x8U: v.set(a, v.u16x8(b).wideHigh)
    case .i32x4ExtmulLowI16x8U: v.set(a, v.u16x8(b).lowProduct(v.u16x8(c)))
    case .i32x4ExtmulHighI16x8U: v.set(a, v.u16x8(b).highProduct(v.u16x8(c)))
    case .i32x4ExtaddPairwiseI16x8U: v.set(a, v.u16x8(b).pairwiseSum)
    case .i64x2ExtendLowI32x4S: v.set(a, v.s32x4(b).wideLow)
    case .i64x2ExtendHighI32x4S: v.set(a, v.s32x4(b).wideHigh)
    case .i64x2ExtmulLowI32x4S: v.set(a, v.s32x4(b).lowProduct(v.s32x4(c)))
    case .i64x2ExtmulHighI32x4S: v.set(a, v.s32x4(b).highProduct(v.s32x4(c)))
    case .i64x2ExtendLowI32x4U: v.set(a, v.u32x4(b).wideLow)
    case .i64x2ExtendHighI32x4U: v.set(a, v.u32x4(b).wideHigh)
    case .i64x2ExtmulLowI32x4U: v.set(a, v.u32x4(b).lowProduct(v.u32x4(c)))
    case .i64x2ExtmulHighI32x4U: v.set(a, v.u32x4(b).highProduct(v.u32x4(c)))
    case .i32x4DotI16x8S: v.set(a, v.s16x8(b).dot(v.s16x8(c)))
    case .i16x8RelaxedDotI8x16I7x16S: v.set(a, v.s8x16(b).relaxedDot(v.s8x16(c)))
    case .i32x4RelaxedDotI8x16I7x16AddS:
        v.set(a, v.s8x16(b).relaxedDot(v.s8x16(c)).pairwiseSum &+ v.s32x4(d))
    case .i8x16NarrowI16x8S: v.set(a, v.s16x8(b).narrowedSigned(v.s16x8(c)))
    case .i8x16NarrowI16x8U: v.set(a, v.s16x8(b).narrowedUnsigned(v.s16x8(c)))
    case .i16x8NarrowI32x4S: v.set(a, v.s32x4(b).narrowedSigned(v.s32x4(c)))
    case .i16x8NarrowI32x4U: v.set(a, v.s32x4(b).narrowedUnsigned(v.s32x4(c)))

    // f32x4.
    case .f32x4Eq: v.set(a, v.f32x4(b) .== v.f32x4(c))
    case .f32x4Ne: v.set(a, v.f32x4(b) .!= v.f32x4(c))
    case .f32x4Lt: v.set(a, v.f32x4(b) .< v.f32x4(c))
    case .f32x4Gt: v.set(a, v.f32x4(b) .> v.f32x4(c))
    case .f32x4Le: v.set(a, v.f32x4(b) .<= v.f32x4(c))
    case .f32x4Ge: v.set(a, v.f32x4(b) .>= v.f32x4(c))
    case .f32x4Abs: v.set(a, v.u32x4(b) & ~0x8000_0000)
    case .f32x4Neg: v.set(a, v.u32x4(b) ^ 0x8000_0000)
    case .f32x4Sqrt: v.set(a, v.f32x4(b).squareRoot())
    case .f32x4Ceil: v.set(a, v.f32x4(b).integral(.up))
    case .f32x4Floor: v.set(a, v.f32x4(b).integral(.down))
    case .f32x4Trunc: v.set(a, v.f32x4(b).integral(.towardZero))
    case .f32x4Nearest: v.set(a, v.f32x4(b).integral(.toNearestOrEven))
    case .f32x4Add: v.set(a, v.f32x4(b) + v.f32x4(c))
    case .f32x4Sub: v.set(a, v.f32x4(b) - v.f32x4(c))
    case .f32x4Mul: v.set(a, v.f32x4(b) * v.f32x4(c))
    case .f32x4Div: v.set(a, v.f32x4(b) / v.f32x4(c))
    case .f32x4Min, .f32x4RelaxedMin: v.set(a, v.f32x4(b).minimum(v.f32x4(c)))
    case .f32x4Max, .f32x4RelaxedMax: v.set(a, v.f32x4(b).maximum(v.f32x4(c)))
    case .f32x4Pmin: v.set(a, v.f32x4(b).pseudoMinimum(v.f32x4(c)))
    case .f32x4Pmax: v.set(a, v.f32x4(b).pseudoMaximum(v.f32x4(c)))
    case .f32x4RelaxedMadd: v.set(a, v.f32x4(b).multiplied(by: v.f32x4(c), adding: v.f32x4(d)))
    case .f32x4RelaxedNmadd: v.set(a, (-v.f32x4(b)).multiplied(by: v.f32x4(c), adding: v.f32x4(d)))

    // f64x2.
    case .f64x2Eq: v.set(a, v.f64x2(b) .== v.f64x2(c))
    case .f64x2Ne: v.set(a, v.f64x2(b) .!= v.f64x2(c))
    case .f64x2Lt: v.set(a, v.f64x2(b) .< v.f64x2(c))
    case .f64x2Gt: v.set(a, v.f64x2(b) .> v.f64x2(c))
    case .f64x2Le: v.set(a, v.f64x2(b) .<= v.f64x2(c))
    case .f64x2Ge: v.set(a, v.f64x2(b) .>= v.f64x2(c))
    case .f64x2Abs: v.set(a, v.u64x2(b) & ~0x8000_0000_0000_0000)
    case .f64x2Neg: v.set(a, v.u64x2(b) ^ 0x8000_0000_0000_0000)
    case .f64x2Sqrt: v.set(a, v.f64x2(b).squareRoot())
    case .f64x2Ceil: v.set(a, v.f64x2(b).integral(.up))
    case .f64x2Floor: v.set(a, v.f64x2(b).integral(.down))
    case .f64x2Trunc: v.set(a, v.f64x2(b).integral(.towardZero))
    case .f64x2Nearest: v.set(a, v.f64x2(b).integral(.toNearestOrEven))
    case .f64x2Add: v.set(a, v.f64x2(b) + v.f64x2(c))
    case .f64x2Sub: v.set(a, v.f64x2(b) - v.f64x2(c))
    case .f64x2Mul: v.set(a, v.f64x2(b) * v.f64x2(c))
    case .f64x2Div: v.set(a, v.f64x2(b) / v.f64x2(c))
    case .f64x2Min, .f64x2RelaxedMin: v.set(a, v.f64x2(b).minimum(v.f64x2(c)))
    case .f64x2Max, .f64x2RelaxedMax: v.set(a, v.f64x2(b).maximum(v.f64x2(c)))
    case .f64x2Pmin: v.set(a, v.f64x2(b).pseudoMinimum(v.f64x2(c)))
    case .f64x2Pmax: v.set(a, v.f64x2(b).pseudoMaximum(v.f64x2(c)))
    case .f64x2RelaxedMadd: v.set(a, v.f64x2(b).multiplied(by: v.f64x2(c), adding: v.f64x2(d)))
    case .f64x2RelaxedNmadd: v.set(a, (-v.f64x2(b)).multiplied(by: v.f64x2(c), adding: v.f64x2(d)))

    // Conversions.
    case .i32x4TruncSatF32x4S, .i32x4RelaxedTruncF32x4S: v.set(a, v.f32x4(b).saturatedSigned)
    case .i32x4TruncSatF32x4U, .i32x4RelaxedTruncF32x4U: v.set(a, v.f32x4(b).saturatedUnsigned)
    case .i32x4TruncSatF64x2SZero, .i32x4RelaxedTruncF64x2SZero: v.set(a, v.f64x2(b).saturatedSigned)
    case .i32x4TruncSatF64x2UZero, .i32x4RelaxedTruncF64x2UZero: v.set(a, v.f64x2(b).saturatedUnsigned)
    case .f32x4ConvertI32x4S: v.set(a, v.s32x4(b).floats)
    case .f32x4ConvertI32x4U: v.set(a, v.u32x4(b).floats)
    case .f64x2ConvertLowI32x4S: v.set(a, v.s32x4(b).lowDoubles)
    case .f64x2ConvertLowI32x4U: v.set(a, v.u32x4(b).lowDoubles)
    case .f32x4DemoteF64x2Zero: v.set(a, v.f64x2(b).demoted)
    case .f64x2PromoteLowF32x4: v.set(a, v.f32x4(b).promotedLow)
    default: break
    }
    return 0
}
