import WasmRuntime

/// That a stream can be read or written just now without waiting.
public struct WASIReadiness: Hashable, Sendable {
    /// How many bytes at least, if that is known: what `poll_oneoff` tells the guest.
    public var byteCount: UInt64
    /// Whether the other end is closed.
    public var isHungUp: Bool

    public init(byteCount: UInt64 = 1, isHungUp: Bool = false) {
        self.byteCount = byteCount
        self.isHungUp = isHungUp
    }
}

/// Bytes that a guest can read one after the other.
///
/// Reading never blocks for longer than it is asked to, so that a guest which waits can be stopped: WASI waits with
/// ``readiness(waitingAtMost:)``, again and again, and reads when the stream is ready.
public protocol WASIInputStream: AnyObject {
    /// Whether a person sits at the other end: what `isatty` says in the guest.
    var isTerminal: Bool { get }

    /// Waits until there is something to read or the end is reached, at most this long; `nil` if there is not.
    func readiness(waitingAtMost nanoseconds: UInt64) -> WASIReadiness?

    /// Reads some bytes into the beginning of a buffer that is not empty, without waiting.
    ///
    /// - Returns: How many; 0 at the end.
    /// - Throws: ``Errno`` for the guest, of which `again` means that it was not ready after all; anything else ends
    ///   the guest.
    func read(into buffer: inout MutableSpan<UInt8>) throws -> Int
}

/// How output is collected before it is handed to a stream.
public enum WASIBuffering: Hashable, Sendable {
    /// Not at all.
    case none
    /// Until a line ends, 16 KiB are there, or the guest waits for something.
    case line
    /// Until 16 KiB are there, or the guest waits for something.
    case full
}

/// Something that a guest can write bytes to.
///
/// As with ``WASIInputStream``, WASI does the waiting, and also the buffering.
public protocol WASIOutputStream: AnyObject {
    /// Whether a person sits at the other end: what `isatty` says in the guest.
    var isTerminal: Bool { get }

    /// How WASI collects bytes before it calls ``write(_:)``.
    var buffering: WASIBuffering { get }

    /// Waits until something can be written, at most this long; `nil` if it cannot.
    func readiness(waitingAtMost nanoseconds: UInt64) -> WASIReadiness?

    /// Writes some of these bytes, without waiting. There is at least one.
    ///
    /// - Returns: How many, at least 1.
    /// - Throws: ``Errno`` for the guest, of which `again` means that it was not ready after all; anything else ends
    ///   the guest.
    func write(_ bytes: Span<UInt8>) throws -> Int
}

extension WASIInputStream {
    public var isTerminal: Bool { false }
    public func readiness(waitingAtMost nanoseconds: UInt64) -> WASIReadiness? { WASIReadiness() }
}

extension WASIOutputStream {
    public var isTerminal: Bool { false }
    public var buffering: WASIBuffering { .none }
    public func readiness(waitingAtMost nanoseconds: UInt64) -> WASIReadiness? { WASIReadiness() }
}

/// How long an operation may wait.
struct Waiting {
    /// Ends it.
    var interruption: (any Interruption)?
    /// Whether it may wait at all.
    var isAllowed = true

    /// Returns when `isReady`, which waits for a slice of time, says so.
    ///
    /// - Throws: `EAGAIN` if waiting is not allowed; ``Interrupted``.
    func until(_ isReady: (_ nanoseconds: UInt64) -> Bool) throws {
        try interruption.check()
        if isReady(0) { return }
        guard isAllowed else { throw Errno.again }
        while !isReady(WASILimits.waitingSlice) { try interruption.check() }
    }
}
