// Specification: Appendix / Custom Sections and Annotations / Branch Hints.

import WasmSyntax

extension ModuleParser {
    /// Keeps an annotation inside a function until the second pass reaches the token behind it.
    mutating func bindBranchHint(_ annotation: Annotation) throws(ParseError) {
        guard branchHintAnnotations.updateValue(annotation, forKey: annotation.followingToken) == nil else {
            throw tokens.lexer.error(.malformedBranchHint("duplicate annotation"), at: annotation.start)
        }
    }

    /// Takes the hint before the current token, if any, and returns whether the branch is likely.
    mutating func branchHint() throws(ParseError) -> Bool? {
        guard !branchHintAnnotations.isEmpty,
            let annotation = branchHintAnnotations.removeValue(forKey: tokens.token.start)
        else { return nil }
        var contents = try TokenReader(tokens.lexer.part(annotation.contents))
        var bytes: [UInt8] = []
        try contents.strings(into: &bytes)
        guard contents.token.kind == .endOfInput else { throw contents.error(.malformedBranchHint("unexpected token")) }
        guard bytes == [0] || bytes == [1] else {
            throw tokens.lexer.error(.malformedBranchHint("invalid hint value"), at: annotation.start)
        }
        return bytes == [1]
    }

    /// Notes that the instruction about to be written has a hint.
    mutating func hint(_ isLikely: Bool?) {
        if let isLikely { hintedPlaces.append((output.bytes.count, isLikely)) }
    }

    /// Takes over the hints of a function whose body has been written. Whether they stand at branches is not checked.
    mutating func takeBranchHints(of function: UInt32, _ body: FunctionBody) {
        guard !hintedPlaces.isEmpty else { return }
        let origin = BranchHints.origin(of: body)
        branchHints.functions.append(
            BranchHints.Function(
                index: function,
                hints: hintedPlaces.map {
                    BranchHints.Hint(offset: UInt32(truncatingIfNeeded: $0.place &- origin), isLikely: $0.isLikely)
                }))
        hintedPlaces.removeAll(keepingCapacity: true)
    }

    /// Adds the section with the hints of all functions, if there are any.
    mutating func branchHintSection() {
        guard !branchHints.functions.isEmpty else { return }
        let start = output.bytes.count
        output.append(branchHints.bytes)
        let before = SectionID.inOrder.last { $0.place < SectionID.code.place } ?? .custom
        customSections.append(
            PlacedCustomSection(
                section: CustomSection(
                    name: BranchHints.sectionName, contents: start..<output.bytes.count,
                    afterSection: before.rawValue),
                place: 2 &* SectionID.code.place))
    }
}
