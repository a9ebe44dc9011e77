import WasmRuntime

extension WASI {
    /// `fd_read(fd, iovs, count, &size)`: reads into the buffers, in order. It waits for the first byte only, so less
    /// than asked for is usual; 0 bytes are the end. At most 1 MiB is read at a time.
    ///
    /// - Throws: `EBADF` if the descriptor is not open, or cannot be read by its nature; `ENOTCAPABLE` without the
    ///   right `fd_read`; `EAGAIN` if it is not ready and has the flag `nonblock`; `EFAULT` where a buffer, their list
    ///   or the result is outside of the memory, and `EINVAL` for too many or too large buffers: nothing is read then.
    ///   What the stream throws.
    func fdRead(_ call: WASICall) throws {
        let descriptor = try descriptors.find(call.u32(0))
        guard case .input(let stream) = descriptor.object else { throw Errno.badf }
        try descriptor.require(.fdRead)
        let memory = try call.memory()
        let buffers = try IOVectors(memory, at: call.u32(1), count: call.u32(2)).buffers
        try memory.check(call.address(3), count: 4)
        let waiting = Waiting(interruption: call.interruption, isAllowed: descriptor.canWait)
        var total: UInt64 = 0
        for buffer in buffers {
            let wanted = min(buffer.count, UInt64(WASILimits.transferSize) &- total)
            if total > 0, wanted == 0 || stream.readiness(waitingAtMost: 0) == nil { break }
            do {
                let part = IOVectors.Buffer(address: buffer.address, count: wanted)
                let count = try read(stream, into: part, of: memory, waiting, isFirst: total == 0)
                total &+= count
                if count < buffer.count { break }
            } catch let error as Errno {
                if total == 0 { throw error }
                break
            }
        }
        try memory.store(UInt32(truncatingIfNeeded: total), at: call.address(3))
    }

    private func read(
        _ stream: any WASIInputStream, into buffer: IOVectors.Buffer, of memory: GuestMemory, _ waiting: Waiting,
        isFirst: Bool
    ) throws -> UInt64 {
        while true {
            if isFirst { try waitUntilReadable(stream, waiting) }
            do {
                return try memory.withMutableBytes(at: buffer.address, count: buffer.count) { bytes in
                    // Not more than there is room for, whatever the stream claims.
                    UInt64(min(max(try stream.read(into: &bytes), 0), bytes.count))
                }
            } catch Errno.again where isFirst && waiting.isAllowed {}
        }
    }

    private func waitUntilReadable(_ stream: any WASIInputStream, _ waiting: Waiting) throws {
        try waiting.interruption.check()
        if stream.readiness(waitingAtMost: 0) != nil { return }
        // What the guest wrote before, perhaps a question, is seen before it waits for the answer.
        try flushBeforeWaiting(waiting)
        try waiting.until { stream.readiness(waitingAtMost: $0) != nil }
    }

    /// `fd_write(fd, iovs, count, &size)`: writes the buffers, in order. Less than all is written only if there was an
    /// error after some bytes.
    ///
    /// - Throws: `EBADF` if the descriptor is not open, or cannot be written by its nature; `ENOTCAPABLE` without the
    ///   right `fd_write`; `EAGAIN` if it is not ready and has the flag `nonblock`; `EFAULT` where a buffer, their list
    ///   or the result is outside of the memory, and `EINVAL` for too many or too large buffers: nothing is written
    ///   then. What the stream throws, for example `EPIPE` or `ENOSPC`.
    func fdWrite(_ call: WASICall) throws {
        let descriptor = try descriptors.find(call.u32(0))
        guard case .output(let output) = descriptor.object else { throw Errno.badf }
        try descriptor.require(.fdWrite)
        let memory = try call.memory()
        let buffers = try IOVectors(memory, at: call.u32(1), count: call.u32(2)).buffers
        try memory.check(call.address(3), count: 4)
        let waiting = Waiting(interruption: call.interruption, isAllowed: descriptor.canWait)
        var total: UInt32 = 0
        do {
            for buffer in buffers {
                let count = try write(buffer, of: memory, to: output, waiting)
                total &+= UInt32(truncatingIfNeeded: count)
                if count < buffer.count { break }
            }
        } catch let error as Errno {
            if total == 0 { throw error }
        }
        try memory.store(total, at: call.address(3))
    }

    /// Writes a buffer piece by piece.
    private func write(
        _ buffer: IOVectors.Buffer, of memory: GuestMemory, to output: OutputBuffer, _ waiting: Waiting
    ) throws -> UInt64 {
        var total: UInt64 = 0
        while total < buffer.count {
            try waiting.interruption.check()
            let size = min(buffer.count &- total, UInt64(WASILimits.transferSize))
            do {
                let count = try memory.withBytes(at: buffer.address &+ total, count: size) { bytes in
                    try output.write(bytes, waiting)
                }
                total &+= UInt64(count)
                if UInt64(count) < size { break }
            } catch let error as Errno {
                if total == 0 { throw error }
                break
            }
        }
        return total
    }
}
