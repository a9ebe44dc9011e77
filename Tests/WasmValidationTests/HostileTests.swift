import Testing
import WasmSyntax
import WasmValidation

/// Modules built to cost the validator much time or memory, or to crash it.
@Suite struct HostileTests {
    private static let thousand = [ValueType](repeating: .i32, count: 1_000)

    private static func pieces(_ count: Int, _ piece: Piece) -> [Piece] { [Piece](repeating: piece, count: count) }

    @Test func `200,000 nested blocks`() {
        var module = ModuleSyntax(types: [.function()])
        module.addFunction(
            type: 0, HostileTests.pieces(200_000, .block()) + [.op(.br, 199_999)] + HostileTests.pieces(200_000, .end))
        #expect(module.fault() == nil)
    }

    /// Each label is checked once.
    @Test func `br_table with 65,520 targets that take 1,000 operands`() {
        var module = ModuleSyntax(types: [.function([], HostileTests.thousand), .function()])
        let targets = (0..<UInt32(65_520)).map { $0 % 2 }
        module.addFunction(
            type: 1,
            [.block(type: 0), .block(type: 0)] + HostileTests.pieces(1_000, .i32(0))
                + [.i32(0), .branchTable(targets, 1), .end, .end] + HostileTests.pieces(1_000, .drop))
        #expect(module.fault() == nil)
    }

    @Test func `many calls that pass 1,000 operands on`() {
        var module = ModuleSyntax(types: [.function(HostileTests.thousand, HostileTests.thousand), .function()])
        module.addFunction(type: 0, (0..<UInt32(1_000)).map { Piece.op(.localGet, $0) })
        module.addFunction(type: 1, [.unreachable] + HostileTests.pieces(5_000, .op(.call, 0)) + [.unreachable])
        #expect(module.fault() == nil)
    }

    @Test func `many short bodies that pass 1,000 operands on`() {
        var module = ModuleSyntax(types: [.function(HostileTests.thousand, HostileTests.thousand), .function()])
        module.addFunction(type: 0, (0..<UInt32(1_000)).map { Piece.op(.localGet, $0) })
        for _ in 0..<1_000 {
            module.addFunction(type: 1, [.unreachable] + HostileTests.pieces(5, .op(.call, 0)) + [.unreachable])
        }
        #expect(module.fault() == nil)
    }

    @Test func `many clauses that catch 1,000 operands`() {
        var module = ModuleSyntax(types: [
            .function([], HostileTests.thousand), .function(), .function(HostileTests.thousand),
        ])
        module.tags = [2]
        let clauses = [CatchClause](repeating: CatchClause(kind: .catchTag, tag: 0, label: 0), count: 10_000)
        module.addFunction(type: 1, [.block(type: 0), .tryTable(clauses), .end, .unreachable, .end, .unreachable])
        #expect(module.fault() == nil)
    }

    @Test func `an honest loop that calls with 1,000 operands`() {
        var module = ModuleSyntax(types: [.function(HostileTests.thousand), .function()])
        module.addFunction(type: 0, [])
        let call = HostileTests.pieces(1_000, .i32(0)) + [.op(.call, 0)]
        module.addFunction(
            type: 1, [.block(.loop)] + (0..<50).flatMap { _ in call } + [.i32(0), .op(.brIf, 0), .end])
        #expect(module.fault() == nil)
    }

    @Test func `calls that pile up results`() {
        var module = ModuleSyntax(types: [.function([], HostileTests.thousand), .function()])
        module.addFunction(type: 0, HostileTests.pieces(1_000, .i32(0)))
        module.addFunction(type: 1, HostileTests.pieces(1_001, .op(.call, 0)) + [.unreachable])
        #expect(module.fault() == .limitExceeded("operand stack height"))
    }

    private static let localCounts: [(UInt32, ValidationError.Kind?)] = [
        (50_000, nil), (50_001, .limitExceeded("locals")),
    ]

