import Testing
import WasmDebugInfo
import WasmSyntax

/// Programs that clang has compiled, against what LLVM's tools have said of them.
struct SourceLineTests {
    /// A line of an answer: an offset, and the frames from there on as function, file, line and column.
    static func answers(_ name: String) throws -> [(offset: Int, fields: [String])] {
        try String(decoding: Fixture.bytes(name + ".txt"), as: UTF8.self).split(separator: "\n").map { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            return (try #require(Int(fields[0])), Array(fields.dropFirst()))
        }
    }

    /// Every byte of the code has the functions, files, lines and columns that llvm-symbolizer has told.
    @Test(arguments: Fixture.names)
    func everyByteIsAsLLVMSays(_ name: String) throws {
        let information = try Fixture.information(name)
        let answers = try SourceLineTests.answers(name)
        var inlined = 0
        for (index, answer) in answers.enumerated() {
            let end = index + 1 < answers.count ? answers[index + 1].offset : answer.offset + 1
            for offset in answer.offset..<end {
                let sources = try information.sources(at: offset)
                let fields = sources.flatMap {
                    [$0.function?.text ?? "", $0.file?.path.text ?? "", "\($0.line)", "\($0.column)"]
                }
                #expect(fields == answer.fields, "byte \(offset)")
                #expect(sources.dropLast().allSatisfy(\.isInlined) && sources.last?.isInlined != true)
                if sources.count > 1 { inlined += 1 }
            }
        }
        #expect(answers.count > 200)
        #expect((inlined > 100) == name.hasSuffix("O2"))
        #expect(information.problems.isEmpty)
    }

    /// The rows of a function are the lines of its bytes, without gaps and overlaps.
    @Test(arguments: Fixture.names)
    func rowsAreTheLinesOfTheirBytes(_ name: String) throws {
        let information = try Fixture.information(name)
        var count = 0
        for function in UInt32(0)..<20 {
            let rows = try information.lines(ofFunction: function)
            guard let offsets = information.codeOffsets(ofFunction: function) else { continue }
            for row in rows {
                let source = try #require(try information.sources(at: row.offsets.lowerBound).first)
                #expect((source.file, source.line, source.column) == (row.file, row.line, row.column))
                #expect(offsets.lowerBound <= row.offsets.lowerBound && row.offsets.upperBound <= offsets.upperBound)
            }
            for (row, next) in zip(rows, rows.dropFirst()) {
                #expect(row.offsets.upperBound == next.offsets.lowerBound)
            }
            count += rows.count
        }
        #expect(count > 100)
        #expect(try information.lines(in: 0..<1_000_000).count >= count)
        #expect(try information.lines(ofFunction: 10_000).isEmpty)
    }

    @Test(arguments: Fixture.names)
    func filesAreNamedOnce(_ name: String) throws {
        let files = try Fixture.information(name).files().map(\.path.text)
        // clang can name its standard input besides, although it has read none.
        let named = files.filter { $0 != "/demo/<stdin>" }
        #expect(Set(named) == ["/demo/compute.c", "/demo/total.c", "/demo/shapes.cc", "/demo/include/numbers.h"])
        #expect(named.count == 4)
    }

    @Test func theSummaryNamesVersionsAndUnits() throws {
        for name in Fixture.names {
            let summary = try Fixture.information(name).summary()
            #expect(summary.versions == [name.hasPrefix("lines-4") ? 4 : 5])
            #expect(summary.unitCount == 3 && summary.hasLines && summary.sourceMapURL == nil)
        }
    }

    /// Functions that the linker has removed have addresses that would be those of others.
    @Test func removedFunctionsAttractNothing() throws {
        let information = try Fixture.information("lines-4-O2")
        var functions: Set<String> = []
        for offset in 0..<(try Fixture.bytes("lines-4-O2.wasm")).count {
            functions.formUnion(try information.sources(at: offset).compactMap { $0.function?.text })
        }
        #expect(functions.contains("compute") && functions.contains("power<int, 2>"))
        #expect(
            !functions.contains("removed") && !functions.contains("also_removed") && !functions.contains("shapes_pair"))
    }

    @Test func offsetsOutsideOfTheCodeHaveNoSource() throws {
        let information = try Fixture.information("lines-5-O2")
        for offset in [-1, 0, 8, 10, 1 << 30, .max, .min] { #expect(try information.sources(at: offset).isEmpty) }
        #expect(try information.lines(in: 0..<20).isEmpty)
        #expect(information.codeOffsets(ofFunction: .max) == nil)
    }

    /// Paths are shown from the folder of the compilation on, escaped, and from their end if they are long.
    @Test func pathsAreReadable() {
        let long = String(repeating: "x/", count: 1000) + "a.c"
        let cases: [(path: String, folder: String?, shown: String)] = [
            ("/demo/src/a.c", "/demo", "src/a.c"), ("/demo/src/a.c", "/demo/", "src/a.c"),
            ("/demo2/a.c", "/demo", "/demo2/a.c"), ("/a.c", "/", "a.c"), ("/demo", "/demo", "/demo"),
            ("a.c", nil, "a.c"), ("\u{1B}[31mred\n.c", nil, "\\u{1b}[31mred\\u{a}.c"), ("", "", ""),
            (String(repeating: "\u{1}", count: 100), nil, "…" + String(repeating: "\\u{1}", count: 40)),
            (long, nil, "…" + long.suffix(200)),
        ]
        for (path, folder, shown) in cases {
            #expect("\(SourceFile(path: Name(path), compilationFolder: folder.map { Name($0) }))" == shown)
        }
        let file = SourceFile(path: "a.c")
        #expect("\(SourceLocation(file: file, line: 3, column: 4))" == "a.c:3:4")
        #expect("\(SourceLocation(file: file, line: 3))" == "a.c:3")
        #expect("\(SourceLocation(file: file, column: 4))" == "a.c")
        #expect("\(SourceLocation(line: 3))" == "unknown file:3")
    }
}
