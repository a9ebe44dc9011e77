/// How the entries of functions depend on those of their callers.
struct EntryDependencies {
    /// For each function: by how much the entries of others, and of itself, grow with each entry of it.
    private(set) var growth: [[Int: Int64]]

    init(count: Int) { growth = [[Int: Int64]](repeating: [:], count: count) }

    mutating func add(_ times: Int64, from caller: Int, to callee: Int) {
        guard times != 0 else { return }
        growth[caller][callee, default: 0] &+= times
    }

    /// Returns functions whose entries must be counted, so that the others' can be computed one after another.
    ///
    /// - Parameter known: Whether the entries of each function are to be computed.
    func circle(among known: [Bool]) -> [Int] {
        // A function that calls itself once for each of its entries says nothing about their number.
        var result = known.indices.filter { known[$0] && growth[$0][$0] == 1 }
        var isLeft = known
        for function in result { isLeft[function] = false }
        var callees = [[Int]](repeating: [], count: known.count)
        var callers = callees
        for caller in known.indices where isLeft[caller] {
            for (callee, times) in growth[caller] where times != 0 && callee != caller && isLeft[callee] {
                callees[caller].append(callee)
                callers[callee].append(caller)
            }
        }
        var (calls, called) = (callees.map(\.count), callers.map(\.count))
        /// Removes functions, and those that are in no circle without them.
        func remove(_ first: [Int]) {
            var removed = first
            while let function = removed.popLast() {
                guard isLeft[function] else { continue }
                isLeft[function] = false
                for callee in callees[function] {
                    called[callee] &-= 1
                    if called[callee] == 0 { removed.append(callee) }
                }
                for caller in callers[function] {
                    calls[caller] &-= 1
                    if calls[caller] == 0 { removed.append(caller) }
                }
            }
        }
        remove(known.indices.filter { isLeft[$0] && (calls[$0] == 0 || called[$0] == 0) })
        // Those with the most circles through them go first, as far as numbers of neighbours tell.
        let order = known.indices.filter { isLeft[$0] }.map { (function: $0, rank: calls[$0] &* called[$0]) }
            .sorted { $0.rank != $1.rank ? $0.rank > $1.rank : $0.function < $1.function }
        for (function, _) in order where isLeft[function] {
            result.append(function)
            remove([function])
        }
        return result
    }

    /// Computes the entries of the functions from what is known of them, where no circle is left.
    ///
    /// - Parameters:
    ///   - known: Whether the entries of each function are to be computed.
    ///   - rest: The entries that depend on no other function's.
    func solve(_ known: [Bool], _ rest: [Int64]) -> [Int64] {
        var entries = rest
        var called = [Int](repeating: 0, count: known.count)
        func edges(_ caller: Int) -> [(callee: Int, times: Int64)] {
            growth[caller].filter { $0.value != 0 && $0.key != caller && known[$0.key] }.map { ($0.key, $0.value) }
        }
        for caller in known.indices where known[caller] {
            for edge in edges(caller) { called[edge.callee] &+= 1 }
        }
        var ready = known.indices.filter { known[$0] && called[$0] == 0 }
        while let function = ready.popLast() {
            let own = 1 &- (growth[function][function] ?? 0)
            // The only quotient that does not exist is that of the least number by -1.
            if own == -1 { entries[function] = 0 &- entries[function] } else if own != 0 { entries[function] /= own }
            for edge in edges(function) {
                entries[edge.callee] &+= edge.times &* entries[function]
                called[edge.callee] &-= 1
                if called[edge.callee] == 0 { ready.append(edge.callee) }
            }
        }
        return entries
    }
}
