import Foundation
import Testing

/// A pattern that a module can have n times, or with a size n. Its time and memory may grow in proportion to n, and no
/// faster.
struct GrowthRow: Sendable, CustomTestStringConvertible {
    /// The part of Nestbox that does the work.
    enum Kind: String, Sendable { case load, lower, instantiate, run, print, inspect, text, wasi, host }

    var name: String
    var kind: Kind
    /// The first n that is tried; it is increased until a run takes long enough to be measured.
    var base: Int
    /// The largest size, which is measured as 4n; given where the implementation or a limit of Nestbox has one.
    var most: Int
    /// The arguments of `nestbox`; `MODULE` stands for the file, `FOLDER` for the test's folder.
    var words: [String]
    /// The expected exit code.
    var code: Int32
    /// Writes the files of a size into the folder, and returns their paths; the first one is the module.
    var files: @Sendable (Int, TemporaryFolder) throws -> [String]

    var testDescription: String { name }

    init(
        _ kind: Kind, _ name: String, _ base: Int, most: Int = .max, _ words: [String]? = nil, exits code: Int32 = 0,
        _ generate: @escaping @Sendable (Int) -> [UInt8]
    ) {
        (self.kind, self.name, self.base, self.most, self.code) = (kind, name, base, most, code)
        let defaults =
            switch kind {
            case .load: ["validate", "MODULE"]
            case .print, .text: ["print", "MODULE"]
            case .inspect: ["inspect", "MODULE"]
            case .lower, .instantiate, .run, .wasi, .host: ["run", "MODULE"]
            }
        self.words = words ?? defaults
        files = { n, folder in [try folder.file("module", generate(n))] }
    }

    /// Makes a row whose words depend on n and that writes its files itself; the first of them stands for `MODULE`.
    init(
        _ kind: Kind, _ name: String, _ base: Int, most: Int = .max, words: [String], exits code: Int32 = 0,
        files: @escaping @Sendable (Int, TemporaryFolder) throws -> [String]
    ) {
        (self.kind, self.name, self.base, self.most, self.words, self.code) = (kind, name, base, most, words, code)
        self.files = files
    }
}

extension GrowthRow {
    /// The figures of a row at n, 2n and 4n, beyond those of a process that does nothing.
    struct Result {
        var sizes: [Int] = []
        var inputBytes: [Int] = []
        var seconds: [Double] = []
        var memory: [Double] = []
        var fault: String?

        /// The largest factor by which a doubling may increase time or memory.
        static let bound = 2.6
        /// The seconds that a run must take to be compared: below, its noise is too great.
        static let enough = GrowthTable.isWanted ? 0.03 : 0.015
        /// The bytes of memory up to which runs are not compared.
        static let littleMemory = Double(8 << 20)

        var ratios: [Double] { zip(seconds.dropFirst(), seconds).map { $0 / max($1, 1e-4) } }
        var memoryRatios: [Double] {
            zip(memory.dropFirst(), memory).map { $0 / max($1, Result.littleMemory / 4) }
        }

        /// The growth that is too fast; `nil` if there is none. It is computed over two doublings, because at one of
        /// them the data may outgrow a cache.
        var excess: String? {
            if let fault { return fault }
            func growth(_ values: [Double], _ least: Double) -> Double {
                (values[2] / max(values[0], least)).squareRoot()
            }
            // If a limit of the implementation is reached in almost no time, n cannot grow far enough to be compared.
            let time = growth(seconds, Result.enough / 10)
            if seconds[0] >= Result.enough / 3, seconds[2] >= Result.enough, time > Result.bound {
                return "time grows by \(Result.decimal(time)) at a doubling"
            }
            let peak = growth(memory, Result.littleMemory / 4)
            if memory[2] > Result.littleMemory, peak > Result.bound {
                return "memory grows by \(Result.decimal(peak)) at a doubling"
            }
            return nil
        }

        /// Whether the run failed at a limit of the implementation.
        var isAtLimit: Bool { fault?.contains("implementation limit exceeded") ?? false }

        static func decimal(_ value: Double) -> String { String(format: "%.2f", value) }

