import Foundation

/// A program that runs WASI commands.
package struct Runtime: Codable, Hashable, Sendable {
    package enum Kind: String, Codable, Sendable {
        case interpreter
        /// Translates to machine code. Reports keep compilers apart, because an interpreter cannot be measured by them.
        case compiler
    }

    package var name: String
    package var kind: Kind
    /// The words of the command. `{module}` stands for the module, and the word `{args}` for the module's arguments.
    package var command: [String]
    /// The version that the program reports.
    package var version: String?

    package init(name: String, kind: Kind = .interpreter, command: [String]) {
        (self.name, self.kind, self.command) = (name, kind, command)
    }

    /// Parses `NAME=COMMAND {module} {args}`; a part of the command in quotation marks is one word.
    package init(argument: String) throws {
        guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex else {
            throw BenchmarkError("--runtime needs NAME='COMMAND {module} {args}', not '\(argument)'")
        }
        let words = try Runtime.words(of: argument[argument.index(after: equals)...])
        guard !words.isEmpty, words.contains(where: { $0.contains("{module}") }) else {
            throw BenchmarkError("the command of --runtime must say where the {module} goes")
        }
        self.init(name: String(argument[..<equals]), command: words)
    }

    package static func words(of text: Substring) throws -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "\"" || character == "'" {
                quote = character
                word = word ?? ""
            } else if character == " " {
                if let finished = word { words.append(finished) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        guard quote == nil else { throw BenchmarkError("a quotation mark is missing in '\(text)'") }
        return words + (word.map { [$0] } ?? [])
    }

    package func command(module: String, arguments: [String]) -> [String] {
        command.flatMap { word in
            word == "{args}" ? arguments : [word.replacingOccurrences(of: "{module}", with: module)]
        }
    }

    /// The options with which `nestbox run` gives a program what the other runtimes give without being asked: the standard
    /// input, and an error code for the system calls that are not granted.
    package static let nestboxOptions = ["--stdin", "inherit", "--missing", "enosys"]

    /// Returns the runtimes that are looked for on the path, with the options that they need to run a command.
    package static func known(_ places: Places) -> [Runtime] {
        let node = places.root.appendingPathComponent("Benchmarks/node-wasi.mjs").path
        return [
            Runtime(name: "wasmkit", command: ["wasmkit", "run", "{module}", "{args}"]),
            Runtime(name: "wasm3", command: ["wasm3", "{module}", "{args}"]),
            Runtime(name: "iwasm", command: ["iwasm", "{module}", "{args}"]),
            Runtime(name: "wasmi_cli", command: ["wasmi_cli", "{module}", "{args}"]),
            Runtime(name: "wasmedge", command: ["wasmedge", "{module}", "{args}"]),
            Runtime(
                name: "wasmtime", kind: .compiler, command: ["wasmtime", "run", "{module}", "{args}"]),
            Runtime(
                name: "node", kind: .compiler, command: ["node", "--no-warnings", node, "{module}", "{args}"]),
        ]
    }

    /// Returns the path of a program, found as a shell finds it; `nil` if it does not exist.
    package static func locate(_ program: String) -> String? {
        if program.contains("/") { return FileManager.default.isExecutableFile(atPath: program) ? program : nil }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").map { "\($0)/\(program)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
