import Testing
import WASIHost
import WASIPreview1
import WasmRuntime
import WasmSyntax

/// An operation of a guest in a folder, with the permissions and rights that it needs.
private struct Deed: Sendable, CustomTestStringConvertible {
    var name: String
    var permissions: FolderPermissions
    var rights: Rights
    var act: @Sendable (Guest) throws -> Errno?

    init(
        _ name: String, _ permissions: FolderPermissions, _ rights: Rights,
        _ act: @escaping @Sendable (Guest) throws -> Errno?
    ) {
        self.name = name
        self.permissions = permissions
        self.rights = rights
        self.act = act
    }

    var testDescription: String { name }

    /// Returns an operation that opens a file with these rights and then calls `act`.
    private static func with(
        _ rights: Rights, _ act: @escaping @Sendable (Guest, UInt64) throws -> Errno?
    ) -> @Sendable (Guest) throws -> Errno? {
        { guest in
            switch try guest.open("file", Opening(rights: rights)) {
            case .failure(let error): return error
            case .success(let fd):
                defer { _ = try? guest.call("fd_close", fd) }
                return try act(guest, fd)
            }
        }
    }

    static let all: [Deed] = [
        Deed("reading", .read, [.pathOpen]) { try $0.opens("file", Opening(rights: .fdRead)) },
        Deed("writing", .write, [.pathOpen]) { try $0.opens("file", Opening(rights: .fdWrite)) },
        Deed("appending", .write, [.pathOpen]) {
            try $0.opens("file", Opening(rights: .fdWrite, flags: .append))
        },
        Deed("emptying", .write, [.pathOpen, .pathFilestatSetSize]) {
            try $0.opens("file", Opening(truncate: true, rights: []))
        },
        Deed("making a file", .create, [.pathOpen, .pathCreateFile]) {
            try $0.opens("new", Opening(create: true, rights: []))
        },
        Deed("making a file to write", [.create, .write], [.pathOpen, .pathCreateFile]) {
            try $0.opens("new", Opening(create: true, exclusive: true, rights: .fdWrite))
        },
        Deed("making a directory", .create, .pathCreateDirectory) { try $0.call("path_create_directory", [3], "new") },
        Deed("removing a file", .delete, .pathUnlinkFile) { try $0.call("path_unlink_file", [3], "file") },
        Deed("removing a directory", .delete, .pathRemoveDirectory) {
            try $0.call("path_remove_directory", [3], "dir")
        },
        Deed("renaming", [.create, .delete], [.pathRenameSource, .pathRenameTarget]) {
            try $0.call("path_rename", [3], "file", [3], "new")
        },
        Deed("replacing", [.create, .delete], [.pathRenameSource, .pathRenameTarget]) {
            try $0.call("path_rename", [3], "file", [3], "other")
        },
        Deed("linking", [.create, .links], [.pathLinkSource, .pathLinkTarget]) {
            try $0.call("path_link", [3, 0], "file", [3], "new")
        },
        Deed("linking symbolically", [.create, .links], .pathSymlink) {
            try $0.call("path_symlink", [], "file", [3], "new")
        },
        Deed("reading a link", .read, .pathReadlink) { try $0.call("path_readlink", [3], "link", 500, 10, 40) },
        Deed("listing", .list, .fdReaddir) { try $0.call("fd_readdir", 3, 500, 100, 0, 40) },
        Deed("setting times", .write, .pathFilestatSetTimes) {
            try $0.call("path_filestat_set_times", [3, 0], "file", 0, 0, 10)
        },
        Deed("setting the folder's times", .write, .fdFilestatSetTimes) {
            try $0.call("fd_filestat_set_times", 3, 0, 0, 10)
        },
        Deed("setting times of a link", .write, .pathFilestatSetTimes) {
            try $0.call("path_filestat_set_times", [3, 1], "link", 0, 5, 4)
        },
        Deed(
            "setting times of an open file", .write, .pathOpen,
            with(.fdFilestatSetTimes) {
                try $0.call("fd_filestat_set_times", $1, 0, 0, 10)
            }),
        Deed(
            "setting the size of an open file", .write, .pathOpen,
            with(.fdFilestatSetSize) {
                try $0.call("fd_filestat_set_size", $1, 1)
            }),
        Deed("reserving space", .write, .pathOpen, with(.fdAllocate) { try $0.call("fd_allocate", $1, 0, 100) }),
        Deed("looking", [], .pathFilestatGet) { try $0.call("path_filestat_get", [3, 0], "file", 200) },
        Deed("looking through a link", [], .pathFilestatGet) { try $0.call("path_filestat_get", [3, 1], "link", 200) },
        Deed("looking at the folder", [], .fdFilestatGet) { try $0.call("fd_filestat_get", 3, 200) },
        Deed("opening for nothing", [], .pathOpen) { try $0.opens("file", Opening(rights: [])) },
        Deed("opening a directory", [], .pathOpen) { try $0.opens("dir", Opening(directory: true, rights: [])) },
        Deed("synchronizing", [], .fdSync) { try $0.call("fd_sync", 3) },
    ]
}

