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
        let resolved = try resolve(module, imports)
        try checkLimits(module.validated)
        let memories = try newMemories(module.validated)
        let address = allocate(module, resolved, memories)
        let instance = ModuleInstance(store: self, module: module, address: InstanceAddress(index: address))
        try initialize(address, module.validated)
        return instance
    }

    // MARK: Linking

    private func resolve(_ module: LoadedModule, _ imports: Imports) throws(LinkError) -> [Imports.Entry] {
        var result: [Imports.Entry] = []
        for `import` in module.validated.module.imports {
            let entry = try resolve(`import`, module.validated.module, imports)
            result.append(entry)
        }
        return result
    }

    private func resolve(
        _ `import`: Import, _ module: Module, _ imports: Imports
    ) throws(LinkError) -> Imports.Entry {
        func failure(_ kind: LinkError.Kind) -> LinkError {
            LinkError(kind, module: `import`.module, name: `import`.name)
        }
        let expected = description(of: `import`.type, module)
        var found = imports.entries[Imports.Key(module: `import`.module, name: `import`.name)]
        if found == nil, case .function(let type) = expected {
            for provider in imports.providers {
                switch provider(`import`.module, `import`.name, type) {
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
        case .host(let function): type = .function(function.type)
        case .external(let external):
            guard external.store === self else { throw failure(.foreignStore) }
            type = external.type
        }
        guard type.matches(expected) else {
            throw failure(.incompatibleType(expected: "\(expected)", found: "\(type)"))
        }
        return found
    }

    private func description(of type: ExternalType, _ module: Module) -> ExternalTypeDescription {
        let nothing = FunctionType(parameters: [], results: [])
        switch type {
        case .function(let index): return .function(module.functionType(at: index) ?? nothing)
        case .table(let type): return .table(type)
        case .memory(let type): return .memory(type)
        case .global(let type): return .global(type)
        case .tag(let index): return .tag(module.functionType(at: index) ?? nothing)
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

    var totalMemoryBytes: UInt64 { memories.reduce(0) { $0 &+ UInt64($1.bytes.count) &+ UInt64($1.lentBytes) } }
    var totalTableElements: UInt64 { tables.reduce(0) { $0 &+ UInt64($1.elements.count) } }

    // MARK: Allocation

    /// The memories that a module defines. To set large ones to zero takes time.
    private func newMemories(_ validated: ValidatedModule) throws(Trap) -> [MemoryInstance] {
        var result: [MemoryInstance] = []
        for type in validated.module.memories {
            // The limits have been checked.
            let size = Int(clamping: type.bytes(ofPages: type.limits.minimum) ?? 0)
            var bytes: [UInt8] = []
            bytes.reserveCapacity(size)
            do {
                try inPieces(size) { _, count in bytes.append(contentsOf: repeatElement(0, count: count)) }
            } catch {
                throw Trap(.interrupted(error.reason))
            }
            result.append(MemoryInstance(type: type, bytes: bytes))
        }
        return result
    }

    private func allocate(
        _ module: LoadedModule, _ resolved: [Imports.Entry], _ newMemories: [MemoryInstance]
    ) -> Int {
        let validated = module.validated
        var instance = Instance()
        let code = codeObject(for: module)
        instance.code = code
        for entry in resolved {
            switch entry {
            case .host(let function): instance.importedFunctions.append(allocate(function))
            case .external(let external):
                switch external {
                case .function: instance.importedFunctions.append(external.address)
                case .table: instance.tables.append(external.address)
                case .memory: instance.memories.append(external.address)
                case .global: instance.importedGlobals.append(external.address)
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
        for memory in newMemories {
            instance.memories.append(memories.count)
            memories.append(memory)
        }
        for table in validated.module.tables {
            instance.tables.append(tables.count)
            let size = Int(truncatingIfNeeded: table.type.limits.minimum)
            tables.append(TableInstance(type: table.type, elements: [UInt64](repeating: 0, count: size)))
        }
        instance.firstGlobal = globals.count
        for global in validated.module.globals {
            globals.append(0)
            globalUpperHalves.append(0)
            globalTypes.append(global.type)
        }
        instance.data = validated.module.data.map(\.contents)
        instances.append(instance)
        return instances.count &- 1
    }

    private func codeObject(for module: LoadedModule) -> CodeObject {
        if let known = codeObjects[ObjectIdentifier(module)] { return known }
        let types = module.validated.module.types.map { type in
            type.composite.function.map(typeNumber) ?? UInt32.max
        }
        let code = CodeObject(module: module, types: types, options: options)
        codeObjects[ObjectIdentifier(module)] = code
        return code
    }

    // MARK: Initialization

    private func initialize(_ address: Int, _ validated: ValidatedModule) throws {
        let module = validated.module
        let first = instances[address].firstGlobal
        for (index, global) in module.globals.enumerated() {
            let value = evaluate(global.initializer, in: address, module)
            (globals[first &+ index], globalUpperHalves[first &+ index]) = (value.bits, value.upperHalf)
        }
        for segment in module.elements {
            let values: [UInt64]
            switch segment.items {
            case .functions(let indices):
                let instance = instances[address]
                values = indices.map { UInt64(instance.functionAddress($0) &+ 1) }
            case .expressions(let expressions):
                values = expressions.map { evaluate($0, in: address, module).bits }
            }
            instances[address].elements.append(values)
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
                let start = evaluate(offset, in: address, module).bits
                let count = UInt64(instances[address].elements[index].count)
                guard initializeTable(address, Int(table), start, index, 0, count, pay: {}) else {
                    throw Trap(.outOfBoundsTableAccess)
                }
            }
            instances[address].elements[index] = []
        }
        for (index, segment) in module.data.enumerated() {
            guard case .active(let memory, let offset) = segment.mode else { continue }
            let start = evaluate(offset, in: address, module).bits
            guard initializeMemory(address, Int(memory), start, index, 0, UInt64(segment.contents.count), pay: {})
            else {
                throw Trap(.outOfBoundsMemoryAccess)
            }
            instances[address].data[index] = 0..<0
        }
    }

    /// Evaluates a constant expression, which validation has accepted as such.
    private func evaluate(_ expression: ConstantExpression, in address: Int, _ module: Module) -> SlotValue {
        var code = DecodedCode()
        do {
            try InstructionDecoder.decode(expression.code, of: module.bytes, into: &code)
        } catch {
            return SlotValue(0)  // The binary decoder has accepted it, so this does not happen.
        }
        var stack: [SlotValue] = []
        func binary(_ operation: (UInt64, UInt64) -> UInt64) {
            let right = stack.popLast()?.bits ?? 0
            let left = stack.popLast()?.bits ?? 0
            stack.append(SlotValue(operation(left, right)))
        }
        for instruction in code.instructions {
            switch instruction.opcode {
            case .i32Const, .i64Const, .f32Const, .f64Const: stack.append(SlotValue(instruction.wide))
            case .v128Const:
                stack.append(
                    SlotValue(instruction.wide, upperHalf: UInt64(instruction.x) | UInt64(instruction.y) << 32))
            case .globalGet:
                let global = instances[address].globalAddress(instruction.x)
                stack.append(SlotValue(globals[global], upperHalf: globalUpperHalves[global]))
            case .refNull: stack.append(SlotValue(0))
            case .refFunc: stack.append(SlotValue(UInt64(instances[address].functionAddress(instruction.x) &+ 1)))
            case .i32Add: binary { UInt64(UInt32(truncatingIfNeeded: $0 &+ $1)) }
            case .i32Sub: binary { UInt64(UInt32(truncatingIfNeeded: $0 &- $1)) }
            case .i32Mul: binary { UInt64(UInt32(truncatingIfNeeded: $0 &* $1)) }
            case .i64Add: binary(&+)
            case .i64Sub: binary(&-)
            case .i64Mul: binary(&*)
            default: break
            }
        }
        return stack.last ?? SlotValue(0)
    }
}
