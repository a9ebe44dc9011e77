import Foundation
import Nestbox
import Testing

/// `nestbox run --core-dump`, and core dumps in `nestbox inspect`.
struct CoreDumpCommandTests {
    private static func text(_ body: String) -> String {
        """
        (module $guest
          (memory (export "memory") 1) (global $count (mut i32) (i32.const 41)) (tag $e (param i64))
          (data (i32.const 100) "secret")
          (func $inner (param $number i32) (local $rest f64)
            (local.set $rest (f64.const 2.5))
            (global.set $count (i32.add (global.get $count) (i32.const 1)))
            \(body))
          (func (export "_start") (call $inner (i32.const 77))))
        """
    }

    /// Instructions that fail, the options, and what stderr and the dump say.
    static let failures: [(body: String, options: [String], says: String, reason: String)] = [
        ("unreachable", [], "nestbox: trap: unreachable", "unreachable"),
        ("(drop (i32.load (i32.const -1)))", [], "nestbox: trap: out of bounds", "out of bounds memory access"),
        ("(loop $l (br $l))", ["--fuel", "1000"], "nestbox: stopped: budget exhausted", "budget exhausted"),
        ("(loop $l (br $l))", ["--timeout", "3s"], "nestbox: stopped: deadline exceeded", "deadline exceeded"),
        ("(throw $e (i64.const 3))", [], "nestbox: uncaught exception", "uncaught exception [i64] -> []"),
    ]

