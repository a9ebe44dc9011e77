// A mark-and-sweep collector without recursion. Sweeping is nothing but taking the marks for the beginnings of objects:
// what was not marked is free from then on, and is looked for when it is needed.

extension Heap {
    /// Begins a collection: nothing is marked.
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

    /// Marks what a reference refers to. Any bits will do: what is no reference to the beginning of an object has no
    /// effect, and what looks like one keeps an object alive at most.
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

    /// Marks what the marked objects refer to, or a part of it.
    ///
    /// - Parameter live: The words of all marked objects are added.
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

    /// Marks what a part of a large array refers to, and leaves the rest for later.
    ///
    /// - Returns: How many words that were.
    private mutating func markPart(of array: Range<Int>) -> Int {
        let end = min(array.upperBound, array.lowerBound &+ Heap.markedAtOnce)
        for word in array.lowerBound..<end { mark(words[word]) }
        if end < array.upperBound { pendingArrays.append(end..<array.upperBound) }
        return end &- array.lowerBound
    }

    /// Words of an array that are looked at without a pause: a tenth of a millisecond's work.
    private static let markedAtOnce = 1 << 14

    private static let wordsBetweenPauses = 1 << 18

    /// Marks what an object refers to; for a large array later.
    ///
    /// - Returns: The object's words, without those that are left for later.
    private mutating func markFields(of index: Int) -> Int {
        let number = typeNumber(at: index)
        if number & Heap.exceptionMark != 0 {
            // Values of any type, one word for each; a tag's address is no reference.
            for word in 2..<max(2, length(at: index)) { mark(words[index &+ word]) }
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

    /// Ends a collection: frees what is not marked.
    ///
    /// - Returns: The host's objects that guests no longer refer to. What they do when they are released must not happen
    ///   while the heap is being changed.
    mutating func finishCollection(live: Int) -> [Any] {
        beginCycle(live: live)
        var released: [Any] = []
        // An interruption may have made more of them meanwhile.
        for index in externalMarks.indices where !externalMarks[index] {
            guard let object = externals[index] else { continue }
            released.append(object)
            externals[index] = nil
            freeExternals.append(index)
        }
        return released
    }

    // MARK: What the host holds

    /// Keeps what a reference refers to alive, until it is released.
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

    /// Makes an object of the host's known, and gives the reference to it.
    mutating func addExternal(_ object: Any) -> UInt64 {
        if let index = freeExternals.popLast() {
            externals[index] = object
            return Reference.external(index)
        }
        externals.append(object)
        return Reference.external(externals.count &- 1)
    }
}
