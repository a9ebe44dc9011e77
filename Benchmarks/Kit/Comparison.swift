/// The differences between two measurements.
package struct Comparison: Sendable {
    package enum Verdict: String, Sendable { case faster, slower, same = "" }

    package struct Change: Sendable {
        package var workload: String
        package var runtime: String
        package var old: Double
        package var new: Double
        /// The new time divided by the old one, minus 1: negative is faster.
        package var change: Double
        /// How much the two measurements vary by themselves, as a fraction.
        package var noise: Double
        package var verdict: Verdict
    }

    package var changes: [Change] = []
    /// The workloads that the old measurement lacks, or has with another size.
    package var missing: [String] = []

    /// The least change that is reported, as a fraction.
    static let least = 0.02

    /// Compares the workloads that both measurements have with the same size.
    package init(old: Results, new: Results) {
        for row in new.rows {
            guard let before = old.rows.first(where: { $0.workload == row.workload && $0.size == row.size }) else {
                missing.append(row.workload)
                continue
            }
            for runtime in new.runtimes {
                guard let a = before.entry(runtime.name)?.time, let b = row.entry(runtime.name)?.time, a.median > 0
                else { continue }
                let change = b.median / a.median - 1
                let noise = a.noise + b.noise
                let isTold = abs(change) > max(Comparison.least, noise)
                changes.append(
                    Change(
                        workload: row.workload, runtime: runtime.name, old: a.median, new: b.median, change: change,
                        noise: noise, verdict: !isTold ? .same : change < 0 ? .faster : .slower))
            }
        }
    }

    /// The mean change of a runtime over all workloads.
    package func mean(_ runtime: String) -> Double? {
        geometricMean(changes.filter { $0.runtime == runtime }.map { 1 + $0.change }).map { $0 - 1 }
    }

    /// Formats the changes for people. The change of a runtime that is the same in both shows what the machine did
    /// meanwhile.
    package func text(reference: String) -> String {
        var table = TextTable(["workload", "runtime", "old s", "new s", "change", "noise", ""])
        for change in changes where change.runtime == reference || change.verdict != .same {
            table.add([
                change.workload, change.runtime, change.old.text(3), change.new.text(3), change.change.percentText,
                "± \((change.noise * 100).text(1)) %", change.verdict.rawValue,
            ])
        }
        var lines = [table.text, ""]
        var seen: [String] = []
        for change in changes where !seen.contains(change.runtime) { seen.append(change.runtime) }
        for runtime in seen {
            guard let mean = mean(runtime) else { continue }
            lines.append("mean of \(runtime): \(mean.percentText)")
        }
        if !missing.isEmpty { lines.append("not compared: " + missing.joined(separator: ", ")) }
        return lines.joined(separator: "\n")
    }
}
