// Written by `scripts/write-loop`, which names the tables that this file follows from. Change those.

import WasmSyntax

// Each function is small and out of line: in a function that does nothing else, the compiler turns an operator on
// vectors into a machine instruction, and the switch jumps to it.

/// The vector instructions, without those that compute the same as another, and patterns of `i8x16.shuffle`.
enum VectorOperation: UInt8, CaseIterable {
    case v128Load8x8S, v128Load8x8U, v128Load16x4S, v128Load16x4U, v128Load32x2S, v128Load32x2U, i8x16Swizzle
    case i8x16Splat, i16x8Splat, i32x4Splat, i64x2Splat, i8x16ExtractLaneS, i8x16ExtractLaneU, i8x16ReplaceLane
    case i16x8ExtractLaneS, i16x8ExtractLaneU, i16x8ReplaceLane, i32x4ExtractLane, i32x4ReplaceLane
    case i64x2ExtractLane, i64x2ReplaceLane, i8x16Eq, i8x16Ne, i8x16LtS, i8x16LtU, i8x16GtS, i8x16GtU, i8x16LeS
    case i8x16LeU, i8x16GeS, i8x16GeU, i16x8Eq, i16x8Ne, i16x8LtS, i16x8LtU, i16x8GtS, i16x8GtU, i16x8LeS, i16x8LeU
    case i16x8GeS, i16x8GeU, i32x4Eq, i32x4Ne, i32x4LtS, i32x4LtU, i32x4GtS, i32x4GtU, i32x4LeS, i32x4LeU, i32x4GeS
    case i32x4GeU, f32x4Eq, f32x4Ne, f32x4Lt, f32x4Gt, f32x4Le, f32x4Ge, f64x2Eq, f64x2Ne, f64x2Lt, f64x2Gt
    case f64x2Le, f64x2Ge, v128Not, v128And, v128Andnot, v128Or, v128Xor, v128Bitselect, v128AnyTrue
    case v128Load64Zero, f32x4DemoteF64x2Zero, f64x2PromoteLowF32x4, i8x16Abs, i8x16Neg, i8x16Popcnt, i8x16AllTrue
    case i8x16Bitmask, i8x16NarrowI16x8S, i8x16NarrowI16x8U, f32x4Ceil, f32x4Floor, f32x4Trunc, f32x4Nearest
    case i8x16Shl, i8x16ShrS, i8x16ShrU, i8x16Add, i8x16AddSatS, i8x16AddSatU, i8x16Sub, i8x16SubSatS, i8x16SubSatU
    case f64x2Ceil, f64x2Floor, i8x16MinS, i8x16MinU, i8x16MaxS, i8x16MaxU, f64x2Trunc, i8x16AvgrU
    case i16x8ExtaddPairwiseI8x16S, i16x8ExtaddPairwiseI8x16U, i32x4ExtaddPairwiseI16x8S, i32x4ExtaddPairwiseI16x8U
    case i16x8Abs, i16x8Neg, i16x8Q15mulrSatS, i16x8AllTrue, i16x8Bitmask, i16x8NarrowI32x4S, i16x8NarrowI32x4U
    case i16x8ExtendLowI8x16S, i16x8ExtendHighI8x16S, i16x8ExtendLowI8x16U, i16x8ExtendHighI8x16U, i16x8Shl
    case i16x8ShrS, i16x8ShrU, i16x8Add, i16x8AddSatS, i16x8AddSatU, i16x8Sub, i16x8SubSatS, i16x8SubSatU
    case f64x2Nearest, i16x8Mul, i16x8MinS, i16x8MinU, i16x8MaxS, i16x8MaxU, i16x8AvgrU, i16x8ExtmulLowI8x16S
    case i16x8ExtmulHighI8x16S, i16x8ExtmulLowI8x16U, i16x8ExtmulHighI8x16U, i32x4Abs, i32x4Neg, i32x4AllTrue
    case i32x4Bitmask, i32x4ExtendLowI16x8S, i32x4ExtendHighI16x8S, i32x4ExtendLowI16x8U, i32x4ExtendHighI16x8U
    case i32x4Shl, i32x4ShrS, i32x4ShrU, i32x4Add, i32x4Sub, i32x4Mul, i32x4MinS, i32x4MinU, i32x4MaxS, i32x4MaxU
    case i32x4DotI16x8S, i32x4ExtmulLowI16x8S, i32x4ExtmulHighI16x8S, i32x4ExtmulLowI16x8U, i32x4ExtmulHighI16x8U
    case i64x2Abs, i64x2Neg, i64x2AllTrue, i64x2Bitmask, i64x2ExtendLowI32x4S, i64x2ExtendHighI32x4S
    case i64x2ExtendLowI32x4U, i64x2ExtendHighI32x4U, i64x2Shl, i64x2ShrS, i64x2ShrU, i64x2Add, i64x2Sub, i64x2Mul
    case i64x2Eq, i64x2Ne, i64x2LtS, i64x2GtS, i64x2LeS, i64x2GeS, i64x2ExtmulLowI32x4S, i64x2ExtmulHighI32x4S
    case i64x2ExtmulLowI32x4U, i64x2ExtmulHighI32x4U, f32x4Abs, f32x4Neg, f32x4Sqrt, f32x4Add, f32x4Sub, f32x4Mul
    case f32x4Div, f32x4Min, f32x4Max, f32x4Pmin, f32x4Pmax, f64x2Abs, f64x2Neg, f64x2Sqrt, f64x2Add, f64x2Sub
    case f64x2Mul, f64x2Div, f64x2Min, f64x2Max, f64x2Pmin, f64x2Pmax, i32x4TruncSatF32x4S, i32x4TruncSatF32x4U
    case f32x4ConvertI32x4S, f32x4ConvertI32x4U, i32x4TruncSatF64x2SZero, i32x4TruncSatF64x2UZero
    case f64x2ConvertLowI32x4S, f64x2ConvertLowI32x4U, f32x4RelaxedMadd, f32x4RelaxedNmadd, f64x2RelaxedMadd
    case f64x2RelaxedNmadd, i16x8RelaxedDotI8x16I7x16S, i32x4RelaxedDotI8x16I7x16AddS, shuffleLanes32
    case shuffleLanes16, shuffleBlend, shuffleInterleaveLow8, shuffleInterleaveHigh8
}

