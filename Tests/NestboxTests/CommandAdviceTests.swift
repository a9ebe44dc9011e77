import Foundation
import Nestbox
import Testing

/// Advice of the command: it looks at what was said on the command line, and speaks of options only. Advice of the library
/// speaks of Swift only: `MessageTests`.
struct CommandAdviceTests {
    private static func wasi(_ name: String, _ type: String = "(param i32 i32) (result i32)") -> String {
        #"(module (import "wasi_snapshot_preview1" "\#(name)" (func \#(type))))"#
    }

    // MARK: Missing imports

    /// The options, the module, and all that is said behind "the module does not link: ".
    static let imports: [(options: [String], module: String, advice: String)] = [
        (
            [], wasi("sock_shutdown"),
            "wasi_snapshot_preview1.sock_shutdown is not granted, needing sockets: --allow sockets"
        ),
        (["--deny", "random"], wasi("random_get"), "wasi_snapshot_preview1.random_get is denied by --deny random"),
        (
            ["--deny", "random_get"], wasi("random_get"),
            "wasi_snapshot_preview1.random_get is denied by --deny random_get"
        ),
        (
            ["--deny", "clock,random", "--deny", "clocks"], wasi("clock_res_get"),
            "wasi_snapshot_preview1.clock_res_get is denied by --deny clock"
        ),
        (
            ["--deny", "arguments"], wasi("environ_get"),
            "wasi_snapshot_preview1.environ_get is denied by --deny arguments; environment would do, too: --env NAME=VALUE"
        ),
        (
            ["--policy", "POLICY"], wasi("random_get"),
            #"wasi_snapshot_preview1.random_get is denied by the policy's "deny""#
        ),
        (
            ["--policy", "POLICY"], wasi("sched_yield", "(result i32)"),
            "wasi_snapshot_preview1.sched_yield is not granted by the policy, needing yield or clocks: --allow yield, or the "
                + #"names in its "allow""#
        ),
        (
            [], #"(module (import "host" "f" (func)))"#,
            #"unknown import "host" "f": func [] -> [], defined by nothing; give a module that exports it with --preload "#
                + "host=FILE"
        ),
        (
            ["--preload", "host=LIBRARY"], #"(module (import "host" "greets" (func)))"#,
            #"unknown import "host" "greets": func [] -> [], not exported by LIBRARY, which --preload gives; did you mean greet?"#
        ),
        (
            ["--preload", "host=LIBRARY"], #"(module (import "host" "unlike" (func)))"#,
            #"unknown import "host" "unlike": func [] -> [], not exported by LIBRARY, which --preload gives"#
        ),
        (
            ["--preload", "host=LIBRARY"], #"(module (import "hots" "g" (func)))"#,
            #"unknown import "hots" "g": func [] -> [], defined by nothing; give a module that exports it with --preload "#
                + "hots=FILE"
        ),
        (
            ["--preload", "a=MODULE", "--preload", "host=LIBRARY"], #"(module (import "host" "g" (func)))"#,
            #"unknown import "host" "g": func [] -> [], defined later: --preload host has to come before the modules that "#
                + "import from it"
        ),
        (
            ["--preload", "host=MODULE"], #"(module (import "host" "g" (func)))"#,
            #"unknown import "host" "g": func [] -> [], not defined: the module would import from itself"#
        ),
        // What a toolchain adds has advice of its own.
        (
            [], #"(module (import "wbg" "f" (func)))"#,
            #"unknown import "wbg" "f": func [] -> [], of wasm-bindgen, which needs JavaScript; build for wasm32-wasip1 "#
                + "without it"
        ),
    ]

