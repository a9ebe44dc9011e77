import WasmSyntax

/// A port of this computer at which a debugger can connect: one, and one after another.
///
/// Whoever connects can read and write all that the guest has. The address is that of this computer itself, which others
/// cannot reach, unless another one is asked for.
public final class HostDebugPort {
    /// The number of the port.
    public let port: UInt16
    private let listener: OwnedDescriptor
    private var connection: OwnedDescriptor?

    /// Opens a port.
    ///
    /// - Parameters:
    ///   - port: The number; 0 for any that is free.
    ///   - address: The address in numbers, such as `127.0.0.1`. `0.0.0.0` lets other computers connect.
    /// - Throws: ``HostDebugPortError``.
    public init(_ port: UInt16, address: String = "127.0.0.1") throws(HostDebugPortError) {
        let parts = address.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        let bytes = parts.compactMap(\.self)
        guard parts.count == 4, bytes.count == 4 else { throw .malformedAddress(Name(address).description) }
        do {
            let (descriptor, port) = try Syscalls.listen(at: bytes, port: port)
            (listener, self.port) = (OwnedDescriptor(descriptor), port)
        } catch {
            throw .system(port: port, reason: error.text)
        }
    }

    /// Whether a debugger is connected.
    package var isConnected: Bool { connection != nil }

    /// Waits for a debugger, at most so long.
    package func accept(waitingAtMost nanoseconds: UInt64) {
        guard Syscalls.waitUntilReady(listener.number, toWrite: false, nanoseconds: nanoseconds) != nil,
            let accepted = try? Syscalls.acceptNext(listener.number)
        else { return }
        Syscalls.sendWithoutDelay(accepted)
        connection = OwnedDescriptor(accepted)
    }

    /// Returns what the debugger has sent, waiting at most so long for it. Nothing comes from one that has closed the
    /// connection.
    package func receive(waitingAtMost nanoseconds: UInt64) -> [UInt8] {
        guard let connection,
            Syscalls.waitUntilReady(connection.number, toWrite: false, nanoseconds: nanoseconds) != nil
        else { return [] }
        var bytes = [UInt8](repeating: 0, count: 1 << 14)
        var span = bytes.mutableSpan
        guard let count = try? Syscalls.receiveSome(connection.number, into: &span, isPeeking: false).count, count > 0
        else {
            disconnect()
            return []
        }
        return Array(bytes.prefix(count))
    }

    /// Sends bytes to the debugger. One that does not take them within a time is disconnected.
    package func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty, let connection {
            guard
                Syscalls.waitUntilReady(connection.number, toWrite: true, nanoseconds: HostDebugPort.patience) == false,
                let count = try? Syscalls.sendSome(connection.number, rest.span)
            else { return disconnect() }
            rest = rest.dropFirst(count)
        }
    }

    private static let patience: UInt64 = 10_000_000_000

    /// Closes the connection.
    package func disconnect() { connection = nil }
}

/// The reason why there is no port for a debugger.
public enum HostDebugPortError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The address is not four numbers from 0 to 255 with dots between them.
    case malformedAddress(String)
    /// The system refused the port, for this reason in its words.
    case system(port: UInt16, reason: String)

    /// A text for messages.
    public var description: String {
        switch self {
        case .malformedAddress(let text): "\"\(text)\" is no address such as 127.0.0.1"
        case .system(let port, let reason): "cannot wait for a debugger at port \(port): \(reason)"
        }
    }
}
