import WasmSyntax
import WasmValidation

// The operations for which the loop is left, on the state alone: without the store, whose accesses Swift checks for
// conflicts, and without a poll of the interruption, which could run the embedder's code. They need no memory of the host
// and do not trap. All else is left to the store (`StoreOperations.swift`, `Execution.swift`).

/// The code of the current instance, for the loop and for operations outside of it. It does not change meanwhile.
struct OperationContext {
    let object: CodeObject
    /// That of the object, whose property would be checked for conflicts at each access.
    var code: InternalCode

    init(object: CodeObject) { (self.object, code) = (object, object.code) }

    /// Returns the instruction at a place.
    func instruction(_ place: Int) -> InternalInstruction { code[place] }
}

extension StoreState {
    /// The most bytes that are filled or copied here. The store handles more in pieces, with a poll of the interruption
    /// between them.
    private static let mostBytes: UInt64 = 65_536
    /// The most elements that are set here, for the same reason.
    static let mostElements: UInt64 = 8_192
    /// The amount by which an operation brings the next poll nearer: it takes 30 to 60 ns.
    private static let work = 32

    /// Performs the operation for which the loop was left.
    ///
    /// - Returns: `nil`, or the exit for the store if the store must perform the operation. Nothing has been performed or
    ///   paid for then, except that a `.hostCall` is paid for.
    mutating func perform(
        _ exit: LoopExit, _ context: borrowing OperationContext, _ machine: inout Machine, _ execution: inout Execution
    ) -> LoopExit? {
        switch exit {
        case .storeOperation, .call, .callOfOtherType, .returned: break
        default: return exit
        }
        execution.registers.hasten(byWork: StoreState.work)
        // A poll of the interruption is due, which needs the store.
        guard execution.registers.nextPoll >= execution.registers.base else { return exit }
        let isDone: Bool
        switch exit {
        case .storeOperation:
            let instruction = context.instruction(execution.registers.pc &- 1)
            isDone =
                instruction.operation == .storeOperation
                ? perform(instruction, context, &machine, &execution)
                : performBulk(instruction, &machine, &execution)
        case .call: isDone = performCall(context.instruction(execution.registers.pc &- 1), &machine, &execution)
        case .callOfOtherType: isDone = performCallOfOtherType(context.code, &machine, &execution)
        default: isDone = returnToOtherInstance(&execution)
        }
        if isDone { return nil }
        return execution.hasHostCall ? .hostCall : exit
    }

    private mutating func perform(
        _ instruction: InternalInstruction, _ context: borrowing OperationContext, _ machine: inout Machine,
        _ execution: inout Execution
    ) -> Bool {
        let slot = execution.registers.frame &+ Int(instruction.a)
        // All operand slots, see `Store.stackSlack`.
        guard slot >= 0, slot &+ 2 < machine.stack.count else { return false }
        let instance = Int(execution.registers.instance)
        let index = Int(instruction.x)
        switch StoreOperation(rawValue: instruction.c) {
        case .tableSize: machine.stack[slot] = UInt64(tables[instances[instance].tables[index]].elements.count)
        case .tableGet:
            guard let element = element(machine.stack[slot], of: instances[instance].tables[index]) else {
                return false
            }
            machine.stack[slot] = element
        case .tableSet:
            return setElement(machine.stack[slot], of: instances[instance].tables[index], machine.stack[slot &+ 1])
        case .importedGlobalGet: machine.stack[slot] = globals[instances[instance].importedGlobals[index]]
        case .importedGlobalSet: globals[instances[instance].importedGlobals[index]] = machine.stack[slot]
        case .referenceFunction:
            machine.stack[slot] = UInt64(instances[instance].functionAddress(instruction.x) &+ 1)
        case .otherMemorySize:
            let memory = instances[instance].memories[index]
            machine.stack[slot] = memories[memory].type.pages(ofBytes: UInt64(memories[memory].accessibleSize))
        case .otherMemoryLoad, .otherMemoryStore: return access(instruction, &machine, execution.registers)
        case .otherMemoryVector:
            let details = context.instruction(execution.registers.pc)
            return accessVector(instruction, details, &machine, &execution.registers)
        case .vectorGlobalGet:
            let global = instances[instance].globalAddress(instruction.x)
            machine.setVector(SlotValue(globals[global], upperHalf: globalUpperHalves[global]), inSlot: slot)
        case .vectorGlobalSet:
            let global = instances[instance].globalAddress(instruction.x)
            let value = machine.vector(inSlot: slot)
            (globals[global], globalUpperHalves[global]) = (value.bits, value.upperHalf)
        case .dataDrop: instances[instance].data[index] = 0..<0
        case .memoryGrow: return growByNothing(instances[instance].memories[index], &machine.stack[slot])
        case .functionTest:
            let reference = machine.stack[slot]
            let type = HeapType(bits: instruction.x)
            let passes = reference == 0 ? instruction.y != 0 : isFunction(reference, type)
            machine.stack[slot] = passes ? 1 : 0
        case .functionCast:
            let reference = machine.stack[slot]
            return reference == 0 ? instruction.y != 0 : isFunction(reference, HeapType(bits: instruction.x))
        case .callIndirectOther: return performCallIndirect(instruction, context.code, &machine, &execution)
        case .returnCallImport, .returnCallIndirect, .returnCallReference:
            return performTailCall(instruction, context.code, &machine, &execution)
        case .memoryFill, .memoryCopy, .memoryInit, .tableFill, .tableCopy, .tableInit:
            return performBulk(instruction, context, &machine, &execution)
        case .throwTag: return performThrow(instruction, context.object, &machine, &execution)
        case .throwReference: return performThrowReference(instruction, context.object, &machine, &execution)
        case .tableGrow: return growTableByNothing(instruction, context.object, &machine.stack, execution.registers)
        // Nothing is left to drop of an empty segment; the store frees the elements of others.
        case .elementDrop: return instances[instance].elements[index].isEmpty
        case .atomicNotify: return notify(instruction, &machine.stack[slot], execution.registers)
        default: return performAggregate(instruction, context, &machine, &execution)
        }
        return true
    }

