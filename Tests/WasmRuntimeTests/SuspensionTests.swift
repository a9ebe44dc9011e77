import Testing
import WasmSyntax

@testable import WasmRuntime

/// A suspended call goes on as if it had not been suspended.
struct SuspensionTests {
    /// Guests whose functions `f` do a bit of everything. Each has the imports of `imports(_:in:)`.
    static let guests: [(name: String, fields: String)] = [
        (
            "loops and calls",
            """
            (func $fib (param i32) (result i32)
              (if (result i32) (i32.lt_s (local.get 0) (i32.const 2)) (then (local.get 0))
                (else (i32.add (call $fib (i32.sub (local.get 0) (i32.const 1)))
                  (call $fib (i32.sub (local.get 0) (i32.const 2)))))))
            (func (export "f") (result i32) (call $fib (i32.const 9)))
            """
        ),
        (
            "results and indirect calls",
            """
            (type $pair (func (param i32 i64) (result i64 i32)))
            (table funcref (elem $swap $drop))
            (func $swap (type $pair) (local.get 1) (local.get 0))
            (func $drop (type $pair) (i64.add (local.get 1) (i64.const 1)) (i32.mul (local.get 0) (i32.const 3)))
            (func (export "f") (result i64 i32) (local $a i32) (local $b i64) (local $n i32)
              (local.set $b (i64.const 5))
              (loop $l
                (call_indirect (type $pair) (local.get $a) (local.get $b)
                  (i32.and (local.get $n) (i32.const 1)))
                (local.set $a) (local.set $b)
                (local.set $a (i32.add (local.get $a) (i32.const 7)))
                (br_if $l (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 20))))
              (local.get $b) (local.get $a))
            """
        ),
        (
            "host functions",
            """
            (import "host" "add" (func $add (param i32 i32) (result i32)))
            (import "host" "twice" (func $twice (param i32) (result i32)))
            (func (export "f") (result i32) (local $n i32) (local $s i32)
              (loop $l
                (local.set $s (call $add (local.get $s) (call $twice (local.get $n))))
                (br_if $l (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 20))))
              (return_call $twice (local.get $s)))
            """
        ),
        (
            "tail calls",
            """
            (type $t (func (param i32 i64) (result i64)))
            (table $t1 funcref (elem $even $odd)) (table $t2 funcref (elem $even $odd))
            (func $even (type $t)
              (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
              (return_call_indirect $t2 (type $t)
                (i32.sub (local.get 0) (i32.const 1)) (i64.add (local.get 1) (i64.const 3)) (i32.const 1)))
            (func $odd (type $t)
              (return_call $even (i32.sub (local.get 0) (i32.const 1)) (i64.mul (local.get 1) (i64.const 5))))
            (func (export "f") (result i64) (call $even (i32.const 20) (i64.const 1)))
            """
        ),
        (
            "exceptions",
            """
            (tag $e (param i32)) (tag $other)
            (func $deep (param i32)
              (if (i32.eqz (local.get 0)) (then (throw $e (i32.const 42))))
              (block $h (try_table (catch $other $h) (call $deep (i32.sub (local.get 0) (i32.const 1))))))
            (func (export "f") (result i32) (local $n i32) (local $s i32)
              (loop $l
                (local.set $s (i32.add (local.get $s)
                  (block $h (result i32)
                    (try_table (catch $e $h) (call $deep (i32.mul (local.get $n) (i32.const 9))))
                    (i32.const 0))))
                (br_if $l (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 8))))
              (local.get $s))
            """
        ),
        (
            "an exception that nobody catches",
            """
            (tag $e (param i32))
            (func $deep (param i32)
              (if (i32.eqz (local.get 0)) (then (throw $e (i32.const 42))))
              (call $deep (i32.sub (local.get 0) (i32.const 1))))
            (func (export "f") (call $deep (i32.const 40)))
            """
        ),
        (
            "objects",
            """
            (type $list (struct (field $head i32) (field $tail (ref null $list)))) (type $a (array (mut i64)))
            (func (export "f") (result i64) (local $l (ref null $list)) (local $n i32) (local $s i64)
              (local $a (ref null $a))
              (local.set $a (array.new $a (i64.const 1) (i32.const 20)))
              (loop $make
                (local.set $l (struct.new $list (local.get $n) (local.get $l)))
                (array.set $a (local.get $a) (local.get $n) (i64.extend_i32_u (local.get $n)))
                (br_if $make (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 20))))
              (loop $sum
                (local.set $s (i64.add (local.get $s) (i64.mul
                  (i64.extend_i32_u (struct.get $list $head (local.get $l)))
                  (array.get $a (local.get $a) (struct.get $list $head (local.get $l))))))
                (br_if $sum (i32.eqz (ref.is_null
                  (local.tee $l (struct.get $list $tail (local.get $l)))))))
              (local.get $s))
            """
        ),
        (
            "vectors",
            """
            (func $add (param v128 i32) (result v128) (i32x4.add (local.get 0) (i32x4.splat (local.get 1))))
            (func (export "f") (result v128) (local $v v128) (local $n i32)
              (loop $l
                (local.set $v (call $add (local.get $v) (local.get $n)))
                (br_if $l (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 20))))
              (local.get $v))
            """
        ),
        (
            "bulk operations and growing",
            """
            (memory (export "m") 1 40) (table $t 1 2000 funcref) (data $d "abcdefgh") (elem $e func $g $g $g) (func $g)
            (func (export "f") (result i32) (local $n i32)
              (loop $l
                (drop (memory.grow (i32.const 1)))
                (memory.fill (i32.shl (local.get $n) (i32.const 12)) (local.get $n) (i32.const 100000))
                (memory.copy (i32.add (i32.shl (local.get $n) (i32.const 12)) (i32.const 3))
                  (i32.shl (local.get $n) (i32.const 12)) (i32.const 90000))
                (memory.init $d (i32.shl (local.get $n) (i32.const 13)) (i32.const 1) (i32.const 7))
                (drop (table.grow $t (ref.func $g) (i32.const 100)))
                (table.init $t $e (local.get $n) (i32.const 0) (i32.const 3))
                (table.fill $t (i32.const 3) (ref.null func) (i32.const 50))
                (br_if $l (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 6))))
              (i32.add (memory.size) (table.size $t)))
            """
        ),
        (
            "a trap",
            """
            (func $divide (param i32) (result i32)
              (if (result i32) (i32.eqz (local.get 0)) (then (i32.div_s (i32.const 1) (local.get 0)))
                (else (call $divide (i32.sub (local.get 0) (i32.const 1))))))
            (func (export "f") (result i32) (call $divide (i32.const 30)))
            """
        ),
        (
            "branches with values",
            """
            (func $pick (param i32) (result i64)
              (block $a (result i64)
                (i64.add (i64.const 0x100000000) (block $b (result i64)
                  (i64.add (i64.const 0x20000000000) (block $c (result i64)
                    (i64.const 1) (i64.const 2) (i64.extend_i32_u (local.get 0)) (local.get 0)
                    (br_table $a $b $c)))))))
            (func (export "f") (result i64) (local $n i32) (local $s i64)
              (loop $l
                (local.set $s (i64.add (i64.mul (local.get $s) (i64.const 3)) (call $pick (local.get $n))))
                (br_if $l (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 5))))
              (local.get $s))
            """
        ),
        (
            "comparisons of 64 bits",
            """
            (memory 1)
            (func $next (param i32) (result i64) (i64.store (local.get 0) (i64.shl (i64.const 1) (i64.extend_i32_u
              (i32.add (local.get 0) (i32.const 20))))) (i64.load (local.get 0)))
            (func (export "f") (result i32) (local $n i32) (local $s i32)
              (loop $l
                (if (i64.eqz (call $next (local.get $n))) (then (local.set $s (i32.add (local.get $s) (i32.const 100)))))
                (if (i64.lt_u (call $next (local.get $n)) (call $next (i32.const 30)))
                  (then (local.set $s (i32.add (local.get $s) (i32.const 1)))))
                (br_if $l (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 40))))
              (local.get $s))
            """
        ),
        (
            "references on the stack",
            """
            (type $s (struct (field i32))) (type $r (func (param (ref null $s)) (result (ref null $s))))
            (elem declare func $self)
            (func $self (type $r) (local.get 0))
            (func $value (param anyref) (result i32)
              (block $no (result anyref)
                (return (struct.get $s 0 (block $yes (result (ref $s))
                  (br $no (br_on_cast $yes anyref (ref $s) (local.get 0)))))))
              (drop) (i32.const 1000))
            (func (export "f") (result i32) (local $n i32) (local $t i32)
              (loop $l
                (local.set $t (i32.add (local.get $t) (i32.add
                  (call $value (call_ref $r (struct.new $s (local.get $n)) (ref.func $self)))
                  (call $value (ref.i31 (local.get $n))))))
                (local.set $t (i32.add (local.get $t) (block $null (result i32)
                  (drop (block $some (result (ref $s))
                    (br_on_non_null $some (call $self (ref.null $s))) (br $null (i32.const 7)))) (i32.const 0))))
                (br_if $l (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 9))))
              (local.get $t))
            """
        ),
        (
            "endless recursion",
            "(func $r (export \"f\") (param) (call $r))"
        ),
    ]

