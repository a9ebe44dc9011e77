import Foundation
import Nestbox
import Testing

/// Guests that are called asynchronously.
struct AsyncTests {
    /// An actor like a database, which a guest's host functions wait for.
    actor Database {
        private var values: [Int32: Int32] = [1: 10, 2: 20, 3: 30]
        private(set) var waiting = 0
        private(set) var mostWaiting = 0

        func value(_ key: Int32) async throws -> Int32 {
            waiting += 1
            mostWaiting = max(mostWaiting, waiting)
            defer { waiting -= 1 }
            try await Task.sleep(nanoseconds: 20_000_000)
            return values[key] ?? 0
        }

        func set(_ key: Int32, _ value: Int32) { values[key] = value }
    }

    static func module(_ text: String) throws -> Module { try Module(bytes: Array(text.utf8)) }

    static let sum = """
        (module
          (import "db" "get" (func $get (param i32) (result i32)))
          (import "db" "set" (func $set (param i32 i32)))
          (func (export "sum") (param $n i32) (result i32) (local $s i32)
            (loop $l
              (local.set $s (i32.add (local.get $s) (call $get (local.get $n))))
              (br_if $l (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
            (call $set (i32.const 9) (local.get $s))
            (local.get $s))
          (func (export "forever") (loop (br 0))))
        """

    static func imports(_ database: Database) -> SharedImports {
        var imports = SharedImports()
        imports.define(
            "get", in: "db",
            HostFunction { (key: Int32) async throws -> Int32 in
                try await database.value(key)
            })
        imports.define(
            "set", in: "db",
            HostFunction { (key: Int32, value: Int32) async in
                await database.set(key, value)
            })
        return imports
    }

