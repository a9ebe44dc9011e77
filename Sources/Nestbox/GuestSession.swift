import WASIHost
import WASIPreview1
import WasmRuntime
import WasmSyntax

/// One guest under a policy: its store, its WASI and its imports.
///
/// The guest's time (`resources.deadlineMilliseconds`) begins with ``beginTime()`` or with the first call of
/// ``load(_:)``, ``provide(_:_:)``, ``instantiate(_:)`` or ``run(_:)``. It covers all of these calls up to the next
/// ``instantiate(_:)`` or ``run(_:)``, including that one and the calls of its instance. The next of these calls begins
/// the time anew.
///
///     let policy = try Policy(json: bytes)
///     let session = try GuestSession(policy, program: "greet", streams: .init(stdout: BufferOutput()))
///     let exitCode = try session.run(session.load(module))
///     print(session.denials)
public final class GuestSession {
    /// The policy of the guest.
    public let policy: Policy
    /// The store in which the guest runs.
    public let store: Store
    /// The WASI of the guest, with its descriptors.
    public let wasi: WASI
    /// The guest's imports: WASI and the host modules, as far as the policy allows them. Further imports can be added.
    public var imports = Imports()
    /// Whether the guest's time has begun and covers the next call.
    var hasTimeBegun = false

    /// Creates a guest's store and its WASI, and opens the files and folders of the policy.
    ///
    /// - Parameters:
    ///   - policy: What the guest may do.
    ///   - program: The first argument of the guest.
    ///   - streams: The streams that the policy leaves to the embedder.
    ///   - hostModules: The embedder's functions.
    ///   - auditor: Receives every system call, and every call of these functions.
    ///   - values: Arguments, variables and folders that need not be UTF-8.
    ///   - instruments: What the guest's code is prepared for besides running.
    /// - Throws: ``PolicyError``, ``WASIConfigurationError`` or ``HostFileError``.
    public convenience init(
        _ policy: Policy, program: String = "guest", streams: Policy.Streams = .init(), hostModules: [HostModule] = [],
        auditor: (any Auditor)? = nil, values: Policy.HostValues = .init(), instruments: Instruments = []
    ) throws {
        try self.init(
            policy, program, streams, hostModules, auditor, values, instruments: instruments)
    }

    /// Creates a session, without standard streams if `streams` is `nil`: see ``setStreams(_:)``.
    init(
        _ policy: Policy, _ program: String, _ streams: Policy.Streams?, _ hostModules: [HostModule],
        _ auditor: (any Auditor)?, _ values: Policy.HostValues = .init(), instruments: Instruments = []
    ) throws {
        self.policy = policy
        store = policy.makeStore(instruments: instruments)
        wasi = WASI(
            try policy.configuration(
                for: store, program: program, streams: streams, auditor: auditor, values: values))
        wasi.observeLimits(of: store, deadline: policy.resources.deadlineMilliseconds)
        imports.add(wasi)
        for module in hostModules { imports.add(module, policy: policy, wasi: wasi) }
    }

    /// Opens the standard streams of a session that was created without them, before the guest runs.
    ///
    /// - Throws: ``PolicyError`` or ``HostFileError``.
    func setStreams(_ streams: Policy.Streams) throws {
        var configuration = WASIConfiguration()
        try policy.grantStreams(streams, &configuration)
        wasi.setStandardStreams(of: configuration)
    }

    /// The imports and calls that the guest was denied.
    public var denials: Denials { wasi.denials }

    /// Begins the guest's time, unless it is running. Call it before reading a module from a slow source, and let the
    /// store's ``Store/interruption`` end the reading.
    public func beginTime() {
        if !hasTimeBegun { policy.startDeadline(store) }
        hasTimeBegun = true
    }

    /// Loads a module that the policy allows, in the guest's time.
    ///
    /// - Throws: As ``Policy/load(_:interruption:)``; ``Interrupted`` at the end of the guest's time.
    public func load(_ bytes: [UInt8]) throws -> Module {
        beginTime()
        return try policy.load(bytes, interruption: store.interruption)
    }

    /// Instantiates a module whose exports later modules can import from this name. Begins the guest's time unless it
    /// is running.
    ///
    /// - Throws: ``LinkError``, ``Trap``, ``WasmException`` or ``GuestExit``.
    @discardableResult
    public func provide(_ name: Name, _ module: Module) throws -> Instance {
        beginTime()
        let instance = try store.instantiate(module, imports: imports)
        imports.define(exportsOf: instance, in: name)
        return instance
    }

