// Facts that the names of the instructions imply: derived once from the table instead of written down a second time.

extension InstructionTable {
    /// The natural alignment of a load or store, as an exponent of two, by the opcode's raw value; `nil` for
    /// instructions that access no memory.
    package static let naturalAlignments: [UInt8?] = rows.map { row in
        switch row.immediates {
        case .memoryArgument, .memoryLane:
            row.prefix == 0xFE ? atomicAlignment(name: row.name) : naturalAlignment(name: row.name)
        default: nil
        }
    }

    /// The number of lanes that an instruction's lane immediate may name, by the opcode's raw value; 0 without one.
    package static let laneCounts: [UInt8] = rows.enumerated().map { index, row in
        switch row.immediates {
        case .lane: laneCount(shape: row.name)
        case .memoryLane: naturalAlignments[index].map { 16 >> $0 } ?? 0
        default: 0
        }
    }

    /// Derives 2 from `i64.load32_s`, 3 from `i64.load`, 3 from `v128.load16x4_u`.
    private static func naturalAlignment(name: String) -> UInt8? {
        let parts = name.split(separator: ".")
        guard parts.count == 2 else { return nil }
        let width = numbers(in: parts[1]).reduce(1, *)
        let bits = width == 1 ? numbers(in: parts[0]).first ?? 0 : width
        return bits < 8 ? nil : UInt8(truncatingIfNeeded: (bits / 8).trailingZeroBitCount)
    }

    /// Derives 1 from `i64.atomic.rmw16.add_u`, 3 from `i64.atomic.load`, 2 from `memory.atomic.notify`.
    private static func atomicAlignment(name: String) -> UInt8 {
        UInt8(truncatingIfNeeded: ((numbers(in: name[...]).last ?? 32) / 8).trailingZeroBitCount)
    }

    /// Derives 16 from `i8x16.replace_lane`.
    private static func laneCount(shape name: String) -> UInt8 {
        let numbers = numbers(in: name.prefix { $0 != "." })
        return numbers.count == 2 ? UInt8(truncatingIfNeeded: numbers[1]) : 0
    }

    private static func numbers(in text: Substring) -> [Int] {
        text.split { !$0.isNumber }.compactMap { Int($0) }
    }
}
