import Testing
import WasmBinary
import WasmSyntax

@Suite struct DecoderTests {
    let rich: ModuleSyntax

    init() throws { rich = try BinaryDecoder.decode(richModule) }

    @Test func emptyModule() throws {
        let module = try BinaryDecoder.decode(preamble)
        #expect(module.types.isEmpty && module.bodies.isEmpty && module.start == nil && module.dataCount == nil)
    }

    @Test func typesAndTheirGroups() {
        let first = FieldType(storage: .i8, isMutable: true)
        let second = FieldType(storage: ValueType(HeapType(typeIndex: 1), nullable: true), isMutable: false)
        let third = FieldType(storage: .i16, isMutable: false)
        #expect(
            rich.types == [
                SubType(composite: .function(FunctionType(parameters: [.i32, .i64], results: [.f32]))),
                SubType(isFinal: false, composite: .structure([first, second])),
                SubType(isFinal: true, supertypes: [1], composite: .structure([first, second, third])),
                SubType(composite: .array(FieldType(storage: .v128, isMutable: true))),
                SubType(composite: .function(FunctionType(parameters: [], results: []))),
            ])
        #expect(rich.recursiveGroups == [0..<1, 1..<3, 3..<4, 4..<5, 5..<5])
    }

    @Test func importsOfEveryKind() {
        let limits = SizeLimits(minimum: 1, maximum: 2)
        #expect(rich.imports.map(\.name) == ["f", "t", "s", "g", "\u{E9}"])
        #expect(
            rich.imports.map(\.type) == [
                .function(typeIndex: 4),
                .table(TableType(limits: SizeLimits(minimum: 0, maximum: 16), element: .funcref)),
                .memory(MemoryType(limits: limits, isShared: true)),
                .global(GlobalType(value: .i32, isMutable: false)),
                .tag(typeIndex: 4),
            ])
    }

    @Test func definitions() {
        let nonNull = ValueType(HeapType(typeIndex: 4), nullable: false)
        #expect(rich.functions == [4, 0])
        #expect(
            rich.tables.map(\.type) == [
                TableType(limits: SizeLimits(minimum: 10), element: .funcref),
                TableType(addressType: .i64, limits: SizeLimits(minimum: 1, maximum: 16384), element: nonNull),
                TableType(limits: SizeLimits(minimum: 1), element: .funcref),
            ])
        #expect(
            rich.tables.map { $0.initializer.map { Array(rich.contents(of: $0.code)) } } == [
                nil, nil, [0xD0, 0x70, 0x0B],
            ])
        #expect(
            rich.memories == [
                MemoryType(limits: SizeLimits(minimum: 1)),
                MemoryType(addressType: .i64, limits: SizeLimits(minimum: 0, maximum: 1 << 32)),
                MemoryType(
                    addressType: .i64, limits: SizeLimits(minimum: 0, maximum: 5), isShared: true, pageSizeExponent: 0),
            ])
        #expect(rich.tags == [4])
        #expect(
            rich.globals.map(\.type) == [
                GlobalType(value: .i32, isMutable: true),
                GlobalType(value: ValueType(.any, nullable: true), isMutable: false),
            ])
        #expect(
            rich.globals.map { Array(rich.contents(of: $0.initializer.code)) } == [
                [0x41, 0x2A, 0x0B], [0xD0, 0x71, 0x0B],
            ])
        #expect(
            rich.exports == [Export(name: "run", kind: .function, index: 1), Export(name: "", kind: .tag, index: 0)])
        #expect(rich.start == 1)
    }

    @Test func elementSegmentsOfAllEightForms() {
        #expect(rich.elements.map(\.items.count) == [2, 1, 1, 0, 1, 1, 0, 1])
        let functions = ElementSegment.typeOfFunctionIndices
        #expect(
            rich.elements.map(\.type) == [
                functions, functions, functions, functions, .funcref, ValueType(.any, nullable: true), .funcref,
                ValueType(HeapType(typeIndex: 4), nullable: false),
            ])
        let modes = rich.elements.map { segment in
            switch segment.mode {
            case .passive: "passive"
            case .declarative: "declarative"
            case .active(let table, let offset): "table \(table), \(offset.code.count) bytes"
            }
        }
        #expect(
            modes == [
                "table 0, 3 bytes", "passive", "table 1, 3 bytes", "declarative", "table 0, 3 bytes", "passive",
                "table 1, 3 bytes", "declarative",
            ])
        #expect(rich.elements.first?.items == .functions([0, 1]))
    }

    @Test func codeAndData() {
        #expect(rich.bodies.map(\.code.count).first == 1)
        #expect(
            rich.bodies.last?.locals == [
                LocalGroup(count: 3, type: .i32),
                LocalGroup(count: 1, type: ValueType(HeapType(typeIndex: 1), nullable: false)),
            ])
        #expect(rich.dataCount == 3)
        #expect(rich.data.map { Array(rich.contents(of: $0.contents)) } == [[0x61, 0x62, 0x63], [], [0xFF]])
        #expect(rich.data[1].mode == .passive)
    }

    @Test func customSectionsWithTheirPlaces() {
        #expect(rich.customSections.map(\.name) == ["first", "middle", "name", "last"])
        #expect(rich.customSections.map(\.afterSection) == [0, 8, 11, 11])
        #expect(rich.customSections.map { rich.contents(of: $0.contents).count } == [3, 0, 6, 1])
    }

    /// The decoder does not read the contents of custom sections: no bytes there make the module malformed.
    @Test func contentsOfCustomSectionsAreNotLookedInto() {
        for name in ["name", "producers", "metadata.code.branch_hint", ""] {
            #expect(decodeError(module(section(0, utf8(name), [0xFF, 0xFF, 0xFF, 0xFF, 0xFF]))) == nil)
        }
    }

    /// Each row of the instruction table decodes with immediates of zero.
    @Test(arguments: InstructionTable.rows.map(\.opcode))
    func everyInstruction(_ opcode: Opcode) throws {
        let isPartOfTry = [Opcode.catch, .catchAll, .delegate].contains(opcode)
        var writer = ByteWriter()
        let outer: [UInt8] = opcode == .else ? [0x04, 0x40] : isPartOfTry ? [0x06, 0x40] : []
        writer.append(outer)
        writer.opcode(opcode)
        writer.append(zeroImmediates(InstructionTable.row(opcode).immediates))
        let opens = [Opcode.block, .loop, .if, .tryTable, .else, .try, .catch, .catchAll].contains(opcode)
        writer.append(opcode == .end ? [] : opens ? [0x0B, 0x0B] : [0x0B])
        var code = DecodedCode()
        var cursor = ByteCursor(writer.bytes, in: writer.bytes.indices)
        try InstructionDecoder.decodeExpression(&cursor, into: &code)
        #expect(cursor.isAtEnd)
        #expect(code.instructions[outer.isEmpty ? 0 : 1].opcode == opcode)
        // One byte less is too short.
        var shorter = ByteCursor(writer.bytes, in: writer.bytes.indices.dropLast())
        #expect(throws: DecodeError.self) { try InstructionDecoder.decodeExpression(&shorter, into: &code) }
    }

    private func zeroImmediates(_ kind: ImmediateKind) -> [UInt8] {
        switch kind {
        case .none: []
        case .blockType: [0x40]
        case .label, .function, .type, .local, .global, .table, .memory, .data, .element, .tag, .lane, .i32, .i64,
            .zeroByte:
            [0]
        case .labels, .callIndirect, .typeField, .typeCount, .typeData, .typeElement, .typeType, .dataMemory,
            .elementTable, .memoryMemory, .tableTable, .memoryArgument:
            [0, 0]
        case .memoryLane: [0, 0, 0]
        case .lanes16, .v128: Array(repeating: 0, count: 16)
        case .f32: [0, 0, 0, 0]
        case .f64: Array(repeating: 0, count: 8)
        case .valueTypes: [1, 0x7F]
        case .heapType: [0x70]
        case .brOnCast: [0, 0, 0x6E, 0x6E]
        case .tryTable: [0x40, 0]
        }
    }
}
