/// A kind of host memory that a store occupies: see ``HostUsage``.
public enum HostMemoryKind: String, CaseIterable, Hashable, Sendable {
    /// The linear memories, with the size that guests see, whether guests have used them or not.
    case memories
    /// The elements of the tables.
    case tables
    /// The structs, arrays and exceptions of guests, garbage and free room included.
    case heap
    /// The value stacks, as large as they have been so far.
    case stacks
    /// Internal code, and what lowering a function takes meanwhile.
    case code
    /// The other parts of instances: functions, imports, globals and segments.
    case instances
    /// Types and tags, which remain until the store is reset.
    case types
    /// Memories, tables, globals and functions that the embedder has made, without the contents of memories and tables.
    case hostItems
    /// References to objects of the host, without the objects.
    case hostObjects
    /// The slots and frames of suspended calls.
    case suspendedCalls
    /// WASI's open files, directories and connections.
    case descriptors
    /// WASI's buffers, and the listings of directories.
    case buffers
    /// Files and names in memory (``MemoryFolder``) or in an overlay (``OverlayFolder``) that the guest has made.
    case files
    /// In a replay, all bytes that host functions held when the run was recorded: a recording has no kinds.
    case recorded

    static let count = allCases.count

    /// The place among all kinds.
    var index: Int {
        switch self {
        case .memories: 0
        case .tables: 1
        case .heap: 2
        case .stacks: 3
        case .code: 4
        case .instances: 5
        case .types: 6
        case .hostItems: 7
        case .hostObjects: 8
        case .suspendedCalls: 9
        case .descriptors: 10
        case .buffers: 11
        case .files: 12
        case .recorded: 13
        }
    }

    /// Whether a reset of the store frees it: WASI's objects and files are not the store's.
    var isOfStore: Bool {
        switch self {
        case .descriptors, .buffers, .files, .recorded: false
        default: true
        }
    }

    /// Whether host functions hold it while guests call them, and so a replay does not.
    var isMadeByHostFunctions: Bool { self == .hostObjects || !isOfStore }
}

/// The bytes of host memory that a store occupies, by kind: ``Store/hostUsage``.
///
/// All bytes together are what ``StoreLimits/hostBytes`` limits. Modules, snapshots and what a host function holds by
/// itself belong to the embedder, and are not part of it.
public struct HostUsage: Hashable, Sendable {
    private var bytes: [UInt64]

    /// No bytes of any kind.
    public init() { bytes = [UInt64](repeating: 0, count: HostMemoryKind.count) }

    /// The bytes of a kind.
    public internal(set) subscript(_ kind: HostMemoryKind) -> UInt64 {
        get { bytes[kind.index] }
        set { bytes[kind.index] = newValue }
    }

    /// The bytes of all kinds together.
    public var total: UInt64 { bytes.reduce(0, &+) }

    /// The bytes that host functions hold, and a replay therefore does not.
    var heldByHost: UInt64 { total(where: \.isMadeByHostFunctions) }

    /// The bytes of those kinds together that a condition holds for.
    func total(where condition: (HostMemoryKind) -> Bool) -> UInt64 {
        HostMemoryKind.allCases.reduce(0) { condition($1) ? $0 &+ self[$1] : $0 }
    }
}

extension HostUsage: CustomStringConvertible {
    /// A line for each kind of which there are any bytes, and one for the total.
    public var description: String {
        let kinds = HostMemoryKind.allCases.filter { self[$0] > 0 }
        return (kinds.map { "\($0.rawValue): \(self[$0])" } + ["total: \(total)"]).joined(separator: "\n")
    }
}