extension VectorOperation {
    /// Returns what computes an instruction's result; `nil` for instructions that the loop executes itself.
    init?(_ opcode: Opcode) {
        switch opcode {
        case .v128Load8x8S: self = .v128Load8x8S
        case .v128Load8x8U: self = .v128Load8x8U
        case .v128Load16x4S: self = .v128Load16x4S
        case .v128Load16x4U: self = .v128Load16x4U
        case .v128Load32x2S: self = .v128Load32x2S
        case .v128Load32x2U: self = .v128Load32x2U
        case .i8x16Swizzle, .i8x16RelaxedSwizzle: self = .i8x16Swizzle
        case .v128Load8Splat, .i8x16Splat: self = .i8x16Splat
        case .v128Load16Splat, .i16x8Splat: self = .i16x8Splat
        case .v128Load32Splat, .i32x4Splat, .f32x4Splat: self = .i32x4Splat
        case .v128Load64Splat, .i64x2Splat, .f64x2Splat: self = .i64x2Splat
        case .i8x16ExtractLaneS: self = .i8x16ExtractLaneS
        case .i8x16ExtractLaneU, .v128Store8Lane: self = .i8x16ExtractLaneU
        case .i8x16ReplaceLane, .v128Load8Lane: self = .i8x16ReplaceLane
        case .i16x8ExtractLaneS: self = .i16x8ExtractLaneS
        case .i16x8ExtractLaneU, .v128Store16Lane: self = .i16x8ExtractLaneU
        case .i16x8ReplaceLane, .v128Load16Lane: self = .i16x8ReplaceLane
        case .i32x4ExtractLane, .f32x4ExtractLane, .v128Store32Lane: self = .i32x4ExtractLane
        case .i32x4ReplaceLane, .f32x4ReplaceLane, .v128Load32Lane: self = .i32x4ReplaceLane
        case .i64x2ExtractLane, .f64x2ExtractLane, .v128Store64Lane: self = .i64x2ExtractLane
        case .i64x2ReplaceLane, .f64x2ReplaceLane, .v128Load64Lane: self = .i64x2ReplaceLane
        case .i8x16Eq: self = .i8x16Eq
        case .i8x16Ne: self = .i8x16Ne
        case .i8x16LtS: self = .i8x16LtS
        case .i8x16LtU: self = .i8x16LtU
        case .i8x16GtS: self = .i8x16GtS
        case .i8x16GtU: self = .i8x16GtU
        case .i8x16LeS: self = .i8x16LeS
        case .i8x16LeU: self = .i8x16LeU
        case .i8x16GeS: self = .i8x16GeS
        case .i8x16GeU: self = .i8x16GeU
        case .i16x8Eq: self = .i16x8Eq
        case .i16x8Ne: self = .i16x8Ne
        case .i16x8LtS: self = .i16x8LtS
        case .i16x8LtU: self = .i16x8LtU
        case .i16x8GtS: self = .i16x8GtS
        case .i16x8GtU: self = .i16x8GtU
        case .i16x8LeS: self = .i16x8LeS
        case .i16x8LeU: self = .i16x8LeU
        case .i16x8GeS: self = .i16x8GeS
        case .i16x8GeU: self = .i16x8GeU
        case .i32x4Eq: self = .i32x4Eq
        case .i32x4Ne: self = .i32x4Ne
        case .i32x4LtS: self = .i32x4LtS
        case .i32x4LtU: self = .i32x4LtU
        case .i32x4GtS: self = .i32x4GtS
        case .i32x4GtU: self = .i32x4GtU
        case .i32x4LeS: self = .i32x4LeS
        case .i32x4LeU: self = .i32x4LeU
        case .i32x4GeS: self = .i32x4GeS
        case .i32x4GeU: self = .i32x4GeU
        case .f32x4Eq: self = .f32x4Eq
        case .f32x4Ne: self = .f32x4Ne
        case .f32x4Lt: self = .f32x4Lt
        case .f32x4Gt: self = .f32x4Gt
        case .f32x4Le: self = .f32x4Le
        case .f32x4Ge: self = .f32x4Ge
        case .f64x2Eq: self = .f64x2Eq
        case .f64x2Ne: self = .f64x2Ne
        case .f64x2Lt: self = .f64x2Lt
        case .f64x2Gt: self = .f64x2Gt
        case .f64x2Le: self = .f64x2Le
        case .f64x2Ge: self = .f64x2Ge
        case .v128Not: self = .v128Not
        case .v128And: self = .v128And
        case .v128Andnot: self = .v128Andnot
        case .v128Or: self = .v128Or
        case .v128Xor: self = .v128Xor
        case .v128Bitselect, .i8x16RelaxedLaneselect, .i16x8RelaxedLaneselect, .i32x4RelaxedLaneselect,
            .i64x2RelaxedLaneselect:
            self = .v128Bitselect
        case .v128AnyTrue: self = .v128AnyTrue
        case .v128Load32Zero, .v128Load64Zero: self = .v128Load64Zero
        case .f32x4DemoteF64x2Zero: self = .f32x4DemoteF64x2Zero
        case .f64x2PromoteLowF32x4: self = .f64x2PromoteLowF32x4
        case .i8x16Abs: self = .i8x16Abs
        case .i8x16Neg: self = .i8x16Neg
        case .i8x16Popcnt: self = .i8x16Popcnt
        case .i8x16AllTrue: self = .i8x16AllTrue
        case .i8x16Bitmask: self = .i8x16Bitmask
        case .i8x16NarrowI16x8S: self = .i8x16NarrowI16x8S
        case .i8x16NarrowI16x8U: self = .i8x16NarrowI16x8U
        case .f32x4Ceil: self = .f32x4Ceil
        case .f32x4Floor: self = .f32x4Floor
        case .f32x4Trunc: self = .f32x4Trunc
        case .f32x4Nearest: self = .f32x4Nearest
        case .i8x16Shl: self = .i8x16Shl
        case .i8x16ShrS: self = .i8x16ShrS
        case .i8x16ShrU: self = .i8x16ShrU
        case .i8x16Add: self = .i8x16Add
        case .i8x16AddSatS: self = .i8x16AddSatS
        case .i8x16AddSatU: self = .i8x16AddSatU
        case .i8x16Sub: self = .i8x16Sub
        case .i8x16SubSatS: self = .i8x16SubSatS
        case .i8x16SubSatU: self = .i8x16SubSatU
        case .f64x2Ceil: self = .f64x2Ceil
        case .f64x2Floor: self = .f64x2Floor
        case .i8x16MinS: self = .i8x16MinS
        case .i8x16MinU: self = .i8x16MinU
        case .i8x16MaxS: self = .i8x16MaxS
        case .i8x16MaxU: self = .i8x16MaxU
        case .f64x2Trunc: self = .f64x2Trunc
        case .i8x16AvgrU: self = .i8x16AvgrU
        case .i16x8ExtaddPairwiseI8x16S: self = .i16x8ExtaddPairwiseI8x16S
        case .i16x8ExtaddPairwiseI8x16U: self = .i16x8ExtaddPairwiseI8x16U
        case .i32x4ExtaddPairwiseI16x8S: self = .i32x4ExtaddPairwiseI16x8S
        case .i32x4ExtaddPairwiseI16x8U: self = .i32x4ExtaddPairwiseI16x8U
        case .i16x8Abs: self = .i16x8Abs
        case .i16x8Neg: self = .i16x8Neg
        case .i16x8Q15mulrSatS, .i16x8RelaxedQ15mulrS: self = .i16x8Q15mulrSatS
        case .i16x8AllTrue: self = .i16x8AllTrue
        case .i16x8Bitmask: self = .i16x8Bitmask
        case .i16x8NarrowI32x4S: self = .i16x8NarrowI32x4S
        case .i16x8NarrowI32x4U: self = .i16x8NarrowI32x4U
        case .i16x8ExtendLowI8x16S: self = .i16x8ExtendLowI8x16S
        case .i16x8ExtendHighI8x16S: self = .i16x8ExtendHighI8x16S
        case .i16x8ExtendLowI8x16U: self = .i16x8ExtendLowI8x16U
        case .i16x8ExtendHighI8x16U: self = .i16x8ExtendHighI8x16U
        case .i16x8Shl: self = .i16x8Shl
        case .i16x8ShrS: self = .i16x8ShrS
        case .i16x8ShrU: self = .i16x8ShrU
        case .i16x8Add: self = .i16x8Add
        case .i16x8AddSatS: self = .i16x8AddSatS
        case .i16x8AddSatU: self = .i16x8AddSatU
        case .i16x8Sub: self = .i16x8Sub
        case .i16x8SubSatS: self = .i16x8SubSatS
        case .i16x8SubSatU: self = .i16x8SubSatU
        case .f64x2Nearest: self = .f64x2Nearest
        case .i16x8Mul: self = .i16x8Mul
        case .i16x8MinS: self = .i16x8MinS
        case .i16x8MinU: self = .i16x8MinU
        case .i16x8MaxS: self = .i16x8MaxS
        case .i16x8MaxU: self = .i16x8MaxU
        case .i16x8AvgrU: self = .i16x8AvgrU
        case .i16x8ExtmulLowI8x16S: self = .i16x8ExtmulLowI8x16S
        case .i16x8ExtmulHighI8x16S: self = .i16x8ExtmulHighI8x16S
        case .i16x8ExtmulLowI8x16U: self = .i16x8ExtmulLowI8x16U
        case .i16x8ExtmulHighI8x16U: self = .i16x8ExtmulHighI8x16U
        case .i32x4Abs: self = .i32x4Abs
        case .i32x4Neg: self = .i32x4Neg
        case .i32x4AllTrue: self = .i32x4AllTrue
        case .i32x4Bitmask: self = .i32x4Bitmask
        case .i32x4ExtendLowI16x8S: self = .i32x4ExtendLowI16x8S
        case .i32x4ExtendHighI16x8S: self = .i32x4ExtendHighI16x8S
        case .i32x4ExtendLowI16x8U: self = .i32x4ExtendLowI16x8U
        case .i32x4ExtendHighI16x8U: self = .i32x4ExtendHighI16x8U
        case .i32x4Shl: self = .i32x4Shl
        case .i32x4ShrS: self = .i32x4ShrS
        case .i32x4ShrU: self = .i32x4ShrU
        case .i32x4Add: self = .i32x4Add
        case .i32x4Sub: self = .i32x4Sub
        case .i32x4Mul: self = .i32x4Mul
        case .i32x4MinS: self = .i32x4MinS
        case .i32x4MinU: self = .i32x4MinU
        case .i32x4MaxS: self = .i32x4MaxS
        case .i32x4MaxU: self = .i32x4MaxU
        case .i32x4DotI16x8S: self = .i32x4DotI16x8S
        case .i32x4ExtmulLowI16x8S: self = .i32x4ExtmulLowI16x8S
        case .i32x4ExtmulHighI16x8S: self = .i32x4ExtmulHighI16x8S
        case .i32x4ExtmulLowI16x8U: self = .i32x4ExtmulLowI16x8U
        case .i32x4ExtmulHighI16x8U: self = .i32x4ExtmulHighI16x8U
        case .i64x2Abs: self = .i64x2Abs
        case .i64x2Neg: self = .i64x2Neg
        case .i64x2AllTrue: self = .i64x2AllTrue
        case .i64x2Bitmask: self = .i64x2Bitmask
        case .i64x2ExtendLowI32x4S: self = .i64x2ExtendLowI32x4S
        case .i64x2ExtendHighI32x4S: self = .i64x2ExtendHighI32x4S
        case .i64x2ExtendLowI32x4U: self = .i64x2ExtendLowI32x4U
        case .i64x2ExtendHighI32x4U: self = .i64x2ExtendHighI32x4U
        case .i64x2Shl: self = .i64x2Shl
        case .i64x2ShrS: self = .i64x2ShrS
        case .i64x2ShrU: self = .i64x2ShrU
        case .i64x2Add: self = .i64x2Add
        case .i64x2Sub: self = .i64x2Sub
        case .i64x2Mul: self = .i64x2Mul
        case .i64x2Eq: self = .i64x2Eq
        case .i64x2Ne: self = .i64x2Ne
        case .i64x2LtS: self = .i64x2LtS
        case .i64x2GtS: self = .i64x2GtS
        case .i64x2LeS: self = .i64x2LeS
        case .i64x2GeS: self = .i64x2GeS
        case .i64x2ExtmulLowI32x4S: self = .i64x2ExtmulLowI32x4S
        case .i64x2ExtmulHighI32x4S: self = .i64x2ExtmulHighI32x4S
        case .i64x2ExtmulLowI32x4U: self = .i64x2ExtmulLowI32x4U
        case .i64x2ExtmulHighI32x4U: self = .i64x2ExtmulHighI32x4U
        case .f32x4Abs: self = .f32x4Abs
        case .f32x4Neg: self = .f32x4Neg
        case .f32x4Sqrt: self = .f32x4Sqrt
        case .f32x4Add: self = .f32x4Add
        case .f32x4Sub: self = .f32x4Sub
        case .f32x4Mul: self = .f32x4Mul
        case .f32x4Div: self = .f32x4Div
        case .f32x4Min, .f32x4RelaxedMin: self = .f32x4Min
        case .f32x4Max, .f32x4RelaxedMax: self = .f32x4Max
        case .f32x4Pmin: self = .f32x4Pmin
        case .f32x4Pmax: self = .f32x4Pmax
        case .f64x2Abs: self = .f64x2Abs
        case .f64x2Neg: self = .f64x2Neg
        case .f64x2Sqrt: self = .f64x2Sqrt
        case .f64x2Add: self = .f64x2Add
        case .f64x2Sub: self = .f64x2Sub
        case .f64x2Mul: self = .f64x2Mul
        case .f64x2Div: self = .f64x2Div
        case .f64x2Min, .f64x2RelaxedMin: self = .f64x2Min
        case .f64x2Max, .f64x2RelaxedMax: self = .f64x2Max
        case .f64x2Pmin: self = .f64x2Pmin
        case .f64x2Pmax: self = .f64x2Pmax
        case .i32x4TruncSatF32x4S, .i32x4RelaxedTruncF32x4S: self = .i32x4TruncSatF32x4S
        case .i32x4TruncSatF32x4U, .i32x4RelaxedTruncF32x4U: self = .i32x4TruncSatF32x4U
        case .f32x4ConvertI32x4S: self = .f32x4ConvertI32x4S
        case .f32x4ConvertI32x4U: self = .f32x4ConvertI32x4U
        case .i32x4TruncSatF64x2SZero, .i32x4RelaxedTruncF64x2SZero: self = .i32x4TruncSatF64x2SZero
        case .i32x4TruncSatF64x2UZero, .i32x4RelaxedTruncF64x2UZero: self = .i32x4TruncSatF64x2UZero
        case .f64x2ConvertLowI32x4S: self = .f64x2ConvertLowI32x4S
        case .f64x2ConvertLowI32x4U: self = .f64x2ConvertLowI32x4U
        case .f32x4RelaxedMadd: self = .f32x4RelaxedMadd
        case .f32x4RelaxedNmadd: self = .f32x4RelaxedNmadd
        case .f64x2RelaxedMadd: self = .f64x2RelaxedMadd
        case .f64x2RelaxedNmadd: self = .f64x2RelaxedNmadd
        case .i16x8RelaxedDotI8x16I7x16S: self = .i16x8RelaxedDotI8x16I7x16S
        case .i32x4RelaxedDotI8x16I7x16AddS: self = .i32x4RelaxedDotI8x16I7x16AddS
        default: return nil
        }
    }
}

