// Specification: DWARF 5, section 3.3 (Subroutine and Entry Point Entries).

/// The functions of a unit, and the calls that were inlined in them, by address.
struct ScopeTable: Sendable {
    /// A function, or an inlined call.
    struct Scope: Sendable {
        /// The offset of its entry.
        let entry: UInt32
        /// The scope around an inlined call; -1 for a function.
        let parent: Int32
    }

    /// An address from which on the innermost scope is another one; -1 if there is none.
    private struct Change: Sendable {
        let address: UInt32
        let scope: Int32
    }

    private struct Interval {
        let addresses: Range<UInt32>
        let scope: Int32
    }

    private(set) var scopes: [Scope] = []
    /// By increasing address.
    private var changes: [Change] = []

    /// Goes once through the entries of a unit.
    init(
        _ context: UnitContext, _ sections: DebugSections, _ work: inout DebugWork
    ) throws(DebugInformationError) {
        var intervals: [Interval] = []
        var cursor = try context.unit.cursor(sections, at: UInt64(context.unit.entries))
        /// The scopes that are open, with the depths of their entries.
        var open: [(depth: Int, scope: Int32)] = []
        var depth = 0
        while !cursor.isAtEnd {
            let entry = cursor.offset
            let code = try cursor.unsigned()
            guard code != 0 else {
                depth &-= 1
                if depth <= 0 { break }
                while let last = open.last, last.depth >= depth { open.removeLast() }
                continue
            }
            guard let abbreviation = context.abbreviations[code] else {
                throw cursor.error(.malformed("abbreviation code"))
            }
            try work.pay(1 &+ abbreviation.attributes.count, cursor)
            var scope: Int32?
            switch abbreviation.tag {
            case .subprogram?, .inlinedSubroutine?:
                let isInlined = abbreviation.tag == .inlinedSubroutine
                let number = Int32(truncatingIfNeeded: scopes.count)
                scopes.append(
                    Scope(
                        entry: UInt32(truncatingIfNeeded: entry), parent: isInlined ? open.last?.scope ?? -1 : -1))
                try work.keep(8, cursor)
                let hasCode = try ScopeTable.ranges(abbreviation, &cursor, context, sections, &work) { range in
                    intervals.append(Interval(addresses: range, scope: number))
                }
                scope = number
                // Declarations, and functions that are only there to be inlined.
                if !hasCode, !abbreviation.hasChildren { scopes.removeLast() }
            default: try context.skip(abbreviation, of: &cursor)
            }
            if abbreviation.hasChildren {
                if let scope {
                    try work.keep(16, cursor)
                    open.append((depth, scope))
                }
                depth &+= 1
            } else if depth == 0 {
                break
            }
        }
        try work.keep(40 &* intervals.count, cursor)
        // Sorting takes some comparisons for each, which nothing interrupts.
        try work.pay(8 &* intervals.count, cursor)
        flatten(&intervals)
    }

    /// Offers the ranges of the entry at the cursor, and returns whether there are any.
    private static func ranges(
        _ abbreviation: Abbreviation, _ cursor: inout DebugCursor, _ context: UnitContext, _ sections: DebugSections,
        _ work: inout DebugWork, _ each: (Range<UInt32>) -> Void
    ) throws(DebugInformationError) -> Bool {
        var (low, high, ranges): (AttributeValue?, AttributeValue?, AttributeValue?)
        try context.attributes(abbreviation, of: &cursor) { attribute, value in
            switch attribute {
            case .lowPC: low = value
            case .highPC: high = value
            case .ranges: ranges = value
            default: break
            }
        }
        guard low != nil || ranges != nil else { return false }
        var hasCode = false
        try context.ranges(low: low, high: high, ranges: ranges, sections, &work) {
            hasCode = true
            each($0)
        }
        return hasCode
    }

    /// Makes ``changes`` of intervals that lie in one another. Those that do not are cut.
    private mutating func flatten(_ intervals: inout [Interval]) {
        // An outer scope comes before those in it. Entries of equal intervals are in the order of their nesting.
        intervals.sort {
            if $0.addresses.lowerBound != $1.addresses.lowerBound {
                return $0.addresses.lowerBound < $1.addresses.lowerBound
            }
            if $0.addresses.upperBound != $1.addresses.upperBound {
                return $0.addresses.upperBound > $1.addresses.upperBound
            }
            return $0.scope < $1.scope
        }
        var open: [(end: UInt32, scope: Int32)] = []
        for interval in intervals {
            close(&open, until: interval.addresses.lowerBound)
            let end = min(interval.addresses.upperBound, open.last?.end ?? .max)
            change(interval.addresses.lowerBound, interval.scope)
            open.append((end, interval.scope))
        }
        close(&open, until: .max)
    }

    private mutating func close(_ open: inout [(end: UInt32, scope: Int32)], until address: UInt32) {
        while let last = open.last, last.end <= address {
            open.removeLast()
            change(last.end, open.last?.scope ?? -1)
        }
    }

    private mutating func change(_ address: UInt32, _ scope: Int32) {
        if changes.last?.address == address { changes.removeLast() }
        changes.append(Change(address: address, scope: scope))
    }

    /// The scopes of an address, innermost first; the last one is the function.
    func scopes(at address: UInt32) -> [Scope] {
        let next = changes.firstIndex(after: address) { $0.address }
        guard next > 0 else { return [] }
        var result: [Scope] = []
        var scope = changes[next &- 1].scope
        while scope >= 0, result.count < DebugInformation.maximumLocations {
            result.append(scopes[Int(scope)])
            scope = scopes[Int(scope)].parent
        }
        return result
    }
}
