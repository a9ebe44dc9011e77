import WasmSyntax

// Specification: Validation / Instructions / Structure Instructions and Array Instructions.

extension FunctionValidator {
    mutating func validateAggregateInstruction(_ instruction: Instruction) throws(Fault) {
        switch instruction.opcode {
        case .structNew: try structNew(instruction.x)
        case .structNewDefault: try structNewDefault(instruction.x)
        case .structGet: try structGet(instruction, packed: false)
        case .structGetS, .structGetU: try structGet(instruction, packed: true)
        case .structSet: try structSet(instruction)
        case .arrayNew: try arrayNew(instruction.x)
        case .arrayNewDefault: try arrayNewDefault(instruction.x)
        case .arrayNewFixed: try arrayNewFixed(instruction)
        case .arrayNewData: try arrayNewData(instruction)
        case .arrayNewElem: try arrayNewElement(instruction)
        case .arrayGet: try arrayGet(instruction.x, packed: false)
        case .arrayGetS, .arrayGetU: try arrayGet(instruction.x, packed: true)
        case .arraySet: try arraySet(instruction.x)
        case .arrayLen: try arrayLength()
        case .arrayFill: try arrayFill(instruction.x)
        case .arrayCopy: try arrayCopy(destination: instruction.x, source: instruction.y)
        case .arrayInitData: try arrayInitData(instruction)
        case .arrayInitElem: try arrayInitElement(instruction)
        // Never reached: every instruction has a signature in the table or a case in one of the switches.
        default: throw .malformed(.illegalOpcode(prefix: 0, code: UInt32(instruction.opcode.rawValue)))
        }
    }

    // MARK: Structures

    private mutating func structNew(_ typeIndex: UInt32) throws(Fault) {
        let shape = try context.types.shape(typeIndex, .structure)
        var index = shape.fieldCount
        try work(Int(index))
        while index > 0, !yieldsAnything {
            index &-= 1
            try popOperand(context.types.fields[Int(shape.firstField &+ index)].storage.unpacked)
        }
        try pushOperand(concreteReference(typeIndex, nullable: false))
    }

    private mutating func structNewDefault(_ typeIndex: UInt32) throws(Fault) {
        let shape = try context.types.shape(typeIndex, .structure)
        guard shape.isDefaultable else { throw notDefaultable(shape) }
        try pushOperand(concreteReference(typeIndex, nullable: false))
    }

    private func notDefaultable(_ shape: TypeShape) -> Fault {
        let fields = context.types.fields[Int(shape.firstField)..<Int(shape.firstField &+ shape.fieldCount)]
        return .notDefaultable(fields.first { !$0.storage.isDefaultable }?.storage ?? .bottom)
    }

    private mutating func structGet(_ instruction: Instruction, packed: Bool) throws(Fault) {
        let field = try structField(instruction)
        try requireAccess(field, packed: packed)
        try popOperand(concreteReference(instruction.x, nullable: true))
        try pushOperand(field.storage.unpacked)
    }

    private mutating func structSet(_ instruction: Instruction) throws(Fault) {
        let field = try structField(instruction)
        guard field.isMutable else { throw .immutableField(instruction.y) }
        try popOperand(field.storage.unpacked)
        try popOperand(concreteReference(instruction.x, nullable: true))
    }

    private func structField(_ instruction: Instruction) throws(Fault) -> FieldType {
        let shape = try context.types.shape(instruction.x, .structure)
        guard instruction.y < shape.fieldCount else { throw .unknown(.field, instruction.y) }
        return context.types.fields[Int(shape.firstField &+ instruction.y)]
    }

    private func requireAccess(_ field: FieldType, packed: Bool) throws(Fault) {
        guard field.storage.isPacked == packed else {
            throw .packedAccessMismatch(isPacked: field.storage.isPacked)
        }
    }

    // MARK: Arrays

    private func arrayElement(_ typeIndex: UInt32) throws(Fault) -> FieldType {
        context.types.fields[Int(try context.types.shape(typeIndex, .array).firstField)]
    }

    private func mutableArrayElement(_ typeIndex: UInt32) throws(Fault) -> ValueType {
        let element = try arrayElement(typeIndex)
        guard element.isMutable else { throw .immutableArray(typeIndex) }
        return element.storage
    }

