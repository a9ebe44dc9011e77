import WasmSyntax

/// Host functions under one module name, with what is to be known of each before a guest is given it: what grants it,
/// what it does beside computing, what a call costs, and how long it may take.
///
///     var shop = HostModule("shop")
///     shop.define("stock", effects: .readsState, price: 100, HostFunction { (item: Int32) -> Int32 in … })
///
/// Nothing of it links by itself: a policy has to allow its grants, see `Imports.add(_:policy:wasi:)`.
public struct HostModule {
    /// A registered function.
    public struct Entry {
        /// The function with its type.
        public let function: HostFunction
        /// What a policy calls it: `module.name` if nothing else was said. Several functions may share one.
        public let grant: String
        /// What it does beside computing its results.
        public let effects: HostEffects
        /// Units of budget that each call costs, charged before it begins.
        public let price: UInt64
        /// How long a call may take, in nanoseconds; `nil` for as long as the guest.
        public let deadlineNanoseconds: UInt64?
        /// Its parameters, for the audit.
        public let parameters: [CallParameter]
    }

    /// The name of the module that they are imported from.
    public let name: Name
    /// The functions by their names.
    public private(set) var entries: [Name: Entry] = [:]

    /// No functions yet.
    public init(_ name: Name) { self.name = name }

    /// Registers a function; one of the same name is replaced.
    ///
    /// - Parameters:
    ///   - name: Its name as an import.
    ///   - grant: What a policy calls it; `nil` for `module.name`.
    ///   - effects: What it does beside computing its results from its arguments.
    ///   - price: Units of budget that each call costs. What cannot be paid is not done: the guest ends.
    ///   - deadlineNanoseconds: How long a call may take. It must ask ``HostCall/interruption`` to be stopped in time;
    ///     if it does not, the guest ends when it returns. What it calls of the guest is stopped by it as well.
    ///   - parameters: Names and meanings of its parameters, for the audit; those that are not told are values.
    ///   - function: What it does.
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
    /// The function, with its price and its deadline.
    ///
    /// - Parameter deadline: Makes what says when so many nanoseconds are over.
    package func metered(_ deadline: @escaping (_ nanoseconds: UInt64) -> any Interruption) -> HostFunction {
        guard price > 0 || deadlineNanoseconds != nil else { return function }
        let (body, price, nanoseconds) = (function.body, price, deadlineNanoseconds)
        return HostFunction(type: function.type) { call in
            try call.charge(price)
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

/// Stops when either of two does.
private final class FirstOf: Interruption {
    private let first: (any Interruption)?
    private let second: any Interruption

    init(_ first: (any Interruption)?, _ second: any Interruption) {
        self.first = first
        self.second = second
    }

    func reasonToStop() -> InterruptReason? { first?.reasonToStop() ?? second.reasonToStop() }
}
