import WasmRuntime
import WasmSyntax

extension Policy {
    /// Returns the smallest policy with which imports of these calls and host functions link. A program that writes has the
    /// output and error streams of the process. The imports do not show which input, folders and variables the calls are
    /// to reach: the embedder has to add those.
    package static func needed(
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
