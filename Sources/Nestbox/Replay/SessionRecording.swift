import WASIPreview1
import WasmRuntime
import WasmSyntax

/// A recording that is being made of a session's run: every result of a host call, and nothing else. ``ReplaySession`` runs
/// the guest again with it.
///
/// A recording contains what the guest has read, and the modules unless they are left out: treat it as you would treat
/// those.
public final class SessionRecording {
    private let recorder: Recorder
    private let store: Store

    /// Begins the recording of what a session is going to run.
    ///
    /// - Parameters:
    ///   - session: The session, in which nothing has run yet.
    ///   - modules: The modules' names and bytes, in either format, in the order in which they are going to be instantiated
    ///     (``GuestSession/provide(_:_:)``); the program last, whose name does not matter.
    ///   - entry: The function of the program that is going to be called. For any but `_start`, `_initialize` is called
    ///     before, if the program exports it.
    ///   - arguments: Its arguments, as their ``Value/text``.
    ///   - includesModules: Whether the recording contains the modules. Otherwise a replay needs them.
    ///   - output: Writes all of some bytes, at most 64 KiB at a time but for modules. A failure ends the guest.
    public init(
        of session: GuestSession, modules: [(name: Name, bytes: [UInt8])], calling entry: Name = "_start",
        arguments: [String] = [], includesModules: Bool = true, to output: @escaping ([UInt8]) throws -> Void
    ) {
        let policy = session.policy
        var header = RecordingHeader()
        header.version = NestboxVersion.current
        header.limits = policy.resources.limits
        header.profile = policy.profile
        header.budgetUnit = policy.resources.budgetUnit
        header.fusesInstructions = policy.fusesInstructions
        header.budget = policy.resources.budget
        header.features = policy.features.map(\.optionName).sorted()
        (header.entry, header.arguments) = (entry, arguments)
        let recorded = modules.map { name, bytes in
            RecordedModule(name: name, digest: ModuleDigest(of: bytes).bytes, bytes: includesModules ? bytes : nil)
        }
        store = session.store
        recorder = Recorder(header, modules: recorded, to: output)
        store.recorder = recorder
    }

    /// Writes what was recorded up to this moment.
    ///
    /// - Throws: ``RecordingFailure`` if the recording is not complete.
    package func flush() throws(RecordingFailure) {
        recorder.flush()
        if let failure = recorder.failure { throw failure }
    }

    /// Ends the recording of a run that has ended with these results or this error, and writes what is left.
    ///
    /// - Throws: ``RecordingFailure`` if the recording is not complete.
    public func finish(_ result: Result<[Value], any Error>) throws(RecordingFailure) {
        store.recorder = nil
        try recorder.finish(result, in: store)
    }
}

extension GuestSession {
    /// Runs a WASI command as ``run(_:)-(Module)`` does, and records it.
    ///
    /// - Parameters:
    ///   - program: The program in either format.
    ///   - output: Writes all of some bytes of the recording. A failure ends the guest.
    /// - Returns: The exit code; 0 if `_start` returns.
    /// - Throws: As ``load(_:)`` and ``run(_:)-(Module)``; ``RecordingFailure`` if the run has ended well, but the recording
    ///   is not complete.
    @discardableResult
    public func run(_ program: [UInt8], recordingTo output: @escaping ([UInt8]) throws -> Void) throws -> UInt32 {
        let module = try load(program)
        let recording = SessionRecording(of: self, modules: [("", program)], to: output)
        let result = Result { try start(module) }
        do {
            let exitCode = try finish(result)
            try recording.finish(result)
            return exitCode
        } catch let failure as RecordingFailure {
            throw failure
        } catch {
            try? recording.finish(result)
            throw error
        }
    }
}