    @Test func hostFunctionsAwait() async throws {
        let database = Database()
        let store = Store()
        let instance = try store.instantiate(
            AsyncTests.module(AsyncTests.sum), imports: Imports(AsyncTests.imports(database)))
        let function = try #require(instance.function(named: "sum"))
        #expect(try await function.callAsync(3 as Int32) as Int32 == 60)
        #expect(try await database.value(9) == 60)
        #expect("\(try await instance.callAsync("sum", [.i32(2)]))" == "[30]")

        let trap = #expect(throws: Trap.self) { try function.call([.i32(1)]) }
        #expect(
            trap?.description.contains("the host function is asynchronous, and the guest was not called with callAsync")
                == true)
    }

    /// Ten thousand guests wait at the same time, each in a store of its own.
    @Test func manyGuestsWait() async throws {
        let count = 10_000
        let database = Database()
        let module = try AsyncTests.module(AsyncTests.sum)
        let imports = AsyncTests.imports(database)
        let sum = try await withThrowingTaskGroup(of: Int32.self) { group in
            for _ in 0..<count {
                group.addTask {
                    let store = Store()
                    let instance = try store.instantiate(module, imports: Imports(imports))
                    return try await #require(instance.function(named: "sum")).callAsync(3 as Int32)
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(sum == 60 * Int32(count))
        #expect(await database.mostWaiting > 100)
    }

    /// Endless guests on all threads leave room for others, and end when their tasks are cancelled. (How soon is measured by
    /// `nestbox-benchmark calls`: here, other tests have the threads.)
    @Test func endlessGuestsGiveWayAndAreCancelled() async throws {
        let module = try AsyncTests.module(AsyncTests.sum)
        let tasks = (0..<8).map { _ in
            Task {
                let store = Store()
                let instance = try store.instantiate(module, imports: Imports(AsyncTests.imports(Database())))
                _ = try await instance.callAsync("forever", yieldingEvery: 100_000)
            }
        }
        try await Task.sleep(nanoseconds: 50_000_000)
        for task in tasks { task.cancel() }
        for task in tasks {
            let trap = await #expect(throws: Trap.self) { try await task.value }
            #expect(trap?.kind == .interrupted(.cancelled))
            #expect(trap?.backtrace.isEmpty == false)
            #expect(trap?.underlyingError is CancellationError)
        }
    }

    @Test func aCancelledTaskEndsAHostFunctionThatWaits() async throws {
        let module = try AsyncTests.module(AsyncTests.sum)
        let task = Task {
            var imports = Imports(AsyncTests.imports(Database()))
            imports.define(
                "get", in: "db",
                HostFunction { (key: Int32) async throws -> Int32 in
                    try await Task.sleep(nanoseconds: 60_000_000_000)
                    return key
                })
            _ = try await Store().instantiate(module, imports: imports).callAsync("sum", [.i32(1)])
        }
        try await Task.sleep(nanoseconds: 20_000_000)
        task.cancel()
        let trap = await #expect(throws: Trap.self) { try await task.value }
        #expect(trap?.kind == .interrupted(.cancelled))
    }

    @Test func spentBudgetsAndDeadlinesAreTraps() async throws {
        let store = Store()
        let instance = try store.instantiate(
            AsyncTests.module(AsyncTests.sum), imports: Imports(AsyncTests.imports(Database())))
        store.budget.allow(10_000)
        let spent = await #expect(throws: Trap.self) { _ = try await instance.callAsync("forever") }
        #expect(spent?.kind == .budgetExhausted)
        #expect(spent?.backtrace.first?.exportName == "forever")
        store.budget.limit = nil
        store.interruption = HostInterruption(timeoutNanoseconds: 30_000_000)
        let late = await #expect(throws: Trap.self) { _ = try await instance.callAsync("forever") }
        #expect(late?.kind == .interrupted(.deadlineExceeded))
    }

    /// The guest is called by an actor, with which its store stays, and by the host function that it waits for.
    @Test func actorsCallGuests() async throws {
        actor Plugin {
            let store = Store()
            var log: [String] = []

            func run() async throws -> String {
                var imports = Imports()
                let type = FunctionType(parameters: [.i32], results: [.i32])
                imports.define(
                    "ask", in: "host",
                    HostFunction(
                        type: type,
                        async: { call in
                            // On the actor, as the call is.
                            await Task.yield()
                            guard case .i32(let address)? = call.arguments.first, let memory = call.memory else {
                                return [.i32(0)]
                            }
                            let name = String(
                                decoding: try memory.read(at: UInt64(UInt32(bitPattern: address)), count: 3),
                                as: UTF8.self)
                            return [.i32(name == "abc" ? 42 : 0)]
                        }))
                let instance = try store.instantiate(
                    AsyncTests.module(
                        """
                        (module (import "host" "ask" (func $ask (param i32) (result i32)))
                          (memory 1) (data (i32.const 8) "abc")
                          (func (export "f") (result i32) (call $ask (i32.const 8)))
                          (func (export "g") (result i32) (i32.const 7)))
                        """), imports: imports)
                let answer: Int32 = try await #require(instance.function(named: "f")).callAsync()
                // Another call of the store, while one waits, and calls in the other order.
                let first = try #require(instance.function(named: "f")).begin()
                let second = try #require(instance.function(named: "f")).begin()
                _ = try first.resume()
                let seven = try instance.call("g")
                let results = (try await second.finish(), try await first.finish())
                return "\(answer) \(seven) \(results)"
            }
        }
        #expect(try await Plugin().run() == "42 [7] ([42], [42])")
    }

    /// A price, a grant, a deadline and the audit are those of other host functions.
    @Test func policiesHoldForAsynchronousFunctions() async throws {
        var module = HostModule("slow")
        module.define(
            "quick", price: 500,
            HostFunction { (ms: Int32) async throws -> Int32 in
                try await Task.sleep(nanoseconds: UInt64(ms) * 1_000_000)
                return ms
            })
        module.define(
            "limited", deadlineNanoseconds: 30_000_000,
            HostFunction { (ms: Int32) async throws -> Int32 in
                if ms > 1 { try await Task.sleep(nanoseconds: UInt64(ms) * 1_000_000) }
                return ms
            })
        module.define("denied", HostFunction { (ms: Int32) async throws -> Int32 in ms })
        var policy = Policy()
        policy.hostFunctions.allow = ["slow.quick", "slow.limited"]
        policy.resources.deadlineMilliseconds = 3_600_000
        let log = BufferOutput()
        let session = try GuestSession(policy, hostModules: [module], auditor: AuditLog(to: log))
        let instance = try session.instantiate(
            AsyncTests.module(
                """
                (module (import "slow" "quick" (func $q (param i32) (result i32)))
                  (import "slow" "limited" (func $l (param i32) (result i32)))
                  (export "quick" (func $q)) (func (export "f") (param i32) (result i32) (call $q (local.get 0)))
                  (func (export "g") (param i32) (result i32) (call $l (local.get 0))))
                """))
        let before = session.store.budget.spent
        #expect("\(try await instance.callAsync("f", [.i32(3)]))" == "[3]")
        #expect(session.store.budget.spent - before >= 500)
        #expect("\(try await instance.callAsync("g", [.i32(1)]))" == "[1]")
        let late = await #expect(throws: Trap.self) { _ = try await instance.callAsync("g", [.i32(60_000)]) }
        #expect(late?.kind == .interrupted(.deadlineExceeded))
        let text = String(decoding: log.bytes, as: UTF8.self)
        let lines = text.split(separator: "\n")
        #expect(lines.count == 4, "\(text)")
        #expect(lines.first?.contains("slow.quick") == true, "\(text)")
        #expect(lines.dropFirst(2).first?.contains(#""trap": "deadline exceeded""#) == true, "\(text)")
        // The deadline was the function's, not the hour that the guest has.
        #expect(lines.last?.contains(#""limit": "deadline", "count": 1"#) == true, "\(text)")
        #expect(throws: LinkError.self) {
            try session.store.instantiate(
                AsyncTests.module(#"(module (import "slow" "denied" (func (param i32) (result i32))))"#),
                imports: session.imports)
        }
    }

    // MARK: WASI

    /// A guest that sleeps, or waits for a pipe, does not block its thread.
    @Test func guestsOfWASIWait() async throws {
        let module = try AsyncTests.module(
            """
            (module
              (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
              (memory (export "memory") 1)
              (func (export "_start")
                ;; one subscription: the monotonic clock, 100 ms from now
                (i32.store (i32.const 16) (i32.const 1))
                (i64.store (i32.const 24) (i64.const 100000000))
                (if (call $poll (i32.const 0) (i32.const 100) (i32.const 1) (i32.const 200)) (then (unreachable)))
                (if (i32.ne (i32.load (i32.const 200)) (i32.const 1)) (then (unreachable)))))
            """)
        let start = ContinuousClock.now
        let spent = try await withThrowingTaskGroup(of: UInt64.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    var policy = Policy()
                    policy.allow = [.poll]
                    policy.resources.deadlineMilliseconds = 3_600_000
                    let session = try GuestSession(policy)
                    try await session.run(module)
                    return session.store.budget.spent
                }
            }
            return try await group.reduce(into: Set<UInt64>()) { $0.insert($1) }
        }
        let time = ContinuousClock.now - start
        #expect(time > .milliseconds(100))
        #expect(spent.count == 1)
    }
}
