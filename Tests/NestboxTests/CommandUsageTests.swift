import Foundation
import Nestbox
import Testing

/// The habits of command lines: a version, short forms, suggestions, times and sizes, colours.
struct CommandUsageTests {
    static let hello = CommandLineTests.hello
    static let greeting = "Hello from inside the nest box!\n"
    static let sum = #"(module (func (export "add") (param i32 i32) (result i32) (local.get 0)))"#

    static let shortForms: [CommandCase] = [
        CommandCase(["--version"], exits: 0, stdout: "nestbox \(NestboxVersion.current)\n"),
        CommandCase(["-V"], exits: 0, stdout: "nestbox \(NestboxVersion.current)\n"),
        CommandCase([hello], exits: 0, stdout: greeting),
        CommandCase([hello, "--version"], exits: 0, stdout: greeting + "argument 1: --version\n"),
        CommandCase(["run", "--argv0", "bird", hello], exits: 0, stdout: greeting),
        CommandCase(["validate", hello, hello], exits: 0, stdout: ""),
        CommandCase(["validate", hello, "--features", "threads", "--", hello], exits: 0, stdout: ""),
    ]

    @Test(arguments: shortForms)
    func shortFormsWork(_ command: CommandCase) throws { try command.check(.built) }

    @Test(arguments: [
        "run", "validate", "inspect", "bindings", "policy", "print", "wat2wasm", "wast", "completion", "man", "help",
    ])
    func helpOfACommandIsTheSameInBothForms(_ name: String) throws {
        let long = try NestboxCommand.built.run(["help", name])
        #expect(long.code == 0 && long.text.hasPrefix("usage: nestbox \(name)"))
        #expect(try NestboxCommand.built.run([name, "--help"]).stdout == long.stdout)
        #expect(try NestboxCommand.built.run([name, "-h"]).stdout == long.stdout)
        // Nothing is coloured outside of a terminal.
        #expect(!long.stdout.contains(0x1B))
    }

    // MARK: Suggestions

    static let mistakes: [CommandCase] = [
        CommandCase(["rnu"], exits: 2, says: "no command 'rnu'; did you mean run? nestbox --help tells more"),
        CommandCase(["valid"], exits: 2, says: "did you mean validate?"),
        CommandCase(["help", "prnt"], exits: 2, says: "did you mean print?"),
        CommandCase(["fly"], exits: 2, says: "no command 'fly'; nestbox --help tells more"),
        CommandCase(["--vresion"], exits: 2, says: "no option '--vresion'; did you mean --version?"),
        CommandCase(["--fuel=5", hello], exits: 2, says: "--fuel is an option of a command: nestbox run --fuel"),
        CommandCase(["/no/such/file"], exits: 2, says: "/no/such/file: No such file"),
        CommandCase(["x.wasm"], exits: 2, says: "x.wasm: No such file"),
        CommandCase(
            ["run", Repository.root.path + "/spectests/nestbox/cross-instance.wast"], exits: 3,
            says: "unexpected token; nestbox wast runs test scripts"),
        CommandCase(["run", "--invok", "f", hello], exits: 2, says: "no option '--invok'; did you mean --invoke?"),
        CommandCase(["run", "--Fuel", "1", hello], exits: 2, says: "did you mean --fuel?"),
        CommandCase(["run", "--zzzzzzzz", hello], exits: 2, says: "no option '--zzzzzzzz'; nestbox run --help"),
        CommandCase(["run", "--allow", "clock", "--allow", "radnom", hello], exits: 2, says: "did you mean random?"),
        CommandCase(["run", "--features", "thread", hello], exits: 2, says: "did you mean threads?"),
        CommandCase(
            ["run", "--invoke", "Add", "MODULE"], module: sum, exits: 2,
            says: "no exported function \"Add\"; did you mean add?"),
        CommandCase(
            ["run", "--invoke", "multiply", "MODULE"], module: sum, exits: 2,
            says: "no exported function \"multiply\"; there are:\n  add: "),
        CommandCase(
            ["run", "MODULE"], module: sum, exits: 2, says: "\"_start\"; the module is a library", "\n  add: "),
        CommandCase(
            ["run", "--invoke", "f", "MODULE"], module: "(module)", exits: 2, says: "the module exports no functions"),
        CommandCase(["run", String(repeating: "-", count: 100_000), hello], exits: 2, says: "… (100000 bytes)"),
        CommandCase(["completion", "bsh"], exits: 2, says: "did you mean bash?"),
    ]