/// Executes a vector instruction on a frame's vectors. The result is computed before it is written, so that its slot may
/// be an operand's.
///
/// - Parameter scalar: The scalar operand, or the bits loaded from memory.
/// - Returns: The scalar result, or the bits to be stored; otherwise 0.
@inline(never)
func executeVector(_ i: VectorOperands, _ scalar: UInt64, _ vectors: consuming VectorFrame) -> UInt64 {
    // The numbers of the operations, because the compiler calls a function to make a case of a number.
    switch i.number {
    case 0: return executeV128Load8x8S(i, scalar, vectors)
    case 1: return executeV128Load8x8U(i, scalar, vectors)
    case 2: return executeV128Load16x4S(i, scalar, vectors)
    case 3: return executeV128Load16x4U(i, scalar, vectors)
    case 4: return executeV128Load32x2S(i, scalar, vectors)
    case 5: return executeV128Load32x2U(i, scalar, vectors)
    case 6: return executeI8x16Swizzle(i, scalar, vectors)
    case 7: return executeI8x16Splat(i, scalar, vectors)
    case 8: return executeI16x8Splat(i, scalar, vectors)
    case 9: return executeI32x4Splat(i, scalar, vectors)
    case 10: return executeI64x2Splat(i, scalar, vectors)
    case 11: return executeI8x16ExtractLaneS(i, scalar, vectors)
    case 12: return executeI8x16ExtractLaneU(i, scalar, vectors)
    case 13: return executeI8x16ReplaceLane(i, scalar, vectors)
    case 14: return executeI16x8ExtractLaneS(i, scalar, vectors)
    case 15: return executeI16x8ExtractLaneU(i, scalar, vectors)
    case 16: return executeI16x8ReplaceLane(i, scalar, vectors)
    case 17: return executeI32x4ExtractLane(i, scalar, vectors)
    case 18: return executeI32x4ReplaceLane(i, scalar, vectors)
    case 19: return executeI64x2ExtractLane(i, scalar, vectors)
    case 20: return executeI64x2ReplaceLane(i, scalar, vectors)
    case 21: return executeI8x16Eq(i, scalar, vectors)
    case 22: return executeI8x16Ne(i, scalar, vectors)
    case 23: return executeI8x16LtS(i, scalar, vectors)
    case 24: return executeI8x16LtU(i, scalar, vectors)
    case 25: return executeI8x16GtS(i, scalar, vectors)
    case 26: return executeI8x16GtU(i, scalar, vectors)
    case 27: return executeI8x16LeS(i, scalar, vectors)
    case 28: return executeI8x16LeU(i, scalar, vectors)
    case 29: return executeI8x16GeS(i, scalar, vectors)
    case 30: return executeI8x16GeU(i, scalar, vectors)
    case 31: return executeI16x8Eq(i, scalar, vectors)
    case 32: return executeI16x8Ne(i, scalar, vectors)
    case 33: return executeI16x8LtS(i, scalar, vectors)
    case 34: return executeI16x8LtU(i, scalar, vectors)
    case 35: return executeI16x8GtS(i, scalar, vectors)
    case 36: return executeI16x8GtU(i, scalar, vectors)
    case 37: return executeI16x8LeS(i, scalar, vectors)
    case 38: return executeI16x8LeU(i, scalar, vectors)
    case 39: return executeI16x8GeS(i, scalar, vectors)
    case 40: return executeI16x8GeU(i, scalar, vectors)
    case 41: return executeI32x4Eq(i, scalar, vectors)
    case 42: return executeI32x4Ne(i, scalar, vectors)
    case 43: return executeI32x4LtS(i, scalar, vectors)
    case 44: return executeI32x4LtU(i, scalar, vectors)
    case 45: return executeI32x4GtS(i, scalar, vectors)
    case 46: return executeI32x4GtU(i, scalar, vectors)
    case 47: return executeI32x4LeS(i, scalar, vectors)
    case 48: return executeI32x4LeU(i, scalar, vectors)
    case 49: return executeI32x4GeS(i, scalar, vectors)
    case 50: return executeI32x4GeU(i, scalar, vectors)
    case 51: return executeF32x4Eq(i, scalar, vectors)
    case 52: return executeF32x4Ne(i, scalar, vectors)
    case 53: return executeF32x4Lt(i, scalar, vectors)
    case 54: return executeF32x4Gt(i, scalar, vectors)
    case 55: return executeF32x4Le(i, scalar, vectors)
    case 56: return executeF32x4Ge(i, scalar, vectors)
    case 57: return executeF64x2Eq(i, scalar, vectors)
    case 58: return executeF64x2Ne(i, scalar, vectors)
    case 59: return executeF64x2Lt(i, scalar, vectors)
    case 60: return executeF64x2Gt(i, scalar, vectors)
    case 61: return executeF64x2Le(i, scalar, vectors)
    case 62: return executeF64x2Ge(i, scalar, vectors)
    case 63: return executeV128Not(i, scalar, vectors)
    case 64: return executeV128And(i, scalar, vectors)
    case 65: return executeV128Andnot(i, scalar, vectors)
    case 66: return executeV128Or(i, scalar, vectors)
    case 67: return executeV128Xor(i, scalar, vectors)
    case 68: return executeV128Bitselect(i, scalar, vectors)
    case 69: return executeV128AnyTrue(i, scalar, vectors)
    case 70: return executeV128Load64Zero(i, scalar, vectors)
    case 71: return executeF32x4DemoteF64x2Zero(i, scalar, vectors)
    case 72: return executeF64x2PromoteLowF32x4(i, scalar, vectors)
    case 73: return executeI8x16Abs(i, scalar, vectors)
    case 74: return executeI8x16Neg(i, scalar, vectors)
    case 75: return executeI8x16Popcnt(i, scalar, vectors)
    case 76: return executeI8x16AllTrue(i, scalar, vectors)
    case 77: return executeI8x16Bitmask(i, scalar, vectors)
    case 78: return executeI8x16NarrowI16x8S(i, scalar, vectors)
    case 79: return executeI8x16NarrowI16x8U(i, scalar, vectors)
    case 80: return executeF32x4Ceil(i, scalar, vectors)
    case 81: return executeF32x4Floor(i, scalar, vectors)
    case 82: return executeF32x4Trunc(i, scalar, vectors)
    case 83: return executeF32x4Nearest(i, scalar, vectors)
    case 84: return executeI8x16Shl(i, scalar, vectors)
    case 85: return executeI8x16ShrS(i, scalar, vectors)
    case 86: return executeI8x16ShrU(i, scalar, vectors)
    case 87: return executeI8x16Add(i, scalar, vectors)
    case 88: return executeI8x16AddSatS(i, scalar, vectors)
    case 89: return executeI8x16AddSatU(i, scalar, vectors)
    case 90: return executeI8x16Sub(i, scalar, vectors)
    case 91: return executeI8x16SubSatS(i, scalar, vectors)
    case 92: return executeI8x16SubSatU(i, scalar, vectors)
    case 93: return executeF64x2Ceil(i, scalar, vectors)
    case 94: return executeF64x2Floor(i, scalar, vectors)
    case 95: return executeI8x16MinS(i, scalar, vectors)
    case 96: return executeI8x16MinU(i, scalar, vectors)
    case 97: return executeI8x16MaxS(i, scalar, vectors)
    case 98: return executeI8x16MaxU(i, scalar, vectors)
    case 99: return executeF64x2Trunc(i, scalar, vectors)
    case 100: return executeI8x16AvgrU(i, scalar, vectors)
    case 101: return executeI16x8ExtaddPairwiseI8x16S(i, scalar, vectors)
    case 102: return executeI16x8ExtaddPairwiseI8x16U(i, scalar, vectors)
    case 103: return executeI32x4ExtaddPairwiseI16x8S(i, scalar, vectors)
    case 104: return executeI32x4ExtaddPairwiseI16x8U(i, scalar, vectors)
    case 105: return executeI16x8Abs(i, scalar, vectors)
    case 106: return executeI16x8Neg(i, scalar, vectors)
    case 107: return executeI16x8Q15mulrSatS(i, scalar, vectors)
    case 108: return executeI16x8AllTrue(i, scalar, vectors)
    case 109: return executeI16x8Bitmask(i, scalar, vectors)
    case 110: return executeI16x8NarrowI32x4S(i, scalar, vectors)
    case 111: return executeI16x8NarrowI32x4U(i, scalar, vectors)
    case 112: return executeI16x8ExtendLowI8x16S(i, scalar, vectors)
    case 113: return executeI16x8ExtendHighI8x16S(i, scalar, vectors)
    case 114: return executeI16x8ExtendLowI8x16U(i, scalar, vectors)
    case 115: return executeI16x8ExtendHighI8x16U(i, scalar, vectors)
    case 116: return executeI16x8Shl(i, scalar, vectors)
    case 117: return executeI16x8ShrS(i, scalar, vectors)
    case 118: return executeI16x8ShrU(i, scalar, vectors)
    case 119: return executeI16x8Add(i, scalar, vectors)
    case 120: return executeI16x8AddSatS(i, scalar, vectors)
    case 121: return executeI16x8AddSatU(i, scalar, vectors)
    case 122: return executeI16x8Sub(i, scalar, vectors)
    case 123: return executeI16x8SubSatS(i, scalar, vectors)
    case 124: return executeI16x8SubSatU(i, scalar, vectors)
    case 125: return executeF64x2Nearest(i, scalar, vectors)
    case 126: return executeI16x8Mul(i, scalar, vectors)
    case 127: return executeI16x8MinS(i, scalar, vectors)
    case 128: return executeI16x8MinU(i, scalar, vectors)
    case 129: return executeI16x8MaxS(i, scalar, vectors)
    case 130: return executeI16x8MaxU(i, scalar, vectors)
    case 131: return executeI16x8AvgrU(i, scalar, vectors)
    case 132: return executeI16x8ExtmulLowI8x16S(i, scalar, vectors)
    case 133: return executeI16x8ExtmulHighI8x16S(i, scalar, vectors)
    case 134: return executeI16x8ExtmulLowI8x16U(i, scalar, vectors)
    case 135: return executeI16x8ExtmulHighI8x16U(i, scalar, vectors)
    case 136: return executeI32x4Abs(i, scalar, vectors)
    case 137: return executeI32x4Neg(i, scalar, vectors)
    case 138: return executeI32x4AllTrue(i, scalar, vectors)
    case 139: return executeI32x4Bitmask(i, scalar, vectors)
    case 140: return executeI32x4ExtendLowI16x8S(i, scalar, vectors)
    case 141: return executeI32x4ExtendHighI16x8S(i, scalar, vectors)
    case 142: return executeI32x4ExtendLowI16x8U(i, scalar, vectors)
    case 143: return executeI32x4ExtendHighI16x8U(i, scalar, vectors)
    case 144: return executeI32x4Shl(i, scalar, vectors)
    case 145: return executeI32x4ShrS(i, scalar, vectors)
    case 146: return executeI32x4ShrU(i, scalar, vectors)
    case 147: return executeI32x4Add(i, scalar, vectors)
    case 148: return executeI32x4Sub(i, scalar, vectors)
    case 149: return executeI32x4Mul(i, scalar, vectors)
    case 150: return executeI32x4MinS(i, scalar, vectors)
    case 151: return executeI32x4MinU(i, scalar, vectors)
    case 152: return executeI32x4MaxS(i, scalar, vectors)
    case 153: return executeI32x4MaxU(i, scalar, vectors)
    case 154: return executeI32x4DotI16x8S(i, scalar, vectors)
    case 155: return executeI32x4ExtmulLowI16x8S(i, scalar, vectors)
    case 156: return executeI32x4ExtmulHighI16x8S(i, scalar, vectors)
    case 157: return executeI32x4ExtmulLowI16x8U(i, scalar, vectors)
    case 158: return executeI32x4ExtmulHighI16x8U(i, scalar, vectors)
    case 159: return executeI64x2Abs(i, scalar, vectors)
    case 160: return executeI64x2Neg(i, scalar, vectors)
    case 161: return executeI64x2AllTrue(i, scalar, vectors)
    case 162: return executeI64x2Bitmask(i, scalar, vectors)
    case 163: return executeI64x2ExtendLowI32x4S(i, scalar, vectors)
    case 164: return executeI64x2ExtendHighI32x4S(i, scalar, vectors)
    case 165: return executeI64x2ExtendLowI32x4U(i, scalar, vectors)
    case 166: return executeI64x2ExtendHighI32x4U(i, scalar, vectors)
    case 167: return executeI64x2Shl(i, scalar, vectors)
    case 168: return executeI64x2ShrS(i, scalar, vectors)
    case 169: return executeI64x2ShrU(i, scalar, vectors)
    case 170: return executeI64x2Add(i, scalar, vectors)
    case 171: return executeI64x2Sub(i, scalar, vectors)
    case 172: return executeI64x2Mul(i, scalar, vectors)
    case 173: return executeI64x2Eq(i, scalar, vectors)
    case 174: return executeI64x2Ne(i, scalar, vectors)
    case 175: return executeI64x2LtS(i, scalar, vectors)
    case 176: return executeI64x2GtS(i, scalar, vectors)
    case 177: return executeI64x2LeS(i, scalar, vectors)
    case 178: return executeI64x2GeS(i, scalar, vectors)
    case 179: return executeI64x2ExtmulLowI32x4S(i, scalar, vectors)
    case 180: return executeI64x2ExtmulHighI32x4S(i, scalar, vectors)
    case 181: return executeI64x2ExtmulLowI32x4U(i, scalar, vectors)
    case 182: return executeI64x2ExtmulHighI32x4U(i, scalar, vectors)
    case 183: return executeF32x4Abs(i, scalar, vectors)
    case 184: return executeF32x4Neg(i, scalar, vectors)
    case 185: return executeF32x4Sqrt(i, scalar, vectors)
    case 186: return executeF32x4Add(i, scalar, vectors)
    case 187: return executeF32x4Sub(i, scalar, vectors)
    case 188: return executeF32x4Mul(i, scalar, vectors)
    case 189: return executeF32x4Div(i, scalar, vectors)
    case 190: return executeF32x4Min(i, scalar, vectors)
    case 191: return executeF32x4Max(i, scalar, vectors)
    case 192: return executeF32x4Pmin(i, scalar, vectors)
    case 193: return executeF32x4Pmax(i, scalar, vectors)
    case 194: return executeF64x2Abs(i, scalar, vectors)
    case 195: return executeF64x2Neg(i, scalar, vectors)
    case 196: return executeF64x2Sqrt(i, scalar, vectors)
    case 197: return executeF64x2Add(i, scalar, vectors)
    case 198: return executeF64x2Sub(i, scalar, vectors)
    case 199: return executeF64x2Mul(i, scalar, vectors)
    case 200: return executeF64x2Div(i, scalar, vectors)
    case 201: return executeF64x2Min(i, scalar, vectors)
    case 202: return executeF64x2Max(i, scalar, vectors)
    case 203: return executeF64x2Pmin(i, scalar, vectors)
    case 204: return executeF64x2Pmax(i, scalar, vectors)
    case 205: return executeI32x4TruncSatF32x4S(i, scalar, vectors)
    case 206: return executeI32x4TruncSatF32x4U(i, scalar, vectors)
    case 207: return executeF32x4ConvertI32x4S(i, scalar, vectors)
    case 208: return executeF32x4ConvertI32x4U(i, scalar, vectors)
    case 209: return executeI32x4TruncSatF64x2SZero(i, scalar, vectors)
    case 210: return executeI32x4TruncSatF64x2UZero(i, scalar, vectors)
    case 211: return executeF64x2ConvertLowI32x4S(i, scalar, vectors)
    case 212: return executeF64x2ConvertLowI32x4U(i, scalar, vectors)
    case 213: return executeF32x4RelaxedMadd(i, scalar, vectors)
    case 214: return executeF32x4RelaxedNmadd(i, scalar, vectors)
    case 215: return executeF64x2RelaxedMadd(i, scalar, vectors)
    case 216: return executeF64x2RelaxedNmadd(i, scalar, vectors)
    case 217: return executeI16x8RelaxedDotI8x16I7x16S(i, scalar, vectors)
    case 218: return executeI32x4RelaxedDotI8x16I7x16AddS(i, scalar, vectors)
    case 219: return executeShuffleLanes32(i, scalar, vectors)
    case 220: return executeShuffleLanes16(i, scalar, vectors)
    case 221: return executeShuffleBlend(i, scalar, vectors)
    case 222: return executeShuffleInterleaveLow8(i, scalar, vectors)
    case 223: return executeShuffleInterleaveHigh8(i, scalar, vectors)
    default: return 0
    }
}

