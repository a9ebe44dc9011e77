import Testing
import WasmSyntax
import WasmValidation

/// A disabled feature is refused by name at every place that uses it.
@Suite struct FeatureTests {
    struct Case: Sendable, CustomStringConvertible {
        var feature: Feature
        var description: String
        var build: @Sendable (inout ModuleSyntax) -> Void

        init(_ feature: Feature, _ description: String, _ build: @escaping @Sendable (inout ModuleSyntax) -> Void) {
            self.feature = feature
            self.description = description
            self.build = build
        }
    }

    private static let cases: [Case] = [
        Case(.signExtension, "an instruction") { $0.addFunction(type: 0, [.i32(0), .op(.i32Extend8S), .drop]) },
        Case(.saturatingConversions, "an instruction") {
            $0.addFunction(type: 0, [.f32, .op(.i32TruncSatF32S), .drop])
        },
        Case(.bulkMemory, "a passive segment") { $0.data = [DataSegment(contents: 0..<0, mode: .passive)] },
        Case(.bulkMemory, "a data count") { $0.dataCount = 0 },
        Case(.bulkMemory, "an instruction") {
            $0.memories = [MemoryType(limits: SizeLimits(minimum: 0))]
            $0.addFunction(type: 0, [.i32(0), .i32(0), .i32(0), .op(.memoryFill, 0)])
        },
        Case(.referenceTypes, "externref as parameter") {
            $0.types = [.function([.externref])]
        },
        Case(.referenceTypes, "two tables") {
            let table = Table(type: TableType(limits: SizeLimits(minimum: 0), element: .funcref))
            $0.tables = [table, table]
        },
        Case(.simd, "an instruction") { $0.addFunction(type: 0, [.v128, .drop]) },
        Case(.simd, "a local") { $0.addFunction(type: 0, locals: [LocalGroup(count: 1, type: .v128)], []) },
        Case(.simd, "a parameter") { $0.types = [.function([.v128])] },
        Case(.simd, "a block") { $0.addFunction(type: 0, [.block(.block, .v128), .unreachable, .end, .drop]) },
        Case(.simd, "an imported global") { $0.addImport(.global(GlobalType(value: .v128, isMutable: false))) },
        Case(.relaxedSimd, "an instruction") {
            $0.addFunction(type: 0, [.v128, .v128, .op(.i8x16RelaxedSwizzle), .drop])
        },
        Case(.tailCalls, "an instruction") { $0.addFunction(type: 0, [.op(.returnCall, 0)]) },
        Case(.exceptions, "a tag") { $0.tags = [0] },
        Case(.exceptions, "an imported tag") { $0.addImport(.tag(typeIndex: 0)) },
        Case(.exceptions, "exnref") { $0.types = [.function([], [.exnref])] },
        Case(.exceptions, "try_table") { $0.addFunction(type: 0, [.tryTable([]), .end]) },
        Case(.functionReferences, "a non-null reference") { $0.types = [.function([.nonNullExtern])] },
        Case(.functionReferences, "a reference to a type") { $0.types.append(.function([.nullable(0)])) },
        Case(.functionReferences, "a null reference to a type") {
            $0.addFunction(type: 0, [.heap(.refNull, HeapType(typeIndex: 0)), .drop])
        },
        Case(.functionReferences, "an initialised table") {
            let initializer = $0.constant([.heap(.refNull, .function)])
            let type = TableType(limits: SizeLimits(minimum: 0), element: .funcref)
            $0.tables = [Table(type: type, initializer: initializer)]
        },
        Case(.gc, "a struct type") { $0.types = [.structure([], final: true)] },
        Case(.gc, "an array type") { $0.types = [.array(.constant(.i32), final: true)] },
        Case(.gc, "an open type") { $0.types[0].isFinal = false },
        Case(.gc, "a recursive group") {
            $0.types = [.function(), .function()]
            $0.recursiveGroups = [0..<2]
        },
        Case(.gc, "a recursive type") { $0.types = [.function([.nullable(0)])] },
        Case(.gc, "anyref") { $0.types = [.function([.anyref])] },
        Case(.gc, "ref.null none") { $0.addFunction(type: 0, [.heap(.refNull, .none), .drop]) },
        Case(.gc, "a constant that reads a global of the module") {
            $0.addGlobal(.i32, [.i32(0)])
            $0.addGlobal(.i32, [.op(.globalGet, 0)])
        },
        Case(.multiMemory, "two memories") {
            $0.memories = [MemoryType](repeating: MemoryType(limits: SizeLimits(minimum: 0)), count: 2)
        },
        Case(.memory64, "a memory") { $0.memories = [MemoryType(addressType: .i64, limits: SizeLimits(minimum: 0))] },
        Case(.memory64, "a table") {
            $0.tables = [Table(type: TableType(addressType: .i64, limits: SizeLimits(minimum: 0), element: .funcref))]
        },
        Case(.extendedConstants, "an addition") { $0.addGlobal(.i32, [.i32(0), .i32(0), .op(.i32Add)]) },
        Case(.threads, "a shared memory") {
            $0.memories = [MemoryType(limits: SizeLimits(minimum: 0, maximum: 1), isShared: true)]
        },
        Case(.threads, "an instruction") { $0.addFunction(type: 0, [.bytes(.atomicFence, [0])]) },
        Case(.customPageSizes, "a memory") {
            $0.memories = [MemoryType(limits: SizeLimits(minimum: 0), pageSizeExponent: 0)]
        },
        Case(.wideArithmetic, "an instruction") {
            $0.addFunction(type: 0, [.i64(0), .i64(0), .op(.i64MulWideS), .drop, .drop])
        },
        Case(.compactImports, "a group of imports") {
            $0.addImport(.function(typeIndex: 0))
            $0.addCompactImports(count: 1, sharesType: false)
        },
        Case(.compactImports, "an empty group") { $0.addCompactImports(count: 0, sharesType: true) },
        Case(.legacyExceptions, "try") { $0.addFunction(type: 0, [.block(.try), .end]) },
    ]

