// Specification: Text Format / Types.

import WasmSyntax

extension ModuleParser {
    /// Reads all type definitions and groups, and notes those that inline function types stand for.
    mutating func typeDefinitions() throws(ParseError) {
        for start in typeFields {
            try tokens.goBack(to: start)
            try tokens.expect(.leftParenthesis)
            let isGroup = try tokens.accept(.rec)
            let first = module.types.count
            if isGroup {
                while try tokens.acceptOpening(.type) { try typeDefinition() }
                try tokens.expect(.rightParenthesis)
            } else {
                try tokens.expect(.type)
                try typeDefinition()
            }
            module.recursiveGroups.append(first..<module.types.count)
            guard module.types.count == first &+ 1, let type = module.types.last else { continue }
            if type.isFinal, type.supertypes.isEmpty, let function = type.composite.function,
                functionTypes[function] == nil
            {
                functionTypes[function] = UInt32(truncatingIfNeeded: first)
            }
        }
    }

    /// Reads a type definition behind its `(type`.
    private mutating func typeDefinition() throws(ParseError) {
        let index = try define(.type)
        let type: SubType
        if try tokens.acceptOpening(.sub) {
            let isFinal = try tokens.accept(.final)
            var supertypes: [UInt32] = []
            while isIndex {
                supertypes.append(try self.index(.type))
                guard supertypes.count < ImplementationLimits.writtenSupertypes else {
                    throw tokens.error(.limitExceeded("supertypes"))
                }
            }
            type = SubType(isFinal: isFinal, supertypes: supertypes, composite: try compositeType(index))
            try tokens.expect(.rightParenthesis)
        } else {
            type = SubType(composite: try compositeType(index))
        }
        module.types.append(type)
        try tokens.expect(.rightParenthesis)
    }

    private mutating func compositeType(_ index: UInt32) throws(ParseError) -> CompositeType {
        let type: CompositeType
        if try tokens.acceptOpening(.func) {
            type = .function(try functionType(names: .ignored))
        } else if try tokens.acceptOpening(.struct) {
            type = .structure(try structFields(index))
        } else {
            try tokens.expectOpening(.array)
            type = .array(try fieldType())
        }
        try tokens.expect(.rightParenthesis)
        return type
    }

    private mutating func structFields(_ type: UInt32) throws(ParseError) -> [FieldType] {
        var result: [FieldType] = []
        while try tokens.acceptOpening(.field) {
            let place = tokens.token
            let identifier = try optionalIdentifier()
            let name = try nameAnnotation() ?? identifier
            if name != nil {
                let index = UInt32(truncatingIfNeeded: result.count)
                if let identifier {
                    let key = UInt64(type) << 32 | UInt64(identifier)
                    guard fields.updateValue(index, forKey: key) == nil else {
                        throw tokens.lexer.error(
                            .duplicate(.field, identifier: tokens.identifierText(place)), at: place.start)
                    }
                }
                if let name { names.add(name, .field, index, of: type) }
                result.append(try fieldType())
            } else {
                while tokens.token.kind != .rightParenthesis {
                    result.append(try fieldType())
                    guard result.count <= IndexKind.field.limit else { break }
                }
            }
            guard result.count <= IndexKind.field.limit else { throw tokens.error(.limitExceeded("struct fields")) }
            try tokens.expect(.rightParenthesis)
        }
        return result
    }

    private mutating func fieldType() throws(ParseError) -> FieldType {
        guard try tokens.acceptOpening(.mut) else { return FieldType(storage: try storageType(), isMutable: false) }
        let type = FieldType(storage: try storageType(), isMutable: true)
        try tokens.expect(.rightParenthesis)
        return type
    }

    private mutating func storageType() throws(ParseError) -> ValueType {
        guard let type = tokens.meaning?.valueType, type.isPacked else { return try valueType() }
        try tokens.advance()
        return type
    }

    /// Reads a number, vector or reference type.
    mutating func valueType() throws(ParseError) -> ValueType {
        guard let type = tokens.meaning?.valueType else { return try longReferenceType() }
        guard !type.isPacked else { throw tokens.unexpected() }
        try tokens.advance()
        return type
    }

    mutating func referenceType() throws(ParseError) -> ValueType {
        guard let type = tokens.meaning?.valueType else { return try longReferenceType() }
        guard type.isReference else { throw tokens.unexpected() }
        try tokens.advance()
        return type
    }

    /// Reads `(ref null? heaptype)`.
    private mutating func longReferenceType() throws(ParseError) -> ValueType {
        try tokens.expectOpening(.ref)
        let isNullable = try tokens.accept(.null)
        let type = ValueType(try heapType(), nullable: isNullable)
        try tokens.expect(.rightParenthesis)
        return type
    }

    mutating func heapType() throws(ParseError) -> HeapType {
        if let type = tokens.meaning?.heapType {
            try tokens.advance()
            return type
        }
        guard isIndex else { throw tokens.unexpected() }
        let place = tokens.token
        let index = try index(.type)
        guard index < ImplementationLimits.types else {
            throw tokens.lexer.error(.limitExceeded("type index \(index)"), at: place.start)
        }
        return HeapType(typeIndex: index)
    }

    // MARK: External types

    mutating func globalType() throws(ParseError) -> GlobalType {
        guard try tokens.acceptOpening(.mut) else { return GlobalType(value: try valueType(), isMutable: false) }
        let type = GlobalType(value: try valueType(), isMutable: true)
        try tokens.expect(.rightParenthesis)
        return type
    }

    mutating func addressType() throws(ParseError) -> AddressType {
        let type: AddressType
        switch tokens.meaning?.valueType {
        case .i32?: type = .i32
        case .i64?: type = .i64
        default: return .i32
        }
        try tokens.advance()
        return type
    }

    private mutating func sizeLimits() throws(ParseError) -> SizeLimits {
        let minimum = try tokens.u64()
        return SizeLimits(minimum: minimum, maximum: tokens.token.kind == .natural ? try tokens.u64() : nil)
    }

    /// Reads the rest of a memory type, behind the address type.
    mutating func memoryType(_ addressType: AddressType) throws(ParseError) -> MemoryType {
        let limits = try sizeLimits()
        let isShared = try tokens.accept(.shared)
        return MemoryType(
            addressType: addressType, limits: limits, isShared: isShared, pageSizeExponent: try pageSizeExponent())
    }

    /// Reads `(pagesize n)`, if it stands here, and returns the base-two logarithm of the page size.
    mutating func pageSizeExponent() throws(ParseError) -> UInt8 {
        guard try tokens.acceptOpening(.pagesize) else { return 16 }
        let place = tokens.token
        let size = try tokens.u64()
        guard size.nonzeroBitCount == 1 else { throw tokens.lexer.error(.invalidPageSize, at: place.start) }
        try tokens.expect(.rightParenthesis)
        return UInt8(truncatingIfNeeded: size.trailingZeroBitCount)
    }

    /// Reads the rest of a table type, behind the address type.
    mutating func tableType(_ addressType: AddressType) throws(ParseError) -> TableType {
        let limits = try sizeLimits()
        return TableType(addressType: addressType, limits: limits, element: try referenceType())
    }
}
