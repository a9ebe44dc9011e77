import WasmRuntime

extension WASI {
    /// `poll_oneoff(in, out, count, &events)`: waits until at least one of the subscriptions is ready or has failed,
    /// and writes an event for each that is or has. These errors are reported in events: `EBADF` for a descriptor that
    /// is not open, or cannot be read or written by its nature; `ENOTCAPABLE` for one without the rights
    /// `poll_fd_readwrite` and `fd_read` or `fd_write`; `EINVAL` for a clock that is not available here; `ENOTCAPABLE`
    /// for an absolute time if only waiting was granted, because a guest could read the clock with it.
    ///
    /// - Throws: `EINVAL` for no subscriptions, more than 4096, or an unknown tag, clock or flag; `EFAULT` where the
    ///   subscriptions, the room for their events or the result are outside of the memory: nothing has been waited for
    ///   or written then. ``Interrupted``; what a stream throws.
    func pollOneoff(_ call: WASICall) throws {
        let count = UInt64(call.u32(2))
        guard count > 0, count <= WASILimits.subscriptions else { throw Errno.inval }
        let memory = try call.memory()
        let size = Subscription.size(in: call.version)
        try memory.check(call.address(0), count: count &* size)
        try memory.check(call.address(1), count: count &* Event.size)
        try memory.check(call.address(3), count: 4)
        var poll = Poll(configuration.clocks, call.meter)
        for index in 0..<count {
            try call.meter.pay(.subscription)
            poll.add(prepare(try Subscription(memory, at: call.address(0) &+ index &* size, call.version)))
        }
        // A simulated clock goes on without waiting.
        if call.canWait, !poll.isSimulated { return try pollInTask(poll, call) }
        let waiting = Waiting(interruption: call.interruption)
        try write(try poll.wait(waiting) { try flushBeforeWaiting(waiting) }, for: call)
    }

    private func prepare(_ subscription: Subscription) -> PollSubscription {
        var pending = PollSubscription(userData: subscription.userData, type: .clock, source: .failed(.inval))
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

    private func source(of content: Subscription.Content) throws(Errno) -> PollSubscription.Source {
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

    private func readingSource(of descriptor: Descriptor) throws(Errno) -> PollSubscription.Source {
        let source: PollSubscription.Source
        switch descriptor.object {
        case .input(let stream): source = .read(stream)
        case .connection(let connection): source = .read(connection.input)
        case .listener(let listener): source = .accept(listener)
        case .file(let file):
            try meter.pay(.readiness)
            let size = try file.file.status().byteCount
            source = .file(byteCount: size &- min(size, file.position))
        case .output, .directory: throw .badf
        }
        try descriptor.require([.pollFdReadwrite, .fdRead])
        return source
    }

    private func writingSource(of descriptor: Descriptor) throws(Errno) -> PollSubscription.Source {
        let source: PollSubscription.Source
        switch descriptor.object {
        case .output(let output): source = .write(output.stream)
        case .connection(let connection): source = .write(connection.output.stream)
        case .file: source = .file(byteCount: 1)
        case .input, .directory, .listener: throw .badf
        }
        try descriptor.require([.pollFdReadwrite, .fdWrite])
        return source
    }
}
