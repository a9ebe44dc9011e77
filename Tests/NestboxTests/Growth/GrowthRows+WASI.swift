import Foundation

private let imports = """
    (import "wasi_snapshot_preview1" "path_filestat_get" (func $stat (param i32 i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_readdir" (func $readdir (param i32 i32 i32 i64 i32) (result i32)))
    (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "args_sizes_get" (func $args (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "args_get" (func $argsGet (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "environ_get" (func $environ (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "path_create_directory" (func $mkdir (param i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_close" (func $close (param i32) (result i32)))
    """

/// Returns a guest that executes `body` this many times.
private func guest(_ count: Int, _ body: String, before: String = "", data: String = "") -> String {
    let used = imports.split(separator: "\n").filter { line in
        let name = line.components(separatedBy: "$").last?.prefix { $0.isLetter } ?? ""
        return (body + before).contains("call $\(name) ")
    }
    return """
        (module \(used.joined(separator: "\n"))
          (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
          (memory (export "memory") 4096)
          (func $must (param i32) (if (local.get 0) (then (call $exit (local.get 0)))))
          (data (i32.const 65536) "\(data)")
          (func (export "_start") (local $i i32) (local $j i32) (local $fd i32)
            \(before)
            (local.set $i (i32.const \(count)))
            (loop $again \(body)
              (br_if $again (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))))
        """
}

extension GrowthRow {
    /// The rows for WASI calls with a size, and for reading by the host.
    static let calls = paths + transfers + hosts

    private static let folderWords = ["run", "--dir", "FOLDER/box::/:all", "MODULE"]

    private static func withBox(
        _ fill: @escaping @Sendable (Int, URL) throws -> Void, _ guest: @escaping @Sendable (Int) -> String
    ) -> @Sendable (Int, TemporaryFolder) throws -> [String] {
        { n, folder in
            let box = folder.url.appendingPathComponent("box")
            try FileManager.default.createDirectory(at: box, withIntermediateDirectories: true)
            try fill(n, box)
            return [try folder.file("module", guest(n).utf8)]
        }
    }

    private static func withD(_ n: Int, _ box: URL) throws {
        try FileManager.default.createDirectory(
            at: box.appendingPathComponent("d"), withIntermediateDirectories: true)
    }

    private static let paths: [GrowthRow] = [
        GrowthRow(
            .wasi, "path_filestat_get of n × d/../, 200 times", 27, most: 800, words: folderWords,
            files: withBox(withD) { n in
                guest(
                    200,
                    "(call $must (call $stat (i32.const 3) (i32.const 0) (i32.const 65536) (i32.const \(5 * n)) (i32.const 0)))",
                    data: String(repeating: "d/../", count: n))
            }),
        GrowthRow(
            .wasi, "path_filestat_get of n × ./, 2,000 times", 210, most: 2_000, words: folderWords,
            files: withBox(withD) { n in
                guest(
                    2_000,
                    "(call $must (call $stat (i32.const 3) (i32.const 0) (i32.const 65536) (i32.const \(2 * n)) (i32.const 0)))",
                    data: String(repeating: "./", count: n))
            }),
        GrowthRow(
            .wasi, "fd_readdir of n entries, once", 4_100, most: 20_000, words: folderWords,
            files: withBox({ n, box in
                for index in 0..<n {
                    try Data().write(to: box.appendingPathComponent("file\(index)"))
                }
            }) { n in
                guest(
                    1,
                    "(call $must (call $readdir (i32.const 3) (i32.const 65536) (i32.const 4000000) (i64.const 0) (i32.const 0)))"
                )
            }),
        GrowthRow(
            .wasi, "fd_readdir of n entries, by buffers of 300 bytes", 4_000, most: 20_000, words: folderWords,
            files: withBox({ n, box in
                for index in 0..<n {
                    try Data().write(to: box.appendingPathComponent("f" + String(100_000 + index)))
                }
            }) { n in
                // An entry has 24 bytes and a name of 7 bytes. Nine of them fit, and the next call begins behind these.
                guest(
                    n / 9 + 1,
                    """
                    (call $must (call $readdir (i32.const 3) (i32.const 65536) (i32.const 300)
                      (i64.extend_i32_u (local.get $j)) (i32.const 0)))
                    (local.set $j (i32.add (local.get $j) (i32.const 9)))
                    """)
            }),
        GrowthRow(
            .wasi, "files made and kept open", 20, most: 100, words: folderWords,
            files: withBox({ _, _ in }) { n in
                guest(
                    n,
                    """
                    (i32.store (i32.const 65536) (i32.add (i32.const 0x41414141) (i32.add
                      (i32.and (local.get $i) (i32.const 0xf)) (i32.shl (i32.and (i32.shr_u (local.get $i) (i32.const 4))
                        (i32.const 0xf)) (i32.const 8)))))
                    (i32.store8 (i32.const 65538) (i32.add (i32.const 65) (i32.shr_u (local.get $i) (i32.const 8))))
                    (call $must (call $open (i32.const 3) (i32.const 0) (i32.const 65536) (i32.const 4) (i32.const 1)
                      (i64.const 0x42) (i64.const 0) (i32.const 0) (i32.const 0)))
                    """)
            }),
        folders("folders inside one another, of the host", 50, most: 200, words: folderWords),
    ]

