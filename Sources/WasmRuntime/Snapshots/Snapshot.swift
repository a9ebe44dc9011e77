import WasmSyntax
import WasmValidation

/// The state of an instance at a moment, as plain values: its memories, tables, globals, objects, and what its segments
/// still hold, with those of all instances that share its store; and perhaps a suspended call. New stores begin with it as
/// often as wanted, on any thread, without copying a memory before it is written.
///
///     let warm = try instance.snapshot()
///     let fork = try Store().instantiate(warm, imports: imports)
public struct Snapshot: Sendable {
    var state: SnapshotState
    /// The number of the instance.
    let instance: Int
    let call: SuspendedCall?
    /// The units of budget that the store had spent.
    public let spent: UInt64

    /// The modules of the instances, each once, in the order of their first instances.
    public var modules: [Module] { state.codes.map(\.module) }
    /// Whether the snapshot contains a suspended call.
    public var isSuspended: Bool { call != nil }
    /// Bytes of the memories that were used, which is what the snapshot takes, with the other parts of the state.
    public var byteCount: UInt64 { state.usedBytes }
}

/// The reason why there is no snapshot, or why a store cannot begin with one.
public enum SnapshotError: Error, Hashable, Sendable {
    /// A guest of the store is running: a host function that it called asked for the snapshot.
    case running
    /// The call is not suspended.
    case notSuspended
    /// The instance was discarded; or others of the store were, and not those that were made last or had tags.
    case discardedInstances
    /// The store has memories, tables, globals or functions that the embedder has made.
    case hostItems
    /// A guest can reach an object of the host for which there is no name.
    case unnamedObject
    /// There is no object of the host with this name.
    case unknownObject(String)
    /// The store has instances, tags or types already.
    case storeInUse
    /// The store counts blocks.
    case countingBlocks
    /// The store has another ``Profile`` or ``BudgetUnit`` than the one of the suspended call, or that one can be debugged
    /// and the store cannot.
    case otherOptions
    /// The store's limits do not allow the state; the text says of what.
    case limitExceeded(String)
    /// An import of the snapshot's modules is no longer a function of the host.
    case importIsNoHostFunction(module: String, name: String)
    /// The state is more than a module can say; the text says what.
    case noModule(String)
    /// The bytes are no snapshot, or a damaged one; the text says where and why.
    case malformed(String)
    /// The bytes were written by another version, which suspended calls depend on.
    case otherVersion(String)
    /// A module is missing, or is not the one with this SHA-256 digest.
    case unknownModule(digest: String)
}

extension SnapshotError: CustomStringConvertible, NestboxError {
    /// A text for messages.
    public var description: String {
        switch self {
        case .running: "a guest of the store is running"
        case .notSuspended: "the call is not suspended"
        case .discardedInstances: "instances of the store were discarded"
        case .hostItems: "the store has memories, tables, globals or functions that the embedder has made"
        case .unnamedObject: "the guest can reach an object of the host that has no name"
        case .unknownObject(let name): "there is no object of the host named \"\(Name(name))\""
        case .storeInUse: "a snapshot needs a store without instances, tags and types"
        case .countingBlocks: "a store that counts blocks has no snapshots"
        case .otherOptions:
            "the suspended call needs a store with its own profile and budget unit, and debuggable as its own"
        case .limitExceeded(let what): "limit exceeded: \(what)"
        case .importIsNoHostFunction(let module, let name):
            "import \"\(module)\" \"\(name)\" was a function of the host in the snapshot"
        case .noModule(let problem): "the snapshot cannot be a module: \(problem)"
        case .malformed(let problem): "malformed snapshot: \(problem)"
        case .otherVersion(let version): "the suspended call needs Nestbox \(Name(version)), which has written it"
        case .unknownModule(let digest): "the snapshot needs the module with the SHA-256 digest \(digest)"
        }
    }
}

/// The state of a store, without what belongs to the host.
struct SnapshotState: Sendable {
    /// The code of a module, and the store's numbers of its types.
    struct Code: Sendable {
        let module: Module
        let types: [UInt32]
        /// `nil` if the functions are to be lowered anew.
        var lowered: LoweredCode?
        /// The code that stores which began with the snapshot have left. It begins with ``lowered``, so that it fits a
        /// suspended call.
        let extended = SharedCode()
    }

    /// An instance; see ``ModuleInstance``.
    struct Instance: Sendable {
        var code: Int
        var importedFunctions: [Int]
        var firstFunction: Int
        var tables: [Int]
        var memories: [Int]
        var tags: [Int]
        var importedGlobals: [Int]
        var firstGlobal: Int
        var elements: [[UInt64]]
        var managedSegments: [Int]
        var data: [Range<Int>]
    }

    /// The import from which a host function's type and name are known.
    struct HostImport: Sendable {
        var instance: Int
        /// The import's position among the imports of the module.
        var position: Int
    }

    var codes: [Code]
    var instances: [Instance]
    var functions: [FunctionRecord]
    /// For each host function of the store, an import that it is linked to.
    var hostImports: [HostImport]
    var memories: [MemoryInstance]
    var tables: [TableInstance]
    var totalMemoryBytes: UInt64
    var totalTableElements: UInt64
    var globals: [UInt64]
    var globalUpperHalves: [UInt64]
    var globalTypes: [GlobalType]
    var tags: [UInt32]
    var heap: HeapSnapshot
    /// The names of the host's objects; `nil` for free entries.
    var objectNames: [String?]
    let options: LoweringOptions

    /// The address behind those of an instance's functions.
    func endOfFunctions(of instance: Int) -> Int {
        instances[instance].firstFunction &+ codes[instances[instance].code].module.validated.module.functions.count
    }

    /// Bytes of the memories that are committed, and of the other parts.
    var usedBytes: UInt64 {
        var bytes = memories.reduce(0) { $0 &+ $1.bytes.count }
        bytes &+= tables.reduce(0) { $0 &+ $1.elements.count &* 8 }
        bytes &+= (globals.count &+ heap.words.count) &* 8 &+ functions.count &* MemoryLayout<FunctionRecord>.stride
        return UInt64(bytes)
    }
}

/// A suspended execution without what belongs to the host.
struct SuspendedCall: Sendable {
    /// The address of the function that was called.
    var function: Int
    var registers: Registers
    var activations: [Activation]
    var step: Step
    var slots: [UInt64]
    var vectors: [UInt8]
    var depth: Int

    /// A ``PendingStep`` without functions of the host.
    enum Step: Sendable {
        case none
        case exit(LoopExit, progress: Int)
        case search(exception: UInt64, Store.Unwinding)
        /// A call of a host function that is to be made. `isPaid`: whether its beginning is paid for.
        case hostCall(HostCallState, isPaid: Bool)
        /// A call of a host function for whose results the execution waits.
        case results(HostCallState)
    }

    struct HostCallState: Sendable {
        /// The number of the host function.
        var function: Int
        var frame: Int
        var cost: Int
        var isTail: Bool
    }
}
