import Testing
import WasmSyntax

@testable import WasmRuntime

/// The host memory that a store holds is counted, and has a limit.
struct HostMemoryTests {
    static func store(_ bytes: UInt64) -> Store {
        var limits = StoreLimits()
        limits.hostBytes = bytes
        return Store(limits: limits)
    }

    @Test func whatDoesNotFitIsRefusedAsAtTheLimitOfItsKind() throws {
        let text = """
            (type $a (array (mut i64)))
            (memory 16) (table $t 1000 funcref)
            (func (export "memory") (result i32) (memory.grow (i32.const 200)))
            (func (export "table") (result i32) (table.grow $t (ref.null func) (i32.const 2000000)))
            (func (export "heap") (drop (array.new_default $a (i32.const 2000000))))
            (func $r (export "stack") (param i64 i64 i64 i64 i64 i64 i64 i64)
              (local \(String(repeating: "i64 ", count: 2_000)))
              (call $r (local.get 0) (local.get 0) (local.get 0) (local.get 0) (local.get 0) (local.get 0) (local.get 0)
                (local.get 0)))
            (func (export "small") (result i32) (memory.grow (i32.const 1)))
            """
        let arguments = [Value](repeating: .i64(0), count: 8)
        let enough = HostMemoryTests.store(1 << 30)
        let instance = try Guest.instance(text, in: enough)
        #expect(try Ending.of { try instance.call("memory") } == .returned([16]))
        #expect(try Ending.of { try instance.call("table") } == .returned([1000]))
        #expect(try Ending.of { try instance.call("heap") } == .nothing)
        // The memory of 216 pages, the tables, the heap, and the stack with its vectors.
        let least: UInt64 = 216 << 16 + 16_008_000 + 16_000_000 + 1_671_168
        #expect(enough.hostBytes > least)

        let store = HostMemoryTests.store(8 << 20)
        let small = try Guest.instance(text, in: store)
        #expect(try Ending.of { try small.call("memory") } == .returned([0xFFFF_FFFF]))
        #expect(try Ending.of { try small.call("table") } == .returned([0xFFFF_FFFF]))
        #expect(try Ending.of { try small.call("heap") } == .trapped(.heapExhausted))
        #expect(try Ending.of { try small.call("stack", arguments) } == .trapped(.callStackExhausted))
        #expect(try Ending.of { try small.call("small") } == .returned([16]))
        #expect(store.hostBytes <= 8 << 20)
    }

    /// An instance that does not fit is not made, and counts nothing.
    @Test func anInstanceThatDoesNotFitLeavesNothing() throws {
        let store = HostMemoryTests.store(4 << 20)
        let before = store.hostBytes
        for fields in ["(memory 100)", "(table 1000000 funcref)", String(repeating: "(func)", count: 300_000)] {
            let error = try #require(throws: LinkError.self) { try Guest.instance(fields, in: store) }
            #expect("\(error)".contains("bytes of the host's memory"), "\(error)")
            // Types remain.
            #expect(store.hostBytes - store.hostUsage[.types] == before && store.hostUsage[.types] < 1_000)
        }
        _ = try Guest.instance("(memory 10)", in: store)
        #expect(store.hostBytes > 10 << 16)
    }

    /// Many small instances add up to the limit.
    @Test func instancesAddUp() throws {
        let store = HostMemoryTests.store(4 << 20)
        let module = try Guest.module(String(repeating: "(func)", count: 10_000))
        var count = 0
        while (try? store.instantiate(module)) != nil { count += 1 }
        #expect((5...30).contains(count))
    }

    // MARK: Internal code

    /// A function with many `br_if`, each of two bytes and a thousand values.
    static func branches(_ count: Int, values: Int = 1_000) -> String {
        let types = String(repeating: "i32 ", count: values)
        return """
            (func (export "f") (result i32) (local i32)
              (block $l (result \(types))
                (local.get 0)
                \(String(repeating: "(i32.const 7)", count: values))
                \(String(repeating: "(br_if $l (local.get 0))", count: count))
                (br $l))
              \(String(repeating: "(drop)", count: values - 1)))
            """
    }

