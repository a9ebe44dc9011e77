import WasmSyntax

/// A running call from outside: plain values that, with the store's value stack, are its whole state.
struct Execution {
    var registers: Registers
    #if NESTBOX_PROFILE
        /// Counts the executed instructions.
        var profile: ExecutionProfile?
    #endif
    /// The frames that wait for calls into other instances, outermost first.
    var activations: [Activation] = []
    /// The most nested calls that the store allows.
    var depthLimit = 0
    /// The call of a host function for which ``runLoop`` has returned.
    var hostCall = BegunHostCall()
    /// Whether there is one.
    var hasHostCall = false
    /// Whether the execution is suspended where another one would trap: see `Suspending.swift`.
    var isResumable = false
    /// The step to perform before the loop is entered; `nil` while the execution runs.
    var pending: PendingStep?
    /// The number of times that the current step was interrupted without progress.
    var attempts = 0
    /// The budget spent with which the execution is suspended to yield.
    var yieldAt = Int.max
    /// Whether a step was performed since the execution was resumed: it does not yield before, however much the step costs.
    var hasProgressed = true
    /// Whether it has ended or is suspended where a function has been entered but not begun.
    var isAtEntry = false
    /// The debug stop at which the execution was resumed, and which it passes: its place, and the budget spent there.
    var passedStop: (place: Int, spent: Int)?
}

extension Execution {
    /// Sets where the loop stops next: at the budget's end, for a poll of the interruption, or for a sample.
    mutating func setLimit(spent: Int, _ machine: borrowing Machine) {
        let (next, overflow) = spent.addingReportingOverflow(Store.interruptionInterval)
        registers.nextPoll = overflow || !machine.isInterruptible ? .max : next
        // The step for which this is set must fit, also where it is the first one and costs more than the units to yield
        // after.
        let stop = max(min(yieldAt, machine.nextSample), spent)
        registers.setLimit(budget: machine.budget.limitAsInt, stop: stop)
    }
}

/// A frame that waits for a call into another instance.
struct Activation {
    var instance: UInt32
    /// The place where the frame continues.
    var pc: Int
    var frame: Int
    /// Cost of the function's instructions up to and including the call.
    var callCost: Int
}

// Specification: Execution / Modules / Invocation.

extension Store {
    /// Units of budget between two polls of the interruption: 13 ms at most, mostly 0.1 ms. The slowest instruction of the
    /// loop takes 100 ns for a unit (`i8x16.shuffle`), most take less than 1. A poll takes some 200 ns.
    static let interruptionInterval = 1 << 17
    /// The amount by which an operation that leaves the loop brings the next poll nearer: it takes some 200 to 500 ns,
    /// whatever its price.
    static let exitWork = 1 << 8
    /// The most nested host functions that call back into guests. Each uses the native stack.
    static let maximumNesting = 32

    /// Calls a function from outside.
    ///
    /// - Parameter arguments: Bits of the arguments, one for each parameter.
    /// - Throws: ``Trap``, ``GuestExit``, ``CallError/nestedTooDeeply``, or ``CallError/calledByInterruption``.
    func invoke(_ address: Int, arguments: [SlotValue]) throws -> [SlotValue] {
        guard !isPolling else { throw CallError.calledByInterruption }
        guard machine.nesting < Store.maximumNesting else { throw CallError.nestedTooDeeply }
        machine.nesting &+= 1
        let wasInTask = machine.isInTask
        machine.isInTask = false
        let sampled = beginSampledCall(of: address)
        defer {
            endSampledCall(sampled)
            machine.nesting &-= 1
            machine.isInTask = wasInTask
            giveBack()
        }
        let type = functionType(state.functions[address].type)
        let base = machine.stackTop
        guard ensureStack(base &+ frameWindow) else { throw Trap(.callStackExhausted) }
        defer { machine.stackTop = base }
        for (index, value) in arguments.enumerated() { setSlot(base &+ index, value, type.parameters[index]) }
        if state.functions[address].instance == FunctionRecord.host {
            let record = state.hostFunction(state.functions[address].index)
            let use = Machine.Use(stackTop: base &+ record.slotCount, depth: machine.depth)
            do {
                try callHost(record, base: base, caller: nil, place: 0, before: machine.beginHostCall(use))
            } catch {
                guard error is HostSuspension else { throw Store.withoutGuest(error) }
                throw Trap(.host("\(error)"), underlyingError: error)
            }
        } else {
            var execution = try start(address, base: base)
            do {
                try resume(&execution)
            } catch {
                noteEnd(of: execution)
                throw error
            }
        }
        return type.results.enumerated().map { slot(base &+ $0, $1) }
    }

