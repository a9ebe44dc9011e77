import Nestbox
import WASIPreview1
import WasmSyntax
import WasmValidation

/// The output of `nestbox inspect --json`. Entries are printed one by one: those of a hostile module would take a lot of
/// memory together.
struct InspectJSON: JSONPrinting {
    private let loaded: Nestbox.Module
    private var validated: ValidatedModule { loaded.validated }
    let interruption: (any Interruption)?
    private var module: ModuleSyntax { validated.module }

    init(_ module: Nestbox.Module, _ interruption: (any Interruption)?) {
        (loaded, self.interruption) = (module, interruption)
    }

    /// - Throws: ``Interrupted``.
    func print() throws {
        Swift.print("{")
        let start = module.start.map { number(Int($0)) } ?? JSONNode(.null)
        Swift.print("  \"sections\": \(sections.compactText),\n  \"start\": \(start.compactText),")
        let debug = try loaded.debugInformation.summary(interruption: interruption)
        Swift.print("  \"debugInformation\": \(describe(debug).compactText),")
        try list("customSections", module.customSections) { section in
            object([("name", name(section.name)), ("bytes", number(section.contents.count))])
        }
        try list("imports", module.imports) { `import` in
            object([("module", name(`import`.module)), ("name", name(`import`.name))] + describe(`import`.type))
        }
        try list("exports", module.exports) { export in
            object(
                [("name", name(export.name)), ("index", number(Int(clamping: export.index)))]
                    + (validated.type(of: export).map(describe) ?? []))
        }
        try list("memories", validated.memories) { object(describe($0)) }
        try list("tables", validated.tables) { object(describe($0)) }
        try list("grants", InspectCommand.functions(module)) { `import`, function in
            let capabilities = function?.grantedBy.map { JSONNode(.string($0.rawValue)) }
            return object([
                ("module", name(`import`.module)), ("name", name(`import`.name)),
                ("anyOf", JSONNode(capabilities.map { .array($0) } ?? .null)),
            ])
        }
        // The types to which other lists refer.
        try list("types", longTypes) { index in
            let type = module.functionType(at: index) ?? FunctionType(parameters: [], results: [])
            return object([("index", number(Int(clamping: index)))] + describe(type))
        }
        Swift.print("  \"omitted\": \(omitted.compactText)\n}")
    }

    private var sections: JSONNode {
        object(InspectCommand.sections(module).map { ($0, number($1)) } + [("codeBytes", number(module.codeBytes))])
    }

    /// The numbers of entries that the lists do not have.
    private var omitted: JSONNode {
        let counts: [(String, Int)] = [
            ("customSections", module.customSections.count), ("imports", module.imports.count),
            ("exports", module.exports.count), ("memories", validated.memories.count),
            ("tables", validated.tables.count), ("grants", InspectCommand.functions(module).count),
            ("types", longTypes.count),
        ]
        return object(
            counts.filter { $0.1 > InspectCommand.maximumLines }.map {
                ($0.0, number($0.1 - InspectCommand.maximumLines))
            })
    }

    private func describe(_ summary: DebugSummary) -> JSONNode {
        object([
            ("dwarfVersions", JSONNode(.array(summary.versions.map(number)))),
            ("units", number(summary.unitCount)),
            ("lines", JSONNode(.bool(summary.hasLines))),
            ("names", JSONNode(.bool(InspectSources.hasNames(loaded)))),
            ("sourceMapURL", summary.sourceMapURL.map(name) ?? JSONNode(.null)),
        ])
    }

    // MARK: Values

    private func describe(_ type: ExternalType) -> [(String, JSONNode)] {
        let kind = ("kind", JSONNode(.string(type.kind.description)))
        switch type {
        case .function(let index), .tag(let index):
            guard let function = validated.functionType(of: type) else { return [kind] }
            guard InspectJSON.isLong(function) else { return [kind] + describe(function) }
            return [kind, ("type", number(Int(clamping: index)))]
        case .table(let table): return [kind] + describe(table)
        case .memory(let memory): return [kind] + describe(memory)
        case .global(let global):
            return [
                kind, ("type", JSONNode(.string(global.value.description))),
                ("mutable", JSONNode(.bool(global.isMutable))),
            ]
        }
    }

    /// The indices of function types that are listed once, because every import or export could have one.
    private var longTypes: [UInt32] {
        module.types.indices.map { UInt32(truncatingIfNeeded: $0) }.filter {
            module.functionType(at: $0).map(InspectJSON.isLong) ?? false
        }
    }

    private static func isLong(_ type: FunctionType) -> Bool { type.parameters.count &+ type.results.count > 16 }

    private func describe(_ type: FunctionType) -> [(String, JSONNode)] {
        [("parameters", types(type.parameters)), ("results", types(type.results))]
    }

    private func describe(_ memory: MemoryType) -> [(String, JSONNode)] {
        let pageSize = memory.bytes(ofPages: 1) ?? 0
        return describe(memory.limits) + [
            ("pageSize", JSONNode(.number(pageSize))), ("shared", JSONNode(.bool(memory.isShared))),
        ]
    }

    private func describe(_ table: TableType) -> [(String, JSONNode)] {
        [("element", JSONNode(.string(table.element.description)))] + describe(table.limits)
    }

    private func describe(_ limits: SizeLimits) -> [(String, JSONNode)] {
        [
            ("minimum", JSONNode(.number(limits.minimum))),
            ("maximum", JSONNode(limits.maximum.map { .number($0) } ?? .null)),
        ]
    }

    private func types(_ types: [ValueType]) -> JSONNode {
        JSONNode(.array(types.map { JSONNode(.string($0.description)) }))
    }
}
