import WasmRuntime

/// A call that runs and is recorded, under a debugger: the way back is a replay of what was recorded so far. Forwards, the
/// replay leads to the present, where the call itself goes on.
final class RecordedTarget: DebugTarget {
    let canGoBack = true
    private let live: LiveTarget
    /// Returns the recording so far.
    private let recorded: () throws -> [UInt8]
    private var past: ReplayTarget?
    /// The size of the recording that the replay is of.
    private var recordedBytes = 0
    /// The moment of the call that runs, in the replay; `nil` while the guest is in the present. After a trap, it is the
    /// end.
    private var present: ReplayTarget.Moment?
    private var breakpoints: Set<DebugAddress> = []

    /// The units between two checkpoints of the replay.
    private static let checkpointInterval: UInt64 = 1_000_000

    init(_ live: LiveTarget, recorded: @escaping () throws -> [UInt8]) {
        (self.live, self.recorded) = (live, recorded)
    }

    private var current: any DebugTarget {
        if present != nil, let past { past } else { live }
    }

    var store: Store { current.store }
    var threads: [Int] { current.threads }
    var ending: Result<[Value], any Error>? { live.ending }
    func stack(of thread: Int) -> CapturedStack? { current.stack(of: thread) }
    func kill() { live.kill() }

    func setBreakpoint(_ isSet: Bool, _ address: DebugAddress) -> Bool {
        guard live.setBreakpoint(isSet, address) else { return false }
        if isSet { breakpoints.insert(address) } else { breakpoints.remove(address) }
        _ = past?.setBreakpoint(isSet, address)
        return true
    }

    // MARK: Forwards

    func step(_ thread: Int) -> DebugStop {
        guard let present, let past else { return live.step(thread) }
        if past.isAt(present) {
            self.present = nil
            return live.step(thread)
        }
        return arrived(past.step(thread))
    }

    func run(units: UInt64) -> DebugStop {
        guard let present, let past else { return live.run(units: units) }
        if past.isAt(present) {
            self.present = nil
            return live.run(units: units)
        }
        return arrived(past.run(units: units, upTo: present))
    }

    /// Returns to the present if the replay is there.
    private func arrived(_ stop: DebugStop) -> DebugStop {
        guard let present, past?.isAt(present) == true else { return stop }
        self.present = nil
        // The trap has happened in the present, and its frames are there.
        if case .trapped(let thread, let text)? = live.trap { return .trapped(thread: thread, text) }
        return stop
    }

    // MARK: Backwards

    func goBack(byStep: Bool) -> DebugStop {
        do {
            if present == nil { try enterPast() }
        } catch {
            return .historyEnd(thread: 1, isBeginning: true)
        }
        return past?.goBack(byStep: byStep) ?? .historyEnd(thread: 1, isBeginning: true)
    }

    /// Goes to the present in a replay of what was recorded.
    private func enterPast() throws {
        let bytes = try recorded()
        let past: ReplayTarget
        if let known = self.past, bytes.count == recordedBytes {
            past = known
        } else {
            past = ReplayTarget(
                try ReplaySession(
                    Recording(bytes: bytes), checkpointsEvery: RecordedTarget.checkpointInterval, output: nil,
                    instruments: .debugging))
            _ = past.step(1)
            for address in breakpoints { _ = past.setBreakpoint(true, address) }
            (self.past, recordedBytes) = (past, bytes.count)
        }
        present = try past.goToPresent(of: live)
    }
}
