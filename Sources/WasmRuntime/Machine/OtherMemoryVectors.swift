// Vector loads and stores of memories that are not the instance's first. They have two instructions: a `storeOperation`
// with `a` = vector operand, `b` = address, `x` = offset, `y` = memory, and one that is never executed, with `a` =
// destination, `b` = `OtherMemoryVector`, `x` = `VectorOperation`, the lane shifted by 16 and the width shifted by 24.

/// The kind of a vector access.
enum OtherMemoryVector: UInt16 {
    case load, store, loadLanes, storeLane
}

extension InternalInstruction {
    /// Whether the offset of the first instruction of a vector access is beyond any memory.
    var isBeyondMemories: Bool { y &>> 31 != 0 }
    /// The number of bytes, in the second instruction.
    var vectorWidth: Int { Int(x &>> 24) }
}

/// Performs a vector access of committed bytes.
///
/// - Parameters:
///   - details: The second instruction.
///   - index: The index of the first byte, whose bounds have been checked.
///   - frame: The slot of the value stack where the frame begins.
/// - Returns: Whether it was performed: the stack has vectors, and the instruction is such an access.
func accessVector(
    _ instruction: InternalInstruction, _ details: InternalInstruction, _ memory: inout [UInt8], at index: Int,
    _ vectors: inout [SIMD4<UInt32>], frame: Int
) -> Bool {
    guard frame >= 0, frame &+ frameWindow <= vectors.count, let access = OtherMemoryVector(rawValue: details.b) else {
        return false
    }
    let operands = VectorOperands(
        VectorSlots(a: details.a, b: instruction.a, c: 0), details: UInt64(details.x & 0xFF_FFFF))
    var whole = memory.mutableSpan
    var bytes = whole._mutatingExtracting(index..<(index &+ details.vectorWidth))
    var stack = vectors.mutableSpan
    var window = stack._mutatingExtracting(frame..<(frame &+ frameWindow))
    switch access {
    case .load:
        guard bytes.count == 16 else { return false }
        window[operands.a] = bytes.load128(0)
    case .store:
        guard bytes.count == 16 else { return false }
        bytes.store128(0, window[operands.b])
    case .loadLanes: loadLanes(operands, bytes, window)
    case .storeLane: storeLane(operands, bytes, window)
    }
    return true
}

extension StoreState {
    /// Performs a vector access of committed bytes of a memory that is not the instance's first. The second instruction is
    /// the next one, which is skipped.
    mutating func accessVector(
        _ instruction: InternalInstruction, _ details: InternalInstruction, _ machine: inout Machine,
        _ registers: inout Registers
    ) -> Bool {
        let memory = instances[Int(registers.instance)].memories[Int(instruction.y & 0xFF_FFFF)]
        let base = machine.stack[registers.frame &+ Int(instruction.b)]
        let (address, overflow) = base.addingReportingOverflow(UInt64(instruction.x))
        guard !overflow, !instruction.isBeyondMemories,
            let bytes = range(address, UInt64(details.vectorWidth), in: memories[memory].bytes.count),
            WasmRuntime.accessVector(
                instruction, details, &memories[memory].bytes, at: bytes.lowerBound, &machine.vectorStack,
                frame: registers.frame)
        else { return false }
        registers.pc &+= 1
        return true
    }
}

extension Store {
    /// Performs a vector load or store of a memory that is not the instance's first; returns `false` if it is out of bounds.
    func accessMemoryWithVector(
        _ instruction: InternalInstruction, _ details: InternalInstruction, _ execution: Execution
    ) throws(Interrupted) -> Bool {
        let memory = state.instances[Int(execution.registers.instance)].memories[Int(instruction.y & 0xFF_FFFF)]
        let frame = execution.registers.frame
        let (address, overflow) = machine.stack[frame &+ Int(instruction.b)].addingReportingOverflow(
            UInt64(instruction.x))
        guard !overflow, !instruction.isBeyondMemories,
            let index = try committed(memory, address, details.vectorWidth)
        else { return false }
        ensureVectorStack()
        return accessVector(
            instruction, details, &state.memories[memory].bytes, at: index, &machine.vectorStack, frame: frame)
    }
}
