import WasmSyntax

/// What an inlined call says of its place.
struct CallSite {
    var file: UInt64?
    var line: UInt64?
    var column: UInt64?
}

extension DWARFReader {
    /// The most entries that are read to find the name of a function: an entry refers to its declaration, that to another
    /// one, and a hostile one to itself.
    private static let maximumReferences = 16

    /// The name of the function whose entry, or the entry of an inlined call of it, is at an offset.
    mutating func name(
        of entry: UInt32, _ context: UnitContext, _ work: inout DebugWork
    ) throws(DebugInformationError) -> Name? {
        var (entry, context) = (UInt64(entry), context)
        var linkageName: Name?
        for _ in 0..<DWARFReader.maximumReferences {
            var cursor = try context.unit.cursor(sections, at: entry)
            var (name, linked): (AttributeValue?, AttributeValue?)
            var (origin, specification): (AttributeValue?, AttributeValue?)
            _ = try context.attributes(of: &cursor) { attribute, value in
                switch attribute {
                case .name: name = value
                case .linkageName, .olderLinkageName: linked = value
                case .abstractOrigin: origin = value
                case .specification: specification = value
                default: break
                }
            }
            try work.pay(cursor.offset &- Int(truncatingIfNeeded: entry), cursor)
            if let name = context.string(name, sections) { return name }
            if linkageName == nil { linkageName = context.string(linked, sections) }
            guard case .reference(let target)? = origin ?? specification else { break }
            entry = target
            if target < UInt64(context.unit.offset) || target >= UInt64(context.unit.end) {
                guard let other = unit(containing: target) else { break }
                context = try self.context(of: other)
            }
        }
        return linkageName
    }

    /// The place of the call whose entry is at an offset.
    func callSite(
        of entry: UInt32, _ context: UnitContext, _ work: inout DebugWork
    ) throws(DebugInformationError) -> CallSite {
        var cursor = try context.unit.cursor(sections, at: UInt64(entry))
        var site = CallSite()
        _ = try context.attributes(of: &cursor) { attribute, value in
            switch attribute {
            case .callFile: site.file = value.constant
            case .callLine: site.line = value.constant
            case .callColumn: site.column = value.constant
            default: break
            }
        }
        try work.pay(cursor.offset &- Int(entry), cursor)
        return site
    }
}
