// Specification: Appendix / Custom Sections / Name Section.

import WasmSyntax

/// What things are called, to be written as a name section. Names are numbers in the parser's table of identifiers.
struct NameSection {
    typealias Entry = (index: UInt32, name: UInt32)

    var module: UInt32?
    /// By the raw value of ``IndexKind``, in the order of the indices.
    private var maps = [[Entry]](repeating: [], count: IndexKind.allCases.count)
    /// Locals of functions and fields of structs, by the index of the function or type, in the order of the indices.
    private var locals: [(owner: UInt32, entries: [Entry])] = []
    private var fields: [(owner: UInt32, entries: [Entry])] = []

    mutating func add(_ name: UInt32, _ kind: IndexKind, _ index: UInt32) {
        maps[Int(kind.rawValue)].append((index, name))
    }

    mutating func addLocal(_ name: UInt32, _ index: UInt32, of function: UInt32) {
        NameSection.add((index, name), owner: function, to: &locals)
    }

    mutating func addField(_ name: UInt32, _ index: UInt32, of type: UInt32) {
        NameSection.add((index, name), owner: type, to: &fields)
    }

    private static func add(_ entry: Entry, owner: UInt32, to list: inout [(owner: UInt32, entries: [Entry])]) {
        if list.last?.owner != owner { list.append((owner, [])) }
        list[list.count &- 1].entries.append(entry)
    }

    /// The section's contents; `nil` where nothing has a name.
    func contents(_ strings: ByteStringTable) -> [UInt8]? {
        var section = ByteWriter()
        func subsection(_ id: UInt8, _ contents: ByteWriter) {
            section.byte(id)
            section.unsigned(UInt(contents.bytes.count))
            section.append(contents.bytes)
        }
        if let module {
            var contents = ByteWriter()
            NameSection.write(module, strings, &contents)
            subsection(0, contents)
        }
        for (id, kind) in NameSection.subsections {
            var contents = ByteWriter()
            switch kind {
            case .local: NameSection.write(locals, strings, &contents)
            case .field: NameSection.write(fields, strings, &contents)
            default: NameSection.write(maps[Int(kind.rawValue)], strings, &contents)
            }
            // A map without entries is one byte, its length.
            if contents.bytes.count > 1 { subsection(id, contents) }
        }
        return section.bytes.isEmpty ? nil : section.bytes
    }

    /// The ids of subsections with what they name, in the order in which they must appear.
    private static let subsections: [(UInt8, IndexKind)] = [
        (1, .function), (2, .local), (4, .type), (5, .table), (6, .memory), (7, .global), (8, .element), (9, .data),
        (10, .field), (11, .tag),
    ]

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

    private static func write(
        _ list: [(owner: UInt32, entries: [Entry])], _ strings: ByteStringTable, _ writer: inout ByteWriter
    ) {
        writer.unsigned(UInt(list.count))
        for (owner, entries) in list {
            writer.unsigned(owner)
            write(entries, strings, &writer)
        }
    }
}
