import NestboxBenchmark
import Testing

struct OperationsTests {
    @Test func wordsAreCommandsRoundsAndNames() throws {
        let operations = try Operations(["--nestbox", "a", "f32x4.m", "--nestbox", "b", "--rounds", "3"])
        #expect(operations.commands == ["a", "b"] && operations.rounds == 3)
        #expect(Set(operations.rows.map(\.name)) == ["f32x4.min", "f32x4.max", "f32x4.mul"])
        #expect(try Operations([]).rows.count == OperationRow.all.count)
        for words in [["--nestbox"], ["--rounds", "0"], ["--rounds"], ["--other"]] {
            #expect(throws: BenchmarkError.self) { try Operations(words) }
        }
    }

    /// The driver prints the number of repetitions and their nanoseconds, for the empty loop first.
    @Test func theEmptyLoopIsSubtracted() throws {
        let module = OperationModule(setting: .plain, rows: try Operations(["i32.add"]).rows)
        #expect(module.rows.map(\.copies) == [8])
        let words: [UInt64] = [10, 30, 4, 92]
        let output = words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) } }
        #expect(module.nanoseconds(output: output) == [2.5])
        #expect(module.nanoseconds(output: Array(output.dropLast())) == nil)
    }

    @Test func theSlowestOfTheLastCommandComesFirst() throws {
        let rows = try Operations(["f32x4.m"]).rows
        let before = [Sample([3]), Sample([2]), Sample([1])]
        let after = [Sample([1]), Sample([7, 8, 9]), Sample([2])]
        let lines = Operations.table(rows, ["old", "new"], [before, after]).split(separator: "\n")
        #expect(lines.count == 5 && lines[0].contains("ns, old") && lines[2].contains(rows[1].name))
        #expect(lines[2].contains("2.0 |") && lines[2].contains("8.0 |") && lines[3].contains(rows[2].name))
    }
}
