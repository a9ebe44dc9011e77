import Testing
import WasmSyntax

@testable import WasmRuntime

/// A store that begins with a snapshot is like the one that the snapshot was made of.
struct SnapshotTests {
    static let counter = """
        (import "host" "add" (func $add (param i32 i32) (result i32)))
        (memory (export "m") 1 10) (global $g (export "g") (mut i64) (i64.const 5))
        (table $t (export "t") 2 10 funcref) (elem (i32.const 0) $seven) (data $d "abcdef") (elem $e func $eight)
        (type $node (struct (field (mut i32)) (field (ref null $node)))) (type $f (func (result i32)))
        (global $list (mut (ref null $node)) (ref.null $node))
        (func $seven (result i32) (i32.const 7)) (func $eight (result i32) (i32.const 8))
        (func (export "warm")
          (memory.init $d (i32.const 100) (i32.const 0) (i32.const 6)) (data.drop $d)
          (table.init $t $e (i32.const 1) (i32.const 0) (i32.const 1)) (elem.drop $e)
          (drop (memory.grow (i32.const 2))) (drop (table.grow $t (ref.func $seven) (i32.const 3)))
          (i32.store (i32.const 140000) (i32.const 99))
          (global.set $list (struct.new $node (i32.const 20) (struct.new $node (i32.const 30) (ref.null $node)))))
        (func (export "count") (result i32)
          (global.set $g (i64.add (global.get $g) (i64.const 1)))
          (struct.set $node 0 (global.get $list) (call $add (struct.get $node 0 (global.get $list)) (i32.const 1)))
          (i32.store (i32.const 140000) (i32.add (i32.load (i32.const 140000)) (i32.const 1)))
          (i32.add (i32.add (i32.wrap_i64 (global.get $g)) (i32.load (i32.const 140000)))
            (i32.add (struct.get $node 0 (global.get $list))
              (i32.add (call_indirect $t (type $f) (i32.const 1)) (call_indirect $t (type $f) (i32.const 4))))))
        (func (export "init") (memory.init $d (i32.const 0) (i32.const 0) (i32.const 1)))
        """

    @Test func forksAreIndependent() throws {
        let store = Store()
        let instance = try Guest.instance(SnapshotTests.counter, in: store, imports: SuspensionTests.imports())
        _ = try instance.call("warm")
        let snapshot = try instance.snapshot()
        let first = try (0..<3).map { _ in "\(try instance.call("count"))" }
        for _ in 0..<3 {
            let fork = try Store().instantiate(snapshot, imports: SuspensionTests.imports())
            #expect(try (0..<3).map { _ in "\(try fork.call("count"))" } == first)
            #expect(fork.memory(named: "m")?.byteCount == 3 * 65_536)
            #expect(try fork.memory(named: "m")?.read(at: 100, count: 6) == Array("abcdef".utf8))
            // The segment stays dropped.
            #expect(throws: Trap.self) { try fork.call("init") }
            #expect(fork.store.hostBytes > 3 * 65_536)
        }
        // A fork of a fork, and one into a store that lowers in another way.
        let fork = try Store().instantiate(snapshot, imports: SuspensionTests.imports())
        _ = try fork.call("count")
        let second = try Store(limits: StoreLimits(), options: LoweringOptions(fusing: false)).instantiate(
            try fork.snapshot(), imports: SuspensionTests.imports())
        #expect("\(try second.call("count"))" == first[1])
    }

