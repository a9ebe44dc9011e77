#if os(Linux)
    import Foundation
    import Testing

    /// A guest that makes the host hold all that `hostBytes` allows makes the process larger by at most twice as much.
    struct HostMemoryFactorTests {
        /// A way to use up the limit: the functions "reach", which does it, and "idle", which does nothing.
        struct Way: Sendable, CustomTestStringConvertible {
            let name: String
            /// The limit in bytes.
            var limit = 16 << 20
            let fields: String
            /// The part of the limit by which the process grows at least: otherwise the guest does not reach it.
            var least = 0.5

            var testDescription: String { name }
        }

        /// Bytes by which a process may grow beyond twice the limit: what the command itself allocates for a guest that runs,
        /// the room for decoded instructions, and what the system's allocator keeps.
        static let rest = 6 << 20

        static let ways: [Way] = [
            Way(
                name: "a memory, page by page",
                fields: """
                    (memory 0) (func (export "reach") (local $page i32)
                      (loop $l
                        (local.set $page (memory.grow (i32.const 1)))
                        (if (i32.eq (local.get $page) (i32.const -1)) (then (return)))
                        (memory.fill (i32.shl (local.get $page) (i32.const 16)) (i32.const 1) (i32.const 65536))
                        (br $l)))
                    """, least: 0.8),
            Way(
                name: "ten memories in turn",
                fields: (0..<10).map { "(memory $m\($0) 0)" }.joined()
                    + "(func (export \"reach\") (local $page i32) (loop $l"
                    + (0..<10).map {
                        """
                        (local.set $page (memory.grow $m\($0) (i32.const 3)))
                        (if (i32.eq (local.get $page) (i32.const -1)) (then (return)))
                        (memory.fill $m\($0) (i32.shl (local.get $page) (i32.const 16)) (i32.const 1) (i32.const 196608))
                        """
                    }.joined() + "(br $l)))", least: 0.8),
            Way(
                name: "tables",
                fields: """
                    (table $a 0 funcref) (table $b 0 externref)
                    (func (export "reach") (loop $l
                      (drop (table.grow $b (ref.null extern) (i32.const 7000)))
                      (br_if $l (i32.ne (table.grow $a (ref.null func) (i32.const 7000)) (i32.const -1)))))
                    """, least: 0.6),
            Way(
                name: "large objects",
                fields: """
                    (type $a (array (mut i64))) (type $n (struct (field (ref null $n)) (field (ref $a))))
                    (global $n (mut (ref null $n)) (ref.null $n))
                    (func (export "reach") (loop $l
                      (global.set $n (struct.new $n (global.get $n) (array.new_default $a (i32.const 5000)))) (br $l)))
                    """),
            Way(
                name: "objects that one array refers to, which a collection has in its list at once", limit: 6 << 20,
                fields: """
                    (type $e (struct)) (type $a (array (mut (ref null $e))))
                    (global $a (mut (ref null $a)) (ref.null $a))
                    (func (export "reach") (local $i i32)
                      (global.set $a (array.new_default $a (i32.const 250000)))
                      (loop $l
                        (array.set $a (global.get $a) (i32.rem_u (local.get $i) (i32.const 250000)) (struct.new $e))
                        (local.set $i (i32.add (local.get $i) (i32.const 1)))
                        (br_if $l (i32.lt_u (local.get $i) (i32.const 600000)))))
                    """),
            Way(
                name: "frames with vectors",
                fields: """
                    (func $r (export "reach") \(String(repeating: "(local v128)", count: 5_000)) (local $v v128)
                      (local.set $v (i32x4.splat (i32.const 1))) (call $r) (drop (local.get $v)))
                    """, least: 0.2),
            Way(
                name: "internal code", limit: 8 << 20,
                fields: "(global $g (mut i32) (i32.const 0))"
                    + (0..<200).map { number in
                        "(func $f\(number)"
                            + String(repeating: "(global.set $g (i32.add (global.get $g) (i32.const 1)))", count: 500)
                            + ")"
                    }.joined() + "(func (export \"reach\")" + (0..<200).map { "(call $f\($0))" }.joined() + ")",
                least: 0.3),
            Way(
                name: "a large function", limit: 16 << 20,
                fields: "(func (export \"reach\")"
                    + String(repeating: "(block (block (block (br 1))))", count: 25_000) + ")", least: 0.1),
            Way(
                name: "names in a folder in memory", limit: 4 << 20,
                fields: """
                    (import "wasi_snapshot_preview1" "path_create_directory"
                      (func $make (param i32 i32 i32) (result i32)))
                    (memory (export "memory") 1)
                    (func (export "reach") (local $i i32) (local $at i32)
                      (memory.fill (i32.const 0) (i32.const 120) (i32.const 250))
                      (loop $l
                        (local.set $at (i32.const 0))
                        (loop $digits
                          (i32.store8 (local.get $at)
                            (i32.add (i32.const 97) (i32.and (i32.const 15)
                              (i32.shr_u (local.get $i) (i32.shl (local.get $at) (i32.const 2))))))
                          (br_if $digits (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (i32.const 5))))
                        (local.set $i (i32.add (local.get $i) (i32.const 1)))
                        (br_if $l (i32.eqz (call $make (i32.const 3) (i32.const 0) (i32.const 250))))))
                    """, least: 0.3),
            Way(
                name: "a file in memory", limit: 8 << 20,
                fields: """
                    (import "wasi_snapshot_preview1" "path_open"
                      (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
                    (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
                    (memory (export "memory") 2) (data (i32.const 0) "f") (data (i32.const 8) "\\00\\01\\00\\00\\70\\17\\00\\00")
                    (func (export "reach")
                      (drop (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 1)
                        (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 32)))
                      (loop $l (br_if $l (i32.eqz
                        (call $write (i32.load (i32.const 32)) (i32.const 8) (i32.const 1) (i32.const 16))))))
                    """, least: 0.3),
        ]

        static func policy(_ limit: Int) -> String {
            """
            {"allow": ["files.write", "files.create"],
             "folders": [{"storage": "memory", "guest": "/", "allow": ["write", "create"],
               "quota": {"bytes": 1000000000, "files": 1000000}}],
             "resources": {"hostBytes": \(limit), "deadlineMilliseconds": 100000, "tableElements": 10000000,
               "hostPrices": "none", "totalTableElements": 10000000, "totalMemoryBytes": \(limit), "heapBytes": \(limit)}}
            """
        }

        @Test(arguments: ways) func theProcessGrowsByTwiceTheLimitAtMost(_ way: Way) throws {
            let folder = try TemporaryFolder()
            let policy = try folder.file("policy.json", HostMemoryFactorTests.policy(way.limit).utf8)
            let module = try folder.file("guest.wat", "(module \(way.fields) (func (export \"idle\")))".utf8)
            func peak(_ name: String) throws -> (code: Int32, bytes: Int) {
                let words = ["run", "--policy", policy, "--invoke", name, module]
                let run = try HostileOutputTests.run(words, folder)
                return (run.code, run.memory)
            }
            let (idle, reach) = (try peak("idle"), try peak("reach"))
            #expect(idle.code == 0 && [0, 134].contains(reach.code), "a trap at most")
            let growth = reach.bytes - idle.bytes
            print("\(way.name): \(Double(growth) / Double(way.limit)) of the limit of \(way.limit) bytes")
            #expect(growth <= 2 * way.limit + HostMemoryFactorTests.rest)
            #expect(Double(growth) >= way.least * Double(way.limit))
        }
    }
#endif
