import WasmRuntime

extension WASI {
    /// `fd_seek(fd, offset, whence, &position)`.
    ///
    /// - Throws: `EBADF` if the descriptor is not open; `EINVAL` for an unknown whence; `ESPIPE` for a stream.
    func fdSeek(_ call: WASICall) throws {
        _ = try descriptors.find(call.u32(0))
        guard call.u32(2) <= 2 else { throw Errno.inval }
        throw Errno.spipe
    }

    /// `fd_tell(fd, &position)`.
    ///
    /// - Throws: `EBADF` if the descriptor is not open; `ESPIPE` for a stream.
    func fdTell(_ call: WASICall) throws { try refuse(call, .spipe) }

    /// `fd_pread(fd, iovs, count, offset, &size)`.
    ///
    /// - Throws: `EBADF` if the descriptor is not open; `ESPIPE` for a stream.
    func fdPread(_ call: WASICall) throws { try refuse(call, .spipe) }

    /// `fd_pwrite(fd, iovs, count, offset, &size)`.
    ///
    /// - Throws: `EBADF` if the descriptor is not open; `ESPIPE` for a stream.
    func fdPwrite(_ call: WASICall) throws { try refuse(call, .spipe) }

    /// `fd_advise(fd, offset, size, advice)`.
    ///
    /// - Throws: `EBADF` if the descriptor is not open; `EINVAL` for an unknown advice; `ESPIPE` for a stream.
    func fdAdvise(_ call: WASICall) throws {
        _ = try descriptors.find(call.u32(0))
        guard call.u32(3) <= 5 else { throw Errno.inval }
        throw Errno.spipe
    }

    /// `fd_allocate(fd, offset, size)`.
    ///
    /// - Throws: `EBADF` if the descriptor is not open; `EINVAL` for a size of 0; `ESPIPE` for a stream.
    func fdAllocate(_ call: WASICall) throws {
        _ = try descriptors.find(call.u32(0))
        guard call.u64(2) > 0 else { throw Errno.inval }
        throw Errno.spipe
    }

    /// `fd_filestat_set_size(fd, size)`.
    ///
    /// - Throws: `EBADF` if the descriptor is not open; `EINVAL` for a stream, as in POSIX.
    func fdFilestatSetSize(_ call: WASICall) throws { try refuse(call, .inval) }

    /// `fd_readdir(fd, buf, size, cookie, &used)`.
    ///
    /// - Throws: `EBADF` if the descriptor is not open; `ENOTDIR` for a stream.
    func fdReaddir(_ call: WASICall) throws { try refuse(call, .notdir) }

    /// What no stream can do: `EBADF` if the descriptor is not even open.
    private func refuse(_ call: WASICall, _ error: Errno) throws(Errno) {
        _ = try descriptors.find(call.u32(0))
        throw error
    }
}
