import Foundation
import Testing

/// No pattern of a module, and no call with a size, takes more than 2.6 times the time or memory when its size doubles.
struct GrowthTests {
    /// The rows to run: `NESTBOX_GROWTH` selects them by parts of their names, separated by commas. The patterns that
    /// other tests load in parts are measured only for a table.
    static let rows: [GrowthRow] = {
        var all = GrowthRow.sections + GrowthRow.bodies + GrowthRow.running + GrowthRow.texts + GrowthRow.calls
        all += GrowthRow.bindings + GrowthRow.coreDumps
        if GrowthTable.isWanted { all += GrowthRow.loading }
        guard let wanted = ProcessInfo.processInfo.environment["NESTBOX_GROWTH"] else { return all }
        let parts = wanted.split(separator: ",").map(String.init)
        return all.filter { row in parts.contains { row.name.contains($0) } }
    }()

    /// The rows that are known to grow too fast, with the reason. A row that grows well again must be removed here.
    static let expectedFailures: [String: String] = [
        "an exception through n frames, each in n regions": "frames × regions are searched"
    ]

    @Test(.enabled(if: ProcessMeter.release != nil, "NESTBOX_EXECUTABLES names no release build"), arguments: rows)
    func growsInProportion(_ row: GrowthRow) throws {
        let meter = try #require(ProcessMeter.release)
        let result = try row.measure(meter)
        GrowthTable.append("\(row.name) | \(row.kind.rawValue) | \(result.cells)")
        if let reason = GrowthTests.expectedFailures[row.name] {
            #expect(result.excess != nil, "grows in proportion, but is listed: \(reason)")
        } else {
            #expect(result.excess == nil, "\(row.name) | \(result.cells)")
        }
    }

    @Test func namesAreUnique() {
        #expect(Set(GrowthTests.rows.map(\.name)).count == GrowthTests.rows.count)
    }
}

/// The table of results, written to the file that `NESTBOX_GROWTH_TABLE` names.
enum GrowthTable {
    private static let lock = NSLock()
    private static let path = ProcessInfo.processInfo.environment["NESTBOX_GROWTH_TABLE"]
    static var isWanted: Bool { path != nil }
    static let heading =
        "| pattern | kind | n | input in KB (n 2n 4n) | ms | growth | MB | growth | excess |\n|---|---|---|---|---|---|---|---|---|\n"

    static func append(_ cells: String) {
        guard let path else { return }
        lock.lock()
        defer { lock.unlock() }
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: Data(heading.utf8))
        }
        guard let file = FileHandle(forWritingAtPath: path) else { return }
        file.seekToEndOfFile()
        file.write(Data("| \(cells) |\n".utf8))
        file.closeFile()
    }
}
