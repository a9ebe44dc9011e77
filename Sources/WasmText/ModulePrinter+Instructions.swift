// Specification: Text Format / Instructions: printing.

import WasmSyntax

extension ModulePrinter {
    /// Prints a body, one instruction per line, indented by the blocks around it.
    mutating func instructions(_ range: Range<Int>) throws {
        let outer = out.indentation
        var cursor = ByteCursor(module.bytes, in: range)
        var reader = ExpressionReader(cursor)
        while true {
            code.removeImmediates()
            let instruction = try reader.next(&cursor, &code)
            if reader.isAtEnd { break }
            try progress()
            switch instruction.opcode {
            case .end, .else, .catch, .catchAll, .delegate: out.indentation &-= 1
            default: break
            }
            // The label of `delegate` counts from outside of the `try`.
            if instruction.opcode == .end || instruction.opcode == .delegate { labels.pop() }
            if let isLikely = branchHints[instruction.offset] {
                out.line("(@metadata.code.branch_hint ")
                out.string([isLikely ? 1 : 0])
                out.text(")")
            }
            out.line(instruction.opcode.name)
            let label = defineLabel(of: instruction.opcode)
            immediates(of: instruction)
            if let label { labels.push(label) }
            switch instruction.opcode {
            case .block, .loop, .if, .else, .tryTable, .try, .catch, .catchAll: out.indentation &+= 1
            default: break
            }
        }
        out.indentation = outer
    }

    /// Prints a constant expression on the same line.
    mutating func expression(_ expression: ConstantExpression) throws {
        var cursor = ByteCursor(module.bytes, in: expression.code)
        var reader = ExpressionReader(cursor)
        var isFirst = true
        while true {
            code.removeImmediates()
            let instruction = try reader.next(&cursor, &code)
            try progress()
            if reader.isAtEnd { break }
            if !isFirst { out.text(" ") }
            out.text(instruction.opcode.name)
            immediates(of: instruction)
            isFirst = false
        }
    }

    private mutating func immediates(of instruction: Instruction) {
        switch InstructionTable.row(instruction.opcode).immediates {
        case .none, .zeroByte: break
        case .blockType: blockType(instruction)
        case .label: useLabel(instruction.x)
        case .local: names.use(instruction.x, localNames, &out)
        case .function: names.use(.function, instruction.x, &out)
        case .type: names.use(.type, instruction.x, &out)
        case .global: names.use(.global, instruction.x, &out)
        case .data: names.use(.data, instruction.x, &out)
        case .element: names.use(.element, instruction.x, &out)
        case .tag: names.use(.tag, instruction.x, &out)
        case .lane: out.spaced(instruction.x)
        case .table: if instruction.x != 0 { names.use(.table, instruction.x, &out) }
        case .memory: if instruction.x != 0 { names.use(.memory, instruction.x, &out) }
        case .labels: labels(instruction)
        case .callIndirect:
            names.use(.table, instruction.y, &out)
            out.text(" ")
            typeUse(instruction.x)
        case .typeField:
            names.use(.type, instruction.x, &out)
            names.useField(instruction.y, of: instruction.x, &out)
        case .typeCount:
            names.use(.type, instruction.x, &out)
            out.spaced(instruction.y)
        case .typeData: use(.type, instruction.x, .data, instruction.y)
        case .typeElement: use(.type, instruction.x, .element, instruction.y)
        case .typeType: use(.type, instruction.x, .type, instruction.y)
        case .memoryMemory: use(.memory, instruction.x, .memory, instruction.y)
        case .tableTable: use(.table, instruction.x, .table, instruction.y)
        // The text has the destination first, the binary format the segment.
        case .dataMemory: use(.memory, instruction.y, .data, instruction.x)
        case .elementTable: use(.table, instruction.y, .element, instruction.x)
        case .memoryArgument: memoryArgument(instruction)
        case .memoryLane:
            memoryArgument(instruction)
            out.spaced(instruction.y)
        case .lanes16: for byte in ModulePrinter.bytes(instruction) { out.spaced(byte) }
        case .v128:
            out.text(" i8x16")
            for byte in ModulePrinter.bytes(instruction) { out.spaced(byte) }
        case .i32: out.spaced(Int32(truncatingIfNeeded: instruction.wide))
        case .i64: out.spaced(Int64(bitPattern: instruction.wide))
        case .f32:
            out.text(" ")
            out.float32(UInt32(truncatingIfNeeded: instruction.wide))
        case .f64:
            out.text(" ")
            out.float64(instruction.wide)
        case .valueTypes: valueTypes(instruction)
        case .heapType: heapType(instruction)
        case .brOnCast:
            useLabel(instruction.x)
            valueType(ValueType(bits: UInt32(truncatingIfNeeded: instruction.wide)))
            valueType(ValueType(bits: UInt32(truncatingIfNeeded: instruction.wide >> 32)))
        case .tryTable:
            blockType(instruction)
            catches(instruction)
        }
    }

