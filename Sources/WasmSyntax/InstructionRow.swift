/// The immediates of an instruction, and the fields of ``Instruction`` that hold them once decoded.
@usableFromInline package enum ImmediateKind: UInt8, Sendable {
    case none
    /// A byte that must be 0 and means nothing yet.
    case zeroByte
    /// `small` = ``BlockTypeKind``; `x` = the value type's bits or the type index.
    case blockType
    /// `x` = the label.
    case label
    /// `br_table`: `x` = position of its first label in ``DecodedCode/labels``, `y` = number of labels before the
    /// default.
    case labels
    /// `x` = the index.
    case function, type, local, global, table, memory, data, element, tag
    /// `x` = the type index, `y` = the table index.
    case callIndirect
    /// `x` = the type index, `y` = the field's index, the number of operands, or the index of a segment or second type.
    case typeField, typeCount, typeData, typeElement, typeType
    /// `x` = the data segment, `y` = the memory.
    case dataMemory
    /// `x` = the element segment, `y` = the table.
    case elementTable
    /// `x` = the destination, `y` = the source.
    case memoryMemory, tableTable
    /// `x` = the memory, `small` = the alignment's exponent, `wide` = the offset.
    case memoryArgument
    /// As `memoryArgument`; `y` = the lane.
    case memoryLane
    /// `x` = the lane.
    case lane
    /// `wide` = lanes 0 to 7, `y` and `x` = lanes 8 to 15 (`x` the lower ones).
    case lanes16
    /// `wide` = bytes 0 to 7, `y` and `x` = bytes 8 to 15 (`x` the lower ones).
    case v128
    /// `wide` = the value's bits; an `i32` or `f32` is zero-extended.
    case i32, i64, f32, f64
    /// `x` = position of the first in ``DecodedCode/valueTypes``, `y` = their number.
    case valueTypes
    /// `x` = the heap type's bits.
    case heapType
    /// `x` = the label; `wide` = bits of the first value type (source) and, shifted left by 32, of the second (target).
    case brOnCast
    /// As `blockType`; `y` = position of the first clause in ``DecodedCode/catches``, `wide` = their number.
    case tryTable
}

/// The types of the operands that an instruction pops and of the result that it pushes.
package struct InstructionSignature: Sendable, Equatable {
    /// A type in a signature: a plain value type, or the address type of the memory that the immediates name.
    package enum Operand: UInt8, Sendable {
        case i32, i64, f32, f64, v128, address

        package init?(letter: Character) {
            switch letter {
            case "i": self = .i32
            case "I": self = .i64
            case "f": self = .f32
            case "F": self = .f64
            case "v": self = .v128
            case "a": self = .address
            default: return nil
            }
        }

        /// The value type; `i32` for an address, whose true type depends on the instruction's memory.
        package var valueType: ValueType {
            switch self {
            case .i32, .address: .i32
            case .i64: .i64
            case .f32: .f32
            case .f64: .f64
            case .v128: .v128
            }
        }
    }

    /// Bottom of the stack first.
    package let parameters: [Operand]
    package let result: Operand?

    /// Reads a text like `"ii:i"`: a letter for each parameter, a colon, a letter for the result, if any (`i` i32, `I`
    /// i64, `f` f32, `F` f64, `v` v128, `a` the memory's address type). Fails for `"*"`.
    package init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        parameters = text[..<colon].compactMap(Operand.init(letter:))
        result = text[text.index(after: colon)...].compactMap(Operand.init(letter:)).first
    }
}

/// One row of the instruction table.
package struct InstructionRow: Sendable {
    package let opcode: Opcode
    /// The first byte of an encoding in two parts (0xFB to 0xFE), else 0.
    package let prefix: UInt8
    /// The opcode byte, or the number after the prefix.
    package let code: UInt32
    /// The keyword of the text format.
    package let name: String
    package let immediates: ImmediateKind
    /// The signature as ``InstructionSignature/init(_:)`` reads it; `"*"` if the types depend on more than the opcode,
    /// so that the validator and lowering treat the instruction by name.
    package let signatureText: String
    package let feature: Feature
    /// Units of budget. Function entry and bulk operations cost more: see `BudgetCosts` in WasmRuntime.
    package let cost: UInt8

    package init(
        _ opcode: Opcode, _ prefix: UInt8, _ code: UInt32, _ name: String, _ immediates: ImmediateKind,
        _ signatureText: String, _ feature: Feature, _ cost: UInt8
    ) {
        self.opcode = opcode
        self.prefix = prefix
        self.code = code
        self.name = name
        self.immediates = immediates
        self.signatureText = signatureText
        self.feature = feature
        self.cost = cost
    }
}

/// The instruction table with the look-ups made from it.
package enum InstructionTable {
    /// Signatures by the opcode's raw value.
    package static let signatures: [InstructionSignature?] = rows.map { InstructionSignature($0.signatureText) }

    /// Kinds of immediates by the opcode's raw value.
    static let immediates: [ImmediateKind] = rows.map(\.immediates)

    /// Budget costs by the opcode's raw value.
    package static let costs: [UInt8] = rows.map(\.cost)

    /// Opcodes by encoding: the plain ones, then those after the prefixes 0xFB to 0xFE.
    static let plain = lookUp(prefix: 0)
    static let afterFB = lookUp(prefix: 0xFB)
    static let afterFC = lookUp(prefix: 0xFC)
    static let afterFD = lookUp(prefix: 0xFD)
    static let afterFE = lookUp(prefix: 0xFE)

    /// The row of an opcode.
    package static func row(_ opcode: Opcode) -> InstructionRow { rows[Int(opcode.rawValue)] }

    private static func lookUp(prefix: UInt8) -> [Opcode?] {
        var result = [Opcode?](repeating: nil, count: prefix == 0xFD ? 0x114 : 256)
        for row in rows where row.prefix == prefix { result[Int(row.code)] = row.opcode }
        return result
    }

    /// The opcode with this encoding; `nil` if no instruction has it.
    package static func opcode(prefix: UInt8, code: UInt32) -> Opcode? {
        let table: [Opcode?]
        switch prefix {
        case 0: table = plain
        case 0xFB: table = afterFB
        case 0xFC: table = afterFC
        case 0xFD: table = afterFD
        case 0xFE: table = afterFE
        default: return nil
        }
        return Int(code) < table.count ? table[Int(code)] : nil
    }
}

extension Opcode {
    /// The instruction's keyword in the text format.
    package var name: String { InstructionTable.row(self).name }
}
