import Nestbox
import NestboxFoundation
import Testing
import WasmRuntime

/// Functions with Swift types in both directions: numbers, vectors, references, strings, bytes and JSON.
struct TypedFunctionTests {
    /// Passes each kind of value through the host and back. `malloc` hands out memory from 1,024 on; `free` counts.
    private static let echo = """
        (module
          (import "host" "vector" (func $vector (param v128) (result v128)))
          (import "host" "object" (func $object (param externref) (result externref)))
          (import "host" "text" (func $text (param i32 i32) (result i32 i32)))
          (import "host" "split" (func $split (param i64) (result i32 i32 f64)))
          (import "host" "apply" (func $apply (param funcref i32) (result i32)))
          (memory (export "memory") 1)
          (global $next (mut i32) (i32.const 1024))
          (global (export "freed") (mut i32) (i32.const 0))
          (func (export "malloc") (param i32) (result i32)
            (global.get $next) (global.set $next (i32.add (global.get $next) (local.get 0))))
          (func (export "free") (param i32) (global.set 1 (i32.add (global.get 1) (i32.const 1))))
          (func (export "vector") (param v128) (result v128) (call $vector (local.get 0)))
          (func (export "object") (param externref) (result externref) (call $object (local.get 0)))
          (func (export "text") (param i32 i32) (result i32 i32) (call $text (local.get 0) (local.get 1)))
          (func (export "same") (param i32 i32) (result i32 i32) (local.get 0) (local.get 1))
          (func (export "split") (param i64) (result i32 i32 f64) (call $split (local.get 0)))
          (func $twice (export "twice") (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2)))
          (func (export "apply") (param i32) (result i32) (call $apply (ref.func $twice) (local.get 0)))
          (func (export "function") (result funcref) (ref.func $twice))
          (func (export "null") (result funcref) (ref.null func))
          (func (export "number") (result anyref) (ref.i31 (i32.const 7)))
          (func (export "strict") (param (ref extern)) (result (ref extern)) (local.get 0))
          (func (export "many") (param i32 i32 i32 i32 i32 i32 i32 i64) (result i64)
            (i64.add (local.get 7) (i64.extend_i32_u (local.get 0))))
          (func (export "outside") (result i32 i32) (i32.const 65530) (i32.const 7))
          (func (export "long") (result i32 i32) (i32.const 0) (i32.const 65536))
          (func (export "latin") (result i32 i32) (i32.const 0) (i32.const 1))
          (data (i32.const 0) "\\e9"))
        """

    private final class Thing {
        let number: Int
        init(_ number: Int) { self.number = number }
    }

    private func instance() throws -> Instance {
        var imports = Imports()
        imports.define("vector", in: "host", HostFunction { (lanes: SIMD4<Float>) in lanes * 2 })
        imports.define(
            "object", in: "host",
            HostFunction { (thing: HostObject<Thing>) in HostObject(Thing(thing.object.number + 1)) })
        imports.define("text", in: "host", HostFunction { (text: GuestString) in GuestString(text.text.uppercased()) })
        imports.define(
            "split", in: "host",
            HostFunction { (number: UInt64) -> (UInt32, UInt32, Double) in
                (UInt32(truncatingIfNeeded: number), UInt32(number >> 32), Double(number))
            })
        imports.define(
            "apply", in: "host",
            HostFunction { (function: Function, number: Int32) -> Int32 in try function.call(number) })
        return try Store().instantiate(Module(text: TypedFunctionTests.echo), imports: imports)
    }

