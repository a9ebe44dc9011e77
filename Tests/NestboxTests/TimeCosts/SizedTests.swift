import Foundation
import Testing
import WasmSyntax

/// Instructions with a size: their cost bounds the time that they take, and they end at the deadline.
struct SizedTests {
    /// The rows that are known to fail, with the reason.
    static let expectedFailures: [String: String] = [
        "memory.grow": "pages that are used for the first time are not paid for",
        "i32.store, first access": "pages that are used for the first time are not paid for",
        "loop": "operands that wait in locals are moved when a loop begins, and are not paid for",
        "array.new_data": "elements that are copied are not paid for as what they take",
    ]

    @Test func everyInstructionWithASizeHasARow() {
        let rows = Set(SizedRow.all.map(\.opcode))
        let plain: [ImmediateKind] = [
            .none, .zeroByte, .memoryArgument, .memoryLane, .lane, .lanes16, .v128, .i32, .i64, .f32, .f64,
        ]
        let missing = InstructionTable.rows.filter { row in
            let isPlain = InstructionSignature(row.signatureText) != nil && plain.contains(row.immediates)
            return !isPlain && !rows.contains(row.opcode) && !SizedRow.constantWork.contains(row.opcode)
        }
        #expect(missing.map(\.name) == [])
    }

    static let options = ["--features", "threads,legacy-exceptions"]

    private struct Spent {
        var milliseconds: Double
        var units: Double
    }

    private func spent(_ module: String, fuel: String, exits code: Int32, _ meter: ProcessMeter) throws -> Spent {
        let folder = try TemporaryFolder()
        let file = try folder.file("module.wat", module.utf8)
        let reading = try meter.run(
            ["run", "--fuel-unit", "time", "--fuel", fuel, "--stats"] + SizedTests.options + [file], in: folder)
        #expect(reading.code == code, "\(reading.stderr)")
        let taken =
            OverrunTable.statistic("wall_ms", reading.stderr) - OverrunTable.statistic("load_ms", reading.stderr)
        return Spent(milliseconds: taken, units: OverrunTable.statistic("fuel", reading.stderr))
    }

    /// A unit of time pays for at most 100 ns of the host's time.
    @Test(
        .enabled(if: ProcessMeter.release != nil, "NESTBOX_EXECUTABLES names no release build"), arguments: SizedRow.all
    )
    func timeIsPaidFor(_ row: SizedRow) throws {
        let meter = try #require(ProcessMeter.release)
        // Instantiation and the code before.
        let start = try spent(row.module(of: .nothing), fuel: "\(Int64.max)", exits: 0, meter)
        // All allocations since the previous collection pay for a collection.
        for amount in row.isAmortized ? [SizedRow.Amount.forever] : [.once, .forever] {
            let (fuel, code): (String, Int32) =
                amount == .once ? ("\(Int64.max)", 0) : ("\(Int(start.units) + 20_000_000)", 134)
            var least = Double.infinity
            for _ in 0..<3 where least > 100 {
                let all = try spent(row.module(of: amount), fuel: fuel, exits: code, meter)
                let units = all.units - start.units
                // A little time is noise: for example, nobody pays for lowering.
                let taken = max(all.milliseconds - start.milliseconds - 50, 0)
                // An instruction that cannot be paid is not executed.
                least = amount == .forever && units < 1_000_000 ? 0 : min(least, taken * 1e6 / max(units, 1))
            }
            print("unit of time: \(least) ns, \(row.testDescription), \(amount)")
            SizedTests.expect(least <= 100, row.testDescription, "\(amount): a unit took \(least) ns")
        }
    }

    /// A guest that executes the instruction without end stops at a deadline of 50 ms.
    @Test(
        .enabled(if: ProcessMeter.release != nil, "NESTBOX_EXECUTABLES names no release build"), arguments: SizedRow.all
    )
    func theDeadlineIsKept(_ row: SizedRow) throws {
        let meter = try #require(ProcessMeter.release)
        let folder = try TemporaryFolder()
        let module = try folder.file("module.wat", row.module(of: .forever).utf8)
        var overrun = Double.infinity
        for _ in 0..<3 where overrun >= OverrunTable.bound {
            let reading = try meter.run(["run", "--timeout-ms", "50"] + SizedTests.options + [module], in: folder)
            #expect(reading.code == 134, "\(reading.stderr)")
            overrun = min(overrun, OverrunTable.overrun(reading, timeout: 50))
        }
        SizedTests.expect(
            overrun < OverrunTable.bound, row.testDescription, "\(overrun) ms after the deadline")
    }

    static func expect(_ condition: Bool, _ name: String, _ message: String) {
        if expectedFailures[name] == nil { #expect(condition, "\(message)") }
    }
}

/// The overruns of guests beyond their deadlines, written to the file that `NESTBOX_OVERRUN` names.
enum OverrunTable {
    /// The overrun that tests accept, in milliseconds: they run on busy machines.
    static let bound = 300.0
    /// The overrun that is promised on an idle machine, in milliseconds.
    static let promised = 20.0

    static func statistic(_ name: String, _ stderr: String) -> Double {
        for line in stderr.split(separator: "\n") where line.hasPrefix(name + ": ") {
            return Double(line.dropFirst(name.count + 2)) ?? 0
        }
        return 0
    }

    /// Returns the milliseconds from the deadline to the end of the process, negative if it ended before. The deadline
    /// counts from the beginning of loading, so the time to start a process is subtracted.
    static func overrun(_ reading: ProcessMeter.Reading, timeout: Double) -> Double {
        reading.wall * 1000 - emptyWall - timeout
    }

    /// The wall time of a process that does nothing, in milliseconds.
    static let emptyWall: Double = {
        guard let meter = ProcessMeter.release, let folder = try? TemporaryFolder(),
            let module = try? folder.file("module.wat", "(module (func (export \"_start\")))".utf8)
        else { return 0 }
        let readings = (0..<5).compactMap { _ in try? meter.run(["run", module], in: folder) }
        return (readings.map(\.wall).min() ?? 0) * 1000
    }()

    private static let path = ProcessInfo.processInfo.environment["NESTBOX_OVERRUN"]
    static var isWanted: Bool { path != nil }

    /// Writes the distribution, and the guests in order, the latest first.
    static func write(_ overruns: [(Double, String)], endedBefore: Int) {
        guard let path else { return }
        let sorted = overruns.sorted { $0.0 > $1.0 }
        func value(_ part: Double) -> Double {
            sorted.isEmpty ? 0 : sorted[Int(Double(sorted.count - 1) * (1 - part))].0
        }
        var text = String(
            format: "%d guests: least %.1f ms, median %.1f, 95 %% %.1f, most %.1f; %d ended before\n", sorted.count,
            value(0), value(0.5), value(0.95), value(1), endedBefore)
        for (overrun, name) in sorted { text += String(format: "%10.1f %@\n", overrun, name) }
        try? Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }
}
