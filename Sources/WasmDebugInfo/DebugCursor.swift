import WasmSyntax

/// A position in a debug section. Its numbers are DWARF's: of any fixed size, or LEB128 of any length (DWARF 5, section
/// 7.6).
struct DebugCursor {
    let bytes: [UInt8]
    let section: DebugSection
    /// The section's start in the module.
    private let start: Int
    /// The offset in the module of the next byte.
    private(set) var position: Int
    /// The offset in the module that no read passes.
    let end: Int

    init(_ bytes: [UInt8], in range: Range<Int>, of section: DebugSection) {
        self.bytes = bytes
        self.section = section
        end = min(max(range.upperBound, 0), bytes.count)
        start = min(max(range.lowerBound, 0), end)
        position = start
    }

    private init(_ other: DebugCursor, end: Int) {
        (bytes, section, start, position) = (other.bytes, other.section, other.start, other.position)
        self.end = end
    }

    /// The offset in the section of the next byte.
    var offset: Int { position &- start }
    var isAtEnd: Bool { position >= end }
    var remaining: Int { end &- position }

    func error(_ kind: DebugInformationError.Kind) -> DebugInformationError {
        DebugInformationError(kind, in: section.rawValue, at: offset)
    }

    mutating func byte() throws(DebugInformationError) -> UInt8 {
        guard position < end else { throw error(.unexpectedEnd) }
        let value = bytes[position]
        position &+= 1
        return value
    }

    /// Reads a little-endian number of 0 to 8 bytes.
    mutating func fixed(_ size: Int) throws(DebugInformationError) -> UInt64 {
        guard size <= 8, size <= remaining else { throw error(.unexpectedEnd) }
        var value: UInt64 = 0
        for index in 0..<size { value |= UInt64(bytes[position &+ index]) << UInt64(8 &* index) }
        position &+= size
        return value
    }

    /// Reads a number; bits beyond 64 are ignored. Zig writes constants of 128 bits.
    mutating func unsigned() throws(DebugInformationError) -> UInt64 {
        if position < end, bytes[position] < 0x80 {
            position &+= 1
            return UInt64(bytes[position &- 1])
        }
        var (value, shift): (UInt64, UInt64) = (0, 0)
        while true {
            let byte = try byte()
            if shift < 64 { value |= UInt64(byte & 0x7F) << shift }
            shift = min(shift &+ 7, 70)
            if byte & 0x80 == 0 { return value }
        }
    }

    /// Reads a signed number; bits beyond 64 are ignored.
    mutating func signed() throws(DebugInformationError) -> Int64 {
        var (value, shift): (UInt64, UInt64) = (0, 0)
        while true {
            let byte = try byte()
            if shift < 64 { value |= UInt64(byte & 0x7F) << shift }
            shift = min(shift &+ 7, 70)
            if byte & 0x80 == 0 {
                if shift < 64, byte & 0x40 != 0 { value |= ~0 << shift }
                return Int64(bitPattern: value)
            }
        }
    }

    mutating func skip(_ count: UInt64) throws(DebugInformationError) {
        guard count <= UInt64(truncatingIfNeeded: remaining) else { throw error(.unexpectedEnd) }
        position &+= Int(truncatingIfNeeded: count)
    }

    /// A cursor over the next bytes, which this one skips.
    mutating func part(_ count: UInt64) throws(DebugInformationError) -> DebugCursor {
        let before = self
        try skip(count)
        return DebugCursor(before, end: position)
    }

    /// Skips a string that ends with a zero byte.
    mutating func skipString() throws(DebugInformationError) {
        while try byte() != 0 {}
    }

    /// Reads a string that ends with a zero byte, of which at most ``SourceFile/maximumPathBytes`` are kept.
    func string() -> Name {
        let limit = min(end, position &+ SourceFile.maximumPathBytes)
        let text = bytes[position..<limit].prefix { $0 != 0 }
        return Name(String(decoding: text, as: UTF8.self))
    }

    /// Reads the length of a unit, which also tells the size of offsets in it (DWARF 5, section 7.4).
    mutating func unitLength() throws(DebugInformationError) -> (length: UInt64, offsetSize: Int) {
        let length = try fixed(4)
        if length == 0xFFFF_FFFF { return (try fixed(8), 8) }
        guard length < 0xFFFF_FFF0 else { throw error(.malformed("length of a unit")) }
        return (length, 4)
    }
}
