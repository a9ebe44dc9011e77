import Nestbox
import WASIHost
import WASIPreview1
import WasmRuntime
import WasmSyntax

/// The recording that `--record` asks for.
struct RunRecording {
    private let recording: SessionRecording

    /// Begins the recording of a session's host calls.
    ///
    /// - Parameter modules: The modules' names and bytes in the order of their instantiation, the program last.
    init(_ file: Word, _ options: CommandOptions, _ session: GuestSession, modules: [(Name, [UInt8])]) throws {
        let output = try HostOutput(path: file.path)
        let (entry, arguments) = options.invoke.map { ($0.text, options.arguments.map(\.text)) } ?? ("_start", [])
        recording = SessionRecording(
            of: session, modules: modules.map { (name: $0, bytes: $1) }, calling: Name(entry), arguments: arguments,
            includesModules: options.recordsModule
        ) { try output.writeAll($0.span) }
    }

    /// Ends the recording, and complains if it is not complete.
    ///
    /// - Returns: Whether it is complete.
    func finish(_ result: Result<[Value], any Error>) -> Bool {
        do {
            try recording.finish(result)
            return true
        } catch {
            complain("the run is not recorded: \(error)")
            return false
        }
    }
}
