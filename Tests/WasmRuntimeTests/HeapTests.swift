import Testing
import WasmRuntime
import WasmSyntax

/// The objects that the heap keeps and frees. `spectests/nestbox/heap.wast` tests the instructions.
struct HeapTests {
    static let guest = """
        (type $node (struct (field $value (mut i32)) (field $next (mut (ref null $node)))))
        (type $bytes (array (mut i8)))
        (type $refs (array (mut anyref)))
        (global $kept (mut (ref null $node)) (ref.null $node))
        (global $any (mut anyref) (ref.null any))
        (table $t 2 anyref)

        (func (export "garbage") (param $n i32)
          (loop $l
            (drop (struct.new $node (local.get $n) (ref.null $node)))
            (br_if $l (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
        (func (export "cycles") (param $n i32)
          (local $a (ref null $node))
          (loop $l
            (local.set $a (struct.new $node (local.get $n) (ref.null $node)))
            (struct.set $node $next (local.get $a) (struct.new $node (i32.const 0) (local.get $a)))
            (br_if $l (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
        (func $list (param $n i32) (result (ref null $node))
          (local $list (ref null $node))
          (loop $l
            (local.set $list (struct.new $node (local.get $n) (local.get $list)))
            (br_if $l (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
          (local.get $list))
        (func (export "keep-list") (param $n i32) (global.set $kept (call $list (local.get $n))))
        (func (export "drop-list") (global.set $kept (ref.null $node)))
        (func (export "sum") (result i64)
          (local $node (ref null $node)) (local $sum i64)
          (local.set $node (global.get $kept))
          (block $end
            (loop $l
              (br_if $end (ref.is_null (local.get $node)))
              (local.set $sum
                (i64.add (local.get $sum) (i64.extend_i32_u (struct.get $node $value (local.get $node)))))
              (local.set $node (struct.get $node $next (local.get $node)))
              (br $l)))
          (local.get $sum))
        (func (export "array") (param i32) (global.set $any (array.new_default $bytes (local.get 0))))
        (func (export "arrays") (param $size i32) (param $n i32)
          (loop $l
            (global.set $any (array.new_default $bytes (local.get $size)))
            (br_if $l (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
        (func (export "list") (param i32) (result anyref) (call $list (local.get 0)))
        (func (export "set-table") (param i32 anyref) (table.set $t (local.get 0) (local.get 1)))
        (func (export "get-table") (param i32) (result anyref) (table.get $t (local.get 0)))
        (func (export "first") (param anyref) (result i32)
          (struct.get $node $value (ref.cast (ref $node) (local.get 0))))
        (func (export "extern") (param externref) (global.set $any (any.convert_extern (local.get 0))))
        (func (export "get-extern") (result externref) (extern.convert_any (global.get $any)))
        (func (export "i31") (param i32) (result (ref i31)) (ref.i31 (local.get 0)))
        (func (export "takes-i31") (param (ref i31)) (result i32) (i31.get_s (local.get 0)))
        (func (export "takes-node") (param (ref null $node)) (result i32) (ref.is_null (local.get 0)))
        """

    static func instance(heapBytes: UInt64 = 64 << 20, collectsAlways: Bool = false) throws -> Instance {
        var limits = StoreLimits()
        limits.heapBytes = heapBytes
        let options = LoweringOptions(collectsAlways: collectsAlways)
        return try Guest.instance(guest, in: Store(limits: limits, options: options))
    }

    static func sum(_ instance: Instance) throws -> Int64 {
        guard case .i64(let sum)? = try instance.call("sum").first else { return -1 }
        return sum
    }

    /// Allocates many times more than the heap can hold.
    @Test(arguments: ["garbage", "cycles"])
    func garbageIsFreed(_ function: String) throws {
        let instance = try HeapTests.instance(heapBytes: 1 << 20)
        _ = try instance.call(Name(function), [.i32(Guest.isDebugBuild ? 100_000 : 1_000_000)])
        #expect(instance.store.heapBytes <= 1 << 20)
    }

    @Test func aListOfAMillionNodesIsKeptAndThenFreed() throws {
        let instance = try HeapTests.instance()
        for _ in 1...(Guest.isDebugBuild ? 1 : 4) {
            _ = try instance.call("keep-list", [.i32(1_000_000)])
            _ = try instance.call("garbage", [.i32(Guest.isDebugBuild ? 10 : 1_000_000)])
            #expect(try HeapTests.sum(instance) == 500_000_500_000)
            _ = try instance.call("drop-list")
        }
    }

