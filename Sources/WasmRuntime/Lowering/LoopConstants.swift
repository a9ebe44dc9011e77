import WasmSyntax

/// The constants of a function that its loops need in slots, which are set once, when the function is entered.
///
/// Those that are likely to become operands as they are: floating-point ones, and integers that the instruction after
/// them has no form with an immediate for. What else is a constant is in the instruction that uses it.
struct LoopConstants {
    /// The most that a function gets: each costs an instruction at every call.
    static let limit = 12

    private(set) var bits: [UInt64] = []

    init(in instructions: [Instruction]) {
        // Of every open block: whether it is inside of a loop, or one itself.
        var loops: [Bool] = []
        for (index, instruction) in instructions.enumerated() {
            switch instruction.opcode {
            case .loop: loops.append(true)
            case .block, .if, .tryTable, .try: loops.append(loops.last ?? false)
            case .end, .delegate: _ = loops.popLast()
            case .i32Const, .i64Const, .f32Const, .f64Const:
                guard loops.last == true, index &+ 1 < instructions.count else { continue }
                let bits = instruction.wide
                if self.bits.count < LoopConstants.limit, !self.bits.contains(bits),
                    LoopConstants.needsSlot(instruction, before: instructions[index &+ 1].opcode)
                {
                    self.bits.append(bits)
                }
            default: break
            }
        }
    }

    private static func needsSlot(_ constant: Instruction, before next: Opcode) -> Bool {
        let isFloat = constant.opcode == .f32Const || constant.opcode == .f64Const
        switch PlainLowering.table[Int(next.rawValue)] {
        case .binary(let operation, let swapped):
            let form =
                swapped
                ? Fusing.withImmediateFirst(operation, constant.wide) : Fusing.withImmediate(operation, constant.wide)
            return form == nil
        case .store(let operation): return Fusing.storeImmediate(operation, constant.wide) == nil
        default:
            if isVectorShift(next) { return true }
            // Not those that go into a local or a call's argument: they are put there by one instruction in any case.
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
