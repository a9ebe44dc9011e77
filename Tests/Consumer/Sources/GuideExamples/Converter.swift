import Nestbox

/// Runs a converter that nobody needs to trust, and gives what it printed.
func convert(
    _ program: [UInt8], page: String, from pages: String, to site: String
) throws -> String {
    var policy = Policy()  // Nothing is allowed yet.
    policy.allow = [
        .arguments, .environment, .stdio, .exit, .filesRead, .filesWrite, .filesCreate,
    ]
    policy.arguments.rules = [StringRule(characters: "a-z0-9./-")]
    policy.arguments.others = nil
    policy.arguments.values = [page]
    policy.stdout.to = .embedder
    var quota = FolderQuota()
    quota.bytes = 1_000_000
    policy.folders = [
        .init(host: pages, guest: "/in", allow: .read),
        .init(host: site, guest: "/out", allow: [.write, .create], quota: quota),
    ]
    policy.resources.budget = 500_000_000

    let output = BufferOutput(capacity: 65_536)
    let session = try GuestSession(policy, program: "convert", streams: .init(stdout: output))
    try session.run(session.load(program))
    if session.denials.total > 0 { print(session.denials) }
    return output.text
}
