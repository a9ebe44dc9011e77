import WasmSyntax

/// The identifiers of one index space, as text.
struct IdentifierTable {
    struct Entry {
        var index: UInt32
        /// The identifier with its `$`, in the table's text; empty if the name cannot be an identifier.
        var text: Range<Int>
        /// The name, if the identifier does not say it.
        var annotation: Name?
        /// Equal for entries with the same name.
        var number: UInt32 = 0
        /// Whether the text has no place for the identifier.
        var isWithheld = false
    }

    private var text = TextWriter()
    /// By increasing index.
    private var entries: [Entry] = []

    init() {}

    /// Makes identifiers of names. Where a name occurs again, `#` and the index are appended.
    ///
    /// - Parameter canRepeat: Whether several indices may have the same identifier.
    /// - Throws: ``Interrupted`` if the watch says to stop.
    init(_ names: NameMap, canRepeat: Bool = false, _ watch: inout LoadingWatch) throws(Interrupted) {
        if names.isEmpty { return }
        let sorted = names.dictionary.sorted { $0.key < $1.key }
        var taken = ByteStringTable()
        var numbers: [(number: UInt32, isFirst: Bool)] = []
        for (_, name) in sorted {
            if let reason = watch.reasonToStop(after: 16 &+ name.utf8.count) { throw Interrupted(reason) }
            numbers.append(taken.number(name.utf8))
        }
        for ((index, name), (number, isFirst)) in zip(sorted, numbers) {
            if let reason = watch.reasonToStop(after: 16 &+ name.utf8.count) { throw Interrupted(reason) }
            if isFirst || canRepeat {
                add(index, name, name.utf8, number: number)
            } else {
                let other = name.utf8 + "#\(index)".utf8
                add(index, name, taken.number(other).isFirst ? other : [])
            }
        }
    }

    var isEmpty: Bool { entries.isEmpty }

    /// Adds an entry, whose index must be larger than those before.
    ///
    /// - Parameter identifier: The identifier without its `$`; empty if there is none.
    mutating func add(_ index: UInt32, _ name: Name, _ identifier: [UInt8], number: UInt32 = 0) {
        let start = text.bytes.count
        if !identifier.isEmpty {
            text.text("$")
            if identifier.allSatisfy(Lexer.isIdentifierCharacter) {
                text.bytes.append(contentsOf: identifier)
            } else {
                text.string(identifier)
            }
        }
        let saysName = !identifier.isEmpty && identifier == name.utf8
        entries.append(
            Entry(
                index: index, text: start..<text.bytes.count, annotation: saysName ? nil : name, number: number))
    }

    /// The entry of an index, if it has a name.
    subscript(index: UInt32) -> Entry? {
        let place = place(of: index)
        guard place < entries.count, entries[place].index == index, !entries[place].isWithheld else { return nil }
        return entries[place]
    }

    /// The entries of a range of indices.
    subscript(indices: Range<UInt32>) -> ArraySlice<Entry> {
        entries[place(of: indices.lowerBound)..<place(of: indices.upperBound)]
    }

    /// Takes the identifiers of a range of indices out of use. The entries stay, because removing them would move all later
    /// ones.
    mutating func withhold(_ indices: Range<UInt32>) {
        for place in place(of: indices.lowerBound)..<place(of: indices.upperBound) { entries[place].isWithheld = true }
    }

    mutating func remove(_ indices: PartialRangeFrom<UInt32>) {
        entries.removeSubrange(place(of: indices.lowerBound)...)
    }

    /// The identifier of an entry.
    func identifier(_ entry: Entry) -> ArraySlice<UInt8> { text.bytes[entry.text] }

    /// The position of the first entry whose index is not below this one.
    private func place(of index: UInt32) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low &+ high) / 2
            if entries[middle].index < index { low = middle &+ 1 } else { high = middle }
        }
        return low
    }
}

extension ByteStringTable {
    /// The number of a string, which is added if it is new.
    fileprivate mutating func number(_ string: [UInt8]) -> (number: UInt32, isFirst: Bool) {
        let before = count
        let number = insert(string.indices, of: string)
        return (number, count > before)
    }
}