@inline(never)
private func executeV128Load8x8S(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = U32x4.v128Load8x8S(scalar)
    return 0
}

@inline(never)
private func executeV128Load8x8U(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = U32x4.v128Load8x8U(scalar)
    return 0
}

@inline(never)
private func executeV128Load16x4S(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = U32x4.v128Load16x4S(scalar)
    return 0
}

@inline(never)
private func executeV128Load16x4U(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = U32x4.v128Load16x4U(scalar)
    return 0
}

@inline(never)
private func executeV128Load32x2S(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = U32x4.v128Load32x2S(scalar)
    return 0
}

@inline(never)
private func executeV128Load32x2U(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = U32x4.v128Load32x2U(scalar)
    return 0
}

@inline(never)
private func executeI8x16Swizzle(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16Swizzle(v[i.c])
    return 0
}

@inline(never)
private func executeI8x16Splat(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = U32x4.i8x16Splat(scalar)
    return 0
}

@inline(never)
private func executeI16x8Splat(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = U32x4.i16x8Splat(scalar)
    return 0
}

@inline(never)
private func executeI32x4Splat(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = U32x4.i32x4Splat(scalar)
    return 0
}

@inline(never)
private func executeI64x2Splat(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = U32x4.i64x2Splat(scalar)
    return 0
}

