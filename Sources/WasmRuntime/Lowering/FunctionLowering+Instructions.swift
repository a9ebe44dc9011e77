import WasmSyntax
import WasmValidation

extension FunctionLowering {
    /// Lowers one reachable instruction.
    mutating func lower(_ instruction: Instruction) {
        if let plain = PlainLowering.table[Int(instruction.opcode.rawValue)] {
            return lower(plain, instruction)
        }
        switch instruction.opcode {
        case .nop: break
        case .unreachable:
            emit(InternalInstruction(.unreachable))
            becomeUnreachable()
        case .block: openBlock(.block, instruction)
        case .loop: openBlock(.loop, instruction)
        case .if: openConditional(instruction)
        case .else: lowerElse()
        case .end: lowerEnd()
        case .br: lowerBranch(to: Int(instruction.x))
        case .brIf: lowerConditionalBranch(to: Int(instruction.x))
        case .brTable: lowerBranchTable(instruction)
        case .return:
            emitReturn()
            becomeUnreachable()
        case .call: lowerCall(instruction.x)
        case .callIndirect: lowerCallIndirect(instruction)
        case .returnCall: lowerReturnCall(instruction.x)
        case .returnCallIndirect: lowerReturnCallIndirect(instruction)
        case .callRef: lowerCallReference(instruction)
        case .returnCallRef: lowerReturnCallReference(instruction)
        case .throw: lowerThrow(instruction.x)
        case .throwRef: lowerThrowReference()
        case .tryTable: openTryTable(instruction)
        case .try: openLegacyTry(instruction)
        case .catch, .catchAll: lowerLegacyCatch(instruction)
        case .delegate: lowerDelegate(instruction)
        case .rethrow: lowerRethrow(instruction.x)
        case .drop:
            _ = operands.pop()
            recorder?.noteBeginning(of: index &+ 1)
            producer = nil
        case .select, .selectTyped: lowerSelect()
        case .localGet: pushLocal(Int(instruction.x))
        case .localSet: setLocal(Int(instruction.x))
        case .localTee:
            setLocal(Int(instruction.x))
            pushLocal(Int(instruction.x))
        case .i32Const, .i64Const, .f32Const, .f64Const: push(.constant(instruction.wide))
        case .memorySize: lowerMemorySize(instruction)
        case .refNull: push(.constant(0))
        case .refIsNull: lowerUnary(.i64Eqz)
        case .globalGet, .globalSet: lowerGlobal(instruction)
        default: lowerStoreOperation(instruction)
        }
    }

    // MARK: Plain instructions

    private mutating func lower(_ plain: PlainLowering, _ instruction: Instruction) {
        switch plain {
        case .unary(let operation): lowerUnary(operation)
        case .binary(let operation, let swapped): lowerBinary(operation, swapped: swapped)
        case .conversion(let conversion):
            let source = popSlot()
            emitProducer(InternalInstruction(.convert, b: source, c: Int(conversion.rawValue)))
        case .outlined(let operation):
            let right = operation.isBinary ? popSlot() : 0
            let left = popSlot()
            emitProducer(InternalInstruction(.outlined, b: left, c: right, x: operation.rawValue))
        case .nothing: break
        case .load(let operation): lowerLoad(operation, instruction)
        case .store(let operation): lowerStore(operation, instruction)
        }
    }

    private mutating func lowerUnary(_ operation: Operation) {
        if operation == .i32Eqz, let comparison = producer(ofHeight: operands.height &- 1),
            let inverse = FusedForms.inverse(comparison)
        {
            removeProducer()
            _ = operands.pop()
            return emitProducer(inverse)
        }
        let source = popSlot()
        emitProducer(InternalInstruction(operation, b: source))
    }

    private mutating func lowerBinary(_ operation: Operation, swapped: Bool) {
        if object.options.fusing {
            if lowerBinaryWithConstant(operation, swapped: swapped) || lowerWithProduct(operation) { return }
        }
        let right = popSlot()
        let left = popSlot()
        emitProducer(InternalInstruction(operation, b: swapped ? right : left, c: swapped ? left : right))
    }

    /// Emits the form with an immediate, if one operand is a constant and such a form exists.
    private mutating func lowerBinaryWithConstant(_ operation: Operation, swapped: Bool) -> Bool {
        let top = operands.height &- 1
        if case .constant(let bits) = operands.operand(at: top) {
            let form =
                swapped
                ? FusedForms.withImmediateFirst(operation, bits) : FusedForms.withImmediate(operation, bits)
            guard let (fused, immediate) = form else { return false }
            _ = operands.pop()
            if fused == .i32AddImmediate, pushSum(immediate) { return true }
            let left = popSlot()
            emitProducer(InternalInstruction(fused, b: left, x: immediate))
            return true
        }
        if case .constant(let bits) = operands.operand(at: top &- 1) {
            let form =
                swapped
                ? FusedForms.withImmediate(operation, bits) : FusedForms.withImmediateFirst(operation, bits)
            guard let (fused, immediate) = form else { return false }
            if fused == .i32AddImmediate, let sum = sum(of: operands.operand(at: top), immediate) {
                operands.truncate(to: top &- 1)
                push(sum)
                return true
            }
            let right = popSlot()
            _ = operands.pop()
            emitProducer(InternalInstruction(fused, b: right, x: immediate))
            return true
        }
        return false
    }

