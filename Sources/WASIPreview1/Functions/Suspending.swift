import WasmRuntime

// A guest that was called asynchronously does not block a thread while it waits: it is suspended, and its call is tried
// again after a while.

extension WASICall {
    /// Whether the guest is suspended while it waits.
    var canWait: Bool { host.canWait }

    /// Returns an error to throw, which suspends the guest. Its call then goes on with `rest`.
    func wait(nanoseconds: UInt64, then rest: @escaping (WASICall) throws -> Void) -> HostWait {
        let (version, meter) = (version, meter)
        return host.wait(nanoseconds: nanoseconds) { try rest(WASICall($0, version, meter)) }
    }
}

extension WASI {
    /// The longest time between two looks at streams for which a suspended guest waits.
    static let longestSuspension: UInt64 = 32_000_000

    /// The time to wait before the next look at streams, after so many looks: short at first, for what is about to come.
    static func suspension(afterLooks looks: Int) -> UInt64 {
        min(longestSuspension, 500_000 << UInt64(min(looks, 16)))
    }

    /// Suspends the guest if it was called asynchronously and would wait, until it no longer would, and then calls `rest`.
    ///
    /// - Parameter isReady: Whether the call would not wait now.
    /// - Throws: ``HostWait``; ``Errno`` of the outputs that are written before the wait.
    func suspend(
        _ call: WASICall, _ waiting: Waiting, looks: Int = 0, until isReady: @escaping () -> Bool,
        then rest: @escaping (WASICall) throws -> Void
    ) throws {
        guard call.canWait, waiting.isAllowed, !isReady() else { return }
        if looks == 0 { try flushBeforeWaiting(waiting) }
        try call.meter.pay(.wait)
        throw call.wait(nanoseconds: WASI.suspension(afterLooks: looks)) { call in
            let waiting = Waiting(interruption: call.interruption)
            try waiting.interruption.check()
            try self.suspend(call, waiting, looks: looks &+ 1, until: isReady, then: rest)
            try rest(call)
        }
    }

    /// Performs `poll_oneoff` for a guest that was called asynchronously.
    func pollInTask(_ poll: Poll, _ call: WASICall, looks: Int = 0) throws {
        try call.interruption.check()
        let events = try poll.eventsNow()
        guard events.isEmpty else { return try write(events, for: call) }
        if looks == 0 { try flushBeforeWaiting(Waiting(interruption: call.interruption)) }
        try call.meter.pay(.wait)
        let time = poll.hasStreams ? min(poll.remaining, WASI.suspension(afterLooks: looks)) : poll.remaining
        throw call.wait(nanoseconds: time) { try self.pollInTask(poll, $0, looks: looks &+ 1) }
    }

    /// Writes the events of a `poll_oneoff`, and their number.
    func write(_ events: [Event], for call: WASICall) throws {
        let memory = try call.memory()
        for (index, event) in events.enumerated() {
            try memory.write(event.encoded, at: call.address(1) &+ UInt64(index) &* Event.size)
        }
        try memory.store(UInt32(truncatingIfNeeded: events.count), at: call.address(3))
    }
}
