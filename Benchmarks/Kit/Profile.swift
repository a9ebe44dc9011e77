import Foundation

/// The counts that a profiling build wrote for a run: see `ExecutionProfile` in WasmRuntime.
package struct Profile: Codable, Sendable {
    package struct Count: Codable, Sendable {
        /// The name of an operation, of several in a row, or of a function.
        package var name: String
        package var count: UInt64
        /// The units of budget that a function spent; `nil` for operations.
        package var units: UInt64?
    }

    package var workload: String
    package var spent: UInt64 = 0
    package var operations: [Count] = []
    package var pairs: [Count] = []
    package var triples: [Count] = []
    package var functions: [Count] = []

    package init(workload: String, text: String) {
        self.workload = workload
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            switch (fields.first, fields.count) {
            case ("spent", 2): spent = UInt64(fields[1]) ?? 0
            case ("operation", 3): operations.append(Count(name: fields[1], count: UInt64(fields[2]) ?? 0))
            case ("pair", 4): pairs.append(Count(name: fields[1] + " " + fields[2], count: UInt64(fields[3]) ?? 0))
            case ("triple", 5):
                triples.append(Count(name: fields[1...3].joined(separator: " "), count: UInt64(fields[4]) ?? 0))
            case ("function", 5):
                functions.append(
                    Count(name: "\(fields[2]) [\(fields[1])]", count: UInt64(fields[3]) ?? 0, units: UInt64(fields[4])))
            default: continue
            }
        }
    }

    /// The number of operations executed.
    package var executed: UInt64 { operations.reduce(0) { $0 &+ $1.count } }

    /// Formats the most frequent items of each kind.
    package func text(_ most: Int = 10) -> String {
        let whole = Double(max(executed, 1))
        func list(_ title: String, _ counts: [Count]) -> String {
            let items = counts.prefix(most).filter { Double($0.count) >= whole / 100 }.map { item in
                "  \((Double(item.count) / whole * 100).text(1)) %  \(item.name)"
                    + (item.units.map { "  (\($0) units)" } ?? "")
            }
            return ([title] + items).joined(separator: "\n")
        }
        let perUnit = Double(executed) / Double(max(spent, 1))
        return [
            "## \(workload): \(executed) operations for \(spent) units (\(perUnit.text(2)) each)",
            list("operations", operations), list("pairs", pairs), list("triples, at most", triples),
            list("functions, without what they call", functions),
        ].joined(separator: "\n")
    }

    /// Returns each item's share of the executed operations, averaged over runs that all weigh the same.
    package static func together(_ profiles: [Profile], _ items: KeyPath<Profile, [Count]>) -> [(
        name: String, share: Double
    )] {
        var shares: [String: Double] = [:]
        for profile in profiles {
            let whole = Double(max(profile.executed, 1))
            for item in profile[keyPath: items] {
                shares[item.name, default: 0] += Double(item.count) / whole / Double(profiles.count)
            }
        }
        return shares.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

extension Benchmark {
    /// Runs each workload once with a profiling build, and returns the counts. The files with all details stay in
    /// `.build/benchmark/profiles`.
    package static func profile(_ options: Options, _ places: Places) throws -> [Profile] {
        let folder = places.work.appendingPathComponent("profiles")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let progress = Progress()
        progress.show("building a nestbox that counts")
        let nestbox = try options.nestbox ?? Processes.build("nestbox", variant: "NESTBOX_PROFILE", in: places)
        let selected = try options.select(from: try places.workloads(options)).filter(\.workload.isProgram)
        try places.requireModules(of: selected.map(\.workload))
        var profiles: [Profile] = []
        for (workload, size) in selected {
            progress.show("counting \(workload.name)")
            let file = folder.appendingPathComponent("\(workload.name).txt")
            try? FileManager.default.removeItem(at: file)
            let command =
                [nestbox, "run", "--operation-profile", file.path] + Runtime.nestboxOptions
                + [places.module(workload)] + workload.arguments(size: size)
            guard Processes.firstLine(of: command, input: workload.input) != nil, let data = try? Data(contentsOf: file)
            else {
                progress.note("\(workload.name) does not run")
                continue
            }
            profiles.append(Profile(workload: workload.name, text: String(decoding: data, as: UTF8.self)))
        }
        progress.end()
        return profiles
    }
}
