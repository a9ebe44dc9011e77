/// Operations that stand for two to four, so that the loop decodes and jumps once instead of so many times.
///
/// The first of neighbouring instructions gets the operation that stands for all of them and is else what it was; so are
/// the others, which can still be jumped to, and which may themselves be the first of such a group. Nothing else changes:
/// not the places, nor the costs, nor where a trap comes from. A branch may be in between: if it is taken, what
/// follows is not executed.
///
/// Which groups there are follows from what is executed one after the other in the programs of `Benchmarks/` and in programs
/// of others (RATIONALE.md, "Why safe Swift is fast enough").
struct Superinstruction {
    /// A field whose slot the instruction before has just set: its value then need not be read again. Or two of them.
    enum Operand { case a, b, c, x, bAndC }

    /// Whether lowering joins instructions. A build that profiles counts them one by one.
    static var isUsed: Bool {
        #if NESTBOX_PROFILE
            false
        #else
            true
        #endif
    }

    let operation: Operation
    let first: Operation
    /// What follows, each with the operand that comes from the one before it, if one does.
    let rest: [(operation: Operation, operand: Operand?)]

    /// Whether the full loop has it. If not, code that this one executes is lowered without it.
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
