import Nestbox
import WASIHost
import WASIPreview1
import WasmBinary
import WasmRuntime
import WasmSyntax
import WasmText
import WasmValidation

/// `nestbox run`.
enum RunCommand {
    static func run(_ given: CommandOptions) throws -> Int32 {
        #if NESTBOX_UNMETERED
            complain("a build without metering, to measure what that costs: nothing ends a guest")
        #endif
        guard let module = given.operands.first else { throw UsageError("a module is missing") }
        var options = given
        (options.module, options.arguments) = (module, Array(given.operands.dropFirst()))
        #if NESTBOX_UNMETERED
            guard options.fuel == nil, options.timeoutMilliseconds == nil else {
                throw UsageError("--fuel and --timeout do nothing in a build without metering")
            }
        #endif
        return try start(options)
    }

    /// Runs a guest and reports how it ended.
    ///
    /// - Parameter call: Loads and calls the guest; returns its results.
    static func start(
        _ options: CommandOptions,
        _ call: (_ options: CommandOptions, _ session: GuestSession, _ progress: Progress) throws -> [Value] = runModule
    ) throws -> Int32 {
        if options.snapshotFile != nil { HostProcess.holdUserSignal() }
        guard options.coverageFile == nil || (options.snapshotFile == nil && !options.isResumed) else {
            throw UsageError("--coverage and snapshots exclude each other")
        }
        let policy = try options.policy()
        try options.checkReports(policy)
        let auditor = try options.auditFile.map { AuditLog(to: try $0.openOutput()) }
        let session = try GuestSession(
            policy, streams: options.streams(for: policy), auditor: auditor, values: options.hostValues,
            instruments: options.instruments)
        let trace = try RunTrace(options, session.store)
        let profile = try RunProfile(options, session.store)
        let start = HostClocks.monotonicNanoseconds()
        session.store.capturesCoreDumps = options.coreDumpFile != nil
        session.beginTime()
        let progress = Progress(start)
        var results: [Value] = []
        var outcome = ExitCode.success
        var ending: Result<[Value], any Error>?
        do {
            do {
                results = try call(options, session, progress)
                ending = .success(results)
            } catch let exit as GuestExit {
                ending = .failure(exit)
                outcome = code(of: exit)
            } catch is SnapshotCommands.Stored {
                outcome = ExitCode.suspended
            }
            try session.wasi.flush(interruption: session.store.interruption)
        } catch {
            // The guest's output comes before the report, but a reader that does not read can delay it by a second
            // only.
            try? session.wasi.flush(interruption: HostInterruption(timeoutNanoseconds: 1_000_000_000))
            outcome = CommandLineTool.report(
                error, CommandAdvice(options: options, policy: policy, preloaded: progress.preloaded))
            CoreDumpCommand.write(after: error, options, session.store)
            ending = ending ?? .failure((error as? ModuleFileError)?.error ?? error)
        }
        if let recording = progress.recording, let ending, !recording.finish(ending), outcome == ExitCode.success {
            outcome = ExitCode.hostFailure
        }
        if let trace, !trace.finish(), outcome == ExitCode.success { outcome = ExitCode.hostFailure }
        if let file = options.coverageFile, !RunCoverage.write(progress.modules, of: session.store, to: file),
            outcome == ExitCode.success
        {
            outcome = ExitCode.hostFailure
        }
        if let profile, !profile.finish(), outcome == ExitCode.success { outcome = ExitCode.hostFailure }
        for result in results {
            if options.hasReportOnOutput { HostProcess.writeErrorLine(result.text) } else { print(result.text) }
        }
        HostProcess.flush()
        if outcome != ExitCode.success { options.explainMissingPermissions(session.denials) }
        if options.reportsDenials {
            HostProcess.writeErrorLine("denials: \(session.denials.total)")
            if session.denials.total > 0 { HostProcess.writeErrorLine("\(session.denials)") }
            let refusals = session.store.refusals
            if refusals.total > 0 { HostProcess.writeErrorLine("\(refusals)") }
        }
        reportStatistics(options, session.store, start, progress.loaded)
        #if NESTBOX_PROFILE
            if let path = options.operationProfile {
                let file = try CommandOutput(path)
                try file.write(Array(session.store.executionProfile.report(spent: session.store.budget.spent).utf8))
                try file.finish()
            }
        #endif
        // The process ends here: returning would free all objects of the guest one by one, after its time is over.
        return withExtendedLifetime(session) { HostProcess.end(outcome) }
    }

    /// The progress of a run.
    final class Progress {
        /// The time when the module was loaded, or the run began.
        private(set) var loaded: UInt64
        /// The modules that were loaded.
        var modules: [(module: Module, file: Word)] = []
        /// The modules of `--preload` that were instantiated.
        var preloaded: [Module] = []
        /// The recording of the run, if there is one.
        var recording: RunRecording?

        init(_ start: UInt64) { loaded = start }

        /// Notes that the module is loaded.
        func noteLoaded() { loaded = HostClocks.monotonicNanoseconds() }
    }

    /// Loads and calls the module of the options.
    private static func runModule(
        _ options: CommandOptions, _ session: GuestSession, _ progress: Progress
    ) throws -> [Value] {
        let (loaded, bytes, isText) = try load(options.module, options, session)
        let module = loaded.with(try options.sourceMap(interruption: session.store.interruption))
        progress.noteLoaded()
        progress.modules.append((module, options.module))
        let preloads = try options.preloads.map { (Name($0.name.text), $0.path, try load($0.path, options, session)) }
        if let file = options.recordFile {
            guard options.snapshotFile == nil else { throw UsageError("--record and --snapshot-to exclude each other") }
            let modules = preloads.map { ($0.0, $0.2.bytes) } + [(Name(""), bytes)]
            progress.recording = try RunRecording(file, options, session, modules: modules)
        }
        for (name, path, preloaded) in preloads {
            progress.modules.append((preloaded.module, path))
            try ModuleFileError.telling(path) { _ = try session.provide(name, preloaded.module) }
            progress.preloaded.append(preloaded.module)
        }
        return try ModuleFileError.telling(options.module) {
            if let address = options.debugAddress {
                return try DebugCommand.run(module, isText: isText, at: address, options, session, progress.recording)
            }
            return try call(instantiate(module, options, session), options, session)
        }
    }

