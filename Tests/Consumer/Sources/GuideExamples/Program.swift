// example begin policy
import Nestbox

/// Runs a program that nobody needs to trust, and gives its exit code and what it printed.
func greet(_ program: [UInt8]) throws -> (exitCode: UInt32, output: String) {
    var policy = Policy()  // Nothing is allowed yet.
    policy.allow = [.arguments, .environment, .stdio, .exit]
    policy.arguments.values = ["wren", "robin"]
    policy.environment.variables = ["COLOUR": "green"]
    policy.stdout.to = .embedder
    policy.resources.budget = 1_000_000

    let output = BufferOutput(capacity: 64 << 10)
    let streams = Policy.Streams(stdout: output)
    let session = try GuestSession(policy, program: "greeter", streams: streams)
    let exitCode = try session.run(session.load(program))
    return (exitCode, output.text)
}
// example end

// example begin pieces
/// Does the same with a store and a WASI that are put together piece by piece.
func greetInPieces(_ program: [UInt8]) throws -> (exitCode: UInt32, output: String) {
    let output = BufferOutput(capacity: 64 << 10)
    var grants = WASIConfiguration()  // Nothing is granted yet.
    try grants.grantArguments(["greeter", "wren", "robin"])
    try grants.grantEnvironment(["COLOUR": "green"])
    grants.grantStandardOutput(output)
    grants.grantExit()

    var limits = StoreLimits()
    limits.totalMemoryBytes = 16 << 20
    let store = Store(limits: limits)
    store.budget.allow(1_000_000)
    store.interruption = HostInterruption(timeoutNanoseconds: 2_000_000_000)

    let exitCode = try store.runCommand(Module(bytes: program), wasi: WASI(grants))
    return (exitCode, output.text)
}
// example end
