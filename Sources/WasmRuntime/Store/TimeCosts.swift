import WasmSyntax
import WasmValidation

// The costs of instructions by time (``BudgetUnit/time``), rounded from their times on one machine, in loops of one
// instruction and in the programs of `Benchmarks/` (Benchmarks/LOG.md, "Units by time"). As embedders rely on what a run
// costs, these figures do not follow each change of the interpreter's speed.

extension BudgetCosts {
    /// An instruction that leaves the loop, to be executed on the whole store.
    fileprivate static let outside: UInt8 = 200

    /// Returns what the instruction of a row costs by time.
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

    /// The additional cost of a call into another instance, which is known only when the call happens.
    static func otherInstance(_ unit: BudgetUnit) -> Int { unit == .time ? 400 : 0 }

    /// The cost of setting this many locals to zero when a function is entered.
    static func timeCost(ofZeroing locals: Int) -> UInt32 { UInt32(truncatingIfNeeded: locals >> 3) }

    private static let special: [Opcode: UInt8] = [
        // Twice the usual cost: the loop calls a function to select vectors.
        .select: 2, .selectTyped: 2,
        // Free: the next instruction reads these operands where they already are.
        .localGet: 0, .i32Const: 0, .i64Const: 0, .f32Const: 0, .f64Const: 0,
        .brTable: 5, .call: 8, .returnCall: 8, .callIndirect: 20, .callRef: 20, .returnCallIndirect: outside,
        .returnCallRef: outside,
        .throw: 250, .throwRef: 250, .rethrow: 250,
        .tableGet: 40, .tableSize: 40, .tableSet: outside, .tableGrow: outside, .tableFill: outside,
        .tableCopy: outside, .tableInit: outside, .elemDrop: outside, .dataDrop: outside, .memoryInit: outside,
        .memoryGrow: outside, .memoryFill: 30, .memoryCopy: 30, .refFunc: outside,
        .structNew: 12, .structNewDefault: outside, .structGet: 6, .structGetS: 6, .structGetU: 6, .structSet: 6,
        .i64Add128: 12, .i64Sub128: 8, .i64MulWideS: 8, .i64MulWideU: 8, .i64Popcnt: 4,
        .v128Load: 1, .v128Store: 1, .v128Const: 2, .i8x16Shuffle: 100,
        .memoryAtomicWait32: outside, .memoryAtomicWait64: outside, .memoryAtomicNotify: outside,
    ]

    private static func ordinaryCost(_ opcode: Opcode) -> UInt8 {
        switch PlainLowering.table[Int(opcode.rawValue)] {
        case .outlined, .conversion: return 8
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
        Operation.ofVectorInstructions[row.opcode] == nil ? 15 : 2
    }
}

extension FunctionLowering {
    /// Returns what an instruction costs by time in addition to its row, which depends on its immediates and the module.
    func timeCostBesides(_ instruction: Instruction) -> UInt32 {
        (isOutside(instruction) ? UInt32(BudgetCosts.outside) : 0) &+ timeCost(ofValues: instruction)
    }

    /// Whether an instruction is executed outside the loop although others of its row are not. These use an import, a memory
    /// or table other than the first, a 64-bit table, a vector global, or a function type in a test.
    private func isOutside(_ instruction: Instruction) -> Bool {
        switch instruction.opcode {
        case .call, .returnCall: Int(instruction.x) < object.importedFunctions
        case .callIndirect: instruction.y != 0 || object.module.validated.tables[0].addressType == .i64
        case .globalGet, .globalSet:
            Int(instruction.x) < object.importedGlobals
                || object.module.validated.globals[Int(instruction.x)].value == .v128
        case .memorySize, .memoryFill, .tableGet, .tableSize: instruction.x != 0
        case .memoryCopy: instruction.x | instruction.y != 0
        case .refTest, .refTestNull, .refCast, .refCastNull: object.isFunction(HeapType(bits: instruction.x))
        case .brOnCast, .brOnCastFail:
            object.isFunction(ValueType(bits: UInt32(truncatingIfNeeded: instruction.wide &>> 32)).heapType)
        default:
            switch InstructionTable.row(instruction.opcode).immediates {
            case .memoryArgument, .memoryLane: instruction.x != 0
            default: false
            }
        }
    }

    /// Returns the cost of moving an instruction's operands and results one by one; 0 for a few, which the row's cost
    /// includes.
    private func timeCost(ofValues instruction: Instruction) -> UInt32 {
        let count: Int
        switch instruction.opcode {
        case .br, .brIf, .brOnNull, .brOnNonNull, .brOnCast, .brOnCastFail: count = arity(ofLabel: instruction.x)
        case .brTable: count = source.labels[Int(instruction.x &+ instruction.y)...].first.map(arity(ofLabel:)) ?? 0
        case .return: count = layout.results
        case .call, .returnCall:
            count = valueCount(ofType: object.module.validated.functionTypeIndices[Int(instruction.x)])
        case .callIndirect, .callRef, .returnCallIndirect, .returnCallRef: count = valueCount(ofType: instruction.x)
        case .throw: count = valueCount(ofType: object.module.validated.tags[Int(instruction.x)]) &* 30
        case .arrayNewFixed: count = Int(instruction.y) &* 4
        default: return 0
        }
        return count > BudgetCosts.fewValues ? UInt32(truncatingIfNeeded: count) : 0
    }

    private func arity(ofLabel depth: UInt32) -> Int {
        let index = controls.count &- 1 &- Int(depth)
        return index >= 0 ? controls[index].labelArity : 0
    }

    private func valueCount(ofType index: UInt32) -> Int {
        guard let type = module.functionType(at: index) else { return 0 }
        return type.parameters.count &+ type.results.count
    }
}

extension BudgetCosts {
    /// The most values for which the row's cost includes moving them.
    fileprivate static let fewValues = 8
}
