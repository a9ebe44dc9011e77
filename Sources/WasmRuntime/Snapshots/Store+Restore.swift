import WasmSyntax
import WasmValidation

// Beginning with a snapshot.

extension Store {
    /// Begins with the state of a snapshot, in a store without any.
    ///
    /// Host functions are linked anew; their names and types are those of the imports of the snapshot's modules. No code of
    /// the guest runs, and the budget stays as it is: a guest's own limits hold from here on.
    ///
    /// - Parameters:
    ///   - snapshot: The state.
    ///   - imports: The host functions of the snapshot's modules, and of their instances that imported others' exports:
    ///     those are not needed.
    ///   - object: Returns the object of the host with this name.
    /// - Returns: The instance from which the snapshot was made.
    /// - Throws: ``SnapshotError``, ``LinkError`` or ``Trap`` if the guest is interrupted; the store is as before.
    @discardableResult
    public func instantiate(
        _ snapshot: Snapshot, imports: Imports = Imports(), object: ((String) -> Any?)? = nil
    ) throws -> Instance {
        guard !isPolling else { throw CallError.calledByInterruption }
        guard isUnused, !isRestoring else { throw SnapshotError.storeInUse }
        operations &+= 1
        isRestoring = true
        defer {
            operations &-= 1
            isRestoring = false
        }
        let saved = snapshot.state
        let isSame = CodeKey(types: [], options: saved.options) == CodeKey(types: [], options: options)
        guard !options.instruments.contains(.blockCounts) else { throw SnapshotError.countingBlocks }
        // The frames of a call that is suspended keep their code in a store that can be debugged; new calls get other code.
        let isMixed = !isSame && snapshot.call != nil && saved.options.becomeDebuggable(as: options)
        guard isSame || isMixed || snapshot.call == nil else { throw SnapshotError.otherOptions }
        let externals = try saved.objectNames.map { name -> Any? in
            guard let name else { return nil }
            guard let found = object?(name) else { throw SnapshotError.unknownObject(name) }
            return found
        }
        var usage = try checkedUsage(of: saved)
        var restored = StoreState(heap: Heap(saved.heap, like: state.heap, externals: externals))
        restored.functions = saved.functions
        (restored.memories, restored.tables) = (saved.memories, saved.tables)
        (restored.totalMemoryBytes, restored.totalTableElements) = (saved.totalMemoryBytes, saved.totalTableElements)
        (restored.globals, restored.globalUpperHalves) = (saved.globals, saved.globalUpperHalves)
        (restored.globalTypes, restored.tags) = (saved.globalTypes, saved.tags)
        let objects = saved.codes.map { code in
            CodeObject(
                module: code.module, types: code.types, options: options,
                lowered: isSame || isMixed ? code.lowered : nil,
                extended: isSame && code.lowered != nil && options.sharesCode ? code.extended : nil)
        }
        if isMixed { for object in objects { object.lowerAnewForDebugger() } }
        restored.instances = saved.instances.map { ModuleInstance($0, objects[$0.code]) }
        guard restored.identify(after: state) else {
            throw SnapshotError.limitExceeded("more than \(UInt32.max) instances, one after another")
        }
        restored.noteOwners(saved)
        if !isSame || saved.codes.contains(where: { $0.lowered == nil }) { restored.setEntries() }
        var empty = state
        // Their numbers may be in handles that the providers have got.
        empty.lastSerial = restored.lastSerial
        restored.isRecorded = state.isRecorded
        swap(&state, &restored)
        do {
            state.hostFunctions = try linkHostFunctions(of: saved, imports)
            state.noteProviders()
            // Linking may have added types.
            usage[.types] = state.heap.types.hostBytes &+ UInt64(state.tags.count &* Store.tagBytes)
            hostMemory.release(hostMemory.usage[.types], .types)
            guard hostMemory.take(usage) else {
                throw SnapshotError.limitExceeded("more than \(limits.hostBytes) bytes of the host's memory")
            }
        } catch {
            state = empty
            hostMemory.release(hostMemory.usage[.instances], .instances)
            countTypes()
            throw error
        }
        for code in objects { codeObjects[ObjectIdentifier(code.module)] = code }
        return Instance(
            store: self, module: saved.codes[saved.instances[snapshot.instance].code].module,
            address: InstanceAddress(index: snapshot.instance))
    }

