import Foundation
import Nestbox
import Testing
import WASIHost
import WASIPreview1
import WasmRuntime

/// Many guests at once, on the few threads of Swift's pool.
struct AsyncLoadTests {
    private static let waiter = """
        (module (import "host" "wait" (func $wait (param i32) (result i32)))
          (func (export "f") (param i32) (result i32)
            (i32.add (call $wait (local.get 0)) (call $wait (i32.const 2))))
          (func (export "forever") (loop $l (br $l)))
          (func (export "asleep") (drop (call $wait (i32.const 3600000)))))
        """

    /// A host function that sleeps, and returns for how many milliseconds.
    private static func imports() -> SharedImports {
        var imports = SharedImports()
        imports.define(
            "wait", in: "host",
            HostFunction { (milliseconds: Int32) async throws -> Int32 in
                try await Task.sleep(nanoseconds: UInt64(milliseconds) * 1_000_000)
                return milliseconds
            })
        return imports
    }

    @Test func tenThousandGuestsThatWait() async throws {
        let module = try Module(text: AsyncLoadTests.waiter)
        let imports = AsyncLoadTests.imports()
        let sum = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<10_000 {
                group.addTask {
                    let store = Store()
                    store.budget.allow(10_000)
                    let instance = try store.instantiate(module, imports: Imports(imports))
                    let function = try #require(instance.function(named: "f"))
                    return Int(try await function.callAsync(Int32(number % 50)) as Int32)
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(sum == 200 * (0..<50).reduce(0, +) + 2 * 10_000)
    }

    /// Guests that run and guests that wait end when their group is cancelled.
    @Test func aCancelledGroupEndsItsGuests() async throws {
        let module = try Module(text: AsyncLoadTests.waiter)
        let imports = AsyncLoadTests.imports()
        let endings = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<100 {
                group.addTask {
                    let instance = try Store().instantiate(module, imports: Imports(imports))
                    do {
                        _ = try await instance.callAsync(number & 1 == 0 ? "forever" : "asleep")
                        return "returned"
                    } catch let trap as Trap {
                        return "\(trap.kind), \(trap.underlyingError is CancellationError)"
                    }
                }
            }
            group.addTask {
                try? await Task.sleep(nanoseconds: 20_000_000)
                return "time"
            }
            let first = try await group.next()
            #expect(first == "time")
            group.cancelAll()
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(
            endings.count <= 2 && endings.allSatisfy { $0.hasPrefix("\(Trap.Kind.interrupted(.cancelled))") },
            "\(endings)")
    }

    /// A guest of high priority comes through while others of low priority use all threads.
    @Test func priorities() async throws {
        let module = try Module(text: AsyncLoadTests.waiter)
        let imports = AsyncLoadTests.imports()
        let busy = (0..<16).map { _ in
            Task(priority: .background) {
                _ = try await Store().instantiate(module, imports: Imports(imports)).callAsync("forever")
            }
        }
        let urgent = Task(priority: .high) {
            var answers: [Int32] = []
            for _ in 0..<20 {
                let instance = try Store().instantiate(module, imports: Imports(imports))
                answers.append(try await #require(instance.function(named: "f")).callAsync(1 as Int32))
            }
            // Here, as the test itself may wait for a thread that other tests use.
            for task in busy { task.cancel() }
            return answers
        }
        #expect(try await urgent.value == Array(repeating: 3, count: 20))
        for task in busy {
            let trap = await #expect(throws: Trap.self) { try await task.value }
            #expect(trap?.kind == .interrupted(.cancelled))
        }
    }

    // MARK: Pipes

    private static let writer = """
        (module (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
          (memory (export "memory") 20)
          (data (i32.const 8) "\\00\\00\\01\\00\\00\\00\\08\\00\\00\\00\\09\\00\\05\\00\\00\\00")
          (func (export "_start")
            (memory.fill (i32.const 0x10000) (i32.const 0x61) (i32.const 0x80000))
            (memory.fill (i32.const 0x90000) (i32.const 0x62) (i32.const 5))
            (if (call $write (i32.const 1) (i32.const 8) (i32.const 2) (i32.const 4)) (then unreachable))
            ;; All of it is written, as if the call had blocked.
            (if (i32.ne (i32.load (i32.const 4)) (i32.const 0x80005)) (then unreachable))))
        """

    /// Reads a pipe to its end, without blocking a thread.
    private static func read(_ pipe: Pipe) async throws -> Data {
        let handle = pipe.fileHandleForReading
        let input = HostInput(descriptor: handle.fileDescriptor)
        var bytes = Data()
        while true {
            guard input.readiness(waitingAtMost: 0) != nil else {
                try await Task.sleep(nanoseconds: 1_000_000)
                continue
            }
            let more = handle.availableData
            if more.isEmpty { return bytes }
            bytes += more
        }
    }

    /// Writers to full pipes leave the threads to their readers.
    @Test(arguments: [WASIBuffering.none, .line, .full])
    func fullPipesBlockNoThread(_ buffering: WASIBuffering) async throws {
        let module = try Module(text: AsyncLoadTests.writer)
        let pipes = (0..<16).map { _ in Pipe() }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for pipe in pipes {
                group.addTask {
                    let output = HostOutput(descriptor: pipe.fileHandleForWriting.fileDescriptor, buffering: buffering)
                    var configuration = WASIConfiguration()
                    configuration.grantStandardOutput(output)
                    _ = try await Store().runCommandAsync(module, wasi: WASI(configuration))
                    try pipe.fileHandleForWriting.close()
                    return true
                }
            }
            try await Task.sleep(nanoseconds: 50_000_000)
            for pipe in pipes {
                group.addTask {
                    let bytes = try await AsyncLoadTests.read(pipe)
                    return bytes.count == 0x80005 && bytes.prefix(0x80000).allSatisfy { $0 == 0x61 }
                        && bytes.suffix(5).allSatisfy { $0 == 0x62 }
                }
            }
            #expect(try await group.allSatisfy { $0 })
        }
    }

    /// A reader that goes away is an error for the guest, and a cancelled task ends a guest that waits for one.
    @Test func readersThatDoNotRead() async throws {
        let module = try Module(text: AsyncLoadTests.writer)
        let pipe = Pipe()
        let output = HostOutput(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        var configuration = WASIConfiguration()
        configuration.grantStandardOutput(output)
        let wasi = WASI(configuration)
        let store = Store()
        let call = try #require(try store.instantiate(module, imports: .init(of: wasi)).function(named: "_start"))
            .begin()
        for _ in 0..<3 {
            guard case .suspended(.waiting) = try call.resumeWithoutWaiting() else {
                Issue.record("the guest does not wait")
                return
            }
        }
        try pipe.fileHandleForReading.close()
        let trap = try #require(throws: Trap.self) { _ = try call.resumeWithoutWaiting() }
        // Some bytes were written, so that the call returns their number.
        #expect(trap.kind == .unreachable)
    }
}

extension Imports {
    fileprivate init(of wasi: WASI) {
        self.init()
        add(wasi)
    }
}
