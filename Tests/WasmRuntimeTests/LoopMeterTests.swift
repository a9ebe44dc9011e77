import Testing
import WasmSyntax

@testable import WasmRuntime

/// Which loops have a meter instead of a counter, and what follows from it.
struct LoopMeterTests {
    /// Loops whose units are counted: `f` runs through each as many times as its argument says.
    static let metered = [
        "(loop $l (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))",
        """
        (block $x (loop $l
          (br_if $x (i32.eqz (local.get 0))) (local.set 0 (i32.sub (local.get 0) (i32.const 1))) (br $l)))
        """,
        """
        (loop $l
          (if (i32.and (local.get 0) (i32.const 1)) (then (nop) (nop)) (else (i32.store (i32.const 0) (i32.const 1))))
          (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
        """,
        """
        (loop $m
          (loop $l (br_if $l (i32.and (i32.const 7) (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
          (br_if $m (local.get 0)))
        """,
        """
        (block $x (block $y (loop $l
          (br_if $x (i32.eqz (local.get 0))) (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
          (br_if $y (i32.eq (local.get 0) (i32.const 1))) (br $l))) (return))
        """,
        """
        (loop $l (if (i32.eq (local.get 0) (i32.const 1)) (then (return)))
          (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
        """,
    ]

    private static let countDown = "(br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))"

    /// Instructions of all kinds that a metered loop may have, some of which trap, leave the interpreter's loop, or need the
    /// full one.
    static let steps = [
        "(i32.store (i32.mul (local.get 0) (i32.const 4096)) (i32.const 1))",
        "(i32.store $n (i32.const 0) (i32.const 1))",
        "(drop (i32.div_u (i32.const 1) (i32.sub (local.get 0) (i32.const 5))))", "(global.set $g (global.get $g))",
        "(drop (select (i32.const 1) (local.get 0) (local.get 0)))", "(drop (memory.size))",
        "(drop (i32x4.splat (local.get 0)))", "(drop (f64.sqrt (f64.convert_i32_u (local.get 0))))",
        "(drop (struct.get $s 0 (global.get $o)))", "(struct.set $s 0 (global.get $o) (local.get 0))",
        "(drop (array.get $a (global.get $r) (local.get 0)))",
        "(array.set $a (global.get $r) (i32.const 0) (i64.const 1))",
        "(drop (array.len (global.get $r)))", "(drop (ref.is_null (global.get $o)))",
        "(block $x (drop (br_on_null $x (ref.null $s))))", "(drop (ref.as_non_null (ref.null $s)))",
        "(drop (i32.load (i32.sub (local.get 0) (i32.const 3))))",
    ]

    /// Loops that call, spend more than their instructions cost, or are left to where other ways lead, too.
    static let others = [
        "(loop $l (memory.fill (i32.const 0) (i32.const 1) (i32.const 500)) \(countDown))",
        "(loop $l (memory.init $d (i32.const 0) (i32.const 0) (i32.const 9)) \(countDown))",
        "(loop $l (memory.copy (i32.const 0) (i32.const 1) (i32.const 500)) \(countDown))",
        "(loop $l (data.drop $d) \(countDown))",
        "(loop $l (drop (struct.new_default $s)) \(countDown))",
        "(loop $l (drop (array.new_default $a (i32.const 9))) \(countDown))",
        "(loop $l (drop (table.grow (ref.null func) (i32.const 1))) \(countDown))",
        "(loop $l (table.fill (i32.const 0) (ref.null func) (i32.const 9)) \(countDown))",
        "(loop $l (drop (ref.test (ref $s) (global.get $o))) \(countDown))",
        """
        (loop $l (br_if 1 (i32.eq (local.get 0) (i32.const 1)))
          (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
        """,
        "(loop $l (call $g) (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))",
        "(loop $l (drop (memory.grow (i32.const 0))) (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))",
        """
        (block $x (br_if $x (i32.eqz (local.get 0)))
          (loop $l (br_if $x (i32.eq (local.get 0) (i32.const 1)))
            (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
        """,
        """
        (block $x (block $y
          (try_table (catch $t $x) (br_if $y (local.get 0)) (throw $t)))
          (loop $l (br_if $x (i32.eq (local.get 0) (i32.const 1)))
            (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
        """,
        """
        (block $x
          (loop $l (try_table (catch $t $l) (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
            (br_if $l (local.get 0)) (br $x))))
        """,
    ]

    private func instance(_ body: String, _ unit: BudgetUnit = .instruction) throws -> Instance {
        let text = """
            (type $s (struct (field (mut i32)))) (type $a (array (mut i64)))
            (memory $m 1) (memory $n 1) (table 10 20 funcref) (tag $t) (data $d "nine byte") (func $g)
            (global $g (mut i32) (i32.const 1)) (global $o (ref $s) (struct.new_default $s))
            (global $r (ref $a) (array.new_default $a (i32.const 50)))
            (func (export "f") (param i32) \(body))
            """
        let store = Store(budgetUnit: unit, instruments: .blockCounts)
        return try store.instantiate(Guest.module(text))
    }

    private func meters(_ instance: Instance) throws -> Int {
        var source = DecodedCode()
        let module = instance.module.validated
        let body = try #require(module.module.bodies.last)
        let graph = try instance.store.flowGraph(of: body, in: module, isEntryKnown: true, &source)
        return try #require(graph).meters.count
    }

    @Test(arguments: metered, BudgetUnit.allCases) func loopsHaveMeters(_ body: String, _ unit: BudgetUnit) throws {
        let instance = try instance(body, unit)
        #expect(try meters(instance) == 1)
        try check(instance)
    }

    @Test(arguments: steps, BudgetUnit.allCases) func loopsOfAllInstructionsHaveMeters(
        _ step: String, _ unit: BudgetUnit
    ) throws {
        let instance = try instance("(loop $l \(step) \(LoopMeterTests.countDown))", unit)
        #expect(try meters(instance) == 1)
        try check(instance)
    }

    @Test(arguments: others) func otherLoopsHaveCounters(_ body: String) throws {
        let instance = try instance(body)
        #expect(try meters(instance) == 0)
        try check(instance)
    }

    /// Each call is explained, also one that traps, and one that is suspended again and again while others spend from the same
    /// budget.
    private func check(_ instance: Instance) throws {
        let store = instance.store
        let function = try #require(instance.function(named: "f"))
        for rounds: Int32 in [1, 2, 9, 100] {
            let whole = try store.profile { _ = try? function.call([.i32(rounds)]) }.profile
            #expect(whole.otherUnits == 0, "\(rounds) rounds")
            try store.startProfile()
            let call = try function.begin([.i32(rounds)])
            while case .suspended? = try? call.resume(yieldingAfter: 3) {
                _ = try? function.call([.i32(2)])
                #expect(try #require(try store.stopProfile()).otherUnits == 0, "\(rounds) rounds")
                try store.startProfile()
            }
            #expect(try #require(try store.stopProfile()).otherUnits == 0, "\(rounds) rounds")
        }
    }
}
