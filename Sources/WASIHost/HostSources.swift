import WASIPreview1

/// The system's clocks: real time and monotonic. Processor time is the host's own business.
public final class HostClocks: WASIClocks {
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

    /// Nanoseconds of the monotonic clock, for measuring.
    public static func monotonicNanoseconds() -> UInt64 { Syscalls.time(isMonotonic: true) }
}

/// The system's random bytes, fit for secrets.
public final class HostRandomSource: WASIRandomSource {
    public init() {}

    public func fill(_ bytes: inout MutableSpan<UInt8>) throws {
        do {
            try Syscalls.fillRandom(&bytes)
        } catch {
            throw Errno(error)
        }
    }
}
