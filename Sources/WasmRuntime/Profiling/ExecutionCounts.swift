/// What a store that counts blocks knows beside its counters: all that makes their values exact.
final class ExecutionCounts {
    /// The counts of a module's code.
    struct OfCode {
        let code: CodeObject
        /// What the counters have counted until they were read last.
        var counters: [UInt64]
        /// How often a frame was left at a place in the middle of a block: by a trap, an exception or an exit, or by a
        /// suspension that lasts.
        var left: [Int: Int64] = [:]
        /// How often an exception was caught at the beginning of a block.
        var caught: [Handler: Int64] = [:]
        /// How often functions whose entries are not counted were entered other than by direct calls, less the calls that
        /// were not performed.
        var entries: [Int: Int64] = [:]
        /// The units that an instruction has cost beside its own cost, by its place.
        var units: [Int: Int64] = [:]

        init(_ code: CodeObject) {
            self.code = code
            counters = [UInt64](repeating: 0, count: code.counters.counterCount)
        }
    }

    struct Handler: Hashable {
        /// The function's index among those that the module defines.
        var function: Int
        var block: UInt32
    }

    /// The calls of a host function.
    struct OfHost {
        let function: HostFunctionRecord
        var calls: UInt64 = 0
        var units: UInt64 = 0
    }

    /// Everything that was counted, as a value that can be compared with a later one.
    struct Values {
        var codes: [OfCode] = []
        var hosts: [OfHost] = []
    }

    /// The counts, without those of the exceptions in ``caughtPaths``.
    private var stored = Values()
    /// The ways of the last exceptions that were caught near their places.
    private var caughtPaths = CaughtPaths()
    private var codeNumbers: [ObjectIdentifier: Int] = [:]
    private var hostNumbers: [ObjectIdentifier: Int] = [:]
    /// The budget spent when the counters were read last. A counter has 32 bits, and counts at most once for each unit.
    var harvested = 0

    /// The most units between two readings of the counters.
    static let mostUnits = 1 << 31

    var values: Values {
        for path in caughtPaths.takeAll() { store(path) }
        return stored
    }

    private func number(of code: CodeObject) -> Int {
        if let known = codeNumbers[ObjectIdentifier(code)] { return known }
        codeNumbers[ObjectIdentifier(code)] = stored.codes.count
        stored.codes.append(OfCode(code))
        return stored.codes.count &- 1
    }

    func add(_ counter: UInt64, to index: Int, of code: CodeObject) {
        let number = number(of: code)
        stored.codes[number].counters[index] &+= counter
    }

    /// Counts that a frame was left at a place; negative if it continues there after all.
    func leave(_ place: Int, of code: CodeObject, times: Int64) {
        let number = number(of: code)
        stored.codes[number].left[place, default: 0] &+= times
    }

    func `catch`(_ handler: Handler, in code: CodeObject, times: Int64 = 1) {
        let number = number(of: code)
        stored.codes[number].caught[handler, default: 0] &+= times
    }

    /// Counts entries of a function other than by direct calls.
    func enter(_ function: Int, of code: CodeObject, times: Int64) {
        guard code.counters.isEntryKnown(function) else { return }
        let number = number(of: code)
        stored.codes[number].entries[function, default: 0] &+= times
    }

    /// Counts an exception that was caught near its place.
    ///
    /// - Parameters:
    ///   - units: The cost of the search for the handler.
    ///   - places: The places of the frames that were searched, innermost first. The last one catches it.
    func `catch`(_ handler: ExceptionHandler, units: Int, by places: [Int], in code: CodeObject) {
        if let replaced = caughtPaths.count(code, places, block: handler.block, target: handler.target, units: units) {
            store(replaced)
        }
    }

    /// Counts the exceptions that have taken a way, all at once.
    private func store(_ path: CaughtPath) {
        guard let throwing = path.places.first, let last = path.places.last,
            let function = path.code.function(containing: last)?.function
        else { return }
        add(units: path.units, at: throwing, of: path.code)
        for place in path.places { leave(place, of: path.code, times: path.times) }
        self.catch(Handler(function: function, block: path.block), in: path.code, times: path.times)
    }

    func add(units: Int, at place: Int, of code: CodeObject) {
        guard units != 0 else { return }
        let number = number(of: code)
        stored.codes[number].units[place, default: 0] &+= Int64(units)
    }

    func addCall(of host: HostFunctionRecord, units: Int) {
        let number = hostNumbers[ObjectIdentifier(host)] ?? stored.hosts.count
        if number == stored.hosts.count {
            hostNumbers[ObjectIdentifier(host)] = number
            stored.hosts.append(OfHost(function: host))
        }
        stored.hosts[number].calls &+= 1
        stored.hosts[number].units &+= UInt64(clamping: units)
    }
}

/// The way of exceptions from where they are thrown to their handler, inside an instance.
private struct CaughtPath {
    let code: CodeObject
    /// The places in the frames that are left, innermost first.
    let places: [Int]
    /// The block that the handler begins.
    let block: UInt32
    var times: Int64 = 0
    var units = 0
}

/// The ways that exceptions have taken last. The same way is often taken many times in a row.
///
/// A value, so that an exception is one use of a property of ``ExecutionCounts``: each is checked while the program runs.
private struct CaughtPaths {
    /// The number of ways that are kept, a power of 2.
    private static let most = 256

    private var kept: [CaughtPath] = []
    /// The places in ``kept`` by hash; -1 for none.
    private var places = [Int](repeating: -1, count: CaughtPaths.most)

    /// Counts an exception, and returns the way that gives its place to this one.
    mutating func count(
        _ code: CodeObject, _ frames: [Int], block: UInt32, target: Int, units: Int
    ) -> CaughtPath? {
        let hash = ((frames.first ?? 0) &* 7 &+ frames.count &* 31 &+ target) & (CaughtPaths.most &- 1)
        let place = places[hash]
        if place >= 0, kept[place].code === code, kept[place].block == block, kept[place].places == frames {
            kept[place].times &+= 1
            kept[place].units &+= units
            return nil
        }
        let path = CaughtPath(code: code, places: frames, block: block, times: 1, units: units)
        guard place >= 0 else {
            places[hash] = kept.count
            kept.append(path)
            return nil
        }
        let replaced = kept[place]
        kept[place] = path
        return replaced
    }

    mutating func takeAll() -> [CaughtPath] {
        defer { self = CaughtPaths() }
        return kept
    }
}

extension StoreState {
    /// Counts units that the current instruction, before the program counter, costs beside its own cost.
    func note(units: Int, _ execution: borrowing Execution) {
        guard let counts, let code = instances[Int(execution.registers.instance)].code else { return }
        counts.add(units: units, at: execution.registers.pc &- 1, of: code)
    }
}
