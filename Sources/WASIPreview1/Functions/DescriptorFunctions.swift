import WasmRuntime

extension WASI {
    /// `fd_close(fd)`: closes a descriptor and flushes its buffered output. A stream of the embedder stays open for the
    /// host.
    ///
    /// - Throws: `EBADF` if it is not open; what the stream throws for the buffered output: the descriptor is closed
    ///   all the same.
    func fdClose(_ call: WASICall) throws {
        let descriptor = try descriptors.close(call.u32(0))
        try flush(descriptor, call)
    }

    /// `fd_renumber(fd, to)`: closes `to`, flushes its buffered output, and gives its number to `fd`.
    ///
    /// - Throws: `EBADF` if either is not open: nothing is changed then; what the stream throws for the buffered
    ///   output: the number has changed all the same.
    func fdRenumber(_ call: WASICall) throws {
        let (from, to) = (call.u32(0), call.u32(1))
        let moved = try descriptors.find(from)
        let closed = try descriptors.find(to)
        guard from != to else { return }
        try descriptors.update(to, moved)
        try descriptors.close(from)
        try flush(closed, call)
    }

    /// `fd_fdstat_get(fd, &fdstat)`: returns type, flags and rights. A stream is a character device if it is a
    /// terminal, else of unknown type.
    ///
    /// - Throws: `EBADF` if it is not open; `EFAULT` where the result is outside of the memory.
    func fdFdstatGet(_ call: WASICall) throws {
        let descriptor = try descriptors.find(call.u32(0))
        let status = DescriptorStatus(
            type: descriptor.type, flags: descriptor.flags, rights: descriptor.rights,
            inheritingRights: descriptor.inheritingRights)
        try call.memory().write(status.encoded, at: call.address(1))
    }

    /// `fd_fdstat_set_flags(fd, flags)`: sets the flags. Streams and sockets accept `append` and `nonblock`, files and
    /// directories also the flags of synchronised writing. The flags belong to the guest's descriptor: nothing changes
    /// for the host.
    ///
    /// - Throws: `EBADF` if it is not open; `EINVAL` for unknown flags; `ENOTCAPABLE` without the right
    ///   `fd_fdstat_set_flags`; `ENOTSUP` for the flags of synchronised writing on a stream or socket.
    func fdFdstatSetFlags(_ call: WASICall) throws {
        var descriptor = try descriptors.find(call.u32(0))
        guard let bits = UInt16(exactly: call.u32(1)) else { throw Errno.inval }
        let flags = DescriptorFlags(rawValue: bits)
        guard DescriptorFlags.all.isSuperset(of: flags) else { throw Errno.inval }
        try descriptor.require(.fdFdstatSetFlags)
        switch descriptor.object {
        case .file, .directory: break
        case .input, .output, .connection, .listener:
            guard flags.isSubset(of: [.append, .nonblock]) else { throw Errno.notsup }
        }
        descriptor.flags = flags
        try descriptors.update(call.u32(0), descriptor)
    }

    /// `fd_fdstat_set_rights(fd, rights, inheriting)`: gives up all other rights.
    ///
    /// - Throws: `EBADF` if it is not open; `ENOTCAPABLE` for a right that the descriptor does not have: nothing is
    ///   changed then.
    func fdFdstatSetRights(_ call: WASICall) throws {
        var descriptor = try descriptors.find(call.u32(0))
        let rights = Rights(rawValue: call.u64(1))
        let inheriting = Rights(rawValue: call.u64(2))
        guard descriptor.rights.isSuperset(of: rights), descriptor.inheritingRights.isSuperset(of: inheriting) else {
            throw Errno.notcapable
        }
        descriptor.rights = rights
        descriptor.inheritingRights = inheriting
        try descriptors.update(call.u32(0), descriptor)
    }

    /// `fd_filestat_get(fd, &filestat)`: returns the attributes; for a stream or socket only the type.
    ///
    /// - Throws: `EBADF` if it is not open; `ENOTCAPABLE` without the right `fd_filestat_get`; `EFAULT` where the
    ///   result is outside of the memory; what the file or directory throws.
    func fdFilestatGet(_ call: WASICall) throws {
        let descriptor = try descriptors.find(call.u32(0))
        try descriptor.require(.fdFilestatGet)
        switch descriptor.object {
        case .file(let file): try write(try file.file.status(), call, at: 1)
        case .directory(let directory): try write(try directory.directory.status(), call, at: 1)
        case .input, .output, .connection, .listener:
            let status = FileStatus(type: descriptor.type)
            try call.memory().write(status.encoded(for: call.version), at: call.address(1))
        }
    }

    /// `fd_filestat_set_times(fd, access, modification, flags)`: sets the times of a file or directory.
    ///
    /// - Throws: `EBADF` if it is not open; `EINVAL` for unknown flags, or if a time is to be both the current and a
    ///   given one; `ENOTCAPABLE` without the right `fd_filestat_set_times`, which no stream or socket has; what the
    ///   file or directory throws.
    func fdFilestatSetTimes(_ call: WASICall) throws {
        let descriptor = try descriptors.find(call.u32(0))
        let times = try call.times(access: 1, modification: 2, flags: 3)
        try descriptor.require(.fdFilestatSetTimes)
        switch descriptor.object {
        case .file(let file): try file.file.setTimes(times)
        case .directory(let directory): try directory.directory.setTimes(times)
        case .input, .output, .connection, .listener: throw Errno.inval
        }
    }

    /// `fd_sync(fd)`: flushes buffered output, or waits until a file or directory is on permanent storage.
    ///
    /// - Throws: `EBADF` if it is not open; `EINVAL` for an input stream or socket, as in POSIX; `ENOTCAPABLE` without
    ///   the right `fd_sync`; what the stream, file or directory throws.
    func fdSync(_ call: WASICall) throws { try synchronize(call, .fdSync) }

    /// `fd_datasync(fd)`: as ``fdSync(_:)``, with the right `fd_datasync`; for a file, only its contents.
    func fdDatasync(_ call: WASICall) throws { try synchronize(call, .fdDatasync) }

    private func synchronize(_ call: WASICall, _ right: Rights) throws {
        let descriptor = try descriptors.find(call.u32(0))
        switch descriptor.object {
        case .input, .connection, .listener: throw Errno.inval
        case .output, .file, .directory: try descriptor.require(right)
        }
        switch descriptor.object {
        case .file(let file): try file.file.synchronize(dataOnly: right == .fdDatasync)
        case .directory(let directory): try directory.directory.synchronize()
        default: try flush(descriptor, call)
        }
    }

    private func flush(_ descriptor: Descriptor, _ call: WASICall) throws {
        guard case .output(let output) = descriptor.object else { return }
        try output.flush(Waiting(interruption: call.interruption, isAllowed: descriptor.canWait))
    }
}
