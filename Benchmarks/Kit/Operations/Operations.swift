import Foundation
import WasmSyntax

/// The time of one execution of each instruction, in each of its forms, measured with the command `nestbox`.
package struct Operations {
    package static let usage = "usage: nestbox-benchmark operations [--nestbox PATH]… [--rounds N] [NAME…]"

    /// The commands to measure; with none, a release build is made.
    package var commands: [String] = []
    package var rounds = 5
    /// Parts of the names of rows; with none, all rows are measured.
    package var names: [String] = []

    package init(_ words: some Sequence<String>) throws {
        var rest = words.makeIterator()
        while let word = rest.next() {
            switch word {
            case "--nestbox":
                guard let path = rest.next() else { throw BenchmarkError("--nestbox needs a path") }
                commands.append(path)
            case "--rounds":
                guard let number = rest.next().flatMap({ Int($0) }), number > 0 else {
                    throw BenchmarkError("--rounds needs a number")
                }
                rounds = number
            default:
                guard !word.hasPrefix("-") else { throw BenchmarkError(Operations.usage) }
                names.append(word)
            }
        }
    }

    /// The rows to measure.
    package var rows: [OperationRow] {
        OperationRow.all.filter { row in names.isEmpty || names.contains { row.name.contains($0) } }
    }

    /// Measures the rows, and returns a table of nanoseconds: those of the last command, the slowest first.
    ///
    /// A round runs each command once; the table has the median of the rounds. What the loop itself takes is subtracted.
    package func report(_ places: Places) throws -> String {
        let rows = rows
        guard !rows.isEmpty else { throw BenchmarkError("no row has such a name") }
        let commands = commands.isEmpty ? [try Processes.build("nestbox", in: places)] : commands
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("operations-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let modules = OperationRow.Setting.allCases.map { setting in
            OperationModule(setting: setting, rows: rows.filter { $0.setting == setting })
        }
        var times = [[[Double]]](
            repeating: [[Double]](repeating: [], count: rows.count), count: commands.count)
        for _ in 0..<rounds {
            for (number, command) in commands.enumerated() {
                let measured = try modules.flatMap { module in
                    module.rows.isEmpty ? [] : try module.nanoseconds(of: command, in: folder)
                }
                for (index, time) in measured.enumerated() { times[number][index].append(time) }
            }
        }
        return Operations.table(modules.flatMap(\.rows), commands, times.map { $0.map(Sample.init) })
    }

    /// - Parameter samples: For each command, those of the rows.
    package static func table(_ rows: [OperationRow], _ commands: [String], _ samples: [[Sample]]) -> String {
        var table = TextTable(["instruction"] + commands.map { "ns, \($0)" } + ["±"])
        let order = rows.indices.sorted { left, right in
            (samples.last?[left].median ?? 0, right) > (samples.last?[right].median ?? 0, left)
        }
        for index in order {
            let noise = samples.last.map { Int(($0[index].noise * 100).rounded()) } ?? 0
            table.add([rows[index].name] + samples.map { $0[index].median.text(1) } + ["\(noise) %"])
        }
        return table.text
    }
}

extension OperationModule {
    /// Returns the nanoseconds that one execution of each row takes with a command.
    ///
    /// - Parameter folder: A folder for the modules.
    package func nanoseconds(of command: String, in folder: URL) throws -> [Double] {
        let (module, other) = (folder.appendingPathComponent("module.wat"), folder.appendingPathComponent("other.wat"))
        try Data(text.utf8).write(to: module)
        try Data(OperationModule.other.utf8).write(to: other)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: command)
        process.arguments = OperationModule.arguments(module: module.path, other: other.path)
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        try process.run()
        let bytes = Array(output.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        guard process.terminationStatus == 0, let times = nanoseconds(output: bytes) else {
            throw BenchmarkError("\(command) failed")
        }
        return times
    }

    /// The words after `nestbox` that run the module.
    package static func arguments(module: String, other: String) -> [String] {
        let features = Feature.proposals.map(\.feature.optionName).joined(separator: ",")
        return ["run", "--features", features, "--preload", "other=" + other, module]
    }

    /// Returns the nanoseconds that one execution of each row takes, from what the module has printed; `nil` if that is
    /// not complete.
    package func nanoseconds(output: [UInt8]) -> [Double]? {
        guard output.count == (rows.count + 1) * 16 else { return nil }
        func word(_ index: Int) -> Double {
            Double((0..<8).reduce(UInt64(0)) { $0 | UInt64(output[index * 8 + $1]) << (8 * $1) })
        }
        let perRound = (0...rows.count).map { word($0 * 2 + 1) / word($0 * 2) }
        return zip(rows, perRound.dropFirst()).map { ($1 - perRound[0]) / Double($0.copies) }
    }
}
