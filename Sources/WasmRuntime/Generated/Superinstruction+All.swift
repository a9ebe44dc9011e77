// Written by `scripts/write-loop`, which names the tables that this file follows from. Change those.

extension Superinstruction {
    /// All superinstructions.
    static let all: [Superinstruction] = [
        Superinstruction(
            .i32AddImmediateIntoLoad64IntoThirdF64SubtractProductIntoStore64, inFullLoop: false, .i32AddImmediate,
            (.load64, .b), (.f64SubtractProduct, .x), (.store64, .a)),
        Superinstruction(
            .i32AddImmediateIntoLoad64IntoF64SubIntoSecondF64Mul, inFullLoop: false, .i32AddImmediate, (.load64, .b),
            (.f64Sub, .b), (.f64Mul, .c)),
        Superinstruction(
            .i32AddImmediateIntoLoad32UIndexedIntoI32AddIntoI32Add, inFullLoop: false, .i32AddImmediate,
            (.load32UIndexed, .b), (.i32Add, .b), (.i32Add, .b)),
        Superinstruction(
            .i32AddImmediateIntoI32AndImmediateIntoF64ConvertI32UIntoSecondF64Add, inFullLoop: false, .i32AddImmediate,
            (.i32AndImmediate, .b), (.f64ConvertI32U, .b), (.f64Add, .c)),
        Superinstruction(
            .i32AddImmediateIntoI32AddIntoLoad8UIntoBranchI32Ne, inFullLoop: false, .i32AddImmediate, (.i32Add, .b),
            (.load8U, .b), (.branchI32Ne, .a)),
        Superinstruction(
            .i32AddImmediateIntoLoad8UIntoStore8ThenStore8, inFullLoop: false, .i32AddImmediate, (.load8U, .b),
            (.store8, .a), (.store8, nil)),
        Superinstruction(
            .i32AddImmediateIntoLoad32UIntoBranchI32LtUThenI32AddImmediate, inFullLoop: false, .i32AddImmediate,
            (.load32U, .b), (.branchI32LtU, .a), (.i32AddImmediate, nil)),
        Superinstruction(
            .i32AddImmediateIntoLoad64IntoF64SubThenLoad64, inFullLoop: false, .i32AddImmediate, (.load64, .b),
            (.f64Sub, .b), (.load64, nil)),
        Superinstruction(
            .i32AddImmediateIntoI32AndImmediateIntoBranchI32LtUImmediateThenStore32, inFullLoop: false,
            .i32AddImmediate, (.i32AndImmediate, .b), (.branchI32LtUImmediate, .a), (.store32, nil)),
        Superinstruction(
            .i32AddImmediateThenI64AddImmediateIntoBranchI64NeImmediateThenLoad32U, inFullLoop: false, .i32AddImmediate,
            (.i64AddImmediate, nil), (.branchI64NeImmediate, .a), (.load32U, nil)),
        Superinstruction(
            .i32AddImmediateThenI32AddImmediateThenI32AddImmediateIntoBranchI32Ne, inFullLoop: false, .i32AddImmediate,
            (.i32AddImmediate, nil), (.i32AddImmediate, nil), (.branchI32Ne, .a)),
        Superinstruction(
            .i32AddImmediateThenI32AddImmediateThenI32AddImmediateIntoBranchIfNonZero, inFullLoop: false,
            .i32AddImmediate, (.i32AddImmediate, nil), (.i32AddImmediate, nil), (.branchIfNonZero, .a)),
        Superinstruction(
            .i32AddImmediateThenI64ShrUImmediateThenLoad32UIntoI64Add, inFullLoop: false, .i32AddImmediate,
            (.i64ShrUImmediate, nil), (.load32U, nil), (.i64Add, .b)),
        Superinstruction(
            .i32AddImmediateThenI32AddThenI32AddImmediateIntoBranchI32Ne, inFullLoop: false, .i32AddImmediate,
            (.i32Add, nil), (.i32AddImmediate, nil), (.branchI32Ne, .a)),
        Superinstruction(
            .i32AddImmediateThenLoad8UThenLoad8UIntoBranchI32Eq, inFullLoop: false, .i32AddImmediate, (.load8U, nil),
            (.load8U, nil), (.branchI32Eq, .a)),
        Superinstruction(
            .i32AddImmediateIntoI32NeImmediateIntoBranchIfNonZero, inFullLoop: false, .i32AddImmediate,
            (.i32NeImmediate, .b), (.branchIfNonZero, .a)),
        Superinstruction(
            .i32AddImmediateIntoI32AddIntoLoad32U, inFullLoop: false, .i32AddImmediate, (.i32Add, .b), (.load32U, .b)),
        Superinstruction(
            .i32AddImmediateThenI32AddImmediateIntoBranchI32Ne, .i32AddImmediate, (.i32AddImmediate, nil),
            (.branchI32Ne, .a)),
        Superinstruction(
            .i32AddImmediateIntoGlobalSetThenReturnOne, inFullLoop: false, .i32AddImmediate, (.globalSet, .a),
            (.returnOne, nil)),
        Superinstruction(
            .i32AddImmediateThenI32AddImmediateIntoBranchIfNonZero, inFullLoop: false, .i32AddImmediate,
            (.i32AddImmediate, nil), (.branchIfNonZero, .a)),
        Superinstruction(
            .i32AddImmediateIntoStore8ThenI32AddImmediate, inFullLoop: false, .i32AddImmediate, (.store8, .a),
            (.i32AddImmediate, nil)),
        Superinstruction(
            .i32AddImmediateThenI32AddImmediateIntoBranchI32LtU, inFullLoop: false, .i32AddImmediate,
            (.i32AddImmediate, nil), (.branchI32LtU, .a)),
        Superinstruction(
            .i32AddImmediateIntoGlobalSetThenReturnNone, inFullLoop: false, .i32AddImmediate, (.globalSet, .a),
            (.returnNone, nil)),
        Superinstruction(
            .i32AddImmediateThenI32GtUImmediateIntoBranchIfNonZero, inFullLoop: false, .i32AddImmediate,
            (.i32GtUImmediate, nil), (.branchIfNonZero, .a)),
        Superinstruction(
            .i32AddImmediateThenI32AddImmediateThenI32AddImmediate, inFullLoop: false, .i32AddImmediate,
            (.i32AddImmediate, nil), (.i32AddImmediate, nil)),
        Superinstruction(.i32AddImmediateIntoBranchI32Ne, .i32AddImmediate, (.branchI32Ne, .a)),
        Superinstruction(.i32AddImmediateIntoBranchIfNonZero, .i32AddImmediate, (.branchIfNonZero, .a)),
        Superinstruction(.i32AddImmediateIntoBranchI32NeImmediate, .i32AddImmediate, (.branchI32NeImmediate, .a)),
        Superinstruction(.i32AddImmediateIntoStore32, inFullLoop: false, .i32AddImmediate, (.store32, .a)),
        Superinstruction(.i32AddImmediateIntoLoad64, inFullLoop: false, .i32AddImmediate, (.load64, .b)),
        Superinstruction(.i32AddImmediateIntoBranchI32LtU, inFullLoop: false, .i32AddImmediate, (.branchI32LtU, .a)),
        Superinstruction(.i32AddImmediateIntoBranchTable, inFullLoop: false, .i32AddImmediate, (.branchTable, .a)),
        Superinstruction(.i32AddImmediateThenCall, .i32AddImmediate, (.call, nil)),
        Superinstruction(.i32AddImmediateThenI32AddImmediate, .i32AddImmediate, (.i32AddImmediate, nil)),
        Superinstruction(.i32AddImmediateThenCopy, .i32AddImmediate, (.copy, nil)),
        Superinstruction(.i32AddImmediateThenJump, .i32AddImmediate, (.jump, nil)),
        Superinstruction(
            .i32AddImmediateThenBranchIfNonZero, inFullLoop: false, .i32AddImmediate, (.branchIfNonZero, nil)),
        Superinstruction(.i32AddImmediateThenLoad32U, inFullLoop: false, .i32AddImmediate, (.load32U, nil)),
        Superinstruction(.i32AddImmediateThenLoad8U, inFullLoop: false, .i32AddImmediate, (.load8U, nil)),
        Superinstruction(
            .i32AddImmediateThenI32AndImmediate, inFullLoop: false, .i32AddImmediate, (.i32AndImmediate, nil)),
        Superinstruction(.i32AddImmediateThenBranchI32LeU, inFullLoop: false, .i32AddImmediate, (.branchI32LeU, nil)),
        Superinstruction(
            .copyIntoI32XorThenCopyIntoI32And, inFullLoop: false, .copy, (.i32Xor, .b), (.copy, nil), (.i32And, .b)),
        Superinstruction(
            .copyIntoI32AddImmediateThenLoad32UIntoSecondBranchI32LtU, inFullLoop: false, .copy, (.i32AddImmediate, .b),
            (.load32U, nil), (.branchI32LtU, .b)),
        Superinstruction(
            .copyThenI32AddImmediateIntoBranchI32NeThenStore8Immediate, inFullLoop: false, .copy,
            (.i32AddImmediate, nil), (.branchI32Ne, .a), (.store8Immediate, nil)),
        Superinstruction(
            .copyThenCopyThenCopyThenCall, inFullLoop: false, .copy, (.copy, nil), (.copy, nil), (.call, nil)),
        Superinstruction(
            .copyThenI32AddImmediateIntoI32Xor, inFullLoop: false, .copy, (.i32AddImmediate, nil), (.i32Xor, .b)),
        Superinstruction(.copyThenCopyThenCopy, .copy, (.copy, nil), (.copy, nil)),
        Superinstruction(.copyThenI32AddImmediateThenCall, .copy, (.i32AddImmediate, nil), (.call, nil)),
        Superinstruction(.copyThenCopyThenCall, .copy, (.copy, nil), (.call, nil)),
        Superinstruction(.copyThenCopyThenCallIndirect, inFullLoop: false, .copy, (.copy, nil), (.callIndirect, nil)),
        Superinstruction(.copyThenCopy, .copy, (.copy, nil)),
        Superinstruction(.copyThenI32AddImmediate, .copy, (.i32AddImmediate, nil)),
        Superinstruction(.copyThenJump, .copy, (.jump, nil)),
        Superinstruction(.copyThenCall, .copy, (.call, nil)),
        Superinstruction(.copyThenBranchIfNonZero, inFullLoop: false, .copy, (.branchIfNonZero, nil)),
        Superinstruction(.copyThenBranchIfZero, inFullLoop: false, .copy, (.branchIfZero, nil)),
        Superinstruction(
            .load32UIntoI64MulIntoI64AddIntoStore32, inFullLoop: false, .load32U, (.i64Mul, .b), (.i64Add, .b),
            (.store32, .a)),
        Superinstruction(
            .load32UThenLoad32UIntoSecondF32MultiplyAddIntoStore32, inFullLoop: false, .load32U, (.load32U, nil),
            (.f32MultiplyAdd, .c), (.store32, .a)),
        Superinstruction(
            .load32UIntoI32ShlImmediateIntoI32AddImmediateThenJump, inFullLoop: false, .load32U, (.i32ShlImmediate, .b),
            (.i32AddImmediate, .b), (.jump, nil)),
        Superinstruction(
            .load32UThenLoad32UIntoBranchI32EqThenI32LtU, inFullLoop: false, .load32U, (.load32U, nil),
            (.branchI32Eq, .a), (.i32LtU, nil)),
        Superinstruction(
            .load32UIntoI32AddImmediateIntoStore32, inFullLoop: false, .load32U, (.i32AddImmediate, .b), (.store32, .a)),
        Superinstruction(
            .load32UThenLoad32UIntoBranchI32Ne, inFullLoop: false, .load32U, (.load32U, nil), (.branchI32Ne, .a)),
        Superinstruction(.load32UThenI32AddThenLoad32U, inFullLoop: false, .load32U, (.i32Add, nil), (.load32U, nil)),
        Superinstruction(
            .load32UThenStore32ThenI32AddImmediate, inFullLoop: false, .load32U, (.store32, nil),
            (.i32AddImmediate, nil)),
        Superinstruction(.load32UThenLoad32UThenLoad32U, inFullLoop: false, .load32U, (.load32U, nil), (.load32U, nil)),
        Superinstruction(.load32UIntoBranchI32Ne, inFullLoop: false, .load32U, (.branchI32Ne, .a)),
        Superinstruction(.load32UIntoBranchIfZero, inFullLoop: false, .load32U, (.branchIfZero, .a)),
        Superinstruction(.load32UIntoBranchI32Eq, inFullLoop: false, .load32U, (.branchI32Eq, .a)),
        Superinstruction(.load32UIntoI64Add, inFullLoop: false, .load32U, (.i64Add, .b)),
        Superinstruction(.load32UIntoI32Add, inFullLoop: false, .load32U, (.i32Add, .b)),
        Superinstruction(.load32UThenLoad32U, .load32U, (.load32U, nil)),
        Superinstruction(.load32UThenStore32, inFullLoop: false, .load32U, (.store32, nil)),
        Superinstruction(.load32UThenBranchIfNonZero, inFullLoop: false, .load32U, (.branchIfNonZero, nil)),
        Superinstruction(.load32UThenI32ShlImmediate, inFullLoop: false, .load32U, (.i32ShlImmediate, nil)),
        Superinstruction(.load32UThenI32AndImmediate, inFullLoop: false, .load32U, (.i32AndImmediate, nil)),
        Superinstruction(.load32UThenBranchI32LeU, inFullLoop: false, .load32U, (.branchI32LeU, nil)),
        Superinstruction(.load32UThenConstant32, inFullLoop: false, .load32U, (.constant32, nil)),
        Superinstruction(.load32UThenI32AddImmediate, inFullLoop: false, .load32U, (.i32AddImmediate, nil)),
        Superinstruction(.load32UThenI32Sub, inFullLoop: false, .load32U, (.i32Sub, nil)),
        Superinstruction(
            .i32AddIntoI32AddImmediateIntoI32ShrUImmediateIntoStore8, inFullLoop: false, .i32Add,
            (.i32AddImmediate, .b), (.i32ShrUImmediate, .b), (.store8, .a)),
        Superinstruction(
            .i32AddIntoLoad32UIntoI64AddThenI32Add, inFullLoop: false, .i32Add, (.load32U, .b), (.i64Add, .b),
            (.i32Add, nil)),
        Superinstruction(
            .i32AddThenCopyIntoI64DivUIntoI64MulImmediate, inFullLoop: false, .i32Add, (.copy, nil), (.i64DivU, .b),
            (.i64MulImmediate, .b)),
        Superinstruction(
            .i32AddThenI32AddImmediateThenI32AddThenI32AddImmediate, inFullLoop: false, .i32Add,
            (.i32AddImmediate, nil), (.i32Add, nil), (.i32AddImmediate, nil)),
        Superinstruction(
            .i32AddIntoLoad8UIntoI32ShlImmediate, inFullLoop: false, .i32Add, (.load8U, .b), (.i32ShlImmediate, .b)),
        Superinstruction(.i32AddIntoLoad8UIntoStore8, inFullLoop: false, .i32Add, (.load8U, .b), (.store8, .a)),
        Superinstruction(.i32AddIntoStore32, inFullLoop: false, .i32Add, (.store32, .a)),
        Superinstruction(.i32AddIntoReturnOne, inFullLoop: false, .i32Add, (.returnOne, .a)),
        Superinstruction(.i32AddIntoVectorLoad128, .i32Add, (.vectorLoad128, .b)),
        Superinstruction(.i32AddThenI32AddImmediate, .i32Add, (.i32AddImmediate, nil)),
        Superinstruction(.i32AddThenLoad8U, inFullLoop: false, .i32Add, (.load8U, nil)),
        Superinstruction(.i32AddThenI32Add, inFullLoop: false, .i32Add, (.i32Add, nil)),
        Superinstruction(.i32AddThenReturnNone, inFullLoop: false, .i32Add, (.returnNone, nil)),
        Superinstruction(
            .load64ThenLoad64IntoSecondF64MultiplyAddIntoStore64, inFullLoop: false, .load64, (.load64, nil),
            (.f64MultiplyAdd, .c), (.store64, .a)),
        Superinstruction(
            .load64ThenF64ConvertI32UIntoSecondF64DivIntoSecondF64MultiplyAdd, inFullLoop: false, .load64,
            (.f64ConvertI32U, nil), (.f64Div, .c), (.f64MultiplyAdd, .c)),
        Superinstruction(
            .load64ThenStore64ThenLoad64ThenStore64, inFullLoop: false, .load64, (.store64, nil), (.load64, nil),
            (.store64, nil)),
        Superinstruction(
            .load64ThenLoad64ThenLoad64ThenLoad64, inFullLoop: false, .load64, (.load64, nil), (.load64, nil),
            (.load64, nil)),
        Superinstruction(
            .load64IntoF64SubIntoSecondF64MultiplyAdd, inFullLoop: false, .load64, (.f64Sub, .b), (.f64MultiplyAdd, .c)),
        Superinstruction(
            .load64IntoThirdF64MultiplyAddIntoStore64, inFullLoop: false, .load64, (.f64MultiplyAdd, .x), (.store64, .a)
        ),
        Superinstruction(
            .load64ThenI32ShrUImmediateIntoI32Add, inFullLoop: false, .load64, (.i32ShrUImmediate, nil), (.i32Add, .b)),
        Superinstruction(
            .load64ThenI32AddIntoI32AddImmediate, inFullLoop: false, .load64, (.i32Add, nil), (.i32AddImmediate, .b)),
        Superinstruction(.load64ThenStore64, inFullLoop: false, .load64, (.store64, nil)),
        Superinstruction(
            .store8ImmediateThenI32AddIntoI32LtUImmediateIntoBranchIfNonZero, inFullLoop: false, .store8Immediate,
            (.i32Add, nil), (.i32LtUImmediate, .b), (.branchIfNonZero, .a)),
        Superinstruction(
            .i32Load16SThenI32Load16SIntoI32MulIntoI32Add, inFullLoop: false, .i32Load16S, (.i32Load16S, nil),
            (.i32Mul, .b), (.i32Add, .b)),
        Superinstruction(
            .constant32IntoLoad64ThenConstant32IntoLoad64, inFullLoop: false, .constant32, (.load64, .b),
            (.constant32, nil), (.load64, .b)),
        Superinstruction(
            .constant32ThenConstant32IntoSelectIntoReturnOne, inFullLoop: false, .constant32, (.constant32, nil),
            (.select, .b), (.returnOne, .a)),
        Superinstruction(
            .constant32ThenI32AddImmediateIntoBranchI32NeImmediateThenJump, inFullLoop: false, .constant32,
            (.i32AddImmediate, nil), (.branchI32NeImmediate, .a), (.jump, nil)),
        Superinstruction(
            .constant32ThenBranchI32LtUImmediateThenI32AddImmediateThenCall, inFullLoop: false, .constant32,
            (.branchI32LtUImmediate, nil), (.i32AddImmediate, nil), (.call, nil)),
        Superinstruction(
            .constant32ThenBranchIfZeroThenBranchI32EqThenLoad8U, inFullLoop: false, .constant32, (.branchIfZero, nil),
            (.branchI32Eq, nil), (.load8U, nil)),
        Superinstruction(.constant32IntoI32AddIntoLoad8U, inFullLoop: false, .constant32, (.i32Add, .b), (.load8U, .b)),
        Superinstruction(.constant32IntoI32Sub, inFullLoop: false, .constant32, (.i32Sub, .b)),
        Superinstruction(.constant32IntoI32Shl, inFullLoop: false, .constant32, (.i32Shl, .b)),
        Superinstruction(.constant32ThenConstant32, inFullLoop: false, .constant32, (.constant32, nil)),
        Superinstruction(.constant32ThenSelect, inFullLoop: false, .constant32, (.select, nil)),
        Superinstruction(.constant32ThenCall, inFullLoop: false, .constant32, (.call, nil)),
        Superinstruction(.constant32ThenJump, inFullLoop: false, .constant32, (.jump, nil)),
        Superinstruction(
            .i32MulImmediateIntoI32ShrUImmediateIntoI32AndImmediateIntoLoad32U, inFullLoop: false, .i32MulImmediate,
            (.i32ShrUImmediate, .b), (.i32AndImmediate, .b), (.load32U, .b)),
        Superinstruction(
            .i32MulImmediateThenI32AndImmediateIntoI32XorThenLoad8U, inFullLoop: false, .i32MulImmediate,
            (.i32AndImmediate, nil), (.i32Xor, .b), (.load8U, nil)),
        Superinstruction(
            .i32MulImmediateIntoI32ShrUImmediateIntoI32AndImmediate, inFullLoop: false, .i32MulImmediate,
            (.i32ShrUImmediate, .b), (.i32AndImmediate, .b)),
        Superinstruction(.i32MulImmediateIntoI32Add, inFullLoop: false, .i32MulImmediate, (.i32Add, .b)),
        Superinstruction(
            .i32MulImmediateIntoSecondLoad32UIndexed, inFullLoop: false, .i32MulImmediate, (.load32UIndexed, .c)),
        Superinstruction(
            .i64ShlImmediateIntoI64XorIntoI64ShrUImmediateIntoI64Xor, inFullLoop: false, .i64ShlImmediate,
            (.i64Xor, .b), (.i64ShrUImmediate, .b), (.i64Xor, .b)),
        Superinstruction(
            .i64ShlImmediateIntoI64XorIntoI64ShrUImmediateIntoStore8, inFullLoop: false, .i64ShlImmediate,
            (.i64Xor, .b), (.i64ShrUImmediate, .b), (.store8, .a)),
        Superinstruction(
            .i64ShlImmediateIntoI64XorIntoI64RemUIntoI64AddImmediate, inFullLoop: false, .i64ShlImmediate,
            (.i64Xor, .b), (.i64RemU, .b), (.i64AddImmediate, .b)),
        Superinstruction(
            .i64ShlImmediateIntoI64XorIntoI64ShrUImmediate, inFullLoop: false, .i64ShlImmediate, (.i64Xor, .b),
            (.i64ShrUImmediate, .b)),
        Superinstruction(
            .f64ConvertI32UIntoSecondF64DivIntoSecondF64MultiplyAdd, inFullLoop: false, .f64ConvertI32U, (.f64Div, .c),
            (.f64MultiplyAdd, .c)),
        Superinstruction(
            .load8UIndexedIntoBranchI32NeThenI32AddImmediateIntoBranchI32Ne, inFullLoop: false, .load8UIndexed,
            (.branchI32Ne, .a), (.i32AddImmediate, nil), (.branchI32Ne, .a)),
        Superinstruction(
            .load8UIndexedIntoStore8ThenI32AddImmediateIntoBranchI32LtU, inFullLoop: false, .load8UIndexed,
            (.store8, .a), (.i32AddImmediate, nil), (.branchI32LtU, .a)),
        Superinstruction(
            .i32AndImmediateIntoI32ShlImmediateIntoSecondLoad16UIndexed, inFullLoop: false, .i32AndImmediate,
            (.i32ShlImmediate, .b), (.load16UIndexed, .c)),
        Superinstruction(
            .i32AndImmediateIntoSecondI32RotlIntoReturnOne, inFullLoop: false, .i32AndImmediate, (.i32Rotl, .c),
            (.returnOne, .a)),
        Superinstruction(.i32AndImmediateIntoBranchIfZero, inFullLoop: false, .i32AndImmediate, (.branchIfZero, .a)),
        Superinstruction(
            .i32AndImmediateIntoBranchIfNonZero, inFullLoop: false, .i32AndImmediate, (.branchIfNonZero, .a)),
        Superinstruction(
            .i32ShlImmediateIntoI32OrImmediateIntoI32MulIntoReturnOne, inFullLoop: false, .i32ShlImmediate,
            (.i32OrImmediate, .b), (.i32Mul, .b), (.returnOne, .a)),
        Superinstruction(
            .i32ShlImmediateThenI32ShrUImmediateIntoI32AddIntoReturnOne, inFullLoop: false, .i32ShlImmediate,
            (.i32ShrUImmediate, nil), (.i32Add, .b), (.returnOne, .a)),
        Superinstruction(
            .i32ShlImmediateIntoI32XorIntoReturnOne, inFullLoop: false, .i32ShlImmediate, (.i32Xor, .b),
            (.returnOne, .a)),
        Superinstruction(
            .i32ShlImmediateIntoI32AddThenLoad32U, inFullLoop: false, .i32ShlImmediate, (.i32Add, .b), (.load32U, nil)),
        Superinstruction(
            .i32ShlImmediateIntoI32AddThenLoad16U, inFullLoop: false, .i32ShlImmediate, (.i32Add, .b), (.load16U, nil)),
        Superinstruction(
            .i32ShlImmediateIntoI32AddThenI32Sub, inFullLoop: false, .i32ShlImmediate, (.i32Add, .b), (.i32Sub, nil)),
        Superinstruction(
            .i32ShlImmediateIntoSecondLoad32UIndexed, inFullLoop: false, .i32ShlImmediate, (.load32UIndexed, .c)),
        Superinstruction(.i32ShlImmediateIntoI32Add, inFullLoop: false, .i32ShlImmediate, (.i32Add, .b)),
        Superinstruction(.i32ShlImmediateThenLoad32U, inFullLoop: false, .i32ShlImmediate, (.load32U, nil)),
        Superinstruction(
            .globalGetIntoI32AddImmediateIntoGlobalSet, inFullLoop: false, .globalGet, (.i32AddImmediate, .b),
            (.globalSet, .a)),
        Superinstruction(
            .f64MulIntoSecondF64AddIntoSecondF64LtIntoBranchIfZero, inFullLoop: false, .f64Mul, (.f64Add, .c),
            (.f64Lt, .c), (.branchIfZero, .a)),
        Superinstruction(
            .f64MulIntoSecondF64SubtractProductIntoStore64, inFullLoop: false, .f64Mul, (.f64SubtractProduct, .c),
            (.store64, .a)),
        Superinstruction(
            .f64MulThenF64MulIntoThirdF64MultiplyAdd, inFullLoop: false, .f64Mul, (.f64Mul, nil), (.f64MultiplyAdd, .x)),
        Superinstruction(
            .f64MultiplyAddIntoBothOfF64MulIntoSecondF64AddIntoSecondBranchF64Lt, inFullLoop: false, .f64MultiplyAdd,
            (.f64Mul, .bAndC), (.f64Add, .c), (.branchF64Lt, .b)),
        Superinstruction(
            .f64MultiplyAddIntoSecondF64SubIntoSecondF64AddIntoBranchF64Lt, inFullLoop: false, .f64MultiplyAdd,
            (.f64Sub, .c), (.f64Add, .c), (.branchF64Lt, .a)),
        Superinstruction(
            .store32ThenI32AddImmediateIntoStore32ThenReturnNone, inFullLoop: false, .store32, (.i32AddImmediate, nil),
            (.store32, .a), (.returnNone, nil)),
        Superinstruction(.store32ThenStore32ThenStore32, inFullLoop: false, .store32, (.store32, nil), (.store32, nil)),
        Superinstruction(.store32ThenStore32, inFullLoop: false, .store32, (.store32, nil)),
        Superinstruction(.store32ThenJump, inFullLoop: false, .store32, (.jump, nil)),
        Superinstruction(
            .load8UThenLoad8UIntoSecondI32SubIntoBranchIfNonZero, inFullLoop: false, .load8U, (.load8U, nil),
            (.i32Sub, .c), (.branchIfNonZero, .a)),
        Superinstruction(
            .load8UIntoI32AddThenLoad8UIntoI32Add, inFullLoop: false, .load8U, (.i32Add, .b), (.load8U, nil),
            (.i32Add, .b)),
        Superinstruction(
            .load8UThenLoad8UIndexedIntoI32EqIntoI32Add, inFullLoop: false, .load8U, (.load8UIndexed, nil),
            (.i32Eq, .b), (.i32Add, .b)),
        Superinstruction(
            .load8UIntoI32ShlImmediateIntoI32AddThenLoad32U, inFullLoop: false, .load8U, (.i32ShlImmediate, .b),
            (.i32Add, .b), (.load32U, nil)),
        Superinstruction(
            .load8UIntoI32ShlImmediateIntoSecondLoad32UIndexed, inFullLoop: false, .load8U, (.i32ShlImmediate, .b),
            (.load32UIndexed, .c)),
        Superinstruction(
            .load8UThenLoad8UIntoBranchI32Ne, inFullLoop: false, .load8U, (.load8U, nil), (.branchI32Ne, .a)),
        Superinstruction(.load8UIntoBranchTable, inFullLoop: false, .load8U, (.branchTable, .a)),
        Superinstruction(.load8UIntoBranchIfNonZero, inFullLoop: false, .load8U, (.branchIfNonZero, .a)),
        Superinstruction(.load8UIntoBranchI32NeImmediate, inFullLoop: false, .load8U, (.branchI32NeImmediate, .a)),
        Superinstruction(.load8UIntoBranchI32EqImmediate, inFullLoop: false, .load8U, (.branchI32EqImmediate, .a)),
        Superinstruction(.load8UThenBranchIfZero, inFullLoop: false, .load8U, (.branchIfZero, nil)),
        Superinstruction(
            .f64SubIntoSecondF64AddIntoBothOfF64MulThenF64Add, inFullLoop: false, .f64Sub, (.f64Add, .c),
            (.f64Mul, .bAndC), (.f64Add, nil)),
        Superinstruction(
            .f64SubIntoSecondF64AddThenF64AddIntoF64MultiplyAdd, inFullLoop: false, .f64Sub, (.f64Add, .c),
            (.f64Add, nil), (.f64MultiplyAdd, .b)),
        Superinstruction(
            .f32MultiplyAddThenLoad32UThenLoad32UIntoSecondF32MultiplyAdd, inFullLoop: false, .f32MultiplyAdd,
            (.load32U, nil), (.load32U, nil), (.f32MultiplyAdd, .c)),
        Superinstruction(
            .i32RotlImmediateIntoI32XorIntoI32Add, inFullLoop: false, .i32RotlImmediate, (.i32Xor, .b), (.i32Add, .b)),
        Superinstruction(
            .i32RotlImmediateThenI32RotlImmediateIntoI32Xor, inFullLoop: false, .i32RotlImmediate,
            (.i32RotlImmediate, nil), (.i32Xor, .b)),
        Superinstruction(
            .i32EqIntoI32AddThenI32AddImmediateIntoBranchI32Ne, inFullLoop: false, .i32Eq, (.i32Add, .b),
            (.i32AddImmediate, nil), (.branchI32Ne, .a)),
        Superinstruction(.i32EqIntoI32Add, inFullLoop: false, .i32Eq, (.i32Add, .b)),
        Superinstruction(
            .constant64IntoSecondF64MultiplyAddThenConstant32IntoAddressOfStore64, inFullLoop: false, .constant64,
            (.f64MultiplyAdd, .c), (.constant32, nil), (.store64, .b)),
        Superinstruction(
            .constant64ThenLoad64IntoBothOfF64Mul, inFullLoop: false, .constant64, (.load64, nil), (.f64Mul, .bAndC)),
        Superinstruction(
            .i32LtUIntoThirdSelectThenSelectThenBranchI32GtUImmediate, inFullLoop: false, .i32LtU, (.select, .x),
            (.select, nil), (.branchI32GtUImmediate, nil)),
        Superinstruction(.i32LtUIntoThirdSelect, inFullLoop: false, .i32LtU, (.select, .x)),
        Superinstruction(
            .f64LtIntoThirdSelectThenSelectThenSelect, inFullLoop: false, .f64Lt, (.select, .x), (.select, nil),
            (.select, nil)),
        Superinstruction(
            .i64XorIntoI64MulThenI64ShrUImmediateIntoI64Add, inFullLoop: false, .i64Xor, (.i64Mul, .b),
            (.i64ShrUImmediate, nil), (.i64Add, .b)),
        Superinstruction(
            .i32ShrUImmediateIntoI32AndImmediate, inFullLoop: false, .i32ShrUImmediate, (.i32AndImmediate, .b)),
        Superinstruction(.i32ShrUImmediateIntoI32Xor, inFullLoop: false, .i32ShrUImmediate, (.i32Xor, .b)),
        Superinstruction(
            .i64ShrUImmediateThenI32AddImmediateIntoLoad32UIntoI64Add, inFullLoop: false, .i64ShrUImmediate,
            (.i32AddImmediate, nil), (.load32U, .b), (.i64Add, .b)),
        Superinstruction(
            .i64ShrUImmediateThenBranchIfNonZeroThenLoad32UIntoI64Add, inFullLoop: false, .i64ShrUImmediate,
            (.branchIfNonZero, nil), (.load32U, nil), (.i64Add, .b)),
        Superinstruction(
            .i64ShrUImmediateThenI32AddImmediateIntoBranchI32NeImmediate, inFullLoop: false, .i64ShrUImmediate,
            (.i32AddImmediate, nil), (.branchI32NeImmediate, .a)),
        Superinstruction(
            .f64DivIntoSecondF64MulIntoSecondF64MultiplyAddIntoStore64, inFullLoop: false, .f64Div, (.f64Mul, .c),
            (.f64MultiplyAdd, .c), (.store64, .a)),
        Superinstruction(
            .i32AndIntoI32ShlImmediateIntoSecondLoad64IndexedIntoBranchI64Zero, inFullLoop: false, .i32And,
            (.i32ShlImmediate, .b), (.load64Indexed, .c), (.branchI64Zero, .a)),
        Superinstruction(.i32AndIntoI32Xor, inFullLoop: false, .i32And, (.i32Xor, .b)),
        Superinstruction(
            .store16ThenI32AddImmediateThenI32AddImmediateIntoBranchIfNonZero, inFullLoop: false, .store16,
            (.i32AddImmediate, nil), (.i32AddImmediate, nil), (.branchIfNonZero, .a)),
        Superinstruction(
            .store16ThenLoad8UIntoI32ShlImmediate, inFullLoop: false, .store16, (.load8U, nil), (.i32ShlImmediate, .b)),
        Superinstruction(
            .load16UIntoI32ShlImmediateIntoI32AddThenLoad16U, inFullLoop: false, .load16U, (.i32ShlImmediate, .b),
            (.i32Add, .b), (.load16U, nil)),
        Superinstruction(
            .i64SubIntoI32WrapI64IntoI32OrImmediateIntoStore8, inFullLoop: false, .i64Sub, (.i32WrapI64, .b),
            (.i32OrImmediate, .b), (.store8, .a)),
        Superinstruction(.i32OrIntoStore32, inFullLoop: false, .i32Or, (.store32, .a)),
        Superinstruction(.i32OrIntoI32AndImmediate, inFullLoop: false, .i32Or, (.i32AndImmediate, .b)),
        Superinstruction(
            .i32SubIntoBranchI32GtUImmediateThenI32AddImmediateThenConstant32, inFullLoop: false, .i32Sub,
            (.branchI32GtUImmediate, .a), (.i32AddImmediate, nil), (.constant32, nil)),
        Superinstruction(.i32SubIntoReturnOne, inFullLoop: false, .i32Sub, (.returnOne, .a)),
        Superinstruction(
            .zeroManyThenGlobalGetIntoI32AddImmediateIntoGlobalSet, inFullLoop: false, .zeroMany, (.globalGet, nil),
            (.i32AddImmediate, .b), (.globalSet, .a)),
        Superinstruction(.zeroManyThenConstant32, inFullLoop: false, .zeroMany, (.constant32, nil)),
        Superinstruction(
            .i32XorIntoI32AddThenLoad32UIntoI32Add, inFullLoop: false, .i32Xor, (.i32Add, .b), (.load32U, nil),
            (.i32Add, .b)),
        Superinstruction(
            .i32XorIntoI32CtzIntoI32ShrUImmediate, inFullLoop: false, .i32Xor, (.i32Ctz, .b), (.i32ShrUImmediate, .b)),
        Superinstruction(
            .i32LtUImmediateThenConstant32ThenSelect, inFullLoop: false, .i32LtUImmediate, (.constant32, nil),
            (.select, nil)),
        Superinstruction(
            .i32LtUImmediateIntoBranchIfNonZero, inFullLoop: false, .i32LtUImmediate, (.branchIfNonZero, .a)),
        Superinstruction(.f64AddIntoF64SqrtIntoSecondF64Mul, inFullLoop: false, .f64Add, (.f64Sqrt, .b), (.f64Mul, .c)),
        Superinstruction(
            .i32DivUIntoI32MulImmediateIntoSecondI32Sub, inFullLoop: false, .i32DivU, (.i32MulImmediate, .b),
            (.i32Sub, .c)),
        Superinstruction(
            .i64MulIntoI64ShrUImmediateIntoI32WrapI64, inFullLoop: false, .i64Mul, (.i64ShrUImmediate, .b),
            (.i32WrapI64, .b)),
        Superinstruction(
            .i32MulIntoI32AddIntoI32AndImmediateIntoI32RemU, inFullLoop: false, .i32Mul, (.i32Add, .b),
            (.i32AndImmediate, .b), (.i32RemU, .b)),
        Superinstruction(
            .i32WrapI64IntoI32AndImmediateIntoI32AddImmediateIntoStore8, inFullLoop: false, .i32WrapI64,
            (.i32AndImmediate, .b), (.i32AddImmediate, .b), (.store8, .a)),
        Superinstruction(
            .vectorLoad128IntoSecondVectorF32x4MulIntoSecondVectorF32x4Add, .vectorLoad128, (.vectorF32x4Mul, .c),
            (.vectorF32x4Add, .c)),
        Superinstruction(
            .vectorLoad128IntoVectorI16x8ShlIntoVectorI16x8Add, .vectorLoad128, (.vectorI16x8Shl, .b),
            (.vectorI16x8Add, .b)),
        Superinstruction(.vectorLoad128IntoSecondVectorI32x4DotI16x8S, .vectorLoad128, (.vectorI32x4DotI16x8S, .c)),
        Superinstruction(.vectorLoad128IntoVectorI16x8Add, .vectorLoad128, (.vectorI16x8Add, .b)),
        Superinstruction(
            .vectorLoad128IntoVectorI16x8ExtendHighI8x16U, .vectorLoad128, (.vectorI16x8ExtendHighI8x16U, .b)),
        Superinstruction(
            .vectorLoad128IntoVectorI16x8ExtendLowI8x16U, .vectorLoad128, (.vectorI16x8ExtendLowI8x16U, .b)),
        Superinstruction(.vectorLoad128ThenVectorLoad128, .vectorLoad128, (.vectorLoad128, nil)),
        Superinstruction(.vectorLoad128ThenI32Add, .vectorLoad128, (.i32Add, nil)),
        Superinstruction(.vectorF32x4MulIntoSecondVectorF32x4Add, .vectorF32x4Mul, (.vectorF32x4Add, .c)),
        Superinstruction(.vectorF64x2MulIntoSecondVectorF64x2Add, .vectorF64x2Mul, (.vectorF64x2Add, .c)),
        Superinstruction(.vectorI32x4DotI16x8SIntoVectorI32x4Add, .vectorI32x4DotI16x8S, (.vectorI32x4Add, .b)),
        Superinstruction(.vectorI32x4AddIntoVectorI32x4Add, .vectorI32x4Add, (.vectorI32x4Add, .b)),
        Superinstruction(
            .vectorI16x8ShlIntoVectorI16x8AddIntoVectorStore128, .vectorI16x8Shl, (.vectorI16x8Add, .b),
            (.vectorStore128, .a)),
        Superinstruction(.vectorI16x8ShlIntoVectorI16x8Add, .vectorI16x8Shl, (.vectorI16x8Add, .b)),
        Superinstruction(.vectorI16x8AddIntoVectorI16x8ShrU, .vectorI16x8Add, (.vectorI16x8ShrU, .b)),
        Superinstruction(.vectorI16x8AddIntoVectorStore128, .vectorI16x8Add, (.vectorStore128, .a)),
        Superinstruction(.vectorI8x16NarrowI16x8UIntoVectorStore128, .vectorI8x16NarrowI16x8U, (.vectorStore128, .a)),
        Superinstruction(
            .vectorI16x8ExtendHighI8x16UIntoVectorI16x8Add, .vectorI16x8ExtendHighI8x16U, (.vectorI16x8Add, .b)),
        Superinstruction(
            .vectorI16x8ExtendLowI8x16UIntoVectorI16x8Add, .vectorI16x8ExtendLowI8x16U, (.vectorI16x8Add, .b)),
        Superinstruction(
            .vectorI16x8ExtendLowI8x16UThenVectorI16x8ExtendLowI8x16U, .vectorI16x8ExtendLowI8x16U,
            (.vectorI16x8ExtendLowI8x16U, nil)),
    ]
}
