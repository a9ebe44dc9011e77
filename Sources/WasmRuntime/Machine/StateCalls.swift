import WasmSyntax

// Calls for which the loop is left, and which stay in WebAssembly code that is lowered already.

extension StoreState {
    /// Performs a call of another instance's function, for which the loop was left with `.call`.
    mutating func performCall(
        _ instruction: InternalInstruction, _ machine: inout Machine, _ execution: inout Execution
    ) -> Bool {
        var address = execution.registers.callee
        var header = Int(instruction.a) &+ Int(instruction.c)
        if instruction.operation == .callImport {
            address = instances[Int(execution.registers.instance)].importedFunctions[address]
            header = Int(instruction.b)
        }
        return enter(
            address, frame: execution.registers.calleeFrame, header: header, cost: Int(instruction.y), &machine,
            &execution)
    }

    /// Performs an indirect call of a function whose type is another than the one that the call names.
    mutating func performCallOfOtherType(
        _ code: InternalCode, _ machine: inout Machine, _ execution: inout Execution
    ) -> Bool {
        let (address, instruction) = (execution.registers.callee, code[execution.registers.pc &- 1])
        guard heap.types.isSubtype(functions[address].type, of: instruction.x) else { return false }
        return enter(
            address, frame: execution.registers.calleeFrame, header: Int(instruction.a) &+ Int(instruction.c),
            cost: Int(instruction.y), &machine, &execution)
    }

    /// Performs a `call_indirect` through a table that is not the instance's first.
    mutating func performCallIndirect(
        _ instruction: InternalInstruction, _ code: InternalCode, _ machine: inout Machine, _ execution: inout Execution
    ) -> Bool {
        let details = code[execution.registers.pc]
        guard let address = indirectCallee(instruction, type: details.x, &machine, execution.registers) else {
            return false
        }
        execution.registers.pc &+= 1
        let entered = enter(
            address, frame: Int(instruction.a), header: Int(instruction.a) &+ Int(details.c), cost: Int(details.y),
            &machine, &execution)
        if !entered, !execution.hasHostCall { execution.registers.pc &-= 1 }
        return entered
    }

    /// Returns the function that an indirect call finds in its table; `nil` if the call traps.
    mutating func indirectCallee(
        _ instruction: InternalInstruction, type: UInt32, _ machine: inout Machine, _ registers: Registers
    ) -> Int? {
        let table = instances[Int(registers.instance)].tables[Int(instruction.x)]
        let index = machine.stack[registers.frame &+ Int(instruction.b)]
        guard index < UInt64(tables[table].elements.count) else { return nil }
        let address = Int(truncatingIfNeeded: tables[table].elements[Int(truncatingIfNeeded: index)]) &- 1
        guard address >= 0, heap.types.isSubtype(functions[address].type, of: type) else { return nil }
        return address
    }

    /// Enters a function whose frame begins at a slot of the caller's frame. The program counter must be behind the call,
    /// and the instruction before it must hold the call's cost, which the return subtracts.
    ///
    /// - Parameters:
    ///   - header: The slot of the caller's frame for the callee's header.
    ///   - cost: The cost of the caller's instructions up to and including the call.
    /// - Returns: `false` if the function belongs to the host or is not lowered, or if a limit is reached.
    mutating func enter(
        _ address: Int, frame: Int, header: Int, cost: Int, _ machine: inout Machine, _ execution: inout Execution
    ) -> Bool {
        let record = functions[address]
        guard record.instance != FunctionRecord.host else {
            beginHostCall(record.index, frame: frame, cost: cost, &machine, &execution)
            return false
        }
        guard record.entry != 0, execution.registers.depthLeft > 0 else { return false }
        let isOther = record.instance != execution.registers.instance
        var spent = execution.registers.base &+ cost &+ BudgetCosts.functionEntry
        if isOther { spent &+= BudgetCosts.otherInstance(execution.registers.budgetUnit) }
        let slot = execution.registers.frame &+ header
        guard spent <= execution.registers.limit, slot < machine.stack.count else { return false }
        if isOther {
            if counts != nil { note(units: BudgetCosts.otherInstance(execution.registers.budgetUnit), execution) }
            execution.activations.append(
                Activation(
                    instance: execution.registers.instance, pc: execution.registers.pc,
                    frame: execution.registers.frame, callCost: cost))
            execution.registers.instance = record.instance
            execution.registers.firstGlobal = instances[Int(record.instance)].firstGlobal
            machine.stack[slot] = UInt64(CodeObject.exitAddress)
        } else {
            let pc = UInt64(truncatingIfNeeded: execution.registers.pc)
            machine.stack[slot] = pc | UInt64(truncatingIfNeeded: frame) &<< 32
        }
        if machine.isCounting { noteEntry(record) }
        execution.registers.base = spent
        execution.registers.depthLeft &-= 1
        execution.registers.frame &+= frame
        execution.registers.pc = Int(record.entry)
        return true
    }

