import WasmRuntime

/// A version of WASI, identified by the module from which its functions are imported. The versions have the same
/// functions except for `sock_accept`; some layouts and numbers differ.
package enum WASIVersion: Hashable, Sendable, CaseIterable {
    /// `wasi_snapshot_preview1`.
    case preview1
    /// `wasi_unstable`, the version before, also called snapshot 0. It has no `sock_accept`.
    case unstable
}

/// One call of a WASI function by a guest: its arguments in the terms of preview 1.
struct WASICall {
    let host: HostCall
    /// The version that the function was imported from.
    let version: WASIVersion
    /// Charges and counts the work of the call.
    let meter: WorkMeter

    init(_ host: HostCall, _ version: WASIVersion, _ meter: WorkMeter) {
        self.host = host
        self.version = version
        self.meter = meter
    }

    func u32(_ index: Int) -> UInt32 { host.i32(at: index) }

    func u64(_ index: Int) -> UInt64 { host.i64(at: index) }

    /// Returns an argument that is an address in ``memory()``.
    func address(_ index: Int) -> UInt64 { UInt64(host.i32(at: index)) }

    /// Returns the memory that addresses refer to.
    ///
    /// - Throws: `EFAULT` if the guest has none.
    func memory() throws(Errno) -> GuestMemory {
        guard let memory = host.memory else { throw .fault }
        return memory
    }

    var interruption: (any Interruption)? { host.interruption }
}

extension Optional where Wrapped == any Interruption {
    /// Polls the interruption.
    ///
    /// - Throws: ``Interrupted`` if the guest must stop.
    func check() throws(Interrupted) {
        if let reason = self?.reasonToStop() { throw Interrupted(reason) }
    }
}
