import WasmSyntax

// Specification: Validation / Matching.

extension HeapType {
    /// The heap type of a reference that unreachable code produces: a subtype of all others. It never occurs in a
    /// module.
    static let bottom = HeapType(abstractCode: 0)
}

extension DefinedTypes {
    /// Whether a value of the first type may stand where one of the second is required. Both must be canonical.
    func matches(_ type: ValueType, _ expected: ValueType) -> Bool {
        if type == expected || type == .bottom { return true }
        guard type.isReference, expected.isReference, expected.isNullable || !type.isNullable else { return false }
        return matches(type.heapType, expected.heapType)
    }

    func matches(_ type: HeapType, _ expected: HeapType) -> Bool {
        if type == expected || type == .bottom { return true }
        if let index = type.typeIndex {
            guard let expectedIndex = expected.typeIndex else {
                return abstractSupertype(index).abstractMatches(expected)
            }
            let number = order[Int(index)]
            return number >= order[Int(expectedIndex)] && number < orderEnd[Int(expectedIndex)]
        }
        if let expectedIndex = expected.typeIndex {
            return type == (shapes[Int(expectedIndex)].kind == .function ? .noFunction : .none)
        }
        return type.abstractMatches(expected)
    }

    /// The least precise supertype of a heap type.
    func top(_ type: HeapType) -> HeapType {
        let abstract = type.typeIndex.map(abstractSupertype) ?? type
        return abstract.abstractTop
    }

    private func abstractSupertype(_ index: UInt32) -> HeapType {
        switch shapes[Int(index)].kind {
        case .function: .function
        case .structure: .structure
        case .array: .array
        }
    }

    // MARK: Composite types

    func matches(_ shape: TypeShape, _ expected: TypeShape) -> Bool {
        guard shape.kind == expected.kind else { return false }
        switch shape.kind {
        case .function:
            return matches(expected.parameters, shape.parameters) && matches(shape.results, expected.results)
        case .structure, .array:
            guard shape.fieldCount >= expected.fieldCount else { return false }
            return (0..<expected.fieldCount).allSatisfy {
                matches(fields[Int(shape.firstField &+ $0)], fields[Int(expected.firstField &+ $0)])
            }
        }
    }

    /// Returns the distance from the top to the first operand that does not match its type.
    ///
    /// - Parameters:
    ///   - height: The height of the stack, which must have `count` operands.
    ///   - list: A list of at least `count` types, not `single`; the last one is for the topmost operand.
    func mismatch(_ operands: [ValueType], below height: Int, _ list: TypeList, _ count: Int) -> Int? {
        let end = list.start &+ Int(list.count)
        // Long lists mostly have equal types in a row.
        var (lastActual, lastExpected) = (ValueType.bottom, ValueType.bottom)
        var place = 0
        while place < count {
            place &+= 1
            let (actual, expected) = (operands[height &- place], valueTypes[end &- place])
            if actual == expected || (actual == lastActual && expected == lastExpected) { continue }
            guard matches(actual, expected) else { return place }
            (lastActual, lastExpected) = (actual, expected)
        }
        return nil
    }

    func matches(_ list: TypeList, _ expected: TypeList) -> Bool {
        if list == expected { return true }
        guard list.count == expected.count else { return false }
        return (0..<Int(list.count)).allSatisfy { matches(type(at: $0, of: list), type(at: $0, of: expected)) }
    }

    /// Whether a field matches: both fields are mutable or neither is, and mutable fields have the same type.
    func matches(_ field: FieldType, _ expected: FieldType) -> Bool {
        guard field.isMutable == expected.isMutable, matches(field.storage, expected.storage) else { return false }
        return !field.isMutable || matches(expected.storage, field.storage)
    }
}
