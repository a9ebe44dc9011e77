import WasmSyntax
import WasmValidation

// Operations on structs and arrays for which the loop is left, without the store: small ones, that do not trap, in the
// current free run.

extension StoreState {
    mutating func performAggregate(
        _ instruction: InternalInstruction, _ context: borrowing OperationContext, _ machine: inout Machine,
        _ execution: inout Execution
    ) -> Bool {
        let slot = execution.registers.frame &+ Int(instruction.a)
        guard let operation = StoreOperation(rawValue: instruction.c), slot &+ 4 < machine.stack.count else {
            return false
        }
        switch operation {
        case .structureGetVector, .structureSetVector:
            guard machine.stack[slot] != 0 else { return false }
            let place = Reference.index(machine.stack[slot]) &+ Int(instruction.x)
            accessVector(
                place, operation == .structureGetVector ? slot : slot &+ 1, &machine,
                isStore: operation == .structureSetVector)
            return true
        case .arrayGetVector, .arraySetVector:
            let index = Int(UInt32(truncatingIfNeeded: machine.stack[slot &+ 1]))
            guard machine.stack[slot] != 0, index < heap.length(at: Reference.index(machine.stack[slot])) else {
                return false
            }
            let place = Reference.index(machine.stack[slot]) &+ 1 &+ index &* 2
            accessVector(
                place, operation == .arrayGetVector ? slot : slot &+ 2, &machine, isStore: operation == .arraySetVector)
            return true
        case .structureNewDefault, .structureNewWide:
            return newStructure(operation, instruction, context, &machine, &execution)
        case .arrayNew, .arrayNewFixed, .arrayNewData, .arrayNewElement:
            return newArray(operation, instruction, context, &machine, &execution)
        case .arrayFill, .arrayCopy, .arrayInitData, .arrayInitElement:
            return performArray(operation, instruction, context, &machine, &execution)
        default: return false
        }
    }

    /// Moves a vector between two words of the heap and a vector slot.
    private mutating func accessVector(_ place: Int, _ slot: Int, _ machine: inout Machine, isStore: Bool) {
        if isStore {
            let value = machine.vector(inSlot: slot)
            (heap.words[place], heap.words[place &+ 1]) = (value.bits, value.upperHalf)
        } else {
            machine.setVector(SlotValue(heap.words[place], upperHalf: heap.words[place &+ 1]), inSlot: slot)
        }
    }

    /// The budget spent, including the current instruction.
    private func spent(_ context: borrowing OperationContext, _ execution: borrowing Execution) -> Int {
        execution.registers.base &+ Int(context.object.origins[execution.registers.pc &- 1].costThrough)
    }

    // MARK: New objects

    /// Pays for an object and allocates it in the current free run; returns `nil`, with nothing paid, if that is impossible.
    private mutating func allocate(
        words count: Int, header: UInt64, _ context: borrowing OperationContext, _ execution: inout Execution
    ) -> Int? {
        let cost = count &* BudgetCosts.heapWord
        guard count <= Heap.mostNewWords, spent(context, execution) &+ cost <= execution.registers.limit,
            let object = heap.takeNow(count)
        else { return nil }
        heap.words[object] = header
        pay(cost, &execution)
        return object
    }

    private mutating func newStructure(
        _ operation: StoreOperation, _ instruction: InternalInstruction, _ context: borrowing OperationContext,
        _ machine: inout Machine, _ execution: inout Execution
    ) -> Bool {
        let type = instruction.x
        let slot = execution.registers.frame &+ Int(instruction.a)
        let words = Int(heap.types.layouts[Int(type)].words)
        guard case .structure(let fields) = heap.types.definitions[Int(type)].composite,
            slot &+ fields.count < machine.stack.count,
            let object = allocate(words: words, header: Heap.header(type), context, &execution)
        else { return false }
        if operation == .structureNewDefault {
            fillItems(&heap.words, (object &+ 1)..<(object &+ words), 0)
        } else {
            var place = object &+ 1
            for (index, field) in fields.enumerated() {
                if field.storage == .v128 {
                    accessVector(place, slot &+ index, &machine, isStore: true)
                    place &+= 2
                } else {
                    heap.words[place] = machine.stack[slot &+ index]
                    place &+= 1
                }
            }
        }
        machine.stack[slot] = Reference.object(object)
        return true
    }

