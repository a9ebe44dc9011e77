import WasmSyntax

/// The location of a value on the specification's operand stack, as lowering knows it.
///
/// A value is not copied to its slot before it must be there: `local.get` and constants emit nothing by themselves.
enum Operand: Equatable {
    /// In the slot of its height.
    case slot
    /// Still in the local with this slot.
    case local(Int)
    case constant(UInt64)
    /// The sum of an `i32` that is still in the local with this slot, and a constant. It is mostly an address, and the
    /// load or store does the addition.
    case sum(Int, UInt32)
    /// A vector, in the vector slot of its height.
    case vectorSlot
    /// A vector that is still in the local with this slot.
    case vectorLocal(Int)

    /// Whether the value is in the slot of its height.
    var isInSlot: Bool { self == .slot || self == .vectorSlot }

    var isVector: Bool {
        switch self {
        case .vectorSlot, .vectorLocal: true
        default: false
        }
    }

    /// The slot of the local in which the value still is; `nil` if it is not in a local.
    var local: Int? {
        switch self {
        case .local(let slot), .sum(let slot, _), .vectorLocal(let slot): slot
        default: nil
        }
    }

    /// The location of a value of this type that is in the slot of its height.
    static func inSlot(_ type: ValueType) -> Operand { type == .v128 ? .vectorSlot : .slot }
}

/// The operand stack while a function is lowered.
struct OperandStack {
    private(set) var operands: [Operand] = []
    /// Heights of the operands that are still in a local, lowest first. They are at most ``pendingLimit``, so that
    /// `local.set` quickly finds those that it would change, whatever the guest's code is.
    private(set) var pending: [Int] = []
    /// The largest number of operands so far.
    private(set) var maximumHeight = 0

    /// All operands below this height are known to be in their slots, so that branches that carry many operands need
    /// not look at each of them.
    private(set) var settled = 0

    static let pendingLimit = 32

    var height: Int { operands.count }

    mutating func push(_ operand: Operand) {
        if operand.local != nil { pending.append(operands.count) }
        if operand.isInSlot && settled == operands.count { settled &+= 1 }
        operands.append(operand)
        if operands.count > maximumHeight { maximumHeight = operands.count }
    }

    /// Removes the top operand. Validation guarantees that the stack is not empty.
    mutating func pop() -> Operand {
        guard let operand = operands.popLast() else { return .slot }
        if pending.last == operands.count { pending.removeLast() }
        if settled > operands.count { settled = operands.count }
        return operand
    }

    /// Makes sure that the frame has slots for `count` more operands, which an instruction uses for intermediate values.
    mutating func reserve(_ count: Int) { maximumHeight = max(maximumHeight, operands.count &+ count) }

    mutating func truncate(to height: Int) {
        while operands.count > height { _ = pop() }
    }

    /// Notes that all operands from one height up to another are in their slots.
    mutating func settle(from start: Int, to end: Int) {
        if settled >= start && settled < end { settled = min(end, operands.count) }
    }

    func operand(at height: Int) -> Operand { height >= 0 && height < operands.count ? operands[height] : .slot }

    /// Notes that the operand at this height is in its slot now.
    mutating func setInSlot(at height: Int) {
        guard height >= 0, height < operands.count else { return }
        if operands[height].local != nil, let index = pending.lastIndex(of: height) { pending.remove(at: index) }
        operands[height] = operands[height].isVector ? .vectorSlot : .slot
    }
}
