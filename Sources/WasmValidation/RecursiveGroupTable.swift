import WasmSyntax

/// A table that finds the earlier group that equals a recursive group of types (specification: *Validation / Types /
/// Recursive Types*). The validator uses one table per module, a store one for all of its modules.
package struct RecursiveGroupTable: Sendable {
    private struct Entry: Sendable {
        let first: Int
        let words: Range<Int>
        /// The previous entry with the same hash.
        let previous: Int?
    }

    private var words: [UInt32] = []
    private var entries: [Entry] = []
    private var entriesByHash: [Int: Int] = [:]

    package init() {}

    /// The bound of type numbers. Its bit marks a relative reference in a word.
    package static let maximumNumber = 0x40_0000

    /// The number of the first type of the group that equals the key's; `nil` if no group does.
    package func first(of key: RecursiveGroupKey) -> Int? {
        var candidate = entriesByHash[key.hash]
        while let index = candidate {
            let entry = entries[index]
            if words[entry.words] == key.words[...] { return entry.first }
            candidate = entry.previous
        }
        return nil
    }

    /// Adds a group that equals none in the table.
    ///
    /// - Parameter number: The number of the group's first type.
    package mutating func add(_ key: RecursiveGroupKey, first number: Int) {
        let start = words.count
        words.append(contentsOf: key.words)
        let previous = entriesByHash.updateValue(entries.count, forKey: key.hash)
        entries.append(Entry(first: number, words: start..<words.count, previous: previous))
    }
}

/// The key by which recursive groups of types are compared: a list of words, equal exactly for equal groups. In the
/// words, a reference to a type of the group itself is relative to the group's start, any other is the number assigned
/// to the type. The hash is Swift's, with a random seed: a module cannot make its types collide.
package struct RecursiveGroupKey: Sendable {
    fileprivate private(set) var words: [UInt32] = []
    fileprivate private(set) var hash = 0

    package init() {}

    /// Sets the key to that of a group.
    ///
    /// - Parameters:
    ///   - types: The module's types; `group` is a range of their indices.
    ///   - numbers: The numbers of the types before the group, by type index.
    ///   - watch: Counts the work: a group may be the whole module.
    /// - Throws: ``Interrupted`` if the watch says to stop.
    package mutating func set(
        _ group: Range<Int>, of types: [SubType], numbers: [UInt32], _ watch: inout LoadingWatch
    ) throws(Interrupted) {
        words.removeAll(keepingCapacity: true)
        for type in types[group] {
            let before = words.count
            append(type, UInt32(truncatingIfNeeded: group.lowerBound), numbers)
            if let reason = watch.reasonToStop(after: words.count &- before) { throw Interrupted(reason) }
        }
        var hasher = Hasher()
        for start in stride(from: 0, to: words.count, by: 1_024) {
            let end = min(start &+ 1_024, words.count)
            if let reason = watch.reasonToStop(after: end &- start) { throw Interrupted(reason) }
            for word in words[start..<end] { hasher.combine(word) }
        }
        hash = hasher.finalize()
    }

    /// Sets the key to that of a group of one type that does not refer to itself and whose type indices are numbers
    /// already.
    package mutating func set(_ type: SubType) {
        words.removeAll(keepingCapacity: true)
        append(type, .max, [])
        var hasher = Hasher()
        for word in words { hasher.combine(word) }
        hash = hasher.finalize()
    }

    /// Appends the words of one type; `start` is the group's first index.
    private mutating func append(_ type: SubType, _ start: UInt32, _ numbers: [UInt32]) {
        func index(_ index: UInt32) -> UInt32 {
            if start == .max { return index }
            // Indices have at most 20 bits in a field of 23 (see HeapType), which leaves room for the mark.
            return index >= start
                ? UInt32(truncatingIfNeeded: RecursiveGroupTable.maximumNumber) | index &- start : numbers[Int(index)]
        }
        func word(_ type: ValueType) -> UInt32 {
            guard type.isReference, let used = type.heapType.typeIndex else { return type.bits }
            return ValueType(HeapType(typeIndex: index(used)), nullable: type.isNullable).bits
        }
        words.append(type.isFinal ? 1 : 0)
        words.append(UInt32(truncatingIfNeeded: type.supertypes.count))
        for supertype in type.supertypes { words.append(index(supertype)) }
        switch type.composite {
        case .function(let function):
            words.append(0)
            words.append(UInt32(truncatingIfNeeded: function.parameters.count))
            for type in function.parameters { words.append(word(type)) }
            words.append(UInt32(truncatingIfNeeded: function.results.count))
            for type in function.results { words.append(word(type)) }
        case .structure(let fields):
            words.append(1)
            words.append(UInt32(truncatingIfNeeded: fields.count))
            for field in fields { words += [word(field.storage), field.isMutable ? 1 : 0] }
        case .array(let field):
            words += [2, word(field.storage), field.isMutable ? 1 : 0]
        }
    }
}
