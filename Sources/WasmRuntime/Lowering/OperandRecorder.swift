/// Notes what lowering knows of the operands before some instructions, and which instructions each internal instruction does
/// the work of.
struct OperandRecorder {
    /// The beginning of an internal instruction in the body.
    struct Beginning {
        /// The number of the first instruction whose work it does; that of the next one if it is not the first internal
        /// instruction for its own.
        var instruction: Int
        /// Whether a branch may lead to it.
        var isTarget: Bool
    }

    /// The offsets of these instructions.
    let offsets: Set<UInt32>
    private(set) var operands: [UInt32: [Operand]] = [:]
    /// The beginnings of the internal instructions, in their order.
    private(set) var beginnings: [Beginning] = []
    /// The beginning of the next one.
    private var next = Beginning(instruction: 0, isTarget: false)

    init(offsets: Set<UInt32>) { self.offsets = offsets }

    mutating func note(_ stack: OperandStack, before offset: UInt32) {
        if offsets.contains(offset) { operands[offset] = stack.operands }
    }

    /// Notes that an internal instruction was emitted for an instruction.
    mutating func noteEmission(in instruction: Int) {
        beginnings.append(next)
        next = Beginning(instruction: instruction &+ 1, isTarget: false)
    }

    /// Notes that the last internal instruction was removed, because the next one does its work.
    mutating func noteRemoval() {
        if let last = beginnings.popLast() { next = last }
    }

    /// Notes that the work before an instruction is done.
    mutating func noteBeginning(of instruction: Int) { next.instruction = instruction }

    /// Notes that a branch may lead to the next internal instruction, which does nothing of the work before it.
    mutating func noteLabel(in instruction: Int) { next = Beginning(instruction: instruction &+ 1, isTarget: true) }
}