    // MARK: Tables

    private mutating func element(_ index: UInt64, of table: Int) -> UInt64? {
        guard index < UInt64(tables[table].elements.count) else { return nil }
        return tables[table].elements[Int(truncatingIfNeeded: index)]
    }

    private mutating func setElement(_ index: UInt64, of table: Int, _ value: UInt64) -> Bool {
        guard index < UInt64(tables[table].elements.count) else { return false }
        tables[table].elements[Int(truncatingIfNeeded: index)] = value
        return true
    }

    // MARK: Memories

    /// Performs a load or store of committed bytes of a memory that is not the instance's first.
    private mutating func access(
        _ instruction: InternalInstruction, _ machine: inout Machine, _ registers: Registers
    ) -> Bool {
        let other = OtherMemory(bits: instruction.y)
        let memory = instances[Int(registers.instance)].memories[other.index]
        let slot = registers.frame &+ Int(instruction.a)
        let base = machine.stack[registers.frame &+ Int(instruction.b)]
        let (address, overflow) = base.addingReportingOverflow(UInt64(instruction.x))
        let access = other.access
        guard !overflow,
            let bytes = range(address, UInt64(access.width), in: memories[memory].bytes.count)
        else { return false }
        if access.isStore {
            storeBytes(&memories[memory].bytes, bytes.lowerBound, access.width, machine.stack[slot])
        } else {
            machine.stack[slot] = access.extend(loadBytes(memories[memory].bytes, bytes.lowerBound, access.width))
        }
        return true
    }

    /// Performs `memory.grow` by 0 pages, which many programs use to ask for the size.
    private mutating func growByNothing(_ memory: Int, _ slot: inout UInt64) -> Bool {
        guard slot == 0, !memories[memory].isLent else { return false }
        slot = memories[memory].type.pages(ofBytes: UInt64(memories[memory].size))
        return true
    }

    /// Performs `memory.fill` or `memory.copy` of committed bytes of the first memory.
    private mutating func performBulk(
        _ instruction: InternalInstruction, _ machine: inout Machine, _ execution: inout Execution
    ) -> Bool {
        let slot = execution.registers.frame &+ Int(instruction.a)
        guard slot >= 0, slot &+ 2 < machine.stack.count else { return false }
        let (to, second, count) = (machine.stack[slot], machine.stack[slot &+ 1], machine.stack[slot &+ 2])
        let memory = instances[Int(execution.registers.instance)].memories.first ?? 0
        let cost = Int(truncatingIfNeeded: BudgetCosts.bytes(count, execution.registers.budgetUnit))
        guard count <= StoreState.mostBytes,
            execution.registers.base &+ Int(instruction.y) &+ cost <= execution.registers.limit
        else { return false }
        let done =
            instruction.operation == .memoryFill
            ? fill(memory, to, second, count) : copy(memory, second, to: memory, to, count)
        if done { pay(cost, &execution) }
        return done
    }

    /// Performs `table.grow` by 0 elements, for which nothing is paid.
    private mutating func growTableByNothing(
        _ instruction: InternalInstruction, _ code: CodeObject, _ stack: inout [UInt64], _ registers: Registers
    ) -> Bool {
        let slot = registers.frame &+ Int(instruction.a)
        let spent = registers.base &+ Int(code.origins[registers.pc &- 1].costThrough)
        guard stack[slot &+ 1] == 0, spent <= registers.limit else { return false }
        let table = instances[Int(registers.instance)].tables[Int(instruction.x)]
        stack[slot] = UInt64(tables[table].elements.count)
        return true
    }

    /// Performs `memory.atomic.notify` at committed bytes: no thread ever waits.
    private mutating func notify(
        _ instruction: InternalInstruction, _ slot: inout UInt64, _ registers: Registers
    ) -> Bool {
        let memory = instances[Int(registers.instance)].memories[Int(instruction.y)]
        let (address, overflow) = slot.addingReportingOverflow(UInt64(instruction.x))
        guard !overflow, range(address, UInt64(instruction.b), in: memories[memory].bytes.count) != nil else {
            return false
        }
        slot = 0
        return true
    }

