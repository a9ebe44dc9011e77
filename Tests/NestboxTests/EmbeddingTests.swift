import Foundation
import Nestbox
import Testing

/// The Swift API as an embedder sees it: only `import Nestbox`.
struct EmbeddingTests {
    static let helloPath = "Examples/hello.wasm"

    static func instance(_ text: String, _ imports: Imports = Imports(), in store: Store = Store()) throws -> Instance {
        try store.instantiate(Module(text: text), imports: imports)
    }

    static func function(_ name: Name, of instance: Instance) throws -> Function {
        try #require(instance.function(named: name))
    }

    // MARK: Loading

    @Test func loadsBothFormats() throws {
        _ = try Module(bytes: Repository.bytes(EmbeddingTests.helloPath))
        _ = try Module(bytes: Array("(module)".utf8))
        _ = try Module(text: "(module (func))")
        _ = try Module(bytes: [0, 0x61, 0x73, 0x6D, 1, 0, 0, 0])
    }

    @Test func saysWhatIsWrongWithAModule() throws {
        let malformed = #expect(throws: DecodeError.self) { try Module(bytes: [0, 0x61, 0x73, 0x6D, 2, 0, 0, 0]) }
        #expect(malformed?.offset == 4)
        #expect(malformed?.kind == .unknownVersion)
        #expect(throws: ParseError.self) { try Module(text: "(module (func)") }
        #expect(throws: ValidationError.self) { try Module(text: "(module (func (result i32)))") }
        var limits = StoreLimits()
        limits.moduleBytes = 7
        #expect(throws: LinkError.self) { try Module(bytes: [0, 0x61, 0x73, 0x6D, 1, 0, 0, 0], limits: limits) }
    }

