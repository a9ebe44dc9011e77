import Foundation
import Testing
import WASIPreview1

/// What calls of WASI cost: no time of the host can be had for much less budget than it takes.
struct HostPriceTests {
    /// A function that is added needs a case here.
    @Test func everyFunctionIsMeasured() {
        let measured = Set(PriceCase.all.flatMap(\.functions))
        #expect(measured == Set(WASIFunction.all.map { "\($0.name)" }))
    }

    static let storages = ["host", "memory", "overlay"]

    /// Guests that call one function without end are ended by their budget in at most some ten times the nanoseconds that
    /// the budget says. (Builds for debugging take about 30 times as long.)
    @Test func budgetsBoundTheTimeOfHostCalls() throws {
        let nestbox = try #require(NestboxCommand.all.last)
        let isRelease = NestboxCommand.all.count > 1
        let (budget, most) = isRelease ? (10_000_000, 10.0) : (1_000_000, 500.0)
        var table: [String] = []
        for measured in PriceCase.all {
            for storage in measured.usesFolder ? HostPriceTests.storages : ["host"] {
                let outcome = try measured.run(
                    storage, nestbox, #""budget": \#(budget), "deadlineMilliseconds": 60000"#)
                let name = "\(measured.name) (\(storage))"
                let ends = measured.functions == ["proc_exit"]
                #expect(outcome.code == (ends ? 0 : 134) && !outcome.crashed, "\(name): \(outcome.stderr)")
                let fuel = try #require(outcome.fuel)
                let wall = try #require(outcome.statistics["wall_ms"].flatMap(Double.init))
                let load = try #require(outcome.statistics["load_ms"].flatMap(Double.init))
                let ratio = (wall - load) * 1_000_000 / Double(max(fuel, 1))
                table.append("\(String(format: "%7.2f", ratio)) ns for a unit: \(name)")
                // What ends at once is only instantiated; and how long storage takes is not the host's work.
                let bound = measured.waitsForStorage && storage != "memory" ? most * 20 : most
                if !ends { #expect(ratio < bound, "\(name): \(ratio) ns for a unit") }
            }
        }
        if ProcessInfo.processInfo.environment["NESTBOX_PRICES"] != nil {
            print(table.sorted().joined(separator: "\n"))
        }
    }
}

extension PriceCase {
    /// Whether the file system writes to its storage before the call returns: how long that takes differs a hundredfold.
    fileprivate var waitsForStorage: Bool {
        !Set(functions).isDisjoint(with: [
            "fd_sync", "fd_datasync", "path_create_directory", "path_symlink", "path_unlink_file",
        ])
    }

    var name: String { functions.joined(separator: "+") + (variant.isEmpty ? "" : " \(variant)") }

    /// Runs it with a folder of this storage, and these members of `resources`.
    func run(_ storage: String, _ nestbox: NestboxCommand, _ resources: String) throws -> NestboxCommand.Outcome {
        let folder = try TemporaryFolder()
        var guest = PriceGuest()
        make(&guest)
        let module = try folder.file("module.wat", guest.module.utf8)
        try FileManager.default.createDirectory(
            at: folder.url.appendingPathComponent("box"), withIntermediateDirectories: false)
        let calls = WASIFunction.all.map { "\"\($0.name)\"" }.joined(separator: ", ")
        let host = storage == "memory" ? "" : "\"host\": \"\(folder.path("box"))\", "
        let arguments = (0..<1_000).map { _ in "\"argument\"" }.joined(separator: ", ")
        let variables = (0..<500).map { "\"V\($0)\": \"value\"" }.joined(separator: ", ")
        let policy = """
            {
              "allow": [\(calls)], "clocks": "real", "stdout": {"file": "\(folder.path("output"))"},
              "arguments": {"values": [\(arguments)], "maximumCount": 2000},
              "environment": {"variables": {\(variables)}, "maximumCount": 2000},
              "folders": [{\(host)"storage": "\(storage)", "guest": "/",
                "allow": ["read", "write", "create", "delete", "list", "links"]}],
              "resources": {\(resources)}
            }
            """
        let file = try folder.file("policy.json", policy.utf8)
        return try nestbox.run(["run", "--stats", "--policy", file, "--stdin", "null", module])
    }
}

/// The page `docs/prices.md` says what the tables of prices say.
struct PricePageTests {
    @Test func thePageHasEveryPrice() throws {
        let page = String(decoding: try Repository.bytes("docs/prices.md"), as: UTF8.self)
        let calls = WASIFunction.all.map { "| `\($0.name)` | \($0.price.call) | \($0.price.kibibyte) |" }
        let steps = HostWork.allCases.map { "| `\($0.rawValue)` | \($0.price) |" }
        let lines = Set(page.split(separator: "\n").map(String.init))
        let missing =
            calls.filter { !lines.contains($0) } + steps.filter { step in !lines.contains { $0.hasPrefix(step) } }
        #expect(missing.isEmpty, "missing:\n\(missing.joined(separator: "\n"))")
        let rows = lines.filter { $0.hasPrefix("| `") }
        #expect(rows.count == calls.count + steps.count)
    }
}
