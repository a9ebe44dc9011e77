import WASIPreview1

/// A guest in the text format that calls WASI functions without end.
struct PriceGuest {
    private var data: [(address: Int, bytes: [UInt8])] = []
    private var next = 1_024
    /// The instructions executed once.
    var setup = ""
    /// The instructions executed repeatedly.
    var body = ""

    static let buffers = 65_536
    static let memory = 131_072

    /// Places a text in memory, and returns its address and length as two operands.
    mutating func text(_ text: String) -> String {
        data.append((next, Array(text.utf8)))
        defer { next += text.utf8.count }
        return "(i32.const \(next)) (i32.const \(text.utf8.count))"
    }

    /// Returns a call whose result is dropped; numbers without a type are `i32`.
    static func call(_ name: String, _ operands: String...) -> String {
        let words = operands.map { $0.hasPrefix("(") ? $0 : "(i32.const \($0))" }
        let call = "(call $\(name) \(words.joined(separator: " ")))"
        return name == "proc_exit" ? call : "(drop \(call))"
    }

    /// Returns a call that opens a path as the lowest free descriptor.
    mutating func open(_ path: String, _ flags: Int = 0) -> String {
        let rights = flags & 2 != 0 ? "(i64.const 0x4000)" : "(i64.const 0x6001ff)"
        return PriceGuest.call(
            "path_open", "3", "0", text(path), "\(flags)", rights, "(i64.const 0x1fffffff)", "0", "16")
    }

    /// Makes a file of 1 MiB, open as descriptor 4.
    mutating func openFile() {
        setup += open("f", 1) + PriceGuest.fill(1, 1 << 20)
        setup += PriceGuest.call("fd_write", "4", "\(PriceGuest.buffers)", "1", "8")
    }

    /// Returns code that writes a list of buffers with this many bytes each.
    static func fill(_ count: Int, _ size: Int) -> String {
        """
        (local.set $i (i32.const 0))
        (loop
          (i32.store (i32.add (i32.const \(buffers)) (i32.shl (local.get $i) (i32.const 3))) (i32.const \(memory)))
          (i32.store offset=4
            (i32.add (i32.const \(buffers)) (i32.shl (local.get $i) (i32.const 3))) (i32.const \(size)))
          (br_if 0 (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const \(count)))))
        """
    }

    /// Returns code that writes subscriptions with this tag and this number at offset 16.
    static func subscribe(_ count: Int, tag: Int, _ number: Int) -> String {
        """
        (local.set $i (i32.const 0))
        (loop
          (i32.store offset=8 (i32.add (i32.const \(memory)) (i32.mul (local.get $i) (i32.const 48))) (i32.const \(tag)))
          (i32.store offset=16
            (i32.add (i32.const \(memory)) (i32.mul (local.get $i) (i32.const 48))) (i32.const \(number)))
          (br_if 0 (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const \(count)))))
        """
    }

    /// Makes files with names of one byte in a directory `e`, which is then open as descriptor 4.
    mutating func makeDirectoryOfFiles() {
        setup += PriceGuest.call("path_create_directory", "3", text("e")) + open("e", 2)
        for name in 33..<127 where name != 46 && name != 47 {
            setup += open("e/" + String(UnicodeScalar(UInt8(name))), 1) + PriceGuest.call("fd_close", "5")
        }
    }

    var module: String {
        let imports = WASIFunction.all.map { function in
            let parameters = function.type.parameters.map { "\($0)" }.joined(separator: " ")
            let results = function.type.results.isEmpty ? "" : "(result i32)"
            return "(import \"wasi_snapshot_preview1\" \"\(function.name)\" "
                + "(func $\(function.name) (param \(parameters)) \(results)))"
        }
        let segments = data.map { entry in
            let bytes = entry.bytes.map { byte in "\\" + (byte < 16 ? "0" : "") + String(byte, radix: 16) }
            return "(data (i32.const \(entry.address)) \"\(bytes.joined())\")"
        }
        return """
            (module \(imports.joined(separator: "\n"))
              (memory (export "memory") 64)
              \(segments.joined(separator: "\n"))
              (func (export "_start") (local $i i32)
                \(setup)
                (loop $again \(body) (br $again))))
            """
    }
}

