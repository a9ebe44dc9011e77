import WasmSyntax

extension ValidatedModule {
    /// Facts about a valid module that ``operandTypes(before:inBody:with:)`` needs; `nil` if the interruption stops the
    /// work.
    package func contextForTypes(interruption: (any Interruption)?) -> ModuleContext? {
        try? Validator.context(of: module, .all, interruption: interruption)
    }
}

extension ModuleContext {
    /// Returns the types of the operands before the instructions at some offsets of a body of a valid module, the lowest
    /// operand first. Type indices are canonical.
    ///
    /// - Parameter index: The position of the body in ``ModuleSyntax/bodies``.
    /// - Returns: The types by offset. An offset is missing if no reachable instruction begins there, or if the interruption
    ///   stops the work.
    package func operandTypes(before offsets: Set<Int>, inBody index: Int) -> [Int: [ValueType]] {
        var validator = FunctionValidator(self)
        var types: [Int: [ValueType]] = [:]
        validator.findOperandTypes(before: offsets, inBody: index, &types)
        return types
    }
}

extension FunctionValidator {
    fileprivate mutating func findOperandTypes(
        before offsets: Set<Int>, inBody index: Int, _ types: inout [Int: [ValueType]]
    ) {
        guard index >= 0, index < context.module.bodies.count, let last = offsets.max() else { return }
        let body = context.module.bodies[index]
        let functionIndex = UInt32(truncatingIfNeeded: context.importedFunctionCount &+ index)
        guard let signature = context.signatures[checked: functionIndex] else { return }
        var cursor = ByteCursor(context.module.bytes, in: body.code)
        do {
            try locals.reset(signature.parameters, body, context, &code.watch)
            start(signature.results)
            while isOpen, cursor.position <= last {
                let offset = cursor.position
                if offsets.contains(offset), !frame.isUnreachable { types[offset] = Array(operands[..<height]) }
                try work(8)
                let encoding = try InstructionDecoder.encoding(&cursor, InstructionDecoder.encodings)
                let instruction = try InstructionDecoder.instruction(encoding, at: offset, &cursor, &code)
                try validate(instruction, context.operators[Int(encoding.index)])
            }
        } catch {
            // A valid body has no fault: the interruption has stopped the work.
        }
    }
}
