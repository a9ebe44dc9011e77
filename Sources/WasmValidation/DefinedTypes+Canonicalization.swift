import WasmSyntax

// Specification: Validation / Types / Recursive Types, and Appendix / Validation Algorithm on canonical types.

extension DefinedTypes {
    /// Validates the type section.
    ///
    /// - Throws: The first fault found: an unknown index, a feature that is off, an invalid subtype.
    init(_ module: ModuleSyntax, _ features: FeatureSet, _ watch: inout LoadingWatch) throws(ValidationError.Kind) {
        var groups = RecursiveGroupTable()
        var key = RecursiveGroupKey()
        for group in module.recursiveGroups {
            guard group.lowerBound == canonical.count, group.upperBound <= module.types.count else { break }
            if group.count != 1 { try features.require(.gc) }
            for type in module.types[group] {
                if let reason = watch.reasonToStop(after: type.size) { throw .interrupted(reason) }
                try DefinedTypes.checkIndices(of: type, in: group, features)
            }
            do throws(Interrupted) {
                try key.set(group, of: module.types, numbers: canonical, &watch)
            } catch {
                throw .interrupted(error.reason)
            }
            let known = groups.first(of: key)
            if known == nil { groups.add(key, first: group.lowerBound) }
            let representative = known ?? group.lowerBound
            for offset in 0..<group.count {
                canonical.append(UInt32(truncatingIfNeeded: representative &+ offset))
            }
            for index in group {
                if let reason = watch.reasonToStop(after: module.types[index].size) { throw .interrupted(reason) }
                let original = Int(canonical[index])
                shapes.append(original == index ? makeShape(module.types[index]) : shapes[original])
            }
        }
        guard canonical.count == module.types.count else { throw .malformed(.malformedTypeForm) }
        try validateSubtypes(module, &watch)
    }

    /// Checks that every type index inside a type exists, in an earlier group or the type's own, and that the features
    /// that the type needs are on.
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

extension SubType {
    /// The work of going through the type, in units of ``LoadingWatch``.
    package var size: Int {
        switch composite {
        case .function(let function): 8 &+ function.parameters.count &+ function.results.count
        case .structure(let fields): 8 &+ fields.count
        case .array: 8
        }
    }
}
