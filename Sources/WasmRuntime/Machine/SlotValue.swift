import WasmSyntax

/// A value in the form that it has in a slot: the bits, and for a vector the upper half.
struct SlotValue {
    var bits: UInt64
    var upperHalf: UInt64 = 0

    init(_ bits: UInt64, upperHalf: UInt64 = 0) {
        self.bits = bits
        self.upperHalf = upperHalf
    }
}

extension Store {
    /// Returns the value in a slot of the value stack, according to its type.
    func slot(_ slot: Int, _ type: ValueType) -> SlotValue {
        type == .v128 ? machine.vector(inSlot: slot) : SlotValue(machine.stack[slot])
    }

    func setSlot(_ slot: Int, _ value: SlotValue, _ type: ValueType) {
        guard type == .v128 else { return machine.stack[slot] = value.bits }
        machine.setVector(value, inSlot: slot)
    }
}

extension Machine {
    /// Returns the vector in a slot of the value stack.
    mutating func vector(inSlot slot: Int) -> SlotValue {
        ensureVectorStack()
        return SlotValue(loadBytes(vectorStack, slot &* 16, 8), upperHalf: loadBytes(vectorStack, slot &* 16 &+ 8, 8))
    }

    mutating func setVector(_ value: SlotValue, inSlot slot: Int) {
        ensureVectorStack()
        storeBytes(&vectorStack, slot &* 16, 8, value.bits)
        storeBytes(&vectorStack, slot &* 16 &+ 8, 8, value.upperHalf)
    }

    /// Executes a vector instruction outside the loop, in the frame that begins at a slot.
    mutating func executeVector(
        _ opcode: Opcode, frame: Int, destination: UInt16, operand: UInt16, lane: Int, scalar: UInt64
    ) -> UInt64 {
        ensureVectorStack()
        return executeInWindow(
            &vectorStack, opcode, frame: frame, destination: destination, operand: operand, lane: lane,
            scalar: scalar)
    }
}

private func executeInWindow(
    _ vectors: inout [UInt8], _ opcode: Opcode, frame: Int, destination: UInt16, operand: UInt16, lane: Int,
    scalar: UInt64
) -> UInt64 {
    guard frame >= 0, frame &* 16 &+ vectorWindow <= vectors.count else { return 0 }
    var whole = vectors.mutableSpan
    var window = whole._mutatingExtracting((frame &* 16)..<(frame &* 16 &+ vectorWindow))
    return WasmRuntime.executeVector(
        opcode, &window, a: destination, b: operand, c: 0, d: 0, lane: lane, scalar: scalar)
}
