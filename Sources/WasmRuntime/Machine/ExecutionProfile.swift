import WasmSyntax

/// Counts the instructions that the loop executes, in a build that profiles (`NESTBOX_PROFILE=1`, see Benchmarks/README.md).
///
/// The loop counts how often each place of the internal code is executed, and how often directly after the place before
/// it. All other counts (operations, pairs and triples of them, functions) follow from these and the code.
package final class ExecutionProfile {
    private struct Counts {
        var code: CodeObject
        var places = PlaceCounts()
    }

    private var modules: [Counts] = []
    private var numbers: [ObjectIdentifier: Int] = [:]
    /// The index of the code that the loop executes.
    private var current = 0

    /// Gives the counts of this code, which the loop is about to execute, to its registers.
    func lend(_ code: CodeObject, to counts: inout PlaceCounts) {
        let number = numbers[ObjectIdentifier(code)] ?? modules.count
        if number == modules.count {
            modules.append(Counts(code: code))
            numbers[ObjectIdentifier(code)] = number
        }
        swap(&modules[number].places, &counts)
        if current != number { counts.last = -1 }
        current = number
        let missing = code.code.count &- counts.executed.count
        guard missing > 0 else { return }
        counts.executed.append(contentsOf: repeatElement(0, count: missing))
        counts.followed.append(contentsOf: repeatElement(0, count: missing))
    }

    /// Takes the counts back when the loop has been left.
    func take(_ counts: inout PlaceCounts) { swap(&modules[current].places, &counts) }

    /// Returns a report with one fact on a line and its fields separated by tabs, the most frequent first:
    ///
    ///     spent UNITS
    ///     operation NAME COUNT
    ///     pair NAME NAME COUNT            the second directly after the first
    ///     triple NAME NAME NAME COUNT     an upper bound
    ///     function INDEX NAME COUNT UNITS
    ///     place FUNCTION PLACE OFFSET COUNT FOLLOWED OPERANDS INSTRUCTION
    ///
    /// Counts of a function exclude its callees. Places are listed only for functions with a ten-thousandth of all
    /// executed instructions or more. `FOLLOWED` is how often execution came from the place before, and `OPERANDS` are the
    /// fields that name the slot which the instruction before has set, or that can be exchanged with such a field.
    package func report(spent: UInt64) -> String {
        var operations: [String: UInt64] = [:]
        var sequences: [String: UInt64] = [:]
        var functions: [(line: String, count: UInt64)] = []
        var places = ""
        let whole = modules.reduce(0 as UInt64) { $0 &+ $1.places.executed.reduce(0, &+) }
        for module in modules {
            let (counts, code) = (module.places, module.code)
            let names = code.code.map(ExecutionProfile.name)
            for place in names.indices where place < counts.executed.count && counts.executed[place] > 0 {
                operations[names[place], default: 0] &+= counts.executed[place]
                guard place > 0, counts.followed[place] > 0 else { continue }
                let pair = "\(names[place - 1])\t\(names[place])"
                sequences["pair\t" + pair, default: 0] &+= counts.followed[place]
                guard place > 1, counts.followed[place - 1] > 0 else { continue }
                sequences["triple\t\(names[place - 2])\t\(pair)", default: 0] &+=
                    min(counts.followed[place - 1], counts.followed[place])
            }
            for number in code.lowered.indices {
                let function = describe(number, code, counts, names, whole: whole)
                functions.append((function.line, function.count))
                places += function.places
            }
        }
        var lines = ["spent\t\(spent)"]
        lines += ExecutionProfile.sorted(operations).map { "operation\t\($0.key)\t\($0.value)" }
        lines += ExecutionProfile.sorted(sequences).map { "\($0.key)\t\($0.value)" }
        lines += functions.sorted { $0.count > $1.count }.map(\.line)
        return lines.joined(separator: "\n") + "\n" + places
    }

    private static func sorted(_ counts: [String: UInt64]) -> [(key: String, value: UInt64)] {
        counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
    }

    private func describe(
        _ number: Int, _ code: CodeObject, _ counts: PlaceCounts, _ names: [String], whole: UInt64
    ) -> (line: String, count: UInt64, places: String) {
        let (entry, function) = (code.lowered[number].entry, code.lowered[number].function)
        let end = number &+ 1 < code.lowered.count ? code.lowered[number &+ 1].entry : code.code.count
        let range = entry..<min(end, counts.executed.count)
        let index = code.importedFunctions &+ function
        let name = code.names.functionName(UInt32(truncatingIfNeeded: index))?.description ?? "-"
        let count = range.reduce(0 as UInt64) { $0 &+ counts.executed[$1] }
        let units = range.reduce(0 as UInt64) { sum, place in
            let origin = code.origins[place]
            return sum &+ counts.executed[place]
                &* UInt64(origin.costThrough &- min(origin.costBefore, origin.costThrough))
        }
        var places = ""
        if count >= whole / 10_000 {
            for place in range {
                let i = code.code[place]
                let taken = place > range.lowerBound ? i.operands(from: code.code[place &- 1].a) : ""
                places +=
                    "place\t\(index)\t\(place)\t\(code.origins[place].offset)\t\(counts.executed[place])\t"
                    + "\(counts.followed[place])\t\(taken)\t\(names[place]) a=\(i.a) b=\(i.b) c=\(i.c) x=\(Int32(bitPattern: i.x))"
                    + " y=\(Int32(bitPattern: i.y))\n"
            }
        }
        return ("function\t\(index)\t\(name)\t\(count)\t\(units)", count, places)
    }

    /// The name of an operation, and in parentheses the inner one if the operation stands for many.
    private static func name(_ instruction: InternalInstruction) -> String {
        let inner: String? =
            switch instruction.operation {
            case .storeOperation: StoreOperation(rawValue: instruction.c).map { "\($0)" }
            case .convert: Conversion(rawValue: instruction.c).map { "\($0)" }
            case .outlined: OutlinedOperation(rawValue: instruction.x).map { "\($0)" }
            case .vector, .vectorToScalar:
                VectorOperation(rawValue: UInt8(truncatingIfNeeded: instruction.x)).map { "\($0)" }
            case .vectorLoad, .vectorStoreLane:
                VectorOperation(rawValue: UInt8(truncatingIfNeeded: instruction.y)).map { "\($0)" }
            default: nil
            }
        return inner.map { "\(instruction.operation)(\($0))" } ?? "\(instruction.operation)"
    }
}

/// How often each place of some code was executed.
struct PlaceCounts {
    var executed: [UInt64] = []
    /// How often execution came from the place before: instructions that could be fused.
    var followed: [UInt64] = []
    var last = -1

    @inline(__always) mutating func count(_ place: Int) {
        guard place < executed.count else { return }
        executed[place] &+= 1
        if place == last &+ 1 { followed[place] &+= 1 }
        last = place
    }
}
