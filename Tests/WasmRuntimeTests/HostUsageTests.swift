import Testing
import WasmSyntax

@testable import WasmRuntime

/// The account by kind says what is there, whatever has happened to a store.
struct HostUsageTests {
    /// Imports from an instance of `DiscardTests.guest`, and has vectors, objects and a function that can be suspended.
    static let importer = """
        (import "first" "f" (func $f (param i32) (result i32))) (import "first" "memory" (memory 1))
        (import "first" "table" (table 1 funcref)) (import "first" "global" (global (mut i32)))
        (import "first" "tag" (tag (param i32)))
        (type $node (struct (field (ref null $node)) (field v128)))
        (global $list (mut (ref null $node)) (ref.null $node))
        (elem $kept funcref (ref.func $g) (ref.null func))
        (func $g (export "f") (param i32) (result i32)
          (drop (i32x4.add (i32x4.splat (local.get 0)) (i32x4.splat (i32.const 1))))
          (loop $l (nop)) (call $f (local.get 0)))
        (func (export "grow") (param $count i32)
          (loop $l
            (global.set $list (struct.new $node (global.get $list) (v128.const i64x2 1 2)))
            (br_if $l (local.tee $count (i32.sub (local.get $count) (i32.const 1))))))
        (func (export "forget") (global.set $list (ref.null $node)) (elem.drop $kept))
        """

    /// Fails if the account differs from what is in the store's lists.
    static func check(_ store: Store, _ step: String) {
        let usage = store.hostUsage
        #expect(usage.total == store.hostBytes && store.hostBytes <= store.hostBytesPeak, "\(step)")
        #expect(store.hostMemory.excess == 0, "\(step): given back without having been taken")
        let found = store.recountedHostUsage()
        for kind in HostMemoryKind.allCases {
            #expect(usage[kind] == found[kind], "\(step): \(kind.rawValue)")
        }
    }

    /// A store in use, with handles of everything in it.
    private final class Used {
        let store: Store
        var (firsts, others): ([Instance], [Instance]) = ([], [])
        var calls: [GuestCall] = []
        var kept: [Any] = []
        let modules: [Module]
        private var random: UInt64

        init(_ modules: [Module], _ store: Store, seed: UInt64) {
            (self.modules, self.store, random) = (modules, store, seed)
        }

        func next(_ bound: Int) -> Int {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(random >> 33) % max(1, bound)
        }

        func forgetAll() { (firsts, others, calls, kept) = ([], [], [], []) }

        var importsOfOne: Imports? {
            guard !firsts.isEmpty else { return nil }
            var imports = Imports()
            imports.define(exportsOf: firsts[next(firsts.count)], in: "first")
            return imports
        }

        /// Takes a random step, and returns its name.
        func step() throws -> String {
            switch next(22) {
            case 0, 1, 2:
                firsts.append(try store.instantiate(modules[0], imports: DiscardTests.imports()))
                return "instantiate"
            case 3, 4:
                if let imports = importsOfOne { others.append(try store.instantiate(modules[1], imports: imports)) }
                return "instantiate an importer"
            case 5:
                #expect(throws: Trap.self) { try store.instantiate(modules[2]) }
                return "fail to instantiate"
            case 6:
                #expect(throws: LinkError.self) { try store.instantiate(modules[1]) }
                return "fail to link"
            case 7 where !firsts.isEmpty:
                _ = try firsts[next(firsts.count)].call("grow")
                return "grow"
            case 8 where !others.isEmpty:
                _ = try others[next(others.count)].call("grow", [.i32(Int32(1 + next(3_000)))])
                return "objects"
            case 9 where !others.isEmpty:
                _ = try others[next(others.count)].call("forget")
                return "drop a segment"
            case 10 where !firsts.isEmpty:
                let one = firsts[next(firsts.count)]
                #expect(throws: WasmException.self) { try one.call("throw") }
                return "throw"
            case 11, 12:
                guard let one = (firsts + others).last, let function = one.function(named: "f") else { break }
                let call = try function.begin([.i32(1)])
                _ = try call.resume(yieldingAfter: UInt64(next(8)))
                if !call.isFinished { calls.append(call) }
                return "suspend"
            case 13, 14:
                guard !calls.isEmpty else { break }
                let call = calls.remove(at: next(calls.count))
                if next(2) == 0 { call.cancel() } else { _ = try call.resume() }
                return "end a suspended call"
            case 15:
                if next(2) == 0, !others.isEmpty {
                    try? others.remove(at: next(others.count)).discard()
                } else if !firsts.isEmpty {
                    let one = firsts[next(firsts.count)]
                    try? one.discard()
                    firsts.removeAll { $0.isDiscarded }
                }
                return "discard"
            case 16:
                try makeItems()
                return "make host items"
            case 17:
                for _ in 0..<next(300) { _ = ExternalReference(1, in: store) }
                kept.append(ExternalReference(2, in: store))
                return "host objects"
            case 18:
                try store.reclaimAllFunctions()
                return "reclaim"
            case 19:
                try store.collectGarbage(top: 0)
                return "collect"
            case 20 where next(4) == 0:
                try store.reset()
                #expect(store.hostUsage == HostUsage() && store.hostBytesPeak == 0)
                forgetAll()
                return "reset"
            default: break
            }
            return "nothing"
        }

