import WasmSyntax

// See `executeVector` for the parameters.

/// Executes an instruction that converts integers to lanes of another width.
@inline(never)
func executeExtension(
    _ opcode: Opcode, _ vectors: inout MutableSpan<UInt8>, a: UInt16, b: UInt16, c: UInt16, d: UInt16, lane: Int,
    scalar: UInt64
) -> UInt64 {
    var v = vectors._mutatingExtracting(0..<min(vectorWindow, vectors.count))
    guard v.count == vectorWindow else { return 0 }
    switch opcode {
    case .i16x8ExtendLowI8x16S: v.set(a, v.s8x16(b).wideLow)
    case .i16x8ExtendHighI8x16S: v.set(a, v.s8x16(b).wideHigh)
    case .i16x8ExtaddPairwiseI8x16S: v.set(a, v.s8x16(b).wideEven &+ v.s8x16(b).wideOdd)
    case .i16x8ExtendLowI8x16U: v.set(a, v.u8x16(b).wideLow)
    case .i16x8ExtendHighI8x16U: v.set(a, v.u8x16(b).wideHigh)
    case .i16x8ExtaddPairwiseI8x16U: v.set(a, v.u8x16(b).wideEven &+ v.u8x16(b).wideOdd)
    case .i32x4ExtendLowI16x8S: v.set(a, v.s16x8(b).wideLow)
    case .i32x4ExtendHighI16x8S: v.set(a, v.s16x8(b).wideHigh)
    case .i32x4ExtaddPairwiseI16x8S: v.set(a, v.s16x8(b).wideEven &+ v.s16x8(b).wideOdd)
    case .i32x4ExtendLowI16x8U: v.set(a, v.u16x8(b).wideLow)
    case .i32x4ExtendHighI16x8U: v.set(a, v.u16x8(b).wideHigh)
    case .i32x4ExtaddPairwiseI16x8U: v.set(a, v.u16x8(b).wideEven &+ v.u16x8(b).wideOdd)
    case .i64x2ExtendLowI32x4S: v.set(a, v.s32x4(b).wideLow)
    case .i64x2ExtendHighI32x4S: v.set(a, v.s32x4(b).wideHigh)
    case .i64x2ExtendLowI32x4U: v.set(a, v.u32x4(b).wideLow)
    case .i64x2ExtendHighI32x4U: v.set(a, v.u32x4(b).wideHigh)
    case .i8x16NarrowI16x8S: v.set(a, v.s16x8(b).narrowedSigned(v.s16x8(c)))
    case .i8x16NarrowI16x8U: v.set(a, v.s16x8(b).narrowedUnsigned(v.s16x8(c)))
    case .i16x8NarrowI32x4S: v.set(a, v.s32x4(b).narrowedSigned(v.s32x4(c)))
    case .i16x8NarrowI32x4U: v.set(a, v.s32x4(b).narrowedUnsigned(v.s32x4(c)))
    default: break
    }
    return 0
}

/// Executes a product of integers with lanes of twice their width.
@inline(never)
func executeExtendedProduct(
    _ opcode: Opcode, _ vectors: inout MutableSpan<UInt8>, a: UInt16, b: UInt16, c: UInt16, d: UInt16, lane: Int,
    scalar: UInt64
) -> UInt64 {
    var v = vectors._mutatingExtracting(0..<min(vectorWindow, vectors.count))
    guard v.count == vectorWindow else { return 0 }
    switch opcode {
    case .i16x8ExtmulLowI8x16S: v.set(a, v.s8x16(b).wideLow &* v.s8x16(c).wideLow)
    case .i16x8ExtmulHighI8x16S: v.set(a, v.s8x16(b).wideHigh &* v.s8x16(c).wideHigh)
    case .i16x8ExtmulLowI8x16U: v.set(a, v.u8x16(b).wideLow &* v.u8x16(c).wideLow)
    case .i16x8ExtmulHighI8x16U: v.set(a, v.u8x16(b).wideHigh &* v.u8x16(c).wideHigh)
    case .i32x4ExtmulLowI16x8S: v.set(a, v.s16x8(b).wideLow &* v.s16x8(c).wideLow)
    case .i32x4ExtmulHighI16x8S: v.set(a, v.s16x8(b).wideHigh &* v.s16x8(c).wideHigh)
    case .i32x4ExtmulLowI16x8U: v.set(a, v.u16x8(b).wideLow &* v.u16x8(c).wideLow)
    case .i32x4ExtmulHighI16x8U: v.set(a, v.u16x8(b).wideHigh &* v.u16x8(c).wideHigh)
    case .i64x2ExtmulLowI32x4S: v.set(a, v.s32x4(b).wideLow &* v.s32x4(c).wideLow)
    case .i64x2ExtmulHighI32x4S: v.set(a, v.s32x4(b).wideHigh &* v.s32x4(c).wideHigh)
    case .i64x2ExtmulLowI32x4U: v.set(a, v.u32x4(b).wideLow &* v.u32x4(c).wideLow)
    case .i64x2ExtmulHighI32x4U: v.set(a, v.u32x4(b).wideHigh &* v.u32x4(c).wideHigh)
    case .i32x4DotI16x8S: v.set(a, v.s16x8(b).dot(v.s16x8(c)))
    case .i16x8RelaxedDotI8x16I7x16S: v.set(a, v.s8x16(b).relaxedDot(v.s8x16(c)))
    case .i32x4RelaxedDotI8x16I7x16AddS:
        let sums = v.s8x16(b).relaxedDot(v.s8x16(c))
        v.set(a, sums.wideEven &+ sums.wideOdd &+ v.s32x4(d))
    default: break
    }
    return 0
}
