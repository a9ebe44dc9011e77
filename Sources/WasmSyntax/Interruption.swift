/// The reason for which a running guest, or the loading of a module, was stopped from outside.
public enum InterruptReason: Hashable, Sendable {
    /// The deadline has passed.
    case deadlineExceeded
    /// Another thread asked it to stop.
    case cancelled
}

/// A source of requests to stop a guest from outside, polled from the first byte of its module on. Loading polls it at
/// least once per millisecond of work, the interpreter at least once per 131,072 units of budget. A host function that
/// blocks must poll it every few hundredths of a second while it waits.
///
/// It is polled on the thread that works, and on several threads at once while a large module is validated. Clocks and
/// flags shared by threads belong to the host: `WASIHost` has an implementation.
public protocol Interruption: AnyObject, Sendable {
    /// Returns the reason to stop now, or `nil` to go on. An implementation may change the budget of the store that
    /// polls it, but must not call the store's functions or instantiate in it: these throw
    /// `CallError.calledByInterruption`.
    func reasonToStop() -> InterruptReason?
}

/// The error that loading throws when it was stopped from outside, and a host function when its guest must stop. The
/// interpreter turns the latter into a trap.
public struct Interrupted: Error, Hashable, Sendable {
    /// The reason for stopping.
    public var reason: InterruptReason

    /// Creates the error with its reason.
    public init(_ reason: InterruptReason) { self.reason = reason }
}
