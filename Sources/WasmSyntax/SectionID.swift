// Specification: Binary Format / Modules / Sections.

/// A section of the binary format; the raw value is its id.
package enum SectionID: UInt8, Hashable, Sendable {
    case custom = 0
    case type, `import`, function, table, memory, global, export, start, element, code, data, dataCount
    case tag

    /// All sections but the custom one, in the order that a module must have, which is not the order of the ids.
    package static let inOrder: [SectionID] = [
        .type, .import, .function, .table, .memory, .tag, .global, .export, .start, .element, .dataCount, .code, .data,
    ]

    /// The section's position in ``inOrder``, counted from 1; 0 for a custom section.
    package var place: Int { (SectionID.inOrder.firstIndex(of: self) ?? -1) + 1 }
}

extension ModuleSyntax {
    /// Whether the canonical encoding of this module has the section, that is, whether the section has contents.
    package func needsSection(_ section: SectionID) -> Bool {
        switch section {
        case .custom: !customSections.isEmpty
        case .type: !recursiveGroups.isEmpty
        case .import: !imports.isEmpty
        case .function: !functions.isEmpty
        case .table: !tables.isEmpty
        case .memory: !memories.isEmpty
        case .tag: !tags.isEmpty
        case .global: !globals.isEmpty
        case .export: !exports.isEmpty
        case .start: start != nil
        case .element: !elements.isEmpty
        case .dataCount: dataCount != nil
        case .code: !bodies.isEmpty
        case .data: !data.isEmpty
        }
    }

    /// The part of ``bytes`` that a range denotes, clamped to them.
    package func contents(of range: Range<Int>) -> ArraySlice<UInt8> { bytes[range.clamped(to: bytes.indices)] }

    /// The number of imports of a kind.
    package func importCount(of kind: ExternalKind) -> Int {
        imports.reduce(0) { $1.type.kind == kind ? $0 + 1 : $0 }
    }
}
