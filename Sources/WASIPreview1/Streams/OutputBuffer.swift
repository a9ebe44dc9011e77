import WasmRuntime

/// Collects small writes to a stream as the stream wishes, so that a flood of them is not a flood of system calls.
package final class OutputBuffer {
    let stream: any WASIOutputStream
    /// The bytes from `sent` to `used` wait for being written.
    private var storage: [UInt8] = []
    private var sent = 0
    private var used = 0
    /// An error that nobody was told of yet; the next write or flush gets it.
    private var failure: Errno?
    /// Whether the stream is being called with a view of what is kept: it must not come back here.
    private var isFlushing = false

    init(_ stream: any WASIOutputStream) { self.stream = stream }

    /// Takes some of the bytes, of which there is at least one: hands them to the stream or keeps them.
    ///
    /// - Returns: How many. Less than all only if the stream failed or would block.
    /// - Throws: ``Errno`` if nothing was taken, ``Interrupted``, what the stream throws.
    func write(_ bytes: Span<UInt8>, _ waiting: Waiting) throws -> Int {
        try reportFailure()
        guard stream.buffering != .none else { return try send(bytes, waiting) }
        if bytes.count > WASILimits.outputBuffer &- used { try flush(waiting) }
        if bytes.count >= WASILimits.outputBuffer { return try send(bytes, waiting) }
        keep(bytes)
        if stream.buffering == .line, endsLine(bytes) {
            do { try flush(waiting) } catch Errno.again {}
        }
        return bytes.count
    }

    /// Hands on what was kept.
    ///
    /// - Throws: ``Errno`` if the stream fails: what was kept is lost then, except for `again`. ``Interrupted``, what
    ///   the stream throws.
    func flush(_ waiting: Waiting) throws {
        try reportFailure()
        guard sent < used else { return }
        isFlushing = true
        defer { isFlushing = false }
        // Taken out, so that the stream sees a view of an array that nothing else can change meanwhile.
        var bytes: [UInt8] = []
        swap(&bytes, &storage)
        defer { swap(&bytes, &storage) }
        do {
            while sent < used {
                sent &+= try sendOnce(bytes.span.extracting(sent..<used), waiting)
            }
        } catch let error as Errno where error != .again {
            sent = 0
            used = 0
            throw error
        }
        sent = 0
        used = 0
    }

    /// As ``flush(_:)``, before the guest waits for something else: the next write is told of an error.
    func flushBeforeWaiting(_ interruption: (any Interruption)?) throws {
        do { try flush(Waiting(interruption: interruption)) } catch let error as Errno { failure = error }
    }

    private func reportFailure() throws(Errno) {
        guard !isFlushing else { throw .busy }
        guard let failure else { return }
        self.failure = nil
        throw failure
    }

    private func keep(_ bytes: Span<UInt8>) {
        if storage.isEmpty { storage = [UInt8](repeating: 0, count: WASILimits.outputBuffer) }
        // One view for all of the bytes: checking the class's property for each would cost more than the copy.
        var whole = storage.mutableSpan
        var free = whole._mutatingExtracting(used..<whole.count)
        for index in 0..<bytes.count { free[index] = bytes[index] }
        used &+= bytes.count
    }

    private func endsLine(_ bytes: Span<UInt8>) -> Bool {
        var index = bytes.count
        while index > 0 {
            index &-= 1
            if bytes[index] == UInt8(ascii: "\n") { return true }
        }
        return false
    }

    /// Writes all of `bytes` past the buffer, or as many as go before an error.
    private func send(_ bytes: Span<UInt8>, _ waiting: Waiting) throws -> Int {
        var count = 0
        do {
            while count < bytes.count {
                count &+= try sendOnce(bytes.extracting(count..<bytes.count), waiting)
            }
        } catch let error as Errno {
            if count == 0 { throw error }
            if error != .again { failure = error }
        }
        return count
    }

    private func sendOnce(_ bytes: Span<UInt8>, _ waiting: Waiting) throws -> Int {
        while true {
            try waiting.until { stream.readiness(waitingAtMost: $0) != nil }
            do {
                let count = try stream.write(bytes)
                // A stream that breaks its promise must not make this an endless loop.
                guard count > 0 else { throw Errno.io }
                return min(count, bytes.count)
            } catch Errno.again where waiting.isAllowed {}
        }
    }
}