    @Test(arguments: failures.indices)
    func aFailureIsDumped(_ index: Int) throws {
        let (body, options, says, reason) = Self.failures[index]
        let folder = try TemporaryFolder()
        let module = try folder.file("guest.wat", Self.text(body).utf8)
        let file = folder.path("dump")
        let outcome = try NestboxCommand.built.run(["run", "--core-dump", file] + options + [module])
        #expect(outcome.code == 134)
        #expect(outcome.stderr.contains(says))
        #expect(outcome.stderr.contains("nestbox: the state of the guest is in '\(file)': nestbox inspect shows it"))
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
        let dump = try CoreDump(bytes: bytes)
        #expect(dump.executable.text == module)
        #expect(dump.reason == reason)
        #expect(dump.stacks[0].frames.map(\.functionIndex) == [0, 1])
        #expect(dump.stacks[0].frames.first?.locals == [.i32(77), .f64(2.5.bitPattern)])
        #expect(dump.globals.map(\.value) == [.i32(42)])
        #expect(dump.bytes(6, at: 100, ofMemory: 0) == Array("secret".utf8))

        let shown = try NestboxCommand.built.run(["inspect", file, "--module", module])
        #expect(shown.code == 0)
        #expect(shown.stderr.isEmpty)
        for text in [
            "core dump of \"", ": \(reason)\n", "  0: \"guest\", sha256:",
            "  #0 function 0 <inner> of instance 0, code offset",
            "     locals: 0 <number> i32:77, 1 <rest> f64:2.5\n", "  0: i32 i32:42\n",
            "  0: 1 pages or more, 65536 bytes, 6 of them in the dump\n",
        ] {
            #expect(shown.text.contains(text), "\(text)")
        }
        let json = try NestboxCommand.built.run(["inspect", "--json", file])
        let object = try #require(
            JSONSerialization.jsonObject(with: Data(json.stdout)) as? [String: Any])
        #expect(object["reason"] as? String == reason)
        let frames = try #require(object["frames"] as? [[String: Any]])
        #expect(frames.map { $0["function"] as? Int } == [0, 1])
        #expect(frames.first?["locals"] as? [String] == ["i32:77", "f64:2.5"])
    }

    @Test func aGuestThatEndsIsNotDumped() throws {
        let folder = try TemporaryFolder()
        let file = folder.path("dump")
        for (text, code) in [(Self.text(""), 0), ("(module", 3), ("(module)", 2)] as [(String, Int32)] {
            let module = try folder.file("guest.wat", text.utf8)
            let outcome = try NestboxCommand.built.run(["run", "--core-dump", file, module])
            #expect(outcome.code == code)
            #expect(!outcome.stderr.contains("core dump"))
            #expect(!FileManager.default.fileExists(atPath: file))
        }
        let exit = NestboxCommand.guest("exitcode")
        #expect(try NestboxCommand.built.run(["run", "--core-dump", file, exit, "7"]).code == 7)
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    @Test func aFileThatCannotBeWrittenDoesNotHideTheTrap() throws {
        let folder = try TemporaryFolder()
        let module = try folder.file("guest.wat", Self.text("unreachable").utf8)
        for file in [folder.path("missing/dump"), "/dev/full"] {
            let outcome = try NestboxCommand.built.run(["run", "--core-dump", file, module])
            #expect(outcome.code == 134)
            #expect(outcome.stderr.hasPrefix("nestbox: trap: unreachable\n"))
            #expect(outcome.stderr.contains("nestbox: there is no core dump: "))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["guest.wat"])
    }

    /// The instance of a start function that fails is there too, and the dump replaces an older file.
    @Test func startFunctionsAndResumedGuestsAreDumped() throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("dump", Array("old".utf8))
        let start = try folder.file(
            "start.wat",
            "(module (memory 1) (data (i32.const 0) \"x\") (func $start unreachable) (start $start))".utf8)
        #expect(try NestboxCommand.built.run(["run", "--core-dump", file, start]).code == 134)
        var dump = try CoreDump(bytes: Array(Data(contentsOf: URL(fileURLWithPath: file))))
        #expect(dump.stacks[0].frames.map(\.functionIndex) == [0])
        #expect(dump.bytes(1, at: 0, ofMemory: 0) == [0x78])

        let module = try folder.file("guest.wat", Self.text("(loop $l (br $l))").utf8)
        let snapshot = folder.path("snapshot")
        let stored = try NestboxCommand.built.run(["run", "--fuel", "1000", "--snapshot-to", snapshot, module])
        #expect(stored.code == 75)
        let resumed = try NestboxCommand.built.run(["resume", "--fuel", "1000", "--core-dump", file, snapshot])
        #expect(resumed.code == 134)
        dump = try CoreDump(bytes: Array(Data(contentsOf: URL(fileURLWithPath: file))))
        #expect(dump.reason == "budget exhausted")
        #expect(dump.stacks[0].frames.map(\.functionIndex) == [0, 1])
        #expect(dump.globals.map(\.value) == [.i32(42)])
    }

    /// A replay has all operands, although the recorded run had none; it can be dumped before it fails, too.
    @Test func replaysAreDumpedWithOperands() throws {
        let folder = try TemporaryFolder()
        let (recording, file) = (folder.path("recording"), folder.path("dump"))
        let module = try folder.file("guest.wat", Self.text("(i32.const 9) (f32.const 1) unreachable").utf8)
        #expect(try NestboxCommand.built.run(["run", "--record", recording, module]).code == 134)
        #expect(try NestboxCommand.built.run(["replay", "--core-dump", file, recording]).code == 134)
        var dump = try CoreDump(bytes: Array(Data(contentsOf: URL(fileURLWithPath: file))))
        #expect(dump.reason == "unreachable")
        #expect(
            dump.stacks.first?.frames.map(\.operands) == [[.i32(9), .f32(Float(1).bitPattern)], []])
        let stopped = try NestboxCommand.built.run(["replay", "--to", "0", "--core-dump", file, recording])
        #expect(stopped.code == 0)
        #expect(stopped.stderr.contains("inspect shows it"))
        dump = try CoreDump(bytes: Array(Data(contentsOf: URL(fileURLWithPath: file))))
        #expect(dump.reason?.hasPrefix("suspended") == true)
        #expect(dump.stacks.first?.frames.last?.functionIndex == 1)
    }

    @Test func namesAreEscaped() throws {
        let folder = try TemporaryFolder()
        let escape = "\u{1B}[31m"
        func custom(_ name: String, _ contents: [UInt8]) -> [UInt8] {
            [0, UInt8(name.utf8.count + 1 + contents.count), UInt8(name.utf8.count)] + Array(name.utf8) + contents
        }
        let name = [UInt8(escape.utf8.count)] + Array(escape.utf8)
        var bytes: [UInt8] = [0, 0x61, 0x73, 0x6D, 1, 0, 0, 0]
        bytes += custom("core", [0] + name) + custom("coremodules", [1, 0] + name)
        bytes += custom("corestack", [0] + name + [0])
        bytes += custom("nestbox-core", [1] + name + [0, 0, 0, 0, 0])
        let file = try folder.file("dump", bytes)
        let shown = try NestboxCommand.built.run(["inspect", file])
        #expect(shown.code == 0)
        #expect(!shown.stdout.contains(0x1B))
        #expect(shown.text.components(separatedBy: #"\u{1b}[31m"#).count == 5)
        let json = try NestboxCommand.built.run(["inspect", "--json", file])
        #expect(!json.stdout.contains(0x1B))
    }

    @Test func wrongUsesAreRefused() throws {
        let folder = try TemporaryFolder()
        let module = try folder.file("guest.wat", Self.text("unreachable").utf8)
        let other = try folder.file("other.wat", "(module)".utf8)
        let file = folder.path("dump")
        #expect(try NestboxCommand.built.run(["run", "--core-dump", file, module]).code == 134)
        for (words, says) in [
            (["inspect", file, "--module", other], "is no module of the core dump"),
            (["inspect", "--policy", file], "not for core dumps"),
            (["inspect", module, "--module", module], "is no core dump"),
        ] {
            let outcome = try NestboxCommand.built.run(words)
            #expect(outcome.code == 2)
            #expect(outcome.stderr.contains(says), "\(outcome.stderr)")
        }
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
        bytes[8 + 2 + 5] = 9  // What the process information begins with.
        let damaged = try folder.file("damaged", bytes)
        let outcome = try NestboxCommand.built.run(["inspect", damaged])
        #expect(outcome.code == 2)
        #expect(outcome.stderr == "nestbox: malformed core dump at byte 15: a part of an unknown kind\n")
    }
}
