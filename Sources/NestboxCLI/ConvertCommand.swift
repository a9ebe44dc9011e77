import Nestbox
import WASIHost
import WasmBinary
import WasmSyntax
import WasmText

/// `nestbox print` and `nestbox wat2wasm`.
enum ConvertCommand {
    static func printText(_ arguments: [String]) throws -> Int32 {
        let module = try parse(try ValidateCommand.soleOperand(arguments))
        let output = HostOutput.standardOutput()
        try TextPrinter.print(module) { try write($0, to: output) }
        return ExitCode.success
    }

    static func writeBinary(_ arguments: [String]) throws -> Int32 {
        var reader = OptionReader(arguments)
        if let option = try reader.nextOption() { throw UsageError("there is no option '\(Name(option))'") }
        let operands = try reader.operands()
        guard operands.count == 2 else { throw UsageError("a text file and a binary file are needed") }
        let bytes = BinaryEncoder.encode(try parse(operands[0]))
        try write(bytes, to: try HostOutput(path: operands[1]))
        return ExitCode.success
    }

    /// Reads a module that is well-formed, but need not be valid.
    private static func parse(_ path: String) throws -> ModuleSyntax {
        let bytes = try HostProcess.readFile(path, limit: Int(clamping: StoreLimits().moduleBytes))
        return try ModuleFileError.telling(path) {
            do {
                return Nestbox.Module.isText(bytes)
                    ? try TextParser.parseModule(bytes) : try BinaryDecoder.decode(bytes)
            } catch {
                throw FileFormatError(of: bytes) ?? error
            }
        }
    }

    private static func write(_ bytes: [UInt8], to stream: HostOutput) throws {
        var written = 0
        while written < bytes.count {
            written += try stream.write(bytes.span.extracting(written..<bytes.count))
        }
    }
}
