/// Why a running guest was stopped from outside.
public enum InterruptReason: Hashable, Sendable {
    /// The time given to it is over.
    case deadlineExceeded
    /// Another thread asked for it to stop.
    case cancelled
}

/// What can stop a guest from outside: asked by the interpreter every few million units of budget, and by host
/// functions that block (which must ask at least every few hundredths of a second while they wait).
///
/// The clock and the flag between threads belong to the host: `WASIHost` has an implementation.
public protocol Interruption: AnyObject, Sendable {
    /// The reason to stop now, or `nil` to go on.
    func reasonToStop() -> InterruptReason?
}

/// Thrown by a host function that found out that the guest must stop; the interpreter makes it a trap.
public struct Interrupted: Error, Hashable, Sendable {
    public var reason: InterruptReason

    public init(_ reason: InterruptReason) { self.reason = reason }
}

/// Thrown by a host function to end the guest with an exit code; `invoke` throws it on, unchanged.
public struct GuestExit: Error, Hashable, Sendable {
    public var code: UInt32

    public init(code: UInt32) { self.code = code }
}
