import Nestbox
import WASIHost

/// `nestbox validate`.
enum ValidateCommand {
    static func run(_ options: CommandOptions) throws -> Int32 {
        guard !options.operands.isEmpty else { throw UsageError("a module is missing") }
        let interruption = options.startTime()
        var code = ExitCode.success
        for word in options.operands {
            do {
                _ = try loadModule(word, options.features, interruption: interruption)
            } catch let error as Interrupted {
                throw error
            } catch {
                // The descriptions begin with the path.
                code = max(code, CommandLineTool.report(error, CommandAdvice(options: options)))
            }
        }
        return code
    }
}
