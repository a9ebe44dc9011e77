/// An estimate of how often a function's blocks are executed, from its shape: loops are run through eight times, and left in
/// one of eight cases where they can be.
struct FrequencyEstimate {
    /// The number of loops around each block.
    let depths: [Int]
    /// How likely the first way of a conditional branch is, by the number of the way.
    var likely: [Int: Double] = [:]

    init(depths: [Int]) { self.depths = depths }

    private static let rounds = 8.0
    /// The most loops around a place that the estimate looks at. More change nothing, and would cost a branch out of many
    /// loops time in proportion to their number.
    private static let mostDepth = 32
    /// The highest frequency, so that none is infinite.
    private static let mostFrequency = 1e100
    /// The frequency of what only exceptions lead to.
    private static let rare = 0.01
    /// How much more a counter costs in a short block between two conditions, which are joined without it.
    private static let joined = 1.5
    private static let shortBlock = 4

    /// Sets the frequency of each way, and that of each block times the cost of a counter there.
    func set(in graph: inout FlowGraph) {
        var ways = [[Int]](repeating: [], count: graph.blocks.count)
        for (number, edge) in graph.edges.enumerated() { ways[edge.from].append(number) }
        var entered = [Double](repeating: 0, count: graph.blocks.count)
        var isBehindCondition = [Bool](repeating: false, count: graph.blocks.count)
        if !entered.isEmpty { entered[0] = 1 }
        // Only the ways back to the beginnings of loops lead backwards.
        for (number, block) in graph.blocks.enumerated() {
            if entered[number] == 0 { entered[number] = FrequencyEstimate.rare }
            if block.kind == .loop { entered[number] *= FrequencyEstimate.rounds }
            entered[number] = min(entered[number], FrequencyEstimate.mostFrequency)
            let shares = shares(of: ways[number], graph)
            for (way, share) in zip(ways[number], shares) {
                let target = graph.edges[way].to
                graph.edges[way].frequency = entered[number] * share
                guard target > number else { continue }
                entered[target] += entered[number] * share
                if target == number &+ 1 { isBehindCondition[target] = ways[number].count == 2 }
            }
        }
        for (number, block) in graph.blocks.enumerated()
        where isBehindCondition[number] && ways[number].count == 2
            && block.end &- block.start <= FrequencyEstimate.shortBlock
        {
            entered[number] *= FrequencyEstimate.joined
        }
        for number in graph.blocks.indices { graph.blocks[number].weight = entered[number] }
    }

    /// Returns the part of a block's executions after which each of the ways out of it is taken.
    private func shares(of ways: [Int], _ graph: FlowGraph) -> [Double] {
        guard let first = ways.first else { return [] }
        func left(_ way: Int) -> Int {
            let edge = graph.edges[way]
            let left = depths[edge.from] &- (edge.to < 0 ? 0 : depths[edge.to])
            return min(max(0, left), FrequencyEstimate.mostDepth)
        }
        func isBackwards(_ way: Int) -> Bool {
            let edge = graph.edges[way]
            return edge.to >= 0 && edge.to <= edge.from
        }
        func share(_ part: Double, _ way: Int) -> Double {
            var part = part
            for _ in 0..<left(way) { part /= FrequencyEstimate.rounds }
            return part
        }
        guard ways.count == 2, let likely = likely[first] else { return ways.map { share(1 / Double(ways.count), $0) } }
        let again = 1 - 1 / FrequencyEstimate.rounds
        if isBackwards(first) { return [again, 1 - again] }
        if isBackwards(ways[1]) { return [1 - again, again] }
        switch (left(first) > 0, left(ways[1]) > 0) {
        case (true, false): return [share(likely, first), 1 - share(likely, first)]
        case (false, true): return [1 - share(1 - likely, ways[1]), share(1 - likely, ways[1])]
        default: return [share(likely, first), share(1 - likely, ways[1])]
        }
    }
}
