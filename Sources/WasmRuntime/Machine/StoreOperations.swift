import WasmSyntax

// The operations for which the loop is left, because they need the whole store. Each is checked and paid for before
// anything changes.

extension Store {
    /// Performs the operation for which the loop was left (``LoopExit/storeOperation``).
    ///
    /// - Throws: ``Interrupted`` if the operation was stopped after it was paid for; ``Trap``; any error of a host function.
    func performStoreOperation(
        _ instruction: InternalInstruction, _ code: CodeObject, _ execution: inout Execution
    ) throws {
        guard let operation = StoreOperation(rawValue: instruction.c) else { return }
        let slot = execution.registers.frame &+ Int(instruction.a)
        let instance = Int(execution.registers.instance)
        let index = Int(instruction.x)
        switch operation {
        case .otherMemoryLoad, .otherMemoryStore, .otherMemoryVector, .atomicWait, .atomicNotify:
            if operation == .atomicWait || operation == .atomicNotify {
                try performWaiting(operation, instruction, code, &execution)
            } else {
                try performAccess(operation, instruction, code, &execution)
            }
        case .memoryGrow, .memoryFill, .memoryCopy, .memoryInit:
            try performMemory(operation, instruction, code, &execution)
        case .tableGet, .tableSet, .tableSize, .tableGrow, .tableFill, .tableCopy, .tableInit:
            try performTable(operation, instruction, code, &execution)
        case .elementDrop: dropElements(index, of: instance)
        case .callIndirectOther: try performCallIndirect(instruction, code, &execution)
        case .returnCallImport:
            try performTailCall(to: state.instances[instance].importedFunctions[index], instruction, code, &execution)
        case .returnCallIndirect:
            let address = try indirectCallee(instruction, code.code[execution.registers.pc], &execution)
            try performTailCall(to: address, instruction, code, &execution)
        case .outOfBounds: throw trap(.outOfBoundsMemoryAccess, spent: spent(code, execution), execution)
        case .functionCast: throw trap(.castFailure, spent: spent(code, execution), execution)
        case .returnCallReference:
            let reference = machine.stack[execution.registers.frame &+ Int(instruction.b)]
            guard reference != 0 else { throw trap(.nullFunctionReference, spent: spent(code, execution), execution) }
            try performTailCall(to: Int(truncatingIfNeeded: reference) &- 1, instruction, code, &execution)
        case .functionEntered, .functionLeft: tell(operation, function: index, code, execution)
        case .throwTag: try performThrow(instruction, code, &execution)
        case .throwReference:
            guard machine.stack[slot] != 0 else {
                throw trap(.nullExceptionReference, spent: spent(code, execution), execution)
            }
            try raise(machine.stack[slot], spent: spent(code, execution), &execution)
        case .dataDrop, .importedGlobalGet, .importedGlobalSet, .referenceFunction, .otherMemorySize, .functionTest,
            .vectorGlobalGet, .vectorGlobalSet:
            break  // `StoreState.perform` does all of these.
        default: try performAggregate(operation, instruction, code, &execution)
        }
    }

    /// The budget spent, including the current instruction.
    func spent(_ code: CodeObject, _ execution: Execution) -> Int {
        execution.registers.base &+ Int(code.origins[execution.registers.pc &- 1].costThrough)
    }

    /// Performs a load or store of a memory that is not the instance's first.
    private func performAccess(
        _ operation: StoreOperation, _ instruction: InternalInstruction, _ code: CodeObject,
        _ execution: inout Execution
    ) throws {
        let pc = execution.registers.pc
        let isVector = operation == .otherMemoryVector
        let done =
            isVector
            ? try accessMemoryWithVector(instruction, code.code[pc], execution)
            : try accessMemory(instruction, execution)
        guard done else {
            throw trap(.outOfBoundsMemoryAccess, spent: spent(code, execution), execution)
        }
        // The second half of the instruction is not executed.
        if isVector { execution.registers.pc = pc &+ 1 }
    }

