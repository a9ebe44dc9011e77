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

    /// Creates an interruption.
    ///
    /// - Parameter timeout: The time from now until the deadline.
    @available(macOS 13, iOS 16, tvOS 16, watchOS 9, *)
    public convenience init(timeout: Duration) { self.init(timeoutNanoseconds: timeout.nanoseconds) }

    /// Stops the guest within some hundredths of a second.
    public func cancel() { lock.withLock { isCancelled = true } }

    /// Sets a new deadline as `init` does, and revokes a cancellation.
    public func restart(timeoutNanoseconds: UInt64? = nil) {
        lock.withLock {
            deadline = timeoutNanoseconds.map(HostInterruption.deadline)
            isCancelled = false
        }
    }

    /// Sets a new deadline, the time from now, and revokes a cancellation.
    @available(macOS 13, iOS 16, tvOS 16, watchOS 9, *)
    public func restart(timeout: Duration) { restart(timeoutNanoseconds: timeout.nanoseconds) }

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

@available(macOS 13, iOS 16, tvOS 16, watchOS 9, *)
extension Duration {
    /// The nanoseconds, from 0 to those of 584 years.
    fileprivate var nanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let (whole, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, exceeds) = whole.addingReportingOverflow(UInt64(attoseconds) / 1_000_000_000)
        return overflow || exceeds ? .max : sum
    }
}
