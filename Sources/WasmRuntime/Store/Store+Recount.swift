import WasmSyntax
import WasmValidation

extension Store {
    /// The host memory that the store occupies, counted anew from its lists, without what WASI holds. Tests compare it with
    /// ``hostUsage``.
    ///
    /// The stacks may have been larger before than they are: they count as in ``hostUsage`` unless they are larger now.
    package func recountedHostUsage() -> HostUsage {
        var usage = HostUsage()
        for memory in state.memories { usage[.memories] &+= UInt64(memory.size) }
        for table in state.tables { usage[.tables] &+= UInt64(table.elements.count &* 8) }
        usage[.heap] = UInt64((state.heap.words.count &- 1) &* 8 &+ state.heap.words.count / 4)
        usage[.stacks] = max(
            hostMemory.usage[.stacks], UInt64(machine.stack.count &* 8 &+ machine.vectorStack.count &* 16))
        for code in codeObjects.values {
            let entries = code.entries.count &+ code.types.count
            usage[.code] &+= UInt64(512 &+ entries &* 4 &+ (code.isBorrowed ? 0 : code.codeBytes))
        }
        usage[.hostObjects] = UInt64(state.heap.externals.count) &* Heap.externalBytes
        for type in state.heap.types.definitions { usage[.types] &+= StoreTypes.hostBytes(of: type) }
        usage[.types] &+= UInt64(state.tags.count &* Store.tagBytes)
        for slots in state.parked { usage[.suspendedCalls] &+= slots.map(Store.hostBytes) ?? 0 }
        let hostItems = recountedHostItems()
        usage[.hostItems] = UInt64(hostItems)
        usage[.instances] = UInt64(recountedPlaces() &- hostItems)
        return usage
    }

    /// Bytes of all places in use in the lists of functions, memories, tables, globals and instances.
    private func recountedPlaces() -> Int {
        let free = state.free
        var bytes = (state.functions.count &- free.functions.count) &* MemoryLayout<FunctionRecord>.stride
        bytes &+= (state.memories.count &- free.memories.count &- 1) &* MemoryLayout<MemoryInstance>.stride
        bytes &+= (state.tables.count &- free.tables.count &- 1) &* MemoryLayout<TableInstance>.stride
        bytes &+= (state.globals.count &- free.globals.count) &* (MemoryLayout<GlobalType>.stride &+ 16)
        for (record, owner) in zip(state.hostFunctions, state.hostFunctionOwners) where owner != nil {
            bytes &+= Int(HostFunctionRecord.hostBytes(of: record.type))
        }
        for instance in state.instances {
            guard let validated = instance.code?.module.validated else { continue }
            bytes &+= MemoryLayout<ModuleInstance>.stride &+ validated.module.imports.count &* 8
            bytes &+= instance.data.count &* MemoryLayout<Range<Int>>.stride
            bytes &+= validated.module.elements.count &* Store.segmentBytes
            bytes &+= instance.elements.reduce(0) { $0 &+ $1.count &* 8 }
            // An import that is no function of the host counts as if it had a record.
            let ofHost = instance.importedFunctions.count { address in
                let record = state.functions[address]
                return record.instance == FunctionRecord.host && isImport(record, of: instance)
            }
            bytes &+= (validated.module.imports.count &- ofHost) &* MemoryLayout<FunctionRecord>.stride
        }
        return bytes
    }

    /// Whether a function of the host was linked for an instance, rather than for another one that exports it again.
    private func isImport(_ record: FunctionRecord, of instance: ModuleInstance) -> Bool {
        guard state.hostFunctionOwners.indices.contains(Int(record.index)) else { return false }
        let owner = state.hostFunctionOwners[Int(record.index)]
        return owner?.serial == instance.serial && owner?.index != InstanceIdentity.host
    }

    /// Bytes of what the embedder has made: what is there and belongs to no instance.
    private func recountedHostItems() -> Int {
        let free = state.free
        var memories = state.memories.count &- free.memories.count &- 1
        var tables = state.tables.count &- free.tables.count &- 1
        var globals = state.globals.count &- free.globals.count
        for instance in state.instances {
            guard let validated = instance.code?.module.validated else { continue }
            memories &-= instance.memories.count &- validated.importCounts.memories
            tables &-= instance.tables.count &- validated.importCounts.tables
            globals &-= validated.module.globals.count &+ (instance.code?.counters.counterCount ?? 0)
        }
        var bytes = memories &* MemoryLayout<MemoryInstance>.stride &+ tables &* MemoryLayout<TableInstance>.stride
        bytes &+= globals &* (MemoryLayout<GlobalType>.stride &+ 16)
        for (record, owner) in zip(state.hostFunctions, state.hostFunctionOwners)
        where owner?.index == InstanceIdentity.host {
            bytes &+= Int(HostFunctionRecord.hostBytes(of: record.type)) &+ MemoryLayout<FunctionRecord>.stride
        }
        return bytes
    }
}
