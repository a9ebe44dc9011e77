// Specification: Text Format / Conventions / Contexts.

/// The kinds of things that indices stand for.
public enum IndexKind: UInt8, Sendable, CaseIterable, CustomStringConvertible {
    /// Types.
    case type
    /// Tags.
    case tag
    /// Globals.
    case global
    /// Memories.
    case memory
    /// Tables.
    case table
    /// Functions.
    case function
    /// Data segments.
    case data
    /// Element segments.
    case element
    /// Parameters and locals of a function.
    case local
    /// Labels of the blocks around an instruction.
    case label
    /// Fields of a struct type.
    case field

    /// The kind's name in error messages.
    public var description: String {
        switch self {
        case .type: "type"
        case .tag: "tag"
        case .global: "global"
        case .memory: "memory"
        case .table: "table"
        case .function: "func"
        case .data: "data segment"
        case .element: "elem segment"
        case .local: "local"
        case .label: "label"
        case .field: "field"
        }
    }
}

/// The identifiers bound in one index space, and how many indices it has.
struct IndexSpace: Sendable {
    /// Indices handed out so far.
    private(set) var count: UInt32 = 0
    /// Indices by the identifier's number in the parser's table of identifiers.
    private var indices: [UInt32: UInt32] = [:]
    /// The index bound to an identifier.
    func index(of identifier: UInt32) -> UInt32? { indices[identifier] }

    /// Hands out the next index, and binds the identifier, if any, to it.
    ///
    /// - Returns: The index, or `nil` if the identifier is bound already.
    mutating func bind(_ identifier: UInt32?) -> UInt32? {
        if let identifier, indices.updateValue(count, forKey: identifier) != nil { return nil }
        count &+= 1
        return count &- 1
    }

    /// Hands out a number of indices without identifiers.
    mutating func skip(_ number: Int) { count &+= UInt32(truncatingIfNeeded: number) }

    mutating func removeAll() {
        count = 0
        // Emptying takes time in proportion to the capacity: one function with many locals must not slow down all
        // that follow it.
        indices.removeAll(keepingCapacity: indices.capacity <= 64)
    }
}
