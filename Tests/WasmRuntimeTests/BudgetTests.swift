import Testing
import WasmRuntime
import WasmSyntax

/// The cost of a call of `f`, counted by hand. `Tests/Guests/fuel-facts.md` has the same figures, except for traps,
/// where wasmtime loses count.
struct Metered: Sendable, CustomTestStringConvertible {
    var body: String
    var arguments: [Int32] = []
    /// The total units, including the entry of `f`.
    var cost: UInt64
    var ending = Ending.nothing
    /// The checks of the budget, in order: the units needed, and the units reported as spent if there are fewer.
    var checks: [(needed: UInt64, reported: UInt64)] = []

    init(_ body: String, _ arguments: Int32..., cost: UInt64, _ ending: Ending = .nothing, checks: [UInt64] = []) {
        self.body = body
        self.arguments = arguments
        self.cost = cost
        self.ending = ending
        // The entry of `f` always has a check, and its return has one if it is reached.
        self.checks = ([1] + checks + (ending.isReturn ? [cost] : [])).map { ($0, $0) }
    }

    /// Makes a case with checks that need more units than they report.
    init(_ body: String, _ arguments: Int32..., cost: UInt64, uneven: [(needed: UInt64, reported: UInt64)]) {
        self.body = body
        self.arguments = arguments
        self.cost = cost
        checks = [(1, 1)] + uneven + [(cost, cost)]
    }

    /// Makes a case of a bulk operation: the check is for its whole length, none of which is spent if the check fails.
    init(bulk body: String, _ arguments: Int32..., before: UInt64, length: UInt64, _ ending: Ending = .nothing) {
        self.body = body
        self.arguments = arguments
        cost = before + length
        self.ending = ending
        checks = [(1, 1), (before + length, before)]
    }

    var testDescription: String { "\(body) \(arguments)" }

    func module() throws -> Module {
        let parameters = arguments.map { _ in "i32" }.joined(separator: " ")
        let results = if case .returned(let values) = ending, !values.isEmpty { "(result i32)" } else { "" }
        return try Guest.module(
            """
            (type $v (func))
            (import "host" "nothing" (func $host))
            (memory 1 3)
            (data $d "0123456789")
            (table $t 20 40 funcref)
            (table $u 20 40 funcref)
            (elem (table $t) (i32.const 1) func $n $host $other)
            (elem $e func $n $n $n $n $n)
            (type $s (struct (field (mut i32)) (field i32)))
            (type $a (array (mut i8)))
            (type $w (struct (field v128) (field i32)))
            (tag $x (param i32))
            (tag $y)
            (func $throws (param i32) (throw $x (local.get 0)))
            (func $n)
            (func $ten \(String(repeating: "(drop (i32.const 1))", count: 10)))
            (func $other (param i32))
            (func $twice (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2)))
            (func $fails (drop (i32.const 1)) unreachable)
            (func (export "f") (param \(parameters)) \(results) \(body))
            """, enabling: [.legacyExceptions])
    }

    /// Returns how a call ends under a limit, and the units spent then.
    func expected(limit: UInt64) -> (Ending, UInt64) {
        guard let check = checks.first(where: { $0.needed > limit }) else { return (ending, cost) }
        return (.trapped(.budgetExhausted), check.reported)
    }

    /// Calls `f` of a new instance, and returns how the call ends and the units it spent.
    func run(_ module: Module, in store: Store, limit: UInt64?) throws -> (Ending, UInt64) {
        var imports = Imports()
        imports.define("nothing", in: "host", HostFunction {})
        // By time, instantiation has a cost, too.
        let instance = try store.instantiate(module, imports: imports)
        let before = store.budget.spent
        store.budget.limit = limit.map { before + $0 }
        let ending = try Ending.of { try instance.call("f", arguments.map { .i32($0) }) }
        return (ending, store.budget.spent - before)
    }
}

