import WASIPreview1
import WasmRuntime
import WasmSyntax

/// The replay of a recording: a store without anything of the host, in which every host call ends as it has ended in the
/// recording.
package final class ReplaySession {
    package let store: Store
    package let replayer: Replayer
    private let header: RecordingHeader
    /// Whether the program is not the one that was recorded.
    package private(set) var hasOtherProgram = false

    /// The end of a replay without a trap or an error.
    package enum Outcome {
        case returned([Value])
        case exited(UInt32)
        /// The units were spent at which the replay was to stop.
        case stopped(ReplayStop)
    }

    /// - Parameters:
    ///   - hostBytes: The most host memory that the recording may allow the guest.
    ///   - output: Prints what the guest writes.
    /// - Throws: ``RecordingError`` if the recording allows the guest more than `hostBytes`.
    package init(
        _ recording: Recording, hostBytes: UInt64 = StoreLimits().hostBytes, output: ReplayedOutput? = nil
    ) throws(RecordingError) {
        header = recording.header
        guard header.limits.hostBytes <= hostBytes else {
            throw RecordingError(
                "allows the guest \(header.limits.hostBytes) bytes of host memory, more than the limit of \(hostBytes)")
        }
        let lowering = LoweringOptions(
            fusing: header.fusesInstructions, profile: header.profile, budgetUnit: header.budgetUnit)
        store = Store(limits: header.limits, options: lowering)
        store.budget.limit = header.budget
        replayer = Replayer(recording)
        if let output { replayer.observer = { output.print($0, $1) } }
    }

    /// Runs the guest.
    ///
    /// - Parameters:
    ///   - program: The program; `nil` for the one in the recording.
    ///   - units: Stop once so many units are spent.
    /// - Throws: ``ReplayDifference`` if the run is not that of the recording; ``RecordingError`` if the recording lacks
    ///   a module; the error or trap with which the recorded run ended; ``Trap`` if the store's own interruption has
    ///   ended the replay.
    package func run(program: [UInt8]? = nil, stoppingAt units: UInt64? = nil) throws -> Outcome {
        let modules = try modules(program)
        let result = Result { try run(modules, stoppingAt: units) }
        if case .failure(let stop as ReplayStop) = result { return .stopped(stop) }
        if case .failure(let trap as Trap) = result, case .interrupted = trap.kind,
            store.interruption?.reasonToStop() != nil
        {
            throw trap
        }
        try replayer.check(RecordedEnding(result, in: store), spent: store.budget.spent)
        switch result {
        case .success(let values): return .returned(values)
        case .failure(let exit as GuestExit): return .exited(exit.code)
        case .failure(let error): throw error
        }
    }

    /// Loads the modules in the order of their instantiation, the program last.
    private func modules(_ program: [UInt8]?) throws -> [(name: Name, module: Module)] {
        let features = try Set(
            header.features.map { name in
                guard let feature = Feature.allCases.first(where: { $0.optionName == name }) else {
                    throw RecordingError("needs the proposal \"\(Name(name))\", which is not known")
                }
                return feature
            })
        let recorded = replayer.recording.modules
        return try recorded.enumerated().map { index, module in
            let isProgram = index == recorded.count &- 1
            let given = isProgram ? program : nil
            guard let bytes = given ?? module.bytes else {
                let what = isProgram ? "the program: name its file" : "the module \"\(module.name)\""
                throw RecordingError("does not contain \(what)")
            }
            if try ModuleDigest(of: bytes, interruption: store.interruption).bytes != module.digest {
                guard given != nil else { throw RecordingError("has a module that does not have its digest") }
                hasOtherProgram = true
            }
            let loaded = try Module(
                bytes: bytes, limits: header.limits, features: features, interruption: store.interruption)
            return (module.name, loaded)
        }
    }

    private func run(_ modules: [(name: Name, module: Module)], stoppingAt units: UInt64?) throws -> [Value] {
        var imports = Imports()
        replayer.provide(&imports)
        func instantiate(_ module: Module) throws -> Instance {
            try store.instantiate(module, imports) { _ = try replayer.call($0, stoppingAt: units) }
        }
        for (name, module) in modules.dropLast() {
            imports.define(exportsOf: try instantiate(module), in: name)
        }
        guard let program = modules.last?.module else { throw RecordingError("has no module") }
        let instance = try instantiate(program)
        guard let function = instance.function(named: header.entry) else {
            throw instance.unknownFunction(header.entry)
        }
        let types = function.type.parameters
        guard types.count == header.arguments.count else {
            throw RecordingError("has \(header.arguments.count) arguments for a function that takes \(types.count)")
        }
        let arguments = try zip(header.arguments, types).map { text, type in
            guard let value = Value(text, type: type, in: store) else {
                throw RecordingError("has an argument \"\(Name(text))\" that is not of type \(type)")
            }
            return value
        }
        if header.entry != "_start", header.entry != "_initialize",
            let initialize = instance.function(named: "_initialize")
        {
            _ = try replayer.call(initialize, stoppingAt: units)
        }
        return try replayer.call(function, arguments, stoppingAt: units)
    }
}
