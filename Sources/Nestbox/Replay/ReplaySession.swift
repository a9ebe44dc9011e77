import WASIPreview1
import WasmRuntime
import WasmSyntax

/// The replay of a recording: a store without anything of the host, in which every host call ends as it has ended in the
/// recording.
///
/// A replay can stop at any moment of the run, and go on from there or go back. It goes back by beginning again, from the
/// last checkpoint before the moment or from the start.
///
///     let replay = try ReplaySession(Recording(bytes: bytes), checkpointsEvery: 10_000_000)
///     try replay.move(to: 5_000_000)
///     print(replay.backtrace)
///     try replay.stepBack()
///
/// A session belongs to one thread at a time.
public final class ReplaySession {
    /// The recording.
    public let recording: Recording
    /// Whether the program is not the one that was recorded.
    public let hasOtherProgram: Bool
    /// The object that ends the replay itself, for example after a time; `nil` if nothing does.
    public var interruption: (any Interruption)? { didSet { store.interruption = interruption } }

    /// The store of the guest, another one after each way back.
    package private(set) var store: Store
    private let replayer: Replayer
    private let modules: [(name: Name, module: Module)]
    private var stage = Stage.instantiating(0)
    private var imports = Imports()
    private var checkpoints: ReplayCheckpoints
    /// The state of the replayer before the run.
    private let beginning: Replayer.State
    /// The host calls whose output was printed.
    private var printedCalls: UInt64 = 0

    /// What the guest's code is prepared for besides running.
    private let instruments: Instruments

    /// The part of the run that the replay is in.
    private enum Stage {
        /// About to instantiate the module with this number.
        case instantiating(Int)
        /// Running the start function of the module with this number, whose instance is there already.
        case starting(Int, Instance, GuestCall)
        /// Running `_initialize` of the program.
        case initializing(Instance, GuestCall)
        case running(GuestCall)
        case ended(Result<Outcome, any Error>)
    }

    /// The end of a run without a trap or an error.
    public enum Outcome {
        /// The program's function has returned these values.
        case returned([Value])
        /// The program has ended with this exit code.
        case exited(UInt32)
    }

    /// Prepares a replay.
    ///
    /// - Parameters:
    ///   - recording: The recording.
    ///   - program: The program in either format, if not that of the recording: another build of it, which is replayed up
    ///     to the first difference.
    ///   - hostBytes: The most host memory that the recording may allow the guest.
    ///   - units: The units between two checkpoints; `nil` for none. A checkpoint costs a copy of the guest's committed
    ///     memory. With many of them, every second one is given up.
    ///   - interruption: The object that ends the replay itself.
    /// - Throws: ``RecordingError`` if the recording allows the guest more than `hostBytes`, or lacks a module; what
    ///   loading a module throws.
    public convenience init(
        _ recording: Recording, program: [UInt8]? = nil, hostBytes: UInt64 = StoreLimits().hostBytes,
        checkpointsEvery units: UInt64? = nil, interruption: (any Interruption)? = nil
    ) throws {
        try self.init(
            recording, program: program, hostBytes: hostBytes, checkpointsEvery: units, interruption: interruption,
            output: nil)
    }

    /// Prepares a replay that prints what the guest writes, once.
    package init(
        _ recording: Recording, program: [UInt8]? = nil, hostBytes: UInt64 = StoreLimits().hostBytes,
        checkpointsEvery units: UInt64? = nil, interruption: (any Interruption)? = nil, output: ReplayedOutput?,
        instruments: Instruments = []
    ) throws {
        let header = recording.header
        guard header.limits.hostBytes <= hostBytes else {
            throw RecordingError(
                "allows the guest \(header.limits.hostBytes) bytes of host memory, more than the limit of \(hostBytes)")
        }
        self.recording = recording
        self.interruption = interruption
        self.instruments = instruments
        (modules, hasOtherProgram) = try recording.loadModules(program: program, interruption: interruption)
        checkpoints = ReplayCheckpoints(interval: units)
        replayer = Replayer(recording)
        beginning = replayer.state
        store = header.makeStore(instruments)
        start(in: store)
        guard let output else { return }
        replayer.observer = { [unowned self] call, replayed in
            guard replayer.callCount >= printedCalls else { return }
            printedCalls = replayer.callCount &+ 1
            output.print(call, replayed)
        }
    }

