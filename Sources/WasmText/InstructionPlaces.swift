// Specification: Text Format / Instructions.

/// Finds the place in the text of one instruction, given by its offset in the module's bytes.
///
/// A module in the text format keeps no places: they would take more memory than the code. When validation finds a fault,
/// the text is parsed once more with these places, which are kept only for the body or expression being parsed.
struct InstructionPlaces {
    private struct Entry {
        /// The offset in the output, or for a deferred instruction in ``ModuleParser/deferred``.
        var offset: Int
        /// The offset in the source.
        var place: Int
    }

    /// The instruction's offset in the module's bytes.
    let wanted: Int
    /// The offset of the instruction in the source, once it is found.
    private(set) var found: Int?
    private var entries: [Entry] = []
    private var deferred: [Entry] = []

    init(_ wanted: Int) { self.wanted = wanted }

    /// Begins a body or an expression.
    mutating func begin() {
        entries.removeAll(keepingCapacity: true)
        deferred.removeAll(keepingCapacity: true)
    }

    /// Notes that the instruction that begins at an offset of the output stands at a place of the source.
    mutating func note(_ offset: Int, at place: Int) { entries.append(Entry(offset: offset, place: place)) }

    /// Moves the instructions from an offset of the output on to an offset of the deferred ones.
    mutating func postpone(from start: Int, to target: Int) {
        while let last = entries.last, last.offset >= start {
            entries.removeLast()
            deferred.append(Entry(offset: target &+ last.offset &- start, place: last.place))
        }
    }

    /// Moves the deferred instructions from an offset on to an offset of the output.
    mutating func emit(from start: Int, to target: Int) {
        while let last = deferred.last, last.offset >= start {
            deferred.removeLast()
            entries.append(Entry(offset: target &+ last.offset &- start, place: last.place))
        }
    }

    /// Ends a body or an expression, and looks whether the wanted instruction is in it.
    ///
    /// - Parameters:
    ///   - output: The offsets of its code in the output, up to the `end` that is still to be written.
    ///   - place: The place of this `end` in the source: the closing parenthesis.
    mutating func finish(_ output: Range<Int>, at place: Int) {
        guard found == nil, output.contains(wanted) || wanted == output.upperBound else { return }
        found = wanted == output.upperBound ? place : entries.last { $0.offset <= wanted }?.place
    }
}
