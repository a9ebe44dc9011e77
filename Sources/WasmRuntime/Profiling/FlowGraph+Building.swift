import WasmSyntax

/// Finds the blocks of a function's body. It opens and closes blocks exactly as `FunctionLowering` does.
struct FlowGraphBuilder {
    private struct Frame {
        enum Kind { case function, block, loop, conditional, alternative, trying, catching }

        var kind: Kind
        /// For a loop, its first block.
        var loopBlock = 0
        /// The edges that lead to the end.
        var toEnd: [Int] = []
        /// For an `if`, the edge to the `else` arm, or to the end without one.
        var elseEdge: Int?
        var endIsTarget = false
        /// The weight of the code around the frame.
        var weight: Double
    }

    private let source: DecodedCode
    private var graph = FlowGraph()
    private var frames: [Frame] = []
    /// The block that is open; `nil` in code that cannot be reached.
    private var current: Int?
    private var skipped = 0
    private var weight = 1.0
    /// The direct ways of `br_table`, which may need counters.
    private var tableEdges: [(edge: Int, key: FlowGraph.TableEntryKey, frame: Int)] = []

    /// Returns the graph of a decoded body.
    ///
    /// - Parameter poll: Polls the interruption.
    static func graph(
        of source: DecodedCode, poll: () throws(LoweringFailure) -> Void
    ) throws(LoweringFailure) -> FlowGraph {
        var builder = FlowGraphBuilder(source: source)
        builder.frames.append(Frame(kind: .function, weight: 1))
        builder.begin(.usual, at: 0)
        for (index, instruction) in source.instructions.enumerated() {
            if index & (Store.instructionsPerPoll &- 1) == 0 { try poll() }
            if builder.current != nil { builder.add(instruction, index) } else { builder.skip(instruction, index) }
        }
        try poll()
        builder.chooseCounters()
        return builder.graph
    }

    private init(source: DecodedCode) { self.source = source }

    // MARK: Blocks and edges

    private mutating func begin(_ kind: FlowGraph.Block.Kind, at start: Int) {
        graph.blocks.append(FlowGraph.Block(kind: kind, start: start, end: start, weight: weight))
        current = graph.blocks.count &- 1
    }

    /// Ends the block before an instruction.
    private mutating func close(at end: Int) {
        guard let current else { return }
        graph.blocks[current].end = end
        self.current = nil
    }

    /// Adds an edge, to a block that is set later if it is not known.
    private mutating func edge(from: Int, to: Int = FlowGraph.exit) -> Int {
        graph.edges.append(FlowGraph.Edge(from: from, to: to))
        return graph.edges.count &- 1
    }

    /// Adds the edge of a branch to a label.
    private mutating func branch(from block: Int, to label: UInt32) -> Int {
        let index = max(0, frames.count &- 1 &- Int(label))
        switch frames[index].kind {
        case .function: return edge(from: block)
        case .loop: return edge(from: block, to: frames[index].loopBlock)
        default:
            let edge = edge(from: block)
            frames[index].toEnd.append(edge)
            frames[index].endIsTarget = true
            return edge
        }
    }

    // MARK: Instructions

    private mutating func add(_ instruction: Instruction, _ index: Int) {
        guard let block = current else { return }
        switch instruction.opcode {
        case .block, .try: frames.append(Frame(kind: instruction.opcode == .try ? .trying : .block, weight: weight))
        case .tryTable: openTryTable(instruction)
        case .loop:
            close(at: index &+ 1)
            frames.append(Frame(kind: .loop, loopBlock: graph.blocks.count, weight: weight))
            weight *= 8
            begin(.loop, at: index &+ 1)
            _ = edge(from: block, to: graph.blocks.count &- 1)
        case .if:
            let taken = edge(from: block)
            frames.append(Frame(kind: .conditional, elseEdge: taken, weight: weight))
            weight *= 0.5
            split(block, taken, at: index)
        case .else: addElse(index)
        case .catch, .catchAll: addCatch(index)
        case .end, .delegate: addEnd(index)
        case .br:
            _ = branch(from: block, to: instruction.x)
            close(at: index &+ 1)
        case .brIf, .brOnNull, .brOnNonNull, .brOnCast, .brOnCastFail:
            let taken = branch(from: block, to: instruction.x)
            weight *= 0.9
            split(block, taken, at: index)
        case .brTable: addTable(instruction, index, block)
        case .return, .returnCall, .returnCallIndirect, .returnCallRef:
            _ = edge(from: block)
            close(at: index &+ 1)
        case .unreachable, .throw, .throwRef, .rethrow: close(at: index &+ 1)
        default: break
        }
    }

    /// Begins the block behind a conditional branch.
    private mutating func split(_ block: Int, _ taken: Int, at index: Int) {
        close(at: index &+ 1)
        begin(.usual, at: index &+ 1)
        let other = edge(from: block, to: graph.blocks.count &- 1)
        graph.branches.append(FlowGraph.Branch(instruction: index, edges: [taken, other]))
    }

    private mutating func openTryTable(_ instruction: Instruction) {
        let first = Int(instruction.y)
        for clause in source.catches[first..<(first &+ Int(truncatingIfNeeded: instruction.wide))] {
            // Labels are counted from outside the block, which is not open yet.
            let index = max(0, frames.count &- 1 &- Int(clause.label))
            if frames[index].kind != .loop { frames[index].endIsTarget = true }
        }
        frames.append(Frame(kind: .block, weight: weight))
    }

