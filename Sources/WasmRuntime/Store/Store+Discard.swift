import WasmSyntax
import WasmValidation

// Freeing instances while their store is in use.

/// The reason why an instance was not discarded, or a store not reset. Nothing has changed then.
public enum DiscardError: Error, Hashable, Sendable {
    /// A guest of the store is running, or the embedder is using the bytes of a memory.
    case running
    /// Other instances import exports of this one: so many.
    case imported(by: Int)
    /// A suspended call is in the middle of a function of the instance.
    case suspendedCall
    /// The store's calls are being recorded.
    case recording
    /// The store has had more than four billion instances.
    case numbersExhausted
}

extension DiscardError: CustomStringConvertible, NestboxError {
    /// A text for messages.
    public var description: String {
        switch self {
        case .running: "a guest of the store is running"
        case .imported(let count): "\(count) other instances import what the instance exports"
        case .suspendedCall: "a suspended call is in the middle of a function of the instance"
        case .recording: "the store's calls are being recorded"
        case .numbersExhausted: "the store has had more than four billion instances"
        }
    }
}

extension Instance {
    /// Whether the instance was discarded, or its store reset.
    public var isDiscarded: Bool { !store.state.isCurrent(identity) }

    /// Frees all that the instance has: its memories, tables, globals and functions. Their places in the store are used
    /// again, and what they count for in ``StoreLimits`` is given back.
    ///
    /// Handles of the instance and of its exports are of no use afterwards: calls and accesses throw, and counts are 0. If
    /// a guest has kept a reference to a function of the instance, a call of it traps. Objects of the instance live as long
    /// as something refers to them. A discarded instance can be discarded again.
    ///
    /// - Throws: ``DiscardError``; then nothing has changed.
    public func discard() throws(DiscardError) {
        guard !isDiscarded else { return }
        try store.discard(address.index)
    }

    /// Checks that ``discard()`` would succeed now.
    ///
    /// - Throws: ``DiscardError``.
    package func checkDiscardable() throws(DiscardError) {
        guard !isDiscarded else { return }
        try store.checkDiscardable(address.index)
    }

    /// Discards an instance, and frees what discarded instances usually leave for others: the code of the module, and the
    /// numbers of functions that nothing refers to.
    ///
    /// - Throws: ``DiscardError``; then nothing has changed.
    package func discardWithCode() throws(DiscardError) {
        try discard()
        store.freeCode(of: module)
        // If the search is interrupted, the numbers stay in use until the next one.
        try? store.reclaimAllFunctions()
    }
}

extension Store {
    /// Frees all instances and objects, and ends all suspended calls: the store is as a new one. Its limits, its budget, its
    /// interruption, its ``observer`` and the counts of ``refusals`` stay as they are.
    ///
    /// Handles of the store are of no use afterwards, as after ``Instance/discard()``.
    ///
    /// - Throws: ``DiscardError/running``, ``DiscardError/recording`` or ``DiscardError/numbersExhausted``; then nothing has
    ///   changed.
    public func reset() throws(DiscardError) {
        try checkIdle()
        guard !state.memories.contains(where: \.isLent) else { throw .running }
        shareCode()
        harvestCounters()
        // Freed when everything is consistent: an object of the host may use the store when it is freed.
        let old = (state, codeObjects)
        var fresh = StoreState(heap: Heap(limit: limits.heapBytes, options))
        (fresh.lastSerial, fresh.isRecorded, fresh.counts) = (state.lastSerial, state.isRecorded, state.counts)
        guard let serial = fresh.newSerial() else { throw .numbersExhausted }
        fresh.hostSerial = serial
        hostMemory.reset()
        state = fresh
        (machine.stack, machine.vectorStack, machine.hasOthersSlots) = ([], [], false)
        (codeObjects, codeBytes, lastStackStamp) = ([:], 0, 0)
        instanceNames = [:]
        failedStack = nil
        escaped.removeAll()
        (suspendedHost, bulkProgress) = (SuspendedHost(), BulkProgress())
        withExtendedLifetime(old) {}
    }

    fileprivate func checkIdle() throws(DiscardError) {
        guard recorder == nil else { throw .recording }
        guard machine.nesting == 0, !isPolling, operations == 0 else { throw .running }
    }

    /// Checks that an instance that exists can be discarded.
    fileprivate func checkDiscardable(_ address: Int) throws(DiscardError) {
        try checkIdle()
        let instance = state.instances[address]
        guard instance.importers == 0 else { throw .imported(by: instance.importers) }
        guard instance.suspendedFrames == 0 else { throw .suspendedCall }
        guard !instance.memories.contains(where: { state.memories[$0].isLent }) else { throw .running }
    }

    /// Frees an instance that exists.
    fileprivate func discard(_ address: Int, isUnseen: Bool = false) throws(DiscardError) {
        try checkDiscardable(address)
        let instance = state.instances[address]
        guard let validated = instance.code?.module.validated else { return }
        guard let serial = state.newSerial() else { throw .numbersExhausted }
        let usage = hostUsage(of: instance)
        if let counts { harvest(address, counts) }
        // Freed at the end: what their closures hold may use the store when it is freed.
        let hostFunctions = instance.importedFunctions.map { state.hostFunction(at: $0) }
        defer { withExtendedLifetime(hostFunctions) {} }
        let buried = state.remove(address, validated.importCounts, serial, isUnseen: isUnseen)
        instanceNames[address] = nil
        hostMemory.release(usage)
        // The functions' records remain until nothing refers to them.
        hostMemory.count(UInt64(buried &* MemoryLayout<FunctionRecord>.stride), .instances)
    }

