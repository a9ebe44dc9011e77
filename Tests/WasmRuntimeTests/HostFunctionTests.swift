import Testing
import WasmRuntime
import WasmSyntax

/// The abilities of host functions, and what they see.
struct HostFunctionTests {
    struct Broken: Error, CustomStringConvertible { var description: String { "out of paper" } }

    static let caller = """
        (import "host" "f" (func $f (param i32) (result i32)))
        (func $inner (param i32) (result i32) (i32.add (call $f (local.get 0)) (i32.const 1)))
        (func $outer (export "outer") (param i32) (result i32) (i32.mul (call $inner (local.get 0)) (i32.const 2)))
        """

    static func instance(
        in store: Store = Store(), _ body: @escaping (HostCall, Int32) throws -> Int32
    ) throws -> Instance {
        var imports = Imports()
        imports.define("f", in: "host", HostFunction(withCall: body))
        return try Guest.instance(caller, in: store, imports: imports)
    }

    @Test func computes() throws {
        let instance = try HostFunctionTests.instance { $1 &* 10 }
        #expect(try Ending.of { try instance.call("outer", [.i32(4)]) } == .returned([82]))
    }

    /// The trap describes the error, and the backtrace names the guest's functions.
    @Test func whatItThrowsBecomesATrap() throws {
        let cases: [(any Error, Trap.Kind)] = [
            (Broken(), .host("out of paper")), (Trap(.integerOverflow), .integerOverflow),
            (Interrupted(.cancelled), .interrupted(.cancelled)),
            (Interrupted(.deadlineExceeded), .interrupted(.deadlineExceeded)),
        ]
        for (error, kind) in cases {
            let store = Store()
            let instance = try HostFunctionTests.instance(in: store) { _, _ in throw error }
            let trap = try #require(throws: Trap.self) { try instance.call("outer", [.i32(1)]) }
            #expect(trap.kind == kind)
            #expect(trap.backtrace.map(\.functionName) == ["inner", "outer"])
            // The costs: entry, local.get, call; entry, local.get, call.
            #expect(store.budget.spent == 6)
        }
    }

    @Test func anExitIsThrownOnUnchanged() throws {
        let instance = try HostFunctionTests.instance { _, code in throw GuestExit(code: UInt32(bitPattern: code)) }
        let exit = try #require(throws: GuestExit.self) { try instance.call("outer", [.i32(-1)]) }
        #expect(exit.code == .max)
        #expect(throws: GuestExit.self) { try instance.call("outer", [.i32(3)]) }
    }

    @Test func seesWhatIsSpentWithItsOwnCall() throws {
        let store = Store()
        let instance = try HostFunctionTests.instance(in: store) { _, _ in Int32(store.budget.spent) }
        // 6 units when the host function is called; afterwards 2 for each caller's work on the result.
        #expect(try Ending.of { try instance.call("outer", [.i32(0)]) } == .returned([14]))
        #expect(store.budget.spent == 10)
    }

    /// A limit that a host function sets takes effect at once.
    @Test func mayTakeTheBudgetAway() throws {
        let store = Store()
        let instance = try HostFunctionTests.instance(in: store) { _, _ in
            store.budget.allow(0)
            return 0
        }
        let again = try Guest.instance(
            #"(import "a" "outer" (func $f (param i32) (result i32))) (func (export "f") "#
                + "(drop (call $f (i32.const 0))) (drop (call $f (i32.const 0))))",
            in: store,
            imports: {
                var imports = Imports()
                if let outer = instance["outer"] { imports.define("outer", in: "a", outer) }
                return imports
            }())
        #expect(try Ending.of { try again.call("f") } == .trapped(.budgetExhausted))
    }

    /// A narrow result is truncated to its width, whatever bits the host function sets.
    @Test func resultsAreCutToTheirWidth() throws {
        var imports = Imports()
        imports.define(
            "f", in: "host",
            HostFunction(type: FunctionType(parameters: [.i32], results: [.i32])) { call in
                call.setResult(bits: 0xFFFF_FFFF_0000_0007)
                call.setResult(bits: 1, at: 1_000_000_000)
                call.setResult(bits: 1, at: -1_000_000_000)
            })
        let instance = try Guest.instance(
            HostFunctionTests.caller
                + #"(func (export "wide") (result i64) (i64.extend_i32_u (call $f (i32.const 0))))"#,
            imports: imports)
        #expect(try Ending.of { try instance.call("wide") } == .returned([7]))
        #expect(try Ending.of { try instance.call("outer", [.i32(0)]) } == .returned([16]))
    }

