import Testing
import WasmSyntax

@testable import WasmRuntime

/// A recorded guest that is run again with the recording alone does the same.
struct RecordingTests {
    /// A host of tests: functions that do everything that an embedder's function can do to a guest.
    enum Host {
        struct Failure: Error, CustomStringConvertible {
            let description = "no stock left"
        }

        static func imports(in store: Store) throws -> Imports {
            var imports = Imports()
            let tag = try Tag([.i32, .v128], in: store)
            imports.define("tag", in: "host", .tag(tag))
            imports.define("add", in: "host", HostFunction { (a: Int32, b: Int32) -> Int32 in a &+ b })
            imports.define(
                "write", in: "host",
                HostFunction { (call: HostCall, at: Int32) -> Int32 in
                    let memory = try #require(call.memory)
                    let at = UInt64(UInt32(bitPattern: at))
                    let old: UInt32 = try memory.load(at: at)
                    try memory.store(UInt64(0x0102_0304_0506_0708), at: at)
                    try memory.store(UInt8(9), at: at &+ 100)
                    try memory.write([1, 2, 3, 4, 5] as [UInt8], at: at &+ 20_000)
                    try memory.withMutableBytes(at: at &+ 300, count: 40) { bytes in
                        for index in 7..<12 { bytes[index] = UInt8(index) }
                    }
                    let text = try memory.read(at: at &+ 300, count: 12)
                    return Int32(truncatingIfNeeded: old) &+ Int32(text[8])
                })
            imports.define(
                "charge", in: "host", HostFunction(withCall: { (call: HostCall) throws in try call.charge(777) }))
            imports.define(
                "hold", in: "host",
                HostFunction(withCall: { (call: HostCall, bytes: Int32) -> Int32 in
                    call.store.hostMemory.take(UInt64(UInt32(bitPattern: bytes)), .recorded) ? 1 : 0
                }))
            imports.define(
                "allow", in: "host", HostFunction(withCall: { (call: HostCall) in call.store.budget.allow(100_000) }))
            imports.define(
                "trap", in: "host", HostFunction { () throws -> Void in throw Trap(.integerOverflow) })
            imports.define("fail", in: "host", HostFunction { () throws -> Void in throw Failure() })
            imports.define(
                "exit", in: "host",
                HostFunction { (code: Int32) throws -> Void in
                    throw GuestExit(code: UInt32(bitPattern: code))
                })
            imports.define("stop", in: "host", HostFunction { () throws -> Void in throw Interrupted(.cancelled) })
            imports.define(
                "throw", in: "host",
                HostFunction { (value: Int32) throws -> Void in
                    throw try WasmException(tag, [.i32(value), .v128(low: 5, high: 6)])
                })
            imports.define(
                "vector", in: "host",
                HostFunction(type: FunctionType(parameters: [.v128], results: [.i64, .v128])) { call in
                    let vector = call.v128(at: 0)
                    call.setResult(bits: 99, at: 0)
                    call.setResult(low: vector.high, high: vector.low, at: 1)
                })
            imports.define(
                "number", in: "host",
                HostFunction(type: FunctionType(parameters: [.i32], results: [.anyref])) { call in
                    try call.setResult(.anyref(InternalReference(i31: call.i32(at: 0), in: call.store)))
                })
            imports.define(
                "same", in: "host",
                HostFunction(type: FunctionType(parameters: [.funcref], results: [.funcref])) { call in
                    try call.setResult(call.value(at: 0, as: .funcref))
                })
            imports.define(
                "ask", in: "host",
                HostFunction(type: FunctionType(parameters: [.i32], results: [.i32])) { call in
                    throw HostSuspension(call.i32(at: 0))
                })
            return imports
        }
    }

