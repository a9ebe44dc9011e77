import Testing
import WasmSyntax

@testable import WasmRuntime

/// Instantiation is charged and can be interrupted wherever a small module requests a large amount of work.
struct InstantiationCostTests {
    /// The fields of a module, and the least that they cost by each unit.
    static let cases: [(fields: String, instructions: UInt64, time: UInt64)] = [
        (
            "(type $a (array i8)) (global (ref $a) (array.new $a (i32.const 1) (i32.const 8000000)))",
            1_000_000, 1_000_000
        ),
        ("(type $a (array i64)) (global (ref $a) (array.new_default $a (i32.const 1000000)))", 1_000_000, 1_000_000),
        ("(table 1000000 funcref)", 0, 1_000_000),
        ("(func $f) (table 1000000 (ref func) (ref.func $f))", 0, 1_000_000),
        ("(memory 1000)", 0, 1_000_000),
        ("(memory 1) (data \"\(String(repeating: "0", count: 8000))\")", 0, 1_000),
    ]

    @Test(arguments: cases.indices)
    func costsWhatItsNumbersAskFor(_ index: Int) throws {
        let (fields, instructions, time) = InstantiationCostTests.cases[index]
        for (unit, cost) in [(BudgetUnit.instruction, instructions), (.time, time)] {
            let store = Store(budgetUnit: unit)
            _ = try Guest.instance(fields, in: store)
            #expect(store.budget.spent >= cost, "\(unit)")
            guard cost > 0 else { continue }
            let poor = Store(budgetUnit: unit)
            poor.budget.limit = cost / 2
            let trap = try #require(throws: Trap.self) { try Guest.instance(fields, in: poor) }
            #expect(trap.kind == .budgetExhausted, "\(unit)")
            #expect(poor.budget.spent <= cost / 2, "\(unit)")
        }
    }

    /// Work that is done in pieces polls the interruption at least this often.
    @Test(arguments: [
        ("(type $a (array i64)) (global (ref $a) (array.new $a (i64.const 1) (i32.const 10000000)))", 200),
        ("(table 9000000 funcref)", 100), ("(func $f) (table 9000000 (ref func) (ref.func $f))", 250),
        (
            "(table 1 funcref) (func $f) \(String(repeating: "(elem (i32.const 0) $f)", count: 10_000))", 15
        ),
        ("(memory 1) \(String(repeating: "(data (i32.const 0) \"\")", count: 10_000))", 9),
        (String(repeating: "(global i32 (i32.const 0))", count: 10_000), 9),
    ])
    func isInterrupted(_ fields: String, _ looks: Int) throws {
        let module = try Guest.module(fields)
        let counting = LimitTests.StopsAfter(.max, .cancelled)
        let store = Store()
        store.interruption = counting
        _ = try store.instantiate(module)
        #expect(counting.asked >= looks, "asked \(counting.asked) times")
        for stop in [1, looks / 2, looks] {
            let store = Store()
            store.interruption = LimitTests.StopsAfter(stop, .deadlineExceeded)
            let trap = try #require(throws: Trap.self) { try store.instantiate(module) }
            #expect(trap.kind == .interrupted(.deadlineExceeded))
            store.interruption = nil
            _ = try store.instantiate(Guest.module("(func)"))
        }
    }

    /// Segments are held once; `Store.hostBytes` shows when they are freed.
    @Test func droppedSegmentsAreNotHeld() throws {
        let store = Store()
        let instance = try Guest.instance(
            """
            (elem $e funcref \(String(repeating: "(ref.null func)", count: 10_000)))
            (func (export "drop") (elem.drop $e))
            """, in: store)
        let before = store.hostBytes
        _ = try instance.call("drop")
        // The call itself has allocated a stack and code.
        let stack = store.hostUsage[.stacks] + store.codeBytes
        #expect(store.hostBytes == before + stack - 80_000)
        _ = try instance.call("drop")
        #expect(store.hostBytes == before + stack - 80_000)
    }
}
