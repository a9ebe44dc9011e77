import WasmSyntax
import WasmValidation

// Operations on structs and arrays outside the loop: allocation, bulk operations, and vectors in fields and elements. Each
// is checked and paid for before anything changes. Specification: Execution / Instructions / Aggregate Instructions.

extension Store {
    /// Makes an object for which the loop found no room in the current free run, or reached its limit.
    func performNewObject(
        _ instruction: InternalInstruction, _ code: CodeObject, _ execution: inout Execution
    ) throws {
        let count = Int(instruction.c)
        let first = execution.registers.frame &+ Int(instruction.b)
        let reference: UInt64
        switch instruction.operation {
        case .arrayNew:
            let length = Int(UInt32(truncatingIfNeeded: machine.stack[first &+ 1]))
            reference = try newArray(.arrayNew, instruction.x, length: length, from: first, code, &execution)
        case .arrayNewDefault:
            let length = Int(UInt32(truncatingIfNeeded: machine.stack[first]))
            reference = try newArray(nil, instruction.x, length: length, from: first, code, &execution)
        case .arrayNewFixed:
            reference = try newArray(.arrayNewFixed, instruction.x, length: count, from: first, code, &execution)
        default:
            let object = try allocate(words: count &+ 1, header: Heap.header(instruction.x), code, &execution)
            let isDefault = instruction.operation == .structureNewDefault
            for field in 0..<count {
                state.heap.words[object &+ 1 &+ field] = isDefault ? 0 : machine.stack[first &+ field]
            }
            reference = Reference.object(object)
        }
        machine.stack[execution.registers.frame &+ Int(instruction.a)] = reference
    }

    /// Pays for an object and allocates it.
    private func allocate(
        words count: Int, header: UInt64, _ code: CodeObject, _ execution: inout Execution
    ) throws -> Int {
        guard count <= state.heap.limit else { throw trap(.heapExhausted, spent: spent(code, execution), execution) }
        try charge(UInt64(count &* BudgetCosts.heapWord), spent: spent(code, execution), &execution)
        let top = execution.registers.frame &+ (code.function(containing: execution.registers.pc &- 1)?.frameSize ?? 0)
        do {
            return try allocateObject(words: count, header: header, top: top)
        } catch is Trap {
            throw trap(.heapExhausted, spent: spent(code, execution), execution)
        }
    }

    func performAggregate(
        _ operation: StoreOperation, _ instruction: InternalInstruction, _ code: CodeObject,
        _ execution: inout Execution
    ) throws {
        let slot = execution.registers.frame &+ Int(instruction.a)
        let type = instruction.x
        switch operation {
        case .structureNewDefault, .structureNewWide:
            let layout = state.heap.types.layouts[Int(type)]
            let object = try allocate(words: Int(layout.words), header: Heap.header(type), code, &execution)
            if operation == .structureNewWide {
                setFields(of: object, type, from: slot)
            } else {
                try clearObject(object, words: Int(layout.words))
            }
            machine.stack[slot] = Reference.object(object)
        case .structureGetVector, .structureSetVector:
            let bits = machine.stack[slot]
            guard bits != 0 else { throw trap(.nullStructureReference, spent: spent(code, execution), execution) }
            accessVector(
                Reference.index(bits) &+ Int(instruction.x), at: operation == .structureGetVector ? slot : slot &+ 1,
                isStore: operation == .structureSetVector)
        case .arrayNew:
            let length = Int(UInt32(truncatingIfNeeded: machine.stack[slot &+ 1]))
            machine.stack[slot] = try newArray(operation, type, length: length, from: slot, code, &execution)
        case .arrayNewFixed:
            let length = Int(instruction.y)
            machine.stack[slot] = try newArray(operation, type, length: length, from: slot, code, &execution)
        case .arrayNewData, .arrayNewElement:
            try performNewArrayFromSegment(operation, instruction, code, &execution)
        default: try performArray(operation, instruction, code, &execution)
        }
    }

    /// Sets all fields of a struct from consecutive slots.
    private func setFields(of object: Int, _ type: UInt32, from slot: Int) {
        guard case .structure(let fields) = state.heap.types.definitions[Int(type)].composite else { return }
        var place = object &+ 1
        for (index, field) in fields.enumerated() {
            if field.storage == .v128 {
                accessVector(place, at: slot &+ index, isStore: true)
                place &+= 2
            } else {
                state.heap.words[place] = machine.stack[slot &+ index]
                place &+= 1
            }
        }
    }

