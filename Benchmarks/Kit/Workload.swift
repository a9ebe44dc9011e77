import Foundation

/// A program to be run, or something else to be measured; one row of `Benchmarks/workloads.json`.
package struct Workload: Codable, Sendable {
    /// What is executed.
    package enum Kind: String, Codable, Sendable {
        /// A WASI command, `Benchmarks/programs/<name>.wasm`; the size is its argument.
        case program
        /// A WASI command that is generated; the size is its number of functions, in thousands.
        case large
        /// `programs/<module>.wasm` instantiated as often as the size says, through the library. Nestbox only.
        case instantiation
    }

    package var name: String
    package var kind: Kind?
    /// For `instantiation`.
    package var module: String?
    /// What it does, for people.
    package var about: String
    /// What is to take one to five seconds in a good interpreter, and what a fraction of that, for `--quick`.
    package var size: Int
    package var quick: Int

    package init(name: String, kind: Kind? = nil, module: String? = nil, about: String, size: Int, quick: Int) {
        (self.name, self.kind, self.module) = (name, kind, module)
        (self.about, self.size, self.quick) = (about, size, quick)
    }
}

/// The folders that the harness works with.
package struct Places: Sendable {
    /// The package's folder.
    package var root: URL
    package var programs: URL { root.appendingPathComponent("Benchmarks/programs") }
    /// For what is generated and measured; part of what `swift package clean` does away with.
    package var work: URL { root.appendingPathComponent(".build/benchmark") }

    /// The package that a folder is in.
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

    package func workloads() throws -> [Workload] {
        let data = try Data(contentsOf: root.appendingPathComponent("Benchmarks/workloads.json"))
        return try JSONDecoder().decode([Workload].self, from: data)
    }
}

/// What keeps the harness from going on; the text is one line.
package struct BenchmarkError: Error, CustomStringConvertible {
    package var description: String
    package init(_ description: String) { self.description = description }
}