    /// Pays for a call of a host function, unless a limit is reached, and leaves the call to the store.
    private mutating func beginHostCall(
        _ function: UInt32, frame: Int, cost: Int, _ machine: inout Machine, _ execution: inout Execution
    ) {
        let spent = execution.registers.base &+ cost
        guard spent <= execution.registers.limit else { return }
        machine.budget.spent = UInt64(clamping: spent)
        let frame = execution.registers.frame &+ frame
        let (slotCount, shape) = shape(ofHostFunction: function)
        let use = Machine.Use(
            stackTop: frame &+ slotCount, depth: execution.depthLimit &- execution.registers.depthLeft)
        execution.hasHostCall = true
        execution.hostCall.function = function
        execution.hostCall.caller = identity(ofInstance: execution.registers.instance)
        (execution.hostCall.frame, execution.hostCall.cost) = (frame, cost)
        execution.hostCall.before = machine.beginHostCall(use)
        execution.hostCall.isOfWords = false
        guard let shape, !machine.isRecorded, !machine.isObserved, !machine.isSampled, !machine.isCounting
        else { return }
        execution.hostCall.words = machine.words(shape.parameters, at: frame)
        execution.hostCall.isOfWords = true
    }

    private mutating func shape(ofHostFunction index: UInt32) -> (slotCount: Int, shape: WordShape?) {
        let record = hostFunction(index)
        return (record.slotCount, record.words)
    }

    /// Continues in the instance that has called the one that has returned; returns `false` if there is none.
    mutating func returnToOtherInstance(_ execution: inout Execution) -> Bool {
        guard let caller = execution.activations.popLast() else { return false }
        execution.registers.instance = caller.instance
        execution.registers.firstGlobal = instances[Int(caller.instance)].firstGlobal
        execution.registers.pc = caller.pc
        execution.registers.frame = caller.frame
        execution.registers.base &-= caller.callCost
        return true
    }

    // MARK: Tail calls

    /// Performs a tail call of the function that the instruction finds.
    mutating func performTailCall(
        _ instruction: InternalInstruction, _ code: InternalCode, _ machine: inout Machine, _ execution: inout Execution
    ) -> Bool {
        let address: Int?
        switch StoreOperation(rawValue: instruction.c) {
        case .returnCallImport:
            address = instances[Int(execution.registers.instance)].importedFunctions[Int(instruction.x)]
        case .returnCallIndirect:
            let type = code[execution.registers.pc].x
            address = indirectCallee(instruction, type: type, &machine, execution.registers)
        default:
            let reference = machine.stack[execution.registers.frame &+ Int(instruction.b)]
            address = reference == 0 ? nil : Int(truncatingIfNeeded: reference) &- 1
        }
        guard let address else { return false }
        return performTailCall(to: address, instruction, code, &machine, &execution)
    }

    /// Performs a tail call, whose program counter is at the instruction that holds further fields of the call.
    mutating func performTailCall(
        to address: Int, _ instruction: InternalInstruction, _ code: InternalCode, _ machine: inout Machine,
        _ execution: inout Execution
    ) -> Bool {
        let record = functions[address]
        guard record.instance != FunctionRecord.host, record.entry != 0 else { return false }
        let details = code[execution.registers.pc]
        let spent = execution.registers.base &+ Int(details.y) &+ BudgetCosts.functionEntry
        guard spent <= execution.registers.limit else { return false }
        execution.registers.pc &+= 1
        replaceFrame(
            instruction, details, code, keepingHeader: record.instance == execution.registers.instance, &machine,
            &execution)
        if machine.isCounting { noteEntry(record) }
        execution.registers.base = spent
        execution.registers.pc = Int(record.entry)
        execution.registers.instance = record.instance
        execution.registers.firstGlobal = instances[Int(record.instance)].firstGlobal
        return true
    }

    /// Moves the arguments and the header to their places in the callee's frame, which replaces the caller's.
    ///
    /// - Parameter keepingHeader: Whether the callee belongs to the same instance, so that it can return to the caller's
    ///   caller in the loop.
    private mutating func replaceFrame(
        _ instruction: InternalInstruction, _ details: InternalInstruction, _ code: InternalCode, keepingHeader: Bool,
        _ machine: inout Machine, _ execution: inout Execution
    ) {
        let frame = execution.registers.frame
        var header = machine.stack[frame &+ Int(details.a)]
        let returnAddress = Int(UInt32(truncatingIfNeeded: header))
        if returnAddress != CodeObject.exitAddress, !keepingHeader {
            // The callee returns to outside the loop, which continues in the caller's caller. This happens once in a chain
            // of tail calls.
            execution.activations.append(
                Activation(
                    instance: execution.registers.instance, pc: returnAddress,
                    frame: frame &- Int(truncatingIfNeeded: header &>> 32),
                    callCost: Int(code[returnAddress &- 1].y)))
            header = UInt64(CodeObject.exitAddress)
        }
        for index in 0..<Int(details.b) {
            machine.stack[frame &+ index] = machine.stack[frame &+ Int(instruction.a) &+ index]
        }
        machine.stack[frame &+ Int(details.c)] = header
    }
}
