import WasmSyntax

// The operations that need the whole store. Each is checked and paid for before anything changes.

extension Store {
    func performExtended(
        _ instruction: InternalInstruction, _ code: CodeObject, _ execution: inout Execution
    ) throws {
        guard let operation = ExtendedOperation(rawValue: instruction.c) else { return }
        let slot = execution.registers.frame &+ Int(instruction.a)
        let instance = Int(execution.registers.instance)
        let index = Int(instruction.x)
        switch operation {
        case .memoryGrow, .memoryFill, .memoryCopy, .memoryInit:
            try performMemory(operation, instruction, code, &execution)
        case .tableGet, .tableSet, .tableSize, .tableGrow, .tableFill, .tableCopy, .tableInit:
            try performTable(operation, instruction, code, &execution)
        case .dataDrop: instances[instance].data[index] = 0..<0
        case .elementDrop: instances[instance].elements[index] = []
        case .importedGlobalGet: stack[slot] = globals[instances[instance].importedGlobals[index]]
        case .importedGlobalSet: globals[instances[instance].importedGlobals[index]] = stack[slot]
        case .referenceFunction:
            stack[slot] = UInt64(instances[instance].functionAddress(instruction.x) &+ 1)
        case .callIndirectOther: try performCallIndirect(instruction, code, &execution)
        }
    }

    /// Budget spent with the current instruction.
    private func spent(_ code: CodeObject, _ execution: Execution) -> Int {
        execution.registers.base &+ Int(code.origins[execution.registers.pc &- 1].costThrough)
    }

    private func performMemory(
        _ operation: ExtendedOperation, _ instruction: InternalInstruction, _ code: CodeObject,
        _ execution: inout Execution
    ) throws {
        let slot = execution.registers.frame &+ Int(instruction.a)
        let instance = Int(execution.registers.instance)
        let spent = spent(code, execution)
        let x = Int(instruction.x)
        let y = Int(instruction.y)
        let (first, second, third) = (stack[slot], stack[slot &+ 1], stack[slot &+ 2])
        if operation == .memoryGrow {
            let pages = try growMemory(instances[instance].memories[x], by: first) {
                try charge(first &* UInt64(BudgetCosts.page), spent: spent, &execution)
            }
            stack[slot] = pages ?? 0xFFFF_FFFF
            return
        }
        func pay() throws { try charge(third &* UInt64(BudgetCosts.byte), spent: spent, &execution) }
        let memories = instances[instance].memories
        let done: Bool
        switch operation {
        case .memoryFill:
            done = try fillMemory(memories[x], first, UInt8(truncatingIfNeeded: second), third, pay: pay)
        case .memoryCopy: done = try copyMemory(memories[x], first, memories[y], second, third, pay: pay)
        default: done = try initializeMemory(instance, y, first, x, second, third, pay: pay)
        }
        guard done else {
            throw trap(.outOfBoundsMemoryAccess, spent: self.spent(code, execution), execution)
        }
    }

    private func performTable(
        _ operation: ExtendedOperation, _ instruction: InternalInstruction, _ code: CodeObject,
        _ execution: inout Execution
    ) throws {
        let slot = execution.registers.frame &+ Int(instruction.a)
        let instance = Int(execution.registers.instance)
        let tables = instances[instance].tables
        let x = Int(instruction.x)
        let y = Int(instruction.y)
        let (first, second, third) = (stack[slot], stack[slot &+ 1], stack[slot &+ 2])
        let spentBefore = spent(code, execution)
        func pay(_ count: UInt64) throws {
            try charge(count &* UInt64(BudgetCosts.element), spent: spentBefore, &execution)
        }
        var done = true
        switch operation {
        case .tableSize: stack[slot] = UInt64(self.tables[tables[x]].elements.count)
        case .tableGet, .tableSet:
            done = accessTable(tables[x], first, operation == .tableSet ? second : nil, slot)
        case .tableGrow:
            let size = try growTable(tables[x], by: second, first) { try pay(second) }
            stack[slot] = size ?? 0xFFFF_FFFF
        case .tableFill: done = try fillTable(tables[x], first, second, third) { try pay(third) }
        case .tableCopy: done = try copyTable(tables[x], first, tables[y], second, third) { try pay(third) }
        default: done = try initializeTable(instance, y, first, x, second, third) { try pay(third) }
        }
        guard done else {
            throw trap(.outOfBoundsTableAccess, spent: spent(code, execution), execution)
        }
    }

    private func accessTable(_ table: Int, _ index: UInt64, _ value: UInt64?, _ slot: Int) -> Bool {
        guard index < UInt64(tables[table].elements.count) else { return false }
        let index = Int(truncatingIfNeeded: index)
        if let value { tables[table].elements[index] = value } else { stack[slot] = tables[table].elements[index] }
        return true
    }

    /// `call_indirect` through a table that is not the instance's first.
    private func performCallIndirect(
        _ instruction: InternalInstruction, _ code: CodeObject, _ execution: inout Execution
    ) throws {
        let next = code.code[execution.registers.pc]
        execution.registers.pc &+= 1
        let table = instances[Int(execution.registers.instance)].tables[Int(instruction.x)]
        let index = stack[execution.registers.frame &+ Int(instruction.b)]
        let spent = execution.registers.base &+ Int(next.y)
        guard index < UInt64(tables[table].elements.count) else {
            throw trap(.undefinedElement, spent: spent, execution)
        }
        let address = Int(truncatingIfNeeded: tables[table].elements[Int(truncatingIfNeeded: index)]) &- 1
        guard address >= 0 else { throw trap(.uninitializedElement, spent: spent, execution) }
        guard functions[address].type == next.x else {
            throw trap(.indirectCallTypeMismatch, spent: spent, execution)
        }
        try perform(
            PendingCall(address: address, frame: Int(instruction.a), cost: Int(next.y)), &execution)
    }
}
