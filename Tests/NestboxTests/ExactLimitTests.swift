import Nestbox
import Testing

/// Limits that a guest meets exactly, or not at all, at each kind of instruction at which the loop looks at its limit, sets
/// it again, or brings the next poll nearer. A step that is refused happens again: it must not be refused for ever.
@Suite struct ExactLimitTests {
    static let steps = [
        "(nop)", "(i32.store (i32.const 60000) (i32.const 1))", "(call $host)", "(drop (memory.grow (i32.const 0)))",
        "(memory.fill (i32.const 0) (i32.const 7) (i32.const 5000))",
        "(memory.copy (i32.const 9) (i32.const 0) (i32.const 70))",
        "(table.set $t (i32.const 0) (ref.func $guest))", "(call $guest)", "(call $locals)",
        "(call $many (i64.const 1) (i64.const 2)) (drop) (drop) (drop) (drop) (drop) (drop)",
        "(call $tail (i64.const 1) (i64.const 2)) (drop) (drop) (drop) (drop) (drop) (drop)",
        "(table.set $t (i32.const 0) (ref.func $guest)) (call_indirect $t (i32.const 0))",
        "(call_ref $empty (ref.func $guest))", "(drop (array.new_default $a (i32.const 100)))",
        "(block $h (try_table (catch $e $h) (throw $e)))",
        "(drop (memory.atomic.notify (i32.const 0) (i32.const 0)))",
    ]

    /// The step comes behind a branch forwards over more than has been spent, and before a loop of a few rounds.
    private static func function(_ step: String) throws -> Function {
        let skipped = String(repeating: "(drop (i32.const 1)) ", count: 100)
        var imports = Imports()
        imports.define("host", in: "test", HostFunction {})
        let instance = try EmbeddingTests.instance(
            """
            (module
              (type $empty (func)) (type $a (array i64)) (type $six (func (param i64 i64) (result i64 i64 i64 i64 i64 i64)))
              (import "test" "host" (func $host)) (memory 1) (table $t 1 funcref) (tag $e) (elem declare func $guest)
              (func $guest (type $empty))
              (func $locals
                (local i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64))
              (func $many (type $six)
                (local.get 0) (local.get 1) (local.get 0) (local.get 1) (local.get 0) (local.get 1))
              (func $tail (type $six) (return_call $many (local.get 1) (local.get 0)))
              (func (export "run") (param i32) (result i32)
                (block (br_if 0 (local.get 0)) \(skipped))
                \(step)
                (loop (br_if 0 (local.tee 0 (i32.shr_u (local.get 0) (i32.const 1)))))
                (local.get 0)))
            """, imports)
        return try EmbeddingTests.function("run", of: instance)
    }

    /// Runs the function with so many units, and tells what it spent.
    private func run(_ step: String, limit: UInt64?, interrupted: Bool) throws -> (result: Int32, spent: UInt64) {
        let function = try ExactLimitTests.function(step)
        function.store.budget.limit = limit
        if interrupted { function.store.interruption = HostInterruption(timeoutNanoseconds: 60_000_000_000) }
        let result: Int32 = try function.call(8 as Int32)
        return (result, function.store.budget.spent)
    }

    @Test(arguments: steps, [false, true])
    func aLimitIsMetOrNot(step: String, interrupted: Bool) throws {
        let free = try run(step, limit: nil, interrupted: interrupted)
        #expect(free.result == 0)
        let exact = try run(step, limit: free.spent, interrupted: interrupted)
        #expect(exact.result == free.result && exact.spent == free.spent)
        for missing in 1..<min(free.spent, 60) {
            let trap = #expect(throws: Trap.self) {
                try run(step, limit: free.spent - missing, interrupted: interrupted)
            }
            #expect(trap?.kind == .budgetExhausted, "\(missing) units too few")
        }
    }

    /// A call that is suspended wherever it can be spends what it spends in one go.
    @Test(arguments: steps, [false, true])
    func aCallEndsHoweverOftenItIsSuspended(step: String, interrupted: Bool) throws {
        let free = try run(step, limit: nil, interrupted: false)
        for units: UInt64 in [0, 1, 3, 7] {
            let function = try ExactLimitTests.function(step)
            if interrupted { function.store.interruption = HostInterruption(timeoutNanoseconds: 60_000_000_000) }
            function.store.budget.limit = free.spent
            let call = try function.begin([.i32(8)])
            var suspensions = 0
            var progress = try call.resume(yieldingAfter: units)
            while case .suspended = progress, suspensions < 1_000 {
                suspensions += 1
                progress = try call.resume(yieldingAfter: units)
            }
            #expect(call.isFinished && suspensions > 0, "\(units) units at a time")
            #expect(function.store.budget.spent == free.spent, "\(units) units at a time")
        }
    }
}