    /// If a host function sets no result, the bits of its argument remain in the slot; they are refused unless they are
    /// a reference.
    @Test(arguments: ["funcref", "externref"], [1 << 40, -1, 1_000] as [Int64])
    func aResultThatIsNoReferenceIsRefused(_ type: String, _ bits: Int64) throws {
        var imports = Imports()
        let result = type == "funcref" ? ValueType.funcref : .externref
        imports.define(
            "f", in: "host", HostFunction(type: FunctionType(parameters: [.i64], results: [result])) { _ in })
        let instance = try Guest.instance(
            """
            (import "host" "f" (func $f (param i64) (result \(type)))) (table 1 funcref) (table $t 1 \(type))
            (func (export "g") (param i64) (result \(type)) (table.set $t (i32.const 0) (call $f (local.get 0)))
              (table.get $t (i32.const 0)))
            """, imports: imports)
        let trap = try #require(throws: Trap.self) { try instance.call("g", [.i64(bits)]) }
        #expect(trap.kind == .host("result 0 is not a reference of type \(type)"))
        #expect(try Ending.of { try instance.call("g", [.i64(0)]) } == .returned([0]))
    }

    // MARK: Calling back

    static let callback = """
        (import "host" "f" (func $f (param i32) (result i32)))
        (func $down (export "down") (param i32) (result i32) (local i64 i64)
          (local.set 1 (i64.const 5))
          (if (result i32) (local.get 0)
            (then (i32.add (i32.wrap_i64 (local.get 1)) (call $f (i32.sub (local.get 0) (i32.const 1)))))
            (else (i32.const 100))))
        (func (export "fail") (param i32) (result i32) (i32.div_s (i32.const 1) (local.get 0)))
        """

    final class Box { var instance: Instance? }

    static func nested(
        in store: Store = Store(), _ function: Name
    ) throws -> Instance {
        let box = Box()
        var imports = Imports()
        imports.define(
            "f", in: "host",
            HostFunction { [unowned box] (number: Int32) throws -> Int32 in
                let results = try box.instance?.call(function, [.i32(number)])
                guard case .i32(let result)? = results?.first else { throw Broken() }
                return result
            })
        let instance = try Guest.instance(callback, in: store, imports: imports)
        box.instance = instance
        Boxes.keep(box, in: store)
        return instance
    }

    /// Nested calls do not touch the frames of the calls that wait.
    @Test func mayCallBack() throws {
        let store = Store()
        let instance = try HostFunctionTests.nested(in: store, "down")
        #expect(try Ending.of { try instance.call("down", [.i32(0)]) } == .returned([100]))
        let one = store.budget.spent
        #expect(try Ending.of { try instance.call("down", [.i32(6)]) } == .returned([130]))
        // Every level costs 12.
        #expect(store.budget.spent == one + 6 * 12 + one)
    }

    /// Nested calls are limited, because they use the native stack.
    @Test func callingBackForEverIsRefused() throws {
        let instance = try HostFunctionTests.nested("down")
        let ending = try Ending.of { try instance.call("down", [.i32(1_000)]) }
        #expect(ending == .trapped(.host("\(CallError.nestedTooDeeply)")))
        #expect(try Ending.of { try instance.call("down", [.i32(3)]) } == .returned([115]))
    }

    /// The call depth counts across host functions.
    @Test func callDepthCountsThroughTheHost() throws {
        var limits = StoreLimits()
        limits.callDepth = 5
        let instance = try HostFunctionTests.nested(in: Store(limits: limits), "down")
        #expect(try Ending.of { try instance.call("down", [.i32(4)]) } == .returned([120]))
        #expect(try Ending.of { try instance.call("down", [.i32(5)]) } == .trapped(.callStackExhausted))
    }

    @Test func aTrapInsidePassesThroughTheHost() throws {
        let instance = try HostFunctionTests.nested("fail")
        let trap = try #require(throws: Trap.self) { try instance.call("down", [.i32(1)]) }
        #expect(trap.kind == .integerDivideByZero)
        #expect(try Ending.of { try instance.call("down", [.i32(2)]) } == .returned([6]))
    }

    /// All nested calls share one budget.
    @Test func anExhaustedBudgetEndsTheOuterCallToo() throws {
        let store = Store()
        let instance = try HostFunctionTests.nested(in: store, "down")
        store.budget.allow(30)
        #expect(try Ending.of { try instance.call("down", [.i32(20)]) } == .trapped(.budgetExhausted))
        #expect(store.budget.spent <= 45)
    }

