// A mark-and-sweep collector without recursion. Sweeping only replaces the beginnings of objects by the marks: unmarked
// words are free from then on, and allocation searches for them when it needs room.

extension Heap {
    /// Begins a collection: clears the marks, then marks the objects that the host holds.
    mutating func beginMarking() {
        if marks.count != starts.count {
            marks = [UInt64](repeating: 0, count: starts.count)
        } else {
            for index in marks.indices { marks[index] = 0 }
        }
        externalMarks = [Bool](repeating: false, count: externals.count)
        pending.removeAll(keepingCapacity: true)
        pendingArrays.removeAll(keepingCapacity: true)
        for bits in held { mark(bits) }
    }

    /// Marks the object that a reference refers to. Safe with any bits: bits that are no reference to the beginning of an
    /// object have no effect, and a number that looks like one at worst keeps an object alive.
    @inline(__always)
    mutating func mark(_ bits: UInt64) {
        switch Reference.tag(bits) {
        case Reference.Tag.object:
            let index = Reference.index(bits)
            guard index < words.count, isStart(index) else { return }
            let (word, bit) = (index &>> 6, 1 as UInt64 &<< UInt64(index & 63))
            guard marks[word] & bit == 0 else { return }
            marks[word] |= bit
            pending.append(index)
        case Reference.Tag.external:
            let index = Reference.index(bits)
            if index < externalMarks.count { externalMarks[index] = true }
        default: break
        }
    }

    /// Marks the objects that marked objects refer to, and pauses after some work.
    ///
    /// - Parameter live: The sum of the words of all marked objects, to which this call adds.
    /// - Returns: Whether nothing is left to be marked.
    mutating func markMore(_ live: inout Int) -> Bool {
        let pause = live &+ Heap.wordsBetweenPauses
        while live < pause {
            if let array = pendingArrays.popLast() {
                live &+= markPart(of: array)
            } else if let index = pending.popLast() {
                live &+= markFields(of: index)
            } else {
                return true
            }
        }
        return false
    }

    /// Marks the objects that a part of a large array refers to, and leaves the rest for later.
    ///
    /// - Returns: The number of words in that part.
    private mutating func markPart(of array: Range<Int>) -> Int {
        let end = min(array.upperBound, array.lowerBound &+ Heap.markedAtOnce)
        for word in array.lowerBound..<end { mark(words[word]) }
        if end < array.upperBound { pendingArrays.append(end..<array.upperBound) }
        return end &- array.lowerBound
    }

    /// Words of an array that are marked without a pause: a tenth of a millisecond's work.
    private static let markedAtOnce = 1 << 14

    private static let wordsBetweenPauses = 1 << 18

    /// Marks the objects that an object refers to. The elements of a large array are left for later.
    ///
    /// - Returns: The object's words, without those that are left for later.
    private mutating func markFields(of index: Int) -> Int {
        let number = typeNumber(at: index)
        if number & Heap.exceptionMark != 0 {
            // The words of values of any type.
            let first = Heap.exceptionHeaderWords
            for word in first..<max(first, length(at: index)) { mark(words[index &+ word]) }
            return size(at: index)
        }
        let layout = types.layouts[Int(number)]
        if layout.kind == .structure {
            for position in 0..<layout.referenceCount {
                mark(words[index &+ Int(types.referenceOffsets[Int(layout.firstReference &+ position)])])
            }
        } else if layout.hasReferenceElements {
            let elements = (index &+ 1)..<(index &+ 1 &+ length(at: index))
            guard elements.count <= Heap.markedAtOnce else {
                pendingArrays.append(elements)
                return 1
            }
            for word in elements { mark(words[word]) }
        }
        return size(at: index)
    }

    /// Ends a collection: frees all objects that are not marked.
    ///
    /// - Returns: The host's objects that no reference refers to any more. The caller releases them once the heap is
    ///   consistent, as their deinitialisers may use the store.
    mutating func finishCollection(live: Int) -> [Any] {
        beginCycle(live: live)
        addedExternals = 0
        // Not counted, and of use for the next collection only.
        if pending.capacity > Heap.keptPending { pending = [] }
        if pendingArrays.capacity > Heap.keptPending { pendingArrays = [] }
        var released: [Any] = []
        // Only those from before the collection: an interruption may have added others since.
        for index in externalMarks.indices where !externalMarks[index] {
            guard let object = externals[index] else { continue }
            released.append(object)
            externals[index] = nil
            freeExternals.append(index)
        }
        return released
    }

    /// The most pending objects for which a collection leaves room.
    private static let keptPending = 1 << 14

    // MARK: References that the host holds

    /// Keeps the object of a reference alive and returns the index to release it by.
    mutating func hold(_ bits: UInt64) -> Int {
        if let index = freeHeld.popLast() {
            held[index] = bits
            return index
        }
        held.append(bits)
        return held.count &- 1
    }

    mutating func release(_ index: Int) {
        guard index < held.count else { return }
        held[index] = 0
        freeHeld.append(index)
    }

    /// Bytes of host memory that count for a reference to an object of the host, without the object.
    static let externalBytes: UInt64 = 64

    /// Whether to collect before another object of the host gets a place: so many were added since the last collection that
    /// marking costs no more than a part of that. With `isFull`, the limit of host memory leaves no room for one.
    func shouldCollectExternals(isFull: Bool) -> Bool {
        guard freeExternals.isEmpty else { return false }
        let enough = isFull ? 64 : 1 << 12
        return addedExternals >= max(enough, externals.count / 2, max(words.count, liveWords) / 16)
    }

    /// Adds an object of the host and returns a reference to it.
    mutating func addExternal(_ object: Any) -> UInt64 {
        addedExternals &+= 1
        if let index = freeExternals.popLast() {
            externals[index] = object
            return Reference.external(index)
        }
        externals.append(object)
        return Reference.external(externals.count &- 1)
    }
}
