import Foundation
import Testing
import WASIHost
import WASIPreview1
import WasmRuntime
import WasmSyntax

/// Returns how many descriptors of a folder and its contents the process has open. Other descriptors do not count,
/// because other tests run at the same time.
private func openDescriptors(in folder: String) -> Int {
    func identity(_ status: stat) -> [UInt64] {
        [UInt64(truncatingIfNeeded: status.st_dev), UInt64(truncatingIfNeeded: status.st_ino)]
    }
    var inside: Set<[UInt64]> = []
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
    for name in [""] + names.map({ "/" + $0 }) {
        var status = stat()
        if lstat(folder + name, &status) == 0 { inside.insert(identity(status)) }
    }
    return (0..<getdtablesize()).count { descriptor in
        var status = stat()
        return fstat(descriptor, &status) == 0 && inside.contains(identity(status))
    }
}

#if canImport(Darwin)
    private let streamType = SOCK_STREAM
#else
    private let streamType = Int32(SOCK_STREAM.rawValue)
#endif

@Suite(.serialized) struct HostFolderTests {
    /// The root, system folders, their contents and parents, home folders, and links to all of these.
    @Test func foldersOfTheSystemAreRefusedUnlessWanted() throws {
        let temporary = try TemporaryFolder()
        var paths = [
            "/", "/etc", "/etc/", "/usr", "/usr/bin", "/bin", "/dev", "/proc", "/proc/self/fd", "/sys", "/lib",
        ]
        paths += [
            "/var/run", "/run", "/tmp/..", "/usr/../etc/.", "/home", "/Users", "/System", "/Library", "/private/etc",
        ]
        if let home = ProcessInfo.processInfo.environment["HOME"] { paths.append(home) }
        for (index, path) in paths.enumerated() where access(path, R_OK) == 0 {
            try temporary.makeLink("link-\(index)", to: path)
            for path in [path, "\(temporary.path)/link-\(index)"] {
                #expect(throws: HostFileError.self, "\(path)") { try HostFolder(path: path) }
            }
            let folder = try HostFolder(path: path, allowingSystemFolders: true)
            #expect(try folder.status().type == .directory)
        }
        do {
            _ = try HostFolder(path: "/etc")
        } catch {
            guard case .protectedFolder = error else { throw error }
        }
        #expect(throws: Never.self) { try HostFolder(path: temporary.path) }
        for path in ["", "/no/such/folder", "/etc/passwd", temporary.path + "\0/x"] {
            #expect(throws: HostFileError.self) { try HostFolder(path: path, allowingSystemFolders: true) }
        }
    }

    /// Pipes, sockets and devices are visible, but cannot be opened. Nothing waits for them, and the other end of a
    /// pipe notices nothing.
    @Test func whatIsNoFileIsNotOpened() throws {
        let temporary = try TemporaryFolder()
        try #require(mkfifo(temporary.path + "/pipe", 0o666) == 0)
        try temporary.makeLink("link", to: "pipe")
        let socketDescriptor = socket(AF_UNIX, streamType, 0)
        defer { close(socketDescriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let socketPath = temporary.path + "/socket"
        try #require(socketPath.utf8.count < MemoryLayout.size(ofValue: address.sun_path))
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: socketPath.utf8) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socketDescriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0)
        let guest = try Guest(temporary, interruption: HostInterruption(timeoutNanoseconds: 60_000_000_000))
        for (path, type) in [("pipe", FileType.unknown), ("socket", .socketStream)] {
            #expect(try guest.call("path_filestat_get", [3, 0], path, 200) == .success)
            #expect(guest.u64(216) == UInt64(type.rawValue))
            for rights: Rights in [[], .fdRead, .fdWrite, [.fdRead, .fdWrite]] {
                for flags: DescriptorFlags in [[], .nonblock] {
                    #expect(try guest.opens(path, Opening(rights: rights, flags: flags)) == .perm, "\(path)")
                }
            }
            #expect(try guest.opens(path, Opening(create: true, truncate: true, rights: .fdWrite)) == .perm)
            #expect(try guest.opens(path, Opening(directory: true)) == .notdir)
        }
        #expect(try guest.opens("link", Opening(follows: true)) == .perm)
        #expect(try guest.call("path_unlink_file", [3], "pipe") == .success)

        // Devices that every user may open.
        let devices = try Guest(try HostFolder(path: "/dev", allowingSystemFolders: true), .readWrite)
        for path in ["null", "zero", "tty"] {
            for rights: Rights in [.fdRead, .fdWrite] {
                #expect(try devices.opens(path, Opening(rights: rights)) == .perm, "\(path)")
            }
        }
    }

