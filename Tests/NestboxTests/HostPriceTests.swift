import Foundation
import Testing
import WASIPreview1

/// The prices of WASI calls: a guest cannot make the host work for much longer than the budget pays for.
struct HostPriceTests {
    /// A new function needs a case here.
    @Test func everyFunctionIsMeasured() {
        let measured = Set(PriceCase.all.flatMap(\.functions))
        #expect(measured == Set(WASIFunction.all.map { "\($0.name)" }))
    }

    static let storages = ["host", "memory", "overlay"]

    /// The budget ends guests that call one function without end, after at most about ten nanoseconds for each unit.
    /// (Debug builds take about 30 times as long.)
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
                // A guest that ends at once is only instantiated. The time of the storage is not work of the host.
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
    /// Whether the file system writes to its storage before the call returns, which may take a hundred times as long.
    fileprivate var waitsForStorage: Bool {
        !Set(functions).isDisjoint(with: [
            "fd_sync", "fd_datasync", "path_create_directory", "path_symlink", "path_unlink_file",
        ])
    }

    var name: String { functions.joined(separator: "+") + (variant.isEmpty ? "" : " \(variant)") }

    /// Runs the case with a folder of this storage and these members of `resources`.
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

/// The page `docs/prices.md` agrees with the tables of prices.
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
