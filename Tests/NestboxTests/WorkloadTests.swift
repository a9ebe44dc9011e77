import Foundation
import Testing

/// The benchmark's programs print and cost the same whether instructions are joined or executed one by one.
struct WorkloadTests {
    /// A program and a size that takes almost no time.
    struct Workload: CustomTestStringConvertible, Sendable {
        var name: String
        var size: Int
        var testDescription: String { name }
    }

    static let sizes = [
        "fib": 20, "mandelbrot": 60, "gc-tree": 4, "gc-dispatch": 2, "indirect": 20, "dot": 10, "dot-simd": 10,
    ]

    static let all: [Workload] = {
        let folder = Repository.path("Benchmarks/programs")
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".wasm") }.sorted().map { file in
            let name = String(file.dropLast(5))
            return Workload(name: name, size: sizes[name] ?? 1)
        }
    }()

    @Test func thereAreWorkloads() { #expect(WorkloadTests.all.count >= 20) }

    /// Uses the release build if there is one, because the others are slow.
    @Test(arguments: WorkloadTests.all, ["instruction", "time"])
    func costsTheSameWhetherInstructionsAreJoined(_ workload: Workload, unit: String) throws {
        let nestbox = try #require(NestboxCommand.all.last)
        let arguments = [Repository.path("Benchmarks/programs/\(workload.name).wasm"), "\(workload.size)"]
        let joined = try nestbox.run(["run", "--stats", "--fuel-unit", unit] + arguments)
        let apart = try nestbox.run(["run", "--stats", "--fuel-unit", unit, "--no-fusing"] + arguments)
        #expect(joined.code == 0 && apart.code == 0)
        #expect(joined.text == apart.text && !joined.text.isEmpty)
        let spent = try #require(joined.fuel)
        #expect(apart.fuel == spent)
        // Stopped half-way, both stop at the same place.
        let budget = ["run", "--stats", "--fuel-unit", unit, "--fuel", "\(spent / 2)"]
        let (first, second) = (
            try nestbox.run(budget + arguments), try nestbox.run(budget + ["--no-fusing"] + arguments)
        )
        #expect(first.code != 0 && first.fuel == second.fuel)
        #expect(WorkloadTests.place(first.stderr) == WorkloadTests.place(second.stderr))
    }

    /// Returns the lines about the end, without the times.
    private static func place(_ stderr: String) -> [Substring] {
        stderr.split(separator: "\n").filter { $0.hasPrefix("nestbox: ") || $0.hasPrefix("  #") }
    }
}
