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

extension MemoryInstance {
    /// Checks that `count` bytes at `address` are inside, committed or not, and gives them as indices. While the bytes are
    /// lent there are none.
    func range(at address: UInt64, count: UInt64) throws(MemoryAccessError) -> Range<Int> {
        let size = UInt64(accessibleSize)
        guard count <= size, address <= size &- count else {
            throw MemoryAccessError(address: address, count: count, size: size)
        }
        // Both are at most `size`, which came from an Int.
        let start = Int(truncatingIfNeeded: address)
        return start..<(start &+ Int(truncatingIfNeeded: count))
    }

    /// `count` bytes, at most 8, little-endian.
    func word(at address: UInt64, count: UInt64) throws(MemoryAccessError) -> UInt64 {
        var word: UInt64 = 0
        for index in try range(at: address, count: count).reversed() {
            word = word << 8 | (index < bytes.count ? UInt64(bytes[index]) : 0)
        }
        return word
    }

    /// Writes the low `count` bytes, at most 8, little-endian. They are committed.
    mutating func setWord(_ word: UInt64, at address: UInt64, count: UInt64) throws(MemoryAccessError) {
        var word = word
        let range = try range(at: address, count: count)
        guard range.upperBound <= bytes.count else { return }
        for index in range {
            bytes[index] = UInt8(truncatingIfNeeded: word)
            word >>= 8
        }
    }
}
