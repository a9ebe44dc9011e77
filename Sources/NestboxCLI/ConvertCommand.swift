import Nestbox
import WASIHost
import WASIPreview1
import WasmBinary
import WasmSyntax
import WasmText

/// `nestbox print` and `nestbox wat2wasm`.
enum ConvertCommand {
    static func printText(_ options: CommandOptions) throws -> Int32 {
        let interruption = options.startTime()
        let module = try parse(try options.soleOperand("module"), interruption)
        let output = try CommandOutput(options.output)
        try TextPrinter.print(module, interruption: interruption) { try output.write($0) }
        try output.finish()
        return ExitCode.success
    }

    static func writeBinary(_ options: CommandOptions) throws -> Int32 {
        guard let text = options.operands.first else { throw UsageError("a module in the text format is missing") }
        let target = try target(of: text, options)
        let bytes = BinaryEncoder.encode(try parse(text, options.startTime()))
        let output = try CommandOutput(target)
        try output.write(bytes)
        try output.finish()
        return ExitCode.success
    }

    /// The file that a module in the text format is translated to; `nil` for standard output.
    private static func target(of text: Word, _ options: CommandOptions) throws -> Word? {
        let named = options.operands.dropFirst() + (options.output.map { [$0] } ?? [])
        guard named.count <= 1 else { throw UsageError("one file is written, and several are named") }
        if let target = named.first { return target }
        if text.isDash {
            guard !HostProcess.isTerminal(1) else { throw UsageError("-o is needed: the output is a terminal") }
            return nil
        }
        let name = text.lastComponent
        let point = name.lastIndex(of: UInt8(ascii: ".")).flatMap { $0 > name.startIndex ? $0 : nil }
        let ending = Array(".wasm".utf8)
        guard point.map({ Array(name[$0...]) }) != ending else {
            throw UsageError("\(text.quoted) could be overwritten: -o is needed for a module of this name")
        }
        return Word(name[..<(point ?? name.endIndex)] + ending)
    }

    /// Reads a module that is well-formed, but need not be valid.
    private static func parse(_ word: Word, _ interruption: (any Interruption)?) throws -> ModuleSyntax {
        let bytes = try readFile(word, limit: StoreLimits().moduleBytes, interruption: interruption)
        return try ModuleFileError.telling(word) {
            do {
                return Nestbox.Module.isText(bytes)
                    ? try TextParser.parseModule(bytes, options: ParserOptions(interruption: interruption))
                    : try BinaryDecoder.decode(bytes, interruption: interruption)
            } catch {
                if let interrupted = (error as? any LoadingError)?.told as? Interrupted { throw interrupted }
                throw FileFormatError(of: bytes) ?? error
            }
        }
    }
}

/// An error for output of a command that could not be written.
struct OutputError: Error, CustomStringConvertible {
    /// The cause in words.
    let cause: String
    /// Whether nobody reads the output any more.
    var isClosedPipe: Bool { cause == Errno.pipe.name }

    var description: String { "the output could not be written: \(cause)" }
}

extension Word {
    /// Creates or empties the file by this path, or takes standard output for `-`.
    func openOutput() throws(HostFileError) -> HostOutput {
        isDash ? HostOutput.standardOutput() : try HostOutput(path: path)
    }
}

/// The place that a command writes a result to: standard output, or a file that is written whole or not at all.
enum CommandOutput {
    case standardOutput(HostOutput)
    case file(WholeFile)

    /// - Parameter word: The file; `nil` or `-` for standard output.
    init(_ word: Word?) throws {
        if let word, !word.isDash {
            self = .file(try WholeFile(path: word.path))
        } else {
            self = .standardOutput(HostOutput.standardOutput())
        }
    }

    /// - Throws: ``OutputError``.
    func write(_ bytes: [UInt8]) throws(OutputError) {
        do {
            switch self {
            case .file(let file): try file.write(bytes)
            case .standardOutput(let stream): try stream.writeAll(bytes.span)
            }
        } catch {
            throw OutputError(cause: (error as? Errno)?.name ?? "\(error)")
        }
    }

    /// Puts the file in its place.
    ///
    /// - Throws: ``OutputError``.
    func finish() throws(OutputError) {
        guard case .file(let file) = self else { return }
        do { try file.finish() } catch { throw OutputError(cause: "\(error)") }
    }
}
