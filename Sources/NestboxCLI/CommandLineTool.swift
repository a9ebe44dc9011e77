import Nestbox
import WASIHost
import WASIPreview1
import WasmSyntax

/// The exit codes of the tool itself, in addition to those of guests.
enum ExitCode {
    static let success: Int32 = 0
    /// The host failed, for example in writing the guest's output.
    static let hostFailure: Int32 = 1
    static let usage: Int32 = 2
    /// The module is malformed, invalid, or does not link.
    static let badModule: Int32 = 3
    /// A trap, an uncaught exception, or the end of the budget or the time.
    static let trap: Int32 = 134
}

/// An error in the command line, described in one line.
struct UsageError: Error {
    var message: String

    init(_ message: String) { self.message = message }
}

/// `nestbox COMMAND …`.
enum CommandLineTool {
    /// Runs the command, and returns the exit code.
    static func run(_ arguments: [String]) -> Int32 {
        guard let name = arguments.first else {
            HostProcess.writeErrorLine("nestbox: a command is missing; nestbox --help lists them")
            return ExitCode.usage
        }
        if ["--help", "-h", "help"].contains(name) {
            print(Help.overview)
            return ExitCode.success
        }
        guard let command = commands[name] else {
            HostProcess.writeErrorLine("nestbox: there is no command '\(Name(name))'; nestbox --help lists them")
            return ExitCode.usage
        }
        let rest = Array(arguments.dropFirst())
        // Only the first argument is tested: after the module, arguments are the guest's.
        if rest.first == "--help" || rest.first == "-h" {
            print(command.help)
            return ExitCode.success
        }
        do {
            return try command.run(rest)
        } catch let error as UsageError {
            HostProcess.writeErrorLine("nestbox \(name): \(error.message); nestbox \(name) --help tells more")
            return ExitCode.usage
        } catch {
            return report(error)
        }
    }

    private struct Command {
        var help: String
        var run: ([String]) throws -> Int32
    }

    private static var commands: [String: Command] {
        [
            "run": Command(help: Help.run, run: RunCommand.run),
            "validate": Command(help: Help.validate, run: ValidateCommand.run),
            "policy": Command(help: Help.policy, run: PolicyCommand.run),
            "inspect": Command(help: Help.inspect, run: InspectCommand.run),
            "print": Command(help: Help.print, run: ConvertCommand.printText),
            "wat2wasm": Command(help: Help.wat2wasm, run: ConvertCommand.writeBinary),
            "wast": Command(help: Help.wast, run: ScriptCommand.run),
        ]
    }

    /// Reports the error that ended a command, and returns the exit code for it.
    static func report(_ error: any Error) -> Int32 {
        HostProcess.writeErrorLine("nestbox: \(description(of: error))")
        switch error {
        case is Trap, is Interrupted, is WasmException: return ExitCode.trap
        case PolicyError.module: return ExitCode.badModule
        case is DecodeError, is ParseError, is ValidationError, is LinkError: return ExitCode.badModule
        case is UsageError, is HostFileError, is CallError, is WASIConfigurationError, is PolicyError,
            is PolicyReadError:
            return ExitCode.usage
        default: return ExitCode.hostFailure
        }
    }

    private static func description(of error: any Error) -> String {
        switch error {
        case let trap as Trap:
            switch trap.kind {
            case .budgetExhausted, .interrupted: return "stopped: \(trap)"
            default: return "trap: \(trap)"
            }
        case let interrupted as Interrupted: return "stopped: \(Trap.Kind.interrupted(interrupted.reason))"
        case let usage as UsageError: return usage.message
        case let error as Errno: return "the guest's output could not be written: \(error.name)"
        case is ValidationError: return "invalid module: \(error)"
        case is LinkError: return "the module does not link: \(error)"
        default: return "\(error)"
        }
    }
}

/// Reads and loads a module from a file.
///
/// - Parameter changes: The proposals that are turned on or off.
func loadModule(
    _ path: String, limits: StoreLimits = StoreLimits(), _ changes: [FeatureChange]
) throws -> Module {
    try Module(
        bytes: try HostProcess.readFile(path, limit: Int(clamping: limits.moduleBytes)), limits: limits,
        features: Feature.onByDefault.applying(changes))
}
