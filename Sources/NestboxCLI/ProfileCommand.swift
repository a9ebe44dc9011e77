import Nestbox
import WASIHost
import WasmRuntime
import WasmSyntax

/// `nestbox profile diff BEFORE AFTER` and `nestbox profile show FILE`.
enum ProfileCommand {
    /// The rows of a table.
    private static let mostRows = 100

    static func run(_ options: CommandOptions) throws -> Int32 {
        let files = Array(options.operands.dropFirst())
        switch options.operands.first?.text {
        case "show" where files.count == 1: return show(try read(files[0]))
        case "diff" where files.count == 2:
            let (before, after) = (try read(files[0]), try read(files[1]))
            for (profile, file) in [(before, files[0]), (after, files[1])] where !profile.isExact {
                throw UsageError("\(file.quoted) has no exact counts, which profiles by units have")
            }
            if let output = options.output {
                let page = after.flameGraph(comparedWith: before, title: "\(files[0].text) → \(files[1].text)")
                let file = try CommandOutput(output)
                try file.write(Array(page.utf8))
                try file.finish()
            }
            return report(ProfileComparison(before: before, after: after))
        default: throw UsageError("it is diff and two profiles, or show and one")
        }
    }

    private static func read(_ file: Word) throws -> GuestProfile {
        let bytes = try readFile(file, limit: UInt64(GuestProfile.maximumSize), interruption: nil)
        do {
            return try GuestProfile(firefoxProfile: bytes)
        } catch {
            throw UsageError("\(file.quoted) has \(error)")
        }
    }

    // MARK: Tables

    private static func show(_ profile: GuestProfile) -> Int32 {
        let rows = profile.hottestFunctions
        let whole = max(1, rows.reduce(0) { $0 &+ $1.amount })
        print("\(profile.totalUnits) units, \(profile.otherUnits) of them in no function")
        var table: [[String]] = [[profile.isExact ? "units" : profile.unit.rawValue, "%", "calls", "function"]]
        for row in rows.prefix(mostRows) {
            table.append([
                "\(row.amount)", GuestProfile.percent(row.amount, of: whole), row.calls.map { "\($0)" } ?? "",
                profile.functions[row.function].label,
            ])
        }
        write(table)
        if rows.count > mostRows { print("… and \(rows.count - mostRows) functions") }
        return ExitCode.success
    }

    private static func report(_ comparison: ProfileComparison) -> Int32 {
        guard !comparison.isEqual else {
            print("equal: \(comparison.total.after) units")
            return ExitCode.success
        }
        var table: [[String]] = [["change", "before", "after", "function"]]
        for change in comparison.functions.prefix(mostRows) { table.append(row(change)) }
        write(table)
        if comparison.functions.count > mostRows { print("… and \(comparison.functions.count - mostRows) functions") }
        if !comparison.lines.isEmpty {
            table = [["change", "before", "after", "line"]]
            for change in comparison.lines.prefix(mostRows) { table.append(row(change)) }
            write(table)
        }
        write([row(comparison.total)])
        return ExitCode.hostFailure
    }

    private static func row(_ change: ProfileComparison.Change) -> [String] {
        let sign = change.difference > 0 ? "+" : ""
        return [
            "\(sign)\(change.difference)", "\(change.before)", "\(change.after)",
            change.line.map { "\($0) (\(change.function))" } ?? change.function,
        ]
    }

    /// Prints columns, all but the last aligned to the right.
    private static func write(_ rows: [[String]]) {
        guard let count = rows.first?.count else { return }
        let widths = (0..<(count - 1)).map { column in rows.map { $0[column].count }.max() ?? 0 }
        for row in rows {
            let padded = widths.indices.map {
                String(repeating: " ", count: max(0, widths[$0] - row[$0].count)) + row[$0]
            }
            print((padded + [row[count - 1]]).joined(separator: "  "))
        }
    }
}
