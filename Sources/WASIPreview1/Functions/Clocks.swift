import WasmRuntime

extension WASI {
    /// `clock_res_get(clock, &resolution)`: returns the smallest step of a clock in nanoseconds.
    ///
    /// - Throws: `EINVAL` for an unknown clock or one that is not available here, such as the clocks of processor time;
    ///   `EFAULT` where the result is outside of the memory.
    func clockResGet(_ call: WASICall) throws {
        try answer(call, at: call.address(1)) { clocks, id in clocks.resolution(id).map { max($0, 1) } }
    }

    /// `clock_time_get(clock, precision, &time)`: returns the time of a clock in nanoseconds. The precision, only a
    /// hint, is ignored.
    ///
    /// - Throws: As ``clockResGet(_:)``.
    func clockTimeGet(_ call: WASICall) throws {
        try answer(call, at: call.address(2)) { clocks, id in clocks.now(id) }
    }

    private func answer(
        _ call: WASICall, at address: UInt64, _ question: (any WASIClocks, ClockID) -> UInt64?
    ) throws {
        guard let id = ClockID(rawValue: call.u32(0)), let clocks = configuration.clocks,
            let time = question(clocks, id)
        else { throw Errno.inval }
        try call.memory().store(time, at: address)
    }
}
