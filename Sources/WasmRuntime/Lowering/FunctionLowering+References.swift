import WasmSyntax

// Specification: Execution / Instructions / Reference Instructions, and the branches that belong to them.

extension FunctionLowering {
    mutating func lowerReference(_ instruction: Instruction) {
        switch instruction.opcode {
        // Null is 0 for every type, and equal references have equal bits.
        case .refEq:
            let right = popSlot()
            let left = popSlot()
            emitProducer(InternalInstruction(.i64Eq, b: left, c: right))
        // The references of both hierarchies have the same bits.
        case .anyConvertExtern, .externConvertAny: break
        case .refAsNonNull: lowerHeapUnary(.asNonNull)
        case .refI31: lowerHeapUnary(.makeI31)
        case .i31GetS: lowerHeapUnary(.i31GetSigned)
        case .i31GetU: lowerHeapUnary(.i31GetUnsigned)
        case .refTest, .refTestNull:
            lowerTypeTest(
                HeapType(bits: instruction.x), nullPasses: instruction.opcode == .refTestNull, isCast: false)
        case .refCast, .refCastNull:
            lowerTypeTest(
                HeapType(bits: instruction.x), nullPasses: instruction.opcode == .refCastNull, isCast: true)
        case .brOnNull: lowerBranchOnNull(to: Int(instruction.x))
        case .brOnNonNull: lowerBranchOnNonNull(to: Int(instruction.x))
        case .brOnCast, .brOnCastFail: lowerBranchOnCast(instruction)
        default: lowerAggregate(instruction)
        }
    }

    /// Emits an operation of the heap with one operand and a result.
    mutating func lowerHeapUnary(_ operation: HeapOperation, x: UInt32 = 0, detail: UInt32 = 0) {
        let source = popSlot()
        emitProducer(InternalInstruction(.heap, b: source, x: x, y: UInt32(operation.rawValue) | detail &<< 8))
    }

    private mutating func lowerTypeTest(_ type: HeapType, nullPasses: Bool, isCast: Bool) {
        let target = object.storeType(type)
        if object.isFunction(type) {
            materializeTop(1)
            let slot = Int(slotField(slot(atHeight: operands.height &- 1)))
            emitStoreOperation(isCast ? .functionCast : .functionTest, a: slot, x: target.bits, y: nullPasses ? 1 : 0)
        } else {
            lowerHeapUnary(isCast ? .referenceCast : .referenceTest, x: target.bits, detail: nullPasses ? 1 : 0)
        }
    }

    // MARK: Branches

    private mutating func lowerBranchOnNull(to depth: Int) {
        let operand = operands.operand(at: operands.height &- 1)
        let slot = popSlot()
        lowerConditionalBranch(to: depth, popping: 0) { _, inverted in
            InternalInstruction(inverted ? .branchI64NonZero : .branchI64Zero, a: slot)
        }
        // If the branch is not taken, the reference is still where it was.
        if operand.local != nil { push(operand) } else { operands.push(.slot) }
        producer = nil
    }

    private mutating func lowerBranchOnNonNull(to depth: Int) {
        materializeTop(1)
        let slot = Int(slotField(slot(atHeight: operands.height &- 1)))
        lowerConditionalBranch(to: depth, popping: 0) { _, inverted in
            InternalInstruction(inverted ? .branchI64Zero : .branchI64NonZero, a: slot)
        }
        _ = operands.pop()
        producer = nil
    }

    private mutating func lowerBranchOnCast(_ instruction: Instruction) {
        materializeTop(1)
        // The test gets a copy, above the reference itself.
        let source = slot(atHeight: operands.height &- 1)
        let copy = slot(atHeight: operands.height)
        let target = ValueType(bits: UInt32(truncatingIfNeeded: instruction.wide &>> 32))
        emit(InternalInstruction(.copy, a: Int(slotField(copy)), b: Int(slotField(source))))
        operands.push(.slot)
        lowerTypeTest(target.heapType, nullPasses: target.isNullable, isCast: false)
        let isFail = instruction.opcode == .brOnCastFail
        lowerConditionalBranch(to: Int(instruction.x), popping: 1) {
            $0.takeCondition(inverted: $1 != isFail)
        }
    }
}
