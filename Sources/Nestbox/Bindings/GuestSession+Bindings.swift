import WASIPreview1
import WasmRuntime
import WasmSyntax
import WasmValidation

// Imports that an embedder has for one module come before those of its session.

extension GuestSession {
    /// Instantiates a module with functions and definitions of the embedder, which replace imports of the session that have
    /// their names, and binds its exports. Initialisers that `nestbox bindings` writes call it.
    ///
    /// The functions and definitions stay imports of the session, for later modules and for
    /// ``replace(_:with:migrating:)``. If anything fails, the session has the imports that it had before.
    ///
    /// - Parameters:
    ///   - module: The module.
    ///   - hostModules: The functions. If the policy refuses one that the module imports, the call fails, even if the
    ///     session has another function of its name.
    ///   - define: Defines what is not a function of a host module.
    ///   - bind: Makes the result of the instance.
    /// - Throws: As ``instantiate(_:)``; errors of `define` and `bind`.
    public func instantiate<Bindings>(
        _ module: Module, hostModules: [HostModule], defining define: (inout Imports) throws -> Void,
        binding bind: (Instance) throws -> Bindings
    ) throws -> Bindings {
        let before = imports
        do {
            if try isImporting(module, oneOf: refused(hostModules)) {
                // The policy's refusal must not be answered by what the session has under the name.
                imports = Imports()
                imports.add(wasi)
                for hostModule in hostModules { imports.add(hostModule, policy: policy, wasi: wasi) }
            } else {
                for hostModule in hostModules { imports.define(hostModule, policy: policy, wasi: wasi) }
            }
            // Not in place: the embedder's code may look at the session.
            var defined = imports
            try define(&defined)
            imports = defined
            return try bind(instantiate(module))
        } catch {
            imports = before
            throw error
        }
    }

    /// The names of functions that linking refuses, with the names of their modules.
    private func refused(_ hostModules: [HostModule]) -> [Name: Set<Name>] {
        guard policy.missing == .error else { return [:] }
        var result: [Name: Set<Name>] = [:]
        for module in hostModules {
            for (name, entry) in module.entries where policy.hostFunctions.refusal(of: entry) != nil {
                result[name, default: []].insert(module.name)
            }
        }
        return result
    }

    private func isImporting(_ module: Module, oneOf functions: [Name: Set<Name>]) throws -> Bool {
        guard !functions.isEmpty else { return false }
        beginTime()
        var watch = LoadingWatch(store.interruption)
        for `import` in module.validated.module.imports {
            // The module's name is hashed only if need be: many imports can share a long one.
            var work = 64 &+ `import`.name.utf8.count
            if let modules = functions[`import`.name] {
                if modules.contains(`import`.module) { return true }
                work &+= `import`.module.utf8.count
            }
            if let reason = watch.reasonToStop(after: work) { throw Interrupted(reason) }
        }
        return false
    }
}

extension Imports {
    /// Defines the functions of a host module that a policy does not refuse.
    fileprivate mutating func define(_ module: HostModule, policy: Policy, wasi: WASI) {
        for (name, entry) in module.entries
        where policy.missing != .error || policy.hostFunctions.refusal(of: entry) == nil {
            let answer = wasi.resolve(module.name, name, entry, policy.hostFunctions) { nanoseconds in
                HostInterruption(timeoutNanoseconds: nanoseconds)
            }
            if case .function(let function) = answer { define(name, in: module.name, function) }
        }
    }
}
