import WasmSyntax

/// A linear memory (specification: *Execution / Runtime Structure / Memory Instances*).
package struct MemoryInstance {
    package var type: MemoryType
    package var bytes: [UInt8]
    /// Whether the bytes are out of the store for a host function's use just now; it cannot grow then.
    package var isLent = false
    /// How many bytes these are.
    package var lentBytes = 0

    package init(type: MemoryType, bytes: [UInt8]) {
        self.type = type
        self.bytes = bytes
    }
}

extension MemoryInstance {
    /// Checks that `count` bytes at `address` are inside, and gives them as indices. While the bytes are lent there are
    /// none.
    func range(at address: UInt64, count: UInt64) throws(MemoryAccessError) -> Range<Int> {
        let size = UInt64(bytes.count)
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
        for index in try range(at: address, count: count).reversed() { word = word << 8 | UInt64(bytes[index]) }
        return word
    }

    /// Writes the low `count` bytes, at most 8, little-endian.
    mutating func setWord(_ word: UInt64, at address: UInt64, count: UInt64) throws(MemoryAccessError) {
        var word = word
        for index in try range(at: address, count: count) {
            bytes[index] = UInt8(truncatingIfNeeded: word)
            word >>= 8
        }
    }
}
