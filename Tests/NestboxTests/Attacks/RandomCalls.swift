import Foundation
import Nestbox
import NestboxFuzz
import Testing
import WASIHost
import WASIPreview1
import WasmSyntax

/// Calls of all functions of both versions of WASI by a guest, with random arguments, many of them valid or just about
/// valid. The guest has a folder of the host, one in memory, an overlay, streams and sockets.
struct RandomCalls: Codable, Sendable {
    var seed: UInt64
    var count: Int

    /// The number of calls and the seed from the environment: `NESTBOX_RANDOM_CALLS`, `NESTBOX_SEED`.
    static let current: RandomCalls = {
        let environment = ProcessInfo.processInfo.environment
        return RandomCalls(
            seed: environment["NESTBOX_SEED"].flatMap { UInt64($0) } ?? 1,
            count: environment["NESTBOX_RANDOM_CALLS"].flatMap { Int($0) } ?? 15_000)
    }()

    /// The number of calls that a guest makes before the next guest takes over.
    private static let batch = 500

    /// Makes the calls, and checks that they did the host no harm.
    func perform() throws {
        FileHandle.standardError.write(Data("\(count) random calls, NESTBOX_SEED=\(seed)\n".utf8))
        let root = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: root.path("outside/folder"), withIntermediateDirectories: true)
        for file in ["outside/secret", "outside/folder/secret"] { _ = try root.file(file, AttackRun.secret.utf8) }
        for folder in ["box", "below"] { RandomCalls.fill(folder, of: root) }
        let (outside, below) = (try Picture(root.path("outside")), try Picture(root.path("below")))
        let memory = MemoryFolder(byteLimit: 4 << 20, fileLimit: 1000)
        let overlay = try OverlayFolder(
            above: HostFolder(path: root.path("below")), byteLimit: 4 << 20, fileLimit: 1000)
        let opened = Process.openFiles(in: root.path("."))
        var random = SplitMix(state: seed)
        var errors: [Errno: Int] = [:]
        var done = 0
        while done < count {
            RandomCalls.fill("box", of: root)
            let guest = try RandomGuest(randomSeed: random.next()) {
                try RandomCalls.grant(root.path("box"), memory, overlay, &$0)
            }
            for _ in 0..<min(RandomCalls.batch, count - done) {
                if let error = try guest.perform(.next(&random)) { errors[error, default: 0] += 1 }
                done += 1
            }
            #expect(try guest.sees(AttackRun.secret) == false, "after \(done) calls")
        }
        #expect(try Picture(root.path("outside")) == outside, "the outside has changed")
        #expect(try Picture(root.path("below")) == below, "the folder below the overlay has changed")
        #expect(opened.count == 1, "the folder below the overlay")
        #expect(Process.openFiles(in: root.path(".")) == opened, "the host's descriptors have leaked")
        #expect(Process.peakMemory < 1 << 30, "the host has used \(Process.peakMemory) bytes")
        // The calls get past the first checks of the functions: every one of these errors occurs.
        let expected: [Errno] = [
            .success, .badf, .fault, .inval, .notcapable, .noent, .exist, .isdir, .notdir, .perm, .spipe, .loop, .xdev,
            .nametoolong, .notempty,
        ]
        for error in expected {
            #expect(errors[error, default: 0] > count / 10_000, "\(error)")
        }
    }
}

extension RandomCalls {
    /// Makes what guests find in a folder, unless it exists.
    private static func fill(_ folder: String, of root: TemporaryFolder) {
        let files = FileManager.default
        try? files.createDirectory(atPath: root.path(folder + "/sub/sub"), withIntermediateDirectories: true)
        _ = files.createFile(atPath: root.path(folder + "/file"), contents: Data("inside".utf8))
        for (name, target) in [("out", "../outside"), ("absolute", root.path("outside")), ("here", ".")] {
            try? files.createSymbolicLink(atPath: root.path("\(folder)/\(name)"), withDestinationPath: target)
        }
    }

    private static func grant(
        _ box: String, _ folder: MemoryFolder, _ overlay: OverlayFolder, _ configuration: inout WASIConfiguration
    ) throws {
        var quota = FolderQuota(bytes: 8 << 20, files: 100, descriptors: 60)
        quota.pathDepth = 20
        try configuration.grantFolder(HostFolder(path: box), as: "/box", permissions: .all, quota: quota)
        try configuration.grantFolder(folder, as: "/memory", permissions: .all, quota: quota)
        try configuration.grantFolder(overlay, as: "/overlay", permissions: .all, quota: quota)
        try configuration.grantConnection(Echo())
        try configuration.grantListener(Echoes())
    }
}

private final class Echo: WASIConnection {
    func receive(into buffer: inout MutableSpan<UInt8>, isPeeking: Bool) -> (count: Int, isTruncated: Bool) {
        for index in 0..<min(3, buffer.count) { buffer[index] = 0x55 }
        return (min(3, buffer.count), false)
    }

    func send(_ bytes: Span<UInt8>) -> Int { min(7, bytes.count) }
}

private final class Echoes: WASIListener {
    func accept() -> any WASIConnection { Echo() }
}

extension Process {
    /// The files and folders inside of a folder, at which descriptors of this process are open. The process may open others
    /// meanwhile, for itself.
    static func openFiles(in folder: String) -> [String] {
        let folder = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
        let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return numbers.compactMap {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
        }.filter { $0.hasPrefix(folder) }.sorted()
    }

    /// The peak memory of this process so far, in bytes.
    static var peakMemory: Int {
        var usage = rusage()
        #if canImport(Darwin)
            getrusage(RUSAGE_SELF, &usage)
            return usage.ru_maxrss
        #else
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
            return usage.ru_maxrss << 10
        #endif
    }
}
