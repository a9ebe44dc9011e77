import Testing
import WasmRuntime
import WasmSyntax

/// Instances, what they share, and the state that remains when instantiation fails.
struct InstanceTests {
    static func importing(_ module: Name, _ name: Name, _ external: External?) -> Imports {
        var imports = Imports()
        if let external { imports.define(name, in: module, external) }
        return imports
    }

    @Test func backtracesNameTheFunctionsOfEachInstance() throws {
        let store = Store()
        let a = try Guest.instance(
            """
            (func $thrower (export "f") (param i32) (result i32) (nop) (i32.div_u (i32.const 1) (local.get 0)))
            """, in: store)
        let b = try Guest.instance(
            """
            (import "a" "f" (func $imported (param i32) (result i32)))
            (func (result i32) (i32.const 0))
            (func $middle (param i32) (result i32) (call $imported (local.get 0)))
            (func $start (export "g") (param i32) (result i32) (call $middle (local.get 0)))
            """, in: store, imports: InstanceTests.importing("a", "f", a["f"]))
        let trap = try #require(throws: Trap.self) { try b.call("g", [.i32(0)]) }
        #expect(trap.backtrace.map(\.functionName) == ["thrower", "middle", "start"])
        #expect(trap.backtrace.map(\.functionIndex) == [0, 2, 3])
        // The instruction at each offset: i32.div_u, call, call.
        let modules = [a.module, b.module, b.module]
        let bytes = zip(modules, trap.backtrace).map { $0.validated.module.bytes[$1.offset] }
        #expect(bytes == [0x6E, 0x10, 0x10])
        #expect(trap.omittedFrames == 0)
        #expect(trap.description.hasPrefix("integer divide by zero\n  #0 function 0 thrower at byte "))
    }

    /// A trap in or behind fused instructions reports the right offset.
    @Test func offsetsAreThoseOfTheTrappingInstruction() throws {
        let text = """
            (memory 1)
            (func (export "load") (drop (i32.add (i32.const 1) (i32.load (i32.const -1)))))
            (func (export "branch") (param i32) (if (i32.eqz (i32.rem_s (i32.const 4) (local.get 0))) (then)))
            (func (export "unreachable") (param i32) (block (br_if 0 (local.get 0)) unreachable))
            (func (export "fill") (memory.fill (i32.const 0) (i32.const 0) (i32.const -1)))
            """
        let cases: [(Name, [Value], UInt8)] = [
            ("load", [], 0x28), ("branch", [.i32(0)], 0x6F), ("unreachable", [.i32(0)], 0x00), ("fill", [], 0xFC),
        ]
        for lowering in Guest.lowerings {
            let instance = try Guest.instance(text, in: Store(limits: StoreLimits(), options: lowering))
            for (name, arguments, opcode) in cases {
                let trap = try #require(throws: Trap.self) { try instance.call(name, arguments) }
                let offset = try #require(trap.backtrace.first?.offset)
                #expect(instance.module.validated.module.bytes[offset] == opcode, "\(name)")
            }
        }
    }

    /// Functions with different frame layouts, lowered one after another, and arguments that would mislead if they were
    /// taken for return addresses. The endless loop is at the entry of its function.
    static let astray = """
        (func $f (export "f") (param i32) (call $g (i32.const 1) (i32.const 0x00ffffff) (i32.const 2)))
        (func $g (param i32 i32 i32) (local \(String(repeating: "i64 ", count: 200)))
          (call $g (i32.const 1) (i32.const 0x00ffffff) (i32.const 2)))
        (func $h (export "h") (param i32 i32 i32 i32 i32) (loop (br 0)))
        (func $i (export "i") (param i32) (call $h (i32.const -1) (i32.const 0x00ffffff) (i32.const -1)
          (i32.const 0x00ffffff) (i32.const 0x00ffffff)))
        """

