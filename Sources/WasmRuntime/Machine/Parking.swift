import WasmSyntax

// The value stack belongs to the execution that runs. A suspended execution keeps the slots that it uses.

/// The slots of a suspended execution, in which a collection finds references.
struct ParkedSlots {
    var slots: [UInt64]
    /// 16 bytes for each slot; empty if no code with vectors has run in the store.
    var vectors: [UInt8]
    /// Bytes that the store's account has counted for them.
    var heldBytes: UInt64 = 0
    /// The frames that wait in other instances.
    var activationCount = 0
    /// A reference to the function that the execution is about to call, if it has it from somewhere else than a slot.
    var callee: UInt64 = 0
}

/// A suspended execution.
struct ParkedExecution {
    /// The execution, moved to where its first frame begins at slot 0.
    var execution: Execution
    /// The place of its slots in `StoreState.parked`.
    let place: Int
    /// The budget spent when it was suspended.
    let spent: Int
    /// The nested calls that it has made.
    let depth: Int
    /// The units that were counted for its suspension: see `noteSuspension`.
    var extraUnits = 0
}

extension StoreState {
    /// Keeps the slots of a suspended execution; returns their place.
    mutating func park(_ slots: ParkedSlots) -> Int {
        if let place = freeParked.popLast() {
            parked[place] = slots
            return place
        }
        parked.append(slots)
        return parked.count &- 1
    }

    /// Gives up the slots at a place, and returns them.
    mutating func unpark(_ place: Int) -> ParkedSlots? {
        guard place < parked.count, let slots = parked[place] else { return nil }
        parked[place] = nil
        freeParked.append(place)
        return slots
    }

    /// Counts the frames of a suspended execution for the instances that they belong to, which are not discarded meanwhile.
    mutating func countFrames(of execution: Execution, by change: Int) {
        instances[Int(execution.registers.instance)].suspendedFrames &+= change
        for activation in execution.activations {
            instances[Int(activation.instance)].suspendedFrames &+= change
        }
    }
}

extension Store {
    /// Takes the slots of a suspended execution, whose first frame begins at `base`, out of the value stack.
    func park(_ execution: Execution, base: Int) -> ParkedExecution {
        var execution = execution
        let code = state.instances[Int(execution.registers.instance)].code
        let frameSize = code?.function(containing: execution.currentPlace)?.frameSize ?? 0
        var top = execution.registers.frame &+ frameSize
        switch execution.pending {
        case .hostCall(let call), .results(let call): top = max(top, call.frame &+ call.record.slotCount)
        default: break
        }
        top = min(top, machine.stack.count)
        var slots = ParkedSlots(slots: Array(machine.stack[base..<max(base, top)]), vectors: [])
        if !machine.vectorStack.isEmpty {
            let end = min(top, machine.vectorStack.count)
            slots.vectors = vectorBytes(machine.vectorStack[min(base, end)..<end])
        }
        // The collector finds them there.
        switch execution.pending {
        case .search(let exception, _): slots.slots.append(exception)
        case .ended(_, .success(let results)): slots.slots += results.map(\.bits)
        default: break
        }
        count(&slots, of: execution)
        let extra = noteSuspension(of: execution)
        slots.callee = execution.pendingCallee
        state.countFrames(of: execution, by: 1)
        execution.move(by: -base)
        return ParkedExecution(
            execution: execution, place: state.park(slots), spent: budget.spentAsInt,
            depth: limits.depth &- machine.depth &- execution.registers.depthLeft, extraUnits: extra)
    }

    /// Counts the memory of a suspended execution. The execution must not fail because of the limit, which it may exceed by
    /// what was counted as part of the stack before; while it does, no other one begins (`GuestCall`).
    func count(_ slots: inout ParkedSlots, of execution: Execution) {
        slots.activationCount = execution.activations.count
        slots.heldBytes = Store.hostBytes(of: slots)
        hostMemory.count(slots.heldBytes, .suspendedCalls)
    }

