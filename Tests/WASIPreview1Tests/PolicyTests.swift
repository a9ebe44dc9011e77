import Testing
import WASIPreview1
import WasmRuntime
import WasmSyntax

/// The meaning of a policy.
@Suite struct PolicyTests {
    // MARK: Calls

    @Test func everyCallIsInAGroupAndEveryGroupHasCallsThatThereAre() {
        let names = Set(WASIFunction.all.map(\.name))
        #expect(Set(CallGroup.allCases.flatMap(\.calls)) == names)
        for group in CallGroup.allCases {
            #expect(!group.calls.isEmpty)
            #expect(Set(group.calls).count == group.calls.count)
            #expect(CallSelector(group.rawValue) == .group(group))
        }
        #expect(CallSelector("fd_read") == .call("fd_read"))
        #expect(CallSelector("fd_fly") == nil)
    }

    static let selections: [(allow: Set<CallSelector>, deny: Set<CallSelector>, calls: Set<Name>)] = [
        ([], [], []), ([.clock], [], ["clock_res_get", "clock_time_get"]), ([.call("fd_write")], [], ["fd_write"]),
        ([.random, .exit], [.call("proc_raise")], ["random_get", "proc_exit"]), ([.links], [.links], []),
        ([.poll], [.stdio], ["poll_oneoff", "sched_yield"]), ([.call("nothing")], [], ["nothing"]),
        ([.call("path_open"), .filesDelete], [.filesCreate], ["path_unlink_file", "path_remove_directory"]),
    ]

    /// Exactly the allowed calls link, whatever else the policy contains.
    @Test(arguments: selections)
    func exactlyWhatIsAllowedLinks(_ allow: Set<CallSelector>, _ deny: Set<CallSelector>, _ calls: Set<Name>) throws {
        var policy = Policy()
        (policy.allow, policy.deny) = (allow, deny)
        #expect(policy.allowedCalls == calls)
        var configuration = WASIConfiguration()
        for capability in Capability.allCases { try LinkingTests.grant(capability, &configuration) }
        configuration.calls = policy.allowedCalls
        let wasi = WASI(configuration)
        for function in WASIFunction.all {
            let resolution = wasi.resolve(module: WASIFunction.moduleName, name: function.name, type: function.type)
            switch resolution {
            case .function: #expect(calls.contains(function.name))
            case .refused(let refusal):
                #expect(!calls.contains(function.name), "\(refusal)")
            default: Issue.record("\(function.name)")
            }
        }
    }

    static let missing: [(WASIConfiguration.MissingImports, random: String, exit: String)] = [
        (.error, "refused", "refused"), (.enosys, "52", "trap"), (.trap, "trap", "trap"),
    ]

    @Test(arguments: missing)
    func whatIsNotAllowedIsWhatWasChosen(
        _ missing: WASIConfiguration.MissingImports, _ random: String, _ exit: String
    ) throws {
        var configuration = WASIConfiguration()
        configuration.missing = missing
        let wasi = WASI(configuration)
        func outcome(_ name: Name) throws -> String {
            let function = try #require(WASIFunction.named(name))
            switch wasi.resolve(module: WASIFunction.moduleName, name: name, type: function.type) {
            case .stub(let stub):
                do {
                    let (results, _) = try Store().callForTest(stub, arguments: [0, 0], memory: [])
                    return "\(results[0])"
                } catch is Trap {
                    return "trap"
                }
            case .refused: return "refused"
            default: return "linked"
            }
        }
        #expect(try outcome("random_get") == random)
        #expect(try outcome("proc_exit") == exit)
        let reason: Denials.Denial.Reason = missing == .error ? .notLinked : .notAllowed
        let expected = ["random_get", "proc_exit"].map {
            (Denials.Denial(module: WASIFunction.moduleName, name: $0, reason: reason), UInt64(1))
        }
        #expect(wasi.denials.counts == Dictionary(uniqueKeysWithValues: expected))
        #expect(wasi.denials.total == 2)
    }

    // MARK: Folders

