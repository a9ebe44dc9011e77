import WasmSyntax

// Specification: DWARF 5, section 6.2.4 (The Line Number Program Header).

/// A line program's header: the files, and how the program is encoded.
struct LineHeader: Sendable {
    /// A file of the program, or a folder.
    struct Entry: Sendable {
        /// The place of its name.
        var section: DebugSection
        var name: UInt32
        /// The number of its folder; unused for a folder.
        var folder: UInt32
    }

    let format: UnitFormat
    /// In versions before 5, without the folder of the compilation.
    private(set) var folders: [Entry] = []
    /// The files; before version 5, their numbers begin at 1.
    var files: [Entry] = []
    let minimumLength: UInt64
    let beginsStatement: Bool
    let lineBase: Int
    let lineRange: Int
    let opcodeBase: Int
    /// The numbers of operands of the standard opcodes, from opcode 1 on.
    let operandCounts: [UInt8]
    /// The program.
    let program: DebugCursor

    /// Reads the header at the cursor.
    init(
        _ start: DebugCursor, _ work: inout DebugWork
    ) throws(DebugInformationError) {
        var section = start
        let (length, offsetSize) = try section.unitLength()
        var cursor = try section.part(length)
        let version = UInt16(truncatingIfNeeded: try cursor.fixed(2))
        guard (2...5).contains(version) else {
            throw cursor.error(.unsupported("version \(version) of a line program"))
        }
        var addressSize: UInt8 = 4
        if version >= 5 {
            addressSize = try cursor.byte()
            _ = try cursor.byte()  // the size of segment selectors
        }
        format = UnitFormat(
            version: version, addressSize: addressSize, offsetSize: UInt8(truncatingIfNeeded: offsetSize))
        let headerLength = try cursor.fixed(offsetSize)
        var header = cursor
        try cursor.skip(headerLength)
        program = cursor
        header = try header.part(headerLength)
        minimumLength = UInt64(try header.byte())
        if version >= 4 { _ = try header.byte() }  // operations of an instruction
        beginsStatement = try header.byte() != 0
        lineBase = Int(Int8(bitPattern: try header.byte()))
        lineRange = Int(try header.byte())
        guard lineRange > 0 else { throw header.error(.malformed("line range")) }
        opcodeBase = max(1, Int(try header.byte()))
        var counts: [UInt8] = []
        for _ in 1..<opcodeBase { counts.append(try header.byte()) }
        operandCounts = counts
        if version >= 5 {
            folders = try LineHeader.described(&header, format, &work)
            files = try LineHeader.described(&header, format, &work)
        } else {
            while let entry = try LineHeader.listed(&header, hasFolder: false, &work) { folders.append(entry) }
            while let entry = try LineHeader.listed(&header, hasFolder: true, &work) { files.append(entry) }
        }
    }

    /// Reads a folder or a file as before version 5; `nil` at the end of the list.
    static func listed(
        _ header: inout DebugCursor, hasFolder: Bool, _ work: inout DebugWork
    ) throws(DebugInformationError) -> Entry? {
        let name = header.offset
        try header.skipString()
        guard header.offset > name &+ 1 else { return nil }
        var entry = Entry(section: header.section, name: UInt32(truncatingIfNeeded: name), folder: 0)
        if hasFolder {
            entry.folder = UInt32(clamping: try header.unsigned())
            _ = try header.unsigned()  // the time of the last change
            _ = try header.unsigned()  // the size
        }
        try work.keep(16, header)
        return entry
    }

    /// Reads a list of folders or files, which begins with the forms of its entries.
    private static func described(
        _ header: inout DebugCursor, _ format: UnitFormat, _ work: inout DebugWork
    ) throws(DebugInformationError) -> [Entry] {
        var parts: [(content: UInt64, form: Form)] = []
        for _ in 0..<(try header.byte()) {
            parts.append((try header.unsigned(), Form(code: UInt16(clamping: try header.unsigned()))))
        }
        let count = try header.unsigned()
        // An entry has a byte at least, so that the count cannot exceed what is left.
        guard count <= UInt64(truncatingIfNeeded: header.remaining) else { throw header.error(.unexpectedEnd) }
        var entries: [Entry] = []
        for _ in 0..<count {
            let start = header.offset
            var entry = Entry(section: .lineStrings, name: .max, folder: 0)
            for part in parts {
                let value = try header.value(part.form, format)
                switch (part.content, value) {
                case (1, .string(let section, let offset)):
                    (entry.section, entry.name) = (section, UInt32(clamping: offset))
                case (2, .number(let folder)): entry.folder = UInt32(clamping: folder)
                default: break
                }
            }
            guard header.offset > start else { throw header.error(.malformed("entry without bytes")) }
            try work.pay(parts.count, header)
            try work.keep(16, header)
            entries.append(entry)
        }
        return entries
    }
}

extension LineHeader {
    /// The file with a number; `nil` if there is none.
    ///
    /// - Parameter compilationFolder: The folder in which the compiler was started, as the unit names it.
    func file(_ number: UInt64, in compilationFolder: Name?, _ sections: DebugSections) -> SourceFile? {
        let isNumberedFromZero = format.version >= 5
        guard let entry = LineHeader.entry(isNumberedFromZero ? number : number &- 1, of: files),
            let name = LineHeader.name(entry, sections)
        else { return nil }
        var path = name
        if !LineHeader.isAbsolute(path) {
            let folder = UInt64(entry.folder)
            // Folder 0 is that of the compilation.
            let folderEntry =
                folder == 0 ? nil : LineHeader.entry(isNumberedFromZero ? folder : folder &- 1, of: folders)
            if let folder = folderEntry.flatMap({ LineHeader.name($0, sections) }) {
                path = LineHeader.joined(folder, path)
            }
        }
        var root = compilationFolder
        if root == nil, isNumberedFromZero, let first = folders.first { root = LineHeader.name(first, sections) }
        if let root, !LineHeader.isAbsolute(path) { path = LineHeader.joined(root, path) }
        return SourceFile(path: path, compilationFolder: root)
    }

    /// The numbers of all files.
    var fileNumbers: Range<UInt64> {
        let count = UInt64(truncatingIfNeeded: files.count)
        return format.version >= 5 ? 0..<count : 1..<count &+ 1
    }

    private static func entry(_ index: UInt64, of entries: [Entry]) -> Entry? {
        Int(exactly: index).flatMap { entries.indices.contains($0) ? entries[$0] : nil }
    }

    private static func name(_ entry: Entry, _ sections: DebugSections) -> Name? {
        do throws(DebugInformationError) {
            return try sections.cursor(entry.section, at: UInt64(entry.name)).string()
        } catch {
            return nil
        }
    }

    /// Whether a path begins at a root: that of Unix, or a drive of Windows.
    static func isAbsolute(_ path: Name) -> Bool {
        let bytes = path.utf8
        return bytes.first == SourceFile.separator || bytes.first == UInt8(ascii: "\\")
            || (bytes.count > 2 && bytes[1] == UInt8(ascii: ":"))
    }

    static func joined(_ folder: Name, _ path: Name) -> Name {
        var text = folder.text
        if !text.isEmpty, !text.utf8.elementsEqual([SourceFile.separator]), text.utf8.last != SourceFile.separator {
            text += "/"
        }
        return Name(text + path.text)
    }
}
