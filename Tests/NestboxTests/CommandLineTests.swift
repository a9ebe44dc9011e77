import Foundation
import Testing

/// A command line, and the outcome that it must have.
struct CommandCase: Sendable, CustomTestStringConvertible {
    /// The command line; a word `MODULE` stands for a file with `module` in it.
    var words: [String]
    var module: String?
    var code: Int32
    var stdout: String?
    /// Texts that stderr must contain.
    var says: [String]

    var testDescription: String {
        words.map { $0.replacingOccurrences(of: Repository.root.path, with: "") }.joined(separator: " ")
    }

    init(_ words: [String], module: String? = nil, exits code: Int32, stdout: String? = nil, says: String...) {
        (self.words, self.module, self.code, self.stdout, self.says) = (words, module, code, stdout, says)
    }

    /// A command `nestbox run OPTION… GUEST ARGUMENT…` with one of the committed guests.
    init(
        _ options: [String] = [], guest: String, _ arguments: [String] = [], exits code: Int32, stdout: String? = nil,
        says: String...
    ) {
        words = ["run"] + options + [NestboxCommand.guest(guest)] + arguments
        (self.code, self.stdout, self.says) = (code, stdout, says)
    }

    func check(_ nestbox: NestboxCommand) throws {
        let folder = try TemporaryFolder()
        let file = try module.map { try folder.file("module.wat", $0.utf8) }
        let outcome = try nestbox.run(words.map { $0 == "MODULE" ? file ?? $0 : $0 })
        #expect(!outcome.crashed)
        #expect(outcome.code == code)
        if let stdout { #expect(outcome.text == stdout) }
        for text in says { #expect(outcome.stderr.contains(text)) }
        if says.isEmpty { #expect(outcome.stderr.isEmpty) }
        if [2, 3].contains(code), !says.isEmpty {
            #expect(outcome.stderr.hasPrefix("nestbox"))
            let lines = outcome.stderr.split(separator: "\n").filter { !$0.hasPrefix("  ") }
            #expect(lines.count == 1, "one clear line, and a list below it")
            #expect(outcome.stdout.isEmpty)
        }
    }
}

/// `nestbox run` as a process: exit codes, grants, options.
struct CommandLineTests {
    // MARK: Exit codes

    static let exitCodes: [CommandCase] = [
        CommandCase(guest: "exitcode", ["0"], exits: 0),
        CommandCase(guest: "exitcode", ["1"], exits: 1),
        CommandCase(guest: "exitcode", ["2"], exits: 2),
        CommandCase(guest: "exitcode", ["3"], exits: 3),
        CommandCase(guest: "exitcode", ["7"], exits: 7),
        CommandCase(guest: "exitcode", ["125"], exits: 125),
        CommandCase(guest: "exitcode", ["134"], exits: 134),
        CommandCase(guest: "exitcode", ["255"], exits: 255),
        CommandCase(guest: "exitcode", ["255", "exit"], exits: 255),
        CommandCase(guest: "exitcode", ["256"], exits: 255, says: "exit code 256 does not fit; it becomes 255"),
        CommandCase(guest: "exitcode", ["-1"], exits: 255, says: "exit code 4294967295 does not fit; it becomes 255"),
        CommandCase(
            guest: "crash", exits: 134, stdout: "about to trap\n",
            says: "nestbox: trap: unreachable\n", "  #0 function 48 crash_here at byte 15252\n",
            "  #1 function 47 depth_three at byte ", "  #2 function 46 depth_two ", "  #3 function 45 depth_one ",
            " _start at byte "),
        CommandCase(
            ["--fuel", "400000"], guest: "forever", ["loop"], exits: 134,
            says: "nestbox: stopped: budget exhausted\n  #0 ", " _start "),
        CommandCase(
            ["--timeout-ms", "3000"], guest: "forever", ["loop"], exits: 134,
            says: "nestbox: stopped: deadline exceeded\n  #0 ", " _start "),
        CommandCase(
            guest: "forever", exits: 134, says: "nestbox: trap: call stack exhausted", "deeper",
            "… and 49936 more frames"),
    ]

    @Test(arguments: NestboxCommand.all, exitCodes)
    func theExitCodeTellsHowItEnded(_ nestbox: NestboxCommand, _ command: CommandCase) throws {
        try command.check(nestbox)
    }

    // MARK: Usage errors

    static let hello = Repository.path("Examples/hello.wasm")

    static let usageErrors: [CommandCase] = [
        CommandCase([], exits: 2, says: "a command is missing"),
        CommandCase(["fly"], exits: 2, says: "no command 'fly'"),
        CommandCase(["run"], exits: 2, says: "a module is missing"),
        CommandCase(["run", "--stats"], exits: 2, says: "a module is missing"),
        CommandCase(["run", "--fly", hello], exits: 2, says: "no option '--fly'"),
        CommandCase(["run", "-x", hello], exits: 2, says: "no option '-x'"),
        CommandCase(["run", "--fuel"], exits: 2, says: "--fuel needs a value"),
        CommandCase(["run", "--fuel", "-1", hello], exits: 2, says: "--fuel needs a whole number", "'-1'"),
        CommandCase(["run", "--fuel", "ten", hello], exits: 2, says: "'ten'"),
        CommandCase(["run", "--fuel=1.5", hello], exits: 2, says: "'1.5'"),
        CommandCase(["run", "--fuel", "18446744073709551616", hello], exits: 2, says: "--fuel needs a whole number"),
        CommandCase(["run", "--timeout-ms", "99999999999999", hello], exits: 2, says: "--timeout-ms", "at most"),
        CommandCase(
            ["run", "--max-memory-pages", "65537", hello], exits: 2, says: "--max-memory-pages", "at most 65536"),
        CommandCase(["run", "--stats=yes", hello], exits: 2, says: "takes no value"),
        CommandCase(["run", "--dir", "/no/such/folder", hello], exits: 2, says: "/no/such/folder", "No such file"),
        CommandCase(["run", "--dir=/etc::/:ro", hello], exits: 2, says: "belongs to the system"),
        CommandCase(["run", "--dir=\(folder)::/:rx", hello], exits: 2, says: "ro, rw or all, not 'rx'"),
        CommandCase(["run", "--dir=\(folder)::", hello], exits: 2, says: "\"\" cannot be a guest's path"),
        CommandCase(["run", "--allow", "everything", hello], exits: 2, says: "no capability 'everything'", "clocks"),
        CommandCase(["run", "--deny", "everything", hello], exits: 2, says: "no capability 'everything'"),
        CommandCase(["run", "--missing", "maybe", hello], exits: 2, says: "error or enosys"),
        CommandCase(["run", "--env", "NAME", hello], exits: 2, says: "--env needs NAME=VALUE"),
        CommandCase(["run", "--env", "=value", hello], exits: 2, says: "--env needs NAME=VALUE"),
        CommandCase(["run", "--env", "A=1", "--env", "A=2", hello], exits: 2, says: "\"A\" is given twice"),
        CommandCase(["run", "/no/such/file.wasm"], exits: 2, says: "/no/such/file.wasm: No such file"),
        CommandCase(["run", Repository.root.path], exits: 2, says: "Is a directory"),
        CommandCase(["run", "--stdin", "/no/such/file", hello], exits: 2, says: "/no/such/file"),
        CommandCase(["run", "--stdout", "/no/such/folder/x", hello], exits: 2, says: "/no/such/folder/x"),
        CommandCase(["run", "--stderr", "/no/such/folder/x", hello], exits: 2, says: "/no/such/folder/x"),
        CommandCase(["validate"], exits: 2, says: "a module is missing"),
        CommandCase(["inspect", hello, hello], exits: 2, says: "one module"),
        CommandCase(["validate", "--fast", hello], exits: 2, says: "no option '--fast'"),
        CommandCase(["validate", "/no/such/file"], exits: 2, says: "/no/such/file"),
        CommandCase(["validate", "--features", hello], exits: 2, says: "no proposal", "there are", "wide-arithmetic"),
        CommandCase(["validate", "--features", "", hello], exits: 2, says: "no proposal ''"),
        CommandCase(["run", "--features", "gc", hello], exits: 2, says: "no proposal 'gc'"),
        CommandCase(["inspect", "--features=wide-arithmetic", hello, hello], exits: 2, says: "one module"),
        CommandCase(["run", "--features", "threads,-gc", hello], exits: 2, says: "no proposal '-gc'"),
        CommandCase(["inspect"], exits: 2, says: "a module is missing"),
        CommandCase(["inspect", "--deep", hello], exits: 2, says: "no option '--deep'"),
        CommandCase(["run", "--invoke", "nothing", hello], exits: 2, says: "no exported function \"nothing\""),
        CommandCase(["run", "--invoke", "memory", hello], exits: 2, says: "no exported function \"memory\""),
        CommandCase(["run", "MODULE"], module: "(module)", exits: 2, says: "no exported function \"_start\""),
        CommandCase(
            ["run", "--invoke", "id", "MODULE"], module: identity, exits: 2,
            says: "arguments of \"id\": it takes 1 (i32), not 0"),
        CommandCase(
            ["run", "--invoke", "id", "MODULE", "1", "2"], module: identity, exits: 2, says: "it takes 1 (i32), not 2"),
        CommandCase(
            ["run", "--invoke", "id", "MODULE", "x"], module: identity, exits: 2,
            says: "argument 1 of \"id\": 'x' is not a value of type i32"
        ),
        CommandCase(
            ["run", "--invoke", "id", "MODULE", "4294967296"], module: identity, exits: 2,
            says: "not a value of type i32"),
    ]

    /// A folder that can be granted on every machine. The folder for temporary files is none: a home folder may lie in
    /// it.
    static let folder = Repository.path("Tests/Guests")

    static let identity = #"(module (func (export "id") (param i32) (result i32) (local.get 0)))"#

    @Test(arguments: usageErrors)
    func aUsageErrorEndsWith2(_ command: CommandCase) throws { try command.check(.built) }

    static let wideProduct =
        #"(module (func (export "f") (param i64) (result i64 i64) (i64.mul_wide_u (local.get 0) (local.get 0))))"#

    // MARK: Modules that cannot run

    static let badModules: [CommandCase] = [
        CommandCase(
            ["run", "MODULE"], module: "", exits: 3, says: "neither binary nor text WebAssembly: the file is empty"),
        CommandCase(
            ["run", "MODULE"], module: "\0asm\u{2}\0\0\0", exits: 3,
            says: "malformed module at byte 4: unknown binary version"),
        CommandCase(
            ["run", "MODULE"], module: "\0asm\u{1}\0\0\0\u{1}\u{7}", exits: 3, says: "malformed module at byte 10"),
        CommandCase(["run", "MODULE"], module: "(module (func)", exits: 3, says: "1:15"),
        CommandCase(
            ["run", "MODULE"], module: "#!/bin/sh\n", exits: 3,
            says: "module.wat: neither binary nor text WebAssembly: a script"),
        CommandCase(
            ["run", "MODULE"], module: "(module (func (result i32)))", exits: 3, says: "invalid module: type mismatch"),
        CommandCase(
            ["run", "--features", "-wide-arithmetic", "MODULE"], module: wideProduct, exits: 3,
            says: "wide arithmetic: not enabled",
            "; --features -wide-arithmetic turns it off", "in function 0"),
        CommandCase(
            ["validate", "MODULE"], module: "(module (func (result i32)))", exits: 3,
            says: "invalid module: type mismatch"),
        CommandCase(
            ["inspect", "MODULE"], module: "(module (func (result i32)))", exits: 3,
            says: "invalid module: type mismatch"),
        CommandCase(
            ["run", "MODULE"], module: #"(module (import "env" "log" (func)))"#, exits: 3,
            says: #"the module does not link: unknown import "env" "log""#),
        CommandCase(
            ["run", "MODULE"], module: #"(module (import "wasi_snapshot_preview1" "fly" (func)))"#, exits: 3,
            says: "wasi_snapshot_preview1", "fly", "no such function"),
        CommandCase(
            ["run", "MODULE"], module: #"(module (import "wasi_snapshot_preview1" "sched_yield" (func)))"#, exits: 3,
            says: "sched_yield", "has type [] -> [i32], but is imported with type [] -> []"),
        CommandCase(
            ["run", "MODULE"],
            module: #"(module (import "wasi_unstable" "sock_accept" (func (param i32 i32 i32) (result i32))))"#,
            exits: 3,
            says: "wasi_unstable.sock_accept is unknown", "no such function"),
        CommandCase(
            ["run", "MODULE"],
            module:
                #"(module (import "wasi_snapshot_preview1" "path_unlink_file" (func (param i32 i32 i32) (result i32))))"#,
            exits: 3,
            says: "path_unlink_file", "needing files", "--dir HOST", "--missing enosys"),
        CommandCase(
            ["--deny", "stdout", "--deny", "stderr"], guest: "crash", exits: 3,
            says: "4 imports are missing", "denied by --deny stdout and --deny stderr;", "--stdin inherit",
            "fd_fdstat_get"),
        CommandCase(["--deny", "random"], guest: "clocks", exits: 3, says: "random_get is denied by --deny random;"),
        CommandCase(["--deny", "clocks"], guest: "clocks", exits: 3, says: "clock", "denied by --deny clocks"),
        CommandCase(["--deny", "exit"], guest: "exitcode", exits: 3, says: "proc_exit is denied by --deny exit"),
        CommandCase(["--deny", "arguments"], guest: "argsenv", exits: 3, says: "args_", "denied by --deny arguments"),
        // Denying overrides granting.
        CommandCase(["--deny", "exit", "--allow", "exit"], guest: "exitcode", exits: 3, says: "proc_exit"),
        CommandCase(
            ["--max-memory-pages", "1"], guest: "crash", exits: 3,
            says: "limit exceeded: a memory of 3 pages; at most 1"),
        CommandCase(
            ["run", "MODULE"], module: "(module (table 0xffffffff funcref))", exits: 3,
            says: "limit exceeded: a table of 4294967295 elements"),
    ]

    @Test(arguments: badModules)
    func aModuleThatCannotRunEndsWith3(_ command: CommandCase) throws { try command.check(.built) }

    // MARK: Folders

    /// Makes the file `new` in descriptor 3, and exits with the error code.
    static let maker = #"""
        (module
          (import "wasi_snapshot_preview1" "path_open"
            (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
          (memory (export "memory") 1)
          (data (i32.const 0) "new")
          (func (export "_start")
            (call $exit (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 3) (i32.const 1)
              (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 16)))))
        """#

    /// The code 76 is `ENOTCAPABLE`. A guest that ends with it for want of a permission is told which option gives it.
    @Test(arguments: [("", 76), ("::/", 76), ("::/:ro", 76), ("::/:rw", 0), ("::/in:all", 0)] as [(String, Int32)])
    func aFolderIsGrantedAsItIsSaid(_ rest: String, _ code: Int32) throws {
        let folder = try TemporaryFolder()
        let granted = folder.url.appendingPathComponent("granted")
        try FileManager.default.createDirectory(at: granted, withIntermediateDirectories: false)
        let words = ["run", "--dir", granted.path + rest, "MODULE"]
        let guest = rest.isEmpty ? granted.path : "/"
        var command = CommandCase(words, module: CommandLineTests.maker, exits: code)
        if code == 76 {
            command.says = [
                "nestbox: the guest was refused changes in the folder \"\(guest)\": "
                    + "--dir \(granted.path)::\(guest):rw would allow them\n"
            ]
        }
        try command.check(.built)
        // Standard error that was expressly given to the guest is only the guest's.
        try CommandCase(
            ["run", "--stderr", "inherit"] + words.dropFirst(), module: CommandLineTests.maker, exits: code
        )
        .check(.built)
        let made = FileManager.default.fileExists(atPath: granted.appendingPathComponent("new").path)
        #expect(made == (code == 0))
        // 8 is EBADF: without a folder there is no descriptor 3.
        try CommandCase(["run", "--allow", "files", "MODULE"], module: CommandLineTests.maker, exits: 8).check(.built)
    }

    // MARK: Grants and other options

    static let grants: [CommandCase] = [
        CommandCase(["--missing", "enosys", "--deny", "exit"], guest: "exitcode", ["0"], exits: 0),
        CommandCase(["--missing=error"], guest: "exitcode", ["7"], exits: 7),
        CommandCase(["--"], guest: "exitcode", ["7"], exits: 7),
        // A guest has only what it is granted.
        CommandCase(
            guest: "argsenv", exits: 0,
            stdout: try? String(decoding: Repository.bytes("Tests/Guests/expected/argsenv-none.txt"), as: UTF8.self)),
        CommandCase(["--stdout", "null"], guest: "exitcode", ["5"], exits: 5, stdout: ""),
        CommandCase(
            ["--stdin", "null"], guest: "wordcount", exits: 0,
            stdout: try? String(decoding: Repository.bytes("Tests/Guests/expected/wordcount-empty.txt"), as: UTF8.self)),
        // The words behind the module belong to the guest.
        CommandCase(
            ["--env", "B=x=y", "--env=C="], guest: "../../Examples/hello", ["--env", "A=1", "--stats"], exits: 0,
            stdout: """
                Hello from inside the nest box!
                argument 1: --env
                argument 2: A=1
                argument 3: --stats
                environment: B=x=y
                environment: C=

                """),
        CommandCase(
            ["--env", "A=1", "--deny", "environment"], guest: "../../Examples/hello", exits: 0,
            stdout: "Hello from inside the nest box!\n"),
    ]

    @Test(arguments: grants)
    func aGuestGetsWhatItIsGranted(_ command: CommandCase) throws { try command.check(.built) }

    @Test func theHostsEnvironmentIsNotPassedOn() throws {
        let outcome = try NestboxCommand.built.run(
            ["run", CommandLineTests.hello], environment: ["SECRET": "value", "PATH": "/bin"])
        #expect(outcome.text == "Hello from inside the nest box!\n")
        #expect(outcome.code == 0)
    }

    // MARK: --invoke

    static let functions = #"""
        (module
          (func (export "swap") (param i32 i64 f32 f64) (result f64 f32 i64 i32)
            (local.get 3) (local.get 2) (local.get 1) (local.get 0))
          (func (export "none"))
          (func (export "fails") (result i32) unreachable)
          (func (export "null") (param externref) (result externref funcref) (local.get 0) (ref.null func))
          (global $ready (mut i32) (i32.const 0))
          (func (export "_initialize") (global.set $ready (i32.add (global.get $ready) (i32.const 1))))
          (func (export "ready") (result i32) (global.get $ready))
          (func (export "\#u{212B}") (result i32) (i32.const 1))
          (func (export "\#u{C5}") (result i32) (i32.const 2)))
        """#

    static func invoke(_ name: String, _ arguments: String..., prints stdout: String) -> CommandCase {
        CommandCase(["run", "--invoke", name, "MODULE"] + arguments, module: functions, exits: 0, stdout: stdout)
    }

    static let invocations: [CommandCase] = [
        invoke("swap", "1", "2", "3.5", "4.25", prints: "4.25\n3.5\n2\n1\n"),
        invoke(
            "swap", "-1", "-0x8000000000000000", "-0.5", "1e300", prints: "1e+300\n-0.5\n-9223372036854775808\n-1\n"),
        invoke("swap", "0xffffffff", "18446744073709551615", "inf", "nan", prints: "nan\ninf\n-1\n-1\n"),
        invoke("none", prints: ""),
        invoke("null", "null", prints: "null\nnull\n"),
        // A reactor is initialised once, before the call.
        invoke("ready", prints: "1\n"),
        // The names are equal as Swift strings, but their bytes differ: they are two exports.
        invoke("\u{212B}", prints: "1\n"),
        invoke("\u{C5}", prints: "2\n"),
        CommandCase(
            ["run", "--invoke", "fails", "MODULE"], module: functions, exits: 134, stdout: "",
            says: "trap: unreachable", "#0 function 2 (exported as \"fails\") at byte"),
    ]

    @Test(arguments: invocations)
    func invokePrintsResults(_ command: CommandCase) throws { try command.check(.built) }

    // MARK: Limits and statistics

    @Test(arguments: NestboxCommand.all)
    func statisticsAreTheLastLines(_ nestbox: NestboxCommand) throws {
        let outcome = try nestbox.run([
            "run", "--stats", "--host-prices", "none", NestboxCommand.guest("exitcode"), "7",
        ])
        #expect(outcome.code == 7)
        let keys = outcome.stderr.split(separator: "\n").map { $0.prefix { $0 != ":" } }
        #expect(
            keys == ["fuel", "wall_ms", "load_ms", "memory_pages", "host_bytes", "host_bytes_peak"]
                + ["memories", "tables", "stacks", "code", "instances", "types", "buffers"].map { "host_bytes_\($0)" })
        let kinds = outcome.statistics.filter { $0.key.hasPrefix("host_bytes_") && $0.key != "host_bytes_peak" }
        #expect(
            kinds.values.compactMap { Int($0) }.reduce(0, +) == outcome.statistics["host_bytes"].flatMap { Int($0) })
        #expect(outcome.fuel == 3543)
        #expect(outcome.statistics["memory_pages"] == "5")
        let wall = try #require(outcome.statistics["wall_ms"].flatMap(Double.init))
        let load = try #require(outcome.statistics["load_ms"].flatMap(Double.init))
        #expect(load > 0 && wall >= load && wall < outcome.seconds * 1000)
        let trap = try nestbox.run(["run", "--stats", "--host-prices", "none", NestboxCommand.guest("crash")])
        #expect(trap.code == 134)
        #expect(trap.fuel == 588)
        #expect(trap.stderr.contains("\nfuel: 588\nwall_ms: "))
    }

    /// The last check, at the entry of the second call of `$e`, sees all 5 units.
    @Test(arguments: NestboxCommand.all)
    func theBudgetIsExact(_ nestbox: NestboxCommand) throws {
        let text = #"(module (func $e) (func (export "f") (call $e) (call $e)))"#
        for (fuel, code) in [(6, 0), (5, 0), (4, 134), (1, 134), (0, 134)] as [(Int, Int32)] {
            let outcome = try nestbox.run(text: text, ["--stats", "--fuel", "\(fuel)", "--invoke", "f"])
            #expect(outcome.code == code, "--fuel \(fuel)")
            if code == 0 { #expect(outcome.fuel == 5) }
            if code == 134 { #expect(outcome.stderr.hasPrefix("nestbox: stopped: budget exhausted\n")) }
        }
    }

    @Test func memoryGrowsToItsLimit() throws {
        let text = #"(module (memory 1) (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))"#
        for (delta, result) in [(1, "1\n"), (2, "-1\n"), (65_535, "-1\n")] {
            let outcome = try NestboxCommand.built.run(
                text: text, ["--max-memory-pages", "2", "--invoke", "grow"], arguments: ["\(delta)"])
            #expect(outcome.text == result)
        }
    }

    /// Types that print alike are told apart by their place in the store, and by whether they may have subtypes.
    @Test func aTypeThatDiffersOnlyInItsPlaceIsToldWithIt() throws {
        let folder = try TemporaryFolder()
        let types = "(type $f1 (sub (func))) (type $f2 (sub $f1 (func)))"
        let library = try folder.file("library.wat", "(module \(types) (func (export \"f\") (type $f1)))".utf8)
        let importer = try folder.file(
            "importer.wat", "(module \(types) (import \"lib\" \"f\" (func (type $f2))) (func (export \"x\")))".utf8)
        let outcome = try NestboxCommand.built.run(["run", "--preload", "lib=\(library)", "--invoke", "x", importer])
        #expect(outcome.code == 3)
        #expect(
            outcome.stderr.hasSuffix(
                "the module wants func [] -> [] (a subtype of [] -> [], type 0 of the store), "
                    + "there is func [] -> [] (without a supertype)\n"), "\(outcome.stderr)")
    }

    @Test(arguments: NestboxCommand.all)
    func anEndlessLoopEndsAtTheDeadline(_ nestbox: NestboxCommand) throws {
        let text = #"(module (func $f (export "f") (loop (br 0))))"#
        let outcome = try nestbox.run(text: text, ["--timeout-ms", "3000", "--invoke", "f"])
        #expect(outcome.code == 134)
        #expect(outcome.stderr.hasPrefix("nestbox: stopped: deadline exceeded\n  #0 function 0 f at byte"))
        #expect(outcome.seconds >= 0.2 && outcome.seconds < 30)
    }

    // MARK: Other commands

    static let otherCommands: [CommandCase] = [
        CommandCase(["validate", NestboxCommand.guest("crash")], exits: 0, stdout: ""),
        CommandCase(["validate", "MODULE"], module: functions, exits: 0, stdout: ""),
        CommandCase(
            ["validate", "--features", "-wide-arithmetic,wide-arithmetic", "MODULE"], module: wideProduct, exits: 0,
            stdout: ""),
        CommandCase(
            ["run", "--features=-threads", "--invoke", "f", "MODULE", "-1"], module: wideProduct, exits: 0,
            stdout: "1\n-2\n"),
        // Inspecting a module needs no grants.
        CommandCase(
            ["inspect", "MODULE"],
            module: """
                (module (import "wasi_snapshot_preview1" "random_get" (func (param i32 i32) (result i32)))
                  (import "env" "log" (func (param i64)))
                  (import "wasi_snapshot_preview1" "path_unlink_file" (func (param i32 i32 i32) (result i32)))
                  (memory (export "memory") 2 3) (table 4 funcref) (func (export "f\\"\\1b") unreachable))
                """, exits: 0,
            stdout: """
                sections:
                  types: 4
                  imports: 3
                  functions: 1
                  tables: 1
                  memories: 1
                  exports: 2
                  code: 2 bytes
                  debug information: none

                imports:
                  wasi_snapshot_preview1.random_get: func (i32, i32) -> i32
                  env.log: func (i64)
                  wasi_snapshot_preview1.path_unlink_file: func (i32, i32, i32) -> i32

                exports:
                  memory: memory, 2 to 3 pages
                  f\\u{22}\\u{1b}: func ()

                limits:
                  memory 0: 2 to 3 pages
                  table 0: funcref, 4 elements or more

                grants needed:
                  random_get: random
                  path_unlink_file: files
                  env.log: not WASI; the embedder must define it

                """),
    ]

    @Test(arguments: otherCommands)
    func otherCommandsWork(_ command: CommandCase) throws { try command.check(.built) }

    @Test(arguments: [
        (["--help"], ["nestbox run", "nestbox validate", "inspect show what", "134"]), (["-h"], ["nestbox run"]),
        (["help"], ["nestbox run"]),
        (
            ["run", "--help"],
            [
                "--dir", "--env", "--stdin", "--stdout", "--stderr", "--fuel", "--max-memory-pages", "--timeout-ms",
                "--allow", "--deny", "--missing", "--stats", "--invoke",
                "arguments, clocks, exit, random, stderr, stdout", "a run has no limit",
            ]
        ),
        (["run", "-h"], ["usage: nestbox run"]),
        (["validate", "--help"], ["usage: nestbox validate [OPTION]… MODULE…", "--features NAME,…"]),
        (["inspect", "--help"], ["usage: nestbox inspect [OPTION]… MODULE", "--policy", "--json"]),
    ])
    func helpIsThere(_ words: [String], _ texts: [String]) throws {
        let outcome = try NestboxCommand.built.run(words)
        #expect(outcome.code == 0)
        #expect(outcome.stderr.isEmpty)
        let flowing = outcome.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for text in texts { #expect(flowing.contains(text)) }
        for line in outcome.text.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
    }
}
