/// The bytes of a file in memory: chunks, each counted before it is allocated. Bytes without a chunk are zero, or still
/// in the file below, if the file comes from there.
struct MemoryContents {
    /// The size of a whole chunk in bytes.
    static let chunkSize = 64 << 10
    /// The unit in bytes in which the size of a chunk is counted.
    static let blockSize = 512
    /// The maximum file size in bytes: the largest `off_t`.
    static let maximumSize = UInt64(Int64.max)

    private(set) var size: UInt64
    /// The chunks by number. A chunk can be shorter than ``chunkSize``: zeros follow its last byte.
    private var chunks = ChunkTable()
    /// The offset before which bytes without a chunk are in the file below.
    private var lowerSize: UInt64
    /// The bytes that were taken from the volume's usage.
    private(set) var charged: UInt64 = 0

    /// - Parameter lowerSize: The size of the file below, if it exists.
    init(lowerSize: UInt64 = 0) {
        size = lowerSize
        self.lowerSize = lowerSize
    }

    /// Reads bytes into the beginning of a buffer, and returns their number.
    func read(
        into buffer: inout MutableSpan<UInt8>, at offset: UInt64, lower: (any WASIFile)?
    ) throws(Errno) -> Int {
        guard offset < size else { return 0 }
        let wanted = Int(clamping: min(UInt64(buffer.count), size &- offset))
        var done = 0
        while done < wanted {
            let position = offset &+ UInt64(done)
            let start = Int(truncatingIfNeeded: position % UInt64(Self.chunkSize))
            let count = min(wanted &- done, Self.chunkSize &- start)
            var part = buffer._mutatingExtracting(done..<(done &+ count))
            if let place = chunks.find(position / UInt64(Self.chunkSize)) {
                MemoryContents.copy(chunks[place], from: start, to: &part)
            } else {
                try MemoryContents.fill(&part, at: position, lowerSize, lower)
            }
            done &+= count
        }
        return done
    }

    /// Writes as many of the bytes as fit, and returns their number, at least 1.
    ///
    /// - Throws: `EFBIG` beyond the maximum file size; `ENOSPC` if not one more byte may be stored.
    mutating func write(
        _ bytes: Span<UInt8>, at offset: UInt64, usage: MemoryUsage, lower: (any WASIFile)?
    ) throws(Errno) -> Int {
        guard offset < MemoryContents.maximumSize else { throw usage.tooLarge() }
        let wanted = Int(clamping: min(UInt64(bytes.count), MemoryContents.maximumSize &- offset))
        var done = 0
        while done < wanted {
            let position = offset &+ UInt64(done)
            let number = position / UInt64(Self.chunkSize)
            let start = Int(truncatingIfNeeded: position % UInt64(Self.chunkSize))
            let count = min(wanted &- done, Self.chunkSize &- start)
            let place: ChunkTable.Place
            do {
                place = try prepare(number, count: start &+ count, usage, lower)
            } catch {
                if done == 0 { throw error }
                break
            }
            MemoryContents.store(bytes.extracting(done..<(done &+ count)), in: &chunks[place], at: start)
            done &+= count
            size = max(size, position &+ UInt64(count))
        }
        return done
    }

    /// Truncates the file, or extends it with zeros that take no room.
    mutating func setSize(_ newSize: UInt64, usage: MemoryUsage) throws(Errno) {
        guard newSize <= MemoryContents.maximumSize else { throw usage.tooLarge() }
        if newSize < size {
            let last = newSize / UInt64(Self.chunkSize)
            while let number = chunks.lastNumber, number >= last {
                let kept = number > last ? 0 : Int(truncatingIfNeeded: newSize % UInt64(Self.chunkSize))
                cut(number, to: kept, usage)
                if kept > 0 { break }
            }
            lowerSize = min(lowerSize, newSize)
        }
        size = newSize
    }

    /// Makes the chunks of a range, so that writing there cannot run out of room.
    mutating func allocate(
        at offset: UInt64, count: UInt64, usage: MemoryUsage, lower: (any WASIFile)?
    ) throws(Errno) {
        let (end, overflow) = offset.addingReportingOverflow(count)
        guard !overflow, end <= MemoryContents.maximumSize else { throw usage.tooLarge() }
        // Refuses a range that cannot fit before a chunk is made. Blocks that are charged already may belong to the
        // range, so only the rest is asked for here.
        let before = charged
        try usage.take(bytes: count > before ? count &- before : 0)
        usage.give(bytes: count > before ? count &- before : 0)
        var position = offset
        while position < end {
            let start = Int(truncatingIfNeeded: position % UInt64(Self.chunkSize))
            let size = Int(clamping: min(UInt64(Self.chunkSize &- start), end &- position))
            let number = position / UInt64(Self.chunkSize)
            let place = try prepare(number, count: start &+ size, usage, lower)
            MemoryContents.extend(&chunks[place], to: start &+ size)
            position &+= UInt64(size)
        }
        size = max(size, end)
    }
}

