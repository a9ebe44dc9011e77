extension InstructionTable {
    /// Natural alignments by the opcode's raw value.
    private static let naturalAlignments: [UInt8] = rows.map { row in
        switch row.immediates {
        case .memoryArgument, .memoryLane: accessExponent(row.name)
        default: 0
        }
    }

    /// The base-two logarithm of the number of bytes that an instruction accesses in memory, which is the default of
    /// its alignment and the largest one allowed; 0 for an instruction that has no memory argument.
    package static func naturalAlignment(_ opcode: Opcode) -> UInt8 { naturalAlignments[Int(opcode.rawValue)] }

    /// Reads the size of an access from the name: `i64.load32_u` says 32 bits, `v128.load16x4_s` 4 times 16 and
    /// `f32.store`, without a size, all of the value type.
    private static func accessExponent(_ name: String) -> UInt8 {
        let parts = name.split(separator: ".")
        guard parts.count == 2, let value = parts.first, let access = parts.last else { return 0 }
        let sizes = access.drop { !$0.isNumber }.prefix { $0 != "_" }.split(separator: "x").compactMap { Int($0) }
        let bits = sizes.isEmpty ? Int(value.drop { !$0.isNumber }) ?? 8 : sizes.reduce(1, &*)
        return UInt8(truncatingIfNeeded: (bits / 8).trailingZeroBitCount)
    }
}
