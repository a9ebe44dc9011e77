// Specification: Binary Format / Values / Names, and Types.

import WasmSyntax

extension ByteCursor {
    package mutating func name() throws(DecodeError) -> Name {
        let start = position
        let length = Int(try u32())
        guard length <= remaining else { throw DecodeError(.lengthOutOfBounds, at: start) }
        guard length <= ImplementationLimits.nameLength else {
            throw DecodeError(.limitExceeded("length of a name"), at: start)
        }
        let range = try skip(length)
        guard let name = Name(utf8: Array(bytes[range])) else {
            throw DecodeError(.malformedUTF8, at: range.lowerBound)
        }
        return name
    }

    mutating func subType() throws(DecodeError) -> SubType {
        // A final type without supertypes has a short form: the composite type alone.
        guard peek == 0x50 || peek == 0x4F else { return SubType(composite: try compositeType()) }
        let isFinal = try byte() == 0x4F
        // The validator refuses more than one supertype.
        let count = try count(limit: ImplementationLimits.writtenSupertypes, "supertypes")
        var supertypes: [UInt32] = []
        supertypes.reserveCapacity(count)
        for _ in 0..<count { supertypes.append(try u32()) }
        return SubType(isFinal: isFinal, supertypes: supertypes, composite: try compositeType())
    }

    private mutating func compositeType() throws(DecodeError) -> CompositeType {
        let start = position
        switch try byte() {
        case 0x60:
            let parameters = try valueTypes(limit: ImplementationLimits.parameters, "parameters")
            let results = try valueTypes(limit: ImplementationLimits.results, "results")
            return .function(FunctionType(parameters: parameters, results: results))
        case 0x5F:
            let count = try count(limit: ImplementationLimits.structFields, "fields")
            var fields: [FieldType] = []
            fields.reserveCapacity(count)
            for _ in 0..<count { fields.append(try fieldType()) }
            return .structure(fields)
        case 0x5E: return .array(try fieldType())
        default: throw DecodeError(.malformedTypeForm, at: start)
        }
    }

    private mutating func valueTypes(limit: Int, _ what: StaticString) throws(DecodeError) -> [ValueType] {
        let count = try count(limit: limit, what)
        var types: [ValueType] = []
        types.reserveCapacity(count)
        for _ in 0..<count { types.append(try valueType()) }
        return types
    }

    private mutating func fieldType() throws(DecodeError) -> FieldType {
        let storage: ValueType
        if let code = peek, ValueType(bits: UInt32(code)).isPacked {
            storage = ValueType(bits: UInt32(try byte()))
        } else {
            storage = try valueType()
        }
        return FieldType(storage: storage, isMutable: try mutability())
    }

    private mutating func mutability() throws(DecodeError) -> Bool {
        let start = position
        let code = try byte()
        guard code <= 1 else { throw DecodeError(.malformedMutability, at: start) }
        return code == 1
    }

    mutating func globalType() throws(DecodeError) -> GlobalType {
        let value = try valueType()
        return GlobalType(value: value, isMutable: try mutability())
    }

    mutating func tagType() throws(DecodeError) -> UInt32 {
        let start = position
        guard try byte() == 0 else { throw DecodeError(.malformedTagAttribute, at: start) }
        return try u32()
    }

    mutating func tableType() throws(DecodeError) -> TableType {
        let element = try referenceType()
        let flags = try limitsFlags([.hasMaximum, .is64Bit])
        return TableType(addressType: flags.addressType, limits: try sizeLimits(flags), element: element)
    }

    mutating func memoryType() throws(DecodeError) -> MemoryType {
        let flags = try limitsFlags([.hasMaximum, .isShared, .is64Bit, .hasPageSize])
        let limits = try sizeLimits(flags)
        var type = MemoryType(
            addressType: flags.addressType, limits: limits, isShared: flags.contains(.isShared))
        if flags.contains(.hasPageSize) {
            let start = position
            let exponent = try u32()
            // The validator says which powers of two are page sizes; the decoder requires only that the size fits
            // into 64 bits.
            guard exponent < 64 else { throw DecodeError(.malformedPageSize, at: start) }
            type.pageSizeExponent = UInt8(truncatingIfNeeded: exponent)
        }
        return type
    }

    private mutating func limitsFlags(_ allowed: LimitsFlags) throws(DecodeError) -> LimitsFlags {
        let start = position
        let flags = LimitsFlags(rawValue: try byte())
        guard flags.isSubset(of: allowed) else { throw DecodeError(.malformedLimitsFlags, at: start) }
        return flags
    }

    private mutating func sizeLimits(_ flags: LimitsFlags) throws(DecodeError) -> SizeLimits {
        let minimum = try u64()
        return SizeLimits(minimum: minimum, maximum: flags.contains(.hasMaximum) ? try u64() : nil)
    }
}

/// The flags that limits begin with, in one byte.
struct LimitsFlags: OptionSet {
    let rawValue: UInt8

    static let hasMaximum = LimitsFlags(rawValue: 0x01)
    /// The threads proposal.
    static let isShared = LimitsFlags(rawValue: 0x02)
    static let is64Bit = LimitsFlags(rawValue: 0x04)
    /// The custom-page-sizes proposal.
    static let hasPageSize = LimitsFlags(rawValue: 0x08)

    var addressType: AddressType { contains(.is64Bit) ? .i64 : .i32 }
}
