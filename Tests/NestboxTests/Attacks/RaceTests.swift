import Foundation
import Nestbox
import Testing
import WASIHost
import WASIPreview1

struct RaceTests {
    /// The duration of a race, in seconds; `NESTBOX_RACE_SECONDS` overrides it.
    static let seconds = ProcessInfo.processInfo.environment["NESTBOX_RACE_SECONDS"].flatMap { Double($0) } ?? 1.5

    /// A guest uses paths while a thread of the host swaps a folder on them for a symbolic link that leads outside, and
    /// moves directories outside and back. The guest must never read the secret or change anything outside.
    @Test(.timeLimit(.minutes(10)), arguments: [FolderKind.host, .overlay])
    func aFolderSwappedForALinkLeadsNowhere(_ kind: FolderKind) async {
        await #expect(processExitsWith: .success) {
            [kind = kind as FolderKind, seconds = RaceTests.seconds as Double] in
            do { try Race(kind: kind, seconds: seconds).perform() } catch { Issue.record("\(error)") }
        }
    }
}

private struct Race {
    var kind: FolderKind
    var seconds: Double

    func perform() throws {
        let root = try TemporaryFolder()
        let files = FileManager.default
        for folder in ["box/door/folder", "box/deep/mid/leaf", "outside/folder", "elsewhere"] {
            try files.createDirectory(atPath: root.path(folder), withIntermediateDirectories: true)
        }
        for file in ["outside/secret", "outside/folder/secret", "elsewhere/secret"] {
            _ = try root.file(file, AttackRun.secret.utf8)
        }
        for file in ["box/file", "box/door/file"] { _ = try root.file(file, "inside".utf8) }
        try files.createSymbolicLink(atPath: root.path("box/link"), withDestinationPath: "../outside")
        let outside = try Picture(root.path("outside"))

        let output = BufferOutput()
        var configuration = WASIConfiguration()
        configuration.grantStandardOutput(output)
        configuration.grantExit()
        configuration.grantClocks(VirtualClocks())
        configuration.grantRandom(SeededRandomSource(seed: 1))
        let quota = FolderQuota(bytes: nil, files: nil)
        try configuration.grantFolder(
            kind.folder(of: root.path("box")), as: "/box", permissions: .all, quota: quota)
        try configuration.grantFolder(MemoryFolder(), as: "/shelf")
        var imports = Imports()
        imports.add(WASI(configuration))
        let store = Store()
        let instance = try store.instantiate(Module(text: Attack(named: "race").text), imports: imports)

        let swapping = Swapping(root)
        swapping.start()
        let (opened, refused) = (
            try #require(instance.function(named: "opened")), try #require(instance.function(named: "refused"))
        )
        let (end, latest) = (Date(timeIntervalSinceNow: seconds), Date(timeIntervalSinceNow: seconds + 100))
        var isEnough = false
        do {
            // On a busy machine it takes longer until both sides have had their turn.
            while Date() < end || !isEnough && Date() < latest {
                _ = try instance.call("round")
                let counts: (Int32, Int32) = (try opened.call(), try refused.call())
                isEnough = min(counts.0, counts.1) > 10 && swapping.swaps > 100
            }
        } catch is GuestExit {
            Issue.record("the guest has read the secret: \(output.text)")
        }
        swapping.stop()
        #expect(try Picture(root.path("outside")) == outside, "the outside has changed")
        #expect(try files.contentsOfDirectory(atPath: root.path("elsewhere")) == ["secret"])
        #expect(isEnough, "nothing was tested: \(swapping.swaps) swaps")
    }
}

/// Threads that swap until they are stopped.
private final class Swapping: @unchecked Sendable {
    private let root: TemporaryFolder
    private let lock = NSLock()
    private var isStopped = false
    private var count = 0
    private let ended = DispatchSemaphore(value: 0)

    init(_ root: TemporaryFolder) { self.root = root }

    func start() {
        let (door, link) = (root.path("box/door"), root.path("box/link"))
        let (mid, elsewhere) = (root.path("box/deep/mid"), root.path("elsewhere/mid"))
        repeating { exchange(door, link) }
        repeating {
            rename(mid, elsewhere)
            rename(elsewhere, mid)
        }
    }

    /// The number of times that they have swapped and swapped back.
    var swaps: Int { lock.withLock { count } }

    /// Stops the threads, with everything back in its place.
    func stop() {
        lock.withLock { isStopped = true }
        ended.wait()
        ended.wait()
    }

    private func repeating(_ body: @escaping @Sendable () -> Void) {
        Thread.detachNewThread { [self] in
            repeat {
                for _ in 0..<10 { body() }
            } while lock.withLock {
                count += 10
                return !isStopped
            }
            ended.signal()
        }
    }
}

/// Exchanges two names an even number of times. Each exchange is atomic: neither name is ever missing.
private func exchange(_ first: String, _ second: String) {
    first.withCString { first in
        second.withCString { second in
            for _ in 0..<20 {
                #if canImport(Darwin)
                    renamex_np(first, second, UInt32(RENAME_SWAP))
                #else
                    // 2 is RENAME_EXCHANGE. Swift imports neither the constant nor the function.
                    _ = renameat2?(AT_FDCWD, first, AT_FDCWD, second, 2)
                #endif
            }
        }
    }
}

#if !canImport(Darwin)
    private typealias RenameAt2 =
        @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32

    private let renameat2: RenameAt2? = dlsym(nil, "renameat2").map { unsafeBitCast($0, to: RenameAt2.self) }
#endif