    /// Slots behind the last window. An operation outside the loop reads as many operand slots as the largest of its kind
    /// takes; without the slack, an operation on a window's last slots would end the process.
    static let stackSlack = 16

    /// Grows the stack so that windows may reach `count` slots, if the limits allow it.
    func ensureStack(_ count: Int) -> Bool {
        if count <= machine.stack.count &- Store.stackSlack { return true }
        // A window extends beyond the slots in use.
        let most = limits.slotCount &+ frameWindow
        guard count <= most else { return false }
        let wanted = min(most, max(count &+ 4_096, machine.stack.count &* 2)) &+ Store.stackSlack
        // The vector stack is included, in case that it is needed. What was counted once remains counted, so that a call
        // does not fail for want of a stack that an earlier one had.
        let bytes = UInt64(wanted &* (8 + 16))
        let counted = hostMemory.usage[.stacks]
        if bytes > counted {
            guard hostMemory.take(bytes &- counted, .stacks) else { return false }
        }
        if machine.stack.isEmpty, wanted == ValueStacks.standardCount, !keepsStack {
            let stacks = ValueStacks.take()
            (machine.stack, machine.vectorStack) = (stacks.slots, stacks.vectors)
            machine.hasOthersSlots = stacks.stamp != 0 && stacks.stamp != lastStackStamp
            // Otherwise a stored call could show slots of other stores that this guest has never written.
            machine.clearOthersSlots(from: 0)
            return true
        }
        machine.stack.append(contentsOf: repeatElement(0, count: wanted &- machine.stack.count))
        return true
    }

    /// Whether a collection may read slots of the stack that were not written.
    private var keepsStack: Bool {
        state.heap.types.hasObjects || !state.tags.isEmpty || !state.heap.externals.isEmpty
    }

    /// Gives to other stores what is of use to them, when nothing runs: the stack, and the code.
    func giveBack() {
        guard machine.nesting == 0 else { return }
        if !changedCode.isEmpty { shareCode() }
        if stackTicket == nil, machine.countCall() {
            stackTicket = StackTicket.take()
            machine.keepsStack = stackTicket != nil
        }
        // A smaller one, in a store with low limits, is of no use to others.
        guard machine.stack.count >= ValueStacks.standardCount, !keepsStack, !machine.keepsIdleStack else { return }
        lastStackStamp = ValueStacks(slots: machine.stack.take(), vectors: machine.vectorStack.take()).giveBack()
        machine.hasOthersSlots = false
    }

    /// Grows the vector stack to the size of the value stack.
    func ensureVectorStack() { machine.ensureVectorStack() }

    /// Returns an execution that is at the beginning of a function, whose arguments are in the slots from `base` on.
    ///
    /// - Throws: ``Trap``, without a backtrace.
    func start(_ address: Int, base: Int) throws(Trap) -> Execution {
        if let recorder, recorder.isInHostCall { throw recorder.refuseGuestCall() }
        let record = state.functions[address]
        guard let code = state.instances[Int(record.instance)].code else { throw Trap(.callStackExhausted) }
        let entry: Int
        do {
            entry = try code.entry(of: Int(record.index), in: self)
        } catch {
            noteRefusal(causing: error.kind)
            throw Trap(error.kind)
        }
        state.functions[address].entry = UInt32(truncatingIfNeeded: entry)
        var execution = Execution(registers: Registers())
        #if NESTBOX_PROFILE
            execution.profile = executionProfile
        #endif
        execution.registers.budgetUnit = options.budgetUnit
        execution.depthLimit = limits.depth
        execution.registers.depthLeft = limits.depth &- machine.depth &- 1
        execution.registers.frame = base
        execution.registers.base = budget.spentAsInt &+ BudgetCosts.functionEntry
        enter(record.instance, entry: entry, header: code.header(of: entry), &execution)
        guard execution.registers.depthLeft >= 0 else { throw Trap(.callStackExhausted) }
        if machine.isCounting { state.noteEntry(record) }
        return execution
    }

