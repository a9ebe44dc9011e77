import WasmSyntax

// Specification: Validation / Types / Recursive Types, and Appendix / Validation Algorithm on canonical types.

extension DefinedTypes {
    /// Validates the type section.
    ///
    /// - Throws: The first fault found: an unknown index, a feature that is off, an invalid subtype.
    init(_ module: Module, _ features: FeatureSet) throws(ValidationError.Kind) {
        var canonicalizer = GroupCanonicalizer()
        for group in module.recursiveGroups {
            guard group.lowerBound == canonical.count, group.upperBound <= module.types.count else { break }
            if group.count != 1 { try features.require(.gc) }
            for type in module.types[group] {
                try DefinedTypes.checkIndices(of: type, in: group, features)
            }
            let representative = canonicalizer.representative(of: group, in: module.types, canonical)
            for offset in 0..<group.count {
                canonical.append(UInt32(truncatingIfNeeded: representative &+ offset))
            }
            for index in group {
                let original = Int(canonical[index])
                shapes.append(original == index ? makeShape(module.types[index]) : shapes[original])
            }
        }
        guard canonical.count == module.types.count else { throw .malformed(.malformedTypeForm) }
        try validateSubtypes(module)
    }

    /// Checks that every type index inside a type exists, at the latest in the type's own group.
    private static func checkIndices(
        of type: SubType, in group: Range<Int>, _ features: FeatureSet
    ) throws(ValidationError.Kind) {
        func check(_ type: ValueType) throws(ValidationError.Kind) {
            if type.isNumber { return }
            if let index = type.isReference ? type.heapType.typeIndex : nil {
                guard index < UInt32(truncatingIfNeeded: group.upperBound) else { throw .unknown(.type, index) }
                // Types that refer to themselves came with garbage collection.
                if index >= UInt32(truncatingIfNeeded: group.lowerBound) { try features.require(.gc) }
            }
            try features.require(FeatureSet.feature(of: type))
        }
        if !type.isFinal || !type.supertypes.isEmpty { try features.require(.gc) }
        switch type.composite {
        case .function(let function):
            for parameter in function.parameters { try check(parameter) }
            for result in function.results { try check(result) }
        case .structure(let fields):
            try features.require(.gc)
            for field in fields { try check(field.storage) }
        case .array(let field):
            try features.require(.gc)
            try check(field.storage)
        }
    }

    private mutating func makeShape(_ type: SubType) -> TypeShape {
        switch type.composite {
        case .function(let function):
            return TypeShape(
                kind: .function, parameters: makeList(function.parameters), results: makeList(function.results))
        case .structure(let types): return makeShape(.structure, types)
        case .array(let type): return makeShape(.array, [type])
        }
    }

    private mutating func makeShape(_ kind: ValidationError.CompositeKind, _ types: [FieldType]) -> TypeShape {
        let first = fields.count
        for type in types {
            fields.append(FieldType(storage: canonical(type.storage), isMutable: type.isMutable))
        }
        return TypeShape(
            kind: kind, firstField: UInt32(truncatingIfNeeded: first),
            fieldCount: UInt32(truncatingIfNeeded: types.count),
            isDefaultable: types.allSatisfy(\.storage.isDefaultable))
    }

    private mutating func makeList(_ types: [ValueType]) -> TypeList {
        if types.count == 1, let type = types.first { return TypeList(canonical(type)) }
        let start = valueTypes.count
        for type in types { valueTypes.append(canonical(type)) }
        return TypeList(
            start: UInt32(truncatingIfNeeded: start), count: UInt32(truncatingIfNeeded: types.count))
    }
}

/// Finds for every recursive group an equal earlier one. Groups are compared as words in which a reference to the
/// group itself is relative to its start and any other is canonical; then equal words mean equal groups.
///
/// The table's hash is Swift's, seeded by chance: a module cannot make its types collide.
private struct GroupCanonicalizer {
    private struct Entry {
        let firstType: Int
        let words: Range<Int>
        /// The entry before with the same hash.
        let previous: Int?
    }

    private var words: [UInt32] = []
    private var entries: [Entry] = []
    private var entriesByHash: [Int: Int] = [:]

    /// The first type of the earliest group that equals this one, which may be itself.
    mutating func representative(of group: Range<Int>, in types: [SubType], _ canonical: [UInt32]) -> Int {
        let start = words.count
        for type in types[group] { append(type, group.lowerBound, canonical) }
        let key = start..<words.count
        var hasher = Hasher()
        for word in words[key] { hasher.combine(word) }
        let hash = hasher.finalize()
        let previous = entriesByHash[hash]
        var candidate = previous
        while let index = candidate {
            let entry = entries[index]
            if words[entry.words] == words[key] {
                words.removeSubrange(key)
                return entry.firstType
            }
            candidate = entry.previous
        }
        entriesByHash[hash] = entries.count
        entries.append(Entry(firstType: group.lowerBound, words: key, previous: previous))
        return group.lowerBound
    }

    private mutating func append(_ type: SubType, _ start: Int, _ canonical: [UInt32]) {
        func index(_ index: UInt32) -> UInt32 {
            // Indices have at most 20 bits and stand in 23 of them (see HeapType), which leaves room for a mark.
            index >= UInt32(truncatingIfNeeded: start)
                ? 0x40_0000 | index &- UInt32(truncatingIfNeeded: start)
                : canonical[Int(index)]
        }
        func word(_ type: ValueType) -> UInt32 {
            guard type.isReference, let used = type.heapType.typeIndex else { return type.bits }
            return ValueType(HeapType(typeIndex: index(used)), nullable: type.isNullable).bits
        }
        words.append(type.isFinal ? 1 : 0)
        words.append(UInt32(truncatingIfNeeded: type.supertypes.count))
        for supertype in type.supertypes { words.append(index(supertype)) }
        switch type.composite {
        case .function(let function):
            words.append(0)
            words.append(UInt32(truncatingIfNeeded: function.parameters.count))
            for type in function.parameters { words.append(word(type)) }
            words.append(UInt32(truncatingIfNeeded: function.results.count))
            for type in function.results { words.append(word(type)) }
        case .structure(let fields):
            words.append(1)
            words.append(UInt32(truncatingIfNeeded: fields.count))
            for field in fields { words += [word(field.storage), field.isMutable ? 1 : 0] }
        case .array(let field):
            words += [2, word(field.storage), field.isMutable ? 1 : 0]
        }
    }
}
