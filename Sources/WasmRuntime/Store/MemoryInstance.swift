import WasmSyntax

/// A linear memory (specification: *Execution / Runtime Structure / Memory Instances*).
///
/// Only its beginning is committed, as ``bytes``, up to at least the highest address that was accessed; the rest is zero.
/// Code that accesses the memory compares with ``accessibleSize`` and then calls `Store.commit`: see `Store+Commit.swift`.
package struct MemoryInstance {
    package var type: MemoryType
    /// The committed beginning of the memory; at most ``size`` bytes.
    package var bytes: [UInt8]
    /// The memory's size in bytes.
    package var size: Int
    /// Whether the bytes are out of the store while a host function uses them; the memory cannot grow then.
    package var isLent = false

    /// A memory of this many bytes, all zero.
    package init(type: MemoryType, size: Int) {
        self.type = type
        self.size = size
        bytes = []
    }

    /// The number of bytes that may be accessed now; 0 while they are lent.
    package var accessibleSize: Int { isLent ? 0 : size }
}

extension MemoryInstance {
    /// Checks that `count` bytes at `address` are within ``accessibleSize``, committed or not, and returns their indices.
    func range(at address: UInt64, count: UInt64) throws(MemoryAccessError) -> Range<Int> {
        let size = UInt64(accessibleSize)
        guard count <= size, address <= size &- count else {
            throw MemoryAccessError(address: address, count: count, size: size)
        }
        // Both are at most `size`, which was an `Int`.
        let start = Int(truncatingIfNeeded: address)
        return start..<(start &+ Int(truncatingIfNeeded: count))
    }

    /// Reads `count` bytes, at most 8, as a little-endian number.
    func word(at address: UInt64, count: UInt64) throws(MemoryAccessError) -> UInt64 {
        var word: UInt64 = 0
        for index in try range(at: address, count: count).reversed() {
            word = word << 8 | (index < bytes.count ? UInt64(bytes[index]) : 0)
        }
        return word
    }

    /// Writes the low `count` bytes of a number, at most 8, little-endian. The caller has committed them.
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
