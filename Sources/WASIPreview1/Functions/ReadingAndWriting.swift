import WasmRuntime

extension WASI {
    /// `fd_read(fd, iovs, count, &size)`: reads into the buffers, in order; from a file, beginning at its position. A
    /// read from a stream waits for the first byte only, so it often returns fewer bytes than requested; 0 bytes mean
    /// the end. At most 1 MiB is read at a time.
    ///
    /// - Throws: `EBADF` if the descriptor is not open, or cannot be read by its nature; `EISDIR` for a directory;
    ///   `ENOTCONN` for a listening socket; `ENOTCAPABLE` without the right `fd_read`; `EAGAIN` if it is not ready and
    ///   has the flag `nonblock`; `EFAULT` where a buffer, their list or the result is outside of the memory, and
    ///   `EINVAL` for too many or too large buffers: nothing is read then. Also what the stream or file throws.
    func fdRead(_ call: WASICall) throws {
        let descriptor = try descriptors.find(call.u32(0))
        switch descriptor.object {
        case .file(let file):
            try descriptor.require(.fdRead)
            let transfer = try Transfer(call, buffers: 1, result: 3)
            let total = try read(file, at: file.position, transfer, call)
            file.position &+= total
            try transfer.finish(total)
        case .input(let stream):
            try descriptor.require(.fdRead)
            let transfer = try Transfer(call, buffers: 1, result: 3)
            let waiting = Waiting(call, descriptor)
            try suspend(call, waiting, until: { stream.readiness(waitingAtMost: 0) != nil }, then: fdRead)
            try transfer.finish(try read(stream, transfer, waiting))
        case .connection(let connection):
            try descriptor.require(.fdRead)
            let transfer = try Transfer(call, buffers: 1, result: 3)
            let (waiting, input) = (Waiting(call, descriptor), connection.input)
            try suspend(call, waiting, until: { input.readiness(waitingAtMost: 0) != nil }, then: fdRead)
            try transfer.finish(try read(input, transfer, waiting))
        case .output: throw Errno.badf
        case .directory: throw Errno.isdir
        case .listener: throw Errno.notconn
        }
    }

    /// `fd_pread(fd, iovs, count, offset, &size)`: reads from an offset of a file; the file's position stays as it is.
    ///
    /// - Throws: `EBADF` if the descriptor is not open; `ESPIPE` for a stream or socket, `EISDIR` for a directory;
    ///   `ENOTCAPABLE` without the rights `fd_read` and `fd_seek`; `EINVAL` for an offset beyond 2⁶³ − 1; `EFAULT` and
    ///   the rest as ``fdRead(_:)``.
    func fdPread(_ call: WASICall) throws {
        let descriptor = try descriptors.find(call.u32(0))
        let file = try descriptor.file()
        try descriptor.require([.fdRead, .fdSeek])
        let offset = call.u64(3)
        guard offset <= OpenFile.largest else { throw Errno.inval }
        let transfer = try Transfer(call, buffers: 1, result: 4)
        try transfer.finish(try read(file, at: offset, transfer, call))
    }

    /// `fd_write(fd, iovs, count, &size)`: writes the buffers, in order; to a file, beginning at its position, or at
    /// its end with the flag `append`. Fewer bytes than requested are written only if an error, a limit or the flag
    /// `nonblock` stopped the call after some of them.
    ///
    /// - Throws: `EBADF` if the descriptor is not open, or cannot be written by its nature; `EISDIR` for a directory;
    ///   `ENOTCONN` for a listening socket; `ENOTCAPABLE` without the right `fd_write`; `EAGAIN` if it is not ready and
    ///   has the flag `nonblock`; `ENOSPC` beyond the folder's quota; `EFBIG` beyond the maximum file size; `EFAULT`
    ///   where a buffer, their list or the result is outside of the memory, and `EINVAL` for too many or too large
    ///   buffers: nothing is written then. Also what the stream or file throws, for example `EPIPE`.
    func fdWrite(_ call: WASICall) throws {
        let descriptor = try descriptors.find(call.u32(0))
        switch descriptor.object {
        case .file(let file):
            try descriptor.require(.fdWrite)
            let transfer = try Transfer(call, buffers: 1, result: 3)
            let total: UInt64
            if descriptor.flags.contains(.append) {
                total = try transfer.write(call.interruption) { try file.append($0) }
            } else {
                total = try transfer.write(call.interruption) { bytes in
                    let count = try file.write(bytes, at: file.position)
                    file.position &+= UInt64(count)
                    return count
                }
            }
            try synchronizeAfterWriting(file, descriptor.flags)
            try transfer.finish(total)
        case .output(let output):
            try descriptor.require(.fdWrite)
            try write(to: output, call, result: 3, Waiting(call, descriptor))
        case .connection(let connection):
            try descriptor.require(.fdWrite)
            try write(to: connection.output, call, result: 3, Waiting(call, descriptor))
        case .input: throw Errno.badf
        case .directory: throw Errno.isdir
        case .listener: throw Errno.notconn
        }
    }

