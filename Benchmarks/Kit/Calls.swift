import Foundation
import Nestbox

/// The time and memory of stores, suspended calls and snapshots, in this process.
package enum Calls {
    private static let guest = """
        (module
          (import "host" "wait" (func $wait (param i32) (result i32)))
          (memory (export "memory") 1 8192)
          (func $add (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
          (func (export "small") (param i32) (result i32)
            (i32.store (i32.const 8) (call $add (local.get 0) (i32.const 1))) (i32.load (i32.const 8)))
          (func (export "loop") (param i32)
            (loop $next (br_if $next (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
          (func (export "fill") (param i32)
            (drop (memory.grow (local.get 0)))
            (memory.fill (i32.const 0) (i32.const 7) (i32.shl (memory.size) (i32.const 16))))
          (func (export "waits") (param i32) (result i32) (call $wait (local.get 0)))
          (func (export "forever") (loop (br 0))))
        """

    private static func imports() -> Imports {
        var imports = Imports()
        imports.define(
            "wait", in: "host",
            HostFunction { (milliseconds: Int32) async throws -> Int32 in
                try await Task.sleep(nanoseconds: UInt64(milliseconds) * 1_000_000)
                return milliseconds
            })
        return imports
    }

    /// Measures, and prints a line for each figure.
    ///
    /// - Parameter program: The path of a WASI reactor, and the exports that a request calls, with zeros.
    package static func run(_ program: [String]) async throws {
        let module = try Module(text: guest)
        try stores(module)
        try suspensions(module)
        try forks(module)
        try await waiting(module)
        try await endless(module)
        if let path = program.first { try requests(path, Array(program.dropFirst())) }
    }

    // MARK: Stores

    private static func stores(_ module: Module) throws {
        let imports = imports()
        func once() throws -> Store {
            let store = Store()
            let instance = try store.instantiate(module, imports: imports)
            _ = try function("small", of: instance).call(Int32(1)) as Int32
            return store
        }
        for _ in 0..<100 { _ = try once() }
        print(row(try median(2_001) { _ = try once() } / 1_000, "µs", "new store, small instance, one call"))
        let before = residentBytes()
        var kept: [Store] = []
        for _ in 0..<2_000 { kept.append(try once()) }
        let bytes = Double(residentBytes() - before) / 2_000 / 1_024
        print(row(bytes, "KiB", "an idle store that has run, its page of memory included (64 KiB)"))
        withExtendedLifetime(kept) {}
    }

    // MARK: Suspended calls

    private static func suspensions(_ module: Module) throws {
        let instance = try Store().instantiate(module, imports: imports())
        let loop = try function("loop", of: instance)
        let whole = try median(11) { try loop.call(Int32(100_000)) }
        var parts = 0
        let inParts = try median(11) {
            let call = try loop.begin([.i32(100_000)])
            parts = 0
            while case .suspended = try call.resume(yieldingAfter: 10) { parts += 1 }
        }
        print(row((inParts - whole) / Double(parts), "ns", "suspending and resuming a call"))
        let call = try loop.begin([.i32(1_000_000)])
        _ = try call.resume(yieldingAfter: 1_000)
        let stored = try median(101) { _ = try call.snapshot().bytes() }
        print(row(stored / 1_000, "µs", "a suspended call to bytes"))
        let bytes = try call.snapshot().bytes()
        let read = try median(101) { _ = try Snapshot(bytes: bytes, modules: [module]) }
        print(row(read / 1_000, "µs", "from \(bytes.count) bytes"))
    }

    // MARK: Forks

    private static func forks(_ module: Module) throws {
        for mebibytes in [1, 16, 256] {
            var limits = StoreLimits()
            limits.totalMemoryBytes = 1 << 30
            let instance = try Store(limits: limits).instantiate(module, imports: imports())
            try function("fill", of: instance).call(Int32(mebibytes * 16 - 1))
            let snapshot = try instance.snapshot()
            var forks: [Instance] = []
            let fork = try median(7) {
                forks.append(try Store(limits: limits).instantiate(snapshot, imports: imports()))
            }
            var next = forks.makeIterator()
            let first = try median(3) {
                guard let fork = next.next() else { return }
                _ = try function("small", of: fork).call(Int32(1)) as Int32
            }
            print(row(fork / 1_000, "µs", "a fork of \(mebibytes) MiB"))
            print(row(first / 1_000, "µs", "its first call, which copies them"))
        }
    }

    // MARK: Asynchronous calls

    private static func waiting(_ module: Module) async throws {
        let count = 10_000
        let before = residentBytes()
        let start = now()
        var most = 0
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<count {
                group.addTask {
                    let instance = try Store().instantiate(module, imports: imports())
                    _ = try await function("waits", of: instance).callAsync(Int32(1_000)) as Int32
                }
            }
            try await Task.sleep(nanoseconds: 900_000_000)
            most = residentBytes() - before
            try await group.waitForAll()
        }
        print(row(Double(most) / Double(count) / 1_024, "KiB", "each of \(count) guests that wait, without memory"))
        print(row(Double(now() - start) / 1e9, "s", "\(count) guests that wait for a second"))
    }

    private static func endless(_ module: Module) async throws {
        let tasks = (0..<8).map { _ in
            Task {
                let instance = try Store().instantiate(module, imports: imports())
                _ = try await instance.callAsync("forever")
            }
        }
        var start = now()
        try await Task.sleep(nanoseconds: 100_000_000)
        print(row(Double(now() - start) / 1e6, "ms", "sleep of 100 ms beside 8 endless guests"))
        start = now()
        for task in tasks { task.cancel() }
        for task in tasks { _ = try? await task.value }
        print(row(Double(now() - start) / 1e6, "ms", "until all are cancelled"))
    }

    // MARK: Requests

    /// Calls exports of a WASI module in new stores, with code of its own, with shared code, and in forks of a prepared
    /// instance.
    private static func requests(_ path: String, _ exports: [String]) throws {
        let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
        func imports() throws -> Imports {
            var configuration = WASIConfiguration()
            configuration.missing = .enosys
            try configuration.grantArguments(["request"])
            try configuration.grantEnvironment([])
            configuration.grantClocks(HostClocks())
            configuration.grantStandardOutput(BufferOutput())
            configuration.grantStandardError(BufferOutput())
            var imports = Imports()
            imports.add(WASI(configuration))
            imports.addProvider { _, _, type in .function(HostFunction(type: type) { _ in }) }
            return imports
        }
        func prepare(_ module: Module) throws -> Instance {
            let instance = try Store().instantiate(module, imports: imports())
            if let initialize = instance.function(named: "_initialize") { _ = try initialize.call([]) }
            return instance
        }
        func calls(_ instance: Instance) throws {
            for name in exports {
                let function = try function(Name(name), of: instance)
                _ = try function.call(function.type.parameters.map { _ in .i32(0) })
            }
        }
        var modules = try (0..<5).map { _ in try Module(bytes: bytes) }
        let cold = try median(5) { try calls(try prepare(modules.removeFirst())) }
        let module = try Module(bytes: bytes)
        for _ in 0..<3 { try calls(try prepare(module)) }
        let shared = try median(21) { try calls(try prepare(module)) }
        let instance = try prepare(module)
        try calls(instance)
        let again = try median(21) { try calls(try instance.store.instantiate(module, imports: imports())) }
        let snapshot = try instance.snapshot()
        let fork = try median(21) { _ = try Store().instantiate(snapshot, imports: imports()) }
        let name = exports.joined(separator: ", ")
        print(row(cold / 1e6, "ms", "\(name) in a new store, the first of its module"))
        print(row(shared / 1e6, "ms", "\(name) in a new store, after others"))
        print(row(again / 1e6, "ms", "\(name) in a store that has run it"))
        print(row(fork / 1e6, "ms", "a fork of the instance after that, \(snapshot.byteCount >> 10) KiB"))
    }

    // MARK: -

    private static func function(_ name: Name, of instance: Instance) throws -> Function {
        guard let function = instance.function(named: name) else { throw BenchmarkError("no function \(name)") }
        return function
    }

    private static func now() -> UInt64 { DispatchTime.now().uptimeNanoseconds }

    /// The median of so many runs, in nanoseconds.
    private static func median(_ times: Int, _ body: () throws -> Void) rethrows -> Double {
        var runs: [UInt64] = []
        for _ in 0..<times {
            let start = now()
            try body()
            runs.append(now() - start)
        }
        return Double(runs.sorted()[times / 2])
    }

    private static func row(_ value: Double, _ unit: String, _ text: String) -> String {
        String(format: "%10.1f ", value) + unit + "  " + text
    }

    /// The resident memory of this process.
    private static func residentBytes() -> Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
        let words = text.split(separator: " ")
        return words.count > 1 ? (Int(words[1]) ?? 0) * 4_096 : 0
    }
}
