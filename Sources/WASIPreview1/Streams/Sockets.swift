/// A connection that the embedder made, for a guest to receive from and send to. WASI preview 1 has no call that makes
/// connections.
///
/// As with ``WASIInputStream``, no method blocks for longer than it is asked to: WASI does the waiting.
public protocol WASIConnection: AnyObject {
    /// Whether messages keep their boundaries, as with UDP.
    var isDatagram: Bool { get }

    /// Waits until bytes can be received (or sent), at most this long; `nil` if none can be by then.
    func readiness(toSend: Bool, waitingAtMost nanoseconds: UInt64) -> WASIReadiness?

    /// Receives some bytes into the beginning of a buffer that is not empty, without waiting.
    ///
    /// - Parameter isPeeking: Whether the bytes stay, to be received again.
    /// - Returns: The number of bytes, 0 at the end; and whether the rest of a message was lost for lack of room.
    /// - Throws: ``Errno`` for the guest, where `again` means that the connection was not ready after all; any other
    ///   error ends the guest.
    func receive(into buffer: inout MutableSpan<UInt8>, isPeeking: Bool) throws -> (count: Int, isTruncated: Bool)

    /// Sends some of these bytes, without waiting. `bytes` is not empty.
    ///
    /// - Returns: The number of bytes sent, at least 1.
    /// - Throws: As ``receive(into:isPeeking:)``.
    func send(_ bytes: Span<UInt8>) throws -> Int

    /// Ends receiving, sending or both.
    ///
    /// - Throws: As ``receive(into:isPeeking:)``.
    func shutDown(receiving: Bool, sending: Bool) throws
}

/// A source of connections that an embedder opened.
public protocol WASIListener: AnyObject {
    /// Waits until a connection arrives, at most this long; `nil` if none has by then.
    func readiness(waitingAtMost nanoseconds: UInt64) -> WASIReadiness?

    /// Returns the next connection, without waiting.
    ///
    /// - Throws: ``Errno`` for the guest, where `again` means that none has arrived after all; any other error ends the
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

/// A connection that a guest has open, with a stream for each direction.
package final class OpenConnection {
    let connection: any WASIConnection
    let input: any WASIInputStream
    let output: OutputBuffer
    private let share: HostMemoryShare?

    /// - Parameter share: The connection's share of the host's memory; `nil` for connections that were granted.
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
