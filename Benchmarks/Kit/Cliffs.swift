import Foundation
import Nestbox

/// The time of operations within an instance that need more than the loop's local variables, in this process.
///
/// Each row's body is the body of a loop, eight times. The time of an empty loop is subtracted, that of operands is not.
package enum Cliffs {
    private static let copies = 8

    /// Measures the rows whose names contain one of the words, all without words, and returns a table.
    package static func report(_ words: [String], turns: Int = 4_000) throws -> String {
        let rows = CliffRow.all.filter { row in words.isEmpty || words.contains { row.name.contains($0) } }
        var table = TextTable(["operation", "ns"])
        let loop = try measure("", turns)
        for row in rows {
            let time = try measure(String(repeating: row.body + "\n", count: copies), turns) - loop
            table.add([row.name, String(format: "%.1f", max(0, time) / Double(copies))])
        }
        return table.text
    }

    /// Returns the nanoseconds of a turn of a loop with this body, by the process's own time: the least of 25 runs, after
    /// one that lowers the code. Other processes hardly disturb runs as short as these.
    private static func measure(_ body: String, _ turns: Int) throws -> Double {
        let store = Store()
        var imports = Imports()
        imports.define(exportsOf: try store.instantiate(Module(text: CliffRow.provider)), in: "other")
        let instance = try store.instantiate(Module(text: CliffRow.module(around: body)), imports: imports)
        guard let run = instance.function(named: "run") else { throw BenchmarkError("no function") }
        try run.call(Int32(1))
        var least = clock_t.max
        for _ in 0..<25 {
            let start = clock()
            try run.call(Int32(turns))
            least = min(least, clock() - start)
        }
        return Double(least) / Double(turns) * 1_000_000_000 / Double(CLOCKS_PER_SEC)
    }
}
