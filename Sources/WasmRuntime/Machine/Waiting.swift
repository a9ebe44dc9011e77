import WasmSyntax

// `memory.atomic.wait` and `memory.atomic.notify` of the threads proposal, in a store that has one thread: no thread ever
// waits, so that none is ever notified.

extension Store {
    /// The results of a wait that occur with one thread.
    private enum WaitResult {
        static let notEqual: UInt64 = 1
        static let timedOut: UInt64 = 2
    }

    /// Waits or notifies at an address whose alignment has been checked.
    ///
    /// A wait with a timeout ends at once, as no thread can notify it meanwhile. A wait without a timeout would never end,
    /// and traps.
    func performWaiting(
        _ operation: StoreOperation, _ instruction: InternalInstruction, _ code: CodeObject,
        _ execution: inout Execution
    ) throws {
        let slot = execution.registers.frame &+ Int(instruction.a)
        let memory = state.instances[Int(execution.registers.instance)].memories[Int(instruction.y)]
        let width = Int(instruction.b)
        func trap(_ kind: Trap.Kind) -> Trap { self.trap(kind, spent: spent(code, execution), execution) }
        guard operation == .atomicNotify || state.memories[memory].type.isShared else {
            throw trap(.expectedSharedMemory)
        }
        let (address, overflow) = machine.stack[slot].addingReportingOverflow(UInt64(instruction.x))
        guard !overflow, let index = try committed(memory, address, width) else {
            throw trap(.outOfBoundsMemoryAccess)
        }
        if operation == .atomicNotify {
            machine.stack[slot] = 0
        } else if loadBytes(state.memories[memory].bytes, index, width) != machine.stack[slot &+ 1] {
            machine.stack[slot] = WaitResult.notEqual
        } else {
            guard Int64(bitPattern: machine.stack[slot &+ 2]) >= 0 else { throw trap(.waitsForever) }
            machine.stack[slot] = WaitResult.timedOut
        }
    }
}
