// Specification: Text Format / Instructions: immediates, by their kind.

import WasmSyntax

extension ModuleParser {
    /// Reads the immediates of an instruction whose keyword has been read, and writes the instruction to the output.
    mutating func instruction(_ opcode: Opcode) throws(ParseError) {
        switch opcode {
        case .select: return try select()
        case .refTest: return try castTest(.refTest, nullable: .refTestNull)
        case .refCast: return try castTest(.refCast, nullable: .refCastNull)
        default: break
        }
        output.opcode(opcode)
        switch InstructionTable.row(opcode).immediates {
        case .none: break
        case .zeroByte: output.byte(0)
        case .label: output.unsigned(try index(.label))
        case .labels: try branchTable()
        case .function: output.unsigned(try index(.function))
        case .type: output.unsigned(try index(.type))
        case .local: output.unsigned(try index(.local))
        case .global: output.unsigned(try index(.global))
        case .table: output.unsigned(try optionalIndex(.table))
        case .memory: output.unsigned(try optionalIndex(.memory))
        case .element: output.unsigned(try index(.element))
        case .tag: output.unsigned(try index(.tag))
        case .data: output.unsigned(try dataIndex())
        case .callIndirect: try callIndirect()
        case .typeField:
            let type = try index(.type)
            output.unsigned(type)
            output.unsigned(try fieldIndex(of: type))
        case .typeCount:
            output.unsigned(try index(.type))
            output.unsigned(try tokens.u32())
        case .typeData:
            output.unsigned(try index(.type))
            output.unsigned(try dataIndex())
        case .typeElement:
            output.unsigned(try index(.type))
            output.unsigned(try index(.element))
        case .typeType:
            output.unsigned(try index(.type))
            output.unsigned(try index(.type))
        case .dataMemory: try initialization(from: .data, to: .memory)
        case .elementTable: try initialization(from: .element, to: .table)
        case .memoryMemory: try copy(.memory)
        case .tableTable: try copy(.table)
        case .memoryArgument: try memoryArgument(of: opcode, memory: try optionalIndex(.memory))
        case .memoryLane: try memoryLane(of: opcode)
        case .lane: output.byte(try lane())
        case .lanes16: try shuffleLanes()
        case .v128: output.append(try vectorConstant())
        case .i32: output.signed(Int64(Int32(truncatingIfNeeded: try integer(bits: 32))))
        case .i64: output.signed(Int64(bitPattern: try integer(bits: 64)))
        case .f32: output.fixed(try float32())
        case .f64: output.fixed(try float64())
        case .heapType: output.heapType(try heapType())
        case .brOnCast: try branchOnCast()
        // Blocks and typed `select` have been read before.
        case .blockType, .tryTable, .valueTypes: throw tokens.unexpected()
        }
    }

    private mutating func select() throws(ParseError) {
        guard let types = try results() else { return output.opcode(.select) }
        output.opcode(.selectTyped)
        output.unsigned(UInt(types.count))
        for type in types { output.valueType(type) }
    }

    private mutating func castTest(_ plain: Opcode, nullable: Opcode) throws(ParseError) {
        let type = try referenceType()
        output.opcode(type.isNullable ? nullable : plain)
        output.heapType(type.heapType)
    }

    private mutating func branchTable() throws(ParseError) {
        var targets = [try index(.label)]
        while isIndex {
            targets.append(try index(.label))
            guard targets.count <= ImplementationLimits.branchTableTargets else {
                throw tokens.error(.limitExceeded("targets of br_table"))
            }
        }
        output.unsigned(UInt(targets.count &- 1))
        for target in targets { output.unsigned(target) }
    }

    private mutating func branchOnCast() throws(ParseError) {
        let label = try index(.label)
        let source = try referenceType()
        let target = try referenceType()
        output.byte((source.isNullable ? 1 : 0) | (target.isNullable ? 2 : 0))
        output.unsigned(label)
        output.heapType(source.heapType)
        output.heapType(target.heapType)
    }

    private mutating func callIndirect() throws(ParseError) {
        let table = try optionalIndex(.table)
        output.unsigned(try resolve(try typeUse(names: .forbidden)))
        output.unsigned(table)
    }

    private mutating func dataIndex() throws(ParseError) -> UInt32 {
        usesDataSegments = true
        return try index(.data)
    }

    /// Reads `x? y`: the text has the destination first, if at all; the binary format has it last.
    private mutating func initialization(from segment: IndexKind, to kind: IndexKind) throws(ParseError) {
        usesDataSegments = usesDataSegments || segment == .data
        let second = try tokens.tokenAhead()
        let destination = second.isIndex ? try index(kind) : 0
        output.unsigned(try index(segment))
        output.unsigned(destination)
    }

    /// Reads `x y`, or neither.
    private mutating func copy(_ kind: IndexKind) throws(ParseError) {
        let hasIndices = isIndex
        output.unsigned(hasIndices ? try index(kind) : 0)
        output.unsigned(hasIndices ? try index(kind) : 0)
    }
}

// MARK: Blocks

extension ModuleParser {
    /// Reads a block's type, and the catch clauses of `try_table`, and writes the opening instruction.
    mutating func blockOpening(_ opcode: Opcode) throws(ParseError) {
        output.opcode(opcode)
        let use = try typeUse(names: .forbidden)
        if use.index == nil, use.function.parameters.isEmpty, use.function.results.count <= 1 {
            if let result = use.function.results.first { output.valueType(result) } else { output.byte(0x40) }
        } else {
            output.signed(Int64(try resolve(use)))
        }
        if opcode == .tryTable { try catchClauses() }
    }

