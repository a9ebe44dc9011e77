import Testing
import WasmSyntax
import WasmValidation

/// The validation of a module apart from its bodies.
@Suite struct ModuleTests {
    struct Case: Sendable, CustomStringConvertible {
        var description: String
        var fault: ValidationError.Kind?
        var build: @Sendable (inout ModuleSyntax) -> Void

        init(
            _ description: String, _ fault: ValidationError.Kind? = nil,
            _ build: @escaping @Sendable (inout ModuleSyntax) -> Void
        ) {
            self.description = description
            self.fault = fault
            self.build = build
        }
    }

    private static let types: [SubType] = [.function(), .function([.i32], [.i32]), .structure([]), .function([.i32])]

    @Test(arguments: importAndExportCases + limitCases + globalCases + segmentCases)
    func `definitions`(_ example: Case) {
        var module = ModuleSyntax(types: ModuleTests.types)
        example.build(&module)
        #expect(module.fault() == example.fault)
    }

    private static let importAndExportCases: [Case] = [
        Case("an imported function of unknown type", .unknown(.type, 9)) { $0.addImport(.function(typeIndex: 9)) },
        Case("an imported function of struct type", .unexpectedType(2, expected: .function)) {
            $0.addImport(.function(typeIndex: 2))
        },
        Case("a function of unknown type", .unknown(.type, 4)) { $0.addFunction(type: 4, []) },
        Case("a function without a body", .malformed(.functionAndCodeDiffer)) { $0.functions = [0] },
        Case("a tag with results", .tagWithResults) { $0.tags = [1] },
        Case("an imported tag") { $0.addImport(.tag(typeIndex: 3)) },
        Case("exports of every kind") {
            $0.addFunction(type: 0, [])
            $0.tables = [Table(type: TableType(limits: SizeLimits(minimum: 0), element: .funcref))]
            $0.memories = [MemoryType(limits: SizeLimits(minimum: 0))]
            $0.addGlobal(.i32, [.i32(0)])
            $0.tags = [3]
            for kind in [ExternalKind.function, .table, .memory, .global, .tag] {
                $0.exports.append(Export(name: Name(kind.description), kind: kind, index: 0))
            }
        },
        Case("an unknown function is exported", .unknown(.function, 0)) {
            $0.exports = [Export(name: "f", kind: .function, index: 0)]
        },
        Case("an unknown table is exported", .unknown(.table, .max)) {
            $0.exports = [Export(name: "t", kind: .table, index: .max)]
        },
        Case("an unknown tag is exported", .unknown(.tag, 0)) {
            $0.exports = [Export(name: "t", kind: .tag, index: 0)]
        },
        Case("two exports of one name", .duplicateExportName("a")) {
            $0.memories = [MemoryType(limits: SizeLimits(minimum: 0))]
            $0.exports = [Export(name: "a", kind: .memory, index: 0), Export(name: "a", kind: .memory, index: 0)]
        },
        Case("export names equal as strings, not as bytes") {
            $0.memories = [MemoryType(limits: SizeLimits(minimum: 0))]
            $0.exports = [
                Export(name: "\u{212B}", kind: .memory, index: 0), Export(name: "\u{C5}", kind: .memory, index: 0),
            ]
        },
        Case("the start function takes nothing", .startFunctionType) {
            $0.addFunction(type: 3, [])
            $0.start = 0
        },
        Case("the start function returns nothing", .startFunctionType) {
            $0.addFunction(type: 1, [.op(.localGet, 0)])
            $0.start = 0
        },
        Case("the start function may be imported") {
            $0.addImport(.function(typeIndex: 0))
            $0.start = 0
        },
        Case("an unknown start function", .unknown(.function, 0)) { $0.start = 0 },
        Case("a start function is no declaration", .undeclaredFunctionReference(0)) {
            $0.addFunction(type: 0, [.op(.refFunc, 0), .drop])
            $0.start = 0
        },
        Case("an export is a declaration") {
            $0.addFunction(type: 0, [.op(.refFunc, 0), .drop])
            $0.exports = [Export(name: "f", kind: .function, index: 0)]
        },
        Case("a global is a declaration") {
            $0.addFunction(type: 0, [.op(.refFunc, 0), .drop])
            $0.addGlobal(.funcref, [.op(.refFunc, 0)])
        },
        Case("data count differs", .malformed(.dataCountDiffers)) { $0.dataCount = 1 },
    ]

