/// Operations that stand for two, so that the loop decodes and jumps once instead of twice.
///
/// The first of two neighbouring instructions gets the operation of the pair and is else what it was; so is the second,
/// which can still be jumped to, and which may itself be the first of a pair. Nothing else changes: not the places,
/// nor the costs, nor where a trap comes from.
///
/// Which pairs there are follows from what is executed one after the other in the programs of `Benchmarks/`.
enum Pairs {
    /// A field of the second instruction whose slot the first has just set: its value then need not be read again.
    enum Operand { case a, b, c, x }

    struct Pair {
        var first: Operation
        var second: Operation
        var operand: Operand?
        var operation: Operation

        init(_ first: Operation, _ second: Operation, _ operand: Operand?, _ operation: Operation) {
            (self.first, self.second, self.operand, self.operation) = (first, second, operand, operation)
        }
    }

    /// Gives neighbours the operations of pairs, so that from any place the fewest are executed.
    static func join(_ code: inout [InternalInstruction]) {
        // How many are executed from the place after to the end, and from the one after that.
        var (after, afterThat) = (0, 0)
        for place in code.indices.reversed() {
            let joined = place &+ 1 < code.count && afterThat < after && join(&code, at: place)
            (after, afterThat) = (joined ? afterThat &+ 1 : after &+ 1, after)
        }
    }

    /// Joins the instruction at a place with the next one, if there is such a pair.
    static func join<Code: MutableCollection>(_ code: inout Code, at place: Int) -> Bool
    where Code.Element == InternalInstruction, Code.Index == Int {
        let (first, second) = (code[place], code[place &+ 1])
        let operation = second.operation.first
        for pair in byFirst[Int(first.operation.rawValue)] where pair.second == operation {
            guard let operand = pair.operand else {
                code[place].operation = pair.operation
                return true
            }
            let slot: UInt16 =
                switch operand {
                case .a: second.a
                case .b: second.b
                case .c: second.c
                case .x: UInt16(truncatingIfNeeded: second.x)
                }
            if slot != first.a {
                guard commutative.contains(operation) else { continue }
                if operand == .b && second.c == first.a {
                    (code[place &+ 1].b, code[place &+ 1].c) = (second.c, second.b)
                } else if operand == .a && second.b == first.a {
                    (code[place &+ 1].a, code[place &+ 1].b) = (second.b, second.a)
                } else {
                    continue
                }
            }
            code[place].operation = pair.operation
            return true
        }
        return false
    }

    /// Of which the two operands may be exchanged. Not the floating-point ones: which operand a NaN comes from can be seen.
    private static let commutative: Set<Operation> = [
        .i32Add, .i32Mul, .i32And, .i32Or, .i32Xor, .i32Eq, .i32Ne,
        .i64Add, .i64Mul, .i64And, .i64Or, .i64Xor, .i64Eq, .i64Ne,
        .branchI32Eq, .branchI32Ne, .branchI64Eq, .branchI64Ne,
    ]

    private static let byFirst: [[Pair]] = {
        var result = [[Pair]](repeating: [], count: Operation.allCases.count)
        for pair in all { result[Int(pair.first.rawValue)].append(pair) }
        return result
    }()

    fileprivate static let firsts: [Operation] = {
        var result = Operation.allCases
        for pair in all { result[Int(pair.operation.rawValue)] = pair.first }
        return result
    }()

