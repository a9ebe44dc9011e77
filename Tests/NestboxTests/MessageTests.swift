import Foundation
import Nestbox
import Testing

/// Messages about modules, word by word: an embedder gets them from the description of the error, a user from `nestbox run`.
@Suite struct MessageTests {
    /// A file given as a module, and the message about it.
    struct Refusal: Sendable, CustomTestStringConvertible {
        var name: String
        var bytes: [UInt8]
        var message: String

        init(_ name: String, _ text: String, _ message: String) { self.init(name, Array(text.utf8), message) }

        init(_ name: String, _ bytes: [UInt8], _ message: String) {
            (self.name, self.bytes, self.message) = (name, bytes, message)
        }

        var testDescription: String { name }
    }

    private static let neither = "neither binary nor text WebAssembly: "

    static let otherFiles: [Refusal] = [
        Refusal("nothing", "", neither + "the file is empty"),
        Refusal(
            "HTML", "\n<!DOCTYPE html>\n<html></html>",
            neither + "an HTML page, as servers send when they do not find a file: download the module again"),
        Refusal("XML", "<?xml version=\"1.0\"?><a/>", neither + "an XML document"),
        Refusal("JSON", "{\"a\": 1}", neither + "a JSON document"),
        Refusal(
            "gzip", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0], neither + "compressed with gzip: decompress it with `gunzip`"),
        Refusal(
            "Git LFS", "version https://git-lfs.github.com/spec/v1\noid sha256:00\n",
            neither + "a Git LFS pointer instead of the file: `git lfs pull` fetches the file"),
        Refusal("Markdown", "# Title\n\nText", neither + "text that begins with #, such as Markdown"),
        Refusal(
            "C", "#include <stdio.h>\nint main(void) { return 0; }\n",
            neither + "source code of C or a similar language: compile it to WebAssembly first"),
        Refusal(
            "C with a comment", "/* A comment.\n */\nstatic const int x = 1;\n",
            neither + "source code of C or a similar language: compile it to WebAssembly first"),
        Refusal(
            "ELF", [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0],
            neither + "an ELF executable or library: compile the program to WebAssembly"),
        Refusal("ZIP", [0x50, 0x4B, 3, 4, 20, 0, 0, 0], neither + "a ZIP archive: unpack it first"),
        Refusal("shell", "#!/bin/sh\necho\n", neither + "a script that begins with #!"),
        Refusal(
            "UTF-16", [0xFF, 0xFE] + "(module)".utf8.flatMap { [$0, 0] }, neither + "text in UTF-16: save it as UTF-8"),
        Refusal(
            "UTF-16 without a mark", "(module)".utf8.flatMap { [0, $0] }, neither + "text in UTF-16: save it as UTF-8"),
        Refusal(
            "byte order mark", [0xEF, 0xBB, 0xBF] + Array("(module)".utf8),
            neither + "text with a byte order mark: save it as UTF-8 without one"),
        Refusal(
            "JavaScript", "// include: shell.js\nvar Module = typeof Module != \"undefined\" ? Module : {};\n",
            neither + "JavaScript, perhaps the glue code of a module: the module is the .wasm file beside it"),
        Refusal(
            "unknown", [0xDE, 0xAD, 0, 1],
            neither + "a file of an unknown format, which begins with de ad 00 01"),
        // Text that is nothing else may be meant as a module.
        Refusal(
            "words", "module (func)",
            "neither binary nor text WebAssembly: text that does not begin with a parenthesis"),
        Refusal("a comment", ";; (module)\nfunc", "2:1: unexpected token"),
        Refusal("a magic number cut off", [0, 0x61, 0x73], "malformed module at byte 0: unexpected end"),
    ]

    private static let component =
        "a component, not a module: Nestbox runs core modules. Build the program for WASI preview 1 (wasm32-wasip1), "
        + "or take out its modules with `wasm-tools component unbundle`"

    static let components: [Refusal] = [
        Refusal("binary component", [0, 0x61, 0x73, 0x6D, 0x0D, 0, 1, 0], component),
        Refusal("text component", "(component (core module))", "1:1: " + component),
    ]

    static let unknownNames: [Refusal] = [
        ("(func call $f)", "1:20: unknown func $f"), ("(func local.get $l)", "1:25: unknown local $l"),
        ("(func global.get $g)", "1:26: unknown global $g"), ("(func table.size $t)", "1:26: unknown table $t"),
        ("(func memory.size $m)", "1:27: unknown memory $m"), ("(func (type $t))", "1:21: unknown type $t"),
        ("(func br $l)", "1:18: unknown label $l"), ("(func elem.drop $e)", "1:25: unknown elem segment $e"),
        ("(func data.drop $d)", "1:25: unknown data segment $d"), ("(func throw $t)", "1:21: unknown tag $t"),
        ("(type $t (struct)) (func struct.get $t $f)", "1:48: unknown field $f"),
        ("(func call $\"a b\")", "1:20: unknown func $a b"), ("(func $f) (func $f)", "1:25: duplicate func $f"),
        ("(func (param $p i32) (local $p i32))", "1:37: duplicate local $p"),
        ("(type (struct (field $f i32) (field $f i32)))", "1:45: duplicate field $f"),
    ].map { Refusal($0.0, "(module \($0.0))", $0.1) }

    static let invalidTexts: [Refusal] = [
        Refusal(
            "folded",
            """
            (module
              (func $id (param i32) (result i32) local.get 0)
              (func $broken (result i32)
                (i32.add
                  (i32.const 1)
                  (i64.const 2))))
            """, "4:6: type mismatch: expected i32, found i64 in function 1 ($broken)"),
        Refusal(
            "end of a function", "(module\n  (func (result i32)\n    i32.const 1\n    drop\n  ))",
            "5:3: type mismatch: expected i32, found nothing in function 0"),
        Refusal(
            "plain", "(module (func $f\n  i32.const 1\n  i64.eqz\n  drop))",
            "3:3: type mismatch: expected i64, found i32 in function 0 ($f)"),
        Refusal(
            "block", "(module (func (block\n  (i32.const 1)\n)))",
            "3:1: type mismatch: expected the end of the block's operands, found i32 in function 0"),
        Refusal(
            "condition", "(module (func (if\n  (i64.const 1)\n  (then))))",
            "1:16: type mismatch: expected i32, found i64 in function 0"),
        Refusal(
            "else",
            "(module (func i32.const 1 (if (result i32)\n (i32.const 1)\n (then (i32.const 2)) (else)) drop drop))",
            "3:29: type mismatch: expected i32, found nothing in function 0"),
        Refusal(
            "constant", "(module (memory 1) (data (i32.const 0) \"abc\") (global i32\n  (i64.const 1)))",
            "2:16: type mismatch: expected i32, found i64"),
        Refusal("no place", "(module (export \"f\" (func 0)))", "unknown function 0"),
    ]

    @Test(arguments: otherFiles + components + unknownNames + invalidTexts)
    func aFileThatIsNoModuleIsDescribed(_ refusal: Refusal) {
        let error = #expect(throws: (any Error).self) { try Module(bytes: refusal.bytes) }
        #expect(error.map { "\($0)" } == refusal.message)
    }

    /// A long body is looked through once, not once for each instruction.
    @Test func thePlaceInALongTextIsFound() {
        let lines = String(repeating: "  (drop (i32.add (i32.const 1) (i32.const 2)))\n", count: 50_000)
        let error = #expect(throws: ValidationError.self) { try Module(text: "(module (func\n\(lines)  drop))") }
        #expect(error?.line == 50_002 && error?.column == 3)
    }

    // MARK: Linking

    private static func linkError(_ text: String, _ session: GuestSession? = nil) throws -> LinkError? {
        let module = try Module(text: text)
        let session = try session ?? GuestSession(Policy())
        return #expect(throws: LinkError.self) { try session.instantiate(module) }
    }

    @Test func allMissingImportsAreListedByRemedy() throws {
        let error = try MessageTests.linkError(
            """
            (module
              (import "wasi_snapshot_preview1" "path_unlink_file" (func (param i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "sock_shutdown" (func (param i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "path_create_directory" (func (param i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "fly" (func))
              (import "wasi:cli/exit@0.2.0" "exit" (func (param i32)))
              (import "env" "log" (func (param i32)))
              (import "env" "memory" (memory 1))
              (import "env" "log" (func (param i32)))
              (import "env" "emscripten_resize_heap" (func (param i32) (result i32)))
              (import "a" "b" (func)))
            """)
        #expect(
            error?.description == """
                9 imports are missing
                  from "wasi_snapshot_preview1", not granted, needing files: \
                WASIConfiguration.grantFolder(_:as:permissions:quota:), or in a policy's "allow" the names:
                    path_unlink_file, path_create_directory
                  from "wasi_snapshot_preview1", not granted, needing sockets: \
                WASIConfiguration.grantConnection(_:), or in a policy's "allow" the names:
                    sock_shutdown
                  from "wasi_snapshot_preview1", unknown to this version of WASI, perhaps an extension of another runtime:
                    fly
                  from "wasi:cli/exit@0.2.0", of another version of WASI, for components; build for WASI preview 1, for \
                example wasm32-wasip1:
                    exit (func [i32] -> [])
                  from "env", defined by nothing; define it with \
                Imports.define(_:in:_:):
                    log (func [i32] -> []), memory (memory 1… pages)
                  from "env", of Emscripten's JavaScript; build with -sSTANDALONE_WASM, which uses WASI as far as it goes:
                    emscripten_resize_heap (func [i32] -> [i32])
                  from "a", perhaps of Emscripten with shortened names; build with -sSTANDALONE_WASM, which uses WASI:
                    b (func [] -> [])
                  If the program never calls those that are not granted: missing = .enosys \
                links them, and calls fail with ENOSYS
                """)
        #expect(
            error?.missing.map(\.name.text).prefix(4) == [
                "path_unlink_file", "sock_shutdown", "path_create_directory", "fly",
            ])
        #expect(error?.missing.last?.type == "func [] -> []")
        #expect(error?.missing[6].kind == .unknownImport)
    }

    @Test func manyMissingImportsAreCounted() throws {
        let imports = (0..<1_000).map { "(import \"env\" \"f\($0)\" (func))" }.joined()
        let error = try MessageTests.linkError("(module \(imports))")
        #expect(error?.missing.count == LinkError.maximumMissing)
        #expect(error?.omittedMissing == 1_000 - LinkError.maximumMissing)
        let lines = error?.description.split(separator: "\n") ?? []
        #expect(lines.first == "1000 imports are missing")
        #expect(lines.count == 4 && lines[2].hasSuffix("f11 (func [] -> []), and 52 more"))
        #expect(lines.last == "  … and 936 more imports")
    }

    /// Imports that a toolchain adds, and a part of the advice about them.
    static let toolchains: [(module: String, name: String, advice: String)] = [
        ("wasi", "thread-spawn", "wasm32-wasip1 without -threads"),
        ("gojs", "runtime.wasmExit", "GOOS=wasip1"),
        ("__wbindgen_placeholder__", "__wbindgen_throw", "wasm-bindgen"), ("wbg", "__wbg_log", "wasm-bindgen"),
        ("GOT.mem", "x", "link statically"), ("env", "__memory_base", "link statically"),
        ("env", "emscripten_notify_memory_growth", "-sALLOW_MEMORY_GROWTH=0"),
        ("env", "__cxa_throw", "-fno-exceptions"),
        ("env", "abort", "--use abort="), ("host", "f", "defined by nothing; define it with Imports.define(_:in:_:)"),
    ]

    @Test(arguments: toolchains)
    func aSingleImportHasAdviceToo(_ module: String, _ name: String, _ advice: String) throws {
        let error = try MessageTests.linkError("(module (import \"\(module)\" \"\(name)\" (func)))")
        let text = error?.description ?? ""
        #expect(text.hasPrefix("unknown import \"\(module)\" \"\(name)\": func [] -> [], "), "\(text)")
        #expect(text.contains(advice), "\(text)")
    }

    /// An exporting module, an importing one, and the two types of the message.
    static let functionTypes: [(exporter: String, importer: String, wanted: String, found: String)] = [
        ("(type (sub (func)))", "(type (func))", "final", "open"),
        ("(type (func))", "(type (sub (func)))", "open", "final"),
        (
            "(type (sub (func)))", "(type $s (sub (func))) (type (sub $s (func)))",
            "a subtype of [] -> [], type 0 of the store", "without a supertype"
        ),
        (
            "(rec (type (func)) (type (struct)))", "(type (func))", "type 2 of the store, in another recursion group",
            "type 0 of the store, in another recursion group"
        ),
    ]

    @Test(arguments: functionTypes)
    func typesThatReadTheSameAreDistinguished(
        _ exporter: String, _ importer: String, _ wanted: String, _ found: String
    ) throws {
        let session = try GuestSession(Policy())
        try session.provide("lib", Module(text: "(module \(exporter) (func (export \"f\") (type 0)))"))
        let last = importer.components(separatedBy: "(type ").count - 2
        let error = try MessageTests.linkError(
            "(module \(importer) (import \"lib\" \"f\" (func (type \(last)))))", session)
        #expect(
            error?.description
                == "incompatible import type of \"lib\" \"f\": the module wants func [] -> [] (\(wanted)), "
                + "there is func [] -> [] (\(found))")
    }

    // MARK: Calling

    @Test func aMissingFunctionIsAnsweredWithThoseThereAre() throws {
        let functions = (0..<25).map { "(func (export \"f\($0)\") (param i32) (result i64) i64.const 0)" }.joined()
        func message(_ text: String, _ name: Name) throws -> String {
            let instance = try Store().instantiate(Module(text: text))
            let error = #expect(throws: CallError.self) { try instance.call(name) }
            return error.map { "\($0)" } ?? ""
        }
        #expect(
            try message(#"(module (func (export "add") (param i32 i64)) (memory (export "m") 1))"#, "_start") == """
                there is no exported function "_start"; the module is a library; there are:
                  add: [i32 i64] -> []
                """)
        #expect(
            try message(#"(module (memory (export "m") 1))"#, "m")
                == "there is no exported function \"m\"; the module exports no functions")
        let lines = try message("(module \(functions))", "g").split(separator: "\n")
        #expect(lines.first == "there is no exported function \"g\"; there are:")
        #expect(lines.count == 22 && lines[20] == "  f19: [i32] -> [i64]" && lines[21] == "  … and 5 more")
    }

    @Test func framesAreNamedByExportsAndModules() throws {
        let session = try GuestSession(Policy())
        try session.provide("math", Module(text: #"(module (func (export "divide") unreachable))"#))
        let user = try session.instantiate(
            Module(
                text: """
                    (module $user (import "math" "divide" (func)) (func $main (export "main") call 0)
                      (func (export "alone") unreachable) (func call 2) (func $run (export "run") call 3))
                    """))
        func message(_ name: Name) -> String {
            let trap = #expect(throws: Trap.self) { try user.call(name) }
            return trap.map { "\($0)" } ?? ""
        }
        #expect(
            message("main") == """
                unreachable
                  #0 function 0 (exported as "divide") in module "math" at byte 0
                  #1 function 1 main in module "user" at byte 0
                """)
        // A single instance needs no name.
        #expect(
            message("run") == """
                unreachable
                  #0 function 2 (exported as "alone") at byte 3
                  #1 function 3 at byte 5
                  #2 function 4 run at byte 8
                """)
    }

    // MARK: Limits

    @Test func refusalsAreCounted() throws {
        var limits = StoreLimits()
        (limits.memoryPages, limits.tableElements, limits.instances, limits.callDepth) = (10, 100, 1, 50)
        let store = Store(limits: limits)
        #expect(store.refusals.total == 0 && store.refusals.description == "no limit was met")
        let instance = try store.instantiate(
            Module(
                text: """
                    (module (memory 1) (memory 1 2) (table 1 funcref)
                      (func (export "memory") (drop (memory.grow (i32.const 10))) (drop (memory.grow (i32.const 10))))
                      (func (export "declared") (drop (memory.grow 1 (i32.const 2))))
                      (func (export "table") (drop (table.grow (ref.null func) (i32.const 100))))
                      (func $deep (export "deep") call $deep))
                    """))
        _ = try instance.call("memory")
        // The module's own maximum is no limit of the store.
        _ = try instance.call("declared")
        _ = try instance.call("table")
        #expect(throws: Trap.self) { try instance.call("deep") }
        #expect(throws: LinkError.self) { try store.instantiate(Module(text: "(module)")) }
        #expect(
            store.refusals.counts == [.memoryPages: 2, .tableElements: 1, .callDepth: 1, .instances: 1])
        #expect(
            store.refusals.description == """
                memoryPages (limit met): 2
                tableElements (limit met): 1
                callDepth (limit met): 1
                instances (limit met): 1
                """)
    }

    // MARK: The command line

    /// A command line in which words ending in `.wat` stand for files, and all of stderr, in which `DIR` stands for their
    /// folder.
    struct Command: Sendable, CustomTestStringConvertible {
        var words: [String]
        var code: Int32
        var stderr: String

        var testDescription: String { words.joined(separator: " ") }
    }

    static let files: [(name: String, text: String)] = [
        ("page.wat", "<html></html>"), ("typo.wat", "(module\n  (func call $f))"),
        ("invalid.wat", "(module\n  (func $f (result i32)\n    i64.const 1))"),
        ("link.wat", #"(module (import "host" "f" (func)))"#), ("library.wat", #"(module (func (export "f")))"#),
        (
            "grow.wat",
            """
            (module (memory 1) (func (export "_start")
              (drop (memory.grow (i32.const 9))) (drop (memory.grow (i32.const 9)))))
            """
        ),
    ]

    static let html =
        neither + "an HTML page, as servers send when they do not find a file: download the module again\n"
    static let invalid = "invalid.wat:3:16: invalid module: type mismatch: expected i32, found i64 in function 0 ($f)\n"
    static let link = """
        link.wat: the module does not link: unknown import "host" "f": func [] -> [], defined by nothing; \
        give a module that exports it with --preload host=FILE

        """

    static let commands: [Command] = [
        Command(words: ["run", "page.wat"], code: 3, stderr: "nestbox: DIR/page.wat: " + html),
        Command(words: ["print", "page.wat"], code: 3, stderr: "nestbox: DIR/page.wat: " + html),
        Command(words: ["validate", "page.wat"], code: 3, stderr: "nestbox: DIR/page.wat: " + html),
        Command(words: ["run", "typo.wat"], code: 3, stderr: "nestbox: DIR/typo.wat:2:14: unknown func $f\n"),
        Command(words: ["run", "invalid.wat"], code: 3, stderr: "nestbox: DIR/" + invalid),
        Command(words: ["run", "--preload", "m=invalid.wat", "grow.wat"], code: 3, stderr: "nestbox: DIR/" + invalid),
        Command(words: ["run", "link.wat"], code: 3, stderr: "nestbox: DIR/" + link),
        Command(words: ["run", "--preload", "m=link.wat", "grow.wat"], code: 3, stderr: "nestbox: DIR/" + link),
        Command(
            words: ["run", "library.wat"], code: 2,
            stderr: """
                nestbox: DIR/library.wat: there is no exported function "_start"; the module is a library; \
                --invoke NAME calls one of its exports:
                  f: [] -> []

                """),
        Command(
            words: ["run", "--report-denials", "--max-memory-pages", "5", "grow.wat"], code: 0,
            stderr: "denials: 0\nmemoryPages (limit met): 2\n"),
    ]

    @Test(arguments: commands)
    func everyErrorBeginsWithTheFile(_ command: Command) throws {
        let folder = try TemporaryFolder()
        for file in MessageTests.files { _ = try folder.file(file.name, file.text.utf8) }
        let words = command.words.map { word in
            guard word.hasSuffix(".wat") else { return word }
            let parts = word.split(separator: "=").map(String.init)
            return (parts.dropLast() + [folder.path(parts.last ?? "")]).joined(separator: "=")
        }
        let outcome = try NestboxCommand.built.run(words)
        #expect(outcome.code == command.code && !outcome.crashed)
        #expect(outcome.stderr == command.stderr.replacingOccurrences(of: "DIR/", with: folder.path("") + "/"))
    }

    /// The policy that `inspect` prints lets a program print.
    @Test func theSmallestPolicyLetsAProgramPrint() throws {
        let folder = try TemporaryFolder()
        let printed = try NestboxCommand.built.run(["inspect", "--policy", CommandLineTests.hello])
        let policy = try folder.file("policy.json", printed.stdout)
        let outcome = try NestboxCommand.built.run(["run", "--policy", policy, CommandLineTests.hello])
        #expect(outcome.text == PolicyCommandTests.hello)
        #expect(try NestboxCommand.built.run(["policy", "check", policy]).text.isEmpty)
    }
}
