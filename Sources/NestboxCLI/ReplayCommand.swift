import Nestbox
import WASIHost
import WASIPreview1
import WasmRuntime
import WasmSyntax

/// `nestbox replay`.
enum ReplayCommand {
    /// The most bytes of a recording.
    private static let mostBytes: UInt64 = 4 << 30

    static func run(_ options: CommandOptions) throws -> Int32 {
        guard let file = options.operands.first else { throw UsageError("a recording is missing") }
        guard options.operands.count <= 2 else { throw UsageError("one recording and one module at a time") }
        let interruption = options.startTime()
        let recording = try Recording(bytes: readFile(file, limit: mostBytes, interruption: interruption))
        let program = try options.operands.dropFirst().first.map {
            try readFile($0, limit: recording.header.limits.moduleBytes, interruption: interruption)
        }
        if let cut = recording.cut {
            complain("the recording is cut: it can be replayed up to byte \(cut), host call \(recording.callCount)")
        }
        let output = ReplayedOutput(
            standardOutput: HostOutput.standardOutput(), standardError: HostOutput.standardError())
        let session = try ReplaySession(
            recording, hostBytes: options.hostBytes ?? StoreLimits().hostBytes, output: output)
        session.store.interruption = interruption
        var outcome = ExitCode.success
        do {
            switch try session.run(program: program, stoppingAt: options.stopAt) {
            case .returned(let values): for value in values { print(value.text) }
            case .exited(let code): outcome = RunCommand.code(of: GuestExit(code: code))
            case .stopped(let stop): HostProcess.writeErrorLine("\(stop)")
            }
        } catch {
            outcome = CommandLineTool.report(error)
        }
        HostProcess.flush()
        if session.hasOtherProgram { complain("the module is not the one that was recorded") }
        if let failure = output.failure, outcome == ExitCode.success { outcome = CommandLineTool.report(failure) }
        if options.showsStatistics { HostProcess.writeErrorLine("fuel: \(session.store.budget.spent)") }
        return withExtendedLifetime(session) { HostProcess.end(outcome) }
    }
}
