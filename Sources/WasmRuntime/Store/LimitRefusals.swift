/// Counts of what a store refused because of its ``StoreLimits``, its budget or its deadline.
///
/// A guest can hide that it met a limit: a refused `memory.grow` gives -1, which many programs report as something else.
public struct LimitRefusals: Hashable, Sendable {
    /// A limit, called as the property of ``StoreLimits`` if it is one of these.
    public enum Limit: String, CaseIterable, Hashable, Sendable {
        /// `memory.grow` gave -1, or a module did not link.
        case memoryPages, totalMemoryBytes
        /// `table.grow` gave -1, or a module did not link.
        case tableElements, totalTableElements
        /// Growing gave -1, a module did not link, or a call that can be suspended did not begin.
        case hostBytes
        /// An allocation trapped: ``Trap/Kind/heapExhausted``. The cause may also be ``hostBytes``.
        case heapBytes
        /// A call trapped: ``Trap/Kind/hostMemoryExhausted``. The cause may also be ``hostBytes``.
        case codeBytes
        /// A call trapped: ``Trap/Kind/callStackExhausted``. The cause may also be ``StoreLimits/stackSlots``.
        case callDepth
        /// A module did not link.
        case instances
        /// The guest ended: ``Trap/Kind/budgetExhausted``. A call that is suspended instead has not met the limit.
        case budget
        /// The guest ended at its deadline: ``Trap/Kind/interrupted(_:)``.
        case deadline

        /// The limit that is the cause of a trap; `nil` if none is.
        init?(causing kind: Trap.Kind) {
            switch kind {
            case .heapExhausted: self = .heapBytes
            case .hostMemoryExhausted: self = .codeBytes
            case .callStackExhausted: self = .callDepth
            case .budgetExhausted: self = .budget
            case .interrupted(.deadlineExceeded): self = .deadline
            default: return nil
            }
        }
    }

    /// The number of refusals by limit; limits that were not met are missing.
    public private(set) var counts: [Limit: UInt64] = [:]

    /// The number of refusals in total.
    public var total: UInt64 { counts.values.reduce(0, &+) }

    mutating func note(_ limit: Limit) { counts[limit, default: 0] &+= 1 }
}

extension Store {
    /// Counts a refusal, and tells ``limitObserver``.
    package func noteRefusal(_ limit: LimitRefusals.Limit) {
        refusals.note(limit)
        limitObserver?(self, limit)
    }

    /// Counts the refusal that is the cause of a trap, if any.
    func noteRefusal(causing kind: Trap.Kind) {
        if let limit = LimitRefusals.Limit(causing: kind) { noteRefusal(limit) }
    }

    /// The number that a limit allows; `nil` for a deadline, or if there is no limit.
    package func maximum(of limit: LimitRefusals.Limit) -> UInt64? {
        switch limit {
        case .memoryPages: limits.memoryPages
        case .totalMemoryBytes: limits.totalMemoryBytes
        case .tableElements: limits.tableElements
        case .totalTableElements: limits.totalTableElements
        case .hostBytes: limits.hostBytes
        case .heapBytes: limits.heapBytes
        case .codeBytes: limits.codeBytes
        case .callDepth: limits.callDepth
        case .instances: limits.instances
        case .budget: budget.limit
        case .deadline: nil
        }
    }
}

extension LimitRefusals: CustomStringConvertible {
    /// A line for each limit that was met.
    public var description: String {
        let lines = Limit.allCases.compactMap { limit in counts[limit].map { "\(limit.rawValue) (limit met): \($0)" } }
        return lines.isEmpty ? "no limit was met" : lines.joined(separator: "\n")
    }
}