    private func performMemory(
        _ operation: StoreOperation, _ instruction: InternalInstruction, _ code: CodeObject,
        _ execution: inout Execution
    ) throws {
        let slot = execution.registers.frame &+ Int(instruction.a)
        let instance = Int(execution.registers.instance)
        let spent = spent(code, execution)
        // An operation that `StoreState.perform` left to the store is in the first memory, and uses these fields otherwise.
        let isStoreOperation = instruction.operation == .storeOperation
        let (x, y) = isStoreOperation ? (Int(instruction.x), Int(instruction.y)) : (0, 0)
        let (first, second, third) = (machine.stack[slot], machine.stack[slot &+ 1], machine.stack[slot &+ 2])
        if operation == .memoryGrow {
            let memory = state.instances[instance].memories[x]
            let type = state.memories[memory].type
            let pages = try growMemory(memory, by: first) {
                let cost = BudgetCosts.growth(of: type, by: first, options.budgetUnit)
                try charge(cost, spent: spent, &execution)
            }
            machine.stack[slot] = pages ?? (type.addressType == .i64 ? .max : 0xFFFF_FFFF)
            return
        }
        func pay() throws { try charge(BudgetCosts.bytes(third, options.budgetUnit), spent: spent, &execution) }
        let memories = state.instances[instance].memories
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
        _ operation: StoreOperation, _ instruction: InternalInstruction, _ code: CodeObject,
        _ execution: inout Execution
    ) throws {
        let slot = execution.registers.frame &+ Int(instruction.a)
        let instance = Int(execution.registers.instance)
        let tables = state.instances[instance].tables
        let x = Int(instruction.x)
        let y = Int(instruction.y)
        let (first, second, third) = (machine.stack[slot], machine.stack[slot &+ 1], machine.stack[slot &+ 2])
        let spentBefore = spent(code, execution)
        func pay(_ count: UInt64) throws {
            try charge(count &* UInt64(BudgetCosts.element), spent: spentBefore, &execution)
        }
        var done = true
        switch operation {
        case .tableSize: break  // `StoreState.perform` does this, and those two within bounds.
        case .tableGet, .tableSet: done = false
        case .tableGrow:
            let size = try growTable(tables[x], by: second, first) { try pay(second) }
            machine.stack[slot] = size ?? (state.tables[tables[x]].type.addressType == .i64 ? .max : 0xFFFF_FFFF)
        case .tableFill: done = try fillTable(tables[x], first, second, third) { try pay(third) }
        case .tableCopy: done = try copyTable(tables[x], first, tables[y], second, third) { try pay(third) }
        default: done = try initializeTable(instance, y, first, x, second, third) { try pay(third) }
        }
        guard done else {
            throw trap(.outOfBoundsTableAccess, spent: spent(code, execution), execution)
        }
    }

    /// Performs a `call_indirect` through a table that is not the instance's first.
    private func performCallIndirect(
        _ instruction: InternalInstruction, _ code: CodeObject, _ execution: inout Execution
    ) throws {
        let details = code.code[execution.registers.pc]
        let address = try indirectCallee(instruction, details, &execution)
        execution.registers.pc &+= 1
        try perform(
            PendingCall(address: address, frame: Int(instruction.a), cost: Int(details.y)), &execution)
    }

    /// Returns the function that an indirect call finds in its table, and checks its type.
    private func indirectCallee(
        _ instruction: InternalInstruction, _ details: InternalInstruction, _ execution: inout Execution
    ) throws -> Int {
        let table = state.instances[Int(execution.registers.instance)].tables[Int(instruction.x)]
        let index = machine.stack[execution.registers.frame &+ Int(instruction.b)]
        let spent = execution.registers.base &+ Int(details.y)
        guard index < UInt64(state.tables[table].elements.count) else {
            throw trap(.undefinedElement, spent: spent, execution)
        }
        let address = Int(truncatingIfNeeded: state.tables[table].elements[Int(truncatingIfNeeded: index)]) &- 1
        guard address >= 0 else { throw trap(.uninitializedElement, spent: spent, execution) }
        guard state.heap.types.isSubtype(state.functions[address].type, of: details.x) else {
            throw trap(.indirectCallTypeMismatch, spent: spent, execution)
        }
        return address
    }

    /// Performs a load or store of a memory that is not the instance's first; returns `false` if it is out of bounds.
    private func accessMemory(
        _ instruction: InternalInstruction, _ execution: Execution
    ) throws(Interrupted) -> Bool {
        let instance = Int(execution.registers.instance)
        let other = OtherMemory(bits: instruction.y)
        let memory = state.instances[instance].memories[other.index]
        let slot = execution.registers.frame &+ Int(instruction.a)
        let base = machine.stack[execution.registers.frame &+ Int(instruction.b)]
        let (address, overflow) = base.addingReportingOverflow(UInt64(instruction.x))
        let access = other.access
        guard !overflow, let index = try committed(memory, address, access.width) else { return false }
        if access.isStore {
            storeBytes(&state.memories[memory].bytes, index, access.width, machine.stack[slot])
        } else {
            machine.stack[slot] = access.extend(loadBytes(state.memories[memory].bytes, index, access.width))
        }
        return true
    }
}
