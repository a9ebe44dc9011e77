import Foundation
import Nestbox
import NestboxBenchmark
import Testing

@Suite struct HarnessTests {
    private var places: Places {
        get throws { try Places(startingAt: URL(fileURLWithPath: #filePath).deletingLastPathComponent()) }
    }

    @Test func commandOfARuntime() throws {
        let runtime = try Runtime(argument: "own='a b' --x={module} -- {args}")
        #expect(runtime.name == "own")
        #expect(runtime.command(module: "m w", arguments: ["1", "2"]) == ["a b", "--x=m w", "--", "1", "2"])
    }

    @Test(arguments: ["", "a", "=a {module}", "a=", "a=b", "a='b {module}"])
    func badRuntimesAreRefused(argument: String) {
        #expect(throws: BenchmarkError.self) { try Runtime(argument: argument) }
    }

    @Test(arguments: [
        ["--rounds"], ["--rounds", "0"], ["--metering", "maybe"], ["--size", "fib"], ["--what"], ["--set"],
        ["--set", "mine"],
    ])
    func badOptionsAreRefused(words: [String]) {
        #expect(throws: BenchmarkError.self) { try Options(words) }
    }

    @Test func sizesAndSelection() throws {
        let all = ["a", "b", "c"].map { Workload(name: $0, about: "", size: 10, quick: 1) }
        func select(_ words: String...) throws -> [String] {
            try Options(words).select(from: all).map { "\($0.workload.name) \($0.size)" }
        }
        #expect(try select() == ["a 10", "b 10", "c 10"])
        #expect(try select("--quick", "c", "a", "--size", "a=7") == ["a 7", "c 1"])
        #expect(throws: BenchmarkError.self) { try select("d") }
        #expect(throws: BenchmarkError.self) { try select("--size", "d=1") }
    }

    @Test(arguments: [
        (["--set", "own"], false, true), (["--set", "others"], true, false), (["--set", "all"], true, true),
    ])
    func setsOfPrograms(words: [String], others: Bool, own: Bool) throws {
        let kinds = try places.workloads(Options(words)).map { $0.kind ?? .program }
        #expect(kinds.contains(.other) == others)
        #expect(kinds.contains(.program) == own)
    }

    @Test func programsOfOthersHaveNamesOfTheirOwnArgumentsAndInput() throws {
        let places = try places
        let programs = try places.otherPrograms()
        let names = try programs.map(\.name) + places.workloads().map(\.name)
        #expect(programs.count >= 24)
        #expect(Set(names).count == names.count)
        #expect(programs.allSatisfy { !$0.about.isEmpty })
        for isQuick in [false, true] {
            for program in programs {
                let workload = program.workload(isQuick: isQuick, in: places)
                #expect(workload.isProgram)
                let hasInput = program.input != nil || program.preprocess != nil
                #expect((workload.input != nil) == hasInput, "\(program.name)")
                let other = isQuick ? program.quick?.arguments : nil
                #expect(workload.arguments(size: 7) == other ?? program.arguments ?? [])
            }
        }
    }

    /// The script takes from this repository only files that there are.
    @Test func inputOfOurOwnExists() throws {
        let places = try places
        let ours = try places.otherPrograms().flatMap { ($0.input ?? []) + ($0.quick?.input ?? []) }
            .filter { $0.hasPrefix("Benchmarks/") || $0.hasPrefix("Tests/") }
        #expect(!ours.isEmpty)
        for path in ours {
            #expect(FileManager.default.fileExists(atPath: places.root.appendingPathComponent(path).path), "\(path)")
        }
    }

    @Test func missingProgramsOfOthersAreNamed() throws {
        let places = try places
        var missing = Workload(name: "no-such-program", kind: .other, about: "", size: 1, quick: 1)
        missing.arguments = []
        let error = #expect(throws: BenchmarkError.self) { try places.requireModules(of: [missing]) }
        #expect(error?.description.contains("no-such-program") == true)
        try places.requireModules(of: try places.workloads())
    }

    /// Every workload has its module and every module its workload. Each module loads, or needs a feature that is not
    /// supported yet.
    @Test func everyProgramLoads() throws {
        let places = try places
        var modules: Set<String> = []
        for workload in try places.workloads() where workload.kind != .large {
            let name = "\(workload.module ?? workload.name).wasm"
            modules.insert(name)
            let bytes = try Array(Data(contentsOf: places.programs.appendingPathComponent(name)))
            do {
                _ = try Module(bytes: bytes)
            } catch let error as ValidationError {
                #expect("\(error)".hasSuffix("not supported yet"), "\(name): \(error)")
            }
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: places.programs.path)
        #expect(modules == Set(files.filter { $0.hasSuffix(".wasm") }))
    }

    @Test func theChartOfTheReadmeShowsTheFigures() throws {
        let places = try places
        let chart = try FigureChart(places).svg
        let drawn = try Data(contentsOf: places.root.appendingPathComponent("docs/benchmark.svg"))
        #expect(String(decoding: drawn, as: UTF8.self) == chart, "draw it again: nestbox-benchmark --chart")
        #expect(chart.contains("WasmKit 0.3.1"))
    }

    /// The pages that have the figures as text have those of the newest measurements.
    @Test func pagesShowTheNewestFigures() throws {
        let root = try places.root
        func lines(_ path: String) throws -> [Substring] {
            String(decoding: try Data(contentsOf: root.appendingPathComponent(path)), as: UTF8.self).split(
                separator: "\n")
        }
        let chart = try FigureChart(places)
        let article = try lines("Sources/Nestbox/Nestbox.docc/Performance.md")
        let row = try #require(try lines("README.md").first { $0.hasPrefix("| Nestbox's time divided by") })
        for figure in try #require(chart.measurements.first).figures {
            let shares = chart.measurements.compactMap { measurement -> String? in
                measurement.figures.first { $0.runtime == figure.runtime }?.share.text(2)
            }
            let found = article.contains { line in
                line.hasPrefix("| \(figure.runtime)") && line.hasSuffix("| \(shares.joined(separator: " | ")) |")
            }
            #expect(found, "\(figure.runtime) in the article")
            // The table of the README has no column for the first one.
            if figure.countsBudget != nil {
                #expect(row.contains("| \(shares[0]) |"), "\(figure.runtime) in the README")
            }
        }
    }

    @Test func theLargeModuleIsTheSameEachTimeAndRuns() throws {
        let bytes = LargeModule.bytes(functions: 500)
        #expect(bytes == LargeModule.bytes(functions: 500))
        #expect(bytes.count > 200_000)
        let output = BufferOutput(capacity: 100)
        var grants = WASIConfiguration()
        grants.grantStandardOutput(output)
        let exitCode = try Store().runCommand(Module(bytes: bytes), wasi: WASI(grants))
        #expect(exitCode == 0)
        #expect(output.text.count == 9)
        #expect(output.text.allSatisfy { ("a"..."p").contains($0) || $0 == "\n" })
    }

    @Test func profileIsRead() {
        let text = """
            spent\t50
            operation\ti32Add\t30
            operation\tjump\t10
            pair\ti32Add\tjump\t9
            triple\ta\tb\tc\t8
            function\t3\tmain\t40\t50
            place\t3\t2\t55\t30\ti32Add a=1
            something else
            """
        let profile = Profile(workload: "w", text: text)
        #expect(profile.executed == 40)
        #expect(profile.pairs.map(\.name) == ["i32Add jump"])
        #expect(profile.functions.first?.units == 50)
        #expect(profile.text().contains("75.0 %  i32Add"))
        #expect(Profile.together([profile, Profile(workload: "v", text: "")], \.operations).first?.share == 0.375)
    }
}
