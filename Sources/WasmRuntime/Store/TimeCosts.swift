import WasmSyntax

// What instructions cost by time (``BudgetUnit/time``): rounded from what they took on one machine, in loops of one
// instruction and in the programs of `Benchmarks/` (Benchmarks/LOG.md, "Units by time"). They are part of what a run
// costs, and so do not change with each change of the interpreter's speed.

extension BudgetCosts {
    /// For what the loop is left, and all of the store looked at.
    private static let outside: UInt8 = 200

    /// What an instruction costs by time.
    static func timeCost(of row: InstructionRow) -> UInt8 {
        guard row.cost > 0 else { return 0 }
        if let cost = special[row.opcode] { return cost }
        switch row.prefix {
        case 0xFB: return row.name.hasPrefix("array.") ? arrayCost(row.opcode) : 8
        case 0xFD: return vectorCost(row)
        case 0xFE: return 20
        default: return ordinaryCost(row.opcode)
        }
    }

    /// What it costs besides, as operands and the module say: what is imported, or not of the first memory or table, is done
    /// outside of the loop.
    static func timeCostBesides(_ instruction: Instruction, importedFunctions: Int, importedGlobals: Int) -> UInt32 {
        let isOutside =
            switch instruction.opcode {
            case .call, .returnCall: Int(instruction.x) < importedFunctions
            case .globalGet, .globalSet: Int(instruction.x) < importedGlobals
            case .memorySize, .memoryFill, .tableGet, .tableSize: instruction.x != 0
            case .memoryCopy: instruction.x | instruction.y != 0
            default:
                switch InstructionTable.row(instruction.opcode).immediates {
                case .memoryArgument, .memoryLane: instruction.x != 0
                default: false
                }
            }
        return isOutside ? UInt32(outside) : 0
    }

    /// What setting so many locals to zero costs, when a function is entered.
    static func timeCost(ofZeroing locals: Int) -> UInt32 { UInt32(truncatingIfNeeded: locals >> 3) }

    private static let special: [Opcode: UInt8] = [
        // Operands of what comes next, which takes them where they are.
        .localGet: 0, .i32Const: 0, .i64Const: 0, .f32Const: 0, .f64Const: 0,
        .brTable: 5, .call: 8, .returnCall: 8, .callIndirect: 20, .callRef: 20, .returnCallIndirect: outside,
        .returnCallRef: outside,
        .throw: 250, .throwRef: 250, .rethrow: 250,
        .tableGet: 40, .tableSize: 40, .tableSet: outside, .tableGrow: outside, .tableFill: outside,
        .tableCopy: outside, .tableInit: outside, .elemDrop: outside, .dataDrop: outside, .memoryInit: outside,
        .memoryGrow: outside, .memoryFill: 30, .memoryCopy: 30, .refFunc: outside,
        .structNew: 12, .structNewDefault: outside, .structGet: 6, .structGetS: 6, .structGetU: 6, .structSet: 6,
        .v128Load: 1, .v128Store: 1, .v128Const: 2, .i8x16Shuffle: 100,
        .memoryAtomicWait32: outside, .memoryAtomicWait64: outside, .memoryAtomicNotify: outside,
    ]

    private static func ordinaryCost(_ opcode: Opcode) -> UInt8 {
        switch PlainLowering.table[Int(opcode.rawValue)] {
        case .called, .conversion: return 8
        default: break
        }
        switch opcode {
        case .i32DivS, .i32DivU, .i32RemS, .i32RemU, .i64DivS, .i64DivU, .i64RemS, .i64RemU: return 6
        case .f32Div, .f64Div, .f32Sqrt, .f64Sqrt: return 2
        default: return 1
        }
    }

    private static func arrayCost(_ opcode: Opcode) -> UInt8 {
        switch opcode {
        case .arrayGet, .arrayGetS, .arrayGetU, .arraySet, .arrayLen: 6
        default: outside
        }
    }

    private static func vectorCost(_ row: InstructionRow) -> UInt8 {
        Fusing.vectorOperations[row.opcode] == nil ? 15 : 2
    }
}
