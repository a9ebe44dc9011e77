import Testing
import WasmSyntax

@testable import WasmRuntime

/// All work that takes longer than a millisecond polls the interruption.
struct InterruptedWorkTests {
    /// Bulk instructions, and the least number of polls: one for each MiB, or for each 65,536 elements.
    static let cases: [(body: String, looks: Int)] = [
        ("(memory.fill (i32.const 0) (i32.const 1) (i32.const 8388608))", 7),
        ("(memory.copy (i32.const 1) (i32.const 0) (i32.const 7000000))", 6),
        ("(memory.copy $m2 $m (i32.const 0) (i32.const 0) (i32.const 7000000))", 6),
        ("(memory.init $d (i32.const 0) (i32.const 0) (i32.const 2500000))", 2),
        ("(table.fill $t (i32.const 0) (ref.null func) (i32.const 1000000))", 14),
        ("(table.copy $t $t (i32.const 1) (i32.const 0) (i32.const 999999))", 14),
        ("(table.copy $t $t (i32.const 0) (i32.const 1) (i32.const 999999))", 14),
        ("(table.copy $t2 $t (i32.const 0) (i32.const 0) (i32.const 1000000))", 14),
        ("(drop (table.grow $t2 (ref.null func) (i32.const 250000)))", 3),
        ("(drop (array.new $a8 (i32.const 1) (i32.const 1000000)))", 14),
        ("(drop (array.new_default $a64 (i32.const 1000000)))", 14),
        ("(drop (array.new_data $a8 $d (i32.const 0) (i32.const 1000000)))", 14),
        ("(array.fill $a8 (global.get $x) (i32.const 0) (i32.const 1) (i32.const 1000000))", 14),
        ("(array.copy $a8 $a8 (global.get $x) (i32.const 1) (global.get $x) (i32.const 0) (i32.const 999999))", 14),
        ("(array.copy $a8 $a8 (global.get $x) (i32.const 0) (global.get $y) (i32.const 0) (i32.const 1000000))", 14),
        ("(array.init_data $a8 $d (global.get $x) (i32.const 0) (i32.const 0) (i32.const 1000000))", 14),
    ]

    static let module = """
        (type $a8 (array (mut i8))) (type $a64 (array (mut i64)))
        (memory $m 128) (memory $m2 128)
        (table $t 1000000 funcref) (table $t2 1000000 funcref)
        (data $d "\(String(repeating: "0123456789abcdef", count: 160_000))")
        (global $x (ref $a8) (array.new $a8 (i32.const 1) (i32.const 1000000)))
        (global $y (ref $a8) (array.new $a8 (i32.const 2) (i32.const 1000000)))
        """

    /// This is a single test, because making the module takes a while in a debug build.
    @Test func bulkOperationsAreInterrupted() throws {
        let functions = InterruptedWorkTests.cases.enumerated().map { "(func (export \"f\($0)\") \($1.body))" }
        let store = Store()
        let instance = try Guest.instance(InterruptedWorkTests.module + functions.joined(), in: store)
        for (index, (body, looks)) in InterruptedWorkTests.cases.enumerated() {
            // Stopped in the middle, then run to the end: the first attempt does not get in the way.
            store.interruption = LimitTests.StopsAfter(looks / 2 + 3, .cancelled)
            let stopped = try Ending.of { try instance.call(Name("f\(index)")) }
            #expect(stopped == .trapped(.interrupted(.cancelled)), "\(body)")
            let counting = LimitTests.StopsAfter(.max, .cancelled)
            store.interruption = counting
            #expect(try Ending.of { try instance.call(Name("f\(index)")) } == .nothing, "\(body)")
            #expect(counting.asked >= looks, "\(body) asked \(counting.asked) times")
        }
    }

    /// Code without branches and calls is stopped, too, whether it is executed in the loop or outside.
    @Test(arguments: [
        ("(local.set 0 (i32.add (local.get 0) (i32.const 1)))", 100_000, 2), ("(drop (table.size $t))", 60_000, 10),
        ("(table.set $t (i32.const 0) (ref.null func))", 60_000, 10),
    ])
    func straightCodeIsInterrupted(_ body: String, _ count: Int, _ looks: Int) throws {
        for options in [LoweringOptions(fusing: true), LoweringOptions(fusing: false)] {
            let store = Store(limits: StoreLimits(), options: options)
            let instance = try Guest.instance(
                """
                (table $t 1 funcref)
                (func (export "f") (local i32) \(String(repeating: body, count: count)))
                """, in: store)
            _ = try instance.call("f")
            let spent = store.budget.spent
            let counting = LimitTests.StopsAfter(.max, .cancelled)
            store.interruption = counting
            _ = try instance.call("f")
            #expect(counting.asked >= looks, "asked \(counting.asked) times")
            #expect(store.budget.spent == 2 * spent)
            store.interruption = LimitTests.StopsAfter(looks, .cancelled)
            #expect(try Ending.of { try instance.call("f") } == .trapped(.interrupted(.cancelled)))
        }
    }

