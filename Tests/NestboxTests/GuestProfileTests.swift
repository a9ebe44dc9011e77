import Foundation
import Nestbox
import Testing
import WasmRuntime

/// Profiles of guests: what is sampled, that it is all that was spent, and what other tools get.
struct GuestProfileTests {
    private static let guest = """
        (module
          (import "host" "work" (func $work (param i32)))
          (func $leaf (param i32)
            (loop $again
              (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
          (func $middle (param i32) (call $leaf (local.get 0)) (call $leaf (local.get 0)))
          (func (export "run") (param i32) (call $middle (local.get 0)) (call $leaf (local.get 0)))
          (func (export "calls") (param i32)
            (loop $again
              (call $work (i32.const 30000))
              (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
          (func (export "trap") (param i32) (call $middle (local.get 0)) unreachable)
          (func $deep (export "deep") (param i32)
            (if (local.get 0) (then (call $deep (i32.sub (local.get 0) (i32.const 1))) (call $leaf (i32.const 100))))))
        """

    private func instance() throws -> Instance {
        let imports: Imports = [
            "host": [
                "work": HostFunction { (call: HostCall, units: Int32) throws -> Void in try call.charge(UInt64(units)) }
            ]
        ]
        return try Store().instantiate(Module(text: GuestProfileTests.guest), imports: imports)
    }

    private func profile(
        of name: Name, _ argument: Int32, by clock: ProfileClock = .units(every: 1_000)
    ) throws -> (profile: GuestProfile, spent: UInt64) {
        let instance = try instance()
        let outcome = try instance.store.profile(clock) { _ = try instance.call(name, [.i32(argument)]) }
        return (outcome.profile, instance.store.budget.spent)
    }

    /// The names of each stack with its weight, sums over equal stacks.
    private func stacks(_ profile: GuestProfile) -> [String: UInt64] {
        var stacks: [String: UInt64] = [:]
        for line in profile.foldedStacks.split(separator: "\n") {
            let parts = line.split(separator: " ")
            stacks[String(parts[0])] = UInt64(parts[1])
        }
        return stacks
    }

    @Test(arguments: ["run", "calls", "trap", "deep"] as [Name])
    func samplesAddUpToTheBudget(name: Name) throws {
        let (profile, spent) = try profile(of: name, 900)
        #expect(profile.totalUnits == spent)
        #expect(profile.totalWeight == spent)
        #expect(profile.otherUnits == 0)
    }

    @Test(arguments: ["run", "calls", "trap", "deep"] as [Name])
    func everyRunGivesTheSameSamples(name: Name) throws {
        #expect(try profile(of: name, 900).profile == profile(of: name, 900).profile)
    }

    @Test func stacksSayWhoHasCalled() throws {
        let stacks = stacks(try profile(of: "run", 30_000).profile)
        let (inner, outer) = (stacks["run;middle;leaf"] ?? 0, stacks["run;leaf"] ?? 0)
        #expect(abs(Int(inner) - 2 * Int(outer)) < 4_000)
        #expect(stacks.keys.allSatisfy { $0.hasPrefix("run") })
    }

    @Test func hostFunctionsAreLeaves() throws {
        let stacks = stacks(try profile(of: "calls", 20).profile)
        #expect(stacks["calls;host.work"] == 600_000)
    }

    @Test func aTrapIsTheLastSample() throws {
        #expect(stacks(try profile(of: "trap", 5).profile).keys.contains("trap"))
    }

    @Test func timeInTheHostIsNotTheGuests() throws {
        let imports: Imports = [
            "host": ["work": HostFunction { (_: Int32) -> Void in Thread.sleep(forTimeInterval: 0.02) }]
        ]
        let store = Store()
        let instance = try store.instantiate(Module(text: GuestProfileTests.guest), imports: imports)
        let profile = try store.profile(.time()) { _ = try instance.call("calls", [.i32(3)]) }.profile
        #expect(profile.unit == .nanoseconds)
        #expect(stacks(profile)["calls;host.work"] ?? 0 >= 60_000_000)
    }

    @Test func deepStacksAreCut() throws {
        let profile = try profile(of: "deep", 900).profile
        #expect(profile.functions.contains { $0.name == "(outer frames omitted)" })
    }

    @Test func suspendedCallsAddUp() throws {
        let instance = try instance()
        let store = instance.store
        try store.startProfile(.units(every: 500))
        let call = try #require(instance.function(named: "run")).begin([.i32(500)])
        while case .suspended = try call.resume(yieldingAfter: 100) {}
        let profile = try #require(try store.stopProfile())
        #expect(profile.totalWeight == store.budget.spent)
        #expect(stacks(profile)["run;middle;leaf"] ?? 0 > 2_000)
    }

