// Specification: Binary Format / Values.

/// A position in a module's bytes, and an end that no read passes. All decoding of the binary format reads bytes
/// through a cursor.
@usableFromInline package struct ByteCursor {
    @usableFromInline package let bytes: [UInt8]
    @usableFromInline package internal(set) var position: Int
    /// The offset that no read passes; at most `bytes.count`.
    @usableFromInline package let end: Int

    /// A cursor over a part of the bytes; the range is clamped to them.
    @inlinable package init(_ bytes: [UInt8], in range: Range<Int>) {
        self.bytes = bytes
        end = min(max(range.upperBound, 0), bytes.count)
        position = min(max(range.lowerBound, 0), end)
    }

    @inlinable package var isAtEnd: Bool { position >= end }
    @inlinable package var remaining: Int { end &- position }

    /// The next byte, not consumed; `nil` at the end.
    @inlinable package var peek: UInt8? { position < end ? bytes[position] : nil }

    @inlinable package func error(_ kind: DecodeError.Kind) -> DecodeError { DecodeError(kind, at: position) }

    @inlinable package mutating func byte() throws(DecodeError) -> UInt8 {
        guard position < end else { throw error(.unexpectedEnd) }
        let value = bytes[position]
        position &+= 1
        return value
    }

    /// Skips `count` bytes and returns their range.
    package mutating func skip(_ count: Int) throws(DecodeError) -> Range<Int> {
        guard count >= 0, count <= remaining else { throw error(.lengthOutOfBounds) }
        let start = position
        position &+= count
        return start..<position
    }

    /// A cursor over the next `count` bytes, which this one skips.
    package mutating func part(_ count: Int) throws(DecodeError) -> ByteCursor {
        ByteCursor(bytes, in: try skip(count))
    }

    /// Reads the length of a list. Refuses a length that the rest of the input cannot hold at one byte per element: a
    /// few bytes must not make the decoder reserve much memory.
    package mutating func count(limit: Int, _ what: StaticString) throws(DecodeError) -> Int {
        let start = position
        let count = Int(try u32())
        guard count <= remaining else { throw DecodeError(.lengthOutOfBounds, at: start) }
        guard count <= limit else { throw DecodeError(.limitExceeded("number of \(what)"), at: start) }
        return count
    }

    @inlinable @inline(__always)
    package mutating func u32() throws(DecodeError) -> UInt32 {
        // Most numbers have one byte or two.
        if position < end {
            let first = bytes[position]
            if first < 0x80 {
                position &+= 1
                return UInt32(first)
            }
            if end &- position > 1 {
                let second = bytes[position &+ 1]
                if second < 0x80 {
                    position &+= 2
                    return UInt32(first & 0x7F) | UInt32(second) << 7
                }
            }
        }
        return UInt32(truncatingIfNeeded: try unsigned(bits: 32))
    }

    @inlinable @inline(__always)
    package mutating func u64() throws(DecodeError) -> UInt64 {
        if position < end, bytes[position] < 0x80 {
            position &+= 1
            return UInt64(bytes[position &- 1])
        }
        return try unsigned(bits: 64)
    }

    @inlinable @inline(__always)
    package mutating func s32() throws(DecodeError) -> Int32 {
        if position < end, bytes[position] < 0x80 {
            position &+= 1
            return Int32(Int8(bitPattern: bytes[position &- 1] << 1) >> 1)
        }
        return Int32(truncatingIfNeeded: try signed(bits: 32))
    }

    package mutating func s33() throws(DecodeError) -> Int64 { try signed(bits: 33) }
    @usableFromInline package mutating func s64() throws(DecodeError) -> Int64 { try signed(bits: 64) }

    /// Reads a little-endian number of fixed size.
    @usableFromInline package mutating func fixed32() throws(DecodeError) -> UInt32 {
        guard remaining >= 4 else { throw error(.unexpectedEnd) }
        var value: UInt32 = 0
        for index in 0..<4 { value |= UInt32(bytes[position &+ index]) << UInt32(8 &* index) }
        position &+= 4
        return value
    }

    @usableFromInline package mutating func fixed64() throws(DecodeError) -> UInt64 {
        guard remaining >= 8 else { throw error(.unexpectedEnd) }
        var value: UInt64 = 0
        for index in 0..<8 { value |= UInt64(bytes[position &+ index]) << UInt64(8 &* index) }
        position &+= 8
        return value
    }

    @usableFromInline
    mutating func unsigned(bits: Int) throws(DecodeError) -> UInt64 {
        var result: UInt64 = 0
        var shift = 0
        while true {
            let byte = try byte()
            let payload = UInt64(byte & 0x7F)
            if shift &+ 7 > bits {
                // The last byte that the size allows: no byte may follow, and no bit beyond the size may be set.
                guard byte & 0x80 == 0 else { throw DecodeError(.integerTooLong, at: position &- 1) }
                guard payload >> UInt64(bits &- shift) == 0 else {
                    throw DecodeError(.integerTooLarge, at: position &- 1)
                }
            }
            result |= payload << UInt64(shift)
            if byte & 0x80 == 0 { return result }
            shift &+= 7
        }
    }

    @usableFromInline
    mutating func signed(bits: Int) throws(DecodeError) -> Int64 {
        var result: Int64 = 0
        var shift = 0
        while true {
            let byte = try byte()
            let payload = Int64(byte & 0x7F)
            if shift &+ 7 >= bits {
                guard byte & 0x80 == 0 else { throw DecodeError(.integerTooLong, at: position &- 1) }
                // All bits from the sign bit upwards must be equal.
                let signAndAbove = payload >> Int64(bits &- shift &- 1)
                guard signAndAbove == 0 || signAndAbove == 0x7F >> Int64(bits &- shift &- 1) else {
                    throw DecodeError(.integerTooLarge, at: position &- 1)
                }
            }
            result |= payload << Int64(shift)
            shift &+= 7
            if byte & 0x80 == 0 {
                if shift < 64 && byte & 0x40 != 0 { result |= -1 << Int64(shift) }
                return result
            }
        }
    }
}
