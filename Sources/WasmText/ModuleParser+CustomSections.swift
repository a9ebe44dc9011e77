// Specification: Appendix / Custom Sections and Annotations.

import WasmSyntax

/// A custom section with the place that its annotation asks for.
struct PlacedCustomSection {
    var section: CustomSection
    /// Twice the position of a section in ``ModuleParser/sectionOrder`` plus 0 for before it and 1 for after it.
    var place: Int
}

extension ModuleParser {
    /// Ids of the sections in the order in which they stand in a binary module, with the words for them.
    static let sectionOrder: [(id: UInt8, keyword: Keyword)] = [
        (0, .first), (1, .type), (2, .import), (3, .func), (4, .table), (5, .memory), (13, .tag), (6, .global),
        (7, .export), (8, .start), (9, .elem), (12, .datacount), (10, .code), (11, .data), (0, .last),
    ]

    /// Reads a `@custom` annotation; the section's contents are written to the output.
    mutating func customSection(_ annotation: Annotation) throws(ParseError) {
        guard customSections.count < ImplementationLimits.customSections else {
            throw tokens.lexer.error(.limitExceeded("custom sections"), at: annotation.start)
        }
        var contents = try TokenReader(Lexer(tokens.source, in: annotation.contents))
        func malformed(_ how: String) -> ParseError { contents.error(.malformedCustomAnnotation(how)) }
        guard contents.token.kind == .string else { throw malformed("missing section name") }
        let name: Name
        do throws(ParseError) { name = try contents.name() } catch {
            throw error.kind == .malformedUTF8 ? malformed("malformed UTF-8 encoding") : error
        }
        var place = 2 &* ModuleParser.sectionOrder.count
        if contents.token.kind == .leftParenthesis {
            try contents.advance()
            let direction = contents.keyword
            guard direction == .before || direction == .after else { throw malformed("malformed placement") }
            try contents.advance()
            guard let section = ModuleParser.sectionOrder.firstIndex(where: { $0.keyword == contents.keyword }),
                contents.keyword != nil
            else { throw malformed("malformed section kind") }
            try contents.advance()
            place = 2 &* section &+ (direction == .after ? 1 : 0)
            guard contents.token.kind == .rightParenthesis else { throw malformed("unexpected token") }
            try contents.advance()
        }
        let start = output.bytes.count
        try contents.strings(into: &output.bytes)
        guard contents.token.kind == .endOfInput else { throw malformed("unexpected token") }
        let section = CustomSection(name: name, contents: start..<output.bytes.count, afterSection: 0)
        customSections.append(PlacedCustomSection(section: section, place: place))
    }

    /// Puts the custom sections into their order, each behind the last section that the module has there.
    mutating func placeCustomSections() {
        customSections.sort { $0.place < $1.place }
        let present = ModuleParser.sectionOrder.map { hasSection($0.keyword) ? $0.id : 0 }
        for custom in customSections {
            var section = custom.section
            let before = present.prefix((custom.place &+ 1) / 2)
            section.afterSection = before.last { $0 != 0 } ?? 0
            module.customSections.append(section)
        }
    }

    private func hasSection(_ keyword: Keyword) -> Bool {
        switch keyword {
        case .type: !module.recursiveGroups.isEmpty
        case .import: !module.imports.isEmpty
        case .func, .code: !module.functions.isEmpty
        case .table: !module.tables.isEmpty
        case .memory: !module.memories.isEmpty
        case .tag: !module.tags.isEmpty
        case .global: !module.globals.isEmpty
        case .export: !module.exports.isEmpty
        case .start: module.start != nil
        case .elem: !module.elements.isEmpty
        case .datacount: module.dataCount != nil
        case .data: !module.data.isEmpty
        default: false
        }
    }

    /// Appends the name section, behind all others, if anything has a name.
    mutating func appendNameSection() {
        guard let contents = names.contents(identifiers) else { return }
        let start = output.bytes.count
        output.append(contents)
        let last = ModuleParser.sectionOrder.last { hasSection($0.keyword) }?.id ?? 0
        module.customSections.append(
            CustomSection(name: "name", contents: start..<output.bytes.count, afterSection: last))
    }
}
