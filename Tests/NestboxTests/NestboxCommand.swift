import Foundation
import Testing

/// The files of the repository.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func path(_ relative: String) -> String { root.appendingPathComponent(relative).path }

    static func bytes(_ relative: String) throws -> [UInt8] {
        Array(try Data(contentsOf: root.appendingPathComponent(relative)))
    }
}

/// A folder for one test, removed when nothing refers to it any longer.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("nestbox-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    /// Writes a file and returns its path.
    func file(_ name: String, _ contents: some Sequence<UInt8>) throws -> String {
        try Data(contents).write(to: url.appendingPathComponent(name))
        return path(name)
    }

    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: url.appendingPathComponent(name)), as: UTF8.self)
    }
}

/// A built `nestbox`, run as a separate process.
struct NestboxCommand: Sendable, CustomTestStringConvertible {
    let path: String

    var testDescription: String { URL(fileURLWithPath: path).pathComponents.suffix(2).joined(separator: "/") }

    /// The executables that `NESTBOX_EXECUTABLES` names, separated by colons, for example that of a release build;
    /// without it, the one that was built with these tests.
    static let all: [NestboxCommand] = {
        let others = ProcessInfo.processInfo.environment["NESTBOX_EXECUTABLES"] ?? ""
        return others.isEmpty ? [built] : others.split(separator: ":").map { NestboxCommand(path: String($0)) }
    }()

    /// The executable that was built with these tests, which is beside the test bundle.
    static let built: NestboxCommand = {
        var folders = [Bundle.main.executablePath, CommandLine.arguments.first, Bundle.main.bundlePath]
            .compactMap { $0 }.map { URL(fileURLWithPath: $0).deletingLastPathComponent() }
        folders += Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent() }
        folders.append(Repository.root.appendingPathComponent(".build/debug"))
        let candidates = folders.map { $0.appendingPathComponent("nestbox").path }
        let found = candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
        return NestboxCommand(path: found ?? "nestbox")
    }()

    /// The outcome of a run.
    struct Outcome {
        var code: Int32
        /// Whether a signal ended the process: a crash.
        var crashed: Bool
        var stdout: [UInt8]
        var stderr: String
        var seconds: Double

        var text: String { String(decoding: stdout, as: UTF8.self) }

        /// The figures of `--stats`: the lines `key: value` at the end of stderr.
        var statistics: [String: String] {
            var result: [String: String] = [:]
            for line in stderr.split(separator: "\n") {
                let parts = line.components(separatedBy: ": ")
                if parts.count == 2, !line.hasPrefix("nestbox") { result[parts[0]] = parts[1] }
            }
            return result
        }

        var fuel: UInt64? { statistics["fuel"].flatMap { UInt64($0) } }
    }

    struct DidNotEnd: Error {}

    /// Runs the executable.
    ///
    /// - Parameters:
    ///   - stdin, stdout: The streams of the process; by default an empty input, and a file whose contents are in the
    ///     outcome.
    ///   - seconds: The time after which the process is killed, and ``DidNotEnd`` is thrown.
    func run(
        _ arguments: [String], stdin: Any = FileHandle.nullDevice, stdout: Any? = nil,
        environment: [String: String]? = nil, within seconds: Double = 120
    ) throws -> Outcome {
        let folder = try TemporaryFolder()
        let (out, err) = (try folder.file("out", []), try folder.file("err", []))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardInput = stdin
        process.standardOutput = try stdout ?? FileHandle(forWritingTo: URL(fileURLWithPath: out))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: err))
        if let environment { process.environment = environment }
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        let start = Date()
        try process.run()
        guard ended.wait(timeout: .now() + seconds) == .success else {
            kill(process.processIdentifier, SIGKILL)
            throw DidNotEnd()
        }
        return Outcome(
            code: process.terminationStatus, crashed: process.terminationReason == .uncaughtSignal,
            stdout: Array(try Data(contentsOf: URL(fileURLWithPath: out))), stderr: try folder.text("err"),
            seconds: Date().timeIntervalSince(start))
    }

    /// Runs a module given as text: `nestbox run OPTION… module.wat ARGUMENT…`.
    func run(
        text: String, _ options: [String] = [], arguments: [String] = [], within seconds: Double = 120
    ) throws -> Outcome {
        let folder = try TemporaryFolder()
        let module = try folder.file("module.wat", text.utf8)
        return try run(["run"] + options + [module] + arguments, within: seconds)
    }

    /// Returns the path of a committed guest.
    static func guest(_ name: String) -> String { Repository.path("Tests/Guests/\(name).wasm") }
}