    @Test func vectors() throws {
        let instance = try instance()
        let vector = try instance.function(named: "vector", as: ((SIMD4<Float>) throws -> SIMD4<Float>).self)
        #expect(try vector([1, -2, 0.5, .infinity]) == [2, -4, 1, .infinity])
        // The lanes of each width lie in the order of memory.
        let bytes = try instance.function(named: "vector", as: ((SIMD4<UInt32>) throws -> SIMD16<UInt8>).self)
        #expect(
            try bytes([0x3F80_0000, 0, 0, 0x4000_0000]) == [0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x40])
        let words = try instance.function(named: "vector", as: ((SIMD2<Int64>) throws -> SIMD8<Int16>).self)
        #expect(try words([0x3F80_0000, -1])[1] == 0x4000)
    }

    @Test func references() throws {
        let instance = try instance()
        let object = try instance.function(
            named: "object", as: ((HostObject<Thing>) throws -> HostObject<Thing>?).self)
        #expect(try object(HostObject(Thing(41)))?.object.number == 42)
        // An object of another class is no `Thing`.
        let other = try instance.function(named: "object", as: ((HostObject<[Int]>?) throws -> ExternalReference?).self)
        for wrong in [HostObject([1]), nil] {
            let kind = #expect(throws: Trap.self) { try other(wrong) }.map { "\($0.kind)" }
            #expect(kind?.contains("does not refer to") == true && kind?.contains("Thing") == true)
        }
        let function = try instance.function(named: "function", as: (() throws -> Function?).self)
        #expect(try function()?.call(Int32(21)) == Int32(42))
        let null = try instance.function(named: "null", as: (() throws -> Function?).self)
        #expect(try null() == nil)
        let number = try instance.function(named: "number", as: (() throws -> InternalReference?).self)
        #expect(try number()?.i31 == 7)
        let apply = try instance.function(named: "apply", as: ((Int32) throws -> Int32).self)
        #expect(try apply(5) == 10)
        // Null is refused on the side that takes none.
        let nullable = try instance.function(
            named: "strict", as: ((ExternalReference?) throws -> ExternalReference?).self)
        #expect(throws: CallError.self) { try nullable(nil) }
        let never = try instance.function(named: "null", as: (() throws -> Function).self)
        #expect(throws: TransferError.self) { try never() }
        #expect(throws: CallError.self) {
            try instance.function(named: "strict", as: ((InternalReference) throws -> ExternalReference).self)
        }
        let strict = try instance.function(named: "strict", as: ((ExternalReference) throws -> ExternalReference).self)
        #expect(try strict(ExternalReference("text", in: instance.store)).object as? String == "text")
        #expect(throws: CallError.foreignReference) { try strict(ExternalReference("text", in: Store())) }
    }

    @Test func stringsAndBytes() throws {
        let instance = try instance()
        let text = try instance.function(named: "text", as: ((GuestString) throws -> GuestString).self)
        for sample in ["", "grüße", String(repeating: "🐣", count: 3_000)] {
            #expect(try text(GuestString(sample)).text == sample.uppercased())
        }
        guard case .global(let freed)? = instance["freed"] else { return }
        #expect(freed.value.description == "3", "each argument is freed, no result")
        let same = try instance.function(named: "same", as: ((GuestBytes) throws -> GuestBytes).self)
        #expect(try same([0, 255, 7]).bytes == [0, 255, 7])
        let mixed = try instance.function(named: "same", as: ((GuestString) throws -> GuestBytes).self)
        #expect(try mixed("ä").bytes == [0xC3, 0xA4])
    }

    private struct Order: Codable, Equatable {
        var item: String
        var count: Int
    }

    @Test func json() throws {
        let instance = try instance()
        let same = try instance.function(named: "same", as: ((GuestJSON<Order>) throws -> GuestJSON<Order>).self)
        let order = Order(item: "a \"nest\"", count: 3)
        #expect(try same(GuestJSON(order)).value == order)
        let wrong = try instance.function(named: "same", as: ((GuestString) throws -> GuestJSON<Order>).self)
        for text in ["", "[]", "{\"item\": 1}", "{\"item\": \"x\", \"count\": 1e99}"] {
            #expect(throws: TransferError.self, "\(text)") { try wrong(GuestString(text)) }
        }
    }

    @Test func manyValues() throws {
        let instance = try instance()
        let split = try instance.function(named: "split", as: ((UInt64) throws -> (UInt32, UInt32, Double)).self)
        let (low, high, all) = try split(0x2_0000_0003)
        #expect(low == 3 && high == 2 && all == 8_589_934_595)
        // More values than the fast way passes.
        let many = try instance.function(
            named: "many", as: ((UInt32, Int32, Int32, Int32, Int32, Int32, Int32, UInt64) throws -> UInt64).self)
        #expect(try many(.max, 0, 0, 0, 0, 0, 0, 1 << 40) == 1 << 40 + UInt64(UInt32.max))
    }

    /// Addresses, lengths and texts of a guest are checked.
    @Test func hostileStrings() throws {
        let instance = try instance()
        func message<Result>(_ body: () throws -> Result) -> String {
            do {
                _ = try body()
                return "returned"
            } catch {
                return "\(error)"
            }
        }
        let outside = try instance.function(named: "outside", as: (() throws -> GuestBytes).self)
        #expect(message { try outside() }.contains("outside of the memory"))
        let latin = try instance.function(named: "latin", as: (() throws -> GuestString).self)
        #expect(message { try latin() } == "a text is passed that is not UTF-8")
        var buffers = GuestBuffers()
        buffers.maximumBytes = 65_535
        let long = try instance.function(named: "long", as: (() throws -> GuestBytes).self, buffers: buffers)
        #expect(message { try long() } == "65536 bytes are passed, at most 65535 are allowed")
        // The host's copy costs the guest what its own would.
        instance.store.budget.allow(500)
        let text = try instance.function(named: "text", as: ((GuestString) throws -> GuestString).self)
        #expect(message { try text(GuestString(String(repeating: "x", count: 1_000))) }.contains("budget"))
    }

    /// Allocators by their names and types; hostile ones.
    @Test(arguments: [
        ("(func (export \"malloc\") (param i32) (result i32) (i32.const 64))", "ok"),
        ("(func (export \"alloc\") (param i32) (result i32) (i32.const 64))", "ok"),
        ("(func (export \"cabi_realloc\") (param i32 i32 i32 i32) (result i32) (i32.const 64))", "ok"),
        ("(func (export \"malloc\") (param i64) (result i32) (i32.const 64))", "exports no function that allocates"),
        ("", "exports no function that allocates"),
        ("(func (export \"malloc\") (param i32) (result i32) (i32.const 0))", "could not allocate 3 bytes"),
        ("(func (export \"malloc\") (param i32) (result i32) (i32.const -1))", "memory that does not exist"),
        ("(func (export \"malloc\") (param i32) (result i32) unreachable)", "unreachable"),
        ("(func (export \"malloc\") (param i32) (result i32) (loop (br 0)) unreachable)", "budget"),
    ])
    func allocators(definition: String, expected: String) throws {
        let store = Store()
        store.budget.allow(10_000)
        let instance = try store.instantiate(
            Module(
                text: """
                    (module (memory 1) \(definition)
                      (func (export "length") (param i32 i32) (result i32) (local.get 1)))
                    """))
        let length = try instance.function(named: "length", as: ((GuestString) throws -> UInt32).self)
        do {
            #expect(try length("abc") == 3 && expected == "ok")
        } catch {
            #expect("\(error)".contains(expected))
        }
    }

    /// Bound functions of an instance that was discarded, and of a store that is busy, are errors.
    @Test func staleFunctions() throws {
        let instance = try instance()
        let twice = try instance.function(named: "twice", as: ((Int32) throws -> Int32).self)
        #expect(try twice(4) == 8 && twice(5) == 10)
        try instance.discard()
        #expect(throws: CallError.instanceDiscarded) { try twice(4) }
        let next = try instance.store.instantiate(
            Module(text: "(module (func (export \"three\") (param i32) (result i32) (i32.const 3)))"))
        #expect(throws: CallError.instanceDiscarded) { try twice(4) }
        let three = try next.function(named: "three", as: ((Int32) throws -> Int32).self)
        #expect(try three(1) == 3)
    }

    @Test func memoryAsSpans() throws {
        let instance = try Store().instantiate(
            Module(
                text: """
                    (module (memory (export "a") 1) (memory (export "b") 1)
                      (data (memory 1) (i32.const 0) "second\\00") (data (i32.const 65530) "caf\\c3\\a9!"))
                    """))
        let (first, second) = (instance.memory(named: "a"), instance.memory(named: "b"))
        guard let first, let second else { return }
        #expect(try second.readCString(at: 0) == "second" && second.readString(at: 1, count: 3) == "eco")
        #expect(try first.readString(at: 65_530, count: 5) == "café")
        #expect(throws: TransferError.self) { try first.readString(at: 65_530, count: 4) }
        #expect(throws: MemoryAccessError.self) { try first.readCString(at: 65_530) }
        #expect(throws: TransferError.self) { try second.readCString(at: 0, maximumCount: 5) }
        #expect(try second.readCString(at: 0, maximumCount: 6) == "second" && second.readCString(at: 6) == "")
        #expect(throws: MemoryAccessError.self) { try second.readCString(at: 1 << 40) }

        let source: [UInt8] = [1, 2, 3, 4]
        try first.write(source.span, at: 8)
        var target = [UInt8](repeating: 9, count: 5)
        do {
            var span = target.mutableSpan
            try first.read(into: &span, at: 7)
        }
        #expect(target == [0, 1, 2, 3, 4])
        #expect(throws: MemoryAccessError.self) { try first.write(source.span, at: 65_533) }
        #expect(try first.read(at: 65_533, count: 3) == [0xC3, 0xA9, 0x21], "nothing of it is written")
        #expect(try first.withRawBytes(at: 8, count: 4) { $0.byteCount } == 4)
        try first.withMutableRawBytes(at: 8, count: 4) { $0.storeBytes(of: 0x0102_0304, as: UInt32.self) }
        #expect(try first.load(UInt32.self, at: 8) == 0x0102_0304)

        try first.store(SIMD4<Float>(1, 2, 3, 4), at: 16)
        #expect(try first.load(Float.self, at: 24) == 3 && first.load(SIMD2<Float>.self, at: 24) == [3, 4])
        try first.store(-0.5, at: 32)
        #expect(try first.load(Double.self, at: 32) == -0.5)
        #expect(throws: MemoryAccessError.self) { try first.store(SIMD16<UInt8>(), at: 65_521) }
        #expect(try first.write("né", at: 40) == 3 && first.read(at: 40, count: 3) == [0x6E, 0xC3, 0xA9])
    }

    /// Arguments are freed whether or not the call succeeds, unless the guest has trapped.
    @Test func argumentsAreFreedAfterErrors() throws {
        let instance = try instance()
        guard case .global(let freed)? = instance["freed"] else { return }
        let wrong = try instance.function(named: "same", as: ((GuestString) throws -> GuestJSON<Order>).self)
        #expect(throws: TransferError.self) { try wrong("no JSON") }
        #expect(freed.value.description == "1")
        var small = GuestBuffers()
        small.maximumBytes = 2
        let short = try instance.function(named: "same", as: ((GuestString) throws -> GuestBytes).self, buffers: small)
        #expect(throws: TransferError.self) { try short("abc") }
        #expect(freed.value.description == "2")
    }

    /// The first call, for which the function is lowered, and later ones take the same arguments.
    @Test func narrowArguments() throws {
        struct Wide: WasmTransferable {
            static var wasmTypes: [ValueType] { [.i32] }
            init() {}
            init(from values: inout CallValues) {}
            func write(to values: inout CallValues) { values.append(bits: .max) }
        }
        let instance = try Store().instantiate(
            Module(
                text: """
                    (module (func (export "wide") (param i32) (result i64) (i64.extend_i32_u (local.get 0))))
                    """))
        let wide = try instance.function(named: "wide", as: ((Wide) throws -> UInt64).self)
        #expect(try wide(Wide()) == UInt64(UInt32.max) && wide(Wide()) == UInt64(UInt32.max))
    }

    /// A host function allocates with the export that its embedder names.
    @Test func hostFunctionsNameTheAllocator() throws {
        let imports: Imports = [
            "host": [
                "name": HostFunction(buffers: GuestBuffers(allocate: "mine")) { () -> GuestString in "nest" },
                "other": HostFunction { () -> GuestString in "nest" },
            ]
        ]
        let instance = try Store().instantiate(
            Module(
                text: """
                    (module (import "host" "name" (func $name (result i32 i32)))
                      (import "host" "other" (func $other (result i32 i32))) (memory 1)
                      (func (export "mine") (param i32) (result i32) (i32.const 512))
                      (func (export "run") (result i32 i32) (call $name))
                      (func (export "fail") (result i32 i32) (call $other)))
                    """), imports: imports)
        let run = try instance.function(named: "run", as: (() throws -> GuestString).self)
        #expect(try run() == "nest")
        #expect(throws: Trap.self) { try instance.call("fail") }
    }

    /// A store that is called often keeps its stack, but not one that a deep call has made large.
    @Test func keptStacks() throws {
        let store = Store()
        let instance = try store.instantiate(
            Module(
                text: """
                    (module (func $down (export "down") (param i32) (result i32)
                      (if (result i32) (local.get 0)
                        (then (call $down (i32.sub (local.get 0) (i32.const 1)))) (else (i32.const 5)))))
                    """))
        let down = try instance.function(named: "down", as: ((Int32) throws -> Int32).self)
        for depth in [Int32](repeating: 0, count: 40) + [40_000, 0, 0] { #expect(try down(depth) == 5) }
        #expect(store.machine.stack.count <= 80_000)
    }

    /// A host function that is called by a tail call gets its vectors, however many there are.
    @Test(arguments: [1, 2, 3, 7, 100])
    func vectorsOfTailCalls(count: Int) throws {
        let types = (0..<count).map { $0.isMultiple(of: 3) ? "f32" : "v128" }
        let values = (0..<count).map {
            $0.isMultiple(of: 3) ? "(f32.const \($0))" : "(v128.const i64x2 \($0) \($0 + 1_000))"
        }.joined(separator: " ")
        let type = FunctionType(
            parameters: types.map { $0 == "f32" ? .f32 : .v128 }, results: [.v128, .i32])
        let parameters = types.joined(separator: " ")
        let function = HostFunction(type: type) { call in
            let isRight = types.indices.allSatisfy { index in
                types[index] == "f32"
                    ? call.bits(at: index) == UInt64(Float(index).bitPattern)
                    : call.v128(at: index) == (UInt64(index), UInt64(index + 1_000))
            }
            call.setResult(low: 1, high: 2)
            call.setResult(bits: isRight ? 1 : 0, at: 1)
        }
        let imports: Imports = ["host": ["f": function]]
        let instance = try Store().instantiate(
            Module(
                text: """
                    (module (type $f (func (param \(parameters)) (result v128 i32))) (import "host" "f" (func $f (type $f)))
                      (table 2 funcref) (elem (i32.const 1) func $f) (elem declare func $f)
                      (func (export "call") (result v128 i32) (call $f \(values)))
                      (func (export "tail") (result v128 i32) (return_call $f \(values)))
                      (func (export "deep") (result v128 i32) (i32.const 1) (return_call $f \(values)))
                      (func (export "table") (result v128 i32) (return_call_indirect (type $f) \(values) (i32.const 1)))
                      (func (export "reference") (result v128 i32) (return_call_ref $f \(values) (ref.func $f))))
                    """), imports: imports)
        for name in ["call", "tail", "deep", "table", "reference"] {
            for _ in 0..<2 {
                #expect(try instance.call(Name(name)).description == "[v128 0x2 0x1, 1]", "\(name)")
            }
        }
        // The same of the call in pieces.
        let call = try #require(instance.function(named: "tail")).begin()
        while case .suspended = try call.resume(yieldingAfter: 1) {}
    }
}
