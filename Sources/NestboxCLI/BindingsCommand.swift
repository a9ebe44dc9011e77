import Nestbox
import WASIPreview1
import WasmSyntax

/// `nestbox bindings`.
enum BindingsCommand {
    static func run(_ options: CommandOptions) throws -> Int32 {
        let word = try options.soleOperand("module")
        if let type = options.bindingsType, !SwiftBindings.accepts(typeName: type.text) {
            throw UsageError("--type needs a name that a type of Swift can have here, not \(type.quoted)")
        }
        let interruption = options.startTime()
        let module = try loadModule(word, options.features, interruption: interruption)
        let bindings = SwiftBindings(
            module, typeName: options.bindingsType?.text,
            fileName: word.isDash ? "" : String(decoding: word.lastComponent, as: UTF8.self))
        let source = try bindings.source(interruption: interruption)
        let output = try CommandOutput(options.output)
        try output.write(Array(source.utf8))
        try output.finish()
        return ExitCode.success
    }
}