    @Test(arguments: mistakes)
    func aMistypedWordIsToldTheNearest(_ command: CommandCase) throws { try command.check(.built) }

    // MARK: Values of options

    static let values: [CommandCase] = [
        CommandCase(["run", "--fuel", "1_000_000", "--timeout", "10m", hello], exits: 0, stdout: greeting),
        CommandCase(["run", "--fuel=1e7", "--timeout=1.5h", hello], exits: 0, stdout: greeting),
        CommandCase(["run", "--fuel", "0.5e7", "--max-host-bytes", "1.5GiB", hello], exits: 0, stdout: greeting),
        CommandCase(["run", "--max-heap-bytes", "64MiB", hello], exits: 0, stdout: greeting),
        CommandCase(["run", "--max-heap-bytes", "1e6", hello], exits: 0, stdout: greeting),
        CommandCase(["run", "--fuel", "1e1", hello], exits: 134, says: "budget exhausted"),
        CommandCase(["run", "--fuel", "1e20", hello], exits: 2, says: "--fuel needs a whole number", "'1e20'"),
        CommandCase(["run", "--fuel", "1e999999999999999999999", hello], exits: 2, says: "whole number"),
        CommandCase(["run", "--fuel", "1__0", hello], exits: 2, says: "'1__0'"),
        CommandCase(["run", "--fuel", "10s", hello], exits: 2, says: "'10s'"),
        CommandCase(["run", "--fuel", "", hello], exits: 2, says: "''"),
        CommandCase(["run", "--timeout", "10", hello], exits: 2, says: "such as 10s, 500ms, 2m or 1h, not '10'"),
        CommandCase(["run", "--timeout", "s", hello], exits: 2, says: "not 's'"),
        CommandCase(["run", "--timeout", "-1s", hello], exits: 2, says: "not '-1s'"),
        CommandCase(["run", "--timeout", "1e30h", hello], exits: 2, says: "not '1e30h'"),
        CommandCase(["run", "--timeout", "1000000h", hello], exits: 2, says: "at most 1099511627776ms"),
        CommandCase(["run", "--max-host-bytes", "64mib", hello], exits: 2, says: "not '64mib': the unit is MB or MiB"),
        CommandCase(["run", "--max-host-bytes", "64k", hello], exits: 2, says: "not '64k': the unit is kB or KiB"),
        CommandCase(
            ["run", "--max-host-bytes", "64x", hello], exits: 2, says: "(bytes), not '64x'; nestbox run --help"),
        CommandCase(["run", "--max-host-bytes", "99999999TiB", hello], exits: 2, says: "below 2^64"),
        CommandCase(["run", "--max-host-bytes", "0.3", hello], exits: 2, says: "a whole number of bytes"),
        CommandCase(["run", "--max-host-bytes", "1KiB", hello], exits: 3, says: "limit exceeded"),
        CommandCase(
            ["run", "--max-call-depth", "3", "--invoke", "f", "MODULE"],
            module: #"(module (func $f (export "f") (call $f)))"#, exits: 134,
            says: "call stack exhausted\n  #0 function 0 f at byte 0\n  #1 ", "\n  #2 function 0 f at byte 0\n"),
        CommandCase(["wast", "--fuel", "1e4", "MODULE"], module: endless, exits: 1),
        CommandCase(["wast", "--timeout", "300ms", "MODULE"], module: endless, exits: 134, says: "deadline exceeded"),
        CommandCase(["validate", "--timeout", "0s", hello], exits: 134, says: "stopped: deadline exceeded"),
        CommandCase(["inspect", "--timeout", "0s", hello], exits: 134, says: "stopped: deadline exceeded"),
        CommandCase(["print", "--timeout", "0s", hello], exits: 134, says: "stopped: deadline exceeded"),
    ]

