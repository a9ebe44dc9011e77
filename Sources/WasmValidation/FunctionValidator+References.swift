import WasmSyntax

// Specification: Validation / Instructions / Reference Instructions, and the branches on references.

extension FunctionValidator {
    mutating func validateReferenceInstruction(_ instruction: Instruction) throws(Fault) {
        switch instruction.opcode {
        case .refNull: try pushOperand(ValueType(try heapType(instruction), nullable: true))
        case .refFunc: try refFunc(instruction.x)
        case .refIsNull: try refIsNull()
        case .refAsNonNull: try pushOperand(ValueType(try popReference().heapType, nullable: false))
        case .refEq: try refEq()
        case .refTest, .refTestNull: try refTest(instruction)
        case .refCast: try refCast(instruction, nullable: false)
        case .refCastNull: try refCast(instruction, nullable: true)
        case .brOnNull: try branchOnNull(instruction.x)
        case .brOnNonNull: try branchOnNonNull(instruction.x)
        case .brOnCast: try branchOnCast(instruction, fail: false)
        case .brOnCastFail: try branchOnCast(instruction, fail: true)
        case .anyConvertExtern: try convert(from: .external, to: .any)
        case .externConvertAny: try convert(from: .any, to: .external)
        case .refI31: try replace(.i32, with: ValueType(.i31, nullable: false))
        case .i31GetS, .i31GetU: try replace(ValueType(.i31, nullable: true), with: .i32)
        default: try validateAggregateInstruction(instruction)
        }
    }

    /// The type of references to a type of the module, whose index is known to be valid.
    func concreteReference(_ typeIndex: UInt32, nullable: Bool) -> ValueType {
        context.types.canonical(ValueType(HeapType(typeIndex: typeIndex), nullable: nullable))
    }

    private func heapType(_ instruction: Instruction) throws(Fault) -> HeapType {
        try context.types.validate(HeapType(bits: instruction.x), context.features)
    }

    private mutating func replace(_ operand: ValueType, with result: ValueType) throws(Fault) {
        try popOperand(operand)
        try pushOperand(result)
    }

    private mutating func refFunc(_ index: UInt32) throws(Fault) {
        guard let type = context.functionTypes[checked: index] else { throw .unknown(.function, index) }
        if constantGlobals != nil {
            declare(index)
        } else if context.declaredFunctions[checked: index] != true {
            throw .undeclaredFunctionReference(index)
        }
        try pushOperand(ValueType(HeapType(typeIndex: type), nullable: false))
    }

    private mutating func refIsNull() throws(Fault) {
        _ = try popReference()
        try pushOperand(.i32)
    }

    private mutating func refEq() throws(Fault) {
        let comparable = ValueType(.equality, nullable: true)
        try popOperand(comparable)
        try popOperand(comparable)
        try pushOperand(.i32)
    }

    private mutating func refTest(_ instruction: Instruction) throws(Fault) {
        let top = context.types.top(try heapType(instruction))
        try replace(ValueType(top, nullable: true), with: .i32)
    }

    private mutating func refCast(_ instruction: Instruction, nullable: Bool) throws(Fault) {
        let type = try heapType(instruction)
        let top = context.types.top(type)
        try replace(ValueType(top, nullable: true), with: ValueType(type, nullable: nullable))
    }

    private mutating func convert(from: HeapType, to: HeapType) throws(Fault) {
        let operand = try popReference()
        try requireMatch(operand, ValueType(from, nullable: true))
        try pushOperand(ValueType(to, nullable: operand.isNullable))
    }

    // MARK: Branches

    private mutating func branchOnNull(_ label: UInt32) throws(Fault) {
        let types = try labelTypes(label)
        let operand = try popReference()
        try retypeOperands(types)
        try pushOperand(ValueType(operand.heapType, nullable: false))
    }

    private mutating func branchOnNonNull(_ label: UInt32) throws(Fault) {
        let (types, last) = try splitLabel(label)
        try popOperand(ValueType(last.heapType, nullable: true))
        try pushOperand(ValueType(last.heapType, nullable: false))
        try requireMatch(ValueType(last.heapType, nullable: false), last)
        try retypeOperandsBelowReference(types)
    }

    private mutating func branchOnCast(_ instruction: Instruction, fail: Bool) throws(Fault) {
        let source = try referenceType(bits: instruction.wide)
        let target = try referenceType(bits: instruction.wide >> 32)
        try requireMatch(target, source)
        // The type of a source operand that fails the cast (specification: *Conventions / Type Difference*).
        let rest = target.isNullable ? ValueType(source.heapType, nullable: false) : source
        let (types, last) = try splitLabel(instruction.x)
        try requireMatch(fail ? rest : target, last)
        try popOperand(source)
        try pushOperand(fail ? rest : target)
        try retypeOperandsBelowReference(types)
        try pushOperand(fail ? target : rest)
    }

    private func referenceType(bits: UInt64) throws(Fault) -> ValueType {
        try context.types.validate(ValueType(bits: UInt32(truncatingIfNeeded: bits)), context.features)
    }

    /// The types of a label whose last operand is a reference, and that operand's type.
    private func splitLabel(_ label: UInt32) throws(Fault) -> (types: TypeList, last: ValueType) {
        let types = try labelTypes(label)
        guard types.count > 0 else { throw .arityMismatch(expected: 1, found: 0) }
        let last = context.types.type(at: Int(types.count) &- 1, of: types)
        guard last.isReference else { throw .typeMismatch(expected: .reference, found: last) }
        return (types, last)
    }

    /// Retypes the operands below the reference on top, and drops the reference, which must match the last type.
    private mutating func retypeOperandsBelowReference(_ types: TypeList) throws(Fault) {
        try retypeOperands(types)
        _ = try popOperand()
    }
}
