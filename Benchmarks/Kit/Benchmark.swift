import Foundation

/// Runs workloads with runtimes, interleaved: each round runs every workload with every runtime once, so that a
/// disturbance of the machine affects all of them.
package struct Benchmark {
    /// The seconds that `--quick` may take: two minutes, less a margin.
    static let quickSeconds = 105.0

    let options: Options
    let places: Places
    let workloads: [(workload: Workload, size: Int)]
    let runtimes: [Runtime]
    let meter: Meter
    /// The path of the harness itself, which runs the workloads of kind `instantiation`.
    let program: String
    let progress: Progress

    package init(_ options: Options, _ places: Places) throws {
        self.options = options
        self.places = places
        workloads = try options.select(from: try places.workloads(options))
        try places.requireModules(of: workloads.map(\.workload))
        try FileManager.default.createDirectory(at: places.work, withIntermediateDirectories: true)
        progress = Progress()
        runtimes = try Benchmark.runtimes(options, places, progress)
        progress.show("building the meter")
        meter = Meter(
            program: try Processes.build("nestbox-meter", in: places), folder: places.work, timeout: options.timeout)
        program = CommandLine.arguments.first ?? "nestbox-benchmark"
    }

    /// Returns Nestbox and all other runtimes that are found.
    private static func runtimes(_ options: Options, _ places: Places, _ progress: Progress) throws -> [Runtime] {
        func nestbox(_ name: String, _ variant: String?) throws -> Runtime {
            progress.show("building \(name)")
            let path = try options.nestbox ?? Processes.build("nestbox", variant: variant, in: places)
            return Runtime(name: name, command: [path, "run"] + Runtime.nestboxOptions + ["{module}", "{args}"])
        }
        guard options.nestbox == nil || options.metering == .on else {
            throw BenchmarkError("--nestbox says what is measured: --metering cannot choose")
        }
        var result: [Runtime] = []
        if options.metering != .off { result.append(try nestbox("nestbox", nil)) }
        if options.metering != .on { result.append(try nestbox("unmetered", "NESTBOX_UNMETERED")) }
        for var runtime in found(options, places) {
            runtime.version = version(of: runtime)
            result.append(runtime)
        }
        return result
    }

    /// Returns the other runtimes: the known ones that are on the path, and those of the command line.
    package static func found(_ options: Options, _ places: Places) -> [Runtime] {
        let own = Set(options.runtimes.map(\.name))
        let known = Runtime.known(places).filter { runtime in
            !own.contains(runtime.name) && runtime.command.first.flatMap(Runtime.locate) != nil
        }
        return (known + options.runtimes).filter { !options.without.contains($0.name) }
    }

    private static func version(of runtime: Runtime) -> String? {
        runtime.command.first.flatMap { Processes.firstLine(of: [$0, "--version"]) }
    }

    package func run() throws -> Results {
        let start = Date()
        var rows = workloads.map { workload, size in
            Results.Row(
                workload: workload.name, size: size, isComparable: workload.isProgram,
                isOther: workload.kind == .other ? true : nil,
                entries: runtimes.map { Results.Entry(runtime: $0.name) })
        }
        let rounds = options.rounds ?? (options.isQuick ? 3 : 5)
        var done = 0
        // Round 0 only warms up; `--quick` has no time for it.
        for round in (options.isQuick ? 1 : 0)...rounds {
            let begun = Date()
            progress.note(round == 0 ? "warming up" : "round \(round) of \(rounds)")
            try measure(round, of: rounds, &rows)
            done = round
            let (spent, last) = (Date().timeIntervalSince(start), Date().timeIntervalSince(begun))
            if options.isQuick, options.rounds == nil, spent + last > Benchmark.quickSeconds { break }
        }
        progress.end()
        return Results(
            date: ISO8601DateFormatter().string(from: start), machine: Benchmark.machine, rounds: done,
            runtimes: runtimes, rows: rows)
    }

    private func measure(_ round: Int, of rounds: Int, _ rows: inout [Results.Row]) throws {
        for (number, (workload, size)) in workloads.enumerated() {
            // The order of the runtimes alternates.
            let order = round % 2 == 0 ? Array(runtimes.indices) : runtimes.indices.reversed()
            for index in order where rows[number].entries[index].failure == nil {
                progress.show(
                    "\(round == 0 ? "warming up" : "round \(round) of \(rounds)"): \(workload.name) "
                        + "(\(number + 1) of \(workloads.count)), \(runtimes[index].name)")
                guard let command = try command(runtimes[index], workload, size) else {
                    rows[number].entries[index].failure = "not comparable"
                    continue
                }
                let measurement = try meter.measure(command, input: workload.input)
                rows[number].entries[index].add(measurement, counts: round > 0)
            }
        }
    }

    /// Returns the command that runs a workload; `nil` if the runtime cannot run this kind of workload.
    private func command(_ runtime: Runtime, _ workload: Workload, _ size: Int) throws -> [String]? {
        switch workload.kind ?? .program {
        case .program, .other, .large:
            return runtime.command(module: try module(workload, size), arguments: workload.arguments(size: size))
        case .instantiation:
            guard runtime.name == "nestbox", options.nestbox == nil else { return nil }
            return [program, "instantiate", try module(workload, size), String(size)]
        }
    }

    /// Returns the path of the workload's module, which is generated first if it is missing.
    package func module(_ workload: Workload, _ size: Int) throws -> String {
        guard workload.kind == .large else { return places.module(workload) }
        let file = places.work.appendingPathComponent("large-\(size).wasm")
        if !FileManager.default.fileExists(atPath: file.path) {
            try Data(LargeModule.bytes(functions: size * 1000)).write(to: file, options: .atomic)
        }
        return file.path
    }

    private static var machine: String {
        let information = ProcessInfo.processInfo
        let processors = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
        let model = processors?.split(separator: "\n").first { $0.hasPrefix("model name") }
            .flatMap { $0.split(separator: ":").last }?.trimmingCharacters(in: .whitespaces)
        return "\(model ?? "unknown processor"), \(information.activeProcessorCount) cores, "
            + information.operatingSystemVersionString
    }
}

extension Results.Entry {
    /// Adds a run. An entry of which one run failed has no figures.
    mutating func add(_ measurement: Meter.Measurement, counts: Bool) {
        if let failure = measurement.failure { return self.failure = failure }
        let printed = digest(measurement.output)
        guard output == nil || output == printed else { return failure = "prints something else each time" }
        output = printed
        guard counts else { return }
        user.append(measurement.user)
        system.append(measurement.system)
        wall.append(measurement.wall)
        peakBytes = max(peakBytes, measurement.peakBytes)
    }
}

/// Progress on standard error, in one line that is overwritten. If standard error is no terminal, only notes are
/// written, each on a line.
package final class Progress {
    private let isTerminal = isatty(2) != 0
    private var width = 0

    package init() {}

    package func show(_ text: String) {
        guard isTerminal else { return }
        let space = String(repeating: " ", count: max(0, width - text.count))
        FileHandle.standardError.write(Data("\r\(text)\(space)".utf8))
        width = text.count
    }

    package func note(_ text: String) {
        if !isTerminal { FileHandle.standardError.write(Data((text + "\n").utf8)) }
    }

    package func end() {
        guard isTerminal, width > 0 else { return }
        show("")
        FileHandle.standardError.write(Data("\r".utf8))
        width = 0
    }
}
