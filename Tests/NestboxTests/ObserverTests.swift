import Nestbox
import Testing

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
          (func (export "calls") (call $work (i32.const 1)) (call $work (i32.const 2)) (call $fail)))
        """

    private struct Failed: Error {}

    private func instance(observingFunctions: Bool = false) throws -> Instance {
        let store = Store(observingFunctions: observingFunctions)
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
        ("calls", [], ["+7 0", "work 1", "work 2", "fail 0 Failed()"]),
    ])
    func events(name: String, numbers: [Int32], expected: [String]) throws {
        let arguments = numbers.map { Value.i32($0) }
        let instance = try instance(observingFunctions: true)
        let lines = events(of: instance) { _ = try $0.call(Name(name), arguments) }
        #expect(lines == expected)
        // Kinds that nobody asked for are not told, and without an observer the store does the same.
        let calls = events(of: instance, .hostCalls) { _ = try $0.call(Name(name), arguments) }
        #expect(calls == expected.filter { $0.hasPrefix("work") || $0.hasPrefix("fail") })
        // Observing costs no units, and a store that does not observe functions tells none.
        let plain = try self.instance()
        let observed = try self.instance(observingFunctions: true)
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
        let instance = try instance(observingFunctions: true)
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
}
