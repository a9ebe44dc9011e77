import Nestbox
import Testing
import WasmSyntax

/// Core dumps, written and read back.
struct CoreDumpTests {
    /// Each instance's module, memories and globals.
    static func parts(_ dump: CoreDump) -> [[[Int]]] {
        dump.instances.map { [[$0.module], $0.memories, $0.globals] }
    }

    // MARK: What a dump has

    @Test(arguments: DumpedGuest.all, [false, true])
    func aDumpHasTheStateOfTheGuest(_ guest: DumpedGuest, debuggable: Bool) throws {
        let (store, error, module) = try guest.fail(debuggable: debuggable)
        let dump = try DumpedGuest.dump(store, after: error)
        #expect(dump.executable == "a program")
        #expect(dump.reason == guest.reason)
        #expect(dump.modules.map(\.name) == ["a program"] && dump.modules[0].digest == ModuleDigest(of: module))
        #expect(dump.instances.count == 1)
        #expect(dump.stacks.map(\.name) == ["main"])
        let frames = try #require(dump.stacks.first).frames
        for (frame, expected) in zip(frames, guest.frames) {
            #expect(frame.instance == 0)
            #expect(frame.functionIndex == expected.function)
            let offset = try #require(
                try Module(bytes: module).offset(ofCode: frame.codeOffset, inFunction: frame.functionIndex))
            #expect(module[offset] == expected.opcode)
            #expect(frame.locals.count == expected.locals.count)
            for (value, expected) in zip(frame.locals, expected.locals) where expected != nil {
                #expect(value == expected)
            }
            #expect(
                frame.operands == (debuggable ? expected.operands : expected.operands.map { _ in nil }))
        }
        #expect(frames.count >= guest.frames.count)
        #expect(dump.globals.map(\.value) == guest.globals)
        #expect(dump.instances.first?.globals == Array(guest.globals.indices))
        for (memory, address, text) in guest.data {
            #expect(dump.bytes(text.utf8.count, at: address, ofMemory: memory) == Array(text.utf8))
        }
    }

    /// The whole depth is counted, but the dump has the innermost frames only.
    @Test func outerFramesOfADeepStackAreLeftOut() throws {
        let guest = try #require(DumpedGuest.all.first { $0.reason == "call stack exhausted" })
        let (store, error, _) = try guest.fail(debuggable: false)
        let stack = try #require(DumpedGuest.dump(store, after: error).stacks.first)
        #expect(stack.frames.count == 4_096)
        #expect(stack.frames.count + Int(stack.omittedFrames) == 50_000)
        #expect(stack.frames.map { $0.locals.first } == (45_904..<50_000).reversed().map { .i32($0) })
    }

    /// The function that does not fit on the stack has the zeros with which its locals would begin, not what others have
    /// left there.
    @Test func localsOfAFunctionThatDoesNotBeginAreZero() throws {
        var limits = StoreLimits()
        limits.stackSlots = 4_000
        let store = Store(limits: limits)
        store.capturesCoreDumps = true
        let locals = String(repeating: "i64 ", count: 100)
        let sets = (0..<900).map { "(local.set \($0) (i64.const 5))" }.joined()
        let (module, _) = try DumpedGuest.module(
            """
            (module
              (func $fill (export "fill") (local \(String(repeating: "i64 ", count: 900))) \(sets) (call $fill))
              (func $f (export "run") (param i32) (local \(locals))
                (local.set 50 (i64.const -1)) (call $f (i32.add (local.get 0) (i32.const 1)))))
            """)
        let instance = try store.instantiate(module)
        #expect(throws: Trap.self) { try instance.call("fill") }
        let run = try #require(instance.function(named: "run"))
        let error = try #require(throws: Trap.self) { try run.call([.i32(0)]) }
        #expect(error.kind == .callStackExhausted)
        let frames = try #require(DumpedGuest.dump(store, after: error).stacks.first).frames
        #expect(frames.count > 10)
        for (number, frame) in frames.enumerated() {
            #expect(frame.locals.first == .i32(UInt32(frames.count - 1 - number)))
            #expect(frame.locals[50] == (number == 0 ? .i64(0) : .i64(.max)))
            #expect(frame.locals[51] == .i64(0))
        }
    }

    @Test func instancesShareWhatTheyImport() throws {
        let store = Store()
        store.capturesCoreDumps = true
        let library = try DumpedGuest.module(
            """
            (module $library (memory (export "memory") 1) (global (export "g") (mut i32) (i32.const 1))
              (global i64 (i64.const 2))
              (func (export "fail") (param i32) (result i32) (i32.div_u (local.get 0) (i32.const 0))))
            """
        ).module
        let program = try DumpedGuest.module(
            """
            (module (import "library" "memory" (memory 1)) (import "library" "g" (global (mut i32)))
              (import "library" "fail" (func $fail (param i32) (result i32)))
              (memory 1) (global f32 (f32.const 4))
              (func (export "run") (global.set 0 (i32.const 9)) (drop (call $fail (i32.const 7)))))
            """
        ).module
        var imports = Imports()
        imports.define(exportsOf: try store.instantiate(library), in: "library")
        let instance = try store.instantiate(program, imports: imports)
        let error = try #require(throws: Trap.self) { try instance.call("run") }
        let dump = try DumpedGuest.dump(store, after: error)
        #expect(dump.modules.map(\.name) == ["library", "a program"])
        #expect(
            Self.parts(dump) == [
                [[0], [0], [0, 1]],
                [[1], [0, 1], [0, 2]],
            ])
        #expect(dump.globals.map(\.value) == [.i32(9), .i64(2), .f32(Float(4).bitPattern)])
        #expect(dump.memories.count == 2)
        let frames = try #require(dump.stacks.first).frames
        #expect(frames.map(\.instance) == [0, 1])
        #expect(frames.map(\.functionIndex) == [0, 1])
    }

    @Test func aSuspendedCallHasADump() throws {
        let (module, _) = try DumpedGuest.module(
            """
            (module (func (export "run") (param i32) (result i32)
              (loop $l (local.set 0 (i32.add (local.get 0) (i32.const 1))) (br $l)) (local.get 0)))
            """)
        let store = Store()
        let call = try #require(store.instantiate(module).function(named: "run")).begin([.i32(0)])
        #expect(throws: CoreDumpError.notSuspended) { try call.writeCoreDump { _ in } }
        for _ in 0..<2 {
            _ = try call.resume(yieldingAfter: 1_000)
            var bytes: [UInt8] = []
            try call.writeCoreDump { bytes += $0 }
            let dump = try CoreDump(bytes: bytes)
            #expect(dump.reason?.hasPrefix("suspended") == true)
            #expect(dump.stacks.first?.frames.map(\.locals.count) == [1])
            #expect(call.frames.first?.locals.map(Optional.some) == dump.stacks.first?.frames.first?.locals)
        }
    }

    /// A debugger takes the frames of a trap for itself; those for the dump are others.
    @Test func aGuestUnderADebuggerHasADumpWithOperands() throws {
        let (module, _) = try DumpedGuest.module(
            """
            (module (func (export "run") (param i32) (result i32)
              (i32.add (i32.const 5) (i32.div_u (i32.const 1) (local.get 0)))))
            """)
        let store = Store(instruments: .debugging)
        store.capturesCoreDumps = true
        let run = try #require(store.instantiate(module).function(named: "run"))
        let client = DebuggerClient(try RemoteDebugger([run.begin([.i32(0)])]))
        while client.debugger.ending == nil { _ = client.send("c") }
        let error = try #require(throws: Trap.self) { try client.debugger.ending?.get() }
        let frames = try #require(DumpedGuest.dump(store, after: error).stacks.first).frames
        #expect(frames.map(\.operands) == [[.i32(5), .i32(1), .i32(0)]])
    }

    // MARK: Whose frames these are

    @Test func anErrorWithoutFramesDoesNotGetThoseOfAnother() throws {
        let guest = DumpedGuest.all[0]
        let (store, error, _) = try guest.fail(debuggable: false)
        #expect(try DumpedGuest.dump(store, after: error).stacks.first?.frames.count == 1)
        for other: any Error in [Trap(.callStackExhausted), CancellationError()] {
            let dump = try DumpedGuest.dump(store, after: other)
            #expect(dump.stacks.first?.frames.isEmpty == true)
            #expect(dump.memories.count == 1)
        }
        store.capturesCoreDumps = false
        #expect(try DumpedGuest.dump(store, after: error).stacks.first?.frames.isEmpty == true)
    }

    @Test func framesOfAnInstanceThatIsDiscardedRemain() throws {
        let store = Store()
        store.capturesCoreDumps = true
        let (module, _) = try DumpedGuest.module(
            "(module (memory 1) (func $start (local i32) (local.set 0 (i32.const 8)) unreachable) (start $start))")
        let error = try #require(throws: Trap.self) { try store.instantiate(module) }
        let other = try DumpedGuest.module("(module (memory 1) (memory 2))").module
        _ = try store.instantiate(other)
        let dump = try DumpedGuest.dump(store, after: error)
        #expect(Self.parts(dump) == [[[0], [0, 1], []], [[1], [], []]])
        #expect(dump.stacks.first?.frames.map(\.instance) == [1])
        #expect(dump.stacks.first?.frames.first?.locals == [.i32(8)])
        try store.reset()
        #expect(try DumpedGuest.dump(store, after: error).stacks.first?.frames.isEmpty == true)
    }

    // MARK: Size

    /// What is left out of a dump is the instances without frames that would need more memories than a module can have.
    @Test func instancesThatDoNotFitAreCounted() throws {
        let store = Store()
        store.capturesCoreDumps = true
        let (module, _) = try DumpedGuest.module(
            "(module (memory 1) (memory 1) (memory 1) (func (export \"run\") unreachable))")
        let instances = try (0..<40).map { _ in try store.instantiate(module) }
        let error = try #require(throws: Trap.self) { try instances[39].call("run") }
        let dump = try DumpedGuest.dump(store, after: error)
        #expect(dump.instances.count == 33)
        #expect(dump.omittedInstances == 7)
        #expect(dump.memories.count == 99)
        #expect(dump.stacks.first?.frames.map(\.instance) == [32])
        #expect(dump.instances[32].memories == [0, 1, 2])
    }

    /// 16 MiB with 100 KB in use, in runs.
    @Test func aSparseMemoryGivesASmallDump() throws {
        let store = Store()
        let (module, _) = try DumpedGuest.module(
            "(module (memory (export \"memory\") 256) (func (export \"run\") unreachable))")
        let instance = try store.instantiate(module)
        let memory = try #require(instance.memory(named: "memory"))
        var expected: [(UInt64, [UInt8])] = []
        for index in 0..<100 {
            let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &+ index) | 1 }
            expected.append((UInt64(index) * 160_007, bytes))
            try memory.write(bytes, at: UInt64(index) * 160_007)
        }
        var pieces: [Int] = []
        var bytes: [UInt8] = []
        try store.writeCoreDump(after: CancellationError()) {
            pieces.append($0.count)
            bytes += $0
        }
        #expect(bytes.count < 102_000)
        let dump = try CoreDump(bytes: bytes)
        #expect(dump.memories.map(\.size) == [16 << 20])
        #expect(dump.memories.map(\.dataBytes) == [100_000])
        for (address, bytes) in expected {
            #expect(dump.bytes(1_002, at: address, ofMemory: 0) == bytes + [0, 0])
        }
        #expect(dump.bytes(1, at: 16 << 20, ofMemory: 0) == nil)
        #expect(dump.bytes(-1, at: 0, ofMemory: 0) == nil)
        #expect(dump.bytes(1, at: 0, ofMemory: 1) == nil)
    }

    @Test func theOutputComesInPieces() throws {
        let store = Store()
        let (module, _) = try DumpedGuest.module("(module (memory (export \"memory\") 40))")
        let memory = try #require(try store.instantiate(module).memory(named: "memory"))
        try memory.write([UInt8](repeating: 7, count: 40 << 16), at: 0)
        var pieces: [Int] = []
        try store.writeCoreDump(after: CancellationError()) { pieces.append($0.count) }
        #expect(pieces.count == 3)
        #expect(pieces.dropLast().allSatisfy { $0 == 1 << 20 })
        // An error of the output is thrown on, and an interruption ends the work.
        var count = 0
        #expect(throws: CancellationError.self) {
            try store.writeCoreDump(after: CancellationError()) { _ in
                count += 1
                throw CancellationError()
            }
        }
        #expect(count == 1)
        #expect(throws: Interrupted(.cancelled)) {
            try store.writeCoreDump(after: CancellationError(), interruption: DumpedGuest.Stopped()) { _ in }
        }
    }

    // MARK: Bytes

    @Test func aSmallDumpByteForByte() throws {
        let store = Store()
        store.capturesCoreDumps = true
        let (module, _) = try DumpedGuest.module(
            """
            (module $m (memory 1 2) (global (mut i64) (i64.const -2)) (data (i32.const 5) "hi")
              (func (export "run") (param i32 f32) unreachable))
            """)
        let error = try #require(throws: Trap.self) {
            try #require(store.instantiate(module).function(named: "run")).call([.i32(-1), .f32(1)])
        }
        let bytes = try DumpedGuest.bytes(store, after: error)
        let section = { (name: String, contents: [UInt8]) -> [UInt8] in
            let name = Array(name.utf8)
            return [0, UInt8(name.count + 1 + contents.count), UInt8(name.count)] + name + contents
        }
        var expected: [UInt8] = [0x00, 0x61, 0x73, 0x6D, 1, 0, 0, 0]
        expected += section("core", [0, 9] + Array("a program".utf8))
        expected += [5, 4, 1, 1, 1, 2]  // A memory of 1 page, at most 2.
        expected += [6, 6, 1, 0x7E, 0, 0x42, 0x7E, 0x0B]  // An i64, constant: -2.
        expected += [11, 8, 1, 0, 0x41, 5, 0x0B, 2] + Array("hi".utf8)  // At address 5.
        expected += section("coremodules", [1, 0, 1] + Array("m".utf8))
        expected += section("coreinstances", [1, 0, 0, 1, 0, 1, 0])
        // Instance 0, function 0, code offset 1, two locals, no operands.
        expected += section(
            "corestack", [0, 4] + Array("main".utf8) + [1, 0, 0, 0, 1, 2, 0x7F, 0x7F, 0x7D, 0, 0, 0x80, 0x3F, 0])
        expected += section(
            "nestbox-core",
            [1, 11] + Array("unreachable".utf8) + [1, 1] + ModuleDigest(of: module.bytes).bytes + [0, 1, 0, 0, 0])
        #expect(bytes == expected)
    }

    /// A dump of wasmtime 49: a recursion of four frames that ends in `unreachable`, with three memories.
    @Test func aDumpOfWasmtimeIsRead() throws {
        let dump = try CoreDump(bytes: Self.wasmtimeDump)
        #expect(dump.executable == "a.wat")
        #expect(dump.reason == nil)
        #expect(dump.modules.map(\.name) == ["m"] && dump.modules[0].digest == nil)
        #expect(Self.parts(dump) == [[[0], [0, 1, 2], [0, 1, 2, 3]]])
        #expect(dump.stacks.map(\.name) == ["main"])
        #expect(dump.stacks[0].frames.map(\.functionIndex) == [0, 0, 0, 0, 1])
        #expect(dump.stacks[0].frames.map(\.codeOffset) == [33, 45, 45, 45, 5])
        #expect(
            dump.globals.map(\.value) == [
                .i32(9), .v128(low: 1, high: 2), .reference(isNull: true), .f64(0x7FF0_0000_0000_0123),
            ])
        #expect(dump.memories.map(\.size) == [2 << 16, 1 << 16, 1 << 16])
        #expect(dump.memories.map(\.type.addressType) == [.i32, .i32, .i64])
        #expect(dump.bytes(11, at: 65530, ofMemory: 0) == Array("hello world".utf8))
    }

    static let wasmtimeDump: [UInt8] = {
        let digits = Array(
            """
            0061736d01000000000c04636f72650005612e77617405080300020101030401062c047f0141090b7b01fd0c01000000000000000200\
            0000000000000b7000d0700b7c0144230100000000f07f0b0b1a020041faff030b0668656c6c6f2000418080040b05776f726c640010\
            0b636f72656d6f64756c65730100016d001a0d636f7265696e7374616e636573010000030001020400010203002f09636f7265737461\
            636b00046d61696e050000002100000000002d00000000002d00000000002d0000000001050000
            """)
        return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
    }()
}
