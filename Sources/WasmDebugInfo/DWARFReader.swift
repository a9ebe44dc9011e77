import WasmSyntax

/// Reads a module's DWARF, each unit when it is asked for first, and keeps what it has read.
struct DWARFReader: Sendable {
    let sections: DebugSections
    var work: DebugWork
    private(set) var units: [DebugUnit] = []
    /// The units of addresses, without overlaps, by increasing address.
    private var owners: [Owner] = []
    private var isIndexed = false
    private var tables: [TableKey: AbbreviationTable] = [:]
    private var scopeTables: [Int: ScopeTable] = [:]
    private var lineTables: [UInt64: LineTable] = [:]
    /// Parts that cannot be read, so that they are tried only once.
    private var failedParts: [Part: DebugInformationError] = [:]
    /// The first faults that were found.
    private(set) var problems: [DebugInformationError] = []

    /// The most faults that are kept.
    private static let maximumProblems = 16

    struct Owner: Sendable {
        let addresses: Range<UInt32>
        let unit: Int
    }

    private struct TableKey: Hashable {
        let offset: UInt32
        let format: UnitFormat
    }

    private enum Part: Hashable {
        case index
        case abbreviations(TableKey)
        case scopes(Int)
        case lines(UInt64)
    }

    init(_ sections: DebugSections) {
        self.sections = sections
        work = DebugWork(bytes: sections.size)
    }

    // MARK: The index

    /// Finds the units and their addresses, unless that was done.
    mutating func index() throws(DebugInformationError) {
        guard !isIndexed else { return }
        var reader = self
        do throws(DebugInformationError) {
            try reader.readUnits()
        } catch {
            // What an interrupted attempt has cost is not counted.
            reader.work.restore(work)
            work = reader.work
            throw error
        }
        self = reader
        isIndexed = true
    }

    /// Faults are noted; only an interruption is thrown.
    private mutating func readUnits() throws(DebugInformationError) {
        var cursor = sections.cursor(.info)
        do throws(DebugInformationError) {
            while !cursor.isAtEnd {
                try work.pay(8, cursor)
                let unit = try DebugUnit(&cursor)
                try work.keep(32, cursor)
                units.append(unit)
            }
        } catch {
            // The units before the faulty one count.
            try note(error)
        }
        var found: [Owner] = []
        for (number, unit) in units.enumerated() where unit.hasCode {
            do throws(DebugInformationError) {
                try addAddresses(of: number, to: &found)
            } catch {
                try note(error)
            }
        }
        do throws(DebugInformationError) {
            try work.pay(8 &* found.count, cursor)
        } catch {
            try note(error)
            found = []
        }
        found.sort {
            ($0.addresses.lowerBound, $0.unit) < ($1.addresses.lowerBound, $1.unit)
        }
        for owner in found {
            let start = max(owner.addresses.lowerBound, owners.last?.addresses.upperBound ?? 0)
            guard start < owner.addresses.upperBound else { continue }
            owners.append(Owner(addresses: start..<owner.addresses.upperBound, unit: owner.unit))
        }
    }

    private mutating func addAddresses(of number: Int, to found: inout [Owner]) throws(DebugInformationError) {
        let context = try context(of: units[number])
        let root = context.root
        let cursor = sections.cursor(.info)
        var ranges: [Range<UInt32>] = []
        try context.ranges(low: root.lowPC, high: root.highPC, ranges: root.ranges, sections, &work) {
            ranges.append($0)
        }
        try work.keep(48 &* ranges.count, cursor)
        for range in ranges { found.append(Owner(addresses: range, unit: number)) }
        guard ranges.isEmpty, root.ranges == nil, root.lines != nil else { return }
        // The unit does not tell where its code is: its line program does, which is shorter than its entries.
        guard let table = try lineTable(of: context) else { return }
        try work.keep(48 &* table.sequences.count, cursor)
        for sequence in table.sequences { found.append(Owner(addresses: sequence.addresses, unit: number)) }
    }

    /// Notes a fault; throws it if reading was stopped.
    mutating func note(_ error: DebugInformationError) throws(DebugInformationError) {
        if error.reasonToStop != nil { throw error }
        if problems.count < DWARFReader.maximumProblems, !problems.contains(error) { problems.append(error) }
    }

    // MARK: Parts

    /// The number of the unit with an address; `nil` if there is none.
    func unit(at address: UInt32) -> Int? {
        let next = owners.firstIndex(after: address) { $0.addresses.lowerBound }
        guard next > 0, owners[next &- 1].addresses.contains(address) else { return nil }
        return owners[next &- 1].unit
    }

    /// The numbers of the units that have code in a range.
    func units(in range: Range<UInt32>) -> [Int] {
        let first = owners.firstIndex(after: range.lowerBound) { $0.addresses.lowerBound }
        var result: [Int] = []
        for owner in owners[max(0, first &- 1)...] {
            guard owner.addresses.lowerBound < range.upperBound else { break }
            if owner.addresses.overlaps(range), result.last != owner.unit { result.append(owner.unit) }
        }
        return Array(Set(result)).sorted()
    }

    /// The unit in which an entry is.
    func unit(containing entry: UInt64) -> DebugUnit? {
        guard let entry = UInt32(exactly: entry) else { return nil }
        let next = units.firstIndex(after: entry) { $0.offset }
        guard next > 0, entry < units[next &- 1].end else { return nil }
        return units[next &- 1]
    }

    /// Reads what the entries of a unit depend on.
    mutating func context(of unit: DebugUnit) throws(DebugInformationError) -> UnitContext {
        let key = TableKey(offset: unit.abbreviations, format: unit.format)
        if let known = tables[key] { return try UnitContext(unit, known, sections) }
        let table = try attempt(.abbreviations(key)) { (reader) throws(DebugInformationError) in
            try AbbreviationTable(
                reader.sections.cursor(.abbreviations, at: UInt64(key.offset)), key.format, &reader.work)
        }
        tables[key] = table
        return try UnitContext(unit, table, sections)
    }

    mutating func scopes(of unit: Int, _ context: UnitContext) throws(DebugInformationError) -> ScopeTable {
        if let known = scopeTables[unit] { return known }
        let table = try attempt(.scopes(unit)) { (reader) throws(DebugInformationError) in
            try ScopeTable(context, reader.sections, &reader.work)
        }
        scopeTables[unit] = table
        return table
    }

    /// The lines of a unit; `nil` if it has none.
    mutating func lineTable(of context: UnitContext) throws(DebugInformationError) -> LineTable? {
        guard let offset = context.root.lines?.offset else { return nil }
        if let known = lineTables[offset] { return known }
        let table = try attempt(.lines(offset)) { (reader) throws(DebugInformationError) in
            let header = try LineHeader(reader.sections.cursor(.line, at: offset), &reader.work)
            return try LineTable(header, code: reader.sections.code, &reader.work)
        }
        lineTables[offset] = table
        return table
    }

    /// Reads a part, unless it has failed before. What an interrupted attempt has cost is not counted.
    private mutating func attempt<Result>(
        _ part: Part, _ read: (inout DWARFReader) throws(DebugInformationError) -> Result
    ) throws(DebugInformationError) -> Result {
        if let error = failedParts[part] { throw error }
        let before = work
        do throws(DebugInformationError) {
            try work.keep(160, sections.cursor(.info))
            return try read(&self)
        } catch {
            if error.reasonToStop != nil {
                work.restore(before)
            } else {
                failedParts[part] = error
            }
            throw error
        }
    }
}
