import WasmSyntax

// Specification: Validation / Instructions / Control Instructions.

extension FunctionValidator {
    mutating func validateBlock(_ instruction: Instruction) throws(Fault) {
        switch instruction.opcode {
        case .end: try end()
        case .else: try beginElse()
        case .if:
            let type = try blockType(instruction)
            try popOperand(.i32)
            try begin(.if, type)
        case .loop: try begin(.loop, try blockType(instruction))
        case .tryTable:
            let type = try blockType(instruction)
            try validateCatches(instruction)
            try begin(.tryTable, type)
        default: try begin(.block, try blockType(instruction))
        }
    }

    mutating func begin(_ kind: ControlFrame.Kind, _ type: ModuleContext.Signature) throws(Fault) {
        try popOperands(type.parameters)
        try pushControl(kind, start: type.parameters, end: type.results)
    }

    private mutating func beginElse() throws(Fault) {
        guard frame.kind == .if else { throw .malformed(.unexpectedElse) }
        let closed = try popControl()
        try pushControl(.else, start: closed.start, end: closed.end)
    }

    private mutating func end() throws(Fault) {
        if outerFrames.isEmpty { isOpen = false }
        let closed = try popControl()
        // Without `else` the operands that the `if` began with are its results.
        if closed.kind == .if { try requireLists(closed.start, closed.end) }
        try pushOperands(closed.end)
    }

    /// The types of a block (specification: *Validation / Types / Block Types*).
    func blockType(_ instruction: Instruction) throws(Fault) -> ModuleContext.Signature {
        switch instruction.small {
        case BlockTypeKind.empty.rawValue: return ModuleContext.Signature(parameters: .empty, results: .empty)
        case BlockTypeKind.value.rawValue:
            let type = try context.types.validate(ValueType(bits: instruction.x), context.features)
            return ModuleContext.Signature(parameters: .empty, results: TypeList(type))
        default:
            let shape = try context.types.shape(instruction.x, .function)
            return ModuleContext.Signature(parameters: shape.parameters, results: shape.results)
        }
    }

    /// Checks that operands of the types of the first list may stand where those of the second are required.
    mutating func requireLists(_ list: TypeList, _ expected: TypeList) throws(Fault) {
        if list == expected { return }
        guard list.count == expected.count else {
            throw .arityMismatch(expected: Int(expected.count), found: Int(list.count))
        }
        try work(Int(list.count))
        for index in 0..<Int(list.count) {
            let (actual, expected) = (
                context.types.type(at: index, of: list), context.types.type(at: index, of: expected)
            )
            if actual != expected { try requireMatch(actual, expected) }
        }
    }

    // MARK: Branches

    mutating func branch(_ label: UInt32) throws(Fault) {
        try popOperands(try labelTypes(label))
        unreachable()
    }

    @inline(__always)
    mutating func branchIf(_ label: UInt32) throws(Fault) {
        try popOperand(.i32)
        try retypeOperands(try labelTypes(label))
    }

    mutating func branchTable(_ instruction: Instruction) throws(Fault) {
        try popOperand(.i32)
        branchTableNumber &+= 1
        let first = Int(instruction.x)
        let last = first &+ Int(instruction.y)
        guard last < code.labels.count else { return }
        let arity = try labelTypes(code.labels[last]).count
        for index in first..<last {
            let label = code.labels[index]
            guard try isFirstVisit(label) else { continue }
            let types = try labelTypes(label)
            guard types.count == arity else {
                throw .arityMismatch(expected: Int(arity), found: Int(types.count))
            }
            try checkOperands(types)
        }
        try popOperands(try labelTypes(code.labels[last]))
        unreachable()
    }

    /// Notes that the current `br_table` checks this label, and returns whether it is the first time.
    private mutating func isFirstVisit(_ label: UInt32) throws(Fault) -> Bool {
        if label == 0 {
            defer { frame.branchTableNumber = branchTableNumber }
            return frame.branchTableNumber != branchTableNumber
        }
        let index = try outerFrame(label)
        defer { outerFrames[index].branchTableNumber = branchTableNumber }
        return outerFrames[index].branchTableNumber != branchTableNumber
    }

    /// Checks the operands on top of the stack against types, and leaves them there with the types they have.
    private mutating func checkOperands(_ list: TypeList) throws(Fault) {
        let top = height
        try popOperands(list)
        height = top
    }

    mutating func returnFromBody() throws(Fault) {
        try popOperands(results)
        unreachable()
    }

    // MARK: Calls

    @inline(__always)
    mutating func call(_ signature: ModuleContext.Signature) throws(Fault) {
        try popOperands(signature.parameters)
        try pushOperands(signature.results)
    }

    mutating func returnCall(_ signature: ModuleContext.Signature) throws(Fault) {
        try popOperands(signature.parameters)
        try requireLists(signature.results, results)
        unreachable()
    }

    mutating func callIndirect(_ instruction: Instruction) throws(Fault) {
        try call(try popIndirectCallee(instruction))
    }

    mutating func returnCallIndirect(_ instruction: Instruction) throws(Fault) {
        try returnCall(try popIndirectCallee(instruction))
    }

    private mutating func popIndirectCallee(_ instruction: Instruction) throws(Fault) -> ModuleContext.Signature {
        let table = try context.table(instruction.y)
        try requireMatch(table.element, .funcref)
        let shape = try context.types.shape(instruction.x, .function)
        try popOperand(table.addressType.valueType)
        return ModuleContext.Signature(parameters: shape.parameters, results: shape.results)
    }

    mutating func callRef(_ typeIndex: UInt32) throws(Fault) {
        try call(try popReferencedCallee(typeIndex))
    }

    mutating func returnCallRef(_ typeIndex: UInt32) throws(Fault) {
        try returnCall(try popReferencedCallee(typeIndex))
    }

    private mutating func popReferencedCallee(_ typeIndex: UInt32) throws(Fault) -> ModuleContext.Signature {
        let shape = try context.types.shape(typeIndex, .function)
        try popOperand(concreteReference(typeIndex, nullable: true))
        return ModuleContext.Signature(parameters: shape.parameters, results: shape.results)
    }

    // MARK: Exceptions

    mutating func throwException(_ tag: UInt32) throws(Fault) {
        try popOperands(try context.tag(tag))
        unreachable()
    }

    mutating func throwReference() throws(Fault) {
        try popOperand(.exnref)
        unreachable()
    }

    /// Checks that the values that each clause of a `try_table` catches match the types of its label.
    private mutating func validateCatches(_ instruction: Instruction) throws(Fault) {
        let first = Int(instruction.y)
        for offset in 0..<Int(truncatingIfNeeded: instruction.wide) where first &+ offset < code.catches.count {
            let clause = code.catches[first &+ offset]
            let caught = clause.kind.hasTag ? try context.tag(clause.tag) : .empty
            try validateCatch(clause, caught, try labelTypes(clause.label))
        }
    }

    private mutating func validateCatch(
        _ clause: CatchClause, _ caught: TypeList, _ label: TypeList
    ) throws(Fault) {
        guard clause.kind.pushesReference else { return try requireLists(caught, label) }
        let count = Int(caught.count)
        guard Int(label.count) == count &+ 1 else {
            throw .arityMismatch(expected: Int(label.count), found: count &+ 1)
        }
        try work(count)
        for index in 0..<count {
            try requireMatch(context.types.type(at: index, of: caught), context.types.type(at: index, of: label))
        }
        try requireMatch(
            ValueType(.exception, nullable: false), context.types.type(at: count, of: label))
    }
}
