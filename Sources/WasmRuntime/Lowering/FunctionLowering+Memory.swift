import WasmSyntax
import WasmValidation

extension FunctionLowering {
    // MARK: Loads and stores

    mutating func lowerLoad(_ operation: Operation, _ instruction: Instruction) {
        guard let offset = offset(of: instruction) else {
            _ = popSlot()
            return emitProducer(outOfBounds)
        }
        guard instruction.x == 0 else {
            let address = popSlot()
            return emitProducer(other(operation, instruction, b: address))
        }
        checkAddress(atHeight: operands.height &- 1, instruction)
        if let indexed = operation.indexed, let sum = producer(ofHeight: operands.height &- 1),
            sum.operation == .i32Add
        {
            removeProducer()
            _ = operands.pop()
            return emitProducer(InternalInstruction(indexed, b: Int(sum.b), c: Int(sum.c), x: offset))
        }
        let (address, addend) = popAddress()
        emitProducer(InternalInstruction(operation, b: address, x: offset, y: addend))
    }

    /// Pops an address and returns it as a slot and a constant to be added.
    mutating func popAddress() -> (slot: Int, addend: UInt32) {
        let top = operands.height &- 1
        if case .constant(let bits) = operands.operand(at: top), let zero = zeroSlot {
            _ = operands.pop()
            return (zero, UInt32(truncatingIfNeeded: bits))
        }
        if case .sum(let local, let addend) = operands.operand(at: top) {
            _ = operands.pop()
            return (local, addend)
        }
        if let sum = producer(ofHeight: top), sum.operation == .i32AddImmediate {
            removeProducer()
            _ = operands.pop()
            return (Int(sum.b), sum.x)
        }
        return (popSlot(), 0)
    }

    mutating func lowerStore(_ operation: Operation, _ instruction: Instruction) {
        guard let offset = offset(of: instruction) else {
            operands.truncate(to: operands.height &- 2)
            return emit(outOfBounds)
        }
        guard instruction.x == 0 else {
            let value = popSlot()
            let address = popSlot()
            return emit(other(operation, instruction, a: value, b: address))
        }
        checkAddress(atHeight: operands.height &- 2, instruction)
        let top = operands.height &- 1
        if object.options.fusing, case .constant(let bits) = operands.operand(at: top),
            let (immediate, value) = FusedForms.storeImmediate(operation, bits)
        {
            _ = operands.pop()
            if case .constant(let bits) = operands.operand(at: top &- 1), let zero = zeroSlot,
                let sum = UInt32(exactly: bits &+ UInt64(offset))
            {
                _ = operands.pop()
                return emit(InternalInstruction(immediate, b: zero, x: sum, y: value))
            }
            let address = popSlot()
            return emit(InternalInstruction(immediate, b: address, x: offset, y: value))
        }
        // The sum is the last instruction only if the value needed none, as it is in a local.
        if let indexed = operation.indexed, case .local(let value) = operands.operand(at: top),
            let sum = producer(ofHeight: top &- 1), sum.operation == .i32Add
        {
            removeProducer()
            operands.truncate(to: top &- 1)
            return emit(InternalInstruction(indexed, a: value, b: Int(sum.b), c: Int(sum.c), x: offset))
        }
        let value = popSlot()
        let (address, addend) = popAddress()
        emit(InternalInstruction(operation, a: value, b: address, x: offset, y: addend))
    }

    /// The slot that is zero while the function runs; `nil` if none is reserved.
    private var zeroSlot: Int? { object.options.fusing ? layout.slot(ofConstant: 0) : nil }

    mutating func lowerMemorySize(_ instruction: Instruction) {
        let type = object.module.validated.memories[Int(instruction.x)]
        if instruction.x == 0, type.pageSizeExponent == MemoryType.defaultPageSizeExponent {
            return emitProducer(InternalInstruction(.memorySize))
        }
        emitProducer(
            InternalInstruction(.storeOperation, c: Int(StoreOperation.otherMemorySize.rawValue), x: instruction.x))
    }

    // MARK: Other memories

    /// The offset; `nil` if every access with it is out of bounds, as no memory has more than 2^32 bytes.
    func offset(of instruction: Instruction) -> UInt32? { UInt32(exactly: instruction.wide) }

    var outOfBounds: InternalInstruction {
        InternalInstruction(.storeOperation, c: Int(StoreOperation.outOfBounds.rawValue))
    }

    /// Returns the instruction for a load or store of a memory that is not the first.
    func other(_ operation: Operation, _ instruction: Instruction, a: Int = 0, b: Int) -> InternalInstruction {
        guard let access = MemoryAccess(operation) else { return outOfBounds }
        let other = access.isStore ? StoreOperation.otherMemoryStore : .otherMemoryLoad
        return InternalInstruction(
            .storeOperation, a: a, b: b, c: Int(other.rawValue), x: UInt32(truncatingIfNeeded: instruction.wide),
            y: OtherMemory(index: instruction.x, access: access).bits)
    }

    /// Emits a check of a 64-bit memory's address: the loop uses only the low half, so that the upper half must be 0.
    mutating func checkAddress(atHeight height: Int, _ instruction: Instruction) {
        guard object.module.validated.memories[0].addressType == .i64 else { return }
        // The upper half of a constant is known.
        if case .constant(let bits) = operands.operand(at: height), bits <= UInt32.max { return }
        let slot = addressSlot(atHeight: height)
        emit(InternalInstruction(.checkAddress64, b: slot))
    }

    /// Returns the slot of an operand without popping it.
    mutating func addressSlot(atHeight height: Int) -> Int {
        switch operands.operand(at: height) {
        case .local(let local), .vectorLocal(let local): return local
        case .slot, .vectorSlot: break
        case .constant, .sum: materialize(atHeight: height)
        }
        return Int(slotField(slot(atHeight: height)))
    }
}
