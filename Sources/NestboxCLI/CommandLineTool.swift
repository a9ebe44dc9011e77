import Nestbox
import WASIHost
import WASIPreview1
import WasmRuntime
import WasmSyntax

/// The exit codes of the tool itself, in addition to those of guests.
enum ExitCode {
    static let success: Int32 = 0
    /// The host failed, for example in writing the guest's output.
    static let hostFailure: Int32 = 1
    static let usage: Int32 = 2
    /// The module is malformed, invalid, or does not link.
    static let badModule: Int32 = 3
    /// The guest was stored, and can go on.
    static let suspended: Int32 = 75
    /// A trap, an uncaught exception, or the end of the budget or the time.
    static let trap: Int32 = 134

    /// All exit codes with their meaning, for the help.
    static let meanings: [(code: String, meaning: String)] = [
        ("0 to 255", "the guest's own exit code; a larger one becomes 255, and stderr says so"),
        (
            "1",
            "the output of nestbox itself could not be written (a guest gets the error of its own writes); a directive of nestbox wast failed; a replay differs from its recording; or two profiles differ"
        ),
        (
            "2",
            "the command line or the policy is not accepted, a file cannot be read, or the function to call is missing"
        ),
        ("3", "the module is malformed or invalid, does not link, or is not one that the policy allows"),
        ("75", "the guest was stopped and stored by --snapshot-to; nestbox resume goes on with it"),
        (
            "134",
            "a trap, an uncaught exception, or the end of the budget or the time; stderr says which, with the backtrace"
        ),
    ]
}

/// An error in the command line, described in one line.
struct UsageError: Error {
    var message: String

    init(_ message: String) { self.message = message }

    /// The message with a hint where to find more.
    func message(hinting command: String) -> String {
        "\(message)\(message.hasSuffix("?") ? "" : ";") \(command) --help tells more"
    }
}

/// `nestbox COMMAND …`.
enum CommandLineTool {
    /// Runs the command, and returns the exit code.
    static func run(_ words: [Word]) -> Int32 {
        guard let first = words.first else {
            complain("a command is missing; nestbox --help lists them")
            return ExitCode.usage
        }
        switch first.text {
        case "--help", "-h":
            print(Help.overview(.standardOutput))
            return ExitCode.success
        case "--version", "-V":
            print("nestbox \(NestboxVersion.current)")
            return ExitCode.success
        default: break
        }
        if let command = Command.named(first.text) { return run(command, Array(words.dropFirst())) }
        if isModule(first) { return run(.run, words) }
        complain(unknown(first).message(hinting: "nestbox"))
        return ExitCode.usage
    }

    /// Whether a word in the place of the command is a module to run.
    private static func isModule(_ word: Word) -> Bool {
        if word.bytes.first == UInt8(ascii: "-") { return word.isDash }
        return word.bytes.contains(UInt8(ascii: "/")) || word.bytes.contains(UInt8(ascii: "."))
            || HostProcess.exists(word.path)
    }

    /// The error for a word in the place of the command that is none.
    private static func unknown(_ word: Word) -> UsageError {
        let isOption = word.bytes.first == UInt8(ascii: "-")
        let name = (word.split(at: UInt8(ascii: "="))?.name ?? word).text
        if isOption, Command.run.options.contains(where: { $0.name == name }) {
            return UsageError("\(name) is an option of a command: nestbox run \(name) …")
        }
        let known = isOption ? ["--help", "--version"] : Command.listed.map(\.name)
        let nearest = NearestName.find(Name(word.text), among: known.map { Name($0) })
        return UsageError(
            "there is no \(isOption ? "option" : "command") \(word.quoted)\(NearestName.question(nearest))")
    }

