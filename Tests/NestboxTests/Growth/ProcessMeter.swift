import Foundation
import Testing

/// Measures `nestbox` from outside: processor time, time on the wall and peak memory of one process, by
/// `benchmark-meter`, which is built beside `nestbox`.
struct ProcessMeter: Sendable {
    var nestbox: NestboxCommand
    private var meter: String

    /// That of the last executable that `NESTBOX_EXECUTABLES` names; `nil` if it names none. Debug builds are not
    /// measured: what they take says little about a release build.
    static let release: ProcessMeter? = {
        guard let nestbox = NestboxCommand.all.dropFirst().last else { return nil }
        let meter = URL(fileURLWithPath: nestbox.path).deletingLastPathComponent()
            .appendingPathComponent("benchmark-meter").path
        guard FileManager.default.isExecutableFile(atPath: meter) else { return nil }
        return ProcessMeter(nestbox: nestbox, meter: meter)
    }()

    /// What one process took.
    struct Reading {
        /// The exit code, or a signal's number with a minus.
        var code: Int32
        /// User and system time, in seconds.
        var processor: Double
        /// Time from start to end, in seconds.
        var wall: Double
        /// Peak resident memory, in bytes.
        var memory: Double
        var stderr: String
        /// Bytes written to stdout and stderr.
        var written: Int
    }

    struct NoReport: Error { var message: String }

    /// Runs `nestbox` with these arguments; it is killed once it has used so many seconds of processor time.
    func run(_ arguments: [String], in folder: TemporaryFolder, seconds: Int = 30) throws -> Reading {
        let report = folder.path("report")
        let (out, err) = (try folder.file("out", []), try folder.file("err", []))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: meter)
        process.arguments = [report, String(seconds), nestbox.path] + arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: out))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: err))
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        ended.wait()
        let stderr = try folder.text("err")
        let numbers = (try? folder.text("report"))?.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard process.terminationStatus == 0, let numbers, numbers.count == 5 else {
            throw NoReport(message: stderr)
        }
        let size = (try FileManager.default.attributesOfItem(atPath: out)[.size] as? NSNumber)?.intValue ?? 0
        return Reading(
            code: Int32(numbers[0]), processor: (numbers[1] + numbers[2]) / 1e6, wall: numbers[3] / 1e6,
            memory: numbers[4] * 1024, stderr: stderr, written: size + stderr.utf8.count)
    }

    /// What a process takes that does nothing: the least of some runs.
    static let start: (processor: Double, memory: Double) = {
        guard let release, let folder = try? TemporaryFolder(),
            let module = try? folder.file("module.wat", "(module (func (export \"_start\")))".utf8)
        else { return (0, 0) }
        let readings = (0..<5).compactMap { _ in try? release.run(["run", module], in: folder) }
        return (readings.map(\.processor).min() ?? 0, readings.map(\.memory).min() ?? 0)
    }()
}
