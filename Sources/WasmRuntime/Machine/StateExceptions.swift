import WasmSyntax

// Throwing without the store, where a handler is found nearby: an exception without vectors, in the current free run, that
// nobody observes. Otherwise the store throws (`Exceptions.swift`).

extension StoreState {
    /// The most units that a search costs here. The store pays for longer ones step by step.
    private static let mostSearched = 1 << 9

    /// Performs `throw`.
    mutating func performThrow(
        _ instruction: InternalInstruction, _ code: CodeObject, _ machine: inout Machine, _ execution: inout Execution
    ) -> Bool {
        let count = Int(instruction.b)
        guard count != ExceptionHandler.vectorValues else { return false }
        let tag = instances[Int(execution.registers.instance)].tags[Int(instruction.x)]
        let words = Heap.exceptionHeaderWords &+ count
        let spent = execution.registers.base &+ Int(instruction.y) &+ words &* BudgetCosts.heapWord
        var unwinding = Store.Unwinding(execution, spent: spent)
        guard spent <= execution.registers.limit, let handler = search(tag, &unwinding, code, &machine, execution),
            let exception = heap.takeNow(words)
        else { return false }
        heap.words[exception] = Heap.header(tags[tag] | Heap.exceptionMark, length: words)
        heap.words[exception &+ 1] = UInt64(truncatingIfNeeded: tag)
        let first = execution.registers.frame &+ Int(instruction.a)
        for value in 0..<count {
            heap.words[exception &+ Heap.exceptionHeaderWords &+ value] = machine.stack[first &+ value]
        }
        counts?.catch(
            handler, units: unwinding.spent &- execution.registers.base &- Int(instruction.y), by: searched, in: code)
        handle(exception, with: handler, unwinding, &machine, &execution)
        return true
    }

    /// Performs `throw_ref`.
    mutating func performThrowReference(
        _ instruction: InternalInstruction, _ code: CodeObject, _ machine: inout Machine, _ execution: inout Execution
    ) -> Bool {
        let reference = machine.stack[execution.registers.frame &+ Int(instruction.a)]
        guard reference != 0 else { return false }
        let exception = Reference.index(reference)
        let tag = Int(truncatingIfNeeded: heap.words[exception &+ 1])
        var unwinding = Store.Unwinding(execution, spent: execution.registers.base &+ Int(instruction.y))
        guard let handler = search(tag, &unwinding, code, &machine, execution) else { return false }
        counts?.catch(
            handler, units: unwinding.spent &- execution.registers.base &- Int(instruction.y), by: searched, in: code)
        handle(exception, with: handler, unwinding, &machine, &execution)
        return true
    }

    /// Searches for the handler of an exception that the current instruction throws, and pays for the search.
    ///
    /// - Returns: `nil` if the store must search.
    private mutating func search(
        _ tag: Int, _ unwinding: inout Store.Unwinding, _ code: CodeObject, _ machine: inout Machine,
        _ execution: borrowing Execution
    ) -> ExceptionHandler? {
        guard !machine.observesExceptions else { return nil }
        let isCounted = counts != nil
        if isCounted { searched.removeAll(keepingCapacity: true) }
        var code = code
        while unwinding.unpaid <= StoreState.mostSearched {
            if isCounted { searched.append(unwinding.place) }
            guard let function = code.function(containing: unwinding.place) else { return nil }
            do throws(SearchTooLong) {
                let tags = instances[unwinding.instance].tags
                let handler = try unwinding.handler(for: tag, tags, in: function.regions) {
                    (unwinding: inout Store.Unwinding) throws(SearchTooLong) in
                    if unwinding.unpaid > StoreState.mostSearched { throw SearchTooLong() }
                }
                if let handler {
                    unwinding.spent &+= max(0, unwinding.unpaid)
                    return unwinding.spent <= execution.registers.limit && !handler.takesVectors ? handler : nil
                }
            } catch {
                return nil
            }
            unwinding.unpaid &+= BudgetCosts.unwoundFrame
            let instance = unwinding.instance
            let header = machine.stack[unwinding.frame &+ function.header]
            guard unwinding.leave(header: header, execution.activations) else { return nil }
            if unwinding.instance != instance {
                guard !isCounted, let other = instances[unwinding.instance].code else { return nil }
                code = other
            }
        }
        return nil
    }

    /// The end of a search that the store must begin anew.
    private struct SearchTooLong: Error {}

    /// Continues at the handler of an exception, which takes no vectors.
    private mutating func handle(
        _ exception: Int, with handler: ExceptionHandler, _ unwinding: borrowing Store.Unwinding,
        _ machine: inout Machine,
        _ execution: inout Execution
    ) {
        var slot = unwinding.frame &+ handler.slot
        if handler.takesReference && handler.referenceFirst {
            machine.stack[slot] = Reference.object(exception)
            slot &+= 1
        }
        if handler.takesValues {
            for word in Heap.exceptionHeaderWords..<max(Heap.exceptionHeaderWords, heap.length(at: exception)) {
                machine.stack[slot] = heap.words[exception &+ word]
                slot &+= 1
            }
        }
        if handler.takesReference && !handler.referenceFirst { machine.stack[slot] = Reference.object(exception) }
        enter(handler, unwinding, &execution)
    }

    /// Sets the registers to the beginning of a handler.
    mutating func enter(
        _ handler: ExceptionHandler, _ unwinding: borrowing Store.Unwinding, _ execution: inout Execution
    ) {
        if execution.activations.count != unwinding.activations {
            execution.activations.removeLast(execution.activations.count &- unwinding.activations)
        }
        execution.registers.instance = UInt32(truncatingIfNeeded: unwinding.instance)
        execution.registers.firstGlobal = instances[unwinding.instance].firstGlobal
        execution.registers.frame = unwinding.frame
        execution.registers.pc = handler.target
        execution.registers.base = unwinding.spent &- Int(handler.cost)
        execution.registers.depthLeft &+= unwinding.frames
    }
}
