import Foundation
import Nestbox
import Testing

/// Loading polls its interruption often enough, whatever the module consists of.
struct InterruptedLoadingTests {
    /// Counts the polls, and stops at a given one.
    final class Counter: Interruption, @unchecked Sendable {
        private let lock = NSLock()
        private var count = 0
        private let limit: Int

        init(stoppingAt limit: Int = .max) { self.limit = limit }

        func reasonToStop() -> InterruptReason? {
            lock.withLock {
                count += 1
                return count >= limit ? .cancelled : nil
            }
        }

        var asked: Int { lock.withLock { count } }
    }

    /// Whether loading was interrupted; other errors do not count.
    static func isInterrupted(_ bytes: [UInt8], _ counter: Counter) -> Bool {
        do {
            _ = try Module(bytes: bytes, interruption: counter)
            return false
        } catch {
            return error as? Interrupted == Interrupted(.cancelled)
        }
    }

    /// Counts polls because they are the same on every machine, unlike times: 32 KB of a module take less than a
    /// millisecond.
    @Test(arguments: LoadingPattern.all)
    func loadingAsksAllTheTime(_ pattern: LoadingPattern) {
        let bytes = pattern.module(max(pattern.count / 3, 1))
        let counter = Counter()
        #expect(!InterruptedLoadingTests.isInterrupted(bytes, counter))
        let asked = counter.asked
        #expect(asked >= bytes.count / (32 << 10), "\(bytes.count) bytes, asked \(asked) times")
        for limit in [asked / 2, asked] {
            #expect(
                InterruptedLoadingTests.isInterrupted(bytes, Counter(stoppingAt: max(1, limit))), "\(limit) of \(asked)"
            )
        }
    }

    @Test func aLargeModuleIsInterruptedOnAllThreads() async throws {
        let bytes = LoadingTests.module([:])
        let counter = Counter()
        #expect(!InterruptedLoadingTests.isInterrupted(bytes, counter))
        #expect(counter.asked >= bytes.count / (32 << 10))
        for limit in [1, counter.asked / 2] {
            #expect(InterruptedLoadingTests.isInterrupted(bytes, Counter(stoppingAt: limit)))
            await #expect(throws: Interrupted(.cancelled)) {
                try await Module.load(bytes: bytes, interruption: Counter(stoppingAt: limit))
            }
        }
    }

    /// An interruption takes precedence over any fault, because which fault is found first depends on the threads.
    @Test func anInterruptedModuleHasNoFault() {
        let bytes = LoadingTests.module([9: .invalid])
        #expect(InterruptedLoadingTests.isInterrupted(bytes, Counter(stoppingAt: 20)))
    }

    @Test func theTextOfAModuleCanBeInterrupted() {
        #expect(throws: Interrupted(.cancelled)) { try Module(text: "(module)", interruption: Counter(stoppingAt: 1)) }
    }

    // MARK: The guest's time

    static func session(milliseconds: UInt64) throws -> GuestSession {
        var policy = Policy()
        policy.resources.deadlineMilliseconds = milliseconds
        return try GuestSession(policy)
    }

    static let large = LoadingTests.module([:])

    /// The deadline of a policy holds from the first byte, including the digest if the policy has a list of modules.
    @Test func aDeadlineHoldsWhileAModuleIsLoaded() throws {
        let session = try InterruptedLoadingTests.session(milliseconds: 0)
        #expect(throws: Interrupted(.deadlineExceeded)) { try session.load(InterruptedLoadingTests.large) }
        var policy = Policy()
        policy.resources.modules = [ModuleDigest(of: [1])]
        #expect(throws: Interrupted(.cancelled)) {
            try policy.load(InterruptedLoadingTests.large, interruption: Counter(stoppingAt: 1))
        }
    }

    /// Loading, providing and running share one deadline; the next run gets a new one.
    @Test func theTimeBeginsWithLoading() throws {
        let session = try InterruptedLoadingTests.session(milliseconds: 1_000)
        let module = try session.load(Array("(module (func (export \"_start\") (loop (br 0))))".utf8))
        usleep(1_100_000)
        let start = ContinuousClock.now
        #expect(throws: Trap.self) { try session.run(module) }
        let first = start.duration(to: .now)
        let next = ContinuousClock.now
        #expect(throws: Trap.self) { try session.run(module) }
        #expect(next.duration(to: .now) >= .seconds(1), "a time of its own")
        #expect(first < next.duration(to: .now))
    }

    /// A module that comes from a pipe cannot delay the deadline: neither if nobody opens the pipe, nor if nobody
    /// writes to it or closes it.
    @Test(arguments: [nil, "(module", ""] as [String?])
    func aModuleThatDoesNotComeEndsAtTheDeadline(_ text: String?) throws {
        let folder = try TemporaryFolder()
        let path = folder.path("pipe")
        #expect(mkfifo(path, 0o600) == 0)
        let writer = text == nil ? -1 : open(path, O_RDWR)
        if let text { _ = Array(text.utf8).withUnsafeBytes { write(writer, $0.baseAddress, $0.count) } }
        let outcome = try NestboxCommand.built.run(["run", "--timeout-ms", "300", path])
        if writer >= 0 { close(writer) }
        #expect(outcome.code == 134)
        #expect(outcome.stderr == "nestbox: stopped: deadline exceeded\n")
        #expect(outcome.seconds >= 0.3 && outcome.seconds < 30)
    }

    /// A module from a pipe is read like any other.
    @Test func aModuleCanComeByAPipe() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("pipe")
        #expect(mkfifo(path, 0o600) == 0)
        let thread = Thread {
            let writer = FileHandle(forWritingAtPath: path)
            writer?.write(Data("(module (func (export \"_start\")))".utf8))
            try? writer?.close()
        }
        thread.start()
        let outcome = try NestboxCommand.built.run(["run", "--timeout-ms", "20000", path])
        #expect(outcome.code == 0)
    }

    /// Writes each pattern in three sizes into the folder that `NESTBOX_PATTERNS` names, to be measured.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["NESTBOX_PATTERNS"] != nil))
    func writePatterns() throws {
        let environment = ProcessInfo.processInfo.environment
        let folder = URL(fileURLWithPath: environment["NESTBOX_PATTERNS"] ?? ".")
        let scale = environment["NESTBOX_PATTERNS_SCALE"].flatMap(Int.init) ?? 1
        for pattern in LoadingPattern.all {
            for factor in [1, 2, 4] {
                let name = pattern.name.replacingOccurrences(of: " ", with: "-") + "-\(factor)"
                try Data(pattern.module(pattern.count * scale * factor)).write(to: folder.appendingPathComponent(name))
            }
        }
    }
}