    @Test func oneProfileAtATime() throws {
        let store = Store()
        try store.startProfile()
        #expect(throws: ProfileError.begun) { try store.startProfile() }
        #expect(try store.stopProfile() != nil)
        #expect(try store.stopProfile() == nil)
    }

    @Test func linesComeFromTheEmbedder() throws {
        let instance = try instance()
        try instance.store.startProfile(.units(every: 1_000))
        _ = try instance.call("run", [.i32(5_000)])
        let profile = try #require(
            try instance.store.stopProfile { _ in { GuestProfile.Line(file: "<\u{1B}>.c", line: $0) } })
        #expect(profile.places.allSatisfy { profile.functions[$0.function].index == nil || $0.line?.line == $0.offset })
        let page = profile.flameGraph()
        #expect(page.contains("&lt;\\u{1b}&gt;.c:"))
        let read = try GuestProfile(firefoxProfile: Array(profile.firefoxProfile().utf8))
        #expect(read.places.map(\.line?.line) == profile.places.map(\.line?.line))
    }

    // MARK: Formats

    /// Names that try to get out of where they are written.
    private static let hostile = [
        "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a;b c", "\"'&<>", "\u{202E}x\u{0}\n",
    ]

    private func hostileProfile() throws -> GuestProfile {
        let names = GuestProfileTests.hostile
        let functions = names.enumerated().map { index, name in
            "(func (export \"\(name.unicodeScalars.map { "\\u{\(String($0.value, radix: 16))}" }.joined())\") (param i32)"
                + "(loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))"
        }
        let store = Store()
        let instance = try store.instantiate(Module(text: "(module \(functions.joined()))"))
        return try store.profile(.units(every: 100)) {
            for name in names { _ = try instance.call(Name(name), [.i32(200)]) }
        }.profile
    }

    @Test func hostileNamesStayTexts() throws {
        let profile = try hostileProfile()
        let page = profile.flameGraph(title: "</title><script>alert(2)</script>")
        #expect(page.components(separatedBy: "<script").count == 3)
        #expect(page.components(separatedBy: "</script").count == 3)
        #expect(!page.contains("<img"))
        #expect(!page.contains("\u{202E}"))
        #expect(page.contains("default-src 'none'; script-src 'sha256-"))
        #expect(!profile.foldedStacks.contains("\u{202E}"))
        #expect(profile.foldedStacks.split(separator: "\n").allSatisfy { $0.split(separator: " ").count == 2 })
    }

    @Test func firefoxProfilesAreTables() throws {
        let profile = try profile(of: "run", 30_000).profile
        let text = profile.firefoxProfile(title: "a \"guest\"")
        let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let thread = try #require((json["threads"] as? [[String: Any]])?.first)
        func table(_ name: String) throws -> [String: Any] { try #require(thread[name] as? [String: Any]) }
        for name in ["frameTable", "funcTable", "samples", "stackTable", "markers", "nativeSymbols", "resourceTable"] {
            let table = try table(name)
            let length = try #require(table["length"] as? Int)
            for (column, values) in table {
                if let values = values as? [Any] { #expect(values.count == length, "\(name).\(column)") }
            }
        }
        let names = try #require(thread["stringArray"] as? [String])
        let functions = try #require(try table("funcTable")["name"] as? [Int]).map { names[$0] }
        #expect(functions.contains("middle"))
        let weights = try #require(try table("samples")["weight"] as? [UInt64])
        #expect(weights.reduce(0, +) == profile.totalUnits)
    }

    // MARK: The command

    @Test(
        arguments: NestboxCommand.all, [("p.html", "<!DOCTYPE html>"), ("p.json", "{\"meta\""), ("p.folded", "_start")])
    func theCommandWritesProfiles(_ nestbox: NestboxCommand, _ file: (name: String, start: String)) throws {
        let folder = try TemporaryFolder()
        let guest = Repository.path("Tests/Guests/exitcode.wasm")
        let outcome = try nestbox.run(["run", "--profile", folder.path(file.name), guest, "7"])
        #expect(outcome.code == 7)
        #expect(try folder.text(file.name).hasPrefix(file.start))
    }

    @Test(arguments: NestboxCommand.all)
    func theCommandWritesProfilesOfTraps(_ nestbox: NestboxCommand) throws {
        let folder = try TemporaryFolder()
        let guest = Repository.path("Tests/Guests/forever.wasm")
        for limit in [["--fuel", "100000"], ["--timeout", "2s"]] {
            let file = folder.path("p.folded")
            // Before the stack is deeper than a sample.
            let often = ["--profile-every", "10000"]
            #expect(try nestbox.run(["run", "--profile", file] + often + limit + [guest]).code == 134)
            #expect(try folder.text("p.folded").contains("_start"))
        }
        #expect(try nestbox.run(["run", "--profile", folder.path("p.xml"), guest]).code == 2)
        #expect(try nestbox.run(["run", "--profile-by", "time", guest]).code == 2)
    }
}