struct BudgetTests {
    static let straight: [Metered] = [
        Metered("", cost: 1),
        Metered("nop nop nop", cost: 1),
        Metered("(drop (i32.const 1))", cost: 2),
        Metered("return", cost: 1),
        Metered("return (drop (i32.const 1))", cost: 1),
        Metered("(drop (local.get 0))", 0, cost: 2),
        Metered("(local.set 0 (i32.const 1))", 0, cost: 3),
        Metered("(drop (local.tee 0 (i32.const 1)))", 0, cost: 3),
        Metered("(drop (i32.add (i32.const 1) (i32.const 2)))", cost: 4),
        Metered("(drop (select (i32.const 1) (i32.const 2) (i32.const 0)))", cost: 5),
        Metered("(drop (i32.load (i32.const 0)))", cost: 3),
        Metered("(i32.store (i32.const 0) (i32.const 0))", cost: 4),
        Metered("(drop (memory.size))", cost: 2),
        Metered("data.drop $d", cost: 2),
        Metered("elem.drop $e", cost: 2),
        Metered("(drop (table.get $t (i32.const 0)))", cost: 3),
        Metered("(table.set $t (i32.const 0) (ref.null func))", cost: 4),
        Metered("(drop (table.size $t))", cost: 2),
        Metered("(drop (ref.is_null (ref.func $n)))", cost: 3),
        Metered("(i32.sub (local.get 0) (i32.const 3))", 10, cost: 4, .returned([7])),
        // A comparison that is fused into another operation keeps its cost.
        Metered("(i32.eqz (i32.lt_s (local.get 0) (i32.const 3)))", 10, cost: 5, .returned([1])),
        Metered("(local.set 0 (i32.add (local.get 0) (i32.const 1))) (local.get 0)", 4, cost: 6, .returned([5])),
    ]

    static let branches: [Metered] = [
        Metered("(block)", cost: 1),
        Metered("(loop)", cost: 1),
        Metered("(block (br 0))", cost: 2),
        Metered("(block (br 0) (drop (i32.const 1)))", cost: 2),
        Metered("(block (br_if 0 (local.get 0)))", 0, cost: 3),
        Metered("(block (br_if 0 (local.get 0)))", 1, cost: 3),
        Metered("(block (br_if 0 (local.get 0)) (drop (i32.const 1)))", 0, cost: 4),
        Metered("(block (br_if 0 (local.get 0)) (drop (i32.const 1)))", 1, cost: 3),
        Metered("(block (br_if 0 (i32.lt_s (local.get 0) (i32.const 5))) (drop (i32.const 1)))", 9, cost: 6),
        Metered("(block (br_if 0 (i32.lt_s (local.get 0) (i32.const 5))) (drop (i32.const 1)))", 1, cost: 5),
        Metered("(block (br_if 0 (i32.eqz (local.get 0))) (drop (i32.const 1)))", 9, cost: 5),
        Metered("(block (br_if 0 (i32.eqz (local.get 0))) (drop (i32.const 1)))", 0, cost: 4),
        Metered(
            "(block (result i32) (br_if 0 (i32.const 5) (local.get 0)) drop (i32.const 6))", 1, cost: 4,
            .returned([5])),
        Metered(
            "(block (result i32) (br_if 0 (i32.const 5) (local.get 0)) drop (i32.const 6))", 0, cost: 5,
            .returned([6])),
        Metered("(if (local.get 0) (then))", 0, cost: 3),
        Metered("(if (local.get 0) (then))", 1, cost: 3),
        Metered("(if (local.get 0) (then (drop (i32.const 1))))", 0, cost: 3),
        Metered("(if (local.get 0) (then (drop (i32.const 1))))", 1, cost: 4),
        Metered("(if (local.get 0) (then) (else (drop (i32.const 1))))", 0, cost: 4),
        Metered("(if (local.get 0) (then) (else (drop (i32.const 1))))", 1, cost: 3),
        Metered("(if (local.get 0) (then (return))) (drop (i32.const 1))", 1, cost: 3),
        Metered("(if (local.get 0) (then (return))) (drop (i32.const 1))", 0, cost: 4),
        Metered("(br_if 0 (local.get 0)) (drop (i32.const 1))", 1, cost: 3),
        Metered("(br_if 0 (local.get 0)) (drop (i32.const 1))", 0, cost: 4),
        Metered("(block (block (br_table 0 1 (local.get 0))) (drop (i32.const 1)))", 0, cost: 4),
        Metered("(block (block (br_table 0 1 (local.get 0))) (drop (i32.const 1)))", 1, cost: 3),
        Metered("(block (block (br_table 0 1 (local.get 0))) (drop (i32.const 1)))", 9, cost: 3),
        Metered("(block (br_table 0 1 (local.get 0))) (drop (i32.const 1))", 1, cost: 3),
        Metered(
            "(block (result i32) (i32.add (i32.const 2) (br_table 0 0 (i32.const 7) (local.get 0))))", 0,
            cost: 5, .returned([7])),
    ]