@inline(never)
private func executeI8x16ExtractLaneS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    return v[i.b].i8x16ExtractLaneS(i.lane)
}

@inline(never)
private func executeI8x16ExtractLaneU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    return v[i.b].i8x16ExtractLaneU(i.lane)
}

@inline(never)
private func executeI8x16ReplaceLane(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16ReplaceLane(scalar, i.lane)
    return 0
}

@inline(never)
private func executeI16x8ExtractLaneS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    return v[i.b].i16x8ExtractLaneS(i.lane)
}

@inline(never)
private func executeI16x8ExtractLaneU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    return v[i.b].i16x8ExtractLaneU(i.lane)
}

@inline(never)
private func executeI16x8ReplaceLane(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8ReplaceLane(scalar, i.lane)
    return 0
}

@inline(never)
private func executeI32x4ExtractLane(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    return v[i.b].i32x4ExtractLane(i.lane)
}

@inline(never)
private func executeI32x4ReplaceLane(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4ReplaceLane(scalar, i.lane)
    return 0
}

@inline(never)
private func executeI64x2ExtractLane(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    return v[i.b].i64x2ExtractLane(i.lane)
}

@inline(never)
private func executeI64x2ReplaceLane(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i64x2ReplaceLane(scalar, i.lane)
    return 0
}