    /// A backtrace that starts at the entry of a function is as good as any other.
    @Test func backtracesFromTheEntryOfAFunction() throws {
        for lowering in Guest.lowerings {
            let store = Store(limits: StoreLimits(), options: lowering)
            let instance = try Guest.instance(InstanceTests.astray, in: store)
            let deep = try #require(throws: Trap.self) { try instance.call("f", [.i32(0x00FF_FFFF)]) }
            #expect(deep.kind == .callStackExhausted)
            #expect(Set(deep.backtrace.map(\.functionName)) == ["g"])
            store.budget.allow(1_000)
            let spent = try #require(throws: Trap.self) { try instance.call("i", [.i32(0x00FF_FFFF)]) }
            #expect(spent.kind == .budgetExhausted)
            #expect(spent.backtrace.map(\.functionName) == ["h", "i"])
            for _ in 0..<2 {
                store.budget.allow(0)
                let none = try #require(throws: Trap.self) { try instance.call("i", [.i32(0x00FF_FFFF)]) }
                #expect(none.backtrace.map(\.functionName) == ["i"])
            }
            let arguments = [Value](repeating: .i32(0x00FF_FFFF), count: 5)
            let outermost = try #require(throws: Trap.self) { try instance.call("h", arguments) }
            #expect(outermost.backtrace.map(\.functionName) == ["h"])
        }
    }

    @Test func aDeepBacktraceIsCutShort() throws {
        var limits = StoreLimits()
        limits.callDepth = 1_000
        let instance = try Guest.instance(
            #"(func $f (export "f") (call $f))"#, in: Store(limits: limits))
        let trap = try #require(throws: Trap.self) { try instance.call("f") }
        #expect(trap.backtrace.count == Trap.maximumFrames)
        #expect(trap.omittedFrames == 1_000 - Trap.maximumFrames)
    }

    // MARK: Separation

    static let stateful = """
        (memory 1) (table 2 funcref) (global $g (mut i32) (i32.const 3)) (data $d "abc") (elem $e func $f)
        (func $f)
        (func (export "change")
          (i32.store (i32.const 0) (i32.const -1)) (global.set $g (i32.const 9))
          (table.set (i32.const 1) (ref.func $f)) (data.drop $d) (elem.drop $e) (drop (memory.grow (i32.const 1))))
        (func (export "state") (result i32 i32 i32 i32)
          (i32.load (i32.const 0)) (global.get $g) (ref.is_null (table.get (i32.const 1))) (memory.size))
        (func (export "init")
          (memory.init $d (i32.const 0) (i32.const 0) (i32.const 3))
          (table.init $e (i32.const 0) (i32.const 0) (i32.const 1)))
        """

    /// Two instances of one module share only its code.
    @Test func instancesOfAModuleAreSeparate() throws {
        let module = try Guest.module(InstanceTests.stateful)
        let store = Store()
        let first = try store.instantiate(module)
        _ = try first.call("change")
        let second = try store.instantiate(module)
        #expect(try Ending.of { try second.call("state") } == .returned([0, 3, 1, 1]))
        #expect(try Ending.of { try second.call("init") } == .nothing)
        #expect(try Ending.of { try first.call("init") } == .trapped(.outOfBoundsMemoryAccess))
        #expect(try Ending.of { try first.call("state") } == .returned([0xFFFF_FFFF, 9, 0, 2]))
        let elsewhere = try Store().instantiate(module)
        #expect(try Ending.of { try elsewhere.call("state") } == .returned([0, 3, 1, 1]))
    }

    /// A store refuses references and exports of another store.
    @Test func nothingPassesFromStoreToStore() throws {
        let text =
            #"(func $f (export "f") (param funcref)) (func (export "x") (param externref)) "#
            + #"(memory (export "m") 1) (table (export "t") 1 funcref) (global (export "g") i32 (i32.const 1))"#
        let here = try Guest.instance(text)
        let there = try Guest.instance(text)
        let function = try #require(there.function(named: "f"))
        #expect(throws: CallError.foreignReference) { try here.call("f", [.funcref(function)]) }
        let object = ExternalReference("object", in: there.store)
        #expect(throws: CallError.foreignReference) { try here.call("x", [.externref(object)]) }
        #expect(try Ending.of { try there.call("x", [.externref(object)]) } == .nothing)
        let imports = [
            "f": "(func (param funcref))", "m": "(memory 1)", "t": "(table 1 funcref)", "g": "(global i32)",
        ]
        for (name, type) in imports {
            let export = there[Name(name)]
            let error = try #require(throws: LinkError.self) {
                try Guest.instance(
                    #"(import "a" "b" \#(type))"#, in: here.store,
                    imports: InstanceTests.importing("a", "b", export))
            }
            #expect(error.kind == .foreignStore)
        }
    }

