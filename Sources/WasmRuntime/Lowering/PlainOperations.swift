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
        for (opcode, lowering) in integerOperations + floatOperations + conversions + memoryOperations {
            table[Int(opcode.rawValue)] = lowering
        }
        return table
    }()

    private static let integerOperations: [(Opcode, PlainLowering)] = [
        (.i32Add, .binary(.i32Add)), (.i32Sub, .binary(.i32Sub)), (.i32Mul, .binary(.i32Mul)),
        (.i32DivS, .binary(.i32DivS)), (.i32DivU, .binary(.i32DivU)), (.i32RemS, .binary(.i32RemS)),
        (.i32RemU, .binary(.i32RemU)), (.i32And, .binary(.i32And)), (.i32Or, .binary(.i32Or)),
        (.i32Xor, .binary(.i32Xor)), (.i32Shl, .binary(.i32Shl)), (.i32ShrS, .binary(.i32ShrS)),
        (.i32ShrU, .binary(.i32ShrU)), (.i32Rotl, .binary(.i32Rotl)), (.i32Rotr, .binary(.i32Rotr)),
        (.i32Clz, .unary(.i32Clz)), (.i32Ctz, .unary(.i32Ctz)), (.i32Popcnt, .unary(.i32Popcnt)),
        (.i32Extend8S, .unary(.i32Extend8S)), (.i32Extend16S, .unary(.i32Extend16S)),
        (.i32Eqz, .unary(.i32Eqz)), (.i32Eq, .binary(.i32Eq)), (.i32Ne, .binary(.i32Ne)),
        (.i32LtS, .binary(.i32LtS)), (.i32LtU, .binary(.i32LtU)),
        (.i32GtS, .binary(.i32LtS, swapped: true)), (.i32GtU, .binary(.i32LtU, swapped: true)),
        (.i32LeS, .binary(.i32LeS)), (.i32LeU, .binary(.i32LeU)),
        (.i32GeS, .binary(.i32LeS, swapped: true)), (.i32GeU, .binary(.i32LeU, swapped: true)),

        (.i64Add, .binary(.i64Add)), (.i64Sub, .binary(.i64Sub)), (.i64Mul, .binary(.i64Mul)),
        (.i64DivS, .binary(.i64DivS)), (.i64DivU, .binary(.i64DivU)), (.i64RemS, .binary(.i64RemS)),
        (.i64RemU, .binary(.i64RemU)), (.i64And, .binary(.i64And)), (.i64Or, .binary(.i64Or)),
        (.i64Xor, .binary(.i64Xor)), (.i64Shl, .binary(.i64Shl)), (.i64ShrS, .binary(.i64ShrS)),
        (.i64ShrU, .binary(.i64ShrU)), (.i64Rotl, .binary(.i64Rotl)), (.i64Rotr, .binary(.i64Rotr)),
        (.i64Clz, .unary(.i64Clz)), (.i64Ctz, .unary(.i64Ctz)), (.i64Popcnt, .unary(.i64Popcnt)),
        (.i64Extend8S, .unary(.i64Extend8S)), (.i64Extend16S, .unary(.i64Extend16S)),
        (.i64Extend32S, .unary(.i64Extend32S)),
        (.i64Eqz, .unary(.i64Eqz)), (.i64Eq, .binary(.i64Eq)), (.i64Ne, .binary(.i64Ne)),
        (.i64LtS, .binary(.i64LtS)), (.i64LtU, .binary(.i64LtU)),
        (.i64GtS, .binary(.i64LtS, swapped: true)), (.i64GtU, .binary(.i64LtU, swapped: true)),
        (.i64LeS, .binary(.i64LeS)), (.i64LeU, .binary(.i64LeU)),
        (.i64GeS, .binary(.i64LeS, swapped: true)), (.i64GeU, .binary(.i64LeU, swapped: true)),
    ]

    private static let floatOperations: [(Opcode, PlainLowering)] = [
        (.f32Add, .binary(.f32Add)), (.f32Sub, .binary(.f32Sub)), (.f32Mul, .binary(.f32Mul)),
        (.f32Div, .binary(.f32Div)), (.f32Min, .outlined(.f32Min)), (.f32Max, .outlined(.f32Max)),
        (.f32Copysign, .binary(.f32Copysign)), (.f32Abs, .unary(.f32Abs)), (.f32Neg, .unary(.f32Neg)),
        (.f32Ceil, .outlined(.f32Ceil)), (.f32Floor, .outlined(.f32Floor)), (.f32Trunc, .outlined(.f32Trunc)),
        (.f32Nearest, .outlined(.f32Nearest)), (.f32Sqrt, .unary(.f32Sqrt)),
        (.f32Eq, .binary(.f32Eq)), (.f32Ne, .binary(.f32Ne)), (.f32Lt, .binary(.f32Lt)), (.f32Le, .binary(.f32Le)),
        (.f32Gt, .binary(.f32Lt, swapped: true)), (.f32Ge, .binary(.f32Le, swapped: true)),

        (.f64Add, .binary(.f64Add)), (.f64Sub, .binary(.f64Sub)), (.f64Mul, .binary(.f64Mul)),
        (.f64Div, .binary(.f64Div)), (.f64Min, .outlined(.f64Min)), (.f64Max, .outlined(.f64Max)),
        (.f64Copysign, .binary(.f64Copysign)), (.f64Abs, .unary(.f64Abs)), (.f64Neg, .unary(.f64Neg)),
        (.f64Ceil, .outlined(.f64Ceil)), (.f64Floor, .outlined(.f64Floor)), (.f64Trunc, .outlined(.f64Trunc)),
        (.f64Nearest, .outlined(.f64Nearest)), (.f64Sqrt, .unary(.f64Sqrt)),
        (.f64Eq, .binary(.f64Eq)), (.f64Ne, .binary(.f64Ne)), (.f64Lt, .binary(.f64Lt)), (.f64Le, .binary(.f64Le)),
        (.f64Gt, .binary(.f64Lt, swapped: true)), (.f64Ge, .binary(.f64Le, swapped: true)),
    ]

    /// An `i32` or `f32` is zero-extended in its slot, so that some conversions have nothing to do.
    private static let conversions: [(Opcode, PlainLowering)] = [
        (.i64ExtendI32U, .nothing), (.i32ReinterpretF32, .nothing), (.i64ReinterpretF64, .nothing),
        (.f32ReinterpretI32, .nothing), (.f64ReinterpretI64, .nothing),
        (.i32WrapI64, .unary(.i32WrapI64)), (.i64ExtendI32S, .unary(.i64Extend32S)),
        (.f64ConvertI32S, .unary(.f64ConvertI32S)), (.f64ConvertI32U, .unary(.f64ConvertI32U)),
        (.f64ConvertI64S, .unary(.f64ConvertI64S)), (.f32ConvertI32S, .unary(.f32ConvertI32S)),
        (.f64PromoteF32, .unary(.f64PromoteF32)), (.f32DemoteF64, .unary(.f32DemoteF64)),
        (.i32TruncF64S, .unary(.i32TruncF64S)),
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
