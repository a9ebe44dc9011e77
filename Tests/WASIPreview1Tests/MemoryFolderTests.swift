import Foundation
import Testing
import WASIHost
import WASIPreview1

struct MemoryFolderTests {
    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    private static func name(_ text: String) throws -> FileName { try #require(FileName(text)) }

    /// Returns all paths in a folder.
    private static func paths(_ folder: any WASIDirectory) throws -> [String] { try folder.items().map(\.path) }

    // MARK: Paths, as on the host

    @Test func pathsLeadToTheSamePlacesInMemory() throws { try PathTable.check(MemoryFolder()) }

    @Test func pathsLeadToTheSamePlacesInAnOverlay() throws {
        try PathTable.check(OverlayFolder(above: MemoryFolder()))
        let temporary = try TemporaryFolder()
        try PathTable.check(OverlayFolder(above: temporary.folder()))
        #expect(try MemoryFolderTests.paths(temporary.folder()).isEmpty)
    }

    // MARK: The host's side

    @Test func theHostFillsAndReadsIt() throws {
        let folder = MemoryFolder()
        try folder.writeFile(at: "a/b/text", MemoryFolderTests.bytes("first"))
        try folder.writeFile(at: "a/b/text", MemoryFolderTests.bytes("new"))
        try folder.makeSymbolicLink(at: "a/link", to: "b/text")
        try folder.makeDirectories(at: "empty")
        #expect(try folder.readFile(at: "a/./b//text") == MemoryFolderTests.bytes("new"))
        #expect(try folder.targetOfSymbolicLink(at: "a/link") == "b/text")
        #expect(try folder.status(at: "a/b/text").byteCount == 3)
        #expect(try MemoryFolderTests.paths(folder) == ["a", "a/b", "a/b/text", "a/link", "empty"])
        try folder.remove(at: "a")
        #expect(try MemoryFolderTests.paths(folder) == ["empty"])
    }

    @Test(arguments: [
        ("../x", Errno.inval), ("/x", .inval), ("a/../x", .inval), ("", .inval), ("a\0", .inval), ("nothing", .noent),
        ("file/x", .notdir), ("link/x", .notdir), ("link", .loop), ("folder", .isdir),
    ])
    func aPathOfTheHostsThatLeadsNowhereIsRefused(_ path: String, _ error: Errno) throws {
        let folder = MemoryFolder()
        try folder.writeFile(at: "file", [])
        try folder.makeDirectories(at: "folder")
        try folder.makeSymbolicLink(at: "link", to: "folder")
        #expect(throws: error) { try folder.readFile(at: path) }
    }

    @Test func aFileThatIsTooLargeIsNotRead() throws {
        let folder = MemoryFolder()
        try folder.writeFile(at: "file", [1, 2, 3])
        #expect(try folder.readFile(at: "file", limit: 3) == [1, 2, 3])
        #expect(throws: Errno.fbig) { try folder.readFile(at: "file", limit: 2) }
    }

    @Test func timesComeFromTheClocks() throws {
        let clocks = VirtualClocks(realtime: 5)
        let folder = MemoryFolder(clocks: clocks)
        try folder.writeFile(at: "file", [1])
        clocks.sleep(nanoseconds: 2)
        let file = try folder.openFile(MemoryFolderTests.name("file"), for: .write)
        #expect(try file.status().modificationTime == 5)
        #expect(try file.write([2].span, at: 0) == 1)
        #expect(try file.status().modificationTime == 7)
        #expect(try file.status().accessTime == 5)
        try file.setTimes(FileTimes(access: .set(100), modification: .now))
        #expect(try file.status().accessTime == 100)
    }

    // MARK: What it holds

    @Test func bytesAreCountedInBlocksBeforeTheyAreStored() throws {
        let folder = MemoryFolder(byteLimit: 2048)
        try folder.writeFile(at: "a", [1])
        try folder.writeFile(at: "b", [UInt8](repeating: 1, count: 1536))
        #expect(throws: Errno.nospc) { try folder.writeFile(at: "c", [1]) }
        let file = try folder.openFile(MemoryFolderTests.name("b"), for: .write)
        #expect(throws: Errno.nospc) { try file.write([1].span, at: 1536) }
        // A write into a block that is already allocated fits, and a hole takes no bytes.
        #expect(try file.write([1].span, at: 1535) == 1)
        try file.setSize(1 << 40)
        #expect(try file.status().byteCount == 1 << 40)
        #expect(throws: Errno.nospc) { try file.write([1].span, at: 1 << 39) }
        #expect(throws: Errno.nospc) { try file.allocate(at: 0, count: 1 << 40) }
        #expect(throws: Errno.fbig) { try file.setSize(.max) }
        #expect(throws: Errno.fbig) { try file.write([1].span, at: .max) }
        #expect(throws: Errno.fbig) { try file.allocate(at: .max, count: .max) }
        // Truncating gives bytes back.
        try file.setSize(0)
        try folder.writeFile(at: "c", [UInt8](repeating: 1, count: 1536))
        #expect(throws: Errno.nospc) { try folder.makeSymbolicLink(at: "d", to: "somewhere") }
    }

    @Test func whatFitsOfAWriteIsWritten() throws {
        let folder = MemoryFolder(byteLimit: 100 << 10)
        let file = try folder.createFile(MemoryFolderTests.name("a"), for: .write)
        let many = [UInt8](repeating: 1, count: 200 << 10)
        #expect(try file.write(many.span, at: 0) == 64 << 10)
        #expect(try file.status().byteCount == 64 << 10)
    }

    @Test func filesAreCounted() throws {
        let folder = MemoryFolder(fileLimit: 3)
        try folder.writeFile(at: "a", [])
        try folder.makeDirectories(at: "b")
        try folder.link(MemoryFolderTests.name("a"), as: MemoryFolderTests.name("c"), in: folder)
        #expect(throws: Errno.nospc) { try folder.makeDirectories(at: "d") }
        #expect(throws: Errno.nospc) {
            try folder.link(MemoryFolderTests.name("a"), as: MemoryFolderTests.name("d"), in: folder)
        }
        try folder.remove(at: "c")
        try folder.makeSymbolicLink(at: "d", to: "a")
        #expect(throws: Errno.nospc) { try folder.writeFile(at: "e", []) }
        #expect(throws: Errno.nospc) { try MemoryFolder(fileLimit: 0).writeFile(at: "a", []) }
    }

