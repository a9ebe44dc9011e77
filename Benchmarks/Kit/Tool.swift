import Foundation

/// The command `nestbox-benchmark`.
package enum Tool {
    /// Executes the command line, and returns the exit code: 1 if outputs differ.
    package static func run(_ words: [String]) throws -> Int32 {
        if words.first == "instantiate", words.count == 3, let times = Int(words[2]) {
            try instantiate(words[1], times: times)
            return 0
        }
        if words.first == "boundary", words.count <= 2 {
            print(try Boundary.report(times: words.last.flatMap { Int($0) } ?? 1_000_000))
            return 0
        }
        if words.first == "cliffs" {
            print(try Cliffs.report(Array(words.dropFirst())))
            return 0
        }
        if words.first == "operations" {
            let operations = try Operations(words.dropFirst())
            print(try operations.report(Places.here))
            return 0
        }
        let options = try Options(words)
        if options.isHelp {
            print(Options.usage)
            return 0
        }
        let places = try Places.here
        if let path = options.chart {
            try Data(FigureChart(places).svg.utf8).write(to: URL(fileURLWithPath: path))
            return 0
        }
        if options.isListing { return try list(options, places) }
        if options.isProfiling { return try profile(options, places) }
        // The file to compare with is read first: otherwise hours of measuring could end with the error that the file
        // is missing.
        let old = try options.compare.map { try read($0) }
        let results = try options.from.map { try read($0) } ?? Benchmark(options, places).run()
        print(Report(results).text)
        if let path = options.json { try results.json().write(to: URL(fileURLWithPath: path)) }
        if let path = options.html { try Data(Chart(results).html.utf8).write(to: URL(fileURLWithPath: path)) }
        if let old {
            print("\nSince \(old.date):\n")
            print(Comparison(old: old, new: results).text(reference: results.reference))
        }
        return results.disagreements.isEmpty ? 0 : 1
    }

    private static func read(_ path: String) throws -> Results {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw BenchmarkError("\(path) cannot be read")
        }
        return try Results(json: data)
    }

    private static func list(_ options: Options, _ places: Places) throws -> Int32 {
        for (workload, size) in try options.select(from: try places.workloads(options)) {
            let size = workload.kind == .other ? "" : ", size \(size)"
            print("\(workload.name)\(size): \(workload.about)")
        }
        for runtime in Benchmark.found(options, places) {
            print("\(runtime.name) (\(runtime.kind.rawValue)): \(runtime.command.joined(separator: " "))")
        }
        return 0
    }

    private static func profile(_ options: Options, _ places: Places) throws -> Int32 {
        let profiles = try Benchmark.profile(options, places)
        for profile in profiles { print(profile.text() + "\n") }
        if profiles.count > 1 {
            print("## all together, each workload counting the same")
            for (title, items) in [("operations", \Profile.operations), ("pairs", \.pairs), ("triples", \.triples)] {
                print(title)
                for (name, share) in Profile.together(profiles, items).prefix(20) {
                    print("  \((share * 100).text(1)) %  \(name)")
                }
            }
        }
        if let path = options.json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            try encoder.encode(profiles).write(to: URL(fileURLWithPath: path))
        }
        return 0
    }
}
