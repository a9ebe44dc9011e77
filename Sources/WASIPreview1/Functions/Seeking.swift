import WasmRuntime

extension WASI {
    /// `fd_seek(fd, offset, whence, &position)`: moves a file's position; the offset counts from the beginning, from
    /// the position or from the end. A position behind the end is allowed.
    ///
    /// - Throws: `EBADF` if the descriptor is not open; `EINVAL` for an unknown whence or a position before the
    ///   beginning; `EOVERFLOW` for one beyond 2⁶³ − 1; `ESPIPE` for a stream or socket, `EISDIR` for a directory;
    ///   `ENOTCAPABLE` without the right `fd_seek`, or `fd_tell` if the offset is 0 and counts from the position;
    ///   `EFAULT` where the result is outside of the memory: nothing is changed then.
    func fdSeek(_ call: WASICall) throws {
        let descriptor = try descriptors.find(call.u32(0))
        guard let whence = Whence(call.u32(2), call.version) else { throw Errno.inval }
        let file = try descriptor.file()
        let offset = Int64(bitPattern: call.u64(1))
        if whence != .current || offset != 0 || !descriptor.rights.contains(.fdTell) { try descriptor.require(.fdSeek) }
        let memory = try call.memory()
        try memory.check(call.address(3), count: 4)
        let base: UInt64 =
            switch whence {
            case .start: 0
            case .current: file.position
            case .end: try file.file.status().byteCount
            }
        let (position, overflow) = Int64(clamping: base).addingReportingOverflow(offset)
        guard !overflow else { throw Errno.overflow }
        guard position >= 0 else { throw Errno.inval }
        try memory.store(position, at: call.address(3))
        file.position = UInt64(position)
    }

    /// `fd_tell(fd, &position)`: returns a file's position.
    ///
    /// - Throws: `EBADF` if the descriptor is not open; `ESPIPE` for a stream or socket, `EISDIR` for a directory;
    ///   `ENOTCAPABLE` without the right `fd_tell` or `fd_seek`, which includes it; `EFAULT` where the result is outside
    ///   of the memory.
    func fdTell(_ call: WASICall) throws {
        let descriptor = try descriptors.find(call.u32(0))
        let file = try descriptor.file()
        if !descriptor.rights.contains(.fdSeek) { try descriptor.require(.fdTell) }
        try call.memory().store(file.position, at: call.address(1))
    }
}

/// The place that an offset counts from (witx: `whence`).
private enum Whence {
    case start, current, end

    /// Decodes a code; `nil` if it is unknown. The order of the codes differs between the versions of WASI.
    init?(_ code: UInt32, _ version: WASIVersion) {
        let codes: [Whence] = version == .unstable ? [.current, .end, .start] : [.start, .current, .end]
        guard code < codes.count else { return nil }
        self = codes[Int(truncatingIfNeeded: code)]
    }
}
