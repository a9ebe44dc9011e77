/// Numbers byte strings by first appearance: identifiers and words are compared as small integers from then on.
///
/// A hash table over one array of bytes, so that looking up a part of the source allocates nothing. The hash is the
/// standard library's seeded one: a hostile source cannot choose names that collide.
struct ByteStringTable: Sendable {
    private var bytes: [UInt8] = []
    /// The end of each string in `bytes`; a string begins where the one before it ends.
    private var ends: [Int] = []
    private var hashes: [Int] = []
    /// The slots of an open-addressing hash table: each holds a string's number plus one, or 0 if it is free. The
    /// length is a power of two.
    private var slots: [UInt32] = Array(repeating: 0, count: 64)

    var count: Int { ends.count }

    /// The bytes of a string of the table.
    subscript(_ number: UInt32) -> ArraySlice<UInt8> { bytes[range(number)] }

    /// The number of `source[part]`, if it is in the table.
    func find(_ part: Range<Int>, of source: [UInt8]) -> UInt32? {
        slot(of: part, source, hash: ByteStringTable.hash(part, source)).found
    }

    /// The number of `source[part]`, which is added if it is not in the table.
    mutating func insert(_ part: Range<Int>, of source: [UInt8]) -> UInt32 {
        let hash = ByteStringTable.hash(part, source)
        let (found, slot) = slot(of: part, source, hash: hash)
        if let found { return found }
        bytes.append(contentsOf: source[part])
        ends.append(bytes.count)
        hashes.append(hash)
        slots[slot] = UInt32(truncatingIfNeeded: ends.count)
        if ends.count &* 2 > slots.count { grow() }
        return UInt32(truncatingIfNeeded: ends.count &- 1)
    }

    private func range(_ number: UInt32) -> Range<Int> {
        (number == 0 ? 0 : ends[Int(number) &- 1])..<ends[Int(number)]
    }

    private func slot(of part: Range<Int>, _ source: [UInt8], hash: Int) -> (found: UInt32?, slot: Int) {
        let mask = slots.count &- 1
        var slot = hash & mask
        while slots[slot] != 0 {
            let number = slots[slot] &- 1
            if hashes[Int(number)] == hash && equals(number, part, source) { return (number, slot) }
            slot = (slot &+ 1) & mask
        }
        return (nil, slot)
    }

    private func equals(_ number: UInt32, _ part: Range<Int>, _ source: [UInt8]) -> Bool {
        let own = range(number)
        guard own.count == part.count else { return false }
        for index in 0..<own.count where bytes[own.lowerBound &+ index] != source[part.lowerBound &+ index] {
            return false
        }
        return true
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count &* 2)
        let mask = slots.count &- 1
        for number in hashes.indices {
            var slot = hashes[number] & mask
            while slots[slot] != 0 { slot = (slot &+ 1) & mask }
            slots[slot] = UInt32(truncatingIfNeeded: number &+ 1)
        }
    }

    private static func hash(_ part: Range<Int>, _ source: [UInt8]) -> Int {
        var hasher = Hasher()
        var word = UInt64(truncatingIfNeeded: part.count)
        var filled = 0
        for index in part {
            word = word << 8 | UInt64(source[index])
            filled &+= 1
            if filled == 8 {
                hasher.combine(word)
                (word, filled) = (0, 0)
            }
        }
        hasher.combine(word)
        return hasher.finalize()
    }
}