    /// The bodies of functions `f`, which get all imports and a memory.
    static let guests: [(name: String, fields: String)] = [
        ("arguments and results", "(func (export \"f\") (result i32) (call $add (i32.const -3) (i32.const 10)))"),
        (
            "memory that is written",
            """
            (func (export "f") (result i64 i32 i64 i32)
              (i32.store (i32.const 64) (i32.const 1234))
              (call $write (i32.const 64)) (drop)
              (i64.load (i32.const 64)) (i32.load8_u (i32.const 164)) (i64.load (i32.const 20064))
              (i32.load8_u (i32.const 373)))
            """
        ),
        (
            "memory that is not there",
            "(func (export \"f\") (result i32) (call $write (i32.const 65530)))"
        ),
        ("units that are charged", "(func (export \"f\") (loop (call $charge) (br 0)))"),
        (
            "host memory that is held",
            """
            (func (export "f") (result i32 i32 i32)
              (memory.grow (i32.const 1)) (call $hold (i32.const 40000000)) (memory.grow (i32.const 400)))
            """
        ),
        (
            "a budget that grows",
            """
            (func (export "f") (result i32) (local i32)
              (loop (br_if 0 (i32.lt_u (local.tee 0 (i32.add (local.get 0) (i32.const 1))) (i32.const 500))))
              (call $allow)
              (loop (br_if 0 (i32.lt_u (local.tee 0 (i32.add (local.get 0) (i32.const 1))) (i32.const 9000))))
              (local.get 0))
            """
        ),
        ("a trap", "(func (export \"f\") (call $trap))"),
        ("an error", "(func (export \"f\") (call $fail))"),
        ("an exit", "(func (export \"f\") (call $exit (i32.const 7)))"),
        ("an interrupted function", "(func (export \"f\") (call $stop))"),
        ("an exception", "(func (export \"f\") (call $throw (i32.const 7)))"),
        (
            "an exception that is caught",
            """
            (func (export "f") (result i32 v128)
              (block $h (result i32 v128)
                (try_table (catch $tag $h) (call $throw (i32.const 42)))
                (i32.const 0) (v128.const i32x4 0 0 0 0)))
            """
        ),
        ("vectors", "(func (export \"f\") (result i64 v128) (call $vector (v128.const i32x4 1 2 3 4)))"),
        (
            "references",
            """
            (func $g (result i32) (i32.const 17)) (elem declare func $g)
            (table 1 funcref)
            (func (export "f") (result i32 i32)
              (i31.get_u (ref.cast (ref i31) (call $number (i32.const 12))))
              (table.set (i32.const 0) (call $same (ref.func $g)))
              (call_indirect (result i32) (i32.const 0)))
            """
        ),
        ("a function that suspends", "(func (export \"f\") (result i32) (call $ask (i32.const 20)))"),
        (
            "a function that suspends for ever",
            "(func (export \"f\") (result i32) (drop (call $write (i32.const 0))) (call $ask (i32.const 0)))"
        ),
        ("a start function", "(func $s (drop (call $write (i32.const 8)))) (start $s) (func (export \"f\"))"),
        (
            "an end without host calls",
            "(func (export \"f\") (result i32) (i32.div_u (i32.const 1) (i32.load (i32.const 0))))"
        ),
    ]

    private static let prelude = """
        (import "host" "tag" (tag $tag (param i32 v128)))
        (import "host" "add" (func $add (param i32 i32) (result i32)))
        (import "host" "write" (func $write (param i32) (result i32)))
        (import "host" "charge" (func $charge))
        (import "host" "hold" (func $hold (param i32) (result i32)))
        (import "host" "allow" (func $allow))
        (import "host" "trap" (func $trap))
        (import "host" "fail" (func $fail))
        (import "host" "exit" (func $exit (param i32)))
        (import "host" "stop" (func $stop))
        (import "host" "throw" (func $throw (param i32)))
        (import "host" "vector" (func $vector (param v128) (result i64 v128)))
        (import "host" "number" (func $number (param i32) (result anyref)))
        (import "host" "same" (func $same (param funcref) (result funcref)))
        (import "host" "ask" (func $ask (param i32) (result i32)))
        (memory 1)
        """

    /// A run: its ending, units, and the recording of it if there is one.
    struct Run {
        var ending: RecordedEnding
        var spent: UInt64
        var pages: UInt64
        var trap: String?
        var bytes: [UInt8] = []

