import WasmSyntax

/// The names of a module's parts, as the printer writes them: identifiers where a name is defined and used, and `@name`
/// annotations where the identifier differs from the name.
///
/// The name section is untrusted. Entries that nothing in the module corresponds to are not printed; the section is then
/// printed as a whole, too.
struct PrintedNames {
    private let section: NameSection
    /// The index of the section among the custom sections, if the text parser would write exactly this section at this
    /// place for the names in it.
    let reproducedSection: Int?
    /// Names of the section that have not been printed; meaningless if no section is reproduced.
    private(set) var unprinted = 0
    private var tables: [NameSection.Space: IdentifierTable] = [:]
    private let locals: NestedNameMap
    private let labels: NestedNameMap
    private var fields: [UInt32: IdentifierTable] = [:]
    /// Bytes of text that uses of identifiers may still take. Then indices are printed: two bytes can use a name of
    /// 100,000.
    private var room: Int

    /// - Throws: ``Interrupted`` if the watch says to stop.
    init(_ module: ModuleSyntax, _ watch: inout LoadingWatch) throws(Interrupted) {
        section = NameSection(module)
        locals = section.nestedNames(.local)
        labels = section.nestedNames(.label)
        room = (4 << 20) &+ 32 &* module.bytes.count
        guard let index = module.customSections.firstIndex(where: { $0.name == "name" }) else {
            reproducedSection = nil
            return
        }
        let isLast = index == module.customSections.count &- 1
        let custom = module.customSections[index]
        let count = try PrintedNames.canonicalCount(module.bytes, custom.contents, &watch)
        var behindAll = custom
        behindAll.afterSection = SectionID.data.rawValue
        let isBehindAll = isLast && module.place(of: custom) == module.place(of: behindAll)
        unprinted = count ?? 0
        reproducedSection = isBehindAll && unprinted > 0 ? index : nil
        for space in NameSection.Space.allCases where !space.isNested && space != .module {
            let names = section.names(space)
            if !names.isEmpty { tables[space] = try IdentifierTable(names, &watch) }
        }
        let fieldNames = section.nestedNames(.field)
        for (index, type) in module.types.enumerated() {
            guard case .structure(let types) = type.composite else { continue }
            let count = types.count
            let index = UInt32(truncatingIfNeeded: index)
            let names = fieldNames[index]
            if names.isEmpty { continue }
            var table = try IdentifierTable(names, &watch)
            table.remove(UInt32(truncatingIfNeeded: count)...)
            fields[index] = table
        }
    }

    /// The number of names in a name section; `nil` if the section is not what the text parser writes for its names.
    private static func canonicalCount(
        _ bytes: [UInt8], _ range: Range<Int>, _ watch: inout LoadingWatch
    ) throws(Interrupted) -> Int? {
        guard let written = WrittenNames(bytes, in: range) else { return nil }
        var writer = NameWriter(strings: ByteStringTable(), written: bytes, watch: watch)
        var count = 0
        for (id, contents) in written.subsections {
            guard let space = NameSection.Space(rawValue: id) else { return nil }
            if space == .module {
                guard let name = writer.soleName(in: contents) else { return nil }
                try writer.name(name)
                count &+= 1
            } else if space.isNested {
                guard let groups = writer.groups(in: contents), !groups.isEmpty,
                    groups.allSatisfy({ !$0.entries.isEmpty })
                else {
                    return nil
                }
                try writer.groups(groups)
                count &+= groups.reduce(0) { $0 &+ $1.entries.count }
            } else {
                guard let entries = writer.entries(in: contents), !entries.isEmpty else { return nil }
                try writer.map(entries)
                count &+= entries.count
            }
            writer.finish(space)
        }
        watch = writer.watch
        return writer.section.bytes[...] == bytes[range] ? count : nil
    }

    /// Whether the names that were printed are all of the section.
    var isReproduced: Bool { reproducedSection != nil && unprinted == 0 }

    // MARK: Definitions

    mutating func defineModule(_ out: inout TextWriter) {
        guard let name = section.moduleName else { return }
        var table = IdentifierTable()
        table.add(0, name, name.utf8)
        define(0, table, &out)
    }

    /// Writes the identifier and the annotation of a definition, if it has a name, with a space in front.
    mutating func define(_ space: NameSection.Space, _ index: UInt32, _ out: inout TextWriter) {
        guard let table = tables[space] else { return }
        define(index, table, &out)
    }

    mutating func defineField(_ index: UInt32, of type: UInt32, _ out: inout TextWriter) {
        guard let table = fields[type] else { return }
        define(index, table, &out)
    }

    mutating func define(_ index: UInt32, _ table: IdentifierTable, _ out: inout TextWriter) {
        guard let entry = table[index] else { return }
        unprinted &-= 1
        if !entry.text.isEmpty {
            out.text(" ")
            out.bytes.append(contentsOf: table.identifier(entry))
        }
        guard reproducedSection != nil, let name = entry.annotation else { return }
        out.text(" (@name ")
        out.string(name.utf8)
        out.text(")")
    }

    /// Removes the identifiers of definitions that cannot have one in the text.
    mutating func withhold(_ space: NameSection.Space, _ indices: Range<UInt32>) {
        tables[space]?.withhold(indices)
    }

    // MARK: Uses

    /// Writes a space, and the identifier of an index, or else the index.
    mutating func use(_ space: NameSection.Space, _ index: UInt32, _ out: inout TextWriter) {
        use(index, tables[space], &out)
    }

    mutating func useField(_ index: UInt32, of type: UInt32, _ out: inout TextWriter) {
        use(index, fields[type], &out)
    }

    mutating func use(_ index: UInt32, _ table: IdentifierTable?, _ out: inout TextWriter) {
        guard let table, let entry = table[index], !entry.text.isEmpty, entry.text.count <= room else {
            return out.spaced(index)
        }
        room &-= entry.text.count
        out.text(" ")
        out.bytes.append(contentsOf: table.identifier(entry))
    }

    /// Takes bytes of text from what names may cost, and returns whether there were so many.
    mutating func spend(_ bytes: Int) -> Bool {
        guard bytes <= room else { return false }
        room &-= bytes
        return true
    }

    // MARK: Functions

    func localNames(of function: UInt32, _ watch: inout LoadingWatch) throws(Interrupted) -> IdentifierTable {
        try IdentifierTable(locals[function], &watch)
    }

    func labelNames(of function: UInt32, _ watch: inout LoadingWatch) throws(Interrupted) -> IdentifierTable {
        try IdentifierTable(labels[function], canRepeat: true, &watch)
    }
}
