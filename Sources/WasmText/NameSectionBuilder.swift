// Specification: Appendix / Custom Sections / Name Section.

import WasmSyntax

/// The names of things, to be written as a name section. Names are numbers in the parser's table of identifiers.
///
/// A text may also give the section itself, as a `@custom` annotation. The module has one section then: what the
/// annotation says counts, and identifiers add the names that are missing there. An annotation whose section is malformed is
/// written as it is, and identifiers add nothing.
struct NameSectionBuilder {
    typealias Entry = (index: UInt32, name: NameSource)
    typealias Group = (owner: UInt32, entries: [Entry])

    /// Where a name comes from.
    enum NameSource {
        /// An identifier or `@name` annotation.
        case identifier(UInt32)
        /// A part of the section that the text gives.
        case written(Range<Int>)
    }

    var module: UInt32?
    /// In the order of the indices.
    private var maps: [NameSection.Space: [Entry]] = [:]
    /// By what they are inside of, in the order of the indices.
    private var nestedMaps: [NameSection.Space: [Group]] = [:]

    var isEmpty: Bool { module == nil && maps.isEmpty && nestedMaps.isEmpty }

    mutating func add(_ name: UInt32, _ space: NameSection.Space, _ index: UInt32) {
        maps[space, default: []].append((index, .identifier(name)))
    }

    /// Adds the name of a local or field of the last owner or of one behind it.
    mutating func add(_ name: UInt32, _ space: NameSection.Space, _ index: UInt32, of owner: UInt32) {
        var groups = nestedMaps.removeValue(forKey: space) ?? []
        if groups.last?.owner != owner { groups.append((owner, [])) }
        groups[groups.count &- 1].entries.append((index, .identifier(name)))
        nestedMaps[space] = groups
    }

    /// The section's contents.
    ///
    /// - Parameters:
    ///   - strings: The identifiers.
    ///   - written: The contents of a section that the text gives, if it gives one.
    ///   - watch: Is asked meanwhile.
    /// - Throws: ``Interrupted``.
    func contents(
        _ strings: ByteStringTable, merging written: WrittenNames?, _ watch: inout LoadingWatch
    ) throws(Interrupted) -> [UInt8] {
        var writer = NameWriter(strings: strings, written: written?.bytes ?? [], watch: watch)
        var own = NameSection.Space.allCases[...]
        for subsection in written?.subsections ?? [] {
            while let space = own.first, space.rawValue < subsection.id {
                try write(space, nil, &writer)
                own.removeFirst()
            }
            if let space = own.first, space.rawValue == subsection.id {
                try write(space, subsection.contents, &writer)
                own.removeFirst()
            } else {
                try writer.subsection(subsection.id, subsection.contents)
            }
        }
        for space in own { try write(space, nil, &writer) }
        watch = writer.watch
        return writer.section.bytes
    }

    /// Writes the subsection of one space.
    ///
    /// - Parameter range: The contents that the text gives, if it gives any.
    private func write(
        _ space: NameSection.Space, _ range: Range<Int>?, _ writer: inout NameWriter
    ) throws(Interrupted) {
        if let range, space == .module || (maps[space] == nil && nestedMaps[space] == nil) {
            return try writer.subsection(space.rawValue, range)
        }
        if space == .module {
            guard let module else { return }
            try writer.name(.identifier(module))
        } else if let entries = maps[space] {
            guard let others = range.map(writer.entries) else {
                try writer.map(entries)
                return writer.finish(space)
            }
            guard let others else { return try writer.subsection(space.rawValue, range ?? 0..<0) }
            try writer.map(NameSectionBuilder.merge(others, entries))
        } else if let groups = nestedMaps[space] {
            guard let others = range.map(writer.groups) else {
                try writer.groups(groups)
                return writer.finish(space)
            }
            guard let others else { return try writer.subsection(space.rawValue, range ?? 0..<0) }
            try writer.groups(NameSectionBuilder.merge(others, groups))
        } else {
            return
        }
        writer.finish(space)
    }

    /// Two lists by increasing index as one; of two entries with the same index, the first list's.
    private static func merge(_ first: [Entry], _ second: [Entry]) -> [Entry] {
        var result: [Entry] = []
        var rest = second[...]
        for entry in first {
            while let other = rest.first, other.index < entry.index {
                result.append(other)
                rest.removeFirst()
            }
            if rest.first?.index == entry.index { rest.removeFirst() }
            result.append(entry)
        }
        return result + rest
    }

    private static func merge(_ first: [Group], _ second: [Group]) -> [Group] {
        var result: [Group] = []
        var rest = second[...]
        for group in first {
            while let other = rest.first, other.owner < group.owner {
                result.append(other)
                rest.removeFirst()
            }
            if let other = rest.first, other.owner == group.owner {
                result.append((group.owner, merge(group.entries, other.entries)))
                rest.removeFirst()
            } else {
                result.append(group)
            }
        }
        return result + rest
    }
}

extension IndexKind {
    /// What the name section calls the index space.
    var nameSpace: NameSection.Space {
        switch self {
        case .type: .type
        case .tag: .tag
        case .global: .global
        case .memory: .memory
        case .table: .table
        case .function: .function
        case .data: .data
        case .element: .element
        case .local: .local
        case .label: .label
        case .field: .field
        }
    }
}
