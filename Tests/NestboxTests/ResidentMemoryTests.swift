#if os(Linux)
    import Foundation
    import Testing

    /// The resident memory of a guest, as the system reports it.
    struct ResidentMemoryTests {
        /// A guest with a memory of almost 1 GiB writes to its first 8 MB, then prints a byte and waits for input.
        static let guest = """
            (module
              (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
              (memory (export "memory") 1 16384)
              (data (i32.const 0) "\\10\\00\\00\\00\\01\\00\\00\\00")
              (func (export "_start")
                (drop (memory.grow (i32.const 16000)))
                (memory.fill (i32.const 32) (i32.const 1) (i32.const 8000000))
                (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
                (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))))
            """

        /// Returns the peak resident memory of a process, in bytes.
        static func peak(of process: Int32) throws -> Int {
            let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
            let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
            let kibibytes = line.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }.first
            return try #require(kibibytes) << 10
        }

        @Test func untouchedMemoryIsNotResident() throws {
            let folder = try TemporaryFolder()
            let process = Process()
            let (input, output) = (Pipe(), Pipe())
            process.executableURL = URL(fileURLWithPath: NestboxCommand.built.path)
            process.arguments = [
                "run", "--stdin", "inherit", try folder.file("guest.wat", ResidentMemoryTests.guest.utf8),
            ]
            (process.standardInput, process.standardOutput) = (input, output)
            try process.run()
            let ready = output.fileHandleForReading.readData(ofLength: 1)
            let peak = ready.isEmpty ? nil : try ResidentMemoryTests.peak(of: process.processIdentifier)
            try input.fileHandleForWriting.close()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            // The 8 MB, and the program itself.
            let bytes = try #require(peak)
            #expect(bytes > 8_000_000 && bytes < 200_000_000)
        }
    }
#endif
