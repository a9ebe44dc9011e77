import WasmRuntime

extension WASI {
    /// `path_filestat_get(fd, flags, path, size, &filestat)`: returns the attributes of what a path leads to.
    ///
    /// - Throws: As ``GuestPath`` (right `path_filestat_get`) and ``PathWalk``; `EINVAL` for unknown flags; `ENOENT` if
    ///   nothing is there; `ENOTDIR` for anything but a directory if the path ends in `/`; `EFAULT` where the result is
    ///   outside of the memory.
    func pathFilestatGet(_ call: WASICall) throws {
        let path = try GuestPath(call, descriptors, fd: 0, path: 2, .pathFilestatGet)
        let follows = try call.followsLinks(1)
        let status = try path.resolve(followsLinks: follows) { walk throws(Errno) in
            guard case .child(let name) = walk.place else { return try walk.directory.status() }
            let status = try walk.directory.status(of: name)
            if status.type == .symbolicLink, follows || walk.mustBeDirectory { throw .loop }
            if walk.mustBeDirectory, status.type != .directory { throw .notdir }
            return status
        }
        try write(status, call, at: 4)
    }

    /// `path_filestat_set_times(fd, flags, path, size, access, modification, time_flags)`: sets the times of what a
    /// path leads to.
    ///
    /// - Throws: As ``pathFilestatGet(_:)``, with the right `path_filestat_set_times`; `EINVAL` also if a time is to be
    ///   both the current and a given one.
    func pathFilestatSetTimes(_ call: WASICall) throws {
        let path = try GuestPath(call, descriptors, fd: 0, path: 2, .pathFilestatSetTimes)
        let follows = try call.followsLinks(1)
        let times = try call.times(access: 4, modification: 5, flags: 6)
        try path.resolve(followsLinks: follows) { walk throws(Errno) in
            guard case .child(let name) = walk.place else { return try walk.directory.setTimes(times) }
            if follows || walk.mustBeDirectory {
                let type = try walk.directory.status(of: name).type
                if type == .symbolicLink { throw .loop }
                if walk.mustBeDirectory, type != .directory { throw .notdir }
            }
            // If the child has become a link meanwhile, the link itself gets the times.
            try walk.directory.setTimes(times, of: name)
        }
    }

    /// `path_readlink(fd, path, size, buf, buf_size, &used)`: writes the target of a symbolic link, cut to the buffer.
    ///
    /// - Throws: As ``GuestPath`` (right `path_readlink`) and ``PathWalk``; `EINVAL` for anything else; `EFAULT` where
    ///   the buffer or the result is outside of the memory.
    func pathReadlink(_ call: WASICall) throws {
        let path = try GuestPath(call, descriptors, fd: 0, path: 1, .pathReadlink)
        let memory = try call.memory()
        try memory.check(call.address(3), count: UInt64(call.u32(4)))
        try memory.check(call.address(5), count: 4)
        let walk = try path.walk()
        guard case .child(let name) = walk.place, !walk.mustBeDirectory else { throw Errno.inval }
        let target = try walk.directory.readSymbolicLink(name).prefix(Int(clamping: call.u32(4)))
        try memory.write(target, at: call.address(3))
        try memory.store(UInt32(truncatingIfNeeded: target.count), at: call.address(5))
    }

    /// Writes attributes to the guest's memory, with the guest's number for the device.
    func write(_ status: FileStatus, _ call: WASICall, at index: Int) throws {
        var status = status
        status.device = deviceNumber(status.device)
        try call.memory().write(status.encoded(for: call.version), at: call.address(index))
    }
}
