import WasmRuntime
import WasmSyntax

extension Policy {
    /// A description in plain words of everything that the policy allows, and of everything that it disables and why.
    public var explanation: String {
        let sections: [(title: String, lines: [String])] = [
            ("System calls", explainCalls()), ("Standard streams", explainStreams()), ("Folders", explainFolders()),
            ("Arguments", explainArguments()), ("Environment", explainEnvironment()),
            ("Time and chance", explainClocks() + [explainRandom()]), ("Host functions", explainHostFunctions()),
            ("Resources", explainResources()), ("Always disabled", Policy.neverAllowed), ("Warnings", warnings),
        ]
        return sections.filter { !$0.lines.isEmpty }.map { section in
            section.title + "\n" + section.lines.map { "  " + $0 + "\n" }.joined()
        }.joined(separator: "\n")
    }

    private func explainCalls() -> [String] {
        let calls = allowedCalls
        var lines: [String] = []
        for group in CallGroup.allCases {
            let there = group.calls.filter(calls.contains)
            let names = group.calls.map(\.description).joined(separator: ", ")
            if there.isEmpty {
                lines.append(
                    "disabled  \(group.rawValue): a guest may not \(group.purpose) (\(names)), for \(absence(group)): "
                        + group.threat)
            } else if there.count == group.calls.count {
                lines.append("allowed   \(group.rawValue): a guest may \(group.purpose) (\(names))")
            } else if isMeant(group) {
                let lacking = group.calls.filter { !calls.contains($0) }.map(\.description).joined(separator: ", ")
                lines.append(
                    "in part   \(group.rawValue): of this only \(there.map(\.description).joined(separator: ", ")); "
                        + "disabled are \(lacking), for \"allow\" lacks them or \"deny\" has them")
            } else {
                lines.append(
                    "disabled  \(group.rawValue): a guest may not \(group.purpose), for \(absence(group)): \(group.threat)"
                )
            }
        }
        switch missing {
        case .error: lines.append("A module that imports what is disabled does not link.")
        case .enosys: lines.append("What is disabled links all the same, and returns ENOSYS to the guest.")
        case .trap: lines.append("What is disabled links all the same, and ends the guest when it is called.")
        }
        return lines
    }

    /// Whether the policy's author meant to allow the group, as opposed to single calls that it shares with other
    /// groups. For groups of file calls, the calls of ``CallGroup/stdio`` do not count: they work on any descriptor.
    private func isMeant(_ group: CallGroup) -> Bool {
        if allow.contains(.group(group)) { return true }
        var shared = Set(CallGroup.allCases.filter { $0 != group && allow.contains(.group($0)) }.flatMap(\.calls))
        if !group.permissions.isEmpty { shared.formUnion(CallGroup.stdio.calls) }
        return allow.contains { selector in
            if case .call(let name) = selector { group.calls.contains(name) && !shared.contains(name) } else { false }
        }
    }

    private func absence(_ group: CallGroup) -> String {
        allow.contains(.group(group)) ? "\"deny\" has its calls" : "\"allow\" has no \"\(group.rawValue)\""
    }

    private func explainStreams() -> [String] {
        let input =
            switch stdin {
            case .null: "disabled  stdin: its end is reached at once, for \"stdin\" is null"
            case .inherit: "allowed   stdin: that of the host's process"
            case .embedder: "allowed   stdin: what the embedder hands over"
            case .text(let text): "allowed   stdin: a text of \(text.utf8.count) bytes that the policy holds"
            case .file(let path): "allowed   stdin: the file \(Policy.quoted(path))"
            }
        return [input, Policy.explain(stdout, "stdout"), Policy.explain(stderr, "stderr")]
    }

