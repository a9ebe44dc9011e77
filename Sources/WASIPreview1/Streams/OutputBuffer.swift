import WasmRuntime

/// Collects small writes to a stream, as the stream's ``WASIOutputStream/buffering`` says, so that a guest's many small
/// writes become few system calls.
package final class OutputBuffer {
    let stream: any WASIOutputStream
    /// The buffer. The bytes from `sent` to `used` have yet to be written.
    private var storage: [UInt8] = []
    private var sent = 0
    private var used = 0
    /// An error that has not been reported yet; the next write or flush throws it.
    private var failure: Errno?
    /// Whether the stream is being called with a view of the storage. Until it returns, it must not write to this
    /// buffer.
    private var isFlushing = false

    init(_ stream: any WASIOutputStream) { self.stream = stream }

    /// Writes bytes to the stream or keeps them. `bytes` is not empty.
    ///
    /// - Returns: The number of bytes taken. It is less than all only if the stream failed or would block.
    /// - Throws: ``Errno`` if nothing was taken, ``Interrupted``, or another error of the stream.
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

    /// Writes the kept bytes to the stream.
    ///
    /// - Throws: ``Errno`` if the stream fails: the kept bytes are lost then, except for `again`. ``Interrupted``, or
    ///   another error of the stream.
    func flush(_ waiting: Waiting) throws {
        try reportFailure()
        guard sent < used else { return }
        isFlushing = true
        defer { isFlushing = false }
        // The storage is moved out, so that nothing can change the array while the stream has a view of it.
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

    /// Flushes before the guest waits for something else. The next write or flush throws an ``Errno`` of the stream.
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
        // One view for all of the bytes: an access check of the class's property for each byte would cost more than the
        // copy.
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

    /// Writes `bytes` without buffering, until all are written or the stream fails. Returns the number written.
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
                // A stream that takes nothing breaks its contract, and would cause an endless loop.
                guard count > 0 else { throw Errno.io }
                return min(count, bytes.count)
            } catch Errno.again where waiting.isAllowed {}
        }
    }
}
