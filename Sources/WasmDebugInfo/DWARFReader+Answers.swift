import WasmSyntax

/// The answers that a module's DWARF gives.
extension DWARFReader {
    /// The locations of an address, innermost first.
    mutating func sources(at address: UInt32) throws(DebugInformationError) -> [SourceLocation] {
        try index()
        guard let number = unit(at: address) else { return [] }
        let context = try context(of: units[number])
        var scopes: [ScopeTable.Scope] = []
        var lines: LineTable?
        // Either of them is worth something without the other.
        do throws(DebugInformationError) {
            scopes = try self.scopes(of: number, context).scopes(at: address)
        } catch {
            try note(error)
        }
        do throws(DebugInformationError) {
            lines = try lineTable(of: context)
        } catch {
            try note(error)
        }
        let folder = context.string(context.root.folder, sections)
        var location = SourceLocation()
        if let row = lines?.row(at: address) {
            location.file = lines?.header.file(UInt64(row.file), in: folder, sections)
            (location.line, location.column) = (Int(row.line), Int(row.column))
        } else if scopes.isEmpty {
            return []
        }
        guard !scopes.isEmpty else { return [location] }
        return try locations(scopes, innermost: location, context, lines, folder)
    }

    private mutating func locations(
        _ scopes: [ScopeTable.Scope], innermost: SourceLocation, _ context: UnitContext, _ lines: LineTable?,
        _ folder: Name?
    ) throws(DebugInformationError) -> [SourceLocation] {
        var (location, result): (SourceLocation, [SourceLocation]) = (innermost, [])
        var work = work.forAnswer(bytes: 0)
        for (depth, scope) in scopes.enumerated() {
            location.function = try name(of: scope.entry, context, &work)
            location.isInlined = depth &+ 1 < scopes.count
            result.append(location)
            guard location.isInlined else { break }
            let site = try callSite(of: scope.entry, context, &work)
            location = SourceLocation(
                file: site.file.flatMap { lines?.header.file($0, in: folder, sections) },
                line: Int(clamping: site.line ?? 0), column: Int(clamping: site.column ?? 0))
        }
        return result
    }

    /// The rows of byte offsets of the module.
    mutating func lines(in offsets: Range<Int>) throws(DebugInformationError) -> [LineRow] {
        try index()
        let code = sections.code
        let inside = offsets.clamped(to: code)
        guard !inside.isEmpty else { return [] }
        let range =
            UInt32(
                truncatingIfNeeded: inside.lowerBound &- code.lowerBound)..<UInt32(
                truncatingIfNeeded: inside.upperBound &- code.lowerBound)
        var rows: [LineRow] = []
        // The answer is not kept, so that it does not count for what is.
        var work = work.forAnswer(bytes: sections.size)
        for number in units(in: range) {
            do throws(DebugInformationError) {
                try addRows(of: number, in: range, to: &rows, &work)
            } catch {
                try note(error)
            }
        }
        rows.sort { $0.offsets.lowerBound < $1.offsets.lowerBound }
        return rows
    }

    private mutating func addRows(
        of number: Int, in range: Range<UInt32>, to rows: inout [LineRow], _ work: inout DebugWork
    ) throws(DebugInformationError) {
        let context = try context(of: units[number])
        guard let table = try lineTable(of: context) else { return }
        let folder = context.string(context.root.folder, sections)
        var files: [UInt32: SourceFile] = [:]
        try table.eachRow(in: range) { (addresses, row) throws(DebugInformationError) in
            // A line program that several units share has rows of all of them.
            guard unit(at: addresses.lowerBound) == number else { return }
            try work.keep(80, sections.cursor(.line))
            if files[row.file] == nil {
                files[row.file] = table.header.file(UInt64(row.file), in: folder, sections)
                try work.keep(files[row.file]?.path.utf8.count ?? 0, sections.cursor(.line))
            }
            rows.append(
                LineRow(
                    offsets: DebugInformation.offset(
                        of: addresses.lowerBound, in: sections.code)..<DebugInformation.offset(
                            of: addresses.upperBound, in: sections.code),
                    file: files[row.file], line: Int(row.line), column: Int(row.column),
                    isStatement: row.isStatement))
        }
    }

    /// All files, in the order of the units.
    mutating func files() throws(DebugInformationError) -> [SourceFile] {
        try index()
        var (files, known, programs): ([SourceFile], Set<SourceFile>, Set<UInt64>) = ([], [], [])
        var work = work.forAnswer(bytes: sections.size)
        for unit in units {
            do throws(DebugInformationError) {
                let context = try context(of: unit)
                guard let offset = context.root.lines?.offset, programs.insert(offset).inserted else { continue }
                let header = try LineHeader(sections.cursor(.line, at: offset), &work)
                let folder = context.string(context.root.folder, sections)
                for number in header.fileNumbers {
                    guard let file = header.file(number, in: folder, sections) else { continue }
                    let bytes = file.path.utf8.count
                    try work.pay(32 &+ bytes, header.program)
                    guard known.insert(file).inserted else { continue }
                    try work.keep(64 &+ bytes, header.program)
                    files.append(file)
                }
            } catch {
                try note(error)
            }
        }
        return files
    }

    /// What there is. The index was made before.
    var summary: DebugSummary {
        var summary = DebugSummary()
        summary.versions = Set(units.map { Int($0.format.version) }).sorted()
        summary.unitCount = units.count
        summary.hasLines = sections.has(.line)
        var cursor = sections.cursor(.sourceMappingURL)
        do throws(DebugInformationError) {
            let length = try cursor.unsigned()
            if sections.has(.sourceMappingURL) { summary.sourceMapURL = try cursor.part(length).string() }
        } catch {
            // There is no URL.
        }
        return summary
    }
}
