import WasmSyntax

/// The outcome of one directive of a script.
package enum WastOutcome: Hashable, Sendable {
    case passed
    case failed(expected: String, found: String)
    case skipped(reason: String)
}

/// The outcomes of a script's directives, as data.
package struct WastReport: Sendable {
    /// The units of budget that all actions together have spent.
    package internal(set) var spent: UInt64 = 0
    /// The units that neither functions nor the embedder have spent, if blocks were counted: none.
    package internal(set) var unexplainedUnits: Int64 = 0
    /// The number of functions with exact counts, if blocks were counted.
    package internal(set) var countedFunctions = 0
    /// How often a suspended call was moved to another store.
    package internal(set) var moves = 0
    /// A directive that failed.
    package struct Failure: Hashable, Sendable {
        /// The line of the directive, counted from 1.
        package var line: Int
        package var expected: String
        package var found: String
    }

    /// The lines of the directives that passed.
    package private(set) var passedLines: [Int] = []
    package private(set) var failures: [Failure] = []
    /// The number of directives that were skipped, for each reason.
    package private(set) var skippedByReason: [String: Int] = [:]

    /// The reason why the run was ended before the end of the script, if it was.
    package internal(set) var stopped: InterruptReason?

    package init() {}

    package var passed: Int { passedLines.count }
    package var failed: Int { failures.count }
    package var skipped: Int { skippedByReason.values.reduce(0, +) }

    /// Records the outcome of the directive at a line.
    package mutating func record(_ outcome: WastOutcome, line: Int) {
        switch outcome {
        case .passed: passedLines.append(line)
        case .failed(let expected, let found):
            failures.append(Failure(line: line, expected: expected, found: found))
        case .skipped(let reason): skippedByReason[reason, default: 0] += 1
        }
    }

    /// Removes the expected failures from the report, and adds a failure for each expectation that was not met: that
    /// the directive on its line fails or, if it names no line, that any directive fails.
    package mutating func settle(_ expected: [ExpectedFailure], validatedOnly: Bool) {
        for entry in expected {
            let matching = failures.filter { entry.line == nil || entry.line == $0.line }
            failures.removeAll { entry.line == nil || entry.line == $0.line }
            if !matching.isEmpty {
                skippedByReason["expected to fail: \(entry.reason)", default: 0] += matching.count
            } else if !validatedOnly || entry.line.map(passedLines.contains) ?? false {
                failures.append(
                    Failure(
                        line: entry.line ?? 0, expected: "failure, as the list of expected failures has it",
                        found: "none: take the entry out"))
            }
        }
    }
}

/// An entry of the list of expected failures.
package struct ExpectedFailure: Hashable, Sendable {
    /// The path of the script in the suite.
    package var path: String
    /// The line of the directive; `nil` for any failure in the script.
    package var line: Int?
    package var reason: String

    package init(path: String, line: Int?, reason: String) {
        self.path = path
        self.line = line
        self.reason = reason
    }

    package enum ListError: Error, Hashable, CustomStringConvertible {
        case noReason(line: Int)

        package var description: String {
            switch self {
            case .noReason(let line): "line \(line) of the list of expected failures has no reason"
            }
        }
    }

    /// Reads the list: `path[:line] reason` on each line. Empty lines and lines that begin with `#` are ignored.
    package static func list(_ text: String) throws(ListError) -> [ExpectedFailure] {
        var result: [ExpectedFailure] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.isEmpty || line.hasPrefix("#") { continue }
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2 else { throw .noReason(line: number + 1) }
            let place = parts[0].split(separator: ":", maxSplits: 1)
            let reason = parts[1].drop { $0 == " " }
            result.append(
                ExpectedFailure(
                    path: String(place[0]), line: place.count > 1 ? Int(place[1]) : nil, reason: String(reason)))
        }
        return result
    }

    /// Whether the entry applies to the script at this path.
    package func concerns(_ script: String) -> Bool { script == path || script.hasSuffix("/" + path) }
}