    @Test func whatWasRemovedTakesRoomUntilItIsClosed() throws {
        let folder = MemoryFolder(byteLimit: 1024, fileLimit: 1)
        var file: (any WASIFile)? = try folder.createFile(MemoryFolderTests.name("a"), for: .write)
        _ = try file?.write([UInt8](repeating: 1, count: 1024).span, at: 0)
        try folder.remove(at: "a")
        #expect(throws: Errno.nospc) { try folder.writeFile(at: "b", [1]) }
        file = nil
        try folder.writeFile(at: "b", [UInt8](repeating: 1, count: 1024))
    }

    /// 100,000 nested directories: neither searching, nor removing, nor freeing them is recursive.
    @Test func aDeepTreeIsFreed() throws {
        let depth = 100_000
        let name = try MemoryFolderTests.name("d")
        for removes in [false, true] {
            let folder = MemoryFolder(fileLimit: depth)
            var directory: any WASIDirectory = folder
            for _ in 0..<depth {
                try directory.createDirectory(name)
                directory = try directory.openDirectory(name)
            }
            #expect(throws: Errno.nospc) { try directory.createDirectory(name) }
            #expect(throws: Errno.inval) { try folder.rename(name, to: name, in: directory) }
            if removes {
                try folder.remove(at: "d")
                try folder.writeFile(at: "a", [])
            }
        }
    }

    /// Returns the resident memory of the process, in bytes.
    private static func residentBytes() throws -> Int {
        let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")[1]
        return try #require(Int(pages)) * 4_096
    }

    #if os(Linux)
        /// The memory for listing, copying and writing by the host depends on the names, not on the paths, which have
        /// more than 1.1 GB in this tree.
        @Test func aDeepTreeTakesMemoryByItsNames() throws {
            let depth = 3_000
            let name = try MemoryFolderTests.name(String(repeating: "n", count: 255))
            let overlay = try OverlayFolder(above: MemoryFolder())
            var directory: any WASIDirectory = overlay
            for _ in 0..<depth {
                try directory.createDirectory(name)
                directory = try directory.openDirectory(name)
            }
            let before = try MemoryFolderTests.residentBytes()
            let items = try overlay.items()
            let changes = try overlay.changes()
            let copy = MemoryFolder()
            try overlay.copyItems(to: copy)
            let written = MemoryFolder()
            try overlay.writeChanges(to: written)
            let deep = try OverlayFolder(above: written)
            directory = deep
            for _ in 0..<depth {
                try directory.setTimes(FileTimes(access: .now, modification: .now), of: name)
                directory = try directory.openDirectory(name)
            }
            let after = try MemoryFolderTests.residentBytes()
            #expect(items.count == depth && changes.count == depth)
            #expect(items.last?.path.utf8.count == 256 * depth - 1)
            #expect(changes.last?.path == items.last?.path)
            #expect(after - before < 400_000_000, "\(after - before) bytes")
            #expect(try copy.items().count == depth)
            #expect(try written.items().count == depth)
        }
    #endif

