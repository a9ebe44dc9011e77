import WasmSyntax
import WasmValidation

/// The exact counts of a lowered function.
struct FunctionCounts {
    /// The function's index among those that its module defines.
    let function: Int
    let map: BlockMap
    let flow: FlowCounts
    /// How often each instruction was executed.
    private(set) var executed: [Int64]
    /// The units that each instruction has spent.
    private(set) var units: [Int64]

    var calls: Int64 { flow.calls }

    fileprivate init(_ part: CountedPart, _ flow: FlowCounts, _ code: CodeObject) {
        (function, map) = (part.lowered.function, part.map)
        var flow = flow
        for meter in part.map.graph.meters { part.add(meter, to: &flow) }
        self.flow = flow
        executed = [Int64](repeating: 0, count: map.costs.count)
        units = executed
        for (number, block) in map.graph.blocks.enumerated() {
            for instruction in block.start..<block.end {
                executed[instruction] = flow.blocks[number] &- part.missed[instruction]
            }
        }
        charge(part, code)
    }

    private mutating func charge(_ part: CountedPart, _ code: CodeObject) {
        for instruction in executed.indices { units[instruction] = executed[instruction] &* map.cost(of: instruction) }
        for (place, amount) in part.counts.units { add(amount, at: code.origins[place].offset) }
        guard !code.code.isPlain else { return }
        for place in part.lowered.entry..<code.end(of: part.lowered) {
            let cost = code.structureCost(at: place)
            guard cost > 0, let instruction = instruction(at: code.origins[place].offset) else { continue }
            units[instruction] &+= executed[instruction] &* Int64(cost)
        }
    }

    private mutating func add(_ amount: Int64, at offset: UInt32) {
        if let instruction = instruction(at: offset) { units[instruction] &+= amount }
    }

    /// Returns the instruction at a byte offset of the module; the first one for an offset before it.
    private func instruction(at offset: UInt32) -> Int? {
        var (low, high) = (0, map.offsets.count)
        while low < high {
            let middle = low &+ (high &- low) / 2
            if map.offsets[middle] <= offset { low = middle &+ 1 } else { high = middle }
        }
        return map.offsets.isEmpty ? nil : max(0, low &- 1)
    }
}

/// The counts that were made in a function, before others are computed from them.
private struct CountsOfFunction {
    var counters: [Int64] = []
    var left: [Int: Int64] = [:]
    var caught: [UInt32: Int64] = [:]
    var units: [Int: Int64] = [:]
}

/// A lowered function whose entries may still be unknown.
private struct CountedPart {
    let lowered: LoweredFunction
    let map: BlockMap
    let counts: CountsOfFunction
    /// The counts that the function's own counters determine. If ``growth`` is not `nil`, these are the counts less those
    /// that grow with each entry.
    let flow: FlowCounts
    /// By how much the counts grow with each entry; `nil` if the function's own counters say everything.
    let growth: FlowCounts?
    /// How often each instruction was not executed though its block was entered.
    private(set) var missed: [Int64]

    init(_ lowered: LoweredFunction, _ map: BlockMap, _ counts: CountsOfFunction, _ code: CodeObject) {
        (self.lowered, self.map, self.counts) = (lowered, map, counts)
        var left: [Int: Int64] = [:]
        var lefts: [(block: Int, place: Int, times: Int64)] = []
        for (place, times) in counts.left where times != 0 {
            let block = map.block(ofPlace: place &- lowered.entry)
            left[block, default: 0] &+= times
            lefts.append((block, place, times))
        }
        var caught: [Int: Int64] = [:]
        for (block, times) in counts.caught { caught[Int(block), default: 0] &+= times }
        flow = map.graph.counts(counts.counters, entries: 0, left: left, caught: caught)
        growth = map.graph.isEntryKnown ? map.graph.countsOfEntry : nil
        missed = [Int64](repeating: 0, count: map.costs.count)
        findMissed(lefts.map { ($0.block, code.origins[$0.place].costThrough, $0.times) })
    }

    /// Adds the counts that follow from a meter: the units that the counted blocks of the loop have not spent were spent by
    /// those whose counts grow with the one that has no counter.
    func add(_ meter: FlowGraph.Meter, to flow: inout FlowCounts) {
        var (rest, growth) = (counts.counters[meter.counter], Int64(0))
        for block in meter.blocks {
            for instruction in map.graph.blocks[block.number].start..<map.graph.blocks[block.number].end {
                let cost = map.cost(of: instruction)
                rest &-= (flow.blocks[block.number] &- missed[instruction]) &* cost
                growth &+= block.growth &* cost
            }
        }
        guard growth > 0 else { return }
        let count = rest / growth
        for block in meter.blocks { flow.blocks[block.number] &+= block.growth &* count }
        for edge in meter.edges { flow.edges[edge.number] &+= edge.growth &* count }
    }

