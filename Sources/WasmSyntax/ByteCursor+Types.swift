// Specification: Binary Format / Types: the types that occur both in sections and in instructions.

extension ByteCursor {
    package mutating func heapType() throws(DecodeError) -> HeapType {
        guard let first = peek else { throw error(.unexpectedEnd) }
        if let type = ByteCursor.abstractHeapType(first) {
            _ = try byte()
            return type
        }
        let start = position
        let index = try s33()
        guard index >= 0 else { throw DecodeError(.malformedHeapType, at: start) }
        guard index < ImplementationLimits.types else {
            throw DecodeError(.limitExceeded("type index \(index)"), at: start)
        }
        return HeapType(typeIndex: UInt32(truncatingIfNeeded: index))
    }

    package mutating func valueType() throws(DecodeError) -> ValueType {
        guard let first = peek else { throw error(.unexpectedEnd) }
        if first >= 0x7B && first <= 0x7F {
            _ = try byte()
            return ValueType(bits: UInt32(first))
        }
        guard let type = try referenceTypeIfPresent(first) else { throw error(.malformedValueType) }
        return type
    }

    package mutating func referenceType() throws(DecodeError) -> ValueType {
        guard let first = peek else { throw error(.unexpectedEnd) }
        guard let type = try referenceTypeIfPresent(first) else { throw error(.malformedReferenceType) }
        return type
    }

    private mutating func referenceTypeIfPresent(_ first: UInt8) throws(DecodeError) -> ValueType? {
        if let abstract = ByteCursor.abstractHeapType(first) {
            _ = try byte()
            return ValueType(abstract, nullable: true)
        }
        guard first == 0x63 || first == 0x64 else { return nil }
        _ = try byte()
        return ValueType(try heapType(), nullable: first == 0x63)
    }

    private static func abstractHeapType(_ byte: UInt8) -> HeapType? {
        byte >= 0x69 && byte <= 0x74 ? HeapType(abstractCode: byte) : nil
    }
}
