import Foundation
import Testing
import WASIHost
import WASIPreview1
import WasmRuntime
import WasmSyntax

/// A pipe of the host, closed at the end.
private final class Pipe {
    let reader: Int32
    private(set) var writer: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        reader = ends[0]
        writer = ends[1]
    }

    func closeWriter() {
        if writer >= 0 { close(writer) }
        writer = -1
    }

    /// Writes until the pipe is full.
    func fill() {
        let flags = fcntl(writer, F_GETFL)
        _ = fcntl(writer, F_SETFL, flags | O_NONBLOCK)
        let bytes = [UInt8](repeating: 0, count: 4096)
        while write(writer, bytes, bytes.count) > 0 {}
        while write(writer, bytes, 1) > 0 {}
        _ = fcntl(writer, F_SETFL, flags)
    }

    deinit {
        close(reader)
        closeWriter()
    }
}

/// A wait of a guest for something that never comes.
enum EndlessWait: String, CaseIterable {
    case readingAnEmptyPipe, writingToAFullPipe, flushingToAFullPipe, polling, pollingAPipe
}

@Suite struct HostTests {
    private func start(_ wait: EndlessWait, _ interruption: HostInterruption) throws -> (Guest, Pipe) {
        let pipe = try Pipe()
        let guest = Guest(interruption: interruption) {
            $0.grantClocks(HostClocks())
            $0.grantStandardInput(HostInput(descriptor: pipe.reader))
            let buffering: WASIBuffering = wait == .flushingToAFullPipe ? .full : .none
            $0.grantStandardOutput(HostOutput(descriptor: pipe.writer, buffering: buffering))
        }
        guest.put(100, 50, at: 0)
        // Subscriptions: one hour by the monotonic clock, and standard input.
        guest.put([UInt8](repeating: 0, count: 96), at: 1000)
        guest.put(1, 0, at: 1016)
        guest.put(UInt32(truncatingIfNeeded: 3_600_000_000_000 as UInt64), 838, at: 1024)
        guest.memory[1056] = 1
        return (guest, pipe)
    }

    private func block(_ wait: EndlessWait, _ guest: Guest, _ pipe: Pipe) throws {
        switch wait {
        case .readingAnEmptyPipe: try guest.call("fd_read", 0, 0, 1, 8)
        case .writingToAFullPipe:
            pipe.fill()
            try guest.call("fd_write", 1, 0, 1, 8)
        case .flushingToAFullPipe:
            pipe.fill()
            try guest.call("fd_write", 1, 0, 1, 8)
            try guest.call("fd_close", 1)
        case .polling: try guest.call("poll_oneoff", 1000, 2000, 1, 8)
        case .pollingAPipe: try guest.call("poll_oneoff", 1000, 2000, 2, 8)
        }
    }

    /// Whether `body` returns within 200 ms after the moment that it returns. It gets three attempts, because the
    /// machine may be busy.
    private func isPrompt(_ body: () throws -> UInt64) rethrows -> Bool {
        for _ in 0..<3 {
            let due = try body()
            if HostClocks.monotonicNanoseconds() < due + 200_000_000 { return true }
        }
        return false
    }

    @Test(arguments: EndlessWait.allCases) func deadlineEndsIt(_ wait: EndlessWait) throws {
        let isPrompt = try isPrompt {
            let interruption = HostInterruption(timeoutNanoseconds: 60_000_000)
            let due = HostClocks.monotonicNanoseconds() + 60_000_000
            let (guest, pipe) = try start(wait, interruption)
            #expect(throws: Interrupted(.deadlineExceeded)) { try block(wait, guest, pipe) }
            #expect(HostClocks.monotonicNanoseconds() >= due - 1_000_000)
            #expect(guest.memory.count == 65_536)
            return due
        }
        #expect(isPrompt)
    }

    @Test(arguments: EndlessWait.allCases) func cancellingFromAnotherThreadEndsIt(_ wait: EndlessWait) throws {
        let isPrompt = try isPrompt {
            let interruption = HostInterruption()
            let due = HostClocks.monotonicNanoseconds() + 60_000_000
            let (guest, pipe) = try start(wait, interruption)
            Thread.detachNewThread {
                Thread.sleep(forTimeInterval: 0.06)
                interruption.cancel()
            }
            #expect(throws: Interrupted(.cancelled)) { try block(wait, guest, pipe) }
            return due
        }
        #expect(isPrompt)
    }

    @Test func interruptionCanBeUsedAgain() {
        let interruption = HostInterruption(timeoutNanoseconds: 0)
        #expect(interruption.reasonToStop() == .deadlineExceeded)
        interruption.cancel()
        #expect(interruption.reasonToStop() == .cancelled)
        interruption.restart(timeoutNanoseconds: .max)
        #expect(interruption.reasonToStop() == nil)
        interruption.restart()
        #expect(interruption.reasonToStop() == nil)
    }

