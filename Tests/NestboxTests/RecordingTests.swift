import Foundation
import Nestbox
import Testing
import WASIPreview1
import WasmRuntime

/// `nestbox run --record` and `nestbox replay`: a replay needs nothing but the recording.
struct RecordedRunTests {
    /// The lines of stderr that do not depend on the time.
    private func report(_ outcome: NestboxCommand.Outcome) -> [Substring] {
        outcome.stderr.split(separator: "\n").filter { line in
            !["wall_ms: ", "load_ms: ", "memory_pages: ", "host_bytes"].contains { line.hasPrefix($0) }
        }
    }

    private func expectEqual(_ run: NestboxCommand.Outcome, _ replay: NestboxCommand.Outcome) {
        #expect(!run.crashed && !replay.crashed)
        #expect(replay.stdout == run.stdout)
        #expect(replay.code == run.code)
        #expect(report(replay) == report(run))
    }

    @Test(arguments: GuestCase.all)
    func everyGuestIsReplayed(_ guest: GuestCase) throws {
        let folder = try TemporaryFolder()
        let recording = folder.path("recording")
        let nestbox = NestboxCommand.built
        let words = guest.commandLine.filter { $0 != "--host-prices" && $0 != "none" }
        let run = try nestbox.run(["run", "--record", recording] + words.dropFirst())
        let replay = try nestbox.run(["replay", "--stats", recording], environment: [:])
        expectEqual(run, replay)
        #expect(run.fuel != nil)
    }

    /// A guest that reads a file, the clock and random bytes, and prints them.
    private static let reader = """
        (module
          (import "wasi_snapshot_preview1" "path_open"
            (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "clock_time_get" (func $time (param i32 i64 i32) (result i32)))
          (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
          (memory (export "memory") 2)
          (data (i32.const 0) "file")
          (data (i32.const 16) "\\00\\04\\00\\00\\00\\10\\00\\00")
          (func $print (param i32)
            (i32.store (i32.const 20) (i32.load (i32.const 32)))
            (drop (call $write (local.get 0) (i32.const 16) (i32.const 1) (i32.const 36))))
          (func (export "_start")
            (drop (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 4) (i32.const 0) (i64.const 2)
              (i64.const 0) (i32.const 0) (i32.const 40)))
            (drop (call $read (i32.load (i32.const 40)) (i32.const 16) (i32.const 1) (i32.const 32)))
            (call $print (i32.const 1))
            (drop (call $random (i32.const 1024) (i32.const 16)))
            (drop (call $time (i32.const 0) (i64.const 1) (i32.const 1040)))
            (i32.store (i32.const 32) (i32.const 24))
            (call $print (i32.const 2))
            (call $print (i32.const 9))
            (call $exit (i32.and (i32.load (i32.const 1024)) (i32.const 127)))))
        """

    @Test(arguments: [[], ["--record-without-module"], ["--fuel-unit", "time", "--deterministic"]])
    func aReplayNeedsNeitherFilesNorClocksNorChance(_ options: [String]) throws {
        let folder = try TemporaryFolder()
        let (recording, module) = (folder.path("recording"), try folder.file("m.wat", Self.reader.utf8))
        try FileManager.default.createDirectory(atPath: folder.path("data"), withIntermediateDirectories: false)
        let file = try folder.file("data/file", Array(repeating: UInt8(ascii: "x"), count: 3_000))
        let run = try NestboxCommand.built.run(
            ["run", "--stats", "--record", recording, "--dir", folder.path("data") + "::/"] + options + [module])
        #expect(run.stdout.count == 3_000)
        try FileManager.default.removeItem(atPath: file)
        var words = ["replay", "--stats", recording]
        if options == ["--record-without-module"] {
            let without = try NestboxCommand.built.run(words)
            #expect(without.code == 2 && without.stderr.contains("does not contain the program: name its file"))
            words.append(module)
        } else {
            try FileManager.default.removeItem(atPath: module)
        }
        expectEqual(run, try NestboxCommand.built.run(words))
    }

