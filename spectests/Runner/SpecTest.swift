import WASIHost
import WasmValidation
import WastRunner

/// Runs test scripts and reports the results.
@main
enum SpecTest {
    static func main() async {
        do {
            let arguments = try Arguments(CommandLine.arguments.dropFirst())
            HostProcess.end(try await run(arguments) ? 0 : 1)
        } catch let fault as Arguments.Fault {
            print("nestbox-spectest: \(fault)\n\n\(Arguments.usage)")
            HostProcess.end(2)
        } catch {
            print("nestbox-spectest: \(error)")
            HostProcess.end(2)
        }
    }

    /// Runs the scripts, and returns whether nothing failed.
    private static func run(_ arguments: Arguments) async throws -> Bool {
        let scripts = arguments.paths.flatMap(Files.scripts).filter { Files.path($0, contains: arguments.filter ?? "") }
        if arguments.isListing {
            for script in scripts { print(script) }
            return true
        }
        let expected = try expectedFailures(arguments)
        let results = await results(of: scripts, arguments, expected)
        for result in results {
            for line in result.failureLines { print(line) }
        }
        if let path = arguments.json { try Files.write(JSON.text(results), to: path) }
        printTable(results)
        return results.allSatisfy { $0.report.failed == 0 } && !scripts.isEmpty
    }

    private static func expectedFailures(_ arguments: Arguments) throws -> [ExpectedFailure] {
        guard let path = arguments.expected, !arguments.expectedIsDefault || Files.exists(path) else { return [] }
        return try ExpectedFailure.list(String(decoding: try Files.read(path), as: UTF8.self))
    }

    // MARK: Running

    private static func results(
        of scripts: [String], _ arguments: Arguments, _ expected: [ExpectedFailure]
    ) async -> [FileResult] {
        await withTaskGroup(of: (Int, FileResult).self) { group in
            var results = [FileResult?](repeating: nil, count: scripts.count)
            for (index, script) in scripts.enumerated() {
                if index >= arguments.jobs, let (done, result) = await group.next() { results[done] = result }
                let options = arguments.options
                let entries = expected.filter { $0.concerns(script) }
                group.addTask { (index, result(of: script, options, entries)) }
            }
            for await (done, result) in group { results[done] = result }
            return results.compactMap { $0 }
        }
    }

    private static func result(
        of script: String, _ options: WastOptions, _ expected: [ExpectedFailure]
    ) -> FileResult {
        let start = Files.seconds()
        var report = WastReport()
        do {
            let source = try Files.read(script)
            report = WastSession.run(source, options: options.suiting(script))
        } catch {
            report.record(.failed(expected: "a file", found: "\(error)"), line: 0)
        }
        report.settle(expected, validatedOnly: options.validatesOnly)
        return FileResult(path: script, report: report, seconds: Files.seconds() - start)
    }

    // MARK: Reporting

    private static func printTable(_ results: [FileResult]) {
        let width = results.map(\.path.count).max() ?? 4
        print(FileResult.heading(nameWidth: width))
        var reasons: [String: Int] = [:]
        for result in results {
            print(result.row(nameWidth: width))
            reasons.merge(result.report.skippedByReason, uniquingKeysWith: +)
        }
        for (reason, count) in reasons.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            print("skipped \(count): \(reason)")
        }
        func sum(_ part: (WastReport) -> Int) -> Int { results.reduce(0) { $0 + part($1.report) } }
        print("\(sum(\.passed)) passed, \(sum(\.failed)) failed, \(sum(\.skipped)) skipped")
    }
}
