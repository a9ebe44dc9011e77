import WasmSyntax

/// The loops of a function, and the blocks that exceptions lead to.
struct Loops {
    struct Loop {
        /// The blocks inside begin with this one, and end before ``end``.
        var first: Int
        var end: Int
        var hasLoops = false
        /// Whether exceptions lead to its beginning.
        var isHandler = false
    }

    var all: [Loop] = []
    /// The blocks that exceptions lead to, other than beginnings of loops.
    var handlers: Set<Int> = []
    /// The loops around the current instruction.
    private var open: [Int] = []

    /// Begins a loop with a block, and returns its number.
    mutating func open(at block: Int) -> Int {
        if let outer = open.last { all[outer].hasLoops = true }
        open.append(all.count)
        all.append(Loop(first: block, end: block))
        return all.count &- 1
    }

    /// Ends the innermost loop before a block.
    mutating func close(before block: Int) {
        if let loop = open.popLast() { all[loop].end = block }
    }

    /// Follows the insertion of blocks.
    ///
    /// - Parameters:
    ///   - numbers: The new numbers of the blocks.
    ///   - count: The new number of blocks.
    mutating func renumber(_ numbers: [Int], count: Int) {
        for loop in all.indices {
            all[loop].first = numbers[all[loop].first]
            all[loop].end = all[loop].end < numbers.count ? numbers[all[loop].end] : count
        }
        handlers = Set(handlers.map { numbers[$0] })
    }
}

extension FlowGraphBuilder {
    /// Gives meters to innermost loops, each instead of the dearest counter inside.
    ///
    /// A loop gets one if all that it spends is what its instructions cost, and if it is left only to blocks that nothing else
    /// leads to, so that the meter can end there.
    mutating func chooseMeters() {
        let candidates = loops.all.filter { !$0.hasLoops && !$0.isHandler }
        guard !candidates.isEmpty, graph.counterCount > 0 else { return }
        var ways = Ways(leaving: [], entering: [])
        ways.leaving = [[Int]](repeating: [], count: graph.blocks.count)
        ways.entering = ways.leaving
        for (number, edge) in graph.edges.enumerated() {
            ways.leaving[edge.from].append(number)
            if edge.to != FlowGraph.exit { ways.entering[edge.to].append(number) }
        }
        for loop in candidates {
            let members = members(of: loop, ways)
            guard let exits = exits(of: members, ways), let counted = dearest(in: members, loop, ways),
                let counter = graph.blocks[counted].counter,
                let meter = meter(for: counted, counter, members, ways)
            else { continue }
            graph.meters.append(meter)
            graph.blocks[counted].counter = nil
            for block in exits + [loop.first] { graph.blocks[block].meter = counter }
        }
    }

    /// The numbers of the ways that leave and enter each block.
    private struct Ways {
        var leaving: [[Int]]
        var entering: [[Int]]
    }

    /// The blocks of a loop from which its beginning can be reached again.
    private struct Members {
        let first: Int
        /// For each block from the first one on: whether it is one of them.
        var flags: [Bool]

        func contains(_ block: Int) -> Bool {
            block >= first && block &- first < flags.count && flags[block &- first]
        }

        var blocks: [Int] { flags.indices.filter { flags[$0] }.map { first &+ $0 } }
    }

    private func members(of loop: Loops.Loop, _ ways: Ways) -> Members {
        var members = Members(
            first: loop.first, flags: [Bool](repeating: false, count: max(0, loop.end &- loop.first)))
        // Ways inside lead forwards, or back to the beginning.
        for block in (loop.first..<max(loop.first, loop.end)).reversed() {
            members.flags[block &- loop.first] = ways.leaving[block].contains { way in
                let target = graph.edges[way].to
                return target == loop.first || target > block && members.contains(target)
            }
        }
        return members
    }

    /// The blocks that a loop is left to; `nil` if it cannot have a meter.
    private func exits(of members: Members, _ ways: Ways) -> [Int]? {
        var exits: Set<Int> = []
        for block in members.blocks {
            guard !loops.handlers.contains(block), isMeterable(block) else { return nil }
            for way in ways.leaving[block] where !members.contains(graph.edges[way].to) {
                let target = graph.edges[way].to
                guard target != FlowGraph.exit, graph.blocks[target].kind != .loop, !loops.handlers.contains(target)
                else { return nil }
                exits.insert(target)
            }
        }
        for exit in exits {
            guard ways.entering[exit].allSatisfy({ members.contains(graph.edges[$0].from) }) else { return nil }
        }
        return exits.sorted()
    }

    /// Whether a block spends what its instructions cost and no more, and calls nothing.
    private func isMeterable(_ block: Int) -> Bool {
        let block = graph.blocks[block]
        return source.instructions[block.start..<block.end].allSatisfy { instruction in
            switch instruction.opcode {
            case .memoryGrow, .memoryInit, .memoryFill, .dataDrop, .elemDrop: false
            case .nop, .block, .if, .else, .end, .br, .brIf, .brOnNull, .brOnNonNull, .drop, .select, .selectTyped,
                .localGet, .localSet, .localTee, .globalGet, .globalSet, .refNull, .refIsNull, .refEq, .refAsNonNull,
                .structGet, .structGetS, .structGetU, .structSet, .arrayGet, .arrayGetS, .arrayGetU, .arraySet,
                .arrayLen:
                true
            default:
                // Waiting and notifying are among the atomic operations.
                InstructionTable.signatures[Int(instruction.opcode.rawValue)] != nil
                    && InstructionTable.rows[Int(instruction.opcode.rawValue)].prefix != 0xFE
            }
        }
    }

    /// The block of a loop whose counter is executed most; `nil` if a meter would hardly be executed less.
    private func dearest(in members: Members, _ loop: Loops.Loop, _ ways: Ways) -> Int? {
        let counted = members.blocks.filter { graph.blocks[$0].counter != nil }
        guard let dearest = counted.max(by: { graph.blocks[$0].weight < graph.blocks[$1].weight }) else { return nil }
        var entries = 0.0
        for way in ways.entering[loop.first] where !members.contains(graph.edges[way].from) {
            entries += graph.edges[way].frequency
        }
        // The meter is executed where the loop is entered and where it is left.
        return graph.blocks[dearest].weight > 3 * entries ? dearest : nil
    }

    /// Returns the meter that replaces a block's counter; `nil` if counts outside of the loop depend on this counter as well.
    private func meter(for counted: Int, _ counter: Int, _ members: Members, _ ways: Ways) -> FlowGraph.Meter? {
        let blocks = members.blocks
        var numbers = [Int](repeating: FlowGraph.exit, count: members.flags.count)
        for (number, block) in blocks.enumerated() { numbers[block &- members.first] = number }
        var part = FlowGraph()
        part.blocks = blocks.map { graph.blocks[$0] }
        var edges: [Int] = []
        for block in blocks {
            for way in ways.leaving[block] where members.contains(graph.edges[way].to) {
                edges.append(way)
                part.edges.append(
                    FlowGraph.Edge(
                        from: numbers[block &- members.first], to: numbers[graph.edges[way].to &- members.first]))
            }
        }
        guard let growth = part.growth(ofBlock: numbers[counted &- members.first]),
            growth.blocks.allSatisfy({ $0 >= 0 })
        else { return nil }
        return FlowGraph.Meter(
            counter: counter, block: counted, blocks: Array(zip(blocks, growth.blocks)),
            edges: Array(zip(edges, growth.edges)))
    }
}