    /// Returns the bytes of host memory that count for a suspended execution with these slots.
    static func hostBytes(of slots: ParkedSlots) -> UInt64 {
        // The frames that wait in other instances, and the call's own objects.
        let others = slots.activationCount &* MemoryLayout<Activation>.stride &+ 512
        return UInt64(slots.slots.count &* 8 &+ slots.vectors.count &+ others)
    }

    /// Puts a suspended execution back on the value stack.
    ///
    /// - Returns: The execution; `nil` if the stack or the calls of the executions that wait leave no room for it. It is
    ///   suspended then as before.
    func unpark(_ parked: ParkedExecution, base: Int) -> Execution? {
        var execution = parked.execution
        let depthLeft = limits.depth &- machine.depth &- parked.depth
        guard depthLeft >= 0, ensureStack(base &+ execution.registers.frame &+ frameWindow),
            let slots = state.parked[parked.place], base &+ slots.slots.count <= machine.stack.count
        else { return nil }
        machine.clearOthersSlots(from: base)
        _ = state.unpark(parked.place)
        state.countFrames(of: execution, by: -1)
        hostMemory.release(slots.heldBytes, .suspendedCalls)
        copyItems(
            slots.slots, from: 0, to: &machine.stack, base..<(base &+ slots.slots.count))
        if !slots.vectors.isEmpty {
            ensureVectorStack()
            setVectors(&machine.vectorStack, from: base, slots.vectors)
        }
        execution.move(by: base)
        // Before the meters of its loops go on, which leave out what others have spent.
        execution.addSpent(budget.spentAsInt &- parked.spent)
        noteResumption(of: execution, extra: parked.extraUnits)
        execution.registers.depthLeft = depthLeft
        return execution
    }

    /// Ends a suspended execution, and returns a trap with its backtrace.
    func end(_ parked: ParkedExecution, with kind: Trap.Kind) -> Trap {
        let base = machine.stackTop
        guard !isPolling, var execution = unpark(parked, base: base) else {
            discard(parked)
            return Trap(kind)
        }
        execution.registers.pc = execution.currentPlace &+ 1
        defer { giveBack() }
        defer { noteEnd(of: execution) }
        return trap(kind, spent: budget.spentAsInt, execution)
    }

    /// Returns the place of a suspended execution, as that of a trap, and the execution, suspended as before; `nil` if there
    /// is no room for it.
    func place(of parked: ParkedExecution) -> (place: Trap, again: ParkedExecution)? {
        // In an interruption or an observer, the slots from there on may belong to the guest that is running.
        guard !isPolling else { return nil }
        let base = machine.stackTop
        guard let execution = unpark(parked, base: base) else { return nil }
        defer { giveBack() }
        var stopped = execution
        stopped.registers.pc = execution.currentPlace &+ 1
        // This is no failure, whose frames would be kept.
        let kept = (trapFrames, failedStack)
        defer { (trapFrames, failedStack) = kept }
        let place = trap(.unreachable, spent: budget.spentAsInt, stopped)
        return (place, park(execution, base: base))
    }

    /// The arguments of a call of a host function whose results a suspended execution waits for.
    func arguments(of call: PendingHostCall, in parked: ParkedExecution) -> [Value] {
        guard state.parked.indices.contains(parked.place), let slots = state.parked[parked.place] else { return [] }
        return call.record.type.parameters.enumerated().map { index, type in
            let slot = call.frame &+ index
            guard slot < slots.slots.count else { return Value(SlotValue(0), type: type, in: self) }
            guard type == .v128, slot &* 16 &+ 16 <= slots.vectors.count else {
                return Value(SlotValue(slots.slots[slot]), type: type, in: self)
            }
            let low = loadBytes(slots.vectors, slot &* 16, 8)
            return Value(
                SlotValue(low, upperHalf: loadBytes(slots.vectors, slot &* 16 &+ 8, 8)), type: type, in: self)
        }
    }

    /// Gives up a suspended execution.
    func discard(_ parked: ParkedExecution) {
        guard let slots = state.unpark(parked.place) else { return }
        state.countFrames(of: parked.execution, by: -1)
        hostMemory.release(slots.heldBytes, .suspendedCalls)
    }
}
