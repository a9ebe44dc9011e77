import Nestbox
import Testing
import WasmRuntime

/// Observers of a store: events, summaries, logs, and that nobody pays for them who does not use them.
struct ObserverTests {
    private static let guest = """
        (module
          (import "host" "work" (func $work (param i32)))
          (import "host" "fail" (func $fail))
          (memory (export "memory") 1 4)
          (func $inner (export "inner") (param i32) (result i32)
            (if (result i32) (i32.eqz (local.get 0))
              (then (i32.const 1))
              (else (return (call $inner (i32.sub (local.get 0) (i32.const 1)))))))
          (func $tail (export "tail") (result i32) (return_call $inner (i32.const 0)))
          (func (export "trap") (drop (call $inner (i32.const 0))) unreachable)
          (func (export "branch") (param i32) (result i32)
            (br_if 0 (i32.const 5) (local.get 0)) (drop) (i32.const 6))
          (func (export "grow") (result i32) (memory.grow (i32.const 2)) (drop (memory.grow (i32.const 9))))
          (func (export "calls") (call $work (i32.const 1)) (call $work (i32.const 2)) (call $fail))
          (tag $tag (param i32))
          (func $throw (throw $tag (i32.const 3)))
          (func (export "catch") (result i32)
            (block $caught (result i32)
              (try_table (catch $tag $caught) (call $throw))
              (i32.const 0))))
        """

    private struct Failed: Error {}

    private func instance(_ instruments: Instruments = []) throws -> Instance {
        let store = Store(instruments: instruments)
        let imports: Imports = [
            "host": [
                "work": HostFunction { (call: HostCall, units: Int32) throws -> Void in try call.charge(UInt64(units))
                },
                "fail": HostFunction { throw Failed() },
            ]
        ]
        return try store.instantiate(Module(text: ObserverTests.guest), imports: imports)
    }

    /// Runs a closure and returns the events, without times.
    private func events(
        of instance: Instance, _ events: StoreObserver.Events = .all, _ body: (Instance) throws -> Void
    ) -> [String] {
        var lines: [String] = []
        instance.store.observer = StoreObserver(events) { event in
            switch event {
            case .entered(let function, let depth): lines.append("+\(function.name ?? "\(function.index)") \(depth)")
            case .left(let function, let depth): lines.append("-\(function.name ?? "\(function.index)") \(depth)")
            case .hostCall(let call):
                lines.append("\(call.name) \(call.units)" + (call.error.map { " \($0)" } ?? ""))
            case .memoryGrew(let from, let to): lines.append("\(from) → \(to)")
            case .collected: lines.append("collected")
            case .threw(let function, let depth, let type):
                lines.append("threw \(function.name ?? "\(function.index)") \(depth) \(type)")
            case .caught(let function, let depth):
                lines.append("caught \(function.name ?? "\(function.index)") \(depth)")
            }
        }
        defer { instance.store.observer = nil }
        try? body(instance)
        return lines
    }

    @Test(arguments: [
        ("inner", [1], ["+inner 0", "+inner 1", "-inner 1", "-inner 0"]),
        ("tail", [], ["+tail 0", "-tail 0", "+inner 0", "-inner 0"]),
        ("trap", [], ["+4 0", "+inner 1", "-inner 1"]),
        ("branch", [1], ["+5 0", "-5 0"]), ("branch", [0], ["+5 0", "-5 0"]),
        ("grow", [], ["+6 0", "1 → 3", "-6 0"]),
        ("catch", [], ["+9 0", "+throw 1", "threw throw 1 [i32] -> []", "caught 9 0", "-9 0"]),
        ("calls", [], ["+7 0", "work 1", "work 2", "fail 0 Failed()"]),
    ])
    func events(name: String, numbers: [Int32], expected: [String]) throws {
        let arguments = numbers.map { Value.i32($0) }
        let instance = try instance(.functionEvents)
        let lines = events(of: instance) { _ = try $0.call(Name(name), arguments) }
        #expect(lines == expected)
        // Kinds that nobody asked for are not told, and without an observer the store does the same.
        let calls = events(of: instance, .hostCalls) { _ = try $0.call(Name(name), arguments) }
        #expect(calls == expected.filter { $0.hasPrefix("work") || $0.hasPrefix("fail") })
        // Observing costs no units, and a store that does not observe functions tells none.
        let plain = try self.instance()
        let observed = try self.instance(.functionEvents)
        _ = events(of: observed) { _ = try $0.call(Name(name), arguments) }
        _ = try? plain.call(Name(name), arguments)
        #expect(plain.store.budget.spent == observed.store.budget.spent)
        #expect(events(of: plain, .functions) { _ = try $0.call(Name(name), arguments) } == [])
    }