        private func makeItems() throws {
            let memory = try GuestMemory(pages: UInt64(next(3)), in: store)
            _ = try memory.grow(by: 1)
            _ = try Table(count: UInt64(next(50)), in: store).grow(by: 3, with: .funcref(nil))
            _ = try Global(.i64(1), in: store)
            _ = try Tag([.i32, .i64, next(2) == 0 ? .f32 : .f64], in: store)
            _ = try Function(HostFunction { (value: Float) in value }, in: store)
        }
    }

    @Test(arguments: [1, 2, 3]) func theAccountIsWhatIsThere(seed: UInt64) throws {
        let modules = try [
            DiscardTests.guest, HostUsageTests.importer, "(memory 3) (func $s unreachable) (start $s)",
        ].map { try Guest.module($0) }
        let used = Used(modules, Store(), seed: seed)
        var steps: [String: Int] = [:]
        for number in 0..<400 {
            let step = try used.step()
            steps[step, default: 0] += 1
            HostUsageTests.check(used.store, "\(number): \(step)")
        }
        #expect(steps.count >= 16, "\(steps)")
        used.forgetAll()
        try used.store.reset()
        #expect(used.store.hostUsage == HostUsage())
        HostUsageTests.check(used.store, "end")
    }

    /// A store that begins with a snapshot counts what it has, as the first one did.
    @Test func forksCountWhatTheyHave() throws {
        let modules = try [DiscardTests.guest, HostUsageTests.importer].map { try Guest.module($0) }
        let store = Store()
        let first = try store.instantiate(modules[0], imports: DiscardTests.imports())
        var imports = Imports()
        imports.define(exportsOf: first, in: "first")
        let second = try store.instantiate(modules[1], imports: imports)
        _ = try second.call("grow", [.i32(5_000)])
        _ = try second.call("f", [.i32(4)])
        let call = try #require(second.function(named: "f")).begin([.i32(4)])
        _ = try call.resume(yieldingAfter: 3)
        HostUsageTests.check(store, "original")
        for read in [false, true] {
            var snapshot = try call.snapshot()
            if read { snapshot = try Snapshot(bytes: snapshot.bytes(), modules: modules) }
            let fork = Store()
            let going = try fork.call(restoredFrom: snapshot, imports: DiscardTests.imports())
            HostUsageTests.check(fork, "fork")
            for kind in HostMemoryKind.allCases where kind != .code && kind != .stacks {
                #expect(fork.hostUsage[kind] == store.hostUsage[kind], "\(kind)")
            }
            #expect(fork.hostUsage[.code] < store.hostUsage[.code], "others' code is not the fork's")
            _ = try going.resume()
            HostUsageTests.check(fork, "resumed")
            let again = try #require(fork.state.instances.indices.last)
            _ = try Instance(store: fork, module: modules[1], address: InstanceAddress(index: again)).call("forget")
            HostUsageTests.check(fork, "more code")
            try fork.reset()
            #expect(fork.hostUsage == HostUsage())
        }
        let small = HostMemoryTests.store(100_000)
        #expect(throws: SnapshotError.self) {
            try small.instantiate(second.snapshot(), imports: DiscardTests.imports())
        }
    }

    /// A store that goes on from the code of others counts that code once it has a copy.
    @Test func othersCodeCountsOnceItIsCopied() throws {
        let module = try Guest.module(
            "(func (export \"a\") \(String(repeating: "(nop) (drop (i32.popcnt (i32.const 5)))", count: 3_000)))"
                + "(func (export \"b\"))")
        let first = Store()
        _ = try first.instantiate(module).call("a")
        let second = Store()
        let instance = try second.instantiate(module)
        _ = try instance.call("a")
        HostUsageTests.check(second, "shared")
        #expect(second.hostUsage[.code] < 1_000 && first.hostUsage[.code] > 50_000)
        _ = try instance.call("b")
        HostUsageTests.check(second, "copied")
        #expect(second.hostUsage[.code] > first.hostUsage[.code] && second.codeBytes < 1_000)

        var limits = StoreLimits()
        limits.hostBytes = first.hostUsage[.stacks] + 20_000
        let small = Store(limits: limits)
        let refused = try small.instantiate(module)
        #expect(try Ending.of { try refused.call("a") } == .nothing)
        #expect(try Ending.of { try refused.call("b") } == .trapped(.hostMemoryExhausted))
    }

    @Test func aUsageIsATable() {
        var usage = HostUsage()
        #expect(usage.description == "total: 0" && usage.total == 0)
        usage[.tables] = 16
        usage[.memories] = 65_536
        #expect(usage.description == "memories: 65536\ntables: 16\ntotal: 65552")
        #expect(Set(HostMemoryKind.allCases.map(\.index)) == Set(0..<HostMemoryKind.count))
    }
}
