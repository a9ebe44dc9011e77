import Testing
import WasmRuntime
import WasmSyntax

/// The limits of a store refuse what exceeds them, and allow everything up to them.
struct LimitTests {
    static func store(_ change: (inout StoreLimits) -> Void) -> Store {
        var limits = StoreLimits()
        change(&limits)
        return Store(limits: limits)
    }

    /// Whether a module links; rethrows any error but that of a limit.
    static func links(_ text: String, in store: Store) throws -> Bool {
        do {
            _ = try Guest.instance(text, in: store)
            return true
        } catch let error as LinkError {
            guard case .limitExceeded = error.kind else { throw error }
            return false
        }
    }

    @Test func memoryPages() throws {
        let store = LimitTests.store { $0.memoryPages = 2 }
        #expect(try LimitTests.links("(memory 2)", in: store))
        #expect(try !LimitTests.links("(memory 3)", in: store))
        let instance = try Guest.instance(
            #"(memory 1) (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))"#, in: store)
        #expect(try Ending.of { try instance.call("grow", [.i32(2)]) } == .returned([0xFFFF_FFFF]))
        #expect(try Ending.of { try instance.call("grow", [.i32(1)]) } == .returned([1]))
        #expect(try Ending.of { try instance.call("grow", [.i32(1)]) } == .returned([0xFFFF_FFFF]))
        #expect(try Ending.of { try instance.call("grow", [.i32(0)]) } == .returned([2]))
    }

    @Test func totalMemory() throws {
        let store = LimitTests.store { $0.totalMemoryBytes = 3 << 16 }
        let instance = try Guest.instance(
            #"(memory 1) (func (export "grow") (result i32) (memory.grow (i32.const 1)))"#, in: store)
        #expect(try LimitTests.links("(memory 1)", in: store))
        #expect(try !LimitTests.links("(memory 2)", in: store))
        #expect(try Ending.of { try instance.call("grow") } == .returned([1]))
        #expect(try Ending.of { try instance.call("grow") } == .returned([0xFFFF_FFFF]))
        #expect(try !LimitTests.links("(memory 1)", in: store))
    }

    @Test func tableElements() throws {
        let store = LimitTests.store { $0.tableElements = 10 }
        #expect(try LimitTests.links("(table 10 funcref)", in: store))
        #expect(try !LimitTests.links("(table 11 funcref)", in: store))
        let instance = try Guest.instance(
            #"(table 9 funcref) (func (export "grow") (result i32) (table.grow (ref.null func) (i32.const 1)))"#,
            in: store)
        #expect(try Ending.of { try instance.call("grow") } == .returned([9]))
        #expect(try Ending.of { try instance.call("grow") } == .returned([0xFFFF_FFFF]))
    }

    @Test func totalTableElements() throws {
        let store = LimitTests.store { $0.totalTableElements = 10 }
        let instance = try Guest.instance(
            """
            (table 3 funcref) (table 3 externref)
            (func (export "grow") (result i32) (table.grow 1 (ref.null extern) (i32.const 2)))
            """, in: store)
        #expect(try !LimitTests.links("(table 5 funcref)", in: store))
        #expect(try LimitTests.links("(table 2 funcref)", in: store))
        #expect(try Ending.of { try instance.call("grow") } == .returned([3]))
        #expect(try Ending.of { try instance.call("grow") } == .returned([0xFFFF_FFFF]))
    }

    /// A module that requests more than a machine has is refused before anything is allocated.
    @Test(arguments: ["(table 0xffffffff funcref)", "(memory 65536) (table 1 funcref)", "(table 10000001 externref)"])
    func hugeSizesAreRefused(_ text: String) throws {
        let store = LimitTests.store { $0.totalMemoryBytes = 1 << 30 }
        #expect(try !LimitTests.links(text, in: store))
        #expect(try LimitTests.links("(memory 1) (table 1 funcref)", in: store))
    }

    @Test func instances() throws {
        let store = LimitTests.store { $0.instances = 2 }
        #expect(try LimitTests.links("", in: store))
        #expect(try LimitTests.links("", in: store))
        #expect(try !LimitTests.links("", in: store))
    }

    static let recursive = """
        (func $f (export "f") (param i32) (result i32)
          (if (result i32) (local.get 0)
            (then (i32.add (i32.const 1) (call $f (i32.sub (local.get 0) (i32.const 1)))))
            (else (i32.const 0))))
        """

    /// The outermost call counts, too.
    @Test func callDepth() throws {
        let store = LimitTests.store { $0.callDepth = 10 }
        let instance = try Guest.instance(LimitTests.recursive, in: store)
        for _ in 0..<2 {
            #expect(try Ending.of { try instance.call("f", [.i32(9)]) } == .returned([9]))
            #expect(try Ending.of { try instance.call("f", [.i32(10)]) } == .trapped(.callStackExhausted))
        }
        let none = LimitTests.store { $0.callDepth = 0 }
        let refused = try Guest.instance(LimitTests.recursive, in: none)
        #expect(try Ending.of { try refused.call("f", [.i32(0)]) } == .trapped(.callStackExhausted))
    }

    /// Programs that nest calls deeply run without any limit being set.
    @Test func callsNest50000DeepByDefault() throws {
        let store = Store()
        let instance = try Guest.instance(LimitTests.recursive, in: store)
        #expect(try Ending.of { try instance.call("f", [.i32(49_999)]) } == .returned([49_999]))
        let trap = #expect(throws: Trap.self) { try instance.call("f", [.i32(50_000)]) }
        #expect(trap?.kind == .callStackExhausted)
        #expect(trap?.omittedFrames == 50_000 - Trap.maximumFrames)
        #expect(trap?.backtrace.count == Trap.maximumFrames)
    }

    @Test func limitsCanBeAsLargeAsTheyCome() throws {
        let store = LimitTests.store {
            ($0.memoryPages, $0.totalMemoryBytes, $0.tableElements, $0.totalTableElements) = (.max, .max, .max, .max)
            ($0.heapBytes, $0.codeBytes, $0.hostBytes, $0.moduleBytes) = (.max, .max, .max, .max)
            ($0.instances, $0.callDepth, $0.stackSlots) = (.max, .max, .max)
        }
        let instance = try Guest.instance(
            """
            (memory 1) (table 1 funcref) (type $a (array i8))
            (func $f (export "f") (param i32) (result i32)
              (i32.store8 (memory.grow (i32.const 1)) (table.grow (ref.null func) (i32.const 1)))
              (drop (array.new $a (i32.const 1) (i32.const 10)))
              (if (result i32) (local.get 0)
                (then (i32.add (i32.const 1) (call $f (i32.sub (local.get 0) (i32.const 1))))) (else (i32.const 0))))
            """, in: store)
        #expect(try Ending.of { try instance.call("f", [.i32(100)]) } == .returned([100]))
    }

    /// A frame takes 102 slots before the callee's: a parameter, the header, 100 locals. Frames begin at 0, 102, … and
    /// must begin at 1,000 at the latest.
    @Test func stackSlots() throws {
        let store = LimitTests.store { $0.stackSlots = 1_000 }
        let locals = String(repeating: "i64 ", count: 100)
        let instance = try Guest.instance(
            """
            (func $f (export "f") (param i32) (local \(locals))
              (if (local.get 0) (then (call $f (i32.sub (local.get 0) (i32.const 1))))))
            """, in: store)
        for _ in 0..<2 {
            #expect(try Ending.of { try instance.call("f", [.i32(9)]) } == .nothing)
            #expect(try Ending.of { try instance.call("f", [.i32(10)]) } == .trapped(.callStackExhausted))
        }
    }

    /// Execution stops at the same place with the same units spent, each time and however it is lowered.
    @Test func exhaustionIsDeterministic() throws {
        var seen: Set<[UInt64]> = []
        for lowering in Guest.lowerings + Guest.lowerings {
            var limits = StoreLimits()
            limits.stackSlots = 5_000
            let store = Store(limits: limits, options: lowering)
            let instance = try Guest.instance(
                """
                (global (export "g") (mut i32) (i32.const 0))
                (func $f (export "f") (param i32) (result i32) (local i64 i64 i64)
                  (global.set 0 (i32.add (global.get 0) (i32.const 1)))
                  (i32.add (i32.const 1) (call $f (local.get 0))))
                """, in: store)
            #expect(try Ending.of { try instance.call("f", [.i32(9)]) } == .trapped(.callStackExhausted))
            guard case .global(let global)? = instance["g"], case .i32(let count) = global.value else { return }
            seen.insert([store.budget.spent, UInt64(count)])
        }
        #expect(seen.count == 1)
    }

    /// A function whose frame does not fit into a window is refused when it is called, and affects nothing else.
    @Test func aFrameThatIsTooLargeTraps() throws {
        // 50,000 locals, and operands beyond 65,536 slots.
        let operands = 20_000
        let text = """
            (func (export "large") (result i32) (local \(String(repeating: "i64 ", count: 50_000)))
              \(String(repeating: "(i32.const 1)", count: operands))
              \(String(repeating: "i32.add ", count: operands - 1)))
            (func (export "small") (result i32) (i32.const 5))
            """
        let instance = try Guest.instance(text)
        #expect(try Ending.of { try instance.call("large") } == .trapped(.callStackExhausted))
        #expect(try Ending.of { try instance.call("small") } == .returned([5]))
    }

    // MARK: Interruption

    final class StopsAfter: Interruption, @unchecked Sendable {
        private(set) var asked = 0
        let count: Int
        let reason: InterruptReason
        init(_ count: Int, _ reason: InterruptReason) { (self.count, self.reason) = (count, reason) }
        func reasonToStop() -> InterruptReason? {
            asked += 1
            return asked >= count ? reason : nil
        }
    }

    /// Guests that do not end. Their bulk operations make polls frequent in a debug build.
    static let endless = """
        (memory 16)
        (func (export "f") (loop (memory.fill (i32.const 0) (i32.const 1) (i32.const 1000000)) (br 0)))
        (func $r (export "r") (memory.fill (i32.const 0) (i32.const 1) (i32.const 1000000)) (call $r))
        (func (export "ok") (result i32) (i32.const 1))
        """

    @Test(arguments: ["f", "r"], [InterruptReason.deadlineExceeded, .cancelled])
    func anEndlessGuestIsInterrupted(_ function: String, _ reason: InterruptReason) throws {
        let store = Store()
        let instance = try Guest.instance(LimitTests.endless, in: store)
        let interruption = StopsAfter(10, reason)
        store.interruption = interruption
        #expect(try Ending.of { try instance.call(Name(function)) } == .trapped(.interrupted(reason)))
        #expect(interruption.asked == 10)
        // Three polls while the function is lowered and one for the memory's bytes; then one at each bulk operation,
        // which is longer than an interval.
        #expect((7_000_000..<8_000_000).contains(store.budget.spent))
        store.interruption = nil
        #expect(try Ending.of { try instance.call("ok") } == .returned([1]))
    }

    /// An interruption that never stops the guest does not change where the budget ends.
    @Test func aBudgetEndsAtTheSamePlaceWithAnInterruption() throws {
        var spent: Set<UInt64> = []
        for interruption in [nil, StopsAfter(.max, .cancelled)] {
            let store = Store()
            let instance = try Guest.instance(LimitTests.endless, in: store)
            store.interruption = interruption
            store.budget.allow(9_500_000)
            #expect(try Ending.of { try instance.call("f") } == .trapped(.budgetExhausted))
            spent.insert(store.budget.spent)
        }
        // 9 rounds of 1,000,005 are done, and 4 units of the tenth.
        let expected: UInt64 = 1 + 9 * 1_000_005 + 4
        #expect(spent == Set([expected]))
    }

    /// Setting many locals to zero is free for a guest, but brings the next poll of the interruption nearer.
    @Test func aFunctionOfManyLocalsDoesNotHideFromADeadline() throws {
        let locals = String(repeating: " i64", count: 40_000)
        let store = Store()
        let instance = try Guest.instance(
            "(func $f (local\(locals))) (func (export \"f\") (loop (call $f) (br 0)))", in: store)
        store.interruption = StopsAfter(1, .deadlineExceeded)
        #expect(try Ending.of { try instance.call("f") } == .trapped(.interrupted(.deadlineExceeded)))
        // Otherwise the first poll would come after 4,194,304 units, with 40,000 slots for every three of them.
        #expect(store.budget.spent < 10_000)
    }

    /// A loop of host calls is interrupted, though each call costs little.
    @Test func aLoopOfHostCallsIsInterrupted() throws {
        let store = Store()
        var imports = Imports()
        imports.define("f", in: "host", HostFunction { () -> Void in })
        let instance = try Guest.instance(
            #"(import "host" "f" (func $f)) (func (export "f") (loop (call $f) (br 0)))"#, in: store, imports: imports)
        store.interruption = StopsAfter(1, .cancelled)
        store.budget.allow(1_000_000)
        #expect(try Ending.of { try instance.call("f") } == .trapped(.interrupted(.cancelled)))
        #expect(store.budget.spent < 100_000)
    }

    /// A guest that works on the way back from a recursion is stopped there.
    @Test func returnsTestTheBudget() throws {
        let work = String(repeating: "(drop (i32.const 1))", count: 100)
        let store = Store()
        let instance = try Guest.instance(
            "(func $f (export \"f\") (param i32) (if (local.get 0) (then "
                + "(call $f (i32.sub (local.get 0) (i32.const 1))))) \(work))", in: store)
        store.budget.allow(2_000)
        #expect(try Ending.of { try instance.call("f", [.i32(200)]) } == .trapped(.budgetExhausted))
        #expect(store.budget.spent < 2_200)
    }
}
