import WasmSyntax

// Specification: Validation / Instructions / Local and Global Instructions, Parametric Instructions.

extension FunctionValidator {
    @inline(__always)
    mutating func localGet(_ index: UInt32) throws(Fault) {
        let type = try locals.type(index)
        if !type.isDefaultable { try locals.requireInitialized(index) }
        try pushOperand(type)
    }

    @inline(__always)
    mutating func localSet(_ index: UInt32) throws(Fault) {
        let type = try locals.type(index)
        try popOperand(type)
        if !type.isDefaultable { locals.setLocal(index) }
    }

    @inline(__always)
    mutating func localTee(_ index: UInt32) throws(Fault) {
        let type = try locals.type(index)
        try popOperand(type)
        if !type.isDefaultable { locals.setLocal(index) }
        try pushOperand(type)
    }

    mutating func globalGet(_ index: UInt32) throws(Fault) {
        let global = try context.global(index)
        if let constantGlobals {
            guard index < constantGlobals else { throw .unknown(.global, index) }
            guard !global.isMutable else { throw .constantExpressionRequired }
            if index >= UInt32(truncatingIfNeeded: context.importedGlobalCount) { try context.features.require(.gc) }
        }
        try pushOperand(global.value)
    }

    mutating func globalSet(_ index: UInt32) throws(Fault) {
        let global = try context.global(index)
        guard global.isMutable else { throw .immutableGlobal(index) }
        try popOperand(global.value)
    }

    mutating func select() throws(Fault) {
        try popOperand(.i32)
        let second = try popNumberOrVector()
        let first = try popNumberOrVector()
        guard first == second || first == .bottom || second == .bottom else {
            throw .typeMismatch(expected: .type(first), found: second)
        }
        try pushOperand(first == .bottom ? second : first)
    }

    private mutating func popNumberOrVector() throws(Fault) -> ValueType {
        let type = try popOperand(whatever: .numberOrVector)
        guard !type.isReference else { throw .typeMismatch(expected: .numberOrVector, found: type) }
        return type
    }

    mutating func selectTyped(_ instruction: Instruction) throws(Fault) {
        guard instruction.y == 1, let type = code.valueTypes[checked: instruction.x] else {
            throw .invalidResultArity(Int(truncatingIfNeeded: instruction.y))
        }
        let canonical = try context.types.validate(type, context.features)
        try popOperand(.i32)
        try popOperand(canonical)
        try popOperand(canonical)
        try pushOperand(canonical)
    }
}