    private static func run(_ command: Command, _ words: [Word]) -> Int32 {
        var advice = CommandAdvice()
        do {
            let options = try CommandOptions(words, for: command)
            advice.options = options
            if options.wantsHelp {
                print(Help.text(of: command, .standardOutput))
                return ExitCode.success
            }
            return try command.run(options)
        } catch let error as UsageError {
            complain(error.message(hinting: "nestbox \(command.name)"), from: command.name)
            return ExitCode.usage
        } catch {
            return report(error, advice)
        }
    }

    /// Reports the error that ended a command, and returns the exit code for it.
    static func report(_ error: any Error, _ advice: CommandAdvice) -> Int32 {
        // A reader that has closed the pipe has had enough.
        if (error as? OutputError)?.isClosedPipe != true { complain(advice.description(of: error)) }
        return exitCode(for: error)
    }

    /// The exit code of a command that an error has ended.
    static func exitCode(for error: any Error) -> Int32 {
        switch (error as? ModuleFileError)?.error ?? error {
        case is Trap, is Interrupted, is WasmException: return ExitCode.trap
        case PolicyError.module: return ExitCode.badModule
        case is DecodeError, is ParseError, is FileFormatError, is ValidationError, is LinkError:
            return ExitCode.badModule
        case is UsageError, is HostFileError, is CallError, is WASIConfigurationError, is PolicyError,
            is PolicyReadError, is SnapshotError, is RecordingError, is CoreDumpError:
            return ExitCode.usage
        default: return ExitCode.hostFailure
        }
    }
}

/// Reads a file, or standard input in its place.
func readFile(_ word: Word, limit: UInt64, interruption: (any Interruption)?) throws -> [UInt8] {
    let limit = Int(clamping: limit)
    return word.isDash
        ? try HostProcess.readStandardInput(limit: limit, interruption: interruption)
        : try HostProcess.readFile(word.path, limit: limit, interruption: interruption)
}

/// Reads and loads a module from a file.
///
/// - Parameter changes: The proposals that are turned on or off.
func loadModule(
    _ word: Word, _ changes: [FeatureChange], interruption: (any Interruption)?
) throws -> Module {
    let bytes = try readFile(word, limit: StoreLimits().moduleBytes, interruption: interruption)
    return try loadModule(word, bytes, changes, interruption: interruption)
}

/// Loads a module that was read from a file.
///
/// - Parameter changes: As above.
func loadModule(
    _ word: Word, _ bytes: [UInt8], _ changes: [FeatureChange], interruption: (any Interruption)?
) throws -> Module {
    let limits = StoreLimits()
    guard UInt64(bytes.count) <= limits.moduleBytes else {
        throw HostFileError.tooLarge(path: word.text, limit: Int(clamping: limits.moduleBytes))
    }
    return try ModuleFileError.telling(word) {
        try Module(
            bytes: bytes, limits: limits, features: Feature.onByDefault.applying(changes), interruption: interruption)
    }
}

/// An error about the module of a file.
struct ModuleFileError: Error {
    var path: String
    var error: any Error

    /// Performs work on the module of a file. Its errors get the file's path, except for those of a guest that ran.
    static func telling<Result>(_ file: Word, _ work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch {
            switch error {
            case is DecodeError, is ParseError, is FileFormatError, is ValidationError, is LinkError, is PolicyError,
                CallError.unknownFunction:
                throw ModuleFileError(path: file.inputName, error: error)
            default: throw error
            }
        }
    }

    /// The description of the error after the path. A place in a text follows the path without a space, as compilers
    /// write it.
    func description(_ advice: CommandAdvice) -> String {
        let path = Name(path).description
        let text = advice.description(of: error)
        switch error {
        case let error as ValidationError:
            guard let line = error.line, let column = error.column else { return "\(path): \(text)" }
            return "\(path):\(line):\(column): invalid module: "
                + error.descriptionWithoutPlace(advising: advice.advice)
        case is ParseError:
            return "\(path):\(text)" + (path.hasSuffix(".wast") ? "; nestbox wast runs test scripts" : "")
        default: return "\(path): \(text)"
        }
    }
}
