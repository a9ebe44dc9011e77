import Testing
import WasmSyntax

@testable import WasmRuntime

/// The budget counted by time.
struct BudgetUnitTests {
    /// The cases; each includes 1 unit for the entry of `f`.
    static let cases: [Metered] = [
        Metered("", cost: 1),
        Metered("(drop (i32.const 1))", cost: 1),
        Metered("(local \(String(repeating: "i64 ", count: 80)))", cost: 11),
        Metered("(drop (i32.add (i32.const 1) (i32.const 2)))", cost: 2),
        Metered("(local.set 0 (i32.add (local.get 0) (i32.const 1))) (local.get 0)", 4, cost: 3, .returned([5])),
        Metered("(drop (i32.div_u (local.get 0) (i32.const 7)))", 9, cost: 7),
        Metered("(drop (f64.div (f64.const 1) (f64.const 3)))", cost: 3),
        Metered("(drop (f64.floor (f64.const 1)))", cost: 9),
        Metered("(drop (i32.trunc_sat_f64_s (f64.const 1)))", cost: 9),
        Metered("(call $n)", cost: 10, checks: [10]),
        // A call of an imported function leaves the loop.
        Metered("(call $host)", cost: 209),
        Metered("(call_indirect $t (i32.const 1))", cost: 22, checks: [22]),
        Metered("(drop (table.get $t (i32.const 0)))", cost: 41),
        // Only the first table is accessed in the loop.
        Metered("(drop (table.get $u (i32.const 0)))", cost: 241),
        Metered("(drop (table.size $u))", cost: 241),
        Metered("(table.set $t (i32.const 0) (ref.null func))", cost: 202),
        Metered("(drop (i8x16.add (v128.const i64x2 1 2) (v128.const i64x2 1 2)))", cost: 7),
        Metered("(drop (i8x16.popcnt (v128.const i64x2 1 2)))", cost: 18),
        Metered(
            "(loop $l (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))", 3, cost: 10, checks: [4, 7]),
        Metered("(drop (i32.load (i32.const 65536)))", cost: 2, .trapped(.outOfBoundsMemoryAccess)),
        Metered("(drop (i32.div_u (i32.const 1) (local.get 0)))", 0, cost: 7, .trapped(.integerDivideByZero)),
        Metered(bulk: "(memory.fill (i32.const 0) (i32.const 65) (local.get 0))", 64, before: 31, length: 8),
        Metered(bulk: "(memory.fill (i32.const 0) (i32.const 65) (local.get 0))", 65, before: 31, length: 9),
        Metered(bulk: "(memory.copy (i32.const 0) (i32.const 1) (local.get 0))", 1, before: 31, length: 1),
        Metered(bulk: "(memory.copy (i32.const 0) (i32.const 1) (local.get 0))", 0, before: 31, length: 0),
        Metered(
            bulk: "(memory.init $d (i32.const 0) (i32.const 0) (local.get 0))", 10, before: 201, length: 2),
        // More bytes than `performOutsideLoop` fills at once.
        Metered(
            "(drop (memory.grow (i32.const 1))) (memory.fill (i32.const 0) (i32.const 65) (local.get 0))", 65_537,
            cost: 1 + 200 + 1024 + 30 + 8_193, uneven: [(1225, 201), (1225 + 30 + 8_193, 1225 + 30)]),
        Metered(bulk: "(drop (struct.new $s (i32.const 1) (i32.const 2)))", before: 13, length: 3),
        Metered("(block $h (try_table (catch $y $h) (throw $y)))", cost: 254, uneven: [(254, 252)]),
    ]

    static let lowerings = [true, false].map { LoweringOptions(fusing: $0, budgetUnit: .time) }

    @Test(arguments: cases)
    func costsWhatIsCountedByHand(_ metered: Metered) throws {
        let module = try metered.module()
        for lowering in BudgetUnitTests.lowerings {
            let store = Store(limits: StoreLimits(), options: lowering)
            let (ending, spent) = try metered.run(module, in: store, limit: nil)
            #expect(ending == metered.ending, "fusing: \(lowering.fusing)")
            #expect(spent == metered.cost, "fusing: \(lowering.fusing)")
        }
    }

    @Test(arguments: cases)
    func endsWhereTheBudgetIsExhausted(_ metered: Metered) throws {
        let module = try metered.module()
        let limits = Set(metered.checks.flatMap { [$0.needed - 1, $0.needed] } + [metered.cost, metered.cost + 1])
        for lowering in BudgetUnitTests.lowerings {
            for limit in limits {
                let store = Store(limits: StoreLimits(), options: lowering)
                let (ending, spent) = try metered.run(module, in: store, limit: limit)
                let expected = metered.expected(limit: limit)
                #expect(ending == expected.0, "limit \(limit), fusing: \(lowering.fusing)")
                #expect(spent == expected.1, "limit \(limit), fusing: \(lowering.fusing)")
            }
        }
    }

    /// Only instructions that push an operand are free by time although they have a cost by instruction.
    @Test func onlyOperandsCostNothing() {
        let costs = (0..<InstructionTable.rows.count).filter {
            InstructionTable.rows[$0].cost > 0 && BudgetCosts.ofInstructions(.time)[$0] == 0
        }
        #expect(
            Set(costs.map { InstructionTable.rows[$0].name })
                == ["local.get", "i32.const", "i64.const", "f32.const", "f64.const"])
    }
}
