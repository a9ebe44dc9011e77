/// The meaning of a unit of the budget. With either, the cost of a run is exact, and equal on every machine and in every
/// build.
public enum BudgetUnit: String, Sendable, CaseIterable {
    /// An instruction, however long it takes: see `BudgetCosts`. The units that programs spend in a second differ by more
    /// than a factor of ten.
    case instruction
    /// About a nanosecond of work, estimated for each instruction in advance: see `TimeCosts.swift`. The units that
    /// computing programs spend in a second differ by less than a factor of three.
    case time
}
