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

    /// No imports yet.
    init() {}

    /// Imports that are known already.
    init(entries: [Entry], hostFunctions: [HostFunctionRecord], hostBytes: UInt64) {
        (self.entries, self.hostFunctions, self.hostBytes) = (entries, hostFunctions, hostBytes)
    }

    /// In the order of the imports.
    fileprivate(set) var entries: [Entry] = []
    /// Each host function once, even if a module imports it a million times.
    fileprivate(set) var hostFunctions: [HostFunctionRecord] = []
    /// The instances that other imports are part of.
    fileprivate(set) var providers: Set<Int> = []
    /// Bytes of host memory that are counted for the host functions.
    fileprivate(set) var hostBytes: UInt64 = 0
    fileprivate var known: [HostImport: Entry] = [:]
    /// The error for the first import that is missing, which lists the others.
    fileprivate(set) var failure: LinkError?
    fileprivate var missing: Set<HostImport> = []

    /// Adds a missing import to the error, unless it is there already.
    fileprivate mutating func add(_ key: HostImport, _ import: () -> MissingImport) {
        guard missing.insert(key).inserted else { return }
        let listed = failure?.missing.count ?? 0
        guard listed < LinkError.maximumMissing else {
            failure?.omittedMissing &+= 1
            return
        }
        let one = `import`()
        if failure == nil { failure = LinkError(one.kind, module: one.module, name: one.name) }
        failure?.missing.append(one)
    }
}

extension Store {
    /// Work between two polls of the interruption, at most half a millisecond. Each import counts as the bytes of its names
    /// and 64 more.
    private static let linkingPerPoll = 1 << 16

    /// Finds the definitions of a module's imports and checks their types. The caller gives back the bytes of host memory
    /// that were counted, if the imports are not used.
    ///
    /// - Parameter types: The store's numbers of the module's types.
    /// - Throws: ``LinkError`` for the first import that does not fit, with all that are missing; ``Trap`` if the guest
    ///   must stop.
    func link(
        _ module: ModuleSyntax, _ types: [UInt32], _ imports: Imports, _ linked: inout LinkedImports
    ) throws {
        linked.entries.reserveCapacity(module.imports.count)
        var work = 0
        for `import` in module.imports {
            // Names are hashed, and may be long.
            work &+= 64 &+ `import`.module.utf8.count &+ `import`.name.utf8.count
            if work > Store.linkingPerPoll {
                work = 0
                try checkInstantiation()
            }
            do throws(LinkError) {
                linked.entries.append(try link(`import`, types, imports, &linked))
            } catch {
                // Other faults are reported at once, or not at all: they may come from what is missing.
                guard linked.failure != nil else { throw error }
            }
        }
        if let failure = linked.failure { throw failure }
    }

    func link(
        _ `import`: Import, _ types: [UInt32], _ imports: Imports, _ linked: inout LinkedImports
    ) throws(LinkError) -> LinkedImports.Entry {
        let expected = Store.description(of: `import`.type, types)
        guard case .function(let number) = expected else {
            let found = imports.entry(`import`.module, `import`.name)
            if found == nil { throw miss(`import`, expected, .unknownImport, nil, &linked) }
            return try entry(for: `import`, expected, found, &linked)
        }
        let key = LinkedImports.HostImport(module: `import`.module, name: `import`.name, type: number)
        if let known = linked.known[key] { return known }
        // An import that was refused once is not asked for again.
        if let failure = linked.failure, linked.missing.contains(key) { throw failure }
        var found = imports.entry(`import`.module, `import`.name)
        if found == nil {
            switch provided(`import`, number, imports) {
            case .unknown: throw miss(`import`, expected, .unknownImport, nil, &linked)
            case .refused(let reason, let remedy):
                throw miss(`import`, expected, .notGranted(reason), remedy ?? ImportRemedy(reason), &linked)
            case .function(let function): found = .host(function)
            }
        }
        let entry = try entry(for: `import`, expected, found, &linked)
        if entry.isOfHost { linked.known[key] = entry }
        return entry
    }

    /// Returns the answer of the first provider that knows an import's module.
    private func provided(_ `import`: Import, _ type: UInt32, _ imports: Imports) -> Imports.Answer {
        for provider in imports.providers {
            let answer = provider(`import`.module, `import`.name, functionType(type))
            if case .unknown = answer { continue }
            return answer
        }
        return .unknown
    }

    /// Notes an import that is missing, and returns an error for it.
    private func miss(
        _ `import`: Import, _ expected: ExternalTypeDescription, _ kind: LinkError.Kind, _ remedy: ImportRemedy?,
        _ linked: inout LinkedImports
    ) -> LinkError {
        // A number for each kind of type: a module may import one name as two kinds.
        let key: LinkedImports.HostImport =
            if case .function(let number) = expected {
                .init(module: `import`.module, name: `import`.name, type: number)
            } else {
                .init(module: `import`.module, name: `import`.name, type: .max)
            }
        linked.add(key) {
            MissingImport(
                module: `import`.module, name: `import`.name, type: state.heap.types.describe(expected), kind: kind,
                remedy: remedy ?? ImportRemedy(forUnknown: `import`))
        }
        return LinkError(kind, module: `import`.module, name: `import`.name)
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
            countTypes()
            let bytes = HostFunctionRecord.hostBytes(of: function.type)
            guard hostMemory.take(bytes, .instances) else { throw refusedHostBytes() }
            linked.hostBytes &+= bytes
            entry = LinkedImports.Entry(
                type: .function(number), address: linked.hostFunctions.count, isOfHost: true)
            linked.hostFunctions.append(
                HostFunctionRecord(function, module: `import`.module, name: `import`.name))
        case .external(let external):
            guard external.store === self else { throw failure(.foreignStore) }
            guard let owner = external.owner, state.isCurrent(owner) else { throw failure(.discardedInstance) }
            if owner.index != InstanceIdentity.host { linked.providers.insert(Int(owner.index)) }
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

    static func description(of type: ExternalType, _ types: [UInt32]) -> ExternalTypeDescription {
        switch type {
        case .function(let index): return .function(types[Int(index)])
        case .table(let type): return .table(type.renumbered(types))
        case .memory(let type): return .memory(type)
        case .global(let type): return .global(type.renumbered(types))
        case .tag(let index): return .tag(types[Int(index)])
        }
    }
}
