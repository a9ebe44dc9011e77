/// An access outside of a linear memory.
public struct MemoryAccessError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The address of the first byte.
    public var address: UInt64
    /// How many bytes were to be accessed.
    public var count: UInt64
    /// The memory's size in bytes; 0 while its bytes are lent or cannot be committed.
    public var size: UInt64

    public var description: String {
        "access to \(count) bytes at \(address) is outside of the memory of \(size) bytes"
    }
}

/// A linear memory of a guest, for the embedder and host functions. Every access is checked and throws
/// ``MemoryAccessError`` if it is out of bounds; no pointer or view outlives a call.
public struct GuestMemory {
    package let store: Store
    package let address: Int
    let owner: InstanceIdentity

    init(store: Store, address: Int, owner: InstanceIdentity) {
        self.store = store
        self.address = address
        self.owner = owner
    }

    /// The memory's size in bytes; 0 while ``withMutableBytes(at:count:_:)`` has lent them, and if the memory's instance was
    /// discarded.
    public var byteCount: UInt64 { store.state.accessibleSize(ofMemory: address, owner) }

    /// Checks that `count` bytes at `address` are in bounds, commits them, and returns their indices.
    @usableFromInline
    package func range(at address: UInt64, count: UInt64) throws(MemoryAccessError) -> Range<Int> {
        let (range, isCommitted) = try store.state.accessRange(in: self.address, owner, at: address, count: count)
        // An empty range needs no committed byte, so it is returned as `0..<0`, which always exists.
        guard count > 0 else { return 0..<0 }
        guard isCommitted || store.commitForHost(self.address, to: range.upperBound) else {
            // The guest is being stopped: its host function sees a memory without bytes.
            throw MemoryAccessError(address: address, count: count, size: 0)
        }
        return range
    }

    // The generic functions are inlined into their callers and leave the access to functions that are not generic:
    // unspecialised, reading a number took some hundred instructions.

    /// Reads a little-endian integer at an address.
    ///
    /// - Throws: ``MemoryAccessError`` if a byte lies outside of the memory.
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

    /// Writes an integer at an address, little-endian.
    ///
    /// - Throws: ``MemoryAccessError`` if a byte lies outside of the memory.
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

    /// Reads `count` bytes, at most 8, as a little-endian number.
    @usableFromInline
    func word(at address: UInt64, count: UInt64) throws(MemoryAccessError) -> UInt64 {
        let (word, isRecorded) = try store.state.word(in: self.address, owner, at: address, count: count)
        if isRecorded { store.recorder?.noteRead(self.address, at: address, count: count, in: store) }
        return word
    }

    /// Writes the low `count` bytes of a number, at most 8, little-endian.
    @usableFromInline
    func setWord(_ word: UInt64, at address: UInt64, count: UInt64) throws(MemoryAccessError) {
        let (isCommitted, isRecorded) = try store.state.setWord(
            word, in: self.address, owner, at: address, count: count)
        if !isCommitted {
            _ = try range(at: address, count: count)
            _ = try store.state.setWord(word, in: self.address, owner, at: address, count: count)
        }
        if isRecorded, let recorder = store.recorder {
            recorder.noteWrite(self.address, try range(at: address, count: count), in: store)
        }
    }

    /// Returns a copy of `count` bytes. They can be as many as the memory has: a caller that wants fewer must limit `count`.
    ///
    /// - Throws: ``MemoryAccessError`` if a byte lies outside of the memory.
    public func read(at address: UInt64, count: UInt64) throws(MemoryAccessError) -> [UInt8] {
        let range = try range(at: address, count: count)
        store.recorder?.noteRead(self.address, at: address, count: count, in: store)
        return Array(store.state.memories[self.address].bytes[range])
    }

    /// Copies bytes into the memory: all of them or, on an error, none.
    ///
    /// - Throws: ``MemoryAccessError`` if a byte lies outside of the memory.
    public func write(_ bytes: some Collection<UInt8>, at address: UInt64) throws(MemoryAccessError) {
        // The array has the true count: a collection that misstates its own would change the memory's size.
        let bytes = Array(bytes)
        let range = try range(at: address, count: UInt64(bytes.count))
        store.state.memories[self.address].bytes.replaceSubrange(range, with: bytes)
        store.recorder?.noteWrite(self.address, range, in: store)
    }

    /// Calls `body` with a view of `count` bytes, without copying them.
    ///
    /// - Throws: ``MemoryAccessError`` if the range is out of bounds; any error of `body`.
    public func withBytes<Result>(
        at address: UInt64, count: UInt64, _ body: (Span<UInt8>) throws -> Result
    ) throws -> Result {
        let range = try range(at: address, count: count)
        store.recorder?.noteRead(self.address, at: address, count: count, in: store)
        let bytes = store.state.memories[self.address].bytes
        return try body(bytes.span.extracting(range))
    }

    /// Calls `body` with a view of `count` bytes that it may change, without copying them.
    ///
    /// While `body` runs, the bytes are out of the store: any other access to the memory throws ``MemoryAccessError``, and
    /// the memory cannot grow.
    ///
    /// - Throws: ``MemoryAccessError`` if the range is out of bounds; any error of `body`.
    public func withMutableBytes<Result>(
        at address: UInt64, count: UInt64, _ body: (inout MutableSpan<UInt8>) throws -> Result
    ) throws -> Result {
        let range = try range(at: address, count: count)
        // A lent memory has no bytes, so `range` refuses all but an empty range, which must not be lent twice either.
        guard !store.state.memories[self.address].isLent else {
            throw MemoryAccessError(address: address, count: count, size: 0)
        }
        let before = store.recorder?.bytesBefore(self.address, range, in: store)
        var bytes: [UInt8] = []
        swap(&bytes, &store.state.memories[self.address].bytes)
        store.state.memories[self.address].isLent = true
        defer {
            swap(&bytes, &store.state.memories[self.address].bytes)
            store.state.memories[self.address].isLent = false
            store.recorder?.noteWrite(self.address, range, before: before, in: store)
        }
        var whole = bytes.mutableSpan
        var part = whole._mutatingExtracting(range)
        return try body(&part)
    }
}
