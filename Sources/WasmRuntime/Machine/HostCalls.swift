import WasmSyntax

// Calls of host functions.

extension Store {
    /// The amount by which a host call brings the next poll nearer, in addition to its cost in budget: after 32 calls there
    /// is one, because nobody knows how long the embedder's functions take. (WASI polls by itself, by the work that it
    /// does.)
    static let hostCallWork = 1 << 12

    /// Performs the call of a host function for which ``runLoop`` has returned.
    func performHost(_ execution: inout Execution) throws {
        guard execution.hasHostCall else { return }
        execution.hasHostCall = false
        let call = execution.hostCall
        try performHost(PendingHostCall(call, state.hostFunction(call.function)), &execution)
    }

    /// Performs calls of host functions that pass only numbers, as long as the loop is left for such calls. Only the loop
    /// and the host function take time then.
    ///
    /// - Parameter exit: The exit of the loop.
    /// - Returns: The exit that remains.
    func performWordCalls(_ exit: LoopExit, _ execution: inout Execution) throws -> LoopExit {
        var exit = exit
        while case .hostCall = exit, execution.hasHostCall, execution.hostCall.isOfWords {
            let call = execution.hostCall
            let record = state.hostFunction(call.function)
            // Always there, as the call passes only numbers.
            guard let shape = record.words else { break }
            execution.hasHostCall = false
            var hostCall = HostCall(store: self, call, slots: record.slotCount, place: execution.registers.pc)
            do {
                try record.body(&hostCall)
                if let next = runLoop(after: call, shape, hostCall.words, &state, &machine, &execution) {
                    exit = next
                    continue
                }
                if let interrupted = machine.interrupted { throw interrupted }
            } catch {
                _ = machine.endHostCall(call.before, narrow: [], base: call.frame)
                try end(PendingHostCall(call, record), error, &execution)
            }
            exit = runLoop(&state, &machine, &execution)
        }
        return exit
    }

    /// Performs a call of a host function by a guest.
    func performHost(_ record: HostFunctionRecord, _ call: PendingCall, _ execution: inout Execution) throws {
        let spent = execution.registers.base &+ call.cost
        if spent > execution.registers.limit { try checkLimits(spent: spent, &execution) }
        setSpent(spent)
        let frame = execution.registers.frame &+ call.frame
        let use = Machine.Use(
            stackTop: frame &+ record.slotCount, depth: execution.depthLimit &- execution.registers.depthLeft)
        try performHost(
            PendingHostCall(
                record: record, frame: frame, cost: call.cost, isTail: call.isTail, before: machine.beginHostCall(use)),
            &execution)
    }

    func performHost(_ call: PendingHostCall, _ execution: inout Execution) throws {
        recorder?.begin(call, execution, in: self)
        var call = call
        if call.start == nil { call.start = noteHostCallStart() }
        let caller = state.identity(ofInstance: execution.registers.instance)
        var end: Machine.HostCallEnd
        do {
            end = try sampling(call.record, execution) {
                try callHost(
                    call.record, call.rest, base: call.frame, caller: caller, place: execution.registers.pc,
                    before: call.before)
            }
            try recorder?.end(call, in: self)
            if call.start != nil {
                tell(call.record, since: call.start)
                // The observer may have changed both.
                end = machine.hostCallEnd
            }
        } catch {
            return try self.end(call, error, &execution)
        }
        execution.continue(after: end, cost: call.cost)
    }

    /// Ends the call of a host function that had suspended the execution, with its results or with an error.
    func endHost(
        _ call: PendingHostCall, _ results: Result<[SlotValue], any Error>, _ execution: inout Execution
    ) throws {
        switch results {
        case .success(let values):
            for (index, (value, type)) in zip(values, call.record.type.results).enumerated() {
                setSlot(call.frame &+ index, value, type)
            }
            for index in call.record.narrow { machine.stack[call.frame &+ index] &= 0xFFFF_FFFF }
            do {
                if hostMemory.isExceededByHost { throw Trap(.hostMemoryExhausted) }
                try complete(call, nil, execution)
                try recorder?.end(call, in: self)
                tell(call.record, since: call.start)
            } catch {
                return try end(call, error, &execution)
            }
            execution.continue(
                after: machine.hostCallEnd, cost: call.cost)
        case .failure(var error):
            do {
                try complete(call, error, execution)
            } catch let other {
                error = other
            }
            try end(call, error, &execution)
        }
    }

