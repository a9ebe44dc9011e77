import WasmSyntax

/// A call of a guest's function that can be suspended and resumed.
///
///     let call = try function.begin([.i32(7)])
///     store.budget.allow(10_000)
///     while case .suspended = try call.resume() { store.budget.allow(10_000) }
///
/// A call is suspended instead of ending with a trap when the budget is spent, or when the interruption asks the guest to
/// stop; and also when a host function asks for it (``HostSuspension``), and after any number of units. Nothing is lost and
/// nothing is done twice: results, effects and the budget in the end are those of a call in one go. Meanwhile the store can
/// be used for other calls, and the values of the suspended call are where a collection finds them.
///
/// Suspended calls of a store can be resumed in any order. A call that is never resumed again leaves the store as a trap
/// does: what the guest has done remains, and the call's memory is freed with this object.
///
/// Work inside of a host function is not suspended: an interruption that the function meets itself ends the call with a
/// trap, and so do a spent budget and an interruption in a call that the function makes with `Function.call(_:)`.
public final class GuestCall {
    /// The outcome of a part of the call.
    public enum Progress {
        /// The function has returned these results.
        case finished([Value])
        /// The call is suspended.
        case suspended(Suspension)
    }

    enum State {
        case ready([Value])
        case suspended(ParkedExecution)
        /// A call of a host function by the embedder.
        case suspendedHost(HostFunctionRecord, [Value])
        case running
        case ended
    }

    /// The function that is called.
    public let function: Function
    /// The reason why the call is suspended; `nil` before it begins, while it runs, and when it has ended.
    public private(set) var suspension: Suspension?
    /// Whether the call has ended: with results, with an error, or by ``cancel()``.
    public var isFinished: Bool { if case .ended = state { true } else { false } }

    private var state: State
    /// The store's number since its last reset.
    private let serial: UInt32

    init(_ function: Function, _ arguments: [Value]) {
        self.function = function
        serial = function.store.state.hostSerial
        state = .ready(arguments)
    }

    /// A call that was suspended elsewhere.
    init(_ function: Function, restored parked: ParkedExecution, _ suspension: Suspension) {
        self.function = function
        serial = function.store.state.hostSerial
        state = .suspended(parked)
        self.suspension = suspension
    }

    deinit { discard() }

    /// Begins the call, or goes on with it.
    ///
    /// - Parameter units: The call yields after so many units, at the next branch backwards, call or return; `nil` for a
    ///   call that does not yield.
    /// - Throws: ``CallError/notSuspended`` if the call runs or has ended; ``CallError/instanceDiscarded`` if the function's
    ///   instance was discarded before the call began, or the store was reset; ``CallError/nestedTooDeeply`` if a host
    ///   function resumes the call in a place where the store has no room for its frames, after which it is suspended as
    ///   before; ``Trap``, ``WasmException`` or ``GuestExit``, after which the call has ended. A call does not begin, but
    ///   traps (``Trap/Kind/hostMemoryExhausted``), while the suspended calls of the store exceed ``StoreLimits/hostBytes``.
    public func resume(yieldingAfter units: UInt64? = nil) throws -> Progress {
        try resume(with: nil, yieldingAfter: units)
    }

    /// Begins the call, or goes on with it, and suspends it where the guest would wait otherwise: for a time, or for a
    /// stream (``Suspension/waiting(nanoseconds:)``). When it is resumed, the guest looks whether it still has to wait.
    ///
    /// A snapshot of a call that waits for its input is a guest that is ready for any.
    ///
    /// - Parameter units: As in ``resume(yieldingAfter:)``.
    /// - Throws: As ``resume(yieldingAfter:)``.
    public func resumeWithoutWaiting(yieldingAfter units: UInt64? = nil) throws -> Progress {
        try resume(with: nil, yieldingAfter: units, isInTask: true)
    }

    /// Goes on with a call that a host function has suspended, whose results these values become.
    ///
    /// - Throws: ``CallError/awaitsNoResults`` if the call is not suspended by a host function, or a ``CallError`` about
    ///   values that do not fit; the call is suspended then as before. Otherwise as ``resume(yieldingAfter:)``.
    public func resume(returning results: [Value], yieldingAfter units: UInt64? = nil) throws -> Progress {
        try resume(with: .success(try slots(for: results)), yieldingAfter: units)
    }

    /// Goes on with a call that a host function has suspended, as if the function had thrown this error.
    ///
    /// - Throws: As ``resume(returning:yieldingAfter:)``.
    public func resume(throwing error: any Error, yieldingAfter units: UInt64? = nil) throws -> Progress {
        guard awaitedFunction != nil else { throw CallError.awaitsNoResults }
        return try resume(with: .failure(error), yieldingAfter: units)
    }

    /// The frames of the suspended call, innermost first, at most ``Trap/maximumFrames``. Empty before it begins and when it
    /// has ended.
    public var backtrace: [Trap.Frame] { place?.backtrace ?? [] }

