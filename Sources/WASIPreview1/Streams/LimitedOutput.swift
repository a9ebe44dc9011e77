import WasmRuntime

/// An output stream that limits the number of bytes, in total and per second.
public final class LimitedOutput: WASIOutputStream {
    /// Bytes that the underlying stream has taken so far.
    public private(set) var written: UInt64 = 0
    private let stream: any WASIOutputStream
    private let maximumBytes: UInt64
    private let beyond: Policy.Output.Excess
    private var rate: Rate?
    /// Receives the maximum when bytes beyond it are to be written.
    var limitMet: ((UInt64) -> Void)?

    /// - Parameters:
    ///   - stream: The stream that the bytes go to.
    ///   - maximumBytes: The maximum number of bytes; `nil` for any number.
    ///   - beyond: The treatment of bytes beyond the maximum.
    ///   - bytesPerSecond: The maximum number of bytes per second, on average; `nil` for any number, and 0 counts as 1.
    ///     A guest that writes faster has to wait. After a second without output it may write this number at once.
    ///   - clocks: The clocks that measure the seconds: the host's, never those that the guest sees.
    public init(
        _ stream: any WASIOutputStream, maximumBytes: UInt64?, beyond: Policy.Output.Excess,
        bytesPerSecond: UInt64? = nil, clocks: any WASIClocks
    ) {
        self.stream = stream
        self.maximumBytes = maximumBytes ?? .max
        self.beyond = beyond
        rate = bytesPerSecond.map { Rate(bytesPerSecond: max(1, $0), clocks) }
    }

    public var isTerminal: Bool { stream.isTerminal }
    public var buffering: WASIBuffering { stream.buffering }
    public var refusesWhenNotReady: Bool { stream.refusesWhenNotReady }

    public func readiness(waitingAtMost nanoseconds: UInt64) -> WASIReadiness? {
        // Bytes beyond the maximum do not reach the stream, so that the guest need not wait for it.
        if written >= maximumBytes { return WASIReadiness() }
        if rate?.allowance(waitingAtMost: nanoseconds) == 0 { return nil }
        return stream.readiness(waitingAtMost: nanoseconds)
    }

    public func write(_ bytes: Span<UInt8>) throws -> Int {
        var count = Int(clamping: min(UInt64(bytes.count), maximumBytes &- written))
        guard count > 0 else {
            limitMet?(maximumBytes)
            switch beyond {
            case .error: throw Errno.nospc
            case .drop: return bytes.count
            case .stop: throw Trap(.host("more than \(maximumBytes) bytes of output"))
            }
        }
        if let allowance = rate?.allowance(waitingAtMost: 0) {
            guard allowance > 0 else { throw Errno.again }
            count = Int(clamping: min(UInt64(count), allowance))
        }
        let done = min(max(try stream.write(bytes.extracting(0..<count)), 0), count)
        written &+= UInt64(done)
        rate?.spend(UInt64(done))
        return done
    }
}

/// A token bucket: it fills with the bytes that time allows, up to those of one second.
private struct Rate {
    private let bytesPerSecond: UInt64
    private let clocks: any WASIClocks
    private var available: UInt64
    /// The moment up to which the bucket has been filled.
    private var filled: UInt64

    private static let second: UInt64 = 1_000_000_000

    init(bytesPerSecond: UInt64, _ clocks: any WASIClocks) {
        self.bytesPerSecond = bytesPerSecond
        self.clocks = clocks
        available = bytesPerSecond
        filled = clocks.now(.monotonic) ?? 0
    }

    /// Returns the number of bytes that may be written now. If it is 0, waits until it is not, at most this long.
    mutating func allowance(waitingAtMost nanoseconds: UInt64) -> UInt64 {
        refill()
        if available == 0, nanoseconds > 0 {
            let untilNext = Rate.second / bytesPerSecond &+ 1
            clocks.sleep(nanoseconds: min(nanoseconds, untilNext))
            refill()
        }
        return available
    }

    mutating func spend(_ bytes: UInt64) { available &-= min(bytes, available) }

    private mutating func refill() {
        let now = clocks.now(.monotonic) ?? filled
        guard now > filled else { return }
        let elapsed = min(now &- filled, Rate.second)
        let (product, overflow) = elapsed.multipliedReportingOverflow(by: bytesPerSecond)
        let new = overflow ? bytesPerSecond : product / Rate.second
        guard new > 0 else { return }
        available = min(bytesPerSecond, available.addingSaturating(new))
        // Time that was too short for a whole byte counts at the next refill.
        let used = overflow ? elapsed : new &* Rate.second / bytesPerSecond
        filled = now &- (elapsed &- min(used, elapsed))
    }
}
