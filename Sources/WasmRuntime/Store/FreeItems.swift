import WasmSyntax
import WasmValidation

/// The places in a store's arrays that discarded instances have left.
struct FreeItems {
    var functions = FreeRanges()
    var hostFunctions = FreeRanges()
    var globals = FreeRanges()
    var memories = FreeRanges()
    var tables = FreeRanges()
    var instances = FreeRanges()
    /// The functions of discarded instances. References to them may be anywhere, so that their addresses are not used again
    /// before a search has found none: see `Store.reclaimFunctions`. A call of one traps.
    var discarded: [Range<Int>] = []
    /// The number of functions in ``discarded``.
    var discardedCount = 0
    /// The number of them that were left when references were searched last.
    var lastDiscardedCount = 0
    /// The host function that traps in place of discarded functions.
    var tombstone: HostFunctionRecord?
    /// The number of tags of discarded instances, which exceptions may have.
    var leftTags = 0

    /// Whether no discarded instance has left a gap.
    var isEmpty: Bool { ranges.allSatisfy { $0.count == 0 } && discarded.isEmpty }

    /// Whether the arrays are as if the instances that there are had been made one after the other.
    var isInOrder: Bool { isEmpty && leftTags == 0 && !ranges.contains(where: \.wasTaken) }

    private var ranges: [FreeRanges] { [functions, hostFunctions, globals, memories, tables, instances] }
}

// MARK: Adding

extension StoreState {
    /// The number of instances that are not discarded.
    var instanceCount: Int { instances.count &- free.instances.count }

    /// Adds an instance; returns its address, as the others return the address of what they add, or of the first of them.
    mutating func add(_ instance: ModuleInstance) -> Int {
        instances.place(CollectionOfOne(instance), in: &free.instances)
    }

    mutating func add(_ memory: MemoryInstance) -> Int {
        memories.place(CollectionOfOne(memory), in: &free.memories)
    }

    mutating func add(_ table: TableInstance) -> Int { tables.place(CollectionOfOne(table), in: &free.tables) }

    mutating func add(_ records: some Collection<FunctionRecord>) -> Int {
        functions.place(records, in: &free.functions)
    }

    mutating func add(_ records: [HostFunctionRecord], owner: InstanceIdentity?) -> Int {
        let first = hostFunctions.place(records, in: &free.hostFunctions)
        let replaced = min(records.count, hostFunctionOwners.count &- first)
        for index in first..<(first &+ replaced) { hostFunctionOwners[index] = owner }
        hostFunctionOwners.append(contentsOf: repeatElement(owner, count: records.count &- replaced))
        return first
    }

    /// Adds globals whose value is 0.
    mutating func addGlobals(_ types: some Collection<GlobalType>) -> Int {
        let end = globalTypes.count
        let first = globalTypes.place(types, in: &free.globals)
        if first == end {
            globals.append(contentsOf: repeatElement(0, count: types.count))
            globalUpperHalves.append(contentsOf: repeatElement(0, count: types.count))
        }
        return first
    }
}

// MARK: Removing

extension StoreState {
    /// Removes an instance, with what it defines and no other instance imports.
    ///
    /// - Parameter isUnseen: Whether no code of the instance has run, so that nothing can refer to its functions.
    /// - Returns: The number of its functions that remain: they trap now.
    mutating func remove(
        _ address: Int, _ counts: ValidatedModule.ImportCounts, _ serial: UInt32, isUnseen: Bool
    ) -> Int {
        let instance = instances[address]
        instances[address] = ModuleInstance()
        instances[address].serial = serial
        instances.free(address..<(address &+ 1), in: &free.instances)
        for provider in instance.providers { instances[provider].importers &-= 1 }
        free.leftTags &+= instance.tags.count &- counts.tags
        for memory in instance.memories.dropFirst(counts.memories) {
            totalMemoryBytes &-= UInt64(memories[memory].size)
            memories[memory] = memories[0]
            memories.free(memory..<(memory &+ 1), in: &free.memories)
        }
        for table in instance.tables.dropFirst(counts.tables) {
            totalTableElements &-= UInt64(tables[table].elements.count)
            tables[table] = tables[0]
            tables.free(table..<(table &+ 1), in: &free.tables)
        }
        guard let module = instance.code?.module.validated.module else { return 0 }
        let counters = instance.code?.counters.counterCount ?? 0
        removeGlobals(instance.firstGlobal..<(instance.firstGlobal &+ module.globals.count &+ counters))
        let identity = InstanceIdentity(index: UInt32(clamping: address), serial: instance.serial)
        var buried = buryHostImports(of: instance, identity)
        buried &+= bury(instance.firstFunction..<(instance.firstFunction &+ module.functions.count))
        guard isUnseen else { return buried }
        // They were buried last.
        while buried > 0, let range = free.discarded.popLast() {
            let start = max(range.lowerBound, range.upperBound &- buried)
            if range.lowerBound < start { free.discarded.append(range.lowerBound..<start) }
            functions.free(start..<range.upperBound, in: &free.functions)
            free.discardedCount &-= range.upperBound &- start
            buried &-= range.upperBound &- start
        }
        return 0
    }

