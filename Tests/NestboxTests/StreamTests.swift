import Foundation
import Nestbox
import Testing
import WASIHost
import WASIPreview1
import WasmRuntime

/// The standard streams of `nestbox run`: files, pipes that block, closed pipes, floods.
struct StreamTests {
    static let echo = NestboxCommand.guest("wordcount")

    @Test(arguments: NestboxCommand.all)
    func streamsLeadToFiles(_ nestbox: NestboxCommand) throws {
        let folder = try TemporaryFolder()
        let input = Repository.path("Tests/Guests/input/wordcount.txt")
        let outcome = try nestbox.run([
            "run", "--stdin", input, "--stdout", folder.path("out"), "--stderr", folder.path("err"), StreamTests.echo,
        ])
        #expect(outcome.code == 0)
        #expect(outcome.stdout.isEmpty)
        #expect(try folder.text("out").utf8.elementsEqual(try Repository.bytes("Tests/Guests/expected/wordcount.txt")))
        #expect(try folder.text("err").isEmpty)
    }

    /// The guest's stderr keeps its order relative to stdout if both are the same file.
    @Test(arguments: [
        ([], "out\n", "err\n"), (["--stderr", "null"], "out\n", ""), (["--stdout", "null"], "", "err\n"),
        (["--deny", "stderr"], "out\n", ""),
    ])
    func standardErrorIsAStreamOfItsOwn(_ options: [String], _ stdout: String, _ stderr: String) throws {
        let outcome = try NestboxCommand.built.run(text: StreamTests.both, options)
        #expect(outcome.code == 0)
        #expect(outcome.text == stdout)
        #expect(outcome.stderr == stderr)
    }