    @Test func aSnapshotNeedsAnUnusedStoreAndItsImports() throws {
        let instance = try Guest.instance(SnapshotTests.counter, imports: SuspensionTests.imports())
        let snapshot = try instance.snapshot()
        #expect(throws: SnapshotError.storeInUse) {
            try instance.store.instantiate(snapshot, imports: SuspensionTests.imports())
        }
        let store = Store()
        let error = #expect(throws: LinkError.self) { try store.instantiate(snapshot) }
        #expect(error?.missing.map(\.name) == ["add"])
        // Nothing remains of the attempt.
        #expect(store.state.instances.isEmpty)
        #expect(store.hostBytes == 0)
        var wrong = Imports()
        wrong.define("add", in: "host", HostFunction { (a: Int64) in a })
        #expect(throws: LinkError.self) { try store.instantiate(snapshot, imports: wrong) }
        var limits = StoreLimits()
        limits.memoryPages = 0
        #expect(throws: SnapshotError.limitExceeded("a memory of 65536 bytes")) {
            try Store(limits: limits).instantiate(snapshot, imports: SuspensionTests.imports())
        }
        let again = try store.instantiate(snapshot, imports: SuspensionTests.imports())
        #expect(again.store === store)
        _ = try again.call("warm")
    }

    @Test func objectsOfTheHostHaveNames() throws {
        let store = Store()
        let instance = try Guest.instance(
            "(global $g (mut externref) (ref.null extern)) (func (export \"set\") (param externref) (global.set $g (local.get 0)))"
                + "(func (export \"get\") (result externref) (global.get $g))", in: store)
        _ = try instance.call("set", [.externref(ExternalReference("socket", in: store))])
        _ = ExternalReference("garbage", in: store)
        #expect(throws: SnapshotError.unnamedObject) { try instance.snapshot() }
        let snapshot = try instance.snapshot(naming: { $0 as? String })
        #expect(throws: SnapshotError.unknownObject("socket")) { try Store().instantiate(snapshot) }
        let fork = try Store().instantiate(snapshot, object: { "the other \($0)" })
        guard case .externref(let reference?)? = try fork.call("get").first else { throw SuspensionTests.TestError() }
        #expect(reference.object as? String == "the other socket")
        // Once the guest lets go of it, it needs no name.
        _ = try instance.call("set", [.externref(nil)])
        _ = try instance.snapshot()
    }

    /// A call is suspended after every few units, and goes on in another store.
    @Test(arguments: SuspensionTests.guests.indices)
    func suspendedCallsMoveToOtherStores(_ index: Int) throws {
        let guest = SuspensionTests.guests[index]
        for options in Guest.heapUses {
            let whole = try SuspensionTests.observe(guest.fields, options) { try $0.call([]) }
            for units: UInt64 in [1, 7, 50] {
                let moved = try SnapshotTests.observe(guest.fields, options, movingEvery: units)
                #expect(moved == whole, "\(guest.name), every \(units) units")
            }
        }
    }

    /// Finishes a call, and moves it to a new store, through bytes, whenever it yields.
    static func finish(_ call: inout GuestCall, _ imports: Imports, movingEvery units: UInt64) throws -> [Value] {
        while true {
            if case .finished(let results) = try call.resume(yieldingAfter: units) { return results }
            let old = call.function.store
            guard let bytes = try? call.snapshot().bytes() else { continue }
            let snapshot = try Snapshot(bytes: bytes, modules: try call.snapshot().modules, limits: old.limits)
            let store = Store(limits: old.limits, options: old.options)
            store.budget = old.budget
            store.continueBudget(of: snapshot)
            call = try store.call(restoredFrom: snapshot, imports: imports)
        }
    }

    /// Calls `f`, and moves the call to a new store whenever it yields.
    static func observe(
        _ fields: String, _ options: LoweringOptions, movingEvery units: UInt64,
        through transport: (Snapshot) throws -> Snapshot = { $0 }
    ) throws -> SuspensionTests.Outcome {
        var limits = StoreLimits()
        limits.callDepth = 200
        let imports = SuspensionTests.imports()
        let instance = try Guest.instance(fields, in: Store(limits: limits, options: options), imports: imports)
        var call = try #require(instance.function(named: "f")).begin()
        var outcome = SuspensionTests.Outcome(ending: "", spent: 0)
        do {
            while true {
                if case .finished(let results) = try call.resume(yieldingAfter: units) {
                    outcome.ending = "\(results)"
                    break
                }
                let store = Store(limits: limits, options: options)
                let snapshot = try transport(try call.snapshot())
                store.continueBudget(of: snapshot)
                call = try store.call(restoredFrom: snapshot, imports: imports)
            }
        } catch let trap as Trap {
            outcome.ending = trap.kind.description
            outcome.backtrace = trap.backtrace
        } catch let exception as WasmException {
            outcome.ending = "\(exception.values(in: call.function.store) ?? [])"
            outcome.backtrace = exception.backtrace
        }
        let store = call.function.store
        outcome.spent = store.budget.spent
        let last = Instance(store: store, module: instance.module, address: InstanceAddress(index: 0))
        if let memory = last.memory(named: "m") {
            outcome.memory = try memory.read(at: 0, count: memory.byteCount).reduce(7) { $0 &* 31 &+ Int($1) }
        }
        return outcome
    }

    /// A call that waits for the results of a host function goes on elsewhere.
    @Test func waitingCallsMove() throws {
        let store = Store()
        let imports = SnapshotTests.asking()
        let instance = try Guest.instance(
            "(import \"host\" \"ask\" (func $ask (param i32) (result i32)))"
                + "(func (export \"f\") (result i32) (i32.add (call $ask (i32.const 1)) (call $ask (i32.const 2))))",
            in: store, imports: imports)
        let call = try #require(instance.function(named: "f")).begin()
        #expect(throws: SnapshotError.notSuspended) { try call.snapshot() }
        _ = try call.resume()
        let other = try Store().call(restoredFrom: try call.snapshot(), imports: imports)
        guard case .suspended(.hostFunction) = try other.resume(returning: [.i32(30)]) else {
            throw SuspensionTests.TestError()
        }
        let third = try Store().call(restoredFrom: try other.snapshot(), imports: imports)
        guard case .finished(let results) = try third.resume(returning: [.i32(4)]) else {
            throw SuspensionTests.TestError()
        }
        #expect("\(results)" == "[34]")
        // The calls that were copied go on as well.
        guard case .finished(let own) = try other.resume(returning: [.i32(5)]) else {
            throw SuspensionTests.TestError()
        }
        #expect("\(own)" == "[35]")
    }

    static func asking() -> Imports {
        var imports = Imports()
        let type = FunctionType(parameters: [.i32], results: [.i32])
        imports.define("ask", in: "host", HostFunction(type: type) { throw HostSuspension($0.i32(at: 0)) })
        return imports
    }

    /// Stores share the code that one of them has lowered.
    @Test func storesShareCode() throws {
        let module = try Guest.module(
            "(func $g (result i32) (i32.const 3)) (func (export \"f\") (result i32) (call $g))"
                + "(func (export \"h\") (result i32) (i32.const 4))")
        let first = Store()
        _ = try first.instantiate(module).call("f")
        let second = Store()
        let instance = try second.instantiate(module)
        #expect("\(try instance.call("f"))" == "[3]")
        #expect(second.codeBytes == 0)
        #expect("\(try instance.call("h"))" == "[4]")
        #expect(second.codeBytes > 0)
        #expect(second.budget.spent == first.budget.spent + 2)
        // Another unit of the budget needs other code.
        let timed = Store(budgetUnit: .time)
        _ = try timed.instantiate(module).call("f")
        #expect(timed.codeBytes > 0)
        try module.prepare(profile: .deterministic)
        let prepared = Store(profile: .deterministic)
        _ = try prepared.instantiate(module).call("h")
        #expect(prepared.codeBytes == 0)
    }
}

