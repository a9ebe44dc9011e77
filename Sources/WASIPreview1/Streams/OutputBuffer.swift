import WasmRuntime

/// Collects small writes to a stream, as the stream's ``WASIOutputStream/buffering`` says: those of one call, or of
/// many, which then become few system calls.
package final class OutputBuffer {
    let stream: any WASIOutputStream
    /// The buffer. The bytes from `sent` to `used` have yet to be written.
    private var storage: [UInt8] = []
    private var sent = 0
    private var used = 0
    /// An error that has not been reported yet; the next write or flush throws it.
    private var failure: Errno?
    /// Whether a line is kept because the stream would have blocked.
    private(set) var isBehind = false
    /// Whether the stream is being called with a view of the storage. Until it returns, it must not write to this
    /// buffer.
    private var isFlushing = false

    init(_ stream: any WASIOutputStream) { self.stream = stream }

    /// Writes the buffers of one call to the stream, or keeps them.
    ///
    /// - Returns: The number of bytes taken. It is less than all only if the stream failed or would block.
    /// - Throws: ``Errno`` if nothing was taken, ``Interrupted``, or another error of the stream.
    func write(_ transfer: Transfer, _ waiting: Waiting) throws -> UInt64 {
        guard stream.buffering == .none else {
            return try transfer.write(waiting.interruption) { try write($0, waiting) }
        }
        return try transfer.bufferCount > 1
            ? writeTogether(transfer, waiting)
            : transfer.write(waiting.interruption) { bytes in
                try reportFailure()
                return try send(bytes, waiting)
            }
    }

    private func write(_ bytes: Span<UInt8>, _ waiting: Waiting) throws -> Int {
        try reportFailure()
        if bytes.count > WASILimits.outputBuffer &- used { try flush(waiting) }
        if bytes.count >= WASILimits.outputBuffer { return try send(bytes, waiting) }
        keep(bytes)
        if stream.buffering == .line, endsLine(bytes) {
            do { try flush(waiting) } catch Errno.again { isBehind = true }
        }
        return bytes.count
    }

    /// Writes several buffers of one call. The small ones among them go to the stream together, so that a line that a
    /// program puts together stays a line. Nothing is kept when the call returns.
    private func writeTogether(_ transfer: Transfer, _ waiting: Waiting) throws -> UInt64 {
        try reportFailure()
        defer { (sent, used) = (0, 0) }
        var total: UInt64 = 0
        var error: Errno?
        func noting(_ body: () throws -> Bool) throws -> Bool {
            do { return try body() } catch let thrown as Errno {
                error = thrown
                return false
            }
        }
        _ = try transfer.write(waiting.interruption) { bytes in
            if bytes.count > WASILimits.outputBuffer &- used {
                guard try noting({ try sendKept(&total, waiting) }) else { return 0 }
            }
            guard bytes.count >= WASILimits.outputBuffer else {
                keep(bytes)
                return bytes.count
            }
            let before = total
            _ = try noting { try send(bytes, &total, waiting) }
            return Int(clamping: total &- before)
        }
        if error == nil { _ = try noting { try sendKept(&total, waiting) } }
        if let error {
            if total == 0 { throw error }
            if error != .again { failure = error }
        }
        return total
    }

    /// Sends the kept bytes, and adds those that the stream took to `total`.
    ///
    /// - Returns: Whether it took all.
    private func sendKept(_ total: inout UInt64, _ waiting: Waiting) throws -> Bool {
        guard used > 0 else { return true }
        isFlushing = true
        defer { isFlushing = false }
        var bytes: [UInt8] = []
        swap(&bytes, &storage)
        defer { swap(&bytes, &storage) }
        let wanted = used
        used = 0
        return try send(bytes.span.extracting(0..<wanted), &total, waiting)
    }

    private func send(_ bytes: Span<UInt8>, _ total: inout UInt64, _ waiting: Waiting) throws -> Bool {
        let count = try send(bytes, waiting)
        total &+= UInt64(count)
        return count == bytes.count
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
                sent &+= try stream.writeSome(bytes.span.extracting(sent..<used), waiting)
            }
        } catch let error as Errno where error != .again {
            (sent, used, isBehind) = (0, 0, false)
            throw error
        }
        (sent, used, isBehind) = (0, 0, false)
    }

    /// Flushes before the guest waits for something else. The next write or flush throws an ``Errno`` of the stream. If
    /// waiting is not allowed, bytes may remain.
    func flushBeforeWaiting(_ waiting: Waiting) throws {
        do {
            try flush(waiting)
        } catch let error as Errno where error != .again || waiting.isAllowed {
            failure = error
        } catch Errno.again {}
    }

    /// Whether the stream would take bytes now.
    var isReady: Bool { stream.readiness(waitingAtMost: 0) != nil }

    /// Whether the next write or flush throws an error of the stream.
    var hasFailed: Bool { failure != nil }

    /// Lets the next write or flush throw an error.
    func note(_ error: Errno) { failure = error }

    /// Throws an error that has not been reported yet.
    func reportFailure() throws(Errno) {
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
                count &+= try stream.writeSome(bytes.extracting(count..<bytes.count), waiting)
            }
        } catch let error as Errno {
            if count == 0 { throw error }
            if error != .again { failure = error }
        }
        return count
    }
}
