import Testing
import WASIHost
import WASIPreview1
import WasmRuntime
import WasmSyntax

private func smallFolder() throws -> TemporaryFolder {
    let temporary = try TemporaryFolder()
    try temporary.write("0123456789", to: "file")
    try temporary.makeFolder("dir")
    try temporary.write("inner", to: "dir/file")
    try temporary.makeLink("link", to: "file")
    try temporary.makeLink("dir-link", to: "dir")
    return temporary
}

@Suite struct FileTests {
    @Test func seekingMovesThePosition() throws {
        let guest = try Guest(smallFolder())
        let fd = try guest.open("file").get()
        let cases: [(Int64, UInt64, Errno, UInt64)] = [
            (3, 0, .success, 3), (2, 1, .success, 5), (-4, 1, .success, 1), (-1, 2, .success, 9), (5, 2, .success, 15),
            (0, 1, .success, 15), (-16, 1, .inval, 15), (-11, 2, .inval, 15), (-1, 0, .inval, 15),
            (.max, 0, .success, UInt64(Int64.max)), (1, 1, .overflow, UInt64(Int64.max)),
            (.max, 2, .overflow, UInt64(Int64.max)), (.min, 1, .inval, UInt64(Int64.max)),
            (0, 3, .inval, UInt64(Int64.max)), (0, 0xFFFF_FFFF, .inval, UInt64(Int64.max)), (0, 0, .success, 0),
        ]
        for (offset, whence, error, position) in cases {
            #expect(try guest.call("fd_seek", fd, UInt64(bitPattern: offset), whence, 40) == error)
            #expect(try guest.call("fd_tell", fd, 48) == .success)
            #expect(guest.u64(48) == position, "\(offset) from \(whence)")
        }
        #expect(try guest.call("fd_seek", fd, 5, 0, 65_529) == .fault)
        #expect(try guest.call("fd_tell", fd, 65_529) == .fault)
        #expect(try guest.read(fd) == .success("0123456789"), "an error moves nothing")
    }

    @Test func tellingNeedsARightThatSeekingIncludes() throws {
        let guest = try Guest(smallFolder())
        let rows: [(Rights, tell: Errno, stay: Errno, move: Errno)] = [
            (.fdTell, .success, .success, .notcapable), (.fdSeek, .success, .success, .success),
            (.fdRead, .notcapable, .notcapable, .notcapable),
        ]
        for (rights, tell, stay, move) in rows {
            let fd = try guest.open("file", Opening(rights: rights)).get()
            #expect(try guest.call("fd_tell", fd, 40) == tell)
            #expect(try guest.call("fd_seek", fd, 0, 1, 40) == stay)
            #expect(try guest.call("fd_seek", fd, 0, 0, 40) == move)
        }
        for rights: Rights in [.fdRead, .fdSeek, .fdWrite] {
            let fd = try guest.open("file", Opening(rights: rights)).get()
            #expect(try guest.call("fd_pread", fd, 0, 0, 0, 40) == .notcapable)
            #expect(try guest.call("fd_pwrite", fd, 0, 0, 0, 40) == .notcapable)
        }
    }

    @Test func readingAndWritingAtAnOffsetKeepsThePosition() throws {
        let temporary = try smallFolder()
        let guest = try Guest(temporary)
        let fd = try guest.open("file", .writing).get()
        #expect(try guest.read(fd, 2) == .success("01"))
        guest.put(9000, 3, 9003, 2, at: 8000)
        #expect(try guest.call("fd_pread", fd, 8000, 2, 4, 36) == .success)
        #expect(guest.u32(36) == 5)
        #expect(Array(guest.memory[9000..<9005]) == Array("45678".utf8))
        #expect(try guest.call("fd_pread", fd, 8000, 2, 8, 36) == .success)
        #expect(guest.u32(36) == 2)
        #expect(try guest.call("fd_pread", fd, 8000, 2, 100, 36) == .success)
        #expect(guest.u32(36) == 0)
        guest.put(Array("ABCDE".utf8), at: 9000)
        #expect(try guest.call("fd_pwrite", fd, 8000, 2, 12, 36) == .success)
        #expect(guest.u32(36) == 5)
        #expect(try guest.read(fd) == .success("23456789\0\0ABCDE"))
        for offset: UInt64 in [1 << 63, .max] {
            #expect(try guest.call("fd_pread", fd, 8000, 2, offset, 36) == .inval)
            #expect(try guest.call("fd_pwrite", fd, 8000, 2, offset, 36) == .inval)
        }
        #expect(try guest.call("fd_pwrite", fd, 8000, 2, 1 << 63 - 1, 36) == .fbig)
        #expect(try guest.call("fd_pread", fd, 8000, 2, 1 << 63 - 1, 36) == .success)
        #expect(temporary.size("file") == 17)
    }