/// A function, called so that it does as much work as possible for its price.
struct PriceCase: Sendable {
    var functions: [String]
    var variant: String
    var usesFolder: Bool
    var make: @Sendable (inout PriceGuest) -> Void

    init(
        _ functions: String..., variant: String = "", folder: Bool = true,
        _ make: @escaping @Sendable (inout PriceGuest) -> Void
    ) {
        self.functions = functions
        self.variant = variant
        usesFolder = folder
        self.make = make
    }

    /// A case that consists of the call alone.
    private static func plain(_ name: String, _ operands: String...) -> PriceCase {
        let words = operands.map { $0.hasPrefix("(") ? $0 : "(i32.const \($0))" }.joined(separator: " ")
        return PriceCase(name, folder: false) { guest in
            guest.body = name == "proc_exit" ? "(call $proc_exit \(words))" : "(drop (call $\(name) \(words)))"
        }
    }

    static let all: [PriceCase] = plainCases + files + paths + others

    private static let plainCases: [PriceCase] = [
        plain("args_get", "2000000", "1000000"), plain("args_sizes_get", "0", "4"),
        plain("environ_get", "2000000", "1000000"), plain("environ_sizes_get", "0", "4"),
        plain("clock_res_get", "1", "0"), plain("clock_time_get", "1", "(i64.const 0)", "0"),
        plain("fd_fdstat_get", "3", "0"), plain("fd_fdstat_set_flags", "3", "0"),
        plain("fd_fdstat_set_rights", "3", "(i64.const 0)", "(i64.const 0)"), plain("fd_prestat_get", "3", "0"),
        plain("fd_prestat_dir_name", "3", "0", "64"), plain("proc_exit", "0"), plain("proc_raise", "0"),
        plain("sched_yield"),
        // The command line grants no sockets: these calls fail.
        plain("sock_accept", "3", "0", "0"), plain("sock_recv", "3", "0", "0", "0", "0", "0"),
        plain("sock_send", "3", "0", "0", "0", "0"), plain("sock_shutdown", "3", "3"),
        PriceCase("random_get", variant: "1 MiB", folder: false) {
            $0.body = PriceGuest.call("random_get", "131072", "1048576")
        },
        PriceCase("random_get", variant: "1 byte", folder: false) {
            $0.body = PriceGuest.call("random_get", "131072", "1")
        },
    ]

    private static func onFile(_ name: String, _ variant: String = "", _ operands: String...) -> PriceCase {
        PriceCase(name, variant: variant) { guest in
            guest.openFile()
            let words = operands.map { $0.hasPrefix("(") ? $0 : "(i32.const \($0))" }.joined(separator: " ")
            guest.body = "(drop (call $\(name) (i32.const 4) \(words)))"
        }
    }

    private static func transfer(_ name: String, _ count: Int, _ size: Int, at offset: String? = "(i64.const 0)")
        -> PriceCase
    {
        PriceCase(name, variant: "\(count) × \(size)") { guest in
            guest.openFile()
            guest.setup += PriceGuest.fill(count, size)
            if offset == nil {
                guest.body = PriceGuest.call("fd_seek", "4", "(i64.const 0)", "0", "8")
                guest.body += PriceGuest.call(name, "4", "\(PriceGuest.buffers)", "\(count)", "8")
            } else {
                guest.body = PriceGuest.call(name, "4", "\(PriceGuest.buffers)", "\(count)", "(i64.const 0)", "8")
            }
        }
    }

