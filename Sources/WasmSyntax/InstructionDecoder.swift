// Specification: Binary Format / Instructions.

/// Decodes the instructions of a body or constant expression.
@usableFromInline package enum InstructionDecoder {
    /// Decodes one expression up to and including the `end` that closes it.
    ///
    /// - Parameters:
    ///   - cursor: At the start of the expression; afterwards behind its `end`.
    ///   - code: Emptied, then filled.
    /// - Throws: ``DecodeError`` if an instruction is malformed or the cursor's end comes first, or if `code.watch` says
    ///   to stop.
    package static func decodeExpression(
        _ cursor: inout ByteCursor, into code: inout DecodedCode
    ) throws(DecodeError) {
        code.removeAll()
        var reader = ExpressionReader(cursor)
        while !reader.isAtEnd { code.instructions.append(try reader.next(&cursor, &code)) }
    }

    /// Decodes one expression like ``decodeExpression(_:into:)``, but keeps nothing: a decoded instruction takes 24
    /// bytes, its encoding often only one.
    ///
    /// - Returns: The offset of the first instruction that names a data segment, if any.
    package static func checkExpression(
        _ cursor: inout ByteCursor, with code: inout DecodedCode
    ) throws(DecodeError) -> Int? {
        code.removeAll()
        var reader = ExpressionReader(cursor)
        var firstUse: Int?
        while !reader.isAtEnd {
            let instruction = try reader.next(&cursor, &code)
            if code.usesDataSegments, firstUse == nil { firstUse = Int(instruction.offset) }
            code.removeImmediates()
        }
        return firstUse
    }

    /// Decodes an expression of a module that the decoder has already accepted.
    package static func decode(
        _ range: Range<Int>, of bytes: [UInt8], into code: inout DecodedCode
    ) throws(DecodeError) {
        var cursor = ByteCursor(bytes, in: range)
        try decodeExpression(&cursor, into: &code)
    }

    /// Reads the encoding of an instruction: its first byte, or the prefix and the number behind it.
    ///
    /// - Parameter encodings: ``encodings``, which the caller holds because reading the global costs a call.
    @inlinable @inline(__always)
    package static func encoding(
        _ cursor: inout ByteCursor, _ encodings: [Encoding?]
    ) throws(DecodeError) -> Encoding {
        let first = try cursor.byte()
        if let plain = encodings[Int(first)] { return plain }
        return try prefixed(first, &cursor)
    }

    @usableFromInline
    static func prefixed(_ first: UInt8, _ cursor: inout ByteCursor) throws(DecodeError) -> Encoding {
        let offset = cursor.position &- 1
        var prefix: UInt8 = 0
        var code = UInt32(first)
        if first >= 0xFB && first <= 0xFE {
            prefix = first
            code = try cursor.u32()
        }
        guard let opcode = InstructionTable.opcode(prefix: prefix, code: code) else {
            throw DecodeError(.illegalOpcode(prefix: prefix, code: code), at: offset)
        }
        return Encoding(opcode)
    }

    /// Returns the instruction with its immediates. One initializer builds the common ones: to fill an instruction
    /// field by field and then copy it would take a third of the decoding time.
    ///
    /// - Parameters:
    ///   - offset: The start of its encoding.
    ///   - code: Receives the immediates that do not fit into an instruction.
    @inlinable @inline(__always)
    package static func instruction(
        _ encoding: Encoding, at offset: Int, _ cursor: inout ByteCursor, _ code: inout DecodedCode
    ) throws(DecodeError) -> Instruction {
        let offset = UInt32(truncatingIfNeeded: offset)
        switch encoding.immediates {
        case .none: return Instruction(opcode: encoding.opcode, offset: offset)
        case .label, .function, .type, .local, .global, .table, .memory, .element, .tag:
            return Instruction(opcode: encoding.opcode, offset: offset, x: try cursor.u32())
        case .i32:
            let value = UInt32(bitPattern: try cursor.s32())
            return Instruction(opcode: encoding.opcode, offset: offset, wide: UInt64(value))
        case .memoryArgument:
            let argument = try memoryArgument(&cursor)
            return Instruction(
                opcode: encoding.opcode, offset: offset, small: argument.alignment, x: argument.memory,
                wide: argument.offset)
        default:
            var instruction = Instruction(opcode: encoding.opcode, offset: offset)
            try rareImmediates(encoding.immediates, of: &instruction, &cursor, &code)
            return instruction
        }
    }

    /// Reads immediates that are too rare for the inlined switch in ``instruction(_:at:_:_:)``.
    @usableFromInline
    static func rareImmediates(
        _ kind: ImmediateKind, of instruction: inout Instruction, _ cursor: inout ByteCursor, _ code: inout DecodedCode
    ) throws(DecodeError) {
        switch kind {
        // Read by `instruction` itself.
        case .none, .label, .function, .type, .local, .global, .table, .memory, .element, .tag, .i32, .memoryArgument:
            break
        case .blockType: try blockType(of: &instruction, &cursor)
        case .zeroByte:
            let start = cursor.position
            guard try cursor.byte() == 0 else { throw DecodeError(.zeroByteExpected, at: start) }
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
        case .memoryLane:
            (instruction.small, instruction.x, instruction.wide) = try memoryArgument(&cursor)
            instruction.y = UInt32(try cursor.byte())
        case .lane: instruction.x = UInt32(try cursor.byte())
        case .lanes16, .v128:
            instruction.wide = try cursor.fixed64()
            instruction.x = try cursor.fixed32()
            instruction.y = try cursor.fixed32()
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
        // At most 65,521 labels take some tenths of a millisecond, so their work is counted once, behind them.
        if let reason = code.watch.reasonToStop(after: count / 4) { throw cursor.error(.interrupted(reason)) }
    }

    private static func valueTypes(
        of instruction: inout Instruction, _ cursor: inout ByteCursor, _ code: inout DecodedCode
    ) throws(DecodeError) {
        let count = try cursor.count(limit: ImplementationLimits.results, "types of select")
        instruction.x = UInt32(truncatingIfNeeded: code.valueTypes.count)
        instruction.y = UInt32(truncatingIfNeeded: count)
        for _ in 0..<count { code.valueTypes.append(try cursor.valueType()) }
    }

    @inlinable @inline(__always)
    static func memoryArgument(
        _ cursor: inout ByteCursor
    ) throws(DecodeError) -> (alignment: UInt16, memory: UInt32, offset: UInt64) {
        let start = cursor.position
        let flags = try cursor.u32()
        guard flags < 0x80 else { throw DecodeError(.malformedMemoryFlags, at: start) }
        let memory = flags & 0x40 != 0 ? try cursor.u32() : 0
        return (UInt16(truncatingIfNeeded: flags & 0x3F), memory, try cursor.u64())
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

extension InstructionDecoder {
    /// The effect of an instruction on the nesting of blocks.
    fileprivate enum Structure: UInt8 {
        case plain, opens, opensIf, opensTry, separates, catches, catchesAll, delegates, closes

        /// The first part of the block that the instruction opens.
        var firstPart: BlockStack.Part {
            switch self {
            case .opensIf: .ifWithoutElse
            case .opensTry: .try
            default: .last
            }
        }
    }

    /// The facts about an instruction that its encoding determines.
    @usableFromInline package struct Encoding: Sendable {
        @usableFromInline package let opcode: Opcode
        /// The opcode's raw value, stored because other targets would need a call to get it.
        @usableFromInline package let index: UInt16
        @usableFromInline let immediates: ImmediateKind
        fileprivate let structure: Structure

        fileprivate init(_ opcode: Opcode) {
            self.opcode = opcode
            index = opcode.rawValue
            immediates = InstructionTable.immediates[Int(index)]
            structure =
                switch opcode {
                case .block, .loop, .tryTable: .opens
                case .if: .opensIf
                case .try: .opensTry
                case .else: .separates
                case .catch: .catches
                case .catchAll: .catchesAll
                case .delegate: .delegates
                case .end: .closes
                default: .plain
                }
        }
    }

    /// Encodings by first byte; `nil` for prefixes and for bytes that are no instruction.
    package static let encodings: [Encoding?] = (0..<256).map {
        InstructionTable.opcode(prefix: 0, code: $0).map(Encoding.init)
    }
}

/// Decodes an expression instruction by instruction.
package struct ExpressionReader {
    private var openBlocks = BlockStack()
    private let encodings = InstructionDecoder.encodings
    private var nextPoll: Int
    /// Whether the `end` that closes the expression has been decoded.
    package private(set) var isAtEnd = false

    /// - Parameter cursor: At the start of the expression.
    package init(_ cursor: ByteCursor) { nextPoll = cursor.position &+ LoadingWatch.codeBytes }

    /// Decodes the next instruction.
    ///
    /// - Parameters:
    ///   - cursor: At the start of the instruction; afterwards behind it.
    ///   - code: Receives the immediates that do not fit into an instruction. Its watch counts the work.
    /// - Throws: ``DecodeError`` if the instruction is malformed, or if `code.watch` says to stop.
    @inline(__always)
    package mutating func next(
        _ cursor: inout ByteCursor, _ code: inout DecodedCode
    ) throws(DecodeError) -> Instruction {
        let offset = cursor.position
        if offset >= nextPoll {
            nextPoll = offset &+ LoadingWatch.codeBytes
            if let reason = code.watch.reasonToStop(after: LoadingWatch.codeBytes) {
                throw DecodeError(.interrupted(reason), at: offset)
            }
        }
        let encoding = try InstructionDecoder.encoding(&cursor, encodings)
        let instruction = try InstructionDecoder.instruction(encoding, at: offset, &cursor, &code)
        switch encoding.structure {
        case .plain: break
        case .opens, .opensIf, .opensTry:
            guard openBlocks.count < ImplementationLimits.blockNesting else {
                throw DecodeError(.limitExceeded("nested blocks"), at: offset)
            }
            openBlocks.push(encoding.structure.firstPart)
        case .separates:
            guard openBlocks.innermost == .ifWithoutElse else { throw DecodeError(.unexpectedElse, at: offset) }
            openBlocks.continueInnermost(as: .last)
        case .catches, .catchesAll:
            guard openBlocks.innermost.mayHaveCatch else { throw DecodeError(.unexpectedCatch, at: offset) }
            openBlocks.continueInnermost(as: encoding.structure == .catches ? .catch : .last)
        case .delegates:
            guard openBlocks.innermost == .try else { throw DecodeError(.unexpectedCatch, at: offset) }
            _ = openBlocks.pop()
        case .closes:
            isAtEnd = !openBlocks.pop()
        }
        return instruction
    }
}

/// The open blocks, innermost last: two bits per block say which part of it the code is in. The innermost 32 need no
/// allocation.
private struct BlockStack {
    /// A part of a block, by the instructions besides `end` that may end it.
    enum Part: UInt64 {
        /// Only `end` may end it.
        case last
        case ifWithoutElse
        /// `catch`, `catch_all` or `delegate`.
        case `try`
        /// `catch` or `catch_all`.
        case `catch`

        var mayHaveCatch: Bool { self == .try || self == .catch }
    }

    private(set) var count = 0
    /// The innermost block is in the lowest bits.
    private var word: UInt64 = 0
    /// Full words of blocks further out.
    private var outerWords: [UInt64] = []

    /// The part of the innermost block; `last` if no block is open.
    var innermost: Part { Part(rawValue: word & 3) ?? .last }

    mutating func push(_ part: Part) {
        if count & 31 == 0 && count > 0 {
            outerWords.append(word)
            word = 0
        }
        word = word << 2 | part.rawValue
        count &+= 1
    }

    /// Closes the innermost block, and returns whether one was open.
    mutating func pop() -> Bool {
        guard count > 0 else { return false }
        word >>= 2
        count &-= 1
        if count & 31 == 0, let outer = outerWords.popLast() { word = outer }
        return true
    }

    /// Replaces the part of the innermost block with its next one.
    mutating func continueInnermost(as part: Part) { word = word & ~3 | part.rawValue }
}
