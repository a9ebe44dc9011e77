import Foundation
import Testing

/// Everything that follows from the rows of commands and options: the page, the completion of shells, the manual page.
struct CommandPageTests {
    @Test func thePageIsThatOfTheRows() throws {
        let page = try NestboxCommand.built.run(["reference"])
        #expect(page.code == 0)
        #expect(
            String(decoding: try Repository.bytes("docs/command-line.md"), as: UTF8.self) == page.text,
            "nestbox reference >docs/command-line.md")
    }

    // MARK: Completion

    /// A command line whose last word is to be completed.
    struct Line: Sendable, CustomTestStringConvertible {
        var words: [String]
        /// All replies, or some of them.
        var replies: [String]
        var isComplete = true

        var testDescription: String { words.joined(separator: " ") }
    }

    /// bash splits `--option=value` into three words.
    static let lines: [Line] = [
        Line(words: ["nestbox", "va"], replies: ["validate"]),
        Line(
            words: ["nestbox", ""], replies: ["run", "validate", "man", "--version", "module.wasm"], isComplete: false),
        Line(words: ["nestbox", "mod"], replies: ["module.wasm"]),
        Line(words: ["nestbox", "run", "--fuel"], replies: ["--fuel", "--fuel-unit"]),
        Line(words: ["nestbox", "run", "--max-c"], replies: ["--max-call-depth"]),
        Line(words: ["nestbox", "run", "-"], replies: ["--dir", "--help", "-h"], isComplete: false),
        Line(words: ["nestbox", "run", "--missing", ""], replies: ["error", "enosys", "trap"]),
        Line(words: ["nestbox", "run", "--missing", "=", "e"], replies: ["error", "enosys"]),
        Line(words: ["nestbox", "run", "--missing", "="], replies: ["error", "enosys", "trap"]),
        Line(words: ["nestbox", "run", "--stdin", "n"], replies: ["null"]),
        Line(
            words: ["nestbox", "run", "--stdin", ""], replies: ["null", "module.wasm", "a folder"], isComplete: false),
        Line(words: ["nestbox", "run", "--dir", "a"], replies: ["a folder"]),
        Line(words: ["nestbox", "run", "--allow", "path_unl"], replies: ["path_unlink_file"]),
        Line(words: ["nestbox", "run", "--fuel", ""], replies: []),
        Line(words: ["nestbox", "run", "--stats", "m"], replies: ["module.wasm"]),
        Line(words: ["nestbox", "run", "--fuel", "1", "m"], replies: ["module.wasm"]),
        // Behind the module, words are the guest's.
        Line(words: ["nestbox", "run", "module.wasm", "--fu"], replies: []),
        Line(words: ["nestbox", "run", "--fuel", "=", "1", "module.wasm", "m"], replies: ["module.wasm"]),
        Line(words: ["nestbox", "validate", "module.wasm", "--feat"], replies: ["--features"]),
        Line(words: ["nestbox", "print", "-o", "m"], replies: ["module.wasm"]),
        Line(words: ["nestbox", "policy", ""], replies: ["explain", "check", "schema"]),
        Line(words: ["nestbox", "policy", "explain", "m"], replies: ["module.wasm"]),
        Line(words: ["nestbox", "completion", "z"], replies: ["zsh"]),
        Line(words: ["nestbox", "help", "wat"], replies: ["wat2wasm"]),
        Line(words: ["nestbox", "module.wasm", "m"], replies: ["module.wasm"]),
    ]

    static let bash = ["/bin/bash", "/usr/bin/bash"].first(where: FileManager.default.isExecutableFile)

    @Test(.enabled(if: bash != nil), arguments: lines)
    func bashCompletes(_ line: Line) throws {
        let folder = try TemporaryFolder()
        _ = try folder.file("module.wasm", [])
        try FileManager.default.createDirectory(atPath: folder.path("a folder"), withIntermediateDirectories: false)
        let outcome = try NestboxCommand(path: try #require(CommandPageTests.bash)).run(
            [
                "--norc", "-c",
                #"""
                set -u; cd "$1"; shift; eval "$("$0" completion bash)"
                [[ $(complete -p nestbox) == *'-F _nestbox nestbox' ]] || exit 9
                COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 )); _nestbox
                printf '%s\n' ${COMPREPLY[@]+"${COMPREPLY[@]}"}
                """#, NestboxCommand.built.path, folder.url.path,
            ] + line.words)
        #expect(outcome.code == 0 && outcome.stderr.isEmpty, "\(outcome.stderr)")
        let replies = Set(outcome.text.split(separator: "\n").map(String.init))
        if line.isComplete { #expect(replies == Set(line.replies)) }
        #expect(replies.isSuperset(of: line.replies), "\(replies)")
    }

    @Test(arguments: ["zsh", "fish", "bash"])
    func scriptsOfShellsAreWellFormed(_ shell: String) throws {
        let script = try NestboxCommand.built.run(["completion", shell])
        #expect(script.code == 0 && script.text.contains("wat2wasm") && script.text.contains("max-call-depth"))
        let paths = ["/bin/\(shell)", "/usr/bin/\(shell)", "/usr/local/bin/\(shell)", "/opt/homebrew/bin/\(shell)"]
        // Only some machines have all of them.
        guard let path = paths.first(where: FileManager.default.isExecutableFile) else { return }
        let folder = try TemporaryFolder()
        let outcome = try NestboxCommand(path: path).run(["-n", try folder.file("script", script.stdout)])
        #expect(outcome.code == 0 && outcome.stderr.isEmpty, "\(outcome.stderr)")
    }

    // MARK: Manual page

    @Test func theManualPageHasEveryOption() throws {
        let page = try NestboxCommand.built.run(["man"])
        #expect(page.code == 0 && page.stdout.allSatisfy { $0 < 0x80 })
        for heading in ["NAME", "SYNOPSIS", "DESCRIPTION", "NESTBOX RUN", "EXIT STATUS"] {
            let line = heading.hasPrefix("NESTBOX") ? ".SH \(heading)" : ".SH \(heading)"
            #expect(page.text.contains("\(line)\n"))
        }
        for line in page.text.split(separator: "\n") where line.hasPrefix(".") || line.hasPrefix("'") {
            #expect([".\\\"", ".TH", ".SH", ".SS", ".TP", ".PP", ".B ", ".BR", ".br"].contains(String(line.prefix(3))))
        }
        let groff = "/usr/bin/groff"
        guard FileManager.default.isExecutableFile(atPath: groff) else { return }
        let folder = try TemporaryFolder()
        let rendered = try NestboxCommand(path: groff).run(
            ["-ww", "-man", "-Tascii", "-P-cbou", try folder.file("nestbox.1", page.stdout)],
            environment: ["PATH": "/usr/bin:/bin"])
        #expect(rendered.code == 0 && rendered.stderr.isEmpty, "\(rendered.stderr)")
        let options = try NestboxCommand.built.run(["reference"]).text.components(separatedBy: "| `").compactMap {
            $0.split(separator: " ").first { $0.hasPrefix("--") }.map { $0.prefix { $0 != "`" } }
        }
        #expect(options.count > 40)
        for option in options { #expect(rendered.text.contains(option), "\(option)") }
    }
}