    /// The observable result of a call.
    struct Outcome: Equatable {
        var ending: String
        var backtrace: [Trap.Frame] = []
        var spent: UInt64
        var memory = 0
    }

    static func imports() -> Imports {
        var imports = Imports()
        imports.define("add", in: "host", HostFunction { (a: Int32, b: Int32) in a &+ b })
        imports.define("twice", in: "host", HostFunction { (a: Int32) in a &* 2 })
        return imports
    }

    static func observe(
        _ fields: String, _ options: LoweringOptions = LoweringOptions(), _ run: (Function) throws -> [Value]
    ) throws -> Outcome {
        var limits = StoreLimits()
        limits.callDepth = 200
        let store = Store(limits: limits, options: options)
        let instance = try Guest.instance(fields, in: store, imports: imports())
        let function = try #require(instance.function(named: "f"))
        var outcome = Outcome(ending: "", spent: 0)
        do {
            outcome.ending = "\(try run(function))"
        } catch let trap as Trap {
            outcome.ending = trap.kind.description
            outcome.backtrace = trap.backtrace
        } catch let exception as WasmException {
            outcome.ending = "\(exception.values(in: store) ?? [])"
            outcome.backtrace = exception.backtrace
        }
        outcome.spent = store.budget.spent
        if let memory = instance.memory(named: "m") {
            outcome.memory = try memory.read(at: 0, count: memory.byteCount).reduce(7) { $0 &* 31 &+ Int($1) }
        }
        #expect(store.state.parked.allSatisfy { $0 == nil })
        return outcome
    }

