import Testing
import WasmSyntax

@testable import WasmRuntime

/// Discarding gives back all that an instance had, and nothing that is left of it stands for what comes after it.
struct DiscardTests {
    /// A guest with something of everything that a store holds, and a MiB of memory.
    static let guest = """
        (import "host" "twice" (func $twice (param i32) (result i32)))
        (type $point (struct (field i32) (field funcref)))
        (memory (export "memory") 16) (table (export "table") 10 funcref)
        (global (export "global") (mut i32) (i32.const 7))
        (global (mut (ref null $point)) (struct.new $point (i32.const 1) (ref.func $f)))
        (tag (export "tag") (param i32))
        (elem (i32.const 1) func $f) (elem $later func $f $f) (data (i32.const 8) "abc") (data $d "later")
        (func $f (export "f") (param i32) (result i32) (call $twice (local.get 0)))
        (func (export "grow") (result i32 i32)
          (memory.grow (i32.const 2)) (table.grow (ref.null func) (i32.const 5)))
        (func (export "throw") (throw 0 (i32.const 5)))
        (func (export "reference") (result funcref) (ref.func $f))
        (func (export "point") (result anyref) (global.get 1))
        """

    static func imports() -> Imports {
        var imports = Imports()
        imports.define("twice", in: "host", HostFunction { (value: Int32) in value &* 2 })
        return imports
    }

    static func sizes(_ store: Store) -> [Int] {
        let state = store.state
        return [
            state.functions.count, state.hostFunctions.count, state.hostFunctionOwners.count, state.globals.count,
            state.globalUpperHalves.count, state.globalTypes.count, state.memories.count, state.tables.count,
            state.instances.count,
        ]
    }

    // MARK: What is given back

    @Test func aStoreNeverFillsUp() throws {
        var limits = StoreLimits()
        limits.instances = 3
        limits.totalMemoryBytes = 4 << 20
        let store = Store(limits: limits)
        let module = try Guest.module(DiscardTests.guest)
        let keeper = try store.instantiate(module, imports: DiscardTests.imports())
        _ = try keeper.call("f", [.i32(1)])
        _ = try keeper.call("grow")
        let (bytes, pages) = (store.hostBytes, store.memoryPages)
        var sizes: [Int] = []
        for round in 0..<5_000 {
            let instance = try store.instantiate(module, imports: DiscardTests.imports())
            #expect(try instance.call("f", [.i32(21)]).description == "[42]")
            if round & 1 == 0 { _ = try instance.call("grow") }
            try instance.discard()
            #expect(store.memoryPages == pages && instance.isDiscarded && !keeper.isDiscarded)
            sizes = DiscardTests.sizes(store)
        }
        #expect(sizes[0] < 20_000, "functions that may be referred to")
        #expect(sizes[1] < 20 && sizes[3...].allSatisfy { $0 < 10 }, "\(sizes)")
        try store.reclaimAllFunctions()
        // Objects remain until a collection.
        #expect(store.hostBytes - store.hostUsage[.heap] <= bytes + UInt64(5_000 * Store.tagBytes))
        #expect(store.state.free.isEmpty)
    }