    /// Instantiates a module, and calls its `_initialize` if it exports one: that is how a reactor of WASI begins. Begins
    /// the guest's time unless it is running.
    ///
    /// - Throws: ``LinkError``, ``Trap``, ``WasmException`` or ``GuestExit``.
    public func instantiate(_ module: Module) throws -> Instance {
        let instance = try instantiateOnly(module)
        try initialize(instance)
        return instance
    }

    /// Calls the `_initialize` of a reactor.
    func initialize(_ instance: Instance) throws {
        if let initialize = instance.function(named: "_initialize") { _ = try initialize.call([]) }
    }

    /// Instantiates a module as ``instantiate(_:)`` does, but does not initialize it.
    package func instantiateOnly(_ module: Module) throws -> Instance {
        beginTime()
        hasTimeBegun = false
        return try store.instantiate(module, imports: imports)
    }

    /// Instantiates a module as ``instantiateOnly(_:)`` does, but does not call its start function, which it returns.
    package func instantiateWithoutStart(_ module: Module) throws -> (instance: Instance, start: Function?) {
        beginTime()
        hasTimeBegun = false
        return try store.instantiateWithoutStart(module, imports)
    }

    /// Runs a WASI command. Begins the guest's time unless it is running. When the guest has ended, normally or not,
    /// its output is flushed: within the guest's time, or for at most a second after a failure.
    ///
    /// - Returns: The exit code; 0 if `_start` returns.
    /// - Throws: ``LinkError``, ``Trap``, ``WasmException``, or ``CallError`` if the module exports no `_start`;
    ///   ``Interrupted`` if the output could not be written in the guest's time, or ``Errno`` if a stream failed.
    @discardableResult
    public func run(_ module: Module) throws -> UInt32 { try finish(Result { try start(module) }) }

    /// Instantiates a WASI command, and calls its `_start`.
    func start(_ module: Module) throws -> [Value] {
        beginTime()
        hasTimeBegun = false
        return try store.instantiate(module, imports: imports).call("_start")
    }

    /// Flushes the output of a command that has ended; returns the exit code.
    func finish(_ result: Result<[Value], any Error>) throws -> UInt32 {
        try flushing { try Store.exitCode(of: result) }
    }

    /// Flushes the guest's output after `body`, in the guest's time; after a failure for at most a second.
    func flushing<Result>(after body: () throws -> Result) throws -> Result {
        do {
            let result = try body()
            try wasi.flush(interruption: store.interruption)
            return result
        } catch {
            try? wasi.flush(interruption: HostInterruption(timeoutNanoseconds: 1_000_000_000))
            throw error
        }
    }

    /// Flushes the guest's output after `body` as ``flushing(after:)`` does, without blocking a thread.
    nonisolated(nonsending) func flushingAsync<Result>(
        after body: nonisolated(nonsending) () async throws -> Result
    ) async throws -> Result {
        do {
            let result = try await body()
            try await wasi.flushAsync(interruption: store.interruption)
            return result
        } catch {
            let interruption = HostInterruption(timeoutNanoseconds: 1_000_000_000)
            try? await wasi.flushAsync(interruption: interruption, endsWhenCancelled: false)
            throw error
        }
    }

    /// Runs a WASI command as ``run(_:)`` does, without blocking a thread: the task is suspended while the guest waits,
    /// gives way to others after every so many units, and ends the guest when it is cancelled. See
    /// ``Function/callAsync(_:yieldingEvery:)``.
    ///
    /// - Returns: The exit code; 0 if `_start` returns.
    /// - Throws: As ``run(_:)``.
    @discardableResult
    public nonisolated(nonsending) func run(
        _ module: Module, yieldingEvery units: UInt64 = 1_000_000
    ) async throws -> UInt32 {
        beginTime()
        hasTimeBegun = false
        return try await flushingAsync { try await store.runStartAsync(module, imports, yieldingEvery: units) }
    }
}

extension Imports {
    /// Adds the functions of a host module that a policy allows.
    ///
    /// - Parameters:
    ///   - module: The functions, with their grants and prices.
    ///   - policy: What the guest may do.
    ///   - wasi: The guest's WASI, whose auditor and denials the functions share.
    public mutating func add(_ module: HostModule, policy: Policy, wasi: WASI) {
        addProvider { moduleName, name, type in
            guard moduleName == module.name, let entry = module.entries[name] else { return .unknown }
            return wasi.resolve(module.name, name, entry, policy.hostFunctions) { nanoseconds in
                HostInterruption(timeoutNanoseconds: nanoseconds)
            }
        }
    }
}