    /// A large body is lowered in steps. After an interruption, the next call lowers it.
    @Test func loweringIsInterrupted() throws {
        let store = Store()
        let instance = try Guest.instance(
            "(func (export \"f\") \(String(repeating: "(drop (i32.const 1))", count: 50_000)))", in: store)
        let counting = LimitTests.StopsAfter(20, .deadlineExceeded)
        store.interruption = counting
        let ending = try Ending.of { try instance.call("f") }
        #expect(ending == .trapped(.interrupted(.deadlineExceeded)))
        #expect(store.codeBytes == 0)
        store.interruption = nil
        #expect(try Ending.of { try instance.call("f") } == .nothing)
        #expect(store.budget.spent > 50_000)
    }

    /// Code that was joined for the plain loop is joined anew for the full one, in pieces; an interruption gives back
    /// the memory that this took.
    @Test func joiningAnewIsInterrupted() throws {
        let body = String(
            repeating: "(local.set 0 (i32.add (i32.shl (local.get 0) (i32.const 2)) (local.get 1)))", count: 2_000)
        let functions = (0..<40).map { "(func $f\($0) (param i32 i32) (result i32) \(body) (local.get 0))" }
        let calls = (0..<40).map { "(local.set 0 (call $f\($0) (local.get 0) (i32.const \($0))))" }
        let store = Store()
        let instance = try Guest.instance(
            """
            \(functions.joined()) (func (export "plain") (param i32) (result i32) \(calls.joined()) (local.get 0))
            (func (export "full") (param i32) (result i32) (i32x4.extract_lane 1 (i32x4.splat (local.get 0))))
            """, in: store)
        let result = try Ending.of { try instance.call("plain", [.i32(7)]) }
        let plainOnly = Set(Superinstruction.all.filter { !$0.isInFullLoop }.map(\.operation))
        func hasPlainOnly() -> Bool {
            store.codeObjects.values.contains { $0.code.contains { plainOnly.contains($0.operation) } }
        }
        #expect(hasPlainOnly())
        let bytes = (store.codeBytes, store.hostBytes)
        for count in 4...12 {
            store.interruption = LimitTests.StopsAfter(count, .cancelled)
            let stopped = try Ending.of { try instance.call("full", [.i32(5)]) }
            #expect(stopped == .trapped(.interrupted(.cancelled)))
            #expect(store.codeBytes == bytes.0)
            store.interruption = nil
            // Some of the code has been joined anew by now.
            #expect(try Ending.of { try instance.call("plain", [.i32(7)]) } == result)
        }
        #expect(try Ending.of { try instance.call("full", [.i32(5)]) } == .returned([5]))
        #expect(!hasPlainOnly())
        #expect(try Ending.of { try instance.call("plain", [.i32(7)]) } == result)
    }

    /// A group of types whose numbering is interrupted takes no numbers.
    @Test func numberingTypesIsInterrupted() throws {
        let types = (0..<20_000).map { "(type $t\($0) (struct (field i32) (field (ref null $t\(19_999 - $0)))))" }
        let module = try Guest.module("(rec \(types.joined())) (func (export \"f\"))")
        let store = Store()
        for count in [2, 5, 10, 20, 40] {
            store.interruption = LimitTests.StopsAfter(count, .cancelled)
            #expect(throws: Trap.self) { try store.instantiate(module) }
            #expect(store.state.heap.types.definitions.isEmpty)
        }
        store.interruption = nil
        let instance = try store.instantiate(module)
        #expect(store.state.heap.types.definitions.count == 20_001)
        #expect(try Ending.of { try instance.call("f") } == .nothing)
    }

    /// The collector polls while it marks a large array of references and while it looks for room among many objects.
    @Test func collectionsAreInterrupted() throws {
        var limits = StoreLimits()
        limits.heapBytes = 32 << 20
        let store = Store(limits: limits, options: LoweringOptions(collectsAlways: true))
        let instance = try Guest.instance(
            """
            (type $s (struct)) (type $refs (array (mut (ref null $s))))
            (global $g (ref $refs) (array.new $refs (ref.null $s) (i32.const 3000000)))
            (func (export "f") (drop (struct.new $s)))
            """, in: store)
        let counting = LimitTests.StopsAfter(.max, .cancelled)
        store.interruption = counting
        #expect(try Ending.of { try instance.call("f") } == .nothing)
        #expect(counting.asked >= 10, "asked \(counting.asked) times")
        store.interruption = LimitTests.StopsAfter(5, .cancelled)
        #expect(try Ending.of { try instance.call("f") } == .trapped(.interrupted(.cancelled)))
        store.interruption = nil
        #expect(try Ending.of { try instance.call("f") } == .nothing)
    }

