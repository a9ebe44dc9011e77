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
        // As for the globals of a store.
        bytes.reserveCapacity(1)
    }

    /// The number of bytes that may be accessed now; 0 while they are lent.
    package var accessibleSize: Int { isLent ? 0 : size }
}

// The methods that only read are `mutating` too, as Swift copies the structure for one that is not.

extension MemoryInstance {
    /// Checks that `count` bytes at `address` are within ``accessibleSize``, committed or not, and returns their indices.
    mutating func range(at address: UInt64, count: UInt64) throws(MemoryAccessError) -> Range<Int> {
        let size = UInt64(accessibleSize)
        guard count <= size, address <= size &- count else {
            throw MemoryAccessError(address: address, count: count, size: size)
        }
        // Both are at most `size`, which was an `Int`.
        let start = Int(truncatingIfNeeded: address)
        return start..<(start &+ Int(truncatingIfNeeded: count))
    }

    /// Reads `count` bytes, at most 8, as a little-endian number.
    mutating func word(at address: UInt64, count: UInt64) throws(MemoryAccessError) -> UInt64 {
        let range = try range(at: address, count: count)
        if range.upperBound <= bytes.count { return loadBytes(bytes, range.lowerBound, range.count) }
        var word: UInt64 = 0
        for index in range.reversed() { word = word << 8 | (index < bytes.count ? UInt64(bytes[index]) : 0) }
        return word
    }

    /// Writes the low `count` bytes of a number, at most 8, little-endian.
    ///
    /// - Returns: Whether the bytes are committed. If not, nothing is written.
    mutating func setWord(_ word: UInt64, at address: UInt64, count: UInt64) throws(MemoryAccessError) -> Bool {
        let range = try range(at: address, count: count)
        guard range.upperBound <= bytes.count else { return false }
        storeBytes(&bytes, range.lowerBound, range.count, word)
        return true
    }
}

// Accesses of the host to the memory with an address, which it has got from an instance. Each is one access to the store's
// property.

extension StoreState {
    /// The bytes of a memory that may be accessed; 0 if the instance was discarded.
    mutating func accessibleSize(ofMemory memory: Int, _ owner: InstanceIdentity) -> UInt64 {
        guard isCurrent(owner), memories.indices.contains(memory) else { return 0 }
        return UInt64(memories[memory].accessibleSize)
    }

    /// Checks that `count` bytes at `address` are within a memory, and returns their indices and whether all are committed.
    mutating func accessRange(
        in memory: Int, _ owner: InstanceIdentity, at address: UInt64, count: UInt64
    ) throws(MemoryAccessError) -> (range: Range<Int>, isCommitted: Bool) {
        guard isCurrent(owner), memories.indices.contains(memory) else {
            throw MemoryAccessError(address: address, count: count, size: 0)
        }
        let range = try memories[memory].range(at: address, count: count)
        return (range, range.upperBound <= memories[memory].bytes.count)
    }

    /// Reads `count` bytes, at most 8, as a little-endian number; also returns whether the access is to be recorded.
    mutating func word(
        in memory: Int, _ owner: InstanceIdentity, at address: UInt64, count: UInt64
    ) throws(MemoryAccessError) -> (word: UInt64, isRecorded: Bool) {
        guard isCurrent(owner), memories.indices.contains(memory) else {
            throw MemoryAccessError(address: address, count: count, size: 0)
        }
        return (try memories[memory].word(at: address, count: count), isRecorded)
    }

    /// Writes the low `count` bytes of a number, at most 8, little-endian.
    ///
    /// - Returns: Whether the bytes are committed, and whether the access is to be recorded. If the bytes are not committed,
    ///   nothing is written.
    mutating func setWord(
        _ word: UInt64, in memory: Int, _ owner: InstanceIdentity, at address: UInt64, count: UInt64
    ) throws(MemoryAccessError) -> (isCommitted: Bool, isRecorded: Bool) {
        guard isCurrent(owner), memories.indices.contains(memory) else {
            throw MemoryAccessError(address: address, count: count, size: 0)
        }
        return (try memories[memory].setWord(word, at: address, count: count), isRecorded)
    }
}