    /// Begins with the state of a snapshot, and returns its suspended call, which can go on here.
    ///
    /// - Throws: As ``instantiate(_:imports:object:)``; ``SnapshotError/notSuspended`` if the snapshot has no call.
    public func call(
        restoredFrom snapshot: Snapshot, imports: Imports = Imports(), object: ((String) -> Any?)? = nil
    ) throws -> GuestCall {
        try restore(snapshot, imports: imports, object: object).call
    }

    /// Begins with the state of a snapshot; returns its instance and its suspended call.
    ///
    /// - Throws: As ``call(restoredFrom:imports:object:)``.
    package func restore(
        _ snapshot: Snapshot, imports: Imports, object: ((String) -> Any?)? = nil
    ) throws -> (instance: Instance, call: GuestCall) {
        guard var call = snapshot.call else { throw SnapshotError.notSuspended }
        let instance = try instantiate(snapshot, imports: imports, object: object)
        let saved = snapshot.state.options
        if saved.becomeDebuggable(as: options), !saved.instruments.contains(.debugging) {
            FrameTranslation.move(&call, loweredWith: saved, in: self)
        }
        var execution = Execution(registers: call.registers, activations: call.activations)
        execution.isResumable = true
        execution.depthLimit = limits.depth
        func pending(_ saved: SuspendedCall.HostCallState) -> PendingHostCall {
            PendingHostCall(
                record: state.hostFunctions[saved.function], frame: saved.frame, cost: saved.cost, isTail: saved.isTail,
                before: Machine.Use(stackTop: 0, depth: 0))
        }
        let suspension: Suspension
        switch call.step {
        case .none: suspension = .yielded
        case .exit(let exit, let progress):
            execution.pending = .exit(exit, attempts: 0, progress: progress)
            suspension = .yielded
        case .search(let exception, let unwinding):
            execution.pending = .search(exception: exception, unwinding)
            suspension = .yielded
        case .hostCall(let saved, let isPaid):
            var call = pending(saved)
            call.isPaid = isPaid
            execution.pending = .hostCall(call)
            suspension = .yielded
        case .results(let saved):
            execution.pending = .results(pending(saved))
            suspension = .awaitingResults
        }
        var slots = ParkedSlots(slots: call.slots, vectors: call.vectors)
        count(&slots, of: execution)
        slots.callee = execution.pendingCallee
        state.countFrames(of: execution, by: 1)
        let parked = ParkedExecution(
            execution: execution, place: state.park(slots), spent: Int(clamping: snapshot.spent), depth: call.depth)
        return (instance, GuestCall(Function(store: self, address: call.function), restored: parked, suspension))
    }

    /// Whether nothing was instantiated or made in the store.
    private var isUnused: Bool {
        machine.nesting == 0 && state.instances.isEmpty && state.functions.isEmpty && state.tags.isEmpty
            && hostMemory.usage[.hostItems] == 0 && state.heap.types.definitions.isEmpty && state.heap.words.count == 1
            && state.heap.externals.isEmpty
    }

    /// Compares a state with the limits; returns the host memory that it takes, without types and host functions.
    private func checkedUsage(of saved: SnapshotState) throws(SnapshotError) -> HostUsage {
        func check(_ allowed: Bool, _ what: @autoclosure () -> String) throws(SnapshotError) {
            guard !allowed else { return }
            throw SnapshotError.limitExceeded(what())
        }
        try check(
            UInt64(saved.instances.count) <= limits.instances, "more than \(limits.instances) instances")
        for memory in saved.memories {
            try check(UInt64(memory.size) <= limits.memoryBytes, "a memory of \(memory.size) bytes")
        }
        try check(
            saved.totalMemoryBytes <= limits.totalMemoryBytes,
            "memories of more than \(limits.totalMemoryBytes) bytes together")
        for table in saved.tables {
            try check(
                UInt64(table.elements.count) <= limits.tableElements, "a table of \(table.elements.count) elements")
        }
        try check(
            saved.totalTableElements <= limits.totalTableElements,
            "tables of more than \(limits.totalTableElements) elements together")
        try check(saved.heap.words.count <= state.heap.limit, "objects of more than \(limits.heapBytes) bytes")
        var usage = HostUsage()
        usage[.heap] = Heap.hostBytes(words: saved.heap.words.count)
        usage[.memories] = saved.totalMemoryBytes
        usage[.tables] = saved.totalTableElements &* 8
        usage[.hostObjects] = UInt64(saved.objectNames.count) &* Heap.externalBytes
        for code in saved.codes { usage[.code] &+= CodeObject.hostBytes(of: code.module) }
        for instance in saved.instances {
            usage[.instances] &+= UInt64(fixedHostBytes(of: saved.codes[instance.code].module.validated.module))
            for values in instance.elements { usage[.instances] &+= UInt64(values.count &* 8) }
        }
        return usage
    }