    @Test func appendingIsAlwaysAtTheEnd() throws {
        let temporary = try smallFolder()
        let guest = try Guest(temporary)
        let fd = try guest.open("file", Opening(rights: .file, flags: .append)).get()
        #expect(try guest.write("ab", to: fd) == .success)
        #expect(try guest.call("fd_tell", fd, 40) == .success)
        #expect(guest.u64(40) == 12)
        #expect(try guest.call("fd_seek", fd, 0, 0, 40) == .success)
        // Another program makes the file longer.
        try temporary.write("0123456789abXX", to: "file")
        #expect(try guest.write("cd", to: fd) == .success)
        guest.put(9000, 1, at: 8000)
        #expect(try guest.call("fd_pwrite", fd, 8000, 1, 0, 36) == .success)
        #expect(temporary.text("file") == "c123456789abXXcd")
        #expect(try guest.call("fd_fdstat_set_flags", fd, 0) == .success)
        #expect(try guest.call("fd_seek", fd, 1, 0, 40) == .success)
        #expect(try guest.write("-", to: fd) == .success)
        #expect(temporary.text("file") == "c-23456789abXXcd")
    }

    @Test func sizesAndSpaceAreSet() throws {
        let temporary = try smallFolder()
        let guest = try Guest(temporary)
        let fd = try guest.open("file", .writing).get()
        let cases: [(Name, [UInt64], Errno, Int)] = [
            ("fd_filestat_set_size", [4], .success, 4), ("fd_filestat_set_size", [6], .success, 6),
            ("fd_allocate", [0, 3], .success, 6), ("fd_allocate", [4, 4], .success, 8),
            ("fd_allocate", [0, 0], .inval, 8), ("fd_allocate", [.max, 2], .fbig, 8),
            ("fd_allocate", [1 << 62, 1 << 62], .fbig, 8), ("fd_allocate", [0, 1 << 62], .nospc, 8),
            ("fd_filestat_set_size", [1 << 63], .fbig, 8), ("fd_filestat_set_size", [1 << 50], .nospc, 8),
            ("fd_filestat_set_size", [0], .success, 0),
        ]
        for (name, arguments, error, size) in cases {
            #expect(try guest.call(name, [fd] + arguments) == error, "\(name) \(arguments)")
            #expect(temporary.size("file") == size, "\(name) \(arguments)")
        }
        for advice: UInt64 in 0...5 { #expect(try guest.call("fd_advise", fd, 0, 100, advice) == .success) }
        #expect(try guest.call("fd_advise", fd, 0, 100, 6) == .inval)
        #expect(try guest.call("fd_advise", fd, 1 << 63, 1, 0) == .inval)
        #expect(try guest.call("fd_sync", fd) == .success)
        #expect(try guest.call("fd_datasync", fd) == .success)
    }

    @Test func synchronizedWritingWorks() throws {
        let temporary = try smallFolder()
        let guest = try Guest(temporary)
        for flag: DescriptorFlags in [.dsync, .rsync, .sync, .nonblock] {
            let fd = try guest.open("file", Opening(rights: .file, flags: flag)).get()
            #expect(try guest.write("x", to: fd) == .success)
            #expect(try guest.call("fd_fdstat_get", fd, 100) == .success)
            #expect(guest.memory[102] == UInt8(flag.rawValue))
        }
        #expect(temporary.text("file") == "x123456789")
    }

    @Test func timesAreSet() throws {
        let guest = try Guest(smallFolder())
        func times(_ path: String, follows: UInt64 = 0) throws -> [UInt64] {
            #expect(try guest.call("path_filestat_get", [3, follows], path, 200) == .success)
            return [guest.u64(240), guest.u64(248)]
        }
        let set: UInt64 = 1 | 4
        for path in ["file", "dir", "link"] {
            #expect(
                try guest.call("path_filestat_set_times", [3, 0], path, 1_000_000_001, 2_000_000_002, set) == .success)
            #expect(try times(path) == [1_000_000_001, 2_000_000_002], "\(path)")
            #expect(try guest.call("path_filestat_set_times", [3, 0], path, 5, 6, 1) == .success)
            #expect(try times(path) == [5, 2_000_000_002])
            #expect(try guest.call("path_filestat_set_times", [3, 0], path, 5, 6, 8) == .success)
            #expect(try times(path)[0] == 5)
            #expect(try times(path)[1] > 1_600_000_000_000_000_000)
        }
        #expect(try guest.call("path_filestat_set_times", [3, 1], "link", 7, 8, set) == .success)
        #expect(try times("file") == [7, 8])
        #expect(try times("link")[1] > 1_600_000_000_000_000_000)
        let fd = try guest.open("file", Opening(rights: .file)).get()
        #expect(try guest.call("fd_filestat_set_times", fd, 9, 10, set) == .success)
        #expect(try times("file") == [9, 10])
        #expect(try guest.call("fd_filestat_set_times", 3, 11, 12, set) == .success)
        #expect(try times(".") == [11, 12])
        for flags: UInt64 in [3, 12, 15, 16, 0xFFFF_FFFF] {
            #expect(try guest.call("fd_filestat_set_times", fd, 0, 0, flags) == .inval)
            #expect(try guest.call("path_filestat_set_times", [3, 0], "file", 0, 0, flags) == .inval)
        }
        #expect(try guest.call("path_filestat_set_times", [3, 2], "file", 0, 0, 0) == .inval)
    }