    private mutating func addTable(_ instruction: Instruction, _ index: Int, _ block: Int) {
        var edges: [UInt32: Int] = [:]
        var order: [Int] = []
        for label in source.labels[Int(instruction.x)...Int(instruction.x &+ instruction.y)] where edges[label] == nil {
            let edge = branch(from: block, to: label)
            edges[label] = edge
            order.append(edge)
            tableEdges.append(
                (
                    edge, FlowGraph.TableEntryKey(instruction: index, label: label),
                    max(0, frames.count &- 1 &- Int(label))
                ))
        }
        graph.branches.append(FlowGraph.Branch(instruction: index, edges: order))
        close(at: index &+ 1)
    }

    private mutating func addElse(_ index: Int) {
        guard var frame = frames.popLast() else { return }
        if let current {
            frame.toEnd.append(edge(from: current))
            frame.endIsTarget = true
        }
        close(at: index &+ 1)
        frame.kind = .alternative
        weight = frame.weight * 0.5
        begin(.usual, at: index &+ 1)
        if let edge = frame.elseEdge { graph.edges[edge].to = graph.blocks.count &- 1 }
        frame.elseEdge = nil
        frames.append(frame)
    }

    private mutating func addCatch(_ index: Int) {
        guard var frame = frames.popLast() else { return }
        if let current { frame.toEnd.append(edge(from: current)) }
        close(at: index &+ 1)
        frame.kind = .catching
        frame.endIsTarget = true
        weight = frame.weight * 0.01
        begin(.usual, at: index &+ 1)
        frames.append(frame)
    }

    private mutating func addEnd(_ index: Int) {
        guard var frame = frames.popLast() else { return }
        weight = frame.weight
        if frame.kind == .function {
            if let current { _ = edge(from: current) }
            close(at: index &+ 1)
            guard frame.endIsTarget else { return }
            begin(.functionEnd, at: index &+ 1)
            _ = edge(from: graph.blocks.count &- 1)
            current = nil
            return
        }
        if let edge = frame.elseEdge {
            frame.toEnd.append(edge)
            frame.endIsTarget = true
        }
        guard frame.endIsTarget else { return }
        let before = current
        close(at: index &+ 1)
        begin(.usual, at: index &+ 1)
        let after = graph.blocks.count &- 1
        if let before { _ = edge(from: before, to: after) }
        for edge in frame.toEnd { graph.edges[edge].to = after }
    }

    /// Follows the nesting of blocks in code that cannot be reached.
    private mutating func skip(_ instruction: Instruction, _ index: Int) {
        switch instruction.opcode {
        case .block, .loop, .if, .tryTable, .try: skipped &+= 1
        case .else where skipped == 0: addElse(index)
        case .catch, .catchAll: if skipped == 0 { addCatch(index) }
        case .end, .delegate: if skipped > 0 { skipped &-= 1 } else { addEnd(index) }
        default: break
        }
    }

    // MARK: Counters

    /// Gives counters to blocks, to as few as possible and to those that are executed least.
    ///
    /// Each block has two vertices, its beginning and its end. Ways between blocks need no counters, except some of
    /// `br_table`: at most one other way leaves a block, and that one leads to a block which nothing else leads to.
    private mutating func chooseCounters() {
        let exit = 2 &* graph.blocks.count
        var sets = VertexSets(count: exit &+ 1)
        func vertex(_ block: Int) -> Int { block == FlowGraph.exit ? exit : 2 &* block }
        let ofTables = Set(tableEdges.map(\.edge))
        for (index, edge) in graph.edges.enumerated() where !ofTables.contains(index) {
            _ = sets.connect(2 &* edge.from &+ 1, vertex(edge.to))
        }
        // The calls of the function.
        _ = sets.connect(exit, 0)
        var entries: [Int: [FlowGraph.TableEntryKey]] = [:]
        for table in tableEdges {
            let edge = graph.edges[table.edge]
            if !sets.connect(2 &* edge.from &+ 1, vertex(edge.to)) { entries[edge.from, default: []].append(table.key) }
        }
        let order = graph.blocks.indices.dropFirst().sorted {
            let (one, other) = (graph.blocks[$0].weight, graph.blocks[$1].weight)
            return one != other ? one > other : $0 < $1
        }
        // The first block is always counted, for the number of calls.
        graph.addCounter(to: 0)
        for block in order where !sets.connect(2 &* block, 2 &* block &+ 1) { graph.addCounter(to: block) }
        if !entries.isEmpty { addTableEntries(entries) }
    }

    /// Inserts blocks for ways of `br_table` that need counters, behind the blocks that end with it.
    private mutating func addTableEntries(_ entries: [Int: [FlowGraph.TableEntryKey]]) {
        var edgeOf: [FlowGraph.TableEntryKey: Int] = [:]
        for table in tableEdges { edgeOf[table.key] = table.edge }
        var numbers: [Int] = []
        var blocks: [FlowGraph.Block] = []
        var pending: [(edge: Int, block: Int)] = []
        for (index, block) in graph.blocks.enumerated() {
            numbers.append(blocks.count)
            blocks.append(block)
            for key in entries[index] ?? [] {
                guard let edge = edgeOf[key] else { continue }
                graph.tableEntries[key] = blocks.count
                pending.append((edge, blocks.count))
                blocks.append(
                    FlowGraph.Block(kind: .tableEntry, start: block.end, end: block.end, weight: block.weight))
            }
        }
        for index in graph.edges.indices {
            graph.edges[index].from = numbers[graph.edges[index].from]
            if graph.edges[index].to != FlowGraph.exit { graph.edges[index].to = numbers[graph.edges[index].to] }
        }
        graph.blocks = blocks
        for (edge, block) in pending {
            graph.addCounter(to: block)
            // The branch keeps its edge, which now leads to the new block.
            graph.edges.append(FlowGraph.Edge(from: block, to: graph.edges[edge].to))
            graph.edges[edge].to = block
        }
    }
}