    /// Several stores on several threads share one module.
    @Test func aModuleIsSharedByThreads() async throws {
        let module = try Module(
            text: #"(module (func (export "f") (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2))))"#)
        let results = try await withThrowingTaskGroup(of: Int32.self) { group in
            for number in 0..<8 as Range<Int32> {
                group.addTask {
                    let function = try EmbeddingTests.function("f", of: Store().instantiate(module))
                    return try function.call(number)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.sorted() == [0, 2, 4, 6, 8, 10, 12, 14])
    }

    // MARK: Calls

    static let arithmetic = """
        (module
          (func (export "i32") (param i32 i32) (result i32) (i32.sub (local.get 0) (local.get 1)))
          (func (export "i64") (param i64) (result i64) (i64.add (local.get 0) (i64.const 1)))
          (func (export "f32") (param f32) (result f32) (f32.neg (local.get 0)))
          (func (export "f64") (param f64 i32) (result f64) (f64.mul (local.get 0) (f64.convert_i32_s (local.get 1))))
          (func (export "nothing"))
          (func (export "several") (param i32) (result i32 i64 f32 f64 externref)
            (local.get 0) (i64.const -2) (f32.const 0.5) (f64.const -0.25) (ref.null extern))
          (global (export "answer") i32 (i32.const 42)))
        """

    @Test func typedCalls() throws {
        let instance = try EmbeddingTests.instance(EmbeddingTests.arithmetic)
        let difference: Int32 = try EmbeddingTests.function("i32", of: instance).call(3 as Int32, 5 as Int32)
        #expect(difference == -2)
        let unsigned: UInt32 = try EmbeddingTests.function("i32", of: instance).call(3 as UInt32, 5 as UInt32)
        #expect(unsigned == UInt32.max - 1)
        let wrapped: Int64 = try EmbeddingTests.function("i64", of: instance).call(Int64.max)
        #expect(wrapped == .min)
        let unsignedWrapped: UInt64 = try EmbeddingTests.function("i64", of: instance).call(UInt64.max)
        #expect(unsignedWrapped == 0)
        #expect(try EmbeddingTests.function("f32", of: instance).call(1.5 as Float, returning: Float.self) == -1.5)
        #expect(try EmbeddingTests.function("f64", of: instance).call(1.5, 3 as Int32, returning: Double.self) == 4.5)
        try EmbeddingTests.function("nothing", of: instance).call()
    }

    @Test func callsWithValues() throws {
        let instance = try EmbeddingTests.instance(EmbeddingTests.arithmetic)
        let results = try instance.call("several", [.i32(7)])
        #expect(results.map(\.description) == ["7", "-2", "0.5", "-0.25", "null"])
        #expect(results.map(\.type) == [.i32, .i64, .f32, .f64, .externref])
        guard case .global(let answer)? = instance["answer"] else { throw CallError.unknownFunction("answer") }
        #expect(answer.value.description == "42")
    }

    @Test func callsThatDoNotFitAreRefused() throws {
        let instance = try EmbeddingTests.instance(EmbeddingTests.arithmetic)
        #expect(throws: instance.unknownFunction("missing")) { try instance.call("missing") }
        #expect(throws: instance.unknownFunction("answer")) { try instance.call("answer") }
        #expect(throws: CallError.argumentCount(expected: 2, found: 1)) { try instance.call("i32", [.i32(1)]) }
        #expect(throws: CallError.argumentType(expected: .i32, found: .i64)) {
            try instance.call("i32", [.i32(1), .i64(1)])
        }
        let function = try EmbeddingTests.function("i32", of: instance)
        #expect(throws: CallError.self) { try function.call(1 as Int32, returning: Int32.self) }
        #expect(throws: CallError.self) { try function.call(1 as Int32, 2 as Int32, returning: Int64.self) }
        #expect(throws: CallError.self) { try function.call(1 as Int32, 2 as Int32) }
        #expect(instance.function(named: "answer") == nil)
        #expect(instance.memory(named: "i32") == nil)
        #expect(instance["missing"] == nil)
    }

    /// Names are compared by bytes: these two are equal as Swift strings.
    @Test func namesAreComparedByBytes() throws {
        let instance = try EmbeddingTests.instance(
            "(module (func (export \"\u{212B}\") (result i32) (i32.const 1))"
                + "(func (export \"\u{C5}\") (result i32) (i32.const 2)))")
        #expect(try EmbeddingTests.function("\u{212B}", of: instance).call(returning: Int32.self) == 1)
        #expect(try EmbeddingTests.function("\u{C5}", of: instance).call(returning: Int32.self) == 2)
        #expect(instance.function(named: "A\u{30A}") == nil)
    }

    // MARK: Host functions

    struct HostFault: Error {}

    @Test func hostFunctionsOfManyShapes() throws {
        var seen: [String] = []
        var imports = Imports()
        imports.define("none", in: "h", HostFunction { seen.append("none") })
        imports.define(
            "two", in: "h", HostFunction { (a: Int32, b: Int64) throws -> Int32 in a &+ Int32(truncatingIfNeeded: b) })
        imports.define("unsigned", in: "h", HostFunction { (a: UInt32, b: UInt64) in seen.append("\(a) \(b)") })
        imports.define("floats", in: "h", HostFunction { (a: Float, b: Double) -> Double in Double(a) * b })
        imports.define("constant", in: "h", HostFunction { () -> Int64 in -1 })
        imports.define(
            "text", in: "h",
            HostFunction(withCall: { (call: HostCall, address: UInt32, count: UInt32) throws -> UInt32 in
                let memory = try #require(call.memory)
                seen.append(String(decoding: try memory.read(at: UInt64(address), count: UInt64(count)), as: UTF8.self))
                try memory.write(Array("WREN".utf8), at: UInt64(address))
                return UInt32(memory.byteCount)
            }))
        imports.define(
            "swap", in: "h",
            HostFunction(type: FunctionType(parameters: [.i32, .i64], results: [.i64, .i32])) { call in
                let (a, b) = (call.i32(at: 0), call.i64(at: 1))
                call.setResult(bits: b)
                call.setResult(a, at: 1)
            })
        let instance = try EmbeddingTests.instance(
            """
            (module
              (import "h" "none" (func $none)) (import "h" "two" (func $two (param i32 i64) (result i32)))
              (import "h" "unsigned" (func $unsigned (param i32 i64)))
              (import "h" "floats" (func $floats (param f32 f64) (result f64)))
              (import "h" "constant" (func $constant (result i64)))
              (import "h" "text" (func $text (param i32 i32) (result i32)))
              (import "h" "swap" (func $swap (param i32 i64) (result i64 i32)))
              (memory (export "memory") 1) (data (i32.const 100) "wren")
              (func (export "f") (result i32 f64 i64 i32 i64 i32)
                (call $none) (call $unsigned (i32.const -1) (i64.const -1))
                (call $two (i32.const 40) (i64.const 2)) (call $floats (f32.const 1.5) (f64.const 4))
                (call $constant) (call $text (i32.const 100) (i32.const 4))
                (call $swap (i32.const 8) (i64.const 9))))
            """, imports)
        let results = try instance.call("f")
        #expect(results.map(\.description) == ["42", "6.0", "-1", "65536", "9", "8"])
        #expect(seen == ["none", "4294967295 18446744073709551615", "wren"])
        #expect(try instance.memory(named: "memory")?.read(at: 100, count: 4) == Array("WREN".utf8))
    }

    @Test func aHostFunctionThatThrowsTraps() throws {
        var imports = Imports()
        imports.define("fail", in: "h", HostFunction { throw HostFault() })
        imports.define(
            "outside", in: "h",
            HostFunction(withCall: { (call: HostCall) in
                _ = try call.memory?.read(at: .max, count: 2)
            }))
        imports.define("exit", in: "h", HostFunction { throw GuestExit(code: 5) })
        let instance = try EmbeddingTests.instance(
            """
            (module (import "h" "fail" (func $fail)) (import "h" "outside" (func $outside)) (import "h" "exit" (func $exit))
              (memory 1)
              (func $caller (export "fail") (call $fail)) (func (export "outside") (call $outside))
              (func (export "exit") (call $exit)))
            """, imports)
        let failed = #expect(throws: Trap.self) { try instance.call("fail") }
        #expect(failed?.kind == .host("HostFault()"))
        #expect(failed?.backtrace.first?.functionName == "caller")
        let outside = #expect(throws: Trap.self) { try instance.call("outside") }
        #expect(
            outside?.kind == .host("access to 2 bytes at 18446744073709551615 is outside of the memory of 65536 bytes"))
        #expect(throws: GuestExit(code: 5)) { try instance.call("exit") }
    }

    /// A host function may call back into the guest, but not without end.
    @Test func hostFunctionsCallBack() throws {
        let store = Store()
        var instance: Instance?
        var imports = Imports()
        imports.define(
            "again", in: "h",
            HostFunction { (n: Int32) throws -> Int32 in
                try EmbeddingTests.function("f", of: #require(instance)).call(n - 1)
            })
        let made = try EmbeddingTests.instance(
            """
            (module (import "h" "again" (func $again (param i32) (result i32)))
              (func (export "f") (param i32) (result i32)
                (if (result i32) (local.get 0)
                  (then (i32.add (i32.const 1) (call $again (local.get 0)))) (else (i32.const 100)))))
            """, imports, in: store)
        instance = made
        #expect(try EmbeddingTests.function("f", of: made).call(10 as Int32, returning: Int32.self) == 110)
        #expect(throws: (any Error).self) { try made.call("f", [.i32(-1)]) }
        #expect(try EmbeddingTests.function("f", of: made).call(3 as Int32, returning: Int32.self) == 103)
    }

    @Test func importsThatAreMissingOrWrongDoNotLink() throws {
        let text = #"(module (import "env" "log" (func (param i32))))"#
        let missing = #expect(throws: LinkError.self) { try EmbeddingTests.instance(text) }
        #expect(missing?.kind == .unknownImport)
        #expect(missing?.description.hasPrefix(#"unknown import "env" "log": func [i32] -> [], "#) == true)
        var imports = Imports()
        imports.define("log", in: "env", HostFunction { (_: Int64) in })
        let wrong = #expect(throws: LinkError.self) { try EmbeddingTests.instance(text, imports) }
        #expect(wrong?.kind == .incompatibleType(expected: "func [i32] -> []", found: "func [i64] -> []"))
    }

    // MARK: Memory

    @Test func memoryAccessIsChecked() throws {
        let instance = try EmbeddingTests.instance(
            #"(module (memory (export "m") 1) (data (i32.const 0) "\01\02\03\04"))"#)
        let memory = try #require(instance.memory(named: "m"))
        #expect(memory.byteCount == 65_536)
        #expect(try memory.load(UInt32.self, at: 0) == 0x0403_0201)
        #expect(try memory.load(Int8.self, at: 1) == 2)
        try memory.store(UInt64.max, at: 65_528)
        #expect(try memory.load(UInt16.self, at: 65_534) == .max)
        let outside = #expect(throws: MemoryAccessError.self) { try memory.load(UInt32.self, at: 65_533) }
        #expect(outside?.description == "access to 4 bytes at 65533 is outside of the memory of 65536 bytes")
        #expect(throws: MemoryAccessError.self) { try memory.store(1 as UInt8, at: 65_536) }
        #expect(throws: MemoryAccessError.self) { try memory.load(UInt64.self, at: .max) }
        #expect(throws: MemoryAccessError.self) { try memory.read(at: 1, count: .max) }
        #expect(throws: MemoryAccessError.self) { try memory.write([1, 2], at: 65_535) }
        #expect(try memory.load(UInt8.self, at: 65_535) == 0xFF, "nothing of it was written")
        #expect(try memory.read(at: 65_536, count: 0) == [])
        let sum = try memory.withBytes(at: 0, count: 4) { bytes in
            (0..<bytes.count).reduce(0) { $0 + Int(bytes[$1]) }
        }
        #expect(sum == 10)
        try memory.withMutableBytes(at: 0, count: 2) { bytes in
            bytes[0] = 9
            #expect(throws: MemoryAccessError.self) { try memory.load(UInt8.self, at: 0) }
        }
        #expect(try memory.read(at: 0, count: 4) == [9, 2, 3, 4])
        #expect(throws: MemoryAccessError.self) { try memory.withMutableBytes(at: 65_536, count: 1) { _ in } }
    }

    // MARK: Traps, budget, limits

    @Test func aTrapTellsWhere() throws {
        let module = try Module(bytes: Repository.bytes("Tests/Guests/crash.wasm"))
        var grants = WASIConfiguration()
        let output = BufferOutput()
        grants.grantStandardOutput(output)
        grants.grantExit()
        let trap = #expect(throws: Trap.self) { try Store().runCommand(module, wasi: WASI(grants)) }
        #expect(trap?.kind == .unreachable)
        #expect(
            trap?.backtrace.prefix(4).map(\.functionName) == ["crash_here", "depth_three", "depth_two", "depth_one"])
        #expect(trap?.backtrace.last?.functionName == "_start")
        #expect(trap?.backtrace.first?.offset == 15_252)
        #expect(trap?.omittedFrames == 0)
        #expect(output.text == "about to trap\n")
    }

    static let counting = """
        (module (global (export "n") (mut i32) (i32.const 0))
          (func $f (export "f") (loop (global.set 0 (i32.add (global.get 0) (i32.const 1))) (br 0)))
          (func (export "one") (result i32) (i32.const 1)))
        """

    @Test func theBudgetIsReadAndToppedUp() throws {
        let store = Store()
        let instance = try EmbeddingTests.instance(EmbeddingTests.counting, in: store)
        #expect(store.budget.remaining == nil)
        #expect(try instance.call("one").map(\.description) == ["1"])
        #expect(store.budget.spent == 2)
        store.budget.allow(1_000)
        #expect(store.budget.limit == 1_002)
        #expect(store.budget.remaining == 1_000)
        let trap = #expect(throws: Trap.self) { try instance.call("f") }
        #expect(trap?.kind == .budgetExhausted)
        #expect(trap?.backtrace.map(\.functionName) == ["f"])
        #expect(store.budget.remaining == 0)
        // A round costs five units; the guest stops at the first backward branch beyond the limit.
        #expect((1_002..<1_010).contains(store.budget.spent))
        #expect(throws: Trap.self) { try instance.call("one") }
        store.budget.allow(10)
        #expect(try instance.call("one").map(\.description) == ["1"])
        #expect(store.budget.remaining == 8)
    }

    @Test func limitsHold() throws {
        var limits = StoreLimits()
        limits.memoryPages = 2
        limits.instances = 2
        limits.callDepth = 100
        let store = Store(limits: limits)
        let text = """
            (module (memory 1) (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
              (func $deeper (export "deeper") (call $deeper)))
            """
        let grow = try EmbeddingTests.function("grow", of: EmbeddingTests.instance(text, in: store))
        #expect(try grow.call(1 as Int32, returning: Int32.self) == 1)
        #expect(try grow.call(1 as Int32, returning: Int32.self) == -1)
        #expect(store.memoryPages == 2)
        let instance = try EmbeddingTests.instance(text, in: store)
        let trap = #expect(throws: Trap.self) { try instance.call("deeper") }
        #expect(trap?.kind == .callStackExhausted)
        #expect(trap?.backtrace.count == Trap.maximumFrames)
        #expect(trap?.omittedFrames == 100 - Trap.maximumFrames)
        let refused = #expect(throws: LinkError.self) { try EmbeddingTests.instance(text, in: store) }
        #expect(refused?.kind == .limitExceeded("more than 2 instances"))
    }

    @Test func anotherThreadCancels() throws {
        let store = Store()
        let interruption = HostInterruption()
        store.interruption = interruption
        let instance = try EmbeddingTests.instance(EmbeddingTests.counting, in: store)
        // A thread of its own: other tests may have all of Swift's.
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: 0.05)
            interruption.cancel()
        }
        let start = Date()
        let trap = #expect(throws: Trap.self) { try instance.call("f") }
        #expect(trap?.kind == .interrupted(.cancelled))
        #expect(Date().timeIntervalSince(start) < 60)
        interruption.restart()
        #expect(try instance.call("one").map(\.description) == ["1"])
    }

