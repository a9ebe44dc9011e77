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
    @usableFromInline
    package func range(at address: UInt64, count: UInt64) throws(MemoryAccessError) -> Range<Int> {
        guard self.address < store.memories.count else {
            throw MemoryAccessError(address: address, count: count, size: 0)
        }
        let range = try store.memories[self.address].range(at: address, count: count)
        // Nothing is nowhere: it need not be committed, and so is not where it was said to be.
        guard count > 0 else { return 0..<0 }
        guard store.commitForHost(self.address, to: range.upperBound) else {
            // The guest is being stopped; its host function sees memory that is not there.
            throw MemoryAccessError(address: address, count: count, size: 0)
        }
        return range
    }

    // What is generic here is inlined where it is called, and only counts bytes: left generic, reading a number took
    // some hundred instructions.

    /// A little-endian integer at an address.
    @inlinable
    public func load<Number: FixedWidthInteger>(
        _ type: Number.Type = Number.self, at address: UInt64
    ) throws(MemoryAccessError) -> Number {
        let size = UInt64(Number.bitWidth / 8)
        if size <= 8 { return Number(truncatingIfNeeded: try word(at: address, count: size)) }
        _ = try range(at: address, count: size)
        var value: Number = 0
        for position in 0..<size {
            value |= Number(truncatingIfNeeded: try word(at: address &+ position, count: 1)) << Number(position &* 8)
        }
        return value
    }

    /// Writes an integer, little-endian.
    @inlinable
    public func store<Number: FixedWidthInteger>(_ value: Number, at address: UInt64) throws(MemoryAccessError) {
        let size = UInt64(Number.bitWidth / 8)
        if size <= 8 { return try setWord(UInt64(truncatingIfNeeded: value), at: address, count: size) }
        _ = try range(at: address, count: size)
        for position in 0..<size {
            let byte = UInt64(truncatingIfNeeded: value >> Number(position &* 8))
            try setWord(byte, at: address &+ position, count: 1)
        }
    }

    /// `count` bytes, at most 8, little-endian.
    @usableFromInline
    func word(at address: UInt64, count: UInt64) throws(MemoryAccessError) -> UInt64 {
        guard self.address < store.memories.count else {
            throw MemoryAccessError(address: address, count: count, size: 0)
        }
        return try store.memories[self.address].word(at: address, count: count)
    }

    /// Writes the low `count` bytes, at most 8, little-endian.
    @usableFromInline
    func setWord(_ word: UInt64, at address: UInt64, count: UInt64) throws(MemoryAccessError) {
        guard self.address < store.memories.count else {
            throw MemoryAccessError(address: address, count: count, size: 0)
        }
        // If the sum overflows, the address is outside, which is found out below.
        if address &+ count > UInt64(store.memories[self.address].bytes.count) {
            _ = try range(at: address, count: count)
        }
        try store.memories[self.address].setWord(word, at: address, count: count)
    }

    /// A copy of `count` bytes. The caller bounds `count`; it is at most the memory's size.
    public func read(at address: UInt64, count: UInt64) throws(MemoryAccessError) -> [UInt8] {
        let range = try range(at: address, count: count)
        return Array(store.memories[self.address].bytes[range])
    }

    /// Copies bytes into the memory: all, or on an error none.
    public func write(_ bytes: some Collection<UInt8>, at address: UInt64) throws(MemoryAccessError) {
        // As many as there really are, whatever the collection says: the memory must keep its size.
        let bytes = Array(bytes)
        let range = try range(at: address, count: UInt64(bytes.count))
        store.memories[self.address].bytes.replaceSubrange(range, with: bytes)
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
