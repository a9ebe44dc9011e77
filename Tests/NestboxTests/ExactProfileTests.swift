import Foundation
import Nestbox
import Testing
import WasmRuntime
import WasmSyntax

/// Exact counts of blocks: profiles by function and instruction, and coverage.
struct ExactProfileTests {
    private static let guest = """
        (module
          (import "host" "work" (func $work (param i32)))
          (import "host" "fail" (func $fail))
          (tag $tag)
          (memory 1)
          (table funcref (elem $leaf))
          (type $pair (struct (field i32) (field i32)))
          (func $leaf (export "leaf") (param i32) (result i32)
            (if (result i32) (local.get 0) (then (i32.const 1)) (else (nop) (nop) (i32.const 2))))
          (func $loops (export "loops") (param i32)
            (local i32)
            (block $out
              (loop $again
                (br_if $out (i32.ge_u (local.get 1) (local.get 0)))
                (drop (call $leaf (i32.and (local.get 1) (i32.const 1))))
                (local.set 1 (i32.add (local.get 1) (i32.const 1)))
                (br $again))))
          (func $table (export "table") (param i32) (result i32)
            (block $a (block $b (block $c (br_table $a $b $c $a (local.get 0))) (return (i32.const 1)))
              (return (i32.const 2)))
            (i32.const 3))
          (func (export "tables") (param i32)
            (loop $again
              (drop (call $table (i32.and (local.get 0) (i32.const 7))))
              (block $x (block $y (br_table $x $y $x (i32.and (local.get 0) (i32.const 1)))) (br $x))
              (block $x (block $y (br_table $y $x (i32.and (local.get 0) (i32.const 1)))))
              (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
          (func $throws (param i32) (if (i32.eqz (local.get 0)) (then (throw $tag)))
            (call $throws (i32.sub (local.get 0) (i32.const 1))) (drop (i32.const 1)))
          (func (export "catches") (param i32)
            (loop $again
              (block $caught (try_table (catch $tag $caught) (call $throws (i32.const 20))) (unreachable))
              (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
          (func (export "hosts") (param i32) (call $work (i32.const 700)) (call $work (local.get 0)) (call $fail) (nop))
          (func $traps (export "traps") (param i32)
            (if (local.get 0) (then (call $traps (i32.sub (local.get 0) (i32.const 1)))) (else (unreachable)))
            (drop (i32.const 1)))
          (func (export "bulk") (param i32)
            (memory.fill (i32.const 0) (i32.const 1) (local.get 0))
            (memory.copy (i32.const 0) (i32.const 9) (local.get 0))
            (drop (memory.grow (i32.const 1))))
          (func (export "structs") (param i32)
            (loop $again
              (drop (struct.new $pair (i32.const 1) (i32.const 2)))
              (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
          (func (export "tail") (param i32) (result i32)
            (return_call_indirect (param i32) (result i32) (local.get 0) (i32.const 0)))
          (func (export "endless") (param i32) (loop $again (br $again))))
        """

    private struct Failed: Error {}

    private func instance(_ unit: BudgetUnit = .instruction) throws -> Instance {
        let imports: Imports = [
            "host": [
                "work": HostFunction { (call: HostCall, units: Int32) throws -> Void in try call.charge(UInt64(units))
                },
                "fail": HostFunction { throw Failed() },
            ]
        ]
        let store = Store(budgetUnit: unit, instruments: .blockCounts)
        store.budget.limit = 10_000_000
        return try store.instantiate(Module(text: ExactProfileTests.guest), imports: imports)
    }

    private static let calls: [(name: Name, argument: Int32)] = [
        ("leaf", 0), ("leaf", 1), ("loops", 0), ("loops", 1_001), ("table", 0), ("table", 9), ("tables", 100),
        ("catches", 50), ("hosts", 9), ("traps", 30), ("bulk", 3_000), ("bulk", 70_000), ("structs", 5_000),
        ("tail", 1),
    ]

    /// Every unit belongs to a function and an instruction, however calls end.
    @Test(arguments: calls, BudgetUnit.allCases)
    func everyUnitIsExplained(_ call: (name: Name, argument: Int32), _ unit: BudgetUnit) throws {
        let instance = try instance(unit)
        let profile = try instance.store.profile { _ = try instance.call(call.name, [.i32(call.argument)]) }.profile
        #expect(profile.isExact)
        #expect(profile.otherUnits == 0)
        #expect(profile.functions.reduce(0) { $0 + ($1.units ?? 0) } == profile.totalUnits)
        // Entering a function costs a unit, which belongs to no instruction.
        let entries = profile.functions.filter { $0.index != nil }.reduce(0) { $0 + ($1.calls ?? 0) }
        let hosts = profile.functions.filter { $0.index == nil }.reduce(0) { $0 + ($1.units ?? 0) }
        #expect(profile.places.reduce(0) { $0 + ($1.units ?? 0) } + entries + hosts == profile.totalUnits)
    }

