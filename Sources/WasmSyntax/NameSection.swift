// Specification: Appendix / Custom Sections and Annotations / Name Section, with the subsections of the
// extended-name-section proposal.

/// The names in a module's "name" custom section, for messages and for printing.
///
/// The section is untrusted. Malformed parts, and entries that are out of range, repeated or too long, are skipped:
/// their names are missing, and nothing fails. The initializer goes once through the function names and keeps an index
/// of them; the names themselves are read on demand.
package struct NameSection: Sendable {
    /// The kinds of things that have names; the raw values are the ids of the subsections.
    package enum Space: UInt8, CaseIterable, Sendable {
        case module = 0
        case function, local, label, type, table, memory, global, element, data, field, tag

        /// Whether names are grouped by the index of the function or struct type that contains them.
        package var isNested: Bool { self == .local || self == .label || self == .field }
    }

    /// Names of the functions, imported ones first.
    package let functions: NameMap
    private let bytes: [UInt8]
    private var subsections: [Space: Range<Int>] = [:]
    private let sizes: [Space: Int]

    /// Reads the first custom section called "name"; without one, nothing has a name.
    package init(_ module: ModuleSyntax) {
        bytes = module.bytes
        sizes = NameSection.sizes(of: module)
        let section = module.customSections.first { $0.name == "name" }
        subsections = NameSection.subsections(of: bytes, in: section?.contents ?? 0..<0)
        functions = NameMap(bytes, in: subsections[.function] ?? 0..<0, size: sizes[.function] ?? 0)
    }

    /// The name of the module itself.
    package var moduleName: Name? {
        var cursor = ByteCursor(bytes, in: subsections[.module] ?? 0..<0)
        guard let range = cursor.nameRangeIfPresent() else { return nil }
        return Name(utf8: Array(bytes[range]))
    }

    /// The name of the function with this index, imported functions counted.
    package func functionName(_ index: UInt32) -> Name? { functions[index] }

    /// The names in an index space; empty for `module` and for spaces with nested names.
    package func names(_ space: Space) -> NameMap {
        if space == .function { return functions }
        guard !space.isNested, space != .module else { return NameMap(bytes, in: 0..<0, size: 0) }
        return NameMap(bytes, in: subsections[space] ?? 0..<0, size: sizes[space] ?? 0)
    }

    /// The names of locals and labels by function, or of fields by type; empty for the other spaces.
    package func nestedNames(_ space: Space) -> NestedNameMap {
        guard space.isNested else { return NestedNameMap(bytes, in: 0..<0, size: 0, innerSize: 0) }
        let size = sizes[space == .field ? .type : .function] ?? 0
        return NestedNameMap(bytes, in: subsections[space] ?? 0..<0, size: size, innerSize: sizes[space] ?? 0)
    }
}

extension NameSection {
    private static func subsections(of bytes: [UInt8], in range: Range<Int>) -> [Space: Range<Int>] {
        var result: [Space: Range<Int>] = [:]
        var cursor = ByteCursor(bytes, in: range)
        do throws(DecodeError) {
            while !cursor.isAtEnd {
                let id = try cursor.byte()
                let size = Int(try cursor.u32())
                let contents = try cursor.skip(size)
                guard let space = Space(rawValue: id), result[space] == nil else { continue }
                result[space] = contents
            }
        } catch {
            // The subsections before the malformed one count.
        }
        return result
    }

    /// The number of indices in each space; for nested spaces, the maximum in one group.
    private static func sizes(of module: ModuleSyntax) -> [Space: Int] {
        [
            .function: module.importCount(of: .function) + module.functions.count,
            .local: ImplementationLimits.locals,
            .label: ImplementationLimits.bodySize,
            .type: module.types.count,
            .table: module.importCount(of: .table) + module.tables.count,
            .memory: module.importCount(of: .memory) + module.memories.count,
            .global: module.importCount(of: .global) + module.globals.count,
            .element: module.elements.count,
            .data: module.data.count,
            .field: ImplementationLimits.structFields,
            .tag: module.importCount(of: .tag) + module.tags.count,
        ]
    }
}

