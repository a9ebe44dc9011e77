/// The numbers of times that the blocks and ways of a function were executed.
struct FlowCounts {
    var blocks: [Int64]
    var edges: [Int64]
    /// How often the function was entered.
    var calls: Int64

    /// Adds other counts of the same function a number of times.
    mutating func add(_ other: FlowCounts, times: Int64) {
        for index in blocks.indices { blocks[index] &+= other.blocks[index] &* times }
        for index in edges.indices { edges[index] &+= other.edges[index] &* times }
        calls &+= other.calls &* times
    }
}

extension FlowGraph {
    /// Computes all counts from those of the counters, as if the blocks of ``meters`` were not executed.
    ///
    /// - Parameters:
    ///   - counters: The values of the function's counters.
    ///   - entries: How often the function was entered, if that ``isEntryKnown``.
    ///   - left: How often each block was left in its middle: by traps, exceptions, and calls that are suspended now.
    ///   - caught: How often each block was entered by an exception.
    func counts(_ counters: [Int64], entries: Int64, left: [Int: Int64], caught: [Int: Int64]) -> FlowCounts {
        var solver = FlowSolver(self)
        for (index, block) in blocks.enumerated() {
            if let counter = block.counter { solver.know(edges.count &+ 1 &+ index, counters[counter]) }
        }
        for meter in meters { solver.know(edges.count &+ 1 &+ meter.block, 0) }
        if isEntryKnown { solver.know(edges.count, entries) }
        // What enters a block's beginning is positive, and what leaves its end.
        for (block, count) in caught { solver.add(count, to: 2 &* block) }
        for (block, count) in left { solver.add(count, to: 2 &* block &+ 1) }
        solver.add(caught.values.reduce(0, &+) &- left.values.reduce(0, &+), to: 2 &* blocks.count)
        solver.solve()
        return counts(of: solver)
    }

    /// How all counts of a part of a graph, which nothing enters or leaves, grow with each execution of a block, if those of
    /// the blocks with counters do not; `nil` if they cannot.
    func growth(ofBlock counted: Int) -> FlowCounts? {
        var solver = FlowSolver(self)
        solver.know(edges.count, 0)
        for (index, block) in blocks.enumerated() where block.counter != nil {
            solver.know(edges.count &+ 1 &+ index, index == counted ? 1 : 0)
        }
        solver.solve()
        return solver.isBalanced ? counts(of: solver) : nil
    }

    private func counts(of solver: FlowSolver) -> FlowCounts {
        FlowCounts(
            blocks: Array(solver.values[(edges.count &+ 1)...]), edges: Array(solver.values[..<edges.count]),
            calls: solver.values[edges.count])
    }

    /// How all counts grow with each entry of a function whose entries are known.
    var countsOfEntry: FlowCounts {
        counts([Int64](repeating: 0, count: counterCount), entries: 1, left: [:], caught: [:])
    }
}

/// Finds the values of ways that form no cycle, one after another: where all but one of the ways at a vertex are known, the
/// last one follows.
///
/// The ways are those of the graph, then the one into the function, then one for each block from its beginning to its end.
/// At a block's beginning, the ways that enter and the exceptions caught there add up to the block's count; at its end, the
/// ways that leave and the times that it was left in its middle do. What enters the function, and the exceptions caught
/// in it, adds up to what leaves it.
private struct FlowSolver {
    private(set) var values: [Int64]
    private var isKnown: [Bool]
    private let ends: [(Int, Int)]
    /// The number of the way into the function.
    private let entry: Int
    /// For each vertex: the sum of its known ways, with the block's own way negative, and the number of unknown ways.
    private var sums: [Int64]
    private var unknown: [Int]
    /// The exclusive or of the numbers of the unknown ways: that of the last one.
    private var lasts: [Int]

    init(_ graph: FlowGraph) {
        let exit = 2 &* graph.blocks.count
        entry = graph.edges.count
        ends =
            graph.edges.map { (2 &* $0.from &+ 1, $0.to == FlowGraph.exit ? exit : 2 &* $0.to) }
            + [(exit, 0)] + graph.blocks.indices.map { (2 &* $0, 2 &* $0 &+ 1) }
        values = [Int64](repeating: 0, count: ends.count)
        isKnown = [Bool](repeating: false, count: ends.count)
        sums = [Int64](repeating: 0, count: exit &+ 1)
        unknown = [Int](repeating: 0, count: exit &+ 1)
        lasts = [Int](repeating: 0, count: exit &+ 1)
        for (way, end) in ends.enumerated() {
            for vertex in [end.0, end.1] {
                unknown[vertex] &+= 1
                lasts[vertex] ^= way
            }
        }
    }

    private var exit: Int { sums.count &- 1 }

    /// Whether a way has a negative sign in the sum of a vertex.
    private func isNegative(_ way: Int, at vertex: Int) -> Bool { way > entry || way == entry && vertex == exit }

    /// Adds what is known of a vertex beside its ways.
    mutating func add(_ count: Int64, to vertex: Int) { sums[vertex] &+= vertex == exit ? 0 &- count : count }

    mutating func know(_ way: Int, _ value: Int64) {
        guard !isKnown[way] else { return }
        (isKnown[way], values[way]) = (true, value)
        for vertex in [ends[way].0, ends[way].1] {
            unknown[vertex] &-= 1
            lasts[vertex] ^= way
            sums[vertex] &+= isNegative(way, at: vertex) ? 0 &- value : value
        }
    }

    /// Whether all ways are known and agree.
    var isBalanced: Bool { unknown.allSatisfy { $0 == 0 } && sums.allSatisfy { $0 == 0 } }

    mutating func solve() {
        var ready = unknown.indices.filter { unknown[$0] == 1 }
        while let vertex = ready.popLast() {
            guard unknown[vertex] == 1 else { continue }
            let way = lasts[vertex]
            know(way, isNegative(way, at: vertex) ? sums[vertex] : 0 &- sums[vertex])
            for other in [ends[way].0, ends[way].1] where unknown[other] == 1 { ready.append(other) }
        }
    }
}
