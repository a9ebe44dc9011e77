import Foundation
import Testing

/// `-` in the place of files, files that are written whole, and words of the command line that are not UTF-8.
struct CommandStreamTests {
    static let text = #"(module (func (export "f") (result i32) (i32.const 42)))"#
    static let header: [UInt8] = [0, 0x61, 0x73, 0x6D, 1, 0, 0, 0]

    /// Runs a command with bytes as its standard input, from a file or from a pipe.
    private func run(
        _ words: [String], input: some Sequence<UInt8>, throughPipe: Bool
    ) throws -> NestboxCommand.Outcome {
        let folder = try TemporaryFolder()
        let file = try folder.file("input", input)
        if !throughPipe {
            return try NestboxCommand.built.run(
                words, stdin: try FileHandle(forReadingFrom: URL(fileURLWithPath: file)))
        }
        return try NestboxCommand(path: "/bin/sh").run(
            ["-c", #"file=$1; shift; cat "$file" | "$0" "$@""#, NestboxCommand.built.path, file] + words)
    }

    // MARK: Standard input and output

    @Test(arguments: [false, true])
    func aDashIsStandardInput(throughPipe: Bool) throws {
        let text = CommandStreamTests.text.utf8
        let binary = try run(["wat2wasm", "-", "-"], input: text, throughPipe: throughPipe)
        #expect(binary.code == 0 && binary.stdout.starts(with: CommandStreamTests.header))
        for words in [["wat2wasm", "-"], ["wat2wasm", "-", "-o", "-"], ["wat2wasm", "--output=-", "-"]] {
            #expect(try run(words, input: text, throughPipe: throughPipe).stdout == binary.stdout)
        }
        let printed = try run(["print", "-"], input: binary.stdout, throughPipe: throughPipe)
        #expect(printed.code == 0 && printed.text.hasPrefix("(module"))
        #expect(try run(["wat2wasm", "-"], input: printed.stdout, throughPipe: throughPipe).stdout == binary.stdout)
        let invoked = try run(["run", "--invoke", "f", "-"], input: binary.stdout, throughPipe: throughPipe)
        #expect(invoked.code == 0 && invoked.text == "42\n")
        #expect(try run(["validate", "-"], input: binary.stdout, throughPipe: throughPipe).code == 0)
        let inspected = try run(["inspect", "-"], input: binary.stdout, throughPipe: throughPipe)
        #expect(inspected.text.contains("  f: func () -> i32\n"))
        let bad = try run(["validate", "-"], input: [1], throughPipe: throughPipe)
        #expect(bad.code == 3 && bad.stderr.hasPrefix("nestbox: standard input: "), "\(bad.stderr)")
        let guest = try Repository.bytes("Examples/hello.wasm")
        let hello = try run(["-", "x"], input: guest, throughPipe: throughPipe)
        #expect(hello.text == CommandUsageTests.greeting + "argument 1: x\n")
        let script = #"(module (func (export "f"))) (assert_return (invoke "f"))"#
        #expect(try run(["wast", "-"], input: script.utf8, throughPipe: throughPipe).text.hasSuffix("0 skipped\n"))
    }

    // MARK: Files that are written

    @Test func aFileIsWrittenWholeOrNotAtAll() throws {
        let folder = try TemporaryFolder()
        let nestbox = NestboxCommand.built
        let text = try folder.file("x.wat", CommandStreamTests.text.utf8)
        let bad = try folder.file("bad.wat", "(module".utf8)
        let target = try folder.file("target", "old".utf8)
        #expect(chmod(target, 0o640) == 0)
        #expect(try nestbox.run(["wat2wasm", bad, "-o", target]).code == 3)
        #expect(try folder.text("target") == "old")
        // A body that is malformed is found when half of the text has been printed.
        let broken = try folder.file(
            "broken.wasm", CommandStreamTests.header + [1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 10, 5, 1, 3, 0, 0xFF, 0x0B])
        #expect(try nestbox.run(["print", "-o", target, broken]).code == 3)
        #expect(try folder.text("target") == "old")
        #expect(try nestbox.run(["wat2wasm", text, "-o", target]).code == 0)
        #expect(try nestbox.run(["validate", target]).code == 0)
        var status = stat()
        #expect(stat(target, &status) == 0 && status.st_mode & 0o777 == 0o640, "its permissions stay")
        #expect(try nestbox.run(["wat2wasm", text, folder.path("other")]).code == 0)
        #expect(try nestbox.run(["print", target, "-o", folder.path("text.wat")]).code == 0)
        #expect(try folder.text("text.wat").hasPrefix("(module"))
        // A link stays one, and what it leads to is written.
        try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: "other")
        #expect(try nestbox.run(["print", target, "-o", folder.path("link")]).code == 0)
        #expect(try folder.text("other") == folder.text("text.wat"))
        #expect(try nestbox.run(["print", target, "-o", "/dev/null"]).code == 0)
        let refused = try nestbox.run(["print", target, "-o", "/no/such/folder/x"])
        #expect(refused.code == 2 && refused.stderr == "nestbox: /no/such/folder/x: No such file or directory\n")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
        #expect(names == ["bad.wat", "broken.wasm", "link", "other", "target", "text.wat", "x.wat"])
    }

    /// A pipe takes less than the output, and its reader is slow.
    @Test func allOutputReachesASlowReader() throws {
        let folder = try TemporaryFolder()
        let functions = String(repeating: "(func (drop (i32.const 1)))", count: 10_000)
        let module = try folder.file("m.wat", "(module \(functions))".utf8)
        let whole = try NestboxCommand.built.run(["print", module])
        #expect(whole.stdout.count > 200_000)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [
            "-c", #""$1" print "$2" | (sleep 0.3; cat > "$3")"#, "sh", NestboxCommand.built.path, module,
            folder.path("out"),
        ]
        try process.run()
        process.waitUntilExit()
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path("out"))) == Data(whole.stdout))
    }

    #if os(Linux)
        /// `/dev/full` refuses every byte.
        @Test func outputThatCannotBeWrittenEndsWith1() throws {
            let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
            let stream = try NestboxCommand.built.run(["print", CommandLineTests.hello], stdout: full)
            #expect(stream.code == 1 && stream.stderr == "nestbox: the output could not be written: ENOSPC\n")
            let add = try TemporaryFolder()
            let module = try add.file(
                "add.wat", "(module (func (export \"f\") (result i32) (i32.const 1)))".utf8)
            for words in [
                ["inspect", module], ["inspect", "--json", module], ["--help"], ["run", "--invoke", "f", module],
            ] {
                let outcome = try NestboxCommand.built.run(words, stdout: full)
                #expect(outcome.code == 1, "\(words)")
                #expect(
                    outcome.stderr.hasPrefix("nestbox: the output could not be written"), "\(words)")
            }
            let file = try NestboxCommand.built.run(["print", CommandLineTests.hello, "-o", "/dev/full"])
            #expect(file.code == 1 && file.stderr == "nestbox: the output could not be written: /dev/full: ENOSPC\n")
        }
    #endif

    @Test func wat2wasmNamesItsOutput() throws {
        let folder = try TemporaryFolder()
        let nestbox = NestboxCommand.built.path
        let text = try folder.file("x.y.wat", CommandStreamTests.text.utf8)
        func run(_ words: String...) throws -> NestboxCommand.Outcome {
            try NestboxCommand(path: "/bin/sh").run(
                ["-c", #"cd "$1"; shift; exec "$0" wat2wasm "$@""#, nestbox, folder.url.path] + words)
        }
        #expect(try run(text).code == 0)
        #expect(
            try Data(contentsOf: folder.url.appendingPathComponent("x.y.wasm")).starts(with: CommandStreamTests.header))
        let again = try run("x.y.wasm")
        #expect(again.code == 2 && again.stderr.contains("'x.y.wasm' could be overwritten: -o is needed"))
        #expect(try run("x.y.wat", "a", "-o", "b").code == 2)
        #expect(try run("x.y.wat", "-oc").code == 0)
        #expect(FileManager.default.fileExists(atPath: folder.path("c")))
    }

    // MARK: Words that are not UTF-8

    /// Runs a script of the shell, which can make words of any bytes: `$0` is nestbox, `$1` the first of the words.
    private func shell(_ script: String, _ words: String...) throws -> NestboxCommand.Outcome {
        try NestboxCommand(path: "/bin/sh").run(["-c", script, NestboxCommand.built.path] + words)
    }

    @Test func argumentsAndVariablesReachTheGuestAsTheyAre() throws {
        let outcome = try shell(
            #"raw=$(printf '\377\376.txt'); exec "$0" run --env "A=$raw" --env "$raw=1" "$1" "$raw""#,
            CommandLineTests.hello)
        #expect(outcome.code == 0 && outcome.stderr.isEmpty)
        let raw: [UInt8] = [0xFF, 0xFE] + Array(".txt".utf8)
        let expected =
            Array((CommandUsageTests.greeting + "argument 1: ").utf8) + raw + Array("\nenvironment: A=".utf8) + raw
            + Array("\nenvironment: ".utf8) + raw + Array("=1\n".utf8)
        #expect(outcome.stdout == expected, "\(outcome.text)")
    }

    @Test func pathsAreTakenAsTheyAre() throws {
        let folder = try TemporaryFolder()
        let maker = try folder.file("maker.wat", CommandLineTests.maker.utf8)
        let outcome = try shell(
            #"""
            cd "$1" && raw=$(printf 'a\377') && mkdir "$raw" && cp "$2" "$raw/m" && cp "$3" "$raw.wasm" || exit 99
            "$0" run --dir "$raw::/:rw" "$raw/m" && test -f "$raw/new" || exit 98
            "$0" run --dir "$raw" "$raw/m"; test $? = 76 || exit 97
            "$0" "$raw.wasm" >"$raw.out" && test "$("$0" run --stdout "$raw.2" "$raw.wasm"; cat "$raw.2")" = "$(cat "$raw.out")" \
                || exit 96
            "$0" print "$raw/m" -o "$raw.text" && "$0" validate "$raw.text" || exit 95
            "$0" run --dir "x::$raw/new:rw" "$raw/m" 2>/dev/null; test $? = 2 || exit 94
            """#, folder.url.path, maker, CommandLineTests.hello)
        #expect(outcome.code == 0, "\(outcome.stderr)")
    }

    /// A rule about characters refuses bytes that are no characters.
    @Test func aPolicysRulesHoldForBytes() throws {
        let folder = try TemporaryFolder()
        let policy = try folder.file("p.json", #"{"allow": ["stdio", "arguments", "environment", "exit"]}"#.utf8)
        let outcome = try shell(
            #"exec "$0" run --policy "$1" "$2" "$(printf '\377')""#, policy, CommandLineTests.hello)
        #expect(outcome.code == 2)
        #expect(outcome.stderr == "nestbox: the policy refuses argument 1: it is not UTF-8\n")
    }
}
