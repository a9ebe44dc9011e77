import WasmSyntax

/// A linear memory (specification: *Execution / Runtime Structure / Memory Instances*).
///
/// It has bytes only as far as something was accessed, in ``bytes``; behind that it is zero. Whoever accesses it compares
/// with ``accessibleSize`` and then calls `Store.commit`: see `Store+Commit.swift`.
package struct MemoryInstance {
    package var type: MemoryType
    /// The memory from its beginning as far as it is committed; at most ``size`` bytes.
    package var bytes: [UInt8]
    /// The memory's size in bytes.
    package var size: Int
    /// Whether the bytes are out of the store for a host function's use just now; it cannot grow then.
    package var isLent = false

    /// A memory of this many bytes, all zero.
    package init(type: MemoryType, size: Int) {
        self.type = type
        self.size = size
        bytes = []
    }

    /// How many bytes may be accessed now.
    package var accessibleSize: Int { isLent ? 0 : size }
}
