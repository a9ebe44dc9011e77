import Nestbox
import WASIPreview1
import WasmSyntax

/// A call of a function of either version of WASI with random arguments, many of them valid or just about valid.
package struct RandomCall {
    /// The place among ``signatures``.
    package var index: Int
    package var arguments: [Value]
    /// The memory's content from ``buffersAddress`` on: lists of buffers, which also serve as subscriptions.
    package var buffers: [UInt8]

    package var name: Name { RandomCall.signatures[index].function.name }
    package var description: String {
        "\(RandomCall.signatures[index].module) \(name) " + arguments.map { "\($0)" }.joined(separator: " ")
    }

    package static let signatures: [(module: String, function: WASIFunction)] =
        ["wasi_snapshot_preview1", "wasi_unstable"].flatMap { module in
            WASIFunction.all.filter { module != "wasi_unstable" || $0.name != "sock_accept" }.map { (module, $0) }
        }

    private static let pathFunctions = signatures.indices.filter { signatures[$0].function.grantedBy == [.files] }

    /// The paths, and their addresses in memory.
    static let paths: [(text: String, address: UInt64)] = {
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

    package static let buffersAddress: UInt64 = 0x100

    /// Returns the next call of a random sequence.
    package static func next(_ random: inout SplitMix) -> RandomCall {
        // Every second call takes a path.
        let index =
            random.next() % 2 == 0
            ? Int(random.next() % UInt64(signatures.count))
            : pathFunctions[Int(random.next() % UInt64(pathFunctions.count))]
        let function = signatures[index].function
        let buffers = buffers(&random)
        var arguments: [Value] = []
        var path: (text: String, address: UInt64)?
        for (position, type) in function.type.parameters.enumerated() {
            var value = argument(&random)
            if random.next() % 4 != 0 {
                if isDescriptor(function, position) { value = 3 + random.next() % 8 }
                if function.name == "path_open", type == .i64 {
                    value = rights[Int(random.next() % UInt64(rights.count))]
                }
            }
            // The argument after the address of a path is its length.
            if let known = path, random.next() % 16 != 0 {
                value = UInt64(known.text.utf8.count)
                path = nil
            } else if type == .i32, position > 0 || function.name == "path_symlink", takesPath(function, position),
                random.next() % 16 != 0
            {
                let chosen = paths[Int(random.next() % UInt64(paths.count))]
                (path, value) = (chosen, chosen.address)
            }
            arguments.append(
                type == .i32
                    ? .i32(Int32(truncatingIfNeeded: value)) : .i64(Int64(bitPattern: value)))
        }
        return RandomCall(index: index, arguments: arguments, buffers: buffers)
    }

    /// Whether an argument is the address of a path.
    private static func takesPath(_ function: WASIFunction, _ position: Int) -> Bool {
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
    private static func isDescriptor(_ function: WASIFunction, _ position: Int) -> Bool {
        switch function.name {
        case "path_symlink": position == 2
        case "path_rename": position == 0 || position == 3
        case "path_link": position == 0 || position == 4
        case "fd_renumber": true
        default: position == 0
        }
    }

    /// The rights of a readable file, of a writable file, and of a directory; no rights.
    private static let rights: [UInt64] = [0x0820_00A6, 0x08E0_01FF, 0x0FFF_FFFF, 0]

    private static func argument(_ random: inout SplitMix) -> UInt64 {
        switch random.next() % 8 {
        case 0: random.next()
        case 1: edges[Int(random.next() % UInt64(edges.count))]
        case 2, 3, 4: random.next() % 4
        case 5: random.next() % 16
        case 6: random.next() % 0x1_0100
        // The address of a list of buffers.
        default: 0x100 + 16 * (random.next() % 4)
        }
    }

    /// Returns the memory's content for a call: the same for all calls but for some random numbers.
    private static func buffers(_ random: inout SplitMix) -> [UInt8] {
        var writer = ByteWriter()
        for number in 0..<64 as Range<UInt32> {
            // A buffer each; read as subscriptions, they are clocks and descriptors.
            let edge = random.next() % 32 == 0
            writer.fixed(edge ? UInt32(truncatingIfNeeded: random.next()) : 0x4000 + number * 64)
            writer.fixed(edge ? UInt32(truncatingIfNeeded: random.next()) : UInt32(random.next() % 80))
        }
        return writer.bytes
    }
}
