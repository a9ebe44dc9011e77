import WasmSyntax

extension Policy {
    /// The smallest policy with which imports of these names link, and the host functions of these. What the calls are to
    /// reach (streams, folders, variables) cannot be seen from the imports: it is for whoever knows the program.
    package static func needed(
        by calls: some Sequence<Name>, hostFunctions: some Sequence<String>, memoryPages: UInt64, tableElements: UInt64
    ) -> Policy {
        var policy = Policy()
        for name in calls where WASIFunction.named(name) != nil { policy.allow.insert(.call(name)) }
        policy.hostFunctions.allow = Set(hostFunctions)
        // More only where the default is not enough.
        policy.resources.limits.memoryPages = max(policy.resources.limits.memoryPages, memoryPages)
        let (bytes, overflow) = memoryPages.multipliedReportingOverflow(by: 65_536)
        policy.resources.limits.totalMemoryBytes = max(
            policy.resources.limits.totalMemoryBytes, overflow ? .max : bytes)
        policy.resources.limits.tableElements = max(policy.resources.limits.tableElements, tableElements)
        policy.resources.limits.totalTableElements = max(policy.resources.limits.totalTableElements, tableElements)
        return policy
    }
}