    /// A trap whose backtrace is the place where the call is suspended.
    package var place: Trap? {
        guard case .suspended(let parked) = state, isInStore, let (place, again) = function.store.place(of: parked)
        else { return nil }
        state = .suspended(again)
        return place
    }

    /// The frames of the suspended call with their values, innermost first, at most ``Trap/maximumFrames``. Empty before it
    /// begins and when it has ended, and while an interruption or an observer runs.
    public var frames: [CallFrame] {
        capturedStack(atMost: Trap.maximumFrames)?.callFrames(in: function.store) ?? []
    }

    /// A copy of the frames of the suspended call.
    package func capturedStack(atMost most: Int) -> CapturedStack? {
        guard case .suspended(let parked) = state, isInStore,
            let (stack, again) = function.store.capture(parked, atMost: most)
        else { return nil }
        state = .suspended(again)
        return stack
    }

    /// The memory with this number of the instance in whose function the call is suspended; `nil` if there is none.
    package func memory(_ index: Int) -> GuestMemory? {
        let store = function.store
        guard let parked, isInStore else { return nil }
        let instance = Int(parked.execution.registers.instance)
        let memories = store.state.instances[instance].memories
        guard memories.indices.contains(index) else { return nil }
        return GuestMemory(
            store: store, address: memories[index], owner: store.state.identity(of: InstanceAddress(index: instance)))
    }

    /// Ends the call where it is. What the guest has done remains.
    public func cancel() {
        if case .running = state { return }
        discard()
        (state, suspension) = (.ended, nil)
    }

    // MARK: -

    /// Whether the store was not reset since, so that what a suspended call has there exists.
    var isInStore: Bool { serial == function.store.state.hostSerial }

    /// The host function whose results the call waits for.
    var awaitedFunction: HostFunctionRecord? {
        guard isInStore else { return nil }
        switch state {
        case .suspended(let parked):
            if case .results(let call)? = parked.execution.pending { return call.record }
            return nil
        case .suspendedHost(let record, _): return record
        case .ready, .running, .ended: return nil
        }
    }

    /// Returns the results of the host function that the call waits for, as slots hold them.
    func slots(for results: [Value]) throws(CallError) -> [SlotValue] {
        guard let record = awaitedFunction else { throw CallError.awaitsNoResults }
        let types = record.type.results
        guard results.count == types.count else {
            throw CallError.resultCount(expected: types.count, found: results.count)
        }
        var slots: [SlotValue] = []
        for (value, type) in zip(results, types) { slots.append(try function.store.slotValue(of: value, as: type)) }
        return slots
    }

    /// The execution, if it is suspended.
    var parked: ParkedExecution? { if case .suspended(let parked) = state { parked } else { nil } }

    /// The host function that the call waits for, and its call.
    var awaitedCall: (HostFunctionRecord, AsyncHostCall)? {
        let store = function.store
        guard isInStore else { return nil }
        switch state {
        case .suspended(let parked):
            guard case .results(let call)? = parked.execution.pending else { return nil }
            let instance = store.state.identity(ofInstance: parked.execution.registers.instance)
            let hostCall = HostCall(store: store, caller: instance, base: 0, place: parked.execution.registers.pc)
            return (
                call.record,
                AsyncHostCall(
                    store: store, caller: instance,
                    arguments: store.arguments(of: call, in: parked), callingFunction: hostCall.callingFunction)
            )
        case .suspendedHost(let record, let arguments):
            return (record, AsyncHostCall(store: store, caller: nil, arguments: arguments, callingFunction: nil))
        case .ready, .running, .ended: return nil
        }
    }

    /// Ends a suspended call as a trap does; returns the trap.
    package func end(with kind: Trap.Kind) -> Trap {
        defer { (state, suspension) = (.ended, nil) }
        guard case .suspended(let parked) = state, isInStore else { return Trap(kind) }
        return function.store.end(parked, with: kind)
    }

    private func discard() {
        // After a reset of the store, nothing of the call is there.
        if case .suspended(let parked) = state, isInStore { function.store.discard(parked) }
    }

    func resume(
        with results: Result<[SlotValue], any Error>?, yieldingAfter units: UInt64?, isInTask: Bool = false
    ) throws -> Progress {
        guard isInStore else { throw CallError.instanceDiscarded }
        let before = (state, suspension)
        (state, suspension) = (.running, nil)
        do {
            let outcome = try function.store.run(
                before.0, of: function, results, yieldingAfter: units, isInTask: isInTask)
            switch outcome {
            case .finished(let results):
                state = .ended
                return .finished(results)
            case .suspended(let suspension, let state):
                (self.state, self.suspension) = (state, suspension)
                return .suspended(suspension)
            }
        } catch let refused as ResumeRefused {
            (state, suspension) = before
            throw refused.error
        } catch {
            state = .ended
            throw error
        }
    }
}

