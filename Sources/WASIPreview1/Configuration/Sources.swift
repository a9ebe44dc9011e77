/// The clocks of preview 1 (witx: `clockid`).
public enum ClockID: UInt32, Hashable, Sendable, CaseIterable {
    /// Time since 1970-01-01, without leap seconds.
    case realtime
    /// Time since some moment; never goes back.
    case monotonic
    /// Processor time of the process.
    case processCPUTime
    /// Processor time of the thread.
    case threadCPUTime
}

/// Where a guest's time comes from. All times are in nanoseconds.
public protocol WASIClocks: AnyObject {
    /// The time of a clock; `nil` if there is no such clock here.
    func now(_ clock: ClockID) -> UInt64?
    /// The smallest step of a clock, at least 1; `nil` if there is no such clock here.
    func resolution(_ clock: ClockID) -> UInt64?
    /// Waits this long, or less. It is asked for at most 20 ms at a time, unless the clocks are simulated.
    func sleep(nanoseconds: UInt64)
    /// Whether these clocks go on by ``sleep(nanoseconds:)``, which returns at once, for however long: a guest that
    /// waits for nothing else then waits in one step. `false` unless said otherwise.
    var isSimulated: Bool { get }
}

extension WASIClocks {
    public var isSimulated: Bool { false }
}

/// Where a guest's random bytes come from.
public protocol WASIRandomSource: AnyObject {
    /// Overwrites all of `bytes`, at most 64 KiB at a time.
    ///
    /// - Throws: ``Errno`` for the guest; anything else ends it.
    func fill(_ bytes: inout MutableSpan<UInt8>) throws
}

/// Clocks that stand still unless a guest waits: for runs that can be repeated exactly.
public final class VirtualClocks: WASIClocks {
    private var realtime: UInt64
    private var monotonic: UInt64 = 0

    /// - Parameter realtime: Nanoseconds since 1970 at the beginning.
    public init(realtime: UInt64 = 0) { self.realtime = realtime }

    public func now(_ clock: ClockID) -> UInt64? {
        switch clock {
        case .realtime: realtime
        case .monotonic: monotonic
        case .processCPUTime, .threadCPUTime: nil
        }
    }

    public func resolution(_ clock: ClockID) -> UInt64? {
        clock == .realtime || clock == .monotonic ? 1 : nil
    }

    public var isSimulated: Bool { true }

    /// Moves both clocks on, at most to their end, and takes no time.
    public func sleep(nanoseconds: UInt64) {
        realtime = realtime.addingSaturating(nanoseconds)
        monotonic = monotonic.addingSaturating(nanoseconds)
    }
}

/// Random bytes that follow from a seed, and so are not secret: for runs that can be repeated exactly.
public final class SeededRandomSource: WASIRandomSource {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public func fill(_ bytes: inout MutableSpan<UInt8>) {
        var word: UInt64 = 0
        for index in 0..<bytes.count {
            if index % 8 == 0 { word = next() }
            bytes[index] = UInt8(truncatingIfNeeded: word)
            word >>= 8
        }
    }

    /// SplitMix64: every seed gives a different sequence, of full period.
    private func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

extension UInt64 {
    func addingSaturating(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