    private static let limitCases: [Case] = [
        Case("memory, minimum above maximum", .sizeMinimumGreaterThanMaximum) {
            $0.memories = [MemoryType(limits: SizeLimits(minimum: 2, maximum: 1))]
        },
        Case("memory of 4 GiB") { $0.memories = [MemoryType(limits: SizeLimits(minimum: 65536, maximum: 65536))] },
        Case("memory of more", .memorySizeTooLarge(maximum: 65536)) {
            $0.memories = [MemoryType(limits: SizeLimits(minimum: 65537))]
        },
        Case("memory with a maximum of more", .memorySizeTooLarge(maximum: 65536)) {
            $0.addImport(.memory(MemoryType(limits: SizeLimits(minimum: 0, maximum: .max))))
        },
        Case("101 memories, imported ones included", .limitExceeded("memories")) {
            let memory = MemoryType(limits: SizeLimits(minimum: 0))
            $0.addImport(.memory(memory))
            $0.memories = [MemoryType](repeating: memory, count: 100)
        },
        Case("64-bit memory of all addresses") {
            $0.memories = [MemoryType(addressType: .i64, limits: SizeLimits(minimum: 0, maximum: 1 << 48))]
        },
        Case("64-bit memory of more", .memorySizeTooLarge(maximum: 1 << 48)) {
            $0.memories = [MemoryType(addressType: .i64, limits: SizeLimits(minimum: 1 << 48 + 1))]
        },
        Case("one-byte pages", .memorySizeTooLarge(maximum: UInt64(UInt32.max))) {
            $0.memories = [MemoryType(limits: SizeLimits(minimum: 1 << 32), pageSizeExponent: 0)]
        },
        Case("pages of another size", .invalidPageSize(exponent: 12)) {
            $0.memories = [MemoryType(limits: SizeLimits(minimum: 0), pageSizeExponent: 12)]
        },
        Case("a shared memory without maximum", .sharedMemoryWithoutMaximum) {
            $0.memories = [MemoryType(limits: SizeLimits(minimum: 0), isShared: true)]
        },
        Case("table, minimum above maximum", .sizeMinimumGreaterThanMaximum) {
            $0.tables = [Table(type: TableType(limits: SizeLimits(minimum: 2, maximum: 1), element: .funcref))]
        },
        Case("table beyond 32 bits", .tableSizeTooLarge(maximum: UInt64(UInt32.max))) {
            $0.tables = [Table(type: TableType(limits: SizeLimits(minimum: 1 << 32), element: .funcref))]
        },
        Case("64-bit table") {
            $0.addImport(
                .table(TableType(addressType: .i64, limits: SizeLimits(minimum: 0, maximum: .max), element: .funcref)))
        },
        Case("table of an unknown type", .unknown(.type, 8)) {
            $0.tables = [Table(type: TableType(limits: SizeLimits(minimum: 0), element: .nullable(8)))]
        },
        Case("table without default needs a value", .notDefaultable(.nonNullExtern)) {
            $0.tables = [Table(type: TableType(limits: SizeLimits(minimum: 0), element: .nonNullExtern))]
        },
        Case("table with a value") {
            let initializer = $0.constant([.op(.refFunc, 0)])
            let type = TableType(limits: SizeLimits(minimum: 0), element: .to(0))
            $0.tables = [Table(type: type, initializer: initializer)]
            $0.addFunction(type: 0, [])
        },
        Case("table reads a global of the module", .unknown(.global, 0)) {
            let initializer = $0.constant([.op(.globalGet, 0)])
            $0.tables = [
                Table(type: TableType(limits: SizeLimits(minimum: 0), element: .funcref), initializer: initializer)
            ]
            $0.addGlobal(.funcref, [.heap(.refNull, .function)])
        },
    ]

    private static let globalCases: [Case] = [
        Case("a global of another type", .mismatch(.i32, .i64)) { $0.addGlobal(.i32, [.i64(0)]) },
        Case("a global without a value", .mismatch(.i32, nil)) { $0.addGlobal(.i32, []) },
        Case("a global with two values", .typeMismatch(expected: .nothing, found: .i32)) {
            $0.addGlobal(.i32, [.i32(0), .i32(0)])
        },
        Case("extended constants") { $0.addGlobal(.i64, [.i64(1), .i64(2), .i64(3), .op(.i64Mul), .op(.i64Add)]) },
        Case("division is not constant", .constantExpressionRequired) {
            $0.addGlobal(.i32, [.i32(1), .i32(2), .op(.i32DivS)])
        },
        Case("nop is not constant", .constantExpressionRequired) { $0.addGlobal(.i32, [.i32(1), .op(.nop)]) },
        Case("a block is not constant", .constantExpressionRequired) { $0.addGlobal(.i32, [.block(), .end, .i32(1)]) },
        Case("a call is not constant", .constantExpressionRequired) {
            $0.addFunction(type: 0, [])
            $0.addGlobal(.i32, [.op(.call, 0), .i32(1)])
        },
        Case("structs are constant") {
            $0.addGlobal(.to(2), [.op(.structNew, 2)])
            $0.addGlobal(.anyref, [.i32(1), .op(.refI31)])
        },
        Case("an earlier global") {
            $0.addGlobal(.i32, [.i32(0)])
            $0.addGlobal(.i32, [.op(.globalGet, 0)])
        },
        Case("a later global", .unknown(.global, 1)) {
            $0.addGlobal(.i32, [.op(.globalGet, 1)])
            $0.addGlobal(.i32, [.i32(0)])
        },
        Case("the global itself", .unknown(.global, 0)) { $0.addGlobal(.i32, [.op(.globalGet, 0)]) },
        Case("a mutable global", .constantExpressionRequired) {
            $0.addImport(.global(GlobalType(value: .i32, isMutable: true)))
            $0.addGlobal(.i32, [.op(.globalGet, 0)])
        },
    ]