@inline(never)
private func executeI8x16Eq(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16Eq(v[i.c])
    return 0
}

@inline(never)
private func executeI8x16Ne(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16Ne(v[i.c])
    return 0
}

@inline(never)
private func executeI8x16LtS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16LtS(v[i.c])
    return 0
}

@inline(never)
private func executeI8x16LtU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16LtU(v[i.c])
    return 0
}

@inline(never)
private func executeI8x16GtS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16GtS(v[i.c])
    return 0
}

@inline(never)
private func executeI8x16GtU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16GtU(v[i.c])
    return 0
}

@inline(never)
private func executeI8x16LeS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16LeS(v[i.c])
    return 0
}

@inline(never)
private func executeI8x16LeU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16LeU(v[i.c])
    return 0
}

@inline(never)
private func executeI8x16GeS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16GeS(v[i.c])
    return 0
}

@inline(never)
private func executeI8x16GeU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16GeU(v[i.c])
    return 0
}

@inline(never)
private func executeI16x8Eq(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8Eq(v[i.c])
    return 0
}

@inline(never)
private func executeI16x8Ne(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8Ne(v[i.c])
    return 0
}

@inline(never)
private func executeI16x8LtS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8LtS(v[i.c])
    return 0
}

@inline(never)
private func executeI16x8LtU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8LtU(v[i.c])
    return 0
}

@inline(never)
private func executeI16x8GtS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8GtS(v[i.c])
    return 0
}

@inline(never)
private func executeI16x8GtU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8GtU(v[i.c])
    return 0
}

@inline(never)
private func executeI16x8LeS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8LeS(v[i.c])
    return 0
}

@inline(never)
private func executeI16x8LeU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8LeU(v[i.c])
    return 0
}

@inline(never)
private func executeI16x8GeS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8GeS(v[i.c])
    return 0
}

@inline(never)
private func executeI16x8GeU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8GeU(v[i.c])
    return 0
}

@inline(never)
private func executeI32x4Eq(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4Eq(v[i.c])
    return 0
}

@inline(never)
private func executeI32x4Ne(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4Ne(v[i.c])
    return 0
}

@inline(never)
private func executeI32x4LtS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4LtS(v[i.c])
    return 0
}

@inline(never)
private func executeI32x4LtU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4LtU(v[i.c])
    return 0
}

@inline(never)
private func executeI32x4GtS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4GtS(v[i.c])
    return 0
}

@inline(never)
private func executeI32x4GtU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4GtU(v[i.c])
    return 0
}

@inline(never)
private func executeI32x4LeS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4LeS(v[i.c])
    return 0
}

@inline(never)
private func executeI32x4LeU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4LeU(v[i.c])
    return 0
}

@inline(never)
private func executeI32x4GeS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4GeS(v[i.c])
    return 0
}

@inline(never)
private func executeI32x4GeU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4GeU(v[i.c])
    return 0
}

@inline(never)
private func executeF32x4Eq(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f32x4Eq(v[i.c])
    return 0
}

@inline(never)
private func executeF32x4Ne(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f32x4Ne(v[i.c])
    return 0
}

@inline(never)
private func executeF32x4Lt(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f32x4Lt(v[i.c])
    return 0
}

@inline(never)
private func executeF32x4Gt(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f32x4Gt(v[i.c])
    return 0
}

@inline(never)
private func executeF32x4Le(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f32x4Le(v[i.c])
    return 0
}

@inline(never)
private func executeF32x4Ge(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f32x4Ge(v[i.c])
    return 0
}

@inline(never)
private func executeF64x2Eq(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f64x2Eq(v[i.c])
    return 0
}

@inline(never)
private func executeF64x2Ne(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f64x2Ne(v[i.c])
    return 0
}

@inline(never)
private func executeF64x2Lt(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f64x2Lt(v[i.c])
    return 0
}

@inline(never)
private func executeF64x2Gt(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f64x2Gt(v[i.c])
    return 0
}

@inline(never)
private func executeF64x2Le(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f64x2Le(v[i.c])
    return 0
}

@inline(never)
private func executeF64x2Ge(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f64x2Ge(v[i.c])
    return 0
}

@inline(never)
private func executeV128Not(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].v128Not()
    return 0
}

@inline(never)
private func executeV128And(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].v128And(v[i.c])
    return 0
}

@inline(never)
private func executeV128Andnot(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].v128Andnot(v[i.c])
    return 0
}

@inline(never)
private func executeV128Or(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].v128Or(v[i.c])
    return 0
}

@inline(never)
private func executeV128Xor(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].v128Xor(v[i.c])
    return 0
}

@inline(never)
private func executeV128Bitselect(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].v128Bitselect(v[i.c], v[i.d])
    return 0
}

@inline(never)
private func executeV128AnyTrue(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    return v[i.b].v128AnyTrue()
}

@inline(never)
private func executeV128Load64Zero(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = U32x4.v128Load64Zero(scalar)
    return 0
}

@inline(never)
private func executeF32x4DemoteF64x2Zero(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f32x4DemoteF64x2Zero()
    return 0
}

@inline(never)
private func executeF64x2PromoteLowF32x4(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f64x2PromoteLowF32x4()
    return 0
}

@inline(never)
private func executeI8x16Abs(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16Abs()
    return 0
}

@inline(never)
private func executeI8x16Neg(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16Neg()
    return 0
}

@inline(never)
private func executeI8x16Popcnt(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16Popcnt()
    return 0
}

@inline(never)
private func executeI8x16AllTrue(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    return v[i.b].i8x16AllTrue()
}

@inline(never)
private func executeI8x16Bitmask(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    return v[i.b].i8x16Bitmask()
}

@inline(never)
private func executeI8x16NarrowI16x8S(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16NarrowI16x8S(v[i.c])
    return 0
}

@inline(never)
private func executeI8x16NarrowI16x8U(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16NarrowI16x8U(v[i.c])
    return 0
}

