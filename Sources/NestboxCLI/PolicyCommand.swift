import Nestbox
import WASIHost
import WASIPreview1

/// `nestbox policy explain FILE`, `nestbox policy check FILE` and `nestbox policy schema`.
enum PolicyCommand {
    static func run(_ options: CommandOptions) throws -> Int32 {
        let verb = options.operands.first?.text
        if verb == "schema", options.operands.count == 1 {
            print(Policy.jsonSchema, terminator: "")
            return ExitCode.success
        }
        guard verb == "explain" || verb == "check" else {
            throw UsageError("it is explain or check and a policy, or schema alone")
        }
        let operands = options.operands.dropFirst()
        guard let file = operands.first, operands.count == 1 else { throw UsageError("one policy is needed") }
        let policy = try read(file)
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
    static func read(_ file: Word) throws -> Policy {
        let bytes = try readFile(file, limit: UInt64(JSONReader.maximumSize), interruption: nil)
        do {
            return try Policy(json: bytes)
        } catch {
            throw PolicyReadError(path: file.text, error: error)
        }
    }
}

/// An error for a file that is not a policy.
struct PolicyReadError: Error, CustomStringConvertible {
    var path: String
    var error: PolicyFileError

    var description: String { "\(Name(path)):\(error)" }
}
