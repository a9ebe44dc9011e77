import WASIHost
import WASIPreview1
import WasmRuntime
import WasmSyntax

/// One guest under a policy: its store, its WASI, and what it may import.
///
/// The guest's time (`resources.deadlineMilliseconds`) begins with ``beginTime()`` or with the first call of ``load(_:)``,
/// ``provide(_:_:)``, ``instantiate(_:)`` or ``run(_:)``, and is that of all that follow up to and with the next
/// ``instantiate(_:)`` or ``run(_:)`` and the calls of its instance. The call after that begins it anew.
///
///     let policy = try Policy(json: bytes)
///     let session = try GuestSession(policy, program: "greet", streams: .init(stdout: BufferOutput()))
///     let exitCode = try session.run(session.load(module))
///     print(session.denials)
public final class GuestSession {
    public let policy: Policy
    public let store: Store
    public let wasi: WASI
    /// What the guest may import: WASI and the host modules, as far as the policy allows. More can be added.
    public var imports = Imports()
    /// Whether the guest's time runs for what is called next.
    private var hasTimeBegun = false

    /// - Parameters:
    ///   - policy: What the guest may do.
    ///   - program: What the guest gets as its first argument.
    ///   - streams: The streams that the policy leaves to the embedder.
    ///   - hostModules: The embedder's functions.
    ///   - auditor: Is told of every system call, and of the calls of these functions.
    /// - Throws: ``PolicyError``, ``WASIConfigurationError`` or ``HostFileError``.
    public init(
        _ policy: Policy, program: String = "guest", streams: Policy.Streams = .init(), hostModules: [HostModule] = [],
        auditor: (any Auditor)? = nil
    ) throws {
        self.policy = policy
        store = policy.makeStore()
        wasi = WASI(try policy.configuration(for: store, program: program, streams: streams, auditor: auditor))
        imports.add(wasi)
        for module in hostModules { imports.add(module, policy: policy, wasi: wasi) }
    }

    /// What the guest was refused.
    public var denials: Denials { wasi.denials }

    /// Begins the guest's time, unless it runs already: call it before the module is read from wherever it comes from, with
    /// the store's ``Store/interruption`` as what can end that.
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

    /// Begins the guest's time if it does not run, and instantiates a module for those that are instantiated later: they can import its
    /// exports, as of a module with this name.
    ///
    /// - Throws: ``LinkError``, ``Trap``, ``WasmException`` or ``GuestExit``.
    @discardableResult
    public func provide(_ name: Name, _ module: Module) throws -> Instance {
        beginTime()
        let instance = try store.instantiate(module, imports: imports)
        imports.define(exportsOf: instance, in: name)
        return instance
    }

    /// Begins the guest's time if it does not run, and instantiates a module.
    ///
    /// - Throws: ``LinkError``, ``Trap``, ``WasmException`` or ``GuestExit``.
    public func instantiate(_ module: Module) throws -> Instance {
        beginTime()
        hasTimeBegun = false
        return try store.instantiate(module, imports: imports)
    }

    /// Begins the guest's time if it does not run, and runs a WASI command. Its output is flushed when it has ended, in whatever way: within
    /// the guest's time, or for at most a second if it has failed.
    ///
    /// - Returns: The exit code; 0 if `_start` returns.
    /// - Throws: ``LinkError``, ``Trap``, ``WasmException``, or ``CallError`` if it exports no `_start`; ``Interrupted`` if its output could
    ///   not be handed on in its time.
    @discardableResult
    public func run(_ module: Module) throws -> UInt32 {
        beginTime()
        hasTimeBegun = false
        do {
            let exitCode = try store.runStart(module, imports)
            try wasi.flush(interruption: store.interruption)
            return exitCode
        } catch {
            try? wasi.flush(interruption: HostInterruption(timeoutNanoseconds: 1_000_000_000))
            throw error
        }
    }
}

extension Imports {
    /// Offers a module's functions, as far as a policy allows them.
    ///
    /// - Parameter wasi: The guest's WASI, whose auditor and denials the functions share.
    public mutating func add(_ module: HostModule, policy: Policy, wasi: WASI) {
        addProvider { moduleName, name, type in
            guard moduleName == module.name, let entry = module.entries[name] else { return .unknown }
            return wasi.resolve(module.name, name, entry, policy.hostFunctions) { nanoseconds in
                HostInterruption(timeoutNanoseconds: nanoseconds)
            }
        }
    }
}