    @Test(arguments: imports)
    func remediesLookAtTheOptions(_ options: [String], _ module: String, _ advice: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("module.wat", module.utf8)
        let library = try folder.file("library.wat", #"(module (func (export "g") (export "greet")))"#.utf8)
        let policy = try folder.file("policy.json", #"{"allow": ["random_get"], "deny": ["random_get"]}"#.utf8)
        let named = ["MODULE": file, "LIBRARY": library, "POLICY": policy]
        func naming(_ text: String) -> String {
            named.reduce(text) { $0.replacingOccurrences(of: $1.key, with: $1.value) }
        }
        let outcome = try NestboxCommand.built.run(["run"] + options.map(naming) + [file])
        let enosys = module.contains("wasi_") ? "; or let it fail with ENOSYS: --missing enosys" : ""
        #expect(outcome.code == 3)
        #expect(
            outcome.stderr == "nestbox: \(file): the module does not link: \(naming(advice))\(enosys)\n")
    }

    @Test func severalImportsAreGroupedByTheOptionsToo() throws {
        let outcome = try NestboxCommand.built.run(
            text: """
                (module (import "wasi_snapshot_preview1" "random_get" (func (param i32 i32) (result i32)))
                  (import "wasi_snapshot_preview1" "sock_shutdown" (func (param i32 i32) (result i32)))
                  (import "env" "f" (func)) (import "env" "g" (func)))
                """, ["--deny", "random"])
        #expect(
            outcome.stderr.hasSuffix(
                """
                : the module does not link: 4 imports are missing
                  from "wasi_snapshot_preview1", denied by --deny random:
                    random_get
                  from "wasi_snapshot_preview1", not granted, needing sockets: --allow sockets:
                    sock_shutdown
                  from "env", defined by nothing; give a module that exports it with --preload env=FILE:
                    f (func [] -> []), g (func [] -> [])
                  If the program never calls those that are not granted: --missing enosys links them, and calls fail with \
                ENOSYS

                """), "\(outcome.stderr)")
    }

    // MARK: Other advice

    static let threads = #"(module (memory 1 1 shared))"#
    static let wide =
        #"(module (func (export "f") (result i64 i64) (i64.add128 (i64.const 1) (i64.const 1) (i64.const 1) (i64.const 1))))"#
    static let typed = #"(module (func (export "f") (param i32 f64)) (func (export "g")))"#

    static let others: [CommandCase] = [
        CommandCase(
            ["run", "--features", "-threads", "MODULE"], module: threads, exits: 3,
            says: "; --features -threads turns it off\n"),
        CommandCase(
            ["validate", "--features", "-threads", "MODULE"], module: threads, exits: 3,
            says: "; --features -threads turns it off\n"),
        CommandCase(
            ["run", "--invoke", "f", "MODULE", "1"], module: typed, exits: 2,
            says: "arguments of \"f\": it takes 2 (i32, f64), not 1\n"),
        CommandCase(
            ["run", "--invoke", "g", "MODULE", "1"], module: typed, exits: 2,
            says: "arguments of \"g\": it takes no arguments, not 1\n"),
        CommandCase(
            ["run", "--invoke", "f", "MODULE", "1", "one"], module: typed, exits: 2,
            says: "argument 2 of \"f\": 'one' is not a value of type f64"),
        CommandCase(
            ["run", "MODULE"], module: typed, exits: 2,
            says: "the module is a library; --invoke NAME calls one of its exports:\n  f: "),
        CommandCase(
            ["run", "--invoke", "unlike", "MODULE"], module: typed, exits: 2,
            says: "there is no exported function \"unlike\"; there are:\n  f: "),
        CommandCase(
            ["run", "--report-denials", "--max-memory-pages", "5", "--invoke", "f", "MODULE"],
            module: #"(module (memory 1) (func (export "f") (result i32) (memory.grow (i32.const -1))))"#, exits: 0,
            stdout: "-1\n", says: "memoryPages (limit met): 1"),
    ]

    @Test(arguments: others)
    func adviceIsForTheCommand(_ command: CommandCase) throws { try command.check(.built) }

    /// Users of the command are told nothing of Swift, and users of Swift nothing of the command.
    @Test func swiftUsersHaveAdviceOfTheirOwn() throws {
        for (_, module, _) in CommandAdviceTests.imports where !module.contains("wbg") {
            let session = try GuestSession(Policy())
            let error = #expect(throws: LinkError.self) { try session.instantiate(Module(text: module)) }
            let text = error?.description ?? ""
            #expect(
                !text.contains("--") && (text.contains("WASIConfiguration.") || text.contains("Imports.define")),
                "\(text)")
        }
        let policy = try TemporaryFolder()
        let file = try policy.file(
            "policy.json", #"{"allow": ["stdio"], "stdout": "embedder"}"#.utf8)
        let outcome = try NestboxCommand.built.run(["run", "--policy", file, CommandLineTests.hello])
        #expect(outcome.code == 2)
        #expect(outcome.stderr.contains("--stdout says what it is here"), "\(outcome.stderr)")
    }
}
