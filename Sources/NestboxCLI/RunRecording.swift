import Nestbox
import WASIHost
import WASIPreview1
import WasmRuntime
import WasmSyntax

/// The recording that `--record` asks for.
final class RunRecording {
    private let recording: SessionRecording
    /// What was written so far, for a debugger that goes back.
    private let copy: Copy?

    private final class Copy {
        var bytes: [UInt8] = []
    }

    /// Begins the recording of a session's host calls.
    ///
    /// - Parameter modules: The modules' names and bytes in the order of their instantiation, the program last.
    init(_ file: Word, _ options: CommandOptions, _ session: GuestSession, modules: [(Name, [UInt8])]) throws {
        let output = try file.openOutput()
        let copy = options.debugAddress == nil ? nil : Copy()
        self.copy = copy
        let (entry, arguments) = options.invoke.map { ($0.text, options.arguments.map(\.text)) } ?? ("_start", [])
        recording = SessionRecording(
            of: session, modules: modules.map { (name: $0, bytes: $1) }, calling: Name(entry), arguments: arguments,
            includesModules: options.recordsModule
        ) {
            try output.writeAll($0.span)
            copy?.bytes += $0
        }
    }

    /// The recording up to this moment; `nil` unless the guest is debugged.
    var soFar: (() throws -> [UInt8])? {
        copy.map { copy in
            { [recording] in
                try recording.flush()
                return copy.bytes
            }
        }
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