@inline(never)
private func executeF32x4Ceil(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f32x4Ceil()
    return 0
}

@inline(never)
private func executeF32x4Floor(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f32x4Floor()
    return 0
}

@inline(never)
private func executeF32x4Trunc(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f32x4Trunc()
    return 0
}

@inline(never)
private func executeF32x4Nearest(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f32x4Nearest()
    return 0
}

@inline(never)
private func executeI8x16Shl(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16Shl(scalar)
    return 0
}

@inline(never)
private func executeI8x16ShrS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16ShrS(scalar)
    return 0
}

@inline(never)
private func executeI8x16ShrU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16ShrU(scalar)
    return 0
}

@inline(never)
private func executeI8x16Add(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16Add(v[i.c])
    return 0
}

@inline(never)
private func executeI8x16AddSatS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16AddSatS(v[i.c])
    return 0
}

@inline(never)
private func executeI8x16AddSatU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16AddSatU(v[i.c])
    return 0
}

@inline(never)
private func executeI8x16Sub(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16Sub(v[i.c])
    return 0
}

@inline(never)
private func executeI8x16SubSatS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16SubSatS(v[i.c])
    return 0
}

@inline(never)
private func executeI8x16SubSatU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16SubSatU(v[i.c])
    return 0
}

@inline(never)
private func executeF64x2Ceil(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f64x2Ceil()
    return 0
}

@inline(never)
private func executeF64x2Floor(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f64x2Floor()
    return 0
}

@inline(never)
private func executeI8x16MinS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16MinS(v[i.c])
    return 0
}

@inline(never)
private func executeI8x16MinU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16MinU(v[i.c])
    return 0
}

@inline(never)
private func executeI8x16MaxS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16MaxS(v[i.c])
    return 0
}

@inline(never)
private func executeI8x16MaxU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16MaxU(v[i.c])
    return 0
}

@inline(never)
private func executeF64x2Trunc(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f64x2Trunc()
    return 0
}

@inline(never)
private func executeI8x16AvgrU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i8x16AvgrU(v[i.c])
    return 0
}

@inline(never)
private func executeI16x8ExtaddPairwiseI8x16S(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame)
    -> UInt64
{
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8ExtaddPairwiseI8x16S()
    return 0
}

@inline(never)
private func executeI16x8ExtaddPairwiseI8x16U(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame)
    -> UInt64
{
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8ExtaddPairwiseI8x16U()
    return 0
}

@inline(never)
private func executeI32x4ExtaddPairwiseI16x8S(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame)
    -> UInt64
{
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4ExtaddPairwiseI16x8S()
    return 0
}

@inline(never)
private func executeI32x4ExtaddPairwiseI16x8U(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame)
    -> UInt64
{
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4ExtaddPairwiseI16x8U()
    return 0
}

@inline(never)
private func executeI16x8Abs(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8Abs()
    return 0
}

@inline(never)
private func executeI16x8Neg(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8Neg()
    return 0
}

@inline(never)
private func executeI16x8Q15mulrSatS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8Q15mulrSatS(v[i.c])
    return 0
}

@inline(never)
private func executeI16x8AllTrue(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    return v[i.b].i16x8AllTrue()
}

@inline(never)
private func executeI16x8Bitmask(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    return v[i.b].i16x8Bitmask()
}

@inline(never)
private func executeI16x8NarrowI32x4S(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8NarrowI32x4S(v[i.c])
    return 0
}

@inline(never)
private func executeI16x8NarrowI32x4U(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8NarrowI32x4U(v[i.c])
    return 0
}

@inline(never)
private func executeI16x8ExtendLowI8x16S(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8ExtendLowI8x16S()
    return 0
}

@inline(never)
private func executeI16x8ExtendHighI8x16S(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8ExtendHighI8x16S()
    return 0
}

@inline(never)
private func executeI16x8ExtendLowI8x16U(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8ExtendLowI8x16U()
    return 0
}

@inline(never)
private func executeI16x8ExtendHighI8x16U(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8ExtendHighI8x16U()
    return 0
}

@inline(never)
private func executeI16x8Shl(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8Shl(scalar)
    return 0
}

@inline(never)
private func executeI16x8ShrS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8ShrS(scalar)
    return 0
}

@inline(never)
private func executeI16x8ShrU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8ShrU(scalar)
    return 0
}

@inline(never)
private func executeI16x8Add(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8Add(v[i.c])
    return 0
}

@inline(never)
private func executeI16x8AddSatS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8AddSatS(v[i.c])
    return 0
}

@inline(never)
private func executeI16x8AddSatU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8AddSatU(v[i.c])
    return 0
}

@inline(never)
private func executeI16x8Sub(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8Sub(v[i.c])
    return 0
}

@inline(never)
private func executeI16x8SubSatS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8SubSatS(v[i.c])
    return 0
}

@inline(never)
private func executeI16x8SubSatU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8SubSatU(v[i.c])
    return 0
}

@inline(never)
private func executeF64x2Nearest(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f64x2Nearest()
    return 0
}

@inline(never)
private func executeI16x8Mul(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8Mul(v[i.c])
    return 0
}

@inline(never)
private func executeI16x8MinS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8MinS(v[i.c])
    return 0
}

@inline(never)
private func executeI16x8MinU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8MinU(v[i.c])
    return 0
}

@inline(never)
private func executeI16x8MaxS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8MaxS(v[i.c])
    return 0
}

@inline(never)
private func executeI16x8MaxU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8MaxU(v[i.c])
    return 0
}

@inline(never)
private func executeI16x8AvgrU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8AvgrU(v[i.c])
    return 0
}

@inline(never)
private func executeI16x8ExtmulLowI8x16S(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8ExtmulLowI8x16S(v[i.c])
    return 0
}

@inline(never)
private func executeI16x8ExtmulHighI8x16S(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8ExtmulHighI8x16S(v[i.c])
    return 0
}

@inline(never)
private func executeI16x8ExtmulLowI8x16U(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8ExtmulLowI8x16U(v[i.c])
    return 0
}

@inline(never)
private func executeI16x8ExtmulHighI8x16U(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8ExtmulHighI8x16U(v[i.c])
    return 0
}

@inline(never)
private func executeI32x4Abs(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4Abs()
    return 0
}

@inline(never)
private func executeI32x4Neg(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4Neg()
    return 0
}

@inline(never)
private func executeI32x4AllTrue(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    return v[i.b].i32x4AllTrue()
}

@inline(never)
private func executeI32x4Bitmask(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    return v[i.b].i32x4Bitmask()
}

@inline(never)
private func executeI32x4ExtendLowI16x8S(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4ExtendLowI16x8S()
    return 0
}

@inline(never)
private func executeI32x4ExtendHighI16x8S(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4ExtendHighI16x8S()
    return 0
}

@inline(never)
private func executeI32x4ExtendLowI16x8U(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4ExtendLowI16x8U()
    return 0
}

@inline(never)
private func executeI32x4ExtendHighI16x8U(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4ExtendHighI16x8U()
    return 0
}

@inline(never)
private func executeI32x4Shl(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4Shl(scalar)
    return 0
}

@inline(never)
private func executeI32x4ShrS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4ShrS(scalar)
    return 0
}

@inline(never)
private func executeI32x4ShrU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4ShrU(scalar)
    return 0
}

@inline(never)
private func executeI32x4Add(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4Add(v[i.c])
    return 0
}

@inline(never)
private func executeI32x4Sub(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4Sub(v[i.c])
    return 0
}

@inline(never)
private func executeI32x4Mul(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4Mul(v[i.c])
    return 0
}

@inline(never)
private func executeI32x4MinS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4MinS(v[i.c])
    return 0
}

@inline(never)
private func executeI32x4MinU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4MinU(v[i.c])
    return 0
}

@inline(never)
private func executeI32x4MaxS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4MaxS(v[i.c])
    return 0
}

@inline(never)
private func executeI32x4MaxU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4MaxU(v[i.c])
    return 0
}

