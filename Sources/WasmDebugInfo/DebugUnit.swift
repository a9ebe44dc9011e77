// Specification: DWARF 5, section 7.5.1 (Unit Headers).

/// A unit of `.debug_info`: the entries of one compilation. Offsets are those in the section.
struct DebugUnit: Sendable {
    /// The offset of the header.
    let offset: UInt32
    /// The offset of the first entry.
    let entries: UInt32
    let end: UInt32
    let abbreviations: UInt32
    let format: UnitFormat
    /// Whether the unit can have code: it is no unit of a type.
    let hasCode: Bool

    /// Reads the header at the cursor, and moves it behind the unit.
    init(_ cursor: inout DebugCursor) throws(DebugInformationError) {
        offset = UInt32(truncatingIfNeeded: cursor.offset)
        let (length, offsetSize) = try cursor.unitLength()
        var header = try cursor.part(length)
        let version = UInt16(truncatingIfNeeded: try header.fixed(2))
        guard (2...5).contains(version) else { throw header.error(.unsupported("DWARF version \(version)")) }
        let kind = version >= 5 ? try header.byte() : 1
        var (addressSize, abbreviations): (UInt8, UInt64)
        if version >= 5 {
            addressSize = try header.byte()
            abbreviations = try header.fixed(offsetSize)
        } else {
            abbreviations = try header.fixed(offsetSize)
            addressSize = try header.byte()
        }
        guard addressSize == 4 || addressSize == 8 else {
            throw header.error(.unsupported("addresses of \(addressSize) bytes"))
        }
        switch kind {
        case 4, 5: try header.skip(8)  // skeleton, split: the unit's number
        case 2, 6: try header.skip(8 &+ UInt64(truncatingIfNeeded: offsetSize))  // types: signature and offset
        default: break
        }
        hasCode = kind != 2 && kind != 6
        guard let abbreviations = UInt32(exactly: abbreviations) else {
            throw header.error(.malformed("offset of abbreviations"))
        }
        self.abbreviations = abbreviations
        format = UnitFormat(
            version: version, addressSize: addressSize, offsetSize: UInt8(truncatingIfNeeded: offsetSize))
        entries = UInt32(truncatingIfNeeded: header.offset)
        end = UInt32(truncatingIfNeeded: cursor.offset)
    }

    /// A cursor over the unit from an entry on.
    func cursor(
        _ sections: DebugSections, at entry: UInt64
    ) throws(DebugInformationError) -> DebugCursor {
        var whole = sections.cursor(.info)
        guard entry >= UInt64(entries), entry < UInt64(end) else { throw whole.error(.malformed("offset of an entry")) }
        whole = try whole.part(UInt64(end))
        try whole.skip(entry)
        return whole
    }
}

/// The attributes of a unit's first entry, on which others depend.
struct UnitRoot: Sendable {
    var name: AttributeValue?
    var folder: AttributeValue?
    var lines: AttributeValue?
    var lowPC: AttributeValue?
    var highPC: AttributeValue?
    var ranges: AttributeValue?
    var stringOffsetsBase: UInt64?
    var addressBase: UInt64?
    var rangeListsBase: UInt64?
}

/// A unit with its abbreviations and its first entry: what its other entries need to be read.
struct UnitContext: Sendable {
    let unit: DebugUnit
    let abbreviations: AbbreviationTable
    let root: UnitRoot
    /// The base of the unit's ranges: the address where it begins.
    let baseAddress: UInt64

    init(
        _ unit: DebugUnit, _ abbreviations: AbbreviationTable, _ sections: DebugSections
    ) throws(DebugInformationError) {
        (self.unit, self.abbreviations) = (unit, abbreviations)
        var cursor = try unit.cursor(sections, at: UInt64(unit.entries))
        let code = try cursor.unsigned()
        var root = UnitRoot()
        if code != 0 {
            guard let abbreviation = abbreviations[code] else { throw cursor.error(.malformed("abbreviation code")) }
            for specification in abbreviations.specifications[abbreviation.attributes] {
                let value = try cursor.value(
                    specification.form, constant: specification.constant, unit.format, unit: Int(unit.offset))
                root.note(specification.attribute, value)
            }
        }
        self.root = root
        baseAddress = (root.lowPC.flatMap { AddressReader.address($0, root, unit, sections) }) ?? 0
    }

    /// Calls a function with each attribute of the entry at the cursor.
    ///
    /// - Returns: The kind of the entry; `nil` if it is the end of a list of entries.
    func attributes(
        of cursor: inout DebugCursor, _ each: (Attribute, AttributeValue) -> Void
    ) throws(DebugInformationError) -> Abbreviation? {
        let code = try cursor.unsigned()
        guard code != 0 else { return nil }
        guard let abbreviation = abbreviations[code] else { throw cursor.error(.malformed("abbreviation code")) }
        try attributes(abbreviation, of: &cursor, each)
        return abbreviation
    }

    /// Calls a function with each attribute of the entry whose attributes are at the cursor.
    func attributes(
        _ abbreviation: Abbreviation, of cursor: inout DebugCursor, _ each: (Attribute, AttributeValue) -> Void
    ) throws(DebugInformationError) {
        for specification in abbreviations.specifications[abbreviation.attributes] {
            let value = try cursor.value(
                specification.form, constant: specification.constant, unit.format, unit: Int(unit.offset))
            each(specification.attribute, value)
        }
    }

    /// Skips the attributes of an entry.
    func skip(_ abbreviation: Abbreviation, of cursor: inout DebugCursor) throws(DebugInformationError) {
        if let size = abbreviation.size { return try cursor.skip(UInt64(truncatingIfNeeded: size)) }
        for specification in abbreviations.specifications[abbreviation.attributes] {
            try cursor.skip(specification.form, unit.format)
        }
    }
}

extension UnitRoot {
    fileprivate mutating func note(_ attribute: Attribute, _ value: AttributeValue) {
        switch attribute {
        case .name: name = value
        case .compilationFolder: folder = value
        case .lines: lines = value
        case .lowPC: lowPC = value
        case .highPC: highPC = value
        case .ranges: ranges = value
        case .stringOffsetsBase: stringOffsetsBase = value.offset
        case .addressBase: addressBase = value.offset
        case .rangeListsBase: rangeListsBase = value.offset
        default: break
        }
    }
}

extension AttributeValue {
    /// The offset in another section; versions 2 and 3 store it as a number.
    var offset: UInt64? {
        switch self {
        case .sectionOffset(let offset), .number(let offset): offset
        default: nil
        }
    }

    /// The constant.
    var constant: UInt64? { if case .number(let number) = self { number } else { nil } }
}