    static let permissions: [(allow: Set<CallSelector>, deny: Set<CallSelector>, FolderPermissions)] = [
        ([], [], []), ([.stdio], [], []), ([.filesRead], [], [.read, .list]),
        ([.filesRead, .stdio], [], [.read, .list]),
        ([.filesRead, .filesWrite], [], [.read, .list, .write]), ([.filesRead], [.filesRead], []),
        ([.filesRead, .filesWrite], [.filesWrite], [.read, .list]), ([.filesCreate], [], .create),
        ([.filesDelete], [], .delete), ([.links], [], .links),
        ([.call("fd_write"), .call("path_open")], [], [.write, .create]),
        ([.call("fd_read")], [], .read), ([.call("path_rename")], [], [.create, .delete]),
        ([.clock, .sockets], [], []),
    ]

    /// A permission needs both the folder and a call; an `fd_write` that is allowed for the standard streams does not
    /// write files.
    @Test(arguments: permissions)
    func aFolderAllowsWhatCallsAreThereFor(
        _ allow: Set<CallSelector>, _ deny: Set<CallSelector>, _ expected: FolderPermissions
    ) {
        var policy = Policy()
        (policy.allow, policy.deny) = (allow, deny)
        #expect(policy.permissions(in: Policy.Folder(host: "/a", guest: "/", allow: .all)) == expected)
        #expect(policy.permissions(in: Policy.Folder(host: "/a", guest: "/", allow: [])) == [])
        #expect(
            policy.permissions(in: Policy.Folder(host: "/a", guest: "/", allow: .read)) == expected.intersection(.read))
    }

    // MARK: Rules

    static let rules: [(rule: StringRule, good: [String], bad: [String])] = [
        (
            StringRule(), ["", "a", "größe 😀", String(repeating: "a", count: 4096)],
            ["a\nb", "\u{1b}[2J", "\0", "\u{7f}", "\u{85}", String(repeating: "a", count: 4097)]
        ),
        (StringRule(oneOf: ["fast", "\u{c5}"]), ["fast", "\u{c5}"], ["", "Fast", "fast ", "\u{212b}", "A\u{30a}"]),
        (StringRule(pattern: "*.txt"), [".txt", "a.txt", "a.txt.txt"], ["", "txt", "a.txt.", "a.TXT"]),
        (StringRule(pattern: "a*b*c"), ["abc", "aXbXc", "abbcc", "abcbc"], ["ab", "acb", "abcd", "xabc"]),
        (StringRule(pattern: "??"), ["ab", "é😀"], ["a", "abc", ""]),
        (StringRule(pattern: "*"), ["", "anything"], ["\n"]),
        (StringRule(pattern: "a?*"), ["ab", "abc"], ["a", "ba"]),
        (StringRule(characters: "a-z0-9_-"), ["", "a-z_09"], ["A", "a b", "é", "."]),
        (StringRule(characters: "-+"), ["+-+"], [","]), (StringRule(characters: "à-ü"), ["é"], ["e"]),
        (StringRule(characters: "z-a"), [], ["", "a", "m", "-"]),
        (StringRule(characters: "a-z", maximumLength: 2), ["ab"], ["abc"]),
    ]

    @Test(arguments: rules)
    func aRuleHolds(_ rule: StringRule, _ good: [String], _ bad: [String]) {
        for text in good { #expect(rule.violation(by: text) == nil, "\(text.debugDescription)") }
        for text in bad { #expect(rule.violation(by: text) != nil, "\(text.debugDescription)") }
    }

    @Test func lengthsAreBytes() {
        var rule = StringRule()
        (rule.minimumLength, rule.maximumLength) = (2, 4)
        #expect(rule.violation(by: "é") == nil)
        #expect(rule.violation(by: "e") == "it has 1 bytes, at least 2 are needed")
        #expect(rule.violation(by: "😀") == nil)
        #expect(rule.violation(by: "😀e") == "it has 5 bytes, at most 4 are allowed")
        rule.allowsControlCharacters = true
        #expect(rule.violation(by: "\n\n") == nil)
    }

    /// A pattern that takes a backtracking matcher exponential time.
    @Test func patternsDoNotBlowUp() {
        let text = String(repeating: "a", count: 4000)
        #expect(StringRule(pattern: String(repeating: "*a", count: 60) + "b").violation(by: text) != nil)
        #expect(StringRule(pattern: String(repeating: "*a", count: 60)).violation(by: text) == nil)
    }

    @Test func argumentsObeyTheirRules() throws {
        var policy = Policy()
        policy.arguments.rules = [StringRule(oneOf: ["get", "put"])]
        policy.arguments.values = ["get", "anything"]
        #expect(try policy.checkedArguments() == ["get", "anything"])
        policy.arguments.values = ["drop"]
        #expect(throws: PolicyError.argument(1, #"it is not one of "get", "put""#)) { try policy.checkedArguments() }
        policy.arguments.values = ["put", "a\nb"]
        #expect(throws: PolicyError.argument(2, "it holds a control character")) { try policy.checkedArguments() }
        policy.arguments.others = nil
        policy.arguments.values = ["put", "a"]
        #expect(throws: PolicyError.argument(2, "there may be none here")) { try policy.checkedArguments() }
        policy.arguments.maximumCount = 1
        #expect(throws: PolicyError.tooManyArguments(2, maximum: 1)) { try policy.checkedArguments() }
    }

    @Test func variablesObeyTheirRules() throws {
        var policy = Policy()
        policy.environment.rules = ["MODE": StringRule(oneOf: ["fast"])]
        policy.environment.variables = ["MODE": "fast", "OTHER": "x"]
        #expect(try policy.checkedEnvironment().map(\.value) == ["fast", "x"])
        policy.environment.others = nil
        #expect(throws: PolicyError.variable("OTHER", "it has no rule that allows it")) {
            try policy.checkedEnvironment()
        }
        policy.environment.variables = ["MODE": "slow"]
        #expect(throws: PolicyError.variable("MODE", #"it is not one of "fast""#)) { try policy.checkedEnvironment() }
        policy.environment.maximumCount = 0
        #expect(throws: PolicyError.tooManyVariables(1, maximum: 0)) { try policy.checkedEnvironment() }
    }

    @Test func entriesKeepTheirOrderAndCompareBytes() {
        var entries: PolicyEntries<String> = ["B": "1", "A": "2", "\u{212b}": "3", "\u{c5}": "4"]
        #expect(entries.entries.map(\.name.unicodeScalars.first?.value) == [0x42, 0x41, 0x212b, 0xc5])
        entries["B"] = "5"
        entries["A"] = nil
        #expect(entries.entries.map(\.value) == ["5", "3", "4"])
        #expect(entries["A"] == nil && entries["\u{c5}"] == "4")
    }

    // MARK: Digests

    static let digests: [(message: [UInt8], digest: String)] = [
        ([], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (Array("abc".utf8), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            Array(
                "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"
                    .utf8),
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        ),
        ([UInt8](repeating: 0x61, count: 100_000), "6d1cf22d7cc09b085dfc25ee1a1f3ae0265804c607bc2074ad253bcc82fd81ee"),
        ([UInt8](repeating: 0, count: 55), "02779466cdec163811d078815c633f21901413081449002f24aa3e80f0b88ef7"),
        ([UInt8](repeating: 0, count: 56), "d4817aa5497628e7c77e6b606107042bbba3130888c5f47a375e6179be789fbb"),
        ([UInt8](repeating: 0, count: 64), "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b"),
    ]

    @Test(arguments: digests)
    func digestsAreThoseOfTheStandard(_ message: [UInt8], _ digest: String) throws {
        #expect(ModuleDigest(of: message).description == "sha256:" + digest)
        #expect(ModuleDigest(digest.uppercased()) == ModuleDigest(of: message))
        #expect(ModuleDigest("sha256:" + digest) == ModuleDigest(of: message))
    }

    @Test func onlyListedModulesLoad() throws {
        var policy = Policy()
        try policy.check(module: [1])
        policy.resources.modules = []
        #expect(throws: PolicyError.module(ModuleDigest(of: [1]))) { try policy.check(module: [1]) }
        policy.resources.modules = [ModuleDigest(of: [2]), ModuleDigest(of: [1])]
        try policy.check(module: [1])
        #expect(throws: PolicyError.self) { try policy.check(module: [1, 0]) }
        for text in [
            "", "sha256:", String(repeating: "g", count: 64), String(repeating: "0", count: 63),
            "+" + String(repeating: "0", count: 63),
        ] {
            #expect(ModuleDigest(text) == nil)
        }
    }

    // MARK: Words

    /// Every group is listed as allowed or disabled, and nothing is missing.
    @Test func theExplanationHasEverythingThatIsDisabled() {
        let text = Policy().explanation
        for group in CallGroup.allCases { #expect(text.contains("disabled  \(group.rawValue): ")) }
        for function in WASIFunction.all where function.name.text.hasPrefix("clock") || function.name == "proc_exit" {
            #expect(text.contains(function.name.text))
        }
        for word in ["stdin", "stdout", "stderr"] { #expect(text.contains("disabled  \(word): ")) }
        #expect(text.contains("disabled  a guest sees no folder of the host"))
        #expect(text.contains("disabled  the host's own environment"))
        #expect(text.contains("disabled  all of the embedder's functions"))
        #expect(!text.contains("allowed "))
        #expect(text.contains("imports what is disabled does not link"))
    }

    @Test func theExplanationHasWhatIsAllowed() {
        var policy = Policy()
        policy.allow = [.clock, .stdio, .filesRead, .call("random_get"), .exit]
        policy.deny = [.call("proc_raise")]
        policy.missing = .trap
        policy.stdout.to = .inherit
        policy.stdout.bytesPerSecond = 10
        policy.stdin = .file("/a\"\u{1b}b")
        policy.folders = [Policy.Folder(host: "/srv", guest: "/data", allow: [.read, .write])]
        policy.environment.variables = ["LANG": "C"]
        policy.clocks = .stepping(nanosecondsSince1970: 0, nanosecondsPerUnit: 3)
        policy.hostFunctions.allow = ["env.log"]
        policy.resources.budget = 77
        let text = policy.explanation
        for line in [
            "allowed   clock: a guest may read clocks (clock_res_get, clock_time_get)",
            "allowed   random: a guest may ask for random bytes (random_get)",
            "in part   exit: of this only proc_exit; disabled are proc_raise",
            "disabled  files.write: a guest may not change files",
            "links all the same, and ends the guest when it is called",
            "allowed   stdin: the file \"/a\\\"\\u001bb\"",
            "at most 16777216 bytes (more is ENOSPC for the guest), 10 in a second",
            "allowed   \"/srv\", which the guest sees as \"/data\": read; disabled are write (\"allow\" has no call for it), create,",
            "allowed   LANG, which is \"C\"", "each unit of budget takes 3 ns", "allowed   env.log",
            "at most 77 units of execution, counted by instruction", "the folder \"/data\" allows write, but",
            "environment variables are given, but \"allow\" has no \"environment\"",
        ] { #expect(text.contains(line), "\(line)") }
    }

    static let warnings: [(json: String, warning: String)] = [
        (#"{"resources": {"totalMemoryBytes": 1000000000}}"#, "resources.hostBytes"),
        (#"{"stdin": "inherit"}"#, "stdin is given, but \"allow\" has no fd_read"),
        (#"{"stderr": "inherit", "allow": ["fd_read"]}"#, "stderr is given, but \"allow\" has no fd_write"),
        (#"{"arguments": {"values": ["a"]}}"#, "\"allow\" has no \"arguments\""),
        (#"{"folders": [{"host": "/a", "allow": ["read"]}], "allow": ["stdio"]}"#, "allows read, but"),
        (#"{"folders": [{"host": "/a"}]}"#, "allows nothing"),
        (#"{"folders": [{"host": "/etc", "isSystemFolder": true}]}"#, "may be the system's"),
        (#"{"allow": ["files.read"]}"#, "path_open is allowed, but no folder is given"),
        (#"{"deny": ["clock"]}"#, "\"deny\" has clock, which was not allowed anyway"),
        (#"{"resources": {"budget": "unlimited"}}"#, "there is no budget"),
        (#"{"resources": {"deadlineMilliseconds": "unlimited"}}"#, "there is no deadline"),
    ]

    @Test(arguments: warnings)
    func whatDoesNothingIsWarnedOf(_ json: String, _ warning: String) throws {
        let policy = try Policy(json: Array(json.utf8))
        #expect(policy.warnings.contains { $0.contains(warning) }, "\(policy.warnings)")
    }

    @Test func aSoundPolicyHasNoWarnings() throws {
        let json = #"{"allow": ["stdio", "arguments", "exit"], "stdout": "inherit", "arguments": {"values": ["a"]}}"#
        #expect(try Policy(json: Array(json.utf8)).warnings == [])
        #expect(Policy().warnings == [])
    }
}
