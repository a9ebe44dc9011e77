// Specification: Appendix / Custom Sections / Name Section.

import WasmSyntax

/// The names of a module's parts, to be written as a name section. Names are numbers in the parser's table of
/// identifiers.
///
/// A text may also contain the section itself, as a `@custom` annotation. The module then gets one section: names in
/// the annotation take precedence, and identifiers add the names that are missing there. A malformed section in an
/// annotation is written as it is, and identifiers add nothing.
struct NameSectionBuilder {
    typealias Entry = (index: UInt32, name: NameSource)
    typealias Group = (owner: UInt32, entries: [Entry])

    /// The source of a name.
    enum NameSource {
        /// An identifier or `@name` annotation.
        case identifier(UInt32)
        /// A part of the section in the text.
        case written(Range<Int>)
    }

    var module: UInt32?
    /// The names of each space, by increasing index.
    private var maps: [NameSection.Space: [Entry]] = [:]
    /// The names of each nested space: the groups, and the names in a group, by increasing index.
    private var nestedMaps: [NameSection.Space: [Group]] = [:]

    var isEmpty: Bool { module == nil && maps.isEmpty && nestedMaps.isEmpty }

    mutating func add(_ name: UInt32, _ space: NameSection.Space, _ index: UInt32) {
        maps[space, default: []].append((index, .identifier(name)))
    }

    /// Adds the name of a local or field. No later call may have an owner of a lower index.
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
    ///   - written: The section in the text, if any.
    ///   - watch: Counts the work.
    /// - Throws: ``Interrupted`` if the watch says to stop.
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
        // A section that needs nothing is not even written in another way.
        if let written, !writer.hasNewNames { return Array(written.bytes[written.range]) }
        return writer.section.bytes
    }

    /// Writes the subsection of one space.
    ///
    /// - Parameter range: The contents of the subsection in the text, if any.
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
            let merged = others.map { NameSectionBuilder.merge($0, entries) }
            guard let merged, merged.count > others?.count ?? 0 else {
                return try writer.subsection(space.rawValue, range ?? 0..<0)
            }
            try writer.map(merged)
        } else if let groups = nestedMaps[space] {
            guard let others = range.map(writer.groups) else {
                try writer.groups(groups)
                return writer.finish(space)
            }
            let merged = others.map { NameSectionBuilder.merge($0, groups) }
            guard let merged, NameSectionBuilder.count(merged) > NameSectionBuilder.count(others ?? []) else {
                return try writer.subsection(space.rawValue, range ?? 0..<0)
            }
            try writer.groups(merged)
        } else {
            return
        }
        writer.finish(space)
    }

    private static func count(_ groups: [Group]) -> Int { groups.reduce(0) { $0 &+ $1.entries.count } }

    /// Merges two lists by increasing index. If both have an entry for an index, that of the first list is kept.
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
    /// The corresponding space of the name section.
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
