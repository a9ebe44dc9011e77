import WasmSyntax

// Specification: Validation / Types / Sub Types.

extension DefinedTypes {
    /// Numbers the forest of supertypes, then checks each declared subtype against its supertype.
    mutating func validateSubtypes(
        _ module: ModuleSyntax, _ watch: inout LoadingWatch
    ) throws(ValidationError.Kind) {
        guard module.types.contains(where: { !$0.supertypes.isEmpty }) else { return numberWithoutSubtypes() }
        let supertypes = try supertypes(module)
        try number(supertypes)
        for (index, supertype) in supertypes.enumerated() {
            if let reason = watch.reasonToStop(after: module.types[index].size) { throw .interrupted(reason) }
            guard let supertype, canonical[index] == UInt32(truncatingIfNeeded: index) else { continue }
            guard !module.types[supertype].isFinal else {
                throw .finalSupertype(UInt32(truncatingIfNeeded: supertype))
            }
            guard matches(shapes[index], shapes[supertype]) else {
                throw .notASubtype(
                    UInt32(truncatingIfNeeded: index), of: UInt32(truncatingIfNeeded: supertype))
            }
        }
    }

    /// The canonical supertype of each type.
    private func supertypes(_ module: ModuleSyntax) throws(ValidationError.Kind) -> [Int?] {
        var result: [Int?] = []
        result.reserveCapacity(module.types.count)
        for (index, type) in module.types.enumerated() {
            guard type.supertypes.count <= ImplementationLimits.supertypes else {
                throw .limitExceeded("more than one supertype")
            }
            guard let supertype = type.supertypes.first else {
                result.append(nil)
                continue
            }
            guard supertype < UInt32(truncatingIfNeeded: index) else {
                throw .supertypeNotDefinedBefore(supertype)
            }
            result.append(Int(canonical[Int(supertype)]))
        }
        return result
    }

    private mutating func numberWithoutSubtypes() {
        order = canonical
        orderEnd = canonical.map { $0 &+ 1 }
    }

    /// Assigns the preorder numbers without walking the forest. A supertype comes before its subtypes, so one backward
    /// pass counts descendants, and one forward pass gives each type a range of its supertype's numbers.
    private mutating func number(_ supertypes: [Int?]) throws(ValidationError.Kind) {
        var sizes = [UInt32](repeating: 1, count: supertypes.count)
        for index in supertypes.indices.reversed() {
            if let supertype = supertypes[index] { sizes[supertype] &+= sizes[index] }
        }
        var depths = [UInt8](repeating: 0, count: supertypes.count)
        var nextRoot: UInt32 = 0
        var next = sizes
        order = sizes
        orderEnd = sizes
        for index in supertypes.indices {
            let start: UInt32
            if let supertype = supertypes[index] {
                start = next[supertype]
                next[supertype] &+= sizes[index]
                depths[index] = depths[supertype] &+ 1
                guard Int(depths[index]) <= ImplementationLimits.subtypingDepth else {
                    throw .limitExceeded("depth of subtyping")
                }
            } else {
                start = nextRoot
                nextRoot &+= sizes[index]
            }
            order[index] = start
            orderEnd[index] = start &+ sizes[index]
            next[index] = start &+ 1
        }
    }
}
