import WasmSyntax
import WasmValidation

// Specification: Execution / Modules / Instantiation, where it matches the imports.

/// The imports of a module after they are found and checked, and before anything is allocated.
struct LinkedImports {
    struct Entry {
        var type: ExternalTypeDescription
        /// The address in the store; for a host function, the index in ``hostFunctions``.
        var address: Int
        var isOfHost = false
    }

    fileprivate struct HostImport: Hashable {
        var module: Name
        var name: Name
        var type: UInt32
    }

    /// In the order of the imports.
    fileprivate(set) var entries: [Entry] = []
    /// Each host function once, even if a module imports it a million times.
    fileprivate(set) var hostFunctions: [HostFunctionRecord] = []
    fileprivate var known: [HostImport: Entry] = [:]
}

extension Store {
    /// Work between two polls of the interruption, at most half a millisecond. Each import counts as the bytes of its names
    /// and 64 more.
    private static let linkingPerPoll = 1 << 16

    /// Finds the definitions of a module's imports and checks their types.
    ///
    /// - Parameter types: The store's numbers of the module's types.
    /// - Throws: ``LinkError`` for the first import that does not fit; ``Trap`` if the guest must stop.
    func link(_ module: ModuleSyntax, _ types: [UInt32], _ imports: Imports) throws -> LinkedImports {
        var linked = LinkedImports()
        linked.entries.reserveCapacity(module.imports.count)
        var work = 0
        for `import` in module.imports {
            // Names are hashed, and may be long.
            work &+= 64 &+ `import`.module.utf8.count &+ `import`.name.utf8.count
            if work > Store.linkingPerPoll {
                work = 0
                try checkInstantiation()
            }
            linked.entries.append(try link(`import`, types, imports, &linked))
        }
        return linked
    }

    private func link(
        _ `import`: Import, _ types: [UInt32], _ imports: Imports, _ linked: inout LinkedImports
    ) throws(LinkError) -> LinkedImports.Entry {
        let expected = Store.description(of: `import`.type, types)
        guard case .function(let number) = expected else {
            return try entry(for: `import`, expected, imports.entry(`import`.module, `import`.name), &linked)
        }
        let key = LinkedImports.HostImport(module: `import`.module, name: `import`.name, type: number)
        if let known = linked.known[key] { return known }
        var found = imports.entry(`import`.module, `import`.name)
        if found == nil { found = try provided(`import`, number, imports) }
        let entry = try entry(for: `import`, expected, found, &linked)
        if entry.isOfHost { linked.known[key] = entry }
        return entry
    }

    /// Returns the function of the first provider that knows an import's module; `nil` if none does.
    private func provided(
        _ `import`: Import, _ type: UInt32, _ imports: Imports
    ) throws(LinkError) -> Imports.Entry? {
        for provider in imports.providers {
            switch provider(`import`.module, `import`.name, functionType(type)) {
            case .unknown: continue
            case .refused(let reason):
                throw LinkError(.notGranted(reason), module: `import`.module, name: `import`.name)
            case .function(let function): return .host(function)
            }
        }
        return nil
    }

    private func entry(
        for import: Import, _ expected: ExternalTypeDescription, _ found: Imports.Entry?, _ linked: inout LinkedImports
    ) throws(LinkError) -> LinkedImports.Entry {
        func failure(_ kind: LinkError.Kind) -> LinkError {
            LinkError(kind, module: `import`.module, name: `import`.name)
        }
        let entry: LinkedImports.Entry
        switch found {
        case nil: throw failure(.unknownImport)
        case .host(let function):
            guard let number = state.heap.types.number(of: function.type) else {
                throw failure(.limitExceeded("more than \(StoreTypes.maximum) types"))
            }
            entry = LinkedImports.Entry(
                type: .function(number), address: linked.hostFunctions.count, isOfHost: true)
            linked.hostFunctions.append(HostFunctionRecord(function))
        case .external(let external):
            guard external.store === self else { throw failure(.foreignStore) }
            entry = LinkedImports.Entry(type: external.type, address: external.address)
        }
        guard state.heap.types.matches(entry.type, expected) else {
            throw failure(
                .incompatibleType(
                    expected: state.heap.types.describe(expected, beside: entry.type),
                    found: state.heap.types.describe(entry.type, beside: expected)))
        }
        return entry
    }

    private static func description(of type: ExternalType, _ types: [UInt32]) -> ExternalTypeDescription {
        switch type {
        case .function(let index): return .function(types[Int(index)])
        case .table(let type): return .table(type.renumbered(types))
        case .memory(let type): return .memory(type)
        case .global(let type): return .global(type.renumbered(types))
        case .tag(let index): return .tag(types[Int(index)])
        }
    }
}
