import WasmRuntime

/// The buffers of a call that reads or writes, all of them inside of the memory, and the address for the number of
/// bytes moved. Bytes move directly between the guest's memory and the file or stream, without a copy in between.
struct Transfer {
    private let memory: GuestMemory
    private let buffers: IOVectors
    private let result: UInt64
    private let meter: WorkMeter

    /// Whether the list of buffers and the bytes are paid for.
    private var isPaid: Bool

    /// - Parameters:
    ///   - buffers: The index of the argument that is the address of the list of buffers; the next argument is their
    ///     number.
    ///   - result: The index of the argument that is the address for the number of bytes.
    ///   - isPaid: Whether the call has paid for the list of buffers and for the bytes before.
    /// - Throws: As ``IOVectors/init(_:at:count:)``; `EFAULT` where the result is outside of the memory.
    init(_ call: WASICall, buffers: Int, result: Int, isPaid: Bool = false) throws {
        self.isPaid = isPaid
        memory = try call.memory()
        meter = call.meter
        let count = call.u32(buffers &+ 1)
        // A longer list is refused unread, so the rest of it costs nothing.
        if !isPaid { try meter.pay(.buffer, Int(min(count, WASILimits.ioVectors))) }
        self.buffers = try IOVectors(memory, at: call.u32(buffers), count: count)
        self.result = call.address(result)
        try memory.check(self.result, count: 4)
    }

    /// The bytes of the buffers that were written before, and are left out.
    var skipped: UInt64 = 0

    /// The bytes of all buffers.
    var byteCount: UInt64 { (0..<buffers.count).reduce(0) { $0 &+ buffers[$1].count } }

    /// Pays for all bytes at once.
    mutating func payForAll() throws {
        try meter.pay(bytes: byteCount)
        isPaid = true
    }

    /// The number of buffers that are not empty; at least 1.
    var bufferCount: Int { buffers.count }

    /// Writes the number of bytes moved, at most 2³² − 1, to the guest's memory.
    func finish(_ total: UInt64) throws { try memory.store(UInt32(truncatingIfNeeded: total), at: result) }

    /// Calls `body` to fill the buffers one after the other, until it fills one only in part, `isReady` returns `false`
    /// or 1 MiB is reached. Both closures get the number of bytes read so far.
    ///
    /// - Parameters:
    ///   - waiting: Whether to call `isReady`, which waits, again if `body` throws `EAGAIN`.
    ///   - fillsAll: Whether to go on after a buffer was filled only in part, until `body` returns 0.
    ///   - isReady: Called before each call of `body`, while the guest's memory is not being accessed.
    /// - Returns: The number of bytes read. An error after the first byte ends the transfer and is dropped.
    func read(
        waiting: Bool = false, fillsAll: Bool = false, isReady: (_ total: UInt64) throws -> Bool = { _ in true },
        _ body: (inout MutableSpan<UInt8>, _ total: UInt64) throws -> Int
    ) throws -> UInt64 {
        var total: UInt64 = 0
        do {
            for index in 0..<buffers.count {
                let buffer = buffers[index]
                var done: UInt64 = 0
                repeat {
                    let wanted = min(
                        buffer.count &- done, WASILimits.transferPiece, WASILimits.transferSize &- total)
                    guard wanted > 0, try isReady(total) else { return total }
                    try meter.pay(bytes: wanted)
                    let count: UInt64
                    do {
                        count = try memory.withMutableBytes(at: buffer.address &+ done, count: wanted) { bytes in
                            // The count is clamped to the buffer, whatever the other end claims.
                            UInt64(min(max(try body(&bytes, total), 0), bytes.count))
                        }
                    } catch Errno.again where waiting && (total == 0 || fillsAll) { continue }
                    done &+= count
                    total &+= count
                    if count == 0 || count < wanted && !fillsAll { return total }
                } while done < buffer.count
            }
        } catch let error as Errno {
            if total == 0 { throw error }
        }
        return total
    }

    /// Calls `body` with all bytes but ``skipped``, one piece after the other, until it takes a piece only in part or not at
    /// all.
    ///
    /// - Returns: The number of bytes written now. An error after the first byte ends the transfer and is dropped.
    func write(_ interruption: (any Interruption)?, _ body: (Span<UInt8>) throws -> Int) throws -> UInt64 {
        var (total, skipped): (UInt64, UInt64) = (0, skipped)
        do {
            for index in 0..<buffers.count {
                let buffer = buffers[index]
                var done = min(skipped, buffer.count)
                skipped &-= done
                while done < buffer.count {
                    try interruption.check()
                    let size = min(buffer.count &- done, WASILimits.transferPiece)
                    if !isPaid { try meter.pay(bytes: size) }
                    let count = try memory.withBytes(at: buffer.address &+ done, count: size) { bytes in
                        UInt64(min(max(try body(bytes), 0), bytes.count))
                    }
                    done &+= count
                    total &+= count
                    if count < size { return total }
                }
            }
        } catch let error as Errno {
            if total == 0 { throw error }
        }
        return total
    }
}
