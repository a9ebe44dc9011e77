import WasmSyntax

// Vectors in globals and in memories that are not the first, for which the loop is left, without the store.

extension StoreState {
    mutating func performVector(
        _ instruction: InternalInstruction, _ context: borrowing OperationContext, _ machine: inout Machine,
        _ execution: inout Execution
    ) -> Bool {
        let instance = Int(execution.registers.instance)
        let slot = execution.registers.frame &+ Int(instruction.a)
        switch StoreOperation(rawValue: instruction.c) {
        case .vectorGlobalGet:
            let global = instances[instance].globalAddress(instruction.x)
            machine.setVector(SlotValue(globals[global], upperHalf: globalUpperHalves[global]), inSlot: slot)
        case .vectorGlobalSet:
            let global = instances[instance].globalAddress(instruction.x)
            let value = machine.vector(inSlot: slot)
            (globals[global], globalUpperHalves[global]) = (value.bits, value.upperHalf)
        default:
            let details = context.instruction(execution.registers.pc)
            guard accessWithVector(instruction, details, &machine, execution.registers) else { return false }
            // The second half of the instruction is not executed.
            execution.registers.pc &+= 1
        }
        return true
    }

    /// Performs a vector load or store of committed bytes of a memory that is not the instance's first.
    private mutating func accessWithVector(
        _ instruction: InternalInstruction, _ details: InternalInstruction, _ machine: inout Machine,
        _ registers: Registers
    ) -> Bool {
        let memory = instances[Int(registers.instance)].memories[Int(instruction.y & 0xFF_FFFF)]
        let frame = registers.frame
        let (address, overflow) = machine.stack[frame &+ Int(instruction.b)].addingReportingOverflow(
            UInt64(instruction.x))
        guard !overflow, instruction.y &>> 31 == 0,
            let opcode = Opcode(rawValue: UInt16(truncatingIfNeeded: details.x))
        else { return false }
        let width = VectorAccess.width(of: opcode)
        guard let index = range(address, UInt64(width), in: memories[memory].bytes.count)?.lowerBound else {
            return false
        }
        switch opcode {
        case .v128Load:
            let low = loadBytes(memories[memory].bytes, index, 8)
            let high = loadBytes(memories[memory].bytes, index &+ 8, 8)
            machine.setVector(SlotValue(low, upperHalf: high), inSlot: frame &+ Int(details.a))
        case .v128Store:
            let value = machine.vector(inSlot: frame &+ Int(instruction.a))
            storeBytes(&memories[memory].bytes, index, 8, value.bits)
            storeBytes(&memories[memory].bytes, index &+ 8, 8, value.upperHalf)
        default:
            let isStore = InstructionTable.signatures[Int(opcode.rawValue)]?.result == nil
            let loaded = isStore ? 0 : loadBytes(memories[memory].bytes, index, width)
            let result = machine.executeVector(
                opcode, frame: frame, destination: details.a, operand: instruction.a,
                lane: Int((details.x &>> 16) & 0xFF), scalar: loaded)
            if isStore { storeBytes(&memories[memory].bytes, index, width, result) }
        }
        return true
    }
}
