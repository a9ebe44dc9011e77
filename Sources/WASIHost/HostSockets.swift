import WASIPreview1

/// A connection of the host, for a guest to receive from and send to.
public final class HostConnection: WASIConnection {
    public let isDatagram: Bool
    private let descriptor: OwnedDescriptor

    /// - Parameters:
    ///   - descriptor: A connected socket of the process.
    ///   - isOwned: Whether the socket is closed with this object.
    public init(descriptor: Int32, isOwned: Bool = false) {
        self.descriptor = OwnedDescriptor(descriptor, isOwned: isOwned)
        isDatagram = Syscalls.isDatagram(descriptor)
    }

    public func readiness(toSend: Bool, waitingAtMost nanoseconds: UInt64) -> WASIReadiness? {
        Syscalls.waitUntilReady(descriptor.number, toWrite: toSend, nanoseconds: nanoseconds)
            .map { WASIReadiness(isHungUp: $0) }
    }

    public func receive(
        into buffer: inout MutableSpan<UInt8>, isPeeking: Bool
    ) throws -> (count: Int, isTruncated: Bool) {
        do {
            return try Syscalls.receiveSome(descriptor.number, into: &buffer, isPeeking: isPeeking)
        } catch {
            throw Errno(error)
        }
    }

    public func send(_ bytes: Span<UInt8>) throws -> Int {
        do {
            return try Syscalls.sendSome(descriptor.number, bytes)
        } catch {
            throw Errno(error)
        }
    }

    public func shutDown(receiving: Bool, sending: Bool) throws {
        try system { () throws(SystemError) in
            try Syscalls.shutDown(descriptor.number, receiving: receiving, sending: sending)
        }
    }
}

/// A listening socket of the host, for a guest to accept connections from.
public final class HostListener: WASIListener {
    private let descriptor: OwnedDescriptor

    /// - Parameters:
    ///   - descriptor: A listening socket of the process. It becomes non-blocking for every process that shares it:
    ///     otherwise a connection that its peer gives up before it is accepted could block the guest beyond its
    ///     deadline.
    ///   - isOwned: Whether the socket is closed with this object.
    public init(descriptor: Int32, isOwned: Bool = false) {
        self.descriptor = OwnedDescriptor(descriptor, isOwned: isOwned)
        Syscalls.setNonBlocking(descriptor)
    }

    public func readiness(waitingAtMost nanoseconds: UInt64) -> WASIReadiness? {
        Syscalls.waitUntilReady(descriptor.number, toWrite: false, nanoseconds: nanoseconds)
            .map { WASIReadiness(isHungUp: $0) }
    }

    public func accept() throws -> any WASIConnection {
        do {
            return HostConnection(descriptor: try Syscalls.acceptNext(descriptor.number), isOwned: true)
        } catch {
            throw Errno(error)
        }
    }
}