    /// Moves a vector between two words of the heap and a vector slot.
    private func accessVector(_ place: Int, at slot: Int, isStore: Bool) {
        if isStore {
            let value = self.slot(slot, .v128)
            (state.heap.words[place], state.heap.words[place &+ 1]) = (value.bits, value.upperHalf)
        } else {
            setSlot(slot, SlotValue(state.heap.words[place], upperHalf: state.heap.words[place &+ 1]), .v128)
        }
    }

    // MARK: New arrays

    private func performNewArrayFromSegment(
        _ operation: StoreOperation, _ instruction: InternalInstruction, _ code: CodeObject,
        _ execution: inout Execution
    ) throws {
        let slot = execution.registers.frame &+ Int(instruction.a)
        let instance = Int(execution.registers.instance)
        let shift = state.heap.types.layouts[Int(instruction.x)].elementShift
        let segment = Int(instruction.y)
        let length = Int(UInt32(truncatingIfNeeded: machine.stack[slot &+ 1]))
        let offset = Int(UInt32(truncatingIfNeeded: machine.stack[slot]))
        let isData = operation == .arrayNewData
        let size =
            isData ? state.instances[instance].data[segment].count : state.instances[instance].elements[segment].count
        guard offset <= size, isData ? length &<< Int(shift) <= size &- offset : length <= size &- offset else {
            let kind: Trap.Kind = isData ? .outOfBoundsMemoryAccess : .outOfBoundsTableAccess
            throw trap(kind, spent: spent(code, execution), execution)
        }
        // By time, elements cost as much as when `array.init_data` copies them into an existing array.
        if isData, options.budgetUnit == .time { try pay(length, code, &execution) }
        machine.stack[slot] = try newArray(
            operation, instruction.x, length: length, segment: segment, from: slot, code, &execution)
    }

    /// Makes an array and sets its elements.
    ///
    /// - Parameters:
    ///   - operation: The operation that says how the elements are set; `nil` for zeros.
    ///   - slot: The first operand.
    private func newArray(
        _ operation: StoreOperation?, _ type: UInt32, length: Int, segment: Int = 0, from slot: Int,
        _ code: CodeObject, _ execution: inout Execution
    ) throws -> UInt64 {
        let instance = Int(execution.registers.instance)
        let shift = state.heap.types.layouts[Int(type)].elementShift
        let words = Heap.arrayWords(length: length, shift: shift)
        let array = try allocate(words: words, header: Heap.header(type, length: length), code, &execution)
        // Clears even elements that are set right afterwards: an interruption must not leave former contents of the words.
        try clearObject(array, words: words)
        switch operation {
        case .arrayNew: try fill(array, 0, length, shift, from: slot)
        case .arrayNewFixed: setElements(of: array, length, shift, from: slot)
        case .arrayNewData:
            let offset = Int(UInt32(truncatingIfNeeded: machine.stack[slot]))
            try copyData(segment, of: instance, offset, to: array, 0, length, shift)
        case .arrayNewElement:
            try copyReferences(
                segment, of: instance, Int(UInt32(truncatingIfNeeded: machine.stack[slot])), to: array &+ 1, length)
        default: break
        }
        return Reference.object(array)
    }

    /// Sets all elements of an array from consecutive slots. They are at most
    /// `ImplementationLimits.arrayNewFixedOperands`, too few to poll the interruption.
    private func setElements(of array: Int, _ length: Int, _ shift: UInt8, from slot: Int) {
        switch shift {
        case 3: copyItems(machine.stack, from: slot, to: &state.heap.words, (array &+ 1)..<(array &+ 1 &+ length))
        case 4:
            for index in 0..<length { accessVector(array &+ 1 &+ index &* 2, at: slot &+ index, isStore: true) }
        default:
            for index in 0..<length {
                state.heap.setElement(index, of: array, shift: shift, machine.stack[slot &+ index])
            }
        }
    }

    /// Sets elements to the value in a slot.
    private func fill(
        _ array: Int, _ start: Int, _ count: Int, _ shift: UInt8, from slot: Int
    ) throws(Interrupted) {
        try fillArray(array, start, count, shift, self.slot(slot, shift == 4 ? .v128 : .i64))
    }

