import WasmSyntax

/// Finds for every recursive group of types an equal earlier one (specification: *Validation / Types / Recursive
/// Types*). The validator uses one for each module, a store one for all of its modules.
///
/// Groups are compared as words in which a reference to the group itself is relative to its start and any other is the
/// number that was given out for it; then equal words mean equal groups. The table's hash is Swift's, seeded by chance:
/// a module cannot make its types collide.
package struct RecursiveGroupTable: Sendable {
    private struct Entry: Sendable {
        let first: Int
        let words: Range<Int>
        /// The entry before with the same hash.
        let previous: Int?
    }

    private var words: [UInt32] = []
    private var entries: [Entry] = []
    private var entriesByHash: [Int: Int] = [:]

    package init() {}

    /// Numbers below this fit into the words beside the mark of a relative one.
    package static let maximumNumber = 0x40_0000

    /// The number of the first type of the earliest group that equals this one.
    ///
    /// - Parameters:
    ///   - types: The module's types; `group` is a range of their indices.
    ///   - numbers: By type index, for the types before the group: their numbers.
    ///   - number: What this group's first type gets if there is no equal one.
    ///   - watch: Is asked meanwhile: a group may be the whole module.
    /// - Throws: ``Interrupted`` if the watch says to stop. The table must not be used then.
    package mutating func first(
        of group: Range<Int>, in types: [SubType], numbers: [UInt32], ifNew number: Int, _ watch: inout LoadingWatch
    ) throws(Interrupted) -> Int {
        let start = words.count
        for type in types[group] {
            let before = words.count
            append(type, UInt32(truncatingIfNeeded: group.lowerBound), numbers)
            try RecursiveGroupTable.count(words.count &- before, &watch)
        }
        return try find(start..<words.count, ifNew: number, &watch)
    }

    /// The same where nothing can interrupt it.
    package mutating func first(
        of group: Range<Int>, in types: [SubType], numbers: [UInt32], ifNew number: Int
    ) -> Int {
        var watch = LoadingWatch(nil)
        do throws(Interrupted) {
            return try first(of: group, in: types, numbers: numbers, ifNew: number, &watch)
        } catch {
            return number
        }
    }

    private static func count(_ work: Int, _ watch: inout LoadingWatch) throws(Interrupted) {
        if let reason = watch.reasonToStop(after: work) { throw Interrupted(reason) }
    }

    /// The same for a type that is a group of its own and does not refer to itself, in which type indices are numbers
    /// already.
    package mutating func first(of type: SubType, ifNew number: Int) -> Int {
        let start = words.count
        append(type, .max, [])
        var watch = LoadingWatch(nil)
        do throws(Interrupted) {
            return try find(start..<words.count, ifNew: number, &watch)
        } catch {
            return number
        }
    }

    private mutating func find(
        _ key: Range<Int>, ifNew number: Int, _ watch: inout LoadingWatch
    ) throws(Interrupted) -> Int {
        var hasher = Hasher()
        for start in stride(from: key.lowerBound, to: key.upperBound, by: 1_024) {
            let end = min(start &+ 1_024, key.upperBound)
            try RecursiveGroupTable.count(end &- start, &watch)
            for word in words[start..<end] { hasher.combine(word) }
        }
        let hash = hasher.finalize()
        let previous = entriesByHash[hash]
        var candidate = previous
        while let index = candidate {
            let entry = entries[index]
            if words[entry.words] == words[key] {
                words.removeSubrange(key)
                return entry.first
            }
            candidate = entry.previous
        }
        entriesByHash[hash] = entries.count
        entries.append(Entry(first: number, words: key, previous: previous))
        return number
    }

    /// Appends the words of one type; `start` is the group's first index.
    private mutating func append(_ type: SubType, _ start: UInt32, _ numbers: [UInt32]) {
        func index(_ index: UInt32) -> UInt32 {
            if start == .max { return index }
            // Indices have at most 20 bits and stand in 23 of them (see HeapType), which leaves room for a mark.
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
