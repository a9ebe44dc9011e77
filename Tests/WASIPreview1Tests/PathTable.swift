import Testing
import WASIPreview1

/// A path in the folder of ``PathTable``, and where it leads in every kind of folder.
struct PathCase: CustomTestStringConvertible {
    enum Outcome: Equatable {
        /// The file or directory at this path, which contains no links.
        case found(String)
        /// A symbolic link.
        case link
        case error(Errno)
    }

    var path: String
    /// The outcomes without and with the flag `symlink_follow`.
    var plain: Outcome
    var following: Outcome

    init(_ path: String, _ plain: Outcome, following: Outcome? = nil) {
        self.path = path
        self.plain = plain
        self.following = following ?? plain
    }

    var testDescription: String { path.debugDescription }
}

/// A folder full of links, and the outcomes of paths in it. To test a kind of folder, make an empty one and call
/// ``check(_:)``.
enum PathTable {
    private static let directories = ["dir", "dir/sub", "dir/sub/deeper", "empty"]
    private static let files = ["file", "dir/file", "dir/sub/file"]
    private static let links = [
        ("to-file", "file"), ("to-dir", "dir"), ("to-dir-slash", "dir/"), ("to-dir-dot", "dir/."),
        ("to-file-slash", "file/"), ("to-link", "to-dir"), ("to-nothing", "nothing"), ("to-nothing-slash", "nothing/"),
        ("self", "self"), ("loop-a", "loop-b"), ("loop-b", "loop-a/x"), ("here", "."), ("absolute", "/etc/passwd"),
        ("absolute-dir", "/"), ("up", ".."), ("up-slash", "../"), ("out", "../../../../../etc/passwd"),
        ("around", "dir/../file"), ("around-out", "dir/../../file"), ("dir/up", ".."), ("dir/up-file", "../file"),
        ("dir/up-up", "../.."), ("dir/up-out", "../../etc/passwd"), ("dir/sub/up-up", "../.."),
        ("dir/sub/up-file", "../../dir/./sub//../file"), ("long", String(repeating: "a", count: 256)),
    ]
    /// The number of links in a chain: each leads to the one before, the first to `file`.
    private static let chainLength = 42

