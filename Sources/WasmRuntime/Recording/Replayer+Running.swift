import WasmSyntax

extension Replayer {
    /// How far a part of a replay has come.
    package enum Progress {
        case finished([Value])
        /// So many units are spent; the call is suspended.
        case stopped
    }

    /// Goes on with a guest's call, which is interrupted where it was interrupted in the recording.
    ///
    /// - Parameter units: Stop at the first backward branch, call or return with so many units spent.
    /// - Throws: As `Function.call`.
    package func advance(_ call: GuestCall, to units: UInt64?, isStep: Bool = false) throws -> Progress {
        let store = call.function.store
        while true {
            // The call yields when more is spent, so the limit is a unit less.
            let targets = [units, interruption?.spent].compactMap { $0.map { $0 == 0 ? 0 : $0 &- 1 } }
            let left = isStep ? 0 : targets.min().map { $0 &- min($0, store.budget.spent) }
            switch try call.resume(yieldingAfter: left) {
            case .finished(let results): return .finished(results)
            case .suspended(.yielded):
                // A host call can begin with just as many units.
                if let interruption, store.budget.spent >= interruption.spent, !isBeforeCall {
                    let trap = call.end(with: .interrupted(interruption.reason))
                    // An operation that was interrupted in the middle is done as a whole here, and may cost more.
                    store.budget.spent = interruption.spent
                    throw trap
                }
                if isStep || store.isAtBreakpoint { return .stopped }
                if let units, store.budget.spent >= units { return .stopped }
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

extension Store {
    /// The counts of a store that a snapshot does not have.
    package struct Accounts: Sendable {
        fileprivate let budget: Budget
        fileprivate let usage: HostUsage
        fileprivate let codeBytes: UInt64
        fileprivate let instanceNames: [Int: Name]
    }

    /// The counts of the store that a snapshot does not have. A replay that begins in the middle goes on with it, so that it
    /// meets the limits where the recorded run has met them.
    package var accounts: Accounts {
        get {
            Accounts(
                budget: budget, usage: hostMemory.usage, codeBytes: codeBytes, instanceNames: instanceNames)
        }
        set {
            budget = newValue.budget
            hostMemory.adopt(newValue.usage)
            codeBytes = newValue.codeBytes
            // Counted already.
            for code in codeObjects.values { code.isBorrowed = false }
            instanceNames = newValue.instanceNames
        }
    }
}
