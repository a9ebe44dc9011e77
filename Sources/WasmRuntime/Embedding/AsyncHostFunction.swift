import WasmSyntax

/// The body of an asynchronous host function.
enum AsyncBody {
    /// A function of the arguments' bits alone. It can run beside a timer, which is how a deadline ends it.
    case values(@Sendable ([UInt64]) async throws -> [UInt64])
    /// A function that may access the guest's memory, on the executor of who has called the guest.
    case call(Function)

    typealias Function = nonisolated(nonsending) (AsyncHostCall) async throws -> [Value]
}

/// One call of an asynchronous host function by a guest. Other calls of the store may run while the function waits.
public struct AsyncHostCall {
    package let store: Store
    /// The calling instance; `nil` when the embedder calls the host function directly.
    let caller: InstanceIdentity?
    /// The guest's arguments.
    public let arguments: [Value]
    /// The guest's function that makes the call; `nil` when the embedder calls the host function directly.
    public let callingFunction: GuestFunction?

    /// The caller's first memory; `nil` if it has none. It may change while the function waits.
    public var memory: GuestMemory? {
        guard let caller, let address = store.firstMemory(of: caller) else { return nil }
        return GuestMemory(store: store, address: address, owner: caller)
    }

    /// The interruption that may stop the guest.
    public var interruption: (any Interruption)? { store.interruption }

    /// The units of budget that the store has spent so far.
    public var spent: UInt64 { store.budget.spent }

    /// Charges units of budget for the call; to be called before the work is done.
    ///
    /// - Throws: ``Trap`` of kind ``Trap/Kind/budgetExhausted`` if fewer units are left; nothing is charged then.
    public func charge(_ units: UInt64) throws {
        guard store.machine.charge(units) else { throw Trap(.budgetExhausted) }
    }
}

extension HostFunction {
    /// An asynchronous host function: the guest that calls it is suspended until it returns, and no thread waits. The guest
    /// must be called with ``Function/callAsync(_:yieldingEvery:)`` or one of its kin; in other calls the function traps.
    ///
    /// The function runs on the executor of who has called the guest.
    ///
    /// - Parameter body: Returns the results. Errors become traps as those of other host functions do.
    public init(
        type: FunctionType, async body: nonisolated(nonsending) @escaping (AsyncHostCall) async throws -> [Value]
    ) {
        self.init(type: type, asyncBody: .call(body))
    }

    /// An asynchronous host function that takes Swift values and returns one:
    /// `HostFunction { (key: Int32) async throws -> Int32 in … }`. See `init(type:async:)`.
    public init<each Argument: WasmValue, Result: WasmValue>(
        _ body: @escaping @Sendable (repeat each Argument) async throws -> Result
    ) {
        let type = HostFunction.type((repeat each Argument).self, results: [Result.wasmType])
        self.init(
            type: type,
            asyncBody: .values { bits in
                var index = 0
                return [try await body(repeat HostFunction.next(&index, bits, (each Argument).self)).wasmBits]
            })
    }

    /// An asynchronous host function that takes Swift values and returns nothing. See `init(type:async:)`.
    public init<each Argument: WasmValue>(_ body: @escaping @Sendable (repeat each Argument) async throws -> Void) {
        let type = HostFunction.type((repeat each Argument).self, results: [])
        self.init(
            type: type,
            asyncBody: .values { bits in
                var index = 0
                try await body(repeat HostFunction.next(&index, bits, (each Argument).self))
                return []
            })
    }

    private init(type: FunctionType, asyncBody: AsyncBody) {
        self.type = type
        self.asyncBody = asyncBody
        // Wrappers of this function, such as a price, run before the suspension.
        body = { _ in throw HostSuspension(AsyncHostFunction()) }
    }

    private static func next<Argument: WasmValue>(
        _ index: inout Int, _ bits: [UInt64], _ type: Argument.Type
    ) -> Argument {
        defer { index &+= 1 }
        return Argument(wasmBits: index < bits.count ? bits[index] : 0)
    }
}

/// The value with which an asynchronous host function suspends the guest.
struct AsyncHostFunction: Sendable {}

extension AsyncBody {
    /// Returns the function with a deadline, after which it throws ``Interrupted``. A function that may access the guest's
    /// memory must look at its call's interruption.
    func limited(to nanoseconds: UInt64) -> AsyncBody {
        guard case .values(let body) = self else { return self }
        return .values { arguments in
            try await withThrowingTaskGroup(of: [UInt64]?.self) { group in
                group.addTask { try await body(arguments) }
                group.addTask {
                    try await Task.sleep(nanoseconds: nanoseconds)
                    return nil
                }
                defer { group.cancelAll() }
                guard let first = try await group.next(), let results = first else {
                    throw Interrupted(.deadlineExceeded)
                }
                return results
            }
        }
    }
}