        init(_ result: Result<[Value], any Error>, _ store: Store) {
            ending = RecordedEnding(result, in: store)
            spent = store.budget.spent
            pages = store.memoryPages
            if case .failure(let error as Trap) = result { trap = "\(error)" }
        }
    }

    private static func store(interruption: (any Interruption)? = nil) -> Store {
        var limits = StoreLimits()
        limits.hostBytes = 64 << 20
        let store = Store(limits: limits)
        store.budget.limit = 9_000
        store.interruption = interruption
        return store
    }

    static func record(
        _ fields: String, interruption: (any Interruption)? = nil, imports: Imports? = nil
    ) throws -> (run: Run, failure: RecordingFailure?) {
        let store = store(interruption: interruption)
        if interruption != nil { store.budget.limit = nil }
        let module = try Guest.module(prelude + fields)
        let imports = try imports ?? Host.imports(in: store)
        var bytes: [UInt8] = []
        let modules = [RecordedModule(name: "", digest: [UInt8](repeating: 7, count: 32), bytes: nil)]
        let recorder = Recorder(RecordingHeader(), modules: modules) { bytes += $0 }
        store.recorder = recorder
        let result = Result {
            let function = try store.instantiate(module, imports: imports).function(named: "f")
            let call = try #require(function).begin()
            switch try call.resume() {
            case .finished(let values): return values
            case .suspended(.hostFunction(let asked)) where asked.value as? UInt32 == 0:
                throw call.end(with: .interrupted(.cancelled))
            case .suspended(.hostFunction):
                guard case .finished(let values) = try call.resume(returning: [.i32(21)]) else { return [] }
                return values
            case .suspended(.interrupted(let reason)): throw call.end(with: .interrupted(reason))
            case .suspended: throw call.end(with: .budgetExhausted)
            }
        }
        var run = Run(result, store)
        var failure: RecordingFailure?
        do throws(RecordingFailure) { try recorder.finish(result, in: store) } catch { failure = error }
        run.bytes = bytes
        return (run, failure)
    }

    /// Replays a recording, and checks the end too.
    static func replay(_ bytes: [UInt8], _ fields: String, unlimited: Bool = false) throws -> Run {
        try replay(bytes, try Guest.module(prelude + fields), unlimited: unlimited)
    }

