import WasmSyntax

// A single function for all instructions would be too large for the optimiser, which would leave calls and checks in it.
// Each function called here takes a local part of the window, whose base stays in a register and whose length is a
// constant.

/// Executes one vector instruction on a frame's window of vectors.
///
/// Relaxed instructions follow the deterministic profile (Appendix / Profiles): every parameter of Execution / Numerics /
/// Relaxed Operations is 0. They are therefore equal to the instructions that they relax. Multiply-add rounds twice, and
/// the dot product takes both operands as signed and saturates the sum of two products.
///
/// The whole vector is computed before any of it is written, so that `a` may be one of the operands.
///
/// - Parameters:
///   - vectors: The window, ``vectorWindow`` bytes.
///   - a: Slot of the resulting vector.
///   - b: Slot of the first (or only) vector operand.
///   - c: Slot of the second.
///   - d: Slot of the third: a mask or a term.
///   - lane: The lane immediate.
///   - scalar: Bits of the scalar operand, or those loaded from memory, zero-extended.
/// - Returns: Bits of the scalar result, or those to be stored to memory, zero-extended. 0 if the result is a vector, and
///   for instructions that are not executed here: those that are not vector instructions, `v128.load`, `v128.store` and
///   `v128.const` (see ``setVector(_:a:low:high:)`` and ``vectorHalves(_:_:)``), and `i8x16.shuffle` (see
///   ``shuffleVector(_:a:b:c:low:high:)``).
@inline(never)
package func executeVector(
    _ opcode: Opcode, _ vectors: inout MutableSpan<UInt8>, a: UInt16, b: UInt16, c: UInt16, d: UInt16, lane: Int,
    scalar: UInt64
) -> UInt64 {
    switch opcode {
    case .v128Not, .v128And, .v128Andnot, .v128Or, .v128Xor, .v128Bitselect, .i8x16RelaxedLaneselect,
        .i16x8RelaxedLaneselect, .i32x4RelaxedLaneselect, .i64x2RelaxedLaneselect, .v128AnyTrue, .i8x16Splat,
        .v128Load8Splat, .i16x8Splat, .v128Load16Splat, .i32x4Splat, .f32x4Splat, .v128Load32Splat, .i64x2Splat,
        .f64x2Splat, .v128Load64Splat, .i8x16ReplaceLane, .v128Load8Lane, .i16x8ReplaceLane, .v128Load16Lane,
        .i32x4ReplaceLane, .f32x4ReplaceLane, .v128Load32Lane, .i64x2ReplaceLane, .f64x2ReplaceLane,
        .v128Load64Lane, .i8x16ExtractLaneU, .v128Store8Lane, .i8x16ExtractLaneS, .i16x8ExtractLaneU,
        .v128Store16Lane, .i16x8ExtractLaneS, .i32x4ExtractLane, .f32x4ExtractLane, .v128Store32Lane,
        .i64x2ExtractLane, .f64x2ExtractLane, .v128Store64Lane, .v128Load32Zero, .v128Load64Zero, .v128Load8x8S,
        .v128Load8x8U, .v128Load16x4S, .v128Load16x4U, .v128Load32x2S, .v128Load32x2U, .i8x16Swizzle,
        .i8x16RelaxedSwizzle:
        return executeLanes(opcode, &vectors, a: a, b: b, c: c, d: d, lane: lane, scalar: scalar)
    case .i8x16Eq, .i8x16Ne, .i8x16LtS, .i8x16LtU, .i8x16GtS, .i8x16GtU, .i8x16LeS, .i8x16LeU, .i8x16GeS,
        .i8x16GeU:
        return executeI8x16Comparison(opcode, &vectors, a: a, b: b, c: c, d: d, lane: lane, scalar: scalar)
    case .i16x8Eq, .i16x8Ne, .i16x8LtS, .i16x8LtU, .i16x8GtS, .i16x8GtU, .i16x8LeS, .i16x8LeU, .i16x8GeS,
        .i16x8GeU:
        return executeI16x8Comparison(opcode, &vectors, a: a, b: b, c: c, d: d, lane: lane, scalar: scalar)
    case .i32x4Eq, .i32x4Ne, .i32x4LtS, .i32x4LtU, .i32x4GtS, .i32x4GtU, .i32x4LeS, .i32x4LeU, .i32x4GeS,
        .i32x4GeU:
        return executeI32x4Comparison(opcode, &vectors, a: a, b: b, c: c, d: d, lane: lane, scalar: scalar)
    case .i64x2Eq, .i64x2Ne, .i64x2LtS, .i64x2GtS, .i64x2LeS, .i64x2GeS:
        return executeI64x2Comparison(opcode, &vectors, a: a, b: b, c: c, d: d, lane: lane, scalar: scalar)
    case .i8x16Abs, .i8x16Neg, .i8x16Popcnt, .i8x16AllTrue, .i8x16Bitmask, .i8x16Shl, .i8x16ShrS, .i8x16ShrU,
        .i8x16Add, .i8x16Sub, .i8x16AddSatS, .i8x16SubSatS, .i8x16AddSatU, .i8x16SubSatU, .i8x16AvgrU, .i8x16MinS,
        .i8x16MaxS, .i8x16MinU, .i8x16MaxU:
        return executeI8x16(opcode, &vectors, a: a, b: b, c: c, d: d, lane: lane, scalar: scalar)
    case .i16x8Abs, .i16x8Neg, .i16x8AllTrue, .i16x8Bitmask, .i16x8Shl, .i16x8ShrS, .i16x8ShrU, .i16x8Add,
        .i16x8Sub, .i16x8Mul, .i16x8AddSatS, .i16x8SubSatS, .i16x8AddSatU, .i16x8SubSatU, .i16x8AvgrU, .i16x8MinS,
        .i16x8MaxS, .i16x8MinU, .i16x8MaxU, .i16x8Q15mulrSatS, .i16x8RelaxedQ15mulrS:
        return executeI16x8(opcode, &vectors, a: a, b: b, c: c, d: d, lane: lane, scalar: scalar)
    case .i32x4Abs, .i32x4Neg, .i32x4AllTrue, .i32x4Bitmask, .i32x4Shl, .i32x4ShrS, .i32x4ShrU, .i32x4Add,
        .i32x4Sub, .i32x4Mul, .i32x4MinS, .i32x4MaxS, .i32x4MinU, .i32x4MaxU:
        return executeI32x4(opcode, &vectors, a: a, b: b, c: c, d: d, lane: lane, scalar: scalar)
    case .i64x2Abs, .i64x2Neg, .i64x2AllTrue, .i64x2Bitmask, .i64x2Shl, .i64x2ShrS, .i64x2ShrU, .i64x2Add,
        .i64x2Sub, .i64x2Mul:
        return executeI64x2(opcode, &vectors, a: a, b: b, c: c, d: d, lane: lane, scalar: scalar)
    case .i16x8ExtendLowI8x16S, .i16x8ExtendHighI8x16S, .i16x8ExtaddPairwiseI8x16S, .i16x8ExtendLowI8x16U,
        .i16x8ExtendHighI8x16U, .i16x8ExtaddPairwiseI8x16U, .i32x4ExtendLowI16x8S, .i32x4ExtendHighI16x8S,
        .i32x4ExtaddPairwiseI16x8S, .i32x4ExtendLowI16x8U, .i32x4ExtendHighI16x8U, .i32x4ExtaddPairwiseI16x8U,
        .i64x2ExtendLowI32x4S, .i64x2ExtendHighI32x4S, .i64x2ExtendLowI32x4U, .i64x2ExtendHighI32x4U,
        .i8x16NarrowI16x8S, .i8x16NarrowI16x8U, .i16x8NarrowI32x4S, .i16x8NarrowI32x4U:
        return executeExtension(opcode, &vectors, a: a, b: b, c: c, d: d, lane: lane, scalar: scalar)
    case .i16x8ExtmulLowI8x16S, .i16x8ExtmulHighI8x16S, .i16x8ExtmulLowI8x16U, .i16x8ExtmulHighI8x16U,
        .i32x4ExtmulLowI16x8S, .i32x4ExtmulHighI16x8S, .i32x4ExtmulLowI16x8U, .i32x4ExtmulHighI16x8U,
        .i64x2ExtmulLowI32x4S, .i64x2ExtmulHighI32x4S, .i64x2ExtmulLowI32x4U, .i64x2ExtmulHighI32x4U,
        .i32x4DotI16x8S, .i16x8RelaxedDotI8x16I7x16S, .i32x4RelaxedDotI8x16I7x16AddS:
        return executeExtendedProduct(opcode, &vectors, a: a, b: b, c: c, d: d, lane: lane, scalar: scalar)
    case .f32x4Eq, .f32x4Ne, .f32x4Lt, .f32x4Gt, .f32x4Le, .f32x4Ge, .f32x4Abs, .f32x4Neg, .f32x4Sqrt, .f32x4Ceil,
        .f32x4Floor, .f32x4Trunc, .f32x4Nearest, .f32x4Add, .f32x4Sub, .f32x4Mul, .f32x4Div, .f32x4Min,
        .f32x4RelaxedMin, .f32x4Max, .f32x4RelaxedMax, .f32x4Pmin, .f32x4Pmax, .f32x4RelaxedMadd,
        .f32x4RelaxedNmadd:
        return executeF32x4(opcode, &vectors, a: a, b: b, c: c, d: d, lane: lane, scalar: scalar)
    case .f64x2Eq, .f64x2Ne, .f64x2Lt, .f64x2Gt, .f64x2Le, .f64x2Ge, .f64x2Abs, .f64x2Neg, .f64x2Sqrt, .f64x2Ceil,
        .f64x2Floor, .f64x2Trunc, .f64x2Nearest, .f64x2Add, .f64x2Sub, .f64x2Mul, .f64x2Div, .f64x2Min,
        .f64x2RelaxedMin, .f64x2Max, .f64x2RelaxedMax, .f64x2Pmin, .f64x2Pmax, .f64x2RelaxedMadd,
        .f64x2RelaxedNmadd:
        return executeF64x2(opcode, &vectors, a: a, b: b, c: c, d: d, lane: lane, scalar: scalar)
    case .i32x4TruncSatF32x4S, .i32x4RelaxedTruncF32x4S, .i32x4TruncSatF32x4U, .i32x4RelaxedTruncF32x4U,
        .i32x4TruncSatF64x2SZero, .i32x4RelaxedTruncF64x2SZero, .i32x4TruncSatF64x2UZero,
        .i32x4RelaxedTruncF64x2UZero, .f32x4ConvertI32x4S, .f32x4ConvertI32x4U, .f64x2ConvertLowI32x4S,
        .f64x2ConvertLowI32x4U, .f32x4DemoteF64x2Zero, .f64x2PromoteLowF32x4:
        return executeConversion(opcode, &vectors, a: a, b: b, c: c, d: d, lane: lane, scalar: scalar)
    default: return 0
    }
}
