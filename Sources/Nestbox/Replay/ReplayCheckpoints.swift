import WasmRuntime

/// Moments of a replay from which it can go on, so that going back does not begin at the start.
struct ReplayCheckpoints {
    struct Checkpoint {
        let snapshot: Snapshot
        let accounts: Store.Accounts
        let replayer: Replayer.State
        let spent: UInt64
    }

    private var checkpoints: [Checkpoint] = []
    /// The units between two checkpoints; `nil` for none.
    private var interval: UInt64?
    /// The units spent at the next checkpoint.
    private var next: UInt64
    /// Bytes of the checkpoints, most of which share memory with others until the guest writes to it.
    private var bytes: UInt64 = 0

    private static let most = 64
    private static let mostBytes: UInt64 = 1 << 30

    init(interval: UInt64?) {
        self.interval = interval.map { max(1, $0) }
        next = self.interval ?? 0
    }

    /// Returns the units at which to stop: those asked for, or those of the next checkpoint if it comes before.
    func next(before units: UInt64?) -> UInt64? {
        guard interval != nil else { return units }
        return min(next, units ?? .max)
    }

    /// Whether so many units are spent that there is to be a checkpoint.
    func isDue(at spent: UInt64) -> Bool { interval != nil && spent >= next }

    /// Adds a checkpoint; `nil` if there can be none at the moment.
    mutating func add(_ snapshot: Snapshot?, _ store: Store, _ replayer: Replayer) {
        let spent = store.budget.spent
        if let snapshot {
            checkpoints.append(
                Checkpoint(snapshot: snapshot, accounts: store.accounts, replayer: replayer.state, spent: spent))
            bytes &+= snapshot.byteCount
        }
        while checkpoints.count > ReplayCheckpoints.most || bytes > ReplayCheckpoints.mostBytes { thinOut() }
        if let interval {
            let (sum, overflow) = spent.addingReportingOverflow(interval)
            next = overflow ? .max : sum
        }
    }

    /// Gives up every second checkpoint, and makes fewer from now on. A single one that is too large is the last.
    private mutating func thinOut() {
        let kept = checkpoints.enumerated().filter { $0.offset & 1 == 1 }.map(\.element)
        checkpoints = kept
        bytes = kept.reduce(0) { $0 &+ $1.snapshot.byteCount }
        interval =
            kept.isEmpty
            ? nil
            : interval.map { $0.multipliedReportingOverflow(by: 2) }.flatMap { $0.overflow ? nil : $0.partialValue }
    }

    /// Returns the last checkpoint with at most so many units spent.
    func last(notAfter units: UInt64) -> Checkpoint? { checkpoints.last { $0.spent <= units } }
}
