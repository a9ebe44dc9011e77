import WasmSyntax

/// What lowering knows of a value on the specification's operand stack.
///
/// A value is not copied to its slot before it must be there: `local.get` and constants emit nothing by themselves.
enum Operand: Equatable {
    /// In the slot that its height has.
    case slot
    /// Still in the local with this slot.
    case local(Int)
    case constant(UInt64)
    /// The sum of an `i32` that is still in the local with this slot, and a constant: mostly an address, which a load or
    /// store adds up by itself.
    case sum(Int, UInt32)
    /// A vector, in the vector slot that its height has.
    case vectorSlot
    /// A vector that is still in the local with this slot.
    case vectorLocal(Int)

    /// Whether it is in the slot that its height has.
    var isInSlot: Bool { self == .slot || self == .vectorSlot }

    var isVector: Bool {
        switch self {
        case .vectorSlot, .vectorLocal: true
        default: false
        }
    }

    /// The slot of the local that it is still in.
    var local: Int? {
        switch self {
        case .local(let slot), .sum(let slot, _), .vectorLocal(let slot): slot
        default: nil
        }
    }

    /// What a value of this type is once it is in its slot.
    static func inSlot(_ type: ValueType) -> Operand { type == .v128 ? .vectorSlot : .slot }
}

/// The operand stack while a function is lowered.
struct OperandStack {
    private(set) var operands: [Operand] = []
    /// Heights of the operands that are still in a local, lowest first; at most ``pendingLimit``, so that looking for the
    /// operands that a `local.set` would change stays cheap whatever the guest's code is.
    private(set) var pending: [Int] = []
    /// The most operands there were.
    private(set) var maximumHeight = 0

    static let pendingLimit = 32

    var height: Int { operands.count }

    mutating func push(_ operand: Operand) {
        if operand.local != nil { pending.append(operands.count) }
        operands.append(operand)
        if operands.count > maximumHeight { maximumHeight = operands.count }
    }

    /// Removes the top operand. Validation makes sure that there is one.
    mutating func pop() -> Operand {
        guard let operand = operands.popLast() else { return .slot }
        if pending.last == operands.count { pending.removeLast() }
        return operand
    }

    /// Makes sure that there are slots for so many more operands, for what an instruction needs in between.
    mutating func reserve(_ count: Int) { maximumHeight = max(maximumHeight, operands.count &+ count) }

    mutating func truncate(to height: Int) {
        while operands.count > height { _ = pop() }
    }

    func operand(at height: Int) -> Operand { height >= 0 && height < operands.count ? operands[height] : .slot }

    /// Notes that the operand at this height is in its slot now.
    mutating func setInSlot(at height: Int) {
        guard height >= 0, height < operands.count else { return }
        if operands[height].local != nil, let index = pending.lastIndex(of: height) { pending.remove(at: index) }
        operands[height] = operands[height].isVector ? .vectorSlot : .slot
    }
}
