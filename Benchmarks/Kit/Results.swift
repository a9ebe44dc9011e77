import Foundation

/// All measurements, as they are written to a file and read from one.
package struct Results: Codable, Sendable {
    package static let format = 1

    /// The measurements of one runtime on one workload.
    package struct Entry: Codable, Sendable {
        package var runtime: String
        /// The times of each run, in seconds.
        package var user: [Double] = []
        package var system: [Double] = []
        package var wall: [Double] = []
        /// The maximum over all runs.
        package var peakBytes: Int = 0
        /// A digest of what was printed, and the reason why there are no figures.
        package var output: String?
        package var failure: String?

        package init(runtime: String) { self.runtime = runtime }

        package var time: Sample { Sample(user) }
    }

    package struct Row: Codable, Sendable {
        package var workload: String
        package var size: Int
        /// Whether the row counts in means. It does not if the runtimes do different work, as when they start.
        package var isComparable: Bool
        /// Whether it is a program of others; `nil` if it is not.
        package var isOther: Bool?
        package var entries: [Entry]

        package init(
            workload: String, size: Int, isComparable: Bool = true, isOther: Bool? = nil, entries: [Entry]
        ) {
            (self.workload, self.size, self.isComparable) = (workload, size, isComparable)
            (self.isOther, self.entries) = (isOther, entries)
        }

        /// Returns the measurements of a runtime; `nil` if it has no figures for this workload.
        package func entry(_ runtime: String) -> Entry? {
            entries.first { $0.runtime == runtime && $0.failure == nil && !$0.user.isEmpty }
        }

        /// Returns the median time of a runtime divided by that of another.
        package func ratio(_ runtime: String, to other: String) -> Double? {
            guard let one = entry(runtime)?.time.median, let two = entry(other)?.time.median, two > 0 else {
                return nil
            }
            return one / two
        }
    }

    package var format = Results.format
    package var date: String
    package var machine: String
    package var rounds: Int
    package var runtimes: [Runtime]
    package var rows: [Row]

    package init(date: String, machine: String, rounds: Int, runtimes: [Runtime], rows: [Row]) {
        (self.date, self.machine, self.rounds) = (date, machine, rounds)
        (self.runtimes, self.rows) = (runtimes, rows)
    }

    /// The runtime that the others are compared with: the first.
    package var reference: String { runtimes.first?.name ?? "" }

    package func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self) + Data("\n".utf8)
    }

    package init(json: Data) throws {
        do {
            self = try JSONDecoder().decode(Results.self, from: json)
        } catch {
            throw BenchmarkError("this is not a file that --json wrote: \(error)")
        }
        guard format == Results.format else {
            throw BenchmarkError("the file has format \(format), not \(Results.format)")
        }
    }

    /// The comparable rows that have a mean of their own: this project's, and those of others.
    package var groups: [(title: String, rows: [Row])] {
        let comparable = rows.filter(\.isComparable)
        let (own, others) = (comparable.filter { $0.isOther != true }, comparable.filter { $0.isOther == true })
        if own.isEmpty || others.isEmpty { return [("geometric mean", comparable)] }
        return [("geometric mean, own", own), ("geometric mean, others", others)]
    }

    /// Returns the mean of a runtime's ratios to the reference, over the comparable workloads that both ran.
    package func meanRatio(_ runtime: String, over rows: [Row]? = nil) -> Double? {
        geometricMean((rows ?? self.rows.filter(\.isComparable)).compactMap { $0.ratio(runtime, to: reference) })
    }

    /// The workloads whose outputs differ between runtimes, with the digest of each output.
    package var disagreements: [String] {
        rows.compactMap { row in
            let outputs = row.entries.filter { $0.failure == nil }.compactMap { entry in
                entry.output.map { (entry.runtime, $0) }
            }
            guard Set(outputs.map(\.1)).count > 1 else { return nil }
            return "\(row.workload): " + outputs.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        }
    }
}
