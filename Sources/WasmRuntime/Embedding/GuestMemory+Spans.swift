import WasmSyntax

// Memory as spans, strings, vectors and lists of numbers. Bounds are checked once for each call.

extension GuestMemory {
    // MARK: Spans

    /// Copies as many bytes as a span has into it.
    ///
    /// - Throws: ``MemoryAccessError`` if a byte lies outside of the memory; nothing is copied then.
    public func read(into target: inout MutableSpan<UInt8>, at address: UInt64) throws(MemoryAccessError) {
        let range = try range(at: address, count: UInt64(target.count))
        store.recorder?.noteRead(self.address, at: address, count: UInt64(target.count), in: store)
        let bytes = store.state.memories[self.address].bytes
        let source = bytes.span.extracting(range)
        for index in 0..<min(source.count, target.count) { target[index] = source[index] }
    }

    /// Copies as many bytes as a span has into it.
    ///
    /// - Throws: ``MemoryAccessError`` if a byte lies outside of the memory; nothing is copied then.
    public func read(into target: inout MutableRawSpan, at address: UInt64) throws(MemoryAccessError) {
        let range = try range(at: address, count: UInt64(target.byteCount))
        store.recorder?.noteRead(self.address, at: address, count: UInt64(target.byteCount), in: store)
        let bytes = store.state.memories[self.address].bytes
        let source = bytes.span.extracting(range)
        for index in 0..<min(source.count, target.byteCount) {
            target.storeBytes(of: source[index], toByteOffset: index, as: UInt8.self)
        }
    }

    /// Copies a span into the memory.
    ///
    /// - Throws: ``MemoryAccessError`` if a byte lies outside of the memory; nothing is copied then.
    public func write(_ source: Span<UInt8>, at address: UInt64) throws(MemoryAccessError) {
        let range = try range(at: address, count: UInt64(source.count))
        copySpan(source, to: &store.state.memories[self.address].bytes, range)
        store.recorder?.noteWrite(self.address, range, in: store)
    }

    /// Calls `body` with a view of `count` bytes, without copying them. The view cannot outlive the call.
    ///
    /// - Throws: ``MemoryAccessError`` if the range is out of bounds; any error of `body`.
    public func withRawBytes<Result>(
        at address: UInt64, count: UInt64, _ body: (RawSpan) throws -> Result
    ) throws -> Result {
        try withBytes(at: address, count: count) { try body(RawSpan(_elements: $0)) }
    }

    /// Calls `body` with a view of `count` bytes that it may change, without copying them: see
    /// ``withMutableBytes(at:count:_:)``.
    ///
    /// - Throws: ``MemoryAccessError`` if the range is out of bounds; any error of `body`.
    public func withMutableRawBytes<Result>(
        at address: UInt64, count: UInt64, _ body: (inout MutableRawSpan) throws -> Result
    ) throws -> Result {
        try withMutableBytes(at: address, count: count) { bytes in
            var raw = MutableRawSpan(_elements: &bytes)
            return try body(&raw)
        }
    }

    // MARK: Strings

    /// Returns a copy of UTF-8 text.
    ///
    /// - Parameter count: The number of bytes; a caller that wants only short texts must limit it.
    /// - Throws: ``MemoryAccessError``, or ``TransferError`` if the bytes are not UTF-8.
    public func readString(at address: UInt64, count: UInt64) throws -> String {
        let bytes = try read(at: address, count: count)
        guard Name.isUTF8(bytes) else { throw TransferError("the text at \(address) is not UTF-8") }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Returns a copy of UTF-8 text that ends before the first zero byte, as texts of C do.
    ///
    /// - Parameter maximumCount: The most bytes before the zero byte.
    /// - Throws: ``MemoryAccessError`` if the memory ends first; ``TransferError`` if the text is longer or not UTF-8.
    public func readCString(at address: UInt64, maximumCount: UInt64 = 65_536) throws -> String {
        let size = byteCount
        guard address < size else { throw MemoryAccessError(address: address, count: 1, size: size) }
        let reach = min(size &- address, maximumCount)
        var count: UInt64 = 0
        while count < reach, try load(UInt8.self, at: address &+ count) != 0 { count &+= 1 }
        if count == maximumCount {
            guard count < size &- address, try load(UInt8.self, at: address &+ count) == 0 else {
                throw TransferError("the text at \(address) has more than \(maximumCount) bytes")
            }
        } else if count == reach {
            throw MemoryAccessError(address: address, count: count &+ 1, size: size)
        }
        return try readString(at: address, count: count)
    }

    /// Copies a text as UTF-8 into the memory, without a zero byte at its end.
    ///
    /// - Returns: The number of bytes.
    /// - Throws: ``MemoryAccessError`` if a byte lies outside of the memory; nothing is copied then.
    @discardableResult
    public func write(_ text: String, at address: UInt64) throws(MemoryAccessError) -> UInt64 {
        let bytes = Array(text.utf8)
        try write(bytes, at: address)
        return UInt64(bytes.count)
    }

    // MARK: Numbers and vectors

    /// Reads a floating-point number at an address, little-endian.
    ///
    /// - Throws: ``MemoryAccessError`` if a byte lies outside of the memory.
    @inlinable
    public func load<Number: WasmLane>(_ type: Number.Type = Number.self, at address: UInt64) throws(MemoryAccessError)
        -> Number where Number: BinaryFloatingPoint
    {
        Number(laneBits: try word(at: address, count: UInt64(MemoryLayout<Number>.size)))
    }

    /// Writes a floating-point number at an address, little-endian.
    ///
    /// - Throws: ``MemoryAccessError`` if a byte lies outside of the memory.
    @inlinable
    public func store<Number: WasmLane>(_ value: Number, at address: UInt64) throws(MemoryAccessError)
    where Number: BinaryFloatingPoint {
        try setWord(value.laneBits, at: address, count: UInt64(MemoryLayout<Number>.size))
    }

    /// Reads a vector, lane 0 first, each lane little-endian.
    ///
    /// - Throws: ``MemoryAccessError`` if a byte lies outside of the memory.
    @inlinable
    public func load<Vector: SIMD>(_ type: Vector.Type = Vector.self, at address: UInt64) throws(MemoryAccessError)
        -> Vector where Vector.Scalar: WasmLane
    {
        let size = UInt64(MemoryLayout<Vector.Scalar>.size)
        var vector = Vector()
        _ = try range(at: address, count: size &* UInt64(vector.scalarCount))
        for lane in 0..<vector.scalarCount {
            vector[lane] = Vector.Scalar(laneBits: try word(at: address &+ UInt64(lane) &* size, count: size))
        }
        return vector
    }

    /// Writes a vector, lane 0 first, each lane little-endian: all lanes or, on an error, none.
    ///
    /// - Throws: ``MemoryAccessError`` if a byte lies outside of the memory.
    @inlinable
    public func store<Vector: SIMD>(_ vector: Vector, at address: UInt64) throws(MemoryAccessError)
    where Vector.Scalar: WasmLane {
        let size = UInt64(MemoryLayout<Vector.Scalar>.size)
        _ = try range(at: address, count: size &* UInt64(vector.scalarCount))
        for lane in 0..<vector.scalarCount {
            try setWord(vector[lane].laneBits, at: address &+ UInt64(lane) &* size, count: size)
        }
    }
}

/// Copies a span to a range of bytes that is as long.
private func copySpan(_ source: Span<UInt8>, to bytes: inout [UInt8], _ range: Range<Int>) {
    var whole = bytes.mutableSpan
    var target = whole._mutatingExtracting(range)
    for index in 0..<min(target.count, source.count) { target[index] = source[index] }
}
