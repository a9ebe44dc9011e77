import WasmSyntax

/// The heap of a store: structs, arrays and exceptions of all its instances (specification: *Execution / Runtime
/// Structure / Structure, Array and Exception Instances*).
///
/// The heap is one array of words. An object is a header word and its fields, and a reference to it is the index of its
/// header. Objects never move, so that any bits in an untyped slot that look like a reference can be taken for one (see
/// ``Heap/mark(_:)``). Allocation takes words from the front of the current free run; after a collection, free runs are
/// searched for one by one (RATIONALE.md, "The heap").
struct Heap {
    /// All words. The first is never used, so that no object has the index 0.
    var words: [UInt64] = [0]
    /// A bit for each word, set if an object begins there.
    var starts: [UInt64] = [0]
    var types = StoreTypes()

    /// The bounds of the current free run.
    private(set) var next = 1
    private(set) var runEnd = 1
    /// Where the search for room for a large object continues, and the end of the free run there, if one is known.
    private var largeNext = 1
    private var largeEnd = 1

    /// The most words that the heap may have.
    let limit: Int
    /// Whether a collection precedes every allocation, for tests.
    let collectsAlways: Bool
    /// Whether the store counts what each instruction costs, which the loop does not tell for an array.
    let isCounting: Bool
    /// Words allocated since the last collection.
    private(set) var allocatedWords = 0
    /// Words in use after the last collection.
    private(set) var liveWords = 0

    // The state of a collection: see `Heap+Collection.swift`.
    var marks: [UInt64] = []
    var pending: [Int] = []
    /// Elements of large arrays that are still to be marked.
    var pendingArrays: [Range<Int>] = []
    /// References that the host, or the interpreter temporarily, keeps alive; 0 in free entries.
    var held: [UInt64] = []
    var freeHeld: [Int] = []
    /// The host's objects that references refer to; `nil` in free entries.
    var externals: [Any?] = []
    var freeExternals: [Int] = []
    var externalMarks: [Bool] = []
    /// The number of the host's objects that were added since the last collection.
    var addedExternals = 0

    /// An empty heap.
    ///
    /// - Parameter limit: The most bytes that objects may take.
    init(limit: UInt64, collectsAlways: Bool = false, isCounting: Bool = false) {
        self.limit = Int(clamping: limit / 8)
        self.collectsAlways = collectsAlways
        self.isCounting = isCounting
    }

    /// An empty heap of a store with these options.
    init(limit: UInt64, _ options: LoweringOptions) {
        self.init(
            limit: limit, collectsAlways: options.collectsAlways,
            isCounting: options.instruments.contains(.blockCounts))
    }

    // MARK: Snapshots

    /// The objects and types, without those of the host.
    var snapshot: HeapSnapshot {
        HeapSnapshot(
            words: words, starts: starts, types: types, run: next..<max(next, runEnd), largeNext: largeNext,
            allocatedWords: allocatedWords, liveWords: liveWords)
    }

    /// A heap with the objects of a snapshot, and with the limits of another heap.
    init(_ snapshot: HeapSnapshot, like other: Heap, externals: [Any?]) {
        (limit, collectsAlways, isCounting) = (other.limit, other.collectsAlways, other.isCounting)
        (words, starts, types) = (snapshot.words, snapshot.starts, snapshot.types)
        (next, runEnd) = (snapshot.run.lowerBound, snapshot.run.upperBound)
        (largeNext, largeEnd) = (snapshot.largeNext, snapshot.largeNext)
        (allocatedWords, liveWords) = (snapshot.allocatedWords, snapshot.liveWords)
        self.externals = externals
        freeExternals = externals.indices.filter { externals[$0] == nil }
    }

    /// Notes that an object begins at a word.
    mutating func mark(start index: Int) { starts[index &>> 6] |= 1 &<< UInt64(index & 63) }

    /// Begins to allocate after objects were put in their places: from the front, where free runs are.
    mutating func beginRestored() {
        (next, runEnd, largeNext, largeEnd) = (1, 1, 1, 1)
        allocatedWords = words.count
    }

    // MARK: Objects

