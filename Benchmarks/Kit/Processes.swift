import Foundation

/// Starts processes.
package enum Processes {
    /// Builds a product of the package, and returns the path of the program.
    ///
    /// - Parameter variant: An environment variable that is set to 1 for the build (see `Package.swift`); the build
    ///   gets a folder for itself.
    package static func build(_ product: String, variant: String? = nil, in places: Places) throws -> String {
        let scratch = places.root.appendingPathComponent(variant.map { ".build/" + $0.lowercased() } ?? ".build")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "swift", "build", "-c", "release", "--package-path", places.root.path, "--scratch-path", scratch.path,
            "--product", product,
        ]
        if let variant {
            process.environment = ProcessInfo.processInfo.environment.merging([variant: "1"]) { $1 }
        }
        let log = Pipe()
        process.standardOutput = log
        process.standardError = log
        try process.run()
        let text = String(decoding: log.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let lines = text.split(separator: "\n").filter { $0.contains("error:") }.prefix(5)
            throw BenchmarkError("\(product) does not build:\n" + lines.joined(separator: "\n"))
        }
        return scratch.appendingPathComponent("release/\(product)").path
    }

    /// Returns the first line that a command prints; `nil` if the command fails.
    ///
    /// - Parameter input: The path of a file for standard input.
    package static func firstLine(of command: [String], input: String? = nil) -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        let output = Pipe()
        process.standardInput = input.flatMap { FileHandle(forReadingAtPath: $0) } ?? FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return nil }
        return text.split(separator: "\n").first.map(String.init)
    }
}

/// Measures processes with `nestbox-meter`.
package struct Meter {
    package struct Measurement {
        package var user: Double
        package var system: Double
        package var wall: Double
        package var peakBytes: Int
        /// The standard output of the process.
        package var output: Data
        /// The reason why the process failed; `nil` if it succeeded.
        package var failure: String?
    }

    let program: String
    /// A folder for the report and the output of a process.
    let folder: URL
    /// The seconds of processor time after which a process is killed.
    let timeout: Int

    package init(program: String, folder: URL, timeout: Int) {
        (self.program, self.folder, self.timeout) = (program, folder, timeout)
    }

    /// Runs a command, and returns what it used.
    ///
    /// - Parameter input: The path of a file for standard input; without it, the input is empty.
    package func measure(_ command: [String], input: String? = nil) throws -> Measurement {
        let names = ["report", "output", "errors"].map { folder.appendingPathComponent($0) }
        for name in names { try Data().write(to: name) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = [names[0].path, String(timeout)] + command
        process.standardInput =
            try input.map { try FileHandle(forReadingFrom: URL(fileURLWithPath: $0)) } ?? FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: names[1])
        process.standardError = try FileHandle(forWritingTo: names[2])
        try process.run()
        process.waitUntilExit()
        let errors = String(decoding: try Data(contentsOf: names[2]), as: UTF8.self)
        guard process.terminationStatus == 0 else { throw BenchmarkError("nestbox-meter: \(errors)") }
        let report = String(decoding: try Data(contentsOf: names[0]), as: UTF8.self)
        let numbers = report.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        guard numbers.count == 5 else { throw BenchmarkError("nestbox-meter wrote '\(report)'") }
        return Measurement(
            user: Double(numbers[1]) / 1e6, system: Double(numbers[2]) / 1e6, wall: Double(numbers[3]) / 1e6,
            peakBytes: numbers[4] << 10, output: try Data(contentsOf: names[1]),
            failure: failure(numbers[0], errors))
    }

    private func failure(_ status: Int, _ errors: String) -> String? {
        switch status {
        case 0: return nil
        case -9, -24: return "took more than \(timeout) s"
        default:
            let lines = errors.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            let line = lines.first { $0.lowercased().contains("error") } ?? lines.last ?? ""
            return (status < 0 ? "signal \(-status)" : "exit status \(status)")
                + (line.isEmpty ? "" : ": \(line.prefix(100))")
        }
    }
}

/// A digest that shows whether two outputs are the same (FNV-1a).
package func digest(_ data: Data) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in data { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return String(hash, radix: 16)
}
