import WASIPreview1
import WasmRuntime

/// Calls that run under a debugger.
final class LiveTarget: DebugTarget {
    private struct Thread {
        var call: GuestCall?
        /// The frames when the call trapped.
        var trapFrames: CapturedStack?
    }

    let store: Store
    let canGoBack = false
    /// How the last call has ended.
    private(set) var ending: Result<[Value], any Error>?
    private var calls: [Thread]
    /// The trap at which a call stands.
    private(set) var trap: DebugStop?
    /// Returns the call that the first thread makes after its last one; `nil` if that was the last.
    private let nextCall: () throws -> GuestCall?

    init(_ store: Store, _ calls: [GuestCall], next: @escaping () throws -> GuestCall? = { nil }) {
        self.store = store
        self.calls = calls.map { Thread(call: $0) }
        nextCall = next
        store.keepsTrapFrames = true
    }

    deinit { store.keepsTrapFrames = false }

    var threads: [Int] {
        calls.indices.filter { calls[$0].call != nil || calls[$0].trapFrames != nil }.map { $0 + 1 }
    }

    func stack(of thread: Int) -> CapturedStack? {
        guard calls.indices.contains(thread - 1) else { return nil }
        return calls[thread - 1].trapFrames
            ?? calls[thread - 1].call?.capturedStack(atMost: CapturedStack.mostFrames)
    }

    func step(_ thread: Int) -> DebugStop {
        while true {
            if let stop = resume(thread, units: 0) { return stop }
            // A call that comes after another one has to begin first.
            if calls[thread - 1].call?.suspension != nil { return .stepped(thread: thread) }
        }
    }

    func run(units: UInt64) -> DebugStop {
        var wait: UInt64?
        for thread in threads {
            switch resume(thread, units: units) {
            case nil: wait = 0
            case .waiting(let nanoseconds)?: wait = min(wait ?? .max, nanoseconds)
            case let stop?: return stop
            }
        }
        guard let wait, wait > 0 else { return .units }
        return .waiting(nanoseconds: wait)
    }

    func goBack(byStep: Bool) -> DebugStop { .units }

    func kill() {
        for thread in calls.indices {
            calls[thread].call?.cancel()
            calls[thread] = Thread()
        }
        ending = ending ?? .failure(Trap(.interrupted(.cancelled)))
    }

    /// Goes on with a call; returns why it has stopped, or `nil` if only its units are spent.
    private func resume(_ thread: Int, units: UInt64) -> DebugStop? {
        guard calls.indices.contains(thread - 1) else { return .ended(code: 0) }
        // A call that has trapped ends when it goes on.
        guard calls[thread - 1].trapFrames == nil, let call = calls[thread - 1].call else { return end(thread) }
        do {
            switch try call.resumeWithoutWaiting(yieldingAfter: units) {
            case .finished(let results): return try finish(thread, .success(results))
            case .suspended(.yielded): return store.isAtBreakpoint ? .breakpoint(thread: thread) : nil
            case .suspended(.waiting(let nanoseconds)): return .waiting(nanoseconds: nanoseconds)
            case .suspended(.budgetSpent): throw call.end(with: .budgetExhausted)
            case .suspended(.interrupted(let reason)): throw call.end(with: .interrupted(reason))
            case .suspended(.awaitingResults), .suspended(.hostFunction):
                return .waiting(nanoseconds: LiveTarget.patience)
            }
        } catch {
            return fail(thread, error)
        }
    }

    /// The time between two looks at a call that waits for the embedder.
    private static let patience: UInt64 = 20_000_000

    /// Goes on with the thread's next call, or ends it.
    private func finish(_ thread: Int, _ result: Result<[Value], any Error>) throws -> DebugStop? {
        calls[thread - 1].call = nil
        ending = result
        if thread == 1, let next = try nextCall() {
            calls[0].call = next
            return nil
        }
        return end(thread)
    }

    private func fail(_ thread: Int, _ error: any Error) -> DebugStop {
        calls[thread - 1].call = nil
        ending = .failure(error)
        guard let trap = error as? Trap, let frames = store.trapFrames else { return end(thread) }
        calls[thread - 1].trapFrames = frames
        store.trapFrames = nil
        let stop = DebugStop.trapped(thread: thread, "\(trap.kind)")
        self.trap = stop
        return stop
    }

    /// Ends a call; the guest has ended with the last one.
    private func end(_ thread: Int) -> DebugStop {
        calls[thread - 1] = Thread()
        guard threads.isEmpty || ending?.isExit == true else { return .units }
        return .ended(code: ending?.exitCode ?? 0)
    }
}

extension Result where Success == [Value], Failure == any Error {
    /// Whether the guest has ended itself.
    var isExit: Bool { if case .failure(let error) = self { error is GuestExit } else { false } }

    /// The exit code that debuggers are told.
    var exitCode: UInt8 {
        switch self {
        case .success: 0
        case .failure(let error):
            if let exit = error as? GuestExit { UInt8(clamping: exit.code) } else { 134 }
        }
    }
}
