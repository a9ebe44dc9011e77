import WasmSyntax

/// The members of a source map, or of the map in a section of one.
struct SourceMapContent {
    var root: Name?
    var sources: [Name?] = []
    var names: [Name] = []
    /// The text of the mappings.
    var mappings: [UInt8] = []
    /// The sections: the offset of the code that each is for, and the position of its map.
    var sections: [(column: UInt32, map: Int)] = []

    init(
        _ scanner: inout JSONScanner, _ watch: inout LoadingWatch, mayHaveSections: Bool
    ) throws(DebugInformationError) {
        var content = SourceMapContent()
        var version: UInt32 = 0
        try scanner.object { (scanner, key) throws(DebugInformationError) in
            let start = scanner.position
            switch key {
            case "version": version = try scanner.number()
            case "sourceRoot": content.root = try SourceMapContent.name(&scanner)
            case "mappings": content.mappings = try scanner.string()
            case "sources":
                content.sources = []
                try scanner.array { (scanner) throws(DebugInformationError) in
                    content.sources.append(try SourceMapContent.name(&scanner))
                }
            case "names":
                content.names = []
                try scanner.array { (scanner) throws(DebugInformationError) in
                    content.names.append(try SourceMapContent.name(&scanner) ?? "")
                }
            case "sections" where mayHaveSections:
                content.sections = []
                try scanner.array { (scanner) throws(DebugInformationError) in
                    content.sections.append(try SourceMapContent.section(&scanner))
                }
            case "sections": throw scanner.error("section within a section")
            default: try scanner.skip()
            }
            if let reason = watch.reasonToStop(after: scanner.position &- start) {
                throw DebugInformationError(.interrupted(reason), in: "source map", at: scanner.position)
            }
        }
        guard version == 3 else {
            throw DebugInformationError(
                .unsupported("version \(version) of source maps"), in: "source map", at: scanner.position)
        }
        self = content
    }

    private init() {}

    /// Reads a string or `null`.
    private static func name(_ scanner: inout JSONScanner) throws(DebugInformationError) -> Name? {
        guard !scanner.acceptNull() else { return nil }
        let bytes = try scanner.string()
        return Name(String(decoding: bytes.prefix(SourceFile.maximumPathBytes), as: UTF8.self))
    }

    private static func section(
        _ scanner: inout JSONScanner
    ) throws(DebugInformationError) -> (column: UInt32, map: Int) {
        var (line, column): (UInt32, UInt32) = (0, 0)
        var map: Int?
        try scanner.object { (scanner, key) throws(DebugInformationError) in
            switch key {
            case "offset":
                try scanner.object { (scanner, key) throws(DebugInformationError) in
                    switch key {
                    case "line": line = try scanner.number()
                    case "column": column = try scanner.number()
                    default: try scanner.skip()
                    }
                }
            case "map":
                _ = scanner.next()
                map = scanner.position
                try scanner.skip()
            default: try scanner.skip()
            }
        }
        guard let map else { throw scanner.error("section without a map") }
        // A module is one line.
        guard line == 0 else { throw scanner.error("line of a section") }
        return (column, map)
    }
}

/// Reads the mappings of a source map: numbers in base 64, each relative to the one before.
struct MappingReader {
    private let text: [UInt8]
    private var position = 0
    private var (offset, source, line, column, name): (Int64, Int64, Int64, Int64, Int64) = (0, 0, 0, 0, 0)

    init(_ text: [UInt8]) { self.text = text }

    func error(_ kind: DebugInformationError.Kind) -> DebugInformationError {
        DebugInformationError(kind, in: "source map", at: position)
    }

    /// The next mapping; `nil` at the end, or at that of the first line, as a module is one line.
    mutating func next(sources: Int, names: Int) throws(DebugInformationError) -> SourceMap.Mapping? {
        while position < text.count, text[position] == UInt8(ascii: ",") { position &+= 1 }
        guard position < text.count, text[position] != UInt8(ascii: ";") else { return nil }
        var fields: [Int64] = []
        while position < text.count, text[position] != UInt8(ascii: ","), text[position] != UInt8(ascii: ";") {
            guard fields.count < 5 else { throw error(.malformed("mapping")) }
            fields.append(try number())
        }
        offset &+= fields[0]
        var mapping = SourceMap.Mapping(offset: try checked(offset, below: 1 << 32))
        guard fields.count >= 4 else {
            guard fields.count == 1 else { throw error(.malformed("mapping")) }
            return mapping
        }
        source &+= fields[1]
        line &+= fields[2]
        column &+= fields[3]
        mapping.source = try checked(source, below: Int64(sources))
        (mapping.line, mapping.column) = (try checked(line, below: 1 << 31), try checked(column, below: 1 << 31))
        if fields.count == 5 {
            name &+= fields[4]
            mapping.name = try checked(name, below: Int64(names))
        }
        return mapping
    }

    private func checked(_ number: Int64, below end: Int64) throws(DebugInformationError) -> UInt32 {
        guard (0..<end).contains(number) else { throw error(.malformed("mapping")) }
        return UInt32(truncatingIfNeeded: number)
    }

    private mutating func number() throws(DebugInformationError) -> Int64 {
        var (value, shift): (Int64, Int64) = (0, 0)
        while position < text.count, let digit = MappingReader.digit(text[position]) {
            position &+= 1
            value |= (digit & 31) << shift
            shift &+= 5
            guard digit & 32 != 0 else { return value & 1 == 0 ? value >> 1 : -(value >> 1) }
            guard shift < 35 else { break }
        }
        throw error(.malformed("number in base 64"))
    }

    private static func digit(_ byte: UInt8) -> Int64? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int64(byte &- UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int64(byte &- UInt8(ascii: "a") &+ 26)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int64(byte &- UInt8(ascii: "0") &+ 52)
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
