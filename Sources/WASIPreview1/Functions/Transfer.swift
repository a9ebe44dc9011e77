import WasmRuntime

/// The buffers of a call that reads or writes, all of which are inside of the memory, and the place for how many bytes
/// were moved. What is read or written is moved between the memory and its end without a copy in between.
struct Transfer {
    private let memory: GuestMemory
    private let buffers: IOVectors
    private let result: UInt64
    private let meter: WorkMeter

    /// - Parameters:
    ///   - buffers: The argument that is the list's address; its count is the next one.
    ///   - result: The argument that is the address of the number of bytes.
    /// - Throws: As ``IOVectors/init(_:at:count:)``; `EFAULT` where the result is outside of the memory.
    init(_ call: WASICall, buffers: Int, result: Int) throws {
        memory = try call.memory()
        meter = call.meter
        // More are refused without a look at them.
        try meter.pay(.buffer, Int(min(call.u32(buffers &+ 1), WASILimits.ioVectors)))
        self.buffers = try IOVectors(memory, at: call.u32(buffers), count: call.u32(buffers &+ 1))
        self.result = call.address(result)
        try memory.check(self.result, count: 4)
    }

    /// Tells how many bytes were moved: at most 2³² − 1.
    func finish(_ total: UInt64) throws { try memory.store(UInt32(truncatingIfNeeded: total), at: result) }

    /// Calls `body` to fill the buffers one after the other, until it fills one only in part, `isReady` says no or 1 MiB
    /// is reached. It is told how many bytes there are already.
    ///
    /// - Parameters:
    ///   - waiting: Whether to ask `isReady` again, which waits, if `body` was not ready after all.
    ///   - fillsAll: Whether to go on where a buffer was filled only in part, until `body` returns 0.
    ///   - isReady: Asked before each call of `body`; the memory is not lent out meanwhile.
    /// - Returns: How many bytes were read. An error after the first ends it without being told.
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
                            // Not more than there is room for, whatever the other end claims.
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

    /// Calls `body` with all bytes, a piece after the other, until it takes a piece only in part or nothing.
    ///
    /// - Returns: How many bytes were written. An error after the first ends it without being told.
    func write(_ interruption: (any Interruption)?, _ body: (Span<UInt8>) throws -> Int) throws -> UInt64 {
        var total: UInt64 = 0
        do {
            for index in 0..<buffers.count {
                let buffer = buffers[index]
                var done: UInt64 = 0
                while done < buffer.count {
                    try interruption.check()
                    let size = min(buffer.count &- done, WASILimits.transferPiece)
                    try meter.pay(bytes: size)
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
