import WasmSyntax

/// The basic blocks of a function, and the ways between them.
///
/// A few blocks have counters, from which the numbers of times that all others were executed follow: what enters a block
/// leaves it, and what enters the function. Ways without counters form no cycle, also if their directions do not matter, so
/// that each can be computed from the others (Knuth and Stevenson, "Optimal measurement points for program frequency
/// counts", 1973).
struct FlowGraph: Sendable {
    struct Block: Sendable {
        /// The place where lowering begins the block.
        enum Kind: Sendable {
            /// Behind an instruction: the beginning of the function or of an arm, or behind a branch, a `loop` or an `end`.
            case usual
            /// The beginning of a loop.
            case loop
            /// A way of a `br_table`, which has a block of its own because it needs a counter.
            case tableEntry
            /// Behind the function's last `end`, for handlers that lead there.
            case functionEnd
        }

        var kind: Kind
        /// The block's instructions, by their numbers in the function; those that cannot be reached belong to none.
        var start: Int
        var end: Int
        /// How often the block is likely to be executed, for one execution of the function; more where a counter costs more.
        var weight: Double
        /// The number of the block's counter in the function; `nil` if the count follows from others.
        var counter: Int?
        /// The number of the counter of a loop's meter: at the beginning of a loop, that of the meter which begins before it; at
        /// any other block, that of the meter which ends there.
        var meter: Int?
    }

    /// A way from the end of a block to the beginning of another one.
    struct Edge: Sendable {
        var from: Int
        /// The block that it leads to; ``exit`` for the end of the function.
        var to: Int
        /// How often the way is likely to be taken, for one execution of the function.
        var frequency = 0.0
    }

    /// A direct call, or tail call, of a function of the module.
    struct Call: Sendable {
        var block: Int
        var instruction: Int
        /// The callee's index among the functions that the module defines.
        var callee: Int
    }

    /// The ways out of an instruction that branches on something.
    struct Branch: Sendable {
        var instruction: Int
        /// The numbers of the edges: for a condition, that of the branch taken, then that of the other way.
        var edges: [Int]
    }

    /// A loop whose units are counted, instead of one of its blocks: where the loop is entered and left, but not in each of
    /// its rounds. The count of the block follows from what all its blocks cost.
    struct Meter: Sendable {
        /// The number of the counter, which counts units.
        var counter: Int
        /// The block whose count follows.
        var block: Int
        /// The loop's blocks, and how often each is executed more for each execution of this one.
        var blocks: [(number: Int, growth: Int64)]
        /// The ways between these blocks, likewise.
        var edges: [(number: Int, growth: Int64)]
    }

    static let exit = -1

    /// In the order of the code.
    var blocks: [Block] = []
    var edges: [Edge] = []
    var branches: [Branch] = []
    var calls: [Call] = []
    /// Whether the number of times that the function was entered follows from the calls in other functions: see
    /// ``CounterPlan``. Otherwise it follows from the function's own counters.
    var isEntryKnown = true
    /// How many more counters the function needs if it has to count its entries itself.
    var countersOfEntry = 0
    /// For each of the ways of a `br_table`: whether it has a block of its own. By label, in the order of the code.
    var tableEntries: [TableEntryKey: Int] = [:]
    var meters: [Meter] = []
    private(set) var counterCount = 0

    /// A way of a `br_table`.
    struct TableEntryKey: Hashable, Sendable {
        var instruction: Int
        var label: UInt32
    }

    mutating func addCounter(to block: Int) {
        blocks[block].counter = counterCount
        counterCount &+= 1
    }

    /// Returns the block that an instruction belongs to; `nil` if the instruction cannot be reached.
    func block(of instruction: Int) -> Int? {
        var (low, high) = (0, blocks.count)
        while low < high {
            let middle = low &+ (high &- low) / 2
            if blocks[middle].start <= instruction { low = middle &+ 1 } else { high = middle }
        }
        // Empty blocks begin at the same instruction.
        while low > 0, blocks[low &- 1].end <= instruction {
            guard blocks[low &- 1].start == blocks[low &- 1].end else { return nil }
            low &-= 1
        }
        return low > 0 ? low &- 1 : nil
    }
}

/// Sets of vertices that ways without counters connect.
struct VertexSets {
    private var parents: [Int]

    init(count: Int) { parents = Array(0..<count) }

    private mutating func root(_ vertex: Int) -> Int {
        var vertex = vertex
        while parents[vertex] != vertex {
            parents[vertex] = parents[parents[vertex]]
            vertex = parents[vertex]
        }
        return vertex
    }

    /// Adds a vertex that nothing is connected with.
    mutating func add() -> Int {
        parents.append(parents.count)
        return parents.count &- 1
    }

    /// Connects two vertices; returns `false` if they were connected already.
    mutating func connect(_ one: Int, _ other: Int) -> Bool {
        let (first, second) = (root(one), root(other))
        parents[first] = second
        return first != second
    }
}
