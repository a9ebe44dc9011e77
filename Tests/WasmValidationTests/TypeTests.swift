import Testing
import WasmSyntax
import WasmValidation

/// The type section: which types are equal, and which subtypes are allowed.
@Suite struct TypeTests {
    struct EqualityCase: Sendable, CustomStringConvertible {
        var description: String
        var types: [SubType]
        var groups: [Int]
        var canonical: [UInt32]
    }

    @Test(arguments: [
        EqualityCase(
            description: "equal functions", types: [.function([.i32]), .function(), .function([.i32])],
            groups: [1, 1, 1], canonical: [0, 1, 0]),
        EqualityCase(
            description: "parameters are not results", types: [.function([.i32]), .function([], [.i32])],
            groups: [1, 1], canonical: [0, 1]),
        EqualityCase(
            description: "references to equal types are equal",
            types: [.function(), .function(), .function([.to(0)]), .function([.to(1)])],
            groups: [1, 1, 1, 1], canonical: [0, 0, 2, 2]),
        EqualityCase(
            description: "recursive types are equal",
            types: [.structure([.constant(.to(0))]), .structure([.constant(.to(1))])],
            groups: [1, 1], canonical: [0, 0]),
        EqualityCase(
            description: "the unrolled type is another",
            types: [.structure([.constant(.to(0))]), .structure([.constant(.to(0))])],
            groups: [1, 1], canonical: [0, 1]),
        EqualityCase(
            description: "mutual recursion, twice",
            types: [
                .structure([.constant(.to(1))]), .array(.constant(.to(0))),
                .structure([.constant(.to(3))]), .array(.constant(.to(2))),
            ], groups: [2, 2], canonical: [0, 1, 0, 1]),
        EqualityCase(
            description: "the same types grouped otherwise",
            types: [.function(), .structure([]), .function(), .structure([])],
            groups: [2, 1, 1], canonical: [0, 1, 2, 3]),
        EqualityCase(
            description: "one group in another order",
            types: [.function(), .structure([]), .structure([]), .function()],
            groups: [2, 2], canonical: [0, 1, 2, 3]),
        EqualityCase(
            description: "equal types inside one group are two",
            types: [.function(), .function()], groups: [2], canonical: [0, 1]),
        EqualityCase(
            description: "final or not, mutable or not, nullable or not",
            types: [
                .array(.variable(.i32)), .array(.variable(.i32), final: true), .array(.constant(.i32)),
                .array(.constant(.anyref)), .array(.constant(ValueType(.any, nullable: false))),
            ], groups: [1, 1, 1, 1, 1], canonical: [0, 1, 2, 3, 4]),
        EqualityCase(
            description: "supertypes count",
            types: [
                .structure([]), .structure([], under: [0]), .structure([], under: [0]), .structure([], under: [1]),
            ],
            groups: [1, 1, 1, 1], canonical: [0, 1, 1, 3]),
        EqualityCase(description: "an empty group", types: [.function()], groups: [0, 1], canonical: [0]),
    ])
    func `equal types have one canonical index`(_ example: EqualityCase) throws {
        let module = ModuleSyntax(types: example.types, groups: example.groups)
        #expect(try Validator.validate(module).canonicalTypes == example.canonical)
    }

    struct SubtypeCase: Sendable, CustomStringConvertible {
        var description: String
        var types: [SubType]
        var groups: [Int]?
        var fault: ValidationError.Kind?
    }

