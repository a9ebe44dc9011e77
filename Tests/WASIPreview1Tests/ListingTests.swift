import Testing
import WASIHost
import WASIPreview1
import WasmRuntime
import WasmSyntax

/// A directory with a number of files that can only be listed; it counts the listings and the entries that are
/// requested.
private final class CountingDirectory: WASIDirectory {
    let count: Int
    var listings = 0
    var questions = 0
    var error: Errno?
    var failsAt = Int.max

    init(_ count: Int) { self.count = count }

    func list() throws(Errno) -> any WASIDirectoryListing {
        if let error { throw error }
        listings += 1
        return Pass(self)
    }

    private final class Pass: WASIDirectoryListing {
        private let directory: CountingDirectory
        private var index = 0
        init(_ directory: CountingDirectory) { self.directory = directory }

        func next() throws(Errno) -> DirectoryEntry? {
            directory.questions += 1
            if index == directory.failsAt { throw .io }
            guard index < directory.count, let name = FileName("file-\(index)") else { return nil }
            index += 1
            return DirectoryEntry(name: name, inode: UInt64(index), type: .regularFile)
        }
    }

    func status() throws(Errno) -> FileStatus { FileStatus(type: .directory, inode: 77) }
    func status(of name: FileName) throws(Errno) -> FileStatus { throw .noent }
    func openDirectory(_ name: FileName) throws(Errno) -> any WASIDirectory { throw .noent }
    func openFile(_ name: FileName, for access: FileAccess) throws(Errno) -> any WASIFile { throw .noent }
    func createFile(_ name: FileName, for access: FileAccess) throws(Errno) -> any WASIFile { throw .rofs }
    func createDirectory(_ name: FileName) throws(Errno) { throw .rofs }
    func createSymbolicLink(_ name: FileName, to target: [UInt8]) throws(Errno) { throw .rofs }
    func readSymbolicLink(_ name: FileName) throws(Errno) -> [UInt8] { throw .noent }
    func link(_ name: FileName, as newName: FileName, in directory: any WASIDirectory) throws(Errno) { throw .rofs }
    func rename(_ name: FileName, to newName: FileName, in directory: any WASIDirectory) throws(Errno) { throw .rofs }
    func removeFile(_ name: FileName) throws(Errno) { throw .rofs }
    func removeDirectory(_ name: FileName) throws(Errno) { throw .rofs }
    func setTimes(_ times: FileTimes) throws(Errno) { throw .rofs }
    func setTimes(_ times: FileTimes, of name: FileName) throws(Errno) { throw .rofs }
}

@Suite struct ListingTests {
    @Test func entriesHaveTheirLayout() throws {
        let guest = try Guest(CountingDirectory(1))
        #expect(try guest.call("fd_readdir", 3, 501, 1000, 0, 41) == .success)
        #expect(guest.u32(41) == 25 + 26 + 30)
        // The cookie of the next entry, the serial number, the length of the name, the type with padding, and the name.
        #expect([guest.u64(501), guest.u64(509), guest.u64(517)] == [1, 77, 1 | 3 << 32])
        #expect(guest.memory[525] == UInt8(ascii: "."))
        #expect([guest.u64(526), guest.u64(534), guest.u64(542)] == [2, 77, 2 | 3 << 32])
        #expect([guest.u64(552), guest.u64(560), guest.u64(568)] == [3, 1, 6 | 4 << 32])
        #expect(Array(guest.memory[576..<582]) == Array("file-0".utf8))
        #expect(guest.touched == Array(41..<45) + Array(501..<582))
    }

