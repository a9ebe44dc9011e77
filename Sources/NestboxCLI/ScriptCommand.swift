import Nestbox
import WASIHost
import WastRunner

/// `nestbox wast`.
enum ScriptCommand {
    static func run(_ arguments: [String]) throws -> Int32 {
        let (path, features) = try ValidateCommand.operandAndFeatures(arguments)
        let source = try HostProcess.readFile(path, limit: Int(clamping: StoreLimits().moduleBytes))
        let report = WastSession.run(source, options: WastOptions().suiting(path).applying(features))
        for failure in report.failures {
            print("\(path):\(failure.line): expected \(failure.expected), found \(failure.found)")
        }
        for (reason, count) in report.skippedByReason.sorted(by: { $0.value > $1.value }) {
            print("skipped \(count): \(reason)")
        }
        print("\(report.passed) passed, \(report.failed) failed, \(report.skipped) skipped")
        return report.failed == 0 ? ExitCode.success : ExitCode.hostFailure
    }
}
