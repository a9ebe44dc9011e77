import Testing
import WASIPreview1
import WasmRuntime
import WasmSyntax

/// The memory that WASI holds for a guest counts for the guest's store.
@Suite struct HostMemoryTests {
    private func guest(_ folder: any WASIDirectory, hostBytes: UInt64 = 64 << 20) throws -> Guest {
        var limits = StoreLimits()
        limits.hostBytes = hostBytes
        let guest = try Guest(limits: limits) { configuration in
            try configuration.grantFolder(folder, as: "/", permissions: .all)
        }
        // Counts the test's memory and the standard streams first.
        _ = try guest.call("fd_tell", 3, 0)
        return guest
    }

    @Test func descriptorsAndListingsAreHeldUntilTheyAreClosed() throws {
        let folder = MemoryFolder()
        try folder.writeFile(at: "d/f", [1])
        let guest = try guest(folder)
        let before = guest.store.hostMemory.held
        let file = try guest.open("d/f").get()
        #expect(guest.store.hostMemory.held == before + 1_024)
        let directory = try guest.open("d", Opening(directory: true, rights: .fdReaddir)).get()
        _ = try guest.names(directory)
        #expect(guest.store.hostMemory.held >= before + 2_048)
        // A listing that has not reached its end.
        #expect(try guest.call("fd_readdir", directory, 10_000, 60, 0, 40) == .success)
        #expect(guest.store.hostMemory.held == before + 3_072 + (192 << 10))
        #expect(try guest.call("fd_close", file) == .success)
        #expect(try guest.call("fd_close", directory) == .success)
        #expect(guest.store.hostMemory.held == before)
    }

    @Test func filesInMemoryAreHeldUntilTheyAreRemoved() throws {
        for folder in [MemoryFolder(), try OverlayFolder(above: MemoryFolder())] {
            let guest = try guest(folder)
            let before = guest.store.hostMemory.held
            try guest.make("f", String(repeating: "x", count: 1_000))
            #expect(try guest.call("path_create_directory", [3], "d") == .success)
            #expect(try guest.call("path_symlink", [], "1234", [3], "l") == .success)
            #expect(guest.store.hostMemory.held == before + 3 * 512 + 1_024 + 4)
            for name in ["f", "l"] { #expect(try guest.call("path_unlink_file", [3], name) == .success) }
            #expect(try guest.call("path_remove_directory", [3], "d") == .success)
            #expect(guest.store.hostMemory.held == before)
        }
    }

    /// The guest whose call makes a folder grow pays; nobody pays for files of the embedder.
    @Test func aSharedFolderIsPaidByWhoMakesItGrow() throws {
        let folder = MemoryFolder()
        try folder.writeFile(at: "embedder", [UInt8](repeating: 1, count: 10_000))
        let (first, second) = (try guest(folder), try guest(folder))
        let before = (first.store.hostMemory.held, second.store.hostMemory.held)
        try first.make("f", "1")
        #expect(first.store.hostMemory.held == before.0 + 1_024)
        #expect(second.store.hostMemory.held == before.1)
        try second.make("g", "2")
        #expect(second.store.hostMemory.held == before.1 + 1_024)
        #expect(try first.call("path_unlink_file", [3], "g") == .success)
        #expect(try first.call("path_unlink_file", [3], "f") == .success)
        #expect(first.store.hostMemory.held == before.0)
        #expect(second.store.hostMemory.held == before.1)
        try folder.remove(at: "embedder")
        #expect(first.store.hostMemory.held == before.0)
    }

    @Test func beyondTheLimitIsAnError() throws {
        let guest = try guest(MemoryFolder())
        let free = guest.store.hostMemory.limit - guest.store.hostMemory.held
        #expect(guest.store.hostMemory.take(free - 100_000))
        var names = 0
        while try guest.call("path_create_directory", [3], "d\(names)") == .success { names += 1 }
        #expect(try guest.call("path_create_directory", [3], "more") == .nospc)
        #expect((150..<200).contains(names))
        #expect(try guest.opens("d0", Opening(directory: true, rights: .fdReaddir)) == .mfile)
        guest.store.hostMemory.release(3_000)
        let fd = try guest.open("f", .making).get()
        #expect(try guest.write(String(repeating: "x", count: 5_000), to: fd) == .nospc)
        #expect(try guest.write("few", to: fd) == .success)
    }
}
