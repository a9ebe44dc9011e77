import WasmSyntax

// The beginning and the end of host calls.

extension Recorder {
    /// Whether a host function is running.
    var isInHostCall: Bool { open.map { !$0.isWaiting } ?? false }

    /// Notes that a host function is about to be called, or goes on.
    func begin(_ call: PendingHostCall, _ execution: Execution, in store: Store) {
        guard failure == nil, !isFinished else { return }
        if let waiting = open {
            guard call.rest != nil || waiting.isMadeAgain else {
                return fail("two host calls at once cannot be recorded")
            }
            open?.isWaiting = false
            open?.isMadeAgain = false
            return
        }
        let caller = store.state.identity(ofInstance: execution.registers.instance)
        let hostCall = HostCall(store: store, caller: caller, base: call.frame, place: execution.registers.pc)
        open = OpenCall(
            record: RecordedCall(
                import: number(of: call.record), digest: hostCall.argumentDigest(call.record.type),
                spent: store.budget.spent),
            held: store.hostMemory.usage.heldByHost, limit: store.budget.limit)
    }

    /// Notes that a host function has returned.
    ///
    /// - Throws: A ``Trap`` if the call cannot be recorded.
    func end(_ call: PendingHostCall, in store: Store) throws(Trap) {
        guard failure == nil, open != nil else { return try check() }
        var results: [RecordedValue] = []
        for (index, type) in call.record.type.results.enumerated() {
            guard let value = store.recorded(store.slot(call.frame &+ index, type), type) else {
                fail("result \(index) of \(call.record.name) is a reference to an object, which cannot be recorded")
                break
            }
            results.append(value)
        }
        end(.returned(results), in: store)
        try check()
    }

    /// Notes that a host function has thrown.
    func end(_ call: PendingHostCall, _ error: any Error, _ execution: Execution, in store: Store) {
        guard failure == nil, open != nil else { return }
        switch error {
        case is HostSuspension where execution.isResumable, is HostWait where execution.isResumable:
            flushReads()
            open?.isWaiting = true
        case is BudgetShort where execution.isResumable:
            open?.isWaiting = true
            open?.isMadeAgain = true
        case is BudgetShort: end(.trapped(.budgetExhausted), in: store)
        case let trap as Trap: end(.trapped(trap.kind), in: store)
        case let interrupted as Interrupted: end(.trapped(.interrupted(interrupted.reason)), in: store)
        case let exit as GuestExit: end(.exited(exit.code), in: store)
        case let exception as WasmException: end(exception, execution, in: store)
        default: end(.trapped(.host("\(error)")), in: store)
        }
    }

    private func end(_ exception: WasmException, _ execution: Execution, in store: Store) {
        guard let reference = store.escaped.reference(of: exception, in: store) else {
            return end(.trapped(.host("an exception of another store")), in: store)
        }
        let tag = store.tag(of: reference)
        let tags = store.state.instances[Int(execution.registers.instance)].tags
        guard let index = tags.firstIndex(of: tag) else {
            return fail("an exception whose tag the calling module does not have cannot be recorded")
        }
        let types = store.functionType(store.state.tags[tag]).parameters
        let values = zip(store.values(of: reference), types).compactMap { store.recorded($0, $1) }
        guard values.count == types.count else {
            return fail("an exception with a reference to an object cannot be recorded")
        }
        end(.threw(tag: UInt32(clamping: index), values), in: store)
    }

    func end(_ outcome: RecordedOutcome, in store: Store) {
        beginRecord()
        flushReads()
        guard let call = open, failure == nil else { return }
        open = nil
        let held = store.hostMemory.usage.heldByHost
        let limit = store.budget.limit
        emit(.outcome) {
            $0.unsigned(store.budget.spent &- min(call.record.spent, store.budget.spent))
            $0.unsigned(held &- min(held, call.held))
            $0.unsigned(call.held &- min(held, call.held))
            $0.byte(limit == call.limit ? 0 : 1)
            if limit != call.limit { $0.optional(limit) }
            $0.outcome(outcome)
        }
    }

    /// Returns the trap for a change that a host function makes to something else than the caller's memories.
    func refuseChange() -> Trap {
        fail("a host function has changed a table, a global, an object or a memory's size, which cannot be recorded")
        return Trap(.host("the run is being recorded, and what the host function changes cannot be recorded"))
    }

    /// Returns the trap for a guest's function that a host function calls.
    func refuseGuestCall() -> Trap {
        fail("a host function has called a guest, which cannot be recorded")
        return Trap(.host("the run is being recorded, and a host function that calls a guest cannot be recorded"))
    }
}