    @Test func inputArrivesAndEnds() throws {
        let pipe = try Pipe()
        let guest = Guest(interruption: HostInterruption(timeoutNanoseconds: 10_000_000_000)) {
            $0.grantStandardInput(HostInput(descriptor: pipe.reader))
        }
        guest.put(100, 50, at: 0)
        let writer = pipe.writer
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: 0.05)
            _ = write(writer, "hello", 5)
        }
        #expect(try guest.call("fd_read", 0, 0, 1, 8) == .success)
        #expect(guest.u32(8) == 5)
        #expect(guest.memory[100..<106] == ArraySlice(Array("hello".utf8) + [0xAA]))
        pipe.closeWriter()
        #expect(try guest.call("fd_read", 0, 0, 1, 8) == .success)
        #expect(guest.u32(8) == 0)
    }

    @Test func outputToASlowReaderIsWhole() throws {
        let pipe = try Pipe()
        let guest = Guest(memorySize: 1 << 20, interruption: HostInterruption(timeoutNanoseconds: 30_000_000_000)) {
            $0.grantStandardOutput(HostOutput(descriptor: pipe.writer, buffering: .full))
        }
        var random = SplitMix(state: 3)
        for index in stride(from: 64, to: 600_000, by: 8) {
            guest.put(UInt32(truncatingIfNeeded: random.next()), UInt32(index), at: index)
        }
        let reader = pipe.reader
        let received = Received()
        let done = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            var buffer = [UInt8](repeating: 0, count: 10_000)
            while case let count = read(reader, &buffer, buffer.count), count > 0 {
                received.bytes += buffer[..<count]
                if received.bytes.count < 100_000 { Thread.sleep(forTimeInterval: 0.002) }
            }
            done.signal()
        }
        guest.put(64, 500_000, 64, 10, at: 0)
        let sent = Array(guest.memory[64..<500_064] + guest.memory[64..<74])
        #expect(try guest.call("fd_write", 1, 0, 2, 40) == .success)
        #expect(guest.u32(40) == 500_010)
        try guest.wasi.flush()
        pipe.closeWriter()
        done.wait()
        #expect(received.bytes == sent)
    }

    private final class Received: @unchecked Sendable { var bytes: [UInt8] = [] }

    @Test func closedReaderIsEPIPEAndNoSignal() throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        close(ends[0])
        let guest = Guest {
            $0.grantStandardOutput(HostOutput(descriptor: ends[1], buffering: WASIBuffering.none, isOwned: true))
        }
        guest.put(100, 5, at: 0)
        #expect(try guest.call("fd_write", 1, 0, 1, 8) == .pipe)

        var pair: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0)
        close(pair[0])
        let toSocket = Guest {
            $0.grantStandardOutput(HostOutput(descriptor: pair[1], buffering: WASIBuffering.none, isOwned: true))
        }
        toSocket.put(100, 5, at: 0)
        #expect(try toSocket.call("fd_write", 1, 0, 1, 8) == .pipe)
    }

    @Test func filesAreReadWrittenAndLimited() throws {
        let path = NSTemporaryDirectory() + "nestbox-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        defer { unlink(path) }
        let guest = Guest { $0.grantStandardOutput(try! HostOutput(path: path)) }
        guest.put(100, 5000, at: 0)
        #expect(try guest.call("fd_write", 1, 0, 1, 8) == .success)
        #expect(try HostProcess.readFile(path, limit: 5000) == [UInt8](repeating: 0xAA, count: 5000))
        #expect(throws: HostFileError.tooLarge(path: path, limit: 4999)) {
            try HostProcess.readFile(path, limit: 4999)
        }
        #expect(throws: HostFileError.tooLarge(path: "/dev/zero", limit: 300_000)) {
            try HostProcess.readFile("/dev/zero", limit: 300_000)
        }
        let input = Guest { $0.grantStandardInput(try! HostInput(path: path)) }
        input.put(100, 60_000, at: 0)
        #expect(try input.call("fd_read", 0, 0, 1, 8) == .success)
        #expect(input.u32(8) == 5000)
        #expect(try input.call("fd_read", 0, 0, 1, 8) == .success)
        #expect(input.u32(8) == 0)
        do {
            _ = try HostProcess.readFile(path + ".none", limit: 1)
            Issue.record("a missing file was read")
        } catch {
            #expect("\(error)" == "\(path).none: No such file or directory")
        }
    }

    @Test func hostClocksAndRandomBytesWork() throws {
        let guest = Guest {
            $0.grantClocks(HostClocks())
            $0.grantRandom(HostRandomSource())
        }
        #expect(try guest.call("clock_time_get", 0, 0, 0) == .success)
        // Between 2020 and 2100.
        #expect((1_577_836_800_000_000_000..<4_102_444_800_000_000_000).contains(guest.u64(0)))
        #expect(try guest.call("clock_time_get", 1, 0, 8) == .success)
        #expect(try guest.call("clock_time_get", 1, 0, 16) == .success)
        #expect(guest.u64(8) <= guest.u64(16))
        #expect(try guest.call("clock_res_get", 1, 8) == .success)
        #expect(guest.u64(8) >= 1)
        #expect(try guest.call("random_get", 100, 20_000) == .success)
        #expect(Set(guest.memory[100..<20_100]).count == 256)
        #expect(guest.memory[99] == 0xAA && guest.memory[20_100] == 0xAA)
    }

    @Test func sleepingTakesItsTime() throws {
        let guest = Guest { $0.grantClocks(HostClocks()) }
        guest.put([UInt8](repeating: 0, count: 48), at: 1000)
        guest.put(1, at: 1016)
        guest.put(50_000_000, at: 1024)
        let start = HostClocks.monotonicNanoseconds()
        #expect(try guest.call("poll_oneoff", 1000, 2000, 1, 8) == .success)
        #expect(HostClocks.monotonicNanoseconds() - start >= 50_000_000)
    }
}
