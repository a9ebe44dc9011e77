import WasmSyntax

// See `executeVector` for the parameters.

/// Comparisons of i8x16.
@inline(never)
func executeI8x16Comparison(
    _ opcode: Opcode, _ vectors: inout MutableSpan<UInt8>, a: UInt16, b: UInt16, c: UInt16, d: UInt16, lane: Int,
    scalar: UInt64
) -> UInt64 {
    var v = vectors._mutatingExtracting(0..<min(vectorWindow, vectors.count))
    guard v.count == vectorWindow else { return 0 }
    switch opcode {
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
    default: break
    }
    return 0
}

/// Comparisons of i16x8.
@inline(never)
func executeI16x8Comparison(
    _ opcode: Opcode, _ vectors: inout MutableSpan<UInt8>, a: UInt16, b: UInt16, c: UInt16, d: UInt16, lane: Int,
    scalar: UInt64
) -> UInt64 {
    var v = vectors._mutatingExtracting(0..<min(vectorWindow, vectors.count))
    guard v.count == vectorWindow else { return 0 }
    switch opcode {
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
    default: break
    }
    return 0
}

/// Comparisons of i32x4.
@inline(never)
func executeI32x4Comparison(
    _ opcode: Opcode, _ vectors: inout MutableSpan<UInt8>, a: UInt16, b: UInt16, c: UInt16, d: UInt16, lane: Int,
    scalar: UInt64
) -> UInt64 {
    var v = vectors._mutatingExtracting(0..<min(vectorWindow, vectors.count))
    guard v.count == vectorWindow else { return 0 }
    switch opcode {
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
    default: break
    }
    return 0
}

/// Comparisons of i64x2.
@inline(never)
func executeI64x2Comparison(
    _ opcode: Opcode, _ vectors: inout MutableSpan<UInt8>, a: UInt16, b: UInt16, c: UInt16, d: UInt16, lane: Int,
    scalar: UInt64
) -> UInt64 {
    var v = vectors._mutatingExtracting(0..<min(vectorWindow, vectors.count))
    guard v.count == vectorWindow else { return 0 }
    switch opcode {
    case .i64x2Eq: v.set(a, v.u64x2(b) .== v.u64x2(c))
    case .i64x2Ne: v.set(a, v.u64x2(b) .!= v.u64x2(c))
    case .i64x2LtS: v.set(a, v.s64x2(b) .< v.s64x2(c))
    case .i64x2GtS: v.set(a, v.s64x2(b) .> v.s64x2(c))
    case .i64x2LeS: v.set(a, v.s64x2(b) .<= v.s64x2(c))
    case .i64x2GeS: v.set(a, v.s64x2(b) .>= v.s64x2(c))
    default: break
    }
    return 0
}

