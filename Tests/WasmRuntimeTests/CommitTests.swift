import Testing
import WasmRuntime
import WasmSyntax

/// A memory has bytes only as far as it was accessed, and no guest can tell the difference.
struct CommitTests {
    /// An interruption that ends the guest at its first poll, which comes after some bulk work.
    private final class Stop: Interruption {
        func reasonToStop() -> InterruptReason? { .cancelled }
    }

    static func committed(_ store: Store, _ memory: Int = 1) -> Int { store.state.memories[memory].bytes.count }

    /// Loads and stores with their widths in bytes.
    static let accesses: [(name: String, width: Int, type: String)] = [
        ("load8_u", 1, "i32"), ("load8_s", 1, "i32"), ("load16_u", 2, "i32"), ("load16_s", 2, "i32"),
        ("load", 4, "i32"), ("load8_u", 1, "i64"), ("load8_s", 1, "i64"), ("load16_s", 2, "i64"),
        ("load32_s", 4, "i64"), ("load32_u", 4, "i64"), ("load", 8, "i64"), ("load", 4, "f32"), ("load", 8, "f64"),
        ("load", 16, "v128"), ("load32_splat", 4, "v128"), ("load8x8_u", 8, "v128"), ("load64_zero", 8, "v128"),
        ("store8", 1, "i32"), ("store16", 2, "i32"), ("store", 4, "i32"), ("store8", 1, "i64"), ("store", 8, "i64"),
        ("store", 4, "f32"), ("store", 8, "f64"), ("store", 16, "v128"),
    ]

    /// Functions for each form of an access: the address from a local, from a sum, with an offset; a store of a
    /// constant.
    static func functions(_ access: (name: String, width: Int, type: String), memory: String) -> String {
        let operation = "\(access.type).\(access.name) \(memory)"
        let constant = access.type == "v128" ? "(v128.const i64x2 1 1)" : "(\(access.type).const 1)"
        let isStore = access.name.hasPrefix("store")
        func body(_ address: String, _ value: String, offset: String = "") -> String {
            isStore ? "(\(operation) \(offset) \(address) \(value))" : "(drop (\(operation) \(offset) \(address)))"
        }
        let sum = "(i32.add (local.get 0) (local.get 1))"
        let locals = "(param i32) (local i32 \(access.type))"
        return """
            (func (export "plain") \(locals) \(body("(local.get 0)", "(local.get 2)")))
            (func (export "sum") \(locals) \(body(sum, "(local.get 2)")))
            (func (export "offset") \(locals)
              \(body("(i32.sub (local.get 0) (i32.const 9))", "(local.get 2)", offset: "offset=9")))
            (func (export "constant") \(locals) \(body("(local.get 0)", constant)))
            """
    }

    static let forms: [Name] = ["plain", "sum", "offset", "constant"]

    /// Accesses at the end of the memory, behind the committed bytes, and outside.
    @Test(arguments: accesses.indices, ["", "$other"])
    func everyAccessCommitsAndTrapsWhereItShould(_ number: Int, _ memory: String) throws {
        let access = CommitTests.accesses[number]
        let size = 4 << 16
        let memories = memory.isEmpty ? "(memory 4)" : "(memory 1) (memory $other 4)"
        let module = try Guest.module(memories + CommitTests.functions(access, memory: memory))
        for options in Guest.lowerings {
            let store = Store(limits: StoreLimits(), options: options)
            for form in CommitTests.forms {
                let instance = try store.instantiate(module)
                let address = store.state.memories.count - 1
                func call(_ place: Int) throws -> Ending {
                    try Ending.of { try instance.call(form, [.i32(Int32(truncatingIfNeeded: place))]) }
                }
                let context = Comment(rawValue: "\(access.type).\(access.name) \(form)")
                #expect(try call(size - access.width + 1) == .trapped(.outOfBoundsMemoryAccess), context)
                #expect(CommitTests.committed(store, address) == 0, context)
                #expect(try call(9) == .nothing, context)
                #expect(CommitTests.committed(store, address) == 64 << 10, context)
                // Across the end of the committed bytes.
                #expect(try call((64 << 10) - access.width + 1) == .nothing, context)
                #expect(CommitTests.committed(store, address) <= 128 << 10, context)
                #expect(try call(size - access.width) == .nothing, context)
                #expect(CommitTests.committed(store, address) == size, context)
                #expect(try call(size - access.width + 1) == .trapped(.outOfBoundsMemoryAccess), context)
            }
        }
    }

    static let module = """
        (memory (export "memory") 16 32)
        (data $text "hello")
        (func (export "size") (result i32) (memory.size))
        (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
        (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
        (func (export "store") (param i32) (i32.store (local.get 0) (i32.const 77)))
        (func (export "fill") (param i32 i32) (memory.fill (local.get 0) (i32.const 5) (local.get 1)))
        (func (export "copy") (param i32 i32 i32) (memory.copy (local.get 0) (local.get 1) (local.get 2)))
        (func (export "init") (param i32 i32) (memory.init $text (local.get 0) (i32.const 0) (local.get 1)))
        """

