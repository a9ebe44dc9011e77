import WasmSyntax

// The threads proposal. A store has one thread, and no other guest code runs between two instructions. An atomic access is
// therefore an access with a check of its alignment, and a read-modify-write is a load, an operation and a store.

/// The effect of an atomic instruction on memory, derived from its code: from 0x10 on, each operation has 7 codes in a
/// row, for the widths of both types.
struct AtomicAccess {
    enum Kind: UInt32 {
        case load, store, add, subtract, and, or, exclusiveOr, exchange, compareExchange
    }

    let kind: Kind
    /// The base-two logarithm of the width in bytes.
    let exponent: Int
    /// Whether the operands are `i64`.
    let is64: Bool

    init?(_ opcode: Opcode) {
        let row = InstructionTable.row(opcode)
        guard row.prefix == 0xFE, row.code >= 0x10, let kind = Kind(rawValue: (row.code &- 0x10) / 7),
            let exponent = InstructionTable.naturalAlignments[Int(opcode.rawValue)]
        else { return nil }
        self.kind = kind
        self.exponent = Int(exponent)
        is64 = [1, 4, 5, 6].contains((row.code &- 0x10) % 7)
    }

    var load: Operation { [.load8U, .load16U, .load32U, .load64][exponent & 3] }
    var store: Operation { [.store8, .store16, .store32, .store64][exponent & 3] }

    /// The operation that computes the new value from the old one and the operand; `nil` for accesses that compute none.
    var arithmetic: Operation? {
        switch kind {
        case .load, .store, .exchange, .compareExchange: nil
        case .add: is64 ? .i64Add : .i32Add
        case .subtract: is64 ? .i64Sub : .i32Sub
        case .and: is64 ? .i64And : .i32And
        case .or: is64 ? .i64Or : .i32Or
        case .exclusiveOr: is64 ? .i64Xor : .i32Xor
        }
    }
}

extension FunctionLowering {
    mutating func lowerAtomic(_ instruction: Instruction) {
        switch instruction.opcode {
        case .atomicFence: break
        case .memoryAtomicNotify: lowerWaiting(.atomicNotify, operands: 2, instruction)
        case .memoryAtomicWait32, .memoryAtomicWait64: lowerWaiting(.atomicWait, operands: 3, instruction)
        default:
            guard let access = AtomicAccess(instruction.opcode) else { return }
            switch access.kind {
            case .load:
                checkAlignment(atHeight: operands.height &- 1, instruction)
                lowerLoad(access.load, instruction)
            case .store:
                checkAlignment(atHeight: operands.height &- 2, instruction)
                lowerStore(access.store, instruction)
            case .compareExchange: lowerCompareExchange(access, instruction)
            default: lowerReadModifyWrite(access, instruction)
            }
        }
    }

    /// Emits a check of the address, for accesses of more than a byte.
    private mutating func checkAlignment(atHeight height: Int, _ instruction: Instruction) {
        let width = 1 << Int(InstructionTable.naturalAlignments[Int(instruction.opcode.rawValue)] ?? 0)
        guard width > 1 else { return }
        let slot = addressSlot(atHeight: height)
        // Only the lowest bits matter, so the low 32 bits of the address and of the offset suffice.
        emit(
            InternalInstruction(.checkAligned, b: slot, c: width &- 1, x: UInt32(truncatingIfNeeded: instruction.wide)))
    }

    private mutating func lowerReadModifyWrite(_ access: AtomicAccess, _ instruction: Instruction) {
        guard let offset = beginUpdate(operands: 1, instruction) else { return }
        let value = popSlot()
        let address = popSlot()
        operands.reserve(4)
        let old = Int(slotField(slot(atHeight: operands.height &+ 2)))
        emitAccess(access.load, instruction, a: old, b: address, offset)
        var new = value
        if let arithmetic = access.arithmetic {
            new = Int(slotField(slot(atHeight: operands.height &+ 3)))
            emit(InternalInstruction(arithmetic, a: new, b: old, c: value))
        }
        emitAccess(access.store, instruction, a: new, b: address, offset)
        emitProducer(InternalInstruction(.copy, b: old))
    }

    private mutating func lowerCompareExchange(_ access: AtomicAccess, _ instruction: Instruction) {
        guard let offset = beginUpdate(operands: 2, instruction) else { return }
        let replacement = popSlot()
        let expected = popSlot()
        let address = popSlot()
        operands.reserve(5)
        let old = Int(slotField(slot(atHeight: operands.height &+ 3)))
        let new = Int(slotField(slot(atHeight: operands.height &+ 4)))
        emitAccess(access.load, instruction, a: old, b: address, offset)
        // Only the bits of the access's width are compared. The slots are zero-extended.
        switch access.exponent {
        case 0: emit(InternalInstruction(.i64AndImmediate, a: new, b: expected, x: 0xFF))
        case 1: emit(InternalInstruction(.i64AndImmediate, a: new, b: expected, x: 0xFFFF))
        case 2: emit(InternalInstruction(.i32WrapI64, a: new, b: expected))
        default: emit(InternalInstruction(.copy, a: new, b: expected))
        }
        emit(InternalInstruction(.i64Eq, a: new, b: old, c: new))
        emit(InternalInstruction(.select, a: new, b: replacement, c: old, x: UInt32(truncatingIfNeeded: new)))
        emitAccess(access.store, instruction, a: new, b: address, offset)
        emitProducer(InternalInstruction(.copy, b: old))
    }

    /// Emits the checks of the address, which is below `count` operands, and returns the offset; `nil` if the access is
    /// out of bounds in any case. That access has then been lowered.
    private mutating func beginUpdate(operands count: Int, _ instruction: Instruction) -> UInt32? {
        let height = operands.height &- count &- 1
        checkAlignment(atHeight: height, instruction)
        guard let offset = offset(of: instruction) else {
            operands.truncate(to: height)
            emitProducer(outOfBounds)
            return nil
        }
        if instruction.x == 0 { checkAddress(atHeight: height, instruction) }
        return offset
    }

    /// Emits a load or store without changing the operand stack.
    private mutating func emitAccess(
        _ operation: Operation, _ instruction: Instruction, a: Int, b: Int, _ offset: UInt32
    ) {
        guard instruction.x == 0 else { return emit(other(operation, instruction, a: a, b: b)) }
        emit(InternalInstruction(operation, a: a, b: b, x: offset))
    }

    // MARK: Waiting

    private mutating func lowerWaiting(
        _ operation: StoreOperation, operands count: Int, _ instruction: Instruction
    ) {
        materializeTop(count)
        let first = operands.height &- count
        checkAlignment(atHeight: first, instruction)
        if let offset = offset(of: instruction) {
            let exponent = InstructionTable.naturalAlignments[Int(instruction.opcode.rawValue)] ?? 0
            emitStoreOperation(
                operation, a: Int(slotField(slot(atHeight: first))), b: 1 << Int(exponent), x: offset, y: instruction.x)
        } else {
            emit(outOfBounds)
        }
        operands.truncate(to: first)
        pushResults([.i32])
    }
}