/// Names by index, read on demand.
package struct NameMap: Sendable {
    private struct Entry {
        let index: UInt32
        let start: UInt32
        let length: UInt32
    }

    private let bytes: [UInt8]
    /// By increasing index.
    private var entries: [Entry] = []

    /// Reads a name map up to its first malformed entry. Skips names that are too long, and indices that are not below
    /// `size` or not in increasing order.
    init(_ bytes: [UInt8], in range: Range<Int>, size: Int) {
        var cursor = ByteCursor(bytes, in: range)
        self.init(&cursor, size: size)
    }

    init(_ cursor: inout ByteCursor, size: Int) {
        bytes = cursor.bytes
        guard let count = cursor.u32IfPresent() else { return }
        entries.reserveCapacity(min(Int(count), size, cursor.remaining / 2))
        // Nothing can interrupt this loop, because a trap's message needs the names even after the deadline. It reads
        // at most one entry per index, so it takes some milliseconds at most.
        for _ in 0..<min(Int(count), size) {
            guard let index = cursor.u32IfPresent(), let name = cursor.nameRangeIfPresent() else { return }
            guard Int(index) < size, index > entries.last?.index ?? 0 || entries.isEmpty else { continue }
            guard name.count <= ImplementationLimits.nameLength else { continue }
            entries.append(
                Entry(
                    index: index, start: UInt32(truncatingIfNeeded: name.lowerBound),
                    length: UInt32(truncatingIfNeeded: name.count)))
        }
    }

    package var isEmpty: Bool { entries.isEmpty }

    /// The name at an index; `nil` if the index has none, or one that is not UTF-8.
    package subscript(index: UInt32) -> Name? {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low &+ high) / 2
            if entries[middle].index < index { low = middle &+ 1 } else { high = middle }
        }
        guard low < entries.count, entries[low].index == index else { return nil }
        return name(of: entries[low])
    }

    /// All names that are UTF-8.
    package var dictionary: [UInt32: Name] {
        var result: [UInt32: Name] = [:]
        result.reserveCapacity(entries.count)
        for entry in entries { result[entry.index] = name(of: entry) }
        return result
    }

    private func name(of entry: Entry) -> Name? {
        let start = Int(entry.start)
        return Name(utf8: Array(bytes[start..<start &+ Int(entry.length)]))
    }
}

/// Names by two indices, read on demand.
package struct NestedNameMap: Sendable {
    private let bytes: [UInt8]
    private var groups: [UInt32: Range<Int>] = [:]
    private let innerSize: Int

    /// Reads an indirect name map up to its first malformed entry. If groups share an index, the first counts.
    init(_ bytes: [UInt8], in range: Range<Int>, size: Int, innerSize: Int) {
        self.bytes = bytes
        self.innerSize = innerSize
        var cursor = ByteCursor(bytes, in: range)
        guard let count = cursor.u32IfPresent() else { return }
        for _ in 0..<count {
            guard let index = cursor.u32IfPresent() else { return }
            let start = cursor.position
            let isComplete = cursor.skipNameMapIfPresent()
            if Int(index) < size && groups[index] == nil { groups[index] = start..<cursor.position }
            guard isComplete else { return }
        }
    }

    /// The names in the group of an outer index.
    package subscript(index: UInt32) -> NameMap { NameMap(bytes, in: groups[index] ?? 0..<0, size: innerSize) }
}

extension ByteCursor {
    fileprivate mutating func u32IfPresent() -> UInt32? {
        do throws(DecodeError) { return try u32() } catch { return nil }
    }

    fileprivate mutating func nameRangeIfPresent() -> Range<Int>? {
        do throws(DecodeError) {
            let length = Int(try u32())
            return try skip(length)
        } catch {
            return nil
        }
    }

    /// Skips a name map, and returns whether it was complete.
    fileprivate mutating func skipNameMapIfPresent() -> Bool {
        guard let count = u32IfPresent() else { return false }
        for _ in 0..<count {
            guard u32IfPresent() != nil, nameRangeIfPresent() != nil else { return false }
        }
        return true
    }
}
