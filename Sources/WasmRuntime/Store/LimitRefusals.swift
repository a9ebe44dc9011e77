/// Counts of what a store refused because of its ``StoreLimits``.
///
/// A guest can hide that it met a limit: a refused `memory.grow` gives -1, which many programs report as something else.
public struct LimitRefusals: Hashable, Sendable {
    /// A limit, called as the property of ``StoreLimits``.
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
    }

    /// The number of refusals by limit; limits that were not met are missing.
    public private(set) var counts: [Limit: UInt64] = [:]

    /// The number of refusals in total.
    public var total: UInt64 { counts.values.reduce(0, &+) }

    mutating func note(_ limit: Limit) { counts[limit, default: 0] &+= 1 }

    /// Notes the limit that is the cause of a trap, if any.
    mutating func note(_ kind: Trap.Kind) {
        switch kind {
        case .heapExhausted: note(.heapBytes)
        case .hostMemoryExhausted: note(.codeBytes)
        case .callStackExhausted: note(.callDepth)
        default: break
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
