import WasmRuntime

extension WASI {
    /// `proc_exit(code)`: ends the guest. Any code is possible; what the host's process makes of it is the embedder's
    /// matter.
    ///
    /// - Throws: ``GuestExit``, always.
    func procExit(_ call: WASICall) throws { throw GuestExit(code: call.u32(0)) }

    /// `proc_raise(signal)`: does what the signal does by default, for there are no handlers. One that ends a process
    /// ends the guest, with 128 and the signal's number as exit code, as a shell would say it; others are ignored.
    ///
    /// - Throws: ``GuestExit``; `ENOTSUP` for the signals that stop a process, which nothing could continue; `EINVAL`
    ///   for an unknown number.
    func procRaise(_ call: WASICall) throws {
        let signal = call.u32(0)
        switch signal {
        // none; pipe, chld, cont, urg, winch
        case 0, 13, 16, 17, 22, 27: return
        // stop, tstp, ttin, ttou
        case 18...21: throw Errno.notsup
        case 1...30: throw GuestExit(code: 128 &+ signal)
        default: throw Errno.inval
        }
    }

    /// `sched_yield()`: nothing to do, for a guest has one thread; but a good moment to be stopped.
    func schedYield(_ call: WASICall) throws { try call.interruption.check() }
}