/// Returns a folder with two files, a directory and a link.
private func smallFolder() throws -> TemporaryFolder {
    let temporary = try TemporaryFolder()
    try temporary.write("contents", to: "file")
    try temporary.write("others", to: "other")
    try temporary.makeFolder("dir")
    try temporary.makeLink("link", to: "file")
    return temporary
}

@Suite struct PermissionTests {
    /// Every insufficient set of permissions refuses the operation and changes nothing; the sufficient set allows it.
    @Test func permissionsAllowWhatTheySay() throws {
        for deed in Deed.all {
            let temporary = try smallFolder()
            for bits in UInt8(0)..<64 where !FolderPermissions(rawValue: bits).isSuperset(of: deed.permissions) {
                let guest = try Guest(temporary, FolderPermissions(rawValue: bits))
                #expect(try deed.act(guest) == .notcapable, "\(deed.name) with \(bits)")
            }
            #expect(temporary.text("file") == "contents", "\(deed.name)")
            #expect(temporary.text("other") == "others", "\(deed.name)")
            #expect(temporary.exists("dir") && !temporary.exists("new"), "\(deed.name)")
            #expect(try deed.act(try Guest(temporary, deed.permissions)) == .success, "\(deed.name)")
            #expect(try deed.act(try Guest(smallFolder(), .all)) == .success, "\(deed.name)")
        }
    }

    /// An operation fails without any of the rights that it needs, and no other right matters.
    @Test func rightsAreNeededAsTheSpecificationSays() throws {
        for deed in Deed.all {
            let temporary = try smallFolder()
            let all = Rights.all.rawValue
            for bit in 0..<30 where deed.rights.contains(Rights(rawValue: 1 << bit)) {
                let guest = try Guest(temporary)
                let rest = Rights.directory.subtracting(Rights(rawValue: 1 << bit))
                #expect(try guest.call("fd_fdstat_set_rights", 3, rest.rawValue, all) == .success)
                #expect(try deed.act(guest) == .notcapable, "\(deed.name) without bit \(bit)")
            }
            let just = try Guest(smallFolder())
            #expect(try just.call("fd_fdstat_set_rights", 3, deed.rights.rawValue, all) == .success)
            #expect(try deed.act(just) == .success, "\(deed.name)")
        }
    }

    @Test func whatADirectoryDoesNotPassOnCannotBeHad() throws {
        let temporary = try smallFolder()
        let guest = try Guest(temporary)
        let passed: Rights = [.fdRead, .fdSeek, .pathOpen]
        #expect(try guest.call("fd_fdstat_set_rights", 3, Rights.directory.rawValue, passed.rawValue) == .success)
        for bit in 0..<30 {
            let right = Rights(rawValue: 1 << bit)
            let isPassed = passed.contains(right)
            let base = Opening(rights: right, inheriting: [])
            #expect(try guest.opens("file", base) == (isPassed ? .success : .notcapable), "base, bit \(bit)")
            let inheriting = Opening(directory: true, rights: [], inheriting: right)
            #expect(try guest.opens("dir", inheriting) == (isPassed ? .success : .notcapable), "inherited, bit \(bit)")
        }
        for flag: DescriptorFlags in [.dsync, .rsync, .sync] {
            let opening = Opening(rights: [], inheriting: [], flags: flag)
            #expect(try guest.opens("file", opening) == .notcapable)
        }
        let inner = try guest.open("dir", Opening(rights: .pathOpen, inheriting: .fdRead)).get()
        try temporary.write("x", to: "dir/file")
        #expect(try guest.opens("file", Opening(rights: .fdRead, inheriting: []), in: inner) == .success)
        #expect(try guest.opens("file", Opening(rights: .fdSeek, inheriting: []), in: inner) == .notcapable)
        #expect(try guest.opens("file", Opening(create: true, rights: [], inheriting: []), in: inner) == .notcapable)
    }

