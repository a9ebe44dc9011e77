import Nestbox
import WASIPreview1

extension Policy {
    /// The policy with which the command line begins without `--policy`: no system calls, but few limits.
    static let commandLine: Policy = {
        var policy = Policy()
        var anything = StringRule()
        anything.maximumLength = .max
        anything.allowsControlCharacters = true
        policy.arguments.others = anything
        policy.arguments.maximumCount = .max
        policy.environment.others = anything
        policy.environment.maximumCount = .max
        policy.stdout.maximumBytes = nil
        policy.stderr.maximumBytes = nil
        policy.clocks = .real
        policy.resources.budget = nil
        policy.resources.deadlineMilliseconds = nil
        policy.resources.limits = StoreLimits()
        return policy
    }()

    /// Allows the calls that a capability links, and grants its stream, clocks or random bytes if the policy has none.
    mutating func allow(_ capability: Capability) {
        for function in WASIFunction.all where function.grantedBy.contains(capability) {
            allow.insert(.call(function.name))
        }
        switch capability {
        case .stdin where stdin == .null: stdin = .inherit
        case .stdout where stdout.to == .null: stdout.to = .inherit
        case .stderr where stderr.to == .null: stderr.to = .inherit
        case .clocks where clocks == .refused: clocks = .real
        case .random where random == .refused: random = .system
        default: break
        }
    }

    /// Takes away the objects of a capability. Its calls stay: whether they are denied depends on the other
    /// capabilities.
    mutating func withhold(_ capability: Capability) {
        switch capability {
        case .stdin: stdin = .null
        case .stdout: stdout.to = .null
        case .stderr: stderr.to = .null
        case .environment: environment.variables = [:]
        case .arguments: arguments.values = []
        case .files: folders = []
        case .clocks, .random, .exit, .poll, .yield, .sockets: break
        }
    }

    /// The capabilities that the policy grants.
    var capabilities: Set<Capability> {
        var result: Set<Capability> = []
        if stdin != .null { result.insert(.stdin) }
        if stdout.to != .null { result.insert(.stdout) }
        if stderr.to != .null { result.insert(.stderr) }
        if !folders.isEmpty { result.insert(.files) }
        for name in allowedCalls {
            guard let capability = WASIFunction.named(name)?.grantedBy.first else { continue }
            if ![.stdin, .stdout, .stderr, .files].contains(capability) { result.insert(capability) }
        }
        return result
    }
}
