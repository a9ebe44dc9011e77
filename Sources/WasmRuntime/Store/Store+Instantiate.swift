import WasmSyntax
import WasmValidation

// Specification: Execution / Modules / Instantiation.

extension Store {
    /// Instantiates a module: links its imports, allocates what it defines, writes its active segments and runs its
    /// start function.
    ///
    /// Objects that constant expressions make cost as much budget as in a function's code. Everything else that the module
    /// defines, such as segments, tables and pages, costs budget only by time (``BudgetUnit/time``).
    ///
    /// - Throws: ``LinkError`` if an import is missing, not granted or of another type, or if the store's limits do not
    ///   allow the instance; then nothing has been allocated. ``Trap`` if a segment does not fit, the start function
    ///   traps, the budget is spent, or the guest is interrupted; what was written to imported memories and tables until
    ///   then remains, as the specification demands. An instance that imports nothing from others is discarded then.
    ///   ``WasmException`` and ``GuestExit`` from the start function.
    ///   ``CallError/calledByInterruption`` if an ``Interruption`` that is being polled instantiates.
    public func instantiate(_ module: Module, imports: Imports = Imports()) throws -> Instance {
        try instantiate(module, imports) { _ = try $0.call([]) }
    }

    /// Instantiates a module as ``instantiate(_:imports:)`` does, and calls its start function as
    /// ``Function/callAsync(_:yieldingEvery:)`` does.
    ///
    /// - Throws: As ``instantiate(_:imports:)``.
    public nonisolated(nonsending) func instantiateAsync(
        _ module: Module, imports: Imports = Imports(), yieldingEvery units: UInt64 = 1_000_000
    ) async throws -> Instance {
        let (instance, start) = try instantiateWithoutStart(module, imports)
        do {
            if let start { _ = try await start.callAsync([], yieldingEvery: units) }
        } catch {
            discardFailed(instance, hasRun: true)
            throw error
        }
        return instance
    }

    /// Instantiates a module, and calls its start function with `call`.
    ///
    /// - Throws: As ``instantiate(_:imports:)``.
    package func instantiate(
        _ module: Module, _ imports: Imports, start call: (Function) throws -> Void
    ) throws -> Instance {
        let (instance, start) = try instantiateWithoutStart(module, imports)
        do {
            if let start { try call(start) }
        } catch {
            discardFailed(instance, hasRun: true)
            throw error
        }
        return instance
    }

    /// Instantiates a module, but does not call its start function.
    ///
    /// - Parameter discardsAlways: Whether a failed instance is discarded even if it has written to imported tables.
    /// - Returns: The instance and its start function, if it has one.
    /// - Throws: As ``instantiate(_:imports:)``.
    package func instantiateWithoutStart(
        _ module: Module, _ imports: Imports, discardsAlways: Bool = false
    ) throws -> (instance: Instance, start: Function?) {
        let instance = try allocateInstance(of: module, imports)
        do {
            // Objects that a collection frees are the embedder's code.
            operations &+= 1
            defer { operations &-= 1 }
            try initialize(instance.address.index, module.validated)
        } catch {
            discardFailed(instance, hasRun: false, always: discardsAlways)
            throw error
        }
        let start = module.validated.module.start.map { start in
            Function(
                store: self, address: state.instances[instance.address.index].functionAddress(start))
        }
        return (instance, start)
    }

    /// Links a module, checks the limits, and allocates its instance.
    private func allocateInstance(of module: Module, _ imports: Imports) throws -> Instance {
        guard !isPolling else { throw CallError.calledByInterruption }
        guard !isRestoring else { throw SnapshotError.running }
        // Providers of imports are the embedder's code, too.
        operations &+= 1
        defer { operations &-= 1 }
        let isKnown = codeObjects[ObjectIdentifier(module)] != nil
        let code = try codeObject(for: module)
        var linked = LinkedImports()
        do {
            try link(module.validated.module, code.types, imports, &linked)
            let address = try allocate(module.validated, code, linked)
            return Instance(store: self, module: module, address: InstanceAddress(index: address))
        } catch {
            hostMemory.release(linked.hostBytes, .instances)
            if !isKnown { freeCode(of: module) }
            throw error
        }
    }