        /// The cells of the row in the table.
        var cells: String {
            let times = seconds.map { String(format: "%.0f", $0 * 1000) }.joined(separator: " ")
            let peaks = memory.map { String(format: "%.1f", $0 / 1e6) }.joined(separator: " ")
            let sizes = inputBytes.map { String(format: "%.0f", Double($0) / 1000) }.joined(separator: " ")
            return [
                "\(self.sizes.first ?? 0)", sizes, times, ratios.map(Result.decimal).joined(separator: " "), peaks,
                memoryRatios.map(Result.decimal).joined(separator: " "), excess ?? "",
            ].joined(separator: " | ")
        }
    }

    /// Measures the row at each size. If the growth is too fast, measures everything again, up to six times, and keeps
    /// the least.
    func measure(_ meter: ProcessMeter) throws -> Result {
        var n = try startingSize(meter)
        var result = try sizes(meter, n)
        while result.isAtLimit, n > 1 {
            n /= 2
            result = try sizes(meter, n)
        }
        if GrowthTests.expectedFailures[name] != nil { return result }
        for _ in 0..<6 where result.fault == nil && result.excess != nil {
            let again = try sizes(meter, n)
            result.seconds = zip(result.seconds, again.seconds).map(min)
            result.memory = zip(result.memory, again.memory).map(min)
        }
        // After a single step, where the data outgrow a cache or memory comes from elsewhere, growth is proportional
        // again.
        guard result.fault == nil, result.excess != nil, n * 8 <= most else { return result }
        let next = try sizes(meter, 2 * n)
        return next.isAtLimit ? result : next
    }

    /// Returns an n that takes long enough, or the largest possible one.
    private func startingSize(_ meter: ProcessMeter) throws -> Int {
        var n = base
        var reading = try once(meter, n)
        while reading.fault == nil, reading.seconds < Result.enough, n * 8 <= most, n < 1 << 40 {
            // Approaches the required time, but stays below it even if the growth is quadratic.
            let factor = min(Result.enough / max(reading.seconds, 1e-3), 8) * 1.1
            n = min(max(n * 2, Int(Double(n) * factor)), most / 4)
            reading = try once(meter, n)
        }
        return n
    }

    /// Measures n, 2n and 4n once each.
    private func sizes(_ meter: ProcessMeter, _ n: Int) throws -> Result {
        var result = Result()
        for size in [n, 2 * n, 4 * n] {
            result.sizes.append(size)
            let reading = try result.fault == nil ? once(meter, size) : Once()
            result.inputBytes.append(reading.inputBytes)
            result.seconds.append(reading.seconds)
            result.memory.append(reading.memory)
            result.fault = result.fault ?? reading.fault
        }
        return result
    }

    /// Returns the words with their placeholders replaced.
    func expanded(_ paths: [String], _ folder: TemporaryFolder) -> [String] {
        let others = paths.dropFirst()
        return words.flatMap { word in
            switch word {
            case "MODULE": [paths[0]]
            case "PRELOADS": others.enumerated().flatMap { ["--preload", "m\($0)=\($1)"] }
            case "ARGUMENTS": Array(others)
            default: [word.replacingOccurrences(of: "FOLDER", with: folder.url.path)]
            }
        }
    }

    private struct Once {
        var seconds = 0.0
        var memory = 0.0
        var inputBytes = 0
        var fault: String?
    }

    private func once(_ meter: ProcessMeter, _ n: Int) throws -> Once {
        let folder = try TemporaryFolder()
        let paths = try files(n, folder)
        let reading = try meter.run(expanded(paths, folder), in: folder)
        var result = Once()
        result.seconds = max(reading.processor - ProcessMeter.start.processor, 1e-4)
        result.memory = max(reading.memory - ProcessMeter.start.memory, 0)
        result.inputBytes = paths.reduce(0) { sum, path in
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            return sum + ((attributes?[.size] as? NSNumber)?.intValue ?? 0)
        }
        if reading.code != code {
            result.fault = "at n = \(n) it ended with \(reading.code): \(reading.stderr.prefix(200))"
        }
        return result
    }
}
