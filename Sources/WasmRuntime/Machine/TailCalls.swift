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
        execution.registers.pc &-= 1
        guard state.performTailCall(to: address, instruction, code.code, &machine, &execution) else {
            execution.registers.pc &+= 1
            throw trap(.callStackExhausted, spent: spent, execution)
        }
    }
}