/// Snapshots as bytes.
struct StoredSnapshotTests {
    /// Returns a snapshot that was stored and read again.
    static func stored(_ snapshot: Snapshot) throws -> Snapshot {
        let bytes = try snapshot.bytes()
        let read = try Snapshot(bytes: bytes, modules: snapshot.modules)
        // Reading and writing again gives the same bytes.
        #expect(try read.bytes() == bytes)
        return read
    }

    @Test func instancesAtRestAreStored() throws {
        let instance = try Guest.instance(SnapshotTests.counter, imports: SuspensionTests.imports())
        let cold = try StoredSnapshotTests.stored(try instance.snapshot())
        _ = try instance.call("warm")
        let warm = try StoredSnapshotTests.stored(try instance.snapshot())
        let first = try (0..<3).map { _ in "\(try instance.call("count"))" }
        let fork = try Store().instantiate(warm, imports: SuspensionTests.imports())
        #expect(try (0..<3).map { _ in "\(try fork.call("count"))" } == first)
        #expect(throws: Trap.self) { try fork.call("init") }
        let other = try Store().instantiate(cold, imports: SuspensionTests.imports())
        _ = try other.call("init")
        _ = try other.call("warm")
        #expect(try (0..<3).map { _ in "\(try other.call("count"))" } == first)
    }

