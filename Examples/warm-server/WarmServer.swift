import Nestbox

/// A guest that was prepared once, and is copied for each request.
///
/// The copies begin where the guest first reads from its standard input: all that it does before is done once. Any thread
/// can answer requests.
struct WarmServer: Sendable {
    /// The units that a request may spend: about as many instructions.
    static let budget: UInt64 = 5_000_000

    private let warm: Snapshot

    /// Runs a guest until it reads, and takes the snapshot there.
    init(_ guest: Guest) throws {
        let session = try GuestSession(
            WarmServer.policy(budget: 1_000_000_000), streams: .init(stdin: SilentInput(), stdout: BufferOutput()))
        let module = try session.load(guest.module)
        // Nestbox translates a function at its first call. With this line, the first requests do not wait for that.
        try module.prepare()
        let instance = try session.instantiate(module)
        let call = try guest.serve(instance)
        guard case .suspended(.waiting) = try call.resumeWithoutWaiting() else { throw GuestDoesNotRead() }
        warm = try call.snapshot()
    }

    /// Answers a request in a store of its own, of which nothing remains.
    ///
    /// - Returns: What the guest has printed, or a line that says what has ended it.
    func answer(_ request: String) throws -> String {
        let output = BufferOutput()
        let session = try GuestSession(
            WarmServer.policy(budget: WarmServer.budget),
            streams: .init(stdin: BufferInput(request + "\n"), stdout: output))
        session.beginTime()
        let call = try session.store.call(restoredFrom: warm, imports: session.imports)
        do {
            // The read that waited finds its input now.
            switch try call.resume() {
            case .finished: return output.text
            case .suspended(.budgetSpent): return "stopped after \(WarmServer.budget) units\n"
            case .suspended(let reason): return "stopped: \(reason)\n"
            }
        } catch let trap as Trap {
            return "trap: \(trap.kind)\n"
        } catch let exit as GuestExit {
            return "ended with exit code \(exit.code)\n"
        }
    }

    /// The policy of a guest, which may use its streams and read the clock.
    private static func policy(budget: UInt64) -> Policy {
        var policy = Policy()
        policy.allow = [.stdio, .clock, .environment, .exit]
        // QuickJS also imports functions for files, which fail.
        policy.missing = .enosys
        policy.stdin = .embedder
        policy.stdout.to = .embedder
        policy.resources.budget = budget
        policy.resources.deadlineMilliseconds = 2_000
        return policy
    }

    /// An input on which nothing ever comes, so that a guest that reads it waits.
    private final class SilentInput: WASIInputStream {
        func readiness(waitingAtMost nanoseconds: UInt64) -> WASIReadiness? { nil }
        func read(into buffer: inout MutableSpan<UInt8>) -> Int { 0 }
    }

    /// The error that a guest has ended, or was stopped, before it asked for a request.
    struct GuestDoesNotRead: Error {}
}