    static let loops: [Metered] = [
        Metered("(loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))", 1, cost: 6),
        Metered("(loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))", 2, cost: 11, checks: [6]),
        Metered(
            "(loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))", 5, cost: 26,
            checks: [6, 11, 16, 21]),
        Metered(
            "(loop $l (if (local.get 0) (then (local.set 0 (i32.sub (local.get 0) (i32.const 1))) (br $l))))",
            2, cost: 17, checks: [8, 15]),
        Metered(
            "(block $b (loop $l (br_if $b (i32.eqz (local.get 0))) "
                + "(local.set 0 (i32.sub (local.get 0) (i32.const 1))) (br $l)))", 2, cost: 20, checks: [9, 17]),
        Metered(
            "(loop $l (local.set 0 (i32.sub (local.get 0) (i32.const 1))) (block (br_table 1 0 "
                + "(i32.eqz (local.get 0)))))", 2, cost: 15, checks: [8]),
    ]

    static let calls: [Metered] = [
        Metered("call $n", cost: 3, checks: [3]),
        Metered("call $n call $n", cost: 5, checks: [3, 5]),
        Metered("(drop (call $twice (i32.const 4)))", cost: 7, checks: [4]),
        Metered("(call $twice (call $twice (local.get 0)))", 3, cost: 12, .returned([12]), checks: [4, 7, 9]),
        Metered("call $host", cost: 2, checks: [2]),
        Metered("call $host call $host", cost: 3, checks: [2, 3]),
        Metered("(call_indirect $t (type $v) (i32.const 1))", cost: 4, checks: [4]),
        Metered("(call_indirect $t (type $v) (i32.const 2))", cost: 3, checks: [3]),
        Metered(
            "(table.set $u (i32.const 3) (ref.func $n)) (call_indirect $u (type $v) (i32.const 3))", cost: 7,
            checks: [7]),
        Metered("call $ten (loop (drop (i32.const 1)))", cost: 14, checks: [3, 13]),
        Metered(
            "(loop (call $n) (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))", 2, cost: 15,
            checks: [3, 8, 10]),
    ]

