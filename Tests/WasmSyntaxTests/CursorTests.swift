import Testing
import WasmSyntax

/// No read of a cursor passes its end, and an error names the place.
@Suite struct CursorTests {
    private static func cursor(_ bytes: [UInt8], _ range: Range<Int>? = nil) -> ByteCursor {
        ByteCursor(bytes, in: range ?? 0..<bytes.count)
    }

    @Test(arguments: [
        (-5..<2, 0, 2), (1..<9, 1, 2), (7..<9, 3, 0), (Int.min..<Int.max, 0, 3), (2..<2, 2, 0),
    ])
    func `a range is clamped to the bytes`(_ range: Range<Int>, _ position: Int, _ remaining: Int) {
        let cursor = CursorTests.cursor([1, 2, 3], range)
        #expect(cursor.position == position)
        #expect(cursor.remaining == remaining)
        #expect(cursor.isAtEnd == (remaining == 0))
        #expect((cursor.peek == nil) == (remaining == 0))
    }

    @Test(arguments: [-1, 4, Int.max, Int.min])
    func `more bytes than are left are not skipped`(_ count: Int) throws {
        var cursor = CursorTests.cursor([9, 1, 2, 3], 1..<4)
        #expect(throws: DecodeError(.lengthOutOfBounds, at: 1)) { try cursor.skip(count) }
        #expect(throws: DecodeError(.lengthOutOfBounds, at: 1)) { _ = try cursor.part(count) }
        #expect(try cursor.skip(3) == 1..<4)
        #expect(try cursor.skip(0) == 4..<4)
    }

    @Test func `a part ends where its length says, not at the end of the bytes`() throws {
        var cursor = CursorTests.cursor([0x80, 0x80, 0x01, 0x07])
        var part = try cursor.part(2)
        #expect(throws: DecodeError(.unexpectedEnd, at: 2)) { try part.u32() }
        #expect(try cursor.byte() == 1)
        #expect(throws: DecodeError(.unexpectedEnd, at: 3)) { try cursor.fixed32() }
        #expect(throws: DecodeError(.unexpectedEnd, at: 3)) { try cursor.fixed64() }
        #expect(try cursor.byte() == 7)
        #expect(throws: DecodeError(.unexpectedEnd, at: 4)) { try cursor.byte() }
    }

    @Test func `numbers of fixed size are little-endian`() throws {
        let bytes: [UInt8] = [1, 2, 3, 0x84, 5, 6, 7, 0x88]
        var cursor = CursorTests.cursor(bytes)
        #expect(try cursor.fixed32() == 0x8403_0201)
        cursor = CursorTests.cursor(bytes)
        #expect(try cursor.fixed64() == 0x8807_0605_8403_0201)
        var writer = ByteWriter()
        writer.fixed(0x8807_0605_8403_0201 as UInt64)
        #expect(writer.bytes == bytes)
    }

    /// A few bytes cannot announce a list that takes gigabytes: each element needs at least one byte.
    @Test func `a list is not longer than the rest of the bytes`() throws {
        var cursor = CursorTests.cursor([3, 0, 0])
        #expect(throws: DecodeError(.lengthOutOfBounds, at: 0)) { try cursor.count(limit: 10, "things") }
        cursor = CursorTests.cursor([0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0])
        #expect(throws: DecodeError(.lengthOutOfBounds, at: 0)) { try cursor.count(limit: .max, "things") }
        cursor = CursorTests.cursor([3, 0, 0, 0])
        #expect(throws: DecodeError(.limitExceeded("number of things"), at: 0)) { try cursor.count(limit: 2, "things") }
        cursor = CursorTests.cursor([3, 0, 0, 0])
        #expect(try cursor.count(limit: 3, "things") == 3)
    }

    @Test func `numbers come back as they were written`() throws {
        let magnitudes = (0..<64).flatMap { [UInt64(1) << $0, (1 << $0) &- 1, (1 << $0) &+ 1] } + [.max]
        for magnitude in magnitudes {
            var writer = ByteWriter()
            writer.unsigned(magnitude)
            writer.signed(Int64(bitPattern: magnitude))
            writer.signed(0 &- Int64(bitPattern: magnitude))
            var cursor = CursorTests.cursor(writer.bytes)
            #expect(try cursor.u64() == magnitude)
            #expect(try cursor.s64() == Int64(bitPattern: magnitude))
            #expect(try cursor.s64() == 0 &- Int64(bitPattern: magnitude))
            #expect(cursor.isAtEnd)
        }
    }
}
