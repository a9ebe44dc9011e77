import WasmSyntax
import WasmValidation

// Specification: Execution / Modules / Instantiation.

extension Store {
    /// Instantiates a module: links its imports, allocates what it defines, writes its active segments and runs its
    /// start function.
    ///
    /// - Throws: ``LinkError`` if an import is missing, not granted or of another type, or if the store's limits do not
    ///   allow the instance: nothing has been allocated then. ``Trap`` if a segment does not fit, the start function
    ///   traps, or the guest is interrupted: what it had written to imported memories and tables until then stays, as the specification says.
    public func instantiate(_ module: LoadedModule, imports: Imports = Imports()) throws -> ModuleInstance {
        let code = try codeObject(for: module)
        let resolved = try resolve(module.validated.module, code.types, imports)
        try checkLimits(module.validated)
        let address = allocate(module.validated, code, resolved)
        let instance = ModuleInstance(store: self, module: module, address: InstanceAddress(index: address))
        try initialize(address, module.validated)
        return instance
    }

    /// The module's code, and with it the store's numbers for the module's types.
    private func codeObject(for module: LoadedModule) throws(LinkError) -> CodeObject {
        if let known = codeObjects[ObjectIdentifier(module)] { return known }
        guard let types = heap.types.add(module.validated.module) else {
            throw LinkError(.limitExceeded("more than \(StoreTypes.maximum) types"))
        }
        let code = CodeObject(module: module, types: types, options: options)
        codeObjects[ObjectIdentifier(module)] = code
        return code
    }

    // MARK: Linking

    /// What an import is to be, with the number of a host function's type.
    private struct Resolved {
        var entry: Imports.Entry
        var type: ExternalTypeDescription
    }

    private func resolve(
        _ module: Module, _ types: [UInt32], _ imports: Imports
    ) throws(LinkError) -> [Resolved] {
        var result: [Resolved] = []
        for `import` in module.imports { result.append(try resolve(`import`, types, imports)) }
        return result
    }

