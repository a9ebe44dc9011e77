import Foundation
import Testing
import WASIHost
import WASIPreview1
import WasmRuntime
import WasmSyntax

/// A new folder on the host, removed at the end.
final class TemporaryFolder {
    let path: String

    init() throws {
        let template = NSTemporaryDirectory() + "nestbox-tests-XXXXXX"
        var bytes = Array(template.utf8CString)
        try #require(mkdtemp(&bytes) != nil)
        path = String(decoding: bytes.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func folder() throws -> HostFolder { try HostFolder(path: path) }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
    }

    func text(_ name: String) -> String? {
        (try? Data(contentsOf: URL(fileURLWithPath: path + "/" + name))).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Returns the size of a file.
    func size(_ name: String) -> Int? {
        var status = stat()
        return lstat(path + "/" + name, &status) == 0 ? Int(status.st_size) : nil
    }

    func exists(_ name: String) -> Bool {
        var status = stat()
        return lstat(path + "/" + name, &status) == 0
    }

    func makeFolder(_ name: String) throws { try #require(mkdir(path + "/" + name, 0o777) == 0) }
    func makeLink(_ name: String, to target: String) throws { try #require(symlink(target, path + "/" + name) == 0) }
}

extension FileName {
    /// Returns the name; the test fails if the text is not a valid name.
    static func of(_ text: String) throws -> FileName { try #require(FileName(text)) }
}

/// The flags and rights for opening something.
struct Opening {
    var follows = false
    var create = false
    var directory = false
    var exclusive = false
    var truncate = false
    var rights: Rights = [.fdRead, .fdSeek, .fdTell, .fdFilestatGet]
    var inheriting: Rights = .all
    var flags: DescriptorFlags = []

    fileprivate var bits: UInt64 {
        (create ? 1 : 0) | (directory ? 2 : 0) | (exclusive ? 4 : 0) | (truncate ? 8 : 0)
    }

    static let writing = Opening(rights: Rights.file)
    static let making = Opening(create: true, rights: Rights.file)
}

/// WASI calls with paths, which are placed in memory at 1000 and 6000; results are at 32 to 64.
extension Guest {
    /// Makes a guest with one folder as its root, in descriptor 3.
    convenience init(
        _ folder: any WASIDirectory, _ permissions: FolderPermissions = .all, quota: FolderQuota = FolderQuota(),
        interruption: (any Interruption)? = nil
    ) throws {
        try self.init(interruption: interruption) {
            try $0.grantFolder(folder, as: "/", permissions: permissions, quota: quota)
            $0.grantClocks(VirtualClocks())
        }
    }

    /// Makes a guest with a temporary folder as its root; the guest keeps the folder alive.
    convenience init(
        _ temporary: TemporaryFolder, _ permissions: FolderPermissions = .all, quota: FolderQuota = FolderQuota(),
        interruption: (any Interruption)? = nil
    ) throws {
        try self.init(try temporary.folder(), permissions, quota: quota, interruption: interruption)
        companion = temporary
    }

    private func path(_ path: String, at address: Int) -> [UInt64] {
        put(Array(path.utf8), at: address)
        return [UInt64(address), UInt64(path.utf8.count)]
    }

    /// Calls a function with one path, with the arguments before and after it.
    func call(_ name: Name, _ before: [UInt64], _ text: String, _ after: UInt64...) throws -> Errno? {
        try call(name, before + path(text, at: 1000) + after)
    }

    /// Calls a function with two paths.
    func call(
        _ name: Name, _ before: [UInt64], _ first: String, _ between: [UInt64], _ second: String
    ) throws -> Errno? {
        let first = path(first, at: 1000)
        return try call(name, before + first + between + path(second, at: 6000))
    }

    /// Opens something, and returns its descriptor or the error.
    func open(_ path: String, _ opening: Opening = Opening(), in fd: UInt64 = 3) throws -> Result<UInt64, Errno> {
        let error = try call(
            "path_open", [fd, opening.follows ? 1 : 0], path, opening.bits, opening.rights.rawValue,
            opening.inheriting.rawValue, UInt64(opening.flags.rawValue), 32)
        guard let error, error != .success else { return .success(UInt64(u32(32))) }
        return .failure(error)
    }

    /// Opens something and closes it again, and returns the error.
    func opens(_ path: String, _ opening: Opening = Opening(), in fd: UInt64 = 3) throws -> Errno {
        switch try open(path, opening, in: fd) {
        case .success(let opened): return try call("fd_close", opened) ?? .success
        case .failure(let error): return error
        }
    }

    func write(_ text: String, to fd: UInt64) throws -> Errno? {
        put(Array(text.utf8), at: 9000)
        put(9000, UInt32(text.utf8.count), at: 8000)
        return try call("fd_write", fd, 8000, 1, 36)
    }

    func read(_ fd: UInt64, _ count: UInt32 = 1000) throws -> Result<String, Errno> {
        put(9000, count, at: 8000)
        let error = try call("fd_read", fd, 8000, 1, 36)
        guard let error, error != .success else {
            return .success(String(decoding: memory[9000..<9000 + Int(u32(36))], as: UTF8.self))
        }
        return .failure(error)
    }

    /// Returns the contents of a file.
    func contents(_ path: String) throws -> Result<String, Errno> {
        let fd: UInt64
        switch try open(path) {
        case .success(let opened): fd = opened
        case .failure(let error): return .failure(error)
        }
        defer { _ = try? call("fd_close", fd) }
        return try read(fd)
    }

    /// Makes a file with these contents.
    func make(_ path: String, _ text: String = "") throws {
        let fd = try open(path, .making).get()
        if !text.isEmpty { #expect(try write(text, to: fd) == .success) }
        #expect(try call("fd_close", fd) == .success)
    }

    /// Returns the names in a directory, in the order of the listing.
    func names(_ fd: UInt64 = 3, bufferSize: UInt64 = 4096) throws -> [String] {
        var names: [String] = []
        var cookie: UInt64 = 0
        while true {
            #expect(try call("fd_readdir", fd, 10_000, bufferSize, cookie, 40) == .success)
            let used = Int(u32(40))
            var offset = 10_000
            while offset + 24 <= 10_000 + used {
                let end = offset + 24 + Int(u32(offset + 16))
                guard end <= 10_000 + used else { break }
                names.append(String(decoding: memory[offset + 24..<end], as: UTF8.self))
                cookie = u64(offset)
                offset = end
            }
            if used < Int(bufferSize) { return names }
            try #require(offset > 10_000, "no entry fits")
        }
    }
}