    /// Instantiates a module. For a core dump, the instance stays if its start function fails.
    private static func instantiate(
        _ module: Module, _ options: CommandOptions, _ session: GuestSession
    ) throws -> Instance {
        guard options.coreDumpFile != nil else { return try session.instantiateOnly(module) }
        let (instance, start) = try session.instantiateWithoutStart(module)
        _ = try start?.call()
        return instance
    }

    /// Reads and loads a module in the guest's time.
    static func load(
        _ file: Word, _ options: CommandOptions, _ session: GuestSession
    ) throws -> (module: Module, bytes: [UInt8], isText: Bool) {
        let bytes = try readFile(
            file, limit: session.policy.resources.limits.moduleBytes,
            interruption: session.store.interruption)
        return try ModuleFileError.telling(file) {
            let isText = Module.isText(bytes)
            guard isText, options.needsBinaries else {
                return (try session.load(bytes), bytes, isText)
            }
            let encoded = try encoded(bytes, interruption: session.store.interruption)
            return (try session.load(encoded), encoded, isText)
        }
    }

    /// Encodes a module in the text format.
    static func encoded(_ text: [UInt8], interruption: (any Interruption)?) throws -> [UInt8] {
        BinaryEncoder.encode(
            try TextParser.parseModule(text, options: ParserOptions(interruption: interruption)))
    }

    /// Calls `_start`, or the export that `--invoke` names.
    static func call(_ instance: Instance, _ options: CommandOptions, _ session: GuestSession) throws -> [Value] {
        let entry = try Entry(of: instance, options, session)
        _ = try entry.initialize?.call()
        return try SnapshotCommands.call(entry.function, entry.arguments, options, session)
    }

    /// What is called in an instance.
    struct Entry {
        /// The function that a WASI reactor asks for before anything else.
        private(set) var initialize: Function?
        let function: Function
        private(set) var arguments: [Value] = []

        /// The calls, one after another.
        var calls: [() throws -> GuestCall?] {
            [{ try initialize?.begin() }, { try function.begin(arguments) }]
        }

        init(of instance: Instance, _ options: CommandOptions, _ session: GuestSession) throws {
            guard let name = options.invoke else {
                guard let start = instance.function(named: "_start") else { throw instance.unknownFunction("_start") }
                function = start
                return
            }
            let exported = Name(name.text)
            guard let function = instance.function(named: exported) else { throw missing(exported, in: instance) }
            self.function = function
            arguments = try parse(options.arguments, for: function.type, of: exported, in: session.store)
            if exported != "_initialize" { initialize = instance.function(named: "_initialize") }
        }
    }

    /// The error for a function that a module does not export: it suggests the nearest one, or lists some.
    private static func missing(_ name: Name, in instance: Instance) -> any Error {
        let exports = instance.module.validated.module.exports.lazy.filter { $0.kind == .function }.map(\.name)
        guard let nearest = NearestName.find(name, among: exports) else { return instance.unknownFunction(name) }
        return UsageError("there is no exported function \"\(name)\"\(NearestName.question(nearest))")
    }

    private static func parse(
        _ words: [Word], for type: FunctionType, of function: Name, in store: Store
    ) throws -> [Value] {
        let types = type.parameters
        guard words.count == types.count else {
            let list =
                types.isEmpty ? "no arguments" : "\(types.count) (\(types.map { "\($0)" }.joined(separator: ", ")))"
            throw UsageError("arguments of \"\(function)\": it takes \(list), not \(words.count)")
        }
        return try zip(words, types).enumerated().map { index, argument in
            let (word, type) = argument
            guard let value = Value(word.text, type: type, in: store) else {
                throw UsageError(
                    "argument \(index + 1) of \"\(function)\": \(word.quoted) is not a value of type \(type)")
            }
            return value
        }
    }

    static func code(of exit: GuestExit) -> Int32 {
        guard exit.code <= 255 else {
            complain("the guest's exit code \(exit.code) does not fit; it becomes 255")
            return 255
        }
        return Int32(exit.code)
    }

    private static func reportStatistics(_ options: CommandOptions, _ store: Store, _ start: UInt64, _ loaded: UInt64) {
        guard options.showsStatistics else { return }
        func milliseconds(_ nanoseconds: UInt64) -> String {
            let thousandths = nanoseconds / 1_000
            let fraction = String(thousandths % 1_000)
            return "\(thousandths / 1_000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
        }
        let end = HostClocks.monotonicNanoseconds()
        HostProcess.writeErrorLine("fuel: \(store.budget.spent)")
        HostProcess.writeErrorLine("wall_ms: \(milliseconds(end &- start))")
        HostProcess.writeErrorLine("load_ms: \(milliseconds(loaded &- start))")
        HostProcess.writeErrorLine("memory_pages: \(store.memoryPages)")
        let usage = store.hostUsage
        HostProcess.writeErrorLine("host_bytes: \(usage.total)")
        HostProcess.writeErrorLine("host_bytes_peak: \(store.hostBytesPeak)")
        for kind in HostMemoryKind.allCases where usage[kind] > 0 {
            HostProcess.writeErrorLine("host_bytes_\(kind.rawValue): \(usage[kind])")
        }
    }
}
