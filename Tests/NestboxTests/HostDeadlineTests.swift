import Foundation
import Testing
import WASIPreview1

/// Guests that keep the host working without end and without paying: the deadline ends them in time.
struct HostDeadlineTests {
    /// The milliseconds that a guest may run.
    static let timeout = 60
    /// The milliseconds that a guest may overrun on a busy machine. On an idle one it is a few milliseconds.
    static let slack = 500.0

    @Test(.enabled(if: ProcessMeter.release != nil, "NESTBOX_EXECUTABLES names no release build"))
    func deadlinesEndHostCalls() throws {
        let nestbox = try #require(ProcessMeter.release).nestbox
        var overruns: [(Double, String)] = []
        for measured in PriceCase.all where measured.functions != ["proc_exit"] {
            for storage in measured.usesFolder ? ["host", "overlay"] : ["host"] {
                let outcome = try measured.run(
                    storage, nestbox,
                    #""budget": "unlimited", "deadlineMilliseconds": \#(HostDeadlineTests.timeout), "hostPrices": "none""#
                )
                try HostDeadlineTests.check(outcome, "\(measured.name) (\(storage))", &overruns)
            }
        }
        HostDeadlineTests.report("calls", overruns)
    }

    /// An audit with function names of the greatest length is ended in time, too.
    @Test(.enabled(if: ProcessMeter.release != nil, "NESTBOX_EXECUTABLES names no release build"))
    func deadlinesEndAuditedCalls() throws {
        let nestbox = try #require(ProcessMeter.release).nestbox
        let folder = try TemporaryFolder()
        let name = String(repeating: "n", count: 99_000)
        let module = try folder.file(
            "module.wat",
            """
            (module (import "wasi_snapshot_preview1" "clock_time_get" (func $now (param i32 i64 i32) (result i32)))
              (memory (export "memory") 1)
              (func $\(name) (export "_start") (loop (drop (call $now (i32.const 1) (i64.const 0) (i32.const 0))) (br 0))))
            """.utf8)
        let log = folder.path("log")
        let outcome = try nestbox.run([
            "run", "--stats", "--timeout-ms", "\(HostDeadlineTests.timeout)", "--audit", log, module,
        ])
        var overruns: [(Double, String)] = []
        try HostDeadlineTests.check(outcome, "an audit", &overruns)
        HostDeadlineTests.report("audited calls", overruns)
        let lines = try folder.text("log").split(separator: "\n")
        #expect(lines.count > 10)
        for line in lines { #expect(line.utf8.count < 600) }
        #expect(try #require(lines.first).contains("nnn… (99000 bytes)\"}"))
    }

    private static func check(
        _ outcome: NestboxCommand.Outcome, _ name: String, _ overruns: inout [(Double, String)]
    ) throws {
        #expect(outcome.stderr.hasPrefix("nestbox: stopped: deadline exceeded"), "\(name): \(outcome.stderr)")
        let wall = try #require(outcome.statistics["wall_ms"].flatMap(Double.init))
        // Both the wall time and the deadline count from before the module is loaded.
        let overrun = wall - Double(HostDeadlineTests.timeout)
        overruns.append((overrun, name))
        #expect(overrun < HostDeadlineTests.slack, "\(name): \(overrun) ms beyond the deadline")
    }

    /// Prints the distribution of the overruns.
    private static func report(_ what: String, _ overruns: [(Double, String)]) {
        let sorted = overruns.sorted { $0.0 < $1.0 }
        func part(_ share: Double) -> String {
            let (overrun, name) = sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
            return String(format: "%.1f", overrun) + " (\(name))"
        }
        print("deadline overrun of \(what), ms: median \(part(0.5)), 90 % \(part(0.9)), most \(part(1))")
    }
}
