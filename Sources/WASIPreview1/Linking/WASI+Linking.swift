import WasmRuntime
import WasmSyntax

extension WASI {
    /// What an import of a module becomes.
    ///
    /// Of the granted functions it makes host functions; an import that is not granted, is unknown or has the wrong
    /// type is refused, with words that say what it needs.
    public func resolve(module: Name, name: Name, type: FunctionType) -> WASIResolution {
        func refuse(_ reason: WASIRefusal.Reason) -> WASIResolution {
            .refused(WASIRefusal(module: module, name: name, reason: reason))
        }
        guard module == WASIFunction.moduleName else {
            return module == "wasi_unstable" ? refuse(.unsupportedVersion) : .notWASI
        }
        guard let function = WASIFunction.named(name) else { return refuse(.unknownFunction) }
        guard function.type == type else { return refuse(.typeMismatch(expected: function.type, imported: type)) }
        if let handler = function.handler, isAllowed(function) {
            return .function(audited(function, hostFunction(function, handler)))
        }
        if configuration.missing != .error { return .stub(audited(function, stub(function))) }
        denials.note(module, name, .notLinked)
        let possible = function.grantedBy.filter { $0.unsupportedReason == nil }
        if possible.isEmpty, let capability = function.grantedBy.first { return refuse(.notSupported(capability)) }
        return refuse(.notGranted(anyOf: possible))
    }

    private func isAllowed(_ function: WASIFunction) -> Bool {
        configuration.calls?.contains(function.name)
            ?? function.grantedBy.contains(where: configuration.granted.contains)
    }

    /// The one place that every call of a granted function passes.
    private func hostFunction(_ function: WASIFunction, _ handler: @escaping WASIFunction.Handler) -> HostFunction {
        HostFunction(type: function.type) { call in
            var result = Errno.success
            do {
                try handler(self)(WASICall(call))
            } catch let error as Errno {
                self.denials.note(function.name, failed: error)
                result = error
            } catch is MemoryAccessError {
                result = .fault
            }
            call.setResult(0, UInt32(result.rawValue))
        }
    }

    /// Stands for a function that was not granted. One that cannot return an error ends the guest.
    private func stub(_ function: WASIFunction) -> HostFunction {
        let denials = denials
        let traps = configuration.missing == .trap || function.type.results.isEmpty
        return HostFunction(type: function.type) { call in
            denials.note(WASIFunction.moduleName, function.name, .notAllowed)
            if traps { throw Trap(.host("\(function.name) is not granted")) }
            call.setResult(0, UInt32(Errno.nosys.rawValue))
        }
    }

    /// The function as it is if nobody wants to know of its calls.
    private func audited(_ function: WASIFunction, _ host: HostFunction) -> HostFunction {
        guard let trail else { return host }
        let subject = AuditTrail.Subject(
            module: WASIFunction.moduleName, name: function.name, type: function.type, parameters: function.parameters,
            returnsErrno: true)
        return HostFunction(type: function.type) { call in try trail.perform(subject, &call, host.body) }
    }
}
