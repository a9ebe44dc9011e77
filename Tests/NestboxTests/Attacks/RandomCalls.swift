import Foundation
import Nestbox
import Testing
import WASIHost
import WASIPreview1
import WasmSyntax

/// Calls of all functions of both versions of WASI, by a guest, with random arguments: many of them valid, or at the edge
/// of it. The guest has a folder of the host, one in memory, an overlay, streams and sockets.
struct RandomCalls: Codable, Sendable {
    var seed: UInt64
    var count: Int

    /// From the environment: `NESTBOX_RANDOM_CALLS`, `NESTBOX_SEED`.
    static let current: RandomCalls = {
        let environment = ProcessInfo.processInfo.environment
        return RandomCalls(
            seed: environment["NESTBOX_SEED"].flatMap { UInt64($0) } ?? 1,
            count: environment["NESTBOX_RANDOM_CALLS"].flatMap { Int($0) } ?? 15_000)
    }()

    /// Calls of one guest, before the next one begins.
    private static let batch = 500

    /// Makes the calls, and checks that the host is none the worse for it.
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
        let descriptors = Process.openDescriptors
        var random = SplitMix(state: seed)
        var errors: [Errno: Int] = [:]
        var done = 0
        while done < count {
            RandomCalls.fill("box", of: root)
            let guest = try RandomGuest(&random, root.path("box"), memory, overlay)
            for _ in 0..<min(RandomCalls.batch, count - done) {
                if let error = try guest.call(&random) { errors[error, default: 0] += 1 }
                done += 1
            }
            #expect(try guest.sees(AttackRun.secret) == false, "after \(done) calls")
        }
        #expect(try Picture(root.path("outside")) == outside, "the outside has changed")
        #expect(try Picture(root.path("below")) == below, "the folder below the overlay has changed")
        #expect(Process.openDescriptors == descriptors, "the host's descriptors have leaked")
        #expect(Process.peakMemory < 1 << 30, "the host has used \(Process.peakMemory) bytes")
        // The calls reach into the functions, not only their first check.
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
    /// Makes what guests find in a folder, as far as it is not there.
    private static func fill(_ folder: String, of root: TemporaryFolder) {
        let files = FileManager.default
        try? files.createDirectory(atPath: root.path(folder + "/sub/sub"), withIntermediateDirectories: true)
        _ = files.createFile(atPath: root.path(folder + "/file"), contents: Data("inside".utf8))
        for (name, target) in [("out", "../outside"), ("absolute", root.path("outside")), ("here", ".")] {
            try? files.createSymbolicLink(atPath: root.path("\(folder)/\(name)"), withDestinationPath: target)
        }
    }
}

/// A guest that passes calls on.
private final class RandomGuest {
    private let functions: [Function]
    private let memory: GuestMemory
    private let wasi: WASI
    private let store = Store()