    private static let segmentCases: [Case] = [
        Case("data for an unknown memory", .unknown(.memory, 0)) {
            let offset = $0.constant([.i32(0)])
            $0.data = [DataSegment(contents: 0..<0, mode: .active(memory: 0, offset: offset))]
        },
        Case("data at a 64-bit address", .mismatch(.i64, .i32)) {
            let offset = $0.constant([.i32(0)])
            $0.memories = [MemoryType(addressType: .i64, limits: SizeLimits(minimum: 0))]
            $0.data = [DataSegment(contents: 0..<0, mode: .active(memory: 0, offset: offset))]
        },
        Case("elements for an unknown table", .unknown(.table, 0)) {
            let offset = $0.constant([.i32(0)])
            $0.elements = [
                ElementSegment(type: .funcref, items: .functions([]), mode: .active(table: 0, offset: offset))
            ]
        },
        Case("elements for a table of another type", .mismatch(.externref, .funcref)) {
            let offset = $0.constant([.i32(0)])
            $0.tables = [Table(type: TableType(limits: SizeLimits(minimum: 0), element: .externref))]
            $0.elements = [
                ElementSegment(type: .funcref, items: .functions([]), mode: .active(table: 0, offset: offset))
            ]
        },
        Case("an unknown function as element", .unknown(.function, 3)) {
            $0.elements = [ElementSegment(type: .funcref, items: .functions([3]), mode: .declarative)]
        },
        Case("a function as element of another type", .mismatch(.externref, .to(0))) {
            $0.addFunction(type: 0, [])
            $0.elements = [ElementSegment(type: .externref, items: .functions([0]), mode: .passive)]
        },
        Case("an element expression of another type", .mismatch(.funcref, .externref)) {
            let item = $0.constant([.heap(.refNull, .external)])
            $0.elements = [ElementSegment(type: .funcref, items: .expressions([item]), mode: .passive)]
        },
        Case("an element that is no constant", .constantExpressionRequired) {
            let item = $0.constant([.unreachable])
            $0.elements = [ElementSegment(type: .funcref, items: .expressions([item]), mode: .passive)]
        },
    ]

    @Test func `a valid module's index spaces have imports first`() throws {
        var module = ModuleSyntax(types: ModuleTests.types)
        module.addImport(.function(typeIndex: 1))
        module.addImport(.global(GlobalType(value: .f32, isMutable: true)))
        module.addImport(.tag(typeIndex: 3))
        module.addFunction(type: 0, [.i32(1), .i32(2), .i32(3), .op(.i32Add), .op(.i32Add), .drop])
        module.addGlobal(.funcref, [.op(.refFunc, 1)])
        module.tags = [0]
        let valid = try Validator.validate(module)
        #expect(valid.functionTypeIndices == [1, 0])
        #expect(valid.globals.map(\.value) == [.f32, .funcref])
        #expect(valid.tags == [3, 0])
        #expect(valid.importCounts.functions == 1)
        #expect(valid.importCounts.globals == 1)
        #expect(valid.importCounts.tags == 1)
        #expect(valid.importCounts.tables == 0)
        #expect(valid.declaredFunctions == [false, true])
        #expect(valid.maximumOperandHeights == [3])
        #expect(valid.functionType(1) == FunctionType(parameters: [], results: []))
        #expect(valid.functionType(2) == nil)
    }

    @Test func `an error says where it is`() throws {
        var module = ModuleSyntax(types: ModuleTests.types)
        module.addImport(.function(typeIndex: 0))
        module.addFunction(type: 0, [.op(.nop), .i64(5), .op(.i32Eqz), .drop])
        let error = #expect(throws: ValidationError.self) { try Validator.validate(module) }
        #expect(error?.offset == 3)
        #expect(error?.functionIndex == 1)
        #expect(error?.description == "type mismatch: expected i32, found i64 at byte 3 in function 1")
    }
}
