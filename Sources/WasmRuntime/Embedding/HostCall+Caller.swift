import WasmSyntax

/// A function of a guest's module, for messages and logs.
public struct GuestFunction: Hashable, Sendable {
    /// The function's index in the module.
    public var index: UInt32
    /// The function's name in the module's name section, escaped for printing and cut if it is long; `nil` if it has none.
    public var name: String?

    /// A function with this index and name.
    public init(index: UInt32, name: String?) {
        self.index = index
        self.name = name
    }
}

extension HostCall {
    /// The guest's function that makes the call; `nil` when the embedder calls the host function directly.
    public var callingFunction: GuestFunction? {
        guard let caller, caller.index != InstanceIdentity.host, store.state.isCurrent(caller),
            let code = store.state.instances[Int(caller.index)].code,
            let function = code.function(containing: place &- 1)
        else { return nil }
        let index = UInt32(truncatingIfNeeded: code.importedFunctions &+ function.function)
        return GuestFunction(index: index, name: code.names.functionName(index)?.description)
    }

    /// The units of budget spent so far, what the call was charged included.
    public var spent: UInt64 { store.budget.spent }

    /// Charges units of budget for the call; to be called before the work is done.
    ///
    /// - Throws: ``Trap`` of kind ``Trap/Kind/budgetExhausted`` if fewer units are left; nothing is charged then.
    public func charge(_ units: UInt64) throws {
        guard store.machine.charge(units) else { throw Trap(.budgetExhausted) }
    }

    /// Charges units of budget for a call that has not done anything yet. If fewer are left in a call that can be resumed,
    /// the host function is called again when there are enough.
    ///
    /// - Throws: An error that the host function must throw on, and that becomes a trap of kind
    ///   ``Trap/Kind/budgetExhausted`` in other calls; nothing is charged then.
    package func chargeBeginning(_ units: UInt64) throws {
        guard !store.machine.isBeginningPaid else { return store.machine.isBeginningPaid = false }
        guard store.machine.charge(units) else { throw BudgetShort(units: units) }
    }
}
