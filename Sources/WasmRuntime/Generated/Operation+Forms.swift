// Written by `scripts/write-loop`, which names the tables that this file follows from. Change those.

import WasmSyntax

extension Operation {
    /// The form whose second operand, or stored value, is a constant.
    var withImmediate: Operation? {
        switch self {
        case .i32Add: .i32AddImmediate
        case .i32Mul: .i32MulImmediate
        case .i32And: .i32AndImmediate
        case .i32Or: .i32OrImmediate
        case .i32Xor: .i32XorImmediate
        case .i32Shl: .i32ShlImmediate
        case .i32ShrS: .i32ShrSImmediate
        case .i32ShrU: .i32ShrUImmediate
        case .i32Rotl: .i32RotlImmediate
        case .i32Eq: .i32EqImmediate
        case .i32Ne: .i32NeImmediate
        case .i32LtS: .i32LtSImmediate
        case .i32LtU: .i32LtUImmediate
        case .i64Add: .i64AddImmediate
        case .i64Mul: .i64MulImmediate
        case .i64And: .i64AndImmediate
        case .i64Or: .i64OrImmediate
        case .i64Xor: .i64XorImmediate
        case .i64Shl: .i64ShlImmediate
        case .i64ShrS: .i64ShrSImmediate
        case .i64ShrU: .i64ShrUImmediate
        case .i64Rotl: .i64RotlImmediate
        case .i64Eq: .i64EqImmediate
        case .i64Ne: .i64NeImmediate
        case .i64LtS: .i64LtSImmediate
        case .i64LtU: .i64LtUImmediate
        case .store8: .store8Immediate
        case .store16: .store16Immediate
        case .store32: .store32Immediate
        case .store64: .store64Immediate
        default: nil
        }
    }

    /// The load or store whose address is the sum of two slots.
    var indexed: Operation? {
        switch self {
        case .load8U: .load8UIndexed
        case .load16U: .load16UIndexed
        case .load32U: .load32UIndexed
        case .load64: .load64Indexed
        case .store8: .store8Indexed
        case .store16: .store16Indexed
        case .store32: .store32Indexed
        case .store64: .store64Indexed
        default: nil
        }
    }

    /// The branch that is taken when this comparison of integers holds.
    var branch: Operation? {
        switch self {
        case .i32Eq: .branchI32Eq
        case .i32Ne: .branchI32Ne
        case .i32LtS: .branchI32LtS
        case .i32LtU: .branchI32LtU
        case .i32LeS: .branchI32LeS
        case .i32LeU: .branchI32LeU
        case .i32EqImmediate: .branchI32EqImmediate
        case .i32NeImmediate: .branchI32NeImmediate
        case .i32LtSImmediate: .branchI32LtSImmediate
        case .i32LtUImmediate: .branchI32LtUImmediate
        case .i32GtSImmediate: .branchI32GtSImmediate
        case .i32GtUImmediate: .branchI32GtUImmediate
        case .i64Eq: .branchI64Eq
        case .i64Ne: .branchI64Ne
        case .i64LtS: .branchI64LtS
        case .i64LtU: .branchI64LtU
        case .i64LeS: .branchI64LeS
        case .i64LeU: .branchI64LeU
        case .i64EqImmediate: .branchI64EqImmediate
        case .i64NeImmediate: .branchI64NeImmediate
        case .i64LtSImmediate: .branchI64LtSImmediate
        case .i64LtUImmediate: .branchI64LtUImmediate
        case .i64GtSImmediate: .branchI64GtSImmediate
        case .i64GtUImmediate: .branchI64GtUImmediate
        default: nil
        }
    }

    /// The comparison on which this branch is taken.
    var comparison: Operation? {
        switch self {
        case .branchI32Eq: .i32Eq
        case .branchI32Ne: .i32Ne
        case .branchI32LtS: .i32LtS
        case .branchI32LtU: .i32LtU
        case .branchI32LeS: .i32LeS
        case .branchI32LeU: .i32LeU
        case .branchI32EqImmediate: .i32EqImmediate
        case .branchI32NeImmediate: .i32NeImmediate
        case .branchI32LtSImmediate: .i32LtSImmediate
        case .branchI32LtUImmediate: .i32LtUImmediate
        case .branchI32GtSImmediate: .i32GtSImmediate
        case .branchI32GtUImmediate: .i32GtUImmediate
        case .branchI64Eq: .i64Eq
        case .branchI64Ne: .i64Ne
        case .branchI64LtS: .i64LtS
        case .branchI64LtU: .i64LtU
        case .branchI64LeS: .i64LeS
        case .branchI64LeU: .i64LeU
        case .branchI64EqImmediate: .i64EqImmediate
        case .branchI64NeImmediate: .i64NeImmediate
        case .branchI64LtSImmediate: .i64LtSImmediate
        case .branchI64LtUImmediate: .i64LtUImmediate
        case .branchI64GtSImmediate: .i64GtSImmediate
        case .branchI64GtUImmediate: .i64GtUImmediate
        default: nil
        }
    }

