import WasmSyntax

// Where the machine tells the sampler what happens. Nobody samples mostly, and then each of these is one comparison outside
// of the loop.

extension Store {
    /// Takes a sample if one is due. The program counter must be behind the current instruction.
    func sample(spent: Int, always: Bool = false, _ execution: Execution) {
        // With nothing running, the place of a suspended call is asked for.
        if machine.isCounting, let counts, spent &- counts.harvested >= ExecutionCounts.mostUnits { harvestCounters() }
        guard machine.isSampled, machine.nesting > 0, let sampler else { return }
        sampler.sample(spent: spent, always: always, execution, in: self)
        setNextCheck()
    }

    /// Calls a host function whose time and units are not the guest's.
    @inline(__always) func sampling<Success>(
        _ function: HostFunctionRecord, _ execution: Execution, _ body: () throws -> Success
    ) throws -> Success {
        guard machine.isSampled || machine.isCounting else { return try body() }
        let outer = sampler?.beginHost(function, spent: budget.spentAsInt, execution)
        let charged = machine.charged
        machine.charged = 0
        defer {
            counts?.addCall(of: function, units: machine.charged)
            machine.charged = charged
            sampler?.endHost(outer ?? nil, spent: budget.spentAsInt, in: self)
        }
        return try body()
    }

    /// Notes the beginning of a call from outside.
    func beginSampledCall(of address: Int) -> Sampler.Outer? {
        guard machine.isSampled, let sampler else { return nil }
        let record = state.functions[address]
        var place: CallTree.Place?
        if record.instance != FunctionRecord.host, let code = state.instances[Int(record.instance)].code {
            place = sampler.place(of: Int(record.index), code)
        }
        return sampler.beginCall(of: place, spent: budget.spentAsInt, in: self)
    }

    /// Notes the end of a call from outside.
    func endSampledCall(_ outer: Sampler.Outer?, isSuspended: Bool = false) {
        guard let outer, let sampler else { return }
        sampler.endCall(outer, isSuspended: isSuspended, spent: budget.spentAsInt)
    }

    /// Goes on with a profile when the budget spent is set to another value.
    func moveProfile(from old: UInt64, to new: UInt64) {
        guard let sampler else { return }
        let distance = Int(clamping: new) &- Int(clamping: old)
        profileStart = profileStart &+ new &- old
        sampler.move(by: distance)
        setNextCheck()
    }

    /// Goes through the frames of an execution, innermost first, whose program counter is behind the current instruction.
    ///
    /// - Parameter body: Gets the code, the function, and the place of the instruction that runs or has called.
    /// - Returns: Whether there are no more than `count` frames.
    func forEachFrame(
        of execution: Execution, atMost count: Int = .max, _ body: (CodeObject, LoweredFunction, Int) -> Void
    ) -> Bool {
        var left = count
        for frame in FrameWalk(execution, in: self) {
            guard left > 0 else { return false }
            left &-= 1
            body(frame.code, frame.function, frame.place)
        }
        return true
    }
}
