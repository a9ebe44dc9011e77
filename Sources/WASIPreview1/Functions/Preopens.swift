import WasmRuntime

extension WASI {
    /// `fd_prestat_get(fd, &prestat)`: what folder a descriptor is that was open when the guest began. The start-up
    /// code of wasi-libc asks for 3, 4, … until it gets `EBADF`; any other error ends the program.
    ///
    /// - Throws: `EBADF` if the descriptor is not open, or not such a folder. There are no folders yet.
    func fdPrestatGet(_ call: WASICall) throws { throw Errno.badf }

    /// `fd_prestat_dir_name(fd, path, size)`: the guest's name of a folder that was open when the guest began.
    ///
    /// - Throws: As ``fdPrestatGet(_:)``.
    func fdPrestatDirName(_ call: WASICall) throws { throw Errno.badf }
}