/// Tests and arithmetic of i8x16.
@inline(never)
func executeI8x16(
    _ opcode: Opcode, _ vectors: inout MutableSpan<UInt8>, a: UInt16, b: UInt16, c: UInt16, d: UInt16, lane: Int,
    scalar: UInt64
) -> UInt64 {
    var v = vectors._mutatingExtracting(0..<min(vectorWindow, vectors.count))
    guard v.count == vectorWindow else { return 0 }
    switch opcode {
    case .i8x16Abs: v.set(a, v.s8x16(b).replaced(by: S8x16() &- v.s8x16(b), if: .>))
    case .i8x16Neg: v.set(a, U8x16() &- v.u8x16(b))
    case .i8x16Popcnt: v.set(a, v.u8x16(b).bitCounts)
    case .i8x16AllTrue: return any(v.u8x16(b) .== U8x16()) ? 0 : 1
    case .i8x16Bitmask: return v.s8x16(b).signs
    case .i8x16Shl: v.set(a, v.u8x16(b) &<< U8x16(repeating: .init(truncatingIfNeeded: scalar)))
    case .i8x16ShrS: v.set(a, v.s8x16(b) &>> S8x16(repeating: .init(truncatingIfNeeded: scalar)))
    case .i8x16ShrU: v.set(a, v.u8x16(b) &>> U8x16(repeating: .init(truncatingIfNeeded: scalar)))
    case .i8x16Add: v.set(a, v.u8x16(b) &+ v.u8x16(c))
    case .i8x16Sub: v.set(a, v.u8x16(b) &- v.u8x16(c))
    case .i8x16AddSatS: v.set(a, v.s8x16(b).addingSaturated(v.s8x16(c)))
    case .i8x16SubSatS: v.set(a, v.s8x16(b).subtractingSaturated(v.s8x16(c)))
    case .i8x16AddSatU: v.set(a, v.u8x16(b).addingSaturated(v.u8x16(c)))
    case .i8x16SubSatU: v.set(a, v.u8x16(b).subtractingSaturated(v.u8x16(c)))
    case .i8x16AvgrU: v.set(a, v.u8x16(b).average(v.u8x16(c)))
    case .i8x16MinS: v.set(a, v.s8x16(b).replaced(by: v.s8x16(c), if: .<))
    case .i8x16MaxS: v.set(a, v.s8x16(b).replaced(by: v.s8x16(c), if: .>))
    case .i8x16MinU: v.set(a, v.u8x16(b).replaced(by: v.u8x16(c), if: .<))
    case .i8x16MaxU: v.set(a, v.u8x16(b).replaced(by: v.u8x16(c), if: .>))
    default: break
    }
    return 0
}

/// Tests and arithmetic of i16x8.
@inline(never)
func executeI16x8(
    _ opcode: Opcode, _ vectors: inout MutableSpan<UInt8>, a: UInt16, b: UInt16, c: UInt16, d: UInt16, lane: Int,
    scalar: UInt64
) -> UInt64 {
    var v = vectors._mutatingExtracting(0..<min(vectorWindow, vectors.count))
    guard v.count == vectorWindow else { return 0 }
    switch opcode {
    case .i16x8Abs: v.set(a, v.s16x8(b).replaced(by: S16x8() &- v.s16x8(b), if: .>))
    case .i16x8Neg: v.set(a, U16x8() &- v.u16x8(b))
    case .i16x8AllTrue: return any(v.u16x8(b) .== U16x8()) ? 0 : 1
    case .i16x8Bitmask: return v.s16x8(b).signs
    case .i16x8Shl: v.set(a, v.u16x8(b) &<< U16x8(repeating: .init(truncatingIfNeeded: scalar)))
    case .i16x8ShrS: v.set(a, v.s16x8(b) &>> S16x8(repeating: .init(truncatingIfNeeded: scalar)))
    case .i16x8ShrU: v.eachU16(a, b) { $0 &>> UInt16(truncatingIfNeeded: scalar) }
    case .i16x8Add: v.set(a, v.u16x8(b) &+ v.u16x8(c))
    case .i16x8Sub: v.set(a, v.u16x8(b) &- v.u16x8(c))
    case .i16x8Mul: v.set(a, v.u16x8(b) &* v.u16x8(c))
    case .i16x8AddSatS: v.set(a, v.s16x8(b).addingSaturated(v.s16x8(c)))
    case .i16x8SubSatS: v.set(a, v.s16x8(b).subtractingSaturated(v.s16x8(c)))
    case .i16x8AddSatU: v.set(a, v.u16x8(b).addingSaturated(v.u16x8(c)))
    case .i16x8SubSatU: v.set(a, v.u16x8(b).subtractingSaturated(v.u16x8(c)))
    case .i16x8AvgrU: v.set(a, v.u16x8(b).average(v.u16x8(c)))
    case .i16x8MinS: v.set(a, v.s16x8(b).replaced(by: v.s16x8(c), if: .<))
    case .i16x8MaxS: v.set(a, v.s16x8(b).replaced(by: v.s16x8(c), if: .>))
    case .i16x8MinU: v.set(a, v.u16x8(b).replaced(by: v.u16x8(c), if: .<))
    case .i16x8MaxU: v.set(a, v.u16x8(b).replaced(by: v.u16x8(c), if: .>))
    case .i16x8Q15mulrSatS, .i16x8RelaxedQ15mulrS: v.set(a, v.s16x8(b).fractionProduct(v.s16x8(c)))
    default: break
    }
    return 0
}