    static let endless =
        #"(module (func (export "f") (loop (br 0)))) (assert_return (invoke "f")) (assert_return (invoke "f"))"#

    @Test(arguments: values)
    func valuesHaveUnits(_ command: CommandCase) throws { try command.check(.built) }

    /// Writes its arguments, each with the zero byte after it.
    static let arguments = #"""
        (module
          (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "args_get" (func $get (param i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
          (memory (export "memory") 1)
          (func (export "_start")
            (drop (call $sizes (i32.const 16) (i32.const 4)))
            (drop (call $get (i32.const 32) (i32.const 1024)))
            (i32.store (i32.const 0) (i32.const 1024))
            (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))))
        """#

    static let names: [CommandCase] = [
        CommandCase(["run", "MODULE", "x"], module: arguments, exits: 0, stdout: "module.wat\0x\0"),
        CommandCase(["run", "--argv0", "a bird", "MODULE", "x"], module: arguments, exits: 0, stdout: "a bird\0x\0"),
        CommandCase(["run", "--argv0=", "MODULE"], module: arguments, exits: 0, stdout: "\0"),
    ]

    @Test(arguments: names)
    func theProgramsNameCanBeChosen(_ command: CommandCase) throws { try command.check(.built) }

    // MARK: Several modules

    /// Control characters of a path do not reach the terminal.
    @Test func pathsAreEscaped() throws {
        let path = "/no/such/\u{1B}[31m\nfolder"
        for words in [
            ["validate", path], ["run", "--stdin", path, path], ["wast", path], ["run", "--policy", path, path],
        ] {
            let outcome = try NestboxCommand.built.run(words)
            #expect(outcome.code == 2, "\(words)")
            #expect(!outcome.stderr.contains("\u{1B}") && outcome.stderr.split(separator: "\n").count == 1, "\(words)")
        }
    }

    @Test func everyFailingModuleHasALine() throws {
        let folder = try TemporaryFolder()
        let good = try folder.file("good.wat", "(module)".utf8)
        let bad = try folder.file("bad.wat", "(module (func (result i32)))".utf8)
        let worse = try folder.file("worse.wat", "(module".utf8)
        let outcome = try NestboxCommand.built.run(["validate", bad, good, "/no/such/file", worse])
        #expect(outcome.code == 3)
        let lines = outcome.stderr.split(separator: "\n")
        #expect(lines.count == 3)
        for (line, prefix) in zip(
            lines, ["nestbox: \(bad):1:27: invalid module: ", "nestbox: /no/such/file: ", "nestbox: \(worse):1:8: "])
        {
            #expect(line.hasPrefix(prefix), "\(line)")
        }
        #expect(try NestboxCommand.built.run(["validate", good, "/no/such/file", good]).code == 2)
    }

    // MARK: Inspecting

    @Test func inspectPrintsJSON() throws {
        let folder = try TemporaryFolder()
        let module = try folder.file(
            "m.wat",
            """
            (module (import "wasi_snapshot_preview1" "random_get" (func (param i32 i32) (result i32)))
              (import "env" "g" (global (mut i64))) (memory (export "memory") 2 3) (table 4 funcref)
              (func (export "f\\22") (param v128 (ref null any))) (tag (export "t") (param i32)))
            """.utf8)
        let outcome = try NestboxCommand.built.run(["inspect", "--json", module])
        #expect(outcome.code == 0 && outcome.stderr.isEmpty)
        let json = try #require(try JSONSerialization.jsonObject(with: Data(outcome.stdout)) as? [String: Any])
        let expected = """
            {"sections": {"types": 3, "imports": 2, "functions": 1, "tables": 1, "memories": 1, "tags": 1, "exports": 3,
              "codeBytes": 1},
             "start": null, "customSections": [],
             "debugInformation":
              {"dwarfVersions": [], "units": 0, "lines": false, "names": false, "sourceMapURL": null},
             "imports": [
              {"module": "wasi_snapshot_preview1", "name": "random_get", "kind": "func", "parameters": ["i32", "i32"],
               "results": ["i32"]},
              {"module": "env", "name": "g", "kind": "global", "type": "i64", "mutable": true}],
             "exports": [
              {"name": "memory", "index": 0, "kind": "memory", "minimum": 2, "maximum": 3, "pageSize": 65536,
               "shared": false},
              {"name": "f\\"", "index": 1, "kind": "func", "parameters": ["v128", "anyref"], "results": []},
              {"name": "t", "index": 0, "kind": "tag", "parameters": ["i32"], "results": []}],
             "memories": [{"minimum": 2, "maximum": 3, "pageSize": 65536, "shared": false}],
             "tables": [{"element": "funcref", "minimum": 4, "maximum": null}],
             "grants": [{"module": "wasi_snapshot_preview1", "name": "random_get", "anyOf": ["random"]}],
             "types": [], "omitted": {}}
            """
        let wanted = try #require(try JSONSerialization.jsonObject(with: Data(expected.utf8)) as? NSDictionary)
        #expect(NSDictionary(dictionary: json) == wanted, "\(outcome.text)")
    }

    /// A type of more than 16 parameters and results is listed once, however many exports have it.
    @Test func longTypesAreListedOnce() throws {
        let folder = try TemporaryFolder()
        let types = String(repeating: "i32 ", count: 17)
        let exports = (0..<100).map { "(export \"\($0)\" (func 0))" }.joined()
        let module = try folder.file("m.wat", "(module (func (param \(types))) \(exports))".utf8)
        let outcome = try NestboxCommand.built.run(["inspect", "--json", module])
        let json = try #require(try JSONSerialization.jsonObject(with: Data(outcome.stdout)) as? [String: Any])
        let listed = try #require(json["exports"] as? [[String: Any]])
        #expect(listed.count == 100 && listed.allSatisfy { $0["type"] as? Int == 0 && $0["parameters"] == nil })
        let described = try #require((json["types"] as? [[String: Any]])?.first)
        #expect((described["parameters"] as? [String])?.count == 17 && described["index"] as? Int == 0)
    }

    @Test func longListsEnd() throws {
        let folder = try TemporaryFolder()
        let exports = (0..<10_002).map { "(export \"\($0)\" (func 0))" }.joined()
        let module = try folder.file("m.wat", "(module (func) \(exports))".utf8)
        let outcome = try NestboxCommand.built.run(["inspect", "--json", module])
        let json = try #require(try JSONSerialization.jsonObject(with: Data(outcome.stdout)) as? [String: Any])
        #expect((json["exports"] as? [Any])?.count == 10_000)
        #expect((json["omitted"] as? [String: Int]) == ["exports": 2])
    }

    // MARK: Colours

    #if os(Linux)
        /// `script` runs a command on a terminal.
        @Test(
            .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")),
            arguments: [
                (["TERM": "xterm"], true), (["TERM": "xterm", "NO_COLOR": ""], true),
                (["TERM": "xterm", "NO_COLOR": "1"], false), (["TERM": "dumb"], false), ([:], false),
            ] as [([String: String], Bool)])
        func onlyATerminalGetsColours(_ environment: [String: String], _ isColoured: Bool) throws {
            for words in ["--help", "fly", "run --help"] {
                let outcome = try NestboxCommand(path: "/usr/bin/script").run(
                    ["-qec", "\(NestboxCommand.built.path) \(words)", "/dev/null"],
                    environment: environment.merging(["PATH": "/usr/bin:/bin"]) { first, _ in first })
                #expect(outcome.stdout.contains(0x1B) == isColoured, "\(words): \(outcome.text)")
                #expect(outcome.text.contains("nestbox"))
            }
        }
    #endif
}
