/// An access outside of a linear memory.
public struct MemoryAccessError: Error, Hashable, Sendable, CustomStringConvertible {
    public var address: UInt64
    public var count: UInt64
    /// The memory's size in bytes.
    public var size: UInt64

    public var description: String {
        "access to \(count) bytes at \(address) is outside of the memory of \(size) bytes"
    }
}

/// A linear memory of a guest, for the embedder and host functions: every access is checked and throws
/// ``MemoryAccessError``; no pointer or view outlives a call.
public struct GuestMemory {
    package let store: Store
    package let address: Int

    package init(store: Store, address: Int) {
        self.store = store
        self.address = address
    }

    /// The memory's size in bytes.
    public var byteCount: UInt64 {
        address < store.memories.count ? UInt64(store.memories[address].accessibleSize) : 0
    }

    /// Checks that `count` bytes at `address` are inside, and gives them as indices. They are committed then.
    package func range(at address: UInt64, count: UInt64) throws(MemoryAccessError) -> Range<Int> {
        let size = byteCount
        guard count <= size, address <= size &- count else {
            throw MemoryAccessError(address: address, count: count, size: size)
        }
        // Both are at most `size`, which came from an Int.
        let start = Int(truncatingIfNeeded: address)
        let end = start &+ Int(truncatingIfNeeded: count)
        // Nothing is nowhere: it need not be committed, and so is not where it was said to be.
        guard count > 0 else { return 0..<0 }
        store.commitForHost(self.address, to: end)
        return start..<end
    }

    /// A little-endian integer at an address.
    public func load<Number: FixedWidthInteger>(
        _ type: Number.Type = Number.self, at address: UInt64
    ) throws(MemoryAccessError) -> Number {
        let range = try range(at: address, count: UInt64(Number.bitWidth / 8))
        var value: Number = 0
        for (position, index) in range.enumerated() {
            value |= Number(truncatingIfNeeded: store.memories[self.address].bytes[index]) << Number(position &* 8)
        }
        return value
    }

    /// Writes an integer, little-endian.
    public func store<Number: FixedWidthInteger>(_ value: Number, at address: UInt64) throws(MemoryAccessError) {
        let range = try range(at: address, count: UInt64(Number.bitWidth / 8))
        for (position, index) in range.enumerated() {
            store.memories[self.address].bytes[index] = UInt8(truncatingIfNeeded: value >> Number(position &* 8))
        }
    }

    /// A copy of `count` bytes. The caller bounds `count`; it is at most the memory's size.
    public func read(at address: UInt64, count: UInt64) throws(MemoryAccessError) -> [UInt8] {
        let range = try range(at: address, count: count)
        return Array(store.memories[self.address].bytes[range])
    }

    /// Copies bytes into the memory: all, or on an error none.
    public func write(_ bytes: some Collection<UInt8>, at address: UInt64) throws(MemoryAccessError) {
        let range = try range(at: address, count: UInt64(bytes.count))
        var index = range.lowerBound
        for byte in bytes {
            store.memories[self.address].bytes[index] = byte
            index &+= 1
        }
    }

    /// Calls `body` with a view of `count` bytes, without copying them.
    ///
    /// - Throws: What `body` throws; ``MemoryAccessError`` where the range is outside.
    public func withBytes<Result>(
        at address: UInt64, count: UInt64, _ body: (Span<UInt8>) throws -> Result
    ) throws -> Result {
        let range = try range(at: address, count: count)
        let bytes = store.memories[self.address].bytes
        return try body(bytes.span.extracting(range))
    }

    /// Calls `body` with a view of `count` bytes that it may change, without copying them.
    ///
    /// While `body` runs the memory is taken out of the store: any other access to it throws
    /// ``MemoryAccessError``, and it cannot grow.
    ///
    /// - Throws: What `body` throws; ``MemoryAccessError`` where the range is outside.
    public func withMutableBytes<Result>(
        at address: UInt64, count: UInt64, _ body: (inout MutableSpan<UInt8>) throws -> Result
    ) throws -> Result {
        // Lent already, it has no bytes; but even none of them may be lent twice.
        guard !store.memories[self.address].isLent else {
            throw MemoryAccessError(address: address, count: count, size: 0)
        }
        let range = try range(at: address, count: count)
        var bytes: [UInt8] = []
        swap(&bytes, &store.memories[self.address].bytes)
        store.memories[self.address].isLent = true
        defer {
            swap(&bytes, &store.memories[self.address].bytes)
            store.memories[self.address].isLent = false
        }
        var whole = bytes.mutableSpan
        var part = whole._mutatingExtracting(range)
        return try body(&part)
    }
}