    @Test func attributesTellOneFileFromAnother() throws {
        let temporary = try smallFolder()
        let guest = try Guest(temporary)
        #expect(try guest.call("path_link", [3, 0], "file", [3], "second") == .success)
        func status(_ path: String) throws -> [UInt64] {
            #expect(try guest.call("path_filestat_get", [3, 0], path, 200) == .success)
            return (0..<5).map { guest.u64(200 + 8 * $0) }
        }
        let file = try status("file")
        #expect(file[0] == 1, "file systems are numbered")
        #expect(Array(file[2...]) == [4, 2, 10])
        #expect(try status("second") == file)
        let inner = try status("dir/file")
        #expect(inner[0] == 1 && inner[1] != file[1] && Array(inner[2...]) == [4, 1, 5])
        #expect(try status("link")[2] == 7)
        #expect(try status("link")[4] == 4)
        #expect(guest.touched.filter { 200..<300 ~= $0 }.count <= 64)
    }

    /// Calls, with their answers for a file and for a directory.
    @Test(
        arguments: [
            ("fd_read", [0, 0, 40], .success, .isdir), ("fd_pread", [0, 0, 0, 40], .success, .isdir),
            ("fd_write", [0, 0, 40], .success, .isdir), ("fd_pwrite", [0, 0, 0, 40], .success, .isdir),
            ("fd_seek", [0, 0, 40], .success, .isdir), ("fd_tell", [40], .success, .isdir),
            ("fd_advise", [0, 0, 0], .success, .isdir), ("fd_allocate", [0, 1], .success, .isdir),
            ("fd_filestat_set_size", [0], .success, .isdir), ("fd_readdir", [500, 100, 0, 40], .notdir, .success),
            ("fd_sync", [], .success, .success), ("fd_datasync", [], .success, .success),
            ("fd_filestat_get", [200], .success, .success), ("fd_filestat_get", [65_473], .fault, .fault),
            ("fd_fdstat_set_flags", [31], .success, .success), ("fd_fdstat_set_flags", [32], .inval, .inval),
            ("fd_prestat_get", [40], .badf, .badf), ("sock_shutdown", [1], .notsock, .notsock),
            ("sock_accept", [0, 40], .notsock, .notsock), ("sock_send", [0, 0, 0, 40], .notsock, .notsock),
            ("sock_recv", [0, 0, 0, 40, 44], .notsock, .notsock),
            ("path_open", [0, 0, 0, 0, 0, 0, 0, 40], .notdir, .noent),
        ] as [(Name, [UInt64], Errno, Errno)])
    func filesAndDirectoriesAnswer(_ name: Name, _ rest: [UInt64], _ file: Errno, _ directory: Errno) throws {
        let temporary = try smallFolder()
        let guest = try Guest {
            try $0.grantFolder(try temporary.folder(), as: "/", permissions: .all)
            $0.grantSockets()
        }
        let opened = try guest.open("file", .writing).get()
        let folder = try guest.open("dir", Opening(rights: .directory)).get()
        guest.put([UInt8](repeating: 0, count: 8), at: 0)
        #expect(try guest.call(name, [opened] + rest) == file)
        #expect(try guest.call(name, [folder] + rest) == directory)
    }

