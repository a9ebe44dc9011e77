import WasmRuntime

/// A subscription whose descriptor or clock has been looked up.
struct PollSubscription {
    enum Source {
        /// Ready at this time of the clock.
        case clock(ClockID, until: UInt64)
        case read(any WASIInputStream)
        case write(any WASIOutputStream)
        case accept(any WASIListener)
        /// Always ready, with this number of bytes.
        case file(byteCount: UInt64)
        case failed(Errno)
    }

    var userData: UInt64
    var type: EventType
    var source: Source

    /// The identity of the stream to poll, if any.
    fileprivate var stream: ObjectIdentifier? {
        switch source {
        case .read(let stream): ObjectIdentifier(stream)
        case .write(let stream): ObjectIdentifier(stream)
        case .accept(let listener): ObjectIdentifier(listener)
        case .clock, .file, .failed: nil
        }
    }

    fileprivate func readiness(waitingAtMost slice: UInt64) -> WASIReadiness? {
        switch source {
        case .read(let stream): stream.readiness(waitingAtMost: slice)
        case .write(let stream): stream.readiness(waitingAtMost: slice)
        case .accept(let listener): listener.readiness(waitingAtMost: slice)
        case .clock, .file, .failed: nil
        }
    }
}

/// The subscriptions of one `poll_oneoff`, and the wait for them.
///
/// Each round polls each clock and each stream once, however many subscriptions share it, so that a slice of waiting
/// costs next to nothing.
struct Poll {
    private let clocks: (any WASIClocks)?
    private let meter: WorkMeter
    private var subscriptions: [PollSubscription] = []
    /// The earliest end of a subscription for each clock.
    private var ends: [ClockID: UInt64] = [:]
    /// One subscription for each stream and direction, in the order in which they are polled.
    private var streams: [PollSubscription] = []
    private var streamIndices: [StreamKey: Int] = [:]
    /// Whether a subscription has an event without waiting: a file is always ready, a failed one reports its error.
    private var isReady = false
    /// Whether a simulated clock has stopped, for example at the end of its range, before the end of the wait.
    private var isTimeOver = false

    fileprivate struct StreamKey: Hashable {
        var stream: ObjectIdentifier
        var type: EventType
    }

    init(_ clocks: (any WASIClocks)?, _ meter: WorkMeter) {
        self.clocks = clocks
        self.meter = meter
    }

    mutating func add(_ subscription: PollSubscription) {
        subscriptions.append(subscription)
        switch subscription.source {
        case .failed, .file: isReady = true
        case .clock(let id, let end): ends[id] = min(end, ends[id] ?? .max)
        case .read, .write, .accept:
            guard let key = subscription.key, streamIndices[key] == nil else { return }
            streamIndices[key] = streams.count
            streams.append(subscription)
        }
    }

    /// Whether any subscription is one of a stream.
    var hasStreams: Bool { !streams.isEmpty }
    /// Whether the time is simulated.
    var isSimulated: Bool { clocks?.isSimulated ?? false }

    /// Waits in slices until an event is due, and returns all that are.
    ///
    /// - Parameter beforeWaiting: Called once before the first slice, if any is needed.
    /// - Throws: ``Interrupted``, what `beforeWaiting` throws, and `ECANCELED` if a slice cannot be paid.
    mutating func wait(_ waiting: Waiting, _ beforeWaiting: () throws -> Void) throws -> [Event] {
        try waiting.interruption.check()
        var events = try eventsNow()
        if events.isEmpty { try beforeWaiting() }
        while events.isEmpty {
            try meter.pay(.wait)
            waitOneSlice()
            try waiting.interruption.check()
            events = try eventsNow()
        }
        return events
    }

    /// The events that are due now; empty if none is.
    func eventsNow() throws -> [Event] {
        var now: [ClockID: UInt64] = [:]
        var isDue = isReady
        for (id, end) in ends {
            now[id] = clocks?.now(id) ?? .max
            if let time = now[id], time >= end || isTimeOver { isDue = true }
        }
        var answers: [WASIReadiness?] = []
        for stream in streams {
            try meter.pay(.readiness)
            let answer = stream.readiness(waitingAtMost: 0)
            if answer != nil { isDue = true }
            answers.append(answer)
        }
        guard isDue else { return [] }
        return subscriptions.compactMap { event(of: $0, now, answers) }
    }

    /// The event of a subscription, if it has one now.
    private func event(
        of subscription: PollSubscription, _ now: [ClockID: UInt64], _ answers: [WASIReadiness?]
    ) -> Event? {
        var event = Event(userData: subscription.userData, type: subscription.type)
        var readiness: WASIReadiness?
        switch subscription.source {
        case .failed(let error):
            event.error = error
            return event
        case .clock(let id, let end): return now[id] ?? .max >= end || isTimeOver ? event : nil
        case .file(let byteCount): readiness = WASIReadiness(byteCount: byteCount)
        case .read, .write, .accept:
            readiness = subscription.key.flatMap { streamIndices[$0] }.flatMap { answers[$0] }
        }
        guard let readiness else { return nil }
        event.byteCount = readiness.byteCount
        event.isHungUp = readiness.isHungUp
        return event
    }

    /// The nanoseconds until the first clock ends the wait.
    var remaining: UInt64 {
        var remaining = UInt64.max
        for (id, end) in ends {
            let now = clocks?.now(id) ?? .max
            remaining = min(remaining, end &- min(now, end))
        }
        return remaining
    }

    /// Waits for at most 20 ms: for up to four streams in turn, each for its share of the time, until one is ready;
    /// without streams, by the clock. The other streams are polled in the next round. Without streams, a simulated
    /// clock goes to the end of the wait at once; if it does not get there, as at the end of its range, the wait is
    /// over.
    private mutating func waitOneSlice() {
        let remaining = self.remaining
        guard remaining > 0 else { return }
        if streams.isEmpty, let clocks, clocks.isSimulated {
            clocks.sleep(nanoseconds: remaining)
            isTimeOver = self.remaining == remaining
            return
        }
        let slice = min(remaining, WASILimits.waitingSlice)
        let start = clocks?.now(.monotonic)
        let waitedFor = streams.prefix(4)
        let part = slice / UInt64(max(1, waitedFor.count))
        for stream in waitedFor where stream.readiness(waitingAtMost: part) != nil { return }
        // Without streams, the clock does the waiting; with streams, a clock that stood still while they waited has to
        // be moved.
        if streams.isEmpty || clocks?.now(.monotonic) == start { clocks?.sleep(nanoseconds: slice) }
    }
}

extension PollSubscription {
    fileprivate var key: Poll.StreamKey? { stream.map { Poll.StreamKey(stream: $0, type: type) } }
}