    /// Exhausting the heap is a trap. Afterwards the remaining objects are intact, and dropped ones make room again.
    @Test func tooMuchIsATrapAndNothingIsLost() throws {
        let instance = try HeapTests.instance(heapBytes: 1 << 20)
        _ = try instance.call("keep-list", [.i32(10_000)])
        for _ in 1...3 {
            #expect(try Ending.of { try instance.call("list", [.i32(100_000)]) } == .trapped(.heapExhausted))
            #expect(try HeapTests.sum(instance) == 50_005_000)
            _ = try instance.call("garbage", [.i32(100_000)])
        }
        #expect(try Ending.of { try instance.call("array", [.i32(2 << 20)]) } == .trapped(.heapExhausted))
        _ = try instance.call("drop-list")
        _ = try instance.call("array", [.i32(600_000)])
        // A second array has no room beside the first until the first is garbage.
        #expect(try Ending.of { try instance.call("array", [.i32(600_000)]) } == .trapped(.heapExhausted))
    }

    @Test func largeArraysFindRoomAgain() throws {
        let instance = try HeapTests.instance(heapBytes: 4 << 20)
        for size: Int32 in [1_000, 100_000, 1_000_000, 17, 300_000] {
            _ = try instance.call(
                "arrays", [.i32(size), .i32(min(2_000, (Guest.isDebugBuild ? 8_000_000 : 40_000_000) / size))])
        }
    }

    @Test(arguments: [false, true])
    func whatTheHostHoldsStays(collectsAlways: Bool) throws {
        let instance = try HeapTests.instance(collectsAlways: collectsAlways)
        let count: Int32 = collectsAlways ? 100 : 20_000
        let list = try #require(try instance.call("list", [.i32(100)]).first)
        _ = try instance.call("garbage", [.i32(count)])
        #expect(try Ending.of { try instance.call("first", [list]) } == .returned([1]))
        guard case .anyref(let node?) = list, case .anyref(let next?)? = node[1] else {
            Issue.record("not a node")
            return
        }
        #expect(node.kind == .structure)
        #expect(node.count == 2)
        #expect(node[2] == nil)
        #expect(next != node)
        guard case .i32(2)? = next[0] else {
            Issue.record("\(String(describing: next[0]))")
            return
        }
    }

    @Test(arguments: [false, true])
    func whatATableHoldsStays(collectsAlways: Bool) throws {
        let instance = try HeapTests.instance(collectsAlways: collectsAlways)
        let count: Int32 = collectsAlways ? 100 : 20_000
        _ = try instance.call("set-table", [.i32(1)] + instance.call("list", [.i32(3)]))
        _ = try instance.call("garbage", [.i32(count)])
        #expect(try Ending.of { try instance.call("first", instance.call("get-table", [.i32(1)])) } == .returned([1]))
    }

    final class Thing {}

    /// An object of the host lives exactly as long as a guest can reach it.
    @Test func objectsOfTheHostAreReleased() throws {
        let instance = try HeapTests.instance(collectsAlways: true)
        weak var thing: Thing?
        do {
            let object = Thing()
            thing = object
            _ = try instance.call("extern", [.externref(ExternalReference(object, in: instance.store))])
        }
        _ = try instance.call("garbage", [.i32(10)])
        #expect(thing != nil)
        do {
            guard case .externref(let reference?)? = try instance.call("get-extern").first else {
                Issue.record("no reference")
                return
            }
            #expect(reference.object as? Thing === thing)
        }
        _ = try instance.call("extern", [.externref(nil)])
        // Overwrites the reference that is still in slots of the stack.
        _ = try instance.call("list", [.i32(10)])
        _ = try instance.call("garbage", [.i32(10)])
        #expect(thing == nil)
    }

    /// Releasing an object may release references into the store that is collecting.
    @Test func anObjectThatHoldsAReferenceIsReleased() throws {
        let instance = try HeapTests.instance(collectsAlways: true)
        do {
            let node = try instance.call("list", [.i32(1)])
            _ = try instance.call("extern", [.externref(ExternalReference(node, in: instance.store))])
        }
        _ = try instance.call("extern", [.externref(nil)])
        _ = try instance.call("list", [.i32(10)])
        _ = try instance.call("garbage", [.i32(10)])
        #expect(instance.store.heapBytes < 1_000)
    }