    /// With little budget, calls stop everywhere: at branches, calls, returns, bulk operations and in searches.
    @Test(arguments: calls)
    func everyUnitIsExplainedWhereverACallStops(_ call: (name: Name, argument: Int32)) throws {
        for limit: UInt64 in [0, 1, 2, 3, 5, 8, 13, 21, 40, 60, 100, 150, 333, 777] {
            let instance = try instance()
            instance.store.budget.allow(limit)
            let profile = try instance.store.profile { _ = try instance.call(call.name, [.i32(call.argument)]) }.profile
            #expect(profile.otherUnits == 0, "\(limit)")
        }
    }

    /// A call that is suspended again and again gives the counts of one in one go, also while it is suspended.
    @Test(arguments: calls)
    func suspendedCallsAreExplained(_ call: (name: Name, argument: Int32)) throws {
        let whole = try instance()
        let expected = try whole.store.profile { _ = try whole.call(call.name, [.i32(call.argument)]) }.profile
        let parts = try instance()
        let store = parts.store
        let guest = try #require(parts.function(named: call.name)).begin([.i32(call.argument)])
        try store.startProfile()
        let step = max(7, expected.totalUnits / 50)
        var steps = 0
        do {
            while case .suspended = try guest.resume(yieldingAfter: step) {
                steps += 1
                guard steps % 10 == 3 else { continue }
                let part = try #require(try store.stopProfile())
                #expect(part.otherUnits == 0)
                try store.startProfile()
            }
        } catch {}
        #expect(try #require(try store.stopProfile()).otherUnits == 0)
        #expect(store.budget.spent == whole.store.budget.spent)
        let (one, other) = (try whole.store.coverage(of: whole.module), try store.coverage(of: parts.module))
        #expect(one == other)
    }

    @Test func discardedCallsAreExplained() throws {
        let instance = try instance()
        let store = instance.store
        try store.startProfile()
        var call: GuestCall? = try #require(instance.function(named: "endless")).begin([.i32(0)])
        _ = try call?.resume(yieldingAfter: 1_000)
        call = nil
        #expect(try #require(try store.stopProfile()).otherUnits == 0)
    }

    @Test func callsAndUnitsAreThoseOfTheProgram() throws {
        let instance = try instance()
        let profile = try instance.store.profile { _ = try instance.call("loops", [.i32(10)]) }.profile
        let leaf = try #require(profile.functions.first { $0.name == "leaf" })
        // Entry, local.get, if, i32.const.
        #expect(leaf.calls == 10)
        #expect(leaf.units == 10 * 4)
        let loops = try #require(profile.functions.first { $0.name == "loops" })
        // Entry; 11 times the condition; 10 times the body.
        #expect(loops.calls == 1)
        let units: UInt64 = 1 + 11 * 4 + 10 * 9
        #expect(loops.units == units)
    }

    @Test func twoInstancesCountForTheirModule() throws {
        let module = try Module(text: "(module (func (export \"f\") (loop (br_if 1 (i32.const 1)))))")
        let store = Store(instruments: .blockCounts)
        let (one, other) = (try store.instantiate(module), try store.instantiate(module))
        for _ in 0..<3 { _ = try one.call("f", []) }
        _ = try other.call("f", [])
        #expect(try store.coverage(of: module).functions.map(\.calls) == [4])
        try other.discard()
        _ = try store.instantiate(module).call("f", [])
        #expect(try store.coverage(of: module).functions.map(\.calls) == [5])
        #expect(store.hostUsage[.instances] == store.recountedHostUsage()[.instances])
        try store.reset()
        #expect(throws: CoverageError.notCounting) { try Store().coverage(of: module) }
    }

    /// A `br_table` with a way out of each of many loops: choosing counters takes time in proportion to the ways, not to ways
    /// times loops (1.3 s for 30,000 of them, then).
    @Test func waysOutOfManyLoopsTakeLinearTime() throws {
        func time(loops: Int) throws -> Duration {
            let labels = (0...loops).map { "\($0)" }.joined(separator: " ")
            let module = try Module(
                text: """
                    (module (func (export "run") (block \(String(repeating: "(loop ", count: loops))
                      (br_table \(labels) \(loops) (i32.const \(loops)))
                      \(String(repeating: ")", count: loops)))))
                    """)
            var least = Duration.seconds(60)
            for _ in 0..<3 {
                let store = Store(instruments: .blockCounts)
                least = try min(
                    least, ContinuousClock().measure { _ = try store.instantiate(module).call("run", [] as [Value]) })
            }
            return least
        }
        let (few, many) = (try time(loops: 3_000), try time(loops: 30_000))
        #expect(many < few * 25 + .milliseconds(100))
    }

