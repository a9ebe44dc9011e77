import WasmSyntax

/// A valid module, with the results of validation that later phases need. Only ``Validator`` makes one.
///
/// In all index spaces imports come first.
package struct ValidatedModule: Sendable {
    package let module: ModuleSyntax

    /// Type index of each function.
    package let functionTypeIndices: [UInt32]
    package let tables: [TableType]
    package let memories: [MemoryType]
    package let globals: [GlobalType]
    /// Type index of each tag.
    package let tags: [UInt32]
    package let importCounts: ImportCounts
    /// The position of each export in ``ModuleSyntax/exports``, by name.
    private let exports: [Name: UInt32]

    /// By type index: the smallest index of an equal type. Two types of the module are equal, also across recursive
    /// groups, exactly if their smallest indices are (specification: *Validation / Types / Recursive Types*).
    package let canonicalTypes: [UInt32]
    /// By function index: whether the function is referred to outside of bodies, so that a reference to it may exist.
    package let declaredFunctions: [Bool]
    /// By body: the largest number of values on the operand stack.
    package let maximumOperandHeights: [UInt32]

    /// The number of imports of each kind.
    package struct ImportCounts: Sendable, Equatable {
        package internal(set) var functions = 0
        package internal(set) var tables = 0
        package internal(set) var memories = 0
        package internal(set) var globals = 0
        package internal(set) var tags = 0
    }

    init(_ context: ModuleContext, maximumOperandHeights: [UInt32]) {
        let module = context.module
        self.module = module
        let imported = context.imported
        importCounts = imported.counts
        functionTypeIndices = imported.functions + module.functions
        tables = imported.tables + module.tables.map(\.type)
        memories = imported.memories + module.memories
        globals = imported.globals + module.globals.map(\.type)
        tags = imported.tags + module.tags
        exports = context.exports
        canonicalTypes = context.types.canonical
        declaredFunctions = context.declaredFunctions
        self.maximumOperandHeights = maximumOperandHeights
    }

    /// The export with this name; `nil` if the module has none.
    package func export(_ name: Name) -> Export? {
        exports[name].flatMap { module.exports[checked: $0] }
    }

    /// The type of an export; `nil` if its index does not exist.
    package func type(of export: Export) -> ExternalType? {
        let index = Int(clamping: export.index)
        switch export.kind {
        case .function where index < functionTypeIndices.count: return .function(typeIndex: functionTypeIndices[index])
        case .table where index < tables.count: return .table(tables[index])
        case .memory where index < memories.count: return .memory(memories[index])
        case .global where index < globals.count: return .global(globals[index])
        case .tag where index < tags.count: return .tag(typeIndex: tags[index])
        default: return nil
        }
    }

    /// The type of a function or tag; `nil` for other types.
    package func functionType(of type: ExternalType) -> FunctionType? {
        switch type {
        case .function(let index), .tag(let index): module.functionType(at: index)
        case .table, .memory, .global: nil
        }
    }

    /// The type of the function with this index; `nil` if the module has none.
    package func functionType(_ functionIndex: UInt32) -> FunctionType? {
        functionTypeIndices[checked: functionIndex].flatMap { module.functionType(at: $0) }
    }
}

/// The types of a module's imports, as it declares them.
struct ImportedTypes: Sendable {
    /// Type indices.
    private(set) var functions: [UInt32] = []
    private(set) var tables: [TableType] = []
    private(set) var memories: [MemoryType] = []
    private(set) var globals: [GlobalType] = []
    /// Type indices.
    private(set) var tags: [UInt32] = []

    var counts: ValidatedModule.ImportCounts {
        ValidatedModule.ImportCounts(
            functions: functions.count, tables: tables.count, memories: memories.count, globals: globals.count,
            tags: tags.count)
    }

    mutating func append(_ type: ExternalType) {
        switch type {
        case .function(let typeIndex): functions.append(typeIndex)
        case .table(let type): tables.append(type)
        case .memory(let type): memories.append(type)
        case .global(let type): globals.append(type)
        case .tag(let typeIndex): tags.append(typeIndex)
        }
    }
}
