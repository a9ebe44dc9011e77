import WasmSyntax

// Throwing. Specification: Execution / Instructions / Control Instructions, throw and throw_ref.

extension Store {
    func performThrow(
        _ instruction: InternalInstruction, _ code: CodeObject, _ execution: inout Execution
    ) throws {
        let tag = instances[Int(execution.registers.instance)].tags[Int(instruction.x)]
        let slot = execution.registers.frame &+ Int(instruction.a)
        let parameters = functionType(tags[tag]).parameters
        let words = exceptionWords(parameters)
        try charge(UInt64(words &* BudgetCosts.heapWord), spent: spent(code, execution), &execution)
        let frameSize = code.function(containing: execution.registers.pc &- 1)?.frameSize ?? 0
        let values = parameters.enumerated().map { self.slot(slot &+ $0, $1) }
        let exception: UInt64
        do {
            exception = try newException(tag, values, top: execution.registers.frame &+ frameSize)
        } catch let interrupted as Interrupted {
            throw trap(.interrupted(interrupted.reason), spent: spent(code, execution), execution)
        } catch {
            throw trap(.heapExhausted, spent: spent(code, execution), execution)
        }
        try raise(exception, spent: spent(code, execution), &execution)
    }

    // MARK: Exceptions in the heap: header, the tag's address, the values

    private func exceptionWords(_ parameters: [ValueType]) -> Int {
        parameters.reduce(2) { $0 &+ ($1 == .v128 ? 2 : 1) }
    }

    /// - Throws: ``Trap/Kind/heapExhausted``, or ``Interrupted``.
    func newException(_ tag: Int, _ values: [SlotValue], top: Int) throws -> UInt64 {
        let parameters = functionType(tags[tag]).parameters
        let words = exceptionWords(parameters)
        let header = Heap.header(tags[tag] | Heap.exceptionMark, length: words)
        let exception = try allocateObject(words: words, header: header, top: top)
        heap.words[exception &+ 1] = UInt64(truncatingIfNeeded: tag)
        var place = exception &+ 2
        for (value, type) in zip(values, parameters) {
            heap.words[place] = value.bits
            if type == .v128 { heap.words[place &+ 1] = value.upperHalf }
            place &+= type == .v128 ? 2 : 1
        }
        return Reference.object(exception)
    }

    func tag(of exception: UInt64) -> Int {
        Int(truncatingIfNeeded: heap.words[Reference.index(exception) &+ 1])
    }

    func values(of exception: UInt64) -> [SlotValue] {
        var place = Reference.index(exception) &+ 2
        return functionType(tags[tag(of: exception)]).parameters.map { type in
            defer { place &+= type == .v128 ? 2 : 1 }
            return SlotValue(heap.words[place], upperHalf: type == .v128 ? heap.words[place &+ 1] : 0)
        }
    }

    // MARK: Finding a handler

    /// A frame while a handler is looked for.
    private struct Unwinding {
        var instance: Int
        /// The place of the instruction that has thrown, or of the call.
        var place: Int
        var frame: Int
        /// How many of the execution's activations are left.
        var activations: Int
        /// Frames left behind, and what finding the way took.
        var frames = 0
        var work = 0
    }

    /// Goes on at the innermost handler of an exception, or ends the execution with a ``WasmException``. Nothing has
    /// changed in that case, so that the backtrace is that of where it was thrown.
    ///
    /// - Parameter fromCaller: Whether the frame itself is over already, by a tail call.
    func raise(
        _ exception: UInt64, spent: Int, fromCaller: Bool = false, _ execution: inout Execution
    ) throws {
        var unwinding = Unwinding(
            instance: Int(execution.registers.instance), place: execution.registers.pc &- 1,
            frame: execution.registers.frame, activations: execution.activations.count)
        let tag = tag(of: exception)
        var isOver = fromCaller
        while true {
            guard let code = instances[unwinding.instance].code,
                let function = code.function(containing: unwinding.place)
            else { break }
            if !isOver, let handler = handler(for: tag, in: function, &unwinding) {
                return try handle(exception, with: handler, unwinding, spent: spent, &execution)
            }
            isOver = false
            guard leave(function, &unwinding, execution) else { break }
        }
        let backtrace = trap(.unreachable, spent: spent, execution)
        throw escaped.add(
            exception, to: self, typeName: "\(functionType(tags[tag]))", backtrace.backtrace, backtrace.omittedFrames)
    }