    @Test func aReplayStopsWhereItIsAskedTo() throws {
        let folder = try TemporaryFolder()
        let recording = folder.path("recording")
        let run = try NestboxCommand.built.run(
            ["run", "--stats", "--record", recording, NestboxCommand.guest("crash")])
        let fuel = try #require(run.fuel)
        for units in [0, 100, fuel / 2] {
            let stopped = try NestboxCommand.built.run(["replay", "--to", "\(units)", recording])
            #expect(stopped.code == 0)
            let words = stopped.stderr.split(separator: " ")
            #expect(stopped.stderr.hasPrefix("stopped after ") && stopped.stderr.contains("\n  #0 function "))
            #expect(try #require(UInt64(words[2])) >= units)
        }
        #expect(try NestboxCommand.built.run(["replay", "--to", "\(fuel + 1000)", recording]).code == 134)
    }

    /// Commands on standard input, answers on standard error; the guest's output comes once.
    @Test func aReplayIsExplored() throws {
        let folder = try TemporaryFolder()
        let recording = folder.path("recording")
        let module = try folder.file(
            "m.wat",
            """
            (module (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
              (memory (export "memory") 1) (data (i32.const 0) "\\08\\00\\00\\00\\03\\00\\00\\00one")
              (func $say (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 20))))
              (func (export "_start") (local $n i32)
                (loop $l (call $say)
                  (br_if $l (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 3))))))
            """.utf8)
        let run = try NestboxCommand.built.run(["run", "--record", recording, "--host-prices", "none", module])
        #expect(run.text == "oneoneone")
        let commands = """
            step 3
            back
            to 40
            memory 8 3
            memory 65530 20
            memory 0 5000
            end
            back 1e6
            step x

            nonsense
            where
            end
            quit
            where
            """
        func input(_ text: String) throws -> FileHandle {
            try FileHandle(forReadingFrom: URL(fileURLWithPath: try folder.file("commands", text.utf8)))
        }
        let explored = try NestboxCommand.built.run(["replay", "--explore", recording], stdin: input(commands))
        #expect(explored.code == 0 && explored.text == "oneoneone")
        let lines = explored.stderr.split(separator: "\n").map(String.init)
        #expect(lines.contains("8: 6f 6e 65                                        one"))
        for text in [
            "memory prints at most 4096 bytes", "units, 3 host calls, at the end",
            "0 units, 0 host calls, before the run",
            "unknown command: nonsense", "say at byte",
        ] {
            #expect(explored.stderr.contains(text), "\(text)")
        }
        #expect(lines.last?.hasSuffix("at the end") == true, "nothing follows quit")
        // Where the run differs from the recording, the replay ends.
        let other = try folder.file(
            "other.wat", "(module (memory 1) (func (export \"_start\") (local i32) (loop $l (br $l))))".utf8)
        let differs = try NestboxCommand.built.run(
            ["replay", "--explore", "--timeout", "20s", recording, other], stdin: input("to 100\nback\n"))
        #expect(differs.code == 0 && differs.stderr.contains("100 units, 0 host calls"))
    }

    @Test func anExportWithArgumentsAndAPreloadedModule() throws {
        let folder = try TemporaryFolder()
        let library = try folder.file(
            "library.wat",
            """
            (module (import "wasi_snapshot_preview1" "random_get" (func $r (param i32 i32) (result i32)))
              (memory 1) (func $s (drop (call $r (i32.const 0) (i32.const 8)))) (start $s)
              (func (export "key") (result i64) (i64.load (i32.const 0))))
            """.utf8)
        let module = try folder.file(
            "m.wat",
            """
            (module (import "library" "key" (func $key (result i64)))
              (func (export "f") (param i64 f64) (result i64 f64)
                (i64.xor (local.get 0) (call $key)) (local.get 1)))
            """.utf8)
        let recording = folder.path("recording")
        let run = try NestboxCommand.built.run(
            ["run", "--record", recording, "--preload", "library=\(library)", "--invoke", "f", module, "-5", "1.5"])
        #expect(run.code == 0 && run.text.split(separator: "\n").count == 2)
        let replay = try NestboxCommand.built.run(["replay", recording])
        #expect(replay.text == run.text && replay.code == 0)
    }

    @Test func aDeadlineComesAtTheSameUnits() throws {
        let folder = try TemporaryFolder()
        let recording = folder.path("recording")
        let module = try folder.file("m.wat", "(module (func (export \"_start\") (loop (br 0))))".utf8)
        let run = try NestboxCommand.built.run(
            ["run", "--stats", "--timeout", "300ms", "--record", recording, module])
        #expect(run.stderr.contains("stopped: deadline exceeded"))
        expectEqual(run, try NestboxCommand.built.run(["replay", "--stats", recording]))
    }

