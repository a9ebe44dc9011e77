import WasmRuntime

extension WASI {
    /// `fd_close(fd)`: closes the guest's descriptor, not what the host has open behind it. Output that was kept is
    /// handed on first.
    ///
    /// - Throws: `EBADF` if it is not open; what the stream throws for the kept output: it is closed all the same.
    func fdClose(_ call: WASICall) throws {
        let descriptor = try descriptors.close(call.u32(0))
        try flush(descriptor, call)
    }

    /// `fd_renumber(fd, to)`: closes `to` and gives its number to `fd`.
    ///
    /// - Throws: `EBADF` if either is not open: nothing is changed then.
    func fdRenumber(_ call: WASICall) throws {
        let (from, to) = (call.u32(0), call.u32(1))
        let moved = try descriptors.find(from)
        let closed = try descriptors.find(to)
        guard from != to else { return }
        try descriptors.update(to, moved)
        try descriptors.close(from)
        try flush(closed, call)
    }

    /// `fd_fdstat_get(fd, &fdstat)`: type, flags and rights. A stream is a character device where it is a terminal,
    /// else of unknown type.
    ///
    /// - Throws: `EBADF` if it is not open; `EFAULT` where the result is outside of the memory.
    func fdFdstatGet(_ call: WASICall) throws {
        let descriptor = try descriptors.find(call.u32(0))
        let status = DescriptorStatus(
            type: descriptor.type, flags: descriptor.flags, rights: descriptor.rights,
            inheritingRights: descriptor.inheritingRights)
        try call.memory().write(status.encoded, at: call.address(1))
    }

    /// `fd_fdstat_set_flags(fd, flags)`: `append` and `nonblock` can be set; they are the guest's own, nothing changes
    /// for the host.
    ///
    /// - Throws: `EBADF` if it is not open; `EINVAL` for unknown flags; `ENOTCAPABLE` without the right
    ///   `fd_fdstat_set_flags`; `ENOTSUP` for flags of synchronised writing, which no stream has.
    func fdFdstatSetFlags(_ call: WASICall) throws {
        var descriptor = try descriptors.find(call.u32(0))
        guard let bits = UInt16(exactly: call.u32(1)) else { throw Errno.inval }
        let flags = DescriptorFlags(rawValue: bits)
        guard DescriptorFlags.all.isSuperset(of: flags) else { throw Errno.inval }
        try descriptor.require(.fdFdstatSetFlags)
        guard flags.isSubset(of: [.append, .nonblock]) else { throw Errno.notsup }
        descriptor.flags = flags
        try descriptors.update(call.u32(0), descriptor)
    }

    /// `fd_fdstat_set_rights(fd, rights, inheriting)`: gives rights up.
    ///
    /// - Throws: `EBADF` if it is not open; `ENOTCAPABLE` for a right that it does not have: nothing is changed then.
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

    /// `fd_filestat_get(fd, &filestat)`: of a stream only the type is told.
    ///
    /// - Throws: `EBADF` if it is not open; `ENOTCAPABLE` without the right `fd_filestat_get`; `EFAULT` where the
    ///   result is outside of the memory.
    func fdFilestatGet(_ call: WASICall) throws {
        let descriptor = try descriptors.find(call.u32(0))
        try descriptor.require(.fdFilestatGet)
        try call.memory().write(FileStatus(type: descriptor.type).encoded, at: call.address(1))
    }

    /// `fd_filestat_set_times(fd, access, modification, flags)`.
    ///
    /// - Throws: `EBADF` if it is not open; `EINVAL` for unknown flags, or if a time shall be both now and a given one;
    ///   `ENOTCAPABLE` for a stream, which never has the right to it.
    func fdFilestatSetTimes(_ call: WASICall) throws {
        let descriptor = try descriptors.find(call.u32(0))
        let flags = call.u32(3)
        guard flags < 16, flags & 0b0011 != 0b0011, flags & 0b1100 != 0b1100 else { throw Errno.inval }
        try descriptor.require(.fdFilestatSetTimes)
        throw Errno.inval
    }

    /// `fd_sync(fd)`: hands on the output that was kept.
    ///
    /// - Throws: `EBADF` if it is not open; `EINVAL` for an input stream, as in POSIX; `ENOTCAPABLE` without the right
    ///   `fd_sync`; what the stream throws.
    func fdSync(_ call: WASICall) throws { try synchronise(call, .fdSync) }

    /// `fd_datasync(fd)`: as ``fdSync(_:)``, with the right `fd_datasync`.
    func fdDatasync(_ call: WASICall) throws { try synchronise(call, .fdDatasync) }

    private func synchronise(_ call: WASICall, _ right: Rights) throws {
        let descriptor = try descriptors.find(call.u32(0))
        guard case .output = descriptor.object else { throw Errno.inval }
        try descriptor.require(right)
        try flush(descriptor, call)
    }

    private func flush(_ descriptor: Descriptor, _ call: WASICall) throws {
        guard case .output(let output) = descriptor.object else { return }
        try output.flush(Waiting(interruption: call.interruption, isAllowed: descriptor.canWait))
    }
}
