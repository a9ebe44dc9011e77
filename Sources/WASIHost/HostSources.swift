import WASIPreview1

/// The system's clocks: real time and monotonic. A guest gets no clocks of the host's processor time.
public final class HostClocks: WASIClocks {
    /// Creates the system's clocks.
    public init() {}

    public func now(_ clock: ClockID) -> UInt64? {
        switch clock {
        case .realtime: Syscalls.time(isMonotonic: false)
        case .monotonic: Syscalls.time(isMonotonic: true)
        case .processCPUTime, .threadCPUTime: nil
        }
    }

    public func resolution(_ clock: ClockID) -> UInt64? {
        switch clock {
        case .realtime: Syscalls.resolution(isMonotonic: false)
        case .monotonic: Syscalls.resolution(isMonotonic: true)
        case .processCPUTime, .threadCPUTime: nil
        }
    }

    public func sleep(nanoseconds: UInt64) { Syscalls.sleep(nanoseconds: nanoseconds) }

    /// Returns the nanoseconds of the monotonic clock, for measurements.
    public static func monotonicNanoseconds() -> UInt64 { Syscalls.time(isMonotonic: true) }
}

/// The system's random bytes, fit for secrets.
public final class HostRandomSource: WASIRandomSource {
    /// Creates a source of the system's random bytes.
    public init() {}

    public func fill(_ bytes: inout MutableSpan<UInt8>) throws {
        do {
            try Syscalls.fillRandom(&bytes)
        } catch {
            throw Errno(error)
        }
    }
}