    static func replay(_ bytes: [UInt8], _ module: Module, unlimited: Bool = false) throws -> Run {
        let store = store()
        if unlimited { store.budget.limit = nil }
        let replayer = Replayer(try Recording(bytes: bytes))
        var imports = Imports()
        imports.define("tag", in: "host", .tag(try Tag([.i32, .v128], in: store)))
        replayer.provide(&imports)
        func call(_ function: Function) throws -> [Value] {
            guard case .finished(let results) = try replayer.advance(function.begin(), to: nil) else { return [] }
            return results
        }
        let result = Result {
            let instance = try store.instantiate(module, imports) { _ = try call($0) }
            return try call(try #require(instance.function(named: "f")))
        }
        let run = Run(result, store)
        try replayer.check(run.ending, spent: run.spent)
        return run
    }

    @Test(arguments: guests.indices)
    func aReplayDoesTheSame(_ number: Int) throws {
        let guest = RecordingTests.guests[number]
        let (run, failure) = try RecordingTests.record(guest.fields)
        #expect(failure == nil)
        let recording = try Recording(bytes: run.bytes)
        #expect(recording.cut == nil && recording.ending == run.ending && recording.spent == run.spent)
        let again = try RecordingTests.replay(run.bytes, guest.fields)
        #expect(again.ending == run.ending, "\(guest.name)")
        #expect(again.spent == run.spent && again.pages == run.pages)
        // A replayed error is a trap with the error's text.
        #expect(again.trap == run.trap)
    }

    /// An interruption that stops at its n-th poll.
    final class Countdown: Interruption, @unchecked Sendable {
        var left: Int
        init(_ left: Int) { self.left = left }
        func reasonToStop() -> InterruptReason? {
            left -= 1
            return left < 0 ? .deadlineExceeded : nil
        }
    }

    @Test(
        arguments: [0, 1, 3, 6],
        [
            "(loop (br 0))",
            "(loop (call $charge) (br 0))",
            "(loop (drop (call $add (i32.const 1) (i32.const 2))) (br 0))",
            "(loop (memory.fill (i32.const 0) (i32.const 1) (i32.const 60000)) (br 0))",
            "(drop (memory.grow (i32.const 300))) (loop (memory.fill (i32.const 0) (i32.const 1) (i32.const 9000000)) (br 0))",
        ])
    func anInterruptionComesAtTheSameUnits(_ polls: Int, _ body: String) throws {
        let fields = "(func (export \"f\") \(body))"
        let (run, failure) = try RecordingTests.record(fields, interruption: Countdown(polls))
        #expect(failure == nil)
        #expect(run.ending == .trapped(.interrupted(.deadlineExceeded)))
        let again = try RecordingTests.replay(run.bytes, fields, unlimited: true)
        #expect(again.ending == run.ending && again.spent == run.spent)
    }

    // MARK: Differences

    private static let twoCalls = """
        (func (export "f") (result i32)
          (drop (call $add (i32.const 1) (i32.const 2)))
          (i32.store (i32.const 64) (i32.const 5))
          (call $write (i32.const 64)))
        """

    @Test(arguments: [
        ("call $write (i32.const 64)", "call $write (i32.const 65)", "call 2", "the arguments"),
        ("(i32.const 1) (i32.const 2)", "(i32.const 1) (i32.const 3)", "call 1", "the arguments"),
        ("(i32.const 5)", "(i32.const 6)", "call 2", "what the guest passes"),
        ("(drop (call $add", "(drop (i32.const 9)) (drop (call $add", "call 1", "units"),
        ("(drop (call $add", "(call $trap) (drop (call $add", "call 1", "expected a call of host.add"),
        ("(call $write (i32.const 64)))", "(call $write (i32.const 64)) (call $trap))", "call 3", "expected a return"),
        ("(call $write (i32.const 64)))", "(i32.const 1))", "the end", "expected a call of host.write"),
        ("(call $write (i32.const 64)))", "(drop (call $write (i32.const 64))) (i32.const 1))", "the end", "a return"),
    ])
    func aDifferenceIsFoundWhereItArises(_ old: String, _ new: String, _ place: String, _ what: String) throws {
        let fields = RecordingTests.twoCalls
        let changed = try #require(fields.range(of: old)).lowerBound
        var other = fields
        other.replaceSubrange(changed..<other.index(changed, offsetBy: old.count), with: new)
        let (run, _) = try RecordingTests.record(fields)
        let found = try #require(throws: ReplayDifference.self) { try RecordingTests.replay(run.bytes, other) }
        #expect("\(found)".contains(place), "\(found)")
        #expect("\(found)".contains(what), "\(found)")
    }

    /// A cut recording is replayed up to the cut.
    @Test func aCutRecordingSaysSo() throws {
        let (run, _) = try RecordingTests.record(RecordingTests.twoCalls)
        let module = try Guest.module(RecordingTests.prelude + RecordingTests.twoCalls)
        var ends: [String: Int] = [:]
        for count in 0..<run.bytes.count {
            do throws(RecordingError) {
                let recording = try Recording(bytes: Array(run.bytes.prefix(count)))
                #expect(recording.cut != nil)
                let found = #expect(throws: ReplayDifference.self) {
                    try RecordingTests.replay(Array(run.bytes.prefix(count)), module)
                }
                #expect("\(found as Any)".contains("cut at byte"))
                ends["call \(found?.call ?? 0)", default: 0] += 1
            } catch {
                #expect(error.offset.map { $0 <= count } == true)
                ends["malformed", default: 0] += 1
            }
        }
        #expect(ends.keys.sorted() == ["call 0", "call 1", "call 2", "malformed"])
    }

