import WasmSyntax

// Specification: ECMA-426, Source Map.

/// A source map: places of the source for byte offsets of a module, as some tools write them to a file of its own.
///
/// The embedder gives its bytes (`Module.with(_:)`); the name that a module has for the file is never opened.
public struct SourceMap: Sendable {
    /// A place of the source for the code from an offset on.
    struct Mapping: Sendable {
        var offset: UInt32
        /// The index of the file; `nil` if the code has no source.
        var source: UInt32?
        var line: UInt32 = 0
        var column: UInt32 = 0
        /// The index of the function's name.
        var name: UInt32?
    }

    private struct Source: Sendable {
        let path: Name
        /// The index in ``roots`` of the folder.
        let root: Int
    }

    /// By increasing offset; of several with one offset, the last counts.
    private var mappings: [Mapping] = []
    private var sources: [Source?] = []
    private var roots: [Name] = []
    private var names: [Name] = []

    /// Reads a source map of version 3, with or without sections.
    ///
    /// - Parameters:
    ///   - bytes: The JSON text.
    ///   - interruption: The object that is polled to find out whether to stop.
    /// - Throws: ``DebugInformationError``, ``Interrupted``.
    public init(_ bytes: [UInt8], interruption: (any Interruption)? = nil) throws {
        do throws(DebugInformationError) {
            try self.init(reading: bytes, LoadingWatch(interruption))
        } catch {
            throw error.told
        }
    }

    private init(reading bytes: [UInt8], _ watch: LoadingWatch) throws(DebugInformationError) {
        var watch = watch
        var scanner = JSONScanner(bytes)
        // Servers put such a line before JSON, so that it is no program.
        if bytes.starts(with: Array(")]}'".utf8)) {
            scanner = JSONScanner(bytes, at: bytes.firstIndex(of: 0x0A) ?? bytes.count)
        }
        let content = try SourceMapContent(&scanner, &watch, mayHaveSections: true)
        guard scanner.next() == nil else { throw scanner.error("JSON: something behind the end") }
        if content.sections.isEmpty {
            try add(content, at: 0, &watch)
        } else {
            for section in content.sections {
                var scanner = JSONScanner(bytes, at: section.map)
                try add(SourceMapContent(&scanner, &watch, mayHaveSections: false), at: section.column, &watch)
            }
        }
        // Sorting is stable, as the position decides between equal offsets.
        if zip(mappings, mappings.dropFirst()).contains(where: { $0.offset > $1.offset }) {
            let sorted = mappings.enumerated().sorted {
                ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset)
            }
            mappings = sorted.map(\.element)
        }
    }

    private mutating func add(
        _ content: SourceMapContent, at column: UInt32, _ watch: inout LoadingWatch
    ) throws(DebugInformationError) {
        let (firstSource, firstName) = (sources.count, names.count)
        roots.append(content.root ?? "")
        sources += content.sources.map { path in path.map { Source(path: $0, root: roots.count &- 1) } }
        names += content.names
        var reader = MappingReader(content.mappings)
        while let mapping = try reader.next(sources: content.sources.count, names: content.names.count) {
            if let reason = watch.reasonToStop(after: 16) { throw reader.error(.interrupted(reason)) }
            let (offset, overflow) = mapping.offset.addingReportingOverflow(column)
            guard !overflow else { continue }
            mappings.append(
                Mapping(
                    offset: offset, source: mapping.source.map { $0 &+ UInt32(truncatingIfNeeded: firstSource) },
                    line: mapping.line, column: mapping.column,
                    name: mapping.name.map { $0 &+ UInt32(truncatingIfNeeded: firstName) }))
        }
    }

    // MARK: Answers

    /// The place of the source for a byte offset of the module.
    func source(at offset: Int) -> SourceLocation? {
        guard let offset = UInt32(exactly: offset) else { return nil }
        let next = mappings.firstIndex(after: offset) { $0.offset }
        guard next > 0, mappings[next &- 1].source != nil else { return nil }
        let mapping = mappings[next &- 1]
        return SourceLocation(
            function: mapping.name.map { names[Int($0)] }, file: file(of: mapping), line: Int(mapping.line) &+ 1,
            column: Int(mapping.column) &+ 1)
    }

    /// The places of the source for byte offsets of a module that ends at `end`.
    func lines(in offsets: Range<Int>, end: Int) -> [LineRow] {
        let range = offsets.clamped(to: 0..<end)
        let start = mappings.firstIndex(after: UInt32(clamping: range.lowerBound)) { $0.offset }
        var rows: [LineRow] = []
        var files: [UInt32: SourceFile] = [:]
        for index in max(0, start &- 1)..<mappings.count {
            let mapping = mappings[index]
            let next = index &+ 1 < mappings.count ? Int(mappings[index &+ 1].offset) : end
            guard Int(mapping.offset) < range.upperBound else { break }
            let covered = (Int(mapping.offset)..<max(next, Int(mapping.offset))).clamped(to: range)
            guard let source = mapping.source, !covered.isEmpty else { continue }
            if files[source] == nil { files[source] = file(of: mapping) }
            rows.append(
                LineRow(
                    offsets: covered, file: files[source], line: Int(mapping.line) &+ 1,
                    column: Int(mapping.column) &+ 1, isStatement: true))
        }
        return rows
    }

    /// The files, without those behind 16 MiB of long paths.
    var files: [SourceFile] {
        var (result, known): ([SourceFile], Set<SourceFile>) = ([], [])
        // A long root would be repeated for each of many short names.
        var left = 16 << 20
        for source in sources {
            guard let file = source.map(file) else { continue }
            left &-= max(0, file.path.utf8.count &- 256)
            guard left >= 0 else { break }
            if known.insert(file).inserted { result.append(file) }
        }
        return result
    }

    private func file(of mapping: Mapping) -> SourceFile? { mapping.source.flatMap { sources[Int($0)] }.map(file) }

    private func file(of source: Source) -> SourceFile {
        let root = roots[source.root]
        guard !root.utf8.isEmpty, !LineHeader.isAbsolute(source.path) else { return SourceFile(path: source.path) }
        return SourceFile(path: LineHeader.joined(root, source.path))
    }
}