    /// A row for a guest that n times makes a folder in the current one, opens it, and closes the current one.
    private static func folders(_ name: String, _ base: Int, most: Int, words: [String]) -> GrowthRow {
        GrowthRow(
            .wasi, name, base, most: most, words: words,
            files: withBox({ _, _ in }) { n in
                guest(
                    n,
                    """
                    (call $must (call $mkdir (local.get $fd) (i32.const 65536) (i32.const 1)))
                    (call $must (call $open (local.get $fd) (i32.const 0) (i32.const 65536) (i32.const 1) (i32.const 2)
                      (i64.const 0x0020_2200) (i64.const 0x0020_2200) (i32.const 0) (i32.const 0)))
                    (if (i32.ne (local.get $fd) (i32.const 3)) (then (call $must (call $close (local.get $fd)))))
                    (local.set $fd (i32.load (i32.const 0)))
                    """, before: "(local.set $fd (i32.const 3))", data: "a")
            })
    }

    private static let transfers: [GrowthRow] = [
        GrowthRow(.wasi, "poll_oneoff of n subscriptions, 100 times", 62, most: 4_000) { n in
            Array(
                guest(
                    100,
                    """
                    (call $must (call $poll (i32.const 65536) (i32.const 1000000) (i32.const \(n)) (i32.const 0)))
                    """,
                    before: """
                        (local.set $j (i32.const 0))
                        (loop $fill
                          (i32.store (i32.add (i32.const 65552) (i32.mul (local.get $j) (i32.const 48))) (i32.const 1))
                          (i32.store offset=8 (i32.add (i32.const 65536) (i32.mul (local.get $j) (i32.const 48))) (i32.const 0))
                          (br_if $fill (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const \(n)))))
                        """
                ).utf8)
        },
        GrowthRow(.wasi, "fd_write of n buffers, 200 times", 250, most: 1_000, ["run", "--stdout", "null", "MODULE"]) {
            n in
            Array(
                guest(
                    200, "(call $must (call $write (i32.const 1) (i32.const 65536) (i32.const \(n)) (i32.const 0)))",
                    before: """
                        (loop $fill
                          (i32.store (i32.add (i32.const 65536) (i32.mul (local.get $j) (i32.const 8))) (i32.const 1000000))
                          (i32.store (i32.add (i32.const 65540) (i32.mul (local.get $j) (i32.const 8))) (i32.const 10))
                          (br_if $fill (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const \(n)))))
                        """
                ).utf8)
        },
        GrowthRow(.wasi, "fd_write of n bytes", 21_000_000, most: 200_000_000, ["run", "--stdout", "null", "MODULE"]) {
            n in
            Array(
                guest(
                    1,
                    """
                    (i32.store (i32.const 16) (i32.const 65536)) (i32.store (i32.const 20) (i32.const \(n)))
                    (call $must (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 0)))
                    """
                ).utf8)
        },
        GrowthRow(.wasi, "fd_write of a byte, n times", 13_000, ["run", "--stdout", "null", "MODULE"]) { n in
            Array(
                guest(
                    n,
                    """
                    (i32.store (i32.const 16) (i32.const 65536)) (i32.store (i32.const 20) (i32.const 1))
                    (call $must (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 0)))
                    """
                ).utf8)
        },
        GrowthRow(.wasi, "random_get of n bytes", 3_800_000, most: 200_000_000) { n in
            Array(guest(1, "(call $must (call $random (i32.const 65536) (i32.const \(n))))").utf8)
        },
    ]

