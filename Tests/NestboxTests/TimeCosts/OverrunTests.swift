import Foundation
import Nestbox
import Testing

/// How long hostile guests run beyond a deadline of 100 ms: those of `Tests/Attacks`, the instructions with a size, and
/// the patterns of the growth table.
struct OverrunTests {
    struct Guest {
        var name: String
        var options: [String]
        var module: String
        /// The folder of the guest's files, which lives as long as this value.
        var folder: TemporaryFolder
    }

    static let timeout = 100.0

    static func attacks() throws -> [Guest] {
        try Attack.all.map { attack in
            let root = try TemporaryFolder()
            let run = AttackRun(attack: attack, kind: .host, module: try Nestbox.Module(text: "(module)"))
            _ = try run.prepare(root)
            let folders = ["--dir", root.path("box") + "::/box:all", "--dir", root.path("shelf") + "::/shelf"]
            return Guest(
                name: "attack \(attack.name)", options: folders,
                module: try root.file("attack.wat", attack.text.utf8), folder: root)
        }
    }

    static func sized() throws -> [Guest] {
        try SizedRow.all.flatMap { row in
            try [false, true].map { isLoop in
                let folder = try TemporaryFolder()
                return Guest(
                    name: "\(row.testDescription)\(isLoop ? ", again and again" : "")", options: SizedTests.options,
                    module: try folder.file("module.wat", row.module(of: isLoop ? .forever : .once).utf8),
                    folder: folder)
            }
        }
    }

    /// Returns the patterns with 16 times the size that the growth tests begin with.
    static func patterns() throws -> [Guest] {
        try GrowthTests.rows.filter { $0.words.first == "run" }.map { row in
            let folder = try TemporaryFolder()
            let paths = try row.files(min(row.base * 16, row.most), folder)
            var words = row.expanded(paths, folder)
            words.removeFirst()
            guard let index = words.firstIndex(of: paths[0]) else { throw ProcessMeter.NoReport(message: row.name) }
            return Guest(
                name: "pattern \(row.name)", options: Array(words[..<index]), module: paths[0], folder: folder)
        }
    }

    /// Runs the attacks; the other guests only if `NESTBOX_OVERRUN` names a file for the results.
    @Test(.enabled(if: ProcessMeter.release != nil, "NESTBOX_EXECUTABLES names no release build"))
    func hostileGuestsEndAtTheDeadline() throws {
        let meter = try #require(ProcessMeter.release)
        var guests = try OverrunTests.attacks()
        if OverrunTable.isWanted { guests += try OverrunTests.sized() + OverrunTests.patterns() }
        var overruns: [(Double, String)] = []
        var endedBefore = 0
        for guest in guests {
            var overrun: Double?
            // The promised overrun holds on an idle machine: a larger one, which other processes may have caused, is
            // measured again.
            for _ in 0..<3 where overrun.map({ $0 > OverrunTable.promised }) ?? true {
                let reading = try meter.run(
                    ["run", "--timeout-ms", "\(Int(OverrunTests.timeout))", "--stats", "--stdout", "null"]
                        + guest.options + [guest.module], in: guest.folder)
                guard reading.stderr.contains("deadline exceeded") else { break }
                overrun = min(OverrunTable.overrun(reading, timeout: OverrunTests.timeout), overrun ?? .infinity)
            }
            guard let overrun else {
                endedBefore += 1
                continue
            }
            overruns.append((overrun, guest.name))
            if OverrunTests.expectedFailures[guest.name] == nil {
                #expect(overrun < OverrunTable.bound, "\(guest.name): \(overrun) ms after the deadline")
            }
        }
        OverrunTable.write(overruns, endedBefore: endedBefore)
    }

    /// The guests that are known to be late, with the reason.
    static let expectedFailures: [String: String] = [:]
}