    @Test(arguments: localCounts)
    func `50,000 locals`(_ count: UInt32, _ fault: ValidationError.Kind?) {
        var module = ModuleSyntax(types: [.function([.i64])])
        let groups = [LocalGroup(count: count - 2, type: .i32), LocalGroup(count: 1, type: .f64)]
        module.addFunction(
            type: 0, locals: groups,
            [.op(.localGet, 0), .op(.localSet, 0), .op(.localGet, count - 1), .op(.f64Neg), .op(.localSet, count - 1)]
                + [.op(.localGet, count - 2), .op(.i32Eqz), .op(.localSet, 1)])
        #expect(module.fault() == fault)
    }

    @Test func `the number of locals overflows`() {
        var module = ModuleSyntax(types: [.function()])
        module.addFunction(
            type: 0, locals: [LocalGroup(count: 9, type: .i32), LocalGroup(count: .max, type: .i32)], [])
        #expect(module.fault() == .limitExceeded("locals"))
    }

    /// Expanded, these would be 100 million locals.
    @Test func `2,000 empty bodies with 50,000 locals each`() {
        var module = ModuleSyntax(types: [.function()])
        for _ in 0..<2_000 { module.addFunction(type: 0, locals: [LocalGroup(count: 50_000, type: .i32)], []) }
        #expect(module.fault() == nil)
    }

    @Test func `initialisation of one body is not seen by the next`() {
        var module = ModuleSyntax(types: [.function()])
        let locals = [LocalGroup(count: 50_000, type: .nonNullExtern)]
        module.addFunction(
            type: 0, locals: locals, [.unreachable, .op(.localSet, 49_999), .op(.localGet, 49_999), .drop])
        module.addFunction(type: 0, locals: locals, [.op(.localGet, 49_999), .drop])
        #expect(module.fault() == .uninitializedLocal(49_999))
    }

    @Test func `100,000 equal types`() throws {
        let module = ModuleSyntax(types: [SubType](repeating: .function([.i32], [.i64]), count: 100_000))
        let canonical = try Validator.validate(module).canonicalTypes
        #expect(canonical.count == 100_000)
        #expect(canonical.allSatisfy { $0 == 0 })
    }

    @Test func `100,000 types, each of the one before`() throws {
        let types = (0..<UInt32(100_000)).map { SubType.structure($0 == 0 ? [] : [.constant(.to($0 - 1))]) }
        #expect(try Validator.validate(ModuleSyntax(types: types)).canonicalTypes == Array(0..<UInt32(100_000)))
    }

    @Test func `one recursive group of 100,000 types, twice`() throws {
        let count: UInt32 = 100_000
        let types = (0..<UInt32(2)).flatMap { round in
            (0..<count).map { SubType.structure([.constant(.nullable(round * count + (count - 1 - $0)))]) }
        }
        let module = ModuleSyntax(types: types, groups: [Int(count), Int(count)])
        #expect(try Validator.validate(module).canonicalTypes == Array(0..<count) + Array(0..<count))
    }

    @Test func `100,000 subtypes of one type`() {
        let types = (0..<UInt32(100_000)).map { SubType.structure([], under: $0 == 0 ? [] : [0]) }
        #expect(ModuleSyntax(types: types, groups: [100_000]).fault() == nil)
    }

    @Test(arguments: [
        ([UInt8](), DecodeError.Kind.unexpectedEnd), ([0x41, 0x80], .unexpectedEnd),
        ([0xFF], .illegalOpcode(prefix: 0, code: 0xFF)), ([0x05, 0x0B], .unexpectedElse),
        ([0x0B, 0x01], .bodySizeMismatch),
    ])
    func `code that no decoder has seen`(_ bytes: [UInt8], _ kind: DecodeError.Kind) {
        var module = ModuleSyntax(types: [.function()])
        module.bytes = bytes
        module.functions = [0]
        module.bodies = [FunctionBody(locals: [], code: 0..<bytes.count)]
        #expect(module.fault() == .malformed(kind))
    }

    @Test func `groups that leave types out`() {
        var module = ModuleSyntax(types: [.function(), .function()])
        module.recursiveGroups = [1..<2]
        #expect(module.fault() == .malformed(.malformedTypeForm))
    }
}