    /// Instances that import one another's exports, with everything that can be shared.
    @Test func linkedInstancesAreStored() throws {
        let store = Store()
        var imports = SuspensionTests.imports()
        let first = try Guest.instance(
            """
            (import "host" "add" (func $add (param i32 i32) (result i32)))
            (memory (export "m") 1) (table (export "t") 3 funcref) (global (export "g") (mut i32) (i32.const 3))
            (tag (export "e") (param i32)) (export "add" (func $add))
            (type $s (struct (field i32))) (global (export "o") (ref $s) (struct.new $s (i32.const 9)))
            (func (export "read") (result i32) (i32.load (i32.const 8)))
            (func (export "throw") (throw 0 (i32.const 5)))
            """, in: store, imports: imports)
        imports.define(exportsOf: first, in: "first")
        let second = try Guest.instance(
            """
            (type $s (struct (field i32)))
            (import "first" "throw" (func $throw)) (import "first" "m" (memory 1)) (import "first" "t" (table 3 funcref))
            (import "first" "g" (global $g (mut i32))) (import "first" "e" (tag $e (param i32)))
            (import "first" "add" (func $add (param i32 i32) (result i32))) (import "first" "o" (global $o (ref $s)))
            (import "host" "twice" (func $twice (param i32) (result i32)))
            (elem (i32.const 1) $f) (func $f (result i32) (i32.const 77))
            (func (export "run") (result i32)
              (i32.store (i32.const 8) (i32.const 1000))
              (global.set $g (call $add (global.get $g) (call $twice (i32.const 4))))
              (i32.add (struct.get $s 0 (global.get $o))
                (i32.add (global.get $g) (i32.add (call_indirect (result i32) (i32.const 1))
                  (block $h (result i32) (try_table (catch $e $h) (call $throw)) (i32.const 0))))))
            """, in: store, imports: imports)
        #expect("\(try second.call("run"))" == "[102]")
        let snapshot = try StoredSnapshotTests.stored(try second.snapshot())
        let fork = try Store().instantiate(snapshot, imports: SuspensionTests.imports())
        #expect("\(try fork.call("run"))" == "[110]")
        // The other instance shares its state.
        let other = Instance(store: fork.store, module: first.module, address: InstanceAddress(index: 0))
        #expect("\(try other.call("read"))" == "[1000]")
    }

    /// A call is suspended after every few units, stored, and goes on in another store.
    @Test(arguments: SuspensionTests.guests.indices)
    func suspendedCallsAreStored(_ index: Int) throws {
        let guest = SuspensionTests.guests[index]
        for (number, options) in Guest.heapUses.enumerated() {
            let whole = try SuspensionTests.observe(guest.fields, options) { try $0.call([]) }
            for units: UInt64 in number == 0 ? [3, 50] : [29] {
                let moved = try SnapshotTests.observe(
                    guest.fields, options, movingEvery: units, through: StoredSnapshotTests.stored)
                #expect(moved == whole, "\(guest.name), every \(units) units")
            }
        }
    }

    /// Whatever the bytes are, they are refused or give a state in which guests run as usual.
    @Test func damagedBytesAreRefused() throws {
        var refused = 0
        for (fields, function) in [(SnapshotTests.counter, "count")] + SuspensionTests.guests.map({ ($0.fields, "f") })
        {
            let instance = try Guest.instance(fields, imports: SuspensionTests.imports())
            if function == "count" { _ = try instance.call("warm") }
            let call = try #require(instance.function(named: Name(function))).begin()
            guard case .suspended = try call.resume(yieldingAfter: 20) else { continue }
            let snapshot = try call.snapshot()
            let bytes = try snapshot.bytes()
            for place in bytes.indices.dropLast(32) {
                for change: UInt8 in [1, 0x80, 0xFF] {
                    var damaged = Array(bytes.dropLast(32))
                    damaged[place] ^= change
                    // With the right checksum, as an attacker would write it.
                    damaged += SnapshotFormat.digest(damaged)
                    if !StoredSnapshotTests.runs(damaged, snapshot.modules) { refused += 1 }
                }
            }
            for count in stride(from: 0, to: bytes.count, by: 7) {
                #expect(throws: SnapshotError.self) {
                    try Snapshot(bytes: Array(bytes[..<count]), modules: snapshot.modules)
                }
            }
        }
        #expect(refused > 1_000)
    }

    /// Whether a snapshot can be read; if so, its call goes on for a while.
    static func runs(_ bytes: [UInt8], _ modules: [Module]) -> Bool {
        var limits = StoreLimits()
        limits.totalMemoryBytes = 8 << 20
        limits.heapBytes = 1 << 20
        limits.totalTableElements = 100_000
        limits.callDepth = 300
        limits.stackSlots = 100_000
        guard let snapshot = try? Snapshot(bytes: bytes, modules: modules, limits: limits) else { return false }
        // The frames of the second one move to other code.
        for options in [LoweringOptions(), Guest.debuggable] {
            let store = Store(limits: limits, options: options)
            guard let call = try? store.call(restoredFrom: snapshot, imports: SuspensionTests.imports()) else {
                return false
            }
            _ = call.frames
            store.budget.allow(20_000)
            _ = try? call.resume()
        }
        return true
    }
}
