import WasmRuntime

extension WASI {
    /// `fd_prestat_get(fd, &prestat)`: returns the type and the path length of a preopened folder. The start-up code of
    /// wasi-libc asks for 3, 4, … until it gets `EBADF`; any other error ends the program.
    ///
    /// - Throws: `EBADF` if the descriptor is not open, or not that of a preopened folder; `EFAULT` where the result is
    ///   outside of the memory.
    func fdPrestatGet(_ call: WASICall) throws {
        let path = try guestPath(call)
        // The tag 0 for a directory, with padding, and the length of its path.
        try call.memory().store(UInt64(path.count) << 32, at: call.address(1))
    }

    /// `fd_prestat_dir_name(fd, path, size)`: writes the guest's path of a preopened folder, without a zero byte. The
    /// rest of the buffer stays as it is.
    ///
    /// - Throws: As ``fdPrestatGet(_:)``; `ENAMETOOLONG` if the buffer is too small.
    func fdPrestatDirName(_ call: WASICall) throws {
        let path = try guestPath(call)
        guard path.count <= Int(clamping: call.u32(2)) else { throw Errno.nametoolong }
        try call.memory().write(path, at: call.address(1))
    }

    private func guestPath(_ call: WASICall) throws(Errno) -> [UInt8] {
        let descriptor = try descriptors.find(call.u32(0))
        guard case .directory(let directory) = descriptor.object, let path = directory.guestPath else { throw .badf }
        return path
    }
}