    /// A host function that accesses an address far behind the committed bytes: committing up to there polls the
    /// interruption.
    @Test func aHostFunctionThatCommitsMemoryIsInterrupted() throws {
        let store = Store()
        var imports = Imports()
        imports.define(
            "f", in: "host",
            HostFunction(type: FunctionType(parameters: [], results: [])) { call in
                // As WASI does, which returns EFAULT then.
                try? call.memory?.store(UInt32(1), at: (512 << 16) - 4)
            })
        let instance = try Guest.instance(
            "(import \"host\" \"f\" (func $f)) (memory 512) (func (export \"f\") (call $f))", in: store,
            imports: imports)
        store.interruption = LimitTests.StopsAfter(16, .cancelled)
        #expect(try Ending.of { try instance.call("f") } == .trapped(.interrupted(.cancelled)))
        #expect((1..<512 << 16).contains(CommitTests.committed(store)))
        store.interruption = nil
        #expect(try Ending.of { try instance.call("f") } == .nothing)
        #expect(CommitTests.committed(store) == 512 << 16)
    }

    // MARK: What an interruption does itself

    /// An interruption that is polled in the middle of work cannot run anything in the store, and its accesses to a
    /// memory do no harm.
    @Test func anInterruptionCannotEnterTheStore() throws {
        final class Meddling: Interruption, @unchecked Sendable {
            var instance: Instance?
            var memory: GuestMemory?
            var errors: Set<CallError> = []
            var count = 0

            func reasonToStop() -> InterruptReason? {
                count += 1
                do { _ = try instance?.call("other") } catch { errors.insert(error as? CallError ?? .tooManyTypes) }
                do { _ = try instance.map { try $0.store.instantiate($0.module) } } catch {
                    errors.insert(error as? CallError ?? .tooManyTypes)
                }
                do { _ = try instance.map { try Tag([], in: $0.store) } } catch {
                    errors.insert(error as? CallError ?? .tooManyTypes)
                }
                if let memory { try? memory.store(UInt8(1), at: memory.byteCount - 1) }
                return nil
            }
        }
        let (store, meddling) = (Store(), Meddling())
        let instance = try Guest.instance(
            """
            (memory (export "memory") 512)
            (func (export "f") (param i32) (result i32)
              (drop (i32.load (local.get 0))) (i32.load8_u (i32.const 33554431)))
            (func (export "past") (result i32) (i32.load8_u (i32.const 33554432)))
            (func (export "other"))
            """, in: store)
        // Lowers the function here, where no interruption is polled.
        _ = try? instance.call("f", [.i32(-1)])
        meddling.instance = instance
        meddling.memory = instance.memory(named: "memory")
        store.interruption = meddling
        #expect(try Ending.of { try instance.call("f", [.i32(20_000_000)]) } == .returned([1]))
        #expect(meddling.errors == [.calledByInterruption])
        #expect(meddling.count > 1)
        // The memory was committed completely while a part of it was being committed, and not beyond.
        #expect(CommitTests.committed(store) == 512 << 16)
        #expect(try Ending.of { try instance.call("past") } == .trapped(.outOfBoundsMemoryAccess))
        (meddling.instance, meddling.memory) = (nil, nil)
    }

    // MARK: Exceptions

    /// A search for a handler is charged for the frames and handlers that it passes, and ends with the budget or the
    /// interruption.
    @Test(arguments: [LoweringOptions(fusing: true), LoweringOptions(fusing: false)])
    func lookingForAHandlerIsPaidFor(_ options: LoweringOptions) throws {
        let clauses = String(repeating: "(catch $other $h)", count: 1_000)
        let text = """
            (tag $thrown) (tag $other)
            (func $deep (param i32)
              (block $h (try_table \(clauses)
                (if (local.get 0)
                  (then (call $deep (i32.sub (local.get 0) (i32.const 1))))
                  (else (throw $thrown))))))
            (func (export "f") (param i32) (block $h (try_table (catch $thrown $h) (call $deep (local.get 0)))))
            """
        func spent(_ depth: Int32) throws -> UInt64 {
            let store = Store(limits: StoreLimits(), options: options)
            _ = try Guest.instance(text, in: store).call("f", [.i32(depth)])
            return store.budget.spent
        }
        let (shallow, deep) = (try spent(100), try spent(1_100))
        #expect(deep - shallow >= 1_000 * 1_000)
        // With a budget for a part of the search.
        let store = Store(limits: StoreLimits(), options: options)
        let instance = try Guest.instance(text, in: store)
        store.budget.limit = 500_000
        #expect(try Ending.of { try instance.call("f", [.i32(1_100)]) } == .trapped(.budgetExhausted))
        #expect((490_000...500_000).contains(store.budget.spent))
        store.budget.limit = nil
        let counting = LimitTests.StopsAfter(6, .cancelled)
        store.interruption = counting
        #expect(try Ending.of { try instance.call("f", [.i32(1_100)]) } == .trapped(.interrupted(.cancelled)))
    }
}
