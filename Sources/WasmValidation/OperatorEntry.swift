import WasmSyntax

/// The facts about an instruction that the validator's loop needs, in one small value made from the instruction table.
struct OperatorEntry: Sendable {
    enum Treatment: UInt8, Sendable {
        /// Only the operands in this entry are checked.
        case plain
        /// A load or store: its first parameter, not counted here, is the address.
        case memoryAccess
        /// An atomic access: like `memoryAccess`, but with exactly the natural alignment, and with up to two parameters
        /// besides the address.
        case atomicAccess
        /// Validated by name too, but without a second dispatch: these are a quarter of all code.
        case localGet, localSet, localTee
        /// Validated by name.
        case special
        /// Belongs to a feature that is off.
        case unsupported
    }

    var treatment: Treatment
    /// Whether the instruction may stand in a constant expression.
    var isConstant: Bool
    var parameterCount: UInt8 = 0
    var hasResult = false
    /// As in ``InstructionTable/naturalAlignments``.
    var naturalAlignment: UInt8 = 0
    /// As in ``InstructionTable/laneCounts``.
    var laneCount: UInt8 = 0
    /// The top of the stack first.
    var parameters = (ValueType.bottom, ValueType.bottom, ValueType.bottom)
    var result = ValueType.bottom
}

extension OperatorEntry {
    /// The entries by the opcode's raw value, for a set of features.
    static func table(_ features: FeatureSet) -> [OperatorEntry] {
        var table = allFeatures
        guard !features.isSuperset(of: .all) else { return table }
        for (index, row) in InstructionTable.rows.enumerated() where !features.contains(row.feature) {
            table[index].treatment = .unsupported
        }
        return table
    }

    private static let allFeatures = InstructionTable.rows.map { OperatorEntry($0) }

    private init(_ row: InstructionRow) {
        let index = Int(row.opcode.rawValue)
        isConstant = OperatorEntry.constants.contains(row.opcode)
        laneCount = InstructionTable.laneCounts[index]
        guard let signature = InstructionTable.signatures[index] else {
            treatment = OperatorEntry.treatment(row.opcode)
            return
        }
        var operands = signature.parameters[...]
        if let alignment = InstructionTable.naturalAlignments[index] {
            treatment = row.prefix == 0xFE ? .atomicAccess : .memoryAccess
            naturalAlignment = alignment
            operands = operands.dropFirst()
        } else {
            // `special` if more than the types must be checked: an index, a lane, or the address type of a memory.
            treatment = OperatorEntry.isPlain(row.immediates) ? .plain : .special
        }
        let types = operands.reversed().map(\.valueType)
        parameterCount = UInt8(truncatingIfNeeded: types.count)
        if types.count > 0 { parameters.0 = types[0] }
        if types.count > 1 { parameters.1 = types[1] }
        if types.count > 2 { parameters.2 = types[2] }
        if let type = signature.result?.valueType {
            hasResult = true
            result = type
        }
    }

    private static func treatment(_ opcode: Opcode) -> Treatment {
        switch opcode {
        case .localGet: .localGet
        case .localSet: .localSet
        case .localTee: .localTee
        default: .special
        }
    }

    private static func isPlain(_ immediates: ImmediateKind) -> Bool {
        switch immediates {
        case .none, .zeroByte, .i32, .i64, .f32, .f64, .v128: true
        default: false
        }
    }

    /// The instructions of constant expressions (specification: *Validation / Instructions / Constant Expressions*).
    private static let constants: Set<Opcode> = [
        .i32Const, .i64Const, .f32Const, .f64Const, .v128Const, .refNull, .refFunc, .refI31, .structNew,
        .structNewDefault, .arrayNew, .arrayNewDefault, .arrayNewFixed, .anyConvertExtern, .externConvertAny,
        .globalGet, .end, .i32Add, .i32Sub, .i32Mul, .i64Add, .i64Sub, .i64Mul,
    ]
}
