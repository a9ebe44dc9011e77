/// The names in a directory in the order in which they were made, so that a listing keeps its place when names change.
struct MemoryEntries {
    struct Entry {
        /// Larger than the numbers of all earlier entries.
        let sequence: UInt64
        let name: FileName
        let node: UInt64
    }

    /// The entries by sequence number; `nil` for one that was removed since the last compaction.
    private var slots: [(sequence: UInt64, entry: Entry?)] = []
    private var indices: [FileName: Int] = [:]
    private var removedCount = 0
    private var lastSequence: UInt64 = 0

    var isEmpty: Bool { indices.isEmpty }

    subscript(name: FileName) -> UInt64? {
        indices[name].flatMap { slots[$0].entry?.node }
    }

    /// Adds a name that is not there yet.
    mutating func add(_ name: FileName, _ node: UInt64) {
        lastSequence &+= 1
        indices[name] = slots.count
        slots.append((lastSequence, Entry(sequence: lastSequence, name: name, node: node)))
    }

    mutating func remove(_ name: FileName) {
        guard let index = indices.removeValue(forKey: name) else { return }
        slots[index].entry = nil
        removedCount &+= 1
        // Listings step over removed entries, so these must stay few compared with the others.
        if removedCount > indices.count / 8 &+ 16 { compact() }
    }

    /// The first entry after a sequence number; 0 precedes all entries.
    func next(after sequence: UInt64) -> Entry? {
        var (low, high) = (0, slots.count)
        while low < high {
            let middle = low &+ (high &- low) / 2
            if slots[middle].sequence <= sequence { low = middle &+ 1 } else { high = middle }
        }
        while low < slots.count {
            if let entry = slots[low].entry { return entry }
            low &+= 1
        }
        return nil
    }

    private mutating func compact() {
        slots.removeAll { $0.entry == nil }
        for (index, slot) in slots.enumerated() {
            if let entry = slot.entry { indices[entry.name] = index }
        }
        removedCount = 0
    }
}