    /// Finds the instructions behind the places where blocks were left.
    private mutating func findMissed(_ lefts: [(block: Int, costThrough: UInt32, times: Int64)]) {
        /// By how much the times that a block was left grow at an instruction.
        var growth: [Int: Int64] = [:]
        for left in lefts {
            var (low, high) = (map.graph.blocks[left.block].start, map.graph.blocks[left.block].end)
            while low < high {
                let middle = low &+ (high &- low) / 2
                if map.costs[middle] <= left.costThrough { low = middle &+ 1 } else { high = middle }
            }
            growth[low, default: 0] &+= low < map.graph.blocks[left.block].end ? left.times : 0
        }
        for block in Set(lefts.map(\.block)) {
            var times: Int64 = 0
            for instruction in map.graph.blocks[block].start..<map.graph.blocks[block].end {
                times &+= growth[instruction] ?? 0
                missed[instruction] = times
            }
        }
    }
}

extension ExecutionCounts.OfCode {
    /// The exact counts of all functions that were lowered, in the order of their code.
    var functions: [FunctionCounts] {
        let parts = parts
        let entries = entries(of: parts)
        return parts.map { part in
            var flow = part.flow
            if let growth = part.growth { flow.add(growth, times: entries[part.lowered.function]) }
            return FunctionCounts(part, flow, code)
        }
    }

    private var parts: [CountedPart] {
        var parts = [CountsOfFunction](repeating: CountsOfFunction(), count: code.lowered.count)
        for (place, times) in left { if let part = code.number(containing: place) { parts[part].left[place] = times } }
        for (place, amount) in units {
            if let part = code.number(containing: place) { parts[part].units[place] = amount }
        }
        let numbers = Dictionary(
            code.lowered.enumerated().map { ($0.element.function, $0.offset) }, uniquingKeysWith: { first, _ in first })
        for (handler, times) in caught {
            if let part = numbers[handler.function] { parts[part].caught[handler.block] = times }
        }
        var result: [CountedPart] = []
        for (function, part) in zip(code.lowered, parts) {
            guard let map = function.blocks else { continue }
            var part = part
            let range = map.firstCounter..<(map.firstCounter &+ map.graph.counterCount)
            part.counters = counters[range].map { Int64(truncatingIfNeeded: $0) }
            result.append(CountedPart(function, map, part, code))
        }
        return result
    }

    /// Computes how often each of the module's functions was entered, if its own counters do not say it.
    private func entries(of parts: [CountedPart]) -> [Int64] {
        let known = code.counters.areEntriesKnown
        var dependencies = EntryDependencies(count: known.count)
        var rest = [Int64](repeating: 0, count: known.count)
        for (function, times) in entries { rest[function] &+= times }
        for part in parts {
            for call in part.map.graph.calls where known[call.callee] {
                rest[call.callee] &+= part.flow.blocks[call.block] &- part.missed[call.instruction]
                guard let growth = part.growth else { continue }
                dependencies.add(growth.blocks[call.block], from: part.lowered.function, to: call.callee)
            }
        }
        return dependencies.solve(known, rest)
    }
}

extension ExecutionCounts.Values {
    /// What was counted since earlier values.
    func since(_ earlier: ExecutionCounts.Values) -> ExecutionCounts.Values {
        var result = self
        for index in earlier.codes.indices {
            let old = earlier.codes[index]
            for counter in old.counters.indices { result.codes[index].counters[counter] &-= old.counters[counter] }
            result.codes[index].left.merge(old.left) { $0 &- $1 }
            result.codes[index].entries.merge(old.entries) { $0 &- $1 }
            result.codes[index].caught.merge(old.caught) { $0 &- $1 }
            result.codes[index].units.merge(old.units) { $0 &- $1 }
        }
        for index in earlier.hosts.indices {
            result.hosts[index].calls &-= earlier.hosts[index].calls
            result.hosts[index].units &-= earlier.hosts[index].units
        }
        return result
    }
}

extension ProfileBuilder {
    /// Adds the exact counts of functions and instructions.
    mutating func add(_ values: ExecutionCounts.Values) {
        profile.isExact = true
        var sum: Int64 = 0
        for code in values.codes {
            for counts in code.functions {
                var units = counts.calls &* Int64(BudgetCosts.functionEntry)
                for amount in counts.units { units &+= amount }
                guard units != 0 || counts.calls != 0 else { continue }
                sum &+= units
                let index = UInt32(truncatingIfNeeded: code.code.importedFunctions &+ counts.function)
                let number = function(index, of: code.code)
                profile.functions[number].calls = UInt64(clamping: counts.calls)
                profile.functions[number].units = UInt64(clamping: units)
                for (instruction, amount) in counts.units.enumerated() where amount > 0 {
                    let place = place(number, Int(counts.map.offsets[instruction]))
                    profile.places[place].units = UInt64(clamping: amount)
                }
            }
        }
        for host in values.hosts where host.calls > 0 {
            let number = function(host.function)
            profile.functions[number].calls = host.calls
            profile.functions[number].units = host.units
            sum &+= Int64(clamping: host.units)
        }
        profile.otherUnits = Int64(clamping: profile.totalUnits) &- sum
    }
}