    static let cases: [PathCase] = [
        // Plain components.
        PathCase("file", .found("file")),
        PathCase("dir", .found("dir")),
        PathCase("dir/", .found("dir")),
        PathCase("dir///", .found("dir")),
        PathCase("dir/.", .found("dir")),
        PathCase("./dir/./file", .found("dir/file")),
        PathCase("dir//sub///file", .found("dir/sub/file")),
        PathCase(".", .found(".")),
        PathCase("./", .found(".")),
        PathCase("dir/..", .found(".")),
        PathCase("dir/../file", .found("file")),
        PathCase("dir/sub/../../dir/sub/deeper/..", .found("dir/sub")),
        PathCase("nothing", .error(.noent)),
        PathCase("nothing/", .error(.noent)),
        PathCase("nothing/x", .error(.noent)),
        PathCase("nothing/..", .error(.noent)),
        PathCase("file/", .error(.notdir)),
        PathCase("file/.", .error(.notdir)),
        PathCase("file/..", .error(.notdir)),
        PathCase("file/x", .error(.notdir)),
        // Paths that leave the folder.
        PathCase("", .error(.noent)),
        PathCase("/", .error(.perm)),
        PathCase("/file", .error(.perm)),
        PathCase("//file", .error(.perm)),
        PathCase("..", .error(.perm)),
        PathCase("../", .error(.perm)),
        PathCase("../file", .error(.perm)),
        PathCase("dir/../..", .error(.perm)),
        PathCase("dir/sub/../../../file", .error(.perm)),
        PathCase("./..", .error(.perm)),
        // Texts that cannot be paths.
        PathCase("file\0", .error(.inval)),
        PathCase("dir\0/file", .error(.inval)),
        PathCase(String(repeating: "a", count: 255), .error(.noent)),
        PathCase(String(repeating: "a", count: 256), .error(.nametoolong)),
        PathCase("dir/" + String(repeating: "a", count: 256) + "/x", .error(.nametoolong)),
        PathCase(String(repeating: "./", count: 2044) + "file", .found("file")),
        PathCase(String(repeating: "./", count: 2047) + "file", .error(.nametoolong)),
        // Links at the end.
        PathCase("to-file", .link, following: .found("file")),
        PathCase("to-dir", .link, following: .found("dir")),
        PathCase("to-dir-slash", .link, following: .found("dir")),
        PathCase("to-dir-dot", .link, following: .found("dir")),
        PathCase("to-link", .link, following: .found("dir")),
        PathCase("to-file-slash", .link, following: .error(.notdir)),
        PathCase("to-nothing", .link, following: .error(.noent)),
        PathCase("to-nothing-slash", .link, following: .error(.noent)),
        PathCase("self", .link, following: .error(.loop)),
        PathCase("loop-a", .link, following: .error(.loop)),
        PathCase("here", .link, following: .found(".")),
        PathCase("absolute", .link, following: .error(.perm)),
        PathCase("absolute-dir", .link, following: .error(.perm)),
        PathCase("up", .link, following: .error(.perm)),
        PathCase("up-slash", .link, following: .error(.perm)),
        PathCase("out", .link, following: .error(.perm)),
        PathCase("around", .link, following: .found("file")),
        PathCase("around-out", .link, following: .error(.perm)),
        PathCase("long", .link, following: .error(.nametoolong)),
        // A slash or a dot behind a link follows the link.
        PathCase("to-dir/", .found("dir")),
        PathCase("to-dir/.", .found("dir")),
        PathCase("to-dir-slash/", .found("dir")),
        PathCase("to-link///", .found("dir")),
        PathCase("to-file/", .error(.notdir)),
        PathCase("to-file/.", .error(.notdir)),
        PathCase("to-nothing/", .error(.noent)),
        PathCase("self/", .error(.loop)),
        PathCase("here/", .found(".")),
        PathCase("absolute/", .error(.perm)),
        PathCase("absolute-dir/", .error(.perm)),
        PathCase("up/", .error(.perm)),
        PathCase("up-slash/", .error(.perm)),
        PathCase("out/", .error(.perm)),
        // Links inside a path.
        PathCase("to-dir/file", .found("dir/file")),
        PathCase("to-dir-slash/sub/file", .found("dir/sub/file")),
        PathCase("to-dir/..", .found(".")),
        PathCase("to-dir/../file", .found("file")),
        PathCase("to-dir/../..", .error(.perm)),
        PathCase("to-file/x", .error(.notdir)),
        PathCase("to-file-slash/x", .error(.notdir)),
        PathCase("to-nothing/x", .error(.noent)),
        PathCase("self/x", .error(.loop)),
        PathCase("loop-a/x", .error(.loop)),
        PathCase("here/here/here/file", .found("file")),
        PathCase("here/..", .error(.perm)),
        PathCase("absolute-dir/etc/passwd", .error(.perm)),
        PathCase("up/file", .error(.perm)),
        PathCase("around-out/x", .error(.perm)),
        // A link is relative to the directory that contains it, whatever path led there, and adds no level.
        PathCase("dir/up", .link, following: .found(".")),
        PathCase("dir/up/file", .found("file")),
        PathCase("dir/up/..", .error(.perm)),
        PathCase("dir/up/dir/up/dir/up/..", .error(.perm)),
        PathCase("dir/up-file", .link, following: .found("file")),
        PathCase("to-dir/up-file", .link, following: .found("file")),
        PathCase("dir/up-up", .link, following: .error(.perm)),
        PathCase("dir/up-up/file", .error(.perm)),
        PathCase("dir/up-out", .link, following: .error(.perm)),
        PathCase("dir/sub/up-up", .link, following: .found(".")),
        PathCase("dir/sub/up-up/file", .found("file")),
        PathCase("dir/sub/up-up/..", .error(.perm)),
        PathCase("to-dir/sub/up-file", .link, following: .found("dir/file")),
        // At most 40 links are followed.
        PathCase("chain-40", .link, following: .found("file")),
        PathCase("chain-41", .link, following: .error(.loop)),
        PathCase("chain-40/", .error(.notdir)),
        PathCase(String(repeating: "here/", count: 40) + "file", .found("file")),
        PathCase(String(repeating: "here/", count: 41) + "file", .error(.loop)),
    ]