    private static let files: [PriceCase] = [
        onFile("fd_advise", "", "(i64.const 0)", "(i64.const 1000000)", "3"), onFile("fd_datasync"), onFile("fd_sync"),
        onFile("fd_filestat_get", "", "128"),
        onFile("fd_filestat_set_times", "", "(i64.const 1)", "(i64.const 1)", "5"),
        onFile("fd_seek", "", "(i64.const 0)", "2", "8"), onFile("fd_tell", "", "8"),
        transfer("fd_read", 1, 1 << 20, at: nil), transfer("fd_read", 1_024, 1, at: nil),
        transfer("fd_read", 1, 1, at: nil),
        transfer("fd_pread", 1, 1 << 20), transfer("fd_pread", 1_024, 1), transfer("fd_pread", 1, 1),
        transfer("fd_write", 1, 1 << 20, at: nil), transfer("fd_write", 1_024, 1, at: nil),
        transfer("fd_write", 1, 1, at: nil),
        transfer("fd_pwrite", 1, 1 << 20), transfer("fd_pwrite", 1_024, 1), transfer("fd_pwrite", 1, 1),
        PriceCase("fd_write", variant: "stdout, 1 byte", folder: false) {
            $0.setup = PriceGuest.fill(1, 1)
            $0.body = PriceGuest.call("fd_write", "1", "\(PriceGuest.buffers)", "1", "8")
        },
        PriceCase("fd_allocate", "fd_filestat_set_size", variant: "1 MiB") {
            $0.openFile()
            $0.body = PriceGuest.call("fd_filestat_set_size", "4", "(i64.const 0)")
            $0.body += PriceGuest.call("fd_allocate", "4", "(i64.const 0)", "(i64.const 1048576)")
        },
        PriceCase("fd_filestat_set_size", variant: "up and down") {
            $0.openFile()
            $0.body = PriceGuest.call("fd_filestat_set_size", "4", "(i64.const 1)")
            $0.body += PriceGuest.call("fd_filestat_set_size", "4", "(i64.const 1048576)")
        },
        PriceCase("fd_close", "path_open") {
            $0.openFile()
            $0.body = $0.open("f") + PriceGuest.call("fd_close", "5")
        },
        PriceCase("fd_renumber", "path_open") {
            $0.openFile()
            $0.body = $0.open("f") + PriceGuest.call("fd_renumber", "5", "4")
        },
        PriceCase("fd_readdir", variant: "a listing") {
            $0.makeDirectoryOfFiles()
            $0.body = PriceGuest.call("fd_readdir", "4", "131072", "65536", "(i64.const 0)", "8")
        },
        PriceCase("fd_readdir", variant: "begun anew") {
            $0.makeDirectoryOfFiles()
            $0.body = PriceGuest.call("fd_readdir", "4", "131072", "24", "(i64.const 2)", "8")
            $0.body += PriceGuest.call("fd_readdir", "4", "131072", "24", "(i64.const 0)", "8")
        },
        PriceCase("fd_readdir", variant: "hidden entries") {
            $0.makeDirectoryOfFiles()
            for name in 33..<126 where name != 46 && name != 47 {
                $0.setup += PriceGuest.call("path_unlink_file", "4", $0.text(String(UnicodeScalar(UInt8(name)))))
            }
            $0.body = PriceGuest.call("fd_readdir", "4", "131072", "65536", "(i64.const 0)", "8")
        },
    ]

