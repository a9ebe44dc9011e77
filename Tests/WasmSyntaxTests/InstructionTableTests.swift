import Testing
import WasmSyntax

/// The rows of the instruction table fit together, and the facts that are derived from them hold.
@Suite struct InstructionTableTests {
    @Test func `a row stands at its opcode`() {
        #expect(InstructionTable.rows.map(\.opcode) == Opcode.allCases)
        #expect(InstructionTable.rows.map { Int($0.opcode.rawValue) } == Array(0..<Opcode.allCases.count))
    }

    @Test func `an encoding leads to its instruction, and every other encoding to none`() {
        var expected: [UInt64: Opcode] = [:]
        for row in InstructionTable.rows {
            let encoding = UInt64(row.prefix) << 32 | UInt64(row.code)
            #expect(expected[encoding] == nil, "\(row.name) has the encoding of another instruction")
            expected[encoding] = row.opcode
        }
        for prefix in UInt8.min...UInt8.max {
            for code: UInt32 in Array(0...0x400) + [0xFFFF, .max] {
                let opcode = InstructionTable.opcode(prefix: prefix, code: code)
                #expect(opcode == expected[UInt64(prefix) << 32 | UInt64(code)], "\(prefix) \(code)")
            }
        }
    }

    @Test func `a writer encodes what the table says`() {
        for row in InstructionTable.rows {
            var writer = ByteWriter()
            writer.opcode(row.opcode)
            var cursor = ByteCursor(writer.bytes, in: 0..<writer.bytes.count)
            let first = try? cursor.byte()
            let code = row.prefix == 0 ? first.map(UInt32.init) : try? cursor.u32()
            #expect(code == row.code && cursor.isAtEnd, "\(row.name)")
            #expect(row.prefix == 0 || first == row.prefix, "\(row.name)")
        }
    }

    /// These have two opcodes: with types and without, and for references that may be null and that may not.
    @Test func `names are unique`() {
        let names = Dictionary(grouping: InstructionTable.rows, by: \.name).filter { $0.value.count > 1 }
        #expect(Set(names.keys) == ["ref.cast", "ref.test", "select"])
    }

    @Test func `a signature is read letter by letter`() {
        for row in InstructionTable.rows {
            let signature = InstructionTable.signatures[Int(row.opcode.rawValue)]
            #expect((signature == nil) == (row.signatureText == "*"), "\(row.name)")
            let count = (signature?.parameters.count ?? 0) + (signature?.result == nil ? 0 : 1)
            #expect(signature == nil || count + 1 == row.signatureText.count, "\(row.name): \(row.signatureText)")
        }
        #expect(InstructionSignature("aIFv:f")?.parameters == [.address, .i64, .f64, .v128])
        #expect(InstructionSignature("aIFv:f")?.result == .f32)
        #expect(InstructionSignature(":")?.parameters == [])
        #expect(InstructionSignature(":")?.result == nil)
        #expect(InstructionSignature("*") == nil)
    }

    @Test func `every memory access has a natural alignment`() {
        for row in InstructionTable.rows {
            let alignment = InstructionTable.naturalAlignments[Int(row.opcode.rawValue)]
            let isAccess = row.immediates == .memoryArgument || row.immediates == .memoryLane
            #expect((alignment != nil) == isAccess, "\(row.name)")
            if let alignment { #expect(alignment <= 4, "\(row.name)") }
        }
    }

    @Test(arguments: [
        (Opcode.i32Load8S, 0 as UInt8), (.i64Load16U, 1), (.i64Store32, 2), (.f32Load, 2), (.i64Store, 3),
        (.f64Load, 3),
        (.v128Load, 4), (.v128Store, 4), (.v128Load8x8U, 3), (.v128Load32x2S, 3), (.v128Load8Splat, 0),
        (.v128Load64Zero, 3), (.v128Load16Lane, 1), (.v128Store64Lane, 3),
        (.i32AtomicLoad, 2), (.i64AtomicLoad, 3), (.i64AtomicLoad8U, 0), (.i32AtomicStore16, 1), (.i64AtomicStore, 3),
        (.i64AtomicRmwAdd, 3), (.i32AtomicRmw8CmpxchgU, 0), (.i64AtomicRmw32XchgU, 2), (.i32AtomicRmwXor, 2),
        (.memoryAtomicNotify, 2), (.memoryAtomicWait32, 2), (.memoryAtomicWait64, 3),
    ])
    func `natural alignments`(_ opcode: Opcode, _ exponent: UInt8) {
        #expect(InstructionTable.naturalAlignments[Int(opcode.rawValue)] == exponent)
    }

    @Test(arguments: [
        (Opcode.i8x16ExtractLaneU, 16 as UInt8), (.i16x8ReplaceLane, 8), (.f32x4ExtractLane, 4), (.i64x2ReplaceLane, 2),
        (.v128Load8Lane, 16), (.v128Store16Lane, 8), (.v128Load32Lane, 4), (.v128Store64Lane, 2), (.i8x16Shuffle, 0),
        (.i32Add, 0),
    ])
    func `lane counts`(_ opcode: Opcode, _ count: UInt8) {
        #expect(InstructionTable.laneCounts[Int(opcode.rawValue)] == count)
    }
}
