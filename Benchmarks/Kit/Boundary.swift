import Foundation
import Nestbox

/// The time of crossing the boundary between host and guest, in this process.
package enum Boundary {
    private static let guest = """
        (module
          (import "host" "nothing" (func $nothing))
          (import "host" "sum" (func $sum (param i32 i64) (result i64)))
          (memory (export "memory") 1)
          (func (export "nothing"))
          (func (export "sum") (param i32 i64) (result i64)
            (i64.add (i64.extend_i32_u (local.get 0)) (local.get 1)))
          (func (export "loop") (param i32)
            (loop $next
              (br_if $next (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
          (func (export "calls of nothing") (param i32)
            (loop $next
              (call $nothing)
              (br_if $next (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
          (func (export "calls of sum") (param i32)
            (loop $next
              (drop (call $sum (local.get 0) (i64.const 1)))
              (br_if $next (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))))
        """

    /// Measures each way across the boundary and returns a table of nanoseconds: each the least of seven runs.
    package static func report(times: Int) throws -> String {
        var lines: [String] = []
        for (name, imports) in try hosts() {
            let store = Store()
            let instance = try store.instantiate(Module(text: guest), imports: imports)
            let loop = try nanoseconds(times) { try call("loop", of: instance, times) }
            for function in ["calls of nothing", "calls of sum"] {
                let time = try nanoseconds(times) { try call(Name(function), of: instance, times) } - loop
                lines.append("\(text(time)) ns  \(function), \(name)")
            }
        }
        return (lines + (try callsOfGuests(times)) + (try systemCalls(times))).joined(separator: "\n")
    }

    // MARK: System calls with an audit

    private static let caller = """
        (module
          (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
          (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
          (memory (export "memory") 1)
          (data (i32.const 0) "\\10\\00\\00\\00\\05\\00\\00\\00")
          (func (export "sched_yield") (param i32)
            (loop $next
              (drop (call $yield))
              (br_if $next (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
          (func (export "fd_write") (param i32)
            (loop $next
              (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
              (br_if $next (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))))
        """

    /// A log's stream in memory, which begins anew before it is large.
    private final class Buffer: WASIOutputStream {
        private var bytes: [UInt8] = []

        func write(_ bytes: Span<UInt8>) -> Int {
            if self.bytes.count > 1 << 20 { self.bytes.removeAll(keepingCapacity: true) }
            for index in bytes.indices { self.bytes.append(bytes[index]) }
            return bytes.count
        }
    }

    private static func systemCalls(_ times: Int) throws -> [String] {
        let times = max(1, times / 10)
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(
            "nestbox-boundary-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        let logs: [(String, () throws -> AuditLog?)] = [
            ("without audit", { nil }), ("audit in memory", { AuditLog(to: Buffer(), maximumBytes: .max) }),
            ("audit to a file", { AuditLog(to: try HostOutput(path: file.path), maximumBytes: .max) }),
        ]
        var policy = Policy()
        policy.allow = [.call("sched_yield"), .call("fd_write")]
        (policy.resources.budget, policy.resources.deadlineMilliseconds) = (nil, nil)
        (policy.stdout.to, policy.stdout.maximumBytes) = (.embedder, nil)
        var lines: [String] = []
        for (name, log) in logs {
            let session = try GuestSession(
                policy, streams: Policy.Streams(stdout: NullStream()), auditor: log())
            let instance = try session.instantiate(Module(text: caller))
            for function in ["sched_yield", "fd_write"] {
                let time = try nanoseconds(times) { try call(Name(function), of: instance, times) }
                lines.append("\(text(time)) ns  \(function), \(name)")
            }
        }
        return lines
    }

    // MARK: Calls of a guest

    private static func hosts() throws -> [(String, Imports)] {
        var untyped = Imports()
        untyped.define("nothing", in: "host", HostFunction(type: FunctionType(parameters: [], results: [])) { _ in })
        untyped.define(
            "sum", in: "host",
            HostFunction(type: FunctionType(parameters: [.i32, .i64], results: [.i64])) { call in
                call.setResult(bits: UInt64(call.i32(at: 0)) &+ call.i64(at: 1))
            })
        var typed = Imports()
        typed.define("nothing", in: "host", HostFunction {})
        typed.define("sum", in: "host", HostFunction { (a: UInt32, b: UInt64) -> UInt64 in UInt64(a) &+ b })
        return [("untyped", untyped), ("typed", typed)]
    }

    private static func callsOfGuests(_ times: Int) throws -> [String] {
        let store = Store()
        let instance = try store.instantiate(Module(text: guest), imports: hosts()[0].1)
        let nothing = try function("nothing", of: instance)
        let sum = try function("sum", of: instance)
        guard let memory = instance.memory(named: "memory") else { throw BenchmarkError("no memory") }
        let boundNothing = try nothing.typed(as: (() throws -> Void).self)
        let boundSum = try sum.typed(as: ((UInt32, UInt64) throws -> UInt64).self)
        var total: UInt64 = 0
        let rows: [(String, () throws -> Void)] = [
            ("call of a guest, untyped, nothing", { for _ in 0..<times { _ = try nothing.call([]) } }),
            ("call of a guest, untyped, sum", { for _ in 0..<times { _ = try sum.call([.i32(1), .i64(2)]) } }),
            ("call of a guest, typed, nothing", { for _ in 0..<times { try nothing.call() } }),
            (
                "call of a guest, typed, sum",
                { for number in 0..<times { total &+= try sum.call(UInt32(1), UInt64(number)) } }
            ),
            ("call of a guest, bound, nothing", { for _ in 0..<times { try boundNothing() } }),
            (
                "call of a guest, bound, sum",
                { for number in 0..<times { total &+= try boundSum(1, UInt64(number)) } }
            ),
            (
                "load of an Int32",
                {
                    for number in 0..<times {
                        total &+= UInt64(try memory.load(UInt32.self, at: UInt64(number & 0xFFF)))
                    }
                }
            ),
            (
                "store of an Int32",
                { for number in 0..<times { try memory.store(UInt32(number & 0xFF), at: UInt64(number & 0xFFF)) } }
            ),
        ]
        let lines = try rows.map { "\(text(try nanoseconds(times, $0.1))) ns  \($0.0)" }
        return total == .max ? [] : lines
    }

    private static func function(_ name: Name, of instance: Instance) throws -> Function {
        guard let function = instance.function(named: name) else { throw BenchmarkError("no function \(name)") }
        return function
    }

    private static func call(_ name: Name, of instance: Instance, _ times: Int) throws {
        try function(name, of: instance).call(Int32(times))
    }

    /// Returns the nanoseconds of one of `times` repetitions: the least of seven runs.
    private static func nanoseconds(_ times: Int, _ body: () throws -> Void) rethrows -> Double {
        var least = UInt64.max
        for _ in 0..<7 {
            let start = DispatchTime.now().uptimeNanoseconds
            try body()
            least = min(least, DispatchTime.now().uptimeNanoseconds - start)
        }
        return Double(least) / Double(times)
    }

    private static func text(_ nanoseconds: Double) -> String { String(format: "%8.1f", nanoseconds) }
}
