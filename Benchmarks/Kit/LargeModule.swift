import WasmSyntax

/// Generates a large WASI command, always with the same bytes: functions of several hundred bytes, few of which are
/// ever called, so that loading dominates.
package struct LargeModule {
    private static let locals: UInt32 = 8
    /// The types of `fd_write`, of a function of the crowd, and of `_start`. The functions come in the same order.
    private enum TypeIndex { static let write: UInt32 = 0, crowd: UInt32 = 1, start: UInt32 = 2 }

    private var state: UInt64 = 0x2545_F491_4F6C_DD1D
    private let count: UInt32

    private init(functions: Int) { count = UInt32(clamping: max(1, functions)) }

    /// - Parameter functions: The number of functions of the crowd; each has some 730 bytes.
    package static func bytes(functions: Int) -> [UInt8] {
        var module = LargeModule(functions: functions)
        return module.make()
    }

    private mutating func random(_ below: UInt32) -> UInt32 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return UInt32(truncatingIfNeeded: state >> 32) % below
    }

    private mutating func make() -> [UInt8] {
        var module = ByteWriter()
        module.append([0, 0x61, 0x73, 0x6D, 1, 0, 0, 0])
        LargeModule.section(1, &module) { section in
            section.append([3])
            section.append([0x60, 4, 0x7F, 0x7F, 0x7F, 0x7F, 1, 0x7F])
            section.append([0x60, 1, 0x7F, 1, 0x7F])
            section.append([0x60, 0, 0])
        }
        LargeModule.section(2, &module) { section in
            section.append([1])
            for name in ["wasi_snapshot_preview1", "fd_write"] { LargeModule.name(name, &section) }
            section.append([0])
            section.unsigned(TypeIndex.write)
        }
        LargeModule.section(3, &module) { section in
            section.unsigned(count + 1)
            for _ in 0..<count { section.unsigned(TypeIndex.crowd) }
            section.unsigned(TypeIndex.start)
        }
        LargeModule.section(5, &module) { $0.append([1, 0, 2]) }
        LargeModule.section(7, &module) { section in
            section.append([2])
            LargeModule.name("memory", &section)
            section.append([2, 0])
            LargeModule.name("_start", &section)
            section.append([0])
            section.unsigned(count + 1)
        }
        var code = ByteWriter()
        code.unsigned(count + 1)
        for index in 0..<count { LargeModule.sized(crowdBody(index), &code) }
        LargeModule.sized(startBody(), &code)
        module.byte(10)
        LargeModule.sized(code, &module)
        return module.bytes
    }

    private static func section(_ id: UInt8, _ module: inout ByteWriter, _ write: (inout ByteWriter) -> Void) {
        var contents = ByteWriter()
        write(&contents)
        module.byte(id)
        sized(contents, &module)
    }

    private static func sized(_ contents: ByteWriter, _ to: inout ByteWriter) {
        to.unsigned(UInt32(clamping: contents.bytes.count))
        to.append(contents.bytes)
    }

    private static func name(_ name: String, _ to: inout ByteWriter) {
        to.unsigned(UInt32(clamping: name.utf8.count))
        to.append(name.utf8)
    }

    // MARK: Bodies

    private mutating func crowdBody(_ index: UInt32) -> ByteWriter {
        var body = ByteWriter()
        body.append([1])
        body.unsigned(LargeModule.locals - 1)
        body.byte(0x7F)
        for _ in 0..<50 + random(20) { statement(index, &body) }
        get(0, &body)
        body.opcode(.end)
        return body
    }

    private func get(_ local: UInt32, _ body: inout ByteWriter) {
        body.opcode(.localGet)
        body.unsigned(local)
    }

    private func set(_ local: UInt32, _ body: inout ByteWriter) {
        body.opcode(.localSet)
        body.unsigned(local)
    }

    private func constant(_ value: UInt32, _ body: inout ByteWriter) {
        body.opcode(.i32Const)
        body.signed(Int64(Int32(bitPattern: value)))
    }

    private mutating func statement(_ index: UInt32, _ body: inout ByteWriter) {
        let (a, b) = (random(LargeModule.locals), random(LargeModule.locals))
        switch random(8) {
        case 0:  // b = memory[a & mask]
            get(a, &body)
            constant(0xFFF8, &body)
            body.opcode(.i32And)
            body.opcode(.i32Load)
            body.append([2, 16])
            set(b, &body)
        case 1:  // memory[a & mask] = b
            get(a, &body)
            constant(0xFFF8, &body)
            body.opcode(.i32And)
            get(b, &body)
            body.opcode(.i32Store)
            body.append([2, 24])
        case 2:  // A loop of a few turns.
            get(a, &body)
            constant(7, &body)
            body.opcode(.i32And)
            set(b, &body)
            body.opcode(.loop)
            body.byte(0x40)
            get(b, &body)
            constant(1, &body)
            body.opcode(.i32Sub)
            body.opcode(.localTee)
            body.unsigned(b)
            constant(0, &body)
            body.opcode(.i32GtS)
            body.opcode(.brIf)
            body.append([0])
            body.opcode(.end)
        case 3:  // A call that hardly ever happens.
            get(a, &body)
            constant(0x5EED_0000 | index & 0xFFFF, &body)
            body.opcode(.i32Eq)
            body.opcode(.if)
            body.byte(0x40)
            get(b, &body)
            body.opcode(.call)
            body.unsigned(1 + random(count))
            set(a, &body)
            body.opcode(.end)
        default:
            let operations: [Opcode] = [.i32Add, .i32Sub, .i32Mul, .i32Xor, .i32Or, .i32ShrU, .i32Rotl]
            get(a, &body)
            if random(2) == 0 { get(b, &body) } else { constant(random(100_000), &body) }
            body.opcode(operations[Int(random(UInt32(operations.count)))])
            set(random(LargeModule.locals), &body)
        }
    }

    /// Calls one in a thousand functions of the crowd, and prints eight letters that depend on their results.
    private func startBody() -> ByteWriter {
        var body = ByteWriter()
        body.append([1, 1, 0x7F])
        for callee in stride(from: 1, through: count, by: 1000) {
            get(0, &body)
            body.opcode(.call)
            body.unsigned(callee)
            set(0, &body)
        }
        let text: UInt32 = 65_000 + 100
        for (address, value) in [(text - 16, text), (text - 12, 9), (text + 8, 10)] {
            constant(address, &body)
            constant(value, &body)
            body.opcode(.i32Store)
            body.append([0, 0])
        }
        for letter in 0..<8 as Range<UInt32> {
            constant(text + letter, &body)
            get(0, &body)
            constant(4 * letter, &body)
            body.opcode(.i32ShrU)
            constant(15, &body)
            body.opcode(.i32And)
            constant(0x61, &body)
            body.opcode(.i32Add)
            body.opcode(.i32Store8)
            body.append([0, 0])
        }
        for argument in [1, text - 16, 1, text - 8] { constant(argument, &body) }
        body.opcode(.call)
        body.unsigned(0 as UInt32)
        body.opcode(.drop)
        body.opcode(.end)
        return body
    }
}
