import Foundation
import Nestbox
import Testing
import WASIHost
import WASIPreview1

struct RaceTests {
    /// `NESTBOX_RACE_SECONDS` makes it longer.
    static let seconds = ProcessInfo.processInfo.environment["NESTBOX_RACE_SECONDS"].flatMap { Double($0) } ?? 1.5

    /// While a thread of the host swaps a folder and a symbolic link that leads outside, and moves directories outside
    /// and back, a guest uses paths through them. It must never read the secret, nor change anything there.
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
        let end = Date(timeIntervalSinceNow: seconds)
        var rounds = 0
        do {
            while Date() < end {
                _ = try instance.call("round")
                rounds += 1
            }
        } catch is GuestExit {
            Issue.record("the guest has read the secret: \(output.text)")
        }
        let swaps = swapping.stop()
        #expect(try Picture(root.path("outside")) == outside, "the outside has changed")
        #expect(try files.contentsOfDirectory(atPath: root.path("elsewhere")) == ["secret"])
        // Otherwise nothing was tested.
        #expect(swaps > 100 && rounds > 10, "\(swaps) swaps, \(rounds) rounds")
        for counter: Name in ["opened", "refused"] {
            let function = try #require(instance.function(counter))
            let count: Int32 = try function.call()
            #expect(count > 10, "\(counter)")
        }
    }
}

/// A thread that swaps, until it is stopped.
private final class Swapping: @unchecked Sendable {
    private let root: TemporaryFolder
    private let lock = NSLock()
    private var isStopped = false
    private var swaps = 0
    private let ended = DispatchSemaphore(value: 0)

    init(_ root: TemporaryFolder) { self.root = root }

    func start() { Thread.detachNewThread { self.run() } }

    /// Ends it with everything in its place, and gives the number of swaps.
    func stop() -> Int {
        lock.withLock { isStopped = true }
        ended.wait()
        return swaps
    }

    private func run() {
        let (door, link, away) = (root.path("box/door"), root.path("box/link"), root.path("box/away"))
        let (mid, elsewhere) = (root.path("box/deep/mid"), root.path("elsewhere/mid"))
        while !lock.withLock({ isStopped }) {
            rename(door, away)
            rename(link, door)
            rename(mid, elsewhere)
            rename(door, link)
            rename(away, door)
            rename(elsewhere, mid)
            swaps += 1
        }
        ended.signal()
    }
}