    @Test func pollingAFileIsAlwaysReady() throws {
        let guest = try Guest(smallFolder())
        let fd = try guest.open("file", .writing).get()
        #expect(try guest.call("fd_seek", fd, 4, 0, 40) == .success)
        guest.put([UInt8](repeating: 0, count: 144), at: 1000)
        for (index, (tag, descriptor)) in [(1, fd), (2, fd), (1, 3)].enumerated() {
            guest.memory[1008 + 48 * index] = UInt8(tag)
            guest.put(UInt32(descriptor), at: 1016 + 48 * index)
        }
        #expect(try guest.call("poll_oneoff", 1000, 2000, 3, 40) == .success)
        #expect(guest.u32(40) == 3)
        #expect([guest.u64(2016), guest.u64(2048)] == [6, 1])
        #expect(guest.u32(2072) & 0xFFFF == UInt32(Errno.badf.rawValue), "a directory is neither read nor written")
    }
}

/// A directory whose only file cannot be written.
private final class ReadOnlyDirectory: WASIDirectory {
    /// The error for opening a file to write.
    let error: Errno
    private let inner: any WASIDirectory

    init(_ inner: any WASIDirectory, _ error: Errno) { (self.inner, self.error) = (inner, error) }

    func openFile(_ name: FileName, for access: FileAccess) throws(Errno) -> any WASIFile {
        if access.contains(.write) { throw error }
        return try inner.openFile(name, for: access)
    }

    func status() throws(Errno) -> FileStatus { try inner.status() }
    func status(of name: FileName) throws(Errno) -> FileStatus { try inner.status(of: name) }
    func openDirectory(_ name: FileName) throws(Errno) -> any WASIDirectory { throw .noent }
    func createFile(_ name: FileName, for access: FileAccess) throws(Errno) -> any WASIFile { throw error }
    func createDirectory(_ name: FileName) throws(Errno) { throw error }
    func createSymbolicLink(_ name: FileName, to target: [UInt8]) throws(Errno) { throw error }
    func readSymbolicLink(_ name: FileName) throws(Errno) -> [UInt8] { throw .inval }
    func link(_ name: FileName, as newName: FileName, in directory: any WASIDirectory) throws(Errno) { throw error }
    func rename(_ name: FileName, to newName: FileName, in directory: any WASIDirectory) throws(Errno) { throw error }
    func removeFile(_ name: FileName) throws(Errno) { throw error }
    func removeDirectory(_ name: FileName) throws(Errno) { throw error }
    func setTimes(_ times: FileTimes) throws(Errno) { throw error }
    func setTimes(_ times: FileTimes, of name: FileName) throws(Errno) { throw error }
    func list() throws(Errno) -> any WASIDirectoryListing { try inner.list() }
}

@Suite struct PathFunctionTests {
    /// Go's runtime requests nearly every right to read a file: it gets those that apply.
    @Test(arguments: [Errno.acces, .rofs, .txtbsy, .perm])
    func whoAsksForTooMuchButNotToWriteCanRead(_ error: Errno) throws {
        let temporary = try smallFolder()
        let guest = try Guest(ReadOnlyDirectory(try temporary.folder(), error))
        let fd = try guest.open("file", Opening(rights: Rights.all.subtracting(.fdWrite))).get()
        #expect(try guest.read(fd) == .success("0123456789"))
        #expect(try guest.call("fd_filestat_set_size", fd, 0) == .notcapable)
        #expect(try guest.call("fd_allocate", fd, 0, 100) == .notcapable)
        #expect(try guest.opens("file", Opening(rights: .fdWrite)) == error)
        #expect(try guest.opens("file", Opening(truncate: true, rights: .fdRead)) == error)
    }