    /// Adds a constant to the operand at the top without emitting anything, if the addition can be left to a later
    /// instruction.
    private mutating func pushSum(_ addend: UInt32) -> Bool {
        guard let sum = sum(of: operands.operand(at: operands.height &- 1), addend) else { return false }
        _ = operands.pop()
        push(sum)
        return true
    }

    private func sum(of operand: Operand, _ addend: UInt32) -> Operand? {
        switch operand {
        case .local(let slot): .sum(slot, addend)
        case .sum(let slot, let other): .sum(slot, other &+ addend)
        default: nil
        }
    }

    /// Fuses a product that has just been computed with the addition or subtraction that takes it. The operation rounds
    /// twice, like the two.
    private mutating func lowerWithProduct(_ operation: Operation) -> Bool {
        let top = operands.height &- 1
        if let product = producer(ofHeight: top), let form = FusedForms.withProductSecond(operation, product.operation)
        {
            removeProducer()
            _ = operands.pop()
            emitProduct(form, product)
            return true
        }
        // The product is the last instruction only if the other operand needed none, as it is in a local.
        guard case .local(let local) = operands.operand(at: top), let product = producer(ofHeight: top &- 1),
            let form = FusedForms.withProductFirst(operation, product.operation)
        else { return false }
        removeProducer()
        operands.truncate(to: top &- 1)
        emitProducer(
            InternalInstruction(
                form, b: Int(product.b), c: Int(product.c), x: UInt32(truncatingIfNeeded: local)))
        return true
    }

    private mutating func emitProduct(_ form: Operation, _ product: InternalInstruction) {
        let other = popSlot()
        emitProducer(
            InternalInstruction(form, b: Int(product.b), c: Int(product.c), x: UInt32(truncatingIfNeeded: other)))
    }

    // MARK: Conditions

    /// Pops a condition and returns a branch on it, without a target and not emitted. The branch is taken if the condition
    /// holds, or if `inverted`, if it does not. A comparison just emitted is fused with the branch.
    mutating func takeCondition(inverted: Bool) -> InternalInstruction {
        if let comparison = producer(ofHeight: operands.height &- 1),
            let branch = fusedBranch(comparison, inverted: inverted)
        {
            removeProducer()
            _ = operands.pop()
            return branch
        }
        let slot = popSlot()
        return InternalInstruction(inverted ? .branchIfZero : .branchIfNonZero, a: slot)
    }

    private func fusedBranch(_ comparison: InternalInstruction, inverted: Bool) -> InternalInstruction? {
        switch comparison.operation {
        case .i32Eqz:
            return InternalInstruction(inverted ? .branchIfNonZero : .branchIfZero, a: Int(comparison.b))
        case .i64Eqz:
            return InternalInstruction(inverted ? .branchI64NonZero : .branchI64Zero, a: Int(comparison.b))
        case .f64Lt, .f64Le: return FusedForms.floatBranch(comparison, inverted: inverted)
        default:
            guard inverted else { return FusedForms.branch(comparison) }
            return FusedForms.inverse(comparison).flatMap(FusedForms.branch)
        }
    }

    private mutating func lowerSelect() {
        let condition = popSlot()
        let isVector = operands.operand(at: operands.height &- 1).isVector
        let right = popSlot()
        let left = popSlot()
        emitProducer(
            InternalInstruction(
                isVector ? .vectorSelect : .select, b: left, c: right, x: UInt32(truncatingIfNeeded: condition)),
            isVector ? .vectorSlot : .slot)
    }

    // MARK: Variables

    private mutating func pushLocal(_ index: Int) {
        let slot = layout.slot(ofLocal: index)
        push(layout.isVector(local: index) ? .vectorLocal(slot) : .local(slot))
    }

    private mutating func setLocal(_ index: Int) {
        let slot = layout.slot(ofLocal: index)
        let height = operands.height &- 1
        let isProduced = producer(ofHeight: height) != nil
        let operand = operands.pop()
        let isPending = operands.pending.contains { operands.operand(at: $0).local == slot }
        if isProduced, !isPending {
            // The instruction that computed the value can write it to the local directly.
            code[code.count &- 1].a = UInt16(truncatingIfNeeded: slot)
            recorder?.noteBeginning(of: self.index &+ 1)
            producer = nil
            return
        }
        preserve(localSlot: slot)
        if operand != .local(slot), operand != .vectorLocal(slot) { move(operand, atHeight: height, to: slot) }
        producer = nil
    }