extension MemoryContents {
    /// Charges for a chunk of at least `count` bytes, and returns its place. A missing chunk is made, with its bytes
    /// from the file below.
    private mutating func prepare(
        _ number: UInt64, count: Int, _ usage: MemoryUsage, _ lower: (any WASIFile)?
    ) throws(Errno) -> ChunkTable.Place {
        let offset = number &* UInt64(Self.chunkSize)
        let place = chunks.find(number)
        let existing = place.map { chunks[$0].count }
        var needed = max(count, existing ?? 0)
        let below = existing == nil && offset < lowerSize ? min(UInt64(Self.chunkSize), lowerSize &- offset) : 0
        needed = max(needed, Int(truncatingIfNeeded: below))
        let more = MemoryContents.charge(needed) &- (existing.map(MemoryContents.charge) ?? 0)
        try usage.take(bytes: more)
        charged &+= more
        if let place { return place }
        var chunk = [UInt8](repeating: 0, count: Int(truncatingIfNeeded: below))
        if below > 0 {
            do {
                var span = chunk.mutableSpan
                try MemoryContents.fill(&span, at: offset, lowerSize, lower)
            } catch {
                usage.give(bytes: more)
                charged &-= more
                throw error
            }
        }
        // The charge is for `needed` bytes, so the chunk gets this length at once.
        MemoryContents.extend(&chunk, to: needed)
        return chunks.insert(chunk, number)
    }

    /// Truncates the last chunk, or removes it if `count` is 0.
    private mutating func cut(_ number: UInt64, to count: Int, _ usage: MemoryUsage) {
        guard let place = chunks.find(number) else { return }
        let existing = chunks[place].count
        guard existing > count || count == 0 else { return }
        let less = MemoryContents.charge(existing) &- (count == 0 ? 0 : MemoryContents.charge(count))
        if count == 0 {
            chunks.removeLast()
        } else {
            chunks[place].removeLast(existing &- count)
        }
        usage.give(bytes: less)
        charged &-= less
    }

    /// The bytes that a chunk of this length is charged: whole blocks, and at least one.
    private static func charge(_ count: Int) -> UInt64 {
        UInt64(max(1, (count &+ (blockSize &- 1)) / blockSize) &* blockSize)
    }

    /// Fills a range that has no chunk: with the bytes of the file below, then with zeros.
    private static func fill(
        _ part: inout MutableSpan<UInt8>, at offset: UInt64, _ lowerSize: UInt64, _ lower: (any WASIFile)?
    ) throws(Errno) {
        var done = 0
        if let lower, offset < lowerSize {
            let wanted = Int(clamping: min(UInt64(part.count), lowerSize &- offset))
            while done < wanted {
                var rest = part._mutatingExtracting(done..<wanted)
                let count = try lower.read(into: &rest, at: offset &+ UInt64(done))
                // The count is clamped to the room, whatever the file claims. 0 means that the file has become shorter.
                guard count > 0 else { break }
                done &+= min(count, rest.count)
            }
        }
        for index in done..<part.count { part[index] = 0 }
    }

    private static func copy(_ chunk: [UInt8], from start: Int, to target: inout MutableSpan<UInt8>) {
        let count = max(0, min(target.count, chunk.count &- start))
        if count > 0 {
            let part = chunk.span.extracting(start..<(start &+ count))
            for index in 0..<count { target[index] = part[index] }
        }
        for index in count..<target.count { target[index] = 0 }
    }

    private static func store(_ bytes: Span<UInt8>, in chunk: inout [UInt8], at start: Int) {
        extend(&chunk, to: start &+ bytes.count)
        var whole = chunk.mutableSpan
        var target = whole._mutatingExtracting(start..<(start &+ bytes.count))
        for index in 0..<target.count { target[index] = bytes[index] }
    }

    private static func extend(_ chunk: inout [UInt8], to count: Int) {
        guard count > chunk.count else { return }
        // Appending an array is a single copy even in debug builds.
        chunk.append(contentsOf: [UInt8](repeating: 0, count: count &- chunk.count))
    }
}