    /// The answers of `path_open` to its flags.
    @Test(
        arguments: [
            ("file", Opening(create: true), .success), ("file", Opening(create: true, exclusive: true), .exist),
            ("file", Opening(exclusive: true), .success), ("file", Opening(directory: true), .notdir),
            ("dir", Opening(directory: true), .success), ("dir", Opening(create: true), .isdir),
            ("dir", Opening(truncate: true), .isdir), ("dir", Opening(rights: .fdWrite), .isdir),
            ("dir", Opening(directory: true, rights: .fdWrite), .isdir), (".", Opening(rights: .fdWrite), .isdir),
            ("dir", Opening(create: true, exclusive: true), .exist),
            (".", Opening(create: true, exclusive: true), .exist),
            (".", Opening(create: true), .isdir), ("new/", Opening(create: true), .isdir),
            ("file", Opening(create: true, directory: true), .inval), ("new", Opening(create: true), .success),
            ("link", Opening(), .loop), ("link", Opening(follows: true), .success),
            ("link", Opening(directory: true), .loop), ("link", Opening(follows: true, directory: true), .notdir),
            ("dir-link", Opening(directory: true), .loop),
            ("dir-link", Opening(follows: true, directory: true), .success),
            ("dir-link/", Opening(directory: true), .success), ("link", Opening(create: true), .loop),
            ("link", Opening(create: true, exclusive: true), .exist),
            ("link", Opening(follows: true, create: true, exclusive: true), .exist),
            ("lost", Opening(follows: true), .noent), ("lost", Opening(follows: true, create: true), .success),
            ("out", Opening(follows: true, create: true), .perm), ("file/", Opening(create: true), .isdir),
        ] as [(String, Opening, Errno)])
    func openingAnswers(_ path: String, _ opening: Opening, _ error: Errno) throws {
        let temporary = try smallFolder()
        try temporary.makeLink("lost", to: "dir/found")
        try temporary.makeLink("out", to: "../nestbox-out")
        #expect(try Guest(temporary).opens(path, opening) == error)
        #expect(temporary.exists("dir/found") == (path == "lost" && opening.create))
        #expect(!temporary.exists("../nestbox-out"))
    }

    @Test func unknownFlagsAndBadAddressesOpenNothing() throws {
        let temporary = try smallFolder()
        let guest = try Guest(temporary)
        guest.put(Array("new".utf8), at: 1000)
        let good: [UInt64] = [3, 0, 1000, 3, 1, 0, 0, 0, 32]
        let bad: [(Int, UInt64, Errno)] = [
            (0, 9, .badf), (0, 0, .notdir), (1, 2, .inval), (1, 0xFFFF_FFFF, .inval), (2, 65_535, .fault),
            (2, 0xFFFF_FFFF, .fault), (3, 4097, .nametoolong), (3, 0xFFFF_FFFF, .nametoolong), (4, 16, .inval),
            (4, 0x1_0001, .inval), (5, 1 << 30, .inval), (5, .max, .inval), (6, 1 << 63, .inval), (7, 32, .inval),
            (7, 0x1_0000, .inval), (8, 65_533, .fault), (8, 0xFFFF_FFFF, .fault),
        ]
        for (index, value, error) in bad {
            var arguments = good
            arguments[index] = value
            #expect(try guest.call("path_open", arguments) == error, "\(index): \(value)")
            #expect(!temporary.exists("new"))
        }
        #expect(try guest.call("path_open", good) == .success)
    }

