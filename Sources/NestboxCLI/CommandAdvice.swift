import Nestbox
import WASIPreview1
import WasmRuntime
import WasmSyntax
import WasmValidation

/// The errors of a command in words, with advice for users of the command. The advice looks at what they said: nobody is
/// told to grant what an option denies.
struct CommandAdvice {
    /// The options of the command; `nil` if there are none yet.
    var options: CommandOptions?
    /// The policy of the guest; `nil` without a guest.
    var policy: Policy?
    /// The modules of `--preload` that were instantiated so far, in their order.
    var preloaded: [Module] = []

    /// The error in words.
    func description(of error: any Error) -> String {
        switch error {
        case let error as ModuleFileError: return error.description(self)
        case let trap as Trap:
            switch trap.kind {
            case .budgetExhausted, .interrupted: return "stopped: \(trap)"
            default: return "trap: \(trap)"
            }
        case let interrupted as Interrupted: return "stopped: \(Trap.Kind.interrupted(interrupted.reason))"
        case let usage as UsageError: return usage.message
        case let error as Errno: return "the guest's output could not be written: \(error.name)"
        case let error as ValidationError: return "invalid module: \(error.description(advising: advice))"
        case let error as LinkError: return "the module does not link: \(error.description(linking))"
        case PolicyError.noStream(let name):
            return "the policy leaves \(name) to a program that embeds the guest: --\(name) says what it is here"
        case CallError.unknownFunction(let name, let exported):
            let canBeNamed = options?.invoke == nil && has("--invoke")
            return "there is no exported function \"\(Name(name))\""
                + exported.description(
                    without: name, canBeNamed ? "--invoke NAME calls one of its exports" : "there are")
        default: return "\(error)"
        }
    }

    /// Whether the command has an option.
    private func has(_ option: String) -> Bool {
        options?.command.options.contains { $0.name == option } ?? false
    }

    // MARK: Proposals

    /// The way to enable a proposal, after the message that a module uses it.
    func advice(_ feature: Feature) -> String {
        guard has("--features") else { return "" }
        guard let change = options?.features.last(where: { $0.feature == feature }), !change.isOn else {
            return "; enable it with --features \(feature.optionName)"
        }
        return "; --features \(change.word) turns it off"
    }

    // MARK: Imports

    private var linking: LinkError.Advice {
        LinkError.Advice(stubs: "--missing enosys") { one in
            switch one.kind {
            // Not so for a function that is unknown or has another type.
            case .notGranted where one.remedy.canBeStubbed: WASIFunction.named(one.name).map(grant)
            case .unknownImport: preload(one)
            default: nil
            }
        }
    }

    /// A clause about a system call that was not granted.
    private func grant(_ function: WASIFunction) -> String {
        func names(_ capabilities: [Capability]) -> String { capabilities.map(\.rawValue).joined(separator: " or ") }
        func covers(_ selector: CallSelector) -> Bool { selector.calls.contains(function.name) }
        let words = (options?.deniedCalls ?? []).filter(covers).map { "\($0)" }.sorted()
        if !words.isEmpty { return "denied by " + words.map { "--deny \($0)" }.joined(separator: " and ") }
        let denied = function.grantedBy.filter { options?.denied.contains($0) ?? false }
        if !denied.isEmpty {
            let others = function.grantedBy.filter { !denied.contains($0) }
            let instead = others.first.map { "; \(names(others)) would do, too: \($0.commandLineGrant)" } ?? ""
            return "denied by \(denied.map { "--deny \($0)" }.joined(separator: " and "))\(instead)"
        }
        if policy?.deny.contains(where: covers) ?? false { return "denied by the policy's \"deny\"" }
        let option = function.grantedBy.first?.commandLineGrant ?? "--allow \(function.name)"
        guard options?.policyFile != nil else {
            return "not granted, needing \(names(function.grantedBy)): \(option)"
        }
        return
            "not granted by the policy, needing \(names(function.grantedBy)): \(option), or the names in its \"allow\""
    }

    /// A clause about an import that nothing defines; `nil` if its own remedy says all.
    private func preload(_ one: MissingImport) -> String? {
        let preloads = options?.preloads ?? []
        guard let index = preloads.lastIndex(where: { Name($0.name.text) == one.module }) else {
            guard one.remedy == .undefined else { return nil }
            guard has("--preload") else { return "defined by nothing" }
            return "defined by nothing; give a module that exports it with --preload \(one.module)=FILE"
        }
        guard index < preloaded.count else {
            return index == preloaded.count
                ? "not defined: the module would import from itself"
                : "defined later: --preload \(one.module) has to come before the modules that import from it"
        }
        let exports = preloaded[index].validated.module.exports.lazy.map(\.name)
        return "not exported by \(Name(preloads[index].path.inputName)), which --preload gives"
            + NearestName.question(NearestName.find(one.name, among: exports))
    }
}
