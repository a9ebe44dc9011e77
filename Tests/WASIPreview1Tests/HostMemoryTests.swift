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
        #expect(guest.store.hostMemory.take(free - 100_000, .recorded))
        var names = 0
        while try guest.call("path_create_directory", [3], "d\(names)") == .success { names += 1 }
        #expect(try guest.call("path_create_directory", [3], "more") == .nospc)
        #expect((150..<200).contains(names))
        #expect(try guest.opens("d0", Opening(directory: true, rights: .fdReaddir)) == .mfile)
        guest.store.hostMemory.release(3_000, .recorded)
        let fd = try guest.open("f", .making).get()
        #expect(try guest.write(String(repeating: "x", count: 5_000), to: fd) == .nospc)
        #expect(try guest.write("few", to: fd) == .success)
    }

    /// After any steps, the account has as many bytes of each kind as descriptors, buffers and files are there.
    @Test(arguments: [1, 2, 3]) func theKindsAreWhatIsThere(seed: UInt64) throws {
        let folder = MemoryFolder()
        try folder.writeFile(at: "embedder", [UInt8](repeating: 1, count: 10_000))
        let guest = try guest(folder)
        let account = guest.store.hostMemory
        var random = seed
        func next(_ bound: Int) -> Int {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(random >> 33) % bound
        }
        // Files are counted in blocks of 512 bytes, and 512 for a name.
        var (sizes, opened): ([String: Int], [(fd: UInt64, name: String)]) = ([:], [])
        for number in 0..<500 {
            let name = "f\(next(20))"
            switch next(5) {
            case 0:
                guard let fd = try? guest.open(name, .making).get() else { break }
                opened.append((fd, name))
                if sizes[name] == nil { sizes[name] = 0 }
            case 1 where !opened.isEmpty:
                try #expect(guest.call("fd_close", opened.remove(at: next(opened.count)).fd) == .success)
            case 2:
                let one = opened.last { sizes[$0.name] != nil }
                guard let one else { break }
                let text = String(repeating: "x", count: 1 + next(3_000))
                let size = try #require(sizes[one.name])
                // At the file's end, whichever descriptor has written there.
                try #expect(guest.call("fd_seek", one.fd, UInt64(size), 0, 0) == .success)
                try #expect(guest.write(text, to: one.fd) == .success)
                sizes[one.name] = size + text.utf8.count
            case 3 where sizes[name] != nil && !opened.contains { $0.name == name }:
                try #expect(guest.call("path_unlink_file", [3], name) == .success)
                sizes[name] = nil
            case 4 where sizes[name] != nil:
                let fd = try guest.open(name, Opening(truncate: true, rights: .fdWrite)).get()
                try guest.call("fd_close", fd)
                sizes[name] = 0
            default: break
            }
            let usage = account.usage
            #expect(usage[.descriptors] == UInt64(opened.count * 1_024), "\(number)")
            #expect(usage[.files] == sizes.values.reduce(0) { $0 + 512 + UInt64(($1 + 511) / 512 * 512) }, "\(number)")
            #expect(usage[.buffers] == 32 << 10 && usage.total == account.held && account.excess == 0)
        }
        for one in opened { try guest.call("fd_close", one.fd) }
        try guest.store.reset()
        for kind in HostMemoryKind.allCases where kind != .files && kind != .buffers {
            #expect(account.usage[kind] == 0)
        }
    }
}