    private func resolve(
        _ `import`: Import, _ types: [UInt32], _ imports: Imports
    ) throws(LinkError) -> Resolved {
        func failure(_ kind: LinkError.Kind) -> LinkError {
            LinkError(kind, module: `import`.module, name: `import`.name)
        }
        let expected = Store.description(of: `import`.type, types)
        var found = imports.entries[Imports.Key(module: `import`.module, name: `import`.name)]
        if found == nil, case .function(let number) = expected {
            for provider in imports.providers {
                switch provider(`import`.module, `import`.name, functionType(number)) {
                case .unknown: continue
                case .refused(let reason): throw failure(.notGranted(reason))
                case .function(let function): found = .host(function)
                }
                break
            }
        }
        guard let found else { throw failure(.unknownImport) }
        let type: ExternalTypeDescription
        switch found {
        case .host(let function):
            guard let number = heap.types.number(of: function.type) else {
                throw failure(.limitExceeded("more than \(StoreTypes.maximum) types"))
            }
            type = .function(number)
        case .external(let external):
            guard external.store === self else { throw failure(.foreignStore) }
            type = external.type
        }
        guard heap.types.matches(type, expected) else {
            throw failure(
                .incompatibleType(
                    expected: heap.types.describe(expected, beside: type),
                    found: heap.types.describe(type, beside: expected)))
        }
        return Resolved(entry: found, type: type)
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

    // MARK: Limits

    private func checkLimits(_ validated: ValidatedModule) throws(LinkError) {
        func check(_ allowed: Bool, _ what: @autoclosure () -> String) throws(LinkError) {
            if !allowed { throw LinkError(.limitExceeded(what())) }
        }
        try check(instances.count < limits.instances, "more than \(limits.instances) instances")
        var bytes = totalMemoryBytes
        for memory in validated.module.memories {
            let pages = memory.limits.minimum
            let allowed = memory.pages(ofBytes: limits.memoryBytes)
            try check(pages <= allowed, "a memory of \(pages) pages; at most \(allowed) are allowed")
            // At most 100 memories of at most 4 GiB.
            bytes &+= memory.bytes(ofPages: pages) ?? .max
            try check(
                bytes <= limits.totalMemoryBytes, "memories of more than \(limits.totalMemoryBytes) bytes together")
        }
        var elements = totalTableElements
        for table in validated.module.tables {
            let count = table.type.limits.minimum
            try check(
                count <= min(limits.tableElements, ImplementationLimits.tableElements),
                "a table of \(count) elements; at most \(limits.tableElements) are allowed")
            elements &+= count
            try check(
                elements <= limits.totalTableElements,
                "tables of more than \(limits.totalTableElements) elements together")
        }
    }

    // MARK: Allocation

    private func allocate(
        _ validated: ValidatedModule, _ code: CodeObject, _ resolved: [Resolved]
    ) -> Int {
        var instance = Instance()
        instance.code = code
        for resolved in resolved {
            switch resolved.entry {
            case .host(let function):
                guard case .function(let type) = resolved.type else { continue }
                instance.importedFunctions.append(allocate(function, type: type))
            case .external(let external):
                switch external {
                case .function: instance.importedFunctions.append(external.address)
                case .table: instance.tables.append(external.address)
                case .memory: instance.memories.append(external.address)
                case .global: instance.importedGlobals.append(external.address)
                case .tag: instance.tags.append(external.address)
                }
            }
        }
        let index = UInt32(truncatingIfNeeded: instances.count)
        instance.firstFunction = functions.count
        for (function, type) in validated.module.functions.enumerated() {
            functions.append(
                FunctionRecord(
                    type: code.types[Int(type)], instance: index, entry: code.entries[function],
                    index: UInt32(truncatingIfNeeded: function)))
        }
        for type in validated.module.memories {
            instance.memories.append(memories.count)
            // The limits have been checked.
            let size = Int(clamping: type.bytes(ofPages: type.limits.minimum) ?? 0)
            memories.append(MemoryInstance(type: type, size: size))
            totalMemoryBytes &+= UInt64(size)
        }
        for table in validated.module.tables {
            instance.tables.append(tables.count)
            let size = Int(truncatingIfNeeded: table.type.limits.minimum)
            totalTableElements &+= UInt64(size)
            tables.append(
                TableInstance(type: table.type.renumbered(code.types), elements: [UInt64](repeating: 0, count: size)))
        }
        instance.firstGlobal = globals.count
        for global in validated.module.globals {
            globals.append(0)
            globalUpperHalves.append(0)
            globalTypes.append(global.type.renumbered(code.types))
        }
        for type in validated.module.tags {
            instance.tags.append(tags.count)
            tags.append(code.types[Int(type)])
        }
        instance.data = validated.module.data.map(\.contents)
        instances.append(instance)
        return instances.count &- 1
    }

    // MARK: Initialization

    private func initialize(_ address: Int, _ validated: ValidatedModule) throws {
        let module = validated.module
        let first = instances[address].firstGlobal
        for (index, global) in module.globals.enumerated() {
            let value = try evaluate(global.initializer, in: address, module)
            (globals[first &+ index], globalUpperHalves[first &+ index]) = (value.bits, value.upperHalf)
        }
        for (index, table) in module.tables.enumerated() {
            guard let initializer = table.initializer else { continue }
            let value = try evaluate(initializer, in: address, module).bits
            let table = instances[address].tables[validated.importCounts.tables &+ index]
            let size = tables[table].elements.count
            tables[table].elements = [UInt64](repeating: value, count: size)
        }
        for (index, segment) in module.elements.enumerated() {
            switch segment.items {
            case .functions(let indices):
                let instance = instances[address]
                instances[address].elements.append(indices.map { UInt64(instance.functionAddress($0) &+ 1) })
            case .expressions(let expressions):
                // One by one, so that a collection finds those that are there already.
                instances[address].elements.append([])
                for expression in expressions {
                    let value = try evaluate(expression, in: address, module).bits
                    instances[address].elements[index].append(value)
                }
            }
        }
        try writeActiveSegments(address, module)
        if let start = module.start {
            _ = try invoke(instances[address].functionAddress(start), arguments: [])
        }
    }

    private func writeActiveSegments(_ address: Int, _ module: Module) throws {
        for (index, segment) in module.elements.enumerated() {
            switch segment.mode {
            case .passive: continue
            case .declarative: break
            case .active(let table, let offset):
                let start = try evaluate(offset, in: address, module).bits
                let count = UInt64(instances[address].elements[index].count)
                guard initializeTable(address, Int(table), start, index, 0, count, pay: {}) else {
                    throw Trap(.outOfBoundsTableAccess)
                }
            }
            instances[address].elements[index] = []
        }
        for (index, segment) in module.data.enumerated() {
            guard case .active(let memory, let offset) = segment.mode else { continue }
            let start = try evaluate(offset, in: address, module).bits
            let count = UInt64(segment.contents.count)
            do {
                guard try initializeMemory(address, Int(memory), start, index, 0, count, pay: {}) else {
                    throw Trap(.outOfBoundsMemoryAccess)
                }
            } catch let interrupted as Interrupted {
                throw Trap(.interrupted(interrupted.reason))
            }
            instances[address].data[index] = 0..<0
        }
    }
}

extension TableType {
    fileprivate func renumbered(_ numbers: [UInt32]) -> TableType {
        TableType(addressType: addressType, limits: limits, element: element.renumbered(numbers))
    }
}

extension GlobalType {
    fileprivate func renumbered(_ numbers: [UInt32]) -> GlobalType {
        GlobalType(value: value.renumbered(numbers), isMutable: isMutable)
    }
}
