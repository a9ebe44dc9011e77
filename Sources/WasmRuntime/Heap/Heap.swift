import WasmSyntax

/// The heap of a store: structs, arrays and exceptions of all its instances (specification: *Execution / Runtime
/// Structure / Structure, Array and Exception Instances*).
///
/// One array of words. An object is a header word and its fields; a reference to it is its place, and it never moves, so
/// that whatever looks like a reference in an untyped slot can be taken for one (see ``Heap/mark(_:)``). Allocation
/// takes words from the front of the current free run; what comes after a collection is found run by run
/// (RATIONALE.md, "The heap").
struct Heap {
    /// All words; the first is never used, so that no object has the number 0.
    var words: [UInt64] = [0]
    /// A bit for each word: whether an object begins there.
    var starts: [UInt64] = [0]
    var types = StoreTypes()

    /// The free run that is being used.
    private(set) var next = 1
    private(set) var runEnd = 1
    /// Where the search for room for something large goes on.
    private var largeNext = 1

    /// The most words there may be.
    let limit: Int
    /// Whether there is a collection before every allocation, for tests.
    let collectsAlways: Bool
    /// Words allocated since the last collection.
    private(set) var allocatedWords = 0
    /// Words in use after the last collection.
    private(set) var liveWords = 0

    // What ``Heap+Collection`` works with.
    var marks: [UInt64] = []
    var pending: [Int] = []
    /// Elements of large arrays that are still to be looked at.
    var pendingArrays: [Range<Int>] = []
    /// What the host, or the machine for the moment, holds: references, or 0 where free.
    var held: [UInt64] = []
    var freeHeld: [Int] = []
    /// The host's objects that guests refer to.
    var externals: [Any?] = []
    var freeExternals: [Int] = []
    var externalMarks: [Bool] = []

    /// - Parameter limit: The most bytes that objects may take.
    init(limit: UInt64, collectsAlways: Bool = false) {
        self.limit = Int(clamping: limit / 8)
        self.collectsAlways = collectsAlways
    }

    // MARK: Objects

    /// Header: the type's number, above it the length of an array, or for exceptions their words.
    static func header(_ type: UInt32, length: Int = 0) -> UInt64 {
        UInt64(type) | UInt64(truncatingIfNeeded: length) &<< 32
    }

    /// In the header's type: marks an exception. The rest is the number of its tag's type.
    static let exceptionMark: UInt32 = 1 << 31

    @inline(__always) func typeNumber(at index: Int) -> UInt32 { UInt32(truncatingIfNeeded: words[index]) }
    @inline(__always) func length(at index: Int) -> Int { Int(words[index] &>> 32) }

    /// Words that an array takes.
    static func arrayWords(length: Int, shift: UInt8) -> Int { 1 &+ ((length &<< Int(shift)) &+ 7) &>> 3 }

    /// Words of the object that begins here.
    func size(at index: Int) -> Int {
        let number = typeNumber(at: index)
        if number & Heap.exceptionMark != 0 { return length(at: index) }
        let layout = types.layouts[Int(number)]
        return layout.kind == .structure
            ? Int(layout.words) : Heap.arrayWords(length: length(at: index), shift: layout.elementShift)
    }

    @inline(__always) func isStart(_ index: Int) -> Bool { starts[index &>> 6] &>> UInt64(index & 63) & 1 != 0 }

    // MARK: Allocating

    /// Takes words from the current run; `nil` if it has not so many.
    @inline(__always)
    mutating func take(_ count: Int) -> Int? {
        let index = next
        guard count <= runEnd &- index else { return nil }
        next = index &+ count
        starts[index &>> 6] |= 1 &<< UInt64(index & 63)
        allocatedWords &+= count
        return index
    }

    /// What a search for room has come to.
    enum Search {
        case found(Int)
        /// It has taken its time, and goes on when it is called again.
        case paused
        case noRoom
    }

