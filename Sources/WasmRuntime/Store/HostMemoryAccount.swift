/// The bytes of host memory that a store occupies, by kind, and the limit of all together (``StoreLimits/hostBytes``).
///
/// Code that allocates for a guest takes the bytes here first, so that a guest cannot reach several other limits at once
/// and add them up. Sizes are those of the contents; an array that grows may have room for twice as much.
package final class HostMemoryAccount {
    /// The limit in bytes.
    package let limit: UInt64
    /// The bytes that are occupied now, by kind.
    package private(set) var usage = HostUsage()
    /// The bytes that are occupied now: the sum of ``usage``.
    package private(set) var held: UInt64 = 0
    /// The most bytes that were occupied at once.
    package private(set) var peak: UInt64 = 0
    /// Bytes that were given back without having been taken: a fault, which tests look for.
    package private(set) var excess: UInt64 = 0
    /// Whether objects of the host were counted beyond the limit, as the embedder cannot be refused.
    private var hasExceeded = false

    package init(limit: UInt64) { self.limit = limit }

    /// Counts bytes that the caller is about to allocate.
    ///
    /// - Returns: `false` if the limit does not allow them; then nothing is counted, and the caller must not allocate.
    package func take(_ bytes: UInt64, _ kind: HostMemoryKind) -> Bool {
        guard bytes <= limit, held <= limit &- bytes else { return false }
        count(bytes, kind)
        return true
    }

    /// Counts bytes of several kinds that the caller is about to allocate.
    ///
    /// - Returns: As ``take(_:_:)``.
    func take(_ usage: HostUsage) -> Bool {
        let bytes = usage.total
        guard bytes <= limit, held <= limit &- bytes else { return false }
        for kind in HostMemoryKind.allCases where usage[kind] > 0 { count(usage[kind], kind) }
        return true
    }

    /// Counts bytes that are there in any case, whatever the limit is.
    func count(_ bytes: UInt64, _ kind: HostMemoryKind) {
        usage[kind] &+= bytes
        held &+= bytes
        peak = max(peak, held)
    }

    /// Counts bytes that a host function has allocated, for which its caller traps if the limit does not allow them.
    func countForHost(_ bytes: UInt64, _ kind: HostMemoryKind) {
        count(bytes, kind)
        if isExceeded { hasExceeded = true }
    }

    /// Stops counting bytes that were freed.
    package func release(_ bytes: UInt64, _ kind: HostMemoryKind) {
        let counted = min(bytes, usage[kind])
        usage[kind] &-= counted
        held &-= counted
        excess &+= bytes &- counted
        if hasExceeded, !isExceeded { hasExceeded = false }
    }

    /// Stops counting bytes of several kinds that were freed.
    func release(_ usage: HostUsage) {
        for kind in HostMemoryKind.allCases where usage[kind] > 0 { release(usage[kind], kind) }
    }

    /// Stops counting all bytes that the store itself has counted, and those that it had at its peak.
    func reset() {
        for kind in HostMemoryKind.allCases where kind.isOfStore { release(usage[kind], kind) }
        peak = held
    }

    /// Counts these bytes instead of those so far.
    func adopt(_ usage: HostUsage) {
        (self.usage, held) = (usage, usage.total)
        peak = max(peak, held)
    }

    /// Whether more is counted than the limit allows.
    var isExceeded: Bool { held > limit }

    /// Whether a guest must end because host functions have made more than the limit allows.
    var isExceededByHost: Bool { hasExceeded }
}
