import WasmSyntax

// Specification: Execution / Instructions / Aggregate Instructions.

extension FunctionLowering {
    mutating func lowerAggregate(_ instruction: Instruction) {
        let type = Int(instruction.x) < object.types.count ? object.types[Int(instruction.x)] : 0
        switch instruction.opcode {
        case .structNew: lowerNewStructure(instruction, type)
        case .structNewDefault: lowerNewStructure(instruction, type)
        case .structGet, .structGetS, .structGetU: lowerGetField(instruction)
        case .structSet: lowerSetField(instruction)
        case .arrayNew, .arrayNewDefault, .arrayNewFixed: lowerNewArray(instruction, type)
        case .arrayNewData: lowerAllocation(.arrayNewData, operands: 2, x: type, y: instruction.y)
        case .arrayNewElem: lowerAllocation(.arrayNewElement, operands: 2, x: type, y: instruction.y)
        case .arrayGet, .arrayGetS, .arrayGetU: lowerGetElement(instruction, type)
        case .arraySet: lowerSetElement(instruction, type)
        case .arrayLen: lowerHeapUnary(.arrayLength)
        case .arrayFill: lowerBulk(.arrayFill, operands: 4, x: type)
        case .arrayCopy: lowerBulk(.arrayCopy, operands: 5, x: type)
        case .arrayInitData: lowerBulk(.arrayInitData, operands: 4, x: type, y: instruction.y)
        case .arrayInitElem: lowerBulk(.arrayInitElement, operands: 4, x: type, y: instruction.y)
        // Validation rejects all other opcodes.
        default: emit(InternalInstruction(.unreachable))
        }
    }

    // MARK: Structs

    private mutating func lowerNewStructure(_ instruction: Instruction, _ type: UInt32) {
        guard case .structure(let fields) = module.types[Int(instruction.x)].composite else { return }
        let isDefault = instruction.opcode == .structNewDefault
        let operands = isDefault ? 0 : fields.count
        guard !object.hasVectorFields(ofType: instruction.x) else {
            if !isDefault { usesVectors = true }
            return lowerAllocation(isDefault ? .structureNewDefault : .structureNewWide, operands: operands, x: type)
        }
        lowerNewObject(isDefault ? .structureNewDefault : .structureNew, operands: operands, c: fields.count, x: type)
    }

    /// Emits an allocation that the loop itself performs, from operands in consecutive slots.
    private mutating func lowerNewObject(_ operation: Operation, operands count: Int, c: Int, x: UInt32) {
        materializeTop(count)
        operands.truncate(to: operands.height &- count)
        let first = Int(slotField(slot(atHeight: operands.height)))
        emitProducer(InternalInstruction(operation, b: first, c: c, x: x, y: cost))
    }

    private mutating func lowerGetField(_ instruction: Instruction) {
        guard case .structure(let fields) = module.types[Int(instruction.x)].composite else { return }
        let storage = fields[Int(instruction.y)].storage
        let offset = object.fieldOffset(ofType: instruction.x, instruction.y)
        guard storage != .v128 else {
            usesVectors = true
            return lowerAllocation(.structureGetVector, operands: 1, x: offset, result: .vectorSlot)
        }
        let packing = Packing(storage, isSigned: instruction.opcode == .structGetS)
        lowerHeapUnary(.structureGet, x: offset, detail: packing.bits)
    }

    private mutating func lowerSetField(_ instruction: Instruction) {
        guard case .structure(let fields) = module.types[Int(instruction.x)].composite else { return }
        let offset = object.fieldOffset(ofType: instruction.x, instruction.y)
        guard fields[Int(instruction.y)].storage != .v128 else {
            return lowerBulk(.structureSetVector, operands: 2, x: offset)
        }
        let value = popSlot()
        let structure = popSlot()
        emit(
            InternalInstruction(
                .heap, b: structure, c: value, x: offset, y: UInt32(HeapOperation.structureSet.rawValue)))
    }

    // MARK: Arrays

    private func elementType(_ index: UInt32) -> ValueType {
        if case .array(let element) = module.types[Int(index)].composite { element.storage } else { .i32 }
    }

    private mutating func lowerNewArray(_ instruction: Instruction, _ type: UInt32) {
        let shift = Int(elementType(instruction.x).sizeShift)
        let count = Int(instruction.y)
        switch instruction.opcode {
        case .arrayNewDefault: lowerNewObject(.arrayNewDefault, operands: 1, c: shift, x: type)
        // Vectors are not in the slots that the loop reads.
        case .arrayNew where shift > 3: lowerAllocation(.arrayNew, operands: 2, x: type)
        case .arrayNew: lowerNewObject(.arrayNew, operands: 2, c: shift, x: type)
        case _ where shift > 3: lowerAllocation(.arrayNewFixed, operands: count, x: type, y: instruction.y)
        default: lowerNewObject(.arrayNewFixed, operands: count, c: count, x: type)
        }
    }

    private mutating func lowerGetElement(_ instruction: Instruction, _ type: UInt32) {
        let storage = elementType(instruction.x)
        guard storage != .v128 else {
            usesVectors = true
            return lowerAllocation(.arrayGetVector, operands: 2, x: type, result: .vectorSlot)
        }
        let index = popSlot()
        let array = popSlot()
        let packing = Packing(storage, isSigned: instruction.opcode == .arrayGetS)
        emitProducer(
            InternalInstruction(
                .heap, b: array, c: index, y: UInt32(HeapOperation.arrayGet.rawValue) | packing.bits &<< 8))
    }

    private mutating func lowerSetElement(_ instruction: Instruction, _ type: UInt32) {
        let storage = elementType(instruction.x)
        guard storage != .v128 else { return lowerBulk(.arraySetVector, operands: 3, x: type) }
        let value = popSlot()
        let index = popSlot()
        let array = popSlot()
        let packing = Packing(storage, isSigned: false)
        emit(
            InternalInstruction(
                .heap, a: value, b: array, c: index,
                y: UInt32(HeapOperation.arraySet.rawValue) | packing.bits &<< 8))
    }

    // MARK: Operations that leave the loop

    /// Emits an operation that takes its operands from consecutive operand slots and leaves one result in the first.
    private mutating func lowerAllocation(
        _ operation: StoreOperation, operands count: Int, x: UInt32, y: UInt32 = 0, result: Operand = .slot
    ) {
        lowerBulk(operation, operands: count, x: x, y: y)
        operands.push(result)
        producer = nil
    }

    /// Emits an operation that takes its operands from consecutive operand slots and has no result.
    private mutating func lowerBulk(_ operation: StoreOperation, operands count: Int, x: UInt32, y: UInt32 = 0) {
        for height in max(0, operands.height &- count)..<operands.height where operands.operand(at: height).isVector {
            usesVectors = true
        }
        materializeTop(count)
        operands.truncate(to: operands.height &- count)
        emitStoreOperation(operation, a: Int(slotField(slot(atHeight: operands.height))), x: x, y: y)
    }
}