    /// The observer may not call the guest, whose host function it observes.
    @Test func observersDoNotCallGuests() throws {
        let instance = try instance()
        var errors: [String] = []
        instance.store.observer = StoreObserver { _ in
            do { _ = try instance.call("grow") } catch { errors.append("\(error)") }
        }
        _ = try instance.call("grow")
        instance.store.observer = nil
        #expect(errors.count == 1 && errors[0].contains("must not call"))
        #expect(try instance.call("grow").description == "[-1]")
    }

    @Test func summaries() throws {
        let instance = try instance()
        var seen = 0
        instance.store.observer = StoreObserver(.memoryGrowth) { _ in seen += 1 }
        let (result, summary) = instance.store.summarize {
            _ = try instance.call("grow")
            _ = try instance.call("calls")
        }
        #expect(throws: Trap.self) { try result.get() }
        #expect(seen == 1 && instance.store.observer != nil, "the observer from before gets its events only")
        #expect(summary.memoryGrowths == 1 && summary.collections == 0 && summary.grownBytes >= 2 << 16)
        #expect(
            summary.hostCalls.map { "\($0.module).\($0.name) \($0.count) \($0.failures) \($0.units)" } == [
                "host.work 2 0 3", "host.fail 1 1 0",
            ])
        #expect(summary.units == instance.store.budget.spent && summary.hostBytes == instance.store.hostBytes)
        #expect("\(summary)".contains("\n  host.fail: 1 calls, 1 failed, 0 units"))
        #expect(instance.store.summarize {}.summary.units == 0)
    }

    @Test func logs() throws {
        let instance = try instance(.functionEvents)
        var lines: [String] = []
        instance.store.observer = StoreObserver(.all) { level, message, metadata in
            let fields = metadata.filter { $0.key != "nanoseconds" }.sorted { $0.key < $1.key }
            lines.append("\(level) \(message) " + fields.map { "\($0.key)=\($0.value)" }.joined(separator: " "))
        }
        _ = try? instance.call("calls")
        _ = try instance.call("grow")
        #expect(
            lines == [
                "trace function entered depth=0 function=7", "debug host call import=host.work units=1",
                "debug host call import=host.work units=2",
                "warning host call failed error=Failed() import=host.fail units=0",
                "trace function entered depth=0 function=6", "info memory grew from=1 to=3",
                "trace function left depth=0 function=6",
            ])
    }

    /// An asynchronous host function's call is told once, when it has ended.
    @Test func asynchronousCalls() async throws {
        let imports: Imports = [
            "host": [
                "sleep": HostFunction { (value: Int32) async throws -> Int32 in
                    await Task.yield(); return value + 1
                }
            ]
        ]
        let store = Store()
        let instance = try store.instantiate(
            Module(
                text: """
                    (module (import "host" "sleep" (func $sleep (param i32) (result i32)))
                      (func (export "run") (result i32) (call $sleep (call $sleep (i32.const 1)))))
                    """), imports: imports)
        var names: [String] = []
        store.observer = StoreObserver(.hostCalls) { if case .hostCall(let call) = $0 { names.append("\(call.name)") } }
        guard let run = instance.function(named: "run") else { return }
        let results = try await run.callAsync([])
        #expect(results.description == "[3]" && names == ["sleep", "sleep"])
    }

    /// Stores are freed although their closures, functions and observers know them only weakly.
    @Test func noCyclesOfReferences() throws {
        final class Context { var calls = 0 }
        weak var weakStore: Store?
        weak var weakContext: Context?
        do {
            let context = Context()
            let imports: Imports = ["host": ["work": HostFunction { (_: Int32) in context.calls += 1 }]]
            let store = Store()
            let instance = try store.instantiate(
                Module(
                    text: """
                        (module (import "host" "work" (func $work (param i32))) (table (export "t") 1 funcref)
                          (func (export "run") (call $work (i32.const 1))))
                        """), imports: imports)
            store.observer = StoreObserver(.hostCalls) { _ in context.calls += 1 }
            let run = try instance.function(named: "run", as: (() throws -> Void).self)
            try run()
            let reference = ExternalReference(context, in: store)
            if case .table(let table)? = instance["t"] {
                try table.setValue(.funcref(Function(HostFunction { context.calls += 1 }, in: store)), at: 0)
            }
            #expect(context.calls == 2 && reference.object as? Context === context)
            (weakStore, weakContext) = (store, context)
        }
        #expect(weakStore == nil && weakContext == nil)
    }

    /// An object of the host that is freed while the guest runs must not call it: its frames would be overwritten.
    @Test func freedObjectsDoNotCallGuests() throws {
        final class Caller {
            let call: () throws -> Void
            init(_ call: @escaping () throws -> Void) { self.call = call }
            deinit { try? call() }
        }
        let store = Store(limits: StoreLimits(), options: LoweringOptions(collectsAlways: true))
        var errors: [String] = []
        var instance: Instance?
        let imports: Imports = [
            "host": [
                "object": HostFunction { () -> HostObject<Caller> in
                    HostObject(
                        Caller {
                            do { _ = try instance?.call("overwrite") } catch { errors.append("\(error)") }
                        })
                }
            ]
        ]
        instance = try store.instantiate(
            Module(
                text: """
                    (module (import "host" "object" (func $object (result externref))) (type $box (struct (field i64)))
                      (func (export "overwrite") (local i64 i64 i64 i64)
                        (local.set 0 (i64.const -1)) (local.set 1 (i64.const -1)))
                      (func $inner (result i64) (local i64)
                        (drop (call $object)) (drop (call $object))
                        (local.set 0 (i64.const 7))
                        (drop (struct.new $box (i64.const 1))) (drop (struct.new $box (i64.const 1)))
                        (local.get 0))
                      (func (export "run") (result i64) (i64.add (call $inner) (i64.const 1))))
                    """), imports: imports)
        #expect(try instance?.call("run").description == "[8]")
        #expect(errors.count >= 1 && errors.allSatisfy { $0.contains("must not call") })
        instance = nil
    }

    /// An observer that looks at other calls leaves the frames of the running guest alone.
    @Test func observersLookAtOtherCalls() throws {
        let tag = FunctionType(parameters: [], results: [])
        let store = Store()
        let wait = HostFunction(type: tag) { _ in throw HostSuspension("waits") }
        let imports: Imports = ["host": ["wait": wait]]
        let instance = try store.instantiate(
            Module(
                text: """
                    (module (import "host" "wait" (func $wait)) (memory 1)
                      (func $deep (export "wait") (local i64) (local.set 0 (i64.const -1)) (call $wait))
                      (func (export "run") (result i64) (local i64)
                        (local.set 0 (i64.const 7)) (drop (memory.grow (i32.const 1))) (local.get 0)))
                    """), imports: imports)
        guard let waiting = try instance.function(named: "wait")?.begin([]) else { return }
        guard case .suspended = try waiting.resume() else { return }
        let exceptions = try Tag([], in: store)
        var seen: [String] = []
        store.observer = StoreObserver(.memoryGrowth) { _ in
            seen.append("\(waiting.backtrace.count)")
            do { _ = try WasmException(exceptions) } catch { seen.append("\(error)") }
            store.budget.limit = store.budget.spent + 1_000
        }
        #expect(try instance.call("run").description == "[7]")
        #expect(seen.count == 2 && seen[0] == "0" && seen[1].contains("must not call"))
        #expect(waiting.backtrace.count == 1)
    }

    /// Limits that an observer sets at the end of a host call are heeded at once.
    @Test func observersStopGuests() throws {
        let store = Store()
        let imports: Imports = ["host": ["work": HostFunction {}]]
        let instance = try store.instantiate(
            Module(
                text: """
                    (module (import "host" "work" (func $work)) (func (export "run") (call $work) (loop (br 0))))
                    """), imports: imports)
        store.observer = StoreObserver(.hostCalls) { _ in store.budget.limit = store.budget.spent + 10 }
        let trap = #expect(throws: Trap.self) { try instance.call("run") }
        #expect(trap?.kind == .budgetExhausted)
        store.observer = nil
    }

    /// Ending by `proc_exit` is no failure, and a guest's text in an error cannot forge a line.
    @Test func errorsInEvents() throws {
        struct Quoting: Error, CustomStringConvertible { var description: String }
        let store = Store()
        let imports: Imports = [
            "host": [
                "exit": HostFunction { throw GuestExit(code: 0) },
                "quote": HostFunction { throw Quoting(description: "a\nb" + String(repeating: "x", count: 10_000)) },
            ]
        ]
        let instance = try store.instantiate(
            Module(
                text: """
                    (module (import "host" "exit" (func $exit)) (import "host" "quote" (func $quote))
                      (export "exit" (func $exit)) (func (export "run") (call $exit)) (func (export "say") (call $quote)))
                    """), imports: imports)
        var errors: [String?] = []
        store.observer = StoreObserver(.hostCalls) { if case .hostCall(let call) = $0 { errors.append(call.error) } }
        #expect(throws: GuestExit.self) { try instance.call("run") }
        #expect(throws: Trap.self) { try instance.call("say") }
        #expect(errors.count == 2 && errors[0] == nil)
        #expect(errors.last??.contains("\n") == false && (errors.last??.utf8.count ?? 0) < 300)
    }

    /// A summary does not undo what was set inside it.
    @Test func observersSetInsideASummaryStay() throws {
        let store = Store()
        let (_, summary) = store.summarize { store.observer = StoreObserver(.collections) { _ in } }
        #expect(summary.units == 0 && store.observer?.events == .collections)
        _ = store.summarize { _ = store.summarize {} }
        #expect(store.observer?.events == .collections)
    }

    /// A call of a store that observes functions is stored with the places of its own code.
    @Test func storedCallsOfObservingStores() throws {
        let type = FunctionType(parameters: [], results: [])
        var paid = 0
        let imports: Imports = [
            "host": [
                "wait": HostFunction(type: type) { _ in throw HostSuspension("waits") },
                "pay": HostFunction { paid += 1 },
            ]
        ]
        let module = try Module(
            text: """
                (module (import "host" "wait" (func $wait)) (import "host" "pay" (func $pay))
                  (func (export "run") (call $wait) (call $pay)))
                """)
        for isObserving in [false, true] {
            let instance = try Store(instruments: isObserving ? .functionEvents : []).instantiate(
                module, imports: imports)
            guard let call = try instance.function(named: "run")?.begin([]) else { return }
            guard case .suspended = try call.resume() else { return }
            let bytes = try call.snapshot().bytes()
            let snapshot = try Snapshot(bytes: bytes, modules: [module])
            let restored = try Store(instruments: isObserving ? .functionEvents : []).call(
                restoredFrom: snapshot, imports: imports)
            guard case .finished = try restored.resume(returning: []) else { return }
        }
        #expect(paid == 2)
    }
}