    static let all: [Pair] = [
        Pair(.i32AddImmediate, .branchI32Ne, .a, .i32AddImmediateIntoBranchI32Ne),
        Pair(.i32AddImmediate, .branchIfNonZero, .a, .i32AddImmediateIntoBranchIfNonZero),
        Pair(.i32AddImmediate, .load64, .b, .i32AddImmediateIntoLoad64),
        Pair(.i32AddImmediate, .store8Immediate, .b, .i32AddImmediateIntoStore8Immediate),
        Pair(.i32AddImmediate, .branchI32NeImmediate, .a, .i32AddImmediateIntoBranchI32NeImmediate),
        Pair(.i32AddImmediate, .returnOne, .a, .i32AddImmediateIntoReturnOne),
        Pair(.i32AddImmediate, .load32U, .b, .i32AddImmediateIntoLoad32U),
        Pair(.i32AddImmediate, .globalSet, .a, .i32AddImmediateIntoGlobalSet),
        Pair(.i32AddImmediate, .i32AndImmediate, .b, .i32AddImmediateIntoI32AndImmediate),
        Pair(.i32AddImmediate, .call, nil, .i32AddImmediateThenCall),
        Pair(.i32AddImmediate, .i32AddImmediate, nil, .i32AddImmediateThenI32AddImmediate),
        Pair(.i32AddImmediate, .copy, nil, .i32AddImmediateThenCopy),
        Pair(.i32AddImmediate, .i64AddImmediate, nil, .i32AddImmediateThenI64AddImmediate),
        Pair(.i32AddImmediate, .constant32, nil, .i32AddImmediateThenConstant32),
        Pair(.i32AddImmediate, .jump, nil, .i32AddImmediateThenJump),
        Pair(.i32AddImmediate, .load32U, nil, .i32AddImmediateThenLoad32U),
        Pair(.i32AddImmediate, .i32Add, nil, .i32AddImmediateThenI32Add),
        Pair(.i32AddImmediate, .i32AndImmediate, nil, .i32AddImmediateThenI32AndImmediate),
        Pair(.copy, .copy, .b, .copyIntoCopy),
        Pair(.copy, .i32Add, .b, .copyIntoI32Add),
        Pair(.copy, .call, nil, .copyThenCall),
        Pair(.copy, .copy, nil, .copyThenCopy),
        Pair(.copy, .i32AddImmediate, nil, .copyThenI32AddImmediate),
        Pair(.copy, .jump, nil, .copyThenJump),
        Pair(.copy, .constant32, nil, .copyThenConstant32),
        Pair(.load32U, .f32MultiplyAdd, .c, .load32UIntoSecondF32MultiplyAdd),
        Pair(.load32U, .i64Add, .b, .load32UIntoI64Add),
        Pair(.load32U, .i32ShlImmediate, .b, .load32UIntoI32ShlImmediate),
        Pair(.load32U, .branchI32Eq, .a, .load32UIntoBranchI32Eq),
        Pair(.load32U, .i32Add, nil, .load32UThenI32Add),
        Pair(.load64, .store64, .a, .load64IntoStore64),
        Pair(.load64, .f64Sub, .b, .load64IntoF64Sub),
        Pair(.load64, .load64, nil, .load64ThenLoad64),
        Pair(.load64, .f64ConvertI32U, nil, .load64ThenF64ConvertI32U),
        Pair(.f64MultiplyAdd, .store64, .a, .f64MultiplyAddIntoStore64),
        Pair(.f64MultiplyAdd, .f64MultiplyAdd, .x, .f64MultiplyAddIntoThirdF64MultiplyAdd),
        Pair(.f64MultiplyAdd, .constant32, nil, .f64MultiplyAddThenConstant32),
        Pair(.f64MultiplyAdd, .load64, nil, .f64MultiplyAddThenLoad64),
        Pair(.constant32, .load64, .b, .constant32IntoLoad64),
        Pair(.constant32, .returnOne, .a, .constant32IntoReturnOne),
        Pair(.constant32, .branchF64Lt, .b, .constant32IntoSecondBranchF64Lt),
        Pair(.constant32, .load32U, .b, .constant32IntoLoad32U),
        Pair(.constant32, .branchI32LtUImmediate, nil, .constant32ThenBranchI32LtUImmediate),
        Pair(.constant32, .constant32, nil, .constant32ThenConstant32),
        Pair(.constant32, .branchIfZero, nil, .constant32ThenBranchIfZero),
        Pair(.i64ShlImmediate, .i64Xor, .b, .i64ShlImmediateIntoI64Xor),
        Pair(.i32Add, .i32AddImmediate, .b, .i32AddIntoI32AddImmediate),
        Pair(.i32Add, .load8U, .b, .i32AddIntoLoad8U),
        Pair(.i32Add, .load32U, .b, .i32AddIntoLoad32U),
        Pair(.i32Add, .returnOne, .a, .i32AddIntoReturnOne),
        Pair(.i32Add, .i32AndImmediate, .b, .i32AddIntoI32AndImmediate),
        Pair(.i32Add, .store32, .a, .i32AddIntoStore32),
        Pair(.i32Add, .i32AddImmediate, nil, .i32AddThenI32AddImmediate),
        Pair(.i32Add, .i32Add, nil, .i32AddThenI32Add),
        Pair(.i32Add, .returnNone, nil, .i32AddThenReturnNone),
        Pair(.i32Add, .load32U, nil, .i32AddThenLoad32U),
        Pair(.i32Add, .i64ShrUImmediate, nil, .i32AddThenI64ShrUImmediate),
        Pair(.i32Add, .i32RotlImmediate, nil, .i32AddThenI32RotlImmediate),
        Pair(.i32LtUImmediate, .branchIfNonZero, .a, .i32LtUImmediateIntoBranchIfNonZero),
        Pair(.load8U, .i32ShlImmediate, .b, .load8UIntoI32ShlImmediate),
        Pair(.load8U, .i32Add, .b, .load8UIntoI32Add),
        Pair(.load8U, .branchTable, .a, .load8UIntoBranchTable),
        Pair(.load8U, .branchIfNonZero, .a, .load8UIntoBranchIfNonZero),
        Pair(.load8U, .store8, .a, .load8UIntoStore8),
        Pair(.load8U, .i64Xor, .b, .load8UIntoI64Xor),
        Pair(.load8U, .branchI32EqImmediate, .a, .load8UIntoBranchI32EqImmediate),
        Pair(.load8U, .i32AddImmediate, nil, .load8UThenI32AddImmediate),
        Pair(.load8U, .load8U, nil, .load8UThenLoad8U),
        Pair(.load8U, .load8UIndexed, nil, .load8UThenLoad8UIndexed),
        Pair(.store32, .i32AddImmediate, nil, .store32ThenI32AddImmediate),
        Pair(.store32, .i64ShrUImmediate, nil, .store32ThenI64ShrUImmediate),
        Pair(.store32, .jump, nil, .store32ThenJump),
        Pair(.store32, .store32, nil, .store32ThenStore32),
        Pair(.load8UIndexed, .branchI32Ne, .a, .load8UIndexedIntoBranchI32Ne),
        Pair(.i32Mul, .i32Add, .b, .i32MulIntoI32Add),
        Pair(.i32Mul, .returnOne, .a, .i32MulIntoReturnOne),
        Pair(.i32Load16S, .i32Load16S, nil, .i32Load16SThenI32Load16S),
        Pair(.f64Sub, .f64Add, .c, .f64SubIntoSecondF64Add),
        Pair(.f64Sub, .load64, nil, .f64SubThenLoad64),
        Pair(.constant64, .f64Div, .b, .constant64IntoF64Div),
        Pair(.constant64, .i64Mul, .b, .constant64IntoI64Mul),
        Pair(.constant64, .f64Add, .c, .constant64IntoSecondF64Add),
        Pair(.constant64, .f64Mul, .c, .constant64IntoSecondF64Mul),
        Pair(.constant64, .load64, nil, .constant64ThenLoad64),
        Pair(.i32ShrUImmediate, .i32AndImmediate, .b, .i32ShrUImmediateIntoI32AndImmediate),
        Pair(.i32ShrUImmediate, .i32Add, .b, .i32ShrUImmediateIntoI32Add),
        Pair(.i32ShrUImmediate, .store8, .a, .i32ShrUImmediateIntoStore8),
        Pair(.i32ShrUImmediate, .i32Xor, .b, .i32ShrUImmediateIntoI32Xor),
        Pair(.i64Mul, .i64Add, .b, .i64MulIntoI64Add),
        Pair(.store8, .i32AddImmediate, nil, .store8ThenI32AddImmediate),
        Pair(.f64Add, .f64MultiplyAdd, .b, .f64AddIntoF64MultiplyAdd),
        Pair(.f64Add, .constant64, nil, .f64AddThenConstant64),
        Pair(.i32Xor, .i32MulImmediate, .b, .i32XorIntoI32MulImmediate),
        Pair(.i32Xor, .copy, nil, .i32XorThenCopy),
        Pair(.i32RotlImmediate, .i32Xor, .b, .i32RotlImmediateIntoI32Xor),
        Pair(.i64ShrUImmediate, .i64Xor, .b, .i64ShrUImmediateIntoI64Xor),
        Pair(.i64ShrUImmediate, .i64Add, .b, .i64ShrUImmediateIntoI64Add),
        Pair(.i64ShrUImmediate, .store8, .a, .i64ShrUImmediateIntoStore8),
        Pair(.i64ShrUImmediate, .i32WrapI64, .b, .i64ShrUImmediateIntoI32WrapI64),
        Pair(.i32NeImmediate, .branchIfNonZero, .a, .i32NeImmediateIntoBranchIfNonZero),
        Pair(.f64Mul, .f64Mul, nil, .f64MulThenF64Mul),
        Pair(.f64Mul, .i32AddImmediate, nil, .f64MulThenI32AddImmediate),
        Pair(.i32Eq, .i32Add, .b, .i32EqIntoI32Add),
        Pair(.i64RotlImmediate, .branchI64Zero, nil, .i64RotlImmediateThenBranchI64Zero),
        Pair(.i64RotlImmediate, .copy, nil, .i64RotlImmediateThenCopy),
        Pair(.i32ShlImmediate, .i32Add, .b, .i32ShlImmediateIntoI32Add),
        Pair(.i32ShlImmediate, .load64Indexed, .c, .i32ShlImmediateIntoSecondLoad64Indexed),
        Pair(.f64SubtractProduct, .store64, .a, .f64SubtractProductIntoStore64),
        Pair(.f64Lt, .branchIfZero, .a, .f64LtIntoBranchIfZero),
        Pair(.f64Lt, .select, .x, .f64LtIntoThirdSelect),
        Pair(.select, .returnOne, .a, .selectIntoReturnOne),
        Pair(.select, .select, nil, .selectThenSelect),
        Pair(.load32UIndexed, .i32Add, .b, .load32UIndexedIntoI32Add),
        Pair(.load32UIndexed, .branchIfNonZero, .a, .load32UIndexedIntoBranchIfNonZero),
        Pair(.i32And, .i32Xor, .b, .i32AndIntoI32Xor),
        Pair(.store16, .i32AddImmediate, nil, .store16ThenI32AddImmediate),
        Pair(.i64Add, .i32AddImmediate, nil, .i64AddThenI32AddImmediate),
        Pair(.i32AndImmediate, .branchI32NeImmediate, .a, .i32AndImmediateIntoBranchI32NeImmediate),
        Pair(.i32AndImmediate, .branchIfZero, .a, .i32AndImmediateIntoBranchIfZero),
        Pair(.i32AndImmediate, .f64ConvertI32U, .b, .i32AndImmediateIntoF64ConvertI32U),
        Pair(.i32AndImmediate, .i32Xor, .b, .i32AndImmediateIntoI32Xor),
        Pair(.i32AndImmediate, .constant32, nil, .i32AndImmediateThenConstant32),
        Pair(.f64Sqrt, .f64Mul, .c, .f64SqrtIntoSecondF64Mul),
        Pair(.i32DivU, .i32MulImmediate, .b, .i32DivUIntoI32MulImmediate),
        Pair(.i32Sub, .i32AddImmediate, .b, .i32SubIntoI32AddImmediate),
        Pair(.i32Sub, .branchI32GtUImmediate, .a, .i32SubIntoBranchI32GtUImmediate),
        Pair(.i32Sub, .branchIfNonZero, .a, .i32SubIntoBranchIfNonZero),
        Pair(.i32WrapI64, .i32OrImmediate, .b, .i32WrapI64IntoI32OrImmediate),
        Pair(.i64DivU, .i64MulImmediate, .b, .i64DivUIntoI64MulImmediate),
        Pair(.i32GtUImmediate, .copy, nil, .i32GtUImmediateThenCopy),
    ]
}

extension Operation {
    /// The first of a pair, and any other operation itself.
    var first: Operation { Pairs.firsts[Int(rawValue)] }
}
