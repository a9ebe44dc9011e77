// Written by `scripts/write-loop` from the tables of scripts/loop-writer. Changes are made there.

extension Superinstruction {
    /// All there are.
    static let all: [Superinstruction] = [
        Superinstruction(
            .i32AddImmediateIntoLoad64IntoThirdF64SubtractProductIntoStore64, .i32AddImmediate, (.load64, .b),
            (.f64SubtractProduct, .x), (.store64, .a)),
        Superinstruction(
            .i32AddImmediateIntoGlobalSetThenI32AndImmediateIntoReturnOne, .i32AddImmediate, (.globalSet, .a),
            (.i32AndImmediate, nil), (.returnOne, .a)),
        Superinstruction(
            .i32AddImmediateThenI32AddImmediateThenI32AddImmediateIntoBranchI32Ne, .i32AddImmediate,
            (.i32AddImmediate, nil), (.i32AddImmediate, nil), (.branchI32Ne, .a)),
        Superinstruction(
            .i32AddImmediateIntoI32NeImmediateIntoBranchIfNonZero, .i32AddImmediate, (.i32NeImmediate, .b),
            (.branchIfNonZero, .a)),
        Superinstruction(
            .i32AddImmediateThenI64AddImmediateIntoBranchI64NeImmediate, .i32AddImmediate, (.i64AddImmediate, nil),
            (.branchI64NeImmediate, .a)),
        Superinstruction(
            .i32AddImmediateThenI32AddImmediateIntoBranchIfNonZero, .i32AddImmediate, (.i32AddImmediate, nil),
            (.branchIfNonZero, .a)),
        Superinstruction(
            .i32AddImmediateThenI32AddImmediateIntoBranchI32LtU, .i32AddImmediate, (.i32AddImmediate, nil),
            (.branchI32LtU, .a)),
        Superinstruction(
            .i32AddImmediateThenI32AddImmediateIntoBranchI32Ne, .i32AddImmediate, (.i32AddImmediate, nil),
            (.branchI32Ne, .a)),
        Superinstruction(
            .i32AddImmediateIntoStore8ThenI32AddImmediate, .i32AddImmediate, (.store8, .a), (.i32AddImmediate, nil)),
        Superinstruction(
            .i32AddImmediateThenI32GtUImmediateIntoBranchIfNonZero, .i32AddImmediate, (.i32GtUImmediate, nil),
            (.branchIfNonZero, .a)),
        Superinstruction(
            .i32AddImmediateIntoStore32ThenStore8Indexed, .i32AddImmediate, (.store32, .a), (.store8Indexed, nil)),
        Superinstruction(
            .i32AddImmediateIntoGlobalSetThenReturnNone, .i32AddImmediate, (.globalSet, .a), (.returnNone, nil)),
        Superinstruction(
            .i32AddImmediateThenI32AddImmediateIntoBranchI32GtSImmediate, .i32AddImmediate, (.i32AddImmediate, nil),
            (.branchI32GtSImmediate, .a)),
        Superinstruction(
            .i32AddImmediateIntoGlobalSetThenReturnOne, .i32AddImmediate, (.globalSet, .a), (.returnOne, nil)),
        Superinstruction(
            .i32AddImmediateThenLoad32UThenBranchI32LtU, .i32AddImmediate, (.load32U, nil), (.branchI32LtU, nil)),
        Superinstruction(.i32AddImmediateIntoBranchI32Ne, .i32AddImmediate, (.branchI32Ne, .a)),
        Superinstruction(.i32AddImmediateIntoBranchIfNonZero, .i32AddImmediate, (.branchIfNonZero, .a)),
        Superinstruction(.i32AddImmediateIntoLoad64, .i32AddImmediate, (.load64, .b)),
        Superinstruction(.i32AddImmediateIntoBranchI32NeImmediate, .i32AddImmediate, (.branchI32NeImmediate, .a)),
        Superinstruction(.i32AddImmediateIntoStore8Immediate, .i32AddImmediate, (.store8Immediate, .b)),
        Superinstruction(.i32AddImmediateIntoStore32, .i32AddImmediate, (.store32, .a)),
        Superinstruction(.i32AddImmediateIntoBranchTable, .i32AddImmediate, (.branchTable, .a)),
        Superinstruction(.i32AddImmediateThenCall, .i32AddImmediate, (.call, nil)),
        Superinstruction(.i32AddImmediateThenI32AddImmediate, .i32AddImmediate, (.i32AddImmediate, nil)),
        Superinstruction(.i32AddImmediateThenCopy, .i32AddImmediate, (.copy, nil)),
        Superinstruction(.i32AddImmediateThenJump, .i32AddImmediate, (.jump, nil)),
        Superinstruction(.i32AddImmediateThenConstant32, .i32AddImmediate, (.constant32, nil)),
        Superinstruction(.i32AddImmediateThenLoad32U, .i32AddImmediate, (.load32U, nil)),
        Superinstruction(.i32AddImmediateThenI64ShrUImmediate, .i32AddImmediate, (.i64ShrUImmediate, nil)),
        Superinstruction(
            .copyIntoLoad8UThenConstant32IntoSecondI32ShrU, .copy, (.load8U, .b), (.constant32, nil), (.i32ShrU, .c)),
        Superinstruction(
            .copyThenI32AddImmediateIntoGlobalSetThenReturnNone, .copy, (.i32AddImmediate, nil), (.globalSet, .a),
            (.returnNone, nil)),
        Superinstruction(.copyThenCopyThenCopyThenCall, .copy, (.copy, nil), (.copy, nil), (.call, nil)),
        Superinstruction(.copyThenI32AddImmediateIntoBranchI32Ne, .copy, (.i32AddImmediate, nil), (.branchI32Ne, .a)),
        Superinstruction(.copyIntoI32AddThenCopy, .copy, (.i32Add, .b), (.copy, nil)),
        Superinstruction(
            .copyThenI32AddImmediateIntoBranchIfNonZero, .copy, (.i32AddImmediate, nil), (.branchIfNonZero, .a)),
        Superinstruction(.copyThenCopyThenCopy, .copy, (.copy, nil), (.copy, nil)),
        Superinstruction(.copyThenI32AddImmediateThenCall, .copy, (.i32AddImmediate, nil), (.call, nil)),
        Superinstruction(.copyThenCopyThenCall, .copy, (.copy, nil), (.call, nil)),
        Superinstruction(.copyThenConstant32ThenCall, .copy, (.constant32, nil), (.call, nil)),
        Superinstruction(.copyThenCopy, .copy, (.copy, nil)),
        Superinstruction(.copyThenI32AddImmediate, .copy, (.i32AddImmediate, nil)),
        Superinstruction(.copyThenJump, .copy, (.jump, nil)),
        Superinstruction(.copyThenCall, .copy, (.call, nil)),
        Superinstruction(.copyThenLoad32U, .copy, (.load32U, nil)),
        Superinstruction(.copyThenStore32, .copy, (.store32, nil)),
        Superinstruction(
            .load32UIntoI64AddThenLoad32UIntoI64Mul, .load32U, (.i64Add, .b), (.load32U, nil), (.i64Mul, .b)),
        Superinstruction(
            .load32UThenI32ShlImmediateIntoI32AddThenLoad32U, .load32U, (.i32ShlImmediate, nil), (.i32Add, .b),
            (.load32U, nil)),
        Superinstruction(.load32UIntoI32AddImmediateIntoStore32, .load32U, (.i32AddImmediate, .b), (.store32, .a)),
        Superinstruction(
            .load32UIntoI32AddImmediateIntoBranchTable, .load32U, (.i32AddImmediate, .b), (.branchTable, .a)),
        Superinstruction(.load32UThenLoad32UIntoSecondF32MultiplyAdd, .load32U, (.load32U, nil), (.f32MultiplyAdd, .c)),
        Superinstruction(.load32UThenLoad32UIntoBranchI32Eq, .load32U, (.load32U, nil), (.branchI32Eq, .a)),
        Superinstruction(.load32UThenLoad32UThenLoad32U, .load32U, (.load32U, nil), (.load32U, nil)),
        Superinstruction(.load32UThenI32AddThenLoad32U, .load32U, (.i32Add, nil), (.load32U, nil)),
        Superinstruction(.load32UIntoSecondF32MultiplyAdd, .load32U, (.f32MultiplyAdd, .c)),
        Superinstruction(.load32UIntoI64Mul, .load32U, (.i64Mul, .b)),
        Superinstruction(.load32UIntoI64Add, .load32U, (.i64Add, .b)),
        Superinstruction(.load32UIntoBranchI32NeImmediate, .load32U, (.branchI32NeImmediate, .a)),
        Superinstruction(.load32UIntoBranchIfZero, .load32U, (.branchIfZero, .a)),
        Superinstruction(.load32UIntoReturnOne, .load32U, (.returnOne, .a)),
        Superinstruction(.load32UThenI32Add, .load32U, (.i32Add, nil)),
        Superinstruction(.load32UThenLoad32U, .load32U, (.load32U, nil)),
        Superinstruction(.load32UThenStore32, .load32U, (.store32, nil)),
        Superinstruction(.load32UThenI32AddImmediate, .load32U, (.i32AddImmediate, nil)),
        Superinstruction(
            .load64IntoF64SubIntoBothOfF64MultiplyAddIntoF64Add, .load64, (.f64Sub, .b), (.f64MultiplyAdd, .bAndC),
            (.f64Add, .b)),
        Superinstruction(
            .load64ThenLoad64IntoSecondF64MultiplyAddIntoStore64, .load64, (.load64, nil), (.f64MultiplyAdd, .c),
            (.store64, .a)),
        Superinstruction(
            .load64ThenStore64ThenLoad64ThenStore64, .load64, (.store64, nil), (.load64, nil), (.store64, nil)),
        Superinstruction(.load64IntoF64SubIntoBothOfF64MultiplyAdd, .load64, (.f64Sub, .b), (.f64MultiplyAdd, .bAndC)),
        Superinstruction(.load64ThenI32ShrUImmediateIntoI32Add, .load64, (.i32ShrUImmediate, nil), (.i32Add, .b)),
        Superinstruction(.load64IntoF64SubThenF64MultiplyAdd, .load64, (.f64Sub, .b), (.f64MultiplyAdd, nil)),
        Superinstruction(.load64ThenI32AddImmediateIntoLoad64, .load64, (.i32AddImmediate, nil), (.load64, .b)),
        Superinstruction(.load64ThenI32AddIntoI32AddImmediate, .load64, (.i32Add, nil), (.i32AddImmediate, .b)),
        Superinstruction(.load64IntoF64Sub, .load64, (.f64Sub, .b)),
        Superinstruction(.load64ThenStore64, .load64, (.store64, nil)),
        Superinstruction(.load64ThenLoad64, .load64, (.load64, nil)),
        Superinstruction(
            .f64MultiplyAddIntoStore64ThenI32AddImmediate, .f64MultiplyAdd, (.store64, .a), (.i32AddImmediate, nil)),
        Superinstruction(.f64MultiplyAddIntoStore64ThenLoad64, .f64MultiplyAdd, (.store64, .a), (.load64, nil)),
        Superinstruction(
            .f64MultiplyAddThenConstant32IntoAddressOfStore64, .f64MultiplyAdd, (.constant32, nil), (.store64, .b)),
        Superinstruction(.f64MultiplyAddIntoThirdF64MultiplyAdd, .f64MultiplyAdd, (.f64MultiplyAdd, .x)),
        Superinstruction(
            .i32AddThenI32Load16SThenI32Load16SIntoI32Mul, .i32Add, (.i32Load16S, nil), (.i32Load16S, nil),
            (.i32Mul, .b)),
        Superinstruction(
            .i32AddThenI32AddImmediateThenI32AddThenI32AddImmediate, .i32Add, (.i32AddImmediate, nil), (.i32Add, nil),
            (.i32AddImmediate, nil)),
        Superinstruction(
            .i32AddIntoI32LtUImmediateIntoBranchIfNonZero, .i32Add, (.i32LtUImmediate, .b), (.branchIfNonZero, .a)),
        Superinstruction(.i32AddIntoLoad8UIntoStore8, .i32Add, (.load8U, .b), (.store8, .a)),
        Superinstruction(
            .i32AddThenI32AddImmediateIntoBranchI32Ne, .i32Add, (.i32AddImmediate, nil), (.branchI32Ne, .a)),
        Superinstruction(.i32AddThenLoad32UIntoI32Add, .i32Add, (.load32U, nil), (.i32Add, .b)),
        Superinstruction(
            .i32AddThenI64ShrUImmediateThenI32AddImmediate, .i32Add, (.i64ShrUImmediate, nil), (.i32AddImmediate, nil)),
        Superinstruction(.i32AddThenCopyThenCopy, .i32Add, (.copy, nil), (.copy, nil)),
        Superinstruction(.i32AddIntoLoad8U, .i32Add, (.load8U, .b)),
        Superinstruction(.i32AddIntoReturnOne, .i32Add, (.returnOne, .a)),
        Superinstruction(.i32AddIntoVectorLoad128, .i32Add, (.vectorLoad128, .b)),
        Superinstruction(.i32AddIntoStore32, .i32Add, (.store32, .a)),
        Superinstruction(.i32AddThenI32AddImmediate, .i32Add, (.i32AddImmediate, nil)),
        Superinstruction(.i32AddThenI32Add, .i32Add, (.i32Add, nil)),
        Superinstruction(.i32AddThenReturnNone, .i32Add, (.returnNone, nil)),
        Superinstruction(.i32AddThenLoad32U, .i32Add, (.load32U, nil)),
        Superinstruction(
            .i64ShlImmediateIntoI64XorIntoI64ShrUImmediateIntoI64Xor, .i64ShlImmediate, (.i64Xor, .b),
            (.i64ShrUImmediate, .b), (.i64Xor, .b)),
        Superinstruction(
            .i64ShlImmediateIntoI64XorIntoI64ShrUImmediateIntoI32WrapI64, .i64ShlImmediate, (.i64Xor, .b),
            (.i64ShrUImmediate, .b), (.i32WrapI64, .b)),
        Superinstruction(.i64ShlImmediateIntoI64Xor, .i64ShlImmediate, (.i64Xor, .b)),
        Superinstruction(
            .constant32IntoI32ShlIntoI32AndIntoBranchIfNonZero, .constant32, (.i32Shl, .b), (.i32And, .b),
            (.branchIfNonZero, .a)),
        Superinstruction(
            .constant32IntoI32AddIntoGlobalSetThenReturnOne, .constant32, (.i32Add, .b), (.globalSet, .a),
            (.returnOne, nil)),
        Superinstruction(
            .constant32ThenGlobalGetIntoI32AddImmediateIntoAddressOfStore32, .constant32, (.globalGet, nil),
            (.i32AddImmediate, .b), (.store32, .b)),
        Superinstruction(
            .constant32IntoI32AddIntoGlobalSetThenReturnNone, .constant32, (.i32Add, .b), (.globalSet, .a),
            (.returnNone, nil)),
        Superinstruction(
            .constant32ThenGlobalGetIntoI32AddImmediateIntoGlobalSet, .constant32, (.globalGet, nil),
            (.i32AddImmediate, .b), (.globalSet, .a)),
        Superinstruction(.constant32IntoI32AddIntoLoad8U, .constant32, (.i32Add, .b), (.load8U, .b)),
        Superinstruction(.constant32IntoI32AndIntoBranchIfZero, .constant32, (.i32And, .b), (.branchIfZero, .a)),
        Superinstruction(
            .constant32ThenI32AddImmediateIntoBranchI32NeImmediate, .constant32, (.i32AddImmediate, nil),
            (.branchI32NeImmediate, .a)),
        Superinstruction(.constant32IntoLoad64ThenConstant64, .constant32, (.load64, .b), (.constant64, nil)),
        Superinstruction(.constant32ThenConstant32IntoSelect, .constant32, (.constant32, nil), (.select, .b)),
        Superinstruction(.constant32IntoI32AddThenCopy, .constant32, (.i32Add, .b), (.copy, nil)),
        Superinstruction(.constant32IntoLoad64, .constant32, (.load64, .b)),
        Superinstruction(.constant32IntoI32And, .constant32, (.i32And, .b)),
        Superinstruction(.constant32ThenBranchI32LtUImmediate, .constant32, (.branchI32LtUImmediate, nil)),
        Superinstruction(.constant32ThenConstant32, .constant32, (.constant32, nil)),
        Superinstruction(.constant32ThenBranchIfZero, .constant32, (.branchIfZero, nil)),
        Superinstruction(.constant32ThenI32AddImmediate, .constant32, (.i32AddImmediate, nil)),
        Superinstruction(.constant32ThenI32Sub, .constant32, (.i32Sub, nil)),
        Superinstruction(
            .load8UThenLoad8UIntoBranchI32NeThenI32AddImmediate, .load8U, (.load8U, nil), (.branchI32Ne, .a),
            (.i32AddImmediate, nil)),
        Superinstruction(
            .load8UThenLoad32UIntoAddressOfStore8ThenReturnNone, .load8U, (.load32U, nil), (.store8, .b),
            (.returnNone, nil)),
        Superinstruction(
            .load8UIntoI32ShlImmediateIntoSecondLoad32UIndexed, .load8U, (.i32ShlImmediate, .b), (.load32UIndexed, .c)),
        Superinstruction(.load8UIntoI32AddIntoStore16, .load8U, (.i32Add, .b), (.store16, .a)),
        Superinstruction(
            .load8UIntoBranchI32EqImmediateIntoBranchI32EqImmediate, .load8U, (.branchI32EqImmediate, .a),
            (.branchI32EqImmediate, .a)),
        Superinstruction(
            .load8UIntoBranchI32EqImmediateIntoBranchI32NeImmediate, .load8U, (.branchI32EqImmediate, .a),
            (.branchI32NeImmediate, .a)),
        Superinstruction(
            .load8UIntoI32AddImmediateIntoI32AndImmediate, .load8U, (.i32AddImmediate, .b), (.i32AndImmediate, .b)),
        Superinstruction(.load8UThenLoad8UIntoBranchI32Eq, .load8U, (.load8U, nil), (.branchI32Eq, .a)),
        Superinstruction(
            .load8UThenI32AddImmediateThenBranchIfNonZero, .load8U, (.i32AddImmediate, nil), (.branchIfNonZero, nil)),
        Superinstruction(.load8UIntoI32ShlImmediate, .load8U, (.i32ShlImmediate, .b)),
        Superinstruction(.load8UIntoI32Add, .load8U, (.i32Add, .b)),
        Superinstruction(.load8UIntoBranchTable, .load8U, (.branchTable, .a)),
        Superinstruction(.load8UIntoBranchIfNonZero, .load8U, (.branchIfNonZero, .a)),
        Superinstruction(.load8UIntoStore8, .load8U, (.store8, .a)),
        Superinstruction(.load8UThenI32AddImmediate, .load8U, (.i32AddImmediate, nil)),
        Superinstruction(.load8UThenLoad8U, .load8U, (.load8U, nil)),
        Superinstruction(.load8UThenLoad8UIndexed, .load8U, (.load8UIndexed, nil)),
        Superinstruction(
            .load8UIndexedThenI32AndImmediateIntoI32XorIntoI32AndImmediate, .load8UIndexed, (.i32AndImmediate, nil),
            (.i32Xor, .b), (.i32AndImmediate, .b)),
        Superinstruction(
            .load8UIndexedThenLoad8UIndexedIntoBranchI32Ne, .load8UIndexed, (.load8UIndexed, nil), (.branchI32Ne, .a)),
        Superinstruction(.load8UIndexedIntoBranchI32Ne, .load8UIndexed, (.branchI32Ne, .a)),
        Superinstruction(.i32MulIntoI32Add, .i32Mul, (.i32Add, .b)),
        Superinstruction(.f64SubIntoSecondF64AddIntoBranchF64Lt, .f64Sub, (.f64Add, .c), (.branchF64Lt, .a)),
        Superinstruction(.f64SubThenLoad64ThenF64Mul, .f64Sub, (.load64, nil), (.f64Mul, nil)),
        Superinstruction(.f64SubIntoSecondF64Add, .f64Sub, (.f64Add, .c)),
        Superinstruction(.i32Load16SThenI32Load16S, .i32Load16S, (.i32Load16S, nil)),
        Superinstruction(
            .f64ConvertI32UIntoSecondF64DivIntoSecondF64MultiplyAdd, .f64ConvertI32U, (.f64Div, .c),
            (.f64MultiplyAdd, .c)),
        Superinstruction(
            .i32ShrUImmediateIntoI32AndImmediateIntoLoad32U, .i32ShrUImmediate, (.i32AndImmediate, .b), (.load32U, .b)),
        Superinstruction(.i32ShrUImmediateIntoI32Xor, .i32ShrUImmediate, (.i32Xor, .b)),
        Superinstruction(.i32ShrUImmediateIntoStore8, .i32ShrUImmediate, (.store8, .a)),
        Superinstruction(
            .store8ThenBranchI32LtUImmediateThenStore8ThenStore8, .store8, (.branchI32LtUImmediate, nil),
            (.store8, nil), (.store8, nil)),
        Superinstruction(
            .store8ThenI32AddImmediateThenBranchI64GtUImmediate, .store8, (.i32AddImmediate, nil),
            (.branchI64GtUImmediate, nil)),
        Superinstruction(.store8ThenI32AddImmediate, .store8, (.i32AddImmediate, nil)),
        Superinstruction(.i64AddIntoStore32ThenI64ShrUImmediate, .i64Add, (.store32, .a), (.i64ShrUImmediate, nil)),
        Superinstruction(.i64AddIntoStore32, .i64Add, (.store32, .a)),
        Superinstruction(.i64AddThenI32Add, .i64Add, (.i32Add, nil)),
        Superinstruction(.f64MulIntoSecondF64AddIntoSecondBranchF64Lt, .f64Mul, (.f64Add, .c), (.branchF64Lt, .b)),
        Superinstruction(.f64MulIntoSecondF64DivIntoSecondF64Mul, .f64Mul, (.f64Div, .c), (.f64Mul, .c)),
        Superinstruction(
            .f64MulIntoSecondF64SubtractProductIntoStore64, .f64Mul, (.f64SubtractProduct, .c), (.store64, .a)),
        Superinstruction(.f64MulThenF64AddIntoF64MultiplyAdd, .f64Mul, (.f64Add, nil), (.f64MultiplyAdd, .b)),
        Superinstruction(.f64MulThenI32AddImmediate, .f64Mul, (.i32AddImmediate, nil)),
        Superinstruction(.f64MulThenF64Mul, .f64Mul, (.f64Mul, nil)),
        Superinstruction(.f64AddIntoSecondF64LtIntoBranchIfZero, .f64Add, (.f64Lt, .c), (.branchIfZero, .a)),
        Superinstruction(.f64AddIntoF64MultiplyAdd, .f64Add, (.f64MultiplyAdd, .b)),
        Superinstruction(.i32XorIntoI32MulImmediate, .i32Xor, (.i32MulImmediate, .b)),
        Superinstruction(.i32XorThenCopy, .i32Xor, (.copy, nil)),
        Superinstruction(
            .i32RotlImmediateThenI32RotlImmediateIntoI32Xor, .i32RotlImmediate, (.i32RotlImmediate, nil), (.i32Xor, .b)),
        Superinstruction(.i32RotlImmediateIntoI32Xor, .i32RotlImmediate, (.i32Xor, .b)),
        Superinstruction(.i64ShrUImmediateIntoI64Xor, .i64ShrUImmediate, (.i64Xor, .b)),
        Superinstruction(.i64ShrUImmediateIntoStore8, .i64ShrUImmediate, (.store8, .a)),
        Superinstruction(.i64ShrUImmediateIntoI32WrapI64, .i64ShrUImmediate, (.i32WrapI64, .b)),
        Superinstruction(
            .i64MulIntoI64ShrUImmediateIntoI32WrapI64, .i64Mul, (.i64ShrUImmediate, .b), (.i32WrapI64, .b)),
        Superinstruction(.i64MulThenI64ShrUImmediateIntoI64Add, .i64Mul, (.i64ShrUImmediate, nil), (.i64Add, .b)),
        Superinstruction(
            .i32EqThenI32XorImmediateIntoI32AndImmediateIntoI32ShrUImmediate, .i32Eq, (.i32XorImmediate, nil),
            (.i32AndImmediate, .b), (.i32ShrUImmediate, .b)),
        Superinstruction(.i32EqIntoI32Add, .i32Eq, (.i32Add, .b)),
        Superinstruction(
            .i32ShlImmediateIntoI32ShrSImmediateIntoI32LtSImmediateIntoThirdSelect, .i32ShlImmediate,
            (.i32ShrSImmediate, .b), (.i32LtSImmediate, .b), (.select, .x)),
        Superinstruction(
            .i32ShlImmediateIntoSecondLoad64IndexedIntoBranchI64Zero, .i32ShlImmediate, (.load64Indexed, .c),
            (.branchI64Zero, .a)),
        Superinstruction(.i32ShlImmediateIntoI32AddThenLoad16U, .i32ShlImmediate, (.i32Add, .b), (.load16U, nil)),
        Superinstruction(
            .i32ShlImmediateIntoI32AddImmediateThenJump, .i32ShlImmediate, (.i32AddImmediate, .b), (.jump, nil)),
        Superinstruction(.i32ShlImmediateIntoI32AddThenLoad32U, .i32ShlImmediate, (.i32Add, .b), (.load32U, nil)),
        Superinstruction(.i32ShlImmediateIntoI32Add, .i32ShlImmediate, (.i32Add, .b)),
        Superinstruction(.i32ShlImmediateIntoSecondLoad32UIndexed, .i32ShlImmediate, (.load32UIndexed, .c)),
        Superinstruction(.i32ShlImmediateIntoI32OrImmediate, .i32ShlImmediate, (.i32OrImmediate, .b)),
        Superinstruction(.i32ShlImmediateIntoSecondAddressOfStore32Indexed, .i32ShlImmediate, (.store32Indexed, .c)),
        Superinstruction(.f64LtIntoThirdSelect, .f64Lt, (.select, .x)),
        Superinstruction(.f64SubtractProductIntoStore64, .f64SubtractProduct, (.store64, .a)),
        Superinstruction(.selectThenSelect, .select, (.select, nil)),
        Superinstruction(.load32UIndexedIntoI32Add, .load32UIndexed, (.i32Add, .b)),
        Superinstruction(.store32ThenLoad32UIntoCopyThenCall, .store32, (.load32U, nil), (.copy, .b), (.call, nil)),
        Superinstruction(
            .store32ThenStore32ThenStore32ThenStore32, .store32, (.store32, nil), (.store32, nil), (.store32, nil)),
        Superinstruction(
            .store32ThenStore32ThenLoad32UThenLoad32U, .store32, (.store32, nil), (.load32U, nil), (.load32U, nil)),
        Superinstruction(.store32ThenCopyThenBranchI32LtU, .store32, (.copy, nil), (.branchI32LtU, nil)),
        Superinstruction(.store32ThenJump, .store32, (.jump, nil)),
        Superinstruction(.store32ThenI32AddImmediate, .store32, (.i32AddImmediate, nil)),
        Superinstruction(.store32ThenStore32, .store32, (.store32, nil)),
        Superinstruction(.store32ThenLoad32U, .store32, (.load32U, nil)),
        Superinstruction(.i32AndThenI32AndIntoI32Xor, .i32And, (.i32And, nil), (.i32Xor, .b)),
        Superinstruction(.i32AndIntoI32Xor, .i32And, (.i32Xor, .b)),
        Superinstruction(
            .constant64ThenLoad32UIntoI32MulImmediate, .constant64, (.load32U, nil), (.i32MulImmediate, .b)),
        Superinstruction(.constant64ThenLoad64, .constant64, (.load64, nil)),
        Superinstruction(.i64DivUIntoI64MulImmediateIntoSecondI64Sub, .i64DivU, (.i64MulImmediate, .b), (.i64Sub, .c)),
        Superinstruction(
            .i32AndImmediateThenI32LtUImmediateThenConstant32IntoSelect, .i32AndImmediate, (.i32LtUImmediate, nil),
            (.constant32, nil), (.select, .b)),
        Superinstruction(
            .i32AndImmediateIntoF64ConvertI32UIntoSecondF64Add, .i32AndImmediate, (.f64ConvertI32U, .b), (.f64Add, .c)),
        Superinstruction(
            .i32AndImmediateIntoBranchI32EqImmediateIntoBranchI32NeImmediate, .i32AndImmediate,
            (.branchI32EqImmediate, .a), (.branchI32NeImmediate, .a)),
        Superinstruction(
            .i32AndImmediateIntoI32ShlImmediateIntoI32AddImmediate, .i32AndImmediate, (.i32ShlImmediate, .b),
            (.i32AddImmediate, .b)),
        Superinstruction(
            .i32AndImmediateIntoI32ShlImmediateThenLoad32U, .i32AndImmediate, (.i32ShlImmediate, .b), (.load32U, nil)),
        Superinstruction(.i32AndImmediateIntoBranchIfZero, .i32AndImmediate, (.branchIfZero, .a)),
        Superinstruction(.i32AndImmediateIntoBranchIfNonZero, .i32AndImmediate, (.branchIfNonZero, .a)),
        Superinstruction(.i32AndImmediateIntoI32Or, .i32AndImmediate, (.i32Or, .b)),
        Superinstruction(.i32AndImmediateIntoBranchI32EqImmediate, .i32AndImmediate, (.branchI32EqImmediate, .a)),
        Superinstruction(.i32AndImmediateIntoI32Add, .i32AndImmediate, (.i32Add, .b)),
        Superinstruction(.i32DivUIntoI32MulImmediateIntoSecondI32Sub, .i32DivU, (.i32MulImmediate, .b), (.i32Sub, .c)),
        Superinstruction(
            .i32GtUImmediateThenCopyThenBranchIfNonZero, .i32GtUImmediate, (.copy, nil), (.branchIfNonZero, nil)),
        Superinstruction(
            .i32MulImmediateThenI32AndImmediateIntoI32Xor, .i32MulImmediate, (.i32AndImmediate, nil), (.i32Xor, .b)),
        Superinstruction(.branchIfZeroThenBranchIfZeroThenI32Add, .branchIfZero, (.branchIfZero, nil), (.i32Add, nil)),
        Superinstruction(.i32WrapI64IntoI32OrImmediate, .i32WrapI64, (.i32OrImmediate, .b)),
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
            .store64ImmediateThenI32AddImmediateIntoBranchI32Ne, .store64Immediate, (.i32AddImmediate, nil),
            (.branchI32Ne, .a)),
        Superinstruction(.store64ImmediateThenStore64Immediate, .store64Immediate, (.store64Immediate, nil)),
        Superinstruction(
            .globalGetThenConstant32IntoSecondI32SubIntoGlobalSet, .globalGet, (.constant32, nil), (.i32Sub, .c),
            (.globalSet, .a)),
        Superinstruction(
            .globalGetThenConstant32IntoSecondI32SubIntoAddressOfStore32, .globalGet, (.constant32, nil), (.i32Sub, .c),
            (.store32, .b)),
        Superinstruction(
            .globalGetIntoI32AddImmediateIntoGlobalSet, .globalGet, (.i32AddImmediate, .b), (.globalSet, .a)),
        Superinstruction(
            .i32SubIntoBranchIfNonZeroThenI32AddImmediate, .i32Sub, (.branchIfNonZero, .a), (.i32AddImmediate, nil)),
        Superinstruction(.i32SubIntoI32ShrSImmediate, .i32Sub, (.i32ShrSImmediate, .b)),
        Superinstruction(.i32SubIntoReturnOne, .i32Sub, (.returnOne, .a)),
        Superinstruction(.load16UIntoBranchI32Ne, .load16U, (.branchI32Ne, .a)),
        Superinstruction(
            .i32LtUIntoThirdSelectThenSelectThenBranchI32GtUImmediate, .i32LtU, (.select, .x), (.select, nil),
            (.branchI32GtUImmediate, nil)),
        Superinstruction(
            .f64SqrtIntoSecondF64MulIntoSecondF64DivIntoSecondF64Mul, .f64Sqrt, (.f64Mul, .c), (.f64Div, .c),
            (.f64Mul, .c)),
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
