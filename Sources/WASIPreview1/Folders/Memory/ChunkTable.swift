/// The chunks of a file in memory, ordered by number: finding one takes logarithmic time, and truncating the file only
/// visits the chunks that are cut off.
struct ChunkTable {
    private struct Group {
        var numbers: [UInt64]
        var chunks: [[UInt8]]
    }

    /// The position of a chunk in the table.
    struct Place {
        fileprivate let group: Int
        fileprivate let index: Int
    }

    /// No group is empty, and none has more than 512 chunks.
    private var groups: [Group] = []
    private static let groupSize = 512

    /// The largest number of a chunk in the table.
    var lastNumber: UInt64? { groups.last?.numbers.last }

    /// The place of the chunk with a number, if it exists.
    func find(_ number: UInt64) -> Place? {
        let group = ChunkTable.last(in: groups.count) { groups[$0].numbers[0] <= number }
        guard let group else { return nil }
        let index = ChunkTable.last(in: groups[group].numbers.count) { groups[group].numbers[$0] <= number }
        guard let index, groups[group].numbers[index] == number else { return nil }
        return Place(group: group, index: index)
    }

    subscript(place: Place) -> [UInt8] {
        _read { yield groups[place.group].chunks[place.index] }
        _modify { yield &groups[place.group].chunks[place.index] }
    }

    /// Adds a chunk for a number that has none, and returns its place.
    mutating func insert(_ chunk: [UInt8], _ number: UInt64) -> Place {
        guard !groups.isEmpty else {
            groups.append(Group(numbers: [number], chunks: [chunk]))
            return Place(group: 0, index: 0)
        }
        let group = ChunkTable.last(in: groups.count) { groups[$0].numbers[0] <= number } ?? 0
        let index = ChunkTable.last(in: groups[group].numbers.count) { groups[group].numbers[$0] < number }
        let place = index.map { $0 &+ 1 } ?? 0
        groups[group].numbers.insert(number, at: place)
        groups[group].chunks.insert(chunk, at: place)
        guard groups[group].numbers.count > ChunkTable.groupSize else { return Place(group: group, index: place) }
        // A chunk behind the end of a full group begins the next group, so that sequential writing fills each group;
        // any other chunk splits the group in the middle.
        let half = place == ChunkTable.groupSize ? ChunkTable.groupSize : ChunkTable.groupSize / 2
        let upper = Group(
            numbers: Array(groups[group].numbers[half...]), chunks: Array(groups[group].chunks[half...]))
        groups[group].numbers.removeLast(upper.numbers.count)
        groups[group].chunks.removeLast(upper.chunks.count)
        groups.insert(upper, at: group &+ 1)
        return place < half
            ? Place(group: group, index: place) : Place(group: group &+ 1, index: place &- half)
    }

    /// Removes the chunk with the largest number.
    mutating func removeLast() {
        guard let group = groups.indices.last else { return }
        groups[group].numbers.removeLast()
        groups[group].chunks.removeLast()
        if groups[group].numbers.isEmpty { groups.removeLast() }
    }

    /// The last index below `count` for which `isBefore` holds; it must hold for all indices before that one too.
    private static func last(in count: Int, where isBefore: (Int) -> Bool) -> Int? {
        var (low, high) = (0, count)
        while low < high {
            let middle = low &+ (high &- low) / 2
            if isBefore(middle) { low = middle &+ 1 } else { high = middle }
        }
        return low == 0 ? nil : low &- 1
    }
}
