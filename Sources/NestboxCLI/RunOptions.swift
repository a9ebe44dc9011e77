import Nestbox
import WASIHost
import WASIPreview1
import WasmRuntime

/// What `nestbox run` was told. Everything that a guest may do is one ``Policy``: that of a file, or what the command
/// line grants by default, and then the other options change it.
struct RunOptions {
    var policyFile: String?
    var auditFile: String?
    var reportsDenials = false
    var invoke: String?
    var showsStatistics = false
    #if NESTBOX_PROFILE
        /// Where to write what was executed.
        var profile: String?
    #endif
    var module = ""
    var arguments: [String] = []

    private var environment: [(name: String, value: String)] = []
    private var stdin: Policy.Input?
    private var stdout: Policy.Output.Destination?
    private var stderr: Policy.Output.Destination?
    private var folders: [Policy.Folder] = []
    private var allowed: Set<Capability> = []
    private var denied: Set<Capability> = []
    private var allowedCalls: Set<CallSelector> = []
    private var deniedCalls: Set<CallSelector> = []
    private var missing: WASIConfiguration.MissingImports?
    private var fuel: UInt64?
    private var timeoutMilliseconds: UInt64?
    private var memoryPages: UInt64?
    private var heapBytes: UInt64?
    private var hostBytes: UInt64?
    private var isDeterministic = false
    private var fusesInstructions = true
    private var budgetUnit: BudgetUnit?
    private var hostPrices: HostPrices?
    /// Modules that others import from: names and paths.
    private(set) var preloads: [(name: String, path: String)] = []
    /// Proposals that the module may use.
    private var features: Set<Feature> = []

    init(_ commandLine: [String]) throws {
        var reader = OptionReader(commandLine)
        while let option = try reader.nextOption() { try read(option, &reader) }
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

    private mutating func read(_ option: String, _ reader: inout OptionReader) throws {
        switch option {
        case "--policy": policyFile = try reader.value(of: option)
        case "--audit": auditFile = try reader.value(of: option)
        case "--report-denials": reportsDenials = true
        case "--env":
            environment.append(try RunOptions.variable(try reader.value(of: option)))
            allowed.insert(.environment)
        case "--stdin":
            stdin = RunOptions.input(try reader.value(of: option))
            allowed.insert(.stdin)
        case "--stdout": stdout = RunOptions.output(try reader.value(of: option))
        case "--stderr": stderr = RunOptions.output(try reader.value(of: option))
        case "--dir":
            folders.append(try FolderOption(try reader.value(of: option)).folder)
            allowed.insert(.files)
        case "--allow": try RunOptions.select(try reader.value(of: option), &allowed, &allowedCalls)
        case "--deny": try RunOptions.select(try reader.value(of: option), &denied, &deniedCalls)
        case "--missing":
            let text = try reader.value(of: option)
            guard let choice = WASIConfiguration.MissingImports(rawValue: text) else {
                throw UsageError("--missing is error or enosys or trap, not '\(Name(text))'")
            }
            missing = choice
        case "--fuel-unit":
            let text = try reader.value(of: option)
            guard let choice = BudgetUnit(rawValue: text) else {
                throw UsageError("--fuel-unit is instruction or time, not '\(Name(text))'")
            }
            budgetUnit = choice
        case "--host-prices":
            let text = try reader.value(of: option)
            guard let choice = HostPrices(rawValue: text) else {
                throw UsageError("--host-prices is standard or none, not '\(Name(text))'")
            }
            hostPrices = choice
        case "--fuel": fuel = try reader.number(of: option)
        case "--timeout-ms": timeoutMilliseconds = try reader.number(of: option, atMost: 1 << 40)
        case "--max-memory-pages": memoryPages = try reader.number(of: option, atMost: 65_536)
        case "--max-heap-bytes": heapBytes = try reader.number(of: option)
        case "--max-host-bytes": hostBytes = try reader.number(of: option)
        case "--deterministic": isDeterministic = true
        case "--no-fusing": fusesInstructions = false
        case "--preload":
            let (name, path) = try RunOptions.pair(
                try reader.value(of: option), "--preload needs NAME=MODULE", allowingEmpty: true)
            preloads.append((name, path))
        case "--features": features.formUnion(try reader.features(of: option))
        case "--invoke": invoke = try reader.value(of: option)
        case "--stats": showsStatistics = true
        #if NESTBOX_PROFILE
            case "--profile": profile = try reader.value(of: option)
        #endif
        default: throw UsageError("there is no option '\(Name(option))'")
        }
    }

    // MARK: Values of options

    private static func variable(_ text: String) throws -> (name: String, value: String) {
        try pair(text, "--env needs NAME=VALUE")
    }

    private static func pair(
        _ text: String, _ usage: String, allowingEmpty: Bool = false
    ) throws -> (name: String, value: String) {
        guard let equals = text.firstIndex(of: "="), allowingEmpty || equals != text.startIndex else {
            throw UsageError("\(usage), not '\(Name(text))'")
        }
        return (String(text[..<equals]), String(text[text.index(after: equals)...]))
    }

    private static func input(_ text: String) -> Policy.Input {
        switch text {
        case "inherit": .inherit
        case "null": .null
        default: .file(text)
        }
    }

    private static func output(_ text: String) -> Policy.Output.Destination {
        switch text {
        case "inherit": .inherit
        case "null": .null
        default: .file(text)
        }
    }

    private static func select(
        _ text: String, _ capabilities: inout Set<Capability>, _ calls: inout Set<CallSelector>
    ) throws {
        if let capability = Capability(rawValue: text) {
            capabilities.insert(capability)
        } else if let selector = CallSelector(text) {
            calls.insert(selector)
        } else {
            let known = Capability.allCases.map(\.rawValue).joined(separator: ", ")
            let groups = CallGroup.allCases.map(\.rawValue).filter { Capability(rawValue: $0) == nil }
            throw UsageError(
                "there is no capability '\(Name(text))'; there are \(known), \(groups.joined(separator: ", ")), "
                    + "and the system calls by name")
        }
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
        policy.features.formUnion(features)
        if let missing { policy.missing = missing }
        if let fuel { policy.resources.budget = fuel }
        if let budgetUnit { policy.resources.budgetUnit = budgetUnit }
        if let hostPrices { policy.resources.hostPrices = hostPrices }
        if let timeoutMilliseconds { policy.resources.deadlineMilliseconds = timeoutMilliseconds }
        if let memoryPages {
            policy.resources.memoryPages = memoryPages
            policy.resources.totalMemoryBytes = max(policy.resources.totalMemoryBytes, memoryPages << 16)
        }
        if let heapBytes { policy.resources.heapBytes = heapBytes }
        // The other two options raise the limit for everything by as much as they ask for.
        let asked = [(memoryPages ?? 0) << 16, heapBytes ?? 0]
        policy.resources.hostBytes =
            hostBytes
            ?? asked.reduce(policy.resources.hostBytes) {
                let (sum, overflow) = $0.addingReportingOverflow($1)
                return overflow ? .max : sum
            }
        if isDeterministic { policy.profile = .deterministic }
        policy.fusesInstructions = fusesInstructions
        return policy
    }

    /// Puts into the policy what options hand over.
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

    /// The module's file name: the guest does not learn where it lies.
    var programName: String { module.split(separator: "/").last.map(String.init) ?? module }
}
