import WasmSyntax

// Throwing. Specification: Execution / Instructions / Control Instructions, throw and throw_ref.

extension Store {
    func performThrow(
        _ instruction: InternalInstruction, _ code: CodeObject, _ execution: inout Execution
    ) throws {
        let tag = state.instances[Int(execution.registers.instance)].tags[Int(instruction.x)]
        let slot = execution.registers.frame &+ Int(instruction.a)
        let parameters = functionType(state.tags[tag]).parameters
        let words = exceptionWords(parameters)
        try charge(UInt64(words &* BudgetCosts.heapWord), spent: spent(code, execution), &execution)
        let frameSize = code.function(containing: execution.registers.pc &- 1)?.frameSize ?? 0
        let values = parameters.enumerated().map { self.slot(slot &+ $0, $1) }
        let exception: UInt64
        do {
            exception = try newException(tag, values, top: execution.registers.frame &+ frameSize)
        } catch let interrupted as Interrupted {
            throw stop(.interrupted(interrupted.reason), spent: spent(code, execution), execution)
        } catch {
            throw trap(.heapExhausted, spent: spent(code, execution), execution)
        }
        try raise(exception, spent: spent(code, execution), &execution)
    }

    // MARK: Exceptions in the heap: header, the tag's address, the values

    private func exceptionWords(_ parameters: [ValueType]) -> Int {
        parameters.reduce(2) { $0 &+ ($1 == .v128 ? 2 : 1) }
    }

    /// Allocates an exception and sets its values.
    ///
    /// - Throws: ``Trap/Kind/heapExhausted``, or ``Interrupted``.
    func newException(_ tag: Int, _ values: [SlotValue], top: Int) throws -> UInt64 {
        let parameters = functionType(state.tags[tag]).parameters
        let words = exceptionWords(parameters)
        let header = Heap.header(state.tags[tag] | Heap.exceptionMark, length: words)
        let exception = try allocateObject(words: words, header: header, top: top)
        state.heap.words[exception &+ 1] = UInt64(truncatingIfNeeded: tag)
        var place = exception &+ 2
        for (value, type) in zip(values, parameters) {
            state.heap.words[place] = value.bits
            if type == .v128 { state.heap.words[place &+ 1] = value.upperHalf }
            place &+= type == .v128 ? 2 : 1
        }
        return Reference.object(exception)
    }

    func tag(of exception: UInt64) -> Int {
        Int(truncatingIfNeeded: state.heap.words[Reference.index(exception) &+ 1])
    }

    func values(of exception: UInt64) -> [SlotValue] {
        var place = Reference.index(exception) &+ 2
        return functionType(state.tags[tag(of: exception)]).parameters.map { type in
            defer { place &+= type == .v128 ? 2 : 1 }
            return SlotValue(state.heap.words[place], upperHalf: type == .v128 ? state.heap.words[place &+ 1] : 0)
        }
    }

    // MARK: Finding a handler

    /// The current frame of a search for a handler.
    struct Unwinding {
        var instance: Int
        /// The place of the instruction that has thrown, or of the call in a frame further out.
        var place: Int
        var frame: Int
        /// Number of the execution's activations that the search has not reached.
        var activations: Int
        /// Number of frames that the search has left.
        var frames = 0
        /// The budget spent, including the part of the search that is paid for, and the cost of the unpaid part. The latter
        /// begins below 0, because the cost of `throw` includes the beginning of the search.
        var spent: Int
        var unpaid = -BudgetCosts.searchInThrow
        /// Whether the frame has ended, by a tail call, and catches nothing.
        var isOver: Bool
        /// The beginning of the search: the budget spent, and ``isOver``.
        var first: (spent: Int, isOver: Bool)

        init(instance: Int, place: Int, frame: Int, activations: Int, spent: Int, isOver: Bool) {
            (self.instance, self.place, self.frame) = (instance, place, frame)
            (self.activations, self.spent, self.isOver) = (activations, spent, isOver)
            first = (spent, isOver)
        }
    }

    /// Continues at the innermost handler of an exception, or ends the execution with a ``WasmException``. Without a
    /// handler no frame is changed, so that the backtrace begins where the exception was thrown.
    ///
    /// The search is paid for step by step: a guest can have ten thousand frames with a million handlers in each.
    ///
    /// - Parameter fromCaller: Whether the frame itself has ended, by a tail call.
    /// - Throws: ``WasmException``; ``Trap`` if the budget is spent or the guest is interrupted.
    func raise(
        _ exception: UInt64, spent: Int, fromCaller: Bool = false, _ execution: inout Execution
    ) throws {
        var unwinding = Unwinding(
            instance: Int(execution.registers.instance), place: execution.registers.pc &- 1,
            frame: execution.registers.frame, activations: execution.activations.count, spent: spent, isOver: fromCaller
        )
        if observes(.exceptions) { tellThrown(exception, execution) }
        try search(exception, &unwinding, &execution)
    }

