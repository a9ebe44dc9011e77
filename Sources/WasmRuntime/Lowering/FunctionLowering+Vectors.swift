import WasmSyntax

extension FunctionLowering {
    /// Lowers a SIMD instruction. Vectors have separate slots, with the same numbers as the scalar ones.
    mutating func lowerVector(_ instruction: Instruction) {
        guard let signature = InstructionTable.signatures[Int(instruction.opcode.rawValue)] else { return }
        usesVectors = true
        switch InstructionTable.row(instruction.opcode).immediates {
        case .v128:
            emitProducer(
                InternalInstruction(
                    .vectorConstant, x: UInt32(truncatingIfNeeded: instruction.wide),
                    y: UInt32(truncatingIfNeeded: instruction.wide &>> 32)), .vectorSlot)
            emitUpperHalf(instruction)
        case .lanes16:
            let right = popSlot()
            let left = popSlot()
            if let shuffle = VectorShuffle(low: instruction.wide, high: upperHalf(instruction)) {
                emitProducer(
                    InternalInstruction(
                        .vector, b: left, c: right, x: VectorOperands.detail(shuffle.operation), y: shuffle.numbers),
                    .vectorSlot)
                return
            }
            emitProducer(
                InternalInstruction(
                    .vectorShuffle, b: left, c: right, x: UInt32(truncatingIfNeeded: instruction.wide),
                    y: UInt32(truncatingIfNeeded: instruction.wide &>> 32)), .vectorSlot)
            emitUpperHalf(instruction)
        case .memoryArgument, .memoryLane: lowerVectorAccess(instruction, signature)
        default: lowerVectorOperation(instruction, signature)
        }
    }

    private func upperHalf(_ instruction: Instruction) -> UInt64 { UInt64(instruction.x) | UInt64(instruction.y) << 32 }

    /// Emits the other half of 16 immediate bytes: read by the instruction before it, and never executed.
    private mutating func emitUpperHalf(_ instruction: Instruction) {
        emit(InternalInstruction(.guardEntry, x: instruction.x, y: instruction.y))
    }

    private mutating func lowerVectorOperation(_ instruction: Instruction, _ signature: InstructionSignature) {
        var scalar = 0
        var vectors: [Int] = []
        for parameter in signature.parameters.reversed() {
            let slot = popSlot()
            if parameter == .v128 { vectors.insert(slot, at: 0) } else { scalar = slot }
        }
        vectors += repeatElement(0, count: 3 &- vectors.count)
        let isVector = signature.result == .v128
        guard let operation = VectorOperation(instruction.opcode) else { return }
        let own = object.options.fusing ? Operation.ofVectorInstructions[instruction.opcode] : nil
        emitProducer(
            InternalInstruction(
                own ?? (isVector ? .vector : .vectorToScalar), b: vectors[0], c: vectors[1],
                x: VectorOperands.detail(operation, lane: instruction.x),
                y: UInt32(truncatingIfNeeded: vectors[2]) | UInt32(truncatingIfNeeded: scalar) << 16),
            isVector ? .vectorSlot : .slot)
    }

    // MARK: Memory

    private mutating func lowerVectorAccess(_ instruction: Instruction, _ signature: InstructionSignature) {
        let isStore = signature.result == nil
        let hasVector = signature.parameters.contains(.v128)
        let offset = UInt32(exactly: instruction.wide)
        if let offset, instruction.x == 0 {
            checkAddress(atHeight: operands.height &- (hasVector ? 2 : 1), instruction)
            let vector = hasVector ? popSlot() : 0
            let isWhole = instruction.opcode == .v128Load || instruction.opcode == .v128Store
            let (address, addend) = isWhole ? popAddress() : (popSlot(), 0)
            emitVectorAccess(
                instruction, isStore, vector: vector, address: address, addend: addend, offset: offset)
        } else {
            let vector = hasVector ? popSlot() : 0
            let address = popSlot()
            // An access to another memory, or beyond any memory, leaves the loop: see `OtherMemoryVectors.swift`.
            let access = InternalInstruction(
                .storeOperation, a: vector, b: address, c: Int(StoreOperation.otherMemoryVector.rawValue),
                x: offset ?? .max, y: instruction.x & 0xFF_FFFF | (offset == nil ? 1 << 31 : 0))
            emit(access)
            emit(
                InternalInstruction(
                    .guardEntry, a: Int(slotField(slot(atHeight: operands.height))),
                    b: Int(otherMemoryVector(instruction, isStore).rawValue),
                    x: (VectorOperation(instruction.opcode).map { VectorOperands.detail($0, lane: instruction.y) } ?? 0)
                        | UInt32(truncatingIfNeeded: VectorAccess.width(of: instruction.opcode)) << 24))
            if !isStore { pushResults([.v128]) }
        }
    }

    private func otherMemoryVector(_ instruction: Instruction, _ isStore: Bool) -> OtherMemoryVector {
        switch instruction.opcode {
        case .v128Load: .load
        case .v128Store: .store
        default: isStore ? .storeLane : .loadLanes
        }
    }

    private mutating func emitVectorAccess(
        _ instruction: Instruction, _ isStore: Bool, vector: Int, address: Int, addend: UInt32,
        offset: UInt32
    ) {
        switch instruction.opcode {
        case .v128Load:
            emitProducer(InternalInstruction(.vectorLoad128, b: address, x: offset, y: addend), .vectorSlot)
        case .v128Store: emit(InternalInstruction(.vectorStore128, a: vector, b: address, x: offset, y: addend))
        default:
            guard let operation = VectorOperation(instruction.opcode) else { return }
            let width = VectorAccess.width(of: instruction.opcode)
            let access = InternalInstruction(
                isStore ? .vectorStoreLane : .vectorLoad, a: vector, b: address, c: vector, x: offset,
                y: VectorOperands.detail(operation, lane: instruction.y) | UInt32(truncatingIfNeeded: width) << 24)
            if isStore { emit(access) } else { emitProducer(access, .vectorSlot) }
        }
    }

    // MARK: Globals

    mutating func lowerVectorGlobal(_ instruction: Instruction) {
        usesVectors = true
        if instruction.opcode == .globalGet {
            emitProducer(
                InternalInstruction(
                    .storeOperation, c: Int(StoreOperation.vectorGlobalGet.rawValue), x: instruction.x), .vectorSlot)
        } else {
            let source = popSlot()
            emitStoreOperation(.vectorGlobalSet, a: source, x: instruction.x)
        }
    }
}

/// Widths of the vector instructions that access memory.
enum VectorAccess {
    /// Returns how many bytes of memory a vector instruction reads or writes.
    static func width(of opcode: Opcode) -> Int { widths[Int(opcode.rawValue)] }

    private static let widths: [Int] = InstructionTable.rows.map { row in
        guard row.prefix == 0xFD, row.immediates == .memoryArgument || row.immediates == .memoryLane else { return 0 }
        // The width of these instructions is their natural alignment.
        return 1 << Int(InstructionTable.naturalAlignments[Int(row.opcode.rawValue)] ?? 0)
    }
}