    private static func explain(_ output: Output, _ name: String) -> String {
        let destination: String
        switch output.to {
        case .null: return "disabled  \(name): what is written is dropped, for \"\(name)\" is null"
        case .inherit: destination = "that of the host's process"
        case .embedder: destination = "what the embedder hands over"
        case .file(let path): destination = "the file \(quoted(path)), which is emptied first"
        }
        var text = "allowed   \(name): to \(destination)"
        if let maximum = output.maximumBytes {
            let consequence =
                switch output.beyond {
                case .error: "more is ENOSPC for the guest"
                case .drop: "more is dropped"
                case .stop: "more ends the guest"
                }
            text += ", at most \(maximum) bytes (\(consequence))"
        } else {
            text += ", any number of bytes"
        }
        if let rate = output.bytesPerSecond { text += ", \(rate) in a second" }
        return text
    }

    private func explainFolders() -> [String] {
        guard !folders.isEmpty else {
            return ["disabled  a guest sees no folder of the host, for \"folders\" is empty: files hold secrets"]
        }
        return folders.map { folder in
            let possible = permissions(in: folder)
            let allowed = possible.wordsInside.joined(separator: ", ")
            let disabled = FolderPermissions.words.filter { !possible.contains($0.member) }.map { word, member in
                folder.allow.contains(member) ? "\(word) (\"allow\" has no call for it)" : word
            }
            let quota = folder.quota
            let source =
                switch folder.storage {
                case .host: Policy.quoted(folder.host)
                case .overlay: "\(Policy.quoted(folder.host)), of which changes stay in memory"
                case .memory: "an empty folder in memory"
                }
            return "allowed   \(source), which the guest sees as \(Policy.quoted(folder.guest)): "
                + (allowed.isEmpty ? "nothing" : allowed)
                + (disabled.isEmpty ? "" : "; disabled are \(disabled.joined(separator: ", "))")
                + "; at most \(Policy.amount(quota.bytes)) bytes more, \(Policy.amount(quota.files)) names more, "
                + "\(Policy.amount(quota.descriptors)) open at a time, \(Policy.amount(quota.pathDepth)) folders deep"
                + (folder.isSystemFolder ? "; it may be a folder of the system" : "")
        }
    }

    private func explainArguments() -> [String] {
        var lines = arguments.values.enumerated().map { "allowed   argument \($0 &+ 1): \(Policy.quoted($1))" }
        for (index, rule) in arguments.rules.enumerated() {
            lines.append("rule      argument \(index &+ 1): \(rule.explanation)")
        }
        let others = arguments.others.map { "must be \($0.explanation)" } ?? "are refused"
        lines.append("rule      \(arguments.rules.isEmpty ? "arguments" : "further arguments") \(others)")
        lines.append(
            "rule      at most \(arguments.maximumCount) arguments; nothing of the host's command line is passed on")
        return lines
    }

    private func explainEnvironment() -> [String] {
        var lines = environment.variables.entries.map {
            "allowed   \(Name($0.name)), which is \(Policy.quoted($0.value))"
        }
        for entry in environment.rules.entries {
            lines.append("rule      the value of \(Name(entry.name)): \(entry.value.explanation)")
        }
        let others = environment.others.map { "must be \($0.explanation)" } ?? "are refused"
        lines.append(
            "rule      \(environment.rules.entries.isEmpty ? "values" : "values of other variables") \(others)")
        lines.append("disabled  the host's own environment: variables often hold secrets")
        return lines
    }

    private func explainClocks() -> [String] {
        let isRead = !allowedCalls.isDisjoint(with: CallGroup.clock.calls)
        guard isRead || allowedCalls.contains("poll_oneoff") else { return [] }
        let text =
            switch clocks {
            case .real: "the host's, as precise as they are: precise enough to measure the host by"
            case .coarse(let step): "the host's, in steps of \(step) ns"
            case .fixed(let moment): "standing still at \(moment) ns since 1970, but for waiting, which takes no time"
            case .stepping(let start, let step):
                "from \(start) ns since 1970 on, each unit of budget takes \(step) ns: the same in every run"
            case .refused: "none: EINVAL"
            }
        return ["\(clocks == .refused ? "disabled " : "allowed  ") clocks: \(text)"]
    }

