import WasmSyntax

// One instruction: plain operators and memory accesses by the instruction table, all others by name.

extension FunctionValidator {
    @inline(__always)
    mutating func validate(_ instruction: Instruction, _ entry: OperatorEntry) throws(Fault) {
        if constantGlobals != nil { try requireConstant(instruction, entry) }
        switch entry.treatment {
        case .plain: try validateOperands(entry)
        case .localGet: try localGet(instruction.x)
        case .localSet: try localSet(instruction.x)
        case .localTee: try localTee(instruction.x)
        case .special: try validateSpecial(instruction, entry)
        case .memoryAccess: try validateMemoryAccess(instruction, entry)
        case .atomicAccess: try validateAtomicAccess(instruction, entry)
        case .unsupported: throw .unsupported(InstructionTable.row(instruction.opcode).feature)
        }
    }

    @inline(__always)
    mutating func validateOperands(_ entry: OperatorEntry) throws(Fault) {
        if entry.parameterCount > 0 {
            try popOperand(entry.parameters.0)
            if entry.parameterCount > 1 { try popOperand(entry.parameters.1) }
            if entry.parameterCount > 2 { try popOperand(entry.parameters.2) }
        }
        if entry.hasResult { try pushOperand(entry.result) }
    }

    private mutating func requireConstant(_ instruction: Instruction, _ entry: OperatorEntry) throws(Fault) {
        guard entry.isConstant else { throw .constantExpressionRequired }
        if entry.treatment == .plain, entry.parameterCount > 0 { try context.features.require(.extendedConstants) }
    }

    @inline(__always)
    private mutating func validateSpecial(_ instruction: Instruction, _ entry: OperatorEntry) throws(Fault) {
        switch instruction.opcode {
        case .globalGet: try globalGet(instruction.x)
        case .globalSet: try globalSet(instruction.x)
        case .block, .loop, .if, .else, .end, .tryTable: try validateBlock(instruction)
        case .br: try branch(instruction.x)
        case .brIf: try branchIf(instruction.x)
        case .brTable: try branchTable(instruction)
        case .unreachable: unreachable()
        case .return: try returnFromBody()
        case .call: try call(try context.signature(instruction.x))
        case .drop: _ = try popOperand()
        case .select: try select()
        default: try validateRare(instruction, entry)
        }
    }

    private mutating func validateRare(_ instruction: Instruction, _ entry: OperatorEntry) throws(Fault) {
        switch instruction.opcode {
        case .selectTyped: try selectTyped(instruction)
        case .callIndirect: try callIndirect(instruction)
        case .returnCall: try returnCall(try context.signature(instruction.x))
        case .returnCallIndirect: try returnCallIndirect(instruction)
        case .callRef: try callRef(instruction.x)
        case .returnCallRef: try returnCallRef(instruction.x)
        case .throw: try throwException(instruction.x)
        case .throwRef: try throwReference()
        case .try, .catch, .catchAll, .delegate, .rethrow: try validateLegacyException(instruction)
        case .tableGet: try tableGet(instruction.x)
        case .tableSet: try tableSet(instruction.x)
        case .tableSize: try tableSize(instruction.x)
        case .tableGrow: try tableGrow(instruction.x)
        case .tableFill: try tableFill(instruction.x)
        case .tableCopy: try tableCopy(destination: instruction.x, source: instruction.y)
        case .tableInit: try tableInit(element: instruction.x, table: instruction.y)
        case .elemDrop: _ = try context.element(instruction.x)
        case .dataDrop: try context.requireData(instruction.x)
        case .memoryCopy: try memoryCopy(destination: instruction.x, source: instruction.y)
        case .memoryInit: try memoryInit(instruction)
        case .memorySize, .memoryGrow, .memoryFill: try validateMemoryOperator(instruction, memory: instruction.x)
        case .i64Add128, .i64Sub128: try wideArithmetic(operands: 4)
        case .i64MulWideS, .i64MulWideU: try wideArithmetic(operands: 2)
        case .i8x16Shuffle: try shuffle(instruction, entry)
        default:
            if entry.laneCount > 0 {
                try requireLane(instruction.x, entry)
                try validateOperands(entry)
            } else {
                try validateReferenceInstruction(instruction)
            }
        }
    }

    /// Pops 64-bit numbers, and pushes the two halves of a 128-bit one.
    private mutating func wideArithmetic(operands count: Int) throws(Fault) {
        for _ in 0..<count { try popOperand(.i64) }
        try pushOperand(.i64)
        try pushOperand(.i64)
    }

    // MARK: Lanes

    private mutating func shuffle(_ instruction: Instruction, _ entry: OperatorEntry) throws(Fault) {
        // Two vectors have 32 lanes. All lane numbers are checked at once: none may have a bit above the fifth.
        let high = UInt64(instruction.y) << 32 | UInt64(instruction.x)
        guard (instruction.wide | high) & 0xE0E0_E0E0_E0E0_E0E0 == 0 else { throw .invalidLaneIndex(32) }
        try validateOperands(entry)
    }

    func requireLane(_ lane: UInt32, _ entry: OperatorEntry) throws(Fault) {
        guard lane < UInt32(entry.laneCount) else { throw .invalidLaneIndex(Int(truncatingIfNeeded: lane)) }
    }
}
