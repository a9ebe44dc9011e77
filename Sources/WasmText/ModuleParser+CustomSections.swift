// Specification: Appendix / Custom Sections and Annotations.

import WasmSyntax

/// A custom section with the place that its annotation asks for.
struct PlacedCustomSection {
    var section: CustomSection
    /// Twice the place of another section in a module; plus 1 if the custom section stands behind that section.
    var place: Int
}

extension ModuleParser {
    /// Reads a `@custom` annotation; the section's contents are written to the output.
    mutating func customSection(_ annotation: Annotation) throws(ParseError) {
        guard customSections.count < ImplementationLimits.customSections else {
            throw tokens.lexer.error(.limitExceeded("custom sections"), at: annotation.start)
        }
        var contents = try TokenReader(tokens.lexer.part(annotation.contents))
        func malformed(_ how: String) -> ParseError { contents.error(.malformedCustomAnnotation(how)) }
        guard contents.token.kind == .string else { throw malformed("missing section name") }
        let name: Name
        do throws(ParseError) { name = try contents.name() } catch {
            throw error.kind == .malformedUTF8 ? malformed("malformed UTF-8 encoding") : error
        }
        var (section, isAfter) = (SectionID.data, true)
        if contents.token.kind == .leftParenthesis {
            try contents.advance()
            isAfter = contents.keyword == .after
            guard isAfter || contents.keyword == .before else { throw malformed("malformed placement") }
            try contents.advance()
            guard let named = contents.keyword.flatMap(ModuleParser.section) else {
                throw malformed("malformed section kind")
            }
            section = named
            try contents.advance()
            guard contents.token.kind == .rightParenthesis else { throw malformed("unexpected token") }
            try contents.advance()
        }
        let start = output.bytes.count
        try contents.strings(into: &output.bytes)
        guard contents.token.kind == .endOfInput else { throw malformed("unexpected token") }
        // A custom section before the first section is behind none: `custom`.
        let behind = isAfter ? section : SectionID.inOrder.last { $0.place < section.place } ?? .custom
        customSections.append(
            PlacedCustomSection(
                section: CustomSection(
                    name: name, contents: start..<output.bytes.count, afterSection: behind.rawValue),
                place: 2 &* section.place &+ (isAfter ? 1 : 0)))
    }

    /// Adds the custom sections to the module in their order, each behind the last section with contents before it.
    mutating func placeCustomSections() {
        // Sorting is stable: sections of the same place keep their order.
        for custom in customSections.sorted(by: { $0.place < $1.place }) {
            var section = custom.section
            section.afterSection = module.place(of: section).rawValue
            module.customSections.append(section)
        }
    }

    /// The section that a keyword of a placement names.
    static func section(_ keyword: Keyword) -> SectionID? {
        switch keyword {
        case .first, .type: .type
        case .import: .import
        case .func: .function
        case .table: .table
        case .memory: .memory
        case .tag: .tag
        case .global: .global
        case .export: .export
        case .start: .start
        case .elem: .element
        case .datacount: .dataCount
        case .code: .code
        case .data, .last: .data
        default: nil
        }
    }

    /// Appends the name section behind all others, if anything has a name. A name section in the text gets the names
    /// instead.
    mutating func appendNameSection() throws(ParseError) {
        guard !names.isEmpty else { return }
        let written = module.customSections.firstIndex { $0.name == "name" }
        guard let contents = try nameSectionContents(written.map { module.customSections[$0].contents }) else { return }
        let start = output.bytes.count
        output.append(contents)
        if let written {
            module.customSections[written].contents = start..<output.bytes.count
            return
        }
        var section = CustomSection(
            name: "name", contents: start..<output.bytes.count, afterSection: SectionID.data.rawValue)
        section.afterSection = module.place(of: section).rawValue
        module.customSections.append(section)
    }

    /// The contents of the name section; `nil` if the section in the text is malformed, and so stays as it is.
    private mutating func nameSectionContents(_ written: Range<Int>?) throws(ParseError) -> [UInt8]? {
        var watch = tokens.lexer.watch
        var writtenNames: WrittenNames?
        if let written {
            guard let names = WrittenNames(output.bytes, in: written) else { return nil }
            writtenNames = names
        }
        do throws(Interrupted) {
            return try names.contents(identifiers, merging: writtenNames, &watch)
        } catch {
            throw ParseError(error.reason, at: tokens.token.start)
        }
    }
}