    @Test func aDescriptorHasNoRightsThatDoNotApply() throws {
        let guest = try Guest(smallFolder())
        for (path, rights) in [("file", Rights.file), ("dir", Rights.directory)] {
            // Writing a directory is the exception: it is refused.
            let asked = path == "dir" ? Rights.all.subtracting(.fdWrite) : .all
            let fd = try guest.open(path, Opening(rights: asked)).get()
            #expect(try guest.call("fd_fdstat_get", fd, 100) == .success)
            #expect(guest.u64(108) == rights.rawValue)
            #expect(guest.u64(116) == (path == "dir" ? Rights.all.rawValue : 0))
        }
        #expect(try guest.opens("dir", Opening(rights: .all)) == .isdir)
    }

    @Test func twoOpensOfOneFileHaveTheirOwnRightsAndPositions() throws {
        let guest = try Guest(smallFolder())
        let reader = try guest.open("file", Opening(rights: .fdRead)).get()
        let writer = try guest.open("file", Opening(rights: .fdWrite)).get()
        #expect(try guest.read(reader, 3) == .success("con"))
        #expect(try guest.write("CON", to: writer) == .success)
        #expect(try guest.write("x", to: reader) == .notcapable)
        #expect(try guest.read(writer) == .failure(.notcapable))
        #expect(try guest.read(reader) == .success("tents"))
        #expect(try guest.call("fd_close", writer) == .success)
        #expect(try guest.contents("file") == .success("CONtents"))
        // The number is used again, by a descriptor with other rights.
        #expect(try guest.open("other", Opening(rights: .fdRead)).get() == writer)
        #expect(try guest.write("x", to: writer) == .notcapable)
    }

    @Test func nothingPassesFromGrantToGrant() throws {
        let temporary = try smallFolder()
        let guest = try Guest {
            try $0.grantFolder(try temporary.folder(), as: "/a", permissions: .all)
            try $0.grantFolder(try temporary.folder(), as: "/a/b", permissions: .all)
        }
        #expect(try guest.call("path_link", [3, 0], "file", [4], "new") == .xdev)
        #expect(try guest.call("path_rename", [3], "file", [4], "new") == .xdev)
        #expect(try guest.call("path_filestat_get", [4, 0], "../file", 200) == .perm)
        #expect(!temporary.exists("new"))
    }
}

@Suite struct QuotaTests {
    /// Ways to enlarge a file of 8 bytes by 10 bytes.
    private static let growths: [(String, @Sendable (Guest, UInt64) throws -> Errno?)] = [
        (
            "writing",
            { guest, fd in
                _ = try guest.call("fd_seek", fd, 8, 0, 40)
                return try guest.write("0123456789", to: fd)
            }
        ),
        (
            "appending",
            { guest, fd in
                _ = try guest.call("fd_fdstat_set_flags", fd, 1)
                return try guest.write("0123456789", to: fd)
            }
        ),
        (
            "writing at an offset",
            { guest, fd in
                guest.put(9000, 10, at: 8000)
                return try guest.call("fd_pwrite", fd, 8000, 1, 8, 36)
            }
        ),
        (
            "writing behind a gap",
            { guest, fd in
                guest.put(9000, 1, at: 8000)
                return try guest.call("fd_pwrite", fd, 8000, 1, 17, 36)
            }
        ),
        ("setting the size", { guest, fd in try guest.call("fd_filestat_set_size", fd, 18) }),
        ("reserving space", { guest, fd in try guest.call("fd_allocate", fd, 2, 16) }),
    ]

