import Testing
import WasmSyntax

/// LEB128 numbers at the bounds of each size.
@Suite struct IntegerTests {
    enum Size: Sendable { case u32, u64, s32, s33, s64 }

    private func read(_ size: Size, _ cursor: inout ByteCursor) throws(DecodeError) -> Number {
        switch size {
        case .u32: .unsigned(UInt64(try cursor.u32()))
        case .u64: .unsigned(try cursor.u64())
        case .s32: .signed(Int64(try cursor.s32()))
        case .s33: .signed(try cursor.s33())
        case .s64: .signed(try cursor.s64())
        }
    }

    enum Number: Equatable, Sendable {
        case unsigned(UInt64)
        case signed(Int64)
    }

    static let values: [(Size, [UInt8], Number)] = [
        (.u32, [0x00], .unsigned(0)),
        (.u32, [0x7F], .unsigned(127)),
        (.u32, [0x80, 0x01], .unsigned(128)),
        (.u32, [0xFF, 0x7F], .unsigned(16383)),
        (.u32, [0x80, 0x80, 0x01], .unsigned(16384)),
        (.u32, [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], .unsigned(0xFFFF_FFFF)),
        (.u32, [0x83, 0x80, 0x80, 0x80, 0x00], .unsigned(3)),
        (.u64, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], .unsigned(.max)),
        (.u64, [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00], .unsigned(0)),
        (.s32, [0x3F], .signed(63)),
        (.s32, [0x40], .signed(-64)),
        (.s32, [0x7F], .signed(-1)),
        (.s32, [0xC0, 0x00], .signed(64)),
        (.s32, [0xFF, 0xFF, 0xFF, 0xFF, 0x07], .signed(0x7FFF_FFFF)),
        (.s32, [0x80, 0x80, 0x80, 0x80, 0x78], .signed(-0x8000_0000)),
        (.s32, [0xFF, 0xFF, 0xFF, 0xFF, 0x7F], .signed(-1)),
        (.s33, [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], .signed(0xFFFF_FFFF)),
        (.s33, [0x80, 0x80, 0x80, 0x80, 0x70], .signed(-0x1_0000_0000)),
        (.s64, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00], .signed(.max)),
        (.s64, [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7F], .signed(.min)),
        (.s64, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], .signed(-1)),
    ]

    static let errors: [(Size, [UInt8], DecodeError.Kind, Int)] = [
        (.u32, [], .unexpectedEnd, 0),
        (.u32, [0x80], .unexpectedEnd, 1),
        (.u32, [0xFF, 0xFF, 0xFF, 0xFF], .unexpectedEnd, 4),
        (.u32, [0xFF, 0xFF, 0xFF, 0xFF, 0x1F], .integerTooLarge, 4),
        (.u32, [0x80, 0x80, 0x80, 0x80, 0x10], .integerTooLarge, 4),
        (.u32, [0x80, 0x80, 0x80, 0x80, 0x80, 0x00], .integerTooLong, 4),
        (.u64, [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02], .integerTooLarge, 9),
        (.u64, [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00], .integerTooLong, 9),
        (.s32, [0x80], .unexpectedEnd, 1),
        (.s32, [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], .integerTooLarge, 4),
        (.s32, [0x80, 0x80, 0x80, 0x80, 0x70], .integerTooLarge, 4),
        (.s32, [0x80, 0x80, 0x80, 0x80, 0x80, 0x00], .integerTooLong, 4),
        (.s33, [0xFF, 0xFF, 0xFF, 0xFF, 0x1F], .integerTooLarge, 4),
        (.s33, [0x80, 0x80, 0x80, 0x80, 0x60], .integerTooLarge, 4),
        (.s33, [0x80, 0x80, 0x80, 0x80, 0x80, 0x00], .integerTooLong, 4),
        (.s64, [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01], .integerTooLarge, 9),
        (.s64, [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7E], .integerTooLarge, 9),
        (.s64, [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00], .integerTooLong, 9),
    ]

    @Test(arguments: values)
    func boundaryValue(_ size: Size, _ bytes: [UInt8], _ value: Number) throws {
        var cursor = ByteCursor(bytes, in: bytes.indices)
        #expect(try read(size, &cursor) == value)
        #expect(cursor.isAtEnd)
        // Bytes behind the number do not change it.
        var longer = ByteCursor(bytes + [0xFF], in: 0..<bytes.count + 1)
        #expect(try read(size, &longer) == value)
        #expect(longer.remaining == 1)
        // The end of the cursor counts, not the end of the bytes.
        var shorter = ByteCursor(bytes, in: 0..<bytes.count - 1)
        #expect(throws: DecodeError(.unexpectedEnd, at: bytes.count - 1)) { try read(size, &shorter) }
    }

    @Test(arguments: errors)
    func refused(_ size: Size, _ bytes: [UInt8], _ kind: DecodeError.Kind, _ offset: Int) {
        var cursor = ByteCursor(bytes, in: bytes.indices)
        #expect(throws: DecodeError(kind, at: offset)) { try read(size, &cursor) }
    }

    @Test(arguments: [Int64.min, -0x8000_0001, -8193, -8192, -65, -64, -1, 0, 63, 64, 8191, 8192, 1 << 40, .max])
    func writtenAsRead(_ value: Int64) throws {
        var writer = ByteWriter()
        writer.signed(value)
        writer.unsigned(UInt64(bitPattern: value))
        var cursor = ByteCursor(writer.bytes, in: writer.bytes.indices)
        #expect(try cursor.s64() == value)
        #expect(try cursor.u64() == UInt64(bitPattern: value))
        #expect(cursor.isAtEnd)
    }
}
