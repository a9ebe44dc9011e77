import WasmSyntax

/// A function of a guest's module, for messages and logs.
public struct GuestFunction: Hashable, Sendable {
    /// Its index in the module.
    public var index: UInt32
    /// From the module's name section, if that names it: safe to print, and cut if it is long.
    public var name: String?

    public init(index: UInt32, name: String?) {
        self.index = index
        self.name = name
    }
}

extension HostCall {
    /// The guest's function that makes the call; `nil` when the embedder calls a host function directly.
    public var callingFunction: GuestFunction? {
        guard let caller, caller.index < store.instances.count, let code = store.instances[caller.index].code,
            let function = code.function(containing: place &- 1)
        else { return nil }
        let index = UInt32(truncatingIfNeeded: code.importedFunctions &+ function.function)
        return GuestFunction(index: index, name: code.names.functionName(index)?.description)
    }

    /// Units of budget that were spent before the call.
    public var spent: UInt64 { store.budget.spent }

    /// Charges for the call, before its work is done.
    ///
    /// - Throws: ``Trap`` of kind ``Trap/Kind/budgetExhausted`` if so much is not left: nothing is charged then.
    public func charge(_ units: UInt64) throws {
        let (sum, overflow) = store.budget.spent.addingReportingOverflow(units)
        // The machine counts in `Int`.
        guard !overflow, sum <= UInt64(clamping: store.budget.limitAsInt) else { throw Trap(.budgetExhausted) }
        store.budget.spent = sum
    }
}