    /// A buffer of any size is filled to its end, which cuts the last entry, and nothing behind it is touched. The next
    /// call, with the cookie of the last complete entry, continues.
    @Test func aBufferOfAnySizeIsFilledAndNotMore() throws {
        for size in 0..<120 {
            let guest = try Guest(CountingDirectory(3))
            #expect(try guest.call("fd_readdir", 3, 500, UInt64(size), 0, 40) == .success)
            let all = 25 + 26 + 30 * 3
            #expect(Int(guest.u32(40)) == min(size, all))
            #expect(guest.touched == Array(40..<44) + Array(500..<500 + min(size, all)))
        }
        for size: UInt64 in [30, 31, 40, 53, 54, 55, 60, 100, 141, 142] {
            let names = try Guest(CountingDirectory(3)).names(bufferSize: size)
            #expect(names == [".", "..", "file-0", "file-1", "file-2"], "\(size)")
        }
    }

    @Test(arguments: [(40, 2000), (64, 2000), (100, 2000), (4096, 20_000), (50_000, 100_000)] as [(UInt64, Int)])
    func aLargeDirectoryIsListedInOnePass(_ size: UInt64, _ count: Int) throws {
        let directory = CountingDirectory(count)
        let names = try Guest(directory).names(bufferSize: size)
        #expect(names.count == count + 2)
        #expect(names.last == "file-\(count - 1)")
        #expect(directory.listings == 1)
        #expect(directory.questions == count + 1)
    }

    @Test func cookiesCanBeUsedAgain() throws {
        let directory = CountingDirectory(2000)
        let guest = try Guest(directory)
        func name(_ cookie: UInt64) throws -> String {
            #expect(try guest.call("fd_readdir", 3, 500, 40, cookie, 40) == .success)
            guard guest.u32(40) >= 24 else { return "" }
            return String(decoding: guest.memory[524..<524 + Int(guest.u32(516))], as: UTF8.self)
        }
        #expect(try name(1001) == "file-999")
        #expect(try name(1000) == "file-998")
        #expect(try name(800) == "file-798")
        #expect(directory.listings == 1)
        #expect(try name(2) == "file-0")
        #expect(directory.listings == 2)
        for cookie: UInt64 in [2002, 2003, 1 << 40, .max] { #expect(try name(cookie) == "") }
        #expect(directory.listings == 2)
        #expect(try name(2001) == "file-1999")
        // From the start, the directory is listed anew, to show new files.
        #expect(try name(0) == ".")
        #expect(try name(2) == "file-0")
        #expect(directory.listings == 3)
    }

    @Test func skippingCanBeStopped() throws {
        let directory = CountingDirectory(1_000_000)
        let guest = try Guest(directory, interruption: Countdown(10))
        #expect(throws: Interrupted(.cancelled)) { try guest.call("fd_readdir", 3, 500, 100, .max, 40) }
        #expect(directory.questions < 10_000)
    }

    /// An error in the middle is not the end: wasi-libc takes a buffer that is not full for the last part of a directory.
    @Test func errorsAreNotTakenForTheEnd() throws {
        let directory = CountingDirectory(10)
        directory.failsAt = 2
        let guest = try Guest(directory)
        #expect(try guest.call("fd_readdir", 3, 500, 1000, 0, 40) == .io)
        let room: UInt64 = 25 + 26 + 30 * 2
        #expect(try guest.call("fd_readdir", 3, 500, room, 0, 40) == .success)
        #expect(guest.u32(40) == room)
        #expect(try guest.call("fd_readdir", 3, 500, 1000, 4, 40) == .io)
        directory.error = .nfile
        #expect(try guest.call("fd_readdir", 3, 500, 1000, 0, 40) == .nfile)
    }

    @Test(arguments: [
        (65_536, 1, 40), (65_500, 37, 40), (0, 0xFFFF_FFFF, 40), (500, 100, 65_533), (0xFFFF_FFFF, 1, 40),
    ])
    func whatIsOutsideWritesNothing(_ buffer: UInt64, _ size: UInt64, _ result: UInt64) throws {
        let guest = try Guest(CountingDirectory(10))
        #expect(try guest.call("fd_readdir", 3, buffer, size, 0, result) == .fault)
        #expect(guest.touched.isEmpty)
    }
}
