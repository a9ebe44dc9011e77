import Testing
import WASIPreview1
import WasmRuntime

/// Policies as JSON: every field, and every kind of mistake.
@Suite struct PolicyFileTests {
    /// Each field with a policy that changes it from its default.
    static let fields: [(field: String, json: String)] = [
        ("allow", #"{"allow": ["clock", "fd_write"]}"#),
        ("deny", #"{"deny": ["files.read", "poll_oneoff"]}"#),
        ("missing", #"{"missing": "trap"}"#),
        ("hostFunctions", #"{"hostFunctions": {"allow": ["a"], "deny": ["b"]}}"#),
        ("hostFunctions.allow", #"{"hostFunctions": {"allow": ["env.log"]}}"#),
        ("hostFunctions.deny", #"{"hostFunctions": {"deny": ["env.log"]}}"#),
        ("hostFunctions.effects", #"{"hostFunctions": {"effects": ["readsMemory", "io"]}}"#),
        ("arguments", #"{"arguments": {"values": ["a"], "others": "refused"}}"#),
        ("arguments.values", #"{"arguments": {"values": ["a", "b"]}}"#),
        ("arguments.rules", #"{"arguments": {"rules": [{}, {"pattern": "*"}]}}"#),
        ("arguments.rules.oneOf", #"{"arguments": {"rules": [{"oneOf": ["a"]}]}}"#),
        ("arguments.rules.pattern", #"{"arguments": {"rules": [{"pattern": "a?"}]}}"#),
        ("arguments.rules.characters", #"{"arguments": {"rules": [{"characters": "a-z"}]}}"#),
        ("arguments.rules.minimumLength", #"{"arguments": {"rules": [{"minimumLength": 1}]}}"#),
        ("arguments.rules.maximumLength", #"{"arguments": {"rules": [{"maximumLength": 9}]}}"#),
        ("arguments.rules.allowsControlCharacters", #"{"arguments": {"rules": [{"allowsControlCharacters": true}]}}"#),
        ("arguments.others", #"{"arguments": {"others": "refused"}}"#),
        ("arguments.others.oneOf", #"{"arguments": {"others": {"oneOf": ["a", "b"]}}}"#),
        ("arguments.others.pattern", #"{"arguments": {"others": {"pattern": "*.txt"}}}"#),
        ("arguments.others.characters", #"{"arguments": {"others": {"characters": "-a-z"}}}"#),
        ("arguments.others.minimumLength", #"{"arguments": {"others": {"minimumLength": 2}}}"#),
        ("arguments.others.maximumLength", #"{"arguments": {"others": {"maximumLength": 2}}}"#),
        ("arguments.others.allowsControlCharacters", #"{"arguments": {"others": {"allowsControlCharacters": true}}}"#),
        ("arguments.maximumCount", #"{"arguments": {"maximumCount": 3}}"#),
        ("environment", #"{"environment": {"variables": {"A": ""}, "maximumCount": 1}}"#),
        ("environment.variables", #"{"environment": {"variables": {"B": "2", "A": "1"}}}"#),
        ("environment.rules", #"{"environment": {"rules": {"B": {"maximumLength": 1}}}}"#),
        ("environment.others", #"{"environment": {"others": "refused"}}"#),
        ("environment.others.oneOf", #"{"environment": {"others": {"oneOf": ["x"]}}}"#),
        ("environment.others.pattern", #"{"environment": {"others": {"pattern": "?"}}}"#),
        ("environment.others.characters", #"{"environment": {"others": {"characters": "é"}}}"#),
        ("environment.others.minimumLength", #"{"environment": {"others": {"minimumLength": 1}}}"#),
        ("environment.others.maximumLength", #"{"environment": {"others": {"maximumLength": 0}}}"#),
        (
            "environment.others.allowsControlCharacters",
            #"{"environment": {"others": {"allowsControlCharacters": true}}}"#
        ),
        ("environment.maximumCount", #"{"environment": {"maximumCount": 0}}"#),
        ("stdin", #"{"stdin": {"text": "one\ntwo\u0041\ud83d\ude00"}}"#),
        ("stdout", #"{"stdout": "inherit"}"#),
        ("stdout.to", #"{"stdout": {"to": {"file": "/tmp/out"}, "maximumBytes": 1}}"#),
        ("stdout.maximumBytes", #"{"stdout": {"maximumBytes": "unlimited"}}"#),
        ("stdout.bytesPerSecond", #"{"stdout": {"bytesPerSecond": 100}}"#),
        ("stdout.beyond", #"{"stdout": {"beyond": "stop"}}"#),
        ("stderr", #"{"stderr": {"file": "/tmp/err"}}"#),
        ("stderr.to", #"{"stderr": {"to": "embedder"}}"#),
        ("stderr.maximumBytes", #"{"stderr": {"maximumBytes": 0}}"#),
        ("stderr.bytesPerSecond", #"{"stderr": {"bytesPerSecond": 1}}"#),
        ("stderr.beyond", #"{"stderr": {"beyond": "drop"}}"#),
        ("folders", #"{"folders": [{"host": "/a"}, {"host": "/b", "guest": "b"}]}"#),
        ("folders.host", #"{"folders": [{"host": "/srv/data"}]}"#),
        ("folders.storage", #"{"folders": [{"storage": "memory"}, {"host": "/a", "storage": "overlay"}]}"#),
        ("folders.guest", #"{"folders": [{"host": "/a", "guest": "/data"}]}"#),
        ("folders.allow", #"{"folders": [{"host": "/a", "allow": ["read", "list", "links"]}]}"#),
        ("folders.isSystemFolder", #"{"folders": [{"host": "/etc", "isSystemFolder": true}]}"#),
        ("folders.quota", #"{"folders": [{"host": "/a", "quota": {"bytes": 1, "files": 2}}]}"#),
        ("folders.quota.bytes", #"{"folders": [{"host": "/a", "quota": {"bytes": "unlimited"}}]}"#),
        ("folders.quota.files", #"{"folders": [{"host": "/a", "quota": {"files": "unlimited"}}]}"#),
        ("folders.quota.descriptors", #"{"folders": [{"host": "/a", "quota": {"descriptors": 3}}]}"#),
        ("folders.quota.pathDepth", #"{"folders": [{"host": "/a", "quota": {"pathDepth": 2}}]}"#),
        ("clocks", #"{"clocks": "real"}"#),
        ("clocks.coarse", #"{"clocks": {"coarse": 1}}"#),
        ("clocks.fixed", #"{"clocks": {"fixed": 18446744073709551615}}"#),
        ("clocks.stepping", #"{"clocks": {"stepping": {}}}"#),
        ("clocks.stepping.start", #"{"clocks": {"stepping": {"start": 5}}}"#),
        ("clocks.stepping.nanosecondsPerUnit", #"{"clocks": {"stepping": {"nanosecondsPerUnit": 7}}}"#),
        ("random", #"{"random": {"seeded": 42}}"#),
        ("resources", #"{"resources": {"budget": 1, "instances": 1}}"#),
        ("resources.budget", #"{"resources": {"budget": "unlimited"}}"#),
        ("resources.budgetUnit", #"{"resources": {"budgetUnit": "time"}}"#),
        ("resources.hostPrices", #"{"resources": {"hostPrices": "none"}}"#),
        ("resources.deadlineMilliseconds", #"{"resources": {"deadlineMilliseconds": 0}}"#),
        ("resources.memoryPages", #"{"resources": {"memoryPages": 1}}"#),
        ("resources.totalMemoryBytes", #"{"resources": {"totalMemoryBytes": 65536}}"#),
        ("resources.heapBytes", #"{"resources": {"heapBytes": 0}}"#),
        ("profile", #"{"profile": "deterministic"}"#),
        ("features", #"{"features": ["-wide-arithmetic", "legacy-exceptions"]}"#),
        ("resources.tableElements", #"{"resources": {"tableElements": 0}}"#),
        ("resources.totalTableElements", #"{"resources": {"totalTableElements": 5}}"#),
        ("resources.codeBytes", #"{"resources": {"codeBytes": 0}}"#),
        ("resources.hostBytes", #"{"resources": {"hostBytes": 1}}"#),
        ("resources.instances", #"{"resources": {"instances": 2}}"#),
        ("resources.callDepth", #"{"resources": {"callDepth": 100}}"#),
        ("resources.stackSlots", #"{"resources": {"stackSlots": 1000}}"#),
        ("resources.moduleBytes", #"{"resources": {"moduleBytes": 18446744073709551615}}"#),
        (
            "resources.modules",
            #"{"resources": {"modules": ["sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"]}}"#
        ),
    ]

    @Test func theTableHasEveryField() {
        #expect(Set(PolicyFileTests.fields.map(\.field)) == Set(Policy.allFields.map(\.name)))
    }

    @Test(arguments: fields)
    func everyFieldIsReadAndWritten(_ field: String, _ json: String) throws {
        let policy = try Policy(json: Array(json.utf8))
        #expect(policy != Policy(), "it is not the default")
        let written = policy.jsonText
        #expect(try Policy(json: Array(written.utf8)) == policy)
        for part in field.split(separator: ".") { #expect(written.contains("\"\(part)\"")) }
    }

    @Test func allFieldsTogetherAreReadAndWritten() throws {
        let text = #"""
            {
              "allow": ["stdio", "exit", "random_get"], "deny": ["fd_seek"], "missing": "enosys",
              "hostFunctions": {"allow": ["shop.stock"], "effects": []},
              "arguments": {"values": ["a\tb"], "rules": [{"allowsControlCharacters": true}], "others": "refused"},
              "environment": {"variables": {"Z": "1", "A": "2"}, "rules": {"Z": {"oneOf": ["1"]}}},
              "stdin": "embedder", "stdout": {"to": "inherit", "maximumBytes": 10, "beyond": "stop"}, "stderr": "null",
              "folders": [{"host": "/srv", "guest": "/", "allow": ["read"], "quota": {"bytes": 5}}],
              "clocks": "refused", "random": "refused", "resources": {"budget": 5, "modules": []}
            }
            """#
        let policy = try Policy(json: Array(text.utf8))
        var expected = Policy()
        expected.allow = [.stdio, .exit, .call("random_get")]
        expected.deny = [.call("fd_seek")]
        expected.missing = .enosys
        expected.hostFunctions.allow = ["shop.stock"]
        expected.hostFunctions.effects = []
        expected.arguments.values = ["a\tb"]
        var rule = StringRule()
        rule.allowsControlCharacters = true
        expected.arguments.rules = [rule]
        expected.arguments.others = nil
        expected.environment.variables = ["Z": "1", "A": "2"]
        expected.environment.rules = ["Z": StringRule(oneOf: ["1"])]
        expected.stdin = .embedder
        expected.stdout.to = .inherit
        expected.stdout.maximumBytes = 10
        expected.stdout.beyond = .stop
        var quota = FolderQuota()
        quota.bytes = 5
        expected.folders = [Policy.Folder(host: "/srv", guest: "/", allow: .read, quota: quota)]
        expected.clocks = .refused
        expected.random = .refused
        expected.resources.budget = 5
        expected.resources.modules = []
        #expect(policy == expected)
        #expect(try Policy(json: Array(policy.jsonText.utf8)) == expected)
    }

    @Test func theDefaultAllowsNothingAndIsWrittenAsNothing() throws {
        #expect(try Policy(json: Array("{}".utf8)) == Policy())
        #expect(Policy().jsonText == "{}\n")
        #expect(Policy().allowedCalls.isEmpty)
        #expect(Policy().folders.isEmpty && Policy().stdin == .null && Policy().stdout.to == .null)
        #expect(Policy().hostFunctions.allow.isEmpty)
    }

    /// Invalid policies, the place of the fault, and the message.
    static let faults: [(json: String, place: String, says: String)] = [
        ("", "1:1", "unexpected end"), ("   \n ", "2:2", "unexpected end"),
        ("[]", "1:1", "expected an object, found a list"),
        ("null", "1:1", "expected an object, found null"), ("{} {}", "1:4", "something after the end"),
        ("{", "1:2", "expected a name"), (#"{"allow""#, "1:9", "expected ':'"),
        (#"{"allow": ["#, "1:12", "unexpected end"),
        (#"{"allow": ["clock",]}"#, "1:20", "expected a value"),
        (#"{"allow": ["clock" "exit"]}"#, "1:20", "expected ','"),
        (#"{"allow": []"#, "1:13", "expected ',' or '}'"), (#"{"allow": [],}"#, "1:14", "expected a name"),
        (#"{allow: []}"#, "1:2", "expected a name"), (#"{'allow': []}"#, "1:2", "expected a name"),
        (#"{"a\x": 1}"#, "1:4", "an unknown escape"), (#"{"a\u12": 1}"#, "1:4", "an unknown escape"),
        (#"{"a\u-123": 1}"#, "1:4", "an unknown escape"), (#"{"\ud800": 1}"#, "1:3", "half of a surrogate pair"),
        (#"{"\udc00\ud800": 1}"#, "1:3", "half of a surrogate pair"),
        (#"{"\ud800\u0041": 1}"#, "1:3", "half of a surrogate pair"), ("{\"a\n\": 1}", "1:4", "a control character"),
        (#"{"allow"#, "1:8", "a string without an end"), (#"{"allow": ["clock\"#, "1:19", "a string without an end"),
        ("// comment\n{}", "1:1", "expected a value"), ("{\"deny\": nul}", "1:10", "expected a value"),
        ("{\n  \"allow\": [],\n  \"größe\": 1}", "3:3", "there is no field \"größe\" here; there are allow, deny"),
        ("{\"é\": 1}", "1:2", "no field"),
        (#"{"ressources": {"budget": 5}}"#, "1:2", "no field \"ressources\""),
        (#"{"resources": {"budgets": 5}}"#, "1:16", "no field \"budgets\" here; there are budget, budgetUnit"),
        (#"{"allow": [], "allow": []}"#, "1:15", "\"allow\" stands here twice"),
        (#"{"environment": {"variables": {"A": "1", "A": "2"}}}"#, "1:42", "\"A\" stands here twice"),
        (#"{"allow": "clock"}"#, "1:11", "expected a list, found \"clock\""),
        (#"{"allow": ["clocks"]}"#, "1:12", "\"clocks\" is no system call of preview 1"),
        (#"{"allow": ["fd_fly"]}"#, "1:12", "the groups are clock, random, environment"),
        (#"{"allow": [1]}"#, "1:12", "expected a text in quotes, found a number"),
        (#"{"missing": "ignore"}"#, "1:13", #"expected "error" or "enosys" or "trap""#),
        (#"{"arguments": ["a"]}"#, "1:15", "expected an object, found a list"),
        (#"{"arguments": {"others": "allowed"}}"#, "1:26", "expected an object"),
        (#"{"arguments": {"rules": [{"minimumLength": 2, "maximumLength": 1}]}}"#, "1:26", "minimumLength is more"),
        (#"{"arguments": {"rules": [{"characters": "z-a"}]}}"#, "1:26", "a range that is backwards"),
        (#"{"arguments": {"rules": [{"patern": "a"}]}}"#, "1:27", "no field \"patern\""),
        (#"{"environment": {"variables": {"A": 1}}}"#, "1:37", "expected a text in quotes"),
        (#"{"environment": {"variables": ["A"]}}"#, "1:31", "expected an object"),
        (#"{"stdin": "stdin"}"#, "1:11", #"expected "null", "inherit""#),
        (#"{"stdin": {"file": 1}}"#, "1:20", "expected a text in quotes"),
        (#"{"stdin": {"file": "a", "text": "b"}}"#, "1:11", "an object with one member"),
        (#"{"stdout": {"file": "a", "beyond": "stop"}}"#, "1:12", "an object with one member"),
        (#"{"stdout": {"to": {"text": "a"}}}"#, "1:19", #"expected "null", "inherit""#),
        (#"{"stdout": {"beyond": "explode"}}"#, "1:23", #"expected "error" or "drop" or "stop""#),
        (#"{"stdout": {"maximumBytes": -1}}"#, "1:29", "numbers are whole, from 0 to 18446744073709551615"),
        (#"{"stdout": {"maximumBytes": 1.5}}"#, "1:29", "numbers are whole"),
        (#"{"stdout": {"maximumBytes": 1e3}}"#, "1:29", "numbers are whole"),
        (#"{"stdout": {"maximumBytes": 01}}"#, "1:29", "numbers are whole"),
        (#"{"stdout": {"maximumBytes": 18446744073709551616}}"#, "1:29", "numbers are whole"),
        (#"{"stdout": {"maximumBytes": "many"}}"#, "1:29", "expected a number, found \"many\""),
        (#"{"stdout": {"maximumBytes": null}}"#, "1:29", "expected a number, found null"),
        (#"{"folders": {"host": "/"}}"#, "1:13", "expected a list"),
        (#"{"folders": [{"storage": "memory", "host": "/a"}]}"#, "1:14", "a folder in memory has no \"host\""),
        (#"{"folders": [{"storage": "overlay"}]}"#, "1:14", "a folder needs \"host\""),
        (#"{"folders": [{"guest": "/"}]}"#, "1:14", "a folder needs \"host\""),
        (#"{"folders": [{"host": "/", "allow": ["execute"]}]}"#, "1:38", #"expected "read" or "write""#),
        (#"{"folders": [{"host": "/", "quota": {"files": 9223372036854775808}}]}"#, "1:47", "too large a number"),
        (#"{"folders": [{"host": "/", "isSystemFolder": 1}]}"#, "1:46", "expected true or false, found a number"),
        (#"{"clocks": "fixed"}"#, "1:12", #"expected "real", "refused", {"coarse""#),
        (#"{"clocks": {"real": 1}}"#, "1:12", #"expected "real""#),
        (#"{"clocks": {"stepping": {"step": 1}}}"#, "1:26", "no field \"step\""),
        (#"{"random": "seeded"}"#, "1:12", #"expected "system""#),
        (#"{"hostFunctions": {"effects": ["magic"]}}"#, "1:32", #"expected "readsMemory""#),
        (#"{"resources": {"modules": ["sha256:00"]}}"#, "1:28", "64 hexadecimal digits"),
        (#"{"features": ["garbage-collection"]}"#, "1:15", #"expected "threads" or"#),
        (#"{"features": ["-garbage-collection"]}"#, "1:15", #"expected "threads" or"#),
        (#"{"features": ["-threads", "threads"]}"#, "1:14", "threads is both on and off"),
        (#"{"resources": {"budget": []}}"#, "1:26", "expected a number, found a list"),
        (String(repeating: "[", count: 17), "1:17", "more than 16 levels"),
        (#"{"allow": "# + String(repeating: "[", count: 100_000), "1:26", "more than 16 levels"),
        (#"{"allow": ["\#u{202E}x"]}"#, "1:12", #""\u{202e}x""#),
    ]

    @Test(arguments: faults)
    func aFaultHasItsPlace(_ json: String, _ place: String, _ says: String) throws {
        let error = try #require(throws: PolicyFileError.self) { try Policy(json: Array(json.utf8)) }
        #expect(error.description.hasPrefix(place + ": "), "\(error)")
        #expect(error.problem.contains(says), "\(error)")
        #expect(error.problem.utf8.count < 1000)
    }

    @Test func textsThatAreNoneAreRefused() throws {
        for bytes in [[0xFF], Array("{\"allow\": [\"".utf8) + [0xC0, 0x80] + Array("\"]}".utf8)] as [[UInt8]] {
            let error = try #require(throws: PolicyFileError.self) { try Policy(json: bytes) }
            #expect(error.description == "1:1: not UTF-8")
        }
        let large = [UInt8](repeating: UInt8(ascii: " "), count: (1 << 20) + 1)
        #expect(throws: PolicyFileError.self) { try Policy(json: large) }
    }

    /// A policy that is cut or has a changed byte is refused or read, without any other effect.
    @Test func damagedPoliciesDoNoHarm() throws {
        let text = Array(
            #"{"allow": ["stdio", "fd_write"], "stdout": {"to": {"file": "a\u00e9"}, "maximumBytes": 12}, "clocks": "real"}"#
                .utf8)
        for end in text.indices { #expect(throws: PolicyFileError.self) { try Policy(json: Array(text[..<end])) } }
        for index in text.indices {
            for byte in [0x00, 0x22, 0x5B, 0x5C, 0x7D, 0xFF] as [UInt8] {
                var changed = text
                changed[index] = byte
                if let policy = try? Policy(json: changed) {
                    #expect(try Policy(json: Array(policy.jsonText.utf8)) == policy)
                }
            }
        }
    }

    /// The time for a megabyte of names does not grow with their square.
    @Test func aPolicyFullOfNamesIsReadInTime() throws {
        let members = (0..<60_000).map { "\"V\($0)\": \"1\"" }.joined(separator: ",")
        let text = "{\"environment\": {\"variables\": {" + members + "}}}"
        #expect(text.utf8.count < 1 << 20)
        let policy = try Policy(json: Array(text.utf8))
        #expect(policy.environment.variables.entries.count == 60_000)
        #expect(throws: PolicyError.tooManyVariables(60_000, maximum: 64)) { try policy.checkedEnvironment() }
    }
}
