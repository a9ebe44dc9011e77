import Foundation

/// A program to run, or another thing to measure; one row of `Benchmarks/workloads.json`.
package struct Workload: Codable, Sendable {
    /// The kind of work that is measured.
    package enum Kind: String, Codable, Sendable {
        /// A WASI command, `Benchmarks/programs/<name>.wasm`; the size is its argument.
        case program
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

    package init(name: String, kind: Kind? = nil, module: String? = nil, about: String, size: Int, quick: Int) {
        (self.name, self.kind, self.module) = (name, kind, module)
        (self.about, self.size, self.quick) = (about, size, quick)
    }
}

/// The folders that the harness works with.
package struct Places: Sendable {
    /// The root folder of the package.
    package var root: URL
    package var programs: URL { root.appendingPathComponent("Benchmarks/programs") }
    /// The folder for generated modules and measurements; `swift package clean` removes it.
    package var work: URL { root.appendingPathComponent(".build/benchmark") }

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

    package func workloads() throws -> [Workload] {
        let data = try Data(contentsOf: root.appendingPathComponent("Benchmarks/workloads.json"))
        return try JSONDecoder().decode([Workload].self, from: data)
    }
}

/// An error that ends the harness, described in one line.
package struct BenchmarkError: Error, CustomStringConvertible {
    package var description: String
    package init(_ description: String) { self.description = description }
}
