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
    /// Returns the time of a clock; `nil` if the clock is not available.
    func now(_ clock: ClockID) -> UInt64?
    /// Returns the smallest step of a clock, at least 1; `nil` if the clock is not available.
    func resolution(_ clock: ClockID) -> UInt64?
    /// Waits this long, or less. WASI asks for at most 20 ms at a time, unless the clocks are simulated.
    func sleep(nanoseconds: UInt64)
    /// Whether ``sleep(nanoseconds:)`` advances these clocks and returns at once: a guest that waits only for time then
    /// waits in one step. The default is `false`.
    var isSimulated: Bool { get }
}

extension WASIClocks {
    public var isSimulated: Bool { false }
}

/// Where a guest's random bytes come from.
public protocol WASIRandomSource: AnyObject {
    /// Overwrites all of `bytes`, at most 64 KiB at a time.
    ///
    /// - Throws: ``Errno`` for the guest; any other error ends the guest.
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

    /// Advances both clocks, at most to the end of their range, and returns at once.
    public func sleep(nanoseconds: UInt64) {
        realtime = realtime.addingSaturating(nanoseconds)
        monotonic = monotonic.addingSaturating(nanoseconds)
    }
}

/// Random bytes that are derived from a seed, for runs that can be repeated exactly. They are not secret.
public final class SeededRandomSource: WASIRandomSource {
    private var state: UInt64

    /// Creates a source whose bytes depend only on the seed.
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
