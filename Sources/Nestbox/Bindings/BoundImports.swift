import WASIPreview1
import WasmRuntime
import WasmSyntax
import WasmValidation

/// The imports of a module that an embedder provides, with their names in the source.
struct BoundImports {
    private(set) var imports: [SwiftBindings.BoundImport] = []
    /// The names of the modules that they come from.
    private(set) var modules: [Name] = []
    private(set) var hasWASI = false

    /// An import before it has a name.
    private struct Found {
        let module: Int
        let index: UInt32
        let syntax: Import
        let type: ExternType
    }

    /// An import's module and name.
    private struct Key: Hashable {
        let module: Int
        let name: Name
    }

    init(_ module: Module, _ names: NameSection) {
        let found = collect(module)
        // The module of a name that one module has, or -1 for several.
        var modulesOfNames: [Name: Int] = [:]
        for found in found {
            let known = modulesOfNames[found.syntax.name] ?? found.module
            modulesOfNames[found.syntax.name] = known == found.module ? known : -1
        }
        let prefixes = modules.map { SwiftSpelling($0).plain }
        let spellings = found.enumerated().map { position, found in
            let spelling = SwiftSpelling(found.syntax.name)
            if spelling.plain.isEmpty {
                let name = found.syntax.type.kind == .function ? names.functionName(found.index) : nil
                return SwiftSpelling.standIn(name, found.syntax.type.kind, position)
            }
            guard modulesOfNames[found.syntax.name] == -1, !prefixes[found.module].isEmpty else { return spelling }
            return SwiftSpelling(Name(prefixes[found.module] + "_" + spelling.plain))
        }
        var members = SwiftNames(reserved: SwiftNames.used)
        // Once for each type: many imports can share one with a thousand parameters.
        var unwritable: [UInt32: ValueType?] = [:]
        imports = zip(found, members.take(spellings)).map { found, member in
            var typeIndex: UInt32?
            var other: ValueType?
            if case .function(let index) = found.syntax.type, case .function(let type) = found.type {
                typeIndex = index
                other = unwritable[index] ?? SwiftType.unwritable(in: type)
                unwritable[index] = .some(other)
            }
            return SwiftBindings.BoundImport(
                module: found.module, name: found.syntax.name, index: found.index, type: found.type,
                typeIndex: typeIndex, unwritable: other, member: member)
        }
    }

    /// Finds the imports without those of WASI, and each name of a module once: a definition is for all imports of the
    /// name.
    private mutating func collect(_ module: Module) -> [Found] {
        var result: [Found] = []
        var numbers: [Name: Int] = [:]
        var seen: Set<Key> = []
        var counts: [ExternalKind: UInt32] = [:]
        var last: (name: Name, number: Int)?
        for (syntax, described) in zip(module.validated.module.imports, module.imports) {
            let index = counts[syntax.type.kind, default: 0]
            counts[syntax.type.kind] = index &+ 1
            // Imports of a compact section share the name of their module, which can be long: it is compared with the last
            // one before it is hashed.
            let number: Int
            if let last, last.name == syntax.module {
                number = last.number
            } else if WASIVersion(module: syntax.module) != nil {
                number = -1
            } else if let known = numbers[syntax.module] {
                number = known
            } else {
                number = modules.count
                modules.append(syntax.module)
                numbers[syntax.module] = number
            }
            last = (syntax.module, number)
            guard number >= 0 else {
                hasWASI = true
                continue
            }
            guard seen.insert(Key(module: number, name: syntax.name)).inserted else { continue }
            result.append(Found(module: number, index: index, syntax: syntax, type: described.type))
        }
        return result
    }
}
