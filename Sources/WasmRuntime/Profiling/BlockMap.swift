import WasmSyntax

/// The blocks of a lowered function whose blocks are counted. An object, so that functions without one stay small.
final class BlockMap: Sendable {
    let graph: FlowGraph
    /// Where the code of each block begins, relative to the function's entry.
    let starts: [UInt32]
    /// The cost of the function's instructions up to and including each, in the order of the body.
    let costs: [UInt32]
    /// The byte offset in the module of each instruction.
    let offsets: [UInt32]
    /// The number of the function's first counter among those of its module.
    let firstCounter: Int
    /// The counters of the meters, by the blocks of their loops.
    private let meters: [Int: Int]

    init(_ emission: BlockEmission, _ source: DecodedCode) {
        (graph, starts, costs) = (emission.graph, emission.starts, emission.costs)
        var meters: [Int: Int] = [:]
        for meter in graph.meters { for block in meter.blocks { meters[block.number] = meter.counter } }
        self.meters = meters
        offsets = source.instructions.map(\.offset)
        firstCounter = emission.firstCounter
    }

    /// Returns the block whose code contains a place, relative to the function's entry.
    func block(ofPlace place: Int) -> Int {
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = low &+ (high &- low) / 2
            if starts[middle] <= place { low = middle &+ 1 } else { high = middle }
        }
        return max(0, low &- 1)
    }

    /// Returns the number of the meter's counter, among those of the module, of the loop around a place, relative to the
    /// function's entry; `nil` if there is none.
    func meter(atPlace place: Int) -> Int? {
        meters.isEmpty ? nil : meters[block(ofPlace: place)].map { firstCounter &+ $0 }
    }

    /// The cost of an instruction itself.
    func cost(of instruction: Int) -> Int64 {
        Int64(costs[instruction] &- (instruction > 0 ? costs[instruction &- 1] : 0))
    }

    var hostBytes: Int {
        costs.count &* 8 &+ graph.blocks.count &* (MemoryLayout<FlowGraph.Block>.stride &+ 4)
            &+ graph.edges.count &* MemoryLayout<FlowGraph.Edge>.stride &+ graph.branches.count &* 64
            &+ graph.calls.count &* MemoryLayout<FlowGraph.Call>.stride &+ meters.count &* 64
    }
}

/// Emits the counters of blocks while a function is lowered.
struct BlockEmission {
    let graph: FlowGraph
    /// The number of the function's first counter among those of its module.
    let firstCounter: Int
    /// The number of the module's globals, behind which its counters are.
    let globals: Int
    /// The block that begins next.
    var next = 0
    var starts: [UInt32] = []
    var costs: [UInt32] = []
}

extension FunctionLowering {
    /// Begins the block behind an instruction, if one begins there.
    ///
    /// - Parameter instruction: The instruction's number; -1 for the beginning of the function.
    mutating func beginBlock(behind instruction: Int) {
        guard let blocks, blocks.next < blocks.graph.blocks.count else { return }
        let block = blocks.graph.blocks[blocks.next]
        guard block.kind == .usual, block.start == instruction &+ 1 else { return }
        beginBlock()
    }

    /// Begins the next block, and emits its counter if it has one.
    ///
    /// A counter is a global that the module does not have. The loop has one operation for the three that count, and needs
    /// no further one.
    mutating func beginBlock() {
        guard let next = blocks?.next, let graph = blocks?.graph, next < graph.blocks.count else { return }
        // In place: a copy would copy the list for each block.
        blocks?.starts.append(UInt32(truncatingIfNeeded: code.count))
        blocks?.next = next &+ 1
        if graph.blocks[next].kind != .loop { emitMeter(of: next, isEnd: true) }
        guard let blocks, let counter = graph.blocks[next].counter else { return }
        producer = nil
        operands.reserve(1)
        let slot = Int(slotField(slot(atHeight: operands.height)))
        let global = UInt32(truncatingIfNeeded: blocks.globals &+ blocks.firstCounter &+ counter)
        emit(InternalInstruction(.globalGet, a: slot, x: global))
        emit(InternalInstruction(.i32AddImmediate, a: slot, b: slot, x: 1))
        emit(InternalInstruction(.globalSet, a: slot, x: global))
    }

    /// Emits the beginning of a loop's meter before the loop, if it has one.
    mutating func beginMeter() {
        if let next = blocks?.next { emitMeter(of: next, isEnd: false) }
    }

    private mutating func emitMeter(of block: Int, isEnd: Bool) {
        guard let blocks, block < blocks.graph.blocks.count, let meter = blocks.graph.blocks[block].meter else {
            return
        }
        producer = nil
        let global = UInt32(truncatingIfNeeded: blocks.globals &+ blocks.firstCounter &+ meter)
        emit(InternalInstruction(isEnd ? .meterEnd : .meterStart, x: global, y: cost))
    }

    /// The number of the block that begins next.
    var nextBlock: UInt32 { UInt32(truncatingIfNeeded: blocks?.next ?? 0) }

    /// Whether a way of the current `br_table` has a counter.
    func isCounted(_ label: UInt32) -> Bool {
        blocks?.graph.tableEntries[FlowGraph.TableEntryKey(instruction: index, label: label)] != nil
    }
}
