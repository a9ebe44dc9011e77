import WasmRuntime
import WasmSyntax

extension WASI {
    /// Resolves an import of a module.
    ///
    /// A granted function becomes a host function. An import that is unknown or has the wrong type is refused, with a
    /// message about its needs. An import that is not granted is refused or becomes a stub, as the configuration's
    /// ``WASIConfiguration/missing`` says.
    public func resolve(module: Name, name: Name, type: FunctionType) -> WASIResolution {
        func refuse(_ reason: WASIRefusal.Reason) -> WASIResolution {
            .refused(WASIRefusal(module: module, name: name, reason: reason))
        }
        guard let version = WASIVersion(module: module) else { return .notWASI }
        guard let function = WASIFunction.named(name), function.isIn(version) else { return refuse(.unknownFunction) }
        guard function.type == type else { return refuse(.typeMismatch(expected: function.type, imported: type)) }
        if isAllowed(function) { return .function(audited(function, version, hostFunction(function, version))) }
        if configuration.missing != .error { return .stub(audited(function, version, stub(function, version))) }
        denials.note(module, name, .notLinked)
        return refuse(.notGranted(anyOf: function.grantedBy))
    }

    private func isAllowed(_ function: WASIFunction) -> Bool {
        configuration.calls?.contains(function.name)
            ?? function.grantedBy.contains(where: configuration.granted.contains)
    }

    /// Makes the host function through which every call of a granted function passes.
    private func hostFunction(_ function: WASIFunction, _ version: WASIVersion) -> HostFunction {
        let (handler, price, name) = (function.handler(self), function.price, function.name)
        let (denials, meter) = (denials, meter)
        /// Performs a call, or the rest of one that has waited and is paid for.
        func perform(
            _ call: inout HostCall, _ price: HostPrice, _ handler: (WASICall) throws -> Void
        ) throws {
            var result = Errno.success
            try meter.perform(call, price) {
                let wasiCall = WASICall(call, version, meter)
                do {
                    try handler(wasiCall)
                } catch let error as Errno {
                    denials.note(version.module, name, failed: error)
                    if error == .notcapable { self.noteMissingPermissions(name, wasiCall) }
                    result = error
                } catch is MemoryAccessError {
                    result = .fault
                } catch let wait as HostWait {
                    // The call itself is paid for already; only the bytes remain.
                    let price = HostPrice(0, kibibyte: price.kibibyte)
                    call.wrapContinuation { call, rest in
                        var inner = call
                        try perform(&call, price) { _ in try rest(&inner) }
                    }
                    throw wait
                }
            }
            call.setResult(UInt32(result.rawValue))
        }
        return HostFunction(type: function.type) { call in try perform(&call, price, handler) }
    }

    /// Makes the stub of a function that was not granted. A stub whose function has no error code to return traps.
    private func stub(_ function: WASIFunction, _ version: WASIVersion) -> HostFunction {
        let (denials, meter) = (denials, meter)
        let traps = configuration.missing == .trap || function.type.results.isEmpty
        return HostFunction(type: function.type) { call in
            try meter.pay(function.price.call, call)
            denials.note(version.module, function.name, .notAllowed)
            if traps { throw Trap(.host("\(function.name) is not granted")) }
            call.setResult(UInt32(Errno.nosys.rawValue))
        }
    }

    /// Makes a function whose calls are audited; returns the function itself without an auditor.
    private func audited(_ function: WASIFunction, _ version: WASIVersion, _ host: HostFunction) -> HostFunction {
        guard let trail else { return host }
        let subject = AuditTrail.Subject(
            module: version.module, name: function.name, type: function.type,
            parameters: function.parameters(in: version), returnsErrno: true)
        return HostFunction(type: function.type) { call in try trail.perform(subject, &call, host.body) }
    }
}
