import Testing
import WasmSyntax
import WasmValidation

/// The facts that the validator derives from the instruction table hold for every row.
@Suite struct InstructionTableTests {
    /// Zeros are valid immediates of any instruction, and the remaining ones decode as `unreachable`.
    @Test func `the validator knows every instruction`() {
        let parts: [Opcode] = [.end, .else, .catch, .catchAll, .delegate]
        for opcode in Opcode.allCases where !parts.contains(opcode) {
            let isBlock = [.block, .loop, .if, .tryTable, .try].contains(opcode)
            let module = Fixture.module([
                .unreachable, .bytes(opcode, [UInt8](repeating: 0, count: 20)), isBlock ? .end : .unreachable,
            ])
            let fault = module.fault()
            if case .malformed(let kind) = fault { Issue.record("\(opcode.name): \(kind)") }
        }
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