    @Test func referencesAreCheckedWhenTheyComeFromTheHost() throws {
        let instance = try HeapTests.instance()
        let store = instance.store
        func ending(_ function: Name, _ value: Value) throws -> Ending {
            try Ending.of { try instance.call(function, [value]) }
        }
        #expect(
            try ending("takes-i31", .anyref(InternalReference(i31: 0x7FFF_FFFE, in: store))) == .returned([0xFFFF_FFFE])
        )
        #expect(throws: CallError.self) { try ending("takes-i31", .anyref(nil)) }
        #expect(throws: CallError.self) { try ending("takes-i31", .i32(1)) }
        let node = try #require(try instance.call("list", [.i32(1)]).first)
        #expect(throws: CallError.self) { try ending("takes-i31", node) }
        #expect(try ending("takes-node", node) == .returned([0]))
        #expect(try ending("takes-node", .anyref(nil)) == .returned([1]))
        #expect(throws: CallError.self) { try ending("takes-node", .externref(nil)) }
        let external = InternalReference(ExternalReference("host's", in: store))
        #expect(external.kind == .external)
        #expect(throws: CallError.self) { try ending("takes-node", .anyref(external)) }
        #expect(throws: CallError.foreignReference) {
            try ending("takes-node", .anyref(InternalReference(i31: 1, in: Store())))
        }
        guard case .anyref(let number?)? = try instance.call("i31", [.i32(-5)]).first else {
            Issue.record("no number")
            return
        }
        #expect(number.i31 == -5)
    }

    /// A host function cannot forge references.
    @Test(arguments: [3, 6, 7, 4_000_002, UInt64.max, UInt64.max - 1] as [UInt64])
    func bitsThatAreNoReferenceAreATrap(_ bits: UInt64) throws {
        for type in ["(ref null struct)", "structref", "(ref array)", "funcref", "(ref exn)"] {
            let text = "(import \"host\" \"f\" (func $f (result \(type)))) (func (export \"g\") (drop (call $f)))"
            let module = try Guest.module(text)
            let store = Store()
            var imports = Imports()
            imports.addProvider { _, _, type in .function(HostFunction(type: type) { $0.setResult(bits: bits) }) }
            let instance = try store.instantiate(module, imports: imports)
            let trap = try #require(throws: Trap.self) { try instance.call("g") }
            guard case .host = trap.kind else {
                Issue.record("\(type): \(trap.kind)")
                continue
            }
        }
    }

    @Test func aHostFunctionTakesAndGivesReferences() throws {
        let store = Store(limits: StoreLimits(), options: LoweringOptions(collectsAlways: true))
        var kept: Value?
        let any = FunctionType(parameters: [.anyref], results: [.anyref])
        var imports = Imports()
        // Gives back what it was given the time before.
        imports.define(
            "f", in: "host",
            HostFunction(type: any) { call in
                let given = call.value(at: 0, as: .anyref)
                try call.setResult(kept ?? .anyref(nil))
                kept = given
            })
        let instance = try Guest.instance(
            """
            (type $s (struct (field i32)))
            (import "host" "f" (func $f (param anyref) (result anyref)))
            (func (export "g") (param i32) (result i32)
              (local $r anyref)
              (local.set $r (call $f (struct.new $s (local.get 0))))
              (drop (struct.new $s (i32.const 99)))
              (if (result i32) (ref.is_null (local.get $r))
                (then (i32.const -1)) (else (struct.get $s 0 (ref.cast (ref $s) (local.get $r))))))
            """, in: store, imports: imports)
        let results = try (1...4).map { (number: Int32) in try Ending.of { try instance.call("g", [.i32(number)]) } }
        #expect(results == [.returned([0xFFFF_FFFF]), .returned([1]), .returned([2]), .returned([3])])
        kept = .anyref(InternalReference(i31: 1, in: Store()))
        #expect(throws: Trap.self) { try instance.call("g", [.i32(0)]) }
    }

    /// A deadline ends allocation, whether or not it collects.
    @Test func allocationIsStopped() throws {
        let instance = try HeapTests.instance()
        instance.store.interruption = LimitTests.StopsAfter(2, .deadlineExceeded)
        #expect(
            try Ending.of { try instance.call("garbage", [.i32(-1)]) }
                == .trapped(.interrupted(.deadlineExceeded)))
    }
}