    static let traps: [Metered] = [
        Metered("unreachable", cost: 1, .trapped(.unreachable)),
        Metered("(drop (i32.const 1)) unreachable (drop (i32.const 1))", cost: 2, .trapped(.unreachable)),
        Metered("(drop (i32.div_s (local.get 0) (local.get 0)))", 0, cost: 4, .trapped(.integerDivideByZero)),
        Metered(
            "(drop (i32.const 1)) (drop (i32.div_s (local.get 0) (local.get 0))) (drop (i32.const 1))", 0,
            cost: 5, .trapped(.integerDivideByZero)),
        Metered("(drop (i32.load (i32.const -1)))", cost: 3, .trapped(.outOfBoundsMemoryAccess)),
        Metered(
            "(drop (i32.add (i32.const 1) (i32.load (i32.const -1))))", cost: 4,
            .trapped(.outOfBoundsMemoryAccess)),
        Metered("(i32.store (i32.const -1) (i32.const 7))", cost: 4, .trapped(.outOfBoundsMemoryAccess)),
        Metered("(drop (i32.trunc_f32_s (f32.const nan)))", cost: 3, .trapped(.invalidConversionToInteger)),
        Metered("(drop (i32.trunc_f64_s (f64.const 1e99)))", cost: 3, .trapped(.integerOverflow)),
        Metered(
            "(block (br_if 0 (i32.div_u (i32.const 1) (local.get 0))) (drop (i32.const 1)))", 0, cost: 4,
            .trapped(.integerDivideByZero)),
        Metered(
            "(if (local.get 0) (then (drop (i32.const 1))) (else (drop (i32.load (i32.const -1)))))", 0,
            cost: 5, .trapped(.outOfBoundsMemoryAccess)),
        Metered(
            "call $n (drop (i32.div_s (local.get 0) (local.get 0)))", 0, cost: 6,
            .trapped(.integerDivideByZero), checks: [3]),
        Metered("(drop (i32.const 1)) call $fails (drop (i32.const 1))", cost: 5, .trapped(.unreachable), checks: [4]),
        Metered("(call_indirect $t (type $v) (i32.const 0))", cost: 3, .trapped(.uninitializedElement)),
        Metered("(call_indirect $t (type $v) (i32.const 77))", cost: 3, .trapped(.undefinedElement)),
        Metered("(call_indirect $t (type $v) (i32.const 3))", cost: 3, .trapped(.indirectCallTypeMismatch)),
        Metered("(call_indirect $u (type $v) (i32.const 0))", cost: 3, .trapped(.uninitializedElement)),
        Metered("(call_indirect $u (type $v) (i32.const 77))", cost: 3, .trapped(.undefinedElement)),
        Metered("(drop (table.get $t (i32.const 20)))", cost: 3, .trapped(.outOfBoundsTableAccess)),
        // The bounds are checked before the price, which is then not paid.
        Metered(
            "(memory.fill (i32.const 0) (i32.const 0) (i32.const -1))", cost: 5,
            .trapped(.outOfBoundsMemoryAccess)),
        Metered(
            "(memory.copy (i32.const 0) (i32.const 1) (i32.const 65536))", cost: 5,
            .trapped(.outOfBoundsMemoryAccess)),
        Metered(
            "(memory.init $d (i32.const 0) (i32.const 0) (i32.const 11))", cost: 5,
            .trapped(.outOfBoundsMemoryAccess)),
        Metered(
            "(table.fill $t (i32.const 0) (ref.null func) (i32.const 21))", cost: 5,
            .trapped(.outOfBoundsTableAccess)),
        Metered(
            "(table.init $t $e (i32.const 0) (i32.const 0) (i32.const 6))", cost: 5,
            .trapped(.outOfBoundsTableAccess)),
        Metered("(memory.grow (i32.const 3))", cost: 3, .returned([0xFFFF_FFFF])),
        Metered("(memory.grow (i32.const -1))", cost: 3, .returned([0xFFFF_FFFF])),
        Metered("(table.grow $t (ref.null func) (i32.const 21))", cost: 4, .returned([0xFFFF_FFFF])),
    ]

    static let bulk: [Metered] = [
        Metered(bulk: "(memory.fill (i32.const 0) (i32.const 65) (local.get 0))", 20, before: 5, length: 20),
        Metered(bulk: "(memory.fill (i32.const 0) (i32.const 65) (local.get 0))", 0, before: 5, length: 0),
        Metered(bulk: "(memory.copy (i32.const 0) (i32.const 9) (local.get 0))", 100, before: 5, length: 100),
        Metered(bulk: "(memory.init $d (i32.const 0) (i32.const 0) (local.get 0))", 10, before: 5, length: 10),
        Metered(bulk: "(table.fill $t (i32.const 0) (ref.null func) (local.get 0))", 20, before: 5, length: 20),
        Metered(bulk: "(table.copy $t $u (i32.const 0) (i32.const 0) (local.get 0))", 20, before: 5, length: 20),
        Metered(bulk: "(table.init $t $e (i32.const 0) (i32.const 0) (local.get 0))", 5, before: 5, length: 5),
        Metered(bulk: "(memory.grow (local.get 0))", 2, before: 3, length: 2, .returned([1])),
        Metered(bulk: "(table.grow $t (ref.null func) (local.get 0))", 20, before: 4, length: 20, .returned([20])),
    ]