    /// Setting neither time fails for a missing file in every kind of folder.
    ///
    /// Found by scripts/fuzz (`--seed 20261128 --case wasi:247`): folders of the host reported success, folders in
    /// memory the missing file.
    @Test func changingNeitherTimeLooksWhetherTheFileIsThere() throws {
        let temporary = try TemporaryFolder()
        try temporary.write("inside", to: "file")
        let kinds: [any WASIDirectory] = [try HostFolder(path: temporary.path), MemoryFolder()]
        try kinds[1].writeFile(at: "file", Array("inside".utf8))
        let neither = FileTimes(access: .keep, modification: .keep)
        for folder in kinds {
            try folder.setTimes(neither, of: #require(FileName(Array("file".utf8)[...])))
            let missing = try #require(FileName(Array("missing".utf8)[...]))
            #expect(throws: Errno.noent) { try folder.setTimes(neither, of: missing) }
        }
    }

    /// A granted folder stays the same, whatever its name refers to later.
    @Test func aFolderIsHeldNotNamed() throws {
        let temporary = try TemporaryFolder()
        try temporary.makeFolder("granted")
        try temporary.write("inside", to: "granted/file")
        try temporary.makeFolder("other")
        try temporary.write("outside", to: "other/file")
        let guest = try Guest(try HostFolder(path: temporary.path + "/granted"))
        try #require(rename(temporary.path + "/granted", temporary.path + "/moved") == 0)
        try temporary.makeLink("granted", to: "other")
        #expect(try guest.contents("file") == .success("inside"))
        try guest.make("new")
        #expect(temporary.exists("moved/new") && !temporary.exists("other/new"))
    }

    /// A directory that a descriptor holds stays usable when it is moved away or replaced by a link.
    @Test func directoriesMayBeMovedWhileTheyAreHeld() throws {
        let temporary = try TemporaryFolder()
        try temporary.makeFolder("granted")
        try temporary.makeFolder("granted/dir")
        try temporary.write("inside", to: "granted/dir/file")
        try temporary.write("outside", to: "file")
        let guest = try Guest(try HostFolder(path: temporary.path + "/granted"))
        let fd = try guest.open("dir", Opening(rights: .directory)).get()
        try #require(rename(temporary.path + "/granted/dir", temporary.path + "/dir") == 0)
        try temporary.makeLink("granted/dir", to: "..")
        func contents(_ path: String) throws -> Result<String, Errno> {
            switch try guest.open(path, in: fd) {
            case .success(let file): try guest.read(file)
            case .failure(let error): .failure(error)
            }
        }
        #expect(try contents("file") == .success("inside"))
        #expect(try contents("../file") == .failure(.perm))
        #expect(try guest.contents("dir/file") == .failure(.perm))
    }

    @Test func removedDirectoriesAndFilesStayUsable() throws {
        let temporary = try TemporaryFolder()
        let guest = try Guest(temporary)
        try guest.make("file", "contents")
        let file = try guest.open("file").get()
        #expect(try guest.call("path_unlink_file", [3], "file") == .success)
        #expect(try guest.read(file) == .success("contents"))
        #expect(try guest.call("path_create_directory", [3], "dir") == .success)
        let fd = try guest.open("dir", Opening(rights: .directory)).get()
        #expect(try guest.call("path_remove_directory", [3], "dir") == .success)
        #expect(try guest.opens("new", .making, in: fd) == .noent)
        #expect(try guest.call("path_create_directory", [fd], "new") == .noent)
        #expect(try guest.call("fd_filestat_get", fd, 200) == .success)
        #expect(try guest.names(fd) == [".", ".."])
    }

    @Test func aFolderOfTheHostIsListed() throws {
        let temporary = try TemporaryFolder()
        for index in 0..<300 { try temporary.write("", to: "file-\(index)") }
        // A name that is no UTF-8 cannot be told to a guest. Some file systems refuse it.
        var bad = Array((temporary.path + "/").utf8CString.dropLast())
        bad += [CChar(bitPattern: 0xFF), 0]
        let descriptor = open(bad, O_CREAT | O_WRONLY, 0o666)
        if descriptor >= 0 { close(descriptor) }
        try temporary.makeFolder("dir")
        try temporary.makeLink("link", to: "dir")
        let guest = try Guest(temporary)
        let expected = Set([".", "..", "dir", "link"] + (0..<300).map { "file-\($0)" })
        for size: UInt64 in [60, 500, 50_000] {
            let names = try guest.names(bufferSize: size)
            #expect(names.count == 304)
            #expect(Set(names) == expected)
        }
        #expect(try guest.call("path_filestat_get", [3, 0], "dir", 200) == .success)
        let inode = guest.u64(208)
        #expect(try guest.call("fd_readdir", 3, 10_000, 50_000, 0, 40) == .success)
        var offset = 10_000
        var types: [String: (UInt8, UInt64)] = [:]
        while offset + 24 <= 10_000 + Int(guest.u32(40)) {
            let end = offset + 24 + Int(guest.u32(offset + 16))
            let name = String(decoding: guest.memory[offset + 24..<end], as: UTF8.self)
            types[name] = (guest.memory[offset + 20], guest.u64(offset + 8))
            offset = end
        }
        #expect(types["dir"]?.0 == 3 && types["dir"]?.1 == inode)
        #expect(types["link"]?.0 == 7)
        #expect(types["file-7"]?.0 == 4)
        #expect(types["."]?.1 == types[".."]?.1, "what lies above is not told")
    }

    /// A descriptor of the host is closed with the guest's descriptor, the others with the guest.
    @Test func noDescriptorOfTheHostIsLeft() throws {
        let temporary = try TemporaryFolder()
        try temporary.makeFolder("dir")
        try temporary.makeFolder("dir/sub")
        for index in 0..<50 { try temporary.write("", to: "dir/file-\(index)") }
        try temporary.makeLink("link", to: "dir/sub/../file-1")
        func open() -> Int { openDescriptors(in: temporary.path) }
        #expect(open() == 0)
        do {
            let guest = try Guest(temporary)
            let held = open()
            #expect(held == 1)
            for _ in 0..<3 {
                #expect(try guest.opens("link", Opening(follows: true)) == .success)
                #expect(try guest.opens("dir/sub/../../dir/nothing") == .noent)
                #expect(try guest.opens("dir", Opening(directory: true, rights: .fdWrite)) == .isdir)
                #expect(try guest.opens("dir/../../x") == .perm)
                let fd = try guest.open("dir", Opening(rights: .directory)).get()
                #expect(try guest.names(fd).count == 53)
                // A listing that is not finished.
                #expect(try guest.call("fd_readdir", fd, 500, 200, 0, 40) == .success)
                #expect(try guest.call("fd_close", fd) == .success)
            }
            #expect(open() == held)
            for _ in 0..<20 { _ = try guest.open("dir/file-1").get() }
            #expect(open() == held + 20)
            #expect(try guest.call("fd_renumber", 4, 5) == .success)
            #expect(open() == held + 19)
        }
        #expect(open() == 0)
    }

    #if canImport(Glibc)
        /// A file larger than the process's limit is an error, and does not end the process.
        @Test func theProcessesLimitForFilesIsAnError() throws {
            var limit = rlimit()
            try #require(getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
            var lower = limit
            lower.rlim_cur = 1 << 30
            try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &lower) == 0)
            defer { setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) }
            let guest = try Guest(TemporaryFolder(), quota: FolderQuota(bytes: nil, files: nil))
            let fd = try guest.open("file", .making).get()
            guest.put(9000, 10, at: 8000)
            #expect(try guest.call("fd_pwrite", fd, 8000, 1, 1 << 30, 36) == .fbig)
            #expect(try guest.call("fd_filestat_set_size", fd, 1 << 31) == .fbig)
            #expect(try guest.call("fd_allocate", fd, 1 << 30, 1 << 20) == .fbig)
            #expect(try guest.call("fd_pwrite", fd, 8000, 1, 0, 36) == .success)
        }
    #endif
}

