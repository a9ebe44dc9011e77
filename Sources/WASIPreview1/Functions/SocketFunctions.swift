import WasmRuntime

extension WASI {
    /// `sock_accept(fd, flags, &fd)`: waits for a connection and opens it, under the lowest free number.
    ///
    /// - Throws: `EBADF` if the descriptor is not open; `ENOTSOCK` if it is not a socket, `EINVAL` if it is a
    ///   connection; `EINVAL` for flags other than `nonblock`; `ENOTCAPABLE` without the right `sock_accept`; `EAGAIN`
    ///   if no connection has come in and the listener has the flag `nonblock`; `EMFILE` for too many open descriptors,
    ///   or beyond the host memory that the guest's store may use; `EFAULT` where the result is outside of the memory:
    ///   nothing is accepted then. Also what the listener throws.
    func sockAccept(_ call: WASICall) throws {
        let descriptor = try descriptors.find(call.u32(0))
        let listener: any WASIListener
        switch descriptor.object {
        case .listener(let object): listener = object
        case .connection: throw Errno.inval
        case .input, .output, .file, .directory: throw Errno.notsock
        }
        guard let bits = UInt16(exactly: call.u32(1)) else { throw Errno.inval }
        let flags = DescriptorFlags(rawValue: bits)
        guard flags.isSubset(of: .nonblock) else { throw Errno.inval }
        try descriptor.require(.sockAccept)
        let memory = try call.memory()
        try memory.check(call.address(2), count: 4)
        guard !descriptors.isFull else {
            throw call.meter.refuse(.descriptors, UInt64(WASILimits.descriptors), .mfile)
        }
        let waiting = Waiting(call, descriptor)
        try suspend(call, waiting, until: { listener.readiness(waitingAtMost: 0) != nil }, then: sockAccept)
        let share = try call.meter.hold(HostSizes.connection, .descriptors, or: .mfile)
        let connection = try accept(listener, waiting)
        let opened = Descriptor(.connection(OpenConnection(connection, share)), .connection, flags)
        try memory.store(try descriptors.open(opened), at: call.address(2))
    }

    private func accept(_ listener: any WASIListener, _ waiting: Waiting) throws -> any WASIConnection {
        if listener.readiness(waitingAtMost: 0) == nil { try flushBeforeWaiting(waiting) }
        while true {
            try waiting.until { listener.readiness(waitingAtMost: $0) != nil }
            do { return try listener.accept() } catch Errno.again where waiting.isAllowed {}
        }
    }

    /// `sock_recv(fd, iovs, count, flags, &size, &out_flags)`: receives into the buffers, in order. It waits for the
    /// first byte only, and takes what has arrived. With `recv_waitall` it waits until the buffers are full or the
    /// connection ends; with `recv_peek` the bytes can be received again, and only the first buffer is filled. With
    /// `recv_peek` or for datagrams, `recv_waitall` has no effect. At most 1 MiB is received at a time.
    ///
    /// - Throws: `EBADF` if the descriptor is not open; `ENOTSOCK` if it is not a socket, `ENOTCONN` if it is a
    ///   listener; `EINVAL` for unknown flags; `ENOTCAPABLE` without the right `fd_read`; `EAGAIN`, `EFAULT` and the
    ///   rest as ``fdRead(_:)``.
    func sockRecv(_ call: WASICall) throws {
        let descriptor = try descriptors.find(call.u32(0))
        let connection = try connection(of: descriptor)
        let flags = call.u32(3)
        guard flags <= 3 else { throw Errno.inval }
        try descriptor.require(.fdRead)
        let transfer = try Transfer(call, buffers: 1, result: 4)
        let memory = try call.memory()
        try memory.check(call.address(5), count: 2)
        let (waiting, input) = (Waiting(call, descriptor), connection.input)
        try suspend(call, waiting, until: { input.readiness(waitingAtMost: 0) != nil }, then: sockRecv)
        let (isPeeking, waitsForAll) = (flags & 1 != 0, flags == 2 && !connection.connection.isDatagram)
        var isTruncated = false
        let total = try transfer.read(waiting: waiting.isAllowed, fillsAll: waitsForAll) { total in
            // A second peek would return the same bytes, and a datagram fills one buffer only.
            if total > 0, isPeeking || connection.connection.isDatagram { return false }
            if total > 0, !waitsForAll { return connection.input.readiness(waitingAtMost: 0) != nil }
            try self.waitUntilReadable(connection.input, waiting)
            return true
        } _: { buffer, _ in
            let received = try connection.connection.receive(into: &buffer, isPeeking: isPeeking)
            isTruncated = received.isTruncated
            return received.count
        }
        try memory.store(UInt16(isTruncated ? 1 : 0), at: call.address(5))
        try transfer.finish(total)
    }

    /// `sock_send(fd, iovs, count, flags, &size)`: sends the buffers, in order. No flags are defined.
    ///
    /// - Throws: `EBADF` if the descriptor is not open; `ENOTSOCK` if it is not a socket, `ENOTCONN` if it is a
    ///   listener; `EINVAL` for flags; `ENOTCAPABLE` without the right `fd_write`; `EAGAIN`, `EFAULT` and the rest as
    ///   ``fdWrite(_:)``.
    func sockSend(_ call: WASICall) throws {
        let descriptor = try descriptors.find(call.u32(0))
        let connection = try connection(of: descriptor)
        guard call.u32(3) == 0 else { throw Errno.inval }
        try descriptor.require(.fdWrite)
        try write(to: connection.output, call, result: 4, Waiting(call, descriptor))
    }

    /// `sock_shutdown(fd, how)`: ends receiving (1), sending (2) or both (3).
    ///
    /// - Throws: `EBADF` if the descriptor is not open; `ENOTSOCK` if it is not a socket, `ENOTCONN` if it is a
    ///   listener; `EINVAL` for unknown flags or none; `ENOTCAPABLE` without the right `sock_shutdown`; what the
    ///   connection throws.
    func sockShutdown(_ call: WASICall) throws {
        let descriptor = try descriptors.find(call.u32(0))
        let connection = try connection(of: descriptor)
        let how = call.u32(1)
        guard 1...3 ~= how else { throw Errno.inval }
        try descriptor.require(.sockShutdown)
        try connection.connection.shutDown(receiving: how & 1 != 0, sending: how & 2 != 0)
    }

    private func connection(of descriptor: Descriptor) throws(Errno) -> OpenConnection {
        switch descriptor.object {
        case .connection(let connection): return connection
        case .listener: throw .notconn
        case .input, .output, .file, .directory: throw .notsock
        }
    }
}
