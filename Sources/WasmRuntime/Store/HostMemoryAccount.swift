/// The bytes of host memory that a store occupies, all kinds together, and their limit (``StoreLimits/hostBytes``).
///
/// Code that allocates for a guest takes the bytes here first, so that a guest cannot reach several other limits at once
/// and add them up. Sizes are those of the contents; an array that grows may have room for twice as much.
package final class HostMemoryAccount {
    /// The limit in bytes.
    package let limit: UInt64
    /// The bytes that are occupied now.
    package private(set) var held: UInt64 = 0

    package init(limit: UInt64) { self.limit = limit }

    /// Counts bytes that the caller is about to allocate.
    ///
    /// - Returns: `false` if the limit does not allow them; then nothing is counted, and the caller must not allocate.
    package func take(_ bytes: UInt64) -> Bool {
        guard bytes <= limit, held <= limit &- bytes else { return false }
        held &+= bytes
        return true
    }

    /// Counts so many bytes instead of those so far.
    func adopt(_ bytes: UInt64) { held = bytes }

    /// Stops counting bytes that were freed.
    package func release(_ bytes: UInt64) { held &-= min(bytes, held) }
}
