import WasmSyntax

/// The place at which a replay was asked to stop.
package struct ReplayStop: Error {
    /// A trap whose backtrace is the place.
    package let place: Trap
    /// The units that are spent there.
    package let spent: UInt64
}

extension ReplayStop: CustomStringConvertible {
    /// The units, then a line for each frame.
    package var description: String { "stopped after \(spent) units" + place.framesDescription }
}

extension Replayer {
    /// Calls a guest's function, which is interrupted where it was interrupted in the recording.
    ///
    /// - Parameter units: Stop at the first backward branch, call or return with so many units spent.
    /// - Throws: ``ReplayStop``, or as `Function.call`.
    package func call(_ function: Function, _ arguments: [Value] = [], stoppingAt units: UInt64?) throws -> [Value] {
        let store = function.store
        let call = try function.begin(arguments)
        while true {
            // The call yields when more is spent, so the limit is a unit less.
            let targets = [units, interruption?.spent].compactMap { $0.map { $0 == 0 ? 0 : $0 &- 1 } }
            let left = targets.min().map { $0 &- min($0, store.budget.spent) }
            switch try call.resume(yieldingAfter: left) {
            case .finished(let results): return results
            case .suspended(.yielded):
                // A host call can begin with just as many units.
                if let interruption, store.budget.spent >= interruption.spent, !isBeforeCall {
                    let trap = call.end(with: .interrupted(interruption.reason))
                    // An operation that was interrupted in the middle is done as a whole here, and may cost more.
                    store.budget.spent = interruption.spent
                    throw trap
                }
                if let units, store.budget.spent >= units {
                    throw ReplayStop(place: call.end(with: .interrupted(.cancelled)), spent: store.budget.spent)
                }
            case .suspended(.budgetSpent): throw call.end(with: .budgetExhausted)
            case .suspended(.interrupted(let reason)): throw call.end(with: .interrupted(reason))
            case .suspended(let other): throw call.end(with: .host("\(other)"))
            }
        }
    }

    /// The interruption that ended the run, unless it ended a host call.
    private var interruption: (reason: InterruptReason, spent: UInt64)? {
        guard case .trapped(.interrupted(let reason))? = recording.ending, !recording.endsInHostCall else { return nil }
        return (reason, recording.spent)
    }
}
