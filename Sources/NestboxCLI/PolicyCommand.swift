import Nestbox
import WASIHost
import WASIPreview1

/// `nestbox policy explain FILE`, `nestbox policy check FILE` and `nestbox policy schema`.
enum PolicyCommand {
    static func run(_ arguments: [String]) throws -> Int32 {
        let verb = arguments.first
        if verb == "schema", arguments.count == 1 {
            print(Policy.jsonSchema, terminator: "")
            return ExitCode.success
        }
        guard verb == "explain" || verb == "check" else {
            throw UsageError("it is explain or check and a policy, or schema alone")
        }
        var reader = OptionReader(Array(arguments.dropFirst()))
        if let option = try reader.nextOption() { throw UsageError("there is no option '\(Name(option))'") }
        let operands = try reader.operands()
        guard let path = operands.first, operands.count == 1 else { throw UsageError("one policy is needed") }
        let policy = try read(path)
        // The policy's own arguments and variables must obey its rules.
        _ = try policy.checkedArguments()
        _ = try policy.checkedEnvironment()
        if verb == "explain" {
            print(policy.explanation, terminator: "")
        } else {
            for warning in policy.warnings { print("warning: \(warning)") }
        }
        return ExitCode.success
    }

    /// Reads a policy from a file.
    static func read(_ path: String) throws -> Policy {
        let bytes = try HostProcess.readFile(path, limit: JSONReader.maximumSize)
        do {
            return try Policy(json: bytes)
        } catch {
            throw PolicyReadError(path: path, error: error)
        }
    }
}

/// An error for a file that is not a policy.
struct PolicyReadError: Error, CustomStringConvertible {
    var path: String
    var error: PolicyFileError

    var description: String { "\(Name(path)):\(error)" }
}