    /// Changed bytes are an error with a place, a difference, or a run: never the end of the process.
    @Test func changedBytesAreAnErrorOrARun() throws {
        for guest in [RecordingTests.guests[1], RecordingTests.guests[11], RecordingTests.guests[13]] {
            let (run, _) = try RecordingTests.record(guest.fields)
            let module = try Guest.module(RecordingTests.prelude + guest.fields)
            let masks: [UInt8] = [0x01, 0x80, 0x02, 0xFF, 0x04, 0x40, 0x10]
            var kinds: Set<String> = []
            for place in stride(from: 0, to: run.bytes.count, by: Guest.isDebugBuild ? 5 : 1) {
                var bytes = run.bytes
                bytes[place] ^= masks[place % masks.count]
                do {
                    _ = try RecordingTests.replay(bytes, module)
                    kinds.insert("run")
                } catch {
                    kinds.insert("\(type(of: error))")
                    if let error = error as? RecordingError { #expect(error.offset != nil) }
                }
            }
            #expect(kinds == ["run", "RecordingError", "ReplayDifference"])
        }
    }

    // MARK: What cannot be recorded

    @Test func aGuestThatTheHostCallsIsRefused() throws {
        var imports = Imports()
        imports.define(
            "again", in: "host",
            HostFunction(withCall: { (call: HostCall) throws in
                let caller = try #require(call.caller)
                _ = try Function(
                    store: call.store, address: call.store.state.instances[Int(caller.index)].functionAddress(1)
                )
                .call([])
            }))
        let store = Store()
        let recorder = Recorder(RecordingHeader(), modules: []) { _ in }
        store.recorder = recorder
        let instance = try Guest.instance(
            "(import \"host\" \"again\" (func $a)) (func) (func (export \"f\") (call $a))", in: store, imports: imports)
        let trap = #expect(throws: Trap.self) { try instance.call("f") }
        #expect("\(trap as Any)".contains("a host function that calls a guest cannot be recorded"))
        #expect(throws: RecordingFailure.self) { try recorder.finish(.success([]), in: store) }
        // Without a recorder it works.
        store.recorder = nil
        #expect(throws: Never.self) { try instance.call("f") }
    }

    @Test func anObjectOfTheHostIsRefused() throws {
        var imports = Imports()
        imports.define(
            "object", in: "host",
            HostFunction(type: FunctionType(parameters: [], results: [.externref])) { call in
                try call.setResult(.externref(ExternalReference("text", in: call.store)))
            })
        let store = Store()
        store.recorder = Recorder(RecordingHeader(), modules: []) { _ in }
        let instance = try Guest.instance(
            "(import \"host\" \"object\" (func $o (result externref))) (func (export \"f\") (drop (call $o)))",
            in: store,
            imports: imports)
        let trap = #expect(throws: Trap.self) { try instance.call("f") }
        #expect("\(trap as Any)".contains("result 0 of object is a reference to an object, which cannot be recorded"))
    }

    @Test func aRecordingThatCannotBeWrittenEndsTheGuest() throws {
        struct Full: Error {}
        let store = Store()
        var written = 0
        store.recorder = Recorder(RecordingHeader(), modules: []) {
            written += $0.count
            if written > 100_000 { throw Full() }
        }
        let instance = try Guest.instance(
            RecordingTests.prelude + "(func (export \"f\") (loop (call $charge) (br 0)))", in: store,
            imports: Host.imports(in: store))
        let trap = #expect(throws: Trap.self) { try instance.call("f") }
        #expect("\(trap as Any)".contains("the recording could not be written"))
        #expect(written < 300_000)
    }

    @Test func everyKindOfTrapIsRecorded() throws {
        for kind in Trap.Kind.recordedKinds + [.host("a\nb")] {
            var writer = ByteWriter()
            writer.trapKind(kind)
            var cursor = ByteCursor(writer.bytes, in: writer.bytes.indices)
            #expect(try cursor.trapKind() == kind)
        }
        var writer = ByteWriter()
        writer.trapKind(.host("\u{1B}[2J" + String(repeating: "é", count: 10_000)))
        var cursor = ByteCursor(writer.bytes, in: writer.bytes.indices)
        guard case .host(let text) = try cursor.trapKind() else { return #expect(Bool(false)) }
        #expect(text.hasPrefix("\\u{1b}[2Jé") && text.utf8.count < 4_096)
    }
}
