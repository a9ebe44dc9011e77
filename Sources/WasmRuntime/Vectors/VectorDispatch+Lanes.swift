import WasmSyntax

// See `executeVector` for the parameters.

/// Executes a bitwise instruction or one on single lanes, or the part of a memory instruction that does the same.
@inline(never)
func executeLanes(
    _ opcode: Opcode, _ vectors: inout MutableSpan<UInt8>, a: UInt16, b: UInt16, c: UInt16, d: UInt16, lane: Int,
    scalar: UInt64
) -> UInt64 {
    var v = vectors._mutatingExtracting(0..<min(vectorWindow, vectors.count))
    guard v.count == vectorWindow else { return 0 }
    switch opcode {
    case .v128Not: v.set(a, ~v.u8x16(b))
    case .v128And: v.set(a, v.u8x16(b) & v.u8x16(c))
    case .v128Andnot: v.set(a, v.u8x16(b) & ~v.u8x16(c))
    case .v128Or: v.set(a, v.u8x16(b) | v.u8x16(c))
    case .v128Xor: v.set(a, v.u8x16(b) ^ v.u8x16(c))
    case .v128Bitselect, .i8x16RelaxedLaneselect, .i16x8RelaxedLaneselect, .i32x4RelaxedLaneselect,
        .i64x2RelaxedLaneselect:
        v.set(a, v.u8x16(b).selected(v.u8x16(c), v.u8x16(d)))
    case .v128AnyTrue: return v.u64x2(b) == U64x2() ? 0 : 1
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
    default: break
    }
    return 0
}
