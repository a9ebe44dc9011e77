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
        /// For a loop, its number in ``loops``.
        var loop: Int?
        /// For an `if`, the edge to the `else` arm, or to the end without one.
        var elseEdge: Int?
        var endIsTarget = false
        /// Whether exceptions lead to the end.
        var endIsHandler = false
    }

    let source: DecodedCode
    private let importedFunctions: Int
    var graph = FlowGraph()
    private var frames: [Frame] = []
    /// The block that is open; `nil` in code that cannot be reached.
    private var current: Int?
    private var skipped = 0
    /// The number of loops around each block.
    private(set) var depths: [Int] = []
    private var depth = 0
    /// The direct ways of `br_table`, which may need counters.
    private(set) var tableEdges: [(edge: Int, key: FlowGraph.TableEntryKey, frame: Int)] = []

    var loops = Loops()

    /// Returns the graph of a decoded body.
    ///
    /// - Parameters:
    ///   - importedFunctions: The number of functions that the module imports.
    ///   - isEntryKnown: Whether the number of the function's entries follows from calls in other functions.
    ///   - poll: Polls the interruption.
    static func graph(
        of source: DecodedCode, importedFunctions: Int, isEntryKnown: Bool, poll: () throws(LoweringFailure) -> Void
    ) throws(LoweringFailure) -> FlowGraph {
        var builder = FlowGraphBuilder(source, importedFunctions)
        builder.graph.isEntryKnown = isEntryKnown
        builder.frames.append(Frame(kind: .function))
        builder.begin(.usual, at: 0)
        for (index, instruction) in source.instructions.enumerated() {
            if index & (Store.instructionsPerPoll &- 1) == 0 { try poll() }
            if builder.current != nil { builder.add(instruction, index) } else { builder.skip(instruction, index) }
        }
        try poll()
        builder.chooseCounters()
        builder.chooseMeters()
        return builder.graph
    }

    private init(_ source: DecodedCode, _ importedFunctions: Int) {
        (self.source, self.importedFunctions) = (source, importedFunctions)
    }

    // MARK: Blocks and edges

    private mutating func begin(_ kind: FlowGraph.Block.Kind, at start: Int) {
        graph.blocks.append(FlowGraph.Block(kind: kind, start: start, end: start, weight: 0))
        depths.append(depth)
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
        case .block, .try: frames.append(Frame(kind: instruction.opcode == .try ? .trying : .block))
        case .tryTable: openTryTable(instruction)
        case .loop:
            close(at: index &+ 1)
            frames.append(Frame(kind: .loop, loopBlock: graph.blocks.count, loop: loops.open(at: graph.blocks.count)))
            depth &+= 1
            begin(.loop, at: index &+ 1)
            _ = edge(from: block, to: graph.blocks.count &- 1)
        case .if:
            // Taken if the condition is false.
            let taken = edge(from: block)
            frames.append(Frame(kind: .conditional, elseEdge: taken))
            split(block, taken, at: index)
        case .else: addElse(index)
        case .catch, .catchAll: addCatch(index)
        case .end, .delegate: addEnd(index)
        case .br:
            _ = branch(from: block, to: instruction.x)
            close(at: index &+ 1)
        case .brIf, .brOnNull, .brOnNonNull, .brOnCast, .brOnCastFail:
            let taken = branch(from: block, to: instruction.x)
            split(block, taken, at: index)
        case .brTable: addTable(instruction, index, block)
        case .call: addCall(instruction, index, block)
        case .return, .returnCall, .returnCallIndirect, .returnCallRef:
            if instruction.opcode == .returnCall { addCall(instruction, index, block) }
            _ = edge(from: block)
            close(at: index &+ 1)
        case .unreachable, .throw, .throwRef, .rethrow: close(at: index &+ 1)
        default: break
        }
    }

    private mutating func addCall(_ instruction: Instruction, _ index: Int, _ block: Int) {
        let callee = Int(instruction.x) &- importedFunctions
        if callee >= 0 { graph.calls.append(FlowGraph.Call(block: block, instruction: index, callee: callee)) }
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
            if let loop = frames[index].loop {
                loops.all[loop].isHandler = true
            } else {
                (frames[index].endIsTarget, frames[index].endIsHandler) = (true, true)
            }
        }
        frames.append(Frame(kind: .block))
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
        begin(.usual, at: index &+ 1)
        loops.handlers.insert(graph.blocks.count &- 1)
        frames.append(frame)
    }

    private mutating func addEnd(_ index: Int) {
        guard var frame = frames.popLast() else { return }
        if frame.kind == .loop {
            depth &-= 1
            loops.close(before: graph.blocks.count)
        }
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
        if frame.endIsHandler { loops.handlers.insert(after) }
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
}
