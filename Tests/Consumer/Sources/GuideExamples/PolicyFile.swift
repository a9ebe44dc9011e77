// example begin file
import Nestbox

/// Reads a policy from JSON and says in plain words what it allows.
func explanation(ofPolicy json: String) throws -> String {
    let policy = try Policy(json: Array(json.utf8))
    return policy.explanation
}
// example end

// example begin denials
/// Runs a program and gives what it was denied: a line for each import or call, with a count.
func denials(of program: [UInt8], under policy: Policy) throws -> String {
    let session = try GuestSession(policy)
    do {
        try session.run(session.load(program))
    } catch let error as LinkError {
        print(error)
    }
    return "\(session.denials)"
}
// example end

// example begin audit
/// Runs a program and gives a line of JSON for each of its system calls.
func auditedCalls(of program: [UInt8], under policy: Policy) throws -> String {
    let log = BufferOutput()
    let session = try GuestSession(policy, auditor: AuditLog(to: log))
    try session.run(session.load(program))
    return log.text
}
// example end