    static let both = #"""
        (module
          (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
          (memory (export "memory") 1)
          (data (i32.const 0) "\10\00\00\00\04\00\00\00\20\00\00\00\04\00\00\00out\0a")
          (data (i32.const 32) "err\0a")
          (func (export "_start")
            (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 64)))
            (drop (call $write (i32.const 2) (i32.const 8) (i32.const 1) (i32.const 64)))))
        """#

    @Test(arguments: NestboxCommand.all)
    func standardInputIsPassedOnWhenAskedFor(_ nestbox: NestboxCommand) throws {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data(Repository.bytes("Tests/Guests/input/wordcount.txt")))
        try pipe.fileHandleForWriting.close()
        let outcome = try nestbox.run(["run", "--stdin", "inherit", StreamTests.echo], stdin: pipe)
        #expect(outcome.stdout == (try Repository.bytes("Tests/Guests/expected/wordcount.txt")))
        #expect(outcome.code == 0)
    }

    @Test func standardInputIsNotPassedOnUnasked() throws {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data("some words".utf8))
        try pipe.fileHandleForWriting.close()
        let outcome = try NestboxCommand.built.run(["run", StreamTests.echo], stdin: pipe)
        #expect(outcome.stdout == (try Repository.bytes("Tests/Guests/expected/wordcount-empty.txt")))
    }

    // MARK: Guests that wait

    /// Nobody writes to the pipe, and nobody closes it.
    @Test(arguments: NestboxCommand.all)
    func aReadThatNeverEndsEndsAtTheDeadline(_ nestbox: NestboxCommand) throws {
        let pipe = Pipe()
        let outcome = try nestbox.run(
            ["run", "--stdin", "inherit", "--timeout-ms", "3000", StreamTests.echo], stdin: pipe)
        #expect(outcome.code == 134)
        #expect(outcome.stderr.hasPrefix("nestbox: stopped: deadline exceeded\n  #0 function "))
        #expect(outcome.seconds >= 0.2 && outcome.seconds < 30)
        withExtendedLifetime(pipe) {}
    }

    /// Nobody reads from the pipe: the guest fills it, and waits.
    @Test(arguments: NestboxCommand.all)
    func aWriteIntoAFullPipeEndsAtTheDeadline(_ nestbox: NestboxCommand) throws {
        let pipe = Pipe()
        let outcome = try nestbox.run(
            ["run", "--timeout-ms", "1500", NestboxCommand.guest("flood"), "100000000"], stdout: pipe)
        #expect(outcome.code == 134)
        #expect(outcome.stderr.hasPrefix("nestbox: stopped: deadline exceeded"))
        #expect(outcome.seconds < 15)
        withExtendedLifetime(pipe) {}
    }

    /// The guest has ended, but the pipe has no room for its last output.
    @Test(arguments: NestboxCommand.all)
    func theLastOutputIntoAFullPipeEndsAtTheDeadline(_ nestbox: NestboxCommand) throws {
        let pipe = Pipe()
        let writer = pipe.fileHandleForWriting.fileDescriptor
        let flags = fcntl(writer, F_GETFL)
        _ = fcntl(writer, F_SETFL, flags | O_NONBLOCK)
        let block = [UInt8](repeating: 0, count: 4096)
        while write(writer, block, block.count) > 0 {}
        _ = fcntl(writer, F_SETFL, flags)
        let outcome = try nestbox.run(
            ["run", "--timeout-ms", "200", Repository.path("Examples/hello.wasm")], stdout: pipe)
        #expect(outcome.code == 134)
        #expect(outcome.stderr.hasPrefix("nestbox: stopped: deadline exceeded"))
        #expect(outcome.seconds >= 0.2 && outcome.seconds < 30)
        withExtendedLifetime(pipe) {}
    }

    @Test func aSleepEndsAtTheDeadline() throws {
        let outcome = try NestboxCommand.built.run(text: StreamTests.sleeper, ["--timeout-ms", "3000"])
        #expect(outcome.code == 134)
        #expect(outcome.stderr.hasPrefix("nestbox: stopped: deadline exceeded\n  #0 function 1 sleeper at byte"))
        #expect(outcome.seconds >= 0.2 && outcome.seconds < 30)
    }

    /// A guest that waits for an hour by the monotonic clock.
    static let sleeper = #"""
        (module
          (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
          (memory (export "memory") 1)
          (func $sleeper (export "_start")
            (i32.store (i32.const 16) (i32.const 1))
            (i64.store (i32.const 24) (i64.const 3_600_000_000_000))
            (drop (call $poll (i32.const 0) (i32.const 64) (i32.const 1) (i32.const 128)))))
        """#

    // MARK: Closed pipes, and floods

    @Test(arguments: NestboxCommand.all)
    func outputIntoAClosedPipeIsTheGuestsError(_ nestbox: NestboxCommand) throws {
        for (guest, code, says) in [
            // Both ignore the error.
            ("hello", 0, ""), ("flood", 0, ""),
            ("crash", 134, "nestbox: trap: unreachable"),
        ] as [(String, Int32, String)] {
            let pipe = Pipe()
            try pipe.fileHandleForReading.close()
            let path = guest == "hello" ? Repository.path("Examples/hello.wasm") : NestboxCommand.guest(guest)
            let outcome = try nestbox.run(["run", path, "50000"], stdout: pipe)
            #expect(!outcome.crashed, "\(guest)")
            #expect(outcome.code == code, "\(guest)")
            #expect(outcome.stderr.hasPrefix(says), "\(guest)")
        }
    }

    /// An embedder can choose that 20,000 writes of one byte arrive as messages of the size of the buffer; a datagram
    /// socket keeps the messages apart.
    @Test func aFloodOfSmallWritesIsFewSystemCallsWhereTheEmbedderChoosesSo() throws {
        let socket = try MessageSocket()
        var grants = WASIConfiguration()
        try grants.grantArguments(["flood", "20000"])
        grants.grantStandardOutput(HostOutput(descriptor: socket.writer.fileDescriptor, buffering: .full))
        grants.grantExit()
        let module = try Module(bytes: Array(Data(contentsOf: URL(fileURLWithPath: NestboxCommand.guest("flood")))))
        #expect(try Store().runCommand(module, wasi: WASI(grants)) == 0)
        let messages = socket.messages()
        #expect(messages.map(\.count) == [16_384, 3_616])
        #expect(Array(messages.joined()) == (try Repository.bytes("Tests/Guests/expected/flood.txt")))
    }

    // MARK: Output is the guest's when its call returns

    /// A guest that prints without a newline and then runs for ever, until it is killed.
    @Test(arguments: NestboxCommand.all)
    func outputOfAKilledGuestIsThere(_ nestbox: NestboxCommand) throws {
        let folder = try TemporaryFolder()
        let module = StreamTests.writing(
            "(drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 64))) (loop (br 0))")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: nestbox.path)
        process.arguments = ["run", try folder.file("guest.wat", Array(module.utf8))]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        // Ends when the bytes are there: the guest does not end before it is killed.
        var seen = Data()
        while seen.count < 4, let more = try pipe.fileHandleForReading.read(upToCount: 4), !more.isEmpty {
            seen += more
        }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(String(decoding: seen, as: UTF8.self) == "out:")
    }

    @Test(arguments: NestboxCommand.all)
    func bothStreamsIntoOneFileStayInOrder(_ nestbox: NestboxCommand) throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("both", [])
        let write = "(drop (call $write (i32.const %) (i32.const 0) (i32.const 1) (i32.const 64)))"
        let calls = [1, 2, 1, 1, 2].map { write.replacingOccurrences(of: "%", with: "\($0)") }.joined()
        let text = StreamTests.writing(
            calls.replacingOccurrences(of: "const 2) (i32.const 0)", with: "const 2) (i32.const 8)"))
        let module = try folder.file("guest.wat", Array(text.utf8))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", #""$1" run "$2" > "$3" 2>&1"#, "sh", nestbox.path, module, file]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(try folder.text("both") == "out:err:out:out:err:")
    }

    /// The error arrives at the call: the guest exits with it.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")), arguments: NestboxCommand.all)
    func anErrorArrivesAtTheCallThatCausesIt(_ nestbox: NestboxCommand) throws {
        let text = StreamTests.writing(
            "(call $exit (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 64)))")
        let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        let folder = try TemporaryFolder()
        let outcome = try nestbox.run(
            ["run", try folder.file("guest.wat", Array(text.utf8))], stdout: full)
        #expect(outcome.code == Int32(Errno.nospc.rawValue))
    }

    /// A module with this code in `_start`, and buffers with "out:" at 0 and "err:" at 8.
    static func writing(_ code: String) -> String {
        """
        (module
          (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
          (memory (export "memory") 1)
          (data (i32.const 0) "\\10\\00\\00\\00\\04\\00\\00\\00\\14\\00\\00\\00\\04\\00\\00\\00out:err:")
          (func (export "_start") \(code)))
        """
    }

    /// A guest that prints one character at a time and then fails loses no output.
    @Test(arguments: NestboxCommand.all, ["unreachable", "(loop (br 0))", "(call $exit (i32.const 9))"])
    func nothingIsLostAtTheEnd(_ nestbox: NestboxCommand, _ ending: String) throws {
        let text = """
            (module
              (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
              (memory (export "memory") 1)
              (data (i32.const 0) "\\08\\00\\00\\00\\01\\00\\00\\00x")
              (func (export "_start") (local $i i32)
                (loop
                  (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 64)))
                  (br_if 0 (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 20000))))
                \(ending)))
            """
        let outcome = try nestbox.run(text: text, ["--fuel", "10000000", "--host-prices", "none"])
        #expect(outcome.code == (ending.hasPrefix("(call") ? 9 : 134))
        #expect(outcome.text == String(repeating: "x", count: 20_000))
    }
}

/// A pair of sockets that keeps messages apart: each write is a message.
final class MessageSocket {
    let writer: FileHandle
    private let reader: FileHandle

    init() throws {
        #if os(Linux)
            let kind = Int32(SOCK_DGRAM.rawValue)
        #else
            let kind = SOCK_DGRAM
        #endif
        var ends: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw POSIXError(.EIO) }
        reader = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        writer = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
    }

    /// Returns all messages that have arrived.
    func messages() -> [[UInt8]] {
        var result: [[UInt8]] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = recv(reader.fileDescriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            guard count > 0 else { return result }
            result.append(Array(buffer[..<count]))
        }
    }
}
