// Specification: DWARF 5, section 7.5.3 (Abbreviations Tables).

/// An attribute as a kind of entries has it.
struct AttributeSpecification: Sendable {
    let attribute: Attribute
    let form: Form
    /// The value of an implicit constant.
    let constant: Int64
}

/// The attributes that a lookup needs; the raw values are DWARF's.
struct Attribute: Hashable, Sendable {
    let code: UInt16

    static let name = Attribute(code: 0x03)
    static let lines = Attribute(code: 0x10)
    static let lowPC = Attribute(code: 0x11)
    static let highPC = Attribute(code: 0x12)
    static let compilationFolder = Attribute(code: 0x1B)
    static let abstractOrigin = Attribute(code: 0x31)
    static let specification = Attribute(code: 0x47)
    static let ranges = Attribute(code: 0x55)
    static let callColumn = Attribute(code: 0x57)
    static let callFile = Attribute(code: 0x58)
    static let callLine = Attribute(code: 0x59)
    static let linkageName = Attribute(code: 0x6E)
    static let stringOffsetsBase = Attribute(code: 0x72)
    static let addressBase = Attribute(code: 0x73)
    static let rangeListsBase = Attribute(code: 0x74)
    static let olderLinkageName = Attribute(code: 0x2007)
}

/// A kind of entries: their tag, and the form of their attributes.
struct Abbreviation: Sendable {
    /// The tags that are told apart; the raw values are DWARF's.
    enum Tag: UInt16 {
        case compileUnit = 0x11
        case inlinedSubroutine = 0x1D
        case subprogram = 0x2E
        case partialUnit = 0x3C
        case skeletonUnit = 0x4A
    }

    /// `nil` for all others.
    let tag: Tag?
    let hasChildren: Bool
    /// The attributes in ``AbbreviationTable/specifications``.
    let attributes: Range<Int>
    /// Bytes of the attributes; `nil` if entries differ.
    let size: Int?
}

/// The abbreviations of some units.
struct AbbreviationTable: Sendable {
    private(set) var specifications: [AttributeSpecification] = []
    private var entries: [Abbreviation] = []
    /// The index of each entry whose code is not its index plus 1.
    private var others: [UInt64: Int] = [:]

    /// Maximum number of attributes of an abbreviation. Compilers use some twenty; an attribute can take no byte in an
    /// entry, so that many of them would make small entries slow.
    private static let maximumAttributes = 256

    /// The kind with this code.
    subscript(code: UInt64) -> Abbreviation? {
        let index = code &- 1
        if index < UInt64(truncatingIfNeeded: entries.count), others.isEmpty {
            return entries[Int(truncatingIfNeeded: index)]
        }
        return others[code].map { entries[$0] }
    }

    /// Reads the table at the cursor.
    init(_ start: DebugCursor, _ format: UnitFormat, _ work: inout DebugWork) throws(DebugInformationError) {
        var cursor = start
        while true {
            let code = try cursor.unsigned()
            guard code != 0 else { return }
            try add(try entry(&cursor, format, &work), code, cursor, &work)
        }
    }

    private mutating func add(
        _ abbreviation: Abbreviation, _ code: UInt64, _ cursor: DebugCursor, _ work: inout DebugWork
    ) throws(DebugInformationError) {
        let index = entries.count
        if others.isEmpty, code != UInt64(truncatingIfNeeded: index &+ 1) {
            // The codes are not those that all compilers use: keep them all.
            try work.keep(48 &* index, cursor)
            for known in 0..<index { others[UInt64(truncatingIfNeeded: known &+ 1)] = known }
        }
        try work.keep(40, cursor)
        entries.append(abbreviation)
        guard !others.isEmpty || code != UInt64(truncatingIfNeeded: index &+ 1) else { return }
        try work.keep(48, cursor)
        // The first of several counts.
        if others[code] == nil { others[code] = index }
    }

    private mutating func entry(
        _ cursor: inout DebugCursor, _ format: UnitFormat, _ work: inout DebugWork
    ) throws(DebugInformationError) -> Abbreviation {
        let tag = try cursor.unsigned()
        let hasChildren = try cursor.byte() != 0
        let first = specifications.count
        var size: Int? = 0
        while true {
            let (attribute, form) = (try cursor.unsigned(), try cursor.unsigned())
            if attribute == 0, form == 0 { break }
            let isImplicit = form == UInt64(Form.implicitConstant.code)
            let constant = isImplicit ? try cursor.signed() : 0
            let specification = AttributeSpecification(
                attribute: Attribute(code: UInt16(clamping: attribute)), form: Form(code: UInt16(clamping: form)),
                constant: constant)
            guard let storage = specification.form.storage(format) else {
                throw cursor.error(.unsupported("form \(form)"))
            }
            if case .bytes(let count) = storage { size = size.map { $0 &+ count } } else { size = nil }
            guard specifications.count &- first < AbbreviationTable.maximumAttributes else {
                throw cursor.error(.limitExceeded("attributes of an abbreviation"))
            }
            try work.keep(16, cursor)
            specifications.append(specification)
        }
        try work.pay(4 &+ specifications.count &- first, cursor)
        return Abbreviation(
            tag: Abbreviation.Tag(rawValue: UInt16(clamping: tag)), hasChildren: hasChildren,
            attributes: first..<specifications.count, size: size)
    }
}
