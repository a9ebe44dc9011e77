import WasmSyntax
import WasmValidation

/// The module that contains the tested bodies.
enum Fixture {
    enum TypeIndex {
        static let nothing: UInt32 = 0
        static let i32ToI32: UInt32 = 1
        static let pairToPair: UInt32 = 2
        static let structure: UInt32 = 3
        static let substructure: UInt32 = 4
        static let bytes: UInt32 = 5
        static let numbers: UInt32 = 6
        static let references: UInt32 = 7
        static let nonNull: UInt32 = 8
        static let nothingToNumber: UInt32 = 9
        static let catches: UInt32 = 10
        static let frozen: UInt32 = 11
        static let tag: UInt32 = 12
    }

    static let types: [SubType] = [
        .function(), .function([.i32], [.i32]), .function([.i32, .i64], [.i32, .i64]),
        .structure([.variable(.i32), .constant(.i8), .variable(.nullable(3))]),
        .structure([.variable(.i32), .constant(.i8), .variable(.nullable(3)), .constant(.f64)], under: [3]),
        .array(.variable(.i8)), .array(.variable(.i32)), .array(.variable(.funcref)),
        .structure([.constant(.nonNullExtern)]), .function([], [.i32]),
        .function([], [.i32, ValueType(.exception, nullable: false)]), .array(.constant(.i32)), .function([.i32]),
    ]

    /// Returns the module. Function 0 is the body, of type `nothing`; 1 is `i32ToI32`; 2 is `pairToPair`, and declared.
    /// Memory 1 and table 1 are 64-bit; global 1 is mutable; the tag takes an i32; the locals are i32, i64 and (ref
    /// extern).
    static func module(_ code: [Piece]) -> ModuleSyntax {
        var module = ModuleSyntax(types: types)
        module.addFunction(
            type: TypeIndex.nothing,
            locals: [
                LocalGroup(count: 1, type: .i32), LocalGroup(count: 1, type: .i64),
                LocalGroup(count: 1, type: .nonNullExtern),
            ], code)
        module.addFunction(type: TypeIndex.i32ToI32, [.op(.localGet, 0)])
        module.addFunction(type: TypeIndex.pairToPair, [.op(.localGet, 0), .op(.localGet, 1)])
        module.memories = [
            MemoryType(limits: SizeLimits(minimum: 1)),
            MemoryType(addressType: .i64, limits: SizeLimits(minimum: 1)),
        ]
        module.tables = [
            Table(type: TableType(limits: SizeLimits(minimum: 1), element: .funcref)),
            Table(type: TableType(addressType: .i64, limits: SizeLimits(minimum: 1), element: .externref)),
        ]
        module.addGlobal(.i32, [.i32(0)])
        module.addGlobal(.i64, isMutable: true, [.i64(0)])
        module.tags = [TypeIndex.tag]
        module.elements = [ElementSegment(type: .funcref, items: .functions([2]), mode: .passive)]
        module.data = [DataSegment(contents: 0..<0, mode: .passive)]
        module.dataCount = 1
        return module
    }
}

/// A body, its purpose, and the expected result of validation.
struct BodyCase: Sendable, CustomStringConvertible {
    var description: String
    var code: [Piece]
    var fault: ValidationError.Kind?

    init(_ description: String, _ code: [Piece], _ fault: ValidationError.Kind? = nil) {
        self.description = description
        self.code = code
        self.fault = fault
    }
}
