import WasmSyntax
import WasmValidation

// A new instance is checked against the limits as a whole, then allocated. Specification: Execution / Modules / Allocation.

extension Store {
    // MARK: Limits

    func checkLimits(_ validated: ValidatedModule) throws(LinkError) {
        try check(
            .instances, UInt64(state.instanceCount) < limits.instances, "more than \(limits.instances) instances")
        try checkLimits(memories: validated.module.memories, tables: validated.module.tables.map(\.type))
    }

    private func check(
        _ limit: LimitRefusals.Limit, _ allowed: Bool, _ what: @autoclosure () -> String
    ) throws(LinkError) {
        guard !allowed else { return }
        noteRefusal(limit)
        throw LinkError(.limitExceeded(what()))
    }

    /// Compares new memories and tables with the limits.
    func checkLimits(memories: [MemoryType], tables: [TableType]) throws(LinkError) {
        var bytes = state.totalMemoryBytes
        for memory in memories {
            let pages = memory.limits.minimum
            let allowed = memory.pages(ofBytes: limits.memoryBytes)
            try check(.memoryPages, pages <= allowed, "a memory of \(pages) pages; at most \(allowed) are allowed")
            // No overflow: a module has at most 100 memories of at most 4 GiB.
            bytes &+= memory.bytes(ofPages: pages) ?? .max
            try check(
                .totalMemoryBytes, bytes <= limits.totalMemoryBytes,
                "memories of more than \(limits.totalMemoryBytes) bytes together")
        }
        var elements = state.totalTableElements
        for table in tables {
            let count = table.limits.minimum
            try check(
                .tableElements, count <= min(limits.tableElements, ImplementationLimits.tableElements),
                "a table of \(count) elements; at most \(limits.tableElements) are allowed")
            elements &+= count
            try check(
                .totalTableElements, elements <= limits.totalTableElements,
                "tables of more than \(limits.totalTableElements) elements together")
        }
    }

    /// Returns the host memory that an instance of a module takes, without the records of host functions, which linking
    /// has counted.
    func hostUsage(of module: ModuleSyntax, counters: Int = 0) -> HostUsage {
        var usage = HostUsage()
        usage[.instances] = UInt64(fixedHostBytes(of: module, counters: counters))
        for segment in module.elements { usage[.instances] &+= UInt64(segment.items.count) &* 8 }
        usage[.types] = UInt64(module.tags.count &* Store.tagBytes)
        // Larger memories have been refused by `checkLimits`.
        for memory in module.memories { usage[.memories] &+= memory.bytes(ofPages: memory.limits.minimum) ?? 0 }
        for table in module.tables { usage[.tables] &+= table.type.limits.minimum &* 8 }
        return usage
    }

    /// Returns the bytes of host memory that an instance of a module takes beside its tags, the records of host functions,
    /// and the contents of its memories, tables and element segments.
    func fixedHostBytes(of module: ModuleSyntax, counters: Int = 0) -> Int {
        var bytes = MemoryLayout<ModuleInstance>.stride
        bytes &+= module.imports.count &* (MemoryLayout<FunctionRecord>.stride &+ 8)
        bytes &+= module.functions.count &* MemoryLayout<FunctionRecord>.stride
        bytes &+= (module.globals.count &+ counters) &* (MemoryLayout<GlobalType>.stride &+ 16)
        bytes &+= module.data.count &* MemoryLayout<Range<Int>>.stride
        bytes &+= module.elements.count &* Store.segmentBytes
        bytes &+= module.memories.count &* MemoryLayout<MemoryInstance>.stride
        bytes &+= module.tables.count &* MemoryLayout<TableInstance>.stride
        return bytes
    }

    /// Bytes of host memory that count for a tag.
    static let tagBytes = 16
    /// Bytes of host memory that count for an element segment beside its elements: a list of its own.
    static let segmentBytes = 48

    // MARK: Allocation

    /// Returns the elements of a module's tables, all null.
    func makeTables(_ module: ModuleSyntax) throws -> [[UInt64]] {
        try trapping {
            try module.tables.map { table in
                // The limits have been checked.
                let size = Int(truncatingIfNeeded: table.type.limits.minimum)
                var elements: [UInt64] = []
                elements.reserveCapacity(size)
                try inPieces(size) { _, count in elements.append(contentsOf: repeatElement(0, count: count)) }
                return elements
            }
        }
    }

    func allocate(
        _ validated: ValidatedModule, _ code: CodeObject, _ linked: LinkedImports, _ elements: [[UInt64]],
        serial: UInt32
    ) -> Int {
        var instance = ModuleInstance()
        (instance.code, instance.serial) = (code, serial)
        instance.hostFunctionBytes = linked.hostBytes
        let address = state.add(instance)
        let index = UInt32(truncatingIfNeeded: address)
        allocateImports(linked, &instance, InstanceIdentity(index: index, serial: serial))
        instance.firstFunction = state.add(
            validated.module.functions.indices.lazy.map { function in
                FunctionRecord(
                    type: code.types[Int(validated.module.functions[function])], instance: index,
                    entry: code.entries[function], index: UInt32(truncatingIfNeeded: function))
            })
        for type in validated.module.memories {
            // The limits have been checked.
            let size = Int(clamping: type.bytes(ofPages: type.limits.minimum) ?? 0)
            instance.memories.append(state.add(MemoryInstance(type: type, size: size)))
            state.totalMemoryBytes &+= UInt64(size)
        }
        for (table, elements) in zip(validated.module.tables, elements) {
            state.totalTableElements &+= UInt64(elements.count)
            instance.tables.append(
                state.add(TableInstance(type: table.type.renumbered(code.types), elements: elements)))
        }
        let counters = repeatElement(GlobalType(value: .i32, isMutable: true), count: code.counters.counterCount)
        instance.firstGlobal = state.addGlobals(
            validated.module.globals.map { $0.type.renumbered(code.types) } + counters)
        for type in validated.module.tags {
            instance.tags.append(state.tags.count)
            state.tags.append(code.types[Int(type)])
        }
        instance.data = validated.module.data.map(\.contents)
        state.instances[address] = instance
        return address
    }

    /// Adds the imports to an instance. Each import of a host function gets a record, and so an address, of its own.
    private func allocateImports(
        _ linked: LinkedImports, _ instance: inout ModuleInstance, _ identity: InstanceIdentity
    ) {
        let firstHost = state.add(linked.hostFunctions, owner: identity)
        var records: [FunctionRecord] = []
        for entry in linked.entries {
            guard case .function(let type) = entry.type, entry.isOfHost else { continue }
            records.append(
                FunctionRecord(
                    type: type, instance: FunctionRecord.host, entry: 0,
                    index: UInt32(truncatingIfNeeded: firstHost &+ entry.address)))
        }
        var nextRecord = state.add(records)
        for entry in linked.entries {
            switch entry.type {
            case .function where entry.isOfHost:
                instance.importedFunctions.append(nextRecord)
                nextRecord &+= 1
            case .function: instance.importedFunctions.append(entry.address)
            case .table: instance.tables.append(entry.address)
            case .memory: instance.memories.append(entry.address)
            case .global: instance.importedGlobals.append(entry.address)
            case .tag: instance.tags.append(entry.address)
            }
        }
        instance.providers = Array(linked.providers)
        for provider in instance.providers { state.instances[provider].importers &+= 1 }
    }
}
