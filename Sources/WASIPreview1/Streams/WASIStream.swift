import WasmRuntime

/// The state of a stream that can be read or written now without waiting.
public struct WASIReadiness: Hashable, Sendable {
    /// The minimum number of bytes that can be moved, if known. `poll_oneoff` reports it to the guest.
    public var byteCount: UInt64
    /// Whether the other end is closed.
    public var isHungUp: Bool

    /// Creates the state of a ready stream.
    public init(byteCount: UInt64 = 1, isHungUp: Bool = false) {
        self.byteCount = byteCount
        self.isHungUp = isHungUp
    }
}

/// A stream of bytes that a guest can read.
///
/// No method blocks for longer than it is asked to, so that a waiting guest can be stopped. WASI waits by calling
/// ``readiness(waitingAtMost:)`` repeatedly, and reads when the stream is ready.
public protocol WASIInputStream: AnyObject {
    /// Whether the stream is a terminal, as `isatty` reports in the guest.
    var isTerminal: Bool { get }

    /// Waits until bytes or the end can be read, at most this long; `nil` if the stream is not ready by then.
    func readiness(waitingAtMost nanoseconds: UInt64) -> WASIReadiness?

    /// Reads some bytes into the beginning of a buffer that is not empty, without waiting.
    ///
    /// - Returns: The number of bytes; 0 at the end.
    /// - Throws: ``Errno`` for the guest, where `again` means that the stream was not ready after all; any other error
    ///   ends the guest.
    func read(into buffer: inout MutableSpan<UInt8>) throws -> Int
}

/// How WASI collects output before it writes it to a stream.
public enum WASIBuffering: Hashable, Sendable {
    /// Not beyond one system call, as POSIX has it: what the guest was told is written is with the stream. The small
    /// buffers of one call are collected.
    case none
    /// Until a line ends, 16 KiB are collected, or the guest waits for something else.
    case line
    /// Until 16 KiB are collected, or the guest waits for something else.
    case full
}

/// A stream to which a guest can write bytes.
///
/// As with ``WASIInputStream``, WASI does the waiting, and also the buffering.
public protocol WASIOutputStream: AnyObject {
    /// Whether the stream is a terminal, as `isatty` reports in the guest.
    var isTerminal: Bool { get }

    /// How WASI collects bytes before it calls ``write(_:)``.
    var buffering: WASIBuffering { get }

    /// Waits until bytes can be written, at most this long; `nil` if the stream is not ready by then.
    func readiness(waitingAtMost nanoseconds: UInt64) -> WASIReadiness?

    /// Whether ``write(_:)`` may be called before the stream is known to be ready, which saves asking: it throws `again`
    /// then instead of waiting.
    var refusesWhenNotReady: Bool { get }

    /// Writes some of these bytes, without waiting. `bytes` is not empty.
    ///
    /// - Returns: The number of bytes written, at least 1.
    /// - Throws: ``Errno`` for the guest, where `again` means that the stream was not ready after all; any other error
    ///   ends the guest.
    func write(_ bytes: Span<UInt8>) throws -> Int
}

extension WASIInputStream {
    public var isTerminal: Bool { false }
    public func readiness(waitingAtMost nanoseconds: UInt64) -> WASIReadiness? { WASIReadiness() }
}

extension WASIOutputStream {
    public var isTerminal: Bool { false }
    public var buffering: WASIBuffering { .none }
    public var refusesWhenNotReady: Bool { false }
    public func readiness(waitingAtMost nanoseconds: UInt64) -> WASIReadiness? { WASIReadiness() }
}

extension WASIOutputStream {
    /// Writes all bytes, and waits for the stream as long as it takes.
    ///
    /// - Throws: An error of the stream.
    package func writeAll(_ bytes: Span<UInt8>) throws {
        var written = 0
        while written < bytes.count {
            written &+= try writeSome(bytes.extracting(written..<bytes.count), Waiting(interruption: nil))
        }
    }

    /// Writes some bytes when the stream is ready. `bytes` is not empty.
    ///
    /// - Returns: The number of bytes written, at least 1.
    /// - Throws: `EAGAIN` if waiting is not allowed; ``Interrupted``; an error of the stream.
    func writeSome(_ bytes: Span<UInt8>, _ waiting: Waiting) throws -> Int {
        if refusesWhenNotReady {
            try waiting.interruption.check()
            do { return try writeNow(bytes) } catch Errno.again {}
        }
        while true {
            try waiting.until { readiness(waitingAtMost: $0) != nil }
            do { return try writeNow(bytes) } catch Errno.again where waiting.isAllowed {}
        }
    }

    private func writeNow(_ bytes: Span<UInt8>) throws -> Int {
        let count = try write(bytes)
        // A stream that takes nothing breaks its contract, and would cause an endless loop.
        guard count > 0 else { throw Errno.io }
        return min(count, bytes.count)
    }
}

/// Whether an operation may wait, and what can end the wait.
struct Waiting {
    /// Ends the wait.
    var interruption: (any Interruption)?
    /// Whether the operation may wait at all.
    var isAllowed = true

    /// Waits until `isReady` returns `true`. Each call of `isReady` waits for at most the time that it is given.
    ///
    /// - Throws: `EAGAIN` if waiting is not allowed; ``Interrupted``.
    func until(_ isReady: (_ nanoseconds: UInt64) -> Bool) throws {
        try interruption.check()
        if isReady(0) { return }
        guard isAllowed else { throw Errno.again }
        while !isReady(WASILimits.waitingSlice) { try interruption.check() }
    }
}
