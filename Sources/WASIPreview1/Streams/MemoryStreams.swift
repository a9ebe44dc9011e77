/// The stream of nothing: its end is reached at once, and what is written to it is dropped.
public final class NullStream: WASIInputStream, WASIOutputStream {
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

/// Output into memory, up to a cap; beyond it the guest gets `ENOSPC`.
public final class BufferOutput: WASIOutputStream {
    /// What was written so far.
    public private(set) var bytes: [UInt8] = []
    /// The most that ``bytes`` can hold.
    public let capacity: Int

    public init(capacity: Int = 1 << 20) { self.capacity = max(0, capacity) }

    /// What was written so far, as text; bytes that are not UTF-8 are replaced by U+FFFD.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    public func write(_ bytes: Span<UInt8>) throws -> Int {
        let count = min(bytes.count, capacity &- self.bytes.count)
        guard count > 0 else { throw Errno.nospc }
        for index in 0..<count { self.bytes.append(bytes[index]) }
        return count
    }
}

/// Input that a function gives.
public final class CallbackInput: WASIInputStream {
    private let body: (inout MutableSpan<UInt8>) throws -> Int

    /// - Parameter body: Writes some bytes to the beginning of a buffer and returns their number, 0 at the end. It
    ///   should not block: the guest cannot be stopped meanwhile. ``Errno`` that it throws goes to the guest; anything
    ///   else ends it.
    public init(_ body: @escaping (inout MutableSpan<UInt8>) throws -> Int) { self.body = body }

    public func read(into buffer: inout MutableSpan<UInt8>) throws -> Int { try body(&buffer) }
}

/// Output to a function.
public final class CallbackOutput: WASIOutputStream {
    public let buffering: WASIBuffering
    private let body: (Span<UInt8>) throws -> Void

    /// - Parameters:
    ///   - buffering: Whether bytes are collected before the function gets them.
    ///   - body: Takes bytes; the view is gone when it returns. It should not block: the guest cannot be stopped
    ///     meanwhile. ``Errno`` that it throws goes to the guest; anything else ends it.
    public init(buffering: WASIBuffering = .none, _ body: @escaping (Span<UInt8>) throws -> Void) {
        self.buffering = buffering
        self.body = body
    }

    public func write(_ bytes: Span<UInt8>) throws -> Int {
        try body(bytes)
        return bytes.count
    }
}
