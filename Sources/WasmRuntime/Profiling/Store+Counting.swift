import WasmSyntax
import WasmValidation

// Where the machine tells a store that counts blocks what its counters do not show. In other stores, each of these is one
// comparison outside of the loop.

extension Store {
    /// What is counted; `nil` if blocks are not counted.
    var counts: ExecutionCounts? { state.counts }

    // MARK: Counters

    /// Reads the counters of all instances, which begin at 0 again.
    func harvestCounters() {
        guard let counts else { return }
        for instance in state.instances.indices { harvest(instance, counts) }
        counts.harvested = budget.spentAsInt
        setNextCheck()
    }

    /// Reads the counters of an instance.
    func harvest(_ instance: Int, _ counts: ExecutionCounts) {
        guard let code = state.instances[instance].code, code.counters.counterCount > 0 else { return }
        let first = state.instances[instance].firstGlobal &+ code.module.validated.module.globals.count
        for counter in 0..<code.counters.counterCount where state.globals[first &+ counter] != 0 {
            counts.add(state.globals[first &+ counter], to: counter, of: code)
            state.globals[first &+ counter] = 0
        }
    }

    /// Sets the budget at which the loop is left for a sample, or because the counters must be read.
    func setNextCheck() {
        let (limit, overflow) = (counts?.harvested ?? 0).addingReportingOverflow(ExecutionCounts.mostUnits)
        machine.nextSample = min(sampler?.next ?? .max, counts == nil || overflow ? .max : limit)
    }

    // MARK: Frames that are left

    /// Counts the frames of an execution that an error has ended.
    func noteEnd(of execution: Execution) {
        guard let counts else { return }
        _ = note(execution, times: 1, extra: nil, counts)
    }

    /// Counts the frames of an execution that is suspended.
    ///
    /// - Returns: The units spent that its instructions do not explain, for ``noteResumption(of:extra:)``.
    func noteSuspension(of execution: Execution) -> Int {
        guard let counts else { return 0 }
        structureIsPaid = false
        var stopped = execution
        stopped.registers.pc = execution.currentPlace &+ 1
        return note(stopped, times: 1, extra: nil, counts)
    }

    /// Takes back what ``noteSuspension(of:)`` has counted.
    func noteResumption(of execution: Execution, extra: Int) {
        guard let counts else { return }
        var stopped = execution
        stopped.registers.pc = execution.currentPlace &+ 1
        _ = note(stopped, times: -1, extra: extra, counts)
    }

    /// Counts the frames of an execution whose program counter is behind the current instruction, and the units spent that
    /// do not follow from where they are.
    ///
    /// - Parameter extra: These units; `nil` to compute them.
    /// - Returns: These units.
    private func note(_ execution: Execution, times: Int64, extra known: Int?, _ counts: ExecutionCounts) -> Int {
        let instance = Int(execution.registers.instance)
        let place = execution.registers.pc &- 1
        guard let code = state.instances[instance].code, let function = code.function(containing: place) else {
            return 0
        }
        let hasBegun = !execution.isAtEntry
        var extra = budget.spentAsInt &- execution.registers.base
        if hasBegun {
            extra &-= Int(code.origins[place].costThrough)
            if !structureIsPaid { extra &-= code.structureCost(at: place) }
            let explained = execution.registers.base &+ Int(code.origins[place].costThrough)
            if let meter = function.blocks?.meter(atPlace: place &- function.entry) {
                counts.add(UInt64(truncatingIfNeeded: Int(times) &* explained), to: meter, of: code)
            }
            if let callee = code.callee(at: place) { counts.enter(callee, of: code, times: 0 &- times) }
        } else {
            extra &+= BudgetCosts.functionEntry
            counts.enter(function.function, of: code, times: 0 &- times)
        }
        extra = known ?? extra
        counts.add(units: Int(times) &* extra, at: place, of: code)
        var isInnermost = true
        _ = forEachFrame(of: execution) { code, _, place in
            if hasBegun || !isInnermost { counts.leave(place, of: code, times: times) }
            isInnermost = false
        }
        return extra
    }

    /// Counts the frames that an exception leaves, and the beginning of its handler.
    func noteCaught(_ handler: ExceptionHandler, _ unwinding: Unwinding, _ execution: Execution) {
        guard let counts else { return }
        state.note(units: unwinding.spent &- unwinding.first.spent, execution)
        var last: (CodeObject, Int)?
        _ = forEachFrame(of: execution, atMost: unwinding.frames &+ 1) { code, function, place in
            counts.leave(place, of: code, times: 1)
            last = (code, function.function)
        }
        guard let (code, function) = last else { return }
        counts.catch(ExecutionCounts.Handler(function: function, block: handler.block), in: code)
    }

    // MARK: Units beside those of instructions

    /// Counts units that the current instruction has cost beside its own cost.
    func noteCharge(_ units: Int, _ execution: Execution) {
        guard counts != nil, let code = state.instances[Int(execution.registers.instance)].code else { return }
        // What `struct.new` costs is known from the code, as the loop does not tell.
        if code.structureCost(at: execution.registers.pc &- 1) > 0 {
            structureIsPaid = true
        } else {
            state.note(units: units, execution)
            stepCharges &+= units
        }
    }
}

extension StoreState {
    /// Counts that a function is entered in another way than by a direct call. The loop's own indirect calls are not counted:
    /// see ``CounterPlan``.
    func noteEntry(_ record: FunctionRecord) {
        guard let counts, let code = instances[Int(record.instance)].code else { return }
        counts.enter(Int(record.index), of: code, times: 1)
    }
}

extension CodeObject {
    /// The callee of a direct call at a place, as its index among the functions that the module defines; `nil` for any other
    /// instruction.
    fileprivate func callee(at place: Int) -> Int? {
        let target = Int(code[place].x)
        switch code[place].operation.first {
        case .call, .returnCall: return function(containing: target)?.function
        case .callUnresolved, .returnCallUnresolved: return target
        default: return nil
        }
    }

    /// The units that a new struct at a place costs beside its row, if it is one that the loop makes; otherwise 0. The loop
    /// makes no arrays where blocks are counted.
    func structureCost(at place: Int) -> Int {
        switch code.heads[place].operation.first {
        case .structureNew, .structureNewDefault: (Int(code.heads[place].c) &+ 1) &* BudgetCosts.heapWord
        default: 0
        }
    }
}