    private mutating func removeGlobals(_ range: Range<Int>) {
        for index in range {
            (globals[index], globalUpperHalves[index]) = (0, 0)
            // So that a collection does not look at it.
            globalTypes[index] = GlobalType(value: .i32, isMutable: false)
        }
        globalTypes.free(range, in: &free.globals)
        globals.removeLast(globals.count &- globalTypes.count)
        globalUpperHalves.removeLast(globalUpperHalves.count &- globalTypes.count)
    }

    /// Removes the host functions that an instance imports.
    private mutating func buryHostImports(of instance: ModuleInstance, _ identity: InstanceIdentity) -> Int {
        var buried = 0
        var hosts: Set<Int> = []
        let tombstone = free.tombstone ?? .removed()
        free.tombstone = tombstone
        for address in instance.importedFunctions where functions[address].instance == FunctionRecord.host {
            let host = Int(functions[address].index)
            guard hostFunctionOwners.indices.contains(host), hostFunctionOwners[host] == identity else { continue }
            hosts.insert(host)
            buried &+= bury(address..<(address &+ 1))
        }
        for host in hosts.sorted() {
            hostFunctions[host] = tombstone
            hostFunctionOwners[host] = nil
            hostFunctions.free(host..<(host &+ 1), in: &free.hostFunctions)
        }
        hostFunctionOwners.removeLast(hostFunctionOwners.count &- hostFunctions.count)
        return buried
    }

    /// Lets functions trap from now on; returns how many they are.
    private mutating func bury(_ range: Range<Int>) -> Int {
        for address in range { functions[address] = FunctionRecord(discarded: functions[address].type) }
        if let last = free.discarded.last, last.upperBound == range.lowerBound {
            free.discarded[free.discarded.count &- 1] = last.lowerBound..<range.upperBound
        } else if !range.isEmpty {
            free.discarded.append(range)
        }
        free.discardedCount &+= range.count
        return range.count
    }

    // MARK: Using addresses again

    /// Frees the addresses of discarded functions that nothing refers to.
    ///
    /// - Parameter isReferred: A bit for each function; 1 if something may refer to it.
    /// - Returns: How many are free now.
    mutating func freeDiscarded(_ isReferred: [UInt64]) -> Int {
        var freed: [Range<Int>] = []
        var remaining: [Range<Int>] = []
        for range in free.discarded.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            var start = range.lowerBound
            while start < range.upperBound {
                let isKept = isReferred[start &>> 6] &>> UInt64(start & 63) & 1 != 0
                var end = start &+ 1
                while end < range.upperBound, (isReferred[end &>> 6] &>> UInt64(end & 63) & 1 != 0) == isKept {
                    end &+= 1
                }
                if isKept { remaining.append(start..<end) } else { freed.append(start..<end) }
                start = end
            }
        }
        let count = freed.reduce(0) { $0 &+ $1.count }
        free.discarded = remaining
        free.discardedCount &-= count
        free.lastDiscardedCount = free.discardedCount
        free.functions.insert(sorted: freed)
        if let end = free.functions.takeLast(of: functions.count) { functions.removeLast(functions.count &- end) }
        return count
    }
}

extension StoreState {
    /// Whether values of a type are references to functions.
    func isFunctionReference(_ type: ValueType) -> Bool { type.isReference && !heap.types.isManaged(type) }
}

extension FunctionRecord {
    /// The record of a function of a discarded instance, which is that of a host function that does not exist. It keeps the
    /// type, as references to the function may be anywhere.
    init(discarded type: UInt32) { self.init(type: type, instance: FunctionRecord.host, entry: 0, index: .max) }
}

extension StoreState {
    /// Returns a host function, or one that traps for a function of a discarded instance.
    @inline(__always) mutating func hostFunction(_ index: UInt32) -> HostFunctionRecord {
        let index = Int(index)
        return index < hostFunctions.count ? hostFunctions[index] : free.tombstone ?? .removed()
    }
}

extension HostFunctionRecord {
    /// Returns a function that traps in place of those that are gone, whatever their type: nothing reads its arguments, and
    /// it returns nothing.
    fileprivate static func removed() -> HostFunctionRecord {
        HostFunctionRecord(
            HostFunction(type: FunctionType(parameters: [], results: [])) { _ in throw CallError.instanceDiscarded },
            module: "", name: "")
    }
}