    /// The bytes of internal code for each byte of a module are bounded, for constructs that become many instructions.
    @Test(arguments: [
        ("br_if with 1,000 values", branches(500)), ("br_if with 8 values", branches(20_000, values: 8)),
        (
            "return with 1,000 values",
            """
            (func (export "f") (result \(String(repeating: "i32 ", count: 1_000))) (local i32)
              (local.get 0) \(String(repeating: "(i32.const 7)", count: 1_000))
              \(String(repeating: "(br_if 0 (local.get 0))", count: 500)) (br 0))
            """
        ),
        (
            "if with 1,000 values",
            """
            (type $t (func (param \(String(repeating: "i32 ", count: 1_000)))
              (result \(String(repeating: "i32 ", count: 1_000)))))
            (func (export "f") (local i32) \(String(repeating: "(i32.const 7)", count: 1_000))
              \(String(repeating: "(if (type $t) (local.get 0) (then))", count: 200))
              \(String(repeating: "(drop)", count: 1_000)))
            """
        ),
        (
            "small functions",
            String(repeating: "(func)", count: 100)
                + "(func (export \"f\") \((0..<100).map { "(call \($0))" }.joined()))"
        ),
    ])
    func codeIsInProportion(_ name: String, _ fields: String) throws {
        let module = try Guest.module(fields)
        let store = Store()
        _ = try store.instantiate(module).call("f")
        let ratio = Double(store.codeBytes) / Double(module.validated.module.bodies.reduce(0) { $0 + $1.code.count })
        print("\(name): \(ratio) bytes of internal code for a byte")
        #expect(ratio < 110)
    }

    /// Code beyond the limit is a trap; afterwards everything else still works.
    @Test func codeHasALimit() throws {
        var limits = StoreLimits()
        limits.codeBytes = 200_000
        let store = Store(limits: limits)
        let instance = try Guest.instance(
            """
            (func (export "large") \(String(repeating: "(global.set 0 (i32.add (global.get 0) (i32.const 1)))", count: 20_000)))
            (func (export "small") (result i32) (global.get 0))
            (global (mut i32) (i32.const 5))
            """, in: store)
        for _ in 0..<2 {
            #expect(try Ending.of { try instance.call("large") } == .trapped(.hostMemoryExhausted))
            #expect(try Ending.of { try instance.call("small") } == .returned([5]))
        }
        #expect(store.codeBytes <= 200_000)
    }

    // MARK: The window

    /// The results of a tail-called host function are in the window, or its caller is refused.
    @Test(arguments: [
        "return_call $f", "return_call_indirect (type $t) (i32.const 0)", "return_call_ref $t (ref.func $f)",
    ])
    func resultsOfATailCalledHostFunctionFit(_ call: String) throws {
        let store = Store()
        var imports = Imports()
        imports.define(
            "f", in: "host",
            HostFunction(type: FunctionType(parameters: [], results: [.i32, .i32, .i32])) { call in
                for (index, value) in [UInt32(7), 8, 9].enumerated() { call.setResult(value, at: index) }
            })
        var functions = ""
        for height in 0..<8 {
            let operands = 65_536 - 4 - 4 + height
            functions += "(func (export \"f\(height)\") (type $t) "
            functions += String(repeating: "(call $p)", count: operands / 1000)
            functions += String(repeating: "(i32.const 1)", count: operands % 1000) + "(\(call)))"
        }
        let instance = try Guest.instance(
            """
            (type $t (func (result i32 i32 i32)))
            (import "host" "f" (func $f (type $t)))
            (table 1 funcref) (elem (i32.const 0) $f)
            (func $p (result \(String(repeating: "i32 ", count: 1000))) \(String(repeating: "(i32.const 1)", count: 1000)))
            \(functions)
            """, in: store, imports: imports)
        var endings: [Ending] = []
        for height in 0..<8 { endings.append(try Ending.of { try instance.call(Name("f\(height)")) }) }
        #expect(Set(endings) == [.returned([7, 8, 9]), .trapped(.callStackExhausted)], "\(endings)")
    }

    /// An access to another memory keeps its width and direction through encoding and decoding.
    @Test func accessesToOtherMemoriesKeepTheirForm() {
        let index = UInt32(ImplementationLimits.memories)
        let accesses = Operation.allCases.compactMap { operation in MemoryAccess(operation).map { (operation, $0) } }
        #expect(accesses.count == 13)
        for (operation, access) in accesses {
            let other = OtherMemory(bits: OtherMemory(index: index, access: access).bits)
            #expect(other.index == index)
            #expect(other.access.width == operation.accessWidth, "\(operation)")
            #expect(other.access.isStore == "\(operation)".hasPrefix("store"), "\(operation)")
        }
    }
}
