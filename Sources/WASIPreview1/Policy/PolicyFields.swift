import WasmRuntime
import WasmSyntax

// The JSON form of each structure of a policy.

extension Policy: PolicyRecord {
    static var fields: [PolicyField<Policy>] {
        [
            .init("allow", \.allow), .init("deny", \.deny), .init("missing", \.missing),
            .init("hostFunctions", \.hostFunctions), .init("arguments", \.arguments),
            .init("environment", \.environment), .init("stdin", \.stdin), .init("stdout", \.stdout),
            .init("stderr", \.stderr), .init("folders", \.folders), .init("clocks", \.clocks),
            .init("random", \.random), .init("resources", \.resources), .init("features", \.featureChanges),
            .init("profile", \.profile),
        ]
    }
}

extension Policy.HostFunctions: PolicyRecord {
    static var fields: [PolicyField<Policy.HostFunctions>] {
        [.init("allow", \.allow), .init("deny", \.deny), .init("effects", \.effects)]
    }
}

extension Policy.Arguments: PolicyRecord {
    static var fields: [PolicyField<Policy.Arguments>] {
        [
            .init("values", \.values), .init("rules", \.rules), .init("others", \.others),
            .init("maximumCount", \.maximumCount),
        ]
    }
}

extension Policy.Environment: PolicyRecord {
    static var fields: [PolicyField<Policy.Environment>] {
        [
            .init("variables", \.variables), .init("rules", \.rules), .init("others", \.others),
            .init("maximumCount", \.maximumCount),
        ]
    }
}

extension StringRule: PolicyRecord {
    static var fields: [PolicyField<StringRule>] {
        [
            .init("oneOf", \.oneOf), .init("pattern", \.pattern), .init("characters", \.characters),
            .init("minimumLength", \.minimumLength), .init("maximumLength", \.maximumLength),
            .init("allowsControlCharacters", \.allowsControlCharacters),
        ]
    }
}

extension Policy.Output: PolicyRecord {
    static var fields: [PolicyField<Policy.Output>] {
        [
            .init("to", \.to), .init("maximumBytes", \.maximumBytes), .init("bytesPerSecond", \.bytesPerSecond),
            .init("beyond", \.beyond),
        ]
    }

    /// Reads an object, or a mere destination.
    init(_ node: JSONNode) throws(PolicyProblem) {
        self.init()
        switch node.content {
        case .object(let members) where !members.contains { $0.name == "file" }: try read(members)
        default: to = try Destination(node)
        }
    }

    static var schema: JSONNode { PolicySchema.any([PolicySchema.object(fields), Destination.schema]) }
}

extension Policy.Folder: PolicyRecord {
    static var fields: [PolicyField<Policy.Folder>] {
        [
            .init("host", \.host), .init("storage", \.storage), .init("guest", \.guest), .init("allow", \.allow),
            .init("quota", \.quota),
            .init("isSystemFolder", \.isSystemFolder),
        ]
    }

    var problem: String? {
        if storage == .memory { return host.isEmpty ? nil : "a folder in memory has no \"host\"" }
        return host.isEmpty ? "a folder needs \"host\", its path" : nil
    }
}

extension FolderQuota: PolicyRecord {
    static var fields: [PolicyField<FolderQuota>] {
        [
            .init("bytes", \.bytes), .init("files", \.files), .init("descriptors", \.descriptors),
            .init("pathDepth", \.pathDepth),
        ]
    }
}

extension Policy.Resources: PolicyRecord {
    static var fields: [PolicyField<Policy.Resources>] {
        [
            .init("budget", \.budget), .init("budgetUnit", \.budgetUnit),
            .init("hostPrices", \.hostPrices), .init("deadlineMilliseconds", \.deadlineMilliseconds),
            .init("memoryPages", \.limits.memoryPages), .init("totalMemoryBytes", \.limits.totalMemoryBytes),
            .init("heapBytes", \.limits.heapBytes), .init("tableElements", \.limits.tableElements),
            .init("totalTableElements", \.limits.totalTableElements), .init("codeBytes", \.limits.codeBytes),
            .init("hostBytes", \.limits.hostBytes), .init("instances", \.limits.instances),
            .init("callDepth", \.limits.callDepth), .init("stackSlots", \.limits.stackSlots),
            .init("moduleBytes", \.limits.moduleBytes), .init("modules", \.modules),
        ]
    }
}

