import Foundation
import Nestbox
import NestboxBenchmark
import Testing
import WasmSyntax

@testable import WasmRuntime

/// The duration of a unit of time, measured for every operation with a release build.
struct TimeCostTests {
    struct Cost {
        var row: OperationRow
        var nanoseconds: Double
        var units: Double
        /// Counts a quarter of a unit more, because operands cost nothing.
        var perUnit: Double { nanoseconds / (units + 0.25) }
    }

    /// A policy with everything that the rows need.
    static let policy: Policy = {
        var policy = Policy()
        policy.resources.budget = .max
        policy.resources.budgetUnit = .time
        policy.features = Set(Feature.proposals.map(\.feature))
        for name in ["clock_time_get", "fd_write"] { policy.allow.insert(.call(Name(name))) }
        policy.clocks = .real
        policy.stdout.to = .null
        policy.resources.limits.totalMemoryBytes = 1 << 30
        policy.resources.limits.memoryPages = 65_536
        policy.resources.deadlineMilliseconds = 600_000
        policy.resources.limits.tableElements = 10_000_000
        policy.resources.limits.totalTableElements = 10_000_000
        policy.resources.limits.heapBytes = 256 << 20
        policy.resources.limits.moduleBytes = 1 << 30
        policy.resources.limits.stackSlots = 1 << 20
        policy.resources.limits.instances = 10
        policy.resources.limits.callDepth = 10_000
        return policy
    }()

    /// Returns the units that one execution of each row costs; any build will do.
    static func units(_ module: OperationModule) throws -> [Double] {
        let session = try GuestSession(policy)
        try session.provide(Name("other"), policy.load(Array(OperationModule.other.utf8)))
        let instance = try session.instantiate(policy.load(Array(module.text.utf8)))
        func spent(_ index: Int, _ count: Int32) throws -> Double {
            let before = session.store.budget.spent
            _ = try #require(instance.function(named: Name("row\(index)"))).call([.i32(count)])
            return Double(session.store.budget.spent - before)
        }
        var perRound: [Double] = []
        for index in 0...module.rows.count { perRound.append(try spent(index, 2) - spent(index, 1)) }
        return zip(module.rows, perRound.dropFirst()).map { ($1 - perRound[0]) / Double($0.copies) }
    }

    /// Returns the nanoseconds that one execution of each row takes.
    static func nanoseconds(_ module: OperationModule, _ nestbox: NestboxCommand) throws -> [Double] {
        let folder = try TemporaryFolder()
        let words = OperationModule.arguments(
            module: try folder.file("module.wat", module.text.utf8),
            other: try folder.file("other.wat", OperationModule.other.utf8))
        let budget = ["--fuel-unit", "time", "--fuel", "\(UInt64(Int64.max))"]
        let outcome = try nestbox.run([words[0]] + budget + words.dropFirst())
        try #require(outcome.code == 0, "\(outcome.stderr)")
        return try #require(module.nanoseconds(output: Array(outcome.stdout)))
    }

    static func measure(_ nestbox: NestboxCommand) throws -> [Cost] {
        try OperationRow.Setting.allCases.flatMap { setting in
            let module = OperationModule(setting: setting, rows: OperationRow.all.filter { $0.setting == setting })
            let units = try units(module)
            let nanoseconds = try nanoseconds(module, nestbox)
            return module.rows.indices.map {
                Cost(row: module.rows[$0], nanoseconds: max(nanoseconds[$0], 0), units: units[$0])
            }
        }
    }

    /// The rows that are known to cost too little, with the reason.
    static let expectedFailures: [String: String] = [:]

    @Test func everyOpcodeHasARow() {
        let opcodes = Set(OperationRow.all.map(\.opcode))
        #expect(Opcode.allCases.filter { !opcodes.contains($0) }.map(\.name) == [])
    }

    @Test(.enabled(if: ProcessMeter.release != nil, "NESTBOX_EXECUTABLES names no release build"))
    func aUnitOfTimeIsMuchTheSame() throws {
        let nestbox = try #require(ProcessMeter.release).nestbox
        var measured = try TimeCostTests.measure(nestbox)
        // Rows that other processes may have disturbed are measured again, and the least time counts.
        for _ in 0..<3 {
            let median = measured.map(\.perUnit).sorted()[measured.count / 2]
            guard measured.contains(where: { $0.perUnit > 8 * median }) else { break }
            for (index, again) in try TimeCostTests.measure(nestbox).enumerated() {
                measured[index].nanoseconds = min(measured[index].nanoseconds, again.nanoseconds)
            }
        }
        let costs = measured.sorted { $0.perUnit > $1.perUnit }
        let median = costs[costs.count / 2].perUnit
        var table =
            "median: \(median) ns for a unit, \(costs.count) rows\nns | units | ns per unit / median | price by median | row\n"
        for cost in costs {
            table +=
                String(
                    format: "%10.2f | %8.2f | %6.2f | %8.1f | ", cost.nanoseconds, cost.units, cost.perUnit / median,
                    cost.nanoseconds / median) + cost.row.name + "\n"
        }
        if let path = ProcessInfo.processInfo.environment["NESTBOX_TIME_COSTS"] {
            try Data(table.utf8).write(to: URL(fileURLWithPath: path))
        }
        for cost in costs where cost.perUnit > 8 * median && TimeCostTests.expectedFailures[cost.row.name] == nil {
            Issue.record(
                "\(cost.row.name) takes \(cost.nanoseconds) ns and costs \(cost.units) units; a unit takes \(median) ns"
            )
        }
    }
}
