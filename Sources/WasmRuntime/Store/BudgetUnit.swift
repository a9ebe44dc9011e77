/// What a unit of the budget stands for. Either way the budget is exact, and the same on every machine and in every build.
public enum BudgetUnit: String, Sendable, CaseIterable {
    /// An instruction, whatever it takes: see `BudgetCosts`. Programs differ by more than ten in what they spend in a
    /// second.
    case instruction
    /// About a nanosecond of work, as far as that can be known of an instruction beforehand: see `TimeCosts.swift`. What
    /// programs that compute spend in a second differs by less than three.
    case time
}
