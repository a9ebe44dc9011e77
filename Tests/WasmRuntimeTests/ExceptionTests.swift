import Testing
import WasmRuntime
import WasmSyntax

/// Exceptions between guests and the host. `spectests/nestbox/exceptions.wast` tests exceptions among guests.
struct ExceptionTests {
    static let guest = """
        (import "host" "tag" (tag $t (param i32 f64 externref)))
        (import "host" "f" (func $f (param i32)))
        (tag $own (export "own") (param i64))
        (func $throw (export "throw") (param i32) (param externref)
          (throw $t (local.get 0) (f64.const 0.5) (local.get 1)))
        (func (export "throw-own") (throw $own (i64.const -3)))
        (func (export "call-host") (param i32) (call $f (local.get 0)))
        (func (export "catch") (param i32) (result i32)
          (local $x f64) (local $r externref)
          (block $h (result i32 f64 externref)
            (try_table (catch $t $h) (call $f (local.get 0)))
            (return (i32.const -1)))
          (local.set $r) (local.set $x)
          (i32.add (i32.trunc_f64_s (local.get $x))))
        (func (export "catch-all") (param i32) (result i32)
          (block $h
            (try_table (catch_all $h) (call $f (local.get 0)))
            (return (i32.const 0)))
          (i32.const 1))
        (func (export "again") (param i32)
          (block $h (result exnref)
            (try_table (catch_all_ref $h) (call $f (local.get 0)))
            (return))
          (throw_ref))
        (func (export "tail") (param i32) (return_call $f (local.get 0)))
        """

    let store = Store()
    let tag: WasmRuntime.Tag

    init() throws { tag = try WasmRuntime.Tag([.i32, .f64, .externref], in: store) }

    func instance(_ body: @escaping (HostCall, Int32) throws -> Void) throws -> Instance {
        var imports = Imports()
        imports.define("tag", in: "host", .tag(tag))
        imports.define("f", in: "host", HostFunction(withCall: body))
        return try Guest.instance(ExceptionTests.guest, in: store, imports: imports)
    }

    func exception(_ number: Int32, _ float: Double = 2) throws -> WasmException {
        try WasmException(tag, [.i32(number), .f64(float), .externref(nil)])
    }

    static func numbers(_ values: [Value]?) -> [Int32] {
        values?.compactMap { if case .i32(let number) = $0 { number } else { nil } } ?? []
    }

