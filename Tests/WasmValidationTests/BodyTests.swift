import Testing
import WasmSyntax
import WasmValidation

private typealias TypeIndex = Fixture.TypeIndex

@Suite struct BodyTests {
    @Test(arguments: operandCases + controlCases + unreachableCases)
    func `operands and blocks`(_ body: BodyCase) { #expect(Fixture.module(body.code).fault() == body.fault) }

    @Test(arguments: variableCases + memoryCases + vectorCases)
    func `variables, memories and vectors`(_ body: BodyCase) {
        #expect(Fixture.module(body.code).fault() == body.fault)
    }

    @Test(arguments: callCases + exceptionCases + legacyExceptionCases)
    func `calls and exceptions`(_ body: BodyCase) { #expect(Fixture.module(body.code).fault() == body.fault) }

    @Test(arguments: referenceCases + aggregateCases)
    func `references and aggregates`(_ body: BodyCase) { #expect(Fixture.module(body.code).fault() == body.fault) }
}

private let operandCases: [BodyCase] = [
    BodyCase("an operator takes its operands", [.i32(1), .i32(2), .op(.i32Add), .drop]),
    BodyCase("an operator finds the wrong type", [.i32(1), .i64(2), .op(.i32Add), .drop], .mismatch(.i32, .i64)),
    BodyCase("the lower operand is wrong", [.i64(1), .i32(2), .op(.i32Add), .drop], .mismatch(.i32, .i64)),
    BodyCase("an operator finds nothing", [.i32(1), .op(.i32Add), .drop], .mismatch(.i32, nil)),
    BodyCase("drop finds nothing", [.drop], .typeMismatch(expected: .anyType, found: nil)),
    BodyCase("a value is left over", [.i32(1)], .typeMismatch(expected: .nothing, found: .i32)),
    BodyCase("select of numbers", [.f32, .f32, .i32(0), .op(.select), .drop]),
    BodyCase("select of vectors", [.v128, .v128, .i32(0), .op(.select), .drop]),
    BodyCase("select of two types", [.f32, .f64, .i32(0), .op(.select), .drop], .mismatch(.f32, .f64)),
    BodyCase(
        "select of references needs its type",
        [.heap(.refNull, .function), .heap(.refNull, .function), .i32(0), .op(.select), .drop],
        .typeMismatch(expected: .numberOrVector, found: .funcref)),
    BodyCase(
        "select with a type", [.heap(.refNull, .function), .op(.refFunc, 2), .i32(0), .select([.funcref]), .drop]),
    BodyCase("select with no type", [.i32(0), .i32(0), .i32(0), .select([]), .drop], .invalidResultArity(0)),
    BodyCase("select with two types", [.i32(0), .select([.i32, .i32])], .invalidResultArity(2)),
    BodyCase("select with an unknown type", [.unreachable, .select([.to(99)]), .drop], .unknown(.type, 99)),
]

private let controlCases: [BodyCase] = [
    BodyCase("a block leaves its result", [.block(.block, .i32), .i32(0), .end, .drop]),
    BodyCase("a block lacks its result", [.block(.block, .i32), .end, .drop], .mismatch(.i32, nil)),
    BodyCase(
        "a block leaves too much", [.block(), .i32(0), .end], .typeMismatch(expected: .nothing, found: .i32)),
    BodyCase(
        "a block cannot reach below itself", [.i32(0), .block(), .drop, .end, .drop],
        .typeMismatch(expected: .anyType, found: nil)),
    BodyCase("a block takes parameters", [.i32(0), .i64(0), .block(type: TypeIndex.pairToPair), .end, .drop, .drop]),
    BodyCase("a block lacks parameters", [.i64(0), .block(type: TypeIndex.pairToPair), .end], .mismatch(.i32, nil)),
    BodyCase("a block of unknown type", [.block(type: 77), .end], .unknown(.type, 77)),
    BodyCase(
        "a block of struct type", [.block(type: TypeIndex.structure), .end],
        .unexpectedType(TypeIndex.structure, expected: .function)),
    BodyCase("if needs a condition", [.block(.if), .end], .mismatch(.i32, nil)),
    BodyCase(
        "if with result lacks else", [.i32(0), .block(.if, .i32), .i32(0), .end, .drop],
        .arityMismatch(expected: 1, found: 0)),
    BodyCase("if without else hands its parameters on", [.i32(0), .i32(0), .block(.if, type: 1), .end, .drop]),
    BodyCase(
        "else of the wrong type", [.i32(0), .block(.if, .i32), .i32(0), .op(.else), .i64(0), .end, .drop],
        .mismatch(.i32, .i64)),
    BodyCase("a branch takes its result along", [.block(.block, .i32), .i32(0), .op(.br, 0), .end, .drop]),
    BodyCase("a branch lacks its result", [.block(.block, .i32), .op(.br, 0), .end, .drop], .mismatch(.i32, nil)),
    BodyCase("a branch to a loop takes its parameters", [.i32(0), .block(.loop, type: 1), .op(.br, 0), .end, .drop]),
    BodyCase("a branch to the body's label returns", [.op(.br, 0)]),
    BodyCase("a branch beyond the body", [.op(.br, 1)], .unknown(.label, 1)),
    BodyCase("a branch far beyond the body", [.op(.br, .max)], .unknown(.label, .max)),
    BodyCase("br_if keeps its operands", [.block(.block, .i32), .i32(7), .i32(0), .op(.brIf, 0), .end, .drop]),
    BodyCase(
        "br_if widens its operands to the label's types",
        [.block(.block, .funcref), .op(.refFunc, 2), .i32(0), .op(.brIf, 0), .op(.callRef, 2), .end, .drop],
        .mismatch(.nullable(2), .funcref)),
    BodyCase(
        "br_table",
        [
            .block(.block, .i32), .block(.block, .i32), .i32(1), .i32(0), .branchTable([0, 1, 0], 1),
            .end, .end, .drop,
        ]),
    BodyCase(
        "br_table to labels of different arity",
        [.block(.block, .i32), .i32(1), .i32(0), .branchTable([0], 1), .end, .drop],
        .arityMismatch(expected: 0, found: 1)),
    BodyCase("br_table to an unknown label", [.i32(0), .branchTable([0, 5], 0)], .unknown(.label, 5)),
    BodyCase("br_table to an unknown default", [.i32(0), .branchTable([0], 9)], .unknown(.label, 9)),
]

/// The stack of unreachable code provides operands of any type, but an operand that is pushed there has a type.
private let unreachableCases: [BodyCase] = [
    BodyCase("operands out of nowhere", [.unreachable, .op(.i32Add), .drop]),
    BodyCase("one operand of two", [.unreachable, .i32(0), .op(.i32Add), .drop]),
    BodyCase("a pushed operand keeps its type", [.unreachable, .i64(0), .op(.i32Add), .drop], .mismatch(.i32, .i64)),
    BodyCase("results have types", [.unreachable, .op(.i32Add), .op(.i64Eqz), .drop], .mismatch(.i64, .i32)),
    BodyCase("leftovers are refused", [.unreachable, .i32(0)], .typeMismatch(expected: .nothing, found: .i32)),
    BodyCase(
        "only the innermost block is unreachable", [.block(), .unreachable, .end, .op(.i32Eqz), .drop],
        .mismatch(.i32, nil)),
    BodyCase(
        "else is reachable again", [.i32(0), .block(.if), .unreachable, .op(.else), .drop, .end],
        .typeMismatch(expected: .anyType, found: nil)),
    BodyCase("select of unknown operands", [.unreachable, .op(.select), .op(.i32Eqz), .drop]),
    BodyCase(
        "select keeps what is known", [.unreachable, .f32, .i32(0), .op(.select), .op(.i32Eqz), .drop],
        .mismatch(.i32, .f32)),
    BodyCase(
        "br_table to different types",
        [
            .block(.block, .f32), .block(.block, .i32), .unreachable, .i32(0),
            .branchTable([0, 1], 0), .end, .drop, .f32, .end, .drop,
        ]),
    BodyCase(
        "br_table still compares arity", [.block(.block, .f32), .unreachable, .branchTable([0], 1), .end, .drop],
        .arityMismatch(expected: 0, found: 1)),
    BodyCase(
        "br_if pushes the label's types",
        [.block(.block, .i32), .unreachable, .i32(0), .op(.brIf, 0), .op(.i64Eqz), .drop, .i32(0), .end, .drop],
        .mismatch(.i64, .i32)),
    BodyCase(
        "ref.as_non_null of nothing is a reference", [.unreachable, .op(.refAsNonNull), .op(.i32Eqz), .drop],
        .mismatch(.i32, ValueType(HeapType(abstractCode: 0), nullable: false))),
    BodyCase(
        "ref.is_null of a number", [.unreachable, .i32(0), .op(.refIsNull), .drop],
        .typeMismatch(expected: .reference, found: .i32)),
    BodyCase("code after return", [.op(.return), .op(.call, 2), .drop, .drop]),
    BodyCase(
        "a block in unreachable code starts reachable", [.unreachable, .block(), .op(.i32Eqz), .end],
        .mismatch(.i32, nil)),
]

private let variableCases: [BodyCase] = [
    BodyCase("locals have their types", [.op(.localGet, 0), .op(.localSet, 0), .i64(0), .op(.localTee, 1), .drop]),
    BodyCase("a local of another type", [.i64(0), .op(.localSet, 0)], .mismatch(.i32, .i64)),
    BodyCase("an unknown local", [.op(.localGet, 3), .drop], .unknown(.local, 3)),
    BodyCase("an unknown local is set", [.unreachable, .op(.localSet, .max)], .unknown(.local, .max)),
    BodyCase("a local without default is read first", [.op(.localGet, 2), .drop], .uninitializedLocal(2)),
    BodyCase(
        "a local without default is set first",
        [.unreachable, .op(.localSet, 2), .op(.localGet, 2), .drop]),
    BodyCase(
        "initialisation holds in inner blocks",
        [.unreachable, .op(.localSet, 2), .block(), .op(.localGet, 2), .drop, .end]),
    BodyCase(
        "initialisation ends with its block",
        [.block(), .unreachable, .op(.localSet, 2), .end, .op(.localGet, 2), .drop], .uninitializedLocal(2)),
    BodyCase(
        "initialisation does not hold in else",
        [.i32(0), .block(.if), .unreachable, .op(.localTee, 2), .drop, .op(.else), .op(.localGet, 2), .drop, .end],
        .uninitializedLocal(2)),
    BodyCase("an immutable global is set", [.i32(0), .op(.globalSet, 0)], .immutableGlobal(0)),
    BodyCase("a mutable global is set", [.op(.globalGet, 1), .op(.globalSet, 1)]),
    BodyCase("an unknown global", [.op(.globalGet, 2), .drop], .unknown(.global, 2)),
]

private let memoryCases: [BodyCase] = [
    BodyCase("a load", [.i32(0), .access(.i64Load, align: 3), .drop]),
    BodyCase("a load from a 64-bit memory", [.i64(0), .access(.i64Load, offset: 1 << 40, memory: 1), .drop]),
    BodyCase(
        "a 32-bit address for a 64-bit memory", [.i32(0), .access(.i32Load, memory: 1), .drop],
        .mismatch(.i64, .i32)),
    BodyCase("alignment above natural", [.i32(0), .access(.i64Load, align: 4), .drop], .alignmentTooLarge(natural: 8)),
    BodyCase(
        "alignment above natural of a narrow load", [.i32(0), .access(.i64Load8S, align: 1), .drop],
        .alignmentTooLarge(natural: 1)),
    BodyCase(
        "an offset beyond 32 bits", [.i32(0), .access(.i32Load, offset: 1 << 32), .drop],
        .offsetOutOfRange(1 << 32)),
    BodyCase("an unknown memory", [.i32(0), .access(.i32Load, memory: 2), .drop], .unknown(.memory, 2)),
    BodyCase("a store takes its value first", [.i32(0), .f64, .access(.f64Store)]),
    BodyCase("a store of the wrong value", [.i32(0), .f32, .access(.f64Store)], .mismatch(.f64, .f32)),
    BodyCase("sizes are addresses", [.op(.memorySize, 1), .op(.memoryGrow, 1), .op(.i64Eqz), .drop]),
    BodyCase("memory.fill", [.i64(0), .i32(0), .i64(0), .op(.memoryFill, 1)]),
    BodyCase(
        "memory.copy between address types has a 32-bit length",
        [.i64(0), .i32(0), .i32(0), .op(.memoryCopy, 1, 0)]),
    BodyCase("memory.copy in a 64-bit memory", [.i64(0), .i64(0), .i64(0), .op(.memoryCopy, 1, 1)]),
    BodyCase("memory.init", [.i64(0), .i32(0), .i32(0), .op(.memoryInit, 0, 1)]),
    BodyCase("an unknown data segment", [.op(.dataDrop, 1)], .unknown(.dataSegment, 1)),
    BodyCase("an unknown element segment", [.op(.elemDrop, 1)], .unknown(.elementSegment, 1)),
    BodyCase("table.get", [.i64(0), .op(.tableGet, 1), .op(.refIsNull), .drop]),
    BodyCase("an unknown table", [.i32(0), .op(.tableGet, 2), .drop], .unknown(.table, 2)),
    BodyCase(
        "table.set of the wrong type", [.i32(0), .heap(.refNull, .external), .op(.tableSet, 0)],
        .mismatch(.funcref, .externref)),
    BodyCase(
        "table.copy between element types", [.unreachable, .op(.tableCopy, 0, 1)],
        .mismatch(.funcref, .externref)),
    BodyCase("table.init", [.i32(0), .i32(0), .i32(0), .op(.tableInit, 0, 0)]),
    BodyCase("table.init of another type", [.unreachable, .op(.tableInit, 0, 1)], .mismatch(.externref, .funcref)),
    BodyCase(
        "table.grow and fill",
        [
            .heap(.refNull, .external), .i64(1), .op(.tableGrow, 1), .op(.i64Eqz), .drop,
            .i64(0), .heap(.refNull, .external), .i64(0), .op(.tableFill, 1), .op(.tableSize, 1), .op(.i64Eqz), .drop,
        ]),
]

private let vectorCases: [BodyCase] = [
    BodyCase("the last lane", [.v128, .bytes(.i8x16ExtractLaneS, [15]), .op(.i32Eqz), .drop]),
    BodyCase("a lane too many of 16", [.v128, .bytes(.i8x16ExtractLaneS, [16]), .drop], .invalidLaneIndex(16)),
    BodyCase("a lane too many of 2", [.v128, .f64, .bytes(.f64x2ReplaceLane, [2]), .drop], .invalidLaneIndex(2)),
    BodyCase("shuffle", [.v128, .v128, .bytes(.i8x16Shuffle, [UInt8](repeating: 31, count: 16)), .drop]),
    BodyCase(
        "shuffle, lane too large in the upper half",
        [.v128, .v128, .bytes(.i8x16Shuffle, [UInt8](repeating: 0, count: 15) + [32]), .drop], .invalidLaneIndex(32)),
    BodyCase("a lane is loaded", [.i32(0), .v128, .access(.v128Load32Lane, align: 2, lane: 3), .drop]),
    BodyCase(
        "a lane too many is loaded", [.i32(0), .v128, .access(.v128Load32Lane, lane: 4), .drop],
        .invalidLaneIndex(4)),
    BodyCase("a lane is stored", [.i32(0), .v128, .access(.v128Store64Lane, align: 3, lane: 1)]),
    BodyCase(
        "alignment of an extending load", [.i32(0), .access(.v128Load8x8S, align: 4), .drop],
        .alignmentTooLarge(natural: 8)),
    BodyCase(
        "alignment of a splat", [.i32(0), .access(.v128Load16Splat, align: 2), .drop],
        .alignmentTooLarge(natural: 2)),
    BodyCase("three operands", [.v128, .v128, .i32(0), .op(.v128Bitselect), .drop], .mismatch(.v128, .i32)),
]

private let callCases: [BodyCase] = [
    BodyCase("a call", [.i32(0), .i64(0), .op(.call, 2), .drop, .drop]),
    BodyCase("a call lacks an argument", [.i64(0), .op(.call, 2)], .mismatch(.i32, nil)),
    BodyCase("a call of an unknown function", [.op(.call, 3)], .unknown(.function, 3)),
    BodyCase("call_indirect", [.i32(0), .i32(0), .op(.callIndirect, 1, 0), .drop]),
    BodyCase(
        "call_indirect through a table of something else", [.i64(0), .op(.callIndirect, 0, 1)],
        .mismatch(.funcref, .externref)),
    BodyCase("call_indirect of an unknown type", [.i32(0), .op(.callIndirect, 99, 0)], .unknown(.type, 99)),
    BodyCase("return_call", [.op(.returnCall, 0)]),
    BodyCase("return_call of other results", [.i32(0), .op(.returnCall, 1)], .arityMismatch(expected: 0, found: 1)),
    BodyCase("call_ref", [.i32(0), .i64(0), .op(.refFunc, 2), .op(.callRef, 2), .drop, .drop]),
    BodyCase(
        "call_ref of another type", [.i32(0), .op(.refFunc, 2), .op(.callRef, 1), .drop],
        .mismatch(.nullable(1), .to(2))),
    BodyCase("call_ref of a struct type", [.unreachable, .op(.callRef, 3)], .unexpectedType(3, expected: .function)),
    BodyCase("return_call_ref", [.unreachable, .op(.returnCallRef, 0), .op(.i32Add), .drop]),
]

private let exceptionCases: [BodyCase] = [
    BodyCase("throw", [.i32(0), .op(.throw, 0), .op(.i32Add), .drop]),
    BodyCase("throw without its argument", [.op(.throw, 0)], .mismatch(.i32, nil)),
    BodyCase("throw of an unknown tag", [.op(.throw, 1)], .unknown(.tag, 1)),
    BodyCase("throw_ref", [.heap(.refNull, .exception), .op(.throwRef)]),
    BodyCase(
        "a clause finds its label outside of try_table",
        [
            .block(.block, .i32),
            .tryTable([CatchClause(kind: .catchTag, tag: 0, label: 0)]), .end, .i32(0), .end, .drop,
        ]),
    BodyCase(
        "a clause with a reference",
        [
            .block(type: TypeIndex.catches),
            .tryTable([CatchClause(kind: .catchTagReference, tag: 0, label: 0)]), .end, .unreachable, .end, .drop,
            .drop,
        ]),
    BodyCase(
        "a clause whose label takes something else",
        [.tryTable([CatchClause(kind: .catchTag, tag: 0, label: 0)]), .end], .arityMismatch(expected: 0, found: 1)),
    BodyCase(
        "catch_all_ref to a label of numbers",
        [
            .block(.block, .i32),
            .tryTable([CatchClause(kind: .catchAllReference, tag: 0, label: 0)]), .end, .i32(0), .end, .drop,
        ],
        .mismatch(.i32, ValueType(.exception, nullable: false))),
    BodyCase("catch_all", [.tryTable([CatchClause(kind: .catchAll, tag: 0, label: 0)]), .end]),
    BodyCase(
        "a clause with an unknown label", [.tryTable([CatchClause(kind: .catchAll, tag: 0, label: 1)]), .end],
        .unknown(.label, 1)),
    BodyCase(
        "a clause with an unknown tag", [.tryTable([CatchClause(kind: .catchTag, tag: 9, label: 0)]), .end],
        .unknown(.tag, 9)),
]

/// Tag 0 carries an `i32`.
private let legacyExceptionCases: [BodyCase] = [
    BodyCase(
        "each part of a try leaves its results",
        [
            .block(.try, .i32), .i32(0), .op(.catch, 0), .op(.catchAll), .i32(0), .end, .drop,
        ]),
    BodyCase("a try lacks its result", [.block(.try, .i32), .end, .drop], .mismatch(.i32, nil)),
    BodyCase(
        "a catch lacks its result", [.block(.try, .i64), .i64(0), .op(.catch, 0), .end, .drop],
        .mismatch(.i64, .i32)),
    BodyCase(
        "catch_all has nothing on its stack", [.block(.try, .i32), .i32(0), .op(.catchAll), .end, .drop],
        .mismatch(.i32, nil)),
    BodyCase(
        "what a tag carries is left over", [.block(.try), .op(.catch, 0), .end],
        .typeMismatch(expected: .nothing, found: .i32)),
    BodyCase("a catch of an unknown tag", [.block(.try), .op(.catch, 9), .end], .unknown(.tag, 9)),
    BodyCase("a branch out of a catch", [.block(.try, .i32), .i32(0), .op(.catch, 0), .op(.br, 0), .end, .drop]),
    BodyCase(
        "a try takes parameters", [.i32(0), .i64(0), .block(.try, type: TypeIndex.pairToPair), .end, .drop, .drop]),
    BodyCase("rethrow", [.block(.try, .i32), .i32(0), .op(.catchAll), .op(.rethrow, 0), .end, .drop]),
    BodyCase(
        "rethrow from a block inside", [.block(.try), .op(.catchAll), .block(), .op(.rethrow, 1), .end, .end]),
    BodyCase("rethrow outside of catch", [.block(.try), .op(.rethrow, 0), .end], .invalidRethrowLabel(0)),
    BodyCase("rethrow of the body", [.op(.rethrow, 0)], .invalidRethrowLabel(0)),
    BodyCase("rethrow with an unknown label", [.op(.rethrow, 1)], .unknown(.label, 1)),
    BodyCase("delegate leaves the results", [.block(.try, .i32), .i32(0), .op(.delegate, 0), .drop]),
    BodyCase("delegate lacks the results", [.block(.try, .i32), .op(.delegate, 0), .drop], .mismatch(.i32, nil)),
    BodyCase("the label of delegate is outside", [.block(), .block(.try), .op(.delegate, 1), .end]),
    BodyCase("delegate with an unknown label", [.block(), .block(.try), .op(.delegate, 2), .end], .unknown(.label, 2)),
]

private let referenceCases: [BodyCase] = [
    BodyCase("ref.func of a function that is declared", [.op(.refFunc, 2), .drop]),
    BodyCase("ref.func of a function that is not", [.op(.refFunc, 1), .drop], .undeclaredFunctionReference(1)),
    BodyCase("ref.func of an unknown function", [.op(.refFunc, 7), .drop], .unknown(.function, 7)),
    BodyCase("ref.null of an unknown type", [.heap(.refNull, HeapType(typeIndex: 50)), .drop], .unknown(.type, 50)),
    BodyCase(
        "br_on_null leaves a non-null reference",
        [.heap(.refNull, HeapType(typeIndex: 8)), .op(.brOnNull, 0), .op(.localSet, 2)],
        .mismatch(.nonNullExtern, .to(8))),
    BodyCase(
        "br_on_non_null takes it along",
        [
            .block(.block, .nonNullExtern), .heap(.refNull, .external),
            .op(.brOnNonNull, 0), .unreachable, .end, .op(.localSet, 2),
        ]),
    BodyCase(
        "br_on_non_null to a label without reference", [.heap(.refNull, .external), .op(.brOnNonNull, 0)],
        .arityMismatch(expected: 1, found: 0)),
    BodyCase(
        "br_on_cast narrows",
        [
            .block(.block, .to(3)), .heap(.refNull, .any),
            .branchOnCast(.brOnCast, 0, .anyref, .to(4)), .drop, .unreachable, .end, .drop,
        ]),
    BodyCase(
        "br_on_cast to a type that is not below",
        [
            .block(.block, .to(3)), .heap(.refNull, .structure),
            .branchOnCast(.brOnCast, 0, .structref, .to(5)), .drop, .unreachable, .end, .drop,
        ],
        .mismatch(.structref, .to(5))),
    BodyCase(
        "br_on_cast of null leaves a non-null rest",
        [
            .block(.block, .nullable(3)), .heap(.refNull, .any),
            .branchOnCast(.brOnCast, 0, .anyref, .nullable(3)), .op(.refEq), .unreachable, .end, .drop,
        ],
        .mismatch(ValueType(.equality, nullable: true), ValueType(.any, nullable: false))),
    BodyCase(
        "br_on_cast_fail takes the rest along",
        [
            .block(.block, .anyref), .heap(.refNull, .any),
            .branchOnCast(.brOnCastFail, 0, .anyref, .to(3)), .op(.structGet, 3, 0), .drop, .unreachable, .end, .drop,
        ]),
    BodyCase(
        "ref.test across hierarchies", [.heap(.refNull, .function), .heap(.refTest, .any), .drop],
        .mismatch(.anyref, .funcref)),
    BodyCase(
        "ref.cast", [.heap(.refNull, .any), .heap(.refCast, HeapType(typeIndex: 4)), .op(.structGet, 3, 0), .drop]),
    BodyCase(
        "conversions keep nullability",
        [.heap(.refNull, .any), .op(.externConvertAny), .op(.localSet, 2)], .mismatch(.nonNullExtern, .externref)),
    BodyCase("i31", [.i32(0), .op(.refI31), .op(.i31GetS), .drop]),
    BodyCase(
        "ref.eq of functions", [.op(.refFunc, 2), .op(.refFunc, 2), .op(.refEq), .drop],
        .mismatch(ValueType(.equality, nullable: true), .to(2))),
]

private let aggregateCases: [BodyCase] = [
    BodyCase("struct.new", [.i32(0), .i32(0), .heap(.refNull, .none), .op(.structNew, 3), .drop]),
    BodyCase(
        "struct.new lacks a field", [.i32(0), .heap(.refNull, .none), .op(.structNew, 3), .drop],
        .mismatch(.i32, nil)),
    BodyCase("struct.new of an array type", [.op(.structNew, 5), .drop], .unexpectedType(5, expected: .structure)),
    BodyCase("struct.new_default", [.op(.structNewDefault, 3), .drop]),
    BodyCase(
        "struct.new_default without defaults", [.op(.structNewDefault, 8), .drop], .notDefaultable(.nonNullExtern)),
    BodyCase("a field of a substructure", [.op(.structNewDefault, 4), .op(.structGet, 3, 0), .drop]),
    BodyCase(
        "a field of a superstructure", [.op(.structNewDefault, 3), .op(.structGet, 4, 3), .drop],
        .mismatch(.nullable(4), .to(3))),
    BodyCase(
        "a packed field without sign", [.op(.structNewDefault, 3), .op(.structGet, 3, 1), .drop],
        .packedAccessMismatch(isPacked: true)),
    BodyCase(
        "a full field with sign", [.op(.structNewDefault, 3), .op(.structGetS, 3, 0), .drop],
        .packedAccessMismatch(isPacked: false)),
    BodyCase("an unknown field", [.op(.structNewDefault, 3), .op(.structGet, 3, 3), .drop], .unknown(.field, 3)),
    BodyCase("an immutable field", [.op(.structNewDefault, 3), .i32(0), .op(.structSet, 3, 1)], .immutableField(1)),
    BodyCase("a mutable field", [.op(.structNewDefault, 3), .i32(0), .op(.structSet, 3, 0)]),
    BodyCase("array.new_fixed", [.i32(0), .i32(0), .op(.arrayNewFixed, 5, 2), .op(.arrayLen), .drop]),
    BodyCase("array.new_fixed lacks one", [.i32(0), .op(.arrayNewFixed, 5, 2), .drop], .mismatch(.i32, nil)),
    BodyCase(
        "array.new_fixed of too many", [.unreachable, .op(.arrayNewFixed, 5, .max), .drop],
        .limitExceeded("operands of array.new_fixed")),
    BodyCase("array.get of packed elements", [.i32(1), .op(.arrayNewDefault, 5), .i32(0), .op(.arrayGetU, 5), .drop]),
    BodyCase("array.set of an immutable array", [.unreachable, .op(.arraySet, 11)], .immutableArray(11)),
    BodyCase("array.copy of other elements", [.unreachable, .op(.arrayCopy, 6, 5)], .arrayTypesDoNotMatch),
    BodyCase("array.copy to an immutable array", [.unreachable, .op(.arrayCopy, 11, 6)], .immutableArray(11)),
    BodyCase("array.copy from an immutable array", [.unreachable, .op(.arrayCopy, 6, 11)]),
    BodyCase(
        "array.new_data of references", [.unreachable, .op(.arrayNewData, 7, 0), .drop], .arrayNotNumericOrVector),
    BodyCase("array.new_elem", [.i32(0), .i32(0), .op(.arrayNewElem, 7, 0), .drop]),
    BodyCase(
        "array.init_elem of other elements", [.unreachable, .op(.arrayInitElem, 6, 0)], .mismatch(.i32, .funcref)),
    BodyCase(
        "array.init_data with an unknown segment", [.unreachable, .op(.arrayInitData, 5, 4)],
        .unknown(.dataSegment, 4)),
    BodyCase("array.fill", [.i32(1), .op(.arrayNewDefault, 6), .i32(0), .i32(9), .i32(1), .op(.arrayFill, 6)]),
]
