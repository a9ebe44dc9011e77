import WasmSyntax

// Specification: Validation / Instructions / Memory Instructions and Table Instructions.

extension FunctionValidator {
    @inline(__always)
    mutating func validateMemoryAccess(_ instruction: Instruction, _ entry: OperatorEntry) throws(Fault) {
        let address = try context.addressType(instruction.x)
        guard instruction.small <= UInt16(entry.naturalAlignment) else {
            throw .alignmentTooLarge(natural: 1 << Int(entry.naturalAlignment))
        }
        guard address == .i64 || instruction.wide <= UInt64(UInt32.max) else {
            throw .offsetOutOfRange(instruction.wide)
        }
        if entry.laneCount > 0 { try requireLane(instruction.y, entry) }
        if entry.parameterCount > 0 { try popOperand(entry.parameters.0) }
        try popOperand(address)
        if entry.hasResult { try pushOperand(entry.result) }
    }

    /// Validates an atomic access (threads proposal).
    mutating func validateAtomicAccess(_ instruction: Instruction, _ entry: OperatorEntry) throws(Fault) {
        let address = try context.addressType(instruction.x)
        guard instruction.small == UInt16(entry.naturalAlignment) else {
            throw .atomicAlignment(natural: 1 << Int(entry.naturalAlignment))
        }
        guard address == .i64 || instruction.wide <= UInt64(UInt32.max) else {
            throw .offsetOutOfRange(instruction.wide)
        }
        if entry.parameterCount > 0 { try popOperand(entry.parameters.0) }
        if entry.parameterCount > 1 { try popOperand(entry.parameters.1) }
        try popOperand(address)
        if entry.hasResult { try pushOperand(entry.result) }
    }

    /// Validates an instruction by its signature in the table, with the address type of a memory.
    mutating func validateMemoryOperator(_ instruction: Instruction, memory: UInt32) throws(Fault) {
        let address = try context.addressType(memory)
        guard let signature = InstructionTable.signatures[Int(instruction.opcode.rawValue)] else { return }
        for parameter in signature.parameters.reversed() {
            try popOperand(parameter == .address ? address : parameter.valueType)
        }
        guard let result = signature.result else { return }
        try pushOperand(result == .address ? address : result.valueType)
    }

    mutating func memoryInit(_ instruction: Instruction) throws(Fault) {
        try validateMemoryOperator(instruction, memory: instruction.y)
        try context.requireData(instruction.x)
    }

    mutating func memoryCopy(destination: UInt32, source: UInt32) throws(Fault) {
        try popCopyOperands(try context.addressType(destination), try context.addressType(source))
    }

    /// Pops two addresses and a length, which has the smaller of the two address types.
    private mutating func popCopyOperands(_ destination: ValueType, _ source: ValueType) throws(Fault) {
        try popOperand(destination == .i64 && source == .i64 ? .i64 : .i32)
        try popOperand(source)
        try popOperand(destination)
    }

    // MARK: Tables

    mutating func tableGet(_ index: UInt32) throws(Fault) {
        let table = try context.table(index)
        try popOperand(table.addressType.valueType)
        try pushOperand(table.element)
    }

    mutating func tableSet(_ index: UInt32) throws(Fault) {
        let table = try context.table(index)
        try popOperand(table.element)
        try popOperand(table.addressType.valueType)
    }

    mutating func tableSize(_ index: UInt32) throws(Fault) {
        try pushOperand(try context.table(index).addressType.valueType)
    }

    mutating func tableGrow(_ index: UInt32) throws(Fault) {
        let table = try context.table(index)
        try popOperand(table.addressType.valueType)
        try popOperand(table.element)
        try pushOperand(table.addressType.valueType)
    }

    mutating func tableFill(_ index: UInt32) throws(Fault) {
        let table = try context.table(index)
        try popOperand(table.addressType.valueType)
        try popOperand(table.element)
        try popOperand(table.addressType.valueType)
    }

    mutating func tableCopy(destination: UInt32, source: UInt32) throws(Fault) {
        let (to, from) = (try context.table(destination), try context.table(source))
        try requireMatch(from.element, to.element)
        try popCopyOperands(to.addressType.valueType, from.addressType.valueType)
    }

    mutating func tableInit(element: UInt32, table: UInt32) throws(Fault) {
        let table = try context.table(table)
        try requireMatch(try context.element(element), table.element)
        try popOperand(.i32)
        try popOperand(.i32)
        try popOperand(table.addressType.valueType)
    }
}