    private mutating func catchClauses() throws(ParseError) {
        var clauses: [CatchClause] = []
        while tokens.token.kind == .leftParenthesis, let kind = ModuleParser.catchKind(try tokens.keywordAhead()) {
            try tokens.advance()
            try tokens.advance()
            let tag = kind.hasTag ? try index(.tag) : 0
            clauses.append(CatchClause(kind: kind, tag: tag, label: try index(.label)))
            try tokens.expect(.rightParenthesis)
            guard clauses.count <= ImplementationLimits.tryTableCatches else {
                throw tokens.error(.limitExceeded("catch clauses"))
            }
        }
        output.unsigned(UInt(clauses.count))
        for clause in clauses {
            output.byte(clause.kind.rawValue)
            if clause.kind.hasTag { output.unsigned(clause.tag) }
            output.unsigned(clause.label)
        }
    }

    private static func catchKind(_ keyword: Keyword?) -> CatchClause.Kind? {
        switch keyword {
        case .catch: .catchTag
        case .catchRef: .catchTagReference
        case .catchAll: .catchAll
        case .catchAllRef: .catchAllReference
        default: nil
        }
    }
}

// MARK: Memory

extension ModuleParser {
    /// Reads `offset=…` and `align=…`, each with a default.
    private mutating func memoryArgument(of opcode: Opcode, memory: UInt32) throws(ParseError) {
        let offset = try assignment("offset=") ?? 0
        let place = tokens.token
        var exponent = InstructionTable.naturalAlignments[Int(opcode.rawValue)] ?? 0
        if let alignment = try assignment("align=") {
            guard alignment.nonzeroBitCount == 1 else {
                throw tokens.lexer.error(.alignmentNotPowerOfTwo, at: place.start)
            }
            exponent = UInt8(truncatingIfNeeded: alignment.trailingZeroBitCount)
        }
        output.byte(exponent | (memory == 0 ? 0 : 0x40))
        if memory != 0 { output.unsigned(memory) }
        output.unsigned(offset)
    }

    /// Takes a word like `align=8`, if one with this beginning stands here, and returns its number.
    private mutating func assignment(_ beginning: StaticString) throws(ParseError) -> UInt64? {
        let token = tokens.token
        guard isAssignment(token, beginning) else { return nil }
        let number = (token.start &+ beginning.utf8CodeUnitCount)..<token.end
        guard let parts = NumberSyntax.parts(of: number, in: tokens.source), parts.kind == .natural else {
            throw tokens.unexpected()
        }
        guard let value = NumberSyntax.integer(number, of: tokens.source, bits: 64) else {
            throw tokens.error(.constantOutOfRange("i64"))
        }
        try tokens.advance()
        return value
    }

    private func isAssignment(_ token: Token, _ beginning: StaticString) -> Bool {
        token.kind == .word && token.range.count > beginning.utf8CodeUnitCount
            && tokens.source[token.range].starts(with: beginning.description.utf8)
    }

    /// Reads a memory, an offset and an alignment, all of which may be missing, and a lane.
    private mutating func memoryLane(of opcode: Opcode) throws(ParseError) {
        // A number is the memory only if another immediate follows it.
        var isMemory = tokens.token.isIdentifier
        if tokens.token.kind == .natural {
            let next = try tokens.tokenAhead()
            isMemory = next.kind == .natural || isAssignment(next, "offset=") || isAssignment(next, "align=")
        }
        try memoryArgument(of: opcode, memory: isMemory ? try index(.memory) : 0)
        output.byte(try lane())
    }

    private mutating func lane() throws(ParseError) -> UInt8 {
        UInt8(truncatingIfNeeded: try tokens.natural(bits: 8, called: "i8"))
    }

    private mutating func shuffleLanes() throws(ParseError) {
        let place = tokens.token
        let numbers = try tokens.numbers(atMost: 16)
        guard numbers.count == 16 else {
            throw tokens.unexpectedIfReserved ?? tokens.lexer.error(.invalidLaneLength, at: place.start)
        }
        for number in numbers {
            guard number.kind == .natural, let lane = NumberSyntax.integer(number.range, of: tokens.source, bits: 8)
            else { throw tokens.lexer.error(.constantOutOfRange("i8"), at: number.start) }
            output.byte(UInt8(truncatingIfNeeded: lane))
        }
    }
}

// MARK: Constants

extension ModuleParser {
    private mutating func integer(bits: Int) throws(ParseError) -> UInt64 {
        try tokens.number { NumberSyntax.integer($0, of: $1, bits: bits) }
    }

    private mutating func float32() throws(ParseError) -> UInt32 {
        try tokens.number { NumberSyntax.float32($0, of: $1) }
    }

    private mutating func float64() throws(ParseError) -> UInt64 {
        try tokens.number { NumberSyntax.float64($0, of: $1) }
    }

    private mutating func vectorConstant() throws(ParseError) -> [UInt8] {
        guard let shape = tokens.keyword.flatMap(VectorShape.init) else { throw tokens.unexpected() }
        try tokens.advance()
        let place = tokens.token
        let numbers = try tokens.numbers(atMost: shape.laneCount)
        guard numbers.count == shape.laneCount else {
            throw tokens.unexpectedIfReserved ?? tokens.lexer.error(.wrongNumberOfLanes, at: place.start)
        }
        var bytes = ByteWriter()
        for number in numbers {
            guard let bits = shape.lane(number.range, of: tokens.source) else {
                throw tokens.lexer.error(.constantOutOfRange(""), at: number.start)
            }
            shape.write(bits, to: &bytes)
        }
        return bytes.bytes
    }
}
