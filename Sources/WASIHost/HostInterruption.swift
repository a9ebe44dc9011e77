import WasmRuntime

/// An interruption that stops a guest at a deadline, or when another thread asks for it.
///
/// All methods may be called from any thread.
public final class HostInterruption: Interruption, @unchecked Sendable {
    // The properties below are used only under the lock.
    private let lock = Lock()
    private var deadline: UInt64?
    private var isCancelled = false

    /// Creates an interruption.
    ///
    /// - Parameter timeoutNanoseconds: The time from now until the deadline; `nil` for none.
    public init(timeoutNanoseconds: UInt64? = nil) {
        deadline = timeoutNanoseconds.map(HostInterruption.deadline)
    }

    /// Stops the guest within some hundredths of a second.
    public func cancel() { lock.withLock { isCancelled = true } }

    /// Sets a new deadline as `init` does, and revokes a cancellation.
    public func restart(timeoutNanoseconds: UInt64? = nil) {
        lock.withLock {
            deadline = timeoutNanoseconds.map(HostInterruption.deadline)
            isCancelled = false
        }
    }

    public func reasonToStop() -> InterruptReason? {
        lock.withLock {
            if isCancelled { return .cancelled }
            if let deadline, Syscalls.time(isMonotonic: true) >= deadline { return .deadlineExceeded }
            return nil
        }
    }

    private static func deadline(after nanoseconds: UInt64) -> UInt64 {
        let (sum, overflow) = Syscalls.time(isMonotonic: true).addingReportingOverflow(nanoseconds)
        return overflow ? .max : sum
    }
}
