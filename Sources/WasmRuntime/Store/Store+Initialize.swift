import WasmSyntax
import WasmValidation

// Globals, tables and segments of a new instance. Each step polls the interruption and charges
// what `BudgetCosts` says. Specification: Execution / Modules / Instantiation.

extension Store {
    // MARK: Costs

    /// Charges what instantiation costs by time, except for constant expressions (see `evaluate`) and the start function.
    ///
    /// - Throws: ``Trap`` if the budget does not suffice.
    func chargeInstantiation(of module: ModuleSyntax) throws(Trap) {
        guard options.budgetUnit == .time else { return }
        var units: UInt64 = UInt64(module.imports.count &+ module.functions.count &+ module.globals.count)
        for memory in module.memories {
            units &+= BudgetCosts.growth(of: memory, by: memory.limits.minimum, .time)
        }
        for table in module.tables { units &+= table.type.limits.minimum &* UInt64(BudgetCosts.element) }
        for segment in module.elements {
            units &+= BudgetCosts.segment &+ UInt64(segment.items.count) &* UInt64(BudgetCosts.element)
        }
        for segment in module.data {
            units &+= BudgetCosts.segment &+ BudgetCosts.bytes(UInt64(segment.contents.count), .time)
        }
        try chargeInstantiation(units)
    }

    /// Charges for a part of instantiation before it is done.
    ///
    /// - Throws: ``Trap`` if the budget does not suffice; nothing is charged then.
    func chargeInstantiation(_ units: UInt64) throws(Trap) {
        let (total, overflow) = budget.spent.addingReportingOverflow(units)
        guard !overflow, total <= UInt64(clamping: budget.limitAsInt) else {
            noteRefusal(.budget)
            throw Trap(.budgetExhausted)
        }
        budget.spent = total
        machine.charged &+= Int(truncatingIfNeeded: units)
    }

    /// Polls the interruption.
    ///
    /// - Throws: ``Trap`` if the guest must stop.
    func checkInstantiation() throws(Trap) {
        if let reason = reasonToStop() { throw Trap(.interrupted(reason)) }
    }

    /// Entries of a module between two polls of the interruption.
    private static let entriesPerPoll = 1 << 10

    private func checkInstantiation(entry: Int) throws(Trap) {
        if entry & (Store.entriesPerPoll &- 1) == 0 { try checkInstantiation() }
    }

    // MARK: Initialization

    func initialize(_ address: Int, _ validated: ValidatedModule) throws {
        let module = validated.module
        do {
            try evaluateConstants(address, validated)
        } catch {
            releaseMissingElements(address, module)
            throw error
        }
        try writeActiveSegments(address, module)
    }

    /// Sets globals, tables and segments to what their constant expressions say.
    private func evaluateConstants(_ address: Int, _ validated: ValidatedModule) throws {
        let module = validated.module
        let first = state.instances[address].firstGlobal
        for (index, global) in module.globals.enumerated() {
            try checkInstantiation(entry: index)
            let value = try evaluate(global.initializer, in: address, module)
            (state.globals[first &+ index], state.globalUpperHalves[first &+ index]) = (value.bits, value.upperHalf)
        }
        for (index, table) in module.tables.enumerated() {
            guard let initializer = table.initializer else { continue }
            let value = try evaluate(initializer, in: address, module).bits
            let table = state.instances[address].tables[validated.importCounts.tables &+ index]
            let size = UInt64(state.tables[table].elements.count)
            _ = try trapping { try fillTable(table, 0, value, size, pay: {}) }
        }
        try evaluateSegments(address, module)
    }

    /// Releases the memory of elements that were not evaluated.
    private func releaseMissingElements(_ address: Int, _ module: ModuleSyntax) {
        var missing = module.elements.reduce(0) { $0 &+ $1.items.count }
        for values in state.instances[address].elements { missing &-= values.count }
        hostMemory.release(UInt64(clamping: missing &* 8), .instances)
    }

    /// Evaluates all element segments. It must not hold a copy of the instance: each value appended would then copy all
    /// segments before it.
    private func evaluateSegments(_ address: Int, _ module: ModuleSyntax) throws {
        state.instances[address].elements.reserveCapacity(module.elements.count)
        for (index, segment) in module.elements.enumerated() {
            try checkInstantiation(entry: index)
            switch segment.items {
            case .functions(let indices):
                var values: [UInt64] = []
                values.reserveCapacity(indices.count)
                _ = try trapping {
                    try inPieces(indices.count) { offset, count in
                        for function in indices[offset..<offset &+ count] {
                            values.append(UInt64(state.instances[address].functionAddress(function) &+ 1))
                        }
                    }
                }
                state.instances[address].elements.append(values)
            case .expressions(let expressions):
                if state.heap.types.isManaged(segment.type.renumbered(state.instances[address].code?.types ?? [])) {
                    state.instances[address].managedSegments.append(index)
                }
                // Appended one by one, so that a collection finds the values so far.
                state.instances[address].elements.append([])
                for (number, expression) in expressions.enumerated() {
                    try checkInstantiation(entry: number)
                    let value = try evaluate(expression, in: address, module).bits
                    state.instances[address].elements[index].append(value)
                }
            }
        }
    }

    /// Drops an element segment and releases its memory.
    func dropElements(_ segment: Int, of instance: Int) {
        hostMemory.release(UInt64(state.instances[instance].elements[segment].count &* 8), .instances)
        state.instances[instance].elements[segment] = []
    }

    /// Does a part of instantiation that can be interrupted.
    ///
    /// - Throws: ``Trap`` if it is interrupted; any other error of `work`.
    func trapping<Result>(_ work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch let interrupted as Interrupted {
            noteRefusal(causing: .interrupted(interrupted.reason))
            throw Trap(.interrupted(interrupted.reason))
        }
    }

    private func writeActiveSegments(_ address: Int, _ module: ModuleSyntax) throws {
        for (index, segment) in module.elements.enumerated() {
            try checkInstantiation(entry: index)
            switch segment.mode {
            case .passive: continue
            case .declarative: break
            case .active(let table, let offset):
                let start = try evaluate(offset, in: address, module).bits
                let count = UInt64(state.instances[address].elements[index].count)
                let done = try trapping {
                    try initializeTable(address, Int(table), start, index, 0, count, pay: {})
                }
                guard done else { throw Trap(.outOfBoundsTableAccess) }
            }
            dropElements(index, of: address)
        }
        for (index, segment) in module.data.enumerated() {
            try checkInstantiation(entry: index)
            guard case .active(let memory, let offset) = segment.mode else { continue }
            let start = try evaluate(offset, in: address, module).bits
            let count = UInt64(segment.contents.count)
            let done = try trapping {
                try initializeMemory(address, Int(memory), start, index, 0, count, pay: {})
            }
            guard done else { throw Trap(.outOfBoundsMemoryAccess) }
            state.instances[address].data[index] = 0..<0
        }
    }
}
