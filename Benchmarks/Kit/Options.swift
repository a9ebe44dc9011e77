import Foundation

/// The options of the command line.
package struct Options: Sendable {
    package enum Metering: String, Sendable { case on, off, both }
    /// The programs to run: this project's, those of others, or both.
    package enum Programs: String, Sendable { case own, others, all }

    package static let usage = """
        usage: swift run -c release nestbox-benchmark [OPTION…] [WORKLOAD…]
               swift run -c release nestbox-benchmark boundary [TIMES]
               swift run -c release nestbox-benchmark calls [MODULE EXPORT…]
               swift run -c release nestbox-benchmark operations [--nestbox PATH]… [--rounds N] [NAME…]
               swift run -c release nestbox-benchmark pool [MODULE EXPORT [PREPARE…]]
               swift run -c release nestbox-benchmark cliffs [NAME…]

        Runs the workloads (all, or those named) with Nestbox and every other runtime that is found on the path, and
        prints the median user time of each, its spread, the peak memory, and the time by that of Nestbox. With `boundary`:
        measures calls between host and guest in nanoseconds. With `calls`: stores, suspended calls and snapshots; and, of
        a WASI reactor, what calls of its exports take in new stores and in forks. With `pool`: a request in a new
        instance, after its exports PREPARE, and in one of a pool. With `cliffs`: operations that need more than the loop,
        such as throwing, in nanoseconds; all of them, or those with one of the words in their names. With `operations`:
        nanoseconds of each instruction, or of those whose names have NAME in them, the slowest first.

          --set others          the programs of others that scripts/other-programs gets; all: these and the project's own
          --quick               smaller sizes and 3 rounds: under 2 minutes
          --rounds N            how often each is run (5), after a run that is not counted
          --runtime NAME='COMMAND {module} {args}'
                                one more runtime; or another command for one that is known
          --without NAME        leave a runtime out
          --metering off        Nestbox without metering, in a build of its own; both: with and without
          --nestbox PATH        the nestbox to measure, instead of building it
          --size WORKLOAD=N     another size
          --timeout SECONDS     of processor time for one run (120)
          --json FILE           write all figures
          --html FILE           write a chart
          --chart FILE.svg      measure nothing: draw the chart of the README from Benchmarks/figures.json
          --compare OLD.json    show what changed since a file that --json wrote
          --from FILE.json      measure nothing: show, draw or compare what --json wrote
          --profile             count what Nestbox executes instead, in a build of its own
          --list                name workloads and runtimes
        """

    package var workloads: [String] = []
    package var set = Programs.own
    package var isQuick = false
    package var rounds: Int?
    package var runtimes: [Runtime] = []
    package var without: Set<String> = []
    package var metering = Metering.on
    package var nestbox: String?
    package var sizes: [String: Int] = [:]
    package var timeout = 120
    package var json: String?
    package var html: String?
    package var chart: String?
    package var compare: String?
    package var from: String?
    package var isProfiling = false
    package var isListing = false
    package var isHelp = false

    package init(_ words: some Sequence<String>) throws {
        var rest = words.makeIterator()
        func value(of option: String) throws -> String {
            guard let value = rest.next() else { throw BenchmarkError("\(option) needs a value") }
            return value
        }
        func number(of option: String) throws -> Int {
            let text = try value(of: option)
            guard let number = Int(text), number > 0 else {
                throw BenchmarkError("\(option) needs a number, not '\(text)'")
            }
            return number
        }
        while let word = rest.next() {
            switch word {
            case "--set":
                guard let choice = Programs(rawValue: try value(of: word)) else {
                    throw BenchmarkError("--set is own, others or all")
                }
                set = choice
            case "--quick": isQuick = true
            case "--rounds": rounds = try number(of: word)
            case "--runtime": runtimes.append(try Runtime(argument: try value(of: word)))
            case "--without": without.insert(try value(of: word))
            case "--metering":
                guard let choice = Metering(rawValue: try value(of: word)) else {
                    throw BenchmarkError("--metering is on, off or both")
                }
                metering = choice
            case "--nestbox": nestbox = try value(of: word)
            case "--size":
                let parts = try value(of: word).split(separator: "=", maxSplits: 1)
                guard parts.count == 2, let size = Int(parts[1]), size > 0 else {
                    throw BenchmarkError("--size needs WORKLOAD=N")
                }
                sizes[String(parts[0])] = size
            case "--timeout": timeout = try number(of: word)
            case "--json": json = try value(of: word)
            case "--html": html = try value(of: word)
            case "--chart": chart = try value(of: word)
            case "--compare": compare = try value(of: word)
            case "--from": from = try value(of: word)
            case "--profile": isProfiling = true
            case "--list": isListing = true
            case "--help", "-h": isHelp = true
            default:
                guard !word.hasPrefix("-") else {
                    throw BenchmarkError("there is no option \(word); --help lists them")
                }
                workloads.append(word)
            }
        }
    }

    /// Returns the workloads to run, with their sizes.
    package func select(from all: [Workload]) throws -> [(workload: Workload, size: Int)] {
        let names = Set(all.map(\.name))
        for name in workloads + sizes.keys.sorted() where !names.contains(name) {
            throw BenchmarkError("there is no workload '\(name)'; --list names them")
        }
        return all.filter { workloads.isEmpty || workloads.contains($0.name) }
            .map { ($0, sizes[$0.name] ?? (isQuick ? $0.quick : $0.size)) }
    }
}
