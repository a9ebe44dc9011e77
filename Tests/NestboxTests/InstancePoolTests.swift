import Nestbox
import Synchronization
import Testing

/// A pool's uses see nothing of each other, and its numbers are kept whoever comes and goes.
struct InstancePoolTests {
    private static let guest = """
        (module
          (import "wasi_snapshot_preview1" "path_open"
            (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "fd_close" (func $close (param i32) (result i32)))
          (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
          (memory (export "memory") 1)
          (global $number (export "number") (mut i32) (i32.const 7))
          (table $table (export "table") 2 funcref)
          (elem declare func $work)
          (data (i32.const 0) "a") (data (i32.const 20) "\\01\\00\\00\\00")
          (func $work)
          (func (export "_initialize") (i32.store (i32.const 1000) (i32.const 42)))
          (func (export "prepare") (global.set $number (i32.const 8)))
          (func (export "store") (i32.store (i32.const 1000) (i32.const 1)))
          (func (export "grow") (drop (memory.grow (i32.const 1))))
          (func (export "set") (global.set $number (i32.const 1)))
          (func (export "element") (table.set $table (i32.const 0) (ref.func $work)))
          (func (export "growTable") (drop (table.grow $table (ref.null func) (i32.const 1))))
          (func $openFile (export "open") (param $flags i32) (result i32)
            (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 1) (local.get $flags)
              (i64.const 66) (i64.const 0) (i32.const 0) (i32.const 32)))
          (func (export "create") (drop (call $openFile (i32.const 1))) (drop (call $close (i32.load (i32.const 32)))))
          (func (export "keepOpen") (drop (call $openFile (i32.const 1))))
          (func $print (export "print") (result i32)
            (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 36)))
          (func (export "closeOutput") (drop (call $close (i32.const 1))))
          (func (export "read") (result i32)
            (i32.store (i32.const 40) (i32.const 60)) (i32.store (i32.const 44) (i32.const 1))
            (drop (call $read (i32.const 0) (i32.const 40) (i32.const 1) (i32.const 36)))
            (i32.load8_u (i32.const 60)))
          (func (export "spin") (loop (br 0)))
          (func (export "crash") (i32.store (i32.const 1000) (i32.const 1)) (drop (call $print)) unreachable)
          (func (export "exit") (i32.store (i32.const 1000) (i32.const 1)) (call $exit (i32.const 3)))
          (func (export "add") (param $count i32) (result i32)
            (loop $next
              (i32.store (i32.const 1000) (i32.add (i32.load (i32.const 1000)) (i32.const 1)))
              (br_if $next (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
            (i32.load (i32.const 1000))))
        """

    private static func policy() -> Policy {
        var policy = Policy()
        policy.allow = [.stdio, .filesRead, .filesWrite, .filesCreate, .exit]
        policy.stdin = .text("xyz")
        policy.stdout.to = .embedder
        policy.folders = [Policy.Folder(host: "", storage: .memory, guest: "/data", allow: .all)]
        policy.resources.budget = 1_000_000
        return policy
    }

    private static func pool(
        _ policy: Policy = policy(), capacity: Int = 2, maximumUses: Int? = nil
    ) throws -> InstancePool {
        try InstancePool(
            policy, loading: Array(guest.utf8), capacity: capacity, maximumUses: maximumUses,
            streams: .init(stdout: NullStream())
        ) { _ = try $0.instance.call("prepare") }
    }

    private static func with<Result>(
        _ pool: InstancePool, policy: Policy? = nil, stdout: any WASIOutputStream = NullStream(),
        _ body: (PooledInstance) throws -> Result
    ) throws -> Result {
        try pool.withInstance(policy: policy, streams: .init(stdout: stdout), body)
    }

    // MARK: Isolation