    /// Sets the registers to a function's entry, in a frame that returns to outside the loop.
    private func enter(_ instance: UInt32, entry: Int, header: Int, _ execution: inout Execution) {
        machine.stack[execution.registers.frame &+ header] = UInt64(CodeObject.exitAddress)
        execution.registers.instance = instance
        execution.registers.firstGlobal = state.instances[Int(instance)].firstGlobal
        execution.registers.pc = entry
    }

    /// Runs until the outermost function returns.
    ///
    /// - Throws: ``Stop`` if the execution can be resumed and is suspended; ``Trap``, ``WasmException``, ``GuestExit``.
    func resume(_ execution: inout Execution) throws {
        setLimit(spent: execution.registers.base, &execution)
        execution.isAtEntry = execution.registers.base > budget.limitAsInt
        if execution.isAtEntry {
            execution.registers.pc &+= 1  // `trap` looks for the function before it.
            let needed = budget.missing(for: 0, after: execution.registers.base)
            let error = stop(.budgetSpent(needed: needed), spent: execution.registers.base, execution)
            if error is Stop { execution.registers.pc &-= 1 }
            throw error
        }
        // A stored execution begins with the step itself, in the loop.
        let hasStep = execution.pending != nil
        if try performPending(&execution) { return }
        if hasStep { execution.hasProgressed = true }
        try resume(after: runLoop(&state, &machine, &execution), &execution)
    }

    /// Runs until the outermost function returns, after the loop was left with an exit.
    ///
    /// - Throws: As `resume`.
    func resume(after exit: LoopExit, _ execution: inout Execution) throws {
        var exit = exit
        while try !perform(performWordCalls(exit, &execution), &execution) {
            exit = runLoop(&state, &machine, &execution)
        }
    }

    /// Performs what the loop was left for; returns whether the outermost function has returned.
    ///
    /// - Throws: As `resume`. The pending step of a suspended execution is the exit, and all is as before it.
    func perform(_ exit: LoopExit, _ execution: inout Execution) throws -> Bool {
        switch exit {
        case .hostCall: try performHost(&execution)
        case .returned:
            guard state.returnToOtherInstance(&execution) else {
                setSpent(execution.registers.base)
                return true
            }
        default:
            guard let code = state.instances[Int(execution.registers.instance)].code else { return true }
            // Before the exit is handled, because that sets a new limit if the old one has been reached.
            execution.registers.hasten(byWork: Store.exitWork)
            let registers = execution.registers
            (bulkProgress.interrupted, stepCharges) = (0, 0)
            do {
                try handle(exit, code, &execution)
            } catch let stop as Stop {
                let isPerformedAgain = execution.pending == nil
                execution.noteStop(stop, at: exit, registers, progress: bulkProgress.interrupted)
                if isPerformedAgain, stepCharges != 0 { state.note(units: -stepCharges, execution) }
                throw stop
            }
        }
        return false
    }