    private static let hosts: [GrowthRow] = [
        GrowthRow(.host, "a trap with n frames", 2_400, most: 9_900, exits: 134) { n in
            Array(
                """
                (module (func $f (param i32)
                    (if (local.get 0) (then (call $f (i32.sub (local.get 0) (i32.const 1))))) unreachable)
                  (func (export "_start") (call $f (i32.const \(n)))))
                """.utf8)
        },
        GrowthRow(
            .host, "audit: n calls", 1_200, words: ["run", "--audit", "FOLDER/audit", "MODULE"],
            files: { n, folder in
                [
                    try folder.file(
                        "module",
                        guest(n, "(call $must (call $random (i32.const 65536) (i32.const 1)))").utf8)
                ]
            }),
        GrowthRow(
            .host, "audit: n calls from a function with a name of n bytes", 290, most: 99_000,
            words: ["run", "--audit", "FOLDER/audit", "MODULE"],
            files: { n, folder in
                let text = guest(n, "(call $must (call $random (i32.const 65536) (i32.const 1)))")
                    .replacingOccurrences(
                        of: "(func (export", with: "(func $\(String(repeating: "a", count: n)) (export")
                return [try folder.file("module", text.utf8)]
            }),
        GrowthRow(
            .host, "n calls that are denied", 37_000,
            ["run", "--deny", "fd_seek", "--missing", "enosys", "--report-denials", "MODULE"]
        ) { n in
            Array(
                """
                (module (import "wasi_snapshot_preview1" "fd_seek" (func $f (param i32 i64 i32 i32) (result i32)))
                  (memory (export "memory") 1)
                  (func (export "_start") (local $i i32) (local.set $i (i32.const \(n)))
                    (loop $l (drop (call $f (i32.const 1) (i64.const 0) (i32.const 0) (i32.const 0)))
                      (br_if $l (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))))
                """.utf8)
        },
        GrowthRow(.host, "policy: variables of the environment", 8_800, most: 60_000, ["policy", "check", "MODULE"]) {
            n in
            let variables = (0..<n).map { "\"V\($0)\": \"x\"" }.joined(separator: ", ")
            return Array(
                "{\"allow\": [\"environment\"], \"environment\": {\"variables\": {\(variables)}, \"maximumCount\": 1000000, \"others\": {}}}"
                    .utf8)
        },
        GrowthRow(.host, "policy: rules for arguments", 4_400, most: 20_000, ["policy", "explain", "MODULE"]) { n in
            let rules = String(repeating: "{\"pattern\": \"*.md\"}, ", count: n - 1) + "{\"pattern\": \"a\"}"
            return Array(
                "{\"allow\": [\"arguments\"], \"arguments\": {\"rules\": [\(rules)], \"others\": \"refused\"}}".utf8)
        },
        GrowthRow(
            .host, "arguments of a guest", 4_400, most: 20_000, words: ["run", "MODULE", "ARGUMENTS"],
            files: { n, folder in
                [
                    try folder.file(
                        "module", guest(1, "(call $must (call $argsGet (i32.const 65536) (i32.const 1000000)))").utf8)
                ]
                    + [String](repeating: "ARGUMENT", count: n)
            }),
    ]
}
