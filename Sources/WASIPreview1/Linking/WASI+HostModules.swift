import WasmRuntime
import WasmSyntax

extension WASI {
    /// Resolves the import of a registered host function.
    ///
    /// - Parameter deadline: Makes an interruption that stops the guest after this time.
    package func resolve(
        _ module: Name, _ name: Name, _ entry: HostModule.Entry, _ policy: Policy.HostFunctions,
        deadline: @escaping (_ nanoseconds: UInt64) -> any Interruption
    ) -> Imports.Answer {
        guard let reason = policy.refusal(of: entry) else {
            return .function(audited(module, name, entry, entry.metered(deadline)))
        }
        guard configuration.missing != .error else {
            denials.note(module, name, .notLinked)
            return .refused("\(module).\(name) is not allowed: \(reason)", remedy: ImportRemedy(reason))
        }
        // A host function's results are not error codes, so that a stub can only trap.
        let denials = denials
        let stub = HostFunction(type: entry.function.type) { call in
            denials.note(module, name, .notAllowed)
            throw Trap(.host("\(module).\(name) is not allowed: \(reason)"))
        }
        return .function(audited(module, name, entry, stub))
    }

    private func audited(
        _ module: Name, _ name: Name, _ entry: HostModule.Entry, _ function: HostFunction
    ) -> HostFunction {
        guard let trail else { return function }
        let subject = AuditTrail.Subject(
            module: module, name: name, type: function.type, parameters: entry.parameters, returnsErrno: false)
        return function.wrapped { call in try trail.perform(subject, &call, function.body) }
    }
}

extension Policy.HostFunctions {
    /// Returns why the policy refuses a function; `nil` if the policy allows it.
    public func refusal(of entry: HostModule.Entry) -> String? {
        let grant = Name(entry.grant)
        if deny.contains(entry.grant) { return "the policy denies \"\(grant)\" in hostFunctions.deny" }
        guard allow.contains(entry.grant) else { return "the policy has no \"\(grant)\" in hostFunctions.allow" }
        guard let effects else { return nil }
        let excess = entry.effects.subtracting(effects)
        return excess.isEmpty ? nil : "of its effects, hostFunctions.effects has not \(excess)"
    }
}