    private func handle(_ exit: LoopExit, _ code: CodeObject, _ execution: inout Execution) throws {
        let pc = execution.registers.pc
        let base = execution.registers.base
        switch exit {
        case .returned, .frame, .hostCall: break
        case .trap(let found):
            let spent = base &+ Int(code.origins[pc &- 1].costThrough)
            if found == .outOfBoundsMemoryAccess {
                do throws(Interrupted) {
                    if try commit(for: code.code[pc &- 1], execution) {
                        execution.registers.pc = pc &- 1
                        return
                    }
                } catch {
                    throw stop(.interrupted(error.reason), spent: spent, execution)
                }
            }
            throw trap(found.kind, spent: spent, execution)
        case .limitAtBranch:
            if code.code[pc].isDebugStop { return try passDebugStop(code, &execution) }
            execution.registers.pc = pc &+ 1
            let isForward = code.code[pc].operation != .loopCheck && code.code[pc].target > pc
            try checkLimits(spent: spentAfterBranch(code, pc, base: base), yields: !isForward, &execution)
            execution.registers.pc = pc
        case .limitAtCall:
            let spent = base &+ Int(code.code[pc].y)
            execution.registers.pc = pc &+ 1
            // A tail call replaces its caller, and needs no depth.
            guard execution.registers.depthLeft > 0 || code.code[pc].operation == .returnCall else {
                throw trap(.callStackExhausted, spent: spent, execution)
            }
            try checkLimits(spent: spent &+ BudgetCosts.functionEntry, &execution)
            execution.registers.pc = pc
        case .limitAtReturn:
            execution.registers.pc = pc &+ 1
            try checkLimits(spent: base &+ Int(code.code[pc].x), &execution)
            execution.registers.pc = pc
        case .stackExhausted:
            guard ensureStack(execution.registers.frame &+ frameWindow) else {
                // `trap` looks for the function before the program counter: before the entry, it would find another one.
                execution.registers.pc = pc &+ 1
                execution.isAtEntry = true
                throw trap(.callStackExhausted, spent: base, execution)
            }
        case .unresolvedCall:
            let entry: Int
            do {
                entry = try code.entry(of: Int(code.code[pc].x), in: self)
            } catch {
                let spent = base &+ Int(code.code[pc].y)
                execution.registers.pc = pc &+ 1
                throw stop(for: error, spent: spent, execution)
            }
            code.countCopy(in: self)
            code.resolveCall(at: pc, entry: entry)
        case .call:
            var address = execution.registers.callee
            if code.code[pc &- 1].operation == .callImport {
                address = state.instances[Int(execution.registers.instance)].importedFunctions[address]
            }
            let call = PendingCall(
                address: address, frame: execution.registers.calleeFrame, cost: Int(code.code[pc &- 1].y))
            try perform(call, &execution)
        case .callOfOtherType:
            let (address, instruction) = (execution.registers.callee, code.code[pc &- 1])
            let cost = Int(instruction.y)
            guard state.heap.types.isSubtype(state.functions[address].type, of: instruction.x) else {
                throw trap(.indirectCallTypeMismatch, spent: base &+ cost, execution)
            }
            try perform(
                PendingCall(address: address, frame: execution.registers.calleeFrame, cost: cost), &execution)
        case .storeOperation:
            // Straight code may consist of such operations alone, and the loop tests the limit only at branches and calls.
            if execution.registers.nextPoll < base {
                try poll(spent: spent(code, execution), &execution)
                // Perhaps the operation was left to the store for the poll alone.
                guard let exit = performOnState(.storeOperation, &execution) else { return }
                if case .hostCall = exit { return try performHost(&execution) }
            }
            try interruptible(code, &execution) { try performStoreOperation(code.code[pc &- 1], code, &$0) }
        case .newObject:
            structureIsPaid = false
            try interruptible(code, &execution) { try performNewObject(code.code[pc &- 1], code, &$0) }
        }
    }

    /// Performs an operation, and turns an interruption that it finds into a trap.
    private func interruptible(
        _ code: CodeObject, _ execution: inout Execution, _ operation: (inout Execution) throws -> Void
    ) throws {
        do {
            try operation(&execution)
        } catch let interrupted as Interrupted {
            throw stop(.interrupted(interrupted.reason), spent: spent(code, execution), execution)
        }
    }

    // MARK: Budget and interruption

    /// The budget spent once the branch at this place is taken.
    private func spentAfterBranch(_ code: CodeObject, _ place: Int, base: Int) -> Int {
        let branch = code.code[place]
        if branch.operation == .loopCheck { return base &+ Int(branch.x) }
        // A backward branch holds the cost before its target; for a forward branch, the target's origin holds it.
        let costBefore = branch.c != 0 ? Int(branch.c) : Int(code.origins[branch.target].costBefore)
        return base &+ branch.budgetChange &+ costBefore
    }

    func setSpent(_ spent: Int) { budget.spent = UInt64(clamping: spent) }

