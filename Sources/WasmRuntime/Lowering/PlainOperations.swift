import WasmSyntax

/// The way in which a plain instruction is lowered.
enum PlainLowering {
    /// The result replaces the operand.
    case unary(Operation)
    /// `swapped`: the operation takes the operands the other way round.
    case binary(Operation, swapped: Bool = false)
    /// An outlined conversion.
    case conversion(Conversion)
    /// An outlined operation on numbers.
    case outlined(OutlinedOperation)
    /// The bits in the slot are the result already.
    case nothing
    case load(Operation)
    case store(Operation)

    /// By the opcode's raw value.
    static let table: [PlainLowering?] = {
        var table = [PlainLowering?](repeating: nil, count: Opcode.allCases.count)
        for (opcode, lowering) in sameNames + swapped + outlined + conversions + memoryOperations {
            table[Int(opcode.rawValue)] = lowering
        }
        return table
    }()

    private static let swapped: [(Opcode, PlainLowering)] = [
        (.i32GtS, .binary(.i32LtS, swapped: true)), (.i32GtU, .binary(.i32LtU, swapped: true)),
        (.i32GeS, .binary(.i32LeS, swapped: true)), (.i32GeU, .binary(.i32LeU, swapped: true)),
        (.i64GtS, .binary(.i64LtS, swapped: true)), (.i64GtU, .binary(.i64LtU, swapped: true)),
        (.i64GeS, .binary(.i64LeS, swapped: true)), (.i64GeU, .binary(.i64LeU, swapped: true)),
        (.f32Gt, .binary(.f32Lt, swapped: true)), (.f32Ge, .binary(.f32Le, swapped: true)),
        (.f64Gt, .binary(.f64Lt, swapped: true)), (.f64Ge, .binary(.f64Le, swapped: true)),
    ]

    private static let outlined: [(Opcode, PlainLowering)] = [
        (.f32Min, .outlined(.f32Min)), (.f32Max, .outlined(.f32Max)), (.f32Ceil, .outlined(.f32Ceil)),
        (.f32Floor, .outlined(.f32Floor)), (.f32Trunc, .outlined(.f32Trunc)), (.f32Nearest, .outlined(.f32Nearest)),
        (.f64Min, .outlined(.f64Min)), (.f64Max, .outlined(.f64Max)), (.f64Ceil, .outlined(.f64Ceil)),
        (.f64Floor, .outlined(.f64Floor)), (.f64Trunc, .outlined(.f64Trunc)), (.f64Nearest, .outlined(.f64Nearest)),
    ]

    /// An `i32` or `f32` is zero-extended in its slot, so that some conversions have nothing to do.
    private static let conversions: [(Opcode, PlainLowering)] = [
        (.i64ExtendI32U, .nothing), (.i32ReinterpretF32, .nothing), (.i64ReinterpretF64, .nothing),
        (.f32ReinterpretI32, .nothing), (.f64ReinterpretI64, .nothing),
        (.i64ExtendI32S, .unary(.i64Extend32S)),
        (.i32TruncF32S, .conversion(.i32TruncF32S)), (.i32TruncF32U, .conversion(.i32TruncF32U)),
        (.i32TruncF64U, .conversion(.i32TruncF64U)),
        (.i64TruncF32S, .conversion(.i64TruncF32S)), (.i64TruncF32U, .conversion(.i64TruncF32U)),
        (.i64TruncF64S, .conversion(.i64TruncF64S)), (.i64TruncF64U, .conversion(.i64TruncF64U)),
        (.i32TruncSatF32S, .conversion(.i32TruncSatF32S)), (.i32TruncSatF32U, .conversion(.i32TruncSatF32U)),
        (.i32TruncSatF64S, .conversion(.i32TruncSatF64S)), (.i32TruncSatF64U, .conversion(.i32TruncSatF64U)),
        (.i64TruncSatF32S, .conversion(.i64TruncSatF32S)), (.i64TruncSatF32U, .conversion(.i64TruncSatF32U)),
        (.i64TruncSatF64S, .conversion(.i64TruncSatF64S)), (.i64TruncSatF64U, .conversion(.i64TruncSatF64U)),
        (.f32ConvertI32U, .conversion(.f32ConvertI32U)), (.f32ConvertI64S, .conversion(.f32ConvertI64S)),
        (.f32ConvertI64U, .conversion(.f32ConvertI64U)), (.f64ConvertI64U, .conversion(.f64ConvertI64U)),
    ]

    private static let memoryOperations: [(Opcode, PlainLowering)] = [
        (.i32Load, .load(.load32U)), (.f32Load, .load(.load32U)), (.i64Load, .load(.load64)),
        (.f64Load, .load(.load64)), (.i32Load8U, .load(.load8U)), (.i64Load8U, .load(.load8U)),
        (.i32Load16U, .load(.load16U)), (.i64Load16U, .load(.load16U)), (.i64Load32U, .load(.load32U)),
        (.i32Load8S, .load(.i32Load8S)), (.i32Load16S, .load(.i32Load16S)), (.i64Load8S, .load(.i64Load8S)),
        (.i64Load16S, .load(.i64Load16S)), (.i64Load32S, .load(.i64Load32S)),
        (.i32Store, .store(.store32)), (.f32Store, .store(.store32)), (.i64Store, .store(.store64)),
        (.f64Store, .store(.store64)), (.i32Store8, .store(.store8)), (.i64Store8, .store(.store8)),
        (.i32Store16, .store(.store16)), (.i64Store16, .store(.store16)), (.i64Store32, .store(.store32)),
    ]
}