    private static let paths: [PriceCase] = [
        PriceCase("path_filestat_get", variant: "1 component") {
            $0.openFile()
            $0.body = PriceGuest.call("path_filestat_get", "3", "0", $0.text("f"), "128")
        },
        PriceCase("path_filestat_get", variant: "819 × d/../") {
            $0.setup = PriceGuest.call("path_create_directory", "3", $0.text("d"))
            $0.body = PriceGuest.call(
                "path_filestat_get", "3", "0", $0.text(String(repeating: "d/../", count: 819)), "128")
        },
        PriceCase("path_filestat_get", variant: "dots") {
            $0.body = PriceGuest.call(
                "path_filestat_get", "3", "0", $0.text(String(repeating: "./", count: 2_048)), "128")
        },
        PriceCase("path_filestat_get", variant: "long names") {
            let name = String(repeating: "n", count: 255)
            $0.setup = PriceGuest.call("path_create_directory", "3", $0.text(name))
            $0.body = PriceGuest.call(
                "path_filestat_get", "3", "0", $0.text(String(repeating: name + "/../", count: 15)), "128")
        },
        PriceCase("path_filestat_get", "path_symlink", variant: "links") {
            let steps = String(repeating: "d/../", count: 250)
            $0.setup = PriceGuest.call("path_create_directory", "3", $0.text("d"))
            for (name, target) in [("a", steps + "b"), ("b", steps + "c"), ("c", steps + "d")] {
                $0.setup += PriceGuest.call("path_symlink", $0.text(target), "3", $0.text(name))
            }
            $0.body = PriceGuest.call("path_filestat_get", "3", "1", $0.text("a"), "128")
        },
        PriceCase("path_filestat_set_times") {
            $0.openFile()
            $0.body = PriceGuest.call(
                "path_filestat_set_times", "3", "1", $0.text("f"), "(i64.const 1)", "(i64.const 1)", "5")
        },
        PriceCase("path_create_directory", "path_remove_directory") {
            $0.body = PriceGuest.call("path_create_directory", "3", $0.text("d"))
            $0.body += PriceGuest.call("path_remove_directory", "3", $0.text("d"))
        },
        PriceCase("path_symlink", "path_readlink", "path_unlink_file", variant: "4,095 bytes") {
            $0.body = PriceGuest.call("path_symlink", $0.text(String(repeating: "t", count: 4_095)), "3", $0.text("l"))
            $0.body += PriceGuest.call("path_readlink", "3", $0.text("l"), "131072", "65536", "8")
            $0.body += PriceGuest.call("path_unlink_file", "3", $0.text("l"))
        },
        PriceCase("path_readlink") {
            $0.setup = PriceGuest.call("path_symlink", $0.text("t"), "3", $0.text("l"))
            $0.body = PriceGuest.call("path_readlink", "3", $0.text("l"), "131072", "65536", "8")
        },
        PriceCase("path_link", "path_unlink_file") {
            $0.openFile()
            $0.body = PriceGuest.call("path_link", "3", "0", $0.text("f"), "3", $0.text("g"))
            $0.body += PriceGuest.call("path_unlink_file", "3", $0.text("g"))
        },
        PriceCase("path_open", "fd_close", "path_unlink_file", variant: "a new file") {
            $0.body = $0.open("n", 1) + PriceGuest.call("fd_close", "4")
            $0.body += PriceGuest.call("path_unlink_file", "3", $0.text("n"))
        },
        PriceCase("path_rename") {
            $0.openFile()
            $0.body = PriceGuest.call("path_rename", "3", $0.text("f"), "3", $0.text("g"))
            $0.body += PriceGuest.call("path_rename", "3", $0.text("g"), "3", $0.text("f"))
        },
    ]

    private static let others: [PriceCase] = [
        PriceCase("poll_oneoff", variant: "4,096 times", folder: false) {
            $0.setup = PriceGuest.subscribe(4_096, tag: 0, 1)
            $0.body = PriceGuest.call("poll_oneoff", "131072", "1131072", "4096", "8")
        },
        PriceCase("poll_oneoff", variant: "4,096 × stdin", folder: false) {
            $0.setup = PriceGuest.subscribe(4_096, tag: 1, 0)
            $0.body = PriceGuest.call("poll_oneoff", "131072", "1131072", "4096", "8")
        },
        PriceCase("poll_oneoff", variant: "4,096 × a file") {
            $0.openFile()
            $0.setup += PriceGuest.subscribe(4_096, tag: 1, 4)
            $0.body = PriceGuest.call("poll_oneoff", "131072", "1131072", "4096", "8")
        },
    ]
}