    /// An object costs its size in words, including the header; the check is like that of a bulk operation.
    static let allocations: [Metered] = [
        Metered(bulk: "(drop (struct.new $s (i32.const 1) (i32.const 2)))", before: 4, length: 3),
        Metered(bulk: "(drop (struct.new_default $s))", before: 2, length: 3),
        Metered(bulk: "(drop (struct.new_default $w))", before: 2, length: 4),
        Metered(
            bulk: "(drop (struct.new $w (v128.const i64x2 1 2) (i32.const 2)))", before: 4, length: 4),
        Metered(bulk: "(drop (array.new_default $a (local.get 0)))", 16, before: 3, length: 3),
        Metered(bulk: "(drop (array.new_default $a (local.get 0)))", 17, before: 3, length: 4),
        Metered(bulk: "(drop (array.new_default $a (local.get 0)))", 0, before: 3, length: 1),
        Metered(bulk: "(drop (array.new $a (i32.const 1) (local.get 0)))", 8, before: 4, length: 2),
        Metered(bulk: "(drop (array.new_fixed $a 2 (i32.const 1) (i32.const 1)))", before: 4, length: 2),
        Metered(bulk: "(drop (array.new_data $a $d (i32.const 1) (local.get 0)))", 9, before: 4, length: 3),
        // Two allocations: the check at the first covers only its own cost.
        Metered(
            "(drop (struct.new_default $s)) (drop (struct.new_default $s))", cost: 9,
            uneven: [(5, 2), (9, 6)]),
        Metered(
            "(array.fill $a (array.new_default $a (i32.const 8)) (i32.const 0) (i32.const 1) (local.get 0))", 8,
            cost: 17, uneven: [(5, 3), (17, 9)]),
        Metered(
            "(array.copy $a $a (array.new_default $a (i32.const 8)) (i32.const 0) (array.new_default $a (i32.const 8)) "
                + "(i32.const 0) (local.get 0))", 8, cost: 21, uneven: [(5, 3), (10, 8), (21, 13)]),
        Metered("(drop (i31.get_s (ref.i31 (i32.const 1))))", cost: 4),
        Metered("(drop (ref.test (ref i31) (ref.i31 (i32.const 1))))", cost: 4),
        Metered("(drop (struct.get $s 0 (ref.null $s)))", cost: 3, .trapped(.nullStructureReference)),
        Metered("(drop (array.len (ref.null $a)))", cost: 3, .trapped(.nullArrayReference)),
        Metered("(drop (ref.cast (ref i31) (ref.null none)))", cost: 3, .trapped(.castFailure)),
        Metered("(drop (array.new_default $a (i32.const -1)))", cost: 3, .trapped(.heapExhausted)),
    ]

    /// An exception is an object of two words and its values. The cost of `throw` includes the search for a handler
    /// that is so near.
    static let exceptions: [Metered] = [
        Metered("(try_table)", cost: 2),
        Metered("(try_table (call $n))", cost: 4, checks: [4]),
        Metered("(block $h (try_table (catch $y $h) (throw $y)))", cost: 5, uneven: [(5, 3)]),
        Metered(
            "(block $h (try_table (catch $y $h) (throw $y)) (drop (i32.const 1))) (drop (i32.const 1))", cost: 6,
            uneven: [(5, 3)]),
        Metered(
            "(drop (block $h (result i32) (try_table (catch $x $h) (throw $x (i32.const 5))) (i32.const 1)))", cost: 7,
            uneven: [(7, 4)]),
        Metered(
            "(drop (block $h (result i32) (try_table (catch $x $h) (call $throws (i32.const 5))) (i32.const 1)))",
            cost: 10, uneven: [(5, 5), (10, 7)]),
        Metered(
            "(loop $l (br_if 1 (i32.eqz (local.get 0))) (local.set 0 (i32.sub (local.get 0) (i32.const 1))) "
                + "(try_table (catch $y $l) (throw $y)))", 2, cost: 26, uneven: [(12, 10), (23, 21)]),
        Metered("(throw_ref (ref.null exn))", cost: 3, .trapped(.nullExceptionReference)),
        Metered("(try (do (throw $y)) (catch $y (drop (i32.const 1))))", cost: 6, uneven: [(5, 3)]),
        Metered("(try (do (throw $x (i32.const 1))) (catch $x drop) (catch_all))", cost: 7, uneven: [(7, 4)]),
        Metered(
            "(try (do (try (do (throw $y)) (catch_all (rethrow 0)))) (catch $y))", cost: 7, uneven: [(6, 4)]),
        Metered("(try (do (try (do (throw $y)) (delegate 0))) (catch $y))", cost: 6, uneven: [(6, 4)]),
    ]

    /// A callee may spend more than the limit; a forward branch does not check the budget.
    static let forwards: [Metered] = [
        Metered("call $ten (block (br 0)) (drop (i32.const 1))", cost: 15, checks: [3, 13]),
        Metered("call $ten (if (local.get 0) (then (drop (i32.const 1))))", 0, cost: 15, checks: [3, 13]),
        Metered("call $ten (block (br_table 0 0 (local.get 0)))", 0, cost: 15, checks: [3, 13]),
    ]

