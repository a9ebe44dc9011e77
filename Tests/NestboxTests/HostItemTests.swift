import Nestbox
import Testing

/// Memories, tables, globals, functions and objects that the embedder makes and changes.
struct HostItemTests {
    @Test func memories() throws {
        let store = Store()
        let memory = try GuestMemory(pages: 1, maximum: 3, in: store)
        try memory.write([1, 2, 3], at: 65_533)
        var imports = Imports()
        imports.define("memory", in: "env", .memory(memory))
        let instance = try store.instantiate(
            Module(
                text: """
                    (module (import "env" "memory" (memory 1 4))
                      (func (export "read") (param i32) (result i32) (i32.load8_u (local.get 0)))
                      (func (export "grow") (result i32) (memory.grow (i32.const 1))))
                    """), imports: imports)
        #expect(try instance.call("read", [.i32(65_535)]).description == "[3]")
        #expect(try memory.grow(by: 1) == 1 && instance.call("grow").description == "[2]")
        #expect(try memory.grow(by: 1) == nil && memory.pageCount == 3 && memory.byteCount == 3 << 16)
        #expect(memory.type.limits == SizeLimits(minimum: 3, maximum: 3))
        // A module that wants more is refused, and so is one for a shared memory.
        for text in ["(memory 4)", "(memory 1 2)", "(memory 1 3 shared)", "(memory i64 1)"] {
            #expect(throws: LinkError.self, "\(text)") {
                try store.instantiate(Module(text: "(module (import \"env\" \"memory\" \(text)))"), imports: imports)
            }
        }
        let shared = try GuestMemory(pages: 1, maximum: 2, addressType: .i64, isShared: true, in: store)
        imports.define("memory", in: "env", .memory(shared))
        _ = try store.instantiate(
            Module(text: "(module (import \"env\" \"memory\" (memory i64 1 2 shared)))"), imports: imports)
        try instance.discard()
        #expect(memory.byteCount == 3 << 16, "an importer has none of it")
        let pages = store.memoryPages
        try store.reset()
        #expect(pages == 4 && store.memoryPages == 0 && memory.byteCount == 0 && store.hostBytes == 0)
        #expect(throws: CallError.instanceDiscarded) { try memory.grow(by: 1) }
    }

    @Test func tables() throws {
        let store = Store()
        let twice = try Function(HostFunction { (value: Int32) in value &* 2 }, in: store)
        let table = try Table(count: 2, maximum: 5, in: store)
        try table.setValue(.funcref(twice), at: 1)
        var imports = Imports()
        imports.define("table", in: "env", .table(table))
        let instance = try store.instantiate(
            Module(
                text: """
                    (module (import "env" "table" (table 2 funcref)) (type $f (func (param i32) (result i32)))
                      (func (export "call") (param i32 i32) (result i32)
                        (call_indirect (type $f) (local.get 1) (local.get 0)))
                      (func $square (type $f) (i32.mul (local.get 0) (local.get 0)))
                      (elem (i32.const 0) func $square) (export "square" (func $square)))
                    """), imports: imports)
        #expect(try instance.call("call", [.i32(0), .i32(7)]).description == "[49]")
        #expect(try instance.call("call", [.i32(1), .i32(7)]).description == "[14]")
        guard case .funcref(let square?) = try table.value(at: 0) else {
            Issue.record("no function")
            return
        }
        #expect(try square.call(9 as Int32) as Int32 == 81)
        #expect(try table.grow(by: 3, with: .funcref(square)) == 2 && table.count == 5)
        #expect(try table.grow(by: 1, with: .funcref(nil)) == nil)
        #expect(try instance.call("call", [.i32(4), .i32(3)]).description == "[9]")
        try table.fill(0..<5, with: .funcref(twice))
        #expect(try instance.call("call", [.i32(0), .i32(3)]).description == "[6]")
        let trap = #expect(throws: Trap.self) { try table.value(at: 5) }
        #expect(trap?.kind == .outOfBoundsTableAccess)
        #expect(throws: Trap.self) { try table.fill(4..<6, with: .funcref(nil)) }
        #expect(throws: Trap.self) { try table.setValue(.funcref(nil), at: .max) }
        #expect(throws: CallError.self) { try table.setValue(.i32(1), at: 0) }
        let other = try Function(HostFunction { () in }, in: Store())
        #expect(throws: CallError.foreignReference) { try table.setValue(.funcref(other), at: 0) }
        let objects = try Table(
            of: .externref, count: 1, filledWith: .externref(ExternalReference(5, in: store)), in: store)
        guard case .externref(let object?) = try objects.value(at: 0) else {
            Issue.record("no object")
            return
        }
        #expect(object.object as? Int == 5)
        #expect(throws: LinkError.self) { try Table(count: 20_000_000, in: store) }
        #expect(throws: CallError.self) { try Table(of: .i32, count: 1, in: store) }
    }

    @Test func globals() throws {
        let store = Store()
        let (count, name) = (
            try Global(.i64(5), isMutable: true, in: store),
            try Global(.externref(nil), type: .externref, isMutable: true, in: store)
        )
        let vector = try Global(.v128(low: 1, high: 2), in: store)
        var imports = Imports()
        imports.define("count", in: "env", .global(count))
        imports.define("name", in: "env", .global(name))
        imports.define("vector", in: "env", .global(vector))
        let instance = try store.instantiate(
            Module(
                text: """
                    (module (import "env" "count" (global (mut i64))) (import "env" "name" (global (mut externref)))
                      (import "env" "vector" (global v128))
                      (global (export "own") (mut f32) (f32.const 1)) (global (export "fixed") i32 (i32.const 3))
                      (func (export "next") (result i64)
                        (global.set 0 (i64.add (global.get 0) (i64.const 1))) (global.get 0))
                      (func (export "isNull") (result i32) (ref.is_null (global.get 1)))
                      (func (export "own") (result f32) (global.get 3))
                      (func (export "high") (result i64) (i64x2.extract_lane 1 (global.get 2))))
                    """.replacingExport), imports: imports)
        #expect(try instance.call("next").description == "[6]")
        try count.setValue(.i64(40))
        #expect(try instance.call("next").description == "[41]" && "\(count.value)" == "41")
        try name.setValue(.externref(ExternalReference("x", in: store)))
        #expect(try instance.call("isNull").description == "[0]" && instance.call("high").description == "[2]")
        guard case .global(let own)? = instance["own"], case .global(let fixed)? = instance["fixed"] else {
            Issue.record("no globals")
            return
        }
        try own.setValue(.f32(2.5))
        #expect(try instance.call("ownValue").description == "[2.5]" && own.type == count.type.with(.f32))
        #expect(throws: CallError.immutableGlobal) { try fixed.setValue(.i32(1)) }
        #expect(throws: CallError.self) { try own.setValue(.i32(1)) }
        #expect(throws: SnapshotError.hostItems) { try instance.snapshot() }
        try instance.discard()
        #expect(throws: CallError.instanceDiscarded) { try own.setValue(.f32(1)) }
        try count.setValue(.i64(1))
    }

    @Test func objects() throws {
        let store = Store()
        let instance = try store.instantiate(
            Module(
                text: """
                    (module
                      (type $point (struct (field (mut i32)) (field (mut i8)) (field i64) (field (mut v128))
                        (field (mut (ref null $point)))))
                      (type $bytes (array (mut i8))) (type $words (array (mut i16))) (type $vectors (array (mut v128)))
                      (type $fixed (array i32)) (type $f (func))
                      (func (export "sum") (param (ref $point)) (result i64)
                        (i64.add (i64.extend_i32_s (struct.get $point 0 (local.get 0)))
                          (i64.add (i64.extend_i32_u (struct.get_u $point 1 (local.get 0)))
                            (struct.get $point 2 (local.get 0)))))
                      (func (export "byte") (param (ref $bytes) i32) (result i32)
                        (array.get_u $bytes (local.get 0) (local.get 1)))
                      (func (export "word") (param (ref $words) i32) (result i32)
                        (array.get_s $words (local.get 0) (local.get 1)))
                      (func (export "make") (result (ref $words))
                        (array.new_fixed $words 3 (i32.const 1) (i32.const -2) (i32.const 3))))
                    """))
        let first = try instance.newStructure(
            0, [.i32(-1), .i32(0x1FF), .i64(10), .v128(low: 3, high: 4), .anyref(nil)])
        #expect(try instance.call("sum", [.anyref(first)]).description == "[264]")
        let second = try instance.newStructure(
            0, [.i32(1), .i32(2), .i64(3), .v128(low: 0, high: 0), .anyref(first)])
        #expect(first.kind == .structure && first.count == 5)
        try second.setValue(.i32(100), at: 0)
        try second.setValue(.i32(-1), at: 1)
        try second.setValue(.v128(low: 5, high: 6), at: 3)
        #expect(try instance.call("sum", [.anyref(second)]).description == "[358]")
        #expect(second[1]?.description == "255" && second[3]?.description == "v128 0x6 0x5")
        guard case .anyref(let next?)? = second[4] else {
            Issue.record("no reference")
            return
        }
        #expect(next == first)
        #expect(throws: CallError.immutableField) { try second.setValue(.i64(1), at: 2) }
        for index in [-1, 5, .max] { #expect(throws: Trap.self) { try second.setValue(.i32(1), at: index) } }
        let bytes = try instance.newArray(1, (0..<100).map { .i32($0 * 3) })
        #expect(try instance.call("byte", [.anyref(bytes), .i32(99)]).description == "[\(297 & 0xFF)]")
        try bytes.setValue(.i32(7), at: 98)
        #expect((97...100).map { bytes[$0]?.description } == ["35", "7", "41", nil] && bytes.count == 100)
        guard case .anyref(let words?)? = try instance.call("make").first else {
            Issue.record("no array")
            return
        }
        #expect(words[1]?.description == "65534" && words[2]?.description == "3" && words.kind == .array)
        let vectors = try instance.newArray(3, [.v128(low: 1, high: 2), .v128(low: 3, high: 4)])
        #expect(vectors[1]?.description == "v128 0x4 0x3")
        #expect(try instance.newArray(1, []).count == 0)
        let fixed = try instance.newArray(4, [.i32(5)])
        #expect(throws: CallError.immutableField) { try fixed.setValue(.i32(1), at: 0) }
        #expect(throws: CallError.unknownType(0)) { try instance.newArray(0, []) }
        for index: UInt32 in [1, 5, 99, .max] {
            #expect(throws: CallError.unknownType(index)) { try instance.newStructure(index, []) }
        }
        #expect(throws: CallError.self) { try instance.newStructure(0, [.i32(1)]) }
        #expect(throws: CallError.self) { try instance.newArray(1, [.i64(1)]) }
        // The objects live as long as somebody has them, and many others come and go.
        for _ in 0..<50_000 { _ = try instance.newArray(1, [.i32(1), .i32(2)]) }
        #expect(try instance.call("sum", [.anyref(next)]).description == "[264]")
    }

    /// Changes that a host function makes beyond memory cannot be recorded.
    @Test func changesAreNotRecorded() throws {
        let session = try GuestSession(Policy())
        let count = try Global(.i32(5), isMutable: true, in: session.store)
        session.imports.define("set", in: "host", HostFunction { () throws -> Void in try count.setValue(.i32(1)) })
        let program = """
            (module (import "host" "set" (func $set)) (memory 1) (func (export "_start") (call $set)))
            """
        let trap = #expect(throws: Trap.self) { try session.run(Array(program.utf8), recordingTo: { _ in }) }
        #expect(trap?.description.contains("cannot be recorded") == true && "\(count.value)" == "5")
    }

    // MARK: Functions of Swift

    @Test func functionsAreBoundOnce() throws {
        let store = Store()
        let instance = try store.instantiate(
            Module(
                text: """
                    (module
                      (func (export "divide") (param i32 i32) (result i32 i32)
                        (i32.div_u (local.get 0) (local.get 1)) (i32.rem_u (local.get 0) (local.get 1)))
                      (func (export "mixed") (param i64 f32 f64 i32) (result f64 i64)
                        (f64.add (local.get 2) (f64.promote_f32 (local.get 1)))
                        (i64.add (local.get 0) (i64.extend_i32_s (local.get 3))))
                      (func (export "not") (param i32) (result i32) (i32.eqz (local.get 0)))
                      (func (export "nothing")) (memory (export "memory") 1))
                    """))
        let divide = try instance.function(named: "divide", as: ((UInt32, UInt32) throws -> (UInt32, UInt32)).self)
        for number: UInt32 in [7, 100, .max] { #expect(try divide(number, 6) == (number / 6, number % 6)) }
        let trap = #expect(throws: Trap.self) { _ = try divide(1, 0) }
        #expect(trap?.kind == .integerDivideByZero)
        let mixed = try instance.function(
            named: "mixed", as: ((Int64, Float, Double, Int32) throws -> (Double, UInt64)).self)
        #expect(try mixed(10, 0.5, 2, -3) == (2.5, 7))
        let not: (Bool) throws -> Bool = try instance.function(named: "not", as: ((Bool) throws -> Bool).self)
        #expect(try not(false) && !not(true))
        let nothing = try instance.function(named: "nothing", as: (() throws -> Void).self)
        try nothing()
        #expect(throws: CallError.self) { try instance.function(named: "divide", as: ((Int32) throws -> Int32).self) }
        #expect(throws: CallError.self) { try instance.function(named: "not", as: ((Int64) throws -> Int32).self) }
        #expect(throws: CallError.self) { try instance.function(named: "memory", as: (() throws -> Void).self) }
        try instance.discard()
        #expect(throws: CallError.instanceDiscarded) { _ = try divide(1, 1) }
        #expect(throws: CallError.instanceDiscarded) {
            try instance.function(named: "nothing", as: (() throws -> Void).self)
        }
    }

    // MARK: Modules that can be asked

    @Test func modulesAreAsked() throws {
        let module = try Module(
            text: """
                (module $name
                  (import "wasi_snapshot_preview1" "fd_write" (func $w (param i32 i32 i32 i32) (result i32)))
                  (import "env" "memory" (memory 1 2)) (import "env" "log" (func (param f32)))
                  (memory (export "own") 3) (table (export "t") 4 10 funcref) (global (export "g") (mut i64) (i64.const 1))
                  (tag (export "e") (param i32)) (data "abcd") (elem func $f $f)
                  (func $f (export "f") (param i64 f64) (result i32)
                    (i32x4.extract_lane 0 (i32x4.splat (i32.const 1))))
                  (func $s) (start $s) (@custom "notes" "hello") (@custom "notes" "again"))
                """)
        #expect(module.name == "name" && module.hasStartFunction)
        #expect(
            module.imports.map { "\($0.module).\($0.name) \($0.type.kind)" } == [
                "wasi_snapshot_preview1.fd_write func", "env.memory memory", "env.log func",
            ])
        guard case .memory(let memory) = module.imports[1].type else {
            Issue.record("no memory")
            return
        }
        #expect(memory.limits == SizeLimits(minimum: 1, maximum: 2))
        #expect(
            module.exports.map { "\($0.name) \($0.type.kind)" } == [
                "own memory", "t table", "g global", "e tag", "f func",
            ])
        #expect(module.exportType("f") == .function(FunctionType(parameters: [.i64, .f64], results: [.i32])))
        #expect(module.exportType("e") == .tag(FunctionType(parameters: [.i32], results: [])))
        #expect(module.exportType("nothing") == nil)
        #expect(module.customSectionNames.filter { $0 == "notes" }.count == 2)
        #expect(module.customSections(named: "notes") == [Array("hello".utf8), Array("again".utf8)])
        let size = module.size
        #expect([size.functions, size.tables, size.memories, size.globals, size.tags] == [2, 1, 1, 1, 1])
        #expect(size.memoryPages == 3 && size.tableElements == 4 && size.dataBytes == 4 && size.segmentElements == 2)
        #expect(size.codeBytes > 0 && size.bytes > size.codeBytes)
        let tables = "(table i64 0xffffffffffffffff funcref)"
        #expect(try Module(text: "(module \(tables) \(tables))").size.tableElements == .max, "the sum does not wrap")
        let needed = try module.featuresNeeded()
        #expect(
            needed.isSuperset(of: [.simd, .exceptions, .multiMemory])
                && needed.isDisjoint(with: [.gc, .threads, .tailCalls]))
        let policy = Policy(neededBy: module)
        #expect(policy.allowedCalls == ["fd_write"] && policy.hostFunctions.allow == ["env.log"])
        #expect(policy.stdout.to == .inherit)
        #expect(try Module(text: "(module)").featuresNeeded().isEmpty)
    }

    /// A reactor is initialised when it is instantiated.
    @Test func reactorsAreInitialised() throws {
        let text = """
            (module (global $n (mut i32) (i32.const 0)) (memory 1)
              (func (export "_initialize") (global.set $n (i32.add (global.get $n) (i32.const 1))))
              (func (export "get") (result i32) (global.get $n)))
            """
        let session = try GuestSession(Policy())
        let instance = try session.instantiate(session.load(Array(text.utf8)))
        #expect(try instance.call("get").description == "[1]")
        let run = try NestboxCommand.built.run(text: text, ["--invoke", "get"])
        #expect(run.text == "1\n")
    }
}

extension String {
    /// Two exports cannot have one name.
    fileprivate var replacingExport: String { replacing("(func (export \"own\")", with: "(func (export \"ownValue\")") }
}

extension GlobalType {
    fileprivate func with(_ value: ValueType) -> GlobalType {
        var type = self
        type.value = value
        return type
    }
}
