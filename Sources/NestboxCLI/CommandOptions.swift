import Nestbox
import WASIHost
import WASIPreview1
import WasmRuntime

/// The options and operands of a command. Everything that a guest of `nestbox run` may do is one ``Policy``: that of a
/// file, or the defaults of the command line. The other options change this policy.
struct CommandOptions {
    let command: Command
    var wantsHelp = false
    var operands: [Word] = []
    /// The file to write; `nil` if none was named.
    var output: Word?
    var isJSON = false
    var showsPolicy = false
    /// The file of a source map for the module.
    var sourceMapFile: Word?
    /// The byte offsets whose sources are shown.
    var sourceOffsets: [Int] = []
    /// Whether the lines of all code are shown.
    var showsLines = false
    /// The modules of the core dump that `nestbox inspect` shows.
    var dumpedModules: [Word] = []
    /// The name of the structure that `nestbox bindings` writes.
    var bindingsType: Word?

    /// The units at which a replay stops.
    var stopAt: UInt64?
    /// Whether the moments of a replay are explored by commands.
    var explores = false
    /// Where a debugger can connect; `nil` if the guest is not debugged.
    var debugAddress: DebugAddressOption?

    // MARK: Options of `nestbox run`

    var policyFile: Word?
    var auditFile: Word?
    /// The file for a guest that is stopped, or that a command makes a snapshot of.
    var snapshotFile: Word?
    /// Whether the guest goes on where a snapshot was made.
    var isResumed = false
    /// Whether the snapshot is written as a module.
    var isModule = false
    /// The file for the state of a guest that fails.
    var coreDumpFile: Word?
    /// The file for the recording.
    var recordFile: Word?
    /// Whether the recording contains the modules.
    var recordsModule = true
    var reportsDenials = false
    var invoke: Word?
    /// The guest's first argument; `nil` for the module's file name.
    var programName: Word?
    var showsStatistics = false
    /// The file for the profile.
    var profileFile: Word?
    var profileMeasure: RunProfile.Measure?
    /// Units or microseconds between two samples.
    var profileInterval: UInt64?
    /// The events of the trace.
    var traces: StoreObserver.Events = []
    var traceFilter: Word?
    var traceFile: Word?
    var traceFormat: TraceFormatter.Format?
    /// The file for the coverage.
    var coverageFile: Word?
    #if NESTBOX_PROFILE
        /// The file for the counts of executed operations.
        var operationProfile: Word?
    #endif
    /// The module, and the guest's arguments.
    var module = Word("")
    var arguments: [Word] = []

    var environment: [(name: Word, value: Word)] = []
    var stdin: Word?
    var stdout: Word?
    var stderr: Word?
    var folders: [FolderOption] = []
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
    var callDepth: UInt64?
    var isDeterministic = false
    var fusesInstructions = true
    var budgetUnit: BudgetUnit?
    var hostPrices: HostPrices?
    /// Modules that others import from: names and paths.
    var preloads: [(name: Word, path: Word)] = []
    /// Proposals that the module may use.
    var features: [FeatureChange] = []

    /// Reads the options and operands of a command.
    init(_ words: [Word], for command: Command) throws {
        self.command = command
        var reader = OptionReader(words)
        repeat {
            while let name = try reader.nextOption() {
                let row = try command.option(named: name)
                try row.read(&self, row.placeholder == nil ? Word("") : try reader.value(of: name))
                if wantsHelp { return }
            }
            if let operand = reader.nextOperand() { operands.append(operand) } else { return }
        } while !command.optionsEndAtOperand
        operands += reader.remaining()
    }

    /// Whether modules in the text format are encoded first: the file of a snapshot has binaries, and debuggers and core
    /// dumps have the places in them.
    var needsBinaries: Bool { snapshotFile != nil || debugAddress != nil || coreDumpFile != nil }

    /// Returns the only operand.
    ///
    /// - Parameter kind: The kind of operand, for the message.
    func soleOperand(_ kind: String) throws -> Word {
        guard let operand = operands.first else { throw UsageError("a \(kind) is missing") }
        guard operands.count == 1 else { throw UsageError("one \(kind) at a time") }
        return operand
    }

    /// Begins the time of ``timeoutMilliseconds``, and returns what ends the command; `nil` if there is no limit.
    func startTime() -> (any Interruption)? {
        timeoutMilliseconds.map {
            let (nanoseconds, overflow) = $0.multipliedReportingOverflow(by: 1_000_000)
            return HostInterruption(timeoutNanoseconds: overflow ? .max : nanoseconds)
        }
    }

