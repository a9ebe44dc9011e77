// Specification: Binary Format / Instructions.

/// Decodes the instructions of a body or constant expression.
package enum InstructionDecoder {
    /// Decodes one expression up to and with the `end` that closes it.
    ///
    /// - Parameters:
    ///   - cursor: Where the expression begins; afterwards stands behind its `end`.
    ///   - code: Emptied, then filled.
    /// - Throws: ``DecodeError`` if an instruction is malformed or the cursor's end comes first.
    package static func decodeExpression(
        _ cursor: inout ByteCursor, into code: inout DecodedCode
    ) throws(DecodeError) {
        code.removeAll()
        // The blocks that are open, innermost last: whether each is an `if` that may still get its `else`.
        var mayHaveElse: [Bool] = []
        while true {
            var instruction = try opcode(&cursor)
            try immediates(of: &instruction, &cursor, &code)
            code.instructions.append(instruction)
            switch instruction.opcode {
            case .block, .loop, .tryTable, .if:
                guard mayHaveElse.count < ImplementationLimits.blockNesting else {
                    throw DecodeError(.limitExceeded("nested blocks"), at: Int(instruction.offset))
                }
                mayHaveElse.append(instruction.opcode == .if)
            case .else:
                guard mayHaveElse.last == true else { throw DecodeError(.unexpectedElse, at: Int(instruction.offset)) }
                mayHaveElse[mayHaveElse.count &- 1] = false
            case .end:
                if mayHaveElse.popLast() == nil { return }
            default: break
            }
        }
    }

    /// Decodes an expression of a module that the decoder has already accepted.
    package static func decode(
        _ range: Range<Int>, of bytes: [UInt8], into code: inout DecodedCode
    ) throws(DecodeError) {
        var cursor = ByteCursor(bytes, in: range)
        try decodeExpression(&cursor, into: &code)
    }

    private static func opcode(_ cursor: inout ByteCursor) throws(DecodeError) -> Instruction {
        let offset = cursor.position
        let first = try cursor.byte()
        var prefix: UInt8 = 0
        var code = UInt32(first)
        if first >= 0xFB && first <= 0xFE {
            prefix = first
            code = try cursor.u32()
        }
        guard let opcode = InstructionTable.opcode(prefix: prefix, code: code) else {
            throw DecodeError(.illegalOpcode(prefix: prefix, code: code), at: offset)
        }
        return Instruction(opcode: opcode, offset: UInt32(truncatingIfNeeded: offset))
    }

    private static func immediates(
        of instruction: inout Instruction, _ cursor: inout ByteCursor, _ code: inout DecodedCode
    ) throws(DecodeError) {
        switch InstructionTable.immediates[Int(instruction.opcode.rawValue)] {
        case .none: break
        case .blockType: try blockType(of: &instruction, &cursor)
        case .label, .function, .type, .local, .global, .table, .memory, .element, .tag:
            instruction.x = try cursor.u32()
        case .data:
            instruction.x = try cursor.u32()
            code.usesDataSegments = true
        case .labels: try labels(of: &instruction, &cursor, &code)
        case .callIndirect, .typeField, .typeCount, .typeElement, .typeType, .elementTable, .memoryMemory,
            .tableTable:
            instruction.x = try cursor.u32()
            instruction.y = try cursor.u32()
        case .typeData, .dataMemory:
            instruction.x = try cursor.u32()
            instruction.y = try cursor.u32()
            code.usesDataSegments = true
        case .memoryArgument: try memoryArgument(of: &instruction, &cursor)
        case .memoryLane:
            try memoryArgument(of: &instruction, &cursor)
            instruction.y = UInt32(try cursor.byte())
        case .lane: instruction.x = UInt32(try cursor.byte())
        case .lanes16, .v128:
            instruction.wide = try cursor.fixed64()
            instruction.x = try cursor.fixed32()
            instruction.y = try cursor.fixed32()
        case .i32: instruction.wide = UInt64(UInt32(bitPattern: try cursor.s32()))
        case .i64: instruction.wide = UInt64(bitPattern: try cursor.s64())
        case .f32: instruction.wide = UInt64(try cursor.fixed32())
        case .f64: instruction.wide = try cursor.fixed64()
        case .valueTypes: try valueTypes(of: &instruction, &cursor, &code)
        case .heapType: instruction.x = try cursor.heapType().bits
        case .brOnCast: try brOnCast(of: &instruction, &cursor)
        case .tryTable: try tryTable(of: &instruction, &cursor, &code)
        }
    }

    private static func blockType(
        of instruction: inout Instruction, _ cursor: inout ByteCursor
    ) throws(DecodeError) {
        guard let first = cursor.peek else { throw cursor.error(.unexpectedEnd) }
        if first == 0x40 {
            _ = try cursor.byte()
            instruction.small = BlockTypeKind.empty.rawValue
        } else if first & 0xC0 == 0x40 {
            instruction.small = BlockTypeKind.value.rawValue
            instruction.x = try cursor.valueType().bits
        } else {
            let start = cursor.position
            let index = try cursor.s33()
            guard index >= 0 else { throw DecodeError(.malformedValueType, at: start) }
            instruction.small = BlockTypeKind.typeIndex.rawValue
            instruction.x = UInt32(truncatingIfNeeded: index)
        }
    }

    private static func labels(
        of instruction: inout Instruction, _ cursor: inout ByteCursor, _ code: inout DecodedCode
    ) throws(DecodeError) {
        let count = try cursor.count(limit: ImplementationLimits.branchTableTargets, "targets of br_table")
        instruction.x = UInt32(truncatingIfNeeded: code.labels.count)
        instruction.y = UInt32(truncatingIfNeeded: count)
        for _ in 0...count { code.labels.append(try cursor.u32()) }
    }

    private static func valueTypes(
        of instruction: inout Instruction, _ cursor: inout ByteCursor, _ code: inout DecodedCode
    ) throws(DecodeError) {
        let count = try cursor.count(limit: ImplementationLimits.results, "types of select")
        instruction.x = UInt32(truncatingIfNeeded: code.valueTypes.count)
        instruction.y = UInt32(truncatingIfNeeded: count)
        for _ in 0..<count { code.valueTypes.append(try cursor.valueType()) }
    }

    private static func memoryArgument(
        of instruction: inout Instruction, _ cursor: inout ByteCursor
    ) throws(DecodeError) {
        let start = cursor.position
        let flags = try cursor.u32()
        guard flags < 0x80 else { throw DecodeError(.malformedMemoryFlags, at: start) }
        instruction.small = UInt16(truncatingIfNeeded: flags & 0x3F)
        if flags & 0x40 != 0 { instruction.x = try cursor.u32() }
        instruction.wide = try cursor.u64()
    }

    private static func brOnCast(
        of instruction: inout Instruction, _ cursor: inout ByteCursor
    ) throws(DecodeError) {
        let start = cursor.position
        let flags = try cursor.byte()
        guard flags < 4 else { throw DecodeError(.malformedCastFlags, at: start) }
        instruction.x = try cursor.u32()
        let source = ValueType(try cursor.heapType(), nullable: flags & 1 != 0)
        let target = ValueType(try cursor.heapType(), nullable: flags & 2 != 0)
        instruction.wide = UInt64(source.bits) | UInt64(target.bits) << 32
    }

    private static func tryTable(
        of instruction: inout Instruction, _ cursor: inout ByteCursor, _ code: inout DecodedCode
    ) throws(DecodeError) {
        try blockType(of: &instruction, &cursor)
        let count = try cursor.count(limit: ImplementationLimits.tryTableCatches, "catch clauses")
        instruction.y = UInt32(truncatingIfNeeded: code.catches.count)
        instruction.wide = UInt64(count)
        for _ in 0..<count {
            let start = cursor.position
            guard let kind = CatchClause.Kind(rawValue: try cursor.byte()) else {
                throw DecodeError(.malformedCatchKind, at: start)
            }
            let tag = kind.hasTag ? try cursor.u32() : 0
            code.catches.append(CatchClause(kind: kind, tag: tag, label: try cursor.u32()))
        }
    }
}
