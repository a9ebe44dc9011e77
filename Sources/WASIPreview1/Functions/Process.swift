import WasmRuntime

extension WASI {
    /// `proc_exit(code)`: ends the guest. Any code is possible; the embedder decides how the host's process reports it.
    ///
    /// - Throws: ``GuestExit``, always.
    func procExit(_ call: WASICall) throws { throw GuestExit(code: call.u32(0)) }

    /// `proc_raise(signal)`: performs the default action of a signal, because guests have no handlers. A signal that
    /// ends a process ends the guest; the exit code is 128 plus the signal's number, as in a shell. Other signals are
    /// ignored.
    ///
    /// - Throws: ``GuestExit``; `ENOTSUP` for the signals that stop a process, because nothing could continue it;
    ///   `EINVAL` for an unknown number.
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

    /// `sched_yield()`: polls the interruption. A guest has one thread, so nothing else has to be done.
    func schedYield(_ call: WASICall) throws { try call.interruption.check() }
}
