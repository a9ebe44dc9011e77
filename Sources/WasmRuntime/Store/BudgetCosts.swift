/// What execution costs beyond the instruction table's own column (which has 1 for most instructions, 0 for `nop`,
/// `drop`, `block`, `loop`, `unreachable`, `return`, `else` and `end`). The figures are those that wasmtime uses by
/// default, so that it can serve as an independent check: see `scripts/fuel-oracle`.
enum BudgetCosts {
    /// Entering a function defined in a module.
    static let functionEntry = 1
    /// A byte that a bulk memory operation touches.
    static let byte = 1
    /// An element that a bulk table operation touches, `table.grow` included.
    static let element = 1
    /// A page of `memory.grow`.
    static let page = 1
    /// A word of 8 bytes of a new struct, array or exception, its header included: for setting it, and for its part of
    /// collections to come. These cost nothing else, so that what a run costs does not depend on when they happen.
    static let heapWord = 1
}
