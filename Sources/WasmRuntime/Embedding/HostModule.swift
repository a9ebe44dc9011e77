import WasmSyntax

/// Host functions under one module name. Each states what an embedder needs to know before granting it: the name of its
/// grant, its effects, the price of a call, and the time that a call may take.
///
///     var shop = HostModule("shop")
///     shop.define("stock", effects: .readsState, price: 100, HostFunction { (item: Int32) -> Int32 in … })
///
/// A guest can import a function only if a policy allows its grant: see `Imports.add(_:policy:wasi:)`.
public struct HostModule {
    /// A registered function.
    public struct Entry {
        /// The function with its type.
        public let function: HostFunction
        /// The function's name in policies, by default `module.name`. Several functions may share one.
        public let grant: String
        /// The function's effects besides computing its results.
        public let effects: HostEffects
        /// Units of budget that each call costs, charged before it begins.
        public let price: UInt64
        /// The time that a call may take, in nanoseconds; `nil` if only the guest's own deadline limits it.
        public let deadlineNanoseconds: UInt64?
        /// The names and meanings of the function's parameters, for the audit.
        public let parameters: [CallParameter]
    }

    /// The module name under which guests import the functions.
    public let name: Name
    /// The functions by their names.
    public private(set) var entries: [Name: Entry] = [:]

    /// A host module without functions.
    public init(_ name: Name) { self.name = name }

    /// Registers a function, replacing any of the same name.
    ///
    /// - Parameters:
    ///   - name: The function's name as an import.
    ///   - grant: The function's name in policies; `nil` for `module.name`.
    ///   - effects: What the function does besides computing its results from its arguments.
    ///   - price: Units of budget that each call costs. If the budget does not suffice, the call traps before it begins.
    ///   - deadlineNanoseconds: The time that a call may take. To be stopped in time, the function must poll
    ///     ``HostCall/interruption``; otherwise the guest is stopped only when the function returns. Calls back into the
    ///     guest are stopped by the same deadline.
    ///   - parameters: Names and meanings of the parameters, for the audit; a parameter not listed is a plain value.
    ///   - function: The function.
    public mutating func define(
        _ name: Name, grant: String? = nil, effects: HostEffects = [], price: UInt64 = 0,
        deadlineNanoseconds: UInt64? = nil, parameters: [CallParameter] = [], _ function: HostFunction
    ) {
        entries[name] = Entry(
            function: function, grant: grant ?? "\(self.name).\(name)", effects: effects, price: price,
            deadlineNanoseconds: deadlineNanoseconds, parameters: parameters)
    }
}

extension HostModule.Entry {
    /// Returns the function with its price and its deadline enforced.
    ///
    /// - Parameter deadline: Makes an interruption that stops once so many nanoseconds have passed.
    package func metered(_ deadline: @escaping (_ nanoseconds: UInt64) -> any Interruption) -> HostFunction {
        guard price > 0 || deadlineNanoseconds != nil else { return function }
        let (body, price, nanoseconds) = (function.body, price, deadlineNanoseconds)
        if let asyncBody = function.asyncBody {
            let limited = nanoseconds.map(asyncBody.limited) ?? asyncBody
            return HostFunction(
                type: function.type,
                body: { call in
                    try call.chargeBeginning(price)
                    try body(&call)
                }, asyncBody: limited)
        }
        return HostFunction(type: function.type) { call in
            try call.chargeBeginning(price)
            guard let nanoseconds else { return try body(&call) }
            let end = deadline(nanoseconds)
            let both = FirstOf(call.interruption, end)
            let (store, outer) = (call.store, call.store.interruption)
            store.interruption = both
            defer { if store.interruption === both { store.interruption = outer } }
            try body(&call)
            if let reason = end.reasonToStop() { throw Interrupted(reason) }
        }
    }
}

extension Store {
    /// Whether the deadline of the guest itself has passed, and not only that of the host function that it called.
    package var isPastGuestDeadline: Bool {
        var own = interruption
        while let both = own as? FirstOf { own = both.first }
        return own?.reasonToStop() == .deadlineExceeded
    }
}

/// An interruption that stops when either of two does.
private final class FirstOf: Interruption {
    let first: (any Interruption)?
    private let second: any Interruption

    init(_ first: (any Interruption)?, _ second: any Interruption) {
        self.first = first
        self.second = second
    }

    func reasonToStop() -> InterruptReason? { first?.reasonToStop() ?? second.reasonToStop() }
}
