// Bulk work on memory bytes, elements of tables and words of the heap. These are separate functions because a span cannot
// outlive the access to a stored array. The ranges have been checked.

/// Sets the items of a range to a value.
func fillItems<Item: FixedWidthInteger>(_ items: inout [Item], _ target: Range<Int>, _ value: Item) {
    var whole = items.mutableSpan
    var span = whole._mutatingExtracting(target)
    for index in 0..<span.count { span[index] = value }
}

/// Copies a part of `source` to the range `target`.
func copyItems<Item: FixedWidthInteger>(
    _ source: [Item], from start: Int, to items: inout [Item], _ target: Range<Int>
) {
    let part = source.span.extracting(start..<(start &+ target.count))
    var whole = items.mutableSpan
    var span = whole._mutatingExtracting(target)
    for index in 0..<min(span.count, part.count) { span[index] = part[index] }
}

/// Copies bytes inside one array; the ranges may overlap.
func moveBytes(_ bytes: inout [UInt8], from source: Int, to target: Int, count: Int) {
    var span = bytes.mutableSpan
    span.move(from: source, to: target, count: count)
}

extension MutableSpan where Element == UInt8 {
    /// Copies bytes between ranges that may overlap: 32 at a time, then 8, all of which are read before one is written.
    /// The direction is such that no byte is overwritten before it is read.
    mutating func move(from source: Int, to target: Int, count: Int) {
        if target <= source {
            var done = 0
            while done &+ 32 <= count, moveChunk(from: source &+ done, to: target &+ done) { done &+= 32 }
            while done &+ 8 <= count, moveWord(from: source &+ done, to: target &+ done) { done &+= 8 }
            while done < count {
                self[target &+ done] = self[source &+ done]
                done &+= 1
            }
        } else {
            var left = count
            while left >= 32, moveChunk(from: source &+ left &- 32, to: target &+ left &- 32) { left &-= 32 }
            while left >= 8, moveWord(from: source &+ left &- 8, to: target &+ left &- 8) { left &-= 8 }
            while left > 0 {
                left &-= 1
                self[target &+ left] = self[source &+ left]
            }
        }
    }

    @inline(__always)
    private mutating func moveWord(from source: Int, to target: Int) -> Bool {
        guard source >= 0, target >= 0, source &+ 8 <= count, target &+ 8 <= count else { return false }
        let word = _mutatingExtracting(source..<(source &+ 8)).load64(0)
        var written = _mutatingExtracting(target..<(target &+ 8))
        written.store64(0, word)
        return true
    }

    /// Copies 32 bytes; returns `false` if they are not all inside.
    @inline(__always)
    private mutating func moveChunk(from source: Int, to target: Int) -> Bool {
        guard source >= 0, target >= 0, source &+ 32 <= count, target &+ 32 <= count else { return false }
        // In a part of exactly 32 bytes, the compiler knows which indices are inside.
        let read = _mutatingExtracting(source..<(source &+ 32))
        let (first, second) = (read.load8x16(0), read.load8x16(16))
        var written = _mutatingExtracting(target..<(target &+ 32))
        written.store8x16(0, first)
        written.store8x16(16, second)
        return true
    }
}

/// Copies elements of a table or words of the heap inside one array; the ranges may overlap.
func moveWords(_ words: inout [UInt64], from source: Int, to target: Int, count: Int) {
    var whole = words.mutableSpan
    let first = min(source, target)
    var span = whole._mutatingExtracting(first..<(max(source, target) &+ count))
    let (from, to) = (source &- first, target &- first)
    if to <= from {
        for index in 0..<count { span[to &+ index] = span[from &+ index] }
    } else {
        var index = count
        while index > 0 {
            index &-= 1
            span[to &+ index] = span[from &+ index]
        }
    }
}

/// Returns a little-endian number of `width` bytes at an index, which has been checked.
func loadBytes(_ bytes: [UInt8], _ index: Int, _ width: Int) -> UInt64 {
    let part = bytes.span.extracting(index..<(index &+ width))
    // With a count that the compiler knows, the bytes are one load.
    switch part.count {
    case 8: return part.littleEndian(8)
    case 4: return part.littleEndian(4)
    case 2: return part.littleEndian(2)
    default: return part.littleEndian(part.count)
    }
}

extension Span where Element == UInt8 {
    /// Returns the first `count` bytes as a little-endian number.
    @inline(__always) func littleEndian(_ count: Int) -> UInt64 {
        var result: UInt64 = 0
        for position in 0..<count { result |= UInt64(self[position]) &<< UInt64(8 &* position) }
        return result
    }
}

/// Writes a little-endian number of `width` bytes at an index, which has been checked.
func storeBytes(_ bytes: inout [UInt8], _ index: Int, _ width: Int, _ value: UInt64) {
    var whole = bytes.mutableSpan
    var part = whole._mutatingExtracting(index..<(index &+ width))
    switch part.count {
    case 8: part.setLittleEndian(value, 8)
    case 4: part.setLittleEndian(value, 4)
    case 2: part.setLittleEndian(value, 2)
    default: part.setLittleEndian(value, part.count)
    }
}

extension MutableSpan where Element == UInt8 {
    /// Sets the first `count` bytes to a little-endian number.
    @inline(__always) fileprivate mutating func setLittleEndian(_ value: UInt64, _ count: Int) {
        for position in 0..<count { self[position] = UInt8(truncatingIfNeeded: value &>> UInt64(8 &* position)) }
    }
}

/// Returns vectors as bytes, little-endian.
func vectorBytes(_ vectors: ArraySlice<SIMD4<UInt32>>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(vectors.count &* 16)
    for vector in vectors {
        let lanes = vector.u8x16
        for index in 0..<16 { bytes.append(lanes[index]) }
    }
    return bytes
}

/// Sets vectors, from an index on, to bytes: as many as there are whole vectors, and as fit.
func setVectors(_ vectors: inout [SIMD4<UInt32>], from first: Int, _ bytes: [UInt8]) {
    guard first >= 0, first <= vectors.count else { return }
    for index in 0..<min(bytes.count / 16, vectors.count &- first) {
        let halves = U64x2(loadBytes(bytes, index &* 16, 8), loadBytes(bytes, index &* 16 &+ 8, 8))
        vectors[first &+ index] = SIMD4(bits: halves)
    }
}
