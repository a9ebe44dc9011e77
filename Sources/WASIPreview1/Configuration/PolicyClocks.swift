import WasmRuntime

/// Clocks that advance in steps, so that a guest cannot measure shorter times.
public final class CoarseClocks: WASIClocks {
    private let clocks: any WASIClocks
    private let step: UInt64

    /// - Parameters:
    ///   - clocks: The clocks that are read.
    ///   - step: The length of a step in nanoseconds; 0 counts as 1.
    public init(_ clocks: any WASIClocks, step: UInt64) {
        self.clocks = clocks
        self.step = max(1, step)
    }

    /// Returns the beginning of the current step.
    public func now(_ clock: ClockID) -> UInt64? { clocks.now(clock).map { $0 &- $0 % step } }

    public func resolution(_ clock: ClockID) -> UInt64? { clocks.resolution(clock).map { max($0, step) } }

    public var isSimulated: Bool { clocks.isSimulated }

    public func sleep(nanoseconds: UInt64) { clocks.sleep(nanoseconds: nanoseconds) }
}

/// Clocks that advance with the budget that a guest spends: every run is the same, and time tells the guest nothing
/// that it could not count itself. Waiting takes no real time.
public final class BudgetClocks: WASIClocks {
    /// The store whose budget drives the clocks. Time stands still without a store.
    public weak var store: Store?
    private let start: UInt64
    private let nanosecondsPerUnit: UInt64
    private var waited: UInt64 = 0

    /// - Parameters:
    ///   - start: Nanoseconds since 1970 at the beginning.
    ///   - nanosecondsPerUnit: How long a unit of budget takes.
    public init(start: UInt64, nanosecondsPerUnit: UInt64) {
        self.start = start
        self.nanosecondsPerUnit = nanosecondsPerUnit
    }

    public func now(_ clock: ClockID) -> UInt64? {
        let (time, overflow) = (store?.budget.spent ?? 0).multipliedReportingOverflow(by: nanosecondsPerUnit)
        let elapsed = (overflow ? .max : time).addingSaturating(waited)
        switch clock {
        case .realtime: return start.addingSaturating(elapsed)
        case .monotonic: return elapsed
        case .processCPUTime, .threadCPUTime: return nil
        }
    }

    public func resolution(_ clock: ClockID) -> UInt64? {
        clock == .realtime || clock == .monotonic ? max(1, nanosecondsPerUnit) : nil
    }

    public var isSimulated: Bool { true }

    public func sleep(nanoseconds: UInt64) { waited = waited.addingSaturating(nanoseconds) }
}