    /// Returns a header: the type's number, and in the upper half the length of an array or the words of an exception.
    static func header(_ type: UInt32, length: Int = 0) -> UInt64 {
        UInt64(type) | UInt64(truncatingIfNeeded: length) &<< 32
    }

    /// The bit in a header's type that marks an exception. The other bits are the number of its tag's type.
    static let exceptionMark: UInt32 = 1 << 31

    /// The words of an exception before its values: the header, and the tag's address.
    static let exceptionHeaderWords = 2

    @inline(__always) func typeNumber(at index: Int) -> UInt32 { UInt32(truncatingIfNeeded: words[index]) }
    @inline(__always) func length(at index: Int) -> Int { Int(words[index] &>> 32) }

    /// Returns the words that an array takes, including its header.
    static func arrayWords(length: Int, shift: UInt8) -> Int { 1 &+ ((length &<< Int(shift)) &+ 7) &>> 3 }

    // The methods that only read are `mutating` too, as Swift copies the structure for one that is not.

    /// Returns the words of the object that begins at an index.
    mutating func size(at index: Int) -> Int {
        let number = typeNumber(at: index)
        if number & Heap.exceptionMark != 0 { return length(at: index) }
        let layout = types.layouts[Int(number)]
        return layout.kind == .structure
            ? Int(layout.words) : Heap.arrayWords(length: length(at: index), shift: layout.elementShift)
    }

    @inline(__always) func isStart(_ index: Int) -> Bool { starts[index &>> 6] &>> UInt64(index & 63) & 1 != 0 }

    // MARK: Allocating

    /// Takes words for a new object from the current run or, for a large object, from the one where the last was put; `nil`
    /// if there are fewer.
    @inline(__always)
    mutating func take(_ count: Int) -> Int? {
        var index = next
        if count <= runEnd &- index {
            next = index &+ count
        } else {
            index = largeNext
            guard count > Heap.largeObject, count <= largeEnd &- index else { return nil }
            largeNext = index &+ count
        }
        starts[index &>> 6] |= 1 &<< UInt64(index & 63)
        allocatedWords &+= count
        return index
    }

    /// The result of a search for room.
    enum Search {
        case found(Int)
        /// The search has used up its time; the next call continues it.
        case paused
        case noRoom
    }

    /// Takes words for a new object from any free run, without a collection. Searches for a millisecond at most at a time.
    mutating func find(_ count: Int) -> Search {
        if let index = take(count) { return .found(index) }
        var objects = Heap.objectsBetweenPauses
        guard count > Heap.largeObject else {
            var position = runEnd
            while let run = freeRun(&position, &objects) {
                (next, runEnd) = (run.lowerBound, run.upperBound)
                // It may be the run of large objects.
                largeEnd = largeNext
                position = runEnd
                if let index = take(count) { return .found(index) }
            }
            (next, runEnd) = (position, position)
            return position < words.count ? .paused : .noRoom
        }
        var position = max(largeNext, runEnd)
        while let run = freeRun(&position, &objects) {
            position = run.upperBound
            guard run.count >= count else { continue }
            (largeNext, largeEnd) = (run.lowerBound, run.upperBound)
            if let index = take(count) { return .found(index) }
        }
        (largeNext, largeEnd) = (position, position)
        return position < words.count ? .paused : .noRoom
    }

    /// The objects and free runs that a search passes before it pauses.
    private static let objectsBetweenPauses = 1 << 15

    /// Objects of more words search for a run of their own, so that they do not use up the small ones.
    private static let largeObject = 64

    /// Returns the next run of free words, or `nil` if the heap or the number of objects to pass is exhausted before.
    ///
    /// - Parameters:
    ///   - position: The beginning of an object or of free words; afterwards where the search ended.
    ///   - objects: The objects that the search may still pass.
    private mutating func freeRun(_ position: inout Int, _ objects: inout Int) -> Range<Int>? {
        while position < words.count, objects > 0 {
            objects &-= 1
            guard isStart(position) else { return position..<nextStart(after: position) }
            position &+= size(at: position)
        }
        return nil
    }

