import Nestbox
import WASIHost
import WASIPreview1
import WasmRuntime
import WasmSyntax

/// `--core-dump`, and core dumps in `nestbox inspect`.
enum CoreDumpCommand {
    /// Writes the state of a guest that has failed, if `--core-dump` asks for it.
    static func write(after error: any Error, _ options: CommandOptions, _ store: Store) {
        guard error is Trap || error is WasmException else { return }
        write(options) { output in
            try store.writeCoreDump(after: error, executable: options.module.text, to: output)
        }
    }

    /// Writes the state of a guest that is suspended, if `--core-dump` asks for it.
    static func write(_ call: GuestCall, _ options: CommandOptions) {
        write(options) { output in try call.writeCoreDump(executable: options.module.text, to: output) }
    }

    /// Writes a core dump. Says where it is, or why it could not be written.
    private static func write(
        _ options: CommandOptions, _ write: (_ output: ([UInt8]) throws -> Void) throws -> Void
    ) {
        guard let file = options.coreDumpFile else { return }
        do {
            let output = try CommandOutput(file)
            try write { try output.write($0) }
            try output.finish()
            complain("the state of the guest is in \(file.outputName): nestbox inspect shows it")
        } catch {
            complain("there is no core dump: \(error)")
        }
    }

    /// Shows a core dump.
    static func inspect(
        _ bytes: [UInt8], _ options: CommandOptions, _ interruption: (any Interruption)?
    ) throws {
        guard !options.showsPolicy else { throw UsageError("--policy is for modules, not for core dumps") }
        let dump = try CoreDump(bytes: bytes, interruption: interruption)
        let modules = try modules(of: dump, options, interruption)
        if options.isJSON {
            try CoreDumpJSON(dump: dump, modules: modules, interruption: interruption).print()
        } else {
            try CoreDumpText(dump: dump, modules: modules, interruption: interruption).print()
        }
    }

    /// Loads the modules of the options, by their numbers in the dump.
    private static func modules(
        of dump: CoreDump, _ options: CommandOptions, _ interruption: (any Interruption)?
    ) throws -> [Int: DumpedModuleNames] {
        var modules: [Int: DumpedModuleNames] = [:]
        for file in options.dumpedModules {
            var bytes = try readFile(file, limit: StoreLimits().moduleBytes, interruption: interruption)
            if Module.isText(bytes) {
                bytes = try ModuleFileError.telling(file) {
                    try RunCommand.encoded(bytes, interruption: interruption)
                }
            }
            let module = try loadModule(file, bytes, options.features, interruption: interruption)
            let digest = ModuleDigest(of: bytes)
            let numbers = dump.modules.indices.filter {
                guard let known = dump.modules[$0].digest else {
                    return dump.modules.count == 1 || dump.modules[$0].name == module.name
                }
                return known == digest
            }
            guard !numbers.isEmpty else { throw UsageError("\(file.quoted) is no module of the core dump") }
            for number in numbers { modules[number] = DumpedModuleNames(module) }
        }
        return modules
    }
}

/// A module of a core dump, with the names of its functions and locals.
final class DumpedModuleNames {
    private let module: Module
    private let names: NameSection
    private var localNames: [UInt32: NameMap] = [:]
    private lazy var exportNames = Dictionary(
        module.validated.module.exports.lazy.filter { $0.kind == .function }.map { ($0.index, $0.name) },
        uniquingKeysWith: { first, _ in first })

    init(_ module: Module) {
        self.module = module
        names = NameSection(module.validated.module)
    }

    /// The name of a frame's function in the name section, or else of its first export, escaped and cut: many frames can have
    /// it.
    func function(of frame: CoreDump.Frame) -> String? {
        (names.functionName(frame.functionIndex) ?? exportNames[frame.functionIndex])?.description
    }

    /// The byte offset in the module of a frame's instruction.
    func offset(of frame: CoreDump.Frame) -> Int? {
        module.offset(ofCode: frame.codeOffset, inFunction: frame.functionIndex)
    }

    /// The name of a frame's local, escaped and cut.
    func local(_ index: Int, of frame: CoreDump.Frame) -> String? {
        let function = frame.functionIndex
        let known = localNames[function] ?? names.nestedNames(.local)[function]
        localNames[function] = known
        return known[UInt32(clamping: index)].map { Name($0.text.cut(to: 40)).description }
    }
}