    private mutating func arrayNew(_ typeIndex: UInt32) throws(Fault) {
        let element = try arrayElement(typeIndex)
        try popOperand(.i32)
        try popOperand(element.storage.unpacked)
        try pushOperand(concreteReference(typeIndex, nullable: false))
    }

    private mutating func arrayNewDefault(_ typeIndex: UInt32) throws(Fault) {
        let element = try arrayElement(typeIndex)
        guard element.storage.isDefaultable else { throw .notDefaultable(element.storage) }
        try popOperand(.i32)
        try pushOperand(concreteReference(typeIndex, nullable: false))
    }

    private mutating func arrayNewFixed(_ instruction: Instruction) throws(Fault) {
        let element = try arrayElement(instruction.x).storage.unpacked
        guard instruction.y <= UInt32(ImplementationLimits.arrayNewFixedOperands) else {
            throw .limitExceeded("operands of array.new_fixed")
        }
        try work(Int(instruction.y))
        for _ in 0..<instruction.y where !yieldsAnything { try popOperand(element) }
        try pushOperand(concreteReference(instruction.x, nullable: false))
    }

    private mutating func arrayNewData(_ instruction: Instruction) throws(Fault) {
        try requireNumericOrVector(try arrayElement(instruction.x).storage)
        try context.requireData(instruction.y)
        try popOperand(.i32)
        try popOperand(.i32)
        try pushOperand(concreteReference(instruction.x, nullable: false))
    }

    private mutating func arrayNewElement(_ instruction: Instruction) throws(Fault) {
        let element = try arrayElement(instruction.x)
        try requireMatch(try context.element(instruction.y), element.storage)
        try popOperand(.i32)
        try popOperand(.i32)
        try pushOperand(concreteReference(instruction.x, nullable: false))
    }

    private mutating func arrayGet(_ typeIndex: UInt32, packed: Bool) throws(Fault) {
        let element = try arrayElement(typeIndex)
        try requireAccess(element, packed: packed)
        try popArrayAndIndex(typeIndex)
        try pushOperand(element.storage.unpacked)
    }

    private mutating func arraySet(_ typeIndex: UInt32) throws(Fault) {
        try popOperand(try mutableArrayElement(typeIndex).unpacked)
        try popArrayAndIndex(typeIndex)
    }

    private mutating func arrayLength() throws(Fault) {
        try popOperand(ValueType(.array, nullable: true))
        try pushOperand(.i32)
    }

    private mutating func arrayFill(_ typeIndex: UInt32) throws(Fault) {
        let element = try mutableArrayElement(typeIndex).unpacked
        try popOperand(.i32)
        try popOperand(element)
        try popArrayAndIndex(typeIndex)
    }

    private mutating func arrayCopy(destination: UInt32, source: UInt32) throws(Fault) {
        let to = try mutableArrayElement(destination)
        let from = try arrayElement(source).storage
        guard context.types.matches(from, to) else { throw .arrayTypesDoNotMatch }
        try popOperand(.i32)
        try popArrayAndIndex(source)
        try popArrayAndIndex(destination)
    }

    private mutating func arrayInitData(_ instruction: Instruction) throws(Fault) {
        try requireNumericOrVector(try mutableArrayElement(instruction.x))
        try context.requireData(instruction.y)
        try popArrayRangeAndOffset(instruction.x)
    }

    private mutating func arrayInitElement(_ instruction: Instruction) throws(Fault) {
        let to = try mutableArrayElement(instruction.x)
        try requireMatch(try context.element(instruction.y), to)
        try popArrayRangeAndOffset(instruction.x)
    }

    private mutating func popArrayRangeAndOffset(_ typeIndex: UInt32) throws(Fault) {
        try popOperand(.i32)
        try popOperand(.i32)
        try popArrayAndIndex(typeIndex)
    }

    private mutating func popArrayAndIndex(_ typeIndex: UInt32) throws(Fault) {
        try popOperand(.i32)
        try popOperand(concreteReference(typeIndex, nullable: true))
    }

    private func requireNumericOrVector(_ storage: ValueType) throws(Fault) {
        guard !storage.isReference else { throw .arrayNotNumericOrVector }
    }
}
