import WasmSyntax

/// The reason why a ``GuestCall`` is suspended, and what lets it go on.
public enum Suspension: Sendable {
    /// The next step needs so many units more than ``Budget/limit`` leaves. A higher limit lets the call go on.
    case budgetSpent(needed: UInt64)
    /// The store's ``Store/interruption`` asked the guest to stop. Once it no longer does, the call can go on.
    case interrupted(InterruptReason)
    /// The units after which the call was to yield are spent. The call can go on at once.
    case yielded
    /// The guest waits, in a call of WASI or of a host function, for about so long. The call can go on at any time; if it is
    /// too early, it waits on.
    case waiting(nanoseconds: UInt64)
    /// A host function asked for the suspension. `GuestCall.resume(returning:)` ends the call of that function.
    case hostFunction(HostSuspension)
    /// The call waits for the results of the host function that suspended it, and was resumed without.
    case awaitingResults
}

extension Suspension: CustomStringConvertible {
    /// A text for messages.
    public var description: String {
        switch self {
        case .budgetSpent(let needed): "the budget is spent: the next step needs \(needed) units more"
        case .interrupted(let reason): reason.description
        case .yielded: "yielded"
        case .waiting(let nanoseconds): "waits for \(nanoseconds) ns"
        case .hostFunction(let suspension): suspension.description
        case .awaitingResults: "waits for the results of a host function"
        }
    }
}

/// An error that a host function throws to suspend the call of the guest that has called it: see ``GuestCall``.
///
///     let ask = HostFunction(type: FunctionType(parameters: [.i32], results: [.i32])) { call in
///         throw HostSuspension(call.i32(at: 0))
///     }
///
/// The embedder gets the value with ``Suspension/hostFunction(_:)``, and ends the host function's call with
/// `GuestCall.resume(returning:)` or `GuestCall.resume(throwing:)`. In a call that cannot be resumed, the error becomes a
/// trap that says so.
public struct HostSuspension: Error, CustomStringConvertible {
    /// The host function's value for the embedder.
    public let value: any Sendable

    /// A suspension with a value for the embedder.
    public init(_ value: any Sendable = ()) { self.value = value }

    /// A text for messages.
    public var description: String {
        value is AsyncHostFunction
            ? "the host function is asynchronous, and the guest was not called with callAsync"
            : "a host function asks to suspend the guest, whose call was not begun as one that can be resumed"
    }
}