    @Test func sizeAndGrowthCommitNothing() throws {
        let store = Store()
        let instance = try Guest.instance(CommitTests.module, in: store)
        #expect(try Ending.of { try instance.call("size") } == .returned([16]))
        #expect(try Ending.of { try instance.call("grow", [.i32(16)]) } == .returned([16]))
        #expect(try Ending.of { try instance.call("grow", [.i32(1)]) } == .returned([0xFFFF_FFFF]))
        #expect(try Ending.of { try instance.call("size") } == .returned([32]))
        #expect(store.memoryPages == 32)
        #expect(CommitTests.committed(store) == 0)
        #expect(try Ending.of { try instance.call("load", [.i32(1_000_000)]) } == .returned([0]))
        #expect(CommitTests.committed(store) < 1_200_000)
    }

    /// A memory that is used and grows page by page is moved only now and then.
    @Test func growingBySmallStepsMovesNowAndThen() throws {
        let store = Store()
        let instance = try Guest.instance(
            """
            (memory (export "memory") 0)
            (func (export "step")
              (i32.store8 (i32.shl (memory.grow (i32.const 1)) (i32.const 16)) (i32.const 1)))
            """, in: store)
        var capacities: Set<Int> = []
        for _ in 0..<200 {
            _ = try instance.call("step")
            capacities.insert(store.state.memories[1].bytes.capacity)
        }
        #expect(capacities.count <= 10)
        #expect(CommitTests.committed(store) == 200 << 16)
    }

    @Test(
        arguments: [
            ("fill", [0x10000, 16], 0x20000), ("fill", [0x10_0000, 0], 0), ("fill", [0xF_FFFF, 2], nil),
            ("copy", [0x10000, 0, 16], 0x20000), ("copy", [0, 0x10000, 16], 0x20000), ("copy", [0x10_0000, 0, 0], 0),
            ("copy", [0, 0x10_0000, 0], 0), ("copy", [0, 0xF_FFFF, 2], nil),
            ("init", [0x10000, 5], 0x20000), ("init", [0x10_0000, 0], 0), ("init", [0xF_FFFC, 5], nil),
        ] as [(Name, [Int32], Int?)])
    func bulkOperationsCommitWhatTheyTouch(_ function: Name, _ arguments: [Int32], _ expected: Int?) throws {
        let store = Store()
        let instance = try Guest.instance(CommitTests.module, in: store)
        let ending = try Ending.of { try instance.call(function, arguments.map { .i32($0) }) }
        #expect(ending == (expected == nil ? .trapped(.outOfBoundsMemoryAccess) : .nothing))
        #expect(CommitTests.committed(store) == expected ?? 0)
    }

    @Test func theHostSeesZerosAndCanWriteEverywhere() throws {
        let store = Store()
        let instance = try Guest.instance(CommitTests.module, in: store)
        let memory = try #require(instance.memory(named: "memory"))
        let size = memory.byteCount
        #expect(size == 16 << 16)
        // Empty ranges at the end and behind the committed bytes.
        #expect(try memory.read(at: size, count: 0) == [])
        try memory.withBytes(at: size, count: 0) { bytes in
            let count = bytes.count
            #expect(count == 0)
        }
        try memory.withMutableBytes(at: size - 1, count: 0) { bytes in
            let count = bytes.count
            #expect(count == 0)
        }
        try memory.write([], at: size)
        #expect(CommitTests.committed(store) == 0)
        #expect(throws: MemoryAccessError.self) { try memory.read(at: size, count: 1) }
        #expect(try memory.load(UInt32.self, at: 100_000) == 0)
        try memory.store(UInt32(9), at: 200_000)
        try memory.withMutableBytes(at: 300_000, count: 4) { $0[0] = 8 }
        #expect(try memory.withBytes(at: 400_000, count: 2) { $0[1] } == 0)
        try memory.write([1, 2], at: size - 2)
        #expect(CommitTests.committed(store) == Int(size))
        #expect(try Ending.of { try instance.call("load", [.i32(200_000)]) } == .returned([9]))
        #expect(try Ending.of { try instance.call("load", [.i32(300_000)]) } == .returned([8]))
    }

    /// Committing is not the guest's work: the first access costs the same as the second.
    @Test func theBudgetDoesNotTell() throws {
        let store = Store()
        let instance = try Guest.instance(CommitTests.module, in: store)
        var costs: Set<UInt64> = []
        for _ in 0..<3 {
            let before = store.budget.spent
            _ = try instance.call("store", [.i32(500_000)])
            costs.insert(store.budget.spent - before)
        }
        #expect(costs.count == 1)
    }

    /// One access can commit all of a large memory; this can be interrupted.
    @Test(arguments: ["", "$other"])
    func committingIsInterrupted(_ memory: String) throws {
        let store = Store()
        let instance = try Guest.instance(
            """
            (memory 512) (memory $other 512)
            (func (export "f") (param i32) (drop (i32.load \(memory) (local.get 0))))
            """, in: store)
        // Lowers the function here, because lowering would be interrupted, too.
        #expect(try Ending.of { try instance.call("f", [.i32(0)]) } == .nothing)
        store.interruption = Stop()
        #expect(try Ending.of { try instance.call("f", [.i32(0x1FF_FFFC)]) } == .trapped(.interrupted(.cancelled)))
        #expect((1..<512 << 16).contains(CommitTests.committed(store, memory.isEmpty ? 1 : 2)))
        store.interruption = nil
        #expect(try Ending.of { try instance.call("f", [.i32(0x1FF_FFFC)]) } == .nothing)
    }
}
