// Written by `scripts/write-loop`, which names the tables that this file follows from. Change those.

extension Superinstruction {
    /// All superinstructions.
    static let all: [Superinstruction] = [
        Superinstruction(
            .i32AddImmediateIntoLoad64IntoThirdF64SubtractProductIntoStore64, inFullLoop: false, .i32AddImmediate,
            (.load64, .b), (.f64SubtractProduct, .x), (.store64, .a)),
        Superinstruction(
            .i32AddImmediateIntoGlobalSetThenI32AndImmediateIntoReturnOne, inFullLoop: false, .i32AddImmediate,
            (.globalSet, .a), (.i32AndImmediate, nil), (.returnOne, .a)),
        Superinstruction(
            .i32AddImmediateThenI32AddImmediateThenI32AddImmediateIntoBranchI32Ne, inFullLoop: false, .i32AddImmediate,
            (.i32AddImmediate, nil), (.i32AddImmediate, nil), (.branchI32Ne, .a)),
        Superinstruction(
            .i32AddImmediateIntoI32NeImmediateIntoBranchIfNonZero, inFullLoop: false, .i32AddImmediate,
            (.i32NeImmediate, .b), (.branchIfNonZero, .a)),
        Superinstruction(
            .i32AddImmediateThenI64AddImmediateIntoBranchI64NeImmediate, inFullLoop: false, .i32AddImmediate,
            (.i64AddImmediate, nil), (.branchI64NeImmediate, .a)),
        Superinstruction(
            .i32AddImmediateThenI32AddImmediateIntoBranchIfNonZero, inFullLoop: false, .i32AddImmediate,
            (.i32AddImmediate, nil), (.branchIfNonZero, .a)),
        Superinstruction(
            .i32AddImmediateThenI32AddImmediateIntoBranchI32LtU, inFullLoop: false, .i32AddImmediate,
            (.i32AddImmediate, nil), (.branchI32LtU, .a)),
        Superinstruction(
            .i32AddImmediateThenI32AddImmediateIntoBranchI32Ne, .i32AddImmediate, (.i32AddImmediate, nil),
            (.branchI32Ne, .a)),
        Superinstruction(
            .i32AddImmediateIntoStore8ThenI32AddImmediate, inFullLoop: false, .i32AddImmediate, (.store8, .a),
            (.i32AddImmediate, nil)),
        Superinstruction(
            .i32AddImmediateThenI32GtUImmediateIntoBranchIfNonZero, inFullLoop: false, .i32AddImmediate,
            (.i32GtUImmediate, nil), (.branchIfNonZero, .a)),
        Superinstruction(
            .i32AddImmediateIntoStore32ThenStore8Indexed, inFullLoop: false, .i32AddImmediate, (.store32, .a),
            (.store8Indexed, nil)),
        Superinstruction(
            .i32AddImmediateIntoGlobalSetThenReturnNone, inFullLoop: false, .i32AddImmediate, (.globalSet, .a),
            (.returnNone, nil)),
        Superinstruction(
            .i32AddImmediateThenI32AddImmediateIntoBranchI32GtSImmediate, inFullLoop: false, .i32AddImmediate,
            (.i32AddImmediate, nil), (.branchI32GtSImmediate, .a)),
        Superinstruction(
            .i32AddImmediateIntoGlobalSetThenReturnOne, inFullLoop: false, .i32AddImmediate, (.globalSet, .a),
            (.returnOne, nil)),
        Superinstruction(
            .i32AddImmediateThenLoad32UThenBranchI32LtU, inFullLoop: false, .i32AddImmediate, (.load32U, nil),
            (.branchI32LtU, nil)),
        Superinstruction(.i32AddImmediateIntoBranchI32Ne, .i32AddImmediate, (.branchI32Ne, .a)),
        Superinstruction(.i32AddImmediateIntoBranchIfNonZero, .i32AddImmediate, (.branchIfNonZero, .a)),
        Superinstruction(.i32AddImmediateIntoLoad64, inFullLoop: false, .i32AddImmediate, (.load64, .b)),
        Superinstruction(.i32AddImmediateIntoBranchI32NeImmediate, .i32AddImmediate, (.branchI32NeImmediate, .a)),
        Superinstruction(
            .i32AddImmediateIntoStore8Immediate, inFullLoop: false, .i32AddImmediate, (.store8Immediate, .b)),
        Superinstruction(.i32AddImmediateIntoStore32, inFullLoop: false, .i32AddImmediate, (.store32, .a)),
        Superinstruction(.i32AddImmediateIntoBranchTable, inFullLoop: false, .i32AddImmediate, (.branchTable, .a)),
        Superinstruction(.i32AddImmediateThenCall, .i32AddImmediate, (.call, nil)),
        Superinstruction(.i32AddImmediateThenI32AddImmediate, .i32AddImmediate, (.i32AddImmediate, nil)),
        Superinstruction(.i32AddImmediateThenCopy, .i32AddImmediate, (.copy, nil)),
        Superinstruction(.i32AddImmediateThenJump, .i32AddImmediate, (.jump, nil)),
        Superinstruction(.i32AddImmediateThenConstant32, inFullLoop: false, .i32AddImmediate, (.constant32, nil)),
        Superinstruction(.i32AddImmediateThenLoad32U, inFullLoop: false, .i32AddImmediate, (.load32U, nil)),
        Superinstruction(
            .i32AddImmediateThenI64ShrUImmediate, inFullLoop: false, .i32AddImmediate, (.i64ShrUImmediate, nil)),
        Superinstruction(
            .copyIntoLoad8UThenConstant32IntoSecondI32ShrU, inFullLoop: false, .copy, (.load8U, .b), (.constant32, nil),
            (.i32ShrU, .c)),
        Superinstruction(
            .copyThenI32AddImmediateIntoGlobalSetThenReturnNone, inFullLoop: false, .copy, (.i32AddImmediate, nil),
            (.globalSet, .a), (.returnNone, nil)),
        Superinstruction(
            .copyThenCopyThenCopyThenCall, inFullLoop: false, .copy, (.copy, nil), (.copy, nil), (.call, nil)),
        Superinstruction(
            .copyThenI32AddImmediateIntoBranchI32Ne, inFullLoop: false, .copy, (.i32AddImmediate, nil),
            (.branchI32Ne, .a)),
        Superinstruction(.copyIntoI32AddThenCopy, inFullLoop: false, .copy, (.i32Add, .b), (.copy, nil)),
        Superinstruction(
            .copyThenI32AddImmediateIntoBranchIfNonZero, inFullLoop: false, .copy, (.i32AddImmediate, nil),
            (.branchIfNonZero, .a)),
        Superinstruction(.copyThenCopyThenCopy, .copy, (.copy, nil), (.copy, nil)),
        Superinstruction(.copyThenI32AddImmediateThenCall, .copy, (.i32AddImmediate, nil), (.call, nil)),
        Superinstruction(.copyThenCopyThenCall, .copy, (.copy, nil), (.call, nil)),
        Superinstruction(.copyThenConstant32ThenCall, inFullLoop: false, .copy, (.constant32, nil), (.call, nil)),
        Superinstruction(.copyThenCopy, .copy, (.copy, nil)),
        Superinstruction(.copyThenI32AddImmediate, .copy, (.i32AddImmediate, nil)),
        Superinstruction(.copyThenJump, .copy, (.jump, nil)),
        Superinstruction(.copyThenCall, .copy, (.call, nil)),
        Superinstruction(.copyThenLoad32U, inFullLoop: false, .copy, (.load32U, nil)),
        Superinstruction(.copyThenStore32, inFullLoop: false, .copy, (.store32, nil)),
        Superinstruction(
            .load32UIntoI64AddThenLoad32UIntoI64Mul, inFullLoop: false, .load32U, (.i64Add, .b), (.load32U, nil),
            (.i64Mul, .b)),
        Superinstruction(
            .load32UThenI32ShlImmediateIntoI32AddThenLoad32U, inFullLoop: false, .load32U, (.i32ShlImmediate, nil),
            (.i32Add, .b), (.load32U, nil)),
        Superinstruction(
            .load32UIntoI32AddImmediateIntoStore32, inFullLoop: false, .load32U, (.i32AddImmediate, .b), (.store32, .a)),
        Superinstruction(
            .load32UIntoI32AddImmediateIntoBranchTable, inFullLoop: false, .load32U, (.i32AddImmediate, .b),
            (.branchTable, .a)),
        Superinstruction(
            .load32UThenLoad32UIntoSecondF32MultiplyAdd, inFullLoop: false, .load32U, (.load32U, nil),
            (.f32MultiplyAdd, .c)),
        Superinstruction(
            .load32UThenLoad32UIntoBranchI32Eq, inFullLoop: false, .load32U, (.load32U, nil), (.branchI32Eq, .a)),
        Superinstruction(.load32UThenLoad32UThenLoad32U, inFullLoop: false, .load32U, (.load32U, nil), (.load32U, nil)),
        Superinstruction(.load32UThenI32AddThenLoad32U, inFullLoop: false, .load32U, (.i32Add, nil), (.load32U, nil)),
        Superinstruction(.load32UIntoSecondF32MultiplyAdd, inFullLoop: false, .load32U, (.f32MultiplyAdd, .c)),
        Superinstruction(.load32UIntoI64Mul, inFullLoop: false, .load32U, (.i64Mul, .b)),
        Superinstruction(.load32UIntoI64Add, inFullLoop: false, .load32U, (.i64Add, .b)),
        Superinstruction(.load32UIntoBranchI32NeImmediate, inFullLoop: false, .load32U, (.branchI32NeImmediate, .a)),
        Superinstruction(.load32UIntoBranchIfZero, inFullLoop: false, .load32U, (.branchIfZero, .a)),
        Superinstruction(.load32UIntoReturnOne, inFullLoop: false, .load32U, (.returnOne, .a)),
        Superinstruction(.load32UThenI32Add, inFullLoop: false, .load32U, (.i32Add, nil)),
        Superinstruction(.load32UThenLoad32U, .load32U, (.load32U, nil)),
        Superinstruction(.load32UThenStore32, inFullLoop: false, .load32U, (.store32, nil)),
        Superinstruction(.load32UThenI32AddImmediate, inFullLoop: false, .load32U, (.i32AddImmediate, nil)),
        Superinstruction(
            .load64IntoF64SubIntoBothOfF64MultiplyAddIntoF64Add, inFullLoop: false, .load64, (.f64Sub, .b),
            (.f64MultiplyAdd, .bAndC), (.f64Add, .b)),
        Superinstruction(
            .load64ThenLoad64IntoSecondF64MultiplyAddIntoStore64, inFullLoop: false, .load64, (.load64, nil),
            (.f64MultiplyAdd, .c), (.store64, .a)),
        Superinstruction(
            .load64ThenStore64ThenLoad64ThenStore64, inFullLoop: false, .load64, (.store64, nil), (.load64, nil),
            (.store64, nil)),
        Superinstruction(
            .load64IntoF64SubIntoBothOfF64MultiplyAdd, inFullLoop: false, .load64, (.f64Sub, .b),
            (.f64MultiplyAdd, .bAndC)),
        Superinstruction(
            .load64ThenI32ShrUImmediateIntoI32Add, inFullLoop: false, .load64, (.i32ShrUImmediate, nil), (.i32Add, .b)),
        Superinstruction(
            .load64IntoF64SubThenF64MultiplyAdd, inFullLoop: false, .load64, (.f64Sub, .b), (.f64MultiplyAdd, nil)),
        Superinstruction(
            .load64ThenI32AddImmediateIntoLoad64, inFullLoop: false, .load64, (.i32AddImmediate, nil), (.load64, .b)),
        Superinstruction(
            .load64ThenI32AddIntoI32AddImmediate, inFullLoop: false, .load64, (.i32Add, nil), (.i32AddImmediate, .b)),
        Superinstruction(.load64IntoF64Sub, inFullLoop: false, .load64, (.f64Sub, .b)),
        Superinstruction(.load64ThenStore64, inFullLoop: false, .load64, (.store64, nil)),
        Superinstruction(.load64ThenLoad64, inFullLoop: false, .load64, (.load64, nil)),
        Superinstruction(
            .f64MultiplyAddIntoStore64ThenI32AddImmediate, inFullLoop: false, .f64MultiplyAdd, (.store64, .a),
            (.i32AddImmediate, nil)),
        Superinstruction(
            .f64MultiplyAddIntoStore64ThenLoad64, inFullLoop: false, .f64MultiplyAdd, (.store64, .a), (.load64, nil)),
        Superinstruction(
            .f64MultiplyAddThenConstant32IntoAddressOfStore64, inFullLoop: false, .f64MultiplyAdd, (.constant32, nil),
            (.store64, .b)),
        Superinstruction(
            .f64MultiplyAddIntoThirdF64MultiplyAdd, inFullLoop: false, .f64MultiplyAdd, (.f64MultiplyAdd, .x)),
        Superinstruction(
            .i32AddThenI32Load16SThenI32Load16SIntoI32Mul, inFullLoop: false, .i32Add, (.i32Load16S, nil),
            (.i32Load16S, nil), (.i32Mul, .b)),
        Superinstruction(
            .i32AddThenI32AddImmediateThenI32AddThenI32AddImmediate, inFullLoop: false, .i32Add,
            (.i32AddImmediate, nil), (.i32Add, nil), (.i32AddImmediate, nil)),
        Superinstruction(
            .i32AddIntoI32LtUImmediateIntoBranchIfNonZero, inFullLoop: false, .i32Add, (.i32LtUImmediate, .b),
            (.branchIfNonZero, .a)),
        Superinstruction(.i32AddIntoLoad8UIntoStore8, inFullLoop: false, .i32Add, (.load8U, .b), (.store8, .a)),
        Superinstruction(
            .i32AddThenI32AddImmediateIntoBranchI32Ne, inFullLoop: false, .i32Add, (.i32AddImmediate, nil),
            (.branchI32Ne, .a)),
        Superinstruction(.i32AddThenLoad32UIntoI32Add, inFullLoop: false, .i32Add, (.load32U, nil), (.i32Add, .b)),
        Superinstruction(
            .i32AddThenI64ShrUImmediateThenI32AddImmediate, inFullLoop: false, .i32Add, (.i64ShrUImmediate, nil),
            (.i32AddImmediate, nil)),
        Superinstruction(.i32AddThenCopyThenCopy, inFullLoop: false, .i32Add, (.copy, nil), (.copy, nil)),
        Superinstruction(.i32AddIntoLoad8U, inFullLoop: false, .i32Add, (.load8U, .b)),
        Superinstruction(.i32AddIntoReturnOne, inFullLoop: false, .i32Add, (.returnOne, .a)),
        Superinstruction(.i32AddIntoVectorLoad128, .i32Add, (.vectorLoad128, .b)),
        Superinstruction(.i32AddIntoStore32, inFullLoop: false, .i32Add, (.store32, .a)),
        Superinstruction(.i32AddThenI32AddImmediate, .i32Add, (.i32AddImmediate, nil)),
        Superinstruction(.i32AddThenI32Add, inFullLoop: false, .i32Add, (.i32Add, nil)),
        Superinstruction(.i32AddThenReturnNone, inFullLoop: false, .i32Add, (.returnNone, nil)),
        Superinstruction(.i32AddThenLoad32U, inFullLoop: false, .i32Add, (.load32U, nil)),
        Superinstruction(
            .i64ShlImmediateIntoI64XorIntoI64ShrUImmediateIntoI64Xor, inFullLoop: false, .i64ShlImmediate,
            (.i64Xor, .b), (.i64ShrUImmediate, .b), (.i64Xor, .b)),
        Superinstruction(
            .i64ShlImmediateIntoI64XorIntoI64ShrUImmediateIntoI32WrapI64, inFullLoop: false, .i64ShlImmediate,
            (.i64Xor, .b), (.i64ShrUImmediate, .b), (.i32WrapI64, .b)),
        Superinstruction(.i64ShlImmediateIntoI64Xor, inFullLoop: false, .i64ShlImmediate, (.i64Xor, .b)),
        Superinstruction(
            .constant32IntoI32ShlIntoI32AndIntoBranchIfNonZero, inFullLoop: false, .constant32, (.i32Shl, .b),
            (.i32And, .b), (.branchIfNonZero, .a)),
        Superinstruction(
            .constant32IntoI32AddIntoGlobalSetThenReturnOne, inFullLoop: false, .constant32, (.i32Add, .b),
            (.globalSet, .a), (.returnOne, nil)),
        Superinstruction(
            .constant32ThenGlobalGetIntoI32AddImmediateIntoAddressOfStore32, inFullLoop: false, .constant32,
            (.globalGet, nil), (.i32AddImmediate, .b), (.store32, .b)),
        Superinstruction(
            .constant32IntoI32AddIntoGlobalSetThenReturnNone, inFullLoop: false, .constant32, (.i32Add, .b),
            (.globalSet, .a), (.returnNone, nil)),
        Superinstruction(
            .constant32ThenGlobalGetIntoI32AddImmediateIntoGlobalSet, inFullLoop: false, .constant32, (.globalGet, nil),
            (.i32AddImmediate, .b), (.globalSet, .a)),
        Superinstruction(.constant32IntoI32AddIntoLoad8U, inFullLoop: false, .constant32, (.i32Add, .b), (.load8U, .b)),
        Superinstruction(
            .constant32IntoI32AndIntoBranchIfZero, inFullLoop: false, .constant32, (.i32And, .b), (.branchIfZero, .a)),
        Superinstruction(
            .constant32ThenI32AddImmediateIntoBranchI32NeImmediate, inFullLoop: false, .constant32,
            (.i32AddImmediate, nil), (.branchI32NeImmediate, .a)),
        Superinstruction(
            .constant32IntoLoad64ThenConstant64, inFullLoop: false, .constant32, (.load64, .b), (.constant64, nil)),
        Superinstruction(
            .constant32ThenConstant32IntoSelect, inFullLoop: false, .constant32, (.constant32, nil), (.select, .b)),
        Superinstruction(.constant32IntoI32AddThenCopy, inFullLoop: false, .constant32, (.i32Add, .b), (.copy, nil)),
        Superinstruction(.constant32IntoLoad64, inFullLoop: false, .constant32, (.load64, .b)),
        Superinstruction(.constant32IntoI32And, inFullLoop: false, .constant32, (.i32And, .b)),
        Superinstruction(
            .constant32ThenBranchI32LtUImmediate, inFullLoop: false, .constant32, (.branchI32LtUImmediate, nil)),
        Superinstruction(.constant32ThenConstant32, inFullLoop: false, .constant32, (.constant32, nil)),
        Superinstruction(.constant32ThenBranchIfZero, inFullLoop: false, .constant32, (.branchIfZero, nil)),
        Superinstruction(.constant32ThenI32AddImmediate, inFullLoop: false, .constant32, (.i32AddImmediate, nil)),
        Superinstruction(.constant32ThenI32Sub, inFullLoop: false, .constant32, (.i32Sub, nil)),
        Superinstruction(
            .load8UThenLoad8UIntoBranchI32NeThenI32AddImmediate, inFullLoop: false, .load8U, (.load8U, nil),
            (.branchI32Ne, .a), (.i32AddImmediate, nil)),
        Superinstruction(
            .load8UThenLoad32UIntoAddressOfStore8ThenReturnNone, inFullLoop: false, .load8U, (.load32U, nil),
            (.store8, .b), (.returnNone, nil)),
        Superinstruction(
            .load8UIntoI32ShlImmediateIntoSecondLoad32UIndexed, inFullLoop: false, .load8U, (.i32ShlImmediate, .b),
            (.load32UIndexed, .c)),
        Superinstruction(.load8UIntoI32AddIntoStore16, inFullLoop: false, .load8U, (.i32Add, .b), (.store16, .a)),
        Superinstruction(
            .load8UIntoBranchI32EqImmediateIntoBranchI32EqImmediate, inFullLoop: false, .load8U,
            (.branchI32EqImmediate, .a), (.branchI32EqImmediate, .a)),
        Superinstruction(
            .load8UIntoBranchI32EqImmediateIntoBranchI32NeImmediate, inFullLoop: false, .load8U,
            (.branchI32EqImmediate, .a), (.branchI32NeImmediate, .a)),
        Superinstruction(
            .load8UIntoI32AddImmediateIntoI32AndImmediate, inFullLoop: false, .load8U, (.i32AddImmediate, .b),
            (.i32AndImmediate, .b)),
        Superinstruction(
            .load8UThenLoad8UIntoBranchI32Eq, inFullLoop: false, .load8U, (.load8U, nil), (.branchI32Eq, .a)),
        Superinstruction(
            .load8UThenI32AddImmediateThenBranchIfNonZero, inFullLoop: false, .load8U, (.i32AddImmediate, nil),
            (.branchIfNonZero, nil)),
        Superinstruction(.load8UIntoI32ShlImmediate, inFullLoop: false, .load8U, (.i32ShlImmediate, .b)),
        Superinstruction(.load8UIntoI32Add, inFullLoop: false, .load8U, (.i32Add, .b)),
        Superinstruction(.load8UIntoBranchTable, inFullLoop: false, .load8U, (.branchTable, .a)),
        Superinstruction(.load8UIntoBranchIfNonZero, inFullLoop: false, .load8U, (.branchIfNonZero, .a)),
        Superinstruction(.load8UIntoStore8, inFullLoop: false, .load8U, (.store8, .a)),
        Superinstruction(.load8UThenI32AddImmediate, inFullLoop: false, .load8U, (.i32AddImmediate, nil)),
        Superinstruction(.load8UThenLoad8U, inFullLoop: false, .load8U, (.load8U, nil)),
        Superinstruction(.load8UThenLoad8UIndexed, inFullLoop: false, .load8U, (.load8UIndexed, nil)),
        Superinstruction(
            .load8UIndexedThenI32AndImmediateIntoI32XorIntoI32AndImmediate, inFullLoop: false, .load8UIndexed,
            (.i32AndImmediate, nil), (.i32Xor, .b), (.i32AndImmediate, .b)),
        Superinstruction(
            .load8UIndexedThenLoad8UIndexedIntoBranchI32Ne, inFullLoop: false, .load8UIndexed, (.load8UIndexed, nil),
            (.branchI32Ne, .a)),
        Superinstruction(.load8UIndexedIntoBranchI32Ne, inFullLoop: false, .load8UIndexed, (.branchI32Ne, .a)),
        Superinstruction(.i32MulIntoI32Add, inFullLoop: false, .i32Mul, (.i32Add, .b)),
        Superinstruction(
            .f64SubIntoSecondF64AddIntoBranchF64Lt, inFullLoop: false, .f64Sub, (.f64Add, .c), (.branchF64Lt, .a)),
        Superinstruction(.f64SubThenLoad64ThenF64Mul, inFullLoop: false, .f64Sub, (.load64, nil), (.f64Mul, nil)),
        Superinstruction(.f64SubIntoSecondF64Add, inFullLoop: false, .f64Sub, (.f64Add, .c)),
        Superinstruction(.i32Load16SThenI32Load16S, inFullLoop: false, .i32Load16S, (.i32Load16S, nil)),
        Superinstruction(
            .f64ConvertI32UIntoSecondF64DivIntoSecondF64MultiplyAdd, inFullLoop: false, .f64ConvertI32U, (.f64Div, .c),
            (.f64MultiplyAdd, .c)),
        Superinstruction(
            .i32ShrUImmediateIntoI32AndImmediateIntoLoad32U, inFullLoop: false, .i32ShrUImmediate,
            (.i32AndImmediate, .b), (.load32U, .b)),
        Superinstruction(.i32ShrUImmediateIntoI32Xor, inFullLoop: false, .i32ShrUImmediate, (.i32Xor, .b)),
        Superinstruction(.i32ShrUImmediateIntoStore8, inFullLoop: false, .i32ShrUImmediate, (.store8, .a)),
        Superinstruction(
            .store8ThenBranchI32LtUImmediateThenStore8ThenStore8, inFullLoop: false, .store8,
            (.branchI32LtUImmediate, nil), (.store8, nil), (.store8, nil)),
        Superinstruction(
            .store8ThenI32AddImmediateThenBranchI64GtUImmediate, inFullLoop: false, .store8, (.i32AddImmediate, nil),
            (.branchI64GtUImmediate, nil)),
        Superinstruction(.store8ThenI32AddImmediate, inFullLoop: false, .store8, (.i32AddImmediate, nil)),
        Superinstruction(
            .i64AddIntoStore32ThenI64ShrUImmediate, inFullLoop: false, .i64Add, (.store32, .a), (.i64ShrUImmediate, nil)
        ),
        Superinstruction(.i64AddIntoStore32, inFullLoop: false, .i64Add, (.store32, .a)),
        Superinstruction(.i64AddThenI32Add, inFullLoop: false, .i64Add, (.i32Add, nil)),
        Superinstruction(
            .f64MulIntoSecondF64AddIntoSecondBranchF64Lt, inFullLoop: false, .f64Mul, (.f64Add, .c), (.branchF64Lt, .b)),
        Superinstruction(
            .f64MulIntoSecondF64DivIntoSecondF64Mul, inFullLoop: false, .f64Mul, (.f64Div, .c), (.f64Mul, .c)),
        Superinstruction(
            .f64MulIntoSecondF64SubtractProductIntoStore64, inFullLoop: false, .f64Mul, (.f64SubtractProduct, .c),
            (.store64, .a)),
        Superinstruction(
            .f64MulThenF64AddIntoF64MultiplyAdd, inFullLoop: false, .f64Mul, (.f64Add, nil), (.f64MultiplyAdd, .b)),
        Superinstruction(.f64MulThenI32AddImmediate, inFullLoop: false, .f64Mul, (.i32AddImmediate, nil)),
        Superinstruction(.f64MulThenF64Mul, inFullLoop: false, .f64Mul, (.f64Mul, nil)),
        Superinstruction(
            .f64AddIntoSecondF64LtIntoBranchIfZero, inFullLoop: false, .f64Add, (.f64Lt, .c), (.branchIfZero, .a)),
        Superinstruction(.f64AddIntoF64MultiplyAdd, inFullLoop: false, .f64Add, (.f64MultiplyAdd, .b)),
        Superinstruction(.i32XorIntoI32MulImmediate, inFullLoop: false, .i32Xor, (.i32MulImmediate, .b)),
        Superinstruction(.i32XorThenCopy, inFullLoop: false, .i32Xor, (.copy, nil)),
        Superinstruction(
            .i32RotlImmediateThenI32RotlImmediateIntoI32Xor, inFullLoop: false, .i32RotlImmediate,
            (.i32RotlImmediate, nil), (.i32Xor, .b)),
        Superinstruction(.i32RotlImmediateIntoI32Xor, inFullLoop: false, .i32RotlImmediate, (.i32Xor, .b)),
        Superinstruction(.i64ShrUImmediateIntoI64Xor, inFullLoop: false, .i64ShrUImmediate, (.i64Xor, .b)),
        Superinstruction(.i64ShrUImmediateIntoStore8, inFullLoop: false, .i64ShrUImmediate, (.store8, .a)),
        Superinstruction(.i64ShrUImmediateIntoI32WrapI64, inFullLoop: false, .i64ShrUImmediate, (.i32WrapI64, .b)),
        Superinstruction(
            .i64MulIntoI64ShrUImmediateIntoI32WrapI64, inFullLoop: false, .i64Mul, (.i64ShrUImmediate, .b),
            (.i32WrapI64, .b)),
        Superinstruction(
            .i64MulThenI64ShrUImmediateIntoI64Add, inFullLoop: false, .i64Mul, (.i64ShrUImmediate, nil), (.i64Add, .b)),
        Superinstruction(
            .i32EqThenI32XorImmediateIntoI32AndImmediateIntoI32ShrUImmediate, inFullLoop: false, .i32Eq,
            (.i32XorImmediate, nil), (.i32AndImmediate, .b), (.i32ShrUImmediate, .b)),
        Superinstruction(.i32EqIntoI32Add, inFullLoop: false, .i32Eq, (.i32Add, .b)),
        Superinstruction(
            .i32ShlImmediateIntoI32ShrSImmediateIntoI32LtSImmediateIntoThirdSelect, inFullLoop: false, .i32ShlImmediate,
            (.i32ShrSImmediate, .b), (.i32LtSImmediate, .b), (.select, .x)),
        Superinstruction(
            .i32ShlImmediateIntoSecondLoad64IndexedIntoBranchI64Zero, inFullLoop: false, .i32ShlImmediate,
            (.load64Indexed, .c), (.branchI64Zero, .a)),
        Superinstruction(
            .i32ShlImmediateIntoI32AddThenLoad16U, inFullLoop: false, .i32ShlImmediate, (.i32Add, .b), (.load16U, nil)),
        Superinstruction(
            .i32ShlImmediateIntoI32AddImmediateThenJump, inFullLoop: false, .i32ShlImmediate, (.i32AddImmediate, .b),
            (.jump, nil)),
        Superinstruction(
            .i32ShlImmediateIntoI32AddThenLoad32U, inFullLoop: false, .i32ShlImmediate, (.i32Add, .b), (.load32U, nil)),
        Superinstruction(.i32ShlImmediateIntoI32Add, inFullLoop: false, .i32ShlImmediate, (.i32Add, .b)),
        Superinstruction(
            .i32ShlImmediateIntoSecondLoad32UIndexed, inFullLoop: false, .i32ShlImmediate, (.load32UIndexed, .c)),
        Superinstruction(
            .i32ShlImmediateIntoI32OrImmediate, inFullLoop: false, .i32ShlImmediate, (.i32OrImmediate, .b)),
        Superinstruction(
            .i32ShlImmediateIntoSecondAddressOfStore32Indexed, inFullLoop: false, .i32ShlImmediate,
            (.store32Indexed, .c)),
        Superinstruction(.f64LtIntoThirdSelect, inFullLoop: false, .f64Lt, (.select, .x)),
        Superinstruction(.f64SubtractProductIntoStore64, inFullLoop: false, .f64SubtractProduct, (.store64, .a)),
        Superinstruction(.selectThenSelect, inFullLoop: false, .select, (.select, nil)),
        Superinstruction(.load32UIndexedIntoI32Add, inFullLoop: false, .load32UIndexed, (.i32Add, .b)),
        Superinstruction(
            .store32ThenLoad32UIntoCopyThenCall, inFullLoop: false, .store32, (.load32U, nil), (.copy, .b), (.call, nil)
        ),
        Superinstruction(
            .store32ThenStore32ThenStore32ThenStore32, inFullLoop: false, .store32, (.store32, nil), (.store32, nil),
            (.store32, nil)),
        Superinstruction(
            .store32ThenStore32ThenLoad32UThenLoad32U, inFullLoop: false, .store32, (.store32, nil), (.load32U, nil),
            (.load32U, nil)),
        Superinstruction(
            .store32ThenCopyThenBranchI32LtU, inFullLoop: false, .store32, (.copy, nil), (.branchI32LtU, nil)),
        Superinstruction(.store32ThenJump, inFullLoop: false, .store32, (.jump, nil)),
        Superinstruction(.store32ThenI32AddImmediate, inFullLoop: false, .store32, (.i32AddImmediate, nil)),
        Superinstruction(.store32ThenStore32, inFullLoop: false, .store32, (.store32, nil)),
        Superinstruction(.store32ThenLoad32U, inFullLoop: false, .store32, (.load32U, nil)),
        Superinstruction(.i32AndThenI32AndIntoI32Xor, inFullLoop: false, .i32And, (.i32And, nil), (.i32Xor, .b)),
        Superinstruction(.i32AndIntoI32Xor, inFullLoop: false, .i32And, (.i32Xor, .b)),
        Superinstruction(
            .constant64ThenLoad32UIntoI32MulImmediate, inFullLoop: false, .constant64, (.load32U, nil),
            (.i32MulImmediate, .b)),
        Superinstruction(.constant64ThenLoad64, inFullLoop: false, .constant64, (.load64, nil)),
        Superinstruction(
            .i64DivUIntoI64MulImmediateIntoSecondI64Sub, inFullLoop: false, .i64DivU, (.i64MulImmediate, .b),
            (.i64Sub, .c)),
        Superinstruction(
            .i32AndImmediateThenI32LtUImmediateThenConstant32IntoSelect, inFullLoop: false, .i32AndImmediate,
            (.i32LtUImmediate, nil), (.constant32, nil), (.select, .b)),
        Superinstruction(
            .i32AndImmediateIntoF64ConvertI32UIntoSecondF64Add, inFullLoop: false, .i32AndImmediate,
            (.f64ConvertI32U, .b), (.f64Add, .c)),
        Superinstruction(
            .i32AndImmediateIntoBranchI32EqImmediateIntoBranchI32NeImmediate, inFullLoop: false, .i32AndImmediate,
            (.branchI32EqImmediate, .a), (.branchI32NeImmediate, .a)),
        Superinstruction(
            .i32AndImmediateIntoI32ShlImmediateIntoI32AddImmediate, inFullLoop: false, .i32AndImmediate,
            (.i32ShlImmediate, .b), (.i32AddImmediate, .b)),
        Superinstruction(
            .i32AndImmediateIntoI32ShlImmediateThenLoad32U, inFullLoop: false, .i32AndImmediate, (.i32ShlImmediate, .b),
            (.load32U, nil)),
        Superinstruction(.i32AndImmediateIntoBranchIfZero, inFullLoop: false, .i32AndImmediate, (.branchIfZero, .a)),
        Superinstruction(
            .i32AndImmediateIntoBranchIfNonZero, inFullLoop: false, .i32AndImmediate, (.branchIfNonZero, .a)),
        Superinstruction(.i32AndImmediateIntoI32Or, inFullLoop: false, .i32AndImmediate, (.i32Or, .b)),
        Superinstruction(
            .i32AndImmediateIntoBranchI32EqImmediate, inFullLoop: false, .i32AndImmediate, (.branchI32EqImmediate, .a)),
        Superinstruction(.i32AndImmediateIntoI32Add, inFullLoop: false, .i32AndImmediate, (.i32Add, .b)),
        Superinstruction(
            .i32DivUIntoI32MulImmediateIntoSecondI32Sub, inFullLoop: false, .i32DivU, (.i32MulImmediate, .b),
            (.i32Sub, .c)),
        Superinstruction(
            .i32GtUImmediateThenCopyThenBranchIfNonZero, inFullLoop: false, .i32GtUImmediate, (.copy, nil),
            (.branchIfNonZero, nil)),
        Superinstruction(
            .i32MulImmediateThenI32AndImmediateIntoI32Xor, inFullLoop: false, .i32MulImmediate, (.i32AndImmediate, nil),
            (.i32Xor, .b)),
        Superinstruction(
            .branchIfZeroThenBranchIfZeroThenI32Add, inFullLoop: false, .branchIfZero, (.branchIfZero, nil),
            (.i32Add, nil)),
        Superinstruction(.i32WrapI64IntoI32OrImmediate, inFullLoop: false, .i32WrapI64, (.i32OrImmediate, .b)),
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
        Superinstruction(
            .store64ImmediateThenI32AddImmediateIntoBranchI32Ne, inFullLoop: false, .store64Immediate,
            (.i32AddImmediate, nil), (.branchI32Ne, .a)),
        Superinstruction(
            .store64ImmediateThenStore64Immediate, inFullLoop: false, .store64Immediate, (.store64Immediate, nil)),
        Superinstruction(
            .globalGetThenConstant32IntoSecondI32SubIntoGlobalSet, inFullLoop: false, .globalGet, (.constant32, nil),
            (.i32Sub, .c), (.globalSet, .a)),
        Superinstruction(
            .globalGetThenConstant32IntoSecondI32SubIntoAddressOfStore32, inFullLoop: false, .globalGet,
            (.constant32, nil), (.i32Sub, .c), (.store32, .b)),
        Superinstruction(
            .globalGetIntoI32AddImmediateIntoGlobalSet, inFullLoop: false, .globalGet, (.i32AddImmediate, .b),
            (.globalSet, .a)),
        Superinstruction(
            .i32SubIntoBranchIfNonZeroThenI32AddImmediate, inFullLoop: false, .i32Sub, (.branchIfNonZero, .a),
            (.i32AddImmediate, nil)),
        Superinstruction(.i32SubIntoI32ShrSImmediate, inFullLoop: false, .i32Sub, (.i32ShrSImmediate, .b)),
        Superinstruction(.i32SubIntoReturnOne, inFullLoop: false, .i32Sub, (.returnOne, .a)),
        Superinstruction(.load16UIntoBranchI32Ne, inFullLoop: false, .load16U, (.branchI32Ne, .a)),
        Superinstruction(
            .i32LtUIntoThirdSelectThenSelectThenBranchI32GtUImmediate, inFullLoop: false, .i32LtU, (.select, .x),
            (.select, nil), (.branchI32GtUImmediate, nil)),
        Superinstruction(
            .f64SqrtIntoSecondF64MulIntoSecondF64DivIntoSecondF64Mul, inFullLoop: false, .f64Sqrt, (.f64Mul, .c),
            (.f64Div, .c), (.f64Mul, .c)),
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
