import Foundation
import Testing

/// `-` in the place of a file is standard input or standard output, for every option: no option makes a file of this name.
struct CommandDashTests {
    static let echo = #"""
        (module
          (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
          (memory (export "memory") 1)
          (data (i32.const 0) "\10\00\00\00\03\00\00\00") (data (i32.const 16) "hi\n")
          (func (export "_start")
            (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
            (drop (call $write (i32.const 2) (i32.const 0) (i32.const 1) (i32.const 8)))))
        """#
    static let sum = #"(module (func (export "f") (result i32) (i32.const 42)))"#

    /// A command line in which `MODULE` and `OTHER` are modules, its exit code, and how stdout and stderr begin.
    struct Row: Sendable, CustomTestStringConvertible {
        var words: [String]
        var code: Int32
        var stdout: [UInt8]
        var stderr: String

        init(_ words: String, code: Int32 = 0, stdout: String = "", stderr: String = "") {
            self.init(words, code, Array(stdout.utf8), stderr)
        }

        init(_ words: String, _ code: Int32, _ stdout: [UInt8], _ stderr: String) {
            self.words = words.split(separator: " ").map(String.init)
            (self.code, self.stdout, self.stderr) = (code, stdout, stderr)
        }

        var testDescription: String { words.joined(separator: " ") }
    }

    private static func shared(_ option: String, with other: String = "--stdout") -> String {
        "nestbox run: \(option) - needs standard output, and the guest has it: \(other) null or FILE takes it away;"
    }

    static let rows: [Row] = [
        Row("run --stdout - MODULE", stdout: "hi\n", stderr: "hi\n"),
        Row("run --stderr - --stdout null MODULE", stdout: "hi\n"),
        Row("run --stderr - MODULE", stdout: "hi\nhi\n"),
        Row("run --stdin - MODULE", stdout: "hi\n", stderr: "hi\n"),
        Row("run --stdout null --audit - MODULE", stdout: "{\"n\": 1, \"call\"", stderr: "hi\n"),
        Row("run --audit - MODULE", code: 2, stderr: shared("--audit")),
        Row("run --stderr - --stdout null --audit - MODULE", code: 2, stderr: shared("--audit", with: "--stderr")),
        Row(
            "run --stdout null --audit - --coverage - MODULE", code: 2,
            stderr: "nestbox run: standard output takes one report, not --audit and --coverage;"),
        Row("run --stdout null --coverage - --invoke f OTHER", stdout: "TN:\n", stderr: "42\n"),
        Row("run --coverage - MODULE", code: 2, stderr: shared("--coverage")),
        Row("run --stdout null --trace host --trace-to - MODULE", stdout: "", stderr: "hi\n"),
        Row("run --trace host --trace-to - MODULE", code: 2, stderr: shared("--trace-to")),
        Row("run --profile - MODULE", code: 2, stderr: "nestbox run: --profile needs a file that ends in .html"),
        Row("run --record - MODULE", code: 2, stderr: shared("--record")),
        Row("run --snapshot-to - MODULE", code: 2, stderr: shared("--snapshot-to")),
        Row("run --core-dump - MODULE", code: 2, stderr: shared("--core-dump")),
        Row(
            "snapshot -o - MODULE", code: 2, stderr: shared("-o").replacingOccurrences(of: " run:", with: " snapshot:")),
        Row("snapshot --as-module --stdout null -o - OTHER", 0, [0, 0x61, 0x73, 0x6D], ""),
        Row("snapshot --as-module --stdout null --invoke f -o - OTHER", 0, [0, 0x61, 0x73, 0x6D], "42\n"),
        Row("bindings -o - OTHER", stdout: "//"),
        Row("print -o - OTHER", stdout: "(module"),
        Row("wat2wasm OTHER -", 0, [0, 0x61, 0x73, 0x6D], ""),
        Row("replay --core-dump - OTHER", code: 2, stderr: "nestbox replay: --core-dump needs a file: standard output"),
    ]

    @Test(arguments: rows)
    func aDashIsNoFile(_ row: Row) throws {
        let folder = try TemporaryFolder()
        let files = [
            "MODULE": try folder.file("module.wat", CommandDashTests.echo.utf8),
            "OTHER": try folder.file("other.wat", CommandDashTests.sum.utf8),
        ]
        // In an empty folder, which stays empty.
        let place = try TemporaryFolder()
        let shell = NestboxCommand(path: "/bin/sh")
        let outcome = try shell.run(
            ["-c", #"cd "$1" && shift && exec "$@""#, "sh", place.url.path, NestboxCommand.built.path]
                + row.words.map { files[$0] ?? $0 })
        #expect(outcome.code == row.code && !outcome.crashed)
        #expect(outcome.stdout.starts(with: row.stdout), "\(outcome.text)")
        if row.stdout.isEmpty, row.code != 0 { #expect(outcome.stdout.isEmpty) }
        let said = outcome.stderr.replacingOccurrences(of: files["OTHER"] ?? "", with: "OTHER")
        #expect(row.stderr.isEmpty ? said.isEmpty : said.hasPrefix(row.stderr), "\(said)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.url.path).isEmpty)
    }

    /// A guest that is stored on standard output goes on from standard input.
    @Test func aSnapshotGoesThroughAPipe() throws {
        let folder = try TemporaryFolder()
        let module = try folder.file("module.wat", CommandDashTests.echo.utf8)
        let outcome = try NestboxCommand(path: "/bin/sh").run(
            ["-c", #""$0" snapshot --stdout null -o - "$1" | "$0" resume -"#, NestboxCommand.built.path, module])
        #expect(outcome.code == 0 && outcome.text == "hi\n", "\(outcome.stderr)")
    }
}
