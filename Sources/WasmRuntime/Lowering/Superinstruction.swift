/// An operation that does the work of two to four, so that the loop decodes and jumps once instead of several times.
///
/// When neighbouring instructions are fused, the first gets the superinstruction as its operation and keeps its fields.
/// The others stay in place, at most with operands exchanged: branches can still lead to them, and each may be the first
/// of another superinstruction. Places, costs and the origins of traps do not change. A branch may be among the fused
/// instructions: if it is taken, those behind it are not executed.
///
/// The superinstructions were chosen by counting which operations follow one another in the programs of `Benchmarks/` and
/// in programs of others (RATIONALE.md, "Superinstructions").
struct Superinstruction {
    /// The field (or two) whose slot the previous instruction has just set, so that its value need not be read again.
    enum Operand { case a, b, c, x, bAndC }

    /// Whether lowering uses superinstructions. A build that profiles does not: it counts instructions one by one.
    static var isUsed: Bool {
        #if NESTBOX_PROFILE
            false
        #else
            true
        #endif
    }

    let operation: Operation
    let first: Operation
    /// The operations that follow the first, each with the operand that comes from the previous one, if any does.
    let rest: [(operation: Operation, operand: Operand?)]

    /// Whether the full loop has this superinstruction. If not, code for the full loop is lowered without it.
    let isInFullLoop: Bool

    init(
        _ operation: Operation, inFullLoop: Bool = true, _ first: Operation, _ rest: (Operation, Operand?)...
    ) {
        self.operation = operation
        isInFullLoop = inFullLoop
        self.first = first
        self.rest = rest.map { (operation: $0.0, operand: $0.1) }
    }
}
