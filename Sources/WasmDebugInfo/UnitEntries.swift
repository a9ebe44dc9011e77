import WasmSyntax

/// What an inlined call says of its place.
struct CallSite {
    var file: UInt64?
    var line: UInt64?
    var column: UInt64?
}

/// What an entry says of the name of its function.
struct FunctionNames {
    var name: AttributeValue?
    var linkageName: AttributeValue?
    /// The entry that says more.
    var origin: AttributeValue?
}

extension DWARFReader {
    /// The most entries that are read to find the name of a function: an entry refers to its declaration, that to another
    /// one, and a hostile one to itself.
    private static let maximumReferences = 16

    /// The name of the function whose entry, or the entry of an inlined call of it, is at an offset. A fault is noted, and
    /// what was found before it counts.
    mutating func name(
        of entry: UInt32, _ context: UnitContext, _ work: inout DebugWork
    ) throws(DebugInformationError) -> Name? {
        var (entry, context) = (UInt64(entry), context)
        var linkageName: Name?
        do throws(DebugInformationError) {
            for _ in 0..<DWARFReader.maximumReferences {
                let names = try FunctionNames(of: entry, context, sections, &work)
                if let name = context.string(names.name, sections) { return name }
                if linkageName == nil { linkageName = context.string(names.linkageName, sections) }
                guard case .reference(let target)? = names.origin else { break }
                entry = target
                if target < UInt64(context.unit.offset) || target >= UInt64(context.unit.end) {
                    guard let other = unit(containing: target) else { break }
                    context = try self.context(of: other)
                }
            }
        } catch {
            try note(error)
        }
        return linkageName
    }

    /// The place of the call whose entry is at an offset. After a fault, which is noted, nothing of it is known.
    mutating func callSite(
        of entry: UInt32, _ context: UnitContext, _ work: inout DebugWork
    ) throws(DebugInformationError) -> CallSite {
        do throws(DebugInformationError) {
            return try CallSite(of: UInt64(entry), context, sections, &work)
        } catch {
            try note(error)
            return CallSite()
        }
    }
}

extension FunctionNames {
    fileprivate init(
        of entry: UInt64, _ context: UnitContext, _ sections: DebugSections, _ work: inout DebugWork
    ) throws(DebugInformationError) {
        var cursor = try context.unit.cursor(sections, at: entry)
        var (names, specification): (FunctionNames, AttributeValue?) = (FunctionNames(), nil)
        _ = try context.attributes(of: &cursor) { attribute, value in
            switch attribute {
            case .name: names.name = value
            case .linkageName, .olderLinkageName: names.linkageName = value
            case .abstractOrigin: names.origin = value
            case .specification: specification = value
            default: break
            }
        }
        try work.pay(64 &+ cursor.offset &- Int(truncatingIfNeeded: entry), cursor)
        if names.origin == nil { names.origin = specification }
        self = names
    }
}

extension CallSite {
    fileprivate init(
        of entry: UInt64, _ context: UnitContext, _ sections: DebugSections, _ work: inout DebugWork
    ) throws(DebugInformationError) {
        var cursor = try context.unit.cursor(sections, at: entry)
        var site = CallSite()
        _ = try context.attributes(of: &cursor) { attribute, value in
            switch attribute {
            case .callFile: site.file = value.constant
            case .callLine: site.line = value.constant
            case .callColumn: site.column = value.constant
            default: break
            }
        }
        try work.pay(64 &+ cursor.offset &- Int(truncatingIfNeeded: entry), cursor)
        self = site
    }
}
