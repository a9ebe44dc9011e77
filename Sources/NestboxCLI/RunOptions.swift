import Nestbox
import WASIHost
import WASIPreview1
import WasmRuntime
import WasmSyntax

/// The options of `nestbox run`. Everything that a guest may do is one ``Policy``: that of a file, or the defaults of
/// the command line. The other options change this policy.
struct RunOptions {
    var policyFile: String?
    var auditFile: String?
    var reportsDenials = false
    var invoke: String?
    var showsStatistics = false
    #if NESTBOX_PROFILE
        /// The file for the execution profile.
        var profile: String?
    #endif
    var module = ""
    var arguments: [String] = []

    var environment: [(name: String, value: String)] = []
    var stdin: Policy.Input?
    var stdout: Policy.Output.Destination?
    var stderr: Policy.Output.Destination?
    var folders: [Policy.Folder] = []
    var allowed: Set<Capability> = []
    var denied: Set<Capability> = []
    var allowedCalls: Set<CallSelector> = []
    var deniedCalls: Set<CallSelector> = []
    var missing: WASIConfiguration.MissingImports?
    var fuel: UInt64?
    var timeoutMilliseconds: UInt64?
    var memoryPages: UInt64?
    var heapBytes: UInt64?
    var hostBytes: UInt64?
    var isDeterministic = false
    var fusesInstructions = true
    var budgetUnit: BudgetUnit?
    var hostPrices: HostPrices?
    /// Modules that others import from: names and paths.
    var preloads: [(name: String, path: String)] = []
    /// Proposals that are turned on or off.
    var features: [FeatureChange] = []

    init(_ commandLine: [String]) throws {
        var reader = OptionReader(commandLine)
        while let name = try reader.nextOption() {
            guard let row = RunOption.all.first(where: { $0.name == name }) else {
                throw UsageError("there is no option '\(Name(name))'")
            }
            try row.read(&self, row.value == nil ? "" : try reader.value(of: name))
        }
        let operands = try reader.operands()
        guard let module = operands.first else { throw UsageError("a module is missing") }
        self.module = module
        arguments = Array(operands.dropFirst())
        #if NESTBOX_UNMETERED
            guard fuel == nil, timeoutMilliseconds == nil else {
                throw UsageError("--fuel and --timeout-ms do nothing in a build without metering")
            }
        #endif
    }

    // MARK: The policy

    /// Everything that the guest may do.
    func policy() throws -> Policy {
        var policy = Policy.commandLine
        var allowed = allowed
        if let policyFile {
            policy = try PolicyCommand.read(policyFile)
        } else {
            allowed.formUnion(Capability.commandLineDefaults)
        }
        allowed.subtract(denied)
        for capability in allowed { policy.allow(capability) }
        try give(&policy)
        for capability in denied { policy.withhold(capability) }
        let kept = allowed.union(policy.capabilities.subtracting(denied))
        for function in WASIFunction.all
        where !denied.isDisjoint(with: function.grantedBy) && kept.isDisjoint(with: function.grantedBy) {
            policy.deny.insert(.call(function.name))
        }
        policy.allow.formUnion(allowedCalls)
        policy.deny.formUnion(deniedCalls)
        policy.features.apply(features)
        if let missing { policy.missing = missing }
        if let fuel { policy.resources.budget = fuel }
        if let budgetUnit { policy.resources.budgetUnit = budgetUnit }
        if let hostPrices { policy.resources.hostPrices = hostPrices }
        if let timeoutMilliseconds { policy.resources.deadlineMilliseconds = timeoutMilliseconds }
        if let memoryPages {
            policy.resources.limits.memoryPages = memoryPages
            policy.resources.limits.totalMemoryBytes = max(policy.resources.limits.totalMemoryBytes, memoryPages << 16)
        }
        if let heapBytes { policy.resources.limits.heapBytes = heapBytes }
        // Without `--max-host-bytes`, `--max-memory-pages` and `--max-heap-bytes` raise the limit for everything by
        // their values.
        let asked = [(memoryPages ?? 0) << 16, heapBytes ?? 0]
        policy.resources.limits.hostBytes =
            hostBytes
            ?? asked.reduce(policy.resources.limits.hostBytes) {
                let (sum, overflow) = $0.addingReportingOverflow($1)
                return overflow ? .max : sum
            }
        if isDeterministic { policy.profile = .deterministic }
        policy.fusesInstructions = fusesInstructions
        return policy
    }

    /// Adds the arguments, variables, streams and folders of the options to the policy.
    private func give(_ policy: inout Policy) throws {
        if !arguments.isEmpty { policy.arguments.values = arguments }
        var names: Set<[UInt8]> = []
        for variable in environment {
            guard names.insert(Array(variable.name.utf8)).inserted else {
                throw WASIConfigurationError.duplicateVariable(variable.name)
            }
            policy.environment.variables[variable.name] = variable.value
        }
        if let stdin { policy.stdin = stdin }
        if let stdout { policy.stdout.to = stdout }
        if let stderr { policy.stderr.to = stderr }
        policy.folders += folders
    }

    /// The module's file name. The guest does not learn the folder of the file.
    var programName: String { module.split(separator: "/").last.map(String.init) ?? module }
}