    /// Goes to the frame of the caller; false if there is none in this execution.
    private func leave(_ function: LoweredFunction, _ unwinding: inout Unwinding, _ execution: Execution) -> Bool {
        let header = stack[unwinding.frame &+ function.header]
        let returnAddress = Int(UInt32(truncatingIfNeeded: header))
        unwinding.frames &+= 1
        unwinding.work &+= 1
        guard returnAddress == CodeObject.exitAddress else {
            unwinding.place = returnAddress &- 1
            unwinding.frame &-= Int(truncatingIfNeeded: header &>> 32)
            return true
        }
        guard unwinding.activations > 0 else { return false }
        unwinding.activations &-= 1
        let caller = execution.activations[unwinding.activations]
        (unwinding.instance, unwinding.frame) = (Int(caller.instance), caller.frame)
        unwinding.place = caller.pc &- 1
        return true
    }

    /// The handler of a function that catches exceptions of this tag at this place.
    private func handler(
        for tag: Int, in function: LoweredFunction, _ unwinding: inout Unwinding
    ) -> ExceptionHandler? {
        let regions = function.regions
        // The last region that begins before the place; if it has ended, so have all others but those around it.
        var low = 0
        var high = regions.count
        while low < high {
            let middle = low &+ (high &- low) / 2
            if regions[middle].start <= unwinding.place { low = middle &+ 1 } else { high = middle }
        }
        var next = low > 0 ? low &- 1 : nil
        while let index = next, regions[index].end <= unwinding.place {
            next = regions[index].enclosing
            unwinding.work &+= 1
        }
        while let index = next {
            unwinding.work &+= 1 &+ regions[index].handlers.count
            for handler in regions[index].handlers {
                guard let wanted = handler.tag else { return handler }
                if instances[unwinding.instance].tags[Int(wanted)] == tag { return handler }
            }
            next = regions[index].parent
        }
        return nil
    }

    private func handle(
        _ exception: UInt64, with handler: ExceptionHandler, _ unwinding: Unwinding, spent: Int,
        _ execution: inout Execution
    ) throws {
        // A handler may lie before what has thrown: a loop like any other.
        if spent > execution.registers.limit { try checkLimits(spent: spent, &execution) }
        var slot = unwinding.frame &+ handler.slot
        if handler.takesReference && handler.referenceFirst {
            stack[slot] = exception
            slot &+= 1
        }
        if handler.takesValues {
            let types = functionType(tags[tag(of: exception)]).parameters
            for (value, type) in zip(values(of: exception), types) {
                setSlot(slot, value, type)
                slot &+= 1
            }
        }
        if handler.takesReference && !handler.referenceFirst { stack[slot] = exception }
        execution.activations.removeLast(execution.activations.count &- unwinding.activations)
        execution.registers.instance = UInt32(truncatingIfNeeded: unwinding.instance)
        execution.registers.firstGlobal = instances[unwinding.instance].firstGlobal
        execution.registers.frame = unwinding.frame
        execution.registers.pc = handler.target
        execution.registers.base = spent &- Int(handler.cost)
        execution.registers.depthLeft &+= unwinding.frames
        // What the budget does not count must not keep a deadline from being noticed.
        if interruption != nil {
            execution.registers.nextLook &-= unwinding.work
            execution.registers.limit = min(budget.limitAsInt, execution.registers.nextLook)
        }
    }
}
