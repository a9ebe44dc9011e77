import WasmSyntax

// The deterministic profile: an operation whose result may be a NaN of unspecified bits is followed by one that makes such
// a NaN canonical. Specification: Execution / Numerics / NaN Propagation.

extension FunctionLowering {
    /// Makes a NaN at the top of the stack canonical, if the instruction just lowered may have made one.
    mutating func canonicalizeNaN(of opcode: Opcode) {
        guard isReachable, let kind = NaNResult.kinds[Int(opcode.rawValue)] else { return }
        switch kind {
        case .f32: canonicalizeScalar(.f32CanonicalNaN)
        case .f64: canonicalizeScalar(.f64CanonicalNaN)
        case .f32x4: canonicalizeVector(.f32x4Eq, CanonicalNaN.f32 | CanonicalNaN.f32 << 32)
        case .f64x2: canonicalizeVector(.f64x2Eq, CanonicalNaN.f64)
        }
    }

    private mutating func canonicalizeScalar(_ conversion: Conversion) {
        let source = popSlot()
        emitProducer(InternalInstruction(.convert, b: source, c: Int(conversion.rawValue)))
    }

    /// Replaces lanes that are not equal to themselves by those of a constant.
    private mutating func canonicalizeVector(_ equal: VectorOperation, _ nan: UInt64) {
        let height = operands.height &- 1
        materialize(atHeight: height)
        let value = Int(slotField(slot(atHeight: height)))
        for _ in 0..<2 { operands.push(.vectorSlot) }
        let constant = Int(slotField(slot(atHeight: height &+ 1)))
        let mask = Int(slotField(slot(atHeight: height &+ 2)))
        let (low, high) = (UInt32(truncatingIfNeeded: nan), UInt32(truncatingIfNeeded: nan &>> 32))
        emit(InternalInstruction(.vectorConstant, a: constant, x: low, y: high))
        emit(InternalInstruction(.guardEntry, x: low, y: high))
        emit(InternalInstruction(.vector, a: mask, b: value, c: value, x: VectorOperands.detail(equal)))
        emit(
            InternalInstruction(
                .vector, a: value, b: value, c: constant, x: VectorOperands.detail(.v128Bitselect),
                y: UInt32(truncatingIfNeeded: mask)))
        operands.truncate(to: height &+ 1)
    }
}

/// The shapes of results that may be NaNs of unspecified bits. Instructions that copy bits (`abs`, `neg`, `copysign`,
/// `pmin`, `pmax` …) make none.
private enum NaNResult {
    case f32, f64, f32x4, f64x2

    /// The shape of an instruction's result, by the opcode's raw value.
    static let kinds: [NaNResult?] = {
        var kinds = [NaNResult?](repeating: nil, count: Opcode.allCases.count)
        for (opcodes, kind) in table { for opcode in opcodes { kinds[Int(opcode.rawValue)] = kind } }
        return kinds
    }()

    private static let table: [([Opcode], NaNResult)] = [
        (
            [
                .f32Add, .f32Sub, .f32Mul, .f32Div, .f32Min, .f32Max, .f32Ceil, .f32Floor, .f32Trunc, .f32Nearest,
                .f32Sqrt, .f32DemoteF64,
            ], .f32
        ),
        (
            [
                .f64Add, .f64Sub, .f64Mul, .f64Div, .f64Min, .f64Max, .f64Ceil, .f64Floor, .f64Trunc, .f64Nearest,
                .f64Sqrt, .f64PromoteF32,
            ], .f64
        ),
        (
            [
                .f32x4Add, .f32x4Sub, .f32x4Mul, .f32x4Div, .f32x4Min, .f32x4Max, .f32x4Ceil, .f32x4Floor,
                .f32x4Trunc, .f32x4Nearest, .f32x4Sqrt, .f32x4DemoteF64x2Zero, .f32x4RelaxedMadd,
                .f32x4RelaxedNmadd, .f32x4RelaxedMin, .f32x4RelaxedMax,
            ], .f32x4
        ),
        (
            [
                .f64x2Add, .f64x2Sub, .f64x2Mul, .f64x2Div, .f64x2Min, .f64x2Max, .f64x2Ceil, .f64x2Floor,
                .f64x2Trunc, .f64x2Nearest, .f64x2Sqrt, .f64x2PromoteLowF32x4, .f64x2RelaxedMadd,
                .f64x2RelaxedNmadd, .f64x2RelaxedMin, .f64x2RelaxedMax,
            ], .f64x2
        ),
    ]
}