    /// Pays for an operation beside the cost of its instruction.
    mutating func pay(_ cost: Int, _ execution: inout Execution) {
        execution.registers.base &+= cost
        if counts != nil { note(units: cost, execution) }
    }

    private mutating func performBulk(
        _ instruction: InternalInstruction, _ context: borrowing OperationContext, _ machine: inout Machine,
        _ execution: inout Execution
    ) -> Bool {
        let slot = execution.registers.frame &+ Int(instruction.a)
        let (to, second, count) = (machine.stack[slot], machine.stack[slot &+ 1], machine.stack[slot &+ 2])
        let isOfTable = instruction.c >= StoreOperation.tableFill.rawValue
        guard count <= (isOfTable ? StoreState.mostElements : StoreState.mostBytes) else { return false }
        let units =
            isOfTable
            ? count &* UInt64(BudgetCosts.element) : BudgetCosts.bytes(count, execution.registers.budgetUnit)
        let cost = Int(truncatingIfNeeded: units)
        let spent = execution.registers.base &+ Int(context.object.origins[execution.registers.pc &- 1].costThrough)
        guard spent &+ cost <= execution.registers.limit else { return false }
        let instance = Int(execution.registers.instance)
        let (x, y) = (Int(instruction.x), Int(instruction.y))
        let done: Bool
        switch StoreOperation(rawValue: instruction.c) {
        case .memoryFill: done = fill(instances[instance].memories[x], to, second, count)
        case .memoryCopy:
            done = copy(instances[instance].memories[y], second, to: instances[instance].memories[x], to, count)
        case .tableFill: done = fillTable(instances[instance].tables[x], to, second, count)
        case .tableCopy:
            done = copyTable(instances[instance].tables[y], second, to: instances[instance].tables[x], to, count)
        case .tableInit:
            let values = instances[instance].elements[x]
            done = initializeTable(instances[instance].tables[y], to, from: values, second, count)
        default:
            let segment = instances[instance].data[x]
            let bytes = context.object.module.validated.module.bytes
            done = initialize(instances[instance].memories[y], to, from: segment, of: bytes, second, count)
        }
        if done { pay(cost, &execution) }
        return done
    }

    private mutating func fill(_ memory: Int, _ start: UInt64, _ value: UInt64, _ count: UInt64) -> Bool {
        guard let target = range(start, count, in: memories[memory].bytes.count) else { return false }
        fillItems(&memories[memory].bytes, target, UInt8(truncatingIfNeeded: value))
        return true
    }

    private mutating func copy(_ source: Int, _ from: UInt64, to memory: Int, _ start: UInt64, _ count: UInt64) -> Bool
    {
        guard let part = range(from, count, in: memories[source].bytes.count),
            let target = range(start, count, in: memories[memory].bytes.count)
        else { return false }
        if source == memory {
            moveBytes(&memories[memory].bytes, from: part.lowerBound, to: target.lowerBound, count: target.count)
        } else {
            let bytes = memories[source].bytes
            copyItems(bytes, from: part.lowerBound, to: &memories[memory].bytes, target)
        }
        return true
    }

    private mutating func initialize(
        _ memory: Int, _ start: UInt64, from segment: Range<Int>, of bytes: [UInt8], _ offset: UInt64, _ count: UInt64
    ) -> Bool {
        guard let part = range(offset, count, in: segment.count),
            let target = range(start, count, in: memories[memory].bytes.count)
        else { return false }
        copyItems(bytes, from: segment.lowerBound &+ part.lowerBound, to: &memories[memory].bytes, target)
        return true
    }

    private mutating func fillTable(_ table: Int, _ start: UInt64, _ value: UInt64, _ count: UInt64) -> Bool {
        guard let target = range(start, count, in: tables[table].elements.count) else { return false }
        fillItems(&tables[table].elements, target, value)
        return true
    }

    private mutating func copyTable(
        _ source: Int, _ from: UInt64, to table: Int, _ start: UInt64, _ count: UInt64
    ) -> Bool {
        guard let part = range(from, count, in: tables[source].elements.count),
            let target = range(start, count, in: tables[table].elements.count)
        else { return false }
        if source == table {
            moveWords(&tables[table].elements, from: part.lowerBound, to: target.lowerBound, count: target.count)
        } else {
            let elements = tables[source].elements
            copyItems(elements, from: part.lowerBound, to: &tables[table].elements, target)
        }
        return true
    }

    private mutating func initializeTable(
        _ table: Int, _ start: UInt64, from values: [UInt64], _ offset: UInt64, _ count: UInt64
    ) -> Bool {
        guard let part = range(offset, count, in: values.count),
            let target = range(start, count, in: tables[table].elements.count)
        else { return false }
        copyItems(values, from: part.lowerBound, to: &tables[table].elements, target)
        return true
    }
}