    /// Discards an instance whose initialization or start function has failed, unless others may have got something of it:
    /// what it has written to imported tables remains in use.
    ///
    /// - Parameters:
    ///   - hasRun: Whether its start function was called.
    ///   - always: Whether it is discarded even if it has written to imported tables, where its functions trap then.
    func discardFailed(_ instance: Instance, hasRun: Bool, always: Bool = false) {
        guard !instance.isDiscarded, always || state.instances[instance.address.index].providers.isEmpty else { return }
        do throws(DiscardError) { try discard(instance.address.index, isUnseen: !hasRun && !always) } catch { return }
        // Otherwise, a store with such an instance could not be stored.
        if hasRun, referencesAtMost <= Store.pieceOfElements { try? reclaimAllFunctions() }
    }

    // MARK: Host memory

    /// The host memory that an instance takes, without its tags, which remain for ever.
    func hostUsage(of instance: ModuleInstance) -> HostUsage {
        var usage = HostUsage()
        guard let validated = instance.code?.module.validated else { return usage }
        let fixed = fixedHostBytes(of: validated.module, counters: instance.code?.counters.counterCount ?? 0)
        usage[.instances] = UInt64(fixed) &+ instance.hostFunctionBytes
        for segment in instance.elements { usage[.instances] &+= UInt64(segment.count &* 8) }
        for memory in instance.memories.dropFirst(validated.importCounts.memories) {
            usage[.memories] &+= UInt64(state.memories[memory].size)
        }
        for table in instance.tables.dropFirst(validated.importCounts.tables) {
            usage[.tables] &+= UInt64(state.tables[table].elements.count &* 8)
        }
        return usage
    }

    // MARK: Using addresses again

    /// Discarded functions for which it is worth while to search all references.
    private static let fewestToReclaim = 4_096
    /// References that are looked at for each function that may be freed.
    private static let referencesPerFunction = 16

    /// The words of tables, segments, globals, objects and suspended calls, at most.
    private var referencesAtMost: Int {
        let bytes = hostMemory.usage.total { [.tables, .heap, .instances, .suspendedCalls].contains($0) }
        return Int(clamping: bytes / 8) &+ state.globals.count
    }

    /// Frees the addresses of discarded functions that nothing refers to, if there are so many of them that the search costs
    /// little for each.
    ///
    /// - Throws: ``Interrupted``; then nothing has been freed.
    func reclaimFunctions() throws {
        guard !state.free.discarded.isEmpty, machine.nesting == 0 else { return }
        // What was left last time is likely to be in use still.
        let enough = max(
            Store.fewestToReclaim, state.functions.count / 2, referencesAtMost / Store.referencesPerFunction,
            state.free.lastDiscardedCount &* 2)
        guard state.free.discardedCount >= enough else { return }
        try reclaimAllFunctions()
    }

    /// Frees the addresses of discarded functions that nothing refers to. No guest may be running.
    ///
    /// Objects and the slots of suspended calls have words that may be references or not; each word that could be one
    /// counts as one.
    ///
    /// - Throws: ``Interrupted``; then nothing has been freed.
    func reclaimAllFunctions() throws {
        guard !state.free.discarded.isEmpty else { return }
        operations &+= 1
        defer { operations &-= 1 }
        var referred = ReferredFunctions(count: state.functions.count)
        for table in state.tables.indices where !state.heap.types.isManaged(state.tables[table].type.element) {
            try note(state.tables[table].elements, &referred)
        }
        try inPieces(state.globals.count) { start, count in
            for index in start..<(start &+ count) where state.isFunctionReference(state.globalTypes[index].value) {
                referred.note(state.globals[index])
            }
        }
        for instance in state.instances.indices {
            let managed = Set(state.instances[instance].managedSegments)
            for segment in state.instances[instance].elements.indices where !managed.contains(segment) {
                if segment & 0x3FF == 0x3FF { try checkInterruption() }
                try note(state.instances[instance].elements[segment], &referred)
            }
        }
        for place in state.parked.indices {
            try note(state.parked[place]?.slots ?? [], &referred)
            referred.note(state.parked[place]?.callee ?? 0)
        }
        try noteObjects(&referred)
        let freed = state.freeDiscarded(referred.bits)
        hostMemory.release(UInt64(freed &* MemoryLayout<FunctionRecord>.stride), .instances)
    }

    private func note(_ words: [UInt64], _ referred: inout ReferredFunctions) throws(Interrupted) {
        try inPieces(words.count) { start, count in
            for index in start..<(start &+ count) { referred.note(words[index]) }
        }
    }

    /// Notes the words of the objects that are in use.
    private func noteObjects(_ referred: inout ReferredFunctions) throws {
        guard state.heap.words.count > 1 else { return }
        try collectGarbage(top: 0)
        var (position, work) = (1, 0)
        while let object = state.heap.object(from: position) {
            let words = object.dropFirst()
            var next = words.lowerBound
            while next < words.upperBound {
                let end = min(words.upperBound, next &+ Store.pieceOfElements)
                for index in next..<end { referred.note(state.heap.words[index]) }
                work &+= end &- next
                next = end
                if work >= Store.pieceOfElements {
                    work = 0
                    try checkInterruption()
                }
            }
            work &+= 1
            position = object.upperBound
        }
    }
}

/// The functions of a store that something may refer to.
private struct ReferredFunctions {
    /// A bit for each function.
    private(set) var bits: [UInt64]
    private let count: UInt64

    init(count: Int) {
        bits = [UInt64](repeating: 0, count: count &>> 6 &+ 1)
        self.count = UInt64(count)
    }

    /// Notes the function that a word refers to, if it is a reference.
    mutating func note(_ word: UInt64) {
        // A reference is the address plus 1.
        let address = word &- 1
        if address < count { bits[Int(address &>> 6)] |= 1 &<< (address & 63) }
    }
}