    @Test func hostBytesAreExact() throws {
        let store = Store()
        let module = try Guest.module(DiscardTests.guest)
        let first = try store.instantiate(module, imports: DiscardTests.imports())
        _ = try first.call("f", [.i32(1)])
        let before = store.hostBytes - store.hostUsage[.heap]
        let second = try store.instantiate(module, imports: DiscardTests.imports())
        _ = try second.call("grow")
        #expect(store.hostBytes - store.hostUsage[.heap] > before + (1 << 20))
        try second.discard()
        try store.reclaimAllFunctions()
        #expect(
            store.hostBytes - store.hostUsage[.heap] - store.codeBytes == before - store.codeBytes + codeOfGrow(store)
                + UInt64(Store.tagBytes))
        try first.discard()
        try store.reset()
        #expect(store.hostBytes == 0)
        // What the host keeps for guests is not the store's.
        #expect(store.hostMemory.take(100, .buffers))
        _ = try store.instantiate(module, imports: DiscardTests.imports()).call("f", [.i32(1)])
        try store.reset()
        #expect(store.hostBytes == 100)
    }

    /// Code remains: later instances of the module use it.
    private func codeOfGrow(_ store: Store) -> UInt64 {
        let alone = Store()
        guard let module = try? Guest.module(DiscardTests.guest),
            let instance = try? alone.instantiate(module, imports: DiscardTests.imports()),
            (try? instance.call("f", [.i32(1)])) != nil
        else { return 0 }
        return store.codeBytes - alone.codeBytes
    }

    @Test(arguments: [
        "(memory 16) (func $s unreachable) (start $s)",
        "(memory 16) (table 1 funcref) (elem (i32.const 5) func $s) (func $s)",
        "(memory 16) (data (i32.const -1) \"abc\")",
        "(memory 16) (table 1 funcref) (elem funcref (item (ref.null func)) (item (ref.null func))) "
            + "(data (i32.const -1) \"abc\")",
    ])
    func anInstanceThatFailsLeavesNothing(fields: String) throws {
        let store = Store()
        let module = try Guest.module(fields)
        var bytes: [UInt64] = []
        for _ in 0..<2_000 {
            #expect(throws: Trap.self) { try store.instantiate(module) }
            bytes.append(store.hostBytes)
        }
        #expect(store.memoryPages == 0 && store.state.instanceCount == 0)
        try store.reclaimAllFunctions()
        #expect(store.state.functions.isEmpty && store.hostUsage[.instances] == 0)
        // The module's code and types remain, and the stacks count as large as they were.
        let kept = [HostMemoryKind.code, .types, .stacks].reduce(0) { $0 + store.hostUsage[$1] }
        #expect(store.hostBytes == kept && Set(bytes.dropFirst(1_000)).count < 500)
    }

    // MARK: What is refused

    @Test func anInstanceInUseIsNotDiscarded() throws {
        let store = Store()
        let first = try Guest.instance(DiscardTests.guest, in: store, imports: DiscardTests.imports())
        var imports = DiscardTests.imports()
        for (name, external) in first.exports { imports.define(name, in: "first", external) }
        var importers: [Instance] = []
        for what in [
            "(func (param i32) (result i32))", "(memory 1)", "(table 1 funcref)", "(global (mut i32))",
        ] {
            let kind = what.dropFirst().prefix { $0 != " " }
            let name = kind == "func" ? "f" : String(kind)
            importers.append(
                try Guest.instance("(import \"first\" \"\(name)\" \(what))", in: store, imports: imports))
        }
        while !importers.isEmpty {
            #expect(throws: DiscardError.imported(by: importers.count)) { try first.discard() }
            try importers.removeLast().discard()
        }
        let call = try #require(first.function(named: "f")).begin([.i32(1)])
        #expect(try !finished(call.resume(yieldingAfter: 0)))
        #expect(throws: DiscardError.suspendedCall) { try first.discard() }
        #expect(try finished(call.resume()))
        let memory = try #require(first.memory(named: "memory"))
        try memory.withMutableBytes(at: 0, count: 1) { _ in
            #expect(throws: DiscardError.running) { try first.discard() }
            #expect(throws: DiscardError.running) { try store.reset() }
        }
        try first.discard()
        let error = try #require(throws: LinkError.self) {
            try Guest.instance("(import \"first\" \"memory\" (memory 1))", in: store, imports: imports)
        }
        #expect(error.kind == .discardedInstance)
        // A tag outlives its instance.
        _ = try Guest.instance("(import \"first\" \"tag\" (tag (param i32)))", in: store, imports: imports)
    }

    @Test func aHostFunctionCannotDiscardItsCaller() throws {
        let store = Store()
        var found: [DiscardError] = []
        var instance: Instance?
        var imports = Imports()
        imports.define(
            "twice", in: "host",
            HostFunction { (value: Int32) -> Int32 in
                do throws(DiscardError) { try instance?.discard() } catch { found.append(error) }
                do throws(DiscardError) { try store.reset() } catch { found.append(error) }
                return value
            })
        instance = try Guest.instance(DiscardTests.guest, in: store, imports: imports)
        #expect(try instance?.call("f", [.i32(3)]).description == "[3]")
        #expect(found == [.running, .running])
    }

    private func finished(_ progress: GuestCall.Progress) -> Bool {
        if case .finished = progress { true } else { false }
    }

    // MARK: What is left

    /// What a host has of an instance stands for nothing afterwards, whatever comes in its place.
    @Test(arguments: [false, true]) func handlesNotice(resets: Bool) throws {
        let store = Store()
        let module = try Guest.module(DiscardTests.guest)
        func make() throws -> Instance { try store.instantiate(module, imports: DiscardTests.imports()) }
        let instance = try make()
        let function = try #require(instance.function(named: "f"))
        let memory = try #require(instance.memory(named: "memory"))
        guard case .table(let table)? = instance["table"], case .global(let global)? = instance["global"],
            case .funcref(let reference?)? = try instance.call("reference").first,
            case .anyref(let point?)? = try instance.call("point").first,
            case .tag(let tag)? = instance["tag"]
        else { throw Failure.setUp }
        let thrown = try #require(throws: WasmException.self) { try instance.call("throw") }
        let external = ExternalReference(4, in: store)
        let ready = try function.begin([.i32(1)])
        let late = try function.begin([.i32(1)])
        _ = try late.resume(yieldingAfter: 0)
        if resets { try store.reset() } else { late.cancel(); try instance.discard() }
        for _ in 0..<2 {
            #expect(instance.isDiscarded && instance["f"] == nil && instance.exports.isEmpty)
            #expect(throws: CallError.instanceDiscarded) { try instance.call("f", [.i32(1)]) }
            #expect(throws: CallError.instanceDiscarded) { try function.call([.i32(1)]) }
            #expect(throws: CallError.instanceDiscarded) { let _: Int32 = try function.call(1 as Int32) }
            #expect(throws: CallError.instanceDiscarded) { try function.begin([.i32(1)]) }
            #expect(throws: CallError.instanceDiscarded) { try reference.call([.i32(1)]) }
            #expect(throws: CallError.instanceDiscarded) { try ready.resume() }
            #expect(throws: CallError.self) { try late.resume() }
            #expect(function.type == FunctionType(parameters: [], results: []))
            #expect(memory.byteCount == 0 && table.count == 0)
            #expect(throws: MemoryAccessError.self) { try memory.load(UInt8.self, at: 0) }
            #expect(throws: MemoryAccessError.self) { try memory.store(1 as UInt8, at: 0) }
            #expect(throws: MemoryAccessError.self) { try memory.read(at: 0, count: 0) }
            #expect(throws: MemoryAccessError.self) { try memory.withMutableBytes(at: 0, count: 1) { _ in } }
            if case .i32(0) = global.value {} else { Issue.record("\(global.value)") }
            #expect(throws: SnapshotError.discardedInstances) { try instance.snapshot() }
            // Objects and tags live on in the store, but not beyond its reset.
            #expect(thrown.values(in: store)?.isEmpty == (resets ? nil : false))
            #expect(tag.parameters == (resets ? [] : [.i32]))
            #expect(point.kind == (resets ? .external : .structure))
            #expect((external.object as? Int) == (resets ? nil : 4))
            try instance.discard()
            // Once more, with others in their places.
            let next = try make()
            let passed = try #require(
                try Guest.instance("(func (export \"f\") (param funcref externref))", in: store).function(named: "f"))
            #expect(throws: CallError.foreignReference) { try passed.call([.funcref(reference), .externref(nil)]) }
            if resets {
                #expect(throws: CallError.foreignReference) { try passed.call([.funcref(nil), .externref(external)]) }
            }
            #expect(!next.isDiscarded)
        }
    }

    enum Failure: Error { case setUp }

    @Test func aResetStoreTakesASnapshot() throws {
        let module = try Guest.module(DiscardTests.guest)
        let warm = try Store().instantiate(module, imports: DiscardTests.imports())
        let snapshot = try warm.snapshot()
        let store = Store()
        for _ in 0..<20 {
            let instance = try store.instantiate(snapshot, imports: DiscardTests.imports())
            let held = try instance.call("point")
            #expect(try instance.call("f", [.i32(4)]).description == "[8]")
            try store.reset()
            withExtendedLifetime(held) {}
        }
        #expect(store.hostBytes == 0)
        // Those of a snapshot can be discarded, too.
        let instance = try store.instantiate(snapshot, imports: DiscardTests.imports())
        try instance.discard()
        #expect(store.memoryPages == 0 && instance.isDiscarded)
    }

    @Test func aRestoredInstanceThatOthersImportIsNotDiscarded() throws {
        let store = Store()
        let first = try Guest.instance(DiscardTests.guest, in: store, imports: DiscardTests.imports())
        var imports = DiscardTests.imports()
        imports.define(exportsOf: first, in: "first")
        let second = try Guest.instance(
            "(import \"first\" \"global\" (global (mut i32))) (func (export \"g\") (result i32) (global.get 0))",
            in: store,
            imports: imports)
        let other = Store()
        let restored = try other.instantiate(try second.snapshot(), imports: DiscardTests.imports())
        let provider = Instance(store: other, module: first.module, address: first.address)
        #expect(throws: DiscardError.imported(by: 1)) { try provider.discard() }
        #expect(try restored.call("g").description == "[7]")
        try restored.discard()
        try provider.discard()
        #expect(other.memoryPages == 0)
    }

    /// Exceptions have numbers beyond a reset.
    @Test func exceptionsAfterAReset() throws {
        let store = Store()
        for round in 0..<3 {
            let instance = try Guest.instance(DiscardTests.guest, in: store, imports: DiscardTests.imports())
            for _ in 0...round {
                let thrown = try #require(throws: WasmException.self) { try instance.call("throw") }
                #expect(thrown.values(in: store)?.description == "[5]")
            }
            try store.reset()
        }
    }

    /// A function whose address is free again is as gone as before.
    @Test func aHandleOutlivesTheAddress() throws {
        let store = Store()
        let first = try Guest.instance(
            "(func (export \"f\") (result funcref) (ref.func 0)) (export \"g\" (func 0))", in: store)
        let second = try Guest.instance("(func (export \"f\"))", in: store)
        let function = try #require(first.function(named: "f"))
        try first.discard()
        try store.reclaimAllFunctions()
        #expect(function.type.results.isEmpty)
        #expect(throws: CallError.instanceDiscarded) { try function.call([]) }
        var imports = Imports()
        imports.define("f", in: "m", .function(function))
        #expect(throws: LinkError.self) {
            try Guest.instance("(import \"m\" \"f\" (func (result funcref)))", in: store, imports: imports)
        }
        #expect(try second.call("f").isEmpty)
    }

    /// The function that a suspended call is about to call is in use.
    @Test func aCallAboutToBeMade() throws {
        let store = Store()
        let caller = try Guest.instance(
            """
            (type $f (func (result i32))) (table (export "t") 1 funcref)
            (func (export "go") (result i32) (call_indirect (type $f) (i32.const 0)))
            (func (export "clear") (table.set (i32.const 0) (ref.null func)))
            """, in: store)
        var imports = Imports()
        for (name, external) in caller.exports { imports.define(name, in: "caller", external) }
        let callee = try Guest.instance(
            "(import \"caller\" \"t\" (table 1 funcref)) (func $g (result i32) (i32.const 1)) (elem (i32.const 0) func $g)",
            in: store, imports: imports)
        let call = try #require(caller.function(named: "go")).begin()
        #expect(try !finished(call.resume(yieldingAfter: 0)))
        _ = try caller.call("clear")
        try callee.discard()
        try store.reclaimAllFunctions()
        let other = try Guest.instance("(func (param i64 i64 i64) (result i64) (i64.const 5))", in: store)
        let trap = try #require(throws: Trap.self) { while try !finished(call.resume()) {} }
        #expect(trap.underlyingError as? CallError == .instanceDiscarded)
        withExtendedLifetime(other) {}
    }

    /// A call that has left the function that was called, by a tail call into another instance.
    @Test func aCallThatHasLeftItsInstance() throws {
        let store = Store()
        let callee = try Guest.instance(
            "(func (export \"f\") (param i32) (result i32) (loop $l (br_if $l (local.tee 0 (i32.sub (local.get 0) "
                + "(i32.const 1))))) (i32.const 7))", in: store)
        var imports = Imports()
        for (name, external) in callee.exports { imports.define(name, in: "callee", external) }
        let caller = try Guest.instance(
            "(import \"callee\" \"f\" (func $f (param i32) (result i32)))"
                + "(func (export \"go\") (result i32) (return_call $f (i32.const 100)))", in: store, imports: imports)
        for resumes in [true, false] {
            let instance =
                resumes
                ? caller
                : try Guest.instance(
                    "(import \"callee\" \"f\" (func $f (param i32) (result i32)))"
                        + "(func (export \"go\") (result i32) (return_call $f (i32.const 100)))", in: store,
                    imports: imports)
            let call = try #require(instance.function(named: "go")).begin()
            #expect(try !finished(call.resume(yieldingAfter: 50)))
            try instance.discard()
            #expect(throws: DiscardError.suspendedCall) { try callee.discard() }
            if resumes { #expect(try finished(call.resume())) } else { call.cancel() }
        }
        try callee.discard()
        #expect(store.state.parked.allSatisfy { $0 == nil })
    }

    /// The rest of a suspended call is nothing after a reset, even if another call is at its place.
    @Test func aCallThatWaitsForAResetStore() async throws {
        let store = Store()
        var asked: [Int32] = []
        var imports = Imports()
        imports.define(
            "twice", in: "host",
            HostFunction(
                type: FunctionType(parameters: [.i32], results: [.i32]),
                async: { call in
                    if case .i32(let value)? = call.arguments.first { asked.append(value) }
                    return [.i32(0)]
                }))
        func waiting(_ value: Int32) throws -> GuestCall {
            let instance = try Guest.instance(DiscardTests.guest, in: store, imports: imports)
            let call = try #require(instance.function(named: "f")).begin([.i32(value)])
            #expect(try !finished(call.resume()))
            return call
        }
        let first = try waiting(1)
        try store.reset()
        #expect(throws: CallError.self) { try first.resume(returning: [.i32(1)]) }
        #expect(throws: CallError.self) { try first.resume() }
        let second = try waiting(2)
        do {
            _ = try await first.finish()
            Issue.record("the call has finished")
        } catch {}
        #expect(asked.isEmpty)
        first.cancel()
        #expect("\(try await second.finish())" == "[0]" && asked == [2])
    }

    /// The embedder's code that runs in the middle of an operation cannot discard what the operation uses.
    @Test func nothingIsDiscardedInTheMiddle() throws {
        let store = Store()
        let first = try Guest.instance("(memory (export \"m\") 1)", in: store)
        var refused: [DiscardError] = []
        func tryIt() {
            do throws(DiscardError) { try first.discard() } catch { refused.append(error) }
            do throws(DiscardError) { try store.reset() } catch { refused.append(error) }
        }
        var imports = Imports()
        imports.define("m", in: "first", try #require(first["m"]))
        imports.addProvider { _, _, type in
            tryIt()
            return .function(HostFunction(type: type) { _ in })
        }
        let second = try Guest.instance(
            "(import \"first\" \"m\" (memory 1)) (import \"x\" \"y\" (func)) (func (export \"f\") (call 0))", in: store,
            imports: imports)
        #expect(refused == [.running, .running] && !first.isDiscarded)
        // An object that a snapshot is asked to name.
        refused = []
        let held = ExternalReference(1, in: store)
        _ = try second.snapshot(naming: { _ in
            tryIt()
            return "object"
        })
        #expect(refused == [.running, .running])
        withExtendedLifetime(held) {}
        let other = Store()
        var linked = Imports()
        linked.addProvider { _, _, type in
            #expect(throws: (any Error).self) { try Guest.instance("(memory 1)", in: other) }
            #expect(throws: DiscardError.running) { try other.reset() }
            return .function(HostFunction(type: type) { _ in })
        }
        let plain = try Guest.instance("(import \"x\" \"y\" (func)) (func (export \"f\") (call 0))", imports: imports)
        #expect(try other.instantiate(plain.snapshot(), imports: linked).call("f").isEmpty)
    }

    /// A call of a host function that is kept stands for its own instance only.
    @Test func aHostCallThatIsKept() throws {
        let store = Store()
        var kept: HostCall?
        var imports = Imports()
        imports.define(
            "twice", in: "host",
            HostFunction(withCall: { (call: HostCall, value: Int32) in
                kept = call
                return value
            }))
        let first = try Guest.instance(DiscardTests.guest, in: store, imports: imports)
        _ = try first.call("f", [.i32(1)])
        #expect(kept?.memory?.byteCount == 16 << 16)
        try first.discard()
        let second = try Guest.instance(DiscardTests.guest, in: store, imports: imports)
        #expect(second.address == first.address)
        #expect(kept?.memory == nil && kept?.callingFunction == nil)
    }

    /// The last plug-in leaves no trace, so that the rest can be stored.
    @Test func aSnapshotAfterThePlugIn() throws {
        let store = Store()
        let base = try Guest.instance(
            "(memory (export \"m\") 1) (func (export \"f\") (result i32) (i32.const 3))", in: store)
        for _ in 0..<3 {
            let plugIn = try Guest.instance(
                "(import \"host\" \"twice\" (func (param i32) (result i32))) (func (param i64)) (memory 1)", in: store,
                imports: DiscardTests.imports())
            try plugIn.discard()
            let copy = try Store().instantiate(Snapshot(bytes: base.snapshot().bytes(), modules: [base.module]))
            #expect(try copy.call("f").description == "[3]")
        }
    }

    /// References that remain are not searched for again and again.
    @Test func aSearchInVainIsNotRepeated() throws {
        let store = Store()
        let base = try Guest.instance("(table (export \"t\") 30000 funcref)", in: store)
        var imports = Imports()
        imports.define("t", in: "base", try #require(base["t"]))
        let functions = String(repeating: "(func)", count: 20_000)
        let indices = (0..<20_000).filter { $0 & 1 == 0 }.map(String.init).joined(separator: " ")
        let plugIn = try Guest.module(
            "(import \"base\" \"t\" (table 30000 funcref)) \(functions) (elem (i32.const 0) func \(indices))")
        try store.instantiate(plugIn, imports: imports).discard()
        let empty = try Guest.module("(func)")
        try store.instantiate(empty).discard()
        #expect(store.state.free.lastDiscardedCount == 10_000 && store.state.free.functions.ranges.count > 9_990)
        let left = store.state.free.discardedCount
        for _ in 0..<1_000 { try store.instantiate(empty).discard() }
        #expect(store.state.free.discardedCount == left + 1_000)
    }

    // MARK: References that guests keep

    /// Has places for functions of others: a table, an array and globals.
    static let keeper = """
        (type $f (func (result i32))) (type $array (array (mut funcref)))
        (table $t 8 funcref) (global $a (ref $array) (array.new_default $array (i32.const 8)))
        (global $g (mut funcref) (ref.null func))
        (func (export "keep") (param $place i32) (param $f funcref)
          (if (i32.lt_u (local.get $place) (i32.const 8))
            (then (return (table.set $t (local.get $place) (local.get $f)))))
          (if (i32.lt_u (local.get $place) (i32.const 16))
            (then (return
              (array.set $array (global.get $a) (i32.sub (local.get $place) (i32.const 8)) (local.get $f)))))
          (global.set $g (local.get $f)))
        (func (export "call") (param $place i32) (result i32)
          (if (i32.lt_u (local.get $place) (i32.const 8))
            (then (return (call_indirect $t (type $f) (local.get $place)))))
          (if (i32.lt_u (local.get $place) (i32.const 16)) (then
            (return_call_ref $f (ref.cast (ref null $f)
              (array.get $array (global.get $a) (i32.sub (local.get $place) (i32.const 8)))))))
          (call_ref $f (ref.cast (ref null $f) (global.get $g))))
        (func (export "wait") (param funcref) (result i32)
          (loop $l (nop)) (return_call_ref $f (ref.cast (ref null $f) (local.get 0))))
        """

    /// Functions that are of no use are there for their addresses: a search for references must be worth while.
    static let numbered =
        "(global $id (mut i32) (i32.const 0)) (func (export \"number\") (param i32) (global.set $id (local.get 0)))"
        + "(func $id (export \"id\") (result i32) (global.get $id)) (elem declare func $id)"
        + "(func (export \"self\") (result funcref) (ref.func $id))" + String(repeating: "(func)", count: 200)

    /// A reference calls the function that it was made for, or traps, however often addresses are used again.
    @Test(arguments: [1, 2, 3]) func aReferenceNeverCallsAnotherFunction(seed: UInt64) throws {
        let store = Store()
        let keeper = try Guest.instance(DiscardTests.keeper, in: store)
        let module = try Guest.module(DiscardTests.numbered)
        var random = seed
        func next(_ bound: Int) -> Int {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(random >> 33) % bound
        }
        var guests: [Int32: Instance] = [:]
        var places = [Int32?](repeating: nil, count: 17)
        var waiting: [(call: GuestCall, id: Int32)] = []
        var (last, calls, dead, most) = (Int32(0), 0, 0, 0)
        for _ in 0..<6_000 {
            switch next(10) {
            case 0, 1, 2:
                last += 1
                let guest = try store.instantiate(module)
                _ = try guest.call("number", [.i32(last)])
                guests[last] = guest
                most = max(most, guests.count)
                let place = next(17)
                _ = try keeper.call("keep", [.i32(Int32(place))] + guest.call("self"))
                places[place] = last
                if next(8) == 0, waiting.count < 4 {
                    let call = try #require(keeper.function(named: "wait")).begin(guest.call("self"))
                    _ = try call.resume(yieldingAfter: 0)
                    waiting.append((call, last))
                }
            case 3, 4, 5:
                guard guests.count > 4, let id = guests.keys.sorted().dropFirst(next(guests.count)).first else {
                    continue
                }
                try guests.removeValue(forKey: id)?.discard()
            case 6 where !waiting.isEmpty:
                let (call, id) = waiting.remove(at: next(waiting.count))
                expect(id, guests[id] != nil) {
                    if case .finished(let results) = try call.resume() { results } else { [] }
                }
            default:
                let place = next(17)
                guard let id = places[place] else { continue }
                calls += 1
                if guests[id] == nil { dead += 1 }
                expect(id, guests[id] != nil) { try keeper.call("call", [.i32(Int32(place))]) }
            }
        }
        #expect(calls > 1_000 && dead > 300)
        #expect(store.state.functions.count < 2 * 204 * most + 10_000, "addresses are used again")
        #expect(Int(last) > 5 * most)
        for place in 0..<17 { _ = try keeper.call("keep", [.i32(Int32(place)), .funcref(nil)]) }
        for guest in guests.values { try guest.discard() }
        waiting = []
        try store.reclaimAllFunctions()
        #expect(store.state.functions.count == 3 && store.state.free.isEmpty)
    }

    private func expect(_ id: Int32, _ lives: Bool, _ call: () throws -> [Value]) {
        do {
            let found = try call().description
            #expect(lives && found == "[\(id)]", "\(id)")
        } catch let trap as Trap {
            #expect(!lives && trap.underlyingError as? CallError == .instanceDiscarded, "\(trap)")
        } catch {
            Issue.record(error)
        }
    }

    /// An object of the host that a host function holds is freed when no access to the store is under way.
    @Test func whatHostFunctionsHoldIsFreedSafely() throws {
        final class Owner {
            let store: Store
            let reference: ExternalReference
            init(_ store: Store) { (self.store, reference) = (store, ExternalReference(1, in: store)) }
            deinit { store.budget.allow(1) }
        }
        for resets in [false, true] {
            let store = Store()
            var imports = Imports()
            let owner = Owner(store)
            imports.define(
                "twice", in: "host", HostFunction { [owner] (value: Int32) in withExtendedLifetime(owner) { value } })
            let instance = try Guest.instance(DiscardTests.guest, in: store, imports: imports)
            imports = Imports()
            if resets { try store.reset() } else { try instance.discard() }
            withExtendedLifetime(owner) {}
        }
    }
}

/// Ranges are taken from where they fit, and join when they are given back.
struct FreeRangesTests {
    @Test func rangesJoinAndSplit() {
        var free = FreeRanges()
        for range in [4..<6, 0..<2, 8..<9, 2..<4, 20..<30] { free.insert(range) }
        #expect(free.ranges == [0..<6, 8..<9, 20..<30] && free.count == 17)
        #expect(
            free.take(7) == 20 && free.take(1) == 0 && free.take(5) == 1 && free.take(4) == nil && free.take(0) == nil)
        #expect(free.ranges == [8..<9, 27..<30])
        #expect(free.takeLast(of: 31) == nil && free.takeLast(of: 30) == 27 && free.count == 1)
        free.insert(sorted: [0..<2, 6..<8, 9..<10, 12..<13, 20..<21])
        #expect(free.ranges == [0..<2, 6..<10, 12..<13, 20..<21] && free.count == 8)
    }

    @Test func itemsGoWhereThereIsRoom() {
        var free = FreeRanges()
        var items = Array(0..<10)
        items.free(2..<4, in: &free)
        items.free(9..<10, in: &free)
        #expect(items.count == 9 && free.ranges == [2..<4])
        #expect(items.place([7, 7], in: &free) == 2 && items.place([8], in: &free) == 9)
        #expect(items == [0, 1, 7, 7, 4, 5, 6, 7, 8, 8])
    }
}