    /// Sets where the loop stops next: at the budget's end, or for a poll of the interruption.
    func setLimit(spent: Int, _ execution: inout Execution) {
        execution.setLimit(spent: spent, machine)
    }

    /// Polls the interruption, whatever budget is left.
    private func poll(spent: Int, _ execution: inout Execution) throws {
        if let reason = reasonToStop() { throw stop(.interrupted(reason), spent: spent, execution) }
        sample(spent: spent, execution)
        setLimit(spent: spent, &execution)
    }

    /// Stops the execution if the budget is spent, or if it must stop or yield, and otherwise sets where the loop stops
    /// next.
    ///
    /// - Parameter yields: Whether this is a place to yield at. A forward branch is not: the loop compares less than what is
    ///   spent there, so that an execution would yield at another place if it had been resumed elsewhere before.
    func checkLimits(spent: Int, yields: Bool = true, _ execution: inout Execution) throws {
        guard spent <= budget.limitAsInt else {
            throw stop(.budgetSpent(needed: budget.missing(for: 0, after: spent)), spent: spent, execution)
        }
        setSpent(spent)
        if let reason = reasonToStop() { throw stop(.interrupted(reason), spent: spent, execution) }
        if yields, spent > execution.yieldAt, execution.hasProgressed, !stopsAtDebugStops(execution) {
            throw stop(.yielded, spent: spent, execution)
        }
        execution.hasProgressed = true
        // As for yielding: a sample must not depend on how often the limits are looked at.
        if yields { sample(spent: spent, execution) }
        setLimit(spent: spent, &execution)
    }

    /// Charges for a bulk operation before it is performed.
    func charge(_ units: UInt64, spent: Int, _ execution: inout Execution) throws {
        let units = Int(clamping: units)
        let (total, overflow) = spent.addingReportingOverflow(units)
        guard !overflow, total <= budget.limitAsInt else {
            throw stop(.budgetSpent(needed: budget.missing(for: units, after: spent)), spent: spent, execution)
        }
        // Otherwise a series of bulk operations would keep the guest from being stopped.
        if total > execution.registers.limit { try checkLimits(spent: total, &execution) }
        execution.registers.base &+= units
        if machine.isCounting { noteCharge(units, execution) }
    }

    // MARK: Calls that leave the loop

    /// A call that an instance makes: the callee, the slot of the caller's frame where the callee's frame begins, and the
    /// cost of the caller's instructions up to and including the call.
    struct PendingCall {
        var address: Int
        var frame: Int
        var cost: Int
        /// Whether the call replaces its caller, which then catches no exception.
        var isTail = false
    }

    func perform(_ call: PendingCall, _ execution: inout Execution) throws {
        if let record = state.hostFunction(at: call.address) { return try performHost(record, call, &execution) }
        let record = state.functions[call.address]
        let spent = execution.registers.base &+ call.cost
        guard execution.registers.depthLeft > 0 else { throw trap(.callStackExhausted, spent: spent, execution) }
        var total = spent &+ BudgetCosts.functionEntry
        if record.instance != execution.registers.instance { total &+= BudgetCosts.otherInstance(options.budgetUnit) }
        if total > execution.registers.limit { try checkLimits(spent: total, &execution) }
        let (entry, code) = try entry(of: record, spent: spent, execution)
        state.functions[call.address].entry = UInt32(truncatingIfNeeded: entry)
        let header = call.frame &+ code.header(of: entry)
        guard
            state.enter(
                call.address, frame: call.frame, header: header, cost: call.cost, &machine, &execution)
        else { throw trap(.callStackExhausted, spent: spent, execution) }
    }

    /// Returns the entry of a function that is called from another instance, or for the first time.
    func entry(
        of record: FunctionRecord, spent: Int, _ execution: Execution
    ) throws -> (entry: Int, code: CodeObject) {
        guard let code = state.instances[Int(record.instance)].code else {
            throw trap(.callStackExhausted, spent: spent, execution)
        }
        do {
            return (try code.entry(of: Int(record.index), in: self), code)
        } catch {
            throw stop(for: error, spent: spent, execution)
        }
    }
}
