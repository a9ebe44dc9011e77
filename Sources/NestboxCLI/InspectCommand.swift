import Nestbox
import WASIHost
import WASIPreview1
import WasmSyntax

/// `nestbox validate`.
enum ValidateCommand {
    static func run(_ arguments: [String]) throws -> Int32 {
        let (path, features) = try operandAndFeatures(arguments)
        _ = try loadModule(path, features)
        return ExitCode.success
    }

    /// The module or script of a command with the one option `--features`.
    static func operandAndFeatures(_ arguments: [String]) throws -> (path: String, features: [FeatureChange]) {
        var reader = OptionReader(arguments)
        var features: [FeatureChange] = []
        while let option = try reader.nextOption() {
            guard option == "--features" else { throw UsageError("there is no option '\(Name(option))'") }
            features += try OptionReader.features(try reader.value(of: option))
        }
        return (try sole(try reader.operands()), features)
    }

    /// The module of a command that takes no options.
    static func soleOperand(_ arguments: [String]) throws -> String {
        var reader = OptionReader(arguments)
        if let option = try reader.nextOption() { throw UsageError("there is no option '\(Name(option))'") }
        return try sole(try reader.operands())
    }

    private static func sole(_ operands: [String]) throws -> String {
        guard let path = operands.first else { throw UsageError("a module is missing") }
        guard operands.count == 1 else { throw UsageError("one module at a time") }
        return path
    }
}

/// `nestbox inspect`.
enum InspectCommand {
    static func run(_ arguments: [String]) throws -> Int32 {
        if arguments.first == "--policy" { return try printPolicy(Array(arguments.dropFirst())) }
        let (path, features) = try ValidateCommand.operandAndFeatures(arguments)
        let loaded = try loadModule(path, features)
        let module = loaded.validated.module
        printSections(module)
        print("\nimports:")
        list(module.imports) { "\($0.module).\($0.name): \(describe($0.type, module))" }
        print("\nexports:")
        list(module.exports) { "\($0.name): \($0.kind) \($0.index)" }
        printLimits(loaded)
        printGrants(module)
        return ExitCode.success
    }

    /// The maximum number of lines of a list. A list of a million entries would help nobody, and be much larger than
    /// the module.
    private static let maximumLines = 10_000

    /// Prints a line for each of the first 10,000 elements, and the number of further ones.
    private static func list<Elements: Collection>(_ elements: Elements, _ line: (Elements.Element) -> String) {
        for element in elements.prefix(maximumLines) { print("  " + line(element)) }
        if elements.count > maximumLines { print("  … and \(elements.count - maximumLines) more") }
    }

    /// Prints the smallest policy with which the module links. Messages go to stderr, so that the output is nothing but
    /// a policy.
    private static func printPolicy(_ arguments: [String]) throws -> Int32 {
        let (path, features) = try ValidateCommand.operandAndFeatures(arguments)
        let loaded = try loadModule(path, features)
        let imports = loaded.validated.module.imports
        let isWASI = { (`import`: Import) in WASIVersion(module: `import`.module) != nil }
        let hostFunctions = imports.filter { `import` in
            if case .function = `import`.type { !isWASI(`import`) } else { false }
        }
        let policy = Policy.needed(
            by: imports.filter(isWASI).map(\.name),
            hostFunctions: hostFunctions.map { "\($0.module.text).\($0.name.text)" },
            memoryPages: loaded.validated.memories.map(\.limits.minimum).max() ?? 0,
            tableElements: loaded.validated.tables.map(\.limits.minimum).max() ?? 0)
        print(policy.jsonText, terminator: "")
        let unknown = imports.filter { isWASI($0) && WASIFunction.named($0.name) == nil }
        for `import` in unknown.prefix(maximumLines) {
            HostProcess.writeErrorLine("nestbox: \(`import`.name) is unknown to WASI preview 1: no policy allows it")
        }
        if unknown.count > maximumLines {
            HostProcess.writeErrorLine("nestbox: … and \(unknown.count - maximumLines) more")
        }
        return ExitCode.success
    }

    private static func printSections(_ module: ModuleSyntax) {
        print("sections:")
        let counts: [(String, Int)] = [
            ("types", module.types.count), ("imports", module.imports.count), ("functions", module.functions.count),
            ("tables", module.tables.count), ("memories", module.memories.count), ("tags", module.tags.count),
            ("globals", module.globals.count), ("exports", module.exports.count),
            ("element segments", module.elements.count), ("data segments", module.data.count),
        ]
        for (name, count) in counts where count > 0 { print("  \(name): \(count)") }
        let code = module.bodies.reduce(0) { $0 + $1.code.count }
        if code > 0 { print("  code: \(code) bytes") }
        if let start = module.start { print("  start: function \(start)") }
        list(module.customSections) { "custom \"\($0.name)\": \($0.contents.count) bytes" }
    }

    private static func describe(_ type: ExternalType, _ module: ModuleSyntax) -> String {
        switch type {
        case .function(let index): return "func \(module.functionType(at: index).map(\.description) ?? "?")"
        case .table(let table): return "table \(table.element), \(describe(table.limits, "elements"))"
        case .memory(let memory): return "memory, \(describe(memory))"
        case .global(let global): return "global \(global.isMutable ? "mut " : "")\(global.value)"
        case .tag: return "tag"
        }
    }

    private static func describe(_ memory: MemoryType) -> String {
        let size = memory.pageSizeExponent == MemoryType.defaultPageSizeExponent ? "" : " of 1 byte"
        return describe(memory.limits, "pages\(size)") + (memory.isShared ? ", shared" : "")
    }

    private static func describe(_ limits: SizeLimits, _ unit: String) -> String {
        guard let maximum = limits.maximum else { return "\(limits.minimum) \(unit) or more" }
        return "\(limits.minimum) to \(maximum) \(unit)"
    }

    private static func printLimits(_ loaded: Nestbox.Module) {
        print("\nlimits:")
        for (index, memory) in loaded.validated.memories.enumerated() {
            print("  memory \(index): \(describe(memory))")
        }
        list(Array(loaded.validated.tables.enumerated())) { index, table in
            "table \(index): \(table.element), \(describe(table.limits, "elements"))"
        }
    }

    /// Prints each import, for WASI with the capabilities of which any one links it.
    private static func printGrants(_ module: ModuleSyntax) {
        print("\ngrants needed:")
        let isWASI = { (`import`: Import) in WASIVersion(module: `import`.module) != nil }
        list(module.imports.filter(isWASI)) { `import` in
            guard let function = WASIFunction.named(`import`.name) else {
                return "\(`import`.name): unknown to WASI preview 1"
            }
            return "\(`import`.name): \(function.grantedBy.map(\.rawValue).joined(separator: " or "))"
        }
        list(module.imports.filter { !isWASI($0) }) {
            "\($0.module).\($0.name): not WASI; the embedder must define it"
        }
        if module.imports.isEmpty { print("  none") }
    }
}