    @Test func oneThatIsNotCaughtReachesTheEmbedder() throws {
        let instance = try instance { _, _ in }
        let object = ExternalReference("thing", in: store)
        let thrown = try #require(throws: WasmException.self) {
            try instance.call("throw", [.i32(7), .externref(object)])
        }
        #expect(thrown.tag(in: store) == tag)
        let values = try #require(thrown.values(in: store))
        #expect(values.count == 3)
        guard case .i32(7) = values[0], case .f64(0.5) = values[1], case .externref(let reference?) = values[2] else {
            Issue.record("\(values)")
            return
        }
        #expect(reference.object as? String == "thing")
        #expect(thrown.backtrace.map(\.functionName) == ["throw"])
        #expect("\(thrown)".hasPrefix("uncaught exception [i32 f64 externref] -> []\n  #0 function 1 throw at byte "))
        #expect(thrown.tag(in: Store()) == nil)
        #expect(thrown.values(in: Store()) == nil)
    }

    @Test func aTagOfTheGuestIsExported() throws {
        let instance = try instance { _, _ in }
        let thrown = try #require(throws: WasmException.self) { try instance.call("throw-own") }
        guard case .tag(let own)? = instance["own"] else {
            Issue.record("the tag is not exported")
            return
        }
        #expect(thrown.tag(in: store) == own)
        #expect(own != tag)
        #expect(own.parameters == [.i64])
    }

    @Test func aHostFunctionThrowsAndTheGuestCatches() throws {
        let instance = try instance { _, number in throw try exception(number) }
        #expect(try Ending.of { try instance.call("catch", [.i32(40)]) } == .returned([42]))
        #expect(try Ending.of { try instance.call("catch-all", [.i32(40)]) } == .returned([1]))
    }

    /// A trap is not an exception: no handler catches it.
    @Test func trapsAreNotCaught() throws {
        let instance = try instance { _, _ in throw Trap(.integerOverflow) }
        #expect(try Ending.of { try instance.call("catch-all", [.i32(0)]) } == .trapped(.integerOverflow))
    }

    @Test func oneOfTheHostsReachesTheEmbedderThroughGuests() throws {
        let instance = try instance { _, number in throw try exception(number) }
        for function: Name in ["call-host", "again", "tail"] {
            let thrown = try #require(throws: WasmException.self) { try instance.call(function, [.i32(5)]) }
            #expect(ExceptionTests.numbers(thrown.values(in: store)) == [5])
        }
    }

    @Test func aHostFunctionCatchesAndThrowsOn() throws {
        var guest: Instance?
        var seen: [Int32] = []
        let instance = try instance { _, number in
            guard number > 0 else { throw try exception(100) }
            do {
                _ = try guest?.call("call-host", [.i32(number - 1)])
            } catch let thrown as WasmException {
                seen += ExceptionTests.numbers(thrown.values(in: store))
                throw thrown
            }
        }
        guest = instance
        let thrown = try #require(throws: WasmException.self) { try instance.call("call-host", [.i32(3)]) }
        #expect(seen == [100, 100, 100])
        #expect(ExceptionTests.numbers(thrown.values(in: store)) == [100])
        #expect(try Ending.of { try instance.call("catch", [.i32(3)]) } == .returned([102]))
    }

    @Test func valuesThatDoNotFitTheTagAreRefused() throws {
        #expect(throws: CallError.argumentCount(expected: 3, found: 0)) { try WasmException(tag) }
        #expect(throws: CallError.argumentType(expected: .i32, found: .i64)) {
            try WasmException(tag, [.i64(1), .f64(1), .externref(nil)])
        }
        #expect(throws: CallError.foreignReference) {
            try WasmException(tag, [.i32(1), .f64(1), .externref(ExternalReference(1, in: Store()))])
        }
    }

    @Test func oneOfAnotherStoreIsATrap() throws {
        let other = Store()
        let foreign = try WasmException(try WasmRuntime.Tag([], in: other))
        let instance = try instance { _, _ in throw foreign }
        #expect(
            try Ending.of { try instance.call("catch-all", [.i32(0)]) }
                == .trapped(.host("an exception of another store")))
    }

    /// The host keeps the documented number of exceptions, and forgets older ones.
    @Test func oldOnesAreForgotten() throws {
        let first = try exception(1)
        for number in 2...1024 { _ = try exception(Int32(number)) }
        #expect(ExceptionTests.numbers(first.values(in: store)) == [1])
        _ = try exception(0)
        #expect(first.values(in: store) == nil)
        #expect(first.tag(in: store) == nil)
    }

    /// A loop that throws and catches ends with the budget and with the deadline.
    @Test func aLoopOfExceptionsIsStopped() throws {
        let text = """
            (tag $t)
            (func (export "f") (loop $l (try_table (catch $t $l) (throw $t))))
            (func $deep (param i32)
              (if (i32.eqz (local.get 0)) (then (throw $t)))
              (call $deep (i32.sub (local.get 0) (i32.const 1))))
            (func (export "g")
              (loop $l (block $h (try_table (catch $t $h) (call $deep (i32.const 9000)))) (br $l)))
            """
        let instance = try Guest.instance(text, in: store)
        for function: Name in ["f", "g"] {
            store.budget.allow(100_000)
            #expect(try Ending.of { try instance.call(function) } == .trapped(.budgetExhausted))
            store.budget.limit = nil
            store.interruption = LimitTests.StopsAfter(2, .deadlineExceeded)
            #expect(try Ending.of { try instance.call(function) } == .trapped(.interrupted(.deadlineExceeded)))
            store.interruption = nil
        }
    }
}