    /// The writes of a failed instantiation remain, and the functions that it put into a table can be called.
    @Test func aFailedInstantiationLeavesAWorkingStore() throws {
        let store = Store()
        let owner = try Guest.instance(
            """
            (table (export "t") 2 funcref)
            (func (export "call") (result i32) (call_indirect (result i32) (i32.const 0)))
            """, in: store)
        let failing = """
            (import "a" "t" (table 2 funcref)) (memory 1) (elem (i32.const 0) func $f)
            (func $f (result i32) (i32.load8_u (i32.const 1)))
            (data (i32.const 0) "xyz") (data (i32.const 65535) "beyond")
            """
        let imports = InstanceTests.importing("a", "t", owner["t"])
        for _ in 0..<3 {
            #expect(throws: Trap.self) { try Guest.instance(failing, in: store, imports: imports) }
            #expect(try Ending.of { try owner.call("call") } == .returned([0x79]))
        }
    }

    /// A link error leaves nothing behind.
    @Test func aModuleThatDoesNotLinkTakesNothing() throws {
        var limits = StoreLimits()
        limits.instances = 1
        limits.totalMemoryBytes = 1 << 16
        let store = Store(limits: limits)
        for _ in 0..<3 {
            #expect(throws: LinkError.self) {
                try Guest.instance(#"(import "a" "b" (func)) (memory 1)"#, in: store)
            }
        }
        _ = try Guest.instance("(memory 1)", in: store)
    }

    /// U+212B and U+00C5 are equal as Swift strings, but different names.
    @Test func namesAreComparedByBytes() throws {
        let store = Store()
        let instance = try Guest.instance(
            """
            (func (export "\u{212B}") (result i32) (i32.const 1))
            (func (export "\u{C5}") (result i32) (i32.const 2))
            """, in: store)
        #expect(try Ending.of { try instance.call("\u{212B}") } == .returned([1]))
        #expect(try Ending.of { try instance.call("\u{C5}") } == .returned([2]))
        #expect(throws: LinkError.self) {
            try Guest.instance(
                "(import \"a\" \"\u{C5}\" (func (result i32)))", in: store,
                imports: InstanceTests.importing("a", "\u{212B}", instance["\u{212B}"]))
        }
    }

    /// A later definition takes precedence, whether it is a single one or all exports of an instance.
    @Test func importsAreWhatWasDefinedLast() throws {
        let store = Store()
        func exporting(_ values: [String: Int]) throws -> Instance {
            try Guest.instance(
                values.map { "(func (export \"\($0)\") (result i32) (i32.const \($1)))" }.joined(), in: store)
        }
        func constant(_ value: Int32) -> HostFunction { HostFunction { () -> Int32 in value } }
        var imports = Imports()
        imports.define("a", in: "m", constant(1))
        imports.define("b", in: "m", constant(1))
        imports.define(exportsOf: try exporting(["b": 2, "c": 2, "d": 2]), in: "m")
        imports.define("c", in: "m", constant(3))
        imports.define(exportsOf: try exporting(["d": 4, "e": 4]), in: "m")
        imports.define("f", in: "other", constant(5))
        let names = ["a", "b", "c", "d", "e"]
        let imported = names.map { "(func $\($0) (import \"m\" \"\($0)\") (result i32))" }.joined()
        let calls = names.map { "(call $\($0))" }.joined()
        let instance = try Guest.instance(
            "\(imported) (func (export \"all\") (result i32 i32 i32 i32 i32) \(calls))", in: store, imports: imports)
        #expect(try Ending.of { try instance.call("all") } == .returned([1, 2, 3, 4, 4]))
        #expect(throws: LinkError.self) {
            try Guest.instance(#"(import "m" "f" (func (result i32)))"#, in: store, imports: imports)
        }
    }

    /// A signature of the largest size, called in another instance and back.
    @Test func aThousandParametersAndResults() throws {
        let types = String(repeating: "i32 ", count: 1_000)
        let gets = (0..<1_000).map { "(local.get \(999 - $0))" }.joined()
        let store = Store()
        let reverse = try Guest.instance(
            #"(func (export "r") (param \#(types)) (result \#(types)) \#(gets))"#, in: store)
        let twice = try Guest.instance(
            """
            (import "a" "r" (func $r (param \(types)) (result \(types))))
            (table funcref (elem $r))
            (type $t (func (param \(types)) (result \(types))))
            (func (export "f") (param \(types)) (result \(types))
              \((0..<1_000).map { "(local.get \($0))" }.joined()) (call $r) (i32.const 0) (call_indirect (type $t)))
            """, in: store, imports: InstanceTests.importing("a", "r", reverse["r"]))
        let numbers = (0..<1_000).map { Value.i32(Int32($0)) }
        #expect(try Ending.of { try twice.call("f", numbers) } == .returned((0..<1_000).map { UInt64($0) }))
    }
}
