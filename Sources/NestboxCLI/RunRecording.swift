import Nestbox
import WASIHost
import WASIPreview1
import WasmRuntime
import WasmSyntax

/// The recording that `--record` asks for.
struct RunRecording {
    private let recorder: Recorder
    private let store: Store

    /// Begins the recording of a session's host calls.
    ///
    /// - Parameter modules: The modules' names and bytes in the order of their instantiation, the program last.
    init(_ file: Word, _ options: CommandOptions, _ session: GuestSession, modules: [(Name, [UInt8])]) throws {
        let policy = session.policy
        var header = RecordingHeader()
        header.version = NestboxVersion.current
        header.limits = policy.resources.limits
        header.profile = policy.profile
        header.budgetUnit = policy.resources.budgetUnit
        header.fusesInstructions = policy.fusesInstructions
        header.budget = policy.resources.budget
        header.features = policy.features.map(\.optionName).sorted()
        if let invoke = options.invoke {
            header.entry = Name(invoke.text)
            header.arguments = options.arguments.map(\.text)
        }
        let output = try HostOutput(path: file.path)
        let recorded = modules.map { name, bytes in
            RecordedModule(
                name: name, digest: ModuleDigest(of: bytes).bytes, bytes: options.recordsModule ? bytes : nil)
        }
        store = session.store
        recorder = Recorder(header, modules: recorded) { try output.writeAll($0.span) }
        store.recorder = recorder
    }

    /// Ends the recording, and complains if it is not complete.
    ///
    /// - Returns: Whether it is complete.
    func finish(_ result: Result<[Value], any Error>) -> Bool {
        store.recorder = nil
        do {
            try recorder.finish(result, in: store)
            return true
        } catch {
            complain("the run is not recorded: \(error)")
            return false
        }
    }
}