    @Test(arguments: guests.indices)
    func yieldsMakeNoDifference(_ index: Int) throws {
        let guest = SuspensionTests.guests[index]
        for options in Guest.heapUses {
            let whole = try SuspensionTests.observe(guest.fields, options) { try $0.call([]) }
            for units: UInt64 in [0, 1, 2, 3, 5, 17, 100, 1_000] {
                var count = 0
                let parts = try SuspensionTests.observe(guest.fields, options) { function in
                    let call = try function.begin()
                    while true {
                        if case .finished(let results) = try call.resume(yieldingAfter: units) { return results }
                        count += 1
                    }
                }
                #expect(parts == whole, "\(guest.name), every \(units) units")
                if units < 4 { #expect(count > 10, "\(guest.name) yielded \(count) times") }
            }
        }
    }

    /// The call gets what each suspension says it needs, and no unit more.
    @Test(arguments: guests.indices)
    func budgetsInPartsMakeNoDifference(_ index: Int) throws {
        let guest = SuspensionTests.guests[index]
        let whole = try SuspensionTests.observe(guest.fields) { try $0.call([]) }
        var most: UInt64 = 0
        let parts = try SuspensionTests.observe(guest.fields) { function in
            let store = function.store
            store.budget.limit = 0
            let call = try function.begin()
            while true {
                switch try call.resume() {
                case .finished(let results): return results
                case .suspended(.budgetSpent(let needed)):
                    let limit = try #require(store.budget.limit)
                    // One unit less does not suffice.
                    if needed > 1 {
                        store.budget.limit = limit + needed - 1
                        guard case .suspended(.budgetSpent(1)) = try call.resume() else {
                            Issue.record("\(guest.name) went on with too little")
                            return []
                        }
                    }
                    store.budget.limit = limit + needed
                    most = max(most, needed)
                case .suspended(let other):
                    Issue.record("\(guest.name): \(other)")
                    return []
                }
            }
        }
        #expect(parts == whole, "\(guest.name)")
        #expect(most > 0)
    }

    /// Slots that a suspended call keeps without having written them do not have what guests of other stores left there.
    @Test func slotsOfOthersAreNotKept() throws {
        let secret: UInt64 = 0x5EC2_E75E_C2E7_0001
        for _ in 0..<4 {
            let other = try Guest.instance(
                "(func $r (export \"r\") (param i64 i32) (if (local.get 1)"
                    + " (then (call $r (local.get 0) (i32.sub (local.get 1) (i32.const 1))))))")
            _ = try other.call("r", [.i64(Int64(bitPattern: secret)), .i32(1_000)])
        }
        let high = String(repeating: "(i32.const 1)", count: 900) + String(repeating: "(drop)", count: 900)
        let store = Store()
        let instance = try Guest.instance("(func (export \"f\") (loop (br_if 0 (i32.const 1))) \(high))", in: store)
        let call = try #require(instance.function(named: "f")).begin()
        guard case .suspended(.yielded) = try call.resume(yieldingAfter: 50) else { throw TestError() }
        let kept = store.state.parked.compactMap { $0 }.flatMap(\.slots)
        #expect(kept.count > 900)
        #expect(!kept.contains(secret))
    }

    /// Two calls in one store, by turns, do not see each other's slots.
    @Test func callsOfOneStoreTakeTurns() throws {
        for options in Guest.heapUses {
            let store = Store(limits: StoreLimits(), options: options)
            let whole = try SuspensionTests.guests.prefix(9).map { guest in
                try SuspensionTests.observe(guest.fields, options) { try $0.call([]) }.ending
            }
            let instances = try SuspensionTests.guests.prefix(9).map {
                try Guest.instance($0.fields, in: store, imports: SuspensionTests.imports())
            }
            var calls = try instances.map { try #require($0.function(named: "f")).begin() }
            var endings = [Int: String]()
            var order = Array(calls.indices)
            var numbers = Numbers(state: 1)
            while endings.count < 9 {
                order.shuffle(using: &numbers)
                for index in order where endings[index] == nil {
                    do {
                        if case .finished(let results) = try calls[index].resume(yieldingAfter: 20) {
                            endings[index] = "\(results)"
                        }
                    } catch let exception as WasmException {
                        endings[index] = "\(exception.values(in: store) ?? [])"
                    }
                }
            }
            #expect(whole.indices.map { endings[$0] } == whole)
            #expect(!calls.contains { !$0.isFinished })
            calls = []
            #expect(store.state.parked.allSatisfy { $0 == nil })
        }
    }

    // MARK: Interruptions

    /// An interruption in the middle of bulk work suspends the call, whatever the work is. When it goes on, the rest is
    /// done.
    @Test func bulkOperationsGoOn() throws {
        let functions = InterruptedWorkTests.cases.enumerated().map { "(func (export \"f\($0)\") \($1.body))" }
        let module = try Guest.module(InterruptedWorkTests.module + functions.joined() + SuspensionTests.marks)
        let (store, other) = (Store(), Store())
        let instance = try store.instantiate(module)
        let reference = try other.instantiate(module)
        for (index, (body, _)) in InterruptedWorkTests.cases.enumerated() {
            for instance in [instance, reference] { _ = try instance.call("mark") }
            let before = store.budget.spent
            let spentBefore = other.budget.spent
            _ = try reference.call(Name("f\(index)"))
            let call = try #require(instance.function(named: Name("f\(index)"))).begin()
            var suspended = 0
            while true {
                // Two polls go on, the third stops.
                store.interruption = LimitTests.StopsAfter(3, .deadlineExceeded)
                guard case .suspended(.interrupted(.deadlineExceeded)) = try call.resume() else { break }
                suspended += 1
                guard suspended < 100 else { break }
            }
            store.interruption = nil
            #expect(call.isFinished && suspended > 0, "\(body) was suspended \(suspended) times")
            #expect(store.budget.spent - before == other.budget.spent - spentBefore, "\(body)")
            let checked = try instance.call("check").description
            #expect(try reference.call("check").description == checked, "\(body)")
        }
    }

    /// Functions that give memories, tables and arrays contents whose order shows, and work out a number from them.
    static let marks = """
        (func (export "mark") (local $i i32)
          (loop $l
            (i32.store (local.get $i) (i32.mul (local.get $i) (i32.const 0x9E3779B1)))
            (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 4))) (i32.const 8388600))))
          (local.set $i (i32.const 0))
          (loop $l
            (array.set $a8 (global.get $x) (local.get $i) (local.get $i))
            (table.set $t (local.get $i) (if (result funcref) (i32.and (local.get $i) (i32.const 4))
              (then (ref.func 0)) (else (ref.null func))))
            (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 1000000)))))
        (elem declare func 0)
        (func (export "check") (result i64) (local $i i32) (local $s i64)
          (loop $l
            (local.set $s (i64.mul (i64.add (local.get $s) (i64.load (local.get $i))) (i64.const 31)))
            (local.set $s (i64.add (local.get $s) (i64.load $m2 (local.get $i))))
            (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 8))) (i32.const 8388600))))
          (local.set $i (i32.const 0))
          (loop $l
            (local.set $s (i64.mul (local.get $s) (i64.const 31)))
            (local.set $s (i64.add (local.get $s)
              (i64.extend_i32_u (array.get_u $a8 (global.get $x) (local.get $i)))))
            (local.set $s (i64.add (local.get $s)
              (i64.extend_i32_u (ref.is_null (table.get $t (local.get $i))))))
            (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 1000000))))
          (i64.add (local.get $s) (i64.extend_i32_u (table.size $t2))))
        """

    /// As long as the interruption asks the guest to stop, the call does not go on.
    @Test func aPassedDeadlineStaysPassed() throws {
        let store = Store()
        let instance = try Guest.instance(LimitTests.endless, in: store)
        store.interruption = LimitTests.StopsAfter(1, .deadlineExceeded)
        let call = try #require(instance.function(named: "f")).begin()
        for _ in 0..<10 {
            guard case .suspended(.interrupted(.deadlineExceeded)) = try call.resume() else {
                Issue.record("went on")
                return
            }
        }
        let spent = store.budget.spent
        for _ in 0..<10 { _ = try call.resume() }
        #expect(store.budget.spent == spent)
    }

    // MARK: Host functions

    static func askingInstance(_ store: Store) throws -> (Function, WasmRuntime.Tag) {
        let tag = try WasmRuntime.Tag([.i32], in: store)
        var imports = Imports()
        let type = FunctionType(parameters: [.i32], results: [.i32, .i64])
        imports.define("ask", in: "host", HostFunction(type: type) { throw HostSuspension($0.i32(at: 0)) })
        imports.define("e", in: "host", .tag(tag))
        let fields = """
            (import "host" "ask" (func $ask (param i32) (result i32 i64)))
            (import "host" "e" (tag $e (param i32)))
            (func (export "f") (param i32) (result i64) (local $n i32)
              (block $h (result i32)
                (try_table (result i64) (catch $e $h)
                  (call $ask (local.get 0)) (i64.mul (i64.const 10)) (drop) (local.tee $n)
                  (call $second) (i32.add) (i64.extend_i32_u))
                (return))
              (i64.extend_i32_s (i32.add (i32.const 1000))))
            (func $second (result i32) (local i64) (call $ask (i32.const 2)) (local.set 0))
            """
        let instance = try Guest.instance(fields, in: store, imports: imports)
        return (try #require(instance.function(named: "f")), tag)
    }

    @Test func aHostFunctionSuspendsItsCaller() throws {
        let store = Store()
        let (function, tag) = try SuspensionTests.askingInstance(store)
        let call = try function.begin([.i32(7)])
        guard case .suspended(.hostFunction(let first)) = try call.resume() else { throw TestError() }
        #expect(first.value as? UInt32 == 7)
        // Without results, the call waits on.
        guard case .suspended(.awaitingResults) = try call.resume() else { throw TestError() }
        #expect(throws: CallError.resultCount(expected: 2, found: 1)) { _ = try call.resume(returning: [.i32(1)]) }
        #expect(throws: CallError.argumentType(expected: .i64, found: .i32)) {
            try call.resume(returning: [.i32(1), .i32(1)])
        }
        guard case .suspended(.hostFunction(let second)) = try call.resume(returning: [.i32(30), .i64(4)])
        else { throw TestError() }
        #expect(second.value as? UInt32 == 2)
        guard case .finished(let results) = try call.resume(returning: [.i32(5), .i64(6)]) else { throw TestError() }
        #expect("\(results)" == "[35]")
        #expect(throws: CallError.notSuspended) { _ = try call.resume() }
        #expect(throws: CallError.awaitsNoResults) { _ = try call.resume(returning: []) }

        // The guest catches an exception of the host.
        let other = try function.begin([.i32(7)])
        _ = try other.resume()
        let exception = try WasmException(tag, [.i32(3)])
        guard case .finished(let caught) = try other.resume(throwing: exception) else { throw TestError() }
        #expect("\(caught)" == "[1003]")

        // Any other error is a trap, with the guest's backtrace.
        let failing = try function.begin([.i32(7)])
        _ = try failing.resume()
        let trap = #expect(throws: Trap.self) { try failing.resume(throwing: TestError()) }
        #expect(trap?.underlyingError is TestError)
        #expect(trap?.backtrace.count == 1)
        #expect(failing.isFinished)
    }

    @Test func aCallThatCannotBeResumedSaysSo() throws {
        let store = Store()
        let (function, _) = try SuspensionTests.askingInstance(store)
        let trap = #expect(throws: Trap.self) { try function.call([.i32(7)]) }
        #expect(trap?.description.contains("was not begun as one that can be resumed") == true)

        // Nor can a call be suspended that a host function has made.
        let inner = try Guest.instance("(func (export \"f\") (loop (br 0)))", in: store)
        var imports = Imports()
        imports.define(
            "f", in: "host",
            HostFunction { () -> Int32 in
                try inner.call("f").count == 0 ? 1 : 0
            })
        let outer = try Guest.instance(
            "(import \"host\" \"f\" (func (result i32))) (func (export \"g\") (drop (call 0)))", in: store,
            imports: imports)
        let call = try #require(outer.function(named: "g")).begin()
        store.budget.allow(1_000)
        let inside = #expect(throws: Trap.self) { try call.resume() }
        #expect(inside?.kind == .budgetExhausted)
        #expect(inside?.description.contains("cannot be suspended, as the function cannot wait") == true)
        #expect(call.isFinished)
    }

    @Test func theEmbedderCallsAHostFunctionThatSuspends() throws {
        let store = Store()
        var imports = Imports()
        imports.define(
            "ask", in: "host",
            HostFunction(type: FunctionType(parameters: [.i32], results: [.i32])) {
                throw HostSuspension($0.i32(at: 0))
            })
        let instance = try Guest.instance(
            "(import \"host\" \"ask\" (func $f (param i32) (result i32))) (export \"f\" (func $f))", in: store,
            imports: imports)
        let call = try #require(instance.function(named: "f")).begin([.i32(3)])
        guard case .suspended(.hostFunction(let suspension)) = try call.resume() else { throw TestError() }
        #expect(suspension.value as? UInt32 == 3)
        guard case .finished(let results) = try call.resume(returning: [.i32(9)]) else { throw TestError() }
        #expect("\(results)" == "[9]")
    }

    /// A host function that cannot be paid for is called again, once there is enough.
    @Test func theBeginningOfAHostCallWaitsForBudget() throws {
        let store = Store()
        var calls = 0
        var module = HostModule("host")
        module.define(
            "f", price: 1_000,
            HostFunction { () -> Int32 in
                calls += 1; return 7
            })
        var imports = Imports()
        for (name, entry) in module.entries {
            imports.define(name, in: "host", entry.metered { _ in LimitTests.StopsAfter(.max, .cancelled) })
        }
        let instance = try Guest.instance(
            "(import \"host\" \"f\" (func $f (result i32))) (func (export \"g\") (result i32) (call $f))", in: store,
            imports: imports)
        store.budget.allow(100)
        let call = try #require(instance.function(named: "g")).begin()
        guard case .suspended(.budgetSpent(let needed)) = try call.resume() else { throw TestError() }
        #expect(calls == 0)
        store.budget.limit? += needed
        guard case .suspended(.budgetSpent) = try call.resume() else {
            // The return needs a unit more, or not.
            #expect(calls == 1)
            return
        }
        #expect(calls == 1)
    }

    @Test func aDroppedCallLeavesNothing() throws {
        let store = Store()
        let instance = try Guest.instance(
            "(global (export \"g\") (mut i32) (i32.const 0))"
                + "(func (export \"f\") (loop (global.set 0 (i32.add (global.get 0) (i32.const 1))) (br 0)))", in: store
        )
        for _ in 0..<100 {
            let call = try #require(instance.function(named: "f")).begin()
            guard case .suspended(.yielded) = try call.resume(yieldingAfter: 100) else { throw TestError() }
        }
        #expect(store.state.parked.count == 1)
        let call = try #require(instance.function(named: "f")).begin()
        _ = try call.resume(yieldingAfter: 100)
        call.cancel()
        #expect(call.isFinished)
        #expect(throws: CallError.notSuspended) { _ = try call.resume() }
        guard case .global(let global)? = instance["g"], case .i32(let count) = global.value else { throw TestError() }
        #expect(count > 100)
    }

    struct TestError: Error {}
}