    /// Everything that a use could notice of another one.
    private static func look(_ guest: PooledInstance) throws -> String {
        let instance = guest.instance
        let memory = try #require(instance.memory(named: "memory"))
        guard case .global(let number)? = instance["number"], case .table(let table)? = instance["table"] else {
            return ""
        }
        var seen = ["spent \(guest.session.store.budget.spent)", "denied \(guest.session.denials.total)"]
        seen.append("word \(try memory.load(UInt32.self, at: 1000)), pages \(memory.pageCount)")
        seen.append("global \(number.value), table \(table.count) \(try table.value(at: 0))")
        seen.append("input \(try instance.call("read"))")
        seen.append("open \(try instance.call("open", [.i32(0)])), create \(try instance.call("open", [.i32(1)]))")
        seen.append("descriptor \(try memory.load(UInt32.self, at: 32)), print \(try instance.call("print"))")
        return seen.joined(separator: "; ")
    }

    static let traces: [Name] = [
        "store", "grow", "set", "element", "growTable", "create", "keepOpen", "print", "closeOutput", "read",
        "crash", "exit", "spin",
    ]

    /// The use itself sees what it has done, and the next one does not, in a ready instance as in a new one.
    @Test(arguments: [0, 1, 2], traces)
    func aUseSeesNothingOfEarlierOnes(_ capacity: Int, _ trace: Name) throws {
        let pool = try InstancePoolTests.pool(capacity: capacity)
        let clean = try InstancePoolTests.with(pool, InstancePoolTests.look)
        #expect(clean.hasPrefix("spent 0; denied 0; word 42, pages 1; global 8, table 2"), "\(clean)")
        let seen = try InstancePoolTests.with(pool) { guest in
            do { _ = try guest.instance.call(trace) } catch is Trap {} catch is GuestExit {}
            guest.session.store.budget.allow(1_000_000)
            return try InstancePoolTests.look(guest)
        }
        #expect(seen != clean)
        for _ in 0..<3 { #expect(try InstancePoolTests.with(pool, InstancePoolTests.look) == clean) }
    }

    @Test func objectsAreCopiedToo() throws {
        let text = """
            (module
              (type $box (struct (field (mut i32))))
              (global $object (mut (ref null $box)) (ref.null $box))
              (func (export "prepare") (global.set $object (struct.new $box (i32.const 1))))
              (func (export "change") (result i32)
                (struct.set $box 0 (global.get $object)
                  (i32.add (i32.const 1) (struct.get $box 0 (global.get $object))))
                (struct.get $box 0 (global.get $object))))
            """
        let pool = try InstancePool(Policy(), loading: Array(text.utf8), capacity: 1) {
            _ = try $0.instance.call("prepare")
        }
        for _ in 0..<2 {
            let results = try pool.withInstance { guest in
                try (guest.instance.call("change") + guest.instance.call("change")).description
            }
            #expect(results == "[2, 3]")
        }
    }

    /// A use that ends with an error is flushed into its own stream.
    @Test func outputGoesToTheStreamOfItsUse() throws {
        let pool = try InstancePoolTests.pool(capacity: 1)
        var written: [[Int]] = [[], []]
        func output(_ number: Int) -> CallbackOutput {
            CallbackOutput(buffering: .full) { bytes in written[number].append(bytes.count) }
        }
        #expect(throws: Trap.self) {
            try InstancePoolTests.with(pool, stdout: output(0)) { _ = try $0.instance.call("crash") }
        }
        #expect(written == [[1], []])
        try InstancePoolTests.with(pool, stdout: output(1)) { guest in
            _ = try guest.instance.call("print")
            #expect(written == [[1], []], "it is in the buffer")
        }
        #expect(written == [[1], [1]])
        #expect(throws: PolicyError.noStream("stdout")) { try pool.withInstance { _ in } }
        #expect(pool.counts.inUse == 0)
    }

