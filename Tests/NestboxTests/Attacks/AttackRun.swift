import Foundation
import Nestbox
import Testing
import WASIHost
import WASIPreview1

/// A kind of folder that a guest is granted: each attack runs with all of them.
enum FolderKind: String, Codable, CaseIterable, Sendable {
    case host, memory, overlay

    /// Returns a folder of this kind with the content of a folder of the host.
    func folder(of path: String) throws -> any WASIDirectory {
        let host = try HostFolder(path: path)
        switch self {
        case .host: return host
        case .overlay: return try OverlayFolder(above: host)
        case .memory:
            let memory = MemoryFolder()
            try host.copyItems(to: memory)
            return memory
        }
    }
}

/// An attack with one kind of folder.
struct AttackRun {
    var attack: Attack
    var kind: FolderKind
    var module: Nestbox.Module

    /// The text of the files outside, which the guest must never get.
    static let secret = "s3cret-outside-of-the-box"

    /// Runs the guest, and checks that it ended as it must, learned nothing of the outside, and changed nothing there.
    func perform() throws {
        let root = try TemporaryFolder()
        let outside = try prepare(root)
        let (box, shelf) = (try Picture(root.path("box")), try Picture(root.path("shelf")))
        let output = BufferOutput()
        var configuration = WASIConfiguration()
        configuration.grantStandardOutput(output)
        configuration.grantExit()
        configuration.grantClocks(VirtualClocks())
        configuration.grantRandom(SeededRandomSource(seed: 1))
        try configuration.grantFolder(
            kind.folder(of: root.path("box")), as: "/box", permissions: .all, quota: AttackRun.quota)
        try configuration.grantFolder(kind.folder(of: root.path("shelf")), as: "/shelf", permissions: .readOnly)

        let (exitCode, memory) = try run(WASI(configuration))
        #expect(exitCode == attack.exitCode, "\(kind): the guest says: \(output.text)")
        #expect(!output.text.contains(AttackRun.secret))
        #expect(memory.firstRange(of: Data(AttackRun.secret.utf8)) == nil, "\(kind): the guest has read it")
        #expect(try Picture(root.path("outside")) == outside, "\(kind): the outside has changed")
        #expect(try Picture(root.path("shelf")) == shelf, "\(kind): what can only be read has changed")
        if kind != .host { #expect(try Picture(root.path("box")) == box, "the folder below has changed") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: root.url.path).sorted() == AttackRun.folders)
    }

    private static let quota = FolderQuota(bytes: 1 << 30, files: 1000)
    private static let folders = ["box", "outside", "shelf"]

    private func run(_ wasi: WASI) throws -> (exitCode: UInt32, memory: Data) {
        let store = Store()
        store.interruption = HostInterruption(timeoutNanoseconds: 60_000_000_000)
        var imports = Imports()
        imports.add(wasi)
        let instance = try store.instantiate(module, imports: imports)
        var exitCode: UInt32 = 0
        do { _ = try instance.call("_start") } catch let exit as GuestExit { exitCode = exit.code }
        try wasi.flush()
        let memory = try #require(instance.memory(named: "memory"))
        return (
            exitCode,
            try memory.withBytes(at: 0, count: UInt64(memory.byteCount)) { bytes in
                var copy = Data(capacity: bytes.count)
                for index in 0..<bytes.count { copy.append(bytes[index]) }
                return copy
            }
        )
    }

    /// Makes the folders, and returns a picture of the outside.
    func prepare(_ root: TemporaryFolder) throws -> Picture {
        let files = FileManager.default
        for folder in ["box/sub", "shelf", "outside/folder"] {
            try files.createDirectory(atPath: root.path(folder), withIntermediateDirectories: true)
        }
        let secret = Data(AttackRun.secret.utf8)
        for file in ["outside/secret", "outside/folder/secret"] {
            try secret.write(to: URL(fileURLWithPath: root.path(file)))
        }
        try Data("inside".utf8).write(to: URL(fileURLWithPath: root.path("box/file")))
        try Data("a book".utf8).write(to: URL(fileURLWithPath: root.path("shelf/book")))
        for words in attack.preparations {
            let path = root.path(words.count > 1 ? words[1] : "")
            let rest = words.dropFirst(2).joined(separator: " ").replacingOccurrences(
                of: "ROOT", with: root.url.path)
            switch words.first {
            case "folder": try files.createDirectory(atPath: path, withIntermediateDirectories: true)
            case "file": try Data(rest.utf8).write(to: URL(fileURLWithPath: path))
            case "symlink": try files.createSymbolicLink(atPath: path, withDestinationPath: rest)
            case "pipe": try #require(mkfifo(path, 0o600) == 0)
            default: Issue.record("\(attack.name): what is \(words)?")
            }
        }
        return try Picture(root.path("outside"))
    }
}

/// Everything that can be observed of a tree of files.
struct Picture: Equatable {
    private var lines: [String] = []

    init(_ path: String) throws {
        let manager = FileManager.default
        for name in try [""] + manager.subpathsOfDirectory(atPath: path).sorted() {
            let full = name.isEmpty ? path : path + "/" + name
            let attributes = try manager.attributesOfItem(atPath: full)
            let type = attributes[.type] as? FileAttributeType ?? .typeUnknown
            var line = "\(name) \(type.rawValue) \(attributes[.systemFileNumber] ?? "")"
            line += " \(attributes[.posixPermissions] ?? "") \(attributes[.referenceCount] ?? "")"
            line += " \((attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0)"
            if type == .typeRegular {
                line += " \(try Data(contentsOf: URL(fileURLWithPath: full)).base64EncodedString())"
            }
            if type == .typeSymbolicLink { line += " \(try manager.destinationOfSymbolicLink(atPath: full))" }
            lines.append(line)
        }
    }
}