    /// The same from anywhere in the heap as it is, in steps of a millisecond at most.
    mutating func find(_ count: Int) -> Search {
        if let index = take(count) { return .found(index) }
        var objects = Heap.objectsBetweenPauses
        guard count > Heap.largeObject else {
            var position = runEnd
            while let run = freeRun(&position, &objects) {
                (next, runEnd) = (run.lowerBound, run.upperBound)
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
            let index = run.lowerBound
            largeNext = index &+ count
            starts[index &>> 6] |= 1 &<< UInt64(index & 63)
            allocatedWords &+= count
            // The rest of the run must not be lost: a search from here on begins at an object.
            return .found(index)
        }
        largeNext = position
        return position < words.count ? .paused : .noRoom
    }

    /// Objects that a search goes by before it pauses.
    private static let objectsBetweenPauses = 1 << 15

    /// Objects of more words are not put into the first free run, so that they do not use it up.
    private static let largeObject = 64

    /// The next run of free words, if it is found before so many objects have been gone by.
    ///
    /// - Parameter position: The beginning of an object or of free words; afterwards where the search has come to.
    private func freeRun(_ position: inout Int, _ objects: inout Int) -> Range<Int>? {
        while position < words.count, objects > 0 {
            objects &-= 1
            guard isStart(position) else { return position..<nextStart(after: position) }
            position &+= size(at: position)
        }
        return nil
    }

    /// The next beginning of an object behind a word.
    private func nextStart(after position: Int) -> Int {
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

    /// Whether a collection is due rather than more memory: then marking costs no more than what was allocated since
    /// the last one.
    var shouldCollect: Bool { allocatedWords >= max(liveWords, Heap.minimumBetweenCollections) }

    /// Whether one is worth it when there can be no more memory. Else a guest whose heap is nearly full would have it
    /// searched for every few words that it allocates.
    var mayCollect: Bool { allocatedWords >= limit / 16 }

    private static let minimumBetweenCollections = 1 << 17

    /// Lets the next allocation collect again: one has failed, and with it ended what held on to the objects.
    mutating func noteFailure() { allocatedWords = limit }

    /// The size in words with which there is room for an object of so many; `nil` if the limit does not allow it.
    func size(toAdd count: Int) -> Int? {
        guard count <= limit &- words.count else { return nil }
        let step = min(words.count / 2, Heap.largestStep)
        return min(limit, max(words.count &+ count, words.count &+ step, 1 << 13))
    }

    /// The most words that the heap grows by at a time, if nothing larger is needed.
    private static let largestStep = 4 << 20
    /// With more words than these the heap gets room for all that it may ever have, which costs no memory until it is
    /// used: growing a large array means to copy it, which takes longer than a guest may go on after its deadline.
    private static let largestCopy = 4 << 20
    /// The most words that there is room for in advance, a GiB of them: a limit may be larger than any memory.
    private static let largestRoom = 1 << 27

    /// Makes the heap larger, the new words being free.
    mutating func grow(to wanted: Int) {
        let end = words.count
        if wanted > words.capacity, wanted > Heap.largestCopy {
            let room = min(limit, max(wanted &* 2, Heap.largestRoom))
            words.reserveCapacity(room)
            starts.reserveCapacity(room &>> 6 &+ 1)
        }
        words.append(contentsOf: repeatElement(0, count: wanted &- end))
        starts.append(contentsOf: repeatElement(0, count: (wanted &+ 63) &>> 6 &- starts.count))
        // The new words are free; with those before them, if these are the current run.
        if runEnd != end || next == end { next = end }
        runEnd = wanted
        largeNext = min(largeNext, next)
    }

    /// Bytes of the host's memory that a word takes, with its bits in ``starts`` and ``marks``, and a half for a
    /// collection's list of what is to be looked at.
    static func hostBytes(words: Int) -> UInt64 { UInt64(words &* 8 &+ words / 4) }

    /// What a collection ends with: the objects that were found are all there are.
    mutating func beginCycle(live: Int) {
        swap(&starts, &marks)
        (next, runEnd, largeNext) = (1, 1, 1)
        liveWords = live
        allocatedWords = 0
    }
}
