import Foundation
import Testing

/// Policies and audits on the command line.
struct PolicyCommandTests {
    /// A run of the example `hello` under a policy.
    struct Run: Sendable, CustomTestStringConvertible {
        var policy: String
        var options: [String] = []
        var arguments: [String] = []
        var code: Int32 = 0
        var stdout = ""
        var says: [String] = []

        var testDescription: String { "\(policy) \(options) \(arguments)" }
    }

    /// The calls that the example needs to link.
    static let calls = #""allow": ["arguments", "environment", "stdio", "exit"]"#
    static let hello = "Hello from inside the nest box!\n"

    static let runs: [Run] = [
        Run(
            policy: "{}", code: 3,
            says: [" imports are missing\n", "not granted by the policy, needing exit: --allow exit, or the "]),
        Run(policy: "{\(calls)}", arguments: ["one"], stdout: ""),
        Run(policy: "{\(calls), \"stdout\": \"inherit\"}", arguments: ["one"], stdout: hello + "argument 1: one\n"),
        Run(
            policy:
                #"{\#(calls), "stdout": "inherit", "arguments": {"values": ["a"]}, "environment": {"variables": {"B": "2"}}}"#,
            stdout: hello + "argument 1: a\nenvironment: B=2\n"),
        // Options change the policy.
        Run(
            policy: #"{\#(calls), "stdout": "inherit", "environment": {"variables": {"B": "2", "C": "3"}}}"#,
            options: ["--env", "B=4", "--env", "A=1"], arguments: ["x"],
            stdout: hello + "argument 1: x\nenvironment: B=4\nenvironment: C=3\nenvironment: A=1\n"),
        Run(policy: "{\(calls)}", options: ["--allow", "stdout"], stdout: hello),
        Run(policy: "{\(calls), \"stdout\": \"inherit\"}", options: ["--stdout", "null"], stdout: ""),
        Run(policy: "{\(calls), \"stdout\": \"inherit\"}", options: ["--deny", "stdout"], code: 3, says: ["fd_"]),
        Run(
            policy: "{\(calls), \"stdout\": \"inherit\", \"stderr\": \"inherit\"}", options: ["--deny", "stdout"],
            stdout: ""),
        Run(policy: "{\(calls)}", options: ["--deny", "exit"], code: 3, says: ["proc_exit is denied by --deny exit"]),
        Run(
            policy: "{\(calls)}", options: ["--deny", "fd_write"], code: 3,
            says: ["fd_write is denied by --deny fd_write"]),
        Run(
            policy: #"{"allow": ["arguments", "stdio"]}"#, options: ["--allow", "exit", "--allow", "environ_get"],
            code: 3,
            says: ["environ_sizes_get is not granted"]),
        Run(policy: #"{"allow": ["arguments", "stdio"]}"#, options: ["--allow", "exit", "--allow", "environment"]),
        Run(
            policy: #"{"missing": "enosys", "allow": ["stdio"], "stdout": "inherit"}"#,
            options: ["--report-denials"], code: 134,
            says: ["proc_exit is not granted", "denials: 2\n", "environ_sizes_get (called, but not allowed): 1\n"]),
        Run(
            policy: #"{"allow": ["stdio"], "stdout": "inherit"}"#, options: ["--missing", "trap"], code: 134,
            says: ["trap: host function failed: environ_sizes_get is not granted", "_start"]),
        // Rules.
        Run(
            policy: #"{\#(calls), "arguments": {"rules": [{"oneOf": ["a"]}], "others": "refused"}}"#,
            arguments: ["b"], code: 2, says: [#"the policy refuses argument 1: it is not one of "a""#]),
        Run(
            policy: #"{\#(calls), "environment": {"rules": {"A": {"pattern": "x*"}}}}"#, options: ["--env", "A=y"],
            code: 2, says: ["the policy refuses the environment variable \"A\": it does not match \"x*\""]),
        // Resources.
        Run(
            policy: #"{\#(calls), "resources": {"budget": 100}}"#, code: 134, says: ["stopped: budget exhausted"]),
        Run(policy: #"{\#(calls), "resources": {"budget": 100}}"#, options: ["--fuel", "100000"]),
        Run(
            policy: #"{\#(calls), "resources": {"memoryPages": 1}}"#, code: 3,
            says: ["limit exceeded: a memory of "]),
        Run(policy: #"{\#(calls), "resources": {"moduleBytes": 10}}"#, code: 2, says: ["more than 10 bytes"]),
        Run(
            policy: #"{\#(calls), "resources": {"modules": []}}"#, code: 3,
            says: ["the policy does not allow this module: it is sha256:"]),
        Run(
            policy: #"{\#(calls), "stdout": {"to": "inherit", "maximumBytes": 5, "beyond": "drop"}}"#, stdout: "Hello"),
        Run(
            policy: #"{\#(calls), "stdout": {"to": "inherit", "maximumBytes": 5, "beyond": "stop"}}"#, code: 134,
            stdout: "Hello", says: ["trap: host function failed: more than 5 bytes of output"]),
        Run(
            policy: #"{\#(calls), "stdout": "embedder"}"#, code: 2,
            says: ["--stdout says what it is here"]),
        Run(policy: #"{\#(calls), "folders": [{"host": "/etc"}]}"#, code: 2, says: ["/etc: "]),
        Run(policy: "{\n  \"alow\": []}", code: 2, says: ["policy.json:2:3: there is no field \"alow\" here"]),
    ]

    @Test(arguments: runs)
    func aGuestRunsUnderItsPolicy(_ run: Run) throws {
        let folder = try TemporaryFolder()
        let policy = try folder.file("policy.json", run.policy.utf8)
        let outcome = try NestboxCommand.built.run(
            ["run", "--policy", policy] + run.options + [CommandLineTests.hello] + run.arguments)
        #expect(!outcome.crashed)
        #expect(outcome.code == run.code, "\(outcome.stderr)")
        #expect(outcome.text == run.stdout)
        for text in run.says { #expect(outcome.stderr.contains(text), "\(outcome.stderr)") }
        if run.says.isEmpty { #expect(outcome.stderr.isEmpty, "\(outcome.stderr)") }
    }

    @Test func onlyAListedModuleRuns() throws {
        let folder = try TemporaryFolder()
        let refused = try folder.file("p.json", #"{"allow": ["stdio"], "resources": {"modules": []}}"#.utf8)
        let message = try NestboxCommand.built.run(["run", "--policy", refused, CommandLineTests.hello]).stderr
        let digest = try #require(message.split(separator: " ").last).trimmingCharacters(in: .newlines)
        let allowed = try folder.file(
            "q.json", #"{\#(PolicyCommandTests.calls), "resources": {"modules": ["\#(digest)"]}}"#.utf8)
        #expect(try NestboxCommand.built.run(["run", "--policy", allowed, CommandLineTests.hello]).code == 0)
    }

    /// The policy that `inspect` prints suffices to link, and none of its calls can be removed.
    @Test(arguments: ["../../Examples/hello", "clocks", "wordcount"])
    func inspectPrintsTheSmallestPolicy(_ guest: String) throws {
        let folder = try TemporaryFolder()
        let module = NestboxCommand.guest(guest)
        let outcome = try NestboxCommand.built.run(["inspect", "--policy", module])
        #expect(outcome.code == 0 && outcome.stderr.isEmpty)
        let policy = try folder.file("policy.json", outcome.stdout)
        func links(_ options: [String]) throws -> Bool {
            try NestboxCommand.built.run(["run", "--policy", policy] + options + [module]).code != 3
        }
        #expect(try links([]))
        let names = outcome.text.split(separator: "\"").filter { $0.contains("_") }
        #expect(names.count > 1)
        for name in names { #expect(try !links(["--deny", String(name)]), "\(name)") }
    }

    @Test func inspectHasHostFunctionsAndMemory() throws {
        let folder = try TemporaryFolder()
        let module = try folder.file(
            "m.wat",
            """
            (module (import "env" "log" (func (param i64))) (import "env" "table" (table 1 funcref))
              (import "wasi_snapshot_preview1" "sched_yield" (func (result i32)))
              (import "wasi_snapshot_preview1" "fly" (func (result i32)))
              (memory 2000) (table 200000 funcref))
            """.utf8)
        let outcome = try NestboxCommand.built.run(["inspect", "--policy", module])
        #expect(
            outcome.text == """
                {
                  "allow": ["sched_yield"],
                  "hostFunctions": {"allow": ["env.log"]},
                  "resources": {
                    "memoryPages": 2000,
                    "totalMemoryBytes": 131072000,
                    "tableElements": 200000,
                    "totalTableElements": 200000
                  }
                }

                """)
        #expect(outcome.stderr == "nestbox: fly is unknown to WASI preview 1: no policy allows it\n")
    }

    @Test func explainAndCheckReadPolicies() throws {
        let folder = try TemporaryFolder()
        let policy = try folder.file("p.json", #"{"allow": ["clock"], "stdout": "inherit"}"#.utf8)
        let explained = try NestboxCommand.built.run(["policy", "explain", policy])
        #expect(explained.code == 0 && explained.stderr.isEmpty)
        #expect(explained.text.contains("  allowed   clock: a guest may read clocks"))
        #expect(explained.text.contains("  disabled  random: a guest may not ask for random bytes"))
        let checked = try NestboxCommand.built.run(["policy", "check", policy])
        #expect(checked.code == 0)
        #expect(checked.text == "warning: stdout is given, but \"allow\" has no fd_write\n")
        let good = try folder.file("g.json", "{}".utf8)
        #expect(try NestboxCommand.built.run(["policy", "check", good]).text.isEmpty)
    }

    static let usage: [CommandCase] = [
        CommandCase(["policy"], exits: 2, says: "it is explain or check and a policy, or schema alone"),
        CommandCase(["policy", "explain"], exits: 2, says: "one policy is needed"),
        CommandCase(
            ["policy", "check", "MODULE"], module: "{\"allow\": [", exits: 2, says: "module.wat:1:12: unexpected end"),
        CommandCase(
            ["policy", "explain", "MODULE"], module: #"{"random": 1}"#, exits: 2, says: ":1:12: expected a word"),
        CommandCase(
            ["policy", "check", "MODULE"], module: #"{"arguments": {"values": ["a\n"]}}"#, exits: 2,
            says: "the policy refuses argument 1: it holds a control character"),
        CommandCase(["policy", "check", "/no/such/file"], exits: 2, says: "/no/such/file"),
        CommandCase(["policy", "check", "--fast", "x"], exits: 2, says: "no option '--fast'"),
        CommandCase(["run", "--policy", "/no/such/file", "x"], exits: 2, says: "/no/such/file"),
        CommandCase(
            ["run", "--audit", "/no/such/folder/x", CommandLineTests.hello], exits: 2, says: "/no/such/folder/x"),
        CommandCase(
            ["run", "--allow", "file.read", CommandLineTests.hello], exits: 2, says: "no capability 'file.read'",
            "files.read"),
    ]

    @Test(arguments: usage)
    func aUsageErrorEndsWith2(_ command: CommandCase) throws { try command.check(.built) }

    // MARK: Audit

    @Test func theAuditHasEveryCall() throws {
        let folder = try TemporaryFolder()
        let outcome = try NestboxCommand.built.run(
            ["run", "--audit", folder.path("log"), NestboxCommand.guest("exitcode"), "7", "exit"])
        #expect(outcome.code == 7 && outcome.stderr.isEmpty)
        let lines = try folder.text("log").split(separator: "\n")
        var calls: [String] = []
        for (index, line) in lines.enumerated() {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(object["n"] as? Int == index + 1)
            #expect((object["spent"] as? Int ?? 0) > 0)
            #expect((object["function"] as? [String: Any])?["name"] != nil)
            calls.append(object["call"] as? String ?? "")
        }
        #expect(
            calls.first == "wasi_snapshot_preview1.args_sizes_get"
                || calls.first == "wasi_snapshot_preview1.environ_sizes_get")
        #expect(calls.last == "wasi_snapshot_preview1.proc_exit")
        #expect(lines.last?.contains(#""exit": 7"#) == true)
    }

    @Test func denialsAreReportedOnRequest() throws {
        let options = ["--missing", "enosys", "--deny", "random", "--report-denials", "--stats"]
        let outcome = try NestboxCommand.built.run(["run"] + options + [NestboxCommand.guest("clocks")])
        let lines = outcome.stderr.split(separator: "\n")
        let start = try #require(lines.firstIndex { $0.hasPrefix("denials: ") })
        #expect(lines[start] != "denials: 0")
        #expect(lines[start + 1].hasPrefix("wasi_snapshot_preview1.random_get (called, but not allowed): "))
        #expect(lines[start + 2].hasPrefix("fuel: "))
        let none = try NestboxCommand.built.run(["run", "--report-denials", CommandLineTests.hello])
        #expect(none.stderr == "denials: 0\n")
    }
}
