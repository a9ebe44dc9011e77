/// Ranges of an array's indices whose items are not in use, in order, with items in use between them.
struct FreeRanges {
    private(set) var ranges: [Range<Int>] = []

    /// The number of free items.
    private(set) var count = 0
    /// Whether items were taken.
    private(set) var wasTaken = false

    /// Adds a range, none of which is free yet.
    mutating func insert(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        count &+= range.count
        let next = firstRange(from: range.lowerBound)
        let joinsPrevious = next > 0 && ranges[next &- 1].upperBound == range.lowerBound
        let joinsNext = next < ranges.count && ranges[next].lowerBound == range.upperBound
        let lower = joinsPrevious ? ranges[next &- 1].lowerBound : range.lowerBound
        let upper = joinsNext ? ranges[next].upperBound : range.upperBound
        let first = joinsPrevious ? next &- 1 : next
        let end = joinsNext ? next &+ 1 : next
        ranges.replaceSubrange(first..<end, with: CollectionOfOne(lower..<upper))
    }

    /// Adds ranges in order, none of which is free yet.
    mutating func insert(sorted added: [Range<Int>]) {
        guard !added.isEmpty else { return }
        var merged: [Range<Int>] = []
        merged.reserveCapacity(ranges.count &+ added.count)
        func append(_ range: Range<Int>) {
            if let last = merged.last, last.upperBound == range.lowerBound {
                merged[merged.count &- 1] = last.lowerBound..<range.upperBound
            } else {
                merged.append(range)
            }
        }
        var next = 0
        for range in added {
            count &+= range.count
            while next < ranges.count, ranges[next].lowerBound < range.lowerBound {
                append(ranges[next])
                next &+= 1
            }
            append(range)
        }
        for range in ranges[next...] { append(range) }
        ranges = merged
    }

    /// Takes so many items from the first range that has them; returns the index of the first, or `nil`.
    mutating func take(_ wanted: Int) -> Int? {
        guard wanted > 0, wanted <= count, let found = ranges.firstIndex(where: { $0.count >= wanted }) else {
            return nil
        }
        let range = ranges[found]
        count &-= wanted
        wasTaken = true
        if range.count == wanted {
            ranges.remove(at: found)
        } else {
            ranges[found] = (range.lowerBound &+ wanted)..<range.upperBound
        }
        return range.lowerBound
    }

    /// Takes the range that ends with an array's last item, which the array can do without; returns its beginning.
    mutating func takeLast(of count: Int) -> Int? {
        guard let last = ranges.last, last.upperBound == count else { return nil }
        ranges.removeLast()
        self.count &-= last.count
        return last.lowerBound
    }

    /// Returns the position of the first range that begins at an index or after it.
    private func firstRange(from index: Int) -> Int {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low &+ high) / 2
            if ranges[middle].lowerBound < index { low = middle &+ 1 } else { high = middle }
        }
        return low
    }
}

extension Array {
    /// Puts items where as many are free, or at the end; returns the index of the first.
    mutating func place(_ items: some Collection<Element>, in free: inout FreeRanges) -> Int {
        if let first = free.take(items.count) {
            replaceSubrange(first..<(first &+ items.count), with: items)
            return first
        }
        let first = count
        // In one piece: appending them one by one takes five times as long.
        append(contentsOf: items)
        return first
    }

    /// Notes that items are no longer in use; removes them if they are the last ones. The caller has cleared them.
    mutating func free(_ range: Range<Int>, in free: inout FreeRanges) {
        free.insert(range)
        if let end = free.takeLast(of: count) { removeLast(count &- end) }
    }
}
