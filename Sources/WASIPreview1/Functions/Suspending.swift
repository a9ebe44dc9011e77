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
        try flushInTask(call)
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
        try flushInTask(call)
        try call.meter.pay(.wait)
        let time = poll.hasStreams ? min(poll.remaining, WASI.suspension(afterLooks: looks)) : poll.remaining
        throw call.wait(nanoseconds: time) { try self.pollInTask(poll, $0, looks: looks &+ 1) }
    }

    /// Writes the buffers of a call, of a guest that was called asynchronously: it is suspended until the stream takes the
    /// rest.
    ///
    /// - Parameters:
    ///   - written: The bytes that the stream has taken before; `nil` for a call that begins.
    ///   - looks: The number of times since that it would take no more.
    func writeInTask(
        _ output: OutputBuffer, _ call: WASICall, result: Int, written: UInt64? = nil, looks: Int = 0
    ) throws {
        let waiting = Waiting(interruption: call.interruption, isAllowed: false)
        try waiting.interruption.check()
        var transfer = try Transfer(call, buffers: 1, result: result, isPaid: written != nil)
        // Otherwise a reader that takes little at a time would make the guest pay again and again.
        if written == nil { try transfer.payForAll() }
        transfer.skipped = written ?? 0
        var total = transfer.skipped
        if looks == 0 || output.isReady {
            do {
                total &+= try output.write(transfer, waiting)
                if looks > 0, output.isBehind { try output.flush(waiting) }
            } catch Errno.again {
            } catch let error as Errno where total > 0 && error != .canceled && error != .busy {
                // As for a call that has waited itself: the next one gets the error.
                output.note(error)
            }
        }
        let isWhole = total >= transfer.byteCount && !output.isBehind
        guard !isWhole, !output.hasFailed else {
            if !isWhole, total == 0 { try output.reportFailure() }
            return try transfer.finish(total)
        }
        try call.meter.pay(.wait)
        let nextLooks = total > transfer.skipped ? 1 : looks &+ 1
        throw call.wait(nanoseconds: WASI.suspension(afterLooks: nextLooks &- 1)) { call in
            try self.writeInTask(output, call, result: result, written: total, looks: nextLooks)
        }
    }

    /// Writes what outputs hold back, as far as they take it without waiting, before a guest that was called asynchronously
    /// waits for something else.
    private func flushInTask(_ call: WASICall) throws {
        let waiting = Waiting(interruption: call.interruption, isAllowed: false)
        for output in outputs { try output.flushBeforeWaiting(waiting) }
    }

    /// Flushes all buffered output, as ``flush(interruption:)`` does, without blocking a thread while a reader does not read.
    ///
    /// - Throws: As ``flush(interruption:)``; ``Interrupted`` also if the task is cancelled.
    public nonisolated(nonsending) func flushAsync(interruption: (any Interruption)? = nil) async throws {
        try await flushAsync(interruption: interruption, endsWhenCancelled: true)
    }

    /// Flushes all buffered output without blocking a thread, perhaps in a task that is cancelled.
    package nonisolated(nonsending) func flushAsync(
        interruption: (any Interruption)?, endsWhenCancelled: Bool
    ) async throws {
        var (failure, looks): ((any Error)?, Int) = (nil, 0)
        while !flushNow(Waiting(interruption: interruption, isAllowed: false), &failure) {
            if failure is Interrupted { break }
            let time = WASI.suspension(afterLooks: looks)
            looks &+= 1
            if !Task.isCancelled {
                try? await Task.sleep(nanoseconds: time)
            } else if endsWhenCancelled {
                failure = failure ?? Interrupted(.cancelled)
                break
            } else {
                // A cancelled task does not sleep.
                await Task.detached { try? await Task.sleep(nanoseconds: time) }.value
            }
        }
        if let failure { throw failure }
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