    @Test func aListingSurvivesChanges() throws {
        let folder = MemoryFolder()
        for number in 0..<200 { try folder.writeFile(at: "f\(number)", []) }
        let listing = try folder.list()
        var seen: [String] = []
        while let entry = try listing.next() {
            seen.append(entry.name.description)
            // The other files keep their order while these are removed, and new ones come at the end.
            if seen.count == 50 { for number in 0..<150 where number % 10 != 0 { try folder.remove(at: "f\(number)") } }
            if seen.count == 60 { try folder.writeFile(at: "new", []) }
        }
        #expect(Set(seen).count == seen.count)
        #expect(Set(seen).isSuperset(of: (0..<200).filter { $0 % 10 == 0 || $0 >= 150 }.map { "f\($0)" }))
    }
}

struct OverlayFolderTests {
    private let below = MemoryFolder()
    private let overlay: OverlayFolder

    init() throws {
        try below.writeFile(at: "file", Array("below".utf8))
        try below.writeFile(at: "folder/inner/a", Array("a".utf8))
        try below.writeFile(at: "folder/b", Array("b".utf8))
        try below.writeFile(at: "large", [UInt8](repeating: 1, count: 1 << 20))
        overlay = try OverlayFolder(above: below, byteLimit: 200 << 10)
    }

    private func name(_ text: String) throws -> FileName { try #require(FileName(text)) }

    private func changes() throws -> [String] {
        try overlay.changes().map { "\($0.kind) \($0.path)" }
    }

    @Test func lookingChangesNothing() throws {
        #expect(try overlay.items().count == 6)
        #expect(try overlay.readFile(at: "folder/inner/a") == Array("a".utf8))
        _ = try overlay.openFile(name("file"), for: [.read, .write])
        #expect(try changes().isEmpty)
        // Nor does it take room: files that were only read are forgotten.
        let small = try OverlayFolder(above: below, fileLimit: 4)
        for _ in 0..<10 { #expect(try small.items().count == 6) }
        try small.writeFile(at: "new", [])
    }

    @Test func changesAreListed() throws {
        try overlay.writeFile(at: "file", Array("changed".utf8))
        try overlay.remove(at: "folder/inner")
        try overlay.writeFile(at: "folder/new/c", [])
        try overlay.makeSymbolicLink(at: "folder/b2", to: "b")
        try overlay.remove(at: "large")
        try overlay.makeDirectories(at: "large")
        try overlay.writeFile(at: "gone", [])
        try overlay.remove(at: "gone")
        #expect(
            try changes() == [
                "modified file", "added folder/b2", "removed folder/inner", "added folder/new", "added folder/new/c",
                "modified large",
            ])
        #expect(try below.readFile(at: "file") == Array("below".utf8))
        overlay.discardChanges()
        #expect(try changes().isEmpty)
        #expect(try overlay.readFile(at: "file") == Array("below".utf8))
        #expect(try overlay.items() == below.items())
    }

    @Test func whatIsOpenWhenChangesAreForgottenIsAsRemoved() throws {
        let small = try OverlayFolder(above: below, fileLimit: 10)
        let file = try small.openFile(name("file"), for: [.read, .write])
        let folder = try small.openDirectory(name("folder"))
        let inner = try folder.openDirectory(name("inner"))
        try folder.writeFile(at: "new", [1])
        _ = try file.write([9].span, at: 0)
        small.discardChanges()
        #expect(throws: Errno.noent) { try folder.createDirectory(name("x")) }
        #expect(throws: Errno.noent) { try inner.openFile(name("a"), for: .read) }
        #expect(try folder.items().isEmpty)
        #expect(try file.status().linkCount == 0)
        #expect(try small.items() == below.items())
        try small.writeFile(at: "file", [1])
        #expect(try small.changes().count == 1)
        withExtendedLifetime((file, folder, inner)) {}
    }

    @Test func whatIsForgottenTakesNoRoomAnyMore() throws {
        let small = try OverlayFolder(above: below, fileLimit: 10)
        for _ in 0..<10 {
            try small.remove(at: "folder")
            for number in 0..<3 { try small.writeFile(at: "f\(number)", []) }
            let open = try small.openFile(name("file"), for: .read)
            small.discardChanges()
            // Closed only here, the file does not take the place of the next one that is opened.
            try small.writeFile(at: "file", [1])
            withExtendedLifetime(open) {}
            #expect(try small.changes().count == 1)
            small.discardChanges()
        }
    }

    /// A directory is renamed with its contents, without copying them.
    @Test func aDirectoryOfTheFolderBelowIsRenamed() throws {
        let inner = try overlay.directory(at: "folder/inner")
        try overlay.rename(name("folder"), to: name("moved"), in: overlay)
        #expect(try overlay.readFile(at: "moved/inner/a") == Array("a".utf8))
        #expect(throws: Errno.noent) { try overlay.status(at: "folder") }
        try inner.writeFile(at: "a", Array("A".utf8))
        #expect(try overlay.readFile(at: "moved/inner/a") == Array("A".utf8))
        // A new directory with the old name does not show the contents of the old one.
        try overlay.makeDirectories(at: "folder")
        #expect(try overlay.directory(at: "folder").items().isEmpty)
        try overlay.remove(at: "folder")
        #expect(
            try changes() == [
                "removed folder", "added moved", "added moved/b", "added moved/inner", "added moved/inner/a",
            ])
        try overlay.rename(name("moved"), to: name("folder"), in: overlay)
        #expect(try overlay.readFile(at: "folder/b") == Array("b".utf8))
    }

