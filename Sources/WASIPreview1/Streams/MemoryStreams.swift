/// A stream without contents: input ends at once, and output is dropped.
public final class NullStream: WASIInputStream, WASIOutputStream {
    /// Creates a stream.
    public init() {}

    public var isTerminal: Bool { false }
    public func readiness(waitingAtMost nanoseconds: UInt64) -> WASIReadiness? { WASIReadiness() }
    public func read(into buffer: inout MutableSpan<UInt8>) -> Int { 0 }
    public func write(_ bytes: Span<UInt8>) -> Int { bytes.count }
}

/// Input from bytes in memory.
public final class BufferInput: WASIInputStream {
    private let bytes: [UInt8]
    private var position = 0

    /// Creates input from these bytes.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Input of a text in UTF-8.
    public convenience init(_ text: String) { self.init(Array(text.utf8)) }

    public func readiness(waitingAtMost nanoseconds: UInt64) -> WASIReadiness? {
        WASIReadiness(byteCount: UInt64(bytes.count &- position))
    }

    public func read(into buffer: inout MutableSpan<UInt8>) -> Int {
        let count = min(buffer.count, bytes.count &- position)
        for index in 0..<count { buffer[index] = bytes[position &+ index] }
        position &+= count
        return count
    }
}

/// Output into memory, up to a maximum size; beyond it the guest gets `ENOSPC`.
public final class BufferOutput: WASIOutputStream {
    /// The bytes written so far.
    public private(set) var bytes: [UInt8] = []
    /// The maximum number of ``bytes``.
    public let capacity: Int

    /// Creates an empty buffer for at most `capacity` bytes.
    public init(capacity: Int = 1 << 20) { self.capacity = max(0, capacity) }

    /// The bytes written so far, as text. Invalid UTF-8 is replaced by U+FFFD.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    public func write(_ bytes: Span<UInt8>) throws -> Int {
        let count = min(bytes.count, capacity &- self.bytes.count)
        guard count > 0 else { throw Errno.nospc }
        for index in 0..<count { self.bytes.append(bytes[index]) }
        return count
    }
}

/// Input from a function.
public final class CallbackInput: WASIInputStream {
    private let body: (inout MutableSpan<UInt8>) throws -> Int

    /// - Parameter body: Writes some bytes to the beginning of a buffer and returns their number, 0 at the end. It
    ///   should not block, because the guest cannot be stopped meanwhile. An ``Errno`` that it throws is an error code
    ///   for the guest; any other error ends the guest.
    public init(_ body: @escaping (inout MutableSpan<UInt8>) throws -> Int) { self.body = body }

    public func read(into buffer: inout MutableSpan<UInt8>) throws -> Int { try body(&buffer) }
}

/// Output to a function.
public final class CallbackOutput: WASIOutputStream {
    public let buffering: WASIBuffering
    private let body: (Span<UInt8>) throws -> Void

    /// - Parameters:
    ///   - buffering: Whether bytes are collected before the function gets them.
    ///   - body: Takes all of the bytes. It should not block, because the guest cannot be stopped meanwhile. An
    ///     ``Errno`` that it throws is an error code for the guest; any other error ends the guest.
    public init(buffering: WASIBuffering = .none, _ body: @escaping (Span<UInt8>) throws -> Void) {
        self.buffering = buffering
        self.body = body
    }

    public func write(_ bytes: Span<UInt8>) throws -> Int {
        try body(bytes)
        return bytes.count
    }
}
