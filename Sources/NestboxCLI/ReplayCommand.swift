import Nestbox
import WASIHost
import WASIPreview1
import WasmRuntime
import WasmSyntax

/// `nestbox replay`.
enum ReplayCommand {
    /// The most bytes of a recording.
    private static let mostBytes: UInt64 = 4 << 30
    /// The units between two moments to which an explored replay can go back without beginning at the start.
    private static let checkpointInterval: UInt64 = 10_000_000

    static func run(_ given: CommandOptions) throws -> Int32 {
        guard let file = given.operands.first else { throw UsageError("a recording is missing") }
        var options = given
        options.module = file
        if options.coreDumpFile?.isDash ?? false {
            throw UsageError("--core-dump needs a file: standard output has the output of the recorded guest")
        }
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
            recording, program: program, hostBytes: options.hostBytes ?? StoreLimits().hostBytes,
            checkpointsEvery: options.explores || options.debugAddress != nil ? checkpointInterval : nil,
            interruption: interruption, output: output,
            instruments: options.debugAddress != nil || options.coreDumpFile != nil ? .debugging : [])
        session.store.capturesCoreDumps = options.coreDumpFile != nil
        var outcome = ExitCode.success
        let advice = CommandAdvice(options: options)
        do {
            if let address = options.debugAddress {
                try DebugCommand.serve(RemoteDebugger(session), at: address)
            } else {
                outcome = try options.explores ? explore(session) : replay(session, options)
            }
        } catch {
            outcome = CommandLineTool.report(error, advice)
            CoreDumpCommand.write(after: error, options, session.store)
        }
        HostProcess.flush()
        if session.hasOtherProgram { complain("the module is not the one that was recorded") }
        if let failure = output.failure, outcome == ExitCode.success {
            outcome = CommandLineTool.report(failure, advice)
        }
        if options.showsStatistics { HostProcess.writeErrorLine("fuel: \(session.spent)") }
        return withExtendedLifetime(session) { HostProcess.end(outcome) }
    }

    /// Runs the guest to the end, or until the units of `--to` are spent.
    private static func replay(_ session: ReplaySession, _ options: CommandOptions) throws -> Int32 {
        if let units = options.stopAt {
            // A call is begun even for no units.
            try units == 0 ? session.step() : session.move(to: units)
            if !session.isEnded {
                let frames = session.place?.framesDescription ?? ""
                HostProcess.writeErrorLine("stopped after \(session.spent) units" + frames)
                if let call = session.call { CoreDumpCommand.write(call, options) }
                return ExitCode.success
            }
        }
        switch try session.run() {
        case .returned(let values): for value in values { print(value.text) }
        case .exited(let code): return RunCommand.code(of: GuestExit(code: code))
        }
        return ExitCode.success
    }

    /// Performs the commands of standard input.
    private static func explore(_ session: ReplaySession) throws -> Int32 {
        let explorer = ReplayExplorer(session: session, answer: HostProcess.writeErrorLine)
        while let line = readLine() {
            guard try explorer.perform(line) else { break }
        }
        return ExitCode.success
    }
}