    /// Tells those who wait for the end of a host function's call.
    private func complete(_ call: PendingHostCall, _ error: (any Error)?, _ execution: Execution) throws {
        guard let completion = call.completion else { return }
        let caller = state.identity(ofInstance: execution.registers.instance)
        var hostCall = HostCall(store: self, caller: caller, base: call.frame, place: execution.registers.pc)
        try completion(&hostCall, error)
    }

    /// Calls a host function and checks its results.
    ///
    /// - Parameters:
    ///   - rest: The rest of a call that has waited, in place of the function's body.
    ///   - before: The value of `Machine.beginHostCall`; the slots and calls in use are restored in any case.
    @discardableResult
    func callHost(
        _ record: HostFunctionRecord, _ rest: ((inout HostCall) throws -> Void)? = nil, base: Int,
        caller: InstanceIdentity?, place: Int, before: Machine.Use
    ) throws -> Machine.HostCallEnd {
        // Only a stored call that was tampered with can pass null there: the maps of its frames do not know what is null.
        for index in record.nonNull where machine.stack[base &+ index] == 0 {
            _ = machine.endHostCall(before, narrow: [], base: base)
            throw Trap(.nullReference)
        }
        for index in record.vectors { machine.stack[base &+ index] = slot(base &+ index, .v128).bits }
        for (index, type) in record.cleared { setSlot(base &+ index, SlotValue(0), type) }
        var call = HostCall(store: self, caller: caller, base: base, place: place, slotCount: record.slotCount)
        do {
            if let rest { try rest(&call) } else { try record.body(&call) }
        } catch {
            _ = machine.endHostCall(before, narrow: [], base: base)
            throw error
        }
        let end = machine.endHostCall(before, narrow: record.narrow, base: base)
        if let interrupted = end.interrupted { throw interrupted }
        if hostMemory.isExceededByHost { throw Trap(.hostMemoryExhausted) }
        for (index, type) in record.references where !isValid(machine.stack[base &+ index], type) {
            throw Trap(.host("result \(index) is not a reference of type \(type)"))
        }
        return end
    }

    /// Returns the error of a host function that the embedder has called.
    static func withoutGuest(_ error: any Error) -> any Error {
        error is BudgetShort ? Trap(.budgetExhausted) : error
    }

    /// Ends a call of a host function that has thrown: the guest may catch a ``WasmException``; any other error is a trap,
    /// or ends the guest.
    private func end(_ call: PendingHostCall, _ error: any Error, _ execution: inout Execution) throws {
        let spent = budget.spentAsInt
        // What the function was charged is counted by itself.
        if machine.isCounting { execution.registers.base = spent &- call.cost }
        // A host function that meets the interruption in a memory access may throw another error because of it.
        let error = machine.interrupted ?? error
        recorder?.end(call, error, execution, in: self)
        if !(execution.isResumable && (error is HostSuspension || error is HostWait || error is BudgetShort)) {
            tell(call.record, since: call.start, error is GuestExit ? nil : error)
        }
        switch error {
        case var failure as Trap:
            // A trap from a call back into a guest has a backtrace already.
            if failure.backtrace.isEmpty {
                failure = trap(failure.kind, spent: spent, execution)
            } else {
                failure.noteHostFunction(ifResumable: execution.isResumable)
            }
            throw failure
        case let suspension as HostSuspension where execution.isResumable:
            var call = call
            call.completion = suspendedHost.completion.take()
            throw suspend(.results(call), .hostFunction(suspension), &execution)
        case let wait as HostWait where execution.isResumable:
            var call = call
            call.rest = suspendedHost.continuation.take()
            throw suspend(.hostCall(call), .waiting(nanoseconds: wait.nanoseconds), &execution)
        case let short as BudgetShort:
            guard execution.isResumable else { throw trap(.budgetExhausted, spent: spent, execution) }
            let needed = budget.missing(for: Int(clamping: short.units), after: spent)
            throw suspend(.hostCall(call), .budgetSpent(needed: needed), &execution)
        case let interrupted as Interrupted:
            throw trap(.interrupted(interrupted.reason), spent: spent, execution)
        case let exit as GuestExit:
            throw exit
        case let exception as WasmException:
            guard let reference = escaped.reference(of: exception, in: self) else {
                throw trap(.host("an exception of another store"), spent: spent, execution)
            }
            execution.continue(
                after: machine.hostCallEnd, cost: call.cost)
            try raise(reference, spent: spent, fromCaller: call.isTail, &execution)
        default:
            var trap = trap(.host("\(error)"), spent: spent, execution)
            trap.underlyingError = error
            throw trap
        }
    }
}