    /// Checks the limits, and allocates an instance.
    private func allocate(
        _ validated: ValidatedModule, _ code: CodeObject, _ linked: LinkedImports
    ) throws -> Int {
        try checkLimits(validated)
        guard let serial = state.newSerial() else {
            throw LinkError(.limitExceeded("more than \(UInt32.max) instances, one after another"))
        }
        try chargeInstantiation(of: validated.module)
        try trapping { try reclaimFunctions() }
        let usage = hostUsage(of: validated.module, counters: code.counters.counterCount)
        guard hostMemory.take(usage) else { throw refusedHostBytes() }
        do {
            let tables = try makeTables(validated.module)
            return allocate(validated, code, linked, tables, serial: serial)
        } catch {
            hostMemory.release(usage)
            throw error
        }
    }

    /// Counts a refusal by the limit of all host memory, and returns the error for it.
    func refusedHostBytes() -> LinkError {
        noteRefusal(.hostBytes)
        return LinkError(.limitExceeded("more than \(limits.hostBytes) bytes of the host's memory"))
    }

    /// Returns the module's internal code in this store, which has the store's numbers for the module's types.
    func codeObject(for module: Module) throws -> CodeObject {
        if let known = codeObjects[ObjectIdentifier(module)] { return known }
        let types = try trapping { try numbers(ofTypes: module.validated.module) }
        var options = options
        if recorder != nil { options.sharesCode = false }
        let counters = try trapping { try counterPlan(for: module) }
        guard hostMemory.take(CodeObject.hostBytes(of: module), .code) else { throw refusedHostBytes() }
        let code = CodeObject(module: module, types: types, options: options, counters: counters)
        codeObjects[ObjectIdentifier(module)] = code
        return code
    }

    /// Adds a valid module's types to the store and returns their numbers by type index.
    ///
    /// - Throws: ``LinkError`` if the types are too many; ``Interrupted``, after which each group is there as a whole or not
    ///   at all.
    private func numbers(ofTypes module: ModuleSyntax) throws -> [UInt32] {
        guard state.heap.types.definitions.count &+ module.types.count <= StoreTypes.maximum else {
            throw LinkError(.limitExceeded("more than \(StoreTypes.maximum) types"))
        }
        var numbers: [UInt32] = []
        numbers.reserveCapacity(module.types.count)
        var key = RecursiveGroupKey()
        var watch = LoadingWatch(interruption)
        // The types of a group have consecutive numbers: the interruption must not add types in between.
        isPolling = true
        defer { isPolling = false }
        for group in module.recursiveGroups {
            try key.set(group, of: module.types, numbers: numbers, &watch)
            let known = state.heap.types.groups.first(of: key)
            let first = known ?? state.heap.types.definitions.count
            for offset in 0..<group.count { numbers.append(UInt32(truncatingIfNeeded: first &+ offset)) }
            guard known == nil else { continue }
            for type in module.types[group] {
                let reason = watch.reasonToStop(after: type.size)
                let isCounted = reason == nil && hostMemory.take(StoreTypes.hostBytes(of: type), .types)
                guard isCounted else {
                    state.heap.types.removeDefinitions(from: first)
                    countTypes()
                    if let reason { throw Interrupted(reason) }
                    throw refusedHostBytes()
                }
                state.heap.types.define(type.renumbered(numbers))
            }
            state.heap.types.groups.add(key, first: first)
        }
        return numbers
    }
}

extension Store {
    /// Counts the types that host functions, tags and messages have added, and no more than there are.
    func countTypes() {
        let bytes = state.heap.types.hostBytes &+ UInt64(state.tags.count &* Store.tagBytes)
        let counted = hostMemory.usage[.types]
        if bytes > counted {
            hostMemory.count(bytes &- counted, .types)
        } else {
            hostMemory.release(counted &- bytes, .types)
        }
    }
}

extension TableType {
    func renumbered(_ numbers: [UInt32]) -> TableType {
        TableType(addressType: addressType, limits: limits, element: element.renumbered(numbers))
    }
}

extension GlobalType {
    func renumbered(_ numbers: [UInt32]) -> GlobalType {
        GlobalType(value: value.renumbered(numbers), isMutable: isMutable)
    }
}
