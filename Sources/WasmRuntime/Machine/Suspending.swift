import WasmSyntax

// An execution that can be resumed is suspended where another one traps because of its budget, its interruption or a host
// function. It stops before a step, in a state in which it can go on with that step: nothing of the step has happened, or
// the step is a bulk operation whose progress is noted. While it is suspended, its slots are out of the value stack.

/// The step that a suspended execution performs before it enters the loop again.
enum PendingStep {
    /// The step that the loop was left for. `attempts` is the number of times that an interruption has stopped the step
    /// without any progress, `progress` the number of bytes or elements that a bulk operation has done already.
    case exit(LoopExit, attempts: Int, progress: Int)
    /// The search for an exception's handler.
    case search(exception: UInt64, Store.Unwinding)
    /// The call of a host function that could not pay for its beginning.
    case hostCall(PendingHostCall)
    /// The end of a host function's call, for whose results the execution waits.
    case results(PendingHostCall)
    /// The end of a host function's call, with its results.
    case ended(PendingHostCall, Result<[SlotValue], any Error>)
}

/// The error that suspends an execution. It does not leave the store.
struct Stop: Error {
    let suspension: Suspension
}

/// The error of a host function that has done nothing yet because so many units were not left.
struct BudgetShort: Error {
    let units: UInt64
}

/// How far an interrupted bulk operation has come: see `Store.inResumablePieces`.
struct BulkProgress {
    /// The progress before the suspension, for the execution that now goes on with the operation.
    var resumed = 0
    /// The progress of the operation that was interrupted last.
    var interrupted = 0
}

extension Execution {
    /// Notes that the execution stops before the step for which the loop was left.
    ///
    /// - Parameters:
    ///   - registers: The registers before the step.
    ///   - progress: What a bulk operation has done of the step.
    mutating func noteStop(_ stop: Stop, at exit: LoopExit, _ registers: Registers, progress: Int) {
        // A search or a call of a host function goes on where it is.
        guard pending == nil else { return }
        self.registers = registers
        var attempts = attempts
        if case .interrupted = stop.suspension { attempts = progress > 0 ? 0 : attempts &+ 1 }
        pending = .exit(exit, attempts: attempts, progress: progress)
    }

    /// Moves the execution by so many slots of the value stack.
    mutating func move(by distance: Int) {
        registers.frame &+= distance
        for index in activations.indices { activations[index].frame &+= distance }
        switch pending {
        case .search(let exception, var unwinding):
            unwinding.frame &+= distance
            pending = .search(exception: exception, unwinding)
        case .hostCall(var call):
            call.frame &+= distance
            pending = .hostCall(call)
        case .results(var call):
            call.frame &+= distance
            pending = .results(call)
        case .ended(var call, let results):
            call.frame &+= distance
            pending = .ended(call, results)
        case .exit, nil: break
        }
    }

    /// A reference to the function that the step before which the execution is suspended calls, if it was found already.
    var pendingCallee: UInt64 {
        guard case .exit(let exit, _, _)? = pending else { return 0 }
        switch exit {
        case .call, .callOfOtherType: return UInt64(truncatingIfNeeded: registers.callee &+ 1)
        default: return 0
        }
    }

    /// Counts budget that was spent by others while the execution was suspended.
    mutating func addSpent(_ units: Int) {
        registers.base &+= units
        guard case .search(let exception, var unwinding) = pending else { return }
        unwinding.spent &+= units
        unwinding.first.spent &+= units
        pending = .search(exception: exception, unwinding)
    }

    /// A place in the code of the function whose frame is the current one.
    var currentPlace: Int {
        if case .exit(let exit, _, _)? = pending, !exit.isAfterInstruction { return registers.pc }
        return pending == nil ? registers.pc : registers.pc &- 1
    }
}

extension Store {
    /// Returns the error that ends an execution or, if it can be resumed, suspends it.
    ///
    /// - Parameter spent: The budget spent, including the step before which the execution stops.
    func stop(_ suspension: Suspension, spent: Int, _ execution: Execution) -> any Error {
        guard execution.isResumable else {
            switch suspension {
            case .interrupted(let reason): return trap(.interrupted(reason), spent: spent, execution)
            default: return trap(.budgetExhausted, spent: spent, execution)
            }
        }
        setSpent(spent)
        return Stop(suspension: suspension)
    }

    /// Returns the error that ends or suspends an execution for which a function could not be lowered.
    func stop(for failure: LoweringFailure, spent: Int, _ execution: Execution) -> any Error {
        if case .interrupted(let reason) = failure { return stop(.interrupted(reason), spent: spent, execution) }
        return trap(failure.kind, spent: spent, execution)
    }

    /// Performs the step before which the execution was suspended, if any; returns whether the outermost function has
    /// returned.
    ///
    /// - Throws: As `resume`.
    func performPending(_ execution: inout Execution) throws -> Bool {
        guard let step = execution.pending.take() else { return false }
        switch step {
        case .exit(let exit, let attempts, let progress):
            return try perform(exit, attempts: attempts, progress: progress, &execution)
        case .search(let exception, var unwinding):
            // A search that was stored begins anew, and would never end if it yielded.
            let yieldAt = execution.yieldAt
            execution.yieldAt = .max
            defer { execution.yieldAt = yieldAt }
            try search(exception, &unwinding, &execution)
            execution.registers.limit = min(execution.registers.limit, yieldAt)
        case .hostCall(var call):
            let depth = execution.depthLimit &- execution.registers.depthLeft
            call.before = machine.beginHostCall(
                Machine.Use(stackTop: call.frame &+ call.record.slotCount, depth: depth))
            machine.isBeginningPaid = call.isPaid
            defer { machine.isBeginningPaid = false }
            try performHost(call, &execution)
        case .results(let call): throw suspend(.results(call), .awaitingResults, &execution)
        case .ended(let call, let results): try endHost(call, results, &execution)
        }
        return false
    }

    /// The times that an interruption may stop a step without progress, such as a collection. Otherwise, a guest that is
    /// stopped often would begin the step again and again.
    private static let mostAttempts = 2

    private func perform(
        _ exit: LoopExit, attempts: Int, progress: Int, _ execution: inout Execution
    ) throws -> Bool {
        if attempts >= Store.mostAttempts {
            if let reason = reasonToStop() {
                execution.pending = .exit(exit, attempts: attempts, progress: progress)
                throw stop(.interrupted(reason), spent: budget.spentAsInt, execution)
            }
            ignoresInterruption = true
        }
        bulkProgress.resumed = progress
        execution.attempts = attempts
        defer {
            ignoresInterruption = false
            bulkProgress.resumed = 0
            execution.attempts = 0
        }
        guard let exit = performOnState(exit, &execution) else { return false }
        return try perform(exit, &execution)
    }

    /// Performs what the loop was left for on the state alone, if that is possible; returns what is left to the store.
    func performOnState(_ exit: LoopExit, _ execution: inout Execution) -> LoopExit? {
        guard let code = state.instances[Int(execution.registers.instance)].code else { return exit }
        return state.perform(exit, OperationContext(object: code), &machine, &execution)
    }

    /// Returns the error that suspends an execution in or before the call of a host function.
    func suspend(_ step: PendingStep, _ suspension: Suspension, _ execution: inout Execution) -> Stop {
        execution.pending = step
        return Stop(suspension: suspension)
    }
}