    @Test(arguments: cases)
    func `what needs a feature is valid with it and refused by name without`(_ example: Case) {
        var module = ModuleSyntax(types: [.function()])
        example.build(&module)
        let grouped = module.recursiveGroups.last?.upperBound ?? 0
        module.recursiveGroups += (grouped..<max(grouped, module.types.count)).map { $0..<$0 + 1 }
        #expect(module.fault() == nil)
        let without = FeatureSet.all.subtracting(FeatureSet([example.feature]))
        #expect(module.fault(without) == .unsupported(example.feature))
    }

    @Test func `every proposal is covered`() {
        #expect(Set(FeatureTests.cases.map(\.feature)) == Set(Feature.allCases).subtracting([.mvp]))
    }

    @Test func `the message names the feature and the place`() throws {
        var module = ModuleSyntax(types: [.function()])
        module.addFunction(type: 0, [.op(.nop), .v128, .drop])
        let error = #expect(throws: ValidationError.self) {
            try Validator.validate(module, features: .wasm2WithoutSIMD)
        }
        #expect(error?.description == "SIMD: not supported yet at byte 1 in function 0")
    }

    @Test func `WebAssembly 2 has multiple results, mutable imports, funcref and bulk memory`() {
        var module = ModuleSyntax(types: [.function([.i32, .i64], [.i64, .i32])])
        module.addImport(.global(GlobalType(value: .i32, isMutable: true)))
        module.addFunction(type: 0, [.op(.localGet, 1), .op(.localGet, 0), .op(.refFunc, 0), .drop])
        module.elements = [ElementSegment(type: .funcref, items: .functions([0]), mode: .declarative)]
        #expect(module.fault(.wasm2WithoutSIMD) == nil)
    }

    @Test func `sets of features`() {
        #expect(FeatureSet.all.contains(.threads))
        #expect(!FeatureSet.webAssembly3.contains(.threads))
        #expect(FeatureSet.webAssembly3.contains(.gc))
        #expect(!FeatureSet.wasm2WithoutSIMD.contains(.simd))
        #expect(FeatureSet.wasm2WithoutSIMD.union(FeatureSet([.simd])).contains(.simd))
        #expect(FeatureSet.wasm2WithoutSIMD.isSubset(of: .webAssembly3))
    }
}