    /// Begins the run, in a new store.
    private func start(in newStore: Store) {
        newStore.setBreakpoints(of: store)
        newStore.capturesCoreDumps = store.capturesCoreDumps
        store = newStore
        store.interruption = interruption
        replayer.state = beginning
        imports = Imports()
        replayer.provide(&imports)
        stage = .instantiating(0)
    }

    // MARK: The moment

    /// The units that are spent.
    public var spent: UInt64 { store.budget.spent }

    /// The number of host calls that have been replayed.
    public var callCount: UInt64 { replayer.callCount }

    /// The frames of the guest, innermost first; empty before the run and after it.
    public var backtrace: [Trap.Frame] { place?.backtrace ?? [] }

    /// A trap whose backtrace is the moment; `nil` before the run and after it.
    package var place: Trap? { call?.place }

    /// Whether the run has ended.
    public var isEnded: Bool { if case .ended = stage { true } else { false } }

    /// The memory with this number of the instance whose function runs; `nil` if there is none, or no function runs.
    public func memory(_ index: Int = 0) -> GuestMemory? { call?.memory(index) }

    /// The call that runs.
    package var call: GuestCall? {
        switch stage {
        case .starting(_, _, let call), .initializing(_, let call), .running(let call): call
        case .instantiating, .ended: nil
        }
    }

    // MARK: Moving

    /// Runs the guest to the end.
    ///
    /// - Returns: How the recorded run ended.
    /// - Throws: ``ReplayDifference`` if the run is not that of the recording; the error or trap with which the recorded
    ///   run ended; ``Trap`` if ``interruption`` has ended the replay.
    public func run() throws -> Outcome {
        while true {
            if case .ended(let result) = stage { return try result.get() }
            try advance(to: nil)
        }
    }

    /// Moves to the first backward branch, call or return with so many units spent, forwards or backwards, or to the end of
    /// the run.
    ///
    /// - Throws: ``ReplayDifference`` if the run is not that of the recording; ``Trap`` if ``interruption`` has ended the
    ///   replay.
    public func move(to units: UInt64) throws {
        if units < spent || isEnded && units <= spent { goBack(to: units) }
        while !isEnded, spent < units { try advance(to: units) }
    }

    /// Moves back to the moment before the run.
    public func moveToStart() { start(in: makeStore()) }

    /// Moves to the next backward branch, call or return.
    ///
    /// - Throws: As ``move(to:)``.
    public func step() throws {
        let before = spent
        while !isEnded, spent == before { try advance(to: before &+ 1) }
    }

    /// Moves to the previous backward branch, call or return, or to the moment before the run.
    ///
    /// - Throws: ``Trap`` if ``interruption`` has ended the replay.
    public func stepBack() throws {
        let (now, wasEnded) = (spent, isEnded)
        func isBefore() -> Bool { spent < now || wasEnded && !isEnded }
        var distance: UInt64 = wasEnded ? 0 : 1
        repeat {
            try search(now &- min(distance, now))
            if distance >= now { moveToStart() }
            distance = max(1, distance &* 2)
        } while !isBefore() && spent > 0
        // The last moment before is between this one and the one that it was.
        var (last, end) = (spent, now)
        while end &- min(last, end) > ReplaySession.steppedUnits {
            let middle = last &+ (end &- last) / 2
            try search(middle)
            if isBefore() { last = max(middle, spent) } else { end = middle }
        }
        try search(last)
        while true {
            try search(spent &+ 1)
            guard isBefore() else { break }
            last = spent
        }
        if last == 0 { moveToStart() } else { try search(last) }
    }

