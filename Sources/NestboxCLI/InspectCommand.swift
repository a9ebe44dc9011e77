import Nestbox
import WASIHost
import WASIPreview1
import WasmSyntax
import WasmValidation

/// `nestbox inspect`.
enum InspectCommand {
    static func run(_ options: CommandOptions) throws -> Int32 {
        let word = try options.soleOperand("module")
        guard !options.showsPolicy || !options.isJSON else {
            throw UsageError("--policy and --json exclude each other: a policy is JSON")
        }
        let interruption = options.startTime()
        let bytes = try readFile(word, limit: UInt64(ImplementationLimits.moduleSize), interruption: interruption)
        if CoreDump.isCoreDump(bytes) {
            try CoreDumpCommand.inspect(bytes, options, interruption)
            return ExitCode.success
        }
        guard options.dumpedModules.isEmpty else {
            throw UsageError("\(word.quoted) is no core dump; --module is for these")
        }
        let loaded = try loadModule(word, bytes, options.features, interruption: interruption)
            .with(options.sourceMap(interruption: interruption))
        if options.showsPolicy {
            printPolicy(loaded)
        } else if options.showsLines || !options.sourceOffsets.isEmpty {
            try InspectSources(loaded, options, interruption).print()
        } else if options.isJSON {
            try InspectJSON(loaded, interruption).print()
        } else {
            try printText(loaded, interruption)
        }
        return ExitCode.success
    }

    private static func printText(_ loaded: Nestbox.Module, _ interruption: (any Interruption)?) throws {
        let validated = loaded.validated
        let module = validated.module
        printSections(module)
        print("  debug information: \(try InspectSources.summary(loaded, interruption))")
        print("\nimports:")
        list(module.imports) { "\($0.module).\($0.name): \(validated.description(of: $0.type))" }
        print("\nexports:")
        list(module.exports) { "\($0.name): \(validated.type(of: $0).map(validated.description) ?? "?")" }
        printLimits(validated)
        printGrants(module)
    }

    /// The maximum number of lines of a list. A list of a million entries would help nobody, and be much larger than
    /// the module.
    static let maximumLines = 10_000

    /// Prints a line for each of the first 10,000 elements, and the number of further ones.
    static func list<Elements: Collection>(_ elements: Elements, _ line: (Elements.Element) -> String) {
        for element in elements.prefix(maximumLines) { print("  " + line(element)) }
        if elements.count > maximumLines { print("  … and \(elements.count - maximumLines) more") }
    }

    /// Prints the smallest policy with which the module links. Messages go to stderr, so that the output is nothing but
    /// a policy.
    private static func printPolicy(_ loaded: Nestbox.Module) {
        let imports = loaded.validated.module.imports
        let isWASI = { (`import`: Import) in WASIVersion(module: `import`.module) != nil }
        let policy = Policy(neededBy: loaded)
        print(policy.jsonText, terminator: "")
        let unknown = imports.filter { isWASI($0) && WASIFunction.named($0.name) == nil }
        for `import` in unknown.prefix(maximumLines) {
            complain("\(`import`.name) is unknown to WASI preview 1: no policy allows it")
        }
        if unknown.count > maximumLines {
            complain("… and \(unknown.count - maximumLines) more")
        }
    }

    /// The names of sections with the numbers of their entries, without empty ones.
    static func sections(_ module: ModuleSyntax) -> [(name: String, count: Int)] {
        [
            ("types", module.types.count), ("imports", module.imports.count), ("functions", module.functions.count),
            ("tables", module.tables.count), ("memories", module.memories.count), ("tags", module.tags.count),
            ("globals", module.globals.count), ("exports", module.exports.count),
            ("element segments", module.elements.count), ("data segments", module.data.count),
        ].filter { $0.1 > 0 }
    }

    private static func printSections(_ module: ModuleSyntax) {
        print("sections:")
        for (name, count) in sections(module) { print("  \(name): \(count)") }
        if module.codeBytes > 0 { print("  code: \(module.codeBytes) bytes") }
        if let start = module.start { print("  start: function \(start)") }
        list(module.customSections) { "custom \"\($0.name)\": \($0.contents.count) bytes" }
    }

    private static func printLimits(_ validated: ValidatedModule) {
        print("\nlimits:")
        for (index, memory) in validated.memories.enumerated() { print("  memory \(index): \(memory.summary)") }
        list(Array(validated.tables.enumerated())) { index, table in "table \(index): \(table.summary)" }
    }

    /// The imports of WASI, each with its function if preview 1 has it.
    static func functions(_ module: ModuleSyntax) -> [(import: Import, function: WASIFunction?)] {
        module.imports.filter { WASIVersion(module: $0.module) != nil }.map { ($0, WASIFunction.named($0.name)) }
    }

    /// Prints each import, for WASI with the capabilities of which any one links it.
    private static func printGrants(_ module: ModuleSyntax) {
        print("\ngrants needed:")
        list(functions(module)) { `import`, function in
            guard let function else { return "\(`import`.name): unknown to WASI preview 1" }
            return "\(`import`.name): \(function.grantedBy.map(\.rawValue).joined(separator: " or "))"
        }
        list(module.imports.filter { WASIVersion(module: $0.module) == nil }) {
            "\($0.module).\($0.name): not WASI; the embedder must define it"
        }
        if module.imports.isEmpty { print("  none") }
    }
}

extension ModuleSyntax {
    /// The bytes of all function bodies.
    var codeBytes: Int { bodies.reduce(0) { $0 + $1.code.count } }
}
