import WasmSyntax

// Specification: Validation / Instructions / Constant Expressions.

extension Store {
    /// Evaluates a validated constant expression in an instance.
    ///
    /// - Throws: ``Trap`` if the heap has no room, the budget is spent, or the guest is interrupted.
    func evaluate(_ expression: ConstantExpression, in address: Int, _ module: ModuleSyntax) throws -> SlotValue {
        var code = DecodedCode()
        let isWellFormed = try trapping { try decode(expression.code, of: module.bytes, into: &code) }
        guard isWellFormed else { return SlotValue(0) }
        var stack = ConstantStack()
        // New objects must survive collections until the expression is evaluated.
        defer { for place in stack.held { state.heap.release(place) } }
        if options.budgetUnit == .time {
            try chargeInstantiation(UInt64(code.instructions.count) &* BudgetCosts.constantInstruction)
        }
        for (number, instruction) in code.instructions.enumerated() {
            if number & 0xFFF == 0xFFF { try checkInstantiation() }
            switch instruction.opcode {
            case .i32Const, .i64Const, .f32Const, .f64Const: stack.push(instruction.wide)
            case .v128Const:
                stack.values.append(
                    SlotValue(instruction.wide, upperHalf: UInt64(instruction.x) | UInt64(instruction.y) << 32))
            case .globalGet:
                let global = state.instances[address].globalAddress(instruction.x)
                stack.values.append(
                    SlotValue(state.globals[global], upperHalf: state.globalUpperHalves[global]))
            case .refNull: stack.push(0)
            case .refFunc: stack.push(UInt64(state.instances[address].functionAddress(instruction.x) &+ 1))
            case .i32Add: stack.binary { UInt64(UInt32(truncatingIfNeeded: $0 &+ $1)) }
            case .i32Sub: stack.binary { UInt64(UInt32(truncatingIfNeeded: $0 &- $1)) }
            case .i32Mul: stack.binary { UInt64(UInt32(truncatingIfNeeded: $0 &* $1)) }
            case .i64Add: stack.binary(&+)
            case .i64Sub: stack.binary(&-)
            case .i64Mul: stack.binary(&*)
            case .refI31: stack.push(Reference.i31(UInt32(truncatingIfNeeded: stack.pop().bits)))
            case .structNew, .structNewDefault, .arrayNew, .arrayNewDefault, .arrayNewFixed:
                try trapping { try allocate(instruction, in: address, &stack) }
            default: break  // `end`, and conversions between references, which keep their bits.
            }
        }
        return stack.values.last ?? SlotValue(0)
    }

    private func allocate(_ instruction: Instruction, in address: Int, _ stack: inout ConstantStack) throws {
        guard let number = state.instances[address].code?.types[Int(instruction.x)] else { return }
        let layout = state.heap.types.layouts[Int(number)]
        let isArray = layout.kind == .array
        let length: Int
        switch instruction.opcode {
        case .arrayNew, .arrayNewDefault: length = Int(UInt32(truncatingIfNeeded: stack.pop().bits))
        case .arrayNewFixed: length = Int(instruction.y)
        default: length = 0
        }
        let words = isArray ? Heap.arrayWords(length: length, shift: layout.elementShift) : Int(layout.words)
        let header = Heap.header(number, length: length)
        guard words <= state.heap.limit else { throw Trap(.heapExhausted) }
        try chargeInstantiation(UInt64(words &* BudgetCosts.heapWord))
        let object = try allocateObject(words: words, header: header, top: machine.stackTop)
        try clearObject(object, words: words)
        switch instruction.opcode {
        case .structNew:
            guard case .structure(let fields) = state.heap.types.definitions[Int(number)].composite else { break }
            var place = object &+ Int(layout.words)
            for field in fields.reversed() {
                let value = stack.pop()
                place &-= field.storage == .v128 ? 2 : 1
                set(value, at: place, isVector: field.storage == .v128)
            }
        case .arrayNew:
            try fillArray(object, 0, length, layout.elementShift, stack.pop())
        case .arrayNewFixed:
            for index in (0..<length).reversed() {
                setElement(index, of: object, layout.elementShift, stack.pop())
            }
        default: break
        }
        stack.push(Reference.object(object))
        stack.held.append(state.heap.hold(Reference.object(object)))
    }

    private func set(_ value: SlotValue, at place: Int, isVector: Bool) {
        state.heap.words[place] = value.bits
        if isVector { state.heap.words[place &+ 1] = value.upperHalf }
    }

    private func setElement(_ index: Int, of array: Int, _ shift: UInt8, _ value: SlotValue) {
        if shift == 4 {
            set(value, at: array &+ 1 &+ index &* 2, isVector: true)
        } else {
            state.heap.setElement(index, of: array, shift: shift, value.bits)
        }
    }
}

/// The operand stack of a constant expression that is evaluated.
private struct ConstantStack {
    var values: [SlotValue] = []
    /// The indices in `Heap.held` of the objects that the expression has made.
    var held: [Int] = []

    mutating func push(_ bits: UInt64) { values.append(SlotValue(bits)) }
    mutating func pop() -> SlotValue { values.popLast() ?? SlotValue(0) }

    mutating func binary(_ operation: (UInt64, UInt64) -> UInt64) {
        let right = pop().bits
        push(operation(pop().bits, right))
    }
}