    /// The units between two moments whose moments in between are looked at one by one.
    private static let steppedUnits: UInt64 = 4_096

    /// Moves to the first moment with so many units spent, where a difference from the recording is an end as any other.
    private func search(_ units: UInt64) throws {
        do { try move(to: units) } catch is ReplayDifference {}
    }

    /// Goes on from the last checkpoint that is not later than so many units, or from the beginning.
    private func goBack(to units: UInt64) {
        guard let checkpoint = checkpoints.last(notAfter: units) else { return moveToStart() }
        let newStore = makeStore()
        do {
            // Without the exports of instances, which the snapshot has.
            var hostFunctions = Imports()
            replayer.provide(&hostFunctions)
            let call = try newStore.call(restoredFrom: checkpoint.snapshot, imports: hostFunctions)
            newStore.setBreakpoints(of: store)
            newStore.capturesCoreDumps = store.capturesCoreDumps
            store = newStore
            store.accounts = checkpoint.accounts
            store.interruption = interruption
            replayer.state = checkpoint.replayer
            stage = .running(call)
        } catch {
            // The run from the beginning leads there, too.
            moveToStart()
        }
    }

    /// Goes on for a while, at most until so many units are spent.
    ///
    /// - Parameter isStep: Whether to stop before the next instruction, in a replay that is debugged.
    private func advance(to units: UInt64?, isStep: Bool = false) throws {
        let target = checkpoints.next(before: units)
        do {
            switch stage {
            case .instantiating(let number): try instantiate(number)
            case .starting(let number, let instance, let call):
                if case .finished = try replayer.advance(call, to: units, isStep: isStep) {
                    try goOn(after: number, instance)
                }
            case .initializing(let instance, let call):
                if case .finished = try replayer.advance(call, to: units, isStep: isStep) {
                    stage = .running(try entry(of: instance))
                }
            case .running(let call):
                if case .finished(let values) = try replayer.advance(call, to: target, isStep: isStep) {
                    try end(.success(values))
                } else if checkpoints.isDue(at: spent) {
                    checkpoints.add(try? call.snapshot(), store, replayer)
                }
            case .ended: break
            }
        } catch let trap as Trap where trap.isInterruption && interruption?.reasonToStop() != nil {
            stage = .ended(.failure(trap))
            throw trap
        } catch {
            guard !isEnded else { throw error }
            try end(.failure(error))
        }
    }

    /// Compares the end of the run with the recording.
    private func end(_ result: Result<[Value], any Error>) throws {
        do {
            try replayer.check(RecordedEnding(result, in: store), spent: spent)
        } catch {
            stage = .ended(.failure(error))
            throw error
        }
        stage = .ended(
            result.map { .returned($0) }.flatMapError { error in
                if let exit = error as? GuestExit { .success(.exited(exit.code)) } else { .failure(error) }
            })
    }

    /// Executes the next instruction of a replay that is debugged.
    ///
    /// - Throws: As ``move(to:)``.
    package func stepInstruction() throws {
        // Instantiating has no instructions, and neither has the end of a start function.
        repeat { try advance(to: nil, isStep: true) } while !isEnded && call?.suspension == nil
    }

    /// Goes back to some moment with fewer units spent, or to that before the run.
    package func moveBack(before units: UInt64) {
        if units > 0 { goBack(to: units - 1) } else { moveToStart() }
    }

    /// How the run has ended; `nil` before.
    package var result: Result<[Value], any Error>? {
        guard case .ended(let result) = stage else { return nil }
        return result.flatMap { outcome in
            switch outcome {
            case .returned(let values): .success(values)
            case .exited(let code): .failure(GuestExit(code: code))
            }
        }
    }