    @Test func bytesThatAreAddedAreCounted() throws {
        for (name, grow) in QuotaTests.growths {
            for bytes: UInt64 in [0, 9, 10] {
                let temporary = try smallFolder()
                let guest = try Guest(temporary, quota: FolderQuota(bytes: bytes, files: nil))
                let fd = try guest.open("file", .writing).get()
                let error = try grow(guest, fd)
                let size = try #require(temporary.size("file"))
                #expect(size <= 8 + Int(bytes), "\(name), \(bytes)")
                // A write is cut to the bytes that fit; everything else is refused as a whole.
                let isWritten =
                    bytes == 10 || bytes == 9 && ["writing", "appending", "writing at an offset"].contains(name)
                #expect(error == (isWritten ? .success : .nospc), "\(name), \(bytes)")
                if isWritten { #expect(size == 8 + Int(bytes), "\(name), \(bytes)") }
            }
        }
    }

    @Test func overwritingCostsNothingAndRemovingGivesNothingBack() throws {
        let temporary = try smallFolder()
        let guest = try Guest(temporary, quota: FolderQuota(bytes: 10, files: 1))
        let fd = try guest.open("file", .writing).get()
        for _ in 0..<5 {
            #expect(try guest.call("fd_seek", fd, 0, 0, 40) == .success)
            #expect(try guest.write("CONTENTS", to: fd) == .success)
        }
        #expect(try guest.call("fd_filestat_set_size", fd, 0) == .success)
        #expect(try guest.call("fd_filestat_set_size", fd, 10) == .success)
        #expect(try guest.call("fd_filestat_set_size", fd, 0) == .success)
        #expect(try guest.call("fd_filestat_set_size", fd, 1) == .nospc)
        try guest.make("new")
        #expect(try guest.opens("newer", .making) == .dquot)
        #expect(try guest.call("path_unlink_file", [3], "new") == .success)
        #expect(try guest.opens("newer", .making) == .success)
        #expect(temporary.exists("newer"))
    }

    @Test func everyNewNameIsCounted() throws {
        let makers: [(Guest) throws -> Errno?] = [
            { try $0.opens("new", .making) },
            { try $0.call("path_create_directory", [3], "new") },
            { try $0.call("path_symlink", [], "file", [3], "new") },
            { try $0.call("path_link", [3, 0], "file", [3], "new") },
        ]
        for make in makers {
            let temporary = try smallFolder()
            let none = try Guest(temporary, quota: FolderQuota(bytes: nil, files: 0))
            #expect(try make(none) == .dquot)
            #expect(!temporary.exists("new"))
            let one = try Guest(temporary, quota: FolderQuota(bytes: nil, files: 1))
            #expect(try make(one) == .success)
            #expect(try one.opens("newer", .making) == .dquot)
            // A replaced file no longer counts for the quota; a file that is only renamed does.
            #expect(try one.call("path_rename", [3], "file", [3], "moved") == .success)
            #expect(try one.opens("newer", .making) == .dquot)
            #expect(try one.call("path_rename", [3], "moved", [3], "other") == .success)
            #expect(try one.opens("newer", .making) == .success)
            #expect(try one.opens("newest", .making) == .dquot)
        }
    }

    @Test func openDescriptorsAreCounted() throws {
        let quota = FolderQuota(bytes: nil, files: nil, descriptors: 3, pathDepth: 2)
        let guest = try Guest(smallFolder(), quota: quota)
        let first = try guest.open("file").get()
        _ = try guest.open("dir").get()
        _ = try guest.open("other").get()
        #expect(try guest.opens("file") == .mfile)
        #expect(try guest.opens(".") == .mfile)
        #expect(try guest.call("fd_readdir", 3, 500, 24 + 1 + 24 + 2, 0, 40) == .success, ". and .. need nothing")
        #expect(guest.u32(40) == 24 + 1 + 24 + 2)
        #expect(try guest.call("fd_readdir", 3, 500, 1000, 0, 40) == .mfile)
        #expect(try guest.call("fd_renumber", 4, 5) == .success)
        #expect(try guest.names().sorted() == [".", "..", "dir", "file", "link", "other"])
        #expect(try guest.opens("file") == .success)
        #expect(first == 4)
    }

    @Test func pathsAreOnlySoDeep() throws {
        let quota = FolderQuota(bytes: nil, files: nil, descriptors: nil, pathDepth: 2)
        let guest = try Guest(smallFolder(), quota: quota)
        var path = "dir"
        for expected: Errno in [.success, .success, .nametoolong] {
            path += "/d"
            #expect(try guest.call("path_create_directory", [3], path) == expected)
        }
        #expect(try guest.opens("dir/d/d/..") == .nametoolong)
        let inner = try guest.open("dir/d", Opening(rights: .directory)).get()
        #expect(try guest.call("path_create_directory", [inner], "d/x") == .success)
    }

    /// Runs in a separate process: with more than 1,360 open files, Foundation's `Process.run` sometimes crashes, and
    /// other tests call it meanwhile.
    @Test func aFullTableOpensNothing() async {
        await #expect(processExitsWith: .success) {
            do {
                let temporary = try smallFolder()
                let quota = FolderQuota(bytes: nil, files: nil, descriptors: nil, pathDepth: nil)
                let guest = try Guest(temporary, quota: quota)
                for _ in 4..<1024 { _ = try guest.open("file").get() }
                #expect(try guest.opens("new", .making) == .mfile)
                #expect(!temporary.exists("new"))
                #expect(try guest.call("fd_close", 700) == .success)
                #expect(try guest.open("file").get() == 700)
            } catch {
                Issue.record("\(error)")
            }
        }
    }
}

