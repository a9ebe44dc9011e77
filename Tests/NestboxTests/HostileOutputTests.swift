import Foundation
import Testing
import WasmSyntax

/// For a hostile module, the command line neither writes nor holds much more than the module's size.
struct HostileOutputTests {
    /// The limits of what a command may write and hold for a module.
    struct Bounds {
        /// Bytes of output for each byte of the module, and a constant on top.
        var output = 0
        var outputBeside = 8 << 10
        /// Bytes of memory for each byte of the module, and a constant on top. A process that does nothing holds some
        /// 20 MB.
        var memory = 100
        static let memoryBeside = 50_000_000
    }

    /// A command line `nestbox COMMAND… MODULE`.
    struct Command: Sendable {
        var words: [String]
        var after: [String] = []
        var bounds: @Sendable () -> Bounds
    }

    static let commands: [Command] = [
        Command(words: ["validate"]) { Bounds() },
        Command(words: ["run", "--timeout-ms", "20000"]) { Bounds(outputBeside: 24 << 10) },
        // An import of six bytes makes a line, with its type cut off after some 300 characters.
        Command(words: ["inspect"]) { Bounds(output: 80, outputBeside: 20 << 10) },
        // Long types are listed once.
        Command(words: ["inspect", "--json"]) { Bounds(output: 100, outputBeside: 20 << 10) },
        Command(words: ["inspect", "--policy"]) { Bounds(output: 30) },
        // An instruction of one byte becomes a line that is indented by 40; up to 16 MiB are locals, many of which a
        // few bytes declare.
        Command(words: ["print"]) { Bounds(output: 256, outputBeside: 16 << 20, memory: 20) },
        Command(words: ["wat2wasm"], after: ["/dev/null"]) { Bounds() },
        Command(words: ["wast"]) { Bounds() },
    ]

    /// Modules whose texts, names or types appear often in the output.
    static let modules: [LoadingPattern] = [
        LoadingPattern("a trap below functions with long names", 64) { count in
            let name = String(repeating: "\u{1}", count: 99_000)
            return PatternModule().list(1, 1) { $1.functionType(0) }.list(3, count) { $1.byte(0) }
                .list(7, 1) { _, writer in
                    writer.name("_start")
                    writer.append([0, 0])
                }
                .list(10, count) { index, writer in
                    writer.append(index == count - 1 ? [3, 0, 0, 0x0B] : [4, 0, 0x10, UInt8(index + 1), 0x0B])
                }
                .custom("name") { writer in
                    var names = ByteWriter()
                    names.unsigned(UInt(count))
                    for index in 0..<count {
                        names.unsigned(UInt(index))
                        names.name(name)
                    }
                    writer.byte(1)
                    writer.unsigned(UInt(names.bytes.count))
                    writer.append(names.bytes)
                }.bytes
        },
        LoadingPattern("imports of a type of 1,000 parameters", 600) { count in
            PatternModule().list(1, 1) { $1.functionType(1_000, 0x6E) }.list(2, count) {
                $1.append([1, 0x61, 1, 0x62, 0, 0])
            }
            .bytes
        },
        LoadingPattern("imports of WASI that do not exist", 600) { count in
            PatternModule().list(1, 1) { $1.functionType(0) }.list(2, count) { _, writer in
                writer.name("wasi_snapshot_preview1")
                writer.name(String(repeating: "\u{202E}", count: 300))
                writer.append([0, 0])
            }.bytes
        },
        LoadingPattern("functions with 50,000 locals", 1_500) { count in
            PatternModule().list(1, 1) { $1.functionType(0) }.functions(count) { _ in [1, 0xD0, 0x86, 3, 0x6E, 0x0B] }
                .bytes
        },
        LoadingPattern("an export with a long name, twice", 1) { _ in
            PatternModule().list(5, 1) { $1.append([0, 0]) }.list(7, 2) { _, writer in
                writer.name(String(repeating: "\u{7F}", count: 99_000))
                writer.append([2, 0])
            }.bytes
        },
        LoadingPattern("an import with a long name", 1) { _ in
            PatternModule().list(1, 1) { $1.functionType(0) }.list(2, 1) { _, writer in
                writer.name(String(repeating: "\\", count: 99_000))
                writer.name(String(repeating: "\"", count: 99_000))
                writer.append([0, 0])
            }.bytes
        },
        LoadingPattern("text: an unknown word of a megabyte", 1) { _ in
            Array("(module (func \(String(repeating: "a", count: 1_000_000))))".utf8)
        },
        LoadingPattern("text: a long text with an error", 1) { _ in
            Array("(module (func) \(String(repeating: "\u{202E}", count: 100_000)))".utf8)
        },
    ]

    /// Runs a command, and returns how much it wrote and its peak memory.
    static func run(_ words: [String], _ folder: TemporaryFolder) throws -> (code: Int32, output: Int, memory: Int) {
        let report = folder.path("report")
        let meter = NestboxCommand(
            path: URL(fileURLWithPath: NestboxCommand.built.path).deletingLastPathComponent()
                .appendingPathComponent("nestbox-meter").path)
        let outcome = try meter.run([report, "60", NestboxCommand.built.path] + words)
        let figures = try folder.text("report").split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        try #require(figures.count == 5)
        return (Int32(figures[0]), outcome.stdout.count + outcome.stderr.utf8.count, figures[4] << 10)
    }

    @Test(arguments: modules)
    func outputAndMemoryAreBounded(_ pattern: LoadingPattern) throws {
        try HostileOutputTests.check(pattern, pattern.count)
    }

    /// The same for all patterns. It takes a minute, so it runs on demand.
    @Test(
        .enabled(if: ProcessInfo.processInfo.environment["NESTBOX_ALL_PATTERNS"] != nil), arguments: LoadingPattern.all)
    func outputAndMemoryAreBoundedForEveryPattern(_ pattern: LoadingPattern) throws {
        try HostileOutputTests.check(pattern, pattern.count)
    }

    static func check(_ pattern: LoadingPattern, _ count: Int) throws {
        let bytes = pattern.module(count)
        let folder = try TemporaryFolder()
        let path = try folder.file("module", bytes)
        for command in commands {
            let bounds = command.bounds()
            let (code, output, memory) = try run(command.words + [path] + command.after, folder)
            let what = "\(command.words) of \(bytes.count) bytes"
            #expect(code >= 0, "\(what) ended by signal \(-code)")
            #expect(output <= bounds.outputBeside + bounds.output * bytes.count, "\(what)")
            #expect(memory <= Bounds.memoryBeside + bounds.memory * bytes.count, "\(what)")
            if ProcessInfo.processInfo.environment["NESTBOX_ALL_PATTERNS"] != nil {
                print("figures \(pattern.name)\t\(command.words)\t\(bytes.count)\t\(code)\t\(output)\t\(memory)")
            }
        }
    }
}
