import Foundation
import Testing

/// Measures the processor time, wall time and peak memory of one `nestbox` process from outside, with the
/// `nestbox-meter` that is built beside `nestbox`.
struct ProcessMeter: Sendable {
    var nestbox: NestboxCommand
    private var meter: String

    /// The meter of the last executable that `NESTBOX_EXECUTABLES` names; `nil` if it names none. Debug builds are not
    /// measured: their times say little about a release build.
    static let release: ProcessMeter? = {
        guard let nestbox = NestboxCommand.all.dropFirst().last else { return nil }
        let meter = URL(fileURLWithPath: nestbox.path).deletingLastPathComponent()
            .appendingPathComponent("nestbox-meter").path
        guard FileManager.default.isExecutableFile(atPath: meter) else { return nil }
        return ProcessMeter(nestbox: nestbox, meter: meter)
    }()

    /// The figures of one process.
    struct Reading {
        /// The exit code, or the negative number of a signal.
        var code: Int32
        /// The user and system time, in seconds.
        var processor: Double
        /// The time from start to end, in seconds.
        var wall: Double
        /// The peak resident memory, in bytes.
        var memory: Double
        var stderr: String
        /// The number of bytes written to stdout and stderr.
        var written: Int
    }

    struct NoReport: Error { var message: String }

    /// Runs `nestbox` with these arguments; it is killed once it has used this many seconds of processor time.
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

    /// The figures of a process that does nothing: the least of several runs.
    static let start: (processor: Double, memory: Double) = {
        guard let release, let folder = try? TemporaryFolder(),
            let module = try? folder.file("module.wat", "(module (func (export \"_start\")))".utf8)
        else { return (0, 0) }
        let readings = (0..<5).compactMap { _ in try? release.run(["run", module], in: folder) }
        return (readings.map(\.processor).min() ?? 0, readings.map(\.memory).min() ?? 0)
    }()
}
