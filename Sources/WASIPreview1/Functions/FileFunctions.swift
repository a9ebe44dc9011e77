import WasmRuntime

extension WASI {
    /// `fd_advise(fd, offset, size, advice)`: announces how a part of a file will be used.
    ///
    /// - Throws: `EBADF` if the descriptor is not open; `EINVAL` for an unknown advice, or an offset or a size beyond
    ///   2⁶³ − 1; `ESPIPE` for a stream or socket, `EISDIR` for a directory; `ENOTCAPABLE` without the right
    ///   `fd_advise`.
    func fdAdvise(_ call: WASICall) throws {
        let descriptor = try descriptors.find(call.u32(0))
        guard let advice = UInt8(exactly: call.u32(3)).flatMap(FileAdvice.init(rawValue:)) else { throw Errno.inval }
        let file = try descriptor.file()
        try descriptor.require(.fdAdvise)
        guard max(call.u64(1), call.u64(2)) <= OpenFile.largest else { throw Errno.inval }
        try file.file.advise(advice, at: call.u64(1), count: call.u64(2))
    }

    /// `fd_allocate(fd, offset, size)`: reserves space in a file. A file that ends earlier is extended.
    ///
    /// - Throws: `EBADF` if the descriptor is not open; `EINVAL` for a size of 0; `ESPIPE` for a stream or socket,
    ///   `EISDIR` for a directory; `ENOTCAPABLE` without the right `fd_allocate`; `EFBIG` beyond the maximum file size;
    ///   `ENOSPC` beyond the folder's quota; what the file throws: it gets its old size back then.
    func fdAllocate(_ call: WASICall) throws {
        let descriptor = try descriptors.find(call.u32(0))
        guard call.u64(2) > 0 else { throw Errno.inval }
        let file = try descriptor.file()
        try descriptor.require(.fdAllocate)
        let (end, overflow) = call.u64(1).addingReportingOverflow(call.u64(2))
        guard !overflow, end <= OpenFile.largest else { throw file.tooLarge() }
        let size = try file.file.status().byteCount
        try file.checkQuota(forSize: end)
        var offset = call.u64(1)
        do {
            while offset < end {
                let count = min(end &- offset, WASILimits.allocationSize)
                try call.meter.pay(bytes: count)
                try file.allocate(at: offset, count: count)
                offset &+= count
            }
        } catch {
            if let larger = try? file.file.status().byteCount, larger > size { try? file.file.setSize(size) }
            throw error
        }
    }

    /// `fd_filestat_set_size(fd, size)`: truncates a file, or extends it with zeros.
    ///
    /// - Throws: `EBADF` if the descriptor is not open; `EINVAL` for a stream or socket, as in POSIX; `EISDIR` for a
    ///   directory; `ENOTCAPABLE` without the right `fd_filestat_set_size`; `EFBIG` beyond the maximum file size;
    ///   `ENOSPC` beyond the folder's quota; what the file throws.
    func fdFilestatSetSize(_ call: WASICall) throws {
        let descriptor = try descriptors.find(call.u32(0))
        do {
            let file = try descriptor.file()
            try descriptor.require(.fdFilestatSetSize)
            try file.setSize(call.u64(1))
        } catch Errno.spipe {
            throw Errno.inval
        }
    }

    /// `fd_readdir(fd, buf, size, cookie, &used)`: writes the entries of a directory, beginning with the one that the
    /// cookie stands for (0 for the first), until the buffer is full: the last entry may be cut off anywhere. Fewer
    /// than `size` bytes mean the end. `.` and `..` are among the entries.
    ///
    /// - Throws: `EBADF` if the descriptor is not open; `ENOTDIR` for anything but a directory; `ENOTCAPABLE` without
    ///   the right `fd_readdir`; `EFAULT` where the buffer or the result is outside of the memory: nothing is written
    ///   then. `EMFILE` beyond the folder's quota, `ENOMEM` beyond the host memory that the guest's store may use;
    ///   the directory's error for any entry that the buffer has room for.
    func fdReaddir(_ call: WASICall) throws {
        let descriptor = try descriptors.find(call.u32(0))
        let directory = try descriptor.directory()
        try descriptor.require(.fdReaddir)
        let memory = try call.memory()
        let size = UInt64(call.u32(2))
        try memory.check(call.address(1), count: size)
        try memory.check(call.address(4), count: 4)
        var used: UInt64 = 0
        var number = call.u64(3)
        // An error is thrown even after entries were written: a guest takes a partly filled buffer for the whole rest.
        while used < size, let entry = try directory.entry(number) {
            number &+= 1
            let bytes = entry.encoded(next: number)
            let count = min(UInt64(bytes.count), size &- used)
            try memory.write(bytes.prefix(Int(truncatingIfNeeded: count)), at: call.address(1) &+ used)
            used &+= count
        }
        try memory.store(UInt32(truncatingIfNeeded: used), at: call.address(4))
    }
}