    /// The paths of a renaming, the answer, and a path that exists and one that does not exist afterwards.
    @Test(
        arguments: [
            ("file", "new", .success, "new", "file"), ("file", "dir/file", .success, "dir/file", "file"),
            ("file", "file", .success, "file", ""), ("file", "./dir/../file", .success, "file", ""),
            ("dir", "new", .success, "new/file", "dir"), ("dir/", "new/", .success, "new/file", "dir"),
            ("dir", "dir/x", .inval, "dir/file", "dir/x"), ("dir", "dir", .success, "dir/file", ""),
            ("link", "new", .success, "new", "link"), ("file", "link", .success, "link", "file"),
            ("link", "file", .success, "file", "link"), ("file/", "new", .notdir, "file", "new"),
            ("file", "new/", .notdir, "file", "new"), ("dir-link/", "new", .notdir, "dir-link", "new"),
            ("dir", "file", .notdir, "file", ""), ("file", "dir", .isdir, "file", ""),
            ("empty", "dir", .notempty, "empty", ""), ("dir", "empty", .success, "empty/file", "dir"),
            ("nothing", "new", .noent, "file", "new"), ("file", "no/new", .noent, "file", ""),
            ("file", "..", .perm, "file", ""), ("../file", "new", .perm, "file", "new"),
            (".", "new", .busy, "file", "new"),
            ("file", ".", .busy, "file", ""), ("dir/..", "new", .busy, "file", "new"), ("file", "", .noent, "file", ""),
        ] as [(String, String, Errno, String, String)])
    func renamingAnswers(_ old: String, _ new: String, _ error: Errno, _ present: String, _ absent: String) throws {
        let temporary = try smallFolder()
        try temporary.makeFolder("empty")
        #expect(try Guest(temporary).call("path_rename", [3], old, [3], new) == error)
        #expect(temporary.exists(present))
        #expect(absent.isEmpty || !temporary.exists(absent))
    }

    /// Functions with one path, their answers, and a path that does not exist afterwards.
    @Test(
        arguments: [
            ("path_unlink_file", "file", .success, "file"), ("path_unlink_file", "link", .success, "link"),
            ("path_unlink_file", "dir-link", .success, "dir-link"), ("path_unlink_file", "dir", .isdir, ""),
            ("path_unlink_file", "dir/", .isdir, ""), ("path_unlink_file", "file/", .notdir, ""),
            ("path_unlink_file", "dir-link/", .notdir, ""), ("path_unlink_file", ".", .isdir, ""),
            ("path_unlink_file", "dir/..", .isdir, ""), ("path_unlink_file", "nothing", .noent, ""),
            ("path_unlink_file", "..", .perm, ""), ("path_unlink_file", "/file", .perm, ""),
            ("path_remove_directory", "dir", .notempty, ""), ("path_remove_directory", "empty", .success, "empty"),
            ("path_remove_directory", "empty/", .success, "empty"), ("path_remove_directory", "file", .notdir, ""),
            ("path_remove_directory", "dir-link", .notdir, ""), ("path_remove_directory", "dir-link/", .notdir, ""),
            ("path_remove_directory", ".", .inval, ""), ("path_remove_directory", "empty/.", .inval, ""),
            ("path_remove_directory", "empty/..", .inval, ""), ("path_remove_directory", "..", .perm, ""),
            ("path_create_directory", "new", .success, ""), ("path_create_directory", "new/", .success, ""),
            ("path_create_directory", "dir", .exist, ""), ("path_create_directory", "file", .exist, ""),
            ("path_create_directory", "link", .exist, ""), ("path_create_directory", ".", .exist, ""),
            ("path_create_directory", "no/new", .noent, ""), ("path_create_directory", "file/new", .notdir, ""),
            ("path_create_directory", "../new", .perm, ""), ("path_create_directory", "", .noent, ""),
        ] as [(Name, String, Errno, String)])
    func changesAnswer(_ name: Name, _ path: String, _ error: Errno, _ absent: String) throws {
        let temporary = try smallFolder()
        try temporary.makeFolder("empty")
        let guest = try Guest(temporary)
        #expect(try guest.call(name, [3], path) == error)
        for kept in ["file", "link", "dir-link", "dir/file", "empty"] {
            #expect(temporary.exists(kept) == (kept != absent), "\(kept)")
        }
        #expect(temporary.exists("new") == (name == "path_create_directory" && error == .success))
        #expect(try guest.call(name, [3, 65_535, 10]) == .fault)
        #expect(try guest.call(name, [3, 0, 5000]) == .nametoolong)
    }