    // MARK: Memory

    @Test func reachesTheCallersMemoryOnly() throws {
        var imports = Imports()
        var seen: [UInt64?] = []
        imports.define(
            "f", in: "host",
            HostFunction(withCall: { (call: HostCall) throws in
                seen.append(call.memory?.byteCount)
                try call.memory?.store(UInt32(0x0403_0201), at: 65_532)
                #expect(throws: MemoryAccessError.self) { try call.memory?.store(UInt32(1), at: 65_533) }
                #expect(throws: MemoryAccessError.self) { try call.memory?.store(UInt8(1), at: .max) }
                #expect(throws: MemoryAccessError.self) { try call.memory?.read(at: 1, count: .max) }
                #expect(throws: MemoryAccessError.self) { try call.memory?.read(at: .max, count: .max) }
            }))
        let store = Store()
        let with =
            #"(import "host" "f" (func $f)) (memory 1) (func (export "g") (result i32) "#
            + "(call $f) (i32.load8_u (i32.const 65533)))"
        let instance = try Guest.instance(with, in: store, imports: imports)
        #expect(try Ending.of { try instance.call("g") } == .returned([2]))
        seen.removeAll()
        var memoryless = Imports()
        memoryless.define(
            "f", in: "host",
            HostFunction(withCall: { (call: HostCall) throws in
                seen.append(call.memory?.byteCount)
            }))
        let without = try Guest.instance(
            #"(import "host" "f" (func $f)) (func (export "g") (call $f))"#, in: store, imports: memoryless)
        #expect(try Ending.of { try without.call("g") } == .nothing)
        #expect(seen == [nil])
    }

    /// While a memory is lent, no other code can use it, not even a guest that is called back.
    @Test func aLentMemoryCannotBeUsed() throws {
        let box = Box()
        var imports = Imports()
        imports.define(
            "f", in: "host",
            HostFunction(withCall: { (call: HostCall) throws in
                try call.memory?.withMutableBytes(at: 0, count: 4) { bytes throws in
                    #expect(throws: MemoryAccessError.self) { try call.memory?.store(UInt8(1), at: 0) }
                    #expect(throws: MemoryAccessError.self) {
                        try call.memory?.withMutableBytes(at: 0, count: 0) { _ in }
                    }
                    #expect(
                        try Ending.of { try box.instance?.call("load") ?? [] } == .trapped(.outOfBoundsMemoryAccess))
                    #expect(try Ending.of { try box.instance?.call("grow") ?? [] } == .returned([0xFFFF_FFFF]))
                    bytes[1] = 9
                }
            }))
        let instance = try Guest.instance(
            """
            (import "host" "f" (func $f)) (memory 1)
            (func (export "g") (result i32) (call $f) (i32.load (i32.const 0)))
            (func (export "load") (drop (i32.load (i32.const 0))))
            (func (export "grow") (result i32) (memory.grow (i32.const 1)))
            """, imports: imports)
        box.instance = instance
        #expect(try Ending.of { try instance.call("g") } == .returned([0x900]))
        #expect(try Ending.of { try instance.call("grow") } == .returned([1]))
        box.instance = nil
    }

    @Test func argumentsMustFit() throws {
        let instance = try HostFunctionTests.instance { $1 }
        #expect(throws: CallError.self) { try instance.call("outer") }
        #expect(throws: CallError.self) { try instance.call("outer", [.i64(1)]) }
        #expect(throws: CallError.self) { try instance.call("outer", [.i32(1), .i32(2)]) }
        #expect(throws: CallError.self) { try instance.call("none") }
    }

    /// A result that a host function does not set is zero, not a value that an earlier frame left in the slot.
    @Test func aResultThatIsNotSetIsZero() throws {
        let type = FunctionType(parameters: [], results: [.i64])
        var imports = Imports()
        imports.define("lazy", in: "host", HostFunction(type: type) { _ in })
        let instance = try Guest.instance(
            """
            (import "host" "lazy" (func $lazy (result i64)))
            (func $leavesTraces (param i64 i64) (result i64) (local.get 1))
            (func (export "f") (result i64)
              (drop (call $leavesTraces (i64.const -1) (i64.const -1))) (call $lazy))
            """, imports: imports)
        #expect(try Ending.of { try instance.call("f") } == .returned([0]))
    }
}

/// Keeps an object alive as long as a store lives.
enum Boxes {
    static func keep(_ object: HostFunctionTests.Box, in store: Store) { _ = ExternalReference(object, in: store) }
}
