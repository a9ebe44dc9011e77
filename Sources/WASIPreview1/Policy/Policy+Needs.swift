import WasmRuntime
import WasmSyntax
import WasmValidation

extension Policy {
    /// Returns the smallest policy with which imports of these calls and host functions link. A program that writes has the
    /// output and error streams of the process. The imports do not show which input, folders and variables the calls are
    /// to reach: the embedder has to add those.
    static func needed(
        by calls: some Sequence<Name>, hostFunctions: some Sequence<String>, memoryPages: UInt64, tableElements: UInt64
    ) -> Policy {
        var policy = Policy()
        for name in calls where WASIFunction.named(name) != nil { policy.allow.insert(.call(name)) }
        if policy.allow.contains(.call("fd_write")) {
            policy.stdout.to = .inherit
            policy.stderr.to = .inherit
        }
        policy.hostFunctions.allow = Set(hostFunctions)
        // Limits are raised only where the default is too low.
        policy.resources.limits.memoryPages = max(policy.resources.limits.memoryPages, memoryPages)
        let (bytes, overflow) = memoryPages.multipliedReportingOverflow(by: 65_536)
        policy.resources.limits.totalMemoryBytes = max(
            policy.resources.limits.totalMemoryBytes, overflow ? .max : bytes)
        policy.resources.limits.tableElements = max(policy.resources.limits.tableElements, tableElements)
        policy.resources.limits.totalTableElements = max(policy.resources.limits.totalTableElements, tableElements)
        return policy
    }
}

extension Policy {
    /// The smallest policy with which a module links. A program that writes has the output and error streams of the process.
    /// The imports do not show which input, folders and variables are needed: add those. No policy allows imports that WASI
    /// does not know, or other definitions than functions.
    public init(neededBy module: Module) {
        let imports = module.validated.module.imports
        let hostFunctions = imports.filter { `import` in
            if case .function = `import`.type { WASIVersion(module: `import`.module) == nil } else { false }
        }
        self = Policy.needed(
            by: imports.filter { WASIVersion(module: $0.module) != nil }.map(\.name),
            hostFunctions: hostFunctions.map { "\($0.module.text).\($0.name.text)" },
            memoryPages: module.validated.memories.map(\.limits.minimum).max() ?? 0,
            tableElements: module.validated.tables.map(\.limits.minimum).max() ?? 0)
    }
}
