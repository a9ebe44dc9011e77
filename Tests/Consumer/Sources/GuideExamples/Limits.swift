// example begin policy
import Nestbox

/// A policy for small guests: what exceeds one of these numbers fails, or ends the guest.
func smallGuests() -> Policy {
    var policy = Policy()
    policy.resources.budget = 5_000_000  // Units of execution.
    policy.resources.deadlineMilliseconds = 200
    policy.resources.limits.totalMemoryBytes = 4 << 20
    policy.resources.limits.hostBytes = 32 << 20  // Everything that it makes the host hold.
    policy.resources.limits.callDepth = 500
    return policy
}
// example end

// example begin budget
/// Calls a function as often as a budget allows, and gives the number of calls
/// and the units of each.
func callsWithin(
    _ units: UInt64, of function: Function, in store: Store
) throws -> (calls: Int, units: UInt64) {
    let before = store.budget.spent
    store.budget.allow(units)  // On top of what is left.
    var (calls, each): (Int, UInt64) = (0, 0)
    do {
        while true {
            let start = store.budget.spent
            try function.call()
            each = store.budget.spent - start
            calls += 1
        }
    } catch let trap as Trap where trap.kind == .budgetExhausted {
        print("\(calls) calls of \(each) units; \(store.budget.spent - before) units spent")
    }
    return (calls, each)
}
// example end

// example begin cancel
/// Calls a function that may never return, and stops it after some time from another task.
/// The call gives way to that task now and then: endless calls on all threads would keep it
/// waiting.
nonisolated(nonsending) func callAndCancel(
    _ name: Name, of instance: Instance, afterNanoseconds time: UInt64
) async throws -> [Value] {
    let interruption = HostInterruption()
    instance.store.interruption = interruption
    Task.detached {
        try await Task.sleep(nanoseconds: time)
        interruption.cancel()
    }
    return try await instance.callAsync(name)
}
// example end

// example begin observer
/// Calls a guest, logs what it does, and prints what it took.
func observed(_ instance: Instance) throws {
    let store = instance.store
    store.observer = StoreObserver { level, message, metadata in
        print("\(level): \(message) \(metadata)")  // Or `logger.log(…)` of swift-log.
    }
    let (result, summary) = store.summarize { try instance.call("run") }
    _ = try result.get()
    print(summary)  // Units, time, bytes, and a line for each host function.
}
// example end
