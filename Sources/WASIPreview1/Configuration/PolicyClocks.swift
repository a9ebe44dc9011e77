import WasmRuntime

/// Clocks that go in steps, so that what happens in between cannot be measured.
public final class CoarseClocks: WASIClocks {
    private let clocks: any WASIClocks
    private let step: UInt64

    /// - Parameter step: Nanoseconds; 0 is taken for 1.
    public init(_ clocks: any WASIClocks, step: UInt64) {
        self.clocks = clocks
        self.step = max(1, step)
    }

    /// The beginning of the step that it is.
    public func now(_ clock: ClockID) -> UInt64? { clocks.now(clock).map { $0 &- $0 % step } }

    public func resolution(_ clock: ClockID) -> UInt64? { clocks.resolution(clock).map { max($0, step) } }

    public var isSimulated: Bool { clocks.isSimulated }

    public func sleep(nanoseconds: UInt64) { clocks.sleep(nanoseconds: nanoseconds) }
}

/// Clocks that go on with the budget that is spent, so that a run is the same every time, and time tells a guest nothing
/// that it could not count. Waiting takes no time.
public final class BudgetClocks: WASIClocks {
    /// Whose budget is the time. Time stands still while there is none.
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
