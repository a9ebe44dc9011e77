import WasmSyntax
import WasmValidation

// A new instance is checked against the limits as a whole, then allocated. Specification: Execution / Modules / Allocation.

extension Store {
    // MARK: Limits

    func checkLimits(_ validated: ValidatedModule) throws(LinkError) {
        func check(
            _ limit: LimitRefusals.Limit, _ allowed: Bool, _ what: @autoclosure () -> String
        ) throws(LinkError) {
            guard !allowed else { return }
            refusals.note(limit)
            throw LinkError(.limitExceeded(what()))
        }
        try check(
            .instances, UInt64(state.instances.count) < limits.instances, "more than \(limits.instances) instances")
        var bytes = state.totalMemoryBytes
        for memory in validated.module.memories {
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
        for table in validated.module.tables {
            let count = table.type.limits.minimum
            try check(
                .tableElements, count <= min(limits.tableElements, ImplementationLimits.tableElements),
                "a table of \(count) elements; at most \(limits.tableElements) are allowed")
            elements &+= count
            try check(
                .totalTableElements, elements <= limits.totalTableElements,
                "tables of more than \(limits.totalTableElements) elements together")
        }
    }

    /// Returns the bytes of host memory that an instance of a module takes.
    func hostBytes(of module: ModuleSyntax) -> UInt64 {
        var bytes = MemoryLayout<ModuleInstance>.stride
        bytes &+=
            module.imports.count &* (MemoryLayout<FunctionRecord>.stride &+ MemoryLayout<HostFunction>.stride &+ 8)
        bytes &+= module.functions.count &* (MemoryLayout<FunctionRecord>.stride &+ 4)
        bytes &+= module.globals.count &* (MemoryLayout<GlobalType>.stride &+ 16)
        bytes &+= module.tags.count &* 16 &+ module.data.count &* MemoryLayout<Range<Int>>.stride
        for segment in module.elements { bytes &+= 8 &+ segment.items.count &* 8 }
        var total = UInt64(bytes)
        for memory in module.memories {
            total &+= UInt64(MemoryLayout<MemoryInstance>.stride)
            // Larger memories have been refused by `checkLimits`.
            total &+= memory.bytes(ofPages: memory.limits.minimum) ?? 0
        }
        for table in module.tables {
            total &+= UInt64(MemoryLayout<TableInstance>.stride) &+ table.type.limits.minimum &* 8
        }
        return total
    }

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
        _ validated: ValidatedModule, _ code: CodeObject, _ linked: LinkedImports, _ elements: [[UInt64]]
    ) -> Int {
        var instance = ModuleInstance()
        instance.code = code
        allocateImports(linked, &instance)
        let index = UInt32(truncatingIfNeeded: state.instances.count)
        instance.firstFunction = state.functions.count
        // In one piece: appending them one by one takes five times as long.
        state.functions.append(
            contentsOf: validated.module.functions.indices.lazy.map { function in
                FunctionRecord(
                    type: code.types[Int(validated.module.functions[function])], instance: index,
                    entry: code.entries[function], index: UInt32(truncatingIfNeeded: function))
            })
        for type in validated.module.memories {
            instance.memories.append(state.memories.count)
            // The limits have been checked.
            let size = Int(clamping: type.bytes(ofPages: type.limits.minimum) ?? 0)
            state.memories.append(MemoryInstance(type: type, size: size))
            state.totalMemoryBytes &+= UInt64(size)
        }
        for (table, elements) in zip(validated.module.tables, elements) {
            instance.tables.append(state.tables.count)
            state.totalTableElements &+= UInt64(elements.count)
            state.tables.append(TableInstance(type: table.type.renumbered(code.types), elements: elements))
        }
        instance.firstGlobal = state.globals.count
        let count = validated.module.globals.count
        state.globals.append(contentsOf: repeatElement(0, count: count))
        state.globalUpperHalves.append(contentsOf: repeatElement(0, count: count))
        state.globalTypes.append(contentsOf: validated.module.globals.lazy.map { $0.type.renumbered(code.types) })
        for type in validated.module.tags {
            instance.tags.append(state.tags.count)
            state.tags.append(code.types[Int(type)])
        }
        instance.data = validated.module.data.map(\.contents)
        state.instances.append(instance)
        return state.instances.count &- 1
    }

    /// Adds the imports to an instance. Each import of a host function gets a record, and so an address, of its own.
    private func allocateImports(_ linked: LinkedImports, _ instance: inout ModuleInstance) {
        var records: [FunctionRecord] = []
        for entry in linked.entries {
            switch entry.type {
            case .function(let type) where entry.isOfHost:
                instance.importedFunctions.append(state.functions.count &+ records.count)
                records.append(
                    FunctionRecord(
                        type: type, instance: FunctionRecord.host, entry: 0,
                        index: UInt32(truncatingIfNeeded: state.hostFunctions.count &+ entry.address)))
            case .function: instance.importedFunctions.append(entry.address)
            case .table: instance.tables.append(entry.address)
            case .memory: instance.memories.append(entry.address)
            case .global: instance.importedGlobals.append(entry.address)
            case .tag: instance.tags.append(entry.address)
            }
        }
        state.functions.append(contentsOf: records)
        state.hostFunctions.append(contentsOf: linked.hostFunctions)
    }
}
