// Specification: Appendix / Custom Sections / Name Section.

import WasmSyntax

/// What things are called, to be written as a name section. Names are numbers in the parser's table of identifiers.
struct NameSectionBuilder {
    private typealias Entry = (index: UInt32, name: UInt32)
    private typealias Group = (owner: UInt32, entries: [Entry])

    var module: UInt32?
    /// In the order of the indices.
    private var maps: [NameSection.Space: [Entry]] = [:]
    /// By what they are inside of, in the order of the indices.
    private var nestedMaps: [NameSection.Space: [Group]] = [:]

    mutating func add(_ name: UInt32, _ space: NameSection.Space, _ index: UInt32) {
        maps[space, default: []].append((index, name))
    }

    /// Adds the name of a local or field of the last owner or of one behind it.
    mutating func add(_ name: UInt32, _ space: NameSection.Space, _ index: UInt32, of owner: UInt32) {
        var groups = nestedMaps.removeValue(forKey: space) ?? []
        if groups.last?.owner != owner { groups.append((owner, [])) }
        groups[groups.count &- 1].entries.append((index, name))
        nestedMaps[space] = groups
    }

    /// The section's contents; `nil` where nothing has a name.
    func contents(_ strings: ByteStringTable) -> [UInt8]? {
        var section = ByteWriter()
        for space in NameSection.Space.allCases {
            var contents = ByteWriter()
            if space == .module, let module {
                NameSectionBuilder.write(module, strings, &contents)
            } else if let entries = maps[space] {
                NameSectionBuilder.write(entries, strings, &contents)
            } else if let groups = nestedMaps[space] {
                contents.unsigned(UInt(groups.count))
                for (owner, entries) in groups {
                    contents.unsigned(owner)
                    NameSectionBuilder.write(entries, strings, &contents)
                }
            } else {
                continue
            }
            section.byte(space.rawValue)
            section.unsigned(UInt(contents.bytes.count))
            section.append(contents.bytes)
        }
        return section.bytes.isEmpty ? nil : section.bytes
    }

    private static func write(_ name: UInt32, _ strings: ByteStringTable, _ writer: inout ByteWriter) {
        writer.unsigned(UInt(strings[name].count))
        writer.append(strings[name])
    }

    private static func write(_ entries: [Entry], _ strings: ByteStringTable, _ writer: inout ByteWriter) {
        writer.unsigned(UInt(entries.count))
        for (index, name) in entries {
            writer.unsigned(index)
            write(name, strings, &writer)
        }
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