// MARK: Words and choices

extension WASIConfiguration.MissingImports: PolicyWord {}
extension Policy.Output.Excess: PolicyWord {}
extension Profile: PolicyWord {}
extension BudgetUnit: PolicyWord {}
extension HostPrices: PolicyWord {}
extension Policy.Folder.Storage: PolicyWord {}

extension CallSelector: PolicyValue {
    init(_ node: JSONNode) throws(PolicyProblem) {
        guard let selector = CallSelector(try String(node)) else {
            let groups = CallGroup.allCases.map(\.rawValue).joined(separator: ", ")
            throw PolicyProblem(
                "\(node.kind) is no system call of preview 1, and no group of them; the groups are \(groups)", at: node)
        }
        self = selector
    }

    var json: JSONNode { .word(description) }

    static var schema: JSONNode {
        PolicySchema.words(CallGroup.allCases.map(\.rawValue) + WASIFunction.all.map(\.name.text))
    }
}

extension Policy {
    /// How ``features`` differ from the default, which is how JSON has them.
    fileprivate var featureChanges: FeatureChanges {
        get { FeatureChanges(words: Set(features.changes)) }
        set { features = Feature.onByDefault.applying(newValue.words) }
    }
}

/// The proposals that are turned on or off, each at most once.
private struct FeatureChanges: PolicyValue {
    var words: Set<FeatureChange>

    init(words: Set<FeatureChange>) { self.words = words }

    init(_ node: JSONNode) throws(PolicyProblem) {
        words = try Set(node)
        for word in words where word.isOn && words.contains(FeatureChange(word.feature, isOn: false)) {
            throw PolicyProblem("\(word.word) is both on and off", at: node)
        }
    }

    var json: JSONNode { words.json }

    static var schema: JSONNode { Set<FeatureChange>.schema }
}

/// A proposal by its name on the command line, with `-` before the name of one that is turned off. Features of
/// WebAssembly 3.0 cannot be chosen.
extension FeatureChange: PolicyValue {
    init(_ node: JSONNode) throws(PolicyProblem) {
        guard case .string(let word) = node.content, let change = FeatureChange(word) else {
            let names = Feature.proposals.map { "\"\($0.feature.optionName)\"" }.joined(separator: " or ")
            throw node.unknownChoice("\(names), with \"-\" in front to turn it off")
        }
        self = change
    }

    var json: JSONNode { .word(word) }

    static var schema: JSONNode {
        PolicySchema.words(Feature.proposals.flatMap { [$0.feature.optionName, "-" + $0.feature.optionName] })
    }
}

extension Policy.Input: PolicyChoice {
    static let forms: [PolicyForm] = [
        .word("null"), .word("inherit"), .word("embedder"), .object("text", String.self), .object("file", String.self),
    ]

    init(_ node: JSONNode) throws(PolicyProblem) {
        switch try node.choice() {
        case ("null", nil): self = .null
        case ("inherit", nil): self = .inherit
        case ("embedder", nil): self = .embedder
        case ("text", let detail?): self = .text(try String(detail))
        case ("file", let detail?): self = .file(try String(detail))
        default: throw node.unknownChoice(Policy.Input.choices)
        }
    }

    var json: JSONNode {
        switch self {
        case .null: .word("null")
        case .inherit: .word("inherit")
        case .embedder: .word("embedder")
        case .text(let text): .choice("text", text.json)
        case .file(let path): .choice("file", path.json)
        }
    }
}

extension Policy.Output.Destination: PolicyChoice {
    static let forms: [PolicyForm] = [
        .word("null"), .word("inherit"), .word("embedder"), .object("file", String.self),
    ]

    init(_ node: JSONNode) throws(PolicyProblem) {
        switch try node.choice() {
        case ("null", nil): self = .null
        case ("inherit", nil): self = .inherit
        case ("embedder", nil): self = .embedder
        case ("file", let detail?): self = .file(try String(detail))
        default: throw node.unknownChoice(Policy.Output.Destination.choices)
        }
    }