    @Test func budgetAndTimeCountForAUse() throws {
        let pool = try InstancePoolTests.pool()
        for _ in 0..<3 {
            let trap = try #require(throws: Trap.self) {
                try InstancePoolTests.with(pool) { _ = try $0.instance.call("spin") }
            }
            #expect(trap.kind == .budgetExhausted)
        }
        var policy = InstancePoolTests.policy()
        policy.resources.budget = nil
        policy.resources.deadlineMilliseconds = 20
        let short = try InstancePool(policy, from: pool.snapshot, capacity: 1)
        HostClocks().sleep(nanoseconds: 30_000_000)
        // The time of a ready instance begins with the use.
        #expect(try InstancePoolTests.with(short) { $0.session.store.interruption?.reasonToStop() } == nil)
        for pool in [short, pool] {
            let trap = try #require(throws: Trap.self) {
                try InstancePoolTests.with(pool, policy: policy) { _ = try $0.instance.call("spin") }
            }
            #expect(trap.kind == .interrupted(.deadlineExceeded))
        }
    }

    /// Handles that escape from a use throw, whoever uses the pool then.
    @Test func handlesThatEscapeAreOfNoUse() throws {
        let pool = try InstancePoolTests.pool(capacity: 1)
        var (guest, call): (PooledInstance?, GuestCall?)
        try InstancePoolTests.with(pool) { use in
            guest = use
            call = try #require(use.instance.function(named: "spin")).begin()
            guard case .suspended(.yielded)? = try call?.resume(yieldingAfter: 10) else {
                Issue.record("not suspended")
                return
            }
        }
        let old = try #require(guest)
        try InstancePoolTests.with(pool) { use in
            #expect(old.instance.isDiscarded && old.session.store !== use.session.store)
            #expect(throws: CallError.instanceDiscarded) { try old.instance.call("store") }
            #expect(throws: CallError.instanceDiscarded) { try call?.resume() }
            #expect(old.session.store.hostBytes == 0 && old.session.store.memoryPages == 0)
            let memory = try #require(use.instance.memory(named: "memory"))
            #expect(try memory.load(UInt32.self, at: 1000) == 42)
        }
    }

    /// A recording or an observer that a use leaves behind keeps nothing of it alive.
    @Test func aRecordingInAUseKeepsNothing() throws {
        let pool = try InstancePoolTests.pool(capacity: 1)
        var (guest, recording): (PooledInstance?, SessionRecording?)
        weak var store: Store?
        try InstancePoolTests.with(pool) { use in
            (guest, store) = (use, use.session.store)
            recording = SessionRecording(of: use.session, modules: []) { _ in }
            use.session.store.observer = StoreObserver { [session = use.session] _ in _ = session.denials }
            _ = try use.instance.call("store")
        }
        #expect(guest?.instance.isDiscarded == true && store?.hostBytes == 0)
        #expect(throws: CallError.instanceDiscarded) { try guest?.instance.call("print") }
        #expect(throws: Never.self) { try recording?.finish(.success([])) }
        (guest, recording) = (nil, nil)
        #expect(store == nil)
        #expect(pool.counts == .init(ready: 1, inUse: 0, waiting: 0))
    }

    // MARK: Policies and errors

    @Test func aUseMayHaveItsOwnPolicyAndFunctions() throws {
        let text = """
            (module (import "host" "id" (func $id (result i32))) (memory 1)
              (func (export "id") (result i32) (call $id)))
            """
        var policy = Policy()
        policy.hostFunctions.allow = ["host.id"]
        @Sendable func module(_ number: Int32) -> HostModule {
            var module = HostModule("host")
            module.define("id", HostFunction { number })
            return module
        }
        let pool = try InstancePool(policy, loading: Array(text.utf8), hostModules: { [module(1)] }, warmUp: { _ in })
        let id = { (guest: PooledInstance) in try guest.instance.call("id").description }
        #expect(try pool.withInstance(id) == "[1]")
        #expect(try pool.withInstance(hostModules: [module(2)], id) == "[2]")
        #expect(try pool.withInstance(id) == "[1]")
        #expect(throws: LinkError.self) { try pool.withInstance(policy: Policy(), id) }
        policy.resources.limits.totalMemoryBytes = 1
        #expect(throws: SnapshotError.self) { try pool.withInstance(policy: policy, id) }
        #expect(pool.counts == .init(ready: 4, inUse: 0, waiting: 0))
        let auditor = GuestSessionTests.Notes()
        #expect(try pool.withInstance(auditor: auditor, id) == "[1]")
        #expect(auditor.calls.map(\.name) == ["id"])
    }

    /// Arguments and observed functions of a pool, in instances that were ready and in new ones.
    @Test(arguments: [0, 1])
    func valuesAndObserversAreForAllUses(_ capacity: Int) throws {
        let text = """
            (module
              (import "wasi_snapshot_preview1" "args_get" (func $get (param i32 i32) (result i32)))
              (memory (export "memory") 1)
              (func (export "arguments") (drop (call $get (i32.const 0) (i32.const 100)))))
            """
        var policy = Policy()
        policy.allow = [.arguments]
        var values = Policy.HostValues()
        (values.program, values.arguments) = ([0xFF], [Array("ab".utf8)])
        let pool = try InstancePool(
            policy, loading: Array(text.utf8), capacity: capacity, values: values, instruments: .functionEvents
        ) { _ in }
        for _ in 0..<2 {
            var entered = 0
            try pool.withInstance { guest in
                guest.session.store.observer = StoreObserver { if case .entered = $0 { entered += 1 } }
                _ = try guest.instance.call("arguments")
                let memory = try #require(guest.instance.memory(named: "memory"))
                #expect(try memory.read(at: 100, count: 5) == [0xFF, 0, 0x61, 0x62, 0])
            }
            #expect(entered == 1)
        }
    }

    /// After some failures to make an instance ready, the pool is full again, although one caller comes after the other.
    @Test func aPoolRecoversFromFailures() throws {
        final class Switch: Sendable { let isOn = Mutex(true) }
        let works = Switch()
        var policy = Policy()
        policy.hostFunctions.allow = ["host.id"]
        let text = #"(module (import "host" "id" (func $id (result i32))) (export "id" (func $id)))"#
        let pool = try InstancePool(
            policy, loading: Array(text.utf8), capacity: 4,
            hostModules: {
                var module = HostModule("host")
                if works.isOn.withLock({ $0 }) { module.define("id", HostFunction { Int32(1) }) }
                return [module]
            }, warmUp: { _ in })
        var ready: [Int] = []
        for isOn in [false, false, false, true, true, true] {
            works.isOn.withLock { $0 = isOn }
            try pool.withInstance { _ in }
            ready.append(pool.counts.ready)
        }
        #expect(ready == [3, 2, 1, 2, 3, 4])
    }

    static let failures: [(module: String, says: String)] = [
        (#"(module (func (export "_initialize") unreachable))"#, "unreachable"),
        (#"(module (func (export "_initialize") (loop (br 0))))"#, "budget"),
        (#"(module (import "wasi_snapshot_preview1" "random_get" (func (param i32 i32) (result i32))))"#, "random_get"),
        ("(module (func (result i32)))", "type"),
    ]

    @Test(arguments: failures.indices)
    func aFailedPreparationIsTold(_ index: Int) throws {
        let (module, says) = InstancePoolTests.failures[index]
        var policy = Policy()
        policy.resources.budget = 1_000
        let error = try #require(throws: (any Error).self) {
            try InstancePool(policy, loading: Array(module.utf8)) { _ in }
        }
        #expect("\(error)".contains(says), "\(error)")
    }

    @Test func whatCannotBeCopiedIsTold() throws {
        let module = Array(#"(module (import "env" "memory" (memory 1)))"#.utf8)
        #expect(throws: LinkError.self) { try InstancePool(Policy(), loading: module) { _ in } }
        #expect(throws: SnapshotError.hostItems) {
            try InstancePool(Policy(), loading: Array("(module)".utf8)) {
                _ = try GuestMemory(pages: 1, in: $0.session.store)
            }
        }
    }

    /// A pool of a call that waits for its input, which each use brings.
    @Test func aSuspendedCallGoesOnInEachUse() throws {
        final class Silence: WASIInputStream {
            func readiness(waitingAtMost nanoseconds: UInt64) -> WASIReadiness? { nil }
            func read(into buffer: inout MutableSpan<UInt8>) -> Int { 0 }
        }
        var policy = InstancePoolTests.policy()
        policy.stdin = .embedder
        let session = try GuestSession(policy, streams: .init(stdin: Silence(), stdout: NullStream()))
        let instance = try session.instantiate(session.load(Array(InstancePoolTests.guest.utf8)))
        let call = try #require(instance.function(named: "read")).begin()
        guard case .suspended(.waiting) = try call.resumeWithoutWaiting() else {
            Issue.record("not waiting")
            return
        }
        let pool = try InstancePool(policy, from: call.snapshot(), capacity: 1)
        for input in ["a", "b", "c"] {
            let streams = Policy.Streams(stdin: BufferInput(input), stdout: NullStream())
            let results = try pool.withInstance(streams: streams) { guest -> [Value] in
                guard case .finished(let results)? = try guest.call?.resume() else { return [] }
                return results
            }
            #expect(results.description == "[\(input.utf8.first ?? 0)]")
        }
    }

    // MARK: Many at once

    @Test func noMoreUsesThanAllowed() throws {
        let pool = try InstancePoolTests.pool(capacity: 1, maximumUses: 2)
        #expect(pool.counts == .init(ready: 1, inUse: 0, waiting: 0))
        try InstancePoolTests.with(pool) { _ in
            #expect(pool.counts == .init(ready: 0, inUse: 1, waiting: 0))
            try InstancePoolTests.with(pool) { _ in
                #expect(throws: PoolError.exhausted(maximumUses: 2)) { try InstancePoolTests.with(pool) { _ in } }
                #expect(pool.counts == .init(ready: 0, inUse: 2, waiting: 0))
            }
            #expect(pool.counts == .init(ready: 0, inUse: 1, waiting: 0), "the one in use counts")
        }
        #expect(pool.counts == .init(ready: 1, inUse: 0, waiting: 0))
        #expect(try InstancePoolTests.pool(capacity: 0).counts == .init(ready: 0, inUse: 0, waiting: 0))
    }

    @Test func manyTasksUseAPool() async throws {
        let pool = try InstancePoolTests.pool(capacity: 2, maximumUses: 3)
        let refused = try await withThrowingTaskGroup(of: Int.self) { group in
            for task in 0..<8 {
                group.addTask {
                    var refused = 0
                    for round in 0..<50 {
                        let number = Int32(1 + (task * 50 + round) % 97)
                        let streams = Policy.Streams(stdout: NullStream())
                        var results: [Value] = []
                        if task % 4 == 0 {
                            do {
                                results = try pool.withInstance(streams: streams) {
                                    try $0.instance.call("add", [.i32(number)])
                                }
                            } catch PoolError.exhausted {
                                refused += 1
                                await Task.yield()
                                continue
                            }
                        } else {
                            results = try await pool.withInstanceAsync(streams: streams) { guest in
                                let counts = pool.counts
                                #expect(counts.inUse <= 3 && counts.inUse + counts.ready <= 3)
                                return try await guest.instance.callAsync("add", [.i32(number)], yieldingEvery: 100)
                            }
                        }
                        #expect(results.description == "[\(42 + number)]")
                    }
                    return refused
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(pool.counts == .init(ready: 2, inUse: 0, waiting: 0))
        #expect(refused <= 100)
    }

    /// Waits until so many tasks wait.
    private func wait(for count: Int, in pool: InstancePool) async {
        while pool.counts.waiting != count { await Task.yield() }
    }

    @Test func tasksWaitInTheirOrder() async throws {
        let pool = try InstancePoolTests.pool(capacity: 1)
        final class Order: Sendable { let numbers = Mutex<[Int]>([]) }
        let order = Order()
        try await withThrowingTaskGroup(of: Void.self) { group in
            try await pool.withInstanceAsync(streams: .init(stdout: NullStream())) { _ in
                for number in 0..<20 {
                    group.addTask {
                        try await pool.withInstanceAsync(streams: .init(stdout: NullStream())) { guest in
                            order.numbers.withLock { $0.append(number) }
                            _ = try await guest.instance.callAsync("add", [.i32(50)], yieldingEvery: 20)
                        }
                    }
                    await wait(for: number + 1, in: pool)
                }
            }
            try await group.waitForAll()
        }
        #expect(order.numbers.withLock { $0 } == Array(0..<20))
    }

    @Test func aTaskThatWaitsCanBeCancelled() async throws {
        let pool = try InstancePoolTests.pool(capacity: 1)
        @Sendable func use() async throws {
            try await pool.withInstanceAsync(streams: .init(stdout: NullStream())) { _ in }
        }
        try await pool.withInstanceAsync(streams: .init(stdout: NullStream())) { _ in
            let tasks = (0..<3).map { _ in Task { try await use() } }
            await wait(for: 3, in: pool)
            tasks[1].cancel()
            await #expect(throws: CancellationError.self) { try await tasks[1].value }
            #expect(pool.counts == .init(ready: 0, inUse: 1, waiting: 2))
            // A task that is cancelled already does not even begin to wait.
            let late = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await use()
            }
            await #expect(throws: CancellationError.self) { try await late.value }
            tasks[0].cancel()
            tasks[2].cancel()
            for task in [tasks[0], tasks[2]] { await #expect(throws: CancellationError.self) { try await task.value } }
        }
        #expect(pool.counts == .init(ready: 1, inUse: 0, waiting: 0))
        try await use()
    }

    /// A task that has got the right of the use before, and is cancelled before it goes on, leaves the pool full. The
    /// main actor is busy from the end of the use until the task, which runs there too, is cancelled.
    @MainActor @Test func aTaskCancelledInTheLastMomentLeavesThePoolFull() async throws {
        let pool = try InstancePoolTests.pool(capacity: 1)
        var waiting: Task<Void, any Error>?
        try await pool.withInstanceAsync(streams: .init(stdout: NullStream())) { _ in
            waiting = Task { @MainActor in
                try await pool.withInstanceAsync(streams: .init(stdout: NullStream())) { _ in }
            }
            await wait(for: 1, in: pool)
        }
        #expect(pool.counts == .init(ready: 0, inUse: 1, waiting: 0), "the waiting task has the right")
        waiting?.cancel()
        await #expect(throws: CancellationError.self) { try await waiting?.value }
        #expect(pool.counts == .init(ready: 1, inUse: 0, waiting: 0))
    }

    /// Cancelled at random moments, no task waits for ever and none is counted twice.
    @Test func cancellingAtRandomLosesNothing() async throws {
        let pool = try InstancePoolTests.pool(capacity: 1, maximumUses: 2)
        var random = SystemRandomNumberGenerator()
        let tasks = (0..<200).map { _ in
            Task {
                try await pool.withInstanceAsync(streams: .init(stdout: NullStream())) { guest in
                    _ = try await guest.instance.callAsync("add", [.i32(20)], yieldingEvery: 20)
                }
            }
        }
        for task in tasks where Bool.random(using: &random) { task.cancel() }
        for task in tasks { _ = await task.result }
        #expect(pool.counts == .init(ready: 1, inUse: 0, waiting: 0))
    }
}
