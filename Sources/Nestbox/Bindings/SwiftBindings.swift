import WASIPreview1
import WasmRuntime
import WasmSyntax
import WasmValidation

/// Source in Swift that binds a module: a structure with a method or a property for each export, and a protocol for what an
/// embedder provides as imports. The same module gives the same source each time.
package struct SwiftBindings {
    /// An export with its names in the source.
    struct BoundExport {
        let name: Name
        /// The index of the function, memory, …
        let index: UInt32
        let type: ExternType
        /// The member of the structure.
        let member: String
        /// The method that sets a mutable global.
        var setter = ""
    }

    /// An import with its name in the source. Imports of WASI are left out: policies grant them.
    struct BoundImport {
        /// The position of the import's module in ``importModules``.
        let module: Int
        let name: Name
        /// The index of the function, memory, …
        let index: UInt32
        let type: ExternType
        /// The index of the type of a function, for types that are written once.
        let typeIndex: UInt32?
        /// A type of a function for which Swift has no value, if there is one.
        let unwritable: ValueType?
        /// The member of the protocol.
        let member: String
    }

    let module: Module
    /// The name of the structure.
    package let typeName: String
    let exports: [BoundExport]
    let imports: [BoundImport]
    let importModules: [Name]
    let hasWASI: Bool
    let parameterNames: ParameterNames

    /// Finds the names of everything that the source has.
    ///
    /// - Parameters:
    ///   - module: The module.
    ///   - typeName: The structure's name, which ``accepts(typeName:)``; `nil` for the name that the module has in its name
    ///     section.
    ///   - fileName: The module's name if its name section has none, for example that of its file.
    package init(_ module: Module, typeName: String? = nil, fileName: String = "") {
        let names = NameSection(module.validated.module)
        let wanted = SwiftBindings.typeName(module.name?.text ?? "") ?? SwiftBindings.typeName(fileName) ?? "Guest"
        let found = BoundImports(module, names)
        self.module = module
        self.typeName = typeName ?? wanted
        exports = SwiftBindings.exports(module, names)
        (imports, importModules, hasWASI) = (found.imports, found.modules, found.hasWASI)
        parameterNames = ParameterNames(names.nestedNames(.local))
    }

    /// Whether a structure can have this name.
    package static func accepts(typeName: String) -> Bool {
        SwiftSpelling.isIdentifier(typeName) && !SwiftNames.reservedTypes.contains(typeName)
    }

    /// The type's name that is made of a module's name; `nil` if there is none.
    private static func typeName(_ text: String) -> String? {
        // Linkers put the name of the file into the name section.
        let ending = [".wasm", ".wat"].first { text.hasSuffix($0) } ?? ""
        guard let name = SwiftSpelling.typeName(String(text.dropLast(ending.count))) else { return nil }
        // The structure and the protocol must not hide other types in the embedder's target.
        let isTaken =
            SwiftNames.reservedTypes.contains(name) || SwiftNames.hidesType(name)
            || SwiftNames.visibleTypes.contains(protocolName(name))
        return isTaken ? name + "Guest" : name
    }

    private static func exports(_ module: Module, _ names: NameSection) -> [BoundExport] {
        var maps: [ExternalKind: NameMap] = [:]
        let found = zip(module.validated.module.exports, module.exports)
        let spellings = found.enumerated().map { position, export in
            let spelling = SwiftSpelling(export.0.name)
            guard spelling.plain.isEmpty else { return spelling }
            let kind = export.0.kind
            let map = maps[kind] ?? names.names(NameSection.Space(kind))
            maps[kind] = map
            return SwiftSpelling.standIn(map[export.0.index], kind, position)
        }
        var members = SwiftNames(reserved: SwiftNames.used)
        var result = zip(found, members.take(spellings)).map { export, member in
            BoundExport(name: export.1.name, index: export.0.index, type: export.1.type, member: member)
        }
        for index in result.indices {
            guard case .global(let type) = result[index].type, type.isMutable else { continue }
            let member = result[index].member
            result[index].setter = members.take("set" + member.prefix(1).uppercased() + member.dropFirst())
        }
        return result
    }

    /// The source.
    ///
    /// - Throws: ``Interrupted`` if the interruption stops it.
    package func source(interruption: (any Interruption)? = nil) throws(Interrupted) -> String {
        var writer = SwiftWriter(interruption)
        writer.line(
            0,
            """
            // Written by `nestbox bindings --type \(typeName)`. Changes are lost when it is written again.
            // swift-format-ignore-file

            import Nestbox

            """)
        try writeStructure(&writer)
        try writeClass(&writer)
        try writeProtocol(&writer)
        writeVectors(&writer)
        return writer.text
    }

    /// Writes the conversions of vectors for globals and imports.
    private func writeVectors(_ writer: inout SwiftWriter) {
        guard hasVectors else { return }
        writer.line(
            0,
            """

            extension SIMD16 where Scalar == UInt8 {
                /// The vector whose bytes 0 to 7 and 8 to 15 are these, little-endian.
                fileprivate init(vectorHalves halves: (low: UInt64, high: UInt64)) {
                    self.init()
                    for index in 0..<8 {
                        self[index] = UInt8(truncatingIfNeeded: halves.low >> (8 * UInt64(index)))
                        self[index + 8] = UInt8(truncatingIfNeeded: halves.high >> (8 * UInt64(index)))
                    }
                }

                /// The bytes 0 to 7 and 8 to 15, little-endian.
                fileprivate var vectorHalves: (low: UInt64, high: UInt64) {
                    var halves: (low: UInt64, high: UInt64) = (0, 0)
                    for index in 0..<8 {
                        halves.low |= UInt64(self[index]) << (8 * UInt64(index))
                        halves.high |= UInt64(self[index + 8]) << (8 * UInt64(index))
                    }
                    return halves
                }
            }
            """)
    }

    private var hasVectors: Bool {
        let isInGlobal = exports.contains { export in
            if case .global(let type) = export.type { type.value == .v128 } else { false }
        }
        return isInGlobal
            || imports.contains { `import` in
                guard case .function(let type) = `import`.type, SwiftSignature.obstacle(type) == nil else {
                    return false
                }
                return type.parameters.contains(.v128) || type.results.contains(.v128)
            }
    }
}

/// The names of functions' parameters in the name section, each function's read once: many exports can be one function with
/// a long list of names.
final class ParameterNames {
    private let names: NestedNameMap
    private var known: [UInt32: [UInt32: Name]] = [:]

    init(_ names: NestedNameMap) { self.names = names }

    subscript(function: UInt32) -> [UInt32: Name] {
        if let result = known[function] { return result }
        let map = names[function]
        var result: [UInt32: Name] = [:]
        for index in 0..<UInt32(SwiftSignature.maximumParameters) { result[index] = map[index] }
        known[function] = result
        return result
    }
}

extension NameSection.Space {
    fileprivate init(_ kind: ExternalKind) {
        self =
            switch kind {
            case .function: .function
            case .table: .table
            case .memory: .memory
            case .global: .global
            case .tag: .tag
            }
    }
}

extension SwiftSpelling {
    /// The identifier of something whose name has no letter and no digit: by its name in the name section, or else by its
    /// kind and position.
    static func standIn(_ name: Name?, _ kind: ExternalKind, _ position: Int) -> SwiftSpelling {
        if let name {
            let spelling = SwiftSpelling(name)
            if !spelling.plain.isEmpty { return spelling }
        }
        return SwiftSpelling(Name("\(kind == .function ? "function" : "\(kind)")\(position)"))
    }
}
