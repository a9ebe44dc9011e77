import WasmSyntax

// Calls that give up their thread while a host function waits, and after so many units. They are loops around
// `GuestCall.resume`; the guest runs on the executor of who calls it, which is why they are `nonisolated(nonsending)`.

extension Function {
    /// Calls the function without blocking a thread: the task is suspended while an asynchronous host function or a wait of
    /// the guest lasts, and gives way to others after every so many units. A cancelled task ends the guest at the next look,
    /// with a ``Trap`` of kind ``Trap/Kind/interrupted(_:)``.
    ///
    /// The guest runs where the caller runs: in an actor's method on the actor, otherwise on Swift's threads. While it
    /// waits, other calls of its store may run.
    ///
    /// - Parameters:
    ///   - arguments: The arguments.
    ///   - units: The units of budget between two places where the task gives way. A million take some milliseconds.
    /// - Throws: As `call(_:)`.
    public nonisolated(nonsending) func callAsync(
        _ arguments: [Value] = [], yieldingEvery units: UInt64 = 1_000_000
    ) async throws -> [Value] {
        try await begin(arguments).finish(yieldingEvery: units)
    }

    /// Calls the function with Swift values, as ``callAsync(_:yieldingEvery:)`` does, and returns its only result:
    /// `let sum: Int32 = try await add.callAsync(1 as Int32, 2 as Int32)`.
    ///
    /// - Throws: As ``callAsync(_:yieldingEvery:)``; ``CallError`` if the types are not the function's.
    public nonisolated(nonsending) func callAsync<each Argument: WasmValue, Result: WasmValue>(
        _ argument: repeat each Argument, returning: Result.Type = Result.self
    ) async throws -> Result {
        let arguments = try typedArguments(repeat each argument, results: [Result.wasmType])
        let results = try await callAsync(arguments)
        return Result(wasmBits: results.first?.slotValue(in: store)?.bits ?? 0)
    }

    /// Returns Swift values as arguments, if the function has these types.
    private func typedArguments<each Argument: WasmValue>(
        _ argument: repeat each Argument, results: [ValueType]
    ) throws(CallError) -> [Value] {
        var types: [ValueType] = []
        var arguments: [Value] = []
        for value in repeat each argument {
            let type = Swift.type(of: value).wasmType
            types.append(type)
            arguments.append(Value(SlotValue(value.wasmBits), type: type, in: store))
        }
        let wanted = FunctionType(parameters: types, results: results)
        guard wanted == type else { throw CallError.resultType(expected: "\(wanted)", found: "\(type)") }
        return arguments
    }
}

extension Instance {
    /// Calls an exported function without blocking a thread: see ``Function/callAsync(_:yieldingEvery:)``.
    ///
    /// - Throws: As ``call(_:_:)``.
    public nonisolated(nonsending) func callAsync(
        _ name: Name, _ arguments: [Value] = [], yieldingEvery units: UInt64 = 1_000_000
    ) async throws -> [Value] {
        guard !isDiscarded else { throw CallError.instanceDiscarded }
        guard let function = function(named: name) else { throw unknownFunction(name) }
        return try await function.callAsync(arguments, yieldingEvery: units)
    }
}

extension GuestCall {
    /// Begins the call or goes on with it, until it ends: see ``Function/callAsync(_:yieldingEvery:)``. A spent budget and
    /// an interruption end it with a trap.
    ///
    /// - Throws: As `Function.call(_:)`.
    public nonisolated(nonsending) func finish(yieldingEvery units: UInt64 = 1_000_000) async throws -> [Value] {
        // A call that waits for results must not be resumed without them.
        var progress = try suspension.map { .suspended($0) } ?? resumeInTask(yieldingAfter: units)
        while true {
            guard case .suspended(let suspension) = progress else { break }
            switch suspension {
            case .yielded: await Task.yield()
            case .waiting(let nanoseconds): try? await Task.sleep(nanoseconds: nanoseconds)
            case .hostFunction where awaitsAsynchronously, .awaitingResults where awaitsAsynchronously:
                let results = await awaitResults()
                progress = try resumeInTask(with: results, yieldingAfter: units)
                continue
            case .hostFunction(let asked): throw end(with: .host("\(asked)"))
            case .budgetSpent: throw end(with: .budgetExhausted)
            case .interrupted(let reason):
                var trap = end(with: .interrupted(reason))
                if Task.isCancelled { trap.underlyingError = CancellationError() }
                throw trap
            case .awaitingResults: throw end(with: .host("\(suspension)"))
            }
            progress = try resumeInTask(yieldingAfter: units)
        }
        guard case .finished(let results) = progress else { return [] }
        return results
    }

    /// Whether the host function that the call waits for is asynchronous.
    private var awaitsAsynchronously: Bool { awaitedFunction?.asyncBody != nil }

    /// Resumes the call with an interruption that also asks whether the task is cancelled.
    private func resumeInTask(
        with results: Result<[SlotValue], any Error>? = nil, yieldingAfter units: UInt64
    ) throws -> Progress {
        let store = function.store
        let outer = store.interruption
        let both = TaskInterruption(outer)
        store.interruption = both
        defer { if store.interruption === both { store.interruption = outer } }
        return try resume(with: results, yieldingAfter: units, isInTask: true)
    }

    /// Runs the asynchronous host function that the call waits for.
    private nonisolated(nonsending) func awaitResults() async -> Result<[SlotValue], any Error> {
        guard let (record, call) = awaitedCall, let body = record.asyncBody else {
            return .failure(CallError.awaitsNoResults)
        }
        do {
            switch body {
            case .values(let body):
                let bits = call.arguments.map { $0.slotValue(in: call.store)?.bits ?? 0 }
                let results = try await body(bits).map { SlotValue($0) }
                guard awaitedFunction === record else { throw CallError.awaitsNoResults }
                return .success(results)
            case .call(let body):
                let results = try await body(call)
                guard awaitedFunction === record else { throw CallError.awaitsNoResults }
                return .success(try slots(for: results))
            }
        } catch is CancellationError where Task.isCancelled {
            return .failure(Interrupted(.cancelled))
        } catch {
            return .failure(error)
        }
    }
}

/// An interruption that stops when another one does, or when the current task is cancelled. It must be polled by the task
/// itself or by its child tasks.
package final class TaskInterruption: Interruption {
    private let other: (any Interruption)?

    package init(_ other: (any Interruption)?) { self.other = other }

    package func reasonToStop() -> InterruptReason? {
        if let reason = other?.reasonToStop() { return reason }
        return Task.isCancelled ? .cancelled : nil
    }
}
