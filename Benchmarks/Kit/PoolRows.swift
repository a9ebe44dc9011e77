import Foundation
import Nestbox

/// The time of a request in a new instance, which is initialized each time, and in one of a pool.
@available(macOS 15, iOS 18, tvOS 18, watchOS 11, *)
package enum PoolRows {
    /// Sieves the numbers below 65,536, and answers whether one of them is prime.
    private static let guest = """
        (module
          (memory (export "memory") 1)
          (func (export "_initialize") (local $n i32) (local $multiple i32)
            (local.set $n (i32.const 2))
            (loop $next
              (local.set $multiple (i32.mul (local.get $n) (local.get $n)))
              (loop $mark
                (i32.store8 (local.get $multiple) (i32.const 1))
                (local.set $multiple (i32.add (local.get $multiple) (local.get $n)))
                (br_if $mark (i32.lt_u (local.get $multiple) (i32.const 65536))))
              (local.set $n (i32.add (local.get $n) (i32.const 1)))
              (br_if $next (i32.lt_u (local.get $n) (i32.const 256)))))
          (func (export "serve") (param i32) (result i32)
            (i32.store8 (i32.const 0) (i32.const 1))
            (i32.load8_u (i32.and (local.get 0) (i32.const 65535)))))
        """

    /// Measures, and prints a line for each figure.
    ///
    /// - Parameter program: The path of a WASI reactor, the export that a request calls, and exports that prepare an
    ///   instance after its `_initialize`; all are called with zeros.
    package static func run(_ program: [String]) async throws {
        var bytes = Array(guest.utf8)
        if let path = program.first { bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path))) }
        let serve = Name(program.dropFirst().first ?? "serve")
        let prepare = program.dropFirst(2).map { Name($0) }
        let policy = policy()
        let session = try GuestSession(policy)
        let module = try session.load(bytes)
        try module.prepare()
        let new = try median {
            let session = try GuestSession(policy)
            let instance = try session.instantiate(module)
            for name in prepare { try call(name, of: instance) }
            try call(serve, of: instance)
        }
        print(row(new, "a new instance, initialized, one call of \(serve)"))
        for (capacity, text) in [(4, "an instance of a pool that was ready"), (0, "one that the use has made")] {
            let pool = try InstancePool(policy, loading: bytes, capacity: capacity) { guest in
                for name in prepare { try call(name, of: guest.instance) }
            }
            let empty = try median { try pool.withInstance { _ in } }
            let used = try median { try pool.withInstance { try call(serve, of: $0.instance) } }
            print(row(empty, "\(text), without a call"))
            print(row(used, "\(text), one call of \(serve)", new / used))
        }
        try await tasks(policy, bytes, serve, prepare, new)
    }

    /// Serves requests in as many tasks as there are processors.
    private static func tasks(
        _ policy: Policy, _ bytes: [UInt8], _ serve: Name, _ prepare: [Name], _ new: Double
    ) async throws {
        let count = ProcessInfo.processInfo.activeProcessorCount
        let pool = try InstancePool(policy, loading: bytes, capacity: count) { guest in
            for name in prepare { try call(name, of: guest.instance) }
        }
        print(String(format: "%10d KiB in the snapshot", Int(pool.snapshot.byteCount >> 10)))
        let (tasks, rounds) = (4 * count, 500)
        let start = now()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<tasks {
                group.addTask {
                    for _ in 0..<rounds {
                        try await pool.withInstanceAsync { try call(serve, of: $0.instance) }
                    }
                }
            }
            try await group.waitForAll()
        }
        let time = Double(now() - start) / Double(tasks * rounds)
        print(
            row(time, "of time for each of \(tasks * rounds) requests in \(tasks) tasks, \(count) at once", new / time))
    }

    private static func policy() -> Policy {
        var policy = Policy()
        policy.allow = [.stdio, .clock, .random, .arguments, .environment, .exit]
        policy.missing = .enosys
        policy.resources.budget = nil
        policy.resources.deadlineMilliseconds = nil
        return policy
    }

    @Sendable private static func call(_ name: Name, of instance: Instance) throws {
        guard let function = instance.function(named: name) else { throw BenchmarkError("no function \(name)") }
        _ = try function.call(function.type.parameters.map { _ in .i32(0) })
    }

    private static func now() -> UInt64 { DispatchTime.now().uptimeNanoseconds }

    /// The median of many runs, in nanoseconds, after some that are not counted.
    private static func median(_ body: () throws -> Void) rethrows -> Double {
        for _ in 0..<20 { try body() }
        var runs: [UInt64] = []
        for _ in 0..<501 {
            let start = now()
            try body()
            runs.append(now() - start)
        }
        return Double(runs.sorted()[runs.count / 2])
    }

    private static func row(_ nanoseconds: Double, _ text: String, _ gain: Double? = nil) -> String {
        String(format: "%10.1f µs  ", nanoseconds / 1_000) + text
            + (gain.map { String(format: ": %.1f-fold", $0) } ?? "")
    }
}
