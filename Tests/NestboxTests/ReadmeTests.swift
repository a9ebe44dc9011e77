import Foundation
import Nestbox
import Testing
import WasmSyntax

/// The example of the README works as described, and the README contains it verbatim.
struct ReadmeTests {
    @Test func runsAProgram() throws {
        let (exitCode, output) = try runProgram(Repository.bytes("Examples/hello.wasm"))
        #expect(exitCode == 0)
        #expect(
            output == """
                Hello from inside the nest box!
                argument 1: wren
                argument 2: robin
                environment: COLOUR=green

                """)
    }

    @Test func callsAPlugIn() throws { #expect(try quantityToOrder(of: 7) == 38) }

    /// The table of proposals is the one from which the options follow.
    @Test func hasEveryProposal() throws {
        guard let readme = try? String(decoding: Repository.bytes("README.md"), as: UTF8.self) else { return }
        let rows = Feature.proposals.map {
            "| `\($0.feature.optionName)` | \($0.isOnByDefault ? "on" : "off") | \($0.summary) |"
        }
        #expect(readme.contains("\n\(rows.joined(separator: "\n"))\n\n"))
    }

    @Test func standsInTheReadme() throws {
        // A copy of the sources without the README has nothing to compare.
        guard let readme = try? String(decoding: Repository.bytes("README.md"), as: UTF8.self) else { return }
        let mark = "<!-- example: Tests/NestboxTests/ReadmeExample.swift -->"
        let source = String(decoding: try Repository.bytes("Tests/NestboxTests/ReadmeExample.swift"), as: UTF8.self)
        let example = try #require(between("// README begin\n", "// README end\n", in: source))
        let afterMark = try #require(readme.range(of: mark).map { String(readme[$0.upperBound...]) })
        #expect(between("```swift\n", "```\n", in: afterMark) == example)
    }

    private func between(_ start: String, _ end: String, in text: String) -> String? {
        guard let begins = text.range(of: start) else { return nil }
        guard let ends = text.range(of: end, range: begins.upperBound..<text.endIndex) else { return nil }
        return String(text[begins.upperBound..<ends.lowerBound])
    }
}