    var json: JSONNode {
        switch self {
        case .null: .word("null")
        case .inherit: .word("inherit")
        case .embedder: .word("embedder")
        case .file(let path): .choice("file", path.json)
        }
    }
}

extension Policy.Clocks: PolicyChoice {
    static let forms: [PolicyForm] = [
        .word("real"), .word("refused"), .object("coarse", UInt64.self), .object("fixed", UInt64.self),
        .object("stepping", Stepping.self),
    ]

    private struct Stepping: PolicyRecord {
        var start: UInt64 = 0
        var nanosecondsPerUnit: UInt64 = 1

        static var fields: [PolicyField<Stepping>] {
            [.init("start", \.start), .init("nanosecondsPerUnit", \.nanosecondsPerUnit)]
        }
    }

    init(_ node: JSONNode) throws(PolicyProblem) {
        switch try node.choice() {
        case ("real", nil): self = .real
        case ("refused", nil): self = .refused
        case ("coarse", let detail?): self = .coarse(nanoseconds: try UInt64(detail))
        case ("fixed", let detail?): self = .fixed(nanosecondsSince1970: try UInt64(detail))
        case ("stepping", let detail?):
            let stepping = try Stepping(detail)
            self = .stepping(
                nanosecondsSince1970: stepping.start, nanosecondsPerUnit: stepping.nanosecondsPerUnit)
        default: throw node.unknownChoice(Policy.Clocks.choices)
        }
    }

    var json: JSONNode {
        switch self {
        case .real: .word("real")
        case .refused: .word("refused")
        case .coarse(let step): .choice("coarse", step.json)
        case .fixed(let moment): .choice("fixed", moment.json)
        case .stepping(let start, let step):
            .choice(
                "stepping",
                JSONNode(
                    .object([
                        JSONMember("start", start.json), JSONMember("nanosecondsPerUnit", step.json),
                    ])))
        }
    }

    static var inside: [PolicyFieldDescription] {
        [".coarse", ".fixed", ".stepping"].map { PolicyFieldDescription(name: $0, standard: "") }
            + Stepping.inside.map { $0.inside(".stepping") }
    }
}

extension Policy.Random: PolicyChoice {
    static let forms: [PolicyForm] = [.word("system"), .word("refused"), .object("seeded", UInt64.self)]

    init(_ node: JSONNode) throws(PolicyProblem) {
        switch try node.choice() {
        case ("system", nil): self = .system
        case ("refused", nil): self = .refused
        case ("seeded", let detail?): self = .seeded(try UInt64(detail))
        default: throw node.unknownChoice(Policy.Random.choices)
        }
    }

    var json: JSONNode {
        switch self {
        case .system: .word("system")
        case .refused: .word("refused")
        case .seeded(let seed): .choice("seeded", seed.json)
        }
    }
}

// MARK: Sets of words

/// An option set that is a list of words in JSON.
protocol PolicyFlags: PolicyValue, OptionSet {
    /// Each member with its word.
    static var words: [(word: String, member: Self)] { get }
}

extension PolicyFlags where Element == Self {
    init(_ node: JSONNode) throws(PolicyProblem) {
        guard case .array(let nodes) = node.content else {
            throw PolicyProblem("expected a list, found \(node.kind)", at: node)
        }
        self = []
        for node in nodes {
            guard let match = Self.words.first(where: { node.content == .string($0.word) }) else {
                throw node.unknownChoice(Self.words.map { "\"\($0.word)\"" }.joined(separator: " or "))
            }
            formUnion(match.member)
        }
    }

    var json: JSONNode { JSONNode(.array(wordsInside.map { JSONNode.word($0) })) }

    static var schema: JSONNode { PolicySchema.list(PolicySchema.words(words.map(\.word))) }

    /// The words of the members that the set contains.
    var wordsInside: [String] { Self.words.filter { isSuperset(of: $0.member) }.map(\.word) }
}

extension FolderPermissions: PolicyFlags {
    static var words: [(word: String, member: FolderPermissions)] {
        [
            ("read", .read), ("write", .write), ("create", .create), ("delete", .delete), ("list", .list),
            ("links", .links),
        ]
    }
}

extension HostEffects: PolicyFlags {
    static var words: [(word: String, member: HostEffects)] { HostEffects.names.map { ($0.name, $0.effect) } }
}
