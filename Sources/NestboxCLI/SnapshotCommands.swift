import Nestbox
import WASIHost
import WasmRuntime
import WasmSyntax

/// `nestbox resume` and `nestbox snapshot`, and the calls of `nestbox run --snapshot-to`.
enum SnapshotCommands {
    /// The end of a call that was stored.
    struct Stored: Error {}

    static func resume(_ given: CommandOptions) throws -> Int32 {
        guard let file = given.operands.first else { throw UsageError("the file of a snapshot is missing") }
        var options = given
        (options.module, options.arguments, options.isResumed) = (file, Array(given.operands.dropFirst()), true)
        guard options.recordFile == nil else {
            throw UsageError("a recording begins with a module, not with a snapshot")
        }
        guard options.sourceMapFile == nil else {
            throw UsageError("--source-map is for nestbox run: a snapshot can have several modules")
        }
        return try RunCommand.start(options) { options, session, progress in
            let limits = session.policy.resources.limits
            let bytes = try readFile(file, limit: .max, interruption: session.store.interruption)
            guard SnapshotFile.isSnapshot(bytes) else {
                throw UsageError("\(file.quoted) has no snapshot; nestbox run runs modules")
            }
            let snapshot = try SnapshotFile(
                bytes: bytes, limits: limits, interruption: session.store.interruption,
                load: { try session.load($0) }
            ).snapshot
            progress.noteLoaded()
            session.store.continueBudget(of: snapshot)
            guard snapshot.isSuspended else {
                let instance = try session.store.instantiate(snapshot, imports: session.imports)
                if let address = options.debugAddress {
                    let entry = try RunCommand.Entry(of: instance, options, session)
                    return try DebugCommand.serve(
                        RemoteDebugger(session.store, entry.calls, moduleNames: []), at: address)
                }
                return try RunCommand.call(instance, options, session)
            }
            guard options.invoke == nil, options.arguments.isEmpty else {
                throw UsageError("the guest was stopped in a call, and goes on with that one")
            }
            let call = try session.store.call(restoredFrom: snapshot, imports: session.imports)
            if let address = options.debugAddress {
                if let note = call.noteForDebugger { complain(note) }
                return try DebugCommand.serve(RemoteDebugger(session.store, [{ call }], moduleNames: []), at: address)
            }
            return try finish(call, options, session)
        }
    }

    static func snapshot(_ given: CommandOptions) throws -> Int32 {
        guard let module = given.operands.first else { throw UsageError("a module is missing") }
        guard let output = given.output else { throw UsageError("-o FILE is missing") }
        var options = given
        (options.module, options.arguments) = (module, Array(given.operands.dropFirst()))
        options.snapshotFile = output
        return try RunCommand.start(options) { options, session, progress in
            let module = try RunCommand.load(options.module, options, session).module
                .with(options.sourceMap(interruption: session.store.interruption))
            progress.noteLoaded()
            return try ModuleFileError.telling(options.module) {
                let instance = try session.instantiateOnly(module)
                var results: [Value] = []
                if options.invoke != nil {
                    var calling = options
                    calling.snapshotFile = nil
                    results = try RunCommand.call(instance, calling, session)
                } else if let initialize = instance.function(named: "_initialize") {
                    _ = try initialize.call()
                }
                let snapshot = try instance.snapshot()
                try write(options.isModule ? try snapshot.module() : try SnapshotFile(snapshot).bytes(), to: output)
                return results
            }
        }
    }

    /// Calls a function. With `--snapshot-to`, the guest is stored where it must stop.
    ///
    /// - Throws: ``Stored``; as `Function.call(_:)`.
    static func call(
        _ function: Function, _ arguments: [Value], _ options: CommandOptions, _ session: GuestSession
    ) throws -> [Value] {
        guard options.snapshotFile != nil else { return try function.call(arguments) }
        return try finish(try function.begin(arguments), options, session)
    }

    /// Goes on with a call until it ends, or must stop and can be stored.
    private static func finish(
        _ call: GuestCall, _ options: CommandOptions, _ session: GuestSession
    ) throws -> [Value] {
        let store = session.store
        store.interruption = StopRequest(store.interruption, takesSignals: options.snapshotFile != nil)
        while true {
            switch try call.resumeWithoutWaiting() {
            case .finished(let results): return results
            case .suspended(.waiting(let nanoseconds)):
                HostProcess.sleep(nanoseconds: min(nanoseconds, 20_000_000))
                guard let reason = store.interruption?.reasonToStop() else { continue }
                try stop(call, .interrupted(reason), options)
            case .suspended(.budgetSpent): try stop(call, .budgetExhausted, options)
            case .suspended(.interrupted(let reason)): try stop(call, .interrupted(reason), options)
            case .suspended(let other): throw call.end(with: .host("\(other)"))
            }
        }
    }

    /// Stores a call that must stop, or ends it with a trap if no file was named.
    private static func stop(_ call: GuestCall, _ kind: Trap.Kind, _ options: CommandOptions) throws {
        guard let file = options.snapshotFile else { throw call.end(with: kind) }
        try write(try SnapshotFile(try call.snapshot()).bytes(), to: file)
        let reason = kind == .interrupted(.cancelled) ? "asked to stop" : "\(kind)"
        complain("\(reason): the guest is stored; nestbox resume \(file.quoted) goes on with it")
        throw Stored()
    }

    private static func write(_ bytes: [UInt8], to file: Word) throws {
        let output = try CommandOutput(file)
        try output.write(bytes)
        try output.finish()
    }
}

/// An interruption that stops when another one does, or when the process gets the signal USR1.
private final class StopRequest: Interruption {
    private let other: (any Interruption)?
    private let takesSignals: Bool

    init(_ other: (any Interruption)?, takesSignals: Bool) {
        self.other = other
        self.takesSignals = takesSignals
    }

    func reasonToStop() -> InterruptReason? {
        if let reason = other?.reasonToStop() { return reason }
        return takesSignals && HostProcess.takeUserSignal() ? .cancelled : nil
    }
}
