import WasmSyntax

/// A value in the form that it has in a slot: the bits, and for a vector the upper half.
struct SlotValue {
    var bits: UInt64
    var upperHalf: UInt64 = 0

    init(_ bits: UInt64, upperHalf: UInt64 = 0) {
        self.bits = bits
        self.upperHalf = upperHalf
    }

    init(_ vector: SIMD4<UInt32>) {
        let halves = vector.u64x2
        self.init(halves[0], upperHalf: halves[1])
    }

    /// The vector that the value is.
    var vector: SIMD4<UInt32> { SIMD4(bits: U64x2(bits, upperHalf)) }
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
        return SlotValue(vectorStack[slot])
    }

    mutating func setVector(_ value: SlotValue, inSlot slot: Int) {
        ensureVectorStack()
        vectorStack[slot] = value.vector
    }
}