    /// Fills an empty folder.
    static func fill(_ root: any WASIDirectory) throws {
        func parent(_ path: String) throws -> (any WASIDirectory, FileName) {
            var directory = root
            let components = path.split(separator: "/").map(String.init)
            for name in components.dropLast() { directory = try directory.openDirectory(try .of(name)) }
            return (directory, try .of(components.last ?? ""))
        }
        for path in directories {
            let (directory, name) = try parent(path)
            try directory.createDirectory(name)
        }
        for path in files {
            let (directory, name) = try parent(path)
            let file = try directory.createFile(name, for: .write)
            #expect(try file.write(Array(path.utf8).span, at: 0) == path.utf8.count)
        }
        let chain = (1...chainLength).map { ("chain-\($0)", $0 == 1 ? "file" : "chain-\($0 - 1)") }
        for (path, target) in links + chain {
            let (directory, name) = try parent(path)
            try directory.createSymbolicLink(name, to: Array(target.utf8))
        }
    }

    /// Fills an empty folder and tries every path, with `path_filestat_get` and `path_open`.
    static func check(_ root: any WASIDirectory) throws {
        try fill(root)
        let guest = try Guest(root)
        for test in cases {
            for follows in [false, true] {
                let expected = follows ? test.following : test.plain
                let comment = Comment(rawValue: "\(test.path.prefix(60).debugDescription), follows: \(follows)")
                #expect(try poll(test.path, follows, guest) == known(expected, guest), comment)
                // The status of a link that is not followed can be read, but the link cannot be opened.
                let opened = expected == .link ? .error(.loop) : expected
                #expect(try open(test.path, follows, guest) == known(opened, guest), comment)
            }
        }
        #expect(try guest.opens("file") == .success, "descriptors are left")
    }

    /// The observation of a guest: the serial number and the type, or an error.
    private enum Seen: Equatable {
        case file(inode: UInt64, type: UInt64)
        case link
        case error(Errno)
    }

    private static func known(_ outcome: PathCase.Outcome, _ guest: Guest) throws -> Seen {
        switch outcome {
        case .found(let path): try poll(path, false, guest)
        case .link: .link
        case .error(let error): .error(error)
        }
    }

    private static func poll(_ path: String, _ follows: Bool, _ guest: Guest) throws -> Seen {
        let error = try guest.call("path_filestat_get", [3, follows ? 1 : 0], path, 200)
        return seen(error, guest)
    }

    private static func open(_ path: String, _ follows: Bool, _ guest: Guest) throws -> Seen {
        switch try guest.open(path, Opening(follows: follows)) {
        case .failure(let error): return .error(error)
        case .success(let fd):
            let error = try guest.call("fd_filestat_get", fd, 200)
            #expect(try guest.call("fd_close", fd) == .success)
            return seen(error, guest)
        }
    }

    private static func seen(_ error: Errno?, _ guest: Guest) -> Seen {
        if let error, error != .success { return .error(error) }
        return guest.u64(216) == 7 ? .link : .file(inode: guest.u64(208), type: guest.u64(216))
    }
}

@Suite struct PathTests {
    @Test func pathsLeadToTheSamePlacesInAFolderOfTheHost() throws {
        let temporary = try TemporaryFolder()
        try PathTable.check(temporary.folder())
    }
}
