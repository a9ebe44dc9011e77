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

    private(set) var values = Values()
    private var codeNumbers: [ObjectIdentifier: Int] = [:]
    private var hostNumbers: [ObjectIdentifier: Int] = [:]
    /// The budget spent when the counters were read last. A counter has 32 bits, and counts at most once for each unit.
    var harvested = 0

    /// The most units between two readings of the counters.
    static let mostUnits = 1 << 31

    private func number(of code: CodeObject) -> Int {
        if let known = codeNumbers[ObjectIdentifier(code)] { return known }
        codeNumbers[ObjectIdentifier(code)] = values.codes.count
        values.codes.append(OfCode(code))
        return values.codes.count &- 1
    }

    func add(_ counter: UInt64, to index: Int, of code: CodeObject) {
        let number = number(of: code)
        values.codes[number].counters[index] &+= counter
    }

    /// Counts that a frame was left at a place; negative if it continues there after all.
    func leave(_ place: Int, of code: CodeObject, times: Int64) {
        let number = number(of: code)
        values.codes[number].left[place, default: 0] &+= times
    }

    func `catch`(_ handler: Handler, in code: CodeObject) {
        let number = number(of: code)
        values.codes[number].caught[handler, default: 0] &+= 1
    }

    /// Counts entries of a function other than by direct calls.
    func enter(_ function: Int, of code: CodeObject, times: Int64) {
        guard code.counters.isEntryKnown(function) else { return }
        let number = number(of: code)
        values.codes[number].entries[function, default: 0] &+= times
    }

    func add(units: Int, at place: Int, of code: CodeObject) {
        guard units != 0 else { return }
        let number = number(of: code)
        values.codes[number].units[place, default: 0] &+= Int64(units)
    }

    func addCall(of host: HostFunctionRecord, units: Int) {
        let number = hostNumbers[ObjectIdentifier(host)] ?? values.hosts.count
        if number == values.hosts.count {
            hostNumbers[ObjectIdentifier(host)] = number
            values.hosts.append(OfHost(function: host))
        }
        values.hosts[number].calls &+= 1
        values.hosts[number].units &+= UInt64(clamping: units)
    }
}

extension StoreState {
    /// Counts units that the current instruction, before the program counter, costs beside its own cost.
    func note(units: Int, _ execution: borrowing Execution) {
        guard let counts, let code = instances[Int(execution.registers.instance)].code else { return }
        counts.add(units: units, at: execution.registers.pc &- 1, of: code)
    }
}
