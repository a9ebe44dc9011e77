import WasmRuntime

/// Output that is no more than it may be, in all and in a second.
public final class LimitedOutput: WASIOutputStream {
    /// Bytes that were handed on or dropped so far.
    public private(set) var written: UInt64 = 0
    private let stream: any WASIOutputStream
    private let maximumBytes: UInt64
    private let beyond: Policy.Output.Excess
    private var rate: Rate?

    /// - Parameters:
    ///   - stream: Where it goes to.
    ///   - maximumBytes: The most bytes; `nil` for any number.
    ///   - beyond: What happens when there are more.
    ///   - bytesPerSecond: The most bytes in a second, on average; `nil` for any number, and 0 is taken for 1. The guest waits meanwhile, and
    ///     may write as many at once when it has not for a second.
    ///   - clocks: What the seconds are measured by: the host's, never those that the guest sees.
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

    public func readiness(waitingAtMost nanoseconds: UInt64) -> WASIReadiness? {
        // What is only dropped or refused needs nobody to be ready.
        if written >= maximumBytes { return WASIReadiness() }
        if rate?.allowance(waitingAtMost: nanoseconds) == 0 { return nil }
        return stream.readiness(waitingAtMost: nanoseconds)
    }

    public func write(_ bytes: Span<UInt8>) throws -> Int {
        var count = Int(clamping: min(UInt64(bytes.count), maximumBytes &- written))
        guard count > 0 else {
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

/// A bucket of bytes that fills up by the second.
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

    /// Bytes that may be written now. If there are none, waits until there is one, at most so long.
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
        // What was less than a byte counts on.
        let used = overflow ? elapsed : new &* Rate.second / bytesPerSecond
        filled = now &- (elapsed &- min(used, elapsed))
    }
}