    /// `fd_pwrite(fd, iovs, count, offset, &size)`: writes to an offset of a file, even with the flag `append`; the
    /// file's position stays as it is.
    ///
    /// - Throws: As ``fdPread(_:)``, with the right `fd_write`; `ENOSPC` beyond the folder's quota; `EFBIG` beyond the
    ///   maximum file size.
    func fdPwrite(_ call: WASICall) throws {
        let descriptor = try descriptors.find(call.u32(0))
        let file = try descriptor.file()
        try descriptor.require([.fdWrite, .fdSeek])
        var offset = call.u64(3)
        guard offset <= OpenFile.largest else { throw Errno.inval }
        let transfer = try Transfer(call, buffers: 1, result: 4)
        let total = try transfer.write(call.interruption) { bytes in
            let count = try file.write(bytes, at: offset)
            offset &+= UInt64(count)
            return count
        }
        try synchronizeAfterWriting(file, descriptor.flags)
        try transfer.finish(total)
    }

    /// Waits until written bytes are on permanent storage, if the flag `sync` or `dsync` asks for it. The flag `rsync`
    /// needs nothing: with one of the others, each write is stored before a read can see it.
    private func synchronizeAfterWriting(_ file: OpenFile, _ flags: DescriptorFlags) throws(Errno) {
        if flags.contains(.sync) {
            try file.file.synchronize(dataOnly: false)
        } else if flags.contains(.dsync) {
            try file.file.synchronize(dataOnly: true)
        }
    }

    /// - Parameter offset: At most `Int64.max`.
    private func read(_ file: OpenFile, at offset: UInt64, _ transfer: Transfer, _ call: WASICall) throws -> UInt64 {
        try call.interruption.check()
        return try transfer.read { buffer, total in try file.file.read(into: &buffer, at: offset &+ total) }
    }

    private func read(_ stream: any WASIInputStream, _ transfer: Transfer, _ waiting: Waiting) throws -> UInt64 {
        try transfer.read(waiting: waiting.isAllowed) { total in
            if total > 0 { return stream.readiness(waitingAtMost: 0) != nil }
            try self.waitUntilReadable(stream, waiting)
            return true
        } _: { buffer, _ in
            try stream.read(into: &buffer)
        }
    }

    func waitUntilReadable(_ stream: any WASIInputStream, _ waiting: Waiting) throws {
        try waiting.interruption.check()
        if stream.readiness(waitingAtMost: 0) != nil { return }
        // Output that the guest wrote before, perhaps a prompt, is shown before the guest waits for the answer.
        try flushBeforeWaiting(waiting)
        try waiting.until { stream.readiness(waitingAtMost: $0) != nil }
    }

    /// - Parameter result: The index of the argument that is the address for the number of bytes.
    func write(to output: OutputBuffer, _ call: WASICall, result: Int, _ waiting: Waiting) throws {
        if call.canWait, waiting.isAllowed { return try writeInTask(output, call, result: result) }
        let transfer = try Transfer(call, buffers: 1, result: result)
        try transfer.finish(try output.write(transfer, waiting))
    }
}

extension Waiting {
    init(_ call: WASICall, _ descriptor: Descriptor) {
        self.init(interruption: call.interruption, isAllowed: descriptor.canWait)
    }
}