@inline(never)
private func executeI32x4DotI16x8S(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4DotI16x8S(v[i.c])
    return 0
}

@inline(never)
private func executeI32x4ExtmulLowI16x8S(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4ExtmulLowI16x8S(v[i.c])
    return 0
}

@inline(never)
private func executeI32x4ExtmulHighI16x8S(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4ExtmulHighI16x8S(v[i.c])
    return 0
}

@inline(never)
private func executeI32x4ExtmulLowI16x8U(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4ExtmulLowI16x8U(v[i.c])
    return 0
}

@inline(never)
private func executeI32x4ExtmulHighI16x8U(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4ExtmulHighI16x8U(v[i.c])
    return 0
}

@inline(never)
private func executeI64x2Abs(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i64x2Abs()
    return 0
}

@inline(never)
private func executeI64x2Neg(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i64x2Neg()
    return 0
}

@inline(never)
private func executeI64x2AllTrue(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    return v[i.b].i64x2AllTrue()
}

@inline(never)
private func executeI64x2Bitmask(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    return v[i.b].i64x2Bitmask()
}

@inline(never)
private func executeI64x2ExtendLowI32x4S(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i64x2ExtendLowI32x4S()
    return 0
}

@inline(never)
private func executeI64x2ExtendHighI32x4S(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i64x2ExtendHighI32x4S()
    return 0
}

@inline(never)
private func executeI64x2ExtendLowI32x4U(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i64x2ExtendLowI32x4U()
    return 0
}

@inline(never)
private func executeI64x2ExtendHighI32x4U(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i64x2ExtendHighI32x4U()
    return 0
}

@inline(never)
private func executeI64x2Shl(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i64x2Shl(scalar)
    return 0
}

@inline(never)
private func executeI64x2ShrS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i64x2ShrS(scalar)
    return 0
}

@inline(never)
private func executeI64x2ShrU(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i64x2ShrU(scalar)
    return 0
}

@inline(never)
private func executeI64x2Add(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i64x2Add(v[i.c])
    return 0
}

@inline(never)
private func executeI64x2Sub(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i64x2Sub(v[i.c])
    return 0
}

@inline(never)
private func executeI64x2Mul(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i64x2Mul(v[i.c])
    return 0
}

@inline(never)
private func executeI64x2Eq(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i64x2Eq(v[i.c])
    return 0
}

@inline(never)
private func executeI64x2Ne(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i64x2Ne(v[i.c])
    return 0
}

@inline(never)
private func executeI64x2LtS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i64x2LtS(v[i.c])
    return 0
}

@inline(never)
private func executeI64x2GtS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i64x2GtS(v[i.c])
    return 0
}

@inline(never)
private func executeI64x2LeS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i64x2LeS(v[i.c])
    return 0
}

@inline(never)
private func executeI64x2GeS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i64x2GeS(v[i.c])
    return 0
}

@inline(never)
private func executeI64x2ExtmulLowI32x4S(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i64x2ExtmulLowI32x4S(v[i.c])
    return 0
}

@inline(never)
private func executeI64x2ExtmulHighI32x4S(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i64x2ExtmulHighI32x4S(v[i.c])
    return 0
}

@inline(never)
private func executeI64x2ExtmulLowI32x4U(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i64x2ExtmulLowI32x4U(v[i.c])
    return 0
}

@inline(never)
private func executeI64x2ExtmulHighI32x4U(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i64x2ExtmulHighI32x4U(v[i.c])
    return 0
}

@inline(never)
private func executeF32x4Abs(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f32x4Abs()
    return 0
}

@inline(never)
private func executeF32x4Neg(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f32x4Neg()
    return 0
}

@inline(never)
private func executeF32x4Sqrt(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f32x4Sqrt()
    return 0
}

@inline(never)
private func executeF32x4Add(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f32x4Add(v[i.c])
    return 0
}

@inline(never)
private func executeF32x4Sub(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f32x4Sub(v[i.c])
    return 0
}

@inline(never)
private func executeF32x4Mul(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f32x4Mul(v[i.c])
    return 0
}

@inline(never)
private func executeF32x4Div(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f32x4Div(v[i.c])
    return 0
}

@inline(never)
private func executeF32x4Min(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f32x4Min(v[i.c])
    return 0
}

@inline(never)
private func executeF32x4Max(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f32x4Max(v[i.c])
    return 0
}

@inline(never)
private func executeF32x4Pmin(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f32x4Pmin(v[i.c])
    return 0
}

@inline(never)
private func executeF32x4Pmax(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f32x4Pmax(v[i.c])
    return 0
}

@inline(never)
private func executeF64x2Abs(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f64x2Abs()
    return 0
}

@inline(never)
private func executeF64x2Neg(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f64x2Neg()
    return 0
}

@inline(never)
private func executeF64x2Sqrt(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f64x2Sqrt()
    return 0
}

@inline(never)
private func executeF64x2Add(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f64x2Add(v[i.c])
    return 0
}

@inline(never)
private func executeF64x2Sub(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f64x2Sub(v[i.c])
    return 0
}

@inline(never)
private func executeF64x2Mul(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f64x2Mul(v[i.c])
    return 0
}

@inline(never)
private func executeF64x2Div(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f64x2Div(v[i.c])
    return 0
}

@inline(never)
private func executeF64x2Min(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f64x2Min(v[i.c])
    return 0
}

@inline(never)
private func executeF64x2Max(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f64x2Max(v[i.c])
    return 0
}

@inline(never)
private func executeF64x2Pmin(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f64x2Pmin(v[i.c])
    return 0
}

@inline(never)
private func executeF64x2Pmax(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f64x2Pmax(v[i.c])
    return 0
}

@inline(never)
private func executeI32x4TruncSatF32x4S(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4TruncSatF32x4S()
    return 0
}

@inline(never)
private func executeI32x4TruncSatF32x4U(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4TruncSatF32x4U()
    return 0
}

@inline(never)
private func executeF32x4ConvertI32x4S(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f32x4ConvertI32x4S()
    return 0
}

@inline(never)
private func executeF32x4ConvertI32x4U(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f32x4ConvertI32x4U()
    return 0
}

@inline(never)
private func executeI32x4TruncSatF64x2SZero(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64
{
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4TruncSatF64x2SZero()
    return 0
}

@inline(never)
private func executeI32x4TruncSatF64x2UZero(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64
{
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4TruncSatF64x2UZero()
    return 0
}

@inline(never)
private func executeF64x2ConvertLowI32x4S(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f64x2ConvertLowI32x4S()
    return 0
}

@inline(never)
private func executeF64x2ConvertLowI32x4U(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f64x2ConvertLowI32x4U()
    return 0
}

@inline(never)
private func executeF32x4RelaxedMadd(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f32x4RelaxedMadd(v[i.c], v[i.d])
    return 0
}

@inline(never)
private func executeF32x4RelaxedNmadd(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f32x4RelaxedNmadd(v[i.c], v[i.d])
    return 0
}

@inline(never)
private func executeF64x2RelaxedMadd(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f64x2RelaxedMadd(v[i.c], v[i.d])
    return 0
}

@inline(never)
private func executeF64x2RelaxedNmadd(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame) -> UInt64 {
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].f64x2RelaxedNmadd(v[i.c], v[i.d])
    return 0
}

@inline(never)
private func executeI16x8RelaxedDotI8x16I7x16S(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame)
    -> UInt64
{
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i16x8RelaxedDotI8x16I7x16S(v[i.c])
    return 0
}

@inline(never)
private func executeI32x4RelaxedDotI8x16I7x16AddS(_ i: VectorOperands, _ scalar: UInt64, _ v: consuming VectorFrame)
    -> UInt64
{
    guard v.count == frameWindow else { return 0 }
    v[i.a] = v[i.b].i32x4RelaxedDotI8x16I7x16AddS(v[i.c], v[i.d])
    return 0
}
