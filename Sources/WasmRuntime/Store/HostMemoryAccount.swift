/// The bytes that a store makes the host hold, everything included, and the most that there may be
/// (``StoreLimits/hostBytes``).
///
/// Whoever allocates for a guest takes the bytes here first, so that guests cannot add up what several limits allow
/// one by one. Sizes are those of the contents; an array that grows may have room for twice as much.
package final class HostMemoryAccount {
    /// The most bytes that may be held.
    package let limit: UInt64
    /// The bytes that are held now.
    package private(set) var held: UInt64 = 0

    package init(limit: UInt64) { self.limit = limit }

    /// Notes that so many bytes more are held.
    ///
    /// - Returns: `false` if the limit does not allow it: nothing is noted then, and nothing may be allocated.
    package func take(_ bytes: UInt64) -> Bool {
        guard bytes <= limit, held <= limit &- bytes else { return false }
        held &+= bytes
        return true
    }

    /// Notes that so many bytes are not held any more.
    package func release(_ bytes: UInt64) { held &-= min(bytes, held) }
}
