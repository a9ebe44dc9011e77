/// The instructions of WebAssembly 3.0 and of the known proposals, in the order of ``InstructionTable/rows``, which
/// describes each of them.
@usableFromInline package enum Opcode: UInt16, CaseIterable, Sendable {
    case unreachable, nop, block, loop, `if`, `else`, `try`, `catch`, `throw`, rethrow, throwRef, end, br, brIf
    case brTable, `return`, call
    case callIndirect, returnCall, returnCallIndirect, callRef, returnCallRef, delegate, catchAll, drop, select,
        selectTyped, tryTable
    case localGet, localSet, localTee, globalGet, globalSet, tableGet, tableSet, i32Load, i64Load, f32Load
    case f64Load, i32Load8S, i32Load8U, i32Load16S, i32Load16U, i64Load8S, i64Load8U, i64Load16S, i64Load16U
    case i64Load32S, i64Load32U, i32Store, i64Store, f32Store, f64Store, i32Store8, i32Store16, i64Store8
    case i64Store16, i64Store32, memorySize, memoryGrow, i32Const, i64Const, f32Const, f64Const, i32Eqz, i32Eq
    case i32Ne, i32LtS, i32LtU, i32GtS, i32GtU, i32LeS, i32LeU, i32GeS, i32GeU, i64Eqz, i64Eq, i64Ne, i64LtS
    case i64LtU, i64GtS, i64GtU, i64LeS, i64LeU, i64GeS, i64GeU, f32Eq, f32Ne, f32Lt, f32Gt, f32Le, f32Ge, f64Eq
    case f64Ne, f64Lt, f64Gt, f64Le, f64Ge, i32Clz, i32Ctz, i32Popcnt, i32Add, i32Sub, i32Mul, i32DivS, i32DivU
    case i32RemS, i32RemU, i32And, i32Or, i32Xor, i32Shl, i32ShrS, i32ShrU, i32Rotl, i32Rotr, i64Clz, i64Ctz
    case i64Popcnt, i64Add, i64Sub, i64Mul, i64DivS, i64DivU, i64RemS, i64RemU, i64And, i64Or, i64Xor, i64Shl
    case i64ShrS, i64ShrU, i64Rotl, i64Rotr, f32Abs, f32Neg, f32Ceil, f32Floor, f32Trunc, f32Nearest, f32Sqrt
    case f32Add, f32Sub, f32Mul, f32Div, f32Min, f32Max, f32Copysign, f64Abs, f64Neg, f64Ceil, f64Floor, f64Trunc
    case f64Nearest, f64Sqrt, f64Add, f64Sub, f64Mul, f64Div, f64Min, f64Max, f64Copysign, i32WrapI64
    case i32TruncF32S, i32TruncF32U, i32TruncF64S, i32TruncF64U, i64ExtendI32S, i64ExtendI32U, i64TruncF32S
    case i64TruncF32U, i64TruncF64S, i64TruncF64U, f32ConvertI32S, f32ConvertI32U, f32ConvertI64S, f32ConvertI64U
    case f32DemoteF64, f64ConvertI32S, f64ConvertI32U, f64ConvertI64S, f64ConvertI64U, f64PromoteF32
    case i32ReinterpretF32, i64ReinterpretF64, f32ReinterpretI32, f64ReinterpretI64, i32Extend8S, i32Extend16S
    case i64Extend8S, i64Extend16S, i64Extend32S, refNull, refIsNull, refFunc, refEq, refAsNonNull, brOnNull
    case brOnNonNull, structNew, structNewDefault, structGet, structGetS, structGetU, structSet, arrayNew
    case arrayNewDefault, arrayNewFixed, arrayNewData, arrayNewElem, arrayGet, arrayGetS, arrayGetU, arraySet
    case arrayLen, arrayFill, arrayCopy, arrayInitData, arrayInitElem, refTest, refTestNull, refCast, refCastNull
    case brOnCast, brOnCastFail, anyConvertExtern, externConvertAny, refI31, i31GetS, i31GetU, i32TruncSatF32S
    case i32TruncSatF32U, i32TruncSatF64S, i32TruncSatF64U, i64TruncSatF32S, i64TruncSatF32U, i64TruncSatF64S
    case i64TruncSatF64U, memoryInit, dataDrop, memoryCopy, memoryFill, tableInit, elemDrop, tableCopy, tableGrow
    case tableSize, tableFill, i64Add128, i64Sub128, i64MulWideS, i64MulWideU
    case v128Load, v128Load8x8S, v128Load8x8U, v128Load16x4S, v128Load16x4U, v128Load32x2S
    case v128Load32x2U, v128Load8Splat, v128Load16Splat, v128Load32Splat, v128Load64Splat, v128Store, v128Const
    case i8x16Shuffle, i8x16Swizzle, i8x16Splat, i16x8Splat, i32x4Splat, i64x2Splat, f32x4Splat, f64x2Splat
    case i8x16ExtractLaneS, i8x16ExtractLaneU, i8x16ReplaceLane, i16x8ExtractLaneS, i16x8ExtractLaneU
    case i16x8ReplaceLane, i32x4ExtractLane, i32x4ReplaceLane, i64x2ExtractLane, i64x2ReplaceLane
    case f32x4ExtractLane, f32x4ReplaceLane, f64x2ExtractLane, f64x2ReplaceLane, i8x16Eq, i8x16Ne, i8x16LtS
    case i8x16LtU, i8x16GtS, i8x16GtU, i8x16LeS, i8x16LeU, i8x16GeS, i8x16GeU, i16x8Eq, i16x8Ne, i16x8LtS
    case i16x8LtU, i16x8GtS, i16x8GtU, i16x8LeS, i16x8LeU, i16x8GeS, i16x8GeU, i32x4Eq, i32x4Ne, i32x4LtS
    case i32x4LtU, i32x4GtS, i32x4GtU, i32x4LeS, i32x4LeU, i32x4GeS, i32x4GeU, f32x4Eq, f32x4Ne, f32x4Lt, f32x4Gt
    case f32x4Le, f32x4Ge, f64x2Eq, f64x2Ne, f64x2Lt, f64x2Gt, f64x2Le, f64x2Ge, v128Not, v128And, v128Andnot
    case v128Or, v128Xor, v128Bitselect, v128AnyTrue, v128Load8Lane, v128Load16Lane, v128Load32Lane
    case v128Load64Lane, v128Store8Lane, v128Store16Lane, v128Store32Lane, v128Store64Lane, v128Load32Zero
    case v128Load64Zero, f32x4DemoteF64x2Zero, f64x2PromoteLowF32x4, i8x16Abs, i8x16Neg, i8x16Popcnt, i8x16AllTrue
    case i8x16Bitmask, i8x16NarrowI16x8S, i8x16NarrowI16x8U, f32x4Ceil, f32x4Floor, f32x4Trunc, f32x4Nearest
    case i8x16Shl, i8x16ShrS, i8x16ShrU, i8x16Add, i8x16AddSatS, i8x16AddSatU, i8x16Sub, i8x16SubSatS
    case i8x16SubSatU, f64x2Ceil, f64x2Floor, i8x16MinS, i8x16MinU, i8x16MaxS, i8x16MaxU, f64x2Trunc, i8x16AvgrU
    case i16x8ExtaddPairwiseI8x16S, i16x8ExtaddPairwiseI8x16U, i32x4ExtaddPairwiseI16x8S
    case i32x4ExtaddPairwiseI16x8U, i16x8Abs, i16x8Neg, i16x8Q15mulrSatS, i16x8AllTrue, i16x8Bitmask
    case i16x8NarrowI32x4S, i16x8NarrowI32x4U, i16x8ExtendLowI8x16S, i16x8ExtendHighI8x16S, i16x8ExtendLowI8x16U
    case i16x8ExtendHighI8x16U, i16x8Shl, i16x8ShrS, i16x8ShrU, i16x8Add, i16x8AddSatS, i16x8AddSatU, i16x8Sub
    case i16x8SubSatS, i16x8SubSatU, f64x2Nearest, i16x8Mul, i16x8MinS, i16x8MinU, i16x8MaxS, i16x8MaxU
    case i16x8AvgrU, i16x8ExtmulLowI8x16S, i16x8ExtmulHighI8x16S, i16x8ExtmulLowI8x16U, i16x8ExtmulHighI8x16U
    case i32x4Abs, i32x4Neg, i32x4AllTrue, i32x4Bitmask, i32x4ExtendLowI16x8S, i32x4ExtendHighI16x8S
    case i32x4ExtendLowI16x8U, i32x4ExtendHighI16x8U, i32x4Shl, i32x4ShrS, i32x4ShrU, i32x4Add, i32x4Sub, i32x4Mul
    case i32x4MinS, i32x4MinU, i32x4MaxS, i32x4MaxU, i32x4DotI16x8S, i32x4ExtmulLowI16x8S, i32x4ExtmulHighI16x8S
    case i32x4ExtmulLowI16x8U, i32x4ExtmulHighI16x8U, i64x2Abs, i64x2Neg, i64x2AllTrue, i64x2Bitmask
    case i64x2ExtendLowI32x4S, i64x2ExtendHighI32x4S, i64x2ExtendLowI32x4U, i64x2ExtendHighI32x4U, i64x2Shl
    case i64x2ShrS, i64x2ShrU, i64x2Add, i64x2Sub, i64x2Mul, i64x2Eq, i64x2Ne, i64x2LtS, i64x2GtS, i64x2LeS
    case i64x2GeS, i64x2ExtmulLowI32x4S, i64x2ExtmulHighI32x4S, i64x2ExtmulLowI32x4U, i64x2ExtmulHighI32x4U
    case f32x4Abs, f32x4Neg, f32x4Sqrt, f32x4Add, f32x4Sub, f32x4Mul, f32x4Div, f32x4Min, f32x4Max, f32x4Pmin
    case f32x4Pmax, f64x2Abs, f64x2Neg, f64x2Sqrt, f64x2Add, f64x2Sub, f64x2Mul, f64x2Div, f64x2Min, f64x2Max
    case f64x2Pmin, f64x2Pmax, i32x4TruncSatF32x4S, i32x4TruncSatF32x4U, f32x4ConvertI32x4S, f32x4ConvertI32x4U
    case i32x4TruncSatF64x2SZero, i32x4TruncSatF64x2UZero, f64x2ConvertLowI32x4S, f64x2ConvertLowI32x4U
    case i8x16RelaxedSwizzle, i32x4RelaxedTruncF32x4S, i32x4RelaxedTruncF32x4U, i32x4RelaxedTruncF64x2SZero
    case i32x4RelaxedTruncF64x2UZero, f32x4RelaxedMadd, f32x4RelaxedNmadd, f64x2RelaxedMadd, f64x2RelaxedNmadd
    case i8x16RelaxedLaneselect, i16x8RelaxedLaneselect, i32x4RelaxedLaneselect, i64x2RelaxedLaneselect
    case f32x4RelaxedMin, f32x4RelaxedMax, f64x2RelaxedMin, f64x2RelaxedMax, i16x8RelaxedQ15mulrS
    case i16x8RelaxedDotI8x16I7x16S, i32x4RelaxedDotI8x16I7x16AddS
    case memoryAtomicNotify, memoryAtomicWait32, memoryAtomicWait64, atomicFence, i32AtomicLoad, i64AtomicLoad
    case i32AtomicLoad8U, i32AtomicLoad16U, i64AtomicLoad8U, i64AtomicLoad16U, i64AtomicLoad32U, i32AtomicStore
    case i64AtomicStore, i32AtomicStore8, i32AtomicStore16, i64AtomicStore8, i64AtomicStore16, i64AtomicStore32
    case i32AtomicRmwAdd, i64AtomicRmwAdd, i32AtomicRmw8AddU, i32AtomicRmw16AddU, i64AtomicRmw8AddU
    case i64AtomicRmw16AddU, i64AtomicRmw32AddU, i32AtomicRmwSub, i64AtomicRmwSub, i32AtomicRmw8SubU
    case i32AtomicRmw16SubU, i64AtomicRmw8SubU, i64AtomicRmw16SubU, i64AtomicRmw32SubU, i32AtomicRmwAnd
    case i64AtomicRmwAnd, i32AtomicRmw8AndU, i32AtomicRmw16AndU, i64AtomicRmw8AndU, i64AtomicRmw16AndU
    case i64AtomicRmw32AndU, i32AtomicRmwOr, i64AtomicRmwOr, i32AtomicRmw8OrU, i32AtomicRmw16OrU, i64AtomicRmw8OrU
    case i64AtomicRmw16OrU, i64AtomicRmw32OrU, i32AtomicRmwXor, i64AtomicRmwXor, i32AtomicRmw8XorU
    case i32AtomicRmw16XorU, i64AtomicRmw8XorU, i64AtomicRmw16XorU, i64AtomicRmw32XorU, i32AtomicRmwXchg
    case i64AtomicRmwXchg, i32AtomicRmw8XchgU, i32AtomicRmw16XchgU, i64AtomicRmw8XchgU, i64AtomicRmw16XchgU
    case i64AtomicRmw32XchgU, i32AtomicRmwCmpxchg, i64AtomicRmwCmpxchg, i32AtomicRmw8CmpxchgU
    case i32AtomicRmw16CmpxchgU, i64AtomicRmw8CmpxchgU, i64AtomicRmw16CmpxchgU, i64AtomicRmw32CmpxchgU
}