/// A call of a host function for which the loop is left. It is paid for, and its slots count as in use.
///
/// It holds no references, which would have to be counted.
struct BegunHostCall {
    /// The index among the store's host functions.
    var function: UInt32 = 0
    var caller = InstanceIdentity(index: 0, serial: 0)
    /// The slot of the value stack where the arguments begin.
    var frame = 0
    /// The cost of the caller's instructions up to and including the call.
    var cost = 0
    /// The slots and calls in use before the call, to be restored after it.
    var before = Machine.Use(stackTop: 0, depth: 0)
    /// The arguments, if ``isOfWords``.
    var words = CallWords()
    /// Whether the call passes only a few numbers, and nobody records or observes it.
    var isOfWords = false
}

/// Ends the call of a host function that has passed numbers, and goes on in the loop.
///
/// - Parameter words: The results.
/// - Returns: `nil`, with nothing done, if the function has met an interruption.
func runLoop(
    after call: BegunHostCall, _ shape: WordShape, _ words: CallWords, _ state: inout StoreState,
    _ machine: inout Machine, _ execution: inout Execution
) -> LoopExit? {
    guard machine.interrupted == nil else { return nil }
    machine.set(words, shape.results, narrow: shape.narrowResults, at: call.frame)
    (machine.stackTop, machine.depth) = (call.before.stackTop, call.before.depth)
    execution.continue(after: machine.hostCallEnd, cost: call.cost)
    return runLoop(&state, &machine, &execution)
}

/// A call of a host function that is paid for, and whose slots count as in use (see `Machine.beginHostCall`).
struct PendingHostCall {
    let record: HostFunctionRecord
    /// The slot of the value stack where the arguments begin.
    var frame: Int
    /// The cost of the caller's instructions up to and including the call.
    let cost: Int
    /// Whether the call replaces its caller, which then catches no exception.
    var isTail = false
    /// Whether the beginning of the call is paid for, in a call that is to be made again.
    var isPaid = false
    /// The beginning of the call, if somebody observes it.
    var start: HostCallStart?
    /// The rest of a call that has waited.
    var rest: ((inout HostCall) throws -> Void)?
    /// Called when the results of a call that suspends the guest are there.
    var completion: ((inout HostCall, (any Error)?) throws -> Void)?
    /// The slots and calls in use before the call, to be restored after it.
    var before: Machine.Use
}

extension PendingHostCall {
    init(_ call: BegunHostCall, _ record: HostFunctionRecord) {
        self.init(record: record, frame: call.frame, cost: call.cost, before: call.before)
    }
}

extension Execution {
    /// Sets the limit after a host call, which may have changed the budget and has brought the next poll nearer.
    fileprivate mutating func `continue`(after end: Machine.HostCallEnd, cost: Int) {
        let spent = end.budget.spentAsInt
        registers.base = spent &- cost
        if end.isInterruptible {
            registers.nextPoll = min(registers.nextPoll, spent &+ Store.interruptionInterval)
            registers.nextPoll &-= Store.hostCallWork
        } else {
            registers.nextPoll = .max
        }
        registers.setLimit(budget: end.budget.limitAsInt, stop: min(yieldAt, end.nextSample))
    }
}