@Suite struct HostSocketTests {
    /// Returns a connected pair of sockets of the host.
    private func pair(_ type: Int32) throws -> (Int32, Int32) {
        var ends: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, type, 0, &ends) == 0)
        return (ends[0], ends[1])
    }

    private func guest(_ descriptor: Int32, _ interruption: (any Interruption)? = nil) throws -> Guest {
        let guest = try Guest(interruption: interruption) {
            try $0.grantConnection(HostConnection(descriptor: descriptor, isOwned: true))
        }
        guest.put(500, 4, at: 100)
        return guest
    }

    @Test func aConnectionOfTheHostReceivesAndSends() throws {
        let (ours, theirs) = try pair(streamType)
        defer { close(theirs) }
        let guest = try guest(ours)
        try #require(write(theirs, "abcdef", 6) == 6)
        #expect(try guest.call("sock_recv", 3, 100, 1, 1, 40, 44) == .success)
        #expect(try guest.call("sock_recv", 3, 100, 1, 0, 40, 44) == .success)
        #expect(Array(guest.memory[500..<504]) == Array("abcd".utf8))
        #expect(try guest.call("sock_send", 3, 100, 1, 0, 40) == .success)
        var bytes = [UInt8](repeating: 0, count: 10)
        #expect(read(theirs, &bytes, 10) == 4)
        #expect(try guest.call("sock_shutdown", 3, 2) == .success)
        #expect(read(theirs, &bytes, 10) == 0)
        #expect(try guest.call("sock_send", 3, 100, 1, 0, 40) == .pipe, "an error, not a signal")
    }

    @Test func messagesThatAreTooLongAreToldOf() throws {
        #if canImport(Darwin)
            let (ours, theirs) = try pair(SOCK_DGRAM)
        #else
            let (ours, theirs) = try pair(Int32(SOCK_DGRAM.rawValue))
        #endif
        defer { close(theirs) }
        let guest = try guest(ours)
        try #require(write(theirs, "abcdef", 6) == 6)
        #expect(try guest.call("sock_recv", 3, 100, 1, 0, 40, 44) == .success)
        #expect([guest.u32(40), UInt32(guest.memory[44])] == [4, 1])
    }

    @Test func waitingForAConnectionOfTheHostEndsAtTheDeadline() throws {
        let (ours, theirs) = try pair(streamType)
        defer { close(theirs) }
        let guest = try guest(ours, HostInterruption(timeoutNanoseconds: 50_000_000))
        #expect(throws: Interrupted(.deadlineExceeded)) { try guest.call("sock_recv", 3, 100, 1, 2, 40, 44) }
    }
}