    /// The number of bytes of the first memory that it reads or writes, if it determines them.
    var accessWidth: Int? {
        switch self {
        case .load8U, .i32Load8S, .i64Load8S, .store8, .load8UIndexed, .store8Indexed, .store8Immediate: 1
        case .load16U, .i32Load16S, .i64Load16S, .store16, .load16UIndexed, .store16Indexed, .store16Immediate: 2
        case .load32U, .i64Load32S, .store32, .load32UIndexed, .store32Indexed, .store32Immediate: 4
        case .load64, .store64, .load64Indexed, .store64Indexed, .store64Immediate: 8
        case .vectorLoad128, .vectorStore128: 16
        default: nil
        }
    }

    /// Whether the address is the sum of the slots `b` and `c`.
    var isIndexed: Bool {
        switch self {
        case .load8UIndexed, .load16UIndexed, .load32UIndexed, .load64Indexed, .store8Indexed, .store16Indexed,
            .store32Indexed, .store64Indexed:
            true
        default: false
        }
    }

    /// Whether `y` is added to the address.
    var hasAddend: Bool {
        switch self {
        case .storeOperation, .load8U, .load16U, .load32U, .load64, .i32Load8S, .i32Load16S, .i64Load8S, .i64Load16S,
            .i64Load32S, .store8, .store16, .store32, .store64, .vectorLoad128, .vectorStore128:
            true
        default: false
        }
    }

    /// Whether one operand is a constant in the instruction.
    var hasImmediate: Bool {
        switch self {
        case .i32AddImmediate, .i32MulImmediate, .i32AndImmediate, .i32OrImmediate, .i32XorImmediate, .i32ShlImmediate,
            .i32ShrUImmediate, .i32ShrSImmediate, .i32RotlImmediate, .i32EqImmediate, .i32NeImmediate, .i32LtSImmediate,
            .i32LtUImmediate, .i32GtSImmediate, .i32GtUImmediate, .i64AddImmediate, .i64MulImmediate, .i64AndImmediate,
            .i64OrImmediate, .i64XorImmediate, .i64ShlImmediate, .i64ShrUImmediate, .i64ShrSImmediate,
            .i64RotlImmediate, .i64EqImmediate, .i64NeImmediate, .i64LtSImmediate, .i64LtUImmediate, .i64GtSImmediate,
            .i64GtUImmediate, .store8Immediate, .store16Immediate, .store32Immediate, .store64Immediate,
            .branchI32EqImmediate, .branchI32NeImmediate, .branchI32LtSImmediate, .branchI32LtUImmediate,
            .branchI32GtSImmediate, .branchI32GtUImmediate, .branchI64EqImmediate, .branchI64NeImmediate,
            .branchI64LtSImmediate, .branchI64LtUImmediate, .branchI64GtSImmediate, .branchI64GtUImmediate:
            true
        default: false
        }
    }

    /// Whether the operands have 64 bits.
    var isOfI64: Bool {
        switch self {
        case .i64Add, .i64Sub, .i64Mul, .i64And, .i64Or, .i64Xor, .i64Shl, .i64ShrS, .i64ShrU, .i64Rotl, .i64Rotr,
            .i64Clz, .i64Ctz, .i64Popcnt, .i64Extend8S, .i64Extend16S, .i64Extend32S, .i64DivS, .i64DivU, .i64RemS,
            .i64RemU, .i64Eqz, .i64Eq, .i64Ne, .i64LtS, .i64LtU, .i64LeS, .i64LeU, .i64AddImmediate, .i64MulImmediate,
            .i64AndImmediate, .i64OrImmediate, .i64XorImmediate, .i64ShlImmediate, .i64ShrUImmediate, .i64ShrSImmediate,
            .i64RotlImmediate, .i64EqImmediate, .i64NeImmediate, .i64LtSImmediate, .i64LtUImmediate, .i64GtSImmediate,
            .i64GtUImmediate:
            true
        default: false
        }
    }

    /// The operations of vector instructions that have their own arm of the loop.
    static let ofVectorInstructions: [Opcode: Operation] = [
        .f32x4Add: .vectorF32x4Add,
        .f32x4Sub: .vectorF32x4Sub,
        .f32x4Mul: .vectorF32x4Mul,
        .f64x2Add: .vectorF64x2Add,
        .f64x2Sub: .vectorF64x2Sub,
        .f64x2Mul: .vectorF64x2Mul,
        .i32x4Add: .vectorI32x4Add,
        .i32x4Sub: .vectorI32x4Sub,
        .i32x4Mul: .vectorI32x4Mul,
        .i16x8Add: .vectorI16x8Add,
        .i16x8Sub: .vectorI16x8Sub,
        .i16x8Mul: .vectorI16x8Mul,
        .i8x16Add: .vectorI8x16Add,
        .i8x16Sub: .vectorI8x16Sub,
        .i64x2Add: .vectorI64x2Add,
        .v128And: .vectorV128And,
        .v128Or: .vectorV128Or,
        .v128Xor: .vectorV128Xor,
        .i32x4DotI16x8S: .vectorI32x4DotI16x8S,
        .i8x16NarrowI16x8U: .vectorI8x16NarrowI16x8U,
        .i16x8ExtendLowI8x16U: .vectorI16x8ExtendLowI8x16U,
        .i16x8ExtendHighI8x16U: .vectorI16x8ExtendHighI8x16U,
        .i16x8Shl: .vectorI16x8Shl,
        .i16x8ShrU: .vectorI16x8ShrU,
    ]
}
