import WasmRuntime

extension WASI {
    /// `random_get(buf, size)`: fills memory with random bytes, directly and in pieces: a large size needs no memory of
    /// the host, and does not delay an interruption.
    ///
    /// - Throws: `EFAULT` where the buffer is outside of the memory: nothing is written then. `ENOTCAPABLE` without a
    ///   source of randomness; what the source throws.
    func randomGet(_ call: WASICall) throws {
        guard let source = configuration.random else { throw Errno.notcapable }
        let memory = try call.memory()
        var address = call.address(0)
        var remaining = UInt64(call.u32(1))
        try memory.check(address, count: remaining)
        while remaining > 0 {
            let count = min(remaining, UInt64(WASILimits.randomChunk))
            try call.meter.pay(bytes: count)
            try memory.withMutableBytes(at: address, count: count) { try source.fill(&$0) }
            address &+= count
            remaining &-= count
        }
    }
}
