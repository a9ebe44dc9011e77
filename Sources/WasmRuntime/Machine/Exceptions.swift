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
        parameters.reduce(Heap.exceptionHeaderWords) { $0 &+ ($1 == .v128 ? 2 : 1) }
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
        var place = exception &+ Heap.exceptionHeaderWords
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
        var place = Reference.index(exception) &+ Heap.exceptionHeaderWords
        return functionType(state.tags[tag(of: exception)]).parameters.map { type in
            defer { place &+= type == .v128 ? 2 : 1 }
            return SlotValue(state.heap.words[place], upperHalf: type == .v128 ? state.heap.words[place &+ 1] : 0)
        }
    }

    // MARK: Finding a handler

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
        var unwinding = Unwinding(execution, spent: spent, isOver: fromCaller)
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
                let tags = state.instances[unwinding.instance].tags
                let found =
                    unwinding.isOver
                    ? nil
                    : try unwinding.handler(for: tag, tags, in: function.regions) { unwinding in
                        if unwinding.unpaid > Store.searchBetweenPayments { try pay(&unwinding, &execution) }
                    }
                if let found { return try handle(exception, with: found, unwinding, &execution) }
                unwinding.isOver = false
                unwinding.unpaid &+= BudgetCosts.unwoundFrame
                if unwinding.unpaid > Store.searchBetweenPayments { try pay(&unwinding, &execution) }
                let header = machine.stack[unwinding.frame &+ function.header]
                guard unwinding.leave(header: header, execution.activations) else { break }
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
        state.enter(handler, unwinding, &execution)
        if observes(.exceptions) { tellCaught(execution) }
    }
}
