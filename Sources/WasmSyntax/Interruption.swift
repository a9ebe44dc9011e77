/// Why a running guest, or the loading of a module, was stopped from outside.
public enum InterruptReason: Hashable, Sendable {
    /// The time given to it is over.
    case deadlineExceeded
    /// Another thread asked for it to stop.
    case cancelled
}

/// What can stop a guest from outside, from the first byte of its module on: asked by loading at least every
/// millisecond of work, by the interpreter every 131,072 units of budget at the latest, and by host functions that block
/// (which must ask at least every few hundredths of a second while they wait).
///
/// It is asked on whatever thread works, on several at once while a large module is validated. The clock and the flag
/// between threads belong to the host: `WASIHost` has an implementation.
public protocol Interruption: AnyObject, Sendable {
    /// The reason to stop now, or `nil` to go on. It may change the budget of the store that asks, but not call its
    /// functions or instantiate there: those throw `CallError.calledByInterruption`.
    func reasonToStop() -> InterruptReason?
}

/// Thrown by loading that was stopped from outside, and by a host function that found out that the guest must stop; of
/// the latter the interpreter makes a trap.
public struct Interrupted: Error, Hashable, Sendable {
    public var reason: InterruptReason

    public init(_ reason: InterruptReason) { self.reason = reason }
}
