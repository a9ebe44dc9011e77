// Equivalence of modules, which holds between a module and the decoded form of its encoding.

extension ElementSegment {
    /// The type of elements that the binary format gives as mere function indices: `(ref func)`.
    package static let typeOfFunctionIndices = ValueType(.function, nullable: false)
}

extension ModuleSyntax {
    /// Whether both modules have the same structure. Ranges are compared by the bytes they denote. Code is compared by
    /// its instructions, so that an index may be encoded in different ways. The place of a custom section is compared
    /// by the last section with contents before it. Whether imports are grouped does not count.
    package func isEquivalent(to other: ModuleSyntax) -> Bool {
        guard types == other.types, recursiveGroups == other.recursiveGroups, imports == other.imports,
            functions == other.functions, memories == other.memories, tags == other.tags, exports == other.exports,
            start == other.start, dataCount == other.dataCount
        else { return false }
        var comparison = Comparison(left: self, right: other)
        return comparison.definitions() && comparison.segments() && comparison.bodies() && comparison.customSections()
    }
}

private struct Comparison {
    let left: ModuleSyntax
    let right: ModuleSyntax
    var leftCode = DecodedCode()
    var rightCode = DecodedCode()

    init(left: ModuleSyntax, right: ModuleSyntax) {
        self.left = left
        self.right = right
    }

    mutating func definitions() -> Bool {
        guard left.tables.count == right.tables.count, left.globals.count == right.globals.count else { return false }
        for (one, other) in zip(left.tables, right.tables) {
            guard one.type == other.type else { return false }
            switch (one.initializer, other.initializer) {
            case (nil, nil): break
            case (let one?, let other?): guard code(one.code, other.code) else { return false }
            default: return false
            }
        }
        for (one, other) in zip(left.globals, right.globals) {
            guard one.type == other.type, code(one.initializer.code, other.initializer.code) else { return false }
        }
        return true
    }

    mutating func segments() -> Bool {
        guard left.data.count == right.data.count, left.elements.count == right.elements.count else { return false }
        for (one, other) in zip(left.data, right.data) {
            guard left.contents(of: one.contents) == right.contents(of: other.contents) else { return false }
            switch (one.mode, other.mode) {
            case (.passive, .passive): break
            case (.active(let one, let oneOffset), .active(let other, let otherOffset)):
                guard one == other, code(oneOffset.code, otherOffset.code) else { return false }
            default: return false
            }
        }
        for (one, other) in zip(left.elements, right.elements) {
            guard one.type == other.type, mode(one.mode, other.mode), items(one.items, other.items) else {
                return false
            }
        }
        return true
    }

    private mutating func mode(_ one: ElementSegment.Mode, _ other: ElementSegment.Mode) -> Bool {
        switch (one, other) {
        case (.passive, .passive), (.declarative, .declarative): true
        case (.active(let one, let oneOffset), .active(let other, let otherOffset)):
            one == other && code(oneOffset.code, otherOffset.code)
        default: false
        }
    }

    private mutating func items(_ one: ElementSegment.Items, _ other: ElementSegment.Items) -> Bool {
        switch (one, other) {
        case (.functions(let one), .functions(let other)): return one == other
        case (.expressions(let one), .expressions(let other)):
            guard one.count == other.count else { return false }
            for (one, other) in zip(one, other) { guard code(one.code, other.code) else { return false } }
            return true
        default: return false
        }
    }

    mutating func bodies() -> Bool {
        guard left.bodies.count == right.bodies.count else { return false }
        for (one, other) in zip(left.bodies, right.bodies) {
            guard one.locals == other.locals, code(one.code, other.code) else { return false }
        }
        return true
    }

    func customSections() -> Bool {
        guard left.customSections.count == right.customSections.count else { return false }
        return zip(left.customSections, right.customSections).allSatisfy { one, other in
            one.name == other.name && left.contents(of: one.contents) == right.contents(of: other.contents)
                && left.place(of: one) == right.place(of: other)
        }
    }

    private mutating func code(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
        if left.contents(of: one) == right.contents(of: other) { return true }
        do throws(DecodeError) {
            try InstructionDecoder.decode(one, of: left.bytes, into: &leftCode)
            try InstructionDecoder.decode(other, of: right.bytes, into: &rightCode)
        } catch {
            return false
        }
        return leftCode.isEquivalent(to: rightCode)
    }
}

extension DecodedCode {
    /// Whether the instructions are equal, whatever their offsets.
    package func isEquivalent(to other: DecodedCode) -> Bool {
        guard labels == other.labels, valueTypes == other.valueTypes, catches == other.catches,
            instructions.count == other.instructions.count
        else { return false }
        return zip(instructions, other.instructions).allSatisfy { one, other in
            one.opcode == other.opcode && one.small == other.small && one.x == other.x && one.y == other.y
                && one.wide == other.wide
        }
    }
}

extension ModuleSyntax {
    /// The last section with contents before a custom section; `custom` if none comes before it.
    package func place(of section: CustomSection) -> SectionID {
        // A custom section behind an unknown id is placed at the end of the module.
        let last = SectionID(rawValue: section.afterSection)?.place ?? SectionID.inOrder.count
        return SectionID.inOrder.prefix(last).last(where: needsSection) ?? .custom
    }
}
