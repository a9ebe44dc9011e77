import Nestbox
import WASIPreview1
import WasmSyntax

/// The source lines that `nestbox inspect` shows.
struct InspectSources {
    private let module: Nestbox.Module
    private let options: CommandOptions
    private let interruption: (any Interruption)?

    init(_ module: Nestbox.Module, _ options: CommandOptions, _ interruption: (any Interruption)?) {
        (self.module, self.options, self.interruption) = (module, options, interruption)
    }

    /// Prints the places of the source of some offsets, or of all code; faults go to stderr.
    func print() throws {
        let information = module.debugInformation
        if options.showsLines {
            let lines = try information.lines(in: 0..<module.size.bytes, interruption: interruption)
            try list(lines, describe, text)
        } else {
            var found: [(offset: Int, sources: [SourceLocation])] = []
            for offset in options.sourceOffsets {
                found.append((offset, try information.sources(at: offset, interruption: interruption)))
            }
            try list(found, describe, text)
        }
        for problem in information.problems { complain("\(problem)") }
    }

    private func list<Element>(
        _ elements: [Element], _ node: (Element) -> JSONNode, _ text: (Element) -> String
    ) throws {
        if options.isJSON { Swift.print("[", terminator: "") }
        for (index, element) in elements.enumerated() {
            if let reason = interruption?.reasonToStop() { throw Interrupted(reason) }
            if options.isJSON {
                Swift.print("\(index == 0 ? "" : ",")\n  \(node(element).compactText)", terminator: "")
            } else {
                Swift.print(text(element))
            }
        }
        if options.isJSON { Swift.print("\n]") }
    }

    private func text(_ found: (offset: Int, sources: [SourceLocation])) -> String {
        guard !found.sources.isEmpty else { return "byte \(found.offset): unknown" }
        let places = found.sources.map { "\($0.function.map { "\($0) at " } ?? "")\($0)" }
        return "byte \(found.offset): " + places.joined(separator: "\n  inlined into ")
    }

    private func describe(_ found: (offset: Int, sources: [SourceLocation])) -> JSONNode {
        let sources = found.sources.map { source in
            object(
                [("function", source.function.map { JSONNode(.string($0.text)) } ?? JSONNode(.null))]
                    + place(source.file, source.line, source.column) + [("inlined", JSONNode(.bool(source.isInlined)))])
        }
        return object([("offset", number(found.offset)), ("sources", JSONNode(.array(sources)))])
    }

    private func text(_ row: LineRow) -> String {
        let place = SourceLocation(file: row.file, line: row.line, column: row.column)
        return
            "bytes \(row.offsets.lowerBound)..<\(row.offsets.upperBound): \(place)\(row.isStatement ? "" : " (within)")"
    }

    private func describe(_ row: LineRow) -> JSONNode {
        object(
            [("start", number(row.offsets.lowerBound)), ("end", number(row.offsets.upperBound))]
                + place(row.file, row.line, row.column) + [("statement", JSONNode(.bool(row.isStatement)))])
    }

    private func place(_ file: SourceFile?, _ line: Int, _ column: Int) -> [(String, JSONNode)] {
        [
            ("file", file.map { JSONNode(.string($0.path.text)) } ?? JSONNode(.null)), ("line", number(line)),
            ("column", number(column)),
        ]
    }

    private func number(_ number: Int) -> JSONNode { JSONNode(.number(UInt64(clamping: number))) }

    private func object(_ members: [(String, JSONNode)]) -> JSONNode {
        JSONNode(.object(members.map { JSONMember($0.0, $0.1) }))
    }

    // MARK: The summary

    static func hasNames(_ module: Nestbox.Module) -> Bool { module.customSectionNames.contains("name") }

    /// A line about what a module tells of its source.
    static func summary(_ module: Nestbox.Module, _ interruption: (any Interruption)?) throws -> String {
        let summary = try module.debugInformation.summary(interruption: interruption)
        var parts: [String] = []
        if summary.unitCount > 0 {
            let versions = summary.versions.map(String.init).joined(separator: " and ")
            let units = summary.unitCount == 1 ? "1 unit" : "\(summary.unitCount) units"
            parts.append("DWARF \(versions), \(units)\(summary.hasLines ? " with lines" : "")")
        }
        if hasNames(module) { parts.append("names") }
        if let url = summary.sourceMapURL { parts.append("source map at \"\(url)\"") }
        return parts.isEmpty ? "none" : parts.joined(separator: "; ")
    }
}

extension CommandOptions {
    /// Reads the source map of the options; `nil` if they name none.
    func sourceMap(interruption: (any Interruption)?) throws -> SourceMap? {
        guard let file = sourceMapFile else { return nil }
        let bytes = try readFile(file, limit: StoreLimits().moduleBytes, interruption: interruption)
        do {
            return try SourceMap(bytes, interruption: interruption)
        } catch let error as DebugInformationError {
            throw UsageError("\(file.quoted): \(error)")
        }
    }
}