extension Function {
    /// Returns a call of the function that can be suspended. It begins with ``GuestCall/resume(yieldingAfter:)``.
    ///
    /// - Throws: ``CallError`` if the arguments do not fit the function's type.
    public func begin(_ arguments: [Value] = []) throws(CallError) -> GuestCall {
        try check()
        let type = type
        guard arguments.count == type.parameters.count else {
            throw CallError.argumentCount(expected: type.parameters.count, found: arguments.count)
        }
        for (value, type) in zip(arguments, type.parameters) { _ = try store.slotValue(of: value, as: type) }
        return GuestCall(self, arguments)
    }
}

/// The reason why a call could not go on; it is as before.
private struct ResumeRefused: Error {
    let error: CallError
}

/// The outcome of a part of a call.
private enum CallOutcome {
    case finished([Value])
    case suspended(Suspension, GuestCall.State)
}

extension Store {
    /// Runs a part of a call.
    ///
    /// - Throws: ``ResumeRefused`` if nothing has run; any other error has ended the call.
    fileprivate func run(
        _ state: GuestCall.State, of function: Function, _ results: Result<[SlotValue], any Error>?,
        yieldingAfter units: UInt64?, isInTask: Bool
    ) throws -> CallOutcome {
        guard !isPolling else { throw ResumeRefused(error: .calledByInterruption) }
        guard machine.nesting < Store.maximumNesting else { throw ResumeRefused(error: .nestedTooDeeply) }
        machine.nesting &+= 1
        let (base, wasInTask) = (machine.stackTop, machine.isInTask)
        machine.isInTask = isInTask
        let sampled = beginSampledCall(of: function.address)
        var isSuspended = false
        defer {
            endSampledCall(sampled, isSuspended: isSuspended)
            machine.stackTop = base
            machine.nesting &-= 1
            machine.isInTask = wasInTask
            giveBack()
        }
        var execution: Execution
        switch state {
        case .running, .ended: throw ResumeRefused(error: .notSuspended)
        case .suspendedHost(let record, _):
            guard let results else { return .suspended(.awaitingResults, state) }
            let values = try results.get()
            return .finished(zip(values, record.type.results).map { Value($0, type: $1, in: self) })
        case .ready(let arguments):
            guard function.owner != nil else { throw ResumeRefused(error: .instanceDiscarded) }
            // Suspended calls may exceed the limit, but only by those that have begun below it.
            guard !hostMemory.isExceeded else {
                noteRefusal(.hostBytes)
                throw Trap(.hostMemoryExhausted)
            }
            guard ensureStack(base &+ frameWindow) else { throw ResumeRefused(error: .nestedTooDeeply) }
            machine.clearOthersSlots(from: base)
            for (index, (value, type)) in zip(arguments, function.type.parameters).enumerated() {
                setSlot(base &+ index, try slotValue(of: value, as: type), type)
            }
            let record = self.state.functions[function.address]
            if record.instance == FunctionRecord.host {
                return try runHost(self.state.hostFunction(record.index), arguments, base: base)
            }
            do {
                execution = try start(function.address, base: base)
            } catch {
                guard case .interrupted(let reason) = error.kind else { throw error }
                return .suspended(.interrupted(reason), state)
            }
            execution.isResumable = true
        case .suspended(let parked):
            guard let unparked = unpark(parked, base: base) else { throw ResumeRefused(error: .nestedTooDeeply) }
            execution = unparked
            if let results, case .results(let call)? = execution.pending { execution.pending = .ended(call, results) }
        }
        if case .suspended = state { execution.passedStop = debugStop(of: execution) }
        // A frame that went back to a stop has not yet spent all that was spent before.
        execution.setYield(after: units, spent: execution.passedStop?.spent ?? budget.spentAsInt)
        if case .ready = state { execution.hasProgressed = true }
        do {
            try resume(&execution)
        } catch let stop as Stop {
            isSuspended = true
            return .suspended(stop.suspension, .suspended(park(execution, base: base)))
        } catch {
            noteEnd(of: execution)
            throw error
        }
        let values = function.type.results.enumerated().map { slot(base &+ $0, $1) }
        return .finished(zip(values, function.type.results).map { Value($0, type: $1, in: self) })
    }

    /// Runs a host function that the embedder calls.
    private func runHost(_ record: HostFunctionRecord, _ arguments: [Value], base: Int) throws -> CallOutcome {
        let use = Machine.Use(stackTop: base &+ record.slotCount, depth: machine.depth)
        do {
            try callHost(record, base: base, caller: nil, place: 0, before: machine.beginHostCall(use))
        } catch let suspension as HostSuspension {
            return .suspended(.hostFunction(suspension), .suspendedHost(record, arguments))
        } catch {
            throw Store.withoutGuest(error)
        }
        return .finished(record.type.results.enumerated().map { Value(slot(base &+ $0, $1), type: $1, in: self) })
    }
}

extension Execution {
    /// Sets the budget spent with which the execution yields.
    fileprivate mutating func setYield(after units: UInt64?, spent: Int) {
        let (sum, overflow) = spent.addingReportingOverflow(Int(clamping: units ?? .max))
        yieldAt = units == nil || overflow ? .max : sum
        hasProgressed = false
    }
}