    /// Finds the host functions again that the instances import.
    private func linkHostFunctions(of saved: SnapshotState, _ imports: Imports) throws -> [HostFunctionRecord] {
        var linked = LinkedImports()
        var records: [HostFunctionRecord] = []
        records.reserveCapacity(saved.hostImports.count)
        for host in saved.hostImports {
            let code = saved.codes[saved.instances[host.instance].code]
            let `import` = code.module.validated.module.imports[host.position]
            let before = linked.hostBytes
            do throws(LinkError) {
                let entry = try link(`import`, code.types, imports, &linked)
                if entry.isOfHost {
                    records.append(linked.hostFunctions[entry.address])
                    state.instances[host.instance].hostFunctionBytes &+= linked.hostBytes &- before
                }
            } catch {
                guard linked.failure != nil else { throw error }
            }
        }
        if let failure = linked.failure { throw failure }
        guard records.count == saved.hostImports.count else {
            let other = saved.hostImports[min(records.count, saved.hostImports.count &- 1)]
            let code = saved.codes[saved.instances[other.instance].code]
            let `import` = code.module.validated.module.imports[other.position]
            throw SnapshotError.importIsNoHostFunction(
                module: `import`.module.description, name: `import`.name.description)
        }
        return records
    }
}

extension StoreState {
    /// Sets the entries of all functions to those of their modules' code.
    fileprivate mutating func setEntries() {
        for address in functions.indices where functions[address].instance != FunctionRecord.host {
            let code = instances[Int(functions[address].instance)].code
            functions[address].entry = code?.entries[Int(functions[address].index)] ?? 0
        }
    }
}

// MARK: Discarding restored instances

extension StoreState {
    /// Numbers the instances, and what the embedder makes, after those of the state before; returns false if the numbers do
    /// not suffice.
    fileprivate mutating func identify(after before: StoreState) -> Bool {
        lastSerial = before.lastSerial
        guard let host = newSerial() else { return false }
        hostSerial = host
        for address in instances.indices {
            guard let serial = newSerial() else { return false }
            instances[address].serial = serial
        }
        return true
    }

    /// Notes which instances import the functions of the host.
    fileprivate mutating func noteOwners(_ saved: SnapshotState) {
        hostFunctionOwners = saved.hostImports.map { identity(of: InstanceAddress(index: $0.instance)) }
    }

    /// Notes which instances import from which others.
    fileprivate mutating func noteProviders() {
        var (memoryOwners, tableOwners): ([Int: Int], [Int: Int]) = ([:], [:])
        for (address, instance) in instances.enumerated() {
            guard let counts = instance.code?.module.validated.importCounts else { continue }
            for memory in instance.memories.dropFirst(counts.memories) { memoryOwners[memory] = address }
            for table in instance.tables.dropFirst(counts.tables) { tableOwners[table] = address }
        }
        // A snapshot has instances in order only.
        let firstGlobals = instances.map(\.firstGlobal)
        func definer(ofGlobal global: Int) -> Int {
            var (low, high) = (0, firstGlobals.count)
            while low < high {
                let middle = (low &+ high) / 2
                if firstGlobals[middle] <= global { low = middle &+ 1 } else { high = middle }
            }
            return max(0, low &- 1)
        }
        for (address, instance) in instances.enumerated() {
            guard let counts = instance.code?.module.validated.importCounts else { continue }
            var providers: Set<Int> = []
            for function in instance.importedFunctions {
                if let owner = owner(ofFunction: function) { providers.insert(Int(owner.index)) }
            }
            for memory in instance.memories.prefix(counts.memories) {
                providers.insert(memoryOwners[memory] ?? address)
            }
            for table in instance.tables.prefix(counts.tables) { providers.insert(tableOwners[table] ?? address) }
            for global in instance.importedGlobals {
                providers.insert(definer(ofGlobal: global))
            }
            providers.remove(address)
            instances[address].providers = Array(providers)
            for provider in providers { instances[provider].importers &+= 1 }
        }
    }
}
