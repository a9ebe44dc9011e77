import Foundation
import Testing
import WasmSyntax

/// Instructions with a size: what they cost bounds what they take, and they end at the deadline.
struct SizedTests {
    /// Those that are known to be wrong, with the reason.
    static let expectedFailures: [String: String] = [:]

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

    /// A second of the host's time costs at least a hundredth of 10⁹ units of time.
    @Test(
        .enabled(if: ProcessMeter.release != nil, "NESTBOX_EXECUTABLES names no release build"), arguments: SizedRow.all
    )
    func timeIsPaidFor(_ row: SizedRow) throws {
        let meter = try #require(ProcessMeter.release)
        let folder = try TemporaryFolder()
        var worst = 0.0
        for isLoop in [false, true] where isLoop || row.opcode != .memoryAtomicWait32 {
            let module = try folder.file("module.wat", row.module(isLoop: isLoop).utf8)
            let fuel = isLoop ? "20000000" : "\(Int64.max)"
            let reading = try meter.run(
                ["run", "--fuel-unit", "time", "--fuel", fuel, "--stats"] + SizedTests.options + [module], in: folder)
            #expect(reading.code == (isLoop ? 134 : 0), "\(reading.stderr)")
            let spent = OverrunTable.statistic("fuel", reading.stderr)
            let taken =
                OverrunTable.statistic("wall_ms", reading.stderr) - OverrunTable.statistic("load_ms", reading.stderr)
            // A process is not started and ended in no time.
            worst = max(worst, max(taken - 5, 0) * 1e6 / max(spent, 1))
        }
        OverrunTable.append("units \(row.testDescription)", worst)
        SizedTests.expect(worst <= 100, row.testDescription, "a unit took \(worst) ns")
    }

    /// With a deadline of 50 ms.
    @Test(
        .enabled(if: ProcessMeter.release != nil, "NESTBOX_EXECUTABLES names no release build"), arguments: SizedRow.all
    )
    func theDeadlineIsKept(_ row: SizedRow) throws {
        let meter = try #require(ProcessMeter.release)
        let folder = try TemporaryFolder()
        for isLoop in [false, true] {
            let module = try folder.file("module.wat", row.module(isLoop: isLoop).utf8)
            let name = row.testDescription + (isLoop ? ", again and again" : ", once")
            var overrun = 0.0
            for _ in 0..<3 {
                let reading = try meter.run(
                    ["run", "--timeout-ms", "50"] + SizedTests.options + ["--stats", module], in: folder)
                #expect(reading.code == 134 || !isLoop && reading.code == 0, "\(reading.stderr)")
                overrun = OverrunTable.overrun(reading, timeout: 50)
                if overrun < OverrunTable.bound { break }
            }
            OverrunTable.append(name, overrun)
            SizedTests.expect(
                overrun < OverrunTable.bound, row.testDescription, "\(name): \(overrun) ms after the deadline")
        }
    }

    static func expect(_ condition: Bool, _ name: String, _ message: String) {
        if expectedFailures[name] == nil { #expect(condition, "\(message)") }
    }
}

/// How long after the deadline guests ended, written to the file that `NESTBOX_OVERRUN` names.
enum OverrunTable {
    /// In milliseconds; on an idle machine it is 20, but tests run on busy ones.
    static let bound = 300.0

    static func statistic(_ name: String, _ stderr: String) -> Double {
        for line in stderr.split(separator: "\n") where line.hasPrefix(name + ": ") {
            return Double(line.dropFirst(name.count + 2)) ?? 0
        }
        return 0
    }

    /// From the deadline to the process's end, in milliseconds; less than nothing if it ended before. Loading and starting
    /// a process are taken away.
    static func overrun(_ reading: ProcessMeter.Reading, timeout: Double) -> Double {
        let load = statistic("load_ms", reading.stderr)
        return reading.wall * 1000 - emptyWall - load - timeout
    }

    /// What a process takes on the wall that does nothing.
    static let emptyWall: Double = {
        guard let meter = ProcessMeter.release, let folder = try? TemporaryFolder(),
            let module = try? folder.file("module.wat", "(module (func (export \"_start\")))".utf8)
        else { return 0 }
        let readings = (0..<5).compactMap { _ in try? meter.run(["run", module], in: folder) }
        return (readings.map(\.wall).min() ?? 0) * 1000
    }()

    private static let lock = NSLock()

    static func append(_ name: String, _ value: Double) {
        guard let path = ProcessInfo.processInfo.environment["NESTBOX_OVERRUN"] else { return }
        lock.lock()
        defer { lock.unlock() }
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
        guard let file = FileHandle(forWritingAtPath: path) else { return }
        file.seekToEndOfFile()
        file.write(Data(String(format: "%10.2f %@\n", value, name).utf8))
        file.closeFile()
    }
}
