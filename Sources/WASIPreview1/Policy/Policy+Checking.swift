import WasmRuntime
import WasmSyntax

/// Why a policy refuses a value or a module, or cannot be applied.
public enum PolicyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// An argument breaks its rule: its number, counted from 1 after the program's name, and the reason.
    case argument(Int, String)
    /// The policy has more arguments than its maximum.
    case tooManyArguments(Int, maximum: UInt64)
    /// An environment variable breaks its rule, or no rule allows it: its name and the reason.
    case variable(String, String)
    /// The policy has more environment variables than its maximum.
    case tooManyVariables(Int, maximum: UInt64)
    /// The policy's list of modules lacks the one with this digest.
    case module(ModuleDigest)
    /// The policy expects this stream from the embedder, which has not provided it.
    case noStream(String)

    public var description: String {
        switch self {
        case .argument(let number, let reason): "the policy refuses argument \(number): \(reason)"
        case .tooManyArguments(let count, let maximum):
            "the policy refuses \(count) arguments: at most \(maximum) are allowed"
        case .variable(let name, let reason):
            "the policy refuses the environment variable \(name.debugDescription): \(reason)"
        case .tooManyVariables(let count, let maximum):
            "the policy refuses \(count) environment variables: at most \(maximum) are allowed"
        case .module(let digest): "the policy does not allow this module: it is \(digest)"
        case .noStream(let name): "the policy says that the embedder gives \(name), but there is none"
        }
    }
}

extension Policy {
    /// Returns the arguments after the program's name.
    ///
    /// - Throws: ``PolicyError`` if one breaks its rule, or if they are too many.
    public func checkedArguments() throws(PolicyError) -> [String] {
        try check(arguments: arguments.values.map { Array($0.utf8) })
        return arguments.values
    }

    /// Checks arguments, which need not be UTF-8, instead of the policy's own.
    ///
    /// - Throws: As ``checkedArguments()``.
    package func check(arguments values: [[UInt8]]) throws(PolicyError) {
        guard UInt64(values.count) <= arguments.maximumCount else {
            throw .tooManyArguments(values.count, maximum: arguments.maximumCount)
        }
        for (index, value) in values.enumerated() {
            let rule = index < arguments.rules.count ? arguments.rules[index] : arguments.others
            guard let rule else { throw .argument(index &+ 1, "there may be none here") }
            if let violation = rule.violation(byBytes: value) { throw .argument(index &+ 1, violation) }
        }
    }

    /// Returns the environment variables.
    ///
    /// - Throws: ``PolicyError`` if one breaks its rule, or if they are too many.
    public func checkedEnvironment() throws(PolicyError) -> [(name: String, value: String)] {
        let entries = environment.variables.entries
        try check(variables: entries.map { (Array($0.name.utf8), Array($0.value.utf8)) })
        return entries.map { ($0.name, $0.value) }
    }

    /// Checks environment variables, which need not be UTF-8, instead of the policy's own.
    ///
    /// - Throws: As ``checkedEnvironment()``.
    package func check(variables entries: [(name: [UInt8], value: [UInt8])]) throws(PolicyError) {
        guard UInt64(entries.count) <= environment.maximumCount else {
            throw .tooManyVariables(entries.count, maximum: environment.maximumCount)
        }
        let rules = Dictionary(
            environment.rules.entries.map { (Array($0.name.utf8), $0.value) }, uniquingKeysWith: { first, _ in first })
        for entry in entries {
            func refusal(_ reason: String) -> PolicyError {
                .variable(String(decoding: entry.name, as: UTF8.self), reason)
            }
            guard let rule = rules[entry.name] ?? environment.others else {
                throw refusal("it has no rule that allows it")
            }
            if let violation = rule.violation(byBytes: entry.value) { throw refusal(violation) }
        }
    }

    /// Checks that the policy allows a module. The digest is computed only if the policy lists the allowed modules.
    ///
    /// - Throws: ``PolicyError/module(_:)`` if the list lacks the module.
    public func check(module bytes: [UInt8]) throws(PolicyError) {
        guard let modules = resources.modules else { return }
        try check(ModuleDigest(of: bytes), modules)
    }

    /// Checks that the policy allows a module, and polls an interruption meanwhile.
    ///
    /// - Throws: ``PolicyError``; ``Interrupted``.
    package func check(module bytes: [UInt8], interruption: (any Interruption)?) throws {
        guard let modules = resources.modules else { return }
        try check(ModuleDigest(of: bytes, interruption: interruption), modules)
    }

    private func check(_ digest: ModuleDigest, _ modules: [ModuleDigest]) throws(PolicyError) {
        if !modules.contains(digest) { throw .module(digest) }
    }

    /// Warnings, a sentence each, about parts of the policy that have no effect, or perhaps not the intended one.
    public var warnings: [String] {
        let calls = allowedCalls
        func reaches(_ group: CallGroup) -> Bool { !calls.isDisjoint(with: group.calls) }
        var warnings: [String] = []
        if stdin != .null, !calls.contains("fd_read") {
            warnings.append("stdin is given, but \"allow\" has no fd_read")
        }
        for (name, output) in [("stdout", stdout), ("stderr", stderr)]
        where output.to != .null && !calls.contains("fd_write") {
            warnings.append("\(name) is given, but \"allow\" has no fd_write")
        }
        let writesFiles = folders.contains { permissions(in: $0).contains(.write) }
        if calls.contains("fd_write"), stdout.to == .null, stderr.to == .null, !writesFiles {
            warnings.append(
                "fd_write is allowed, but \"stdout\" and \"stderr\" go nowhere: everything that the guest writes is dropped"
            )
        }
        if !arguments.values.isEmpty, !reaches(.arguments) {
            warnings.append("arguments are given, but \"allow\" has no \"arguments\"")
        }
        if !environment.variables.entries.isEmpty, !reaches(.environment) {
            warnings.append("environment variables are given, but \"allow\" has no \"environment\"")
        }
        for folder in folders {
            let lost = folder.allow.subtracting(permissions(in: folder)).wordsInside
            if !lost.isEmpty {
                warnings.append(
                    "the folder \(folder.guest.debugDescription) allows \(lost.joined(separator: ", ")), but \"allow\" "
                        + "has neither the group nor the call for it")
            }
            if folder.allow.isEmpty { warnings.append("the folder \(folder.guest.debugDescription) allows nothing") }
            if folder.isSystemFolder {
                warnings.append("the folder \(folder.host.debugDescription) is granted though it may be the system's")
            }
        }
        if folders.isEmpty, calls.contains("path_open") {
            warnings.append("path_open is allowed, but no folder is given")
        }
        let denied = deny.filter { Set($0.calls).isDisjoint(with: allow.flatMap(\.calls)) }
        for selector in denied.map(\.description).sorted() {
            warnings.append("\"deny\" has \(selector), which was not allowed anyway")
        }
        if resources.budget == nil { warnings.append("there is no budget: a guest can compute until the deadline") }
        if resources.limits.hostBytes < max(resources.limits.totalMemoryBytes, resources.limits.heapBytes) {
            warnings.append(
                "resources.hostBytes, which is for everything, is less than is allowed for memories or objects")
        }
        if resources.deadlineMilliseconds == nil { warnings.append("there is no deadline: a guest can wait for ever") }
        return warnings
    }
}