/// Tests and arithmetic of i32x4.
@inline(never)
func executeI32x4(
    _ opcode: Opcode, _ vectors: inout MutableSpan<UInt8>, a: UInt16, b: UInt16, c: UInt16, d: UInt16, lane: Int,
    scalar: UInt64
) -> UInt64 {
    var v = vectors._mutatingExtracting(0..<min(vectorWindow, vectors.count))
    guard v.count == vectorWindow else { return 0 }
    switch opcode {
    case .i32x4Abs: v.set(a, v.s32x4(b).blended(S32x4() &- v.s32x4(b), where: v.s32x4(b) .< S32x4()))
    case .i32x4Neg: v.set(a, U32x4() &- v.u32x4(b))
    case .i32x4AllTrue: return any(v.u32x4(b) .== U32x4()) ? 0 : 1
    case .i32x4Bitmask: return v.s32x4(b).signs
    case .i32x4Shl: v.set(a, v.u32x4(b) &* U32x4(repeating: 1 &<< UInt32(truncatingIfNeeded: scalar)))
    case .i32x4ShrS: v.eachS32(a, b, b) { x, _ in x &>> Int32(truncatingIfNeeded: scalar) }
    case .i32x4ShrU: v.eachU32(a, b, b) { x, _ in x &>> UInt32(truncatingIfNeeded: scalar) }
    case .i32x4Add: v.set(a, v.u32x4(b) &+ v.u32x4(c))
    case .i32x4Sub: v.set(a, v.u32x4(b) &- v.u32x4(c))
    case .i32x4Mul: v.set(a, v.u32x4(b) &* v.u32x4(c))
    case .i32x4MinS: v.set(a, v.s32x4(b).blended(v.s32x4(c), where: v.s32x4(c) .< v.s32x4(b)))
    case .i32x4MaxS: v.set(a, v.s32x4(b).blended(v.s32x4(c), where: v.s32x4(c) .> v.s32x4(b)))
    case .i32x4MinU: v.set(a, v.u32x4(b).blended(v.u32x4(c), where: v.u32x4(c) .< v.u32x4(b)))
    case .i32x4MaxU: v.set(a, v.u32x4(b).blended(v.u32x4(c), where: v.u32x4(c) .> v.u32x4(b)))
    default: break
    }
    return 0
}

/// Tests and arithmetic of i64x2.
@inline(never)
func executeI64x2(
    _ opcode: Opcode, _ vectors: inout MutableSpan<UInt8>, a: UInt16, b: UInt16, c: UInt16, d: UInt16, lane: Int,
    scalar: UInt64
) -> UInt64 {
    var v = vectors._mutatingExtracting(0..<min(vectorWindow, vectors.count))
    guard v.count == vectorWindow else { return 0 }
    switch opcode {
    case .i64x2Abs: v.set(a, v.s64x2(b).blended(S64x2() &- v.s64x2(b), where: v.s64x2(b) .< S64x2()))
    case .i64x2Neg: v.set(a, U64x2() &- v.u64x2(b))
    case .i64x2AllTrue: return any(v.u64x2(b) .== U64x2()) ? 0 : 1
    case .i64x2Bitmask: return v.s64x2(b).signs
    case .i64x2Shl: v.set(a, v.u64x2(b) &* U64x2(repeating: 1 &<< UInt64(truncatingIfNeeded: scalar)))
    case .i64x2ShrS: v.eachS64(a, b, b) { x, _ in x &>> Int64(truncatingIfNeeded: scalar) }
    case .i64x2ShrU: v.eachU64(a, b, b) { x, _ in x &>> UInt64(truncatingIfNeeded: scalar) }
    case .i64x2Add: v.set(a, v.u64x2(b) &+ v.u64x2(c))
    case .i64x2Sub: v.set(a, v.u64x2(b) &- v.u64x2(c))
    case .i64x2Mul: v.set(a, v.u64x2(b) &* v.u64x2(c))
    default: break
    }
    return 0
}