    private func explainRandom() -> String {
        guard allowedCalls.contains("random_get") else { return "disabled  random bytes: random_get is not allowed" }
        switch random {
        case .system: return "allowed   random bytes: the system's, fit for secrets"
        case .seeded(let seed):
            return "allowed   random bytes: from the seed \(seed), the same in every run: no secrets"
        case .refused: return "disabled  random bytes: ENOTCAPABLE, for \"random\" is refused"
        }
    }

    private func explainHostFunctions() -> [String] {
        guard !hostFunctions.allow.isEmpty else {
            return ["disabled  all of the embedder's functions, for \"hostFunctions.allow\" is empty"]
        }
        let granted = hostFunctions.allow.subtracting(hostFunctions.deny).sorted().map { Name($0).description }
        var lines = ["allowed   \(granted.joined(separator: ", "))"]
        if let effects = hostFunctions.effects {
            lines.append("disabled  those with other effects than: \(effects)")
        }
        lines.append("disabled  all others of the embedder's functions, for \"hostFunctions.allow\" has them not")
        return lines
    }

    private func explainResources() -> [String] {
        var lines = [
            "at most \(Policy.amount(resources.budget)) units of execution, counted by \(resources.budgetUnit.rawValue)",
            resources.hostPrices == .standard
                ? "system calls cost as many units as they take nanoseconds, about" : "system calls cost nothing",
            "at most \(Policy.amount(resources.deadlineMilliseconds)) ms",
            "at most \(resources.limits.memoryPages) pages of 64 KiB in a memory, \(resources.limits.totalMemoryBytes) bytes in all",
            "at most \(resources.limits.heapBytes) bytes of structs, arrays and exceptions",
            "at most \(resources.limits.tableElements) elements in a table, \(resources.limits.totalTableElements) in all",
            "at most \(resources.limits.codeBytes) bytes of internal code, and \(resources.limits.hostBytes) bytes of the host's memory "
                + "for all of it",
            "at most \(resources.limits.instances) instances, \(resources.limits.callDepth) calls inside one another, "
                + "\(resources.limits.stackSlots) slots of the stack",
            "modules of at most \(resources.limits.moduleBytes) bytes",
        ]
        if let modules = resources.modules {
            lines.append(
                "only these modules: \(modules.isEmpty ? "none" : modules.map(\.description).joined(separator: ", "))")
        } else {
            lines.append("any module, for \"resources.modules\" does not say which")
        }
        lines += [("allowed", true), ("disabled", false)].map { word, isOn in
            let names = Feature.proposals.map(\.feature).filter { features.contains($0) == isOn }.map(\.optionName)
            return "proposals beyond WebAssembly 3.0 that are \(word): "
                + (names.isEmpty ? "none" : names.joined(separator: ", "))
        }
        lines.append(
            profile == .deterministic
                ? "NaNs have the same bits on every processor"
                : "NaNs have the processor's bits, for \"profile\" is \"full\""
        )
        return lines
    }

    /// Lines about capabilities that no policy can give.
    private static let neverAllowed = [
        "disabled  the host's processes, users, signals and devices: WASI preview 1 has no call for them",
        "disabled  opening connections: preview 1 can only use sockets that it is handed",
        "disabled  native code, and memory of the host: a guest is interpreted, and every access is checked",
    ]

    private static func amount(_ number: (some BinaryInteger)?) -> String { number.map { "\($0)" } ?? "any number of" }

    private static func quoted(_ text: String) -> String { JSONNode.word(text).compactText }
}

extension StringRule {
    /// The conditions of the rule, in words that follow "must be".
    var explanation: String {
        var parts = ["\(minimumLength) to \(maximumLength) bytes"]
        if !oneOf.isEmpty {
            parts.append("one of \(oneOf.map { JSONNode.word($0).compactText }.joined(separator: ", "))")
        }
        if !pattern.isEmpty { parts.append("matching \(JSONNode.word(pattern).compactText)") }
        if !characters.isEmpty { parts.append("of the characters \(JSONNode.word(characters).compactText)") }
        parts.append(allowsControlCharacters ? "control characters included" : "without control characters")
        return parts.joined(separator: ", ")
    }
}