    @Test func anotherModuleIsADifference() throws {
        let folder = try TemporaryFolder()
        let recording = folder.path("recording")
        _ = try NestboxCommand.built.run(["run", "--record", recording, NestboxCommand.guest("crash")])
        let other = try NestboxCommand.built.run(["replay", recording, NestboxCommand.guest("hashes")])
        #expect(other.code == 1 && other.stderr.contains("differs from the recording"))
        #expect(other.stderr.contains("the module is not the one that was recorded"))
    }

    @Test(arguments: [
        (["replay"], 2, "a recording is missing"), (["replay", "a", "b", "c"], 2, "one recording and one module"),
        (["replay", "/nowhere"], 2, "/nowhere"),
        (["replay", NestboxCommand.guest("crash")], 2, "malformed recording at byte 0"),
    ])
    func whatIsNoRecordingIsRefused(_ words: [String], _ code: Int32, _ text: String) throws {
        let outcome = try NestboxCommand.built.run(words)
        #expect(outcome.code == code && outcome.stderr.contains(text))
    }

    /// A guest that is called asynchronously waits in the recorded run, and not in the replay.
    @Test func aCallThatWaitsIsRecordedOnce() async throws {
        let text = Array(
            """
            (module (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
              (memory 1)
              (func (export "_start") (local i32)
                (i32.store (i32.const 16) (i32.const 1))
                (i64.store (i32.const 24) (i64.const 20000000))
                (loop
                  (if (call $poll (i32.const 0) (i32.const 100) (i32.const 1) (i32.const 200)) (then (unreachable)))
                  (br_if 0 (i32.lt_u (local.tee 0 (i32.add (local.get 0) (i32.const 1))) (i32.const 3))))
                (if (i32.ne (i32.load (i32.const 200)) (i32.const 1)) (then (unreachable)))))
            """.utf8)
        var configuration = WASIConfiguration()
        configuration.grantClocks(HostClocks())
        let store = Store()
        var bytes: [UInt8] = []
        let recorder = Recorder(
            RecordingHeader(), modules: [RecordedModule(name: "", digest: ModuleDigest(of: text).bytes, bytes: text)]
        ) { bytes += $0 }
        store.recorder = recorder
        #expect(try await store.runCommandAsync(Module(bytes: text), wasi: WASI(configuration)) == 0)
        try recorder.finish(.success([]), in: store)
        let recording = try Recording(bytes: bytes)
        #expect(recording.callCount == 3)
        let session = try ReplaySession(recording)
        _ = try session.run()
        #expect(session.store.budget.spent == store.budget.spent)
    }

    /// Bytes of a recording, the module's included, that are changed or missing.
    @Test func aDamagedRecordingIsAnErrorOrARun() throws {
        let store = Store()
        let text = Array(Self.reader.utf8)
        var configuration = WASIConfiguration()
        configuration.grantRandom(SeededRandomSource(seed: 5))
        configuration.grantStandardOutput(BufferOutput())
        configuration.grantExit()
        configuration.missing = .enosys
        var imports = Imports()
        imports.add(WASI(configuration))
        var recorded: [UInt8] = []
        let module = RecordedModule(name: "", digest: ModuleDigest(of: text).bytes, bytes: text)
        let recorder = Recorder(RecordingHeader(), modules: [module]) { recorded += $0 }
        store.recorder = recorder
        let result = Result { try store.instantiate(Module(bytes: text), imports: imports).call("_start") }
        try recorder.finish(result, in: store)

        func replay(_ bytes: [UInt8]) throws -> [UInt8] {
            let (out, err) = (BufferOutput(), BufferOutput())
            let session = try ReplaySession(
                Recording(bytes: bytes), output: ReplayedOutput(standardOutput: out, standardError: err))
            session.store.budget.limit = 1_000_000
            _ = try session.run()
            return out.bytes
        }
        #expect(throws: Never.self) { try replay(recorded) }
        let end = recorded.count
        // The module's text is covered by its digest; a few of its bytes suffice.
        for place in recorded.indices where place % 97 == 0 || place < 120 || place > end - 300 {
            for mask: UInt8 in [0x01, 0x80] {
                var bytes = recorded
                bytes[place] ^= mask
                _ = try? replay(bytes)
            }
            #expect(throws: (any Error).self) { try replay(Array(recorded.prefix(place))) }
        }
    }
}