    static let all = straight + branches + loops + calls + traps + bulk + allocations + exceptions

    /// The count is exact wherever execution ends, and does not depend on fusing.
    @Test(arguments: all)
    func costsWhatIsCountedByHand(_ metered: Metered) throws {
        let module = try metered.module()
        for lowering in Guest.lowerings {
            let store = Store(limits: StoreLimits(), options: lowering)
            let (ending, spent) = try metered.run(module, in: store, limit: nil)
            #expect(ending == metered.ending, "fusing: \(lowering.fusing)")
            #expect(spent == metered.cost, "fusing: \(lowering.fusing)")
        }
    }

    /// Under every limit up to more than enough, the budget is exhausted exactly at the first check that needs more.
    @Test(arguments: all)
    func isExhaustedAtTheFirstCheckThatNeedsMore(_ metered: Metered) throws {
        try BudgetTests.checkEveryLimit(metered)
    }

    @Test(arguments: forwards)
    func branchesForwardsDoNotExhaust(_ metered: Metered) throws {
        try BudgetTests.checkEveryLimit(metered)
    }

    static func checkEveryLimit(_ metered: Metered) throws {
        let module = try metered.module()
        for lowering in Guest.lowerings {
            // One store for all limits, because making its stack takes time.
            let store = Store(limits: StoreLimits(), options: lowering)
            for limit in 0...(metered.cost + 1) {
                let (ending, spent) = try metered.run(module, in: store, limit: limit)
                let expected = metered.expected(limit: limit)
                #expect(ending == expected.0, "limit \(limit), fusing: \(lowering.fusing)")
                #expect(spent == expected.1, "limit \(limit), fusing: \(lowering.fusing)")
            }
        }
    }

    @Test func aBulkOperationThatCannotBePaidDoesNothing() throws {
        let store = Store()
        let instance = try Guest.instance(
            """
            (memory (export "m") 1)
            (func (export "f") (memory.fill (i32.const 0) (i32.const 65) (i32.const 20)))
            """, in: store)
        store.budget.allow(24)
        #expect(throws: Trap.self) { try instance.call("f") }
        #expect(try instance.memory(named: "m")?.read(at: 0, count: 1) == [0])
        store.budget.allow(25)
        _ = try instance.call("f")
        #expect(try instance.memory(named: "m")?.read(at: 19, count: 2) == [65, 0])
    }

    @Test func toppingUpAllowsFurtherCalls() throws {
        let store = Store()
        let instance = try Guest.instance(#"(func (export "f") (loop (br 0))) (func (export "g"))"#, in: store)
        store.budget.allow(100)
        #expect(try Ending.of { try instance.call("f") } == .trapped(.budgetExhausted))
        #expect(store.budget.remaining == 0)
        #expect(try Ending.of { try instance.call("g") } == .trapped(.budgetExhausted))
        store.budget.allow(10)
        #expect(store.budget.remaining == 10)
        #expect(try Ending.of { try instance.call("g") } == .nothing)
        #expect(store.budget.remaining == 9)
    }

    @Test func aLimitNearTheLargestNumberIsNoLimit() throws {
        let store = Store()
        let instance = try Guest.instance(#"(func (export "f"))"#, in: store)
        store.budget.allow(.max)
        _ = try instance.call("f")
        store.budget.allow(.max)
        _ = try instance.call("f")
        #expect(store.budget.spent == 2)
    }

    @Test func aLoopFarIntoALargeFunctionCountsTheSame() throws {
        // More than 65,535 units come before the loop, so that the prefix does not fit into the branch.
        let filler = String(repeating: "(drop (i32.const 1))", count: 70_000)
        let text =
            #"(func (export "f") (param i32) \#(filler)"#
            + "(loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))"
        for lowering in Guest.lowerings {
            let store = Store(limits: StoreLimits(), options: lowering)
            let instance = try Guest.instance(text, in: store)
            _ = try instance.call("f", [.i32(3)])
            #expect(store.budget.spent == 1 + 70_000 + 15)
            store.budget.limit = store.budget.spent + 70_001 + 5
            #expect(try Ending.of { try instance.call("f", [.i32(9)]) } == .trapped(.budgetExhausted))
            #expect(store.budget.spent == 2 * 70_001 + 15 + 10)
        }
    }
}
