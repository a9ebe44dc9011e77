import Foundation
import Nestbox
import Testing
import WASIPreview1

/// `docs/policy.md` is complete and true.
struct PolicyPageTests {
    private let page: String

    init() throws { page = String(decoding: try Repository.bytes("docs/policy.md"), as: UTF8.self) }

    /// The cells of the table rows, without headings.
    private var rows: [[String]] {
        page.split(separator: "\n").filter { $0.hasPrefix("| ") }.map { line in
            line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    @Test func everyFieldHasARowWithItsDefaultAndItsThreat() throws {
        for field in Policy.allFields {
            let row = try #require(
                rows.first { $0.count == 4 && $0[0].components(separatedBy: ", ").contains("`\(field.name)`") },
                "\(field.name)")
            #expect(!row[2].isEmpty)
            #expect(!row[3].isEmpty || field.name.hasPrefix("clocks.stepping."), "\(field.name) has a threat")
            let standard = field.standard.isEmpty ? "" : "`\(field.standard)`"
            #expect(row[1].hasPrefix(standard), "\(field.name): \(field.standard)")
        }
    }

    @Test func everyRowIsOfAFieldOrAGroup() {
        let known = Set(Policy.allFields.map(\.name) + CallGroup.allCases.map(\.rawValue))
        for row in rows where row[0].hasPrefix("`") {
            for name in row[0].components(separatedBy: ", ") {
                #expect(known.contains(name.trimmingCharacters(in: ["`"])), "\(name)")
            }
        }
    }

    private var jsonExamples: [String] {
        page.components(separatedBy: "```json\n").dropFirst().compactMap { $0.components(separatedBy: "```").first }
    }

    @Test func everyExampleIsAPolicy() throws {
        #expect(jsonExamples.count >= 8)
        for example in jsonExamples {
            let policy = try Policy(json: Array(example.utf8))
            #expect(policy != Policy())
            _ = try policy.checkedArguments()
            _ = try policy.checkedEnvironment()
        }
    }

    @Test func everyFieldHasAnExample() {
        for field in Policy.allFields {
            let last = field.name.split(separator: ".").last.map(String.init) ?? ""
            #expect(jsonExamples.contains { $0.contains("\"\(last)\":") }, "\(field.name)")
        }
    }

    @Test func everyGroupHasItsCalls() throws {
        let common = Set(CallGroup.stdio.calls).intersection(CallGroup.filesCreate.calls).map(\.text)
        let sentence = try #require(page.components(separatedBy: "Those for any descriptor: ").last)
        for group in CallGroup.allCases {
            let row = try #require(rows.first { $0.count == 3 && $0[0] == "`\(group.rawValue)`" })
            var calls = Set(
                row[1].components(separatedBy: ", ").filter { $0.hasPrefix("`") }.map {
                    $0.trimmingCharacters(in: ["`"])
                })
            if row[1].hasSuffix("those for any descriptor") { calls.formUnion(common) }
            #expect(calls == Set(group.calls.map(\.text)), "\(group)")
        }
        for call in common { #expect(sentence.prefix(300).contains("`\(call)`")) }
    }
}
