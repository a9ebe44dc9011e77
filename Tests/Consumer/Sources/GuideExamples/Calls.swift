// example begin resume
import Nestbox

/// Runs a computation in parts of 1,000 units, and returns its result and the number of parts.
func inParts() throws -> (result: [Value], parts: Int) {
    let module = try Module(
        text: """
            (module (func (export "sum") (param $n i32) (result i32) (local $s i32)
              (loop $next
                (local.set $s (i32.add (local.get $s) (local.get $n)))
                (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
              (local.get $s)))
            """)
    let instance = try Store().instantiate(module)
    guard let sum = instance.function(named: "sum") else {
        throw CallError.unknownFunction("sum")
    }
    let call = try sum.begin([.i32(1_000)])
    var parts = 1
    while true {
        switch try call.resume(yieldingAfter: 1_000) {
        case .finished(let results): return (results, parts)
        case .suspended: parts += 1
        }
    }
}
// example end

// example begin actor
/// A database that plug-ins ask.
actor Warehouse {
    private let stock: [Int32: Int32] = [1: 10, 2: 20, 3: 30]

    func count(of item: Int32) async throws -> Int32 {
        try await Task.sleep(nanoseconds: 1_000_000)
        return stock[item] ?? 0
    }
}

/// An actor with a plug-in of its own, whose host function waits for the warehouse.
actor Shop {
    private let plugIn: Function

    init(_ warehouse: Warehouse) throws {
        var imports = Imports()
        imports.define(
            "stock", in: "warehouse",
            HostFunction { (item: Int32) async throws -> Int32 in
                try await warehouse.count(of: item)
            })
        let module = try Module(
            text: """
                (module (import "warehouse" "stock" (func $stock (param i32) (result i32)))
                  (func (export "total") (param $items i32) (result i32) (local $sum i32)
                    (loop $next
                      (local.set $sum
                        (i32.add (local.get $sum) (call $stock (local.get $items))))
                      (br_if $next
                        (local.tee $items (i32.sub (local.get $items) (i32.const 1)))))
                    (local.get $sum)))
                """)
        let instance = try Store().instantiate(module, imports: imports)
        guard let total = instance.function(named: "total") else {
            throw CallError.unknownFunction("total")
        }
        plugIn = total
    }

    func total(ofFirst items: Int32) async throws -> Int32 {
        try await plugIn.callAsync(items)
    }
}
// example end

// example begin fork
/// A guest that is prepared once, and copied for each request.
struct WarmServer: Sendable {
    private let warm: Snapshot

    init(_ module: Module) throws {
        let instance = try Store().instantiate(module)
        _ = try instance.call("prepare")
        warm = try instance.snapshot()
    }

    /// Answers a request in a store of its own, of which nothing remains.
    func answer(_ request: Int32) throws -> Int32 {
        let store = Store()
        store.budget.allow(1_000_000)
        guard let handle = try store.instantiate(warm).function(named: "handle") else {
            throw CallError.unknownFunction("handle")
        }
        return try handle.call(request)
    }
}
// example end

// example begin sleep
/// Stops a guest in the middle of a call, and returns it as bytes.
func putToSleep(_ module: Module) throws -> [UInt8] {
    let store = Store()
    store.budget.allow(5_000)
    guard let work = try store.instantiate(module).function(named: "work") else {
        throw CallError.unknownFunction("work")
    }
    let call = try work.begin()
    guard case .suspended(.budgetSpent) = try call.resume() else { return [] }
    return try call.snapshot().bytes()
}

/// Goes on with the guest, perhaps in another process.
func wakeUp(_ bytes: [UInt8], _ module: Module) throws -> [Value] {
    let snapshot = try Snapshot(bytes: bytes, modules: [module])
    let call = try Store().call(restoredFrom: snapshot)
    guard case .finished(let results) = try call.resume() else { return [] }
    return results
}
// example end

// example begin replay
/// Records a program, and returns its last moments, the latest first.
func lastMoments(_ program: [UInt8]) throws -> [UInt64] {
    var policy = Policy()
    policy.allow = [.random]
    var bytes: [UInt8] = []
    _ = try? GuestSession(policy).run(program, recordingTo: { bytes += $0 })
    let replay = try ReplaySession(Recording(bytes: bytes), checkpointsEvery: 1_000_000)
    try replay.move(to: .max)
    var moments: [UInt64] = []
    while moments.count < 3, replay.spent > 0 {
        try replay.stepBack()
        moments.append(replay.spent)
        print(replay.backtrace)
    }
    return moments
}
// example end

// example begin pool
/// Answers requests with copies of a guest that was prepared once, on any thread.
@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
struct Answers: Sendable {
    private let pool: InstancePool

    init(_ module: [UInt8]) throws {
        var policy = Policy()
        policy.resources.budget = 1_000_000  // For each request.
        policy.resources.deadlineMilliseconds = 500
        pool = try InstancePool(policy, loading: module, capacity: 8) { guest in
            _ = try guest.instance.call("prepare")
        }
    }

    /// Answers a request at once, or throws `PoolError.exhausted` if 8 others are in work.
    func answer(_ request: Int32) throws -> [Value] {
        try pool.withInstance { try $0.instance.call("handle", [.i32(request)]) }
    }

    /// Answers a request after those that came before.
    func answerInTurn(_ request: Int32) async throws -> [Value] {
        try await pool.withInstanceAsync { guest in
            try await guest.instance.callAsync("handle", [.i32(request)])
        }
    }
}
// example end

// example begin reload
/// A plug-in whose module can change while it is in use.
struct ReloadablePlugIn {
    private let session: GuestSession
    private(set) var instance: Instance

    init(_ module: [UInt8]) throws {
        session = try GuestSession(Policy())
        instance = try session.instantiate(session.load(module))
    }

    /// Goes on with a new version, which has its data where the old one has them.
    mutating func reload(_ module: [UInt8]) throws {
        instance = try session.replace(instance, loading: module) { old, new in
            try old.copyState(to: new)
        }
    }
}
// example end
