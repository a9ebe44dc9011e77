import WasmSyntax

// Tail calls that leave the loop: to host functions, through tables, and into other instances.
// Specification: Execution / Instructions / Control Instructions, return_call and return_call_indirect.

extension Store {
    /// Performs a tail call. The program counter must be at the next instruction, which holds further fields of the call.
    func performTailCall(
        to address: Int, _ instruction: InternalInstruction, _ code: CodeObject, _ execution: inout Execution
    ) throws {
        let details = code.code[execution.registers.pc]
        execution.registers.pc &+= 1
        let record = state.functions[address]
        let cost = Int(details.y)
        guard record.instance != FunctionRecord.host else {
            // An ordinary call, followed by the instruction that returns the results.
            let call = PendingCall(address: address, frame: Int(instruction.a), cost: cost, isTail: true)
            return try perform(call, &execution)
        }
        let spent = execution.registers.base &+ cost &+ BudgetCosts.functionEntry
        if spent > execution.registers.limit { try checkLimits(spent: spent, &execution) }
        let (entry, _) = try entry(of: record, spent: spent, execution)
        state.functions[address].entry = UInt32(truncatingIfNeeded: entry)
        replaceFrame(instruction, details, code, &execution)
        execution.registers.base = spent
        execution.registers.pc = entry
        execution.registers.instance = record.instance
        execution.registers.firstGlobal = state.instances[Int(record.instance)].firstGlobal
    }

    /// Moves the arguments and the header to their places in the callee's frame, which replaces the caller's.
    private func replaceFrame(
        _ instruction: InternalInstruction, _ details: InternalInstruction, _ code: CodeObject,
        _ execution: inout Execution
    ) {
        let frame = execution.registers.frame
        var header = machine.stack[frame &+ Int(details.a)]
        let returnAddress = Int(UInt32(truncatingIfNeeded: header))
        if returnAddress != CodeObject.exitAddress {
            // The callee may belong to another instance: it returns to outside the loop, which continues in the caller's
            // caller. This happens once in a chain of tail calls.
            execution.activations.append(
                Activation(
                    instance: execution.registers.instance, pc: returnAddress,
                    frame: frame &- Int(truncatingIfNeeded: header &>> 32),
                    callCost: Int(code.code[returnAddress &- 1].y)))
            header = UInt64(CodeObject.exitAddress)
        }
        for index in 0..<Int(details.b) {
            machine.stack[frame &+ index] = machine.stack[frame &+ Int(instruction.a) &+ index]
        }
        machine.stack[frame &+ Int(details.c)] = header
    }
}