    /// Searches for the handler of an exception from a frame on. If the search is stopped, it goes on with that frame.
    ///
    /// - Throws: As `raise`.
    func search(_ exception: UInt64, _ unwinding: inout Unwinding, _ execution: inout Execution) throws {
        let tag = tag(of: exception)
        var frame = unwinding
        do {
            while true {
                frame = unwinding
                guard let code = state.instances[unwinding.instance].code,
                    let function = code.function(containing: unwinding.place)
                else { break }
                if !unwinding.isOver, let handler = try handler(for: tag, in: function, &unwinding, &execution) {
                    return try handle(exception, with: handler, unwinding, &execution)
                }
                unwinding.isOver = false
                unwinding.unpaid &+= BudgetCosts.unwoundFrame
                if unwinding.unpaid > Store.searchBetweenPayments { try pay(&unwinding, &execution) }
                guard leave(function, &unwinding, execution) else { break }
            }
            try pay(&unwinding, &execution)
        } catch let stop as Stop {
            execution.pending = .search(exception: exception, frame)
            throw stop
        }
        try throwUncaught(exception, tag, unwinding, &execution)
    }

    private func throwUncaught(
        _ exception: UInt64, _ tag: Int, _ unwinding: Unwinding, _ execution: inout Execution
    ) throws {
        let backtrace = trap(.unreachable, spent: unwinding.spent, execution)
        throw escaped.add(
            exception, to: self, typeName: "\(functionType(state.tags[tag]))", backtrace.backtrace,
            backtrace.omittedFrames)
    }

    /// Pays for the part of the search that is not paid for yet.
    @inline(never)
    private func pay(_ unwinding: inout Unwinding, _ execution: inout Execution) throws {
        let due = max(0, unwinding.unpaid)
        let (total, overflow) = unwinding.spent.addingReportingOverflow(due)
        guard !overflow, total <= budget.limitAsInt else {
            let needed = budget.missing(for: due, after: unwinding.spent)
            throw stop(.budgetSpent(needed: needed), spent: unwinding.spent, execution)
        }
        if total > execution.registers.limit { try checkLimits(spent: total, &execution) }
        unwinding.spent = total
        unwinding.unpaid &-= due
    }

    /// Moves the search to the caller's frame; returns `false` if this execution has no other.
    private func leave(_ function: LoweredFunction, _ unwinding: inout Unwinding, _ execution: Execution) -> Bool {
        let header = machine.stack[unwinding.frame &+ function.header]
        let returnAddress = Int(UInt32(truncatingIfNeeded: header))
        unwinding.frames &+= 1
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

    /// Returns the handler in a function that catches exceptions of this tag at this place.
    @inline(__always)  // A call would retain and release the function for each frame.
    private func handler(
        for tag: Int, in function: LoweredFunction, _ unwinding: inout Unwinding, _ execution: inout Execution
    ) throws -> ExceptionHandler? {
        let regions = function.regions
        guard !regions.isEmpty else { return nil }
        // The last region that begins before the place. If it has ended, only the regions around it can contain the place.
        var low = 0
        var high = regions.count
        while low < high {
            let middle = low &+ (high &- low) / 2
            if regions[middle].start <= unwinding.place { low = middle &+ 1 } else { high = middle }
        }
        var next = low > 0 ? low &- 1 : nil
        while let index = next, regions[index].end <= unwinding.place {
            next = regions[index].enclosing
            unwinding.unpaid &+= BudgetCosts.triedHandler
            if unwinding.unpaid > Store.searchBetweenPayments { try pay(&unwinding, &execution) }
        }
        while let index = next {
            for handler in regions[index].handlers {
                unwinding.unpaid &+= BudgetCosts.triedHandler
                guard let wanted = handler.tag else { return handler }
                if state.instances[unwinding.instance].tags[Int(wanted)] == tag { return handler }
            }
            unwinding.unpaid &+= BudgetCosts.triedHandler
            if unwinding.unpaid > Store.searchBetweenPayments { try pay(&unwinding, &execution) }
            next = regions[index].parent
        }
        return nil
    }

    /// The cost that a search inside one function may reach before it is paid for.
    private static let searchBetweenPayments = 1 << 12

    private func handle(
        _ exception: UInt64, with handler: ExceptionHandler, _ unwinding: Unwinding, _ execution: inout Execution
    ) throws {
        var unwinding = unwinding
        // Paying checks the limits. Without that, a guest could loop without end: a handler may be the beginning of a loop.
        if unwinding.unpaid > 0 || unwinding.spent > execution.registers.limit { try pay(&unwinding, &execution) }
        if machine.isCounting { noteCaught(handler, unwinding, execution) }
        var slot = unwinding.frame &+ handler.slot
        if handler.takesReference && handler.referenceFirst {
            machine.stack[slot] = exception
            slot &+= 1
        }
        if handler.takesValues {
            let types = functionType(state.tags[tag(of: exception)]).parameters
            for (value, type) in zip(values(of: exception), types) {
                setSlot(slot, value, type)
                slot &+= 1
            }
        }
        if handler.takesReference && !handler.referenceFirst { machine.stack[slot] = exception }
        execution.activations.removeLast(execution.activations.count &- unwinding.activations)
        execution.registers.instance = UInt32(truncatingIfNeeded: unwinding.instance)
        execution.registers.firstGlobal = state.instances[unwinding.instance].firstGlobal
        execution.registers.frame = unwinding.frame
        execution.registers.pc = handler.target
        execution.registers.base = unwinding.spent &- Int(handler.cost)
        execution.registers.depthLeft &+= unwinding.frames
        if observes(.exceptions) { tellCaught(execution) }
    }
}