    init(_ random: inout SplitMix, _ box: String, _ folder: MemoryFolder, _ overlay: OverlayFolder) throws {
        var configuration = WASIConfiguration()
        try configuration.grantArguments(["a", "bc"])
        try configuration.grantEnvironment(["A": "B"])
        configuration.grantStandardInput(BufferInput("some input"))
        configuration.grantStandardOutput(BufferOutput(capacity: 5000))
        configuration.grantClocks(VirtualClocks())
        configuration.grantRandom(SeededRandomSource(seed: random.next()))
        configuration.grantExit()
        var quota = FolderQuota(bytes: 8 << 20, files: 100, descriptors: 60)
        quota.pathDepth = 20
        try configuration.grantFolder(HostFolder(path: box), as: "/box", permissions: .all, quota: quota)
        try configuration.grantFolder(folder, as: "/memory", permissions: .all, quota: quota)
        try configuration.grantFolder(overlay, as: "/overlay", permissions: .all, quota: quota)
        try configuration.grantConnection(Echo())
        try configuration.grantListener(Echoes())
        wasi = WASI(configuration)
        var imports = Imports()
        imports.add(wasi)
        let instance = try store.instantiate(RandomGuest.module.get(), imports: imports)
        functions = try (0..<RandomGuest.signatures.count).map { try #require(instance.function(Name("\($0)"))) }
        memory = try #require(instance.memory("memory"))
    }

    private static let signatures: [(module: String, function: WASIFunction)] =
        ["wasi_snapshot_preview1", "wasi_unstable"].flatMap { module in
            WASIFunction.all.filter { module != "wasi_unstable" || $0.name != "sock_accept" }.map { (module, $0) }
        }

    private static let pathFunctions = signatures.indices.filter { signatures[$0].function.grantedBy == [.files] }

    private static let module = Result {
        var imports = ""
        var exports = ""
        for (index, (module, function)) in signatures.enumerated() {
            let type = function.type
            let parameters = type.parameters.map { "\($0)" }.joined(separator: " ")
            let signature = "(param \(parameters))" + (type.results.isEmpty ? "" : "(result i32)")
            imports += "(import \"\(module)\" \"\(function.name)\" (func \(signature)))"
            let arguments = type.parameters.indices.map { "(local.get \($0))" }.joined()
            exports += "(func (export \"\(index)\") \(signature) (call \(index) \(arguments)))"
        }
        return try Nestbox.Module(text: "(module \(imports) (memory (export \"memory\") 1) \(exports))")
    }

    func sees(_ text: String) throws -> Bool {
        Data(try memory.read(at: 0, count: memory.byteCount)).firstRange(of: Data(text.utf8)) != nil
    }

    // MARK: Calls

    /// Paths, and where they begin in memory.
    private static let paths: [(text: String, address: UInt64)] = {
        let texts = [
            "file", "sub", "sub/file", "new", "sub/new", ".", "..", "out", "out/", "out/secret", "absolute/secret",
            "../outside/secret", "here/here/file", "sub/../file", "sub/../../outside/secret", "/etc/passwd", "",
            "a/b/c",
            "link", "link/", "sub/link", "sub/sub", "sub/sub/", "\u{FF}", String(repeating: "n", count: 300), "new/",
        ]
        var address: UInt64 = 0x1000
        return texts.map { text in
            defer { address += UInt64(text.utf8.count) }
            return (text, address)
        }
    }()

    private static let edges: [UInt64] = [
        0, 1, 2, 3, 4, 7, 8, 15, 16, 255, 256, 1024, 1025, 4096, 0xFFF0, 0xFFFC, 0xFFFF, 0x1_0000, 0x1_0001,
        0x7FFF_FFFF,
        0x8000_0000, 0xFFFF_FFF0, 0xFFFF_FFFF, 0x1000_0000, 0x2000_0001, 0x0555_5556, 0x1_0000_0000,
        0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, .max,
    ]

    /// Makes one call; `nil` if the guest was ended by it.
    func call(_ random: inout SplitMix) throws -> Errno? {
        // Every second call takes a path.
        let index =
            random.next() % 2 == 0
            ? Int(random.next() % UInt64(functions.count))
            : RandomGuest.pathFunctions[Int(random.next() % UInt64(RandomGuest.pathFunctions.count))]
        let function = RandomGuest.signatures[index].function
        try prepare(&random)
        var arguments: [Value] = []
        var path: (text: String, address: UInt64)?
        for (position, type) in function.type.parameters.enumerated() {
            var value = argument(&random)
            if random.next() % 4 != 0 {
                if isDescriptor(function, position) { value = 3 + random.next() % 8 }
                if function.name == "path_open", type == .i64 {
                    value = RandomGuest.rights[Int(random.next() % UInt64(RandomGuest.rights.count))]
                }
            }
            // Behind the address of a path, its length.
            if let known = path, random.next() % 16 != 0 {
                value = UInt64(known.text.utf8.count)
                path = nil
            } else if type == .i32, position > 0 || function.name == "path_symlink", takesPath(function, position),
                random.next() % 16 != 0
            {
                let chosen = RandomGuest.paths[Int(random.next() % UInt64(RandomGuest.paths.count))]
                (path, value) = (chosen, chosen.address)
            }
            arguments.append(
                type == .i32
                    ? .i32(Int32(truncatingIfNeeded: value)) : .i64(Int64(bitPattern: value)))
        }
        store.interruption = Patience()
        do {
            let results = try functions[index].call(arguments)
            guard case .i32(let code)? = results.first else { return nil }
            let error: Errno = try #require(Errno(rawValue: UInt16(truncatingIfNeeded: code)))
            return error
        } catch is GuestExit {
            return nil
        } catch let trap as Trap {
            guard case .interrupted = trap.kind else { throw trap }
            return nil
        }
    }

    /// Whether an argument is the address of a path.
    private func takesPath(_ function: WASIFunction, _ position: Int) -> Bool {
        switch function.name {
        case "path_create_directory", "path_readlink", "path_remove_directory", "path_unlink_file": position == 1
        case "path_filestat_get", "path_filestat_set_times", "path_open": position == 2
        case "path_link": position == 2 || position == 5
        case "path_rename": position == 1 || position == 4
        case "path_symlink": position == 0 || position == 3
        default: false
        }
    }

    /// Whether an argument is a descriptor.
    private func isDescriptor(_ function: WASIFunction, _ position: Int) -> Bool {
        switch function.name {
        case "path_symlink": position == 2
        case "path_rename": position == 0 || position == 3
        case "path_link": position == 0 || position == 4
        case "fd_renumber": true
        default: position == 0
        }
    }

    /// The rights of a file that can be read, one that can be written too, and of a directory.
    private static let rights: [UInt64] = [0x0820_00A6, 0x08E0_01FF, 0x0FFF_FFFF, 0]

    private func argument(_ random: inout SplitMix) -> UInt64 {
        switch random.next() % 8 {
        case 0: random.next()
        case 1: RandomGuest.edges[Int(random.next() % UInt64(RandomGuest.edges.count))]
        case 2, 3, 4: random.next() % 4
        case 5: random.next() % 16
        case 6: random.next() % 0x1_0100
        // A list of buffers.
        default: 0x100 + 16 * (random.next() % 4)
        }
    }

    /// Fills the memory's beginning, the same for all calls but for some numbers: lists of buffers, subscriptions, paths.
    private func prepare(_ random: inout SplitMix) throws {
        var writer = ByteWriter()
        for number in 0..<64 as Range<UInt32> {
            // Buffers; as subscriptions, clocks and descriptors.
            let edge = random.next() % 32 == 0
            writer.fixed(edge ? UInt32(truncatingIfNeeded: random.next()) : 0x4000 + number * 64)
            writer.fixed(edge ? UInt32(truncatingIfNeeded: random.next()) : UInt32(random.next() % 80))
        }
        try memory.write(writer.bytes, at: 0x100)
        for path in RandomGuest.paths { try memory.write(Array(path.text.utf8), at: path.address) }
    }
}

/// Lets a call wait for a while.
private final class Patience: Interruption, @unchecked Sendable {
    private var remaining = 200

    func reasonToStop() -> InterruptReason? {
        remaining -= 1
        return remaining < 0 ? .cancelled : nil
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
    /// How many descriptors this process has open; 0 where that cannot be told.
    static var openDescriptors: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
    }

    /// The most memory that this process has used so far, in bytes.
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

/// A generator whose numbers follow from its state.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
