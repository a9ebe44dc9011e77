import WasmSyntax

// Calls from outside of functions that pass only a few numbers and are lowered already: the fast way into a guest.

/// A function of a store, and the serial number of its instance.
struct FunctionReference {
    let address: Int
    let serial: UInt32
}

/// The parts of the machine that a call from outside changes while it runs.
private struct OuterCall {
    let base: Int
    let wasInTask: Bool
}

/// The end of the loop that a call from outside has entered.
private enum WordCallEnd {
    /// Something is missing for the fast way. Nothing has happened.
    case refused
    /// The function has returned.
    case returned(givesBack: Bool)
    /// The call goes on outside the loop.
    case left(LoopExit, OuterCall)
}

extension Store {
    /// Calls a function that passes only numbers.
    ///
    /// - Parameter words: The arguments, which the results replace.
    /// - Throws: As ``invoke(_:arguments:)``; ``CallError/instanceDiscarded``.
    func invoke(_ function: FunctionReference, _ shape: WordShape, _ words: inout CallWords) throws {
        var execution = Execution(registers: Registers())
        execution.depthLimit = limits.depth
        execution.registers.budgetUnit = options.budgetUnit
        #if NESTBOX_PROFILE
            execution.profile = executionProfile
        #endif
        switch runLoop(function, shape, &words, &state, &machine, &execution) {
        case .returned(let givesBack): if givesBack { giveBack() }
        case .refused: try invokeSlowly(function, shape, &words)
        case .left(let exit, let outer):
            defer {
                machine.end(outer)
                giveBack()
            }
            try resume(after: exit, &execution)
            words = machine.words(shape.results, at: outer.base)
        }
    }

    private func invokeSlowly(_ function: FunctionReference, _ shape: WordShape, _ words: inout CallWords) throws {
        guard state.owner(ofFunction: function.address)?.serial == function.serial else {
            throw CallError.instanceDiscarded
        }
        let arguments = (0..<shape.parameters).map { index in
            let isNarrow = shape.narrowParameters >> UInt8(truncatingIfNeeded: index) & 1 != 0
            return SlotValue(isNarrow ? words[index] & 0xFFFF_FFFF : words[index])
        }
        let results = try invoke(function.address, arguments: arguments)
        for (index, result) in results.enumerated() { words[index] = result.bits }
    }
}

/// Enters a function from outside, and runs the loop until it is left.
private func runLoop(
    _ function: FunctionReference, _ shape: WordShape, _ words: inout CallWords, _ state: inout StoreState,
    _ machine: inout Machine, _ execution: inout Execution
) -> WordCallEnd {
    let base = machine.stackTop
    guard let record = state.entered(function), machine.canBegin(execution, at: base) else { return .refused }
    let outer = OuterCall(base: base, wasInTask: machine.isInTask)
    machine.nesting &+= 1
    machine.isInTask = false
    machine.set(words, shape.parameters, narrow: shape.narrowParameters, at: base)
    machine.stack[base &+ shape.header] = UInt64(CodeObject.exitAddress)
    execution.registers.depthLeft = execution.depthLimit &- machine.depth &- 1
    execution.registers.frame = base
    execution.registers.base = machine.budget.spentAsInt &+ BudgetCosts.functionEntry
    execution.registers.instance = record.instance
    execution.registers.firstGlobal = state.instances[Int(record.instance)].firstGlobal
    execution.registers.pc = Int(record.entry)
    execution.setLimit(spent: execution.registers.base, machine)
    let exit = runLoop(&state, &machine, &execution)
    guard case .returned = exit, execution.activations.isEmpty else { return .left(exit, outer) }
    machine.budget.spent = UInt64(clamping: execution.registers.base)
    machine.end(outer)
    words = machine.words(shape.results, at: base)
    return .returned(givesBack: !machine.keepsIdleStack)
}

extension StoreState {
    /// Returns the record of a guest's function that exists and is lowered; `nil` for any other.
    fileprivate mutating func entered(_ function: FunctionReference) -> FunctionRecord? {
        guard functions.indices.contains(function.address) else { return nil }
        let record = functions[function.address]
        guard record.entry != 0, record.instance != FunctionRecord.host, Int(record.instance) < instances.count,
            instances[Int(record.instance)].serial == function.serial
        else { return nil }
        return record
    }
}

extension Machine {
    /// Whether a call from outside, which begins at a slot, can begin without further ado.
    fileprivate func canBegin(_ execution: Execution, at base: Int) -> Bool {
        !isPolling && !isRecorded && !isSampled && !isCounting && nesting < Store.maximumNesting
            && depth < execution.depthLimit
            && base &+ frameWindow <= stack.count &- Store.stackSlack
            && budget.spentAsInt &+ BudgetCosts.functionEntry <= budget.limitAsInt
    }

    /// Ends a call from outside.
    fileprivate mutating func end(_ call: OuterCall) {
        nesting &-= 1
        isInTask = call.wasInTask
        stackTop = call.base
    }
}
