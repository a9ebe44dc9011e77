import Foundation
import Testing

/// Swift examples of the documents are compiled: each is the text of a source file, or of a region of one, and says so.
///
/// The line before a block is `<!-- example: PATH -->`, `<!-- example: PATH REGION -->` or `<!-- not compiled: REASON -->`.
/// A region stands between `// example begin REGION` and `// example end`.
struct DocumentExampleTests {
    /// The README, and the Markdown files of these folders.
    static let documents: [String] = {
        let folders = ["docs", "Sources/Nestbox/Nestbox.docc"]
        let pages = folders.flatMap { folder in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: Repository.path(folder))) ?? []
            return names.filter { $0.hasSuffix(".md") }.sorted().map { "\(folder)/\($0)" }
        }
        return ["README.md"] + pages
    }()

    /// A block of Swift, and the line before it.
    struct Block: Equatable {
        var line: Int
        var mark: String
        var code: String
    }

    @Test(arguments: documents)
    func everySwiftExampleIsCompiled(document: String) throws {
        let text = String(decoding: try Repository.bytes(document), as: UTF8.self)
        for block in DocumentExampleTests.blocks(in: text) {
            let fault = try DocumentExampleTests.fault(of: block) { path in
                String(decoding: try Repository.bytes(path), as: UTF8.self)
            }
            #expect(fault == nil, "\(document):\(block.line)")
            // The width that the pages show without scrolling.
            #expect(block.code.split(separator: "\n").allSatisfy { $0.count <= 96 }, "\(document):\(block.line)")
        }
    }

    /// Each file with examples is used, so that none is left behind when a document changes.
    @Test func everyExampleStandsInADocument() throws {
        let folder = "Tests/Consumer/Sources/GuideExamples"
        let pages = try DocumentExampleTests.documents
            .map { String(decoding: try Repository.bytes($0), as: UTF8.self) }.joined()
        for name in try FileManager.default.contentsOfDirectory(atPath: Repository.path(folder)) {
            let path = "\(folder)/\(name)"
            let source = String(decoding: try Repository.bytes(path), as: UTF8.self)
            let regions = DocumentExampleTests.lines(source).compactMap {
                $0.hasPrefix("// example begin ") ? " " + $0.dropFirst("// example begin ".count) : nil
            }
            for region in regions.isEmpty ? [""] : regions {
                #expect(pages.contains("<!-- example: \(path)\(region) -->"), "\(path)\(region)")
            }
        }
    }

    @Test func faultsAreFound() throws {
        let source = "// example begin one\nlet a = 1\n// example end\n"
        func fault(_ mark: String, _ code: String) throws -> String? {
            try DocumentExampleTests.fault(of: Block(line: 1, mark: mark, code: code)) { _ in source }
        }
        #expect(try fault("<!-- example: A.swift one -->", "let a = 1\n") == nil)
        #expect(try fault("<!-- example: A.swift -->", source) == nil)
        #expect(try fault("<!-- not compiled: a manifest -->", "let a = 1\n") == nil)
        for mark in ["", "Text.", "<!-- not compiled: -->", "<!-- example: A.swift two -->"] {
            #expect(try fault(mark, "let a = 1\n") != nil, "\(mark)")
        }
        #expect(try fault("<!-- example: A.swift one -->", "let a = 2\n") != nil)
        let page = "```json\n```\n```swift\na\n```\n<!-- example: A -->\n\n```swift\nb\n\n```\n"
        #expect(
            DocumentExampleTests.blocks(in: page) == [
                Block(line: 3, mark: "```", code: "a\n"), Block(line: 8, mark: "<!-- example: A -->", code: "b\n\n"),
            ])
    }

    static func blocks(in text: String) -> [Block] {
        var (result, mark): ([Block], String) = ([], "")
        var open: Block?
        for (index, line) in lines(text).enumerated() {
            if line == "```", let block = open {
                result.append(block)
                open = nil
            } else if open != nil {
                open?.code += line + "\n"
            } else if line.hasPrefix("```swift") {
                open = Block(line: index + 1, mark: mark, code: "")
            }
            if open == nil, !line.isEmpty { mark = line }
        }
        return result
    }

    /// The fault of a block, if it has one.
    static func fault(of block: Block, _ read: (String) throws -> String) throws -> String? {
        if let reason = content(of: block.mark, "not compiled:") {
            return reason.isEmpty ? "no reason why it is not compiled" : nil
        }
        guard let example = content(of: block.mark, "example:") else { return "no mark that says where it is compiled" }
        let words = example.split(separator: " ").map(String.init)
        guard let path = words.first, words.count <= 2 else { return "no path in \(block.mark)" }
        let source = try read(path)
        guard words.count == 2 else { return source == block.code ? nil : "differs from \(path)" }
        guard let region = region(words[1], of: source) else { return "no region \(words[1]) in \(path)" }
        return region == block.code ? nil : "differs from the region \(words[1]) of \(path)"
    }

    private static func content(of mark: String, _ keyword: String) -> String? {
        guard mark.hasPrefix("<!-- \(keyword)"), mark.hasSuffix("-->") else { return nil }
        return mark.dropFirst("<!-- \(keyword)".count).dropLast(3).trimmingCharacters(in: .whitespaces)
    }

    private static func region(_ name: String, of source: String) -> String? {
        let rest = lines(source).drop { $0 != "// example begin \(name)" }.dropFirst()
        guard rest.contains("// example end") else { return nil }
        return rest.prefix { $0 != "// example end" }.map { $0 + "\n" }.joined()
    }

    private static func lines(_ text: String) -> [String] { text.components(separatedBy: "\n") }
}