    /// Runs to the next breakpoint of a replay that is debugged, or until so many units are spent.
    ///
    /// - Throws: As ``move(to:)``.
    package func moveToBreakpoint(before units: UInt64) throws {
        while !isEnded, spent < units {
            store.isAtBreakpoint = false
            try advance(to: units)
            if store.isAtBreakpoint { break }
        }
    }

    private func makeStore() -> Store { recording.header.makeStore(instruments) }

    // MARK: The run

    private func instantiate(_ number: Int) throws {
        let (name, module) = modules[number]
        let (instance, start) = try store.instantiateWithoutStart(module, imports)
        if number < modules.count &- 1 { imports.define(exportsOf: instance, in: name) }
        guard let start else { return try goOn(after: number, instance) }
        stage = .starting(number, instance, try start.begin())
    }

    /// Goes on when a module is instantiated and its start function has returned.
    private func goOn(after number: Int, _ instance: Instance) throws {
        guard number == modules.count &- 1 else { return stage = .instantiating(number &+ 1) }
        let entry = recording.header.entry
        if entry != "_start", entry != "_initialize", let initialize = instance.function(named: "_initialize") {
            stage = .initializing(instance, try initialize.begin())
        } else {
            stage = .running(try self.entry(of: instance))
        }
    }

    /// Returns the call that was recorded.
    private func entry(of instance: Instance) throws -> GuestCall {
        let header = recording.header
        guard let function = instance.function(named: header.entry) else {
            throw instance.unknownFunction(header.entry)
        }
        let types = function.type.parameters
        guard types.count == header.arguments.count else {
            throw RecordingError("has \(header.arguments.count) arguments for a function that takes \(types.count)")
        }
        return try function.begin(
            try zip(header.arguments, types).map { text, type in
                guard let value = Value(text, type: type, in: store) else {
                    throw RecordingError("has an argument \"\(Name(text))\" that is not of type \(type)")
                }
                return value
            })
    }
}

extension Trap {
    fileprivate var isInterruption: Bool { if case .interrupted = kind { true } else { false } }
}

extension RecordingHeader {
    /// Returns a store as that of the recorded run was in the beginning.
    fileprivate func makeStore(_ instruments: Instruments) -> Store {
        var lowering = LoweringOptions(fusing: fusesInstructions, profile: profile, budgetUnit: budgetUnit)
        lowering.sharesCode = false
        lowering.instruments = instruments
        let store = Store(limits: limits, options: lowering)
        store.budget.limit = budget
        return store
    }
}

extension Recording {
    /// Loads the modules in the order of their instantiation, the program last.
    ///
    /// - Returns: The modules, and whether the program is not the one that was recorded.
    fileprivate func loadModules(
        program: [UInt8]?, interruption: (any Interruption)?
    ) throws -> (modules: [(name: Name, module: Module)], hasOtherProgram: Bool) {
        let features = try Set(
            header.features.map { name in
                guard let feature = Feature.allCases.first(where: { $0.optionName == name }) else {
                    throw RecordingError("needs the proposal \"\(Name(name))\", which is not known")
                }
                return feature
            })
        guard !modules.isEmpty else { throw RecordingError("has no module") }
        var hasOtherProgram = false
        let loaded = try modules.enumerated().map { index, module in
            let isProgram = index == modules.count &- 1
            let given = isProgram ? program : nil
            guard let bytes = given ?? module.bytes else {
                let what = isProgram ? "the program: name its file" : "the module \"\(module.name)\""
                throw RecordingError("does not contain \(what)")
            }
            if try ModuleDigest(of: bytes, interruption: interruption).bytes != module.digest {
                guard given != nil else { throw RecordingError("has a module that does not have its digest") }
                hasOtherProgram = true
            }
            let loaded = try Module(bytes: bytes, limits: header.limits, features: features, interruption: interruption)
            return (name: module.name, module: loaded)
        }
        return (loaded, hasOtherProgram)
    }
}