@Suite struct GrantingTests {
    @Test func foldersAreFoundFromDescriptorThreeOn() throws {
        let temporary = try TemporaryFolder()
        let paths = ["/", "data", ".", "/a//b/./c/", "./x", "größe"]
        let guest = try Guest {
            for path in paths { try $0.grantFolder(try temporary.folder(), as: path) }
        }
        for (index, expected) in ["/", "data", ".", "/a/b/c", "x", "größe"].enumerated() {
            let fd = UInt64(3 + index)
            #expect(try guest.call("fd_prestat_get", fd, 100) == .success)
            #expect([guest.u32(100), guest.u32(104)] == [0, UInt32(expected.utf8.count)])
            #expect(try guest.call("fd_prestat_dir_name", fd, 200, UInt64(expected.utf8.count - 1)) == .nametoolong)
            #expect(guest.memory[200] == 0xAA)
            #expect(try guest.call("fd_prestat_dir_name", fd, 200, 100) == .success)
            #expect(Array(guest.memory[200..<200 + expected.utf8.count]) == Array(expected.utf8))
            #expect(guest.memory[200 + expected.utf8.count] == 0xAA)
            guest.memory.replaceSubrange(200..<300, with: repeatElement(0xAA, count: 100))
        }
        #expect(try guest.call("fd_prestat_get", 9, 100) == .badf)
        #expect(try guest.call("fd_prestat_get", 3, 65_529) == .fault)
        #expect(try guest.call("fd_prestat_dir_name", 3, 65_536, 1) == .fault)
        // Descriptors opened later are not preopened, but one can be renumbered over a preopened one.
        let opened = try guest.open(".").get()
        #expect(try guest.call("fd_prestat_get", opened, 100) == .badf)
        #expect(try guest.call("fd_renumber", opened, 3) == .success)
        #expect(try guest.call("fd_prestat_get", 3, 100) == .badf)
        #expect(try guest.call("fd_close", 4) == .success)
        #expect(try guest.call("fd_prestat_get", 4, 100) == .badf)
    }

    @Test func badPathsAndTooManyFoldersAreRefused() throws {
        let folder = try TemporaryFolder().folder()
        var configuration = WASIConfiguration()
        for path in ["", "a\0b", "..", "/a/../b", "a/..", String(repeating: "a", count: 1025)] {
            #expect(throws: WASIConfigurationError.invalidFolderPath(path)) {
                try configuration.grantFolder(folder, as: path)
            }
        }
        try configuration.grantFolder(folder, as: "/a")
        #expect(throws: WASIConfigurationError.duplicateFolder("/a/")) {
            try configuration.grantFolder(folder, as: "/a/")
        }
        for index in 1..<64 { try configuration.grantFolder(folder, as: "/\(index)") }
        #expect(throws: WASIConfigurationError.tooManyFolders(maximum: 64)) {
            try configuration.grantFolder(folder, as: "/more")
        }
        configuration.revoke(.files)
        #expect(Guest(WASI(configuration)).wasi.resolveName("path_open") == nil)
        configuration.grantFiles()
        #expect(try Guest(WASI(configuration)).call("fd_prestat_get", 3, 100) == .badf)
    }

    @Test func guestsDoNotShareQuotas() throws {
        let temporary = try TemporaryFolder()
        var configuration = WASIConfiguration()
        let quota = FolderQuota(bytes: nil, files: 1)
        try configuration.grantFolder(try temporary.folder(), as: "/", permissions: .all, quota: quota)
        for name in ["a", "b"] {
            let guest = Guest(WASI(configuration))
            #expect(try guest.opens(name, .making) == .success)
            #expect(try guest.opens(name + "2", .making) == .dquot)
        }
    }
}

extension WASI {
    /// Returns the host function that a function of preview 1 links to; `nil` if it does not link.
    fileprivate func resolveName(_ name: Name) -> HostFunction? {
        guard let function = WASIFunction.named(name),
            case .function(let host) = resolve(module: WASIFunction.moduleName, name: name, type: function.type)
        else { return nil }
        return host
    }
}
