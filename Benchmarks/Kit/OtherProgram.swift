import Foundation

/// A program of others; a row of `Benchmarks/others.json`, which also says how `scripts/other-programs` gets it.
package struct OtherProgram: Codable, Sendable {
    package struct Table: Codable, Sendable {
        package var programs: [OtherProgram]
    }

    /// The arguments and input of a `--quick` run, where they differ.
    package struct Quick: Codable, Sendable {
        package var arguments: [String]?
        package var input: [String]?
    }

    package var name: String
    /// A description of the program, for people.
    package var about: String
    /// The features beyond those that every runtime has, such as `simd`.
    package var features: [String]?
    package var arguments: [String]?
    /// The files that the script puts together as standard input.
    package var input: [String]?
    /// The sources that the script preprocesses as standard input.
    package var preprocess: [String]?
    package var quick: Quick?

    /// Returns the workload, for the files that the script has left in a folder.
    package func workload(isQuick: Bool, in places: Places) -> Workload {
        let quick = isQuick ? quick : nil
        var workload = Workload(name: name, kind: .other, about: about, size: 1, quick: 1)
        workload.arguments = quick?.arguments ?? arguments ?? []
        if input != nil || preprocess != nil {
            let file = quick?.input == nil ? "\(name).input" : "\(name).quick"
            workload.input = places.others.appendingPathComponent(file).path
        }
        return workload
    }
}

extension Places {
    /// Throws if the module or the input of a program of others is missing.
    package func requireModules(of workloads: [Workload]) throws {
        let missing = workloads.filter { workload in
            workload.kind == .other
                && ![module(workload), workload.input ?? module(workload)].allSatisfy { path in
                    FileManager.default.fileExists(atPath: path)
                }
        }
        guard missing.isEmpty else {
            let names = missing.map(\.name).joined(separator: ", ")
            throw BenchmarkError("run scripts/other-programs first: \(names) missing")
        }
    }
}