    /// What the guest's code is prepared for besides running. A guest that can be stored has no counts.
    var instruments: Instruments {
        var instruments: Instruments = []
        if traces.contains(.functions) { instruments.insert(.functionEvents) }
        if debugAddress != nil { instruments.insert(.debugging) }
        let isCounted = profileFile != nil && profileMeasure != .time && snapshotFile == nil && !isResumed
        if coverageFile != nil || isCounted { instruments.insert(.blockCounts) }
        return instruments
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
        give(&policy)
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
        if let callDepth { policy.resources.limits.callDepth = callDepth }
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

    /// Adds the streams of the options to the policy, with which the embedder has to open those that it cannot express.
    private func give(_ policy: inout Policy) {
        if let stdin {
            switch stdin.text {
            case "inherit", "-": policy.stdin = .inherit
            case "null": policy.stdin = .null
            default: policy.stdin = stdin.isUTF8 ? .file(stdin.text) : .embedder
            }
        }
        if let stdout { policy.stdout.to = CommandOptions.destination(stdout, dash: .inherit) }
        if let stderr { policy.stderr.to = CommandOptions.destination(stderr, dash: .embedder) }
    }

    /// - Parameter dash: The destination that is the standard output of the command.
    private static func destination(
        _ word: Word, dash: Policy.Output.Destination
    ) -> Policy.Output.Destination {
        switch word.text {
        case "inherit": .inherit
        case "null": .null
        case "-": dash
        default: word.isUTF8 ? .file(word.text) : .embedder
        }
    }

    /// The options whose reports go to standard output.
    private var reportsOnOutput: [String] {
        let isSnapshot = command.name == "snapshot"
        let files = [
            ("--audit", auditFile), (isSnapshot ? "-o" : "--snapshot-to", snapshotFile),
            ("--core-dump", coreDumpFile), ("--record", recordFile), ("--trace-to", traceFile),
            ("--coverage", coverageFile),
        ]
        return files.filter { $0.1?.isDash ?? false }.map(\.0)
    }

    /// Whether a report has standard output for itself, so that nothing else is to be written there.
    var hasReportOnOutput: Bool { !reportsOnOutput.isEmpty }

    /// Refuses a report on standard output if something else is written there: a guest could forge lines of its own audit.
    func checkReports(_ policy: Policy) throws {
        guard let report = reportsOnOutput.first else { return }
        if reportsOnOutput.count > 1 {
            throw UsageError("standard output takes one report, not \(reportsOnOutput.joined(separator: " and "))")
        }
        for (name, isShared) in [
            ("--stdout", policy.stdout.to == .inherit),
            ("--stderr", policy.stderr.to == .embedder && stderr?.isDash ?? false),
        ] where isShared {
            throw UsageError(
                "\(report) - needs standard output, and the guest has it: \(name) null or FILE takes it away")
        }
    }

    /// Opens the streams that a policy cannot express: files whose paths are not UTF-8, and standard output for the
    /// standard error stream.
    func streams(for policy: Policy) throws -> Policy.Streams {
        func needed(_ word: Word?, _ isEmbedders: Bool) -> Word? {
            word.flatMap { isEmbedders && (!$0.isUTF8 || $0.isDash) ? $0 : nil }
        }
        return Policy.Streams(
            stdin: try needed(stdin, policy.stdin == .embedder).map { try HostInput(path: $0.path) },
            stdout: try needed(stdout, policy.stdout.to == .embedder).map { try $0.openOutput() },
            stderr: try needed(stderr, policy.stderr.to == .embedder).map { try $0.openOutput() })
    }

    /// The arguments, variables and folders of the options, without those that are denied.
    var hostValues: Policy.HostValues {
        var values = Policy.HostValues()
        // The guest does not learn the folder of the module's file.
        values.program = programName?.bytes ?? module.lastComponent
        if !arguments.isEmpty, !denied.contains(.arguments) { values.arguments = arguments.map(\.bytes) }
        if !denied.contains(.environment) {
            values.variables = environment.map { ($0.name.bytes, $0.value.bytes) }
        }
        if !denied.contains(.files) { values.folders = folders.map(\.folder) }
        return values
    }
}
