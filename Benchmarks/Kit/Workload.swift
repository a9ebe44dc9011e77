import Foundation

/// A program to run, or another thing to measure; a row of `Benchmarks/workloads.json`, or made from one of
/// `Benchmarks/others.json`.
package struct Workload: Codable, Sendable {
    /// The kind of work that is measured.
    package enum Kind: String, Codable, Sendable {
        /// A WASI command, `Benchmarks/programs/<name>.wasm`; the size is its argument.
        case program
        /// A WASI command of others, which `scripts/other-programs` leaves in `.build/benchmark/others`.
        case other
        /// A WASI command that is generated; the size is its number of functions, in thousands.
        case large
        /// The module `programs/<module>.wasm`, instantiated through the library; the size is the number of times.
        /// Nestbox only.
        case instantiation
    }

    package var name: String
    package var kind: Kind?
    /// The name of the module that an `instantiation` uses.
    package var module: String?
    /// A description of the workload, for people.
    package var about: String
    /// The size that takes one to five seconds in a good interpreter, and the smaller one for `--quick`.
    package var size: Int
    package var quick: Int
    /// The arguments of a program of others, which has no size.
    package var arguments: [String]?
    /// The path of the file that a program of others gets as standard input; `nil` if it gets none.
    package var input: String?

    package init(name: String, kind: Kind? = nil, module: String? = nil, about: String, size: Int, quick: Int) {
        (self.name, self.kind, self.module) = (name, kind, module)
        (self.about, self.size, self.quick) = (about, size, quick)
    }

    /// Whether the workload is a WASI command that all runtimes run in the same way.
    package var isProgram: Bool { (kind ?? .program) == .program || kind == .other }

    /// Returns the arguments of the command.
    package func arguments(size: Int) -> [String] {
        arguments ?? (isProgram ? [String(size)] : [])
    }
}

/// The folders that the harness works with.
package struct Places: Sendable {
    /// The root folder of the package.
    package var root: URL
    package var programs: URL { root.appendingPathComponent("Benchmarks/programs") }
    /// The folder for generated modules and measurements; `swift package clean` removes it.
    package var work: URL { root.appendingPathComponent(".build/benchmark") }
    /// The folder with the programs of others and their input.
    package var others: URL { work.appendingPathComponent("others") }

    /// Finds the package that contains a folder.
    package init(startingAt folder: URL) throws {
        var folder = folder.standardizedFileURL
        while !FileManager.default.fileExists(atPath: folder.appendingPathComponent("Benchmarks/workloads.json").path) {
            let parent = folder.deletingLastPathComponent().standardizedFileURL
            guard parent.path != folder.path else {
                throw BenchmarkError("run it in the folder of the package: there is no Benchmarks/workloads.json")
            }
            folder = parent
        }
        root = folder
    }

    /// The package that contains the current folder.
    package static var here: Places {
        get throws { try Places(startingAt: URL(fileURLWithPath: FileManager.default.currentDirectoryPath)) }
    }

    /// Returns the workloads of this project.
    package func workloads() throws -> [Workload] {
        let data = try Data(contentsOf: root.appendingPathComponent("Benchmarks/workloads.json"))
        return try JSONDecoder().decode([Workload].self, from: data)
    }

    /// Returns the programs of others.
    package func otherPrograms() throws -> [OtherProgram] {
        let data = try Data(contentsOf: root.appendingPathComponent("Benchmarks/others.json"))
        return try JSONDecoder().decode(OtherProgram.Table.self, from: data).programs
    }

    /// Returns the workloads that the command line asks for.
    package func workloads(_ options: Options) throws -> [Workload] {
        let own = options.set == .others ? [] : try workloads()
        let others = options.set == .own ? [] : try otherPrograms()
        return own + others.map { $0.workload(isQuick: options.isQuick, in: self) }
    }

    /// Returns the path of a workload's module.
    package func module(_ workload: Workload) -> String {
        let folder = workload.kind == .other ? others : programs
        return folder.appendingPathComponent("\(workload.module ?? workload.name).wasm").path
    }
}

/// An error that ends the harness, described in one line.
package struct BenchmarkError: Error, CustomStringConvertible {
    package var description: String
    package init(_ description: String) { self.description = description }
}
