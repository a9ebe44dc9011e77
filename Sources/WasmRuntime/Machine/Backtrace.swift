import WasmSyntax

extension Store {
    /// Stores the budget spent and returns a trap with its backtrace. The program counter must be behind the instruction
    /// that traps.
    func trap(_ kind: Trap.Kind, spent: Int, _ execution: Execution) -> Trap {
        setSpent(spent)
        var trap = Trap(kind)
        var activations = execution.activations
        var (instance, pc, frame) = (
            Int(execution.registers.instance), execution.registers.pc, execution.registers.frame
        )
        while true {
            guard let code = state.instances[instance].code, let function = code.function(containing: pc &- 1) else {
                break
            }
            append(function.function, code, pc &- 1, to: &trap)
            let header = machine.stack[frame &+ function.header]
            pc = Int(UInt32(truncatingIfNeeded: header))
            frame &-= Int(truncatingIfNeeded: header &>> 32)
            if pc == CodeObject.exitAddress {
                guard let caller = activations.popLast() else { break }
                (instance, pc, frame) = (Int(caller.instance), caller.pc, caller.frame)
            }
        }
        return trap
    }

    private func append(_ function: Int, _ code: CodeObject, _ place: Int, to trap: inout Trap) {
        guard trap.backtrace.count < Trap.maximumFrames else { return trap.omittedFrames &+= 1 }
        let index = UInt32(truncatingIfNeeded: code.importedFunctions &+ function)
        trap.backtrace.append(
            Trap.Frame(
                functionIndex: index, functionName: code.names.functionName(index)?.description,
                offset: Int(code.origins[place].offset)))
    }
}
