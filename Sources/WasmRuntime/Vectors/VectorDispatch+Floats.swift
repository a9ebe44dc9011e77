import WasmSyntax

// See `executeVector` for the parameters.

/// Executes an instruction on f32x4.
@inline(never)
func executeF32x4(
    _ opcode: Opcode, _ vectors: inout MutableSpan<UInt8>, a: UInt16, b: UInt16, c: UInt16, d: UInt16, lane: Int,
    scalar: UInt64
) -> UInt64 {
    var v = vectors._mutatingExtracting(0..<min(vectorWindow, vectors.count))
    guard v.count == vectorWindow else { return 0 }
    switch opcode {
    case .f32x4Eq: v.set(a, v.f32x4(b) .== v.f32x4(c))
    case .f32x4Ne: v.set(a, v.f32x4(b) .!= v.f32x4(c))
    case .f32x4Lt: v.set(a, v.f32x4(b) .< v.f32x4(c))
    case .f32x4Gt: v.set(a, v.f32x4(b) .> v.f32x4(c))
    case .f32x4Le: v.set(a, v.f32x4(b) .<= v.f32x4(c))
    case .f32x4Ge: v.set(a, v.f32x4(b) .>= v.f32x4(c))
    case .f32x4Abs: v.set(a, v.u8x16(b) & ~U8x16.signs32)
    case .f32x4Neg: v.set(a, v.u8x16(b) ^ U8x16.signs32)
    case .f32x4Sqrt: v.set(a, v.f32x4(b).squareRoot())
    case .f32x4Ceil: v.eachF32(a, b, b) { x, _ in x.rounded(.up).quieted }
    case .f32x4Floor: v.eachF32(a, b, b) { x, _ in x.rounded(.down).quieted }
    case .f32x4Trunc: v.eachF32(a, b, b) { x, _ in x.rounded(.towardZero).quieted }
    case .f32x4Nearest: v.eachF32(a, b, b) { x, _ in x.rounded(.toNearestOrEven).quieted }
    case .f32x4Add: v.set(a, v.f32x4(b) + v.f32x4(c))
    case .f32x4Sub: v.set(a, v.f32x4(b) - v.f32x4(c))
    case .f32x4Mul: v.set(a, v.f32x4(b) * v.f32x4(c))
    case .f32x4Div: v.set(a, v.f32x4(b) / v.f32x4(c))
    case .f32x4Min, .f32x4RelaxedMin: v.eachF32(a, b, c) { $0.wasmMinimum($1) }
    case .f32x4Max, .f32x4RelaxedMax: v.eachF32(a, b, c) { $0.wasmMaximum($1) }
    case .f32x4Pmin: v.set(a, v.u32x4(b).blended(v.u32x4(c), where: v.f32x4(c) .< v.f32x4(b)))
    case .f32x4Pmax: v.set(a, v.u32x4(b).blended(v.u32x4(c), where: v.f32x4(b) .< v.f32x4(c)))
    case .f32x4RelaxedMadd: v.set(a, v.f32x4(b) * v.f32x4(c) + v.f32x4(d))
    case .f32x4RelaxedNmadd: v.set(a, v.f32x4(d) - v.f32x4(b) * v.f32x4(c))
    default: break
    }
    return 0
}

/// Executes an instruction on f64x2.
@inline(never)
func executeF64x2(
    _ opcode: Opcode, _ vectors: inout MutableSpan<UInt8>, a: UInt16, b: UInt16, c: UInt16, d: UInt16, lane: Int,
    scalar: UInt64
) -> UInt64 {
    var v = vectors._mutatingExtracting(0..<min(vectorWindow, vectors.count))
    guard v.count == vectorWindow else { return 0 }
    switch opcode {
    case .f64x2Eq: v.set(a, v.f64x2(b) .== v.f64x2(c))
    case .f64x2Ne: v.set(a, v.f64x2(b) .!= v.f64x2(c))
    case .f64x2Lt: v.set(a, v.f64x2(b) .< v.f64x2(c))
    case .f64x2Gt: v.set(a, v.f64x2(b) .> v.f64x2(c))
    case .f64x2Le: v.set(a, v.f64x2(b) .<= v.f64x2(c))
    case .f64x2Ge: v.set(a, v.f64x2(b) .>= v.f64x2(c))
    case .f64x2Abs: v.set(a, v.u8x16(b) & ~U8x16.signs64)
    case .f64x2Neg: v.set(a, v.u8x16(b) ^ U8x16.signs64)
    case .f64x2Sqrt: v.set(a, v.f64x2(b).squareRoot())
    case .f64x2Ceil: v.eachF64(a, b, b) { x, _ in x.rounded(.up).quieted }
    case .f64x2Floor: v.eachF64(a, b, b) { x, _ in x.rounded(.down).quieted }
    case .f64x2Trunc: v.eachF64(a, b, b) { x, _ in x.rounded(.towardZero).quieted }
    case .f64x2Nearest: v.eachF64(a, b, b) { x, _ in x.rounded(.toNearestOrEven).quieted }
    case .f64x2Add: v.set(a, v.f64x2(b) + v.f64x2(c))
    case .f64x2Sub: v.set(a, v.f64x2(b) - v.f64x2(c))
    case .f64x2Mul: v.set(a, v.f64x2(b) * v.f64x2(c))
    case .f64x2Div: v.set(a, v.f64x2(b) / v.f64x2(c))
    case .f64x2Min, .f64x2RelaxedMin: v.eachF64(a, b, c) { $0.wasmMinimum($1) }
    case .f64x2Max, .f64x2RelaxedMax: v.eachF64(a, b, c) { $0.wasmMaximum($1) }
    case .f64x2Pmin: v.set(a, v.u64x2(b).blended(v.u64x2(c), where: v.f64x2(c) .< v.f64x2(b)))
    case .f64x2Pmax: v.set(a, v.u64x2(b).blended(v.u64x2(c), where: v.f64x2(b) .< v.f64x2(c)))
    case .f64x2RelaxedMadd: v.set(a, v.f64x2(b) * v.f64x2(c) + v.f64x2(d))
    case .f64x2RelaxedNmadd: v.set(a, v.f64x2(d) - v.f64x2(b) * v.f64x2(c))
    default: break
    }
    return 0
}

/// Executes a conversion between integers and floating-point numbers.
@inline(never)
func executeConversion(
    _ opcode: Opcode, _ vectors: inout MutableSpan<UInt8>, a: UInt16, b: UInt16, c: UInt16, d: UInt16, lane: Int,
    scalar: UInt64
) -> UInt64 {
    var v = vectors._mutatingExtracting(0..<min(vectorWindow, vectors.count))
    guard v.count == vectorWindow else { return 0 }
    switch opcode {
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
