import Testing
import WasmRuntime
import WasmSyntax

/// The costs and limits of the proposals beyond WebAssembly 3.0. The scripts test their results.
struct ProposalTests {
    /// A body and its cost, including the entry of the function.
    struct Cost: Sendable, CustomTestStringConvertible {
        var body: String
        var units: UInt64

        init(_ body: String, _ units: UInt64) {
            self.body = body
            self.units = units
        }

        var testDescription: String { body }
    }

    static let costs: [Cost] = [
        Cost("(i64.add128 (i64.const 1) (i64.const 2) (i64.const 3) (i64.const 4)) drop drop", 6),
        Cost("(i64.sub128 (i64.const 1) (i64.const 2) (i64.const 3) (i64.const 4)) drop drop", 6),
        Cost("(i64.mul_wide_s (i64.const 1) (i64.const 2)) drop drop", 4),
        Cost("(i64.mul_wide_u (i64.const 1) (i64.const 2)) (local.set 0) drop", 5),
        // An atomic instruction costs one unit, however many operations it becomes.
        Cost("atomic.fence", 2),
        Cost("(drop (i32.atomic.load8_u (i32.const 0)))", 3),
        Cost("(i32.atomic.store8 (i32.const 0) (i32.const 1))", 4),
        Cost("(drop (i32.atomic.rmw8.xor_u (i32.const 0) (i32.const 1)))", 4),
        Cost("(drop (i64.atomic.rmw8.cmpxchg_u (i32.const 0) (i64.const 0) (i64.const 1)))", 5),
        Cost("(loop (br_if 0 (i32.atomic.rmw8.cmpxchg_u (i32.const 0) (i32.const 0) (i32.const 1))))", 6),
        Cost("(drop (memory.size))", 2),
        // A page costs the same, whatever its size.
        Cost("(drop (memory.grow (i32.const 7)))", 10),
        Cost("(drop (memory.grow (i32.const 1000)))", 3),
    ]

    @Test(arguments: costs)
    func costsWhatIsCountedByHand(_ cost: Cost) throws {
        for lowering in Guest.lowerings {
            let store = Store(limits: StoreLimits(), options: lowering)
            let instance = try Guest.instance(
                #"(memory 1 900 (pagesize 1)) (func (export "f") (local i64) \#(cost.body))"#, in: store,
                enabling: [.wideArithmetic, .customPageSizes, .threads])
            _ = try instance.call("f")
            #expect(store.budget.spent == cost.units, "fusing: \(lowering.fusing)")
        }
    }

    // MARK: Threads

    /// A wait that nothing can end traps instead of hanging the host, even without a deadline.
    @Test func aWaitWithoutTimeoutTraps() throws {
        let store = Store()
        let instance = try Guest.instance(
            """
            (memory 1 1 shared)
            (func (export "wait") (drop (i32.const 3))
              (drop (memory.atomic.wait64 (i32.const 0) (i64.const 0) (i64.const -1))))
            """, in: store, enabling: [.threads])
        let trap = #expect(throws: Trap.self) { try instance.call("wait") }
        #expect(trap?.kind == .waitsForever)
        #expect(trap?.backtrace.count == 1)
        #expect(store.budget.spent == 6)
    }

    /// A loop that waits for another thread is stopped like any other.
    @Test func spinningIsStopped() throws {
        let store = Store()
        let instance = try Guest.instance(
            """
            (memory 1 1 shared)
            (func (export "spin") (loop (br_if 0 (i32.eqz
              (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const 1000000)))) (br 0)))
            (func (export "lock") (loop (br_if 0 (i32.eqz
              (i32.atomic.rmw.cmpxchg (i32.const 0) (i32.const 1) (i32.const 0))))))
            """, in: store, enabling: [.threads])
        for name in ["spin", "lock"] as [Name] {
            store.budget.allow(10_000)
            #expect(try Ending.of { try instance.call(name) } == .trapped(.budgetExhausted))
        }
        store.budget.limit = nil
        for name in ["spin", "lock"] as [Name] {
            store.interruption = LimitTests.StopsAfter(2, .deadlineExceeded)
            #expect(try Ending.of { try instance.call(name) } == .trapped(.interrupted(.deadlineExceeded)))
        }
    }

    // MARK: Custom page sizes

    /// A store's limit for a memory counts pages of 64 KiB; a memory with other pages may have equally many bytes.
    @Test func memoriesOfBytesHaveAsManyBytes() throws {
        let grow = #"(func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))"#
        let store = LimitTests.store {
            $0.memoryPages = 2
            $0.totalMemoryBytes = 250_000
        }
        let instance = try Guest.instance(
            "(memory 131071 (pagesize 1)) \(grow)", in: store, enabling: [.customPageSizes])
        #expect(try Ending.of { try instance.call("grow", [.i32(2)]) } == .returned([0xFFFF_FFFF]))
        #expect(try Ending.of { try instance.call("grow", [.i32(1)]) } == .returned([131_071]))
        #expect(try Ending.of { try instance.call("grow", [.i32(1)]) } == .returned([0xFFFF_FFFF]))
        #expect(store.memoryPages == 2)
        // 118,928 bytes are left for all memories.
        let error = #expect(throws: LinkError.self) {
            try Guest.instance("(memory 118929 (pagesize 1))", in: store, enabling: [.customPageSizes])
        }
        #expect(error?.description == "limit exceeded: memories of more than 250000 bytes together")
        let rest = try Guest.instance("(memory 118927 (pagesize 1)) \(grow)", in: store, enabling: [.customPageSizes])
        #expect(try Ending.of { try rest.call("grow", [.i32(2)]) } == .returned([0xFFFF_FFFF]))
        #expect(try Ending.of { try rest.call("grow", [.i32(1)]) } == .returned([118_927]))
    }

    /// Sizes whose bytes exceed 64 bits or the maximum of a memory, whatever the store allows.
    @Test(arguments: [
        "(memory 131073 (pagesize 1))", "(memory i64 0xffff_ffff_ffff_ffff (pagesize 1))",
        "(memory i64 0x1_0000_0001 (pagesize 1))", "(memory i64 0x1_0000_0000_0000)", "(memory i64 65537)",
    ])
    func hugeSizesAreRefused(_ text: String) throws {
        let isOverTheStoresLimit = text.contains("131073")
        let store = LimitTests.store {
            $0.memoryPages = isOverTheStoresLimit ? 2 : .max
            $0.totalMemoryBytes = .max
        }
        let error = #expect(throws: LinkError.self) {
            try Guest.instance(text, in: store, enabling: [.customPageSizes, .memory64])
        }
        #expect(error?.description.contains("a memory of") == true)
    }

    @Test func aRefusedImportSaysHowThePagesDiffer() throws {
        let store = Store()
        let exporter = try Guest.instance(#"(memory (export "m") 3 7)"#, in: store)
        var imports = Imports()
        imports.define("m", in: "a", try #require(exporter["m"]))
        let error = #expect(throws: LinkError.self) {
            try Guest.instance(
                #"(import "a" "m" (memory 3 (pagesize 1)))"#, in: store, imports: imports,
                enabling: [.customPageSizes])
        }
        #expect(error?.description.hasSuffix("wants memory 3… pages of 1 byte, there is memory 3…7 pages") == true)
    }
}
