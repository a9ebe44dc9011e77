import WasmRuntime

extension WASI {
    /// `fd_prestat_get(fd, &prestat)`: what folder a descriptor is that was open when the guest began. The start-up
    /// code of wasi-libc asks for 3, 4, … until it gets `EBADF`; any other error ends the program.
    ///
    /// - Throws: `EBADF` if the descriptor is not open, or not such a folder; `EFAULT` where the result is outside of
    ///   the memory.
    func fdPrestatGet(_ call: WASICall) throws {
        let path = try guestPath(call)
        // The tag 0 for a directory, with padding, and the length of its name.
        try call.memory().store(UInt64(path.count) << 32, at: call.address(1))
    }

    /// `fd_prestat_dir_name(fd, path, size)`: the guest's name of a folder that was open when the guest began, without
    /// a zero byte. What is behind it in the buffer stays as it is.
    ///
    /// - Throws: As ``fdPrestatGet(_:)``; `ENAMETOOLONG` if the buffer has less room.
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