    @Test func onlyWhatIsWrittenIsCopied() throws {
        let file = try overlay.openFile(name("large"), for: [.read, .write])
        // Two chunks fit into the limit, the whole file does not.
        #expect(try file.write([9, 9].span, at: 500_000) == 2)
        #expect(try file.write([8].span, at: 0) == 1)
        #expect(throws: Errno.nospc) {
            for offset in stride(from: 0, to: 1 << 20, by: 65_536) { _ = try file.write([7].span, at: UInt64(offset)) }
        }
        let bytes = try overlay.readFile(at: "large")
        #expect(bytes.count == 1 << 20)
        #expect(bytes[499_999...500_002] == [1, 9, 9, 1])
        try file.setSize(10)
        try file.setSize(20)
        #expect(
            try overlay.readFile(at: "large") == [7] + [UInt8](repeating: 1, count: 9)
                + [UInt8](repeating: 0, count: 10))
        #expect(try below.readFile(at: "large") == [UInt8](repeating: 1, count: 1 << 20))
    }

    @Test func aFurtherNameOfAFileBelowIsTheSameFile() throws {
        try overlay.link(name("file"), as: name("second"), in: overlay)
        try overlay.writeFile(at: "second", Array("both".utf8))
        #expect(try overlay.readFile(at: "file") == Array("both".utf8))
        #expect(try overlay.status(at: "file").linkCount == 2)
        try overlay.remove(at: "file")
        #expect(try overlay.readFile(at: "second") == Array("both".utf8))
        #expect(try changes() == ["removed file", "added second"])
    }

    /// Names that were exchanged: a file must be copied before it is overwritten.
    @Test func namesThatChangedPlacesAreWrittenToTheFolderBelow() throws {
        try overlay.rename(name("file"), to: name("x"), in: overlay)
        try overlay.rename(name("large"), to: name("file"), in: overlay)
        try overlay.rename(name("x"), to: name("large"), in: overlay)
        try overlay.rename(name("folder"), to: name("x"), in: overlay)
        try overlay.makeDirectories(at: "folder")
        try overlay.rename(name("x"), to: name("inner"), in: overlay.directory(at: "folder"))
        try overlay.writeChanges(to: below)
        #expect(try below.readFile(at: "large") == Array("below".utf8))
        #expect(try below.readFile(at: "file").count == 1 << 20)
        #expect(try below.readFile(at: "folder/inner/inner/a") == Array("a".utf8))
        #expect(try below.items().map(\.path).allSatisfy { !$0.hasPrefix(".nestbox") })
        overlay.discardChanges()
        #expect(try overlay.items() == below.items())
    }

    @Test func aFullFolderStaysAsItWas() throws {
        let full = MemoryFolder(byteLimit: 4096)
        try below.directory(at: "folder").copyItems(to: full)
        let before = try full.items().map(\.path)
        try overlay.writeFile(at: "new", [UInt8](repeating: 1, count: 10_000))
        try overlay.remove(at: "folder/b")
        #expect(throws: Errno.nospc) { try overlay.writeChanges(to: full) }
        #expect(try full.items().map(\.path) == before)
    }

    @Test func anOverlayOfAnOverlay() throws {
        try overlay.writeFile(at: "file", Array("first".utf8))
        let second = try OverlayFolder(above: overlay)
        try second.writeFile(at: "file", Array("second".utf8))
        try second.remove(at: "folder")
        #expect(try overlay.readFile(at: "file") == Array("first".utf8))
        try second.writeChanges(to: overlay)
        try overlay.writeChanges(to: below)
        #expect(try below.readFile(at: "file") == Array("second".utf8))
        #expect(try below.items().map(\.path) == ["file", "large"])
    }
}
