/// The tables for people.
package struct Report: Sendable {
    private let results: Results

    package init(_ results: Results) { self.results = results }

    private var others: [Runtime] { Array(results.runtimes.dropFirst()) }

    /// Returns the reference's time divided by that of the fastest other interpreter.
    package func behind(_ row: Results.Row) -> Double? {
        others.filter { $0.kind == .interpreter && $0.name != "unmetered" }
            .compactMap { row.ratio(results.reference, to: $0.name) }.max()
    }

    package var text: String {
        var parts = [heading, times.text, legend, "Peak resident memory in MiB, at most:\n", memory.text]
        if !failures.isEmpty { parts.append("No figures:\n\n" + failures.map { "- \($0)" }.joined(separator: "\n")) }
        let disagreements = results.disagreements
        if !disagreements.isEmpty {
            parts.append("OUTPUTS DIFFER:\n\n" + disagreements.map { "- \($0)" }.joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n")
    }

    private var heading: String {
        var lines = ["\(results.date), \(results.machine); \(results.rounds) rounds, interleaved."]
        for runtime in results.runtimes {
            let kind = runtime.kind == .compiler ? ", which compiles to machine code" : ""
            lines.append("- `\(runtime.name)`: \(runtime.version ?? runtime.command.first ?? "")\(kind)")
        }
        return lines.joined(separator: "\n")
    }

    private var legend: String {
        """
        User time in seconds, medians; ± is half the distance between the quartiles. (×2.00): twice as long as \
        \(results.reference). The last column is how many times as long as the fastest other interpreter \
        \(results.reference) takes. The mean leaves out `start-large`, which some do lazily, and `instantiate`.
        """
    }

    package var times: TextTable {
        var table = TextTable(["workload", results.reference, "±"] + others.map(\.name) + ["/ best"])
        for row in results.rows {
            let own = row.entry(results.reference)?.time
            let cells = others.map { runtime -> String in
                guard let time = row.entry(runtime.name)?.time.median else { return "-" }
                guard let ratio = row.ratio(runtime.name, to: results.reference) else { return time.text(2) }
                return "\(time.text(2)) (×\(ratio.text(2)))"
            }
            table.add(
                [row.workload, own?.median.text(2) ?? "-", own.map { ($0.noise * 100).text(0) + " %" } ?? "-"]
                    + cells + [behind(row)?.text(2) ?? "-"])
        }
        for (title, rows) in results.groups {
            let means = others.map { results.meanRatio($0.name, over: rows).map { "×\($0.text(2))" } ?? "-" }
            let behind = geometricMean(rows.compactMap(behind))
            table.add([title, "", ""] + means + [behind?.text(2) ?? "-"])
        }
        return table
    }

    private var memory: TextTable {
        var table = TextTable(["workload"] + results.runtimes.map(\.name))
        for row in results.rows {
            table.add(
                [row.workload]
                    + results.runtimes.map { runtime in
                        row.entry(runtime.name).map { (Double($0.peakBytes) / 1_048_576).text(1) } ?? "-"
                    })
        }
        return table
    }

    /// The runtimes and workloads without figures, grouped by reason.
    private var failures: [String] {
        var workloads: [String: [String]] = [:]
        for row in results.rows {
            for entry in row.entries {
                guard let failure = entry.failure else { continue }
                workloads["\(entry.runtime): \(failure)", default: []].append(row.workload)
            }
        }
        return workloads.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value.joined(separator: ", ")))" }
    }
}