    @Test func aDeadlineEndsALoop() throws {
        let store = Store()
        let instance = try EmbeddingTests.instance(EmbeddingTests.counting, in: store)
        store.interruption = HostInterruption(timeoutNanoseconds: 50_000_000)
        let trap = #expect(throws: Trap.self) { try instance.call("f") }
        #expect(trap?.kind == .interrupted(.deadlineExceeded))
    }

    // MARK: Stores

    @Test func storesAreIsolated() throws {
        let module = try Module(
            text: """
                (module (memory (export "m") 1) (global $n (mut i32) (i32.const 0))
                  (func (export "set") (i32.store (i32.const 0) (i32.const 7)) (global.set $n (i32.const 7)))
                  (func (export "get") (result i32 i32) (i32.load (i32.const 0)) (global.get $n))
                  (func (export "pass") (param funcref externref)))
                """)
        let (first, second) = (Store(), Store())
        let (a, b) = (try first.instantiate(module), try second.instantiate(module))
        _ = try a.call("set")
        #expect(try a.call("get").map(\.description) == ["7", "7"])
        #expect(try b.call("get").map(\.description) == ["0", "0"])
        #expect(try first.instantiate(module).call("get").map(\.description) == ["0", "0"])
        #expect(first.budget.spent > second.budget.spent)
        // A store takes no references of another store.
        #expect(throws: CallError.foreignReference) {
            try b.call("pass", [.funcref(a.function(named: "get")), .externref(nil)])
        }
        #expect(throws: CallError.foreignReference) {
            try b.call("pass", [.funcref(nil), .externref(ExternalReference("mine", in: first))])
        }
        var imports = Imports()
        imports.define("m", in: "a", try #require(a["m"]))
        let refused = #expect(throws: LinkError.self) {
            try EmbeddingTests.instance(#"(module (import "a" "m" (memory 1)))"#, imports, in: second)
        }
        #expect(refused?.kind == .foreignStore)
        _ = try EmbeddingTests.instance(#"(module (import "a" "m" (memory 1)))"#, imports, in: first)
    }

    @Test func objectsOfTheHostPassThroughAGuest() throws {
        let store = Store()
        let instance = try EmbeddingTests.instance(
            #"(module (func (export "id") (param externref) (result externref) (local.get 0)))"#, in: store)
        let results = try instance.call("id", [.externref(ExternalReference("a wren", in: store))])
        guard case .externref(let reference)? = results.first else { throw HostFault() }
        #expect(reference?.object as? String == "a wren")
    }

    // MARK: WASI

    @Test func nothingIsGrantedByDefault() throws {
        #expect(WASIConfiguration().granted.isEmpty)
        let module = try Module(bytes: Repository.bytes(EmbeddingTests.helloPath))
        let bare = #expect(throws: LinkError.self) { try Store().instantiate(module) }
        #expect(bare?.kind == .unknownImport)
        let refused = #expect(throws: LinkError.self) {
            try Store().runCommand(module, wasi: WASI(WASIConfiguration()))
        }
        guard case .notGranted(let reason)? = refused?.kind else { throw HostFault() }
        #expect(refused?.module == "wasi_snapshot_preview1")
        #expect(refused?.name.isEmpty == false)
        #expect(reason.contains("WASIConfiguration.grant") && reason.contains(#"a policy's "allow""#))
    }

    @Test func aProgramGetsWhatItIsGranted() throws {
        let module = try Module(bytes: Repository.bytes(EmbeddingTests.helloPath))
        let output = BufferOutput()
        var grants = WASIConfiguration()
        try grants.grantArguments(["hello.wasm", "one", "two words", "—"])
        try grants.grantEnvironment(["COLOUR": "green", "A": "1"])
        grants.grantStandardOutput(output)
        grants.grantExit()
        grants.hostPrices = .none
        let store = Store()
        #expect(try store.runCommand(module, wasi: WASI(grants)) == 0)
        #expect(output.bytes == (try Repository.bytes("Tests/Guests/expected/hello.txt")))
        #expect(store.budget.spent == 12_077, "as under wasmtime")
    }

    @Test func aBufferHasACap() throws {
        let module = try Module(bytes: Repository.bytes("Tests/Guests/flood.wasm"))
        let output = BufferOutput(capacity: 100)
        var grants = WASIConfiguration()
        try grants.grantArguments(["flood", "1000"])
        grants.grantStandardOutput(output)
        grants.grantExit()
        try Store().runCommand(module, wasi: WASI(grants))
        #expect(output.bytes.count == 100)
    }

    @Test func inputAndOutputAreCallbacks() throws {
        let module = try Module(bytes: Repository.bytes("Tests/Guests/wordcount.wasm"))
        var input = try Repository.bytes("Tests/Guests/input/wordcount.txt")[...]
        var output: [UInt8] = []
        var calls = 0
        var grants = WASIConfiguration()
        try grants.grantArguments(["wordcount.wasm"])
        grants.grantStandardInput(
            CallbackInput { buffer in
                let count = min(7, buffer.count, input.count)
                for (index, byte) in input.prefix(count).enumerated() { buffer[index] = byte }
                input = input.dropFirst(count)
                return count
            })
        grants.grantStandardOutput(
            CallbackOutput(buffering: .full) { bytes in
                calls += 1
                for index in 0..<bytes.count { output.append(bytes[index]) }
            })
        grants.grantExit()
        try Store().runCommand(module, wasi: WASI(grants))
        #expect(output == (try Repository.bytes("Tests/Guests/expected/wordcount.txt")))
        #expect(calls == 1)
    }

    @Test func theExitCodeIsReturned() throws {
        let module = try Module(bytes: Repository.bytes("Tests/Guests/exitcode.wasm"))
        for code in [0, 7, 255] as [UInt32] {
            var grants = WASIConfiguration()
            try grants.grantArguments(["exitcode.wasm", "\(code)"])
            grants.grantStandardOutput(NullStream())
            grants.grantExit()
            #expect(try Store().runCommand(module, wasi: WASI(grants)) == code)
        }
    }

    @Test func aWaitingGuestIsCancelled() throws {
        let module = try Module(text: StreamTests.sleeper)
        var grants = WASIConfiguration()
        grants.grantPoll(HostClocks())
        let store = Store()
        let interruption = HostInterruption()
        store.interruption = interruption
        // A thread of its own: other tests may have all of Swift's.
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: 0.05)
            interruption.cancel()
        }
        let trap = #expect(throws: Trap.self) { try store.runCommand(module, wasi: WASI(grants)) }
        #expect(trap?.kind == .interrupted(.cancelled))
        #expect(trap?.backtrace.first?.functionName == "sleeper")
    }

    /// With a clock and a seed of the embedder's choice, every run is the same.
    @Test func virtualClocksAndSeedsMakeRunsRepeatable() throws {
        let module = try Module(bytes: Repository.bytes("Tests/Guests/clocks.wasm"))
        func run() throws -> (String, UInt64) {
            var grants = WASIConfiguration()
            let output = BufferOutput()
            try grants.grantArguments(["clocks.wasm"])
            grants.grantStandardOutput(output)
            grants.grantClocks(VirtualClocks(realtime: 1_700_000_000_000_000_000))
            grants.grantRandom(SeededRandomSource(seed: 3))
            grants.grantExit()
            grants.missing = .enosys
            let store = Store()
            try store.runCommand(module, wasi: WASI(grants))
            return (output.text, store.budget.spent)
        }
        let (first, second) = (try run(), try run())
        #expect(first == second)
        #expect(!first.0.isEmpty)
    }

    @Test func grantsAreChecked() throws {
        var grants = WASIConfiguration()
        #expect(throws: WASIConfigurationError.self) { try grants.grantArguments(["a\0b"]) }
        #expect(throws: WASIConfigurationError.self) { try grants.grantEnvironment(["A=B": "x"]) }
        #expect(throws: WASIConfigurationError.self) { try grants.grantEnvironment(["A": "1", "A": "2"]) }
        #expect(grants.granted.isEmpty)
        grants.grantExit()
        #expect(grants.granted == [.exit])
        grants.revoke(.exit)
        #expect(grants.granted.isEmpty)
    }
}
