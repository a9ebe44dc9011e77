import Nestbox
import WASIHost

/// `nestbox run`.
enum RunCommand {
    static func run(_ commandLine: [String]) throws -> Int32 {
        #if NESTBOX_UNMETERED
            HostProcess.writeErrorLine(
                "nestbox: a build without metering, to measure what that costs: nothing ends a guest")
        #endif
        let options = try RunOptions(commandLine)
        let policy = try options.policy()
        let auditor = try options.auditFile.map {
            AuditLog(to: try HostOutput(path: $0, buffering: WASIBuffering.none))
        }
        let session = try GuestSession(policy, program: options.programName, auditor: auditor)
        let start = HostClocks.monotonicNanoseconds()
        session.beginTime()
        let module = try load(options.module, session)
        let loaded = HostClocks.monotonicNanoseconds()
        var results: [Value] = []
        var outcome = ExitCode.success
        do {
            do {
                for (name, path) in options.preloads {
                    let preloaded = try load(path, session)
                    try ModuleFileError.telling(path) { _ = try session.provide(Name(name), preloaded) }
                }
                results = try ModuleFileError.telling(options.module) { try call(module, options, session) }
            } catch let exit as GuestExit {
                outcome = code(of: exit)
            }
            try session.wasi.flush(interruption: session.store.interruption)
        } catch {
            // The guest's output comes before the report, but a reader that does not read can delay it by a second
            // only.
            try? session.wasi.flush(interruption: HostInterruption(timeoutNanoseconds: 1_000_000_000))
            outcome = CommandLineTool.report(error)
        }
        for result in results { print(result) }
        if options.reportsDenials {
            HostProcess.writeErrorLine("denials: \(session.denials.total)")
            if session.denials.total > 0 { HostProcess.writeErrorLine("\(session.denials)") }
            let refusals = session.store.refusals
            if refusals.total > 0 { HostProcess.writeErrorLine("\(refusals)") }
        }
        reportStatistics(options, session.store, start, loaded)
        #if NESTBOX_PROFILE
            if let path = options.profile {
                try HostProcess.writeFile(
                    path, Array(session.store.profile.report(spent: session.store.budget.spent).utf8))
            }
        #endif
        // The process ends here: returning would free all objects of the guest one by one, after its time is over.
        return withExtendedLifetime((session, module)) { HostProcess.end(outcome) }
    }

    /// Reads and loads a module in the guest's time.
    private static func load(_ path: String, _ session: GuestSession) throws -> Module {
        let bytes = try HostProcess.readFile(
            path, limit: Int(clamping: session.policy.resources.limits.moduleBytes),
            interruption: session.store.interruption)
        return try ModuleFileError.telling(path) { try session.load(bytes) }
    }

    /// Instantiates the module and calls `_start`, or the export that `--invoke` names.
    private static func call(
        _ module: Module, _ options: RunOptions, _ session: GuestSession
    ) throws -> [Value] {
        let instance = try session.instantiate(module)
        guard let name = options.invoke else { return try instance.call("_start") }
        let exported = Name(name)
        guard let function = instance.function(named: exported) else { throw instance.unknownFunction(exported) }
        let arguments = try parse(options.arguments, for: function.type)
        // A WASI reactor asks for this before anything else.
        if let initialize = instance.function(named: "_initialize"), exported != "_initialize" {
            _ = try initialize.call()
        }
        return try function.call(arguments)
    }

    private static func parse(_ texts: [String], for type: FunctionType) throws -> [Value] {
        guard texts.count == type.parameters.count else {
            throw UsageError("the function takes \(type.parameters.count) arguments, not \(texts.count)")
        }
        return try zip(texts, type.parameters).map { text, type in
            guard let value = Value(text, type: type) else {
                throw UsageError("'\(Name(text))' is not a value of type \(type)")
            }
            return value
        }
    }

    private static func code(of exit: GuestExit) -> Int32 {
        guard exit.code <= 255 else {
            HostProcess.writeErrorLine("nestbox: the guest's exit code \(exit.code) does not fit; it becomes 255")
            return 255
        }
        return Int32(exit.code)
    }

    private static func reportStatistics(_ options: RunOptions, _ store: Store, _ start: UInt64, _ loaded: UInt64) {
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
    }
}
