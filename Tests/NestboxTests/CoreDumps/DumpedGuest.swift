import Nestbox
import Testing
import WasmBinary
import WasmSyntax
import WasmText

/// A guest that fails, and what its core dump must have.
struct DumpedGuest: Sendable, CustomTestStringConvertible {
    /// A frame: the function's index, the opcode at its place, and the values.
    struct Frame: Sendable {
        var function: UInt32
        var opcode: UInt8
        var locals: [FrameValue?] = []
        /// In a store that can be debugged; `nil` in others.
        var operands: [FrameValue] = []
    }

    var testDescription: String
    var text: String
    var arguments: @Sendable () -> [Value] = { [] }
    var setUp: @Sendable (Store) -> Void = { _ in }
    var reason: String
    /// The innermost frames.
    var frames: [Frame]
    var globals: [FrameValue] = []
    /// Bytes of memories: the memory, the address and the text there.
    var data: [(memory: Int, address: UInt64, text: String)] = []

    /// A module in the binary format.
    static func module(_ text: String) throws -> (module: Module, bytes: [UInt8]) {
        let bytes = BinaryEncoder.encode(try TextParser.parseModule(Array(text.utf8)))
        return (try Module(bytes: bytes), bytes)
    }

    /// The core dump of a store, read back.
    static func dump(_ store: Store, after error: any Error) throws -> CoreDump {
        try CoreDump(bytes: bytes(store, after: error))
    }

