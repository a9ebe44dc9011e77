// Specification: Binary Format / Values: encoding.

/// Builds the binary format: the encoder writes modules with it, and the text parser writes function bodies.
package struct ByteWriter {
    package var bytes: [UInt8] = []

    package init() {}

    package mutating func byte(_ value: UInt8) { bytes.append(value) }

    package mutating func append(_ contents: some Sequence<UInt8>) { bytes.append(contentsOf: contents) }

    /// Appends an unsigned number in LEB128, in its shortest form.
    package mutating func unsigned(_ value: some UnsignedInteger & FixedWidthInteger) {
        var rest = UInt64(value)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Appends a signed number in LEB128, in its shortest form.
    package mutating func signed(_ value: Int64) {
        var rest = value
        while rest < -64 || rest > 63 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest) & 0x7F)
    }

    /// Appends a little-endian number of fixed size.
    package mutating func fixed<Number: FixedWidthInteger>(_ value: Number) {
        for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> Number(truncatingIfNeeded: shift)))
        }
    }

    package mutating func opcode(_ opcode: Opcode) {
        let row = InstructionTable.row(opcode)
        if row.prefix == 0 {
            bytes.append(UInt8(truncatingIfNeeded: row.code))
        } else {
            bytes.append(row.prefix)
            unsigned(row.code)
        }
    }

    package mutating func heapType(_ type: HeapType) {
        if let code = type.abstractCode { bytes.append(code) } else { signed(Int64(type.bits)) }
    }

    /// Appends the declarations of locals that a function body begins with.
    package mutating func localGroups(_ groups: [LocalGroup]) {
        unsigned(UInt(groups.count))
        for group in groups {
            unsigned(group.count)
            valueType(group.type)
        }
    }

    /// Appends a value type, in the short form if it has one.
    package mutating func valueType(_ type: ValueType) {
        guard type.isReference else { return bytes.append(UInt8(truncatingIfNeeded: type.bits)) }
        if type.isNullable, let code = type.heapType.abstractCode { return bytes.append(code) }
        bytes.append(type.isNullable ? 0x63 : 0x64)
        heapType(type.heapType)
    }
}