    private mutating func newArray(
        _ operation: StoreOperation, _ instruction: InternalInstruction, _ context: borrowing OperationContext,
        _ machine: inout Machine, _ execution: inout Execution
    ) -> Bool {
        let slot = execution.registers.frame &+ Int(instruction.a)
        let instance = Int(execution.registers.instance)
        let shift = heap.types.layouts[Int(instruction.x)].elementShift
        let offset = Int(UInt32(truncatingIfNeeded: machine.stack[slot]))
        var length = Int(UInt32(truncatingIfNeeded: machine.stack[slot &+ 1]))
        switch operation {
        case .arrayNewFixed: length = Int(instruction.y)
        case .arrayNewData:
            let size = instances[instance].data[Int(instruction.y)].count
            // By time, the elements cost something, too.
            guard offset <= size, length &<< Int(shift) <= size &- offset,
                execution.registers.budgetUnit == .instruction
            else { return false }
        case .arrayNewElement:
            let size = instances[instance].elements[Int(instruction.y)].count
            guard offset <= size, length <= size &- offset else { return false }
        default: break
        }
        let words = Heap.arrayWords(length: length, shift: shift)
        guard slot &+ length < machine.stack.count,
            let array = allocate(words: words, header: Heap.header(instruction.x, length: length), context, &execution)
        else { return false }
        switch operation {
        case .arrayNew: heap.fill(array, from: 0, count: length, shift: shift, machine.vector(inSlot: slot))
        case .arrayNewFixed:
            for index in 0..<length { accessVector(array &+ 1 &+ index &* 2, slot &+ index, &machine, isStore: true) }
        case .arrayNewData:
            // The last word may have more bytes than the elements take.
            if words > 1 { heap.words[array &+ words &- 1] = 0 }
            setBytes(of: array, from: 0, instruction, offset, length &<< Int(shift), context, instance)
        default:
            copyItems(
                instances[instance].elements[Int(instruction.y)], from: offset, to: &heap.words,
                (array &+ 1)..<(array &+ words))
        }
        machine.stack[slot] = Reference.object(array)
        return true
    }

    /// Sets bytes of an array to those of the instruction's data segment.
    private mutating func setBytes(
        of array: Int, from start: Int, _ instruction: InternalInstruction, _ offset: Int, _ count: Int,
        _ context: borrowing OperationContext, _ instance: Int
    ) {
        let first = instances[instance].data[Int(instruction.y)].lowerBound &+ offset
        heap.setBytes(
            of: array, from: start, context.object.module.validated.module.bytes, first..<(first &+ count))
    }

    // MARK: Arrays

    private mutating func performArray(
        _ operation: StoreOperation, _ instruction: InternalInstruction, _ context: borrowing OperationContext,
        _ machine: inout Machine, _ execution: inout Execution
    ) -> Bool {
        let slot = execution.registers.frame &+ Int(instruction.a)
        func u32(_ position: Int) -> Int { Int(UInt32(truncatingIfNeeded: machine.stack[slot &+ position])) }
        let shift = heap.types.layouts[Int(instruction.x)].elementShift
        let instance = Int(execution.registers.instance)
        let segment = Int(instruction.y)
        guard machine.stack[slot] != 0 else { return false }
        let array = Reference.index(machine.stack[slot])
        let (start, count) = (u32(1), u32(operation == .arrayCopy ? 4 : 3))
        let cost = count &* BudgetCosts.element
        guard start <= heap.length(at: array), count <= heap.length(at: array) &- start,
            count <= Int(StoreState.mostElements), spent(context, execution) &+ cost <= execution.registers.limit
        else { return false }
        switch operation {
        case .arrayFill:
            let value = shift == 4 ? machine.vector(inSlot: slot &+ 2) : SlotValue(machine.stack[slot &+ 2])
            heap.fill(array, from: start, count: count, shift: shift, value)
        case .arrayCopy:
            guard machine.stack[slot &+ 2] != 0 else { return false }
            let (source, from) = (Reference.index(machine.stack[slot &+ 2]), u32(3))
            guard from <= heap.length(at: source), count <= heap.length(at: source) &- from else { return false }
            heap.moveElements(from, of: source, to: start, of: array, count: count, shift: shift)
        case .arrayInitData:
            let (offset, size) = (u32(2), instances[instance].data[segment].count)
            guard offset <= size, count &<< Int(shift) <= size &- offset else { return false }
            setBytes(
                of: array, from: start &<< Int(shift), instruction, offset, count &<< Int(shift), context, instance)
        default:
            let (offset, size) = (u32(2), instances[instance].elements[segment].count)
            guard offset <= size, count <= size &- offset else { return false }
            copyItems(
                instances[instance].elements[segment], from: offset, to: &heap.words,
                (array &+ 1 &+ start)..<(array &+ 1 &+ start &+ count))
        }
        pay(cost, &execution)
        return true
    }
}
