import WasmSyntax

extension FlowGraphBuilder {
    /// Gives counters to blocks, to as few as possible and to those that are executed least.
    ///
    /// Each block has two vertices, its beginning and its end. Ways between blocks need no counters, except some of
    /// `br_table`: at most one other way leaves a block, and that one leads to a block which nothing else leads to. Neither
    /// does the way into the function, which is one from the exit to the first block.
    mutating func chooseCounters() {
        let exit = 2 &* graph.blocks.count
        var sets = VertexSets(count: exit &+ 1)
        func vertex(_ block: Int) -> Int { block == FlowGraph.exit ? exit : 2 &* block }
        let ofTables = Set(tableEdges.map(\.edge))
        for (index, edge) in graph.edges.enumerated() where !ofTables.contains(index) {
            _ = sets.connect(2 &* edge.from &+ 1, vertex(edge.to))
        }
        if graph.isEntryKnown {
            // Nothing else leads to the first block, so that it needs no counter.
            _ = sets.connect(0, 1)
        } else {
            _ = sets.connect(exit, 0)
        }
        estimate()
        var counted: [Int] = []
        for candidate in candidates {
            switch candidate.place {
            case .block(let block):
                guard !sets.connect(2 &* block, 2 &* block &+ 1), block > 0 || !graph.isEntryKnown else { continue }
                graph.addCounter(to: block)
            case .tableEntry(let table):
                let edge = graph.edges[tableEdges[table].edge]
                if !sets.connect(2 &* edge.from &+ 1, vertex(edge.to)) { counted.append(table) }
            }
        }
        graph.countersOfEntry = graph.isEntryKnown && !sets.connect(exit, 0) ? 1 : 0
        guard !counted.isEmpty else { return }
        // In the order in which they are lowered.
        var entries: [Int: [FlowGraph.TableEntryKey]] = [:]
        for table in counted.sorted() {
            entries[graph.edges[tableEdges[table].edge].from, default: []].append(tableEdges[table].key)
        }
        addTableEntries(entries)
    }

    /// A place that a counter may have.
    private struct Candidate {
        enum Place {
            case block(Int)
            case tableEntry(Int)
        }

        var place: Place
        /// The estimated cost of a counter at the place, in executions for each call of the function.
        var weight: Double
    }

    /// The places that counters may have, the dearest first. A counted way of a `br_table` is a jump of its own as well.
    private var candidates: [Candidate] {
        var result: [Candidate] = []
        for (number, table) in tableEdges.enumerated() {
            let weight = 2 * graph.edges[table.edge].frequency
            result.append(Candidate(place: .tableEntry(number), weight: weight))
        }
        for (number, block) in graph.blocks.enumerated() {
            result.append(Candidate(place: .block(number), weight: block.weight))
        }
        let order = result.indices.sorted {
            result[$0].weight != result[$1].weight ? result[$0].weight > result[$1].weight : $0 < $1
        }
        return order.map { result[$0] }
    }

    /// Estimates how often the blocks are executed for one execution of the function.
    private mutating func estimate() {
        var estimate = FrequencyEstimate(depths: depths)
        for branch in graph.branches where branch.edges.count == 2 {
            let isConditional = source.instructions[branch.instruction].opcode != .brTable
            if isConditional { estimate.likely[branch.edges[0]] = likelihood(of: branch.instruction) }
        }
        estimate.set(in: &graph)
    }

    /// How likely the first way of a conditional branch is, by the comparison before it: equal things are rare.
    private func likelihood(of branch: Int) -> Double {
        guard branch > 0 else { return 0.5 }
        let likelihood: Double =
            switch source.instructions[branch &- 1].opcode {
            case .i32Eq, .i64Eq, .f32Eq, .f64Eq, .refEq: 0.2
            case .i32Eqz, .i64Eqz, .refIsNull: 0.35
            case .i32Ne, .i64Ne, .f32Ne, .f64Ne: 0.8
            default: 0.5
            }
        return source.instructions[branch].opcode == .if ? 1 - likelihood : likelihood
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
        for index in graph.calls.indices { graph.calls[index].block = numbers[graph.calls[index].block] }
        loops.renumber(numbers, count: blocks.count)
        graph.blocks = blocks
        for (edge, block) in pending {
            graph.addCounter(to: block)
            // The branch keeps its edge, which now leads to the new block.
            graph.edges.append(FlowGraph.Edge(from: block, to: graph.edges[edge].to))
            graph.edges[edge].to = block
        }
    }
}