    @Test func countingStoresHaveNoSnapshots() throws {
        let instance = try instance()
        #expect(throws: SnapshotError.countingBlocks) { try instance.snapshot() }
        let snapshot = try Store().instantiate(Module(text: "(module)")).snapshot()
        #expect(throws: SnapshotError.countingBlocks) { try Store(instruments: .blockCounts).instantiate(snapshot) }
    }

    // MARK: Coverage

    @Test func coverageHasEveryFunctionAndBranch() throws {
        let instance = try instance()
        _ = try instance.call("loops", [.i32(4)])
        let coverage = try instance.store.coverage(of: instance.module)
        #expect(coverage.functions.count == instance.module.validated.module.bodies.count)
        #expect(Set(coverage.functions.filter { $0.calls > 0 }.map(\.name)) == ["leaf", "loops"])
        #expect(coverage.branches.filter { $0.ways.contains { $0 > 0 } }.map(\.ways) == [[2, 2], [1, 4]])
        #expect(coverage.sites.map(\.offset) == coverage.sites.map(\.offset).sorted())
    }

    @Test func lcovCountsByLines() throws {
        let instance = try instance()
        _ = try instance.call("leaf", [.i32(1)])
        var coverage = try instance.store.coverage(of: instance.module)
        let whole = coverage.lcov(module: "guest.wasm")
        #expect(whole.hasPrefix("TN:\nSF:guest.wasm\nFN:"))
        #expect(whole.contains("FNDA:1,leaf\n"))
        #expect(whole.contains("FNDA:0,loops\n"))
        #expect(whole.components(separatedBy: "end_of_record").count == 2)
        let leaf = try #require(coverage.functions.first { $0.name == "leaf" })
        let next = try #require(coverage.functions.first { $0.name == "loops" }).offset
        coverage.addLines { offset in
            leaf.offset <= offset && offset < next
                ? GuestProfile.Line(file: "leaf.c", line: 3 + (offset - leaf.offset) / 4) : nil
        }
        let lines = coverage.lcov(module: "guest.wasm")
        #expect(lines.hasPrefix("TN:\nSF:leaf.c\nFN:3,leaf\nFNDA:1,leaf\nFNF:1\nFNH:1\nBRDA:3,0,0,0\nBRDA:3,0,1,1\n"))
        #expect(lines.contains("DA:3,1\n"))
    }

    // MARK: Files

    @Test func firefoxProfilesAreReadAgain() throws {
        let instance = try instance()
        let profile = try instance.store.profile(.units(every: 10)) { _ = try instance.call("loops", [.i32(40)]) }
            .profile
        let read = try GuestProfile(firefoxProfile: Array(profile.firefoxProfile().utf8))
        #expect(ProfileComparison(before: profile, after: read).isEqual)
        #expect(read.foldedStacks == profile.foldedStacks)
        let other = try instance.store.profile { _ = try instance.call("loops", [.i32(50)]) }.profile
        let comparison = ProfileComparison(before: profile, after: other)
        #expect(comparison.functions.map(\.function) == ["loops", "leaf"])
        #expect(comparison.functions.map(\.difference) == [130, 40])
        #expect(comparison.total.difference == 170)
        #expect(other.flameGraph(comparedWith: profile).contains("sha256-"))
    }

    /// Damaged profiles are refused or read, and nothing else.
    @Test func damagedProfilesAreRefused() throws {
        let instance = try instance()
        let profile = try instance.store.profile(.units(every: 10)) { _ = try instance.call("loops", [.i32(9)]) }
            .profile
        let text = Array(profile.firefoxProfile().utf8)
        var random = SystemRandomNumberGenerator()
        var refused = 0
        for _ in 0..<400 {
            var bytes = text
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0x20..<0x7F, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.insert(UInt8(ascii: "9"), at: place)
                }
            }
            do {
                let read = try GuestProfile(firefoxProfile: bytes)
                _ = (read.foldedStacks, read.flameGraph(comparedWith: profile))
            } catch {
                refused += 1
            }
        }
        #expect(refused > 100)
    }
}
