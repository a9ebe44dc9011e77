/// A connection that an embedder made, for a guest to receive from and send to. WASI preview 1 cannot make any.
///
/// As with ``WASIInputStream``, nothing blocks for longer than it is asked to: WASI does the waiting.
public protocol WASIConnection: AnyObject {
    /// Whether messages stay apart, as with UDP.
    var isDatagram: Bool { get }

    /// Waits until something can be received (or sent), at most this long; `nil` if it cannot.
    func readiness(toSend: Bool, waitingAtMost nanoseconds: UInt64) -> WASIReadiness?

    /// Receives some bytes into the beginning of a buffer that is not empty, without waiting.
    ///
    /// - Parameter isPeeking: Whether the bytes can be received again.
    /// - Returns: How many, 0 at the end; and whether the rest of a message was lost because there was no room.
    /// - Throws: ``Errno`` for the guest, of which `again` means that it was not ready after all; anything else ends
    ///   the guest.
    func receive(into buffer: inout MutableSpan<UInt8>, isPeeking: Bool) throws -> (count: Int, isTruncated: Bool)

    /// Sends some bytes, of which there is at least one, without waiting.
    ///
    /// - Returns: How many, at least 1.
    /// - Throws: As ``receive(into:isPeeking:)``.
    func send(_ bytes: Span<UInt8>) throws -> Int

    /// Ends receiving, sending or both.
    func shutDown(receiving: Bool, sending: Bool) throws
}

/// A source of connections that an embedder opened.
public protocol WASIListener: AnyObject {
    /// Waits until there is a connection, at most this long; `nil` if there is none.
    func readiness(waitingAtMost nanoseconds: UInt64) -> WASIReadiness?

    /// The next connection, without waiting.
    ///
    /// - Throws: ``Errno`` for the guest, of which `again` means that there is none after all; anything else ends the
    ///   guest.
    func accept() throws -> any WASIConnection
}

extension WASIConnection {
    public var isDatagram: Bool { false }
    public func readiness(toSend: Bool, waitingAtMost nanoseconds: UInt64) -> WASIReadiness? { WASIReadiness() }
    public func shutDown(receiving: Bool, sending: Bool) throws {}
}

extension WASIListener {
    public func readiness(waitingAtMost nanoseconds: UInt64) -> WASIReadiness? { WASIReadiness() }
}

/// A connection that a guest has open, as the streams that it consists of.
package final class OpenConnection {
    let connection: any WASIConnection
    let input: any WASIInputStream
    let output: OutputBuffer
    private let share: HostMemoryShare?

    /// - Parameter share: What the host holds for it; `nil` for those that were granted.
    init(_ connection: any WASIConnection, _ share: HostMemoryShare? = nil) {
        self.connection = connection
        self.share = share
        input = ReceivingStream(connection)
        output = OutputBuffer(SendingStream(connection))
    }
}

private final class ReceivingStream: WASIInputStream {
    private let connection: any WASIConnection
    init(_ connection: any WASIConnection) { self.connection = connection }

    func readiness(waitingAtMost nanoseconds: UInt64) -> WASIReadiness? {
        connection.readiness(toSend: false, waitingAtMost: nanoseconds)
    }

    func read(into buffer: inout MutableSpan<UInt8>) throws -> Int {
        try connection.receive(into: &buffer, isPeeking: false).count
    }
}

private final class SendingStream: WASIOutputStream {
    private let connection: any WASIConnection
    init(_ connection: any WASIConnection) { self.connection = connection }

    func readiness(waitingAtMost nanoseconds: UInt64) -> WASIReadiness? {
        connection.readiness(toSend: true, waitingAtMost: nanoseconds)
    }

    func write(_ bytes: Span<UInt8>) throws -> Int { try connection.send(bytes) }
}
