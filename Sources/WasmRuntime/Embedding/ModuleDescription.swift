import WasmSyntax
import WasmValidation

// The description of a module, for which no instance is needed.

/// The type of an import or an export of a module (specification: *Structure / Types / External Types*). References to types
/// that the module defines have the module's indices.
public enum ExternType: Hashable, Sendable {
    /// A function with these parameters and results.
    case function(FunctionType)
    /// A table.
    case table(TableType)
    /// A memory.
    case memory(MemoryType)
    /// A global.
    case global(GlobalType)
    /// A tag, for exceptions that carry values of the parameters' types.
    case tag(FunctionType)

    /// The kind of definition.
    public var kind: ExternalKind {
        switch self {
        case .function: .function
        case .table: .table
        case .memory: .memory
        case .global: .global
        case .tag: .tag
        }
    }
}

/// An import of a module.
public struct ModuleImport: Hashable, Sendable {
    /// The name of the module that the import is to come from.
    public let module: Name
    /// The import's name.
    public let name: Name
    /// The import's type.
    public let type: ExternType
}

/// An export of a module.
public struct ModuleExport: Hashable, Sendable {
    /// The export's name.
    public let name: Name
    /// The export's type.
    public let type: ExternType
}

/// The numbers of things that a module defines, and its size.
public struct ModuleSize: Hashable, Sendable {
    /// Bytes of the module; those of its binary form if it was loaded from text.
    public let bytes: Int
    /// Bytes of all function bodies.
    public let codeBytes: Int
    /// Types that the module defines.
    public let types: Int
    /// Functions, without imported ones, as all numbers here.
    public let functions: Int
    /// Tables.
    public let tables: Int
    /// Memories.
    public let memories: Int
    /// Globals.
    public let globals: Int
    /// Tags.
    public let tags: Int
    /// Pages of all memories when an instance begins; `UInt64.max` if they are more.
    public let memoryPages: UInt64
    /// Elements of all tables when an instance begins; `UInt64.max` if they are more.
    public let tableElements: UInt64
    /// Bytes of the data segments.
    public let dataBytes: Int
    /// Elements of the element segments.
    public let segmentElements: Int
}

extension Module {
    /// The module's name in its name section; `nil` if it has none.
    public var name: Name? { NameSection(validated.module).moduleName }

    /// All imports in their order. Each use makes the list anew.
    public var imports: [ModuleImport] {
        validated.module.imports.map { `import` in
            ModuleImport(module: `import`.module, name: `import`.name, type: externType(`import`.type))
        }
    }

    /// All exports in their order. Each use makes the list anew.
    public var exports: [ModuleExport] {
        validated.module.exports.compactMap { export in
            validated.type(of: export).map { ModuleExport(name: export.name, type: externType($0)) }
        }
    }

    /// The type of the export with this name; `nil` if the module has none.
    public func exportType(_ name: Name) -> ExternType? {
        validated.export(name).flatMap { validated.type(of: $0) }.map(externType)
    }

    /// The names of all custom sections in their order. A name can occur several times.
    public var customSectionNames: [Name] { validated.module.customSections.map(\.name) }

    /// Returns the contents of the custom sections with this name, in their order.
    public func customSections(named name: Name) -> [[UInt8]] {
        let module = validated.module
        return module.customSections.filter { $0.name == name }.map { Array(module.bytes[$0.contents]) }
    }

    /// Whether an instance runs a function when it is made.
    public var hasStartFunction: Bool { validated.module.start != nil }

    /// The module's size, and the numbers of things that it defines. Each use counts anew.
    public var size: ModuleSize {
        let module = validated.module
        return ModuleSize(
            bytes: module.bytes.count, codeBytes: module.bodies.reduce(0) { $0 &+ $1.code.count },
            types: module.types.count, functions: module.functions.count, tables: module.tables.count,
            memories: module.memories.count, globals: module.globals.count, tags: module.tags.count,
            memoryPages: Module.sum(module.memories.map(\.limits.minimum)),
            tableElements: Module.sum(module.tables.map(\.type.limits.minimum)),
            dataBytes: module.data.reduce(0) { $0 &+ $1.contents.count },
            segmentElements: module.elements.reduce(0) { $0 &+ $1.items.count })
    }

    /// Returns a sum that does not wrap: an embedder may compare it with a limit.
    private static func sum(_ numbers: [UInt64]) -> UInt64 {
        numbers.reduce(0) { sum, number in
            let (next, overflow) = sum.addingReportingOverflow(number)
            return overflow ? .max : next
        }
    }

    private func externType(_ type: ExternalType) -> ExternType {
        let function = validated.functionType(of: type) ?? FunctionType(parameters: [], results: [])
        return switch type {
        case .function: .function(function)
        case .table(let table): .table(table)
        case .memory(let memory): .memory(memory)
        case .global(let global): .global(global)
        case .tag: .tag(function)
        }
    }
}