    static func bytes(_ store: Store, after error: any Error) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try store.writeCoreDump(after: error, executable: "a program") { bytes += $0 }
        return bytes
    }

    /// Runs the guest to its failure.
    func fail(debuggable: Bool) throws -> (store: Store, error: any Error, bytes: [UInt8]) {
        let store = Store(instruments: debuggable ? .debugging : [])
        store.capturesCoreDumps = true
        var imports = Imports()
        imports.define(
            "fail", in: "host",
            HostFunction { (value: Int32) -> Int32 in
                if value == 1 { throw CancellationError() }
                throw Trap(.host("no \(value)"))
            })
        let (module, bytes) = try DumpedGuest.module(text)
        let instance = try store.instantiate(module, imports: imports)
        setUp(store)
        let error = try #require(throws: (any Error).self) {
            try #require(instance.function(named: "run")).call(arguments())
        }
        return (store, error, bytes)
    }

    static let all: [DumpedGuest] = [
        DumpedGuest(
            testDescription: "values of all types",
            text: """
                (module (memory (export "memory") 1)
                  (global $n (mut i32) (i32.const 7)) (global $v (mut v128) (v128.const i64x2 1 2))
                  (global $f funcref (ref.func 0)) (global $x (mut externref) (ref.null extern))
                  (global $d (mut f64) (f64.const nan:0x123))
                  (data (i32.const 65531) "hello")
                  (func (export "run") (param i32 i64 f32 f64) (local i32 v128 funcref externref)
                    (local.set 4 (i32.const -1)) (local.set 5 (v128.const i32x4 1 2 3 4))
                    (local.set 6 (ref.func 0))
                    (global.set $n (i32.add (global.get $n) (i32.const 1)))
                    (i64.const -9) (f32.const 0.5) (v128.const i64x2 5 6) (ref.null func)
                    unreachable))
                """,
            arguments: { [.i32(5), .i64(-6), .f32(1.5), .f64(-0.0)] }, reason: "unreachable",
            frames: [
                Frame(
                    function: 0, opcode: 0x00,
                    locals: [
                        .i32(5), .i64(UInt64(bitPattern: -6)), .f32(Float(1.5).bitPattern),
                        .f64((-0.0).bitPattern), .i32(.max), .v128(low: 0x2_0000_0001, high: 0x4_0000_0003),
                        .reference(isNull: false), .reference(isNull: true),
                    ],
                    operands: [
                        .i64(UInt64(bitPattern: -9)), .f32(Float(0.5).bitPattern), .v128(low: 5, high: 6),
                        .reference(isNull: true),
                    ])
            ],
            globals: [
                .i32(8), .v128(low: 1, high: 2), .reference(isNull: false), .reference(isNull: true),
                .f64(0x7FF0_0000_0000_0123),
            ], data: [(0, 65531, "hello")]),
        DumpedGuest(
            testDescription: "recursion",
            text: """
                (module (func $f (export "run") (param $n i32) (result i32)
                  (i32.add (i32.const 3)
                    (if (result i32) (local.get $n)
                      (then (call $f (i32.sub (local.get $n) (i32.const 1))))
                      (else (i32.div_u (i32.const 9) (local.get $n)))))))
                """,
            arguments: { [.i32(2)] }, reason: "integer divide by zero",
            frames: [
                Frame(function: 0, opcode: 0x6E, locals: [.i32(0)], operands: [.i32(3), .i32(9), .i32(0)]),
                Frame(function: 0, opcode: 0x10, locals: [.i32(1)], operands: [.i32(3)]),
                Frame(function: 0, opcode: 0x10, locals: [.i32(2)], operands: [.i32(3)]),
            ]),
        DumpedGuest(
            testDescription: "several memories, of 64 bits too",
            text: """
                (module (memory 1) (memory i64 2 5) (memory 0)
                  (func (export "run")
                    (i32.store (i32.const 8) (i32.const 0x64636261))
                    (i64.store 1 (i64.const 100000) (i64.const 0x6867666564636261))
                    (drop (i32.load 2 (i32.const 0)))))
                """, reason: "out of bounds memory access",
            frames: [Frame(function: 0, opcode: 0x28, operands: [.i32(0)])],
            data: [(0, 8, "abcd\0"), (1, 100_000, "abcdefgh\0")]),
        DumpedGuest(
            testDescription: "an exception that is not caught",
            text: """
                (module (tag $e (param i32))
                  (func $throws (param i32) (throw $e (local.get 0)))
                  (func (export "run") (local i64) (local.set 0 (i64.const 4)) (call $throws (i32.const 6))))
                """, reason: "uncaught exception [i32] -> []",
            frames: [
                Frame(function: 0, opcode: 0x08, locals: [.i32(6)], operands: [.i32(6)]),
                Frame(function: 1, opcode: 0x10, locals: [.i64(4)]),
            ]),
        DumpedGuest(
            testDescription: "a budget",
            text: """
                (module (func (export "run") (local i32)
                  (loop $l (local.set 0 (i32.add (local.get 0) (i32.const 1))) (br $l))))
                """, setUp: { $0.budget.allow(5_000) }, reason: "budget exhausted",
            frames: [Frame(function: 0, opcode: 0x0C, locals: [nil])]),
        DumpedGuest(
            testDescription: "a stack that is full",
            text: """
                (module (func $f (export "run") (param i32) (local i64)
                  (local.set 1 (i64.const -1)) (call $f (i32.add (local.get 0) (i32.const 1)))))
                """, arguments: { [.i32(0)] }, reason: "call stack exhausted",
            frames: [Frame(function: 0, opcode: 0x10, locals: [.i32(49_999), .i64(.max)], operands: [.i32(50_000)])]),
        DumpedGuest(
            testDescription: "an error of a host function",
            text: """
                (module (import "host" "fail" (func $fail (param i32) (result i32)))
                  (func (export "run") (param i32) (i64.const 5) (drop (call $fail (local.get 0))) drop))
                """, arguments: { [.i32(2)] }, reason: "host function failed: no 2",
            frames: [Frame(function: 1, opcode: 0x10, locals: [.i32(2)], operands: [.i64(5), .i32(2)])]),
        DumpedGuest(
            testDescription: "an interruption",
            text: """
                (module (func (export "run") (param i32) (loop $l (br $l))))
                """, arguments: { [.i32(3)] }, setUp: { $0.interruption = StoppedLater() }, reason: "cancelled",
            frames: [Frame(function: 0, opcode: 0x0C, locals: [.i32(3)])]),
    ]

    /// Stops what runs for a while.
    final class StoppedLater: Interruption, @unchecked Sendable {
        private var polls = 0

        func reasonToStop() -> InterruptReason? {
            polls += 1
            return polls > 20 ? .cancelled : nil
        }
    }

    /// Stops everything.
    final class Stopped: Interruption {
        func reasonToStop() -> InterruptReason? { .cancelled }
    }
}