    /// Sets elements from the bytes of a data segment, within checked bounds.
    private func copyData(
        _ segment: Int, of instance: Int, _ offset: Int, to array: Int, _ start: Int, _ count: Int, _ shift: UInt8
    ) throws(Interrupted) {
        guard let bytes = state.instances[instance].code?.module.validated.module.bytes else { return }
        let first = state.instances[instance].data[segment].lowerBound &+ offset
        try inPieces(count &<< Int(shift)) { done, count in
            state.heap.setBytes(
                of: array, from: start &<< Int(shift) &+ done, bytes, (first &+ done)..<(first &+ done &+ count))
        }
    }

    /// Copies values of an element segment, within checked bounds, to words of the heap.
    private func copyReferences(
        _ segment: Int, of instance: Int, _ offset: Int, to word: Int, _ count: Int
    ) throws(Interrupted) {
        let values = state.instances[instance].elements[segment]
        try inPieces(count) { done, count in
            copyItems(values, from: offset &+ done, to: &state.heap.words, (word &+ done)..<(word &+ done &+ count))
        }
    }

    // MARK: Arrays

    private func performArray(
        _ operation: StoreOperation, _ instruction: InternalInstruction, _ code: CodeObject,
        _ execution: inout Execution
    ) throws {
        let slot = execution.registers.frame &+ Int(instruction.a)
        func fail(_ kind: Trap.Kind) -> Trap { trap(kind, spent: spent(code, execution), execution) }
        func u32(_ position: Int) -> Int { Int(UInt32(truncatingIfNeeded: machine.stack[slot &+ position])) }
        let shift = state.heap.types.layouts[Int(instruction.x)].elementShift
        guard machine.stack[slot] != 0 else { throw fail(.nullArrayReference) }
        let array = Reference.index(machine.stack[slot])
        let start = u32(1)
        let length = state.heap.length(at: array)
        let segment = Int(instruction.y)
        let instance = Int(execution.registers.instance)
        switch operation {
        case .arrayGetVector, .arraySetVector:
            guard start < length else { throw fail(.outOfBoundsArrayAccess) }
            let isStore = operation == .arraySetVector
            accessVector(array &+ 1 &+ start &* 2, at: isStore ? slot &+ 2 : slot, isStore: isStore)
        case .arrayFill:
            let count = u32(3)
            guard start <= length, count <= length &- start else { throw fail(.outOfBoundsArrayAccess) }
            try pay(count, code, &execution)
            try fill(array, start, count, shift, from: slot &+ 2)
        case .arrayCopy:
            guard machine.stack[slot &+ 2] != 0 else { throw fail(.nullArrayReference) }
            let (source, from, count) = (Reference.index(machine.stack[slot &+ 2]), u32(3), u32(4))
            guard start <= length, count <= length &- start, from <= state.heap.length(at: source),
                count <= state.heap.length(at: source) &- from
            else { throw fail(.outOfBoundsArrayAccess) }
            try pay(count, code, &execution)
            try copyElements(source, from, to: array, start, count, shift)
        case .arrayInitData:
            let (offset, count) = (u32(2), u32(3))
            guard start <= length, count <= length &- start else { throw fail(.outOfBoundsArrayAccess) }
            let size = state.instances[instance].data[segment].count
            guard offset <= size, count &<< Int(shift) <= size &- offset else { throw fail(.outOfBoundsMemoryAccess) }
            try pay(count, code, &execution)
            try copyData(segment, of: instance, offset, to: array, start, count, shift)
        default:
            let (offset, count) = (u32(2), u32(3))
            guard start <= length, count <= length &- start else { throw fail(.outOfBoundsArrayAccess) }
            let size = state.instances[instance].elements[segment].count
            guard offset <= size, count <= size &- offset else { throw fail(.outOfBoundsTableAccess) }
            try pay(count, code, &execution)
            try copyReferences(segment, of: instance, offset, to: array &+ 1 &+ start, count)
        }
    }

    private func pay(_ elements: Int, _ code: CodeObject, _ execution: inout Execution) throws {
        try charge(UInt64(elements &* BudgetCosts.element), spent: spent(code, execution), &execution)
    }

    /// Copies elements between two arrays or within one.
    private func copyElements(
        _ source: Int, _ from: Int, to array: Int, _ start: Int, _ count: Int, _ shift: UInt8
    ) throws(Interrupted) {
        // If the target may begin inside the source, the end must be moved first.
        try inResumablePieces(count, lastFirst: start > from) { offset, count in
            state.heap.moveElements(
                from &+ offset, of: source, to: start &+ offset, of: array, count: count, shift: shift)
        }
    }
}
