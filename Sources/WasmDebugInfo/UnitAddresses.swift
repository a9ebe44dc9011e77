import WasmSyntax

// Specification: DWARF 5, sections 2.17 (Code Addresses, Ranges and Base Addresses) and 7.27 (Address Table).

/// Reads addresses and strings that entries of a unit refer to by their indices.
enum AddressReader {
    /// The address of a value; `nil` if it is none, or cannot be read.
    static func address(
        _ value: AttributeValue, _ root: UnitRoot, _ unit: DebugUnit, _ sections: DebugSections
    ) -> UInt64? {
        switch value {
        case .address(let address): return address
        case .addressIndex(let index):
            // Without a base: the addresses behind the section's header.
            let size = UInt64(unit.format.addressSize)
            return number(.addresses, base: root.addressBase ?? 8, index, size: size, sections)
        default: return nil
        }
    }

    /// The string of a value; `nil` if it is none, or cannot be read.
    static func string(
        _ value: AttributeValue, _ root: UnitRoot, _ unit: DebugUnit, _ sections: DebugSections
    ) -> (DebugSection, UInt64)? {
        switch value {
        case .string(let section, let offset): return (section, offset)
        case .stringIndex(let index):
            let size = UInt64(unit.format.offsetSize)
            let base = root.stringOffsetsBase ?? (unit.format.version >= 5 ? 2 &* size : 0)
            return number(.stringOffsets, base: base, index, size: size, sections).map { (.strings, $0) }
        default: return nil
        }
    }

    /// The number with an index of a list of numbers.
    static func number(
        _ section: DebugSection, base: UInt64, _ index: UInt64, size: UInt64, _ sections: DebugSections
    ) -> UInt64? {
        let (bytes, overflow) = index.multipliedReportingOverflow(by: size)
        let (offset, overflows) = base.addingReportingOverflow(bytes)
        guard !overflow, !overflows else { return nil }
        do throws(DebugInformationError) {
            var cursor = try sections.cursor(section, at: offset)
            return try cursor.fixed(Int(size))
        } catch {
            return nil
        }
    }
}

extension UnitContext {
    func address(_ value: AttributeValue, _ sections: DebugSections) -> UInt64? {
        AddressReader.address(value, root, unit, sections)
    }

    func string(_ value: AttributeValue?, _ sections: DebugSections) -> Name? {
        guard let value, let (section, offset) = AddressReader.string(value, root, unit, sections) else { return nil }
        do throws(DebugInformationError) {
            return try sections.cursor(section, at: offset).string()
        } catch {
            return nil
        }
    }

    /// Calls a function with each range of addresses that an entry has and in which there is code.
    ///
    /// - Parameters:
    ///   - low: The first address.
    ///   - high: The end, or the size.
    ///   - ranges: The list of ranges, which counts more.
    func ranges(
        low: AttributeValue?, high: AttributeValue?, ranges: AttributeValue?, _ sections: DebugSections,
        _ work: inout DebugWork, _ each: (Range<UInt32>) -> Void
    ) throws(DebugInformationError) {
        let end = UInt64(truncatingIfNeeded: sections.code.count)
        /// The linker gives code that it has removed the addresses 0, -1 or -2. No function begins at 0, where the code
        /// section has its number of functions.
        func offer(_ start: UInt64, _ limit: UInt64) {
            guard start > 0, start < end, start < limit else { return }
            each(UInt32(truncatingIfNeeded: start)..<UInt32(truncatingIfNeeded: min(limit, end)))
        }
        if let ranges { return try listed(ranges, sections, &work, offer) }
        guard let low = low.flatMap({ address($0, sections) }), let high else { return }
        if let end = address(high, sections) {
            offer(low, end)
        } else if let size = high.constant {
            let (end, overflow) = low.addingReportingOverflow(size)
            if !overflow { offer(low, end) }
        }
    }

    private func listed(
        _ ranges: AttributeValue, _ sections: DebugSections, _ work: inout DebugWork,
        _ offer: (UInt64, UInt64) -> Void
    ) throws(DebugInformationError) {
        if unit.format.version < 5 {
            guard let offset = ranges.offset else { return }
            return try olderList(sections.cursor(.ranges, at: offset), &work, offer)
        }
        switch ranges {
        case .listIndex(let index):
            let size = UInt64(unit.format.offsetSize)
            // Without a base: the offsets behind the section's header.
            let base = root.rangeListsBase ?? (size == 4 ? 12 : 20)
            guard let offset = AddressReader.number(.rangeLists, base: base, index, size: size, sections) else {
                return
            }
            let (place, overflow) = base.addingReportingOverflow(offset)
            guard !overflow else { return }
            try list(sections.cursor(.rangeLists, at: place), sections, &work, offer)
        default:
            guard let offset = ranges.offset else { return }
            try list(sections.cursor(.rangeLists, at: offset), sections, &work, offer)
        }
    }

    /// The value of addresses with all bits set, which chooses a base in lists before version 5.
    private var largestAddress: UInt64 { unit.format.addressSize == 4 ? 0xFFFF_FFFF : .max }

    /// A list of `.debug_ranges`.
    private func olderList(
        _ start: DebugCursor, _ work: inout DebugWork, _ offer: (UInt64, UInt64) -> Void
    ) throws(DebugInformationError) {
        var (cursor, base) = (start, baseAddress)
        let size = Int(unit.format.addressSize)
        while true {
            try work.pay(1, cursor)
            let (low, high) = (try cursor.fixed(size), try cursor.fixed(size))
            if low == 0, high == 0 { return }
            if low == largestAddress {
                base = high
            } else {
                self.offer(base, low, high, offer)
            }
        }
    }

    private func offer(_ base: UInt64, _ low: UInt64, _ high: UInt64, _ offer: (UInt64, UInt64) -> Void) {
        let (start, overflow) = base.addingReportingOverflow(low)
        let (end, overflows) = base.addingReportingOverflow(high)
        if !overflow, !overflows { offer(start, end) }
    }

    /// A list of `.debug_rnglists` (section 7.25).
    private func list(
        _ start: DebugCursor, _ sections: DebugSections, _ work: inout DebugWork, _ offer: (UInt64, UInt64) -> Void
    ) throws(DebugInformationError) {
        var (cursor, base) = (start, baseAddress)
        let size = Int(unit.format.addressSize)
        func indexed(_ index: UInt64) -> UInt64 { address(.addressIndex(index), sections) ?? 0 }
        while true {
            try work.pay(1, cursor)
            switch try cursor.byte() {
            case 0: return
            case 1: base = indexed(try cursor.unsigned())
            case 2: offer(indexed(try cursor.unsigned()), indexed(try cursor.unsigned()))
            case 3: self.offer(indexed(try cursor.unsigned()), 0, try cursor.unsigned(), offer)
            case 4: self.offer(base, try cursor.unsigned(), try cursor.unsigned(), offer)
            case 5: base = try cursor.fixed(size)
            case 6: offer(try cursor.fixed(size), try cursor.fixed(size))
            case 7: self.offer(try cursor.fixed(size), 0, try cursor.unsigned(), offer)
            default: throw cursor.error(.malformed("kind of a range"))
            }
        }
    }
}
