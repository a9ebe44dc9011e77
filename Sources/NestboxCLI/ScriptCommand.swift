import Nestbox
import WASIHost
import WasmSyntax
import WastRunner

/// `nestbox wast`.
enum ScriptCommand {
    static func run(_ options: CommandOptions) throws -> Int32 {
        let script = try options.soleOperand("script")
        var session = WastOptions().suiting(script.text).applying(options.features)
        session.interruption = options.startTime()
        if let fuel = options.fuel { session.budget = fuel }
        let source = try readFile(script, limit: StoreLimits().moduleBytes, interruption: session.interruption)
        let report = WastSession.run(source, options: session)
        for failure in report.failures {
            let text = "\(script.text):\(failure.line): expected \(failure.expected), found \(failure.found)"
            print(Name.withoutControls(text))
        }
        for (reason, count) in report.skippedByReason.sorted(by: { $0.value > $1.value }) {
            print("skipped \(count): \(reason)")
        }
        print("\(report.passed) passed, \(report.failed) failed, \(report.skipped) skipped")
        if let reason = report.stopped { throw Interrupted(reason) }
        return report.failed == 0 ? ExitCode.success : ExitCode.hostFailure
    }
}
