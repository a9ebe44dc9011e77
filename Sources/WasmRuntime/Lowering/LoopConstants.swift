import WasmSyntax

/// The constants that a function's loops need in slots. They are set once, when the function is entered.
///
/// These are constants that are likely to be operands as they are: floating-point numbers, and integers for which the next
/// instruction has no form with an immediate. Any other constant is in the instruction that uses it.
///
/// Zero is added for constant addresses, each of which becomes an offset from zero: for those in loops, and for all if the
/// function has locals. It comes before the other constants, so that it is set with the locals.
struct LoopConstants {
    /// The most constants that a function gets, besides zero: each costs an instruction at every call.
    static let limit = 12

    private(set) var bits: [UInt64] = []

    /// Collects the constants of a body.
    ///
    /// - Parameter store: The store whose interruption is polled meanwhile.
    init(in instructions: [Instruction], locals: Int, for store: Store) throws(LoweringFailure) {
        // For every open block: whether it is a loop, or inside one.
        var loops: [Bool] = []
        var hasZero = false
        for (index, instruction) in instructions.enumerated() {
            if index & (Store.instructionsPerPoll &- 1) == Store.instructionsPerPoll &- 1 { try store.checkLowering() }
            switch instruction.opcode {
            case .loop: loops.append(true)
            case .block, .if, .tryTable, .try: loops.append(loops.last ?? false)
            case .end, .delegate: _ = loops.popLast()
            case .i32Const, .i64Const, .f32Const, .f64Const:
                guard index &+ 1 < instructions.count else { continue }
                if instruction.opcode == .i32Const, !hasZero, loops.last == true || locals > 0,
                    LoopConstants.isAddress(instruction, before: instructions[index &+ 1].opcode)
                {
                    hasZero = true
                }
                guard loops.last == true else { continue }
                let bits = instruction.wide
                if self.bits.count < LoopConstants.limit, !self.bits.contains(bits),
                    LoopConstants.needsSlot(instruction, before: instructions[index &+ 1].opcode)
                {
                    self.bits.append(bits)
                }
            default: break
            }
        }
        guard hasZero else { return }
        bits.removeAll { $0 == 0 }
        bits.insert(0, at: 0)
    }

    /// Whether a constant is likely to be an address: of the load that follows, or, if it is 0, of a store whose value is
    /// yet to be computed.
    private static func isAddress(_ constant: Instruction, before next: Opcode) -> Bool {
        switch next {
        case .localGet, .globalGet, .i32Const, .i64Const, .f32Const, .f64Const: return constant.wide == 0
        default:
            if case .load = PlainLowering.table[Int(next.rawValue)] { return true }
            return false
        }
    }

    private static func needsSlot(_ constant: Instruction, before next: Opcode) -> Bool {
        let isFloat = constant.opcode == .f32Const || constant.opcode == .f64Const
        switch PlainLowering.table[Int(next.rawValue)] {
        case .binary(let operation, let swapped):
            let form =
                swapped
                ? FusedForms.withImmediateFirst(operation, constant.wide)
                : FusedForms.withImmediate(operation, constant.wide)
            return form == nil
        case .store(let operation): return FusedForms.storeImmediate(operation, constant.wide) == nil
        default:
            if isVectorShift(next) { return true }
            // Constants that go into a local or an argument need one instruction to get there in any case.
            return isFloat && next != .localSet && next != .localTee && next != .call && next != .callIndirect
        }
    }

    /// Whether an operation shifts the lanes of a vector by a scalar operand.
    private static func isVectorShift(_ opcode: Opcode) -> Bool {
        switch opcode {
        case .i8x16Shl, .i8x16ShrS, .i8x16ShrU, .i16x8Shl, .i16x8ShrS, .i16x8ShrU, .i32x4Shl, .i32x4ShrS, .i32x4ShrU,
            .i64x2Shl, .i64x2ShrS, .i64x2ShrU:
            true
        default: false
        }
    }
}
