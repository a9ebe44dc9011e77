import WasmSyntax
import WasmValidation

// Making snapshots.

extension Instance {
    /// Returns the state of the instance, with that of all instances of its store. Suspended calls of the store are not part
    /// of it, nor is what the host keeps, such as WASI's descriptors.
    ///
    /// This takes no longer for a large memory than for a small one: the memory is shared until the guest writes to it
    /// again.
    ///
    /// - Parameter name: Returns a name for an object of the host that the guest can reach by a reference. Without a name
    ///   for one, there is no snapshot.
    /// - Throws: ``SnapshotError``; ``Interrupted`` if the store's interruption stops the search for unused objects.
    public func snapshot(naming name: ((Any) -> String?)? = nil) throws -> Snapshot {
        guard !isDiscarded else { throw SnapshotError.discardedInstances }
        return Snapshot(
            state: try store.snapshotState(naming: name), instance: address.index, call: nil, spent: store.budget.spent)
    }
}

extension GuestCall {
    /// Returns the state of the suspended call, with that of all instances of its store. The call can still be resumed here.
    ///
    /// A call that waits in WASI, for a time or for a stream, begins that wait anew where it is restored.
    ///
    /// - Parameter name: As in ``Instance/snapshot(naming:)``.
    /// - Throws: ``SnapshotError``; ``Interrupted`` if the store's interruption stops the search for unused objects.
    public func snapshot(naming name: ((Any) -> String?)? = nil) throws -> Snapshot {
        let store = function.store
        guard isInStore, let parked, let call = store.suspendedCall(parked, of: function.address) else {
            throw SnapshotError.notSuspended
        }
        return Snapshot(
            state: try store.snapshotState(naming: name), instance: Int(store.instance(of: function.address)),
            call: call,
            spent: UInt64(parked.spent))
    }
}

extension Store {
    /// The number of the instance that a function belongs to.
    fileprivate func instance(of function: Int) -> UInt32 { state.functions[function].instance }

    fileprivate func suspendedCall(_ parked: ParkedExecution, of function: Int) -> SuspendedCall? {
        guard let slots = state.parked[parked.place], state.functions[function].instance != FunctionRecord.host else {
            return nil
        }
        let execution = parked.execution
        let step: SuspendedCall.Step
        switch execution.pending {
        case nil: step = .none
        case .exit(let exit, _, let progress): step = .exit(exit, progress: progress)
        case .search(let exception, let unwinding): step = .search(exception: exception, unwinding)
        case .hostCall(let call):
            guard let state = hostCallState(call) else { return nil }
            step = .hostCall(state, isPaid: call.isPaid || call.rest != nil)
        case .ended: return nil
        case .results(let call):
            guard let state = hostCallState(call) else { return nil }
            step = .results(state)
        }
        var registers = execution.registers
        registers.limit = 0
        return SuspendedCall(
            function: function, registers: registers, activations: execution.activations, step: step,
            slots: slots.slots,
            vectors: slots.vectors, depth: parked.depth)
    }

    private func hostCallState(_ call: PendingHostCall) -> SuspendedCall.HostCallState? {
        guard let function = state.hostFunctions.firstIndex(where: { $0 === call.record }) else { return nil }
        return SuspendedCall.HostCallState(function: function, frame: call.frame, cost: call.cost, isTail: call.isTail)
    }

    fileprivate func snapshotState(naming name: ((Any) -> String?)?) throws -> SnapshotState {
        guard machine.nesting == 0, !isPolling else { throw SnapshotError.running }
        guard !options.instruments.contains(.blockCounts) else { throw SnapshotError.countingBlocks }
        try reclaimAllFunctions()
        operations &+= 1
        defer { operations &-= 1 }
        guard hostMemory.usage[.hostItems] == 0 else { throw SnapshotError.hostItems }
        guard state.free.isInOrder else { throw SnapshotError.discardedInstances }
        return try snapshotState(names: try objectNames(name), hostImports: try hostImports())
    }

    /// Returns the state, in which the host's objects have these names.
    func snapshotState(names objectNames: [String?], hostImports: [SnapshotState.HostImport]) throws -> SnapshotState {
        guard machine.nesting == 0, !isPolling, !state.memories.contains(where: \.isLent) else {
            throw SnapshotError.running
        }
        shareCode()
        var codes: [SnapshotState.Code] = []
        var numbers: [ObjectIdentifier: Int] = [:]
        var instances: [SnapshotState.Instance] = []
        for instance in state.instances {
            guard let code = instance.code else { throw SnapshotError.running }
            let number = numbers[ObjectIdentifier(code)] ?? codes.count
            if number == codes.count {
                numbers[ObjectIdentifier(code)] = number
                codes.append(SnapshotState.Code(module: code.module, types: code.types, lowered: code.loweredCode))
            }
            instances.append(SnapshotState.Instance(instance, code: number))
        }
        return SnapshotState(
            codes: codes, instances: instances, functions: state.functions, hostImports: hostImports,
            memories: state.memories, tables: state.tables, totalMemoryBytes: state.totalMemoryBytes,
            totalTableElements: state.totalTableElements, globals: state.globals,
            globalUpperHalves: state.globalUpperHalves, globalTypes: state.globalTypes, tags: state.tags,
            heap: state.heap.snapshot, objectNames: objectNames, options: options)
    }

    /// Names the objects of the host that references refer to.
    private func objectNames(_ name: ((Any) -> String?)?) throws -> [String?] {
        guard state.heap.externals.contains(where: { $0 != nil }) else { return [] }
        // Only those that are in use must have names.
        try collectGarbage(top: 0)
        return try state.heap.externals.map { object in
            guard let object else { return nil }
            guard let text = name?(object) else { throw SnapshotError.unnamedObject }
            return text
        }
    }

    /// Returns an import for each host function: only imports make them.
    private func hostImports() throws -> [SnapshotState.HostImport] {
        var imports = [SnapshotState.HostImport?](repeating: nil, count: state.hostFunctions.count)
        for (number, instance) in state.instances.enumerated() {
            guard let module = instance.code?.module.validated.module else { continue }
            var functions = instance.importedFunctions.makeIterator()
            for (position, `import`) in module.imports.enumerated() where `import`.type.kind == .function {
                guard let address = functions.next() else { break }
                let record = state.functions[address]
                if record.instance == FunctionRecord.host, imports[Int(record.index)] == nil {
                    imports[Int(record.index)] = SnapshotState.HostImport(instance: number, position: position)
                }
            }
        }
        return try imports.map { found in
            guard let found else { throw SnapshotError.running }
            return found
        }
    }
}

extension SnapshotState.Instance {
    init(_ instance: ModuleInstance, code: Int) {
        self.init(
            code: code, importedFunctions: instance.importedFunctions, firstFunction: instance.firstFunction,
            tables: instance.tables, memories: instance.memories, tags: instance.tags,
            importedGlobals: instance.importedGlobals, firstGlobal: instance.firstGlobal, elements: instance.elements,
            managedSegments: instance.managedSegments, data: instance.data)
    }
}

extension ModuleInstance {
    init(_ instance: SnapshotState.Instance, _ code: CodeObject) {
        self.init()
        self.code = code
        importedFunctions = instance.importedFunctions
        firstFunction = instance.firstFunction
        tables = instance.tables
        memories = instance.memories
        tags = instance.tags
        importedGlobals = instance.importedGlobals
        firstGlobal = instance.firstGlobal
        elements = instance.elements
        managedSegments = instance.managedSegments
        data = instance.data
    }
}
