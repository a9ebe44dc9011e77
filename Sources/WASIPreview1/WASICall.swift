import WasmRuntime

/// One call of a WASI function by a guest: its arguments in the terms of preview 1.
struct WASICall {
    private let host: HostCall

    init(_ host: HostCall) { self.host = host }

    func u32(_ index: Int) -> UInt32 { host.i32(index) }

    func u64(_ index: Int) -> UInt64 { host.i64(index) }

    /// An argument that is an address in ``memory()``.
    func address(_ index: Int) -> UInt64 { UInt64(host.i32(index)) }

    /// The memory that addresses are in.
    ///
    /// - Throws: `EFAULT` where the guest has none.
    func memory() throws(Errno) -> GuestMemory {
        guard let memory = host.memory else { throw .fault }
        return memory
    }

    var interruption: (any Interruption)? { host.interruption }
}

extension Optional where Wrapped == any Interruption {
    /// - Throws: ``Interrupted`` if the guest must stop.
    func check() throws(Interrupted) {
        if let reason = self?.reasonToStop() { throw Interrupted(reason) }
    }
}