    @Test(arguments: [
        SubtypeCase(description: "more fields", types: [.structure([]), .structure([.constant(.i32)], under: [0])]),
        SubtypeCase(
            description: "fewer fields", types: [.structure([.constant(.i32)]), .structure([], under: [0])],
            fault: .notASubtype(1, of: 0)),
        SubtypeCase(
            description: "a narrower constant field",
            types: [.structure([.constant(.anyref)]), .structure([.constant(.structref)], under: [0])]),
        SubtypeCase(
            description: "a wider constant field",
            types: [.structure([.constant(.structref)]), .structure([.constant(.anyref)], under: [0])],
            fault: .notASubtype(1, of: 0)),
        SubtypeCase(
            description: "a narrower variable field",
            types: [.structure([.variable(.anyref)]), .structure([.variable(.structref)], under: [0])],
            fault: .notASubtype(1, of: 0)),
        SubtypeCase(
            description: "a variable field for a constant one",
            types: [.array(.constant(.i32)), .array(.variable(.i32), under: [0])], fault: .notASubtype(1, of: 0)),
        SubtypeCase(
            description: "packed and full", types: [.array(.constant(.i8)), .array(.constant(.i32), under: [0])],
            fault: .notASubtype(1, of: 0)),
        SubtypeCase(
            description: "another kind", types: [.structure([]), .array(.constant(.i32), under: [0])],
            fault: .notASubtype(1, of: 0)),
        SubtypeCase(
            description: "below a final type", types: [.structure([], final: true), .structure([], under: [0])],
            fault: .finalSupertype(0)),
        SubtypeCase(
            description: "below itself", types: [.structure([], under: [0])], fault: .supertypeNotDefinedBefore(0)),
        SubtypeCase(
            description: "below a later type of its group", types: [.structure([], under: [1]), .structure([])],
            groups: [2], fault: .supertypeNotDefinedBefore(1)),
        SubtypeCase(
            description: "below a type beyond all", types: [.structure([], under: [.max])],
            fault: .supertypeNotDefinedBefore(.max)),
        SubtypeCase(
            description: "two supertypes", types: [.structure([]), .structure([]), .structure([], under: [0, 1])],
            fault: .limitExceeded("more than one supertype")),
        SubtypeCase(
            description: "fields that are subtypes by the group's own declarations",
            types: [
                .structure([.constant(.to(0))]), .structure([.constant(.to(1)), .constant(.i32)], under: [0]),
            ], groups: [2]),
        SubtypeCase(
            description: "functions: wider parameters, narrower results",
            types: [
                SubType(
                    isFinal: false, composite: .function(FunctionType(parameters: [.structref], results: [.anyref]))),
                SubType(
                    supertypes: [0],
                    composite: .function(FunctionType(parameters: [.anyref], results: [.structref]))),
            ]),
        SubtypeCase(
            description: "functions: narrower parameters",
            types: [
                SubType(isFinal: false, composite: .function(FunctionType(parameters: [.anyref], results: []))),
                SubType(supertypes: [0], composite: .function(FunctionType(parameters: [.structref], results: []))),
            ], fault: .notASubtype(1, of: 0)),
        SubtypeCase(
            description: "a reference beyond the group", types: [.function([.to(1)]), .function()],
            fault: .unknown(.type, 1)),
        SubtypeCase(description: "63 levels", types: chain(64)),
        SubtypeCase(description: "64 levels", types: chain(65), fault: .limitExceeded("depth of subtyping")),
    ])
    func `subtypes match their supertypes`(_ example: SubtypeCase) {
        #expect(ModuleSyntax(types: example.types, groups: example.groups).fault() == example.fault)
    }

    private static func chain(_ count: UInt32) -> [SubType] {
        (0..<count).map { .structure([], under: $0 == 0 ? [] : [$0 - 1]) }
    }

    /// A forest of two trees: each pair of its types is tried as operand and local.
    @Test func `subtyping is reachability along supertypes`() {
        func parent(_ type: UInt32) -> UInt32? { type < 2 ? nil : (type - 2) / 3 }
        func isBelow(_ type: UInt32, _ other: UInt32) -> Bool {
            var current: UInt32? = type
            while let candidate = current {
                if candidate == other { return true }
                current = parent(candidate)
            }
            return false
        }
        // All types are in one group, where types of the same form are different.
        let types = (0..<UInt32(40)).map { SubType.structure([], under: parent($0).map { [$0] } ?? []) }
        for type in 0..<UInt32(40) {
            for other in 0..<UInt32(40) {
                var module = ModuleSyntax(types: types + [.function()], groups: [40, 1])
                module.addFunction(
                    type: 40, locals: [LocalGroup(count: 1, type: .nullable(other))],
                    [.heap(.refNull, HeapType(typeIndex: type)), .op(.localSet, 0)])
                let expected: ValidationError.Kind? =
                    isBelow(type, other) ? nil : .mismatch(.nullable(other), .nullable(type))
                #expect(module.fault() == expected, "\(type) below \(other)")
            }
        }
    }

    @Test func `abstract heap types form their hierarchies`() {
        let below: [HeapType: [HeapType]] = [
            .any: [.equality, .i31, .structure, .array, .none], .equality: [.i31, .structure, .array, .none],
            .i31: [.none], .structure: [.none], .array: [.none], .none: [], .function: [.noFunction],
            .noFunction: [], .external: [.noExternal], .noExternal: [], .exception: [.noException], .noException: [],
        ]
        for (type, _) in HeapType.abstractNames {
            for (other, _) in HeapType.abstractNames {
                var module = ModuleSyntax(types: [.function()])
                module.addFunction(
                    type: 0, locals: [LocalGroup(count: 1, type: ValueType(other, nullable: true))],
                    [.heap(.refNull, type), .op(.localSet, 0)])
                let expected = type == other || below[other]?.contains(type) == true
                #expect((module.fault() == nil) == expected, "\(type) below \(other)")
            }
        }
    }

    @Test(arguments: [
        (SubType.function(), [HeapType.function], [HeapType.noFunction]),
        (.structure([]), [.structure, .equality, .any], [.none]),
        (.array(.constant(.i8)), [.array, .equality, .any], [.none]),
    ])
    func `defined types stand between abstract ones`(_ type: SubType, _ above: [HeapType], _ below: [HeapType]) {
        let defined = HeapType(typeIndex: 1)
        for (other, _) in HeapType.abstractNames {
            for (from, to, expected) in [
                (defined, other, above.contains(other)), (other, defined, below.contains(other)),
            ] {
                var module = ModuleSyntax(types: [.function(), type])
                module.addFunction(
                    type: 0, locals: [LocalGroup(count: 1, type: ValueType(to, nullable: true))],
                    [.heap(.refNull, from), .op(.localSet, 0)])
                #expect((module.fault() == nil) == expected, "\(from) below \(to)")
            }
        }
    }
}
