import WasmSyntax

/// The custom sections that are read (DWARF 5, section 7.2; WebAssembly tool conventions, Debugging).
enum DebugSection: String, CaseIterable, Sendable {
    case abbreviations = ".debug_abbrev"
    case addresses = ".debug_addr"
    case info = ".debug_info"
    case line = ".debug_line"
    case lineStrings = ".debug_line_str"
    case ranges = ".debug_ranges"
    case rangeLists = ".debug_rnglists"
    case strings = ".debug_str"
    case stringOffsets = ".debug_str_offsets"
    case sourceMappingURL
}

/// The places of a module's debug sections, and of its code.
struct DebugSections: Sendable {
    /// The module.
    let bytes: [UInt8]
    /// The contents of the code section; empty if the module was loaded from text.
    let code: Range<Int>
    private let places: [DebugSection: Range<Int>]

    init(_ module: ModuleSyntax) {
        bytes = module.bytes
        code = DebugSections.code(of: module.bytes)
        var places: [DebugSection: Range<Int>] = [:]
        let names = Dictionary(uniqueKeysWithValues: DebugSection.allCases.map { (Name($0.rawValue), $0) })
        for section in module.customSections {
            guard let name = names[section.name], places[name] == nil else { continue }
            places[name] = section.contents
        }
        self.places = places
    }

    /// Bytes of all debug sections.
    var size: Int { places.values.reduce(0) { $0 &+ $1.count } }

    func has(_ section: DebugSection) -> Bool { places[section] != nil }

    /// A cursor over a whole section, which is empty if the module has none.
    func cursor(_ section: DebugSection) -> DebugCursor {
        DebugCursor(bytes, in: places[section] ?? 0..<0, of: section)
    }

    /// A cursor from an offset of a section on.
    func cursor(_ section: DebugSection, at offset: UInt64) throws(DebugInformationError) -> DebugCursor {
        var cursor = cursor(section)
        try cursor.skip(offset)
        return cursor
    }

    /// Whether a module was loaded from text, so that its offsets are those of no binary module.
    static func isText(_ module: ModuleSyntax) -> Bool { !module.bytes.starts(with: [0, 0x61, 0x73, 0x6D]) }

    /// Finds the contents of the code section. ``ModuleSyntax`` does not have the range, as nothing else needs it.
    private static func code(of bytes: [UInt8]) -> Range<Int> {
        guard bytes.starts(with: [0, 0x61, 0x73, 0x6D]) else { return 0..<0 }
        var cursor = ByteCursor(bytes, in: 8..<bytes.count)
        do throws(DecodeError) {
            while !cursor.isAtEnd {
                let id = try cursor.byte()
                let contents = try cursor.skip(Int(try cursor.u32()))
                if id == SectionID.code.rawValue { return contents }
            }
        } catch {
            // Only valid modules come here.
        }
        return 0..<0
    }
}