    /// Returns the words of the first object from a position on, which is the beginning of an object or of free words; `nil`
    /// if there is none.
    mutating func object(from position: Int) -> Range<Int>? {
        guard position < words.count else { return nil }
        let start = isStart(position) ? position : nextStart(after: position)
        return start < words.count ? start..<(start &+ size(at: start)) : nil
    }

    /// Returns the first beginning of an object after a word, or the end of the heap.
    private mutating func nextStart(after position: Int) -> Int {
        var index = (position &+ 1) &>> 6
        guard index < starts.count else { return words.count }
        var bits = starts[index] & (.max &<< UInt64((position &+ 1) & 63))
        while bits == 0 {
            index &+= 1
            guard index < starts.count else { return words.count }
            bits = starts[index]
        }
        return min(index &<< 6 &+ bits.trailingZeroBitCount, words.count)
    }

    /// Whether to collect rather than grow: so much was allocated since the last collection that marking costs no more than
    /// those allocations did.
    var shouldCollect: Bool { allocatedWords >= max(liveWords, Heap.minimumBetweenCollections) }

    /// Whether to collect when the heap cannot grow. With less allocated it traps: otherwise, a guest whose heap is nearly
    /// full would cause a collection for every few words that it allocates.
    var mayCollect: Bool { allocatedWords >= limit / 16 }

    private static let minimumBetweenCollections = 1 << 17

    /// Lets the next allocation collect: the execution whose allocation failed ends, and its objects may become garbage.
    mutating func noteFailure() { allocatedWords = limit }

    /// Returns the size in words to which the heap must grow for an object of this many words; `nil` if the limit does not
    /// allow it.
    func size(toAdd count: Int) -> Int? {
        guard count <= limit &- words.count else { return nil }
        let step = min(words.count / 2, Heap.largestStep)
        return min(limit, max(words.count &+ count, words.count &+ step, 1 << 13))
    }

    /// The most words that the heap grows by at a time, unless an object needs more.
    private static let largestStep = 4 << 20
    /// With more words than these, the heap gets room for many more at once, which costs no memory until it is used:
    /// copying a large array to grow it would take longer than a guest may run on after its deadline.
    private static let largestCopy = 4 << 20
    /// Words that such a heap gets room for at least, a GiB, if its limit is not lower. Room for the limit itself could
    /// exceed the host's memory.
    private static let largestRoom = 1 << 27

    /// Makes the heap larger; the new words are free.
    mutating func grow(to wanted: Int) {
        let end = words.count
        if wanted > words.capacity, wanted > Heap.largestCopy {
            let room = min(limit, max(wanted &* 2, Heap.largestRoom))
            words.reserveCapacity(room)
            starts.reserveCapacity(room &>> 6 &+ 1)
        }
        words.append(contentsOf: repeatElement(0, count: wanted &- end))
        starts.append(contentsOf: repeatElement(0, count: (wanted &+ 63) &>> 6 &- starts.count))
        // The new words become the current run, or extend it if it reaches up to them.
        if runEnd != end || next == end { next = end }
        runEnd = wanted
        largeNext = min(largeNext, next)
        largeEnd = largeNext
    }

    /// Returns the bytes of host memory that a heap of so many words takes, including their bits in ``starts`` and
    /// ``marks``. The first word, and the lists of pending objects that a collection makes, are not counted.
    static func hostBytes(words: Int) -> UInt64 { UInt64(max(0, words &* 8 &+ words / 4 &- 8)) }

    /// Ends a collection: only marked objects remain, and the search for free runs begins at the front.
    mutating func beginCycle(live: Int) {
        swap(&starts, &marks)
        (next, runEnd, largeNext, largeEnd) = (1, 1, 1, 1)
        liveWords = live
        allocatedWords = 0
    }
}

/// The objects and types of a heap at a moment.
struct HeapSnapshot: Sendable {
    var words: [UInt64]
    var starts: [UInt64]
    var types: StoreTypes
    /// The current free run.
    var run: Range<Int>
    var largeNext: Int
    var allocatedWords: Int
    var liveWords: Int
}
