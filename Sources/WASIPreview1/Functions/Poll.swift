import WasmRuntime

extension WASI {
    /// `poll_oneoff(in, out, count, &events)`: waits until at least one of the subscriptions has something to tell, and
    /// writes an event for each that has. A descriptor's error is told by its event, of the codes `EBADF` (not open, or
    /// not to be read or written by its nature) and `ENOTCAPABLE` (without the rights `poll_fd_readwrite` and `fd_read`
    /// or `fd_write`); so is `EINVAL` for a clock that there is not here, and `ENOTCAPABLE` for a moment of a clock if
    /// only waiting was granted: it could be used to read the clock.
    ///
    /// - Throws: `EINVAL` for no subscriptions, more than 4096, an unknown tag, clock or flag; `EFAULT` where the
    ///   subscriptions, room for as many events or the result are outside of the memory: nothing has been waited for
    ///   or written then. ``Interrupted``; what a stream throws.
    func pollOneoff(_ call: WASICall) throws {
        let count = UInt64(call.u32(2))
        guard count > 0, count <= WASILimits.subscriptions else { throw Errno.inval }
        let memory = try call.memory()
        let size = Subscription.size(in: call.version)
        try memory.check(call.address(0), count: count &* size)
        try memory.check(call.address(1), count: count &* Event.size)
        try memory.check(call.address(3), count: 4)
        var pending: [PendingSubscription] = []
        pending.reserveCapacity(Int(truncatingIfNeeded: count))
        for index in 0..<count {
            pending.append(prepare(try Subscription(memory, at: call.address(0) &+ index &* size, call.version)))
        }
        let events = try wait(for: pending, Waiting(interruption: call.interruption))
        for (index, event) in events.enumerated() {
            try memory.write(event.encoded, at: call.address(1) &+ UInt64(index) &* Event.size)
        }
        try memory.store(UInt32(truncatingIfNeeded: events.count), at: call.address(3))
    }

    /// A subscription whose number of a descriptor or time span has been looked up.
    private struct PendingSubscription {
        enum Source {
            /// Until this time of the clock.
            case clock(ClockID, until: UInt64)
            case read(any WASIInputStream)
            case write(any WASIOutputStream)
            case accept(any WASIListener)
            /// Always ready, with so many bytes.
            case file(byteCount: UInt64)
            case failed(Errno)
        }

        var userData: UInt64
        var type: EventType
        var source: Source
    }

    private func prepare(_ subscription: Subscription) -> PendingSubscription {
        var pending = PendingSubscription(userData: subscription.userData, type: .clock, source: .failed(.inval))
        switch subscription.content {
        case .clock: pending.type = .clock
        case .read: pending.type = .read
        case .write: pending.type = .write
        }
        do {
            pending.source = try source(of: subscription.content)
        } catch {
            pending.source = .failed(error)
        }
        return pending
    }

    private func source(of content: Subscription.Content) throws(Errno) -> PendingSubscription.Source {
        switch content {
        case .clock(let id, let timeout, let isAbsolute):
            guard let now = configuration.clocks?.now(id) else { throw .inval }
            guard isAbsolute else { return .clock(id, until: now.addingSaturating(timeout)) }
            guard configuration.granted.contains(.clocks) else { throw .notcapable }
            return .clock(id, until: timeout)
        case .read(let number):
            return try readingSource(of: try descriptors.find(number))
        case .write(let number):
            return try writingSource(of: try descriptors.find(number))
        }
    }

    private func readingSource(of descriptor: Descriptor) throws(Errno) -> PendingSubscription.Source {
        let source: PendingSubscription.Source
        switch descriptor.object {
        case .input(let stream): source = .read(stream)
        case .connection(let connection): source = .read(connection.input)
        case .listener(let listener): source = .accept(listener)
        case .file(let file):
            let size = try file.file.status().byteCount
            source = .file(byteCount: size &- min(size, file.position))
        case .output, .directory: throw .badf
        }
        try descriptor.require([.pollFdReadwrite, .fdRead])
        return source
    }

    private func writingSource(of descriptor: Descriptor) throws(Errno) -> PendingSubscription.Source {
        let source: PendingSubscription.Source
        switch descriptor.object {
        case .output(let output): source = .write(output.stream)
        case .connection(let connection): source = .write(connection.output.stream)
        case .file: source = .file(byteCount: 1)
        case .input, .directory, .listener: throw .badf
        }
        try descriptor.require([.pollFdReadwrite, .fdWrite])
        return source
    }

    /// Waits in slices until there is an event.
    private func wait(for subscriptions: [PendingSubscription], _ waiting: Waiting) throws -> [Event] {
        var hasFlushed = false
        while true {
            try waiting.interruption.check()
            let events = subscriptions.compactMap { event(of: $0, waitingAtMost: 0) }
            if !events.isEmpty { return events }
            if !hasFlushed { try flushBeforeWaiting(waiting) }
            hasFlushed = true
            waitOneSlice(for: subscriptions)
        }
    }

    /// What a subscription has to tell, if it has; waits at most this long for a stream.
    private func event(of subscription: PendingSubscription, waitingAtMost slice: UInt64) -> Event? {
        var event = Event(userData: subscription.userData, type: subscription.type)
        let readiness: WASIReadiness?
        switch subscription.source {
        case .failed(let error):
            event.error = error
            return event
        case .clock(let id, let end):
            return remaining(of: id, until: end) == 0 ? event : nil
        case .read(let stream): readiness = stream.readiness(waitingAtMost: slice)
        case .write(let stream): readiness = stream.readiness(waitingAtMost: slice)
        case .accept(let listener): readiness = listener.readiness(waitingAtMost: slice)
        case .file(let byteCount): readiness = WASIReadiness(byteCount: byteCount)
        }
        guard let readiness else { return nil }
        event.byteCount = readiness.byteCount
        event.isHungUp = readiness.isHungUp
        return event
    }

    private func remaining(of id: ClockID, until end: UInt64) -> UInt64 {
        guard let now = configuration.clocks?.now(id), now < end else { return 0 }
        return end &- now
    }

    /// Waits for at most 20 ms: for the first streams in turn, each for its part of the time, until one is ready; else
    /// by the clock. The others are looked at in the next round.
    private func waitOneSlice(for subscriptions: [PendingSubscription]) {
        var slice = WASILimits.waitingSlice
        var streams: [ObjectIdentifier: PendingSubscription] = [:]
        for subscription in subscriptions {
            let stream: any AnyObject
            switch subscription.source {
            case .failed, .file: return
            case .clock(let id, let end):
                slice = min(slice, remaining(of: id, until: end))
                continue
            case .read(let input): stream = input
            case .write(let output): stream = output
            case .accept(let listener): stream = listener
            }
            if streams.count < 4 { streams[ObjectIdentifier(stream)] = subscription }
        }
        guard slice > 0 else { return }
        let start = configuration.clocks?.now(.monotonic)
        let part = slice / UInt64(max(1, streams.count))
        for stream in streams.values where event(of: stream, waitingAtMost: part) != nil { return }
        // Without streams the clock waits; and a clock that stands still while the host waits has to be moved.
        if streams.isEmpty || configuration.clocks?.now(.monotonic) == start {
            configuration.clocks?.sleep(nanoseconds: slice)
        }
    }
}