    private mutating func lowerGlobal(_ instruction: Instruction) {
        if object.module.validated.globals[Int(instruction.x)].value == .v128 { return lowerVectorGlobal(instruction) }
        let own = Int(instruction.x) &- object.importedGlobals
        if instruction.opcode == .globalGet {
            if own >= 0 { return emitProducer(InternalInstruction(.globalGet, x: UInt32(truncatingIfNeeded: own))) }
            return emitProducer(
                InternalInstruction(
                    .storeOperation, c: Int(StoreOperation.importedGlobalGet.rawValue), x: instruction.x))
        }
        let source = popSlot()
        if own >= 0 { return emit(InternalInstruction(.globalSet, a: source, x: UInt32(truncatingIfNeeded: own))) }
        emitStoreOperation(.importedGlobalSet, a: source, x: instruction.x)
    }

    // MARK: Operations that leave the loop

    mutating func emitStoreOperation(
        _ operation: StoreOperation, a: Int = 0, b: Int = 0, x: UInt32 = 0, y: UInt32 = 0
    ) {
        emit(InternalInstruction(.storeOperation, a: a, b: b, c: Int(operation.rawValue), x: x, y: y))
    }

    private mutating func lowerStoreOperation(_ instruction: Instruction) {
        switch instruction.opcode {
        case .memoryGrow: lowerInPlace(.memoryGrow, operands: 1, results: 1, instruction)
        case .memoryFill: lowerMemoryBulk(.memoryFill, .memoryFill, instruction)
        case .memoryCopy: lowerMemoryBulk(.memoryCopy, .memoryCopy, instruction)
        case .memoryInit: lowerInPlace(.memoryInit, operands: 3, results: 0, instruction)
        case .tableFill: lowerInPlace(.tableFill, operands: 3, results: 0, instruction)
        case .tableCopy: lowerInPlace(.tableCopy, operands: 3, results: 0, instruction)
        case .tableInit: lowerInPlace(.tableInit, operands: 3, results: 0, instruction)
        case .dataDrop: emitStoreOperation(.dataDrop, x: instruction.x)
        case .i64Add128, .i64Sub128: lowerWideSum(isDifference: instruction.opcode == .i64Sub128)
        case .i64MulWideS: lowerWideProduct(.i64MulHighS)
        case .i64MulWideU: lowerWideProduct(.i64MulHighU)
        case .elemDrop: emitStoreOperation(.elementDrop, x: instruction.x)
        case .tableGet: lowerInPlace(.tableGet, operands: 1, results: 1, instruction)
        case .tableSet: lowerInPlace(.tableSet, operands: 2, results: 0, instruction)
        case .tableSize: lowerInPlace(.tableSize, operands: 0, results: 1, instruction)
        case .tableGrow: lowerInPlace(.tableGrow, operands: 2, results: 1, instruction)
        case .refFunc: lowerInPlace(.referenceFunction, operands: 0, results: 1, instruction)
        default:
            switch InstructionTable.row(instruction.opcode).prefix {
            case 0xFD: return lowerVector(instruction)
            case 0xFE: return lowerAtomic(instruction)
            default: return lowerReference(instruction)
            }
        }
    }

    /// Emits a bulk operation with three operands in consecutive slots. If it is in the first memory, `performOutsideLoop`
    /// can perform it, outside the loop but without the whole store.
    private mutating func lowerMemoryBulk(
        _ operation: Operation, _ otherwise: StoreOperation, _ instruction: Instruction
    ) {
        guard instruction.x == 0, instruction.y == 0 else {
            return lowerInPlace(otherwise, operands: 3, results: 0, instruction)
        }
        materializeTop(3)
        let first = operands.height &- 3
        emit(
            InternalInstruction(
                operation, a: Int(slotField(slot(atHeight: first))), c: Int(otherwise.rawValue), y: cost))
        operands.truncate(to: first)
        producer = nil
    }

    /// Emits an operation that takes its operands from consecutive operand slots and leaves its result in the first.
    private mutating func lowerInPlace(
        _ operation: StoreOperation, operands count: Int, results: Int, _ instruction: Instruction
    ) {
        materializeTop(count)
        let first = operands.height &- count
        emitStoreOperation(operation, a: Int(slotField(slot(atHeight: first))), x: instruction.x, y: instruction.y)
        operands.truncate(to: first)
        for _ in 0..<results { operands.push(.slot) }
        producer = nil
    }
}
