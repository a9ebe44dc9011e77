import WasmSyntax
import WasmValidation

// Specification: Execution / Modules / Instantiation.

extension Store {
    /// Instantiates a module: links its imports, allocates what it defines, writes its active segments and runs its
    /// start function.
    ///
    /// What the module's bytes spell out costs nothing when instructions are counted. Objects that constant expressions make
    /// cost what they cost in code; counted by time (``BudgetUnit/time``), so does the rest: segments, tables, pages.
    ///
    /// - Throws: ``LinkError`` if an import is missing, not granted or of another type, or if the store's limits do not
    ///   allow the instance: nothing has been allocated then. ``Trap`` if a segment does not fit, the start function
    ///   traps, the budget is spent, or the guest is interrupted: what it had written to imported memories and tables until
    ///   then stays, as the specification says.
    public func instantiate(_ module: Module, imports: Imports = Imports()) throws -> Instance {
        guard !isAsking else { throw CallError.calledByInterruption }
        let code = try codeObject(for: module)
        let linked = try link(module.validated.module, code.types, imports)
        try checkLimits(module.validated)
        try chargeInstantiation(of: module.validated.module)
        let tables = try makeTables(module.validated.module)
        guard hostMemory.take(hostBytes(of: module.validated.module)) else {
            throw LinkError(.limitExceeded("more than \(limits.hostBytes) bytes of the host's memory"))
        }
        let address = allocate(module.validated, code, linked, tables)
        let instance = Instance(store: self, module: module, address: InstanceAddress(index: address))
        try initialize(address, module.validated)
        return instance
    }

    /// The module's code, and with it the store's numbers for the module's types.
    private func codeObject(for module: Module) throws -> CodeObject {
        if let known = codeObjects[ObjectIdentifier(module)] { return known }
        let types = try trapping { try numbers(ofTypes: module.validated.module) }
        let code = CodeObject(module: module, types: types, options: options)
        codeObjects[ObjectIdentifier(module)] = code
        return code
    }

    /// Makes a valid module's types known, and gives their numbers by index.
    ///
    /// - Throws: ``LinkError`` if they are too many; ``Interrupted``: a group is known as a whole or not at all.
    private func numbers(ofTypes module: ModuleSyntax) throws -> [UInt32] {
        guard heap.types.definitions.count &+ module.types.count <= StoreTypes.maximum else {
            throw LinkError(.limitExceeded("more than \(StoreTypes.maximum) types"))
        }
        var numbers: [UInt32] = []
        numbers.reserveCapacity(module.types.count)
        var key = RecursiveGroupKey()
        var watch = LoadingWatch(interruption)
        // The types of a group have consecutive numbers: the interruption must not make others meanwhile.
        isAsking = true
        defer { isAsking = false }
        for group in module.recursiveGroups {
            try key.set(group, of: module.types, numbers: numbers, &watch)
            let known = heap.types.groups.first(of: key)
            let first = known ?? heap.types.definitions.count
            for offset in 0..<group.count { numbers.append(UInt32(truncatingIfNeeded: first &+ offset)) }
            guard known == nil else { continue }
            for type in module.types[group] {
                if let reason = watch.reasonToStop(after: type.size) {
                    heap.types.removeDefinitions(from: first)
                    throw Interrupted(reason)
                }
                heap.types.define(type.renumbered(numbers))
            }
            heap.types.groups.add(key, first: first)
        }
        return numbers
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