    @Test(
        arguments: [
            (0, "file", "new", .success), (0, "dir/file", "new", .success), (0, "file", "dir", .exist),
            (0, "file", "link", .exist), (0, "file", "file", .exist), (0, "dir", "new", .perm), (0, ".", "new", .perm),
            (0, "dir-link/", "new", .perm), (0, "link", "new", .success), (1, "link", "new", .success),
            (1, "dir-link", "new", .perm), (1, "lost", "new", .noent), (0, "lost", "new", .success),
            (1, "out", "new", .perm), (0, "file", "new/", .noent), (0, "file", "dir/", .exist),
            (0, "file/", "new", .notdir),
            (0, "file", "dir/..", .exist), (0, "file", "../new", .perm), (0, "nothing", "new", .noent),
            (2, "file", "new", .inval),
        ] as [(UInt64, String, String, Errno)])
    func linkingAnswers(_ flags: UInt64, _ old: String, _ new: String, _ error: Errno) throws {
        let temporary = try smallFolder()
        try temporary.makeLink("lost", to: "nothing")
        try temporary.makeLink("out", to: "../file")
        let guest = try Guest(temporary)
        #expect(try guest.call("path_link", [3, flags], old, [3], new) == error)
        #expect(temporary.exists("new") == (error == .success))
        guard error == .success else { return }
        #expect(try guest.call("path_filestat_get", [3, flags], old, 200) == .success)
        #expect(try guest.call("path_filestat_get", [3, 0], new, 300) == .success)
        #expect(guest.memory[200..<264] == guest.memory[300..<364])
    }

    @Test(
        arguments: [
            ("file", "new", .success), ("../../anywhere", "new", .success), ("größe", "new", .success),
            ("", "new", .noent),
            ("/etc/passwd", "new", .perm), ("/", "new", .perm), ("a\0b", "new", .inval), ("file", "file", .exist),
            ("file", "link", .exist), ("file", "new/", .noent), ("file", "dir/", .exist), ("file", "file/", .notdir),
            ("file", ".", .exist), ("file", "../new", .perm), (String(repeating: "a", count: 4095), "new", .success),
            (String(repeating: "a", count: 4096), "new", .nametoolong),
            (String(repeating: "a", count: 4097), "new", .nametoolong),
        ] as [(String, String, Errno)])
    func linkingSymbolicallyAnswers(_ target: String, _ path: String, _ error: Errno) throws {
        let temporary = try smallFolder()
        let guest = try Guest(temporary)
        #expect(try guest.call("path_symlink", [], target, [3], path) == error)
        #expect(temporary.exists("new") == (error == .success))
        guard error == .success else { return }
        let count = UInt64(target.utf8.count)
        #expect(try guest.call("path_readlink", [3], "new", 20_000, 5000, 40) == .success)
        #expect(guest.u32(40) == UInt32(count))
        #expect(Array(guest.memory[20_000..<20_000 + target.utf8.count]) == Array(target.utf8))
        #expect(guest.memory[20_000 + target.utf8.count] == 0xAA)
    }

    @Test func aLinkIsReadAsFarAsThereIsRoom() throws {
        let guest = try Guest(smallFolder())
        #expect(try guest.call("path_readlink", [3], "link", 500, 2, 40) == .success)
        #expect(guest.u32(40) == 2)
        #expect(Array(guest.memory[500..<503]) == [UInt8(ascii: "f"), UInt8(ascii: "i"), 0xAA])
        #expect(try guest.call("path_readlink", [3], "link", 500, 0, 40) == .success)
        #expect(guest.u32(40) == 0)
        for path in ["file", "dir", ".", "link/", "dir-link/"] {
            #expect(try guest.call("path_readlink", [3], path, 500, 10, 40) == .inval, "\(path)")
        }
        #expect(try guest.call("path_readlink", [3], "link", 65_530, 10, 40) == .fault)
        #expect(try guest.call("path_readlink", [3], "link", 500, 10, 65_533) == .fault)
    }

    @Test func bytesThatAreNoUTF8AreNoPath() throws {
        let guest = try Guest(smallFolder())
        for bytes: [UInt8] in [[0xFF], [0xC0, 0x80], [0x61, 0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80]] {
            guest.put(bytes, at: 1000)
            let count = UInt64(bytes.count)
            #expect(try guest.call("path_create_directory", 3, 1000, count) == .ilseq)
            guest.put(Array("new".utf8), at: 2000)
            #expect(try guest.call("path_symlink", 1000, count, 3, 2000, 3) == .ilseq)
        }
    }
}