    private mutating func use(
        _ space: NameSection.Space, _ index: UInt32, _ other: NameSection.Space, _ otherIndex: UInt32
    ) {
        names.use(space, index, &out)
        names.use(other, otherIndex, &out)
    }

    private mutating func blockType(_ instruction: Instruction) {
        switch BlockTypeKind(rawValue: instruction.small) {
        case .empty?, nil: break
        case .value?:
            out.text(" (result")
            valueType(ValueType(bits: instruction.x))
            out.text(")")
        case .typeIndex?:
            out.text(" ")
            typeUse(instruction.x)
        }
    }

    private mutating func labels(_ instruction: Instruction) {
        let first = Int(instruction.x)
        for label in code.labels[first...(first &+ Int(instruction.y))] { useLabel(label) }
    }

    private mutating func valueTypes(_ instruction: Instruction) {
        let first = Int(instruction.x)
        out.text(" (result")
        for type in code.valueTypes[first..<(first &+ Int(instruction.y))] { valueType(type) }
        out.text(")")
    }

    private mutating func catches(_ instruction: Instruction) {
        let first = Int(instruction.y)
        for clause in code.catches[first..<(first &+ Int(instruction.wide))] {
            switch clause.kind {
            case .catchTag: out.text(" (catch")
            case .catchTagReference: out.text(" (catch_ref")
            case .catchAll: out.text(" (catch_all")
            case .catchAllReference: out.text(" (catch_all_ref")
            }
            if clause.kind.hasTag { names.use(.tag, clause.tag, &out) }
            useLabel(clause.label)
            out.text(")")
        }
    }

    /// Prints a heap type as it is, but as a reference type for a cast or test.
    private mutating func heapType(_ instruction: Instruction) {
        let type = HeapType(bits: instruction.x)
        switch instruction.opcode {
        case .refTestNull, .refCastNull: valueType(ValueType(type, nullable: true))
        case .refTest, .refCast: valueType(ValueType(type, nullable: false))
        default:
            if let index = type.typeIndex { return names.use(.type, index, &out) }
            out.text(" ")
            out.text(type.description)
        }
    }

    private mutating func memoryArgument(_ instruction: Instruction) {
        if instruction.x != 0 { names.use(.memory, instruction.x, &out) }
        if instruction.wide != 0 {
            out.text(" offset=")
            out.number(instruction.wide)
        }
        let exponent = UInt8(truncatingIfNeeded: instruction.small)
        guard exponent != InstructionTable.naturalAlignments[Int(instruction.opcode.rawValue)] else { return }
        out.text(" align=")
        out.number((1 as UInt64) << UInt64(exponent & 63))
    }

    /// The 16 bytes of a vector constant or the lanes of a shuffle.
    private static func bytes(_ instruction: Instruction) -> [UInt8] {
        var writer = ByteWriter()
        writer.fixed(instruction.wide)
        writer.fixed(instruction.x)
        writer.fixed(instruction.y)
        return writer.bytes
    }
}
