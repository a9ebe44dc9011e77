import Nestbox
import Testing
import WasmBinary
import WasmDebugInfo
import WasmSyntax

/// Source maps in the place of DWARF.
struct SourceMapTests {
    static func map(_ members: String) -> [UInt8] { Array("{\"version\":3,\(members)}".utf8) }

    private func information(_ map: [UInt8]) throws -> DebugInformation {
        let module = DebugModule(abbreviations: [], entries: [])
        return DebugInformation(try BinaryDecoder.decode(module.bytes), sourceMap: try SourceMap(map))
    }

    private func place(_ offset: Int, _ information: DebugInformation) throws -> String? {
        try information.sources(at: offset).first.map { "\($0.function.map { "\($0) " } ?? "")\($0)" }
    }

    /// Encodes numbers as a mapping has them.
    static func segment(_ numbers: Int...) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        return numbers.map { number in
            var (rest, text) = (number < 0 ? -number << 1 | 1 : number << 1, "")
            repeat {
                text.append(digits[rest & 31 | (rest > 31 ? 32 : 0)])
                rest >>= 5
            } while rest > 0
            return text
        }.joined()
    }

    @Test func mappingsAreForTheBytesUpToTheNextOne() throws {
        let segments = [
            SourceMapTests.segment(10, 0, 0, 0), SourceMapTests.segment(2, 1, 2, 4, 0), SourceMapTests.segment(8),
            SourceMapTests.segment(2, -1, -1, -4),
        ]
        let information = try information(
            SourceMapTests.map(
                """
                "sources":["a.c","b.c"],"names":["f"],"sourceRoot":"/src","x":[{"y":[1.5e3,null,"\\\\"]}],\
                "mappings":"\(segments.joined(separator: ","));AAAA"
                """))
        let expected: [(Int, String?)] = [
            (9, nil), (10, "/src/a.c:1:1"), (11, "/src/a.c:1:1"), (12, "f /src/b.c:3:5"), (19, "f /src/b.c:3:5"),
            (20, nil),
            (21, nil), (22, "/src/a.c:2:1"), (1 << 40, nil), (-1, nil),
        ]
        for (offset, text) in expected { #expect(try place(offset, information) == text, "byte \(offset)") }
        #expect(try information.files().map(\.path) == ["/src/a.c", "/src/b.c"])
        let rows = try information.lines(in: 11..<25)
        #expect(rows.map(\.offsets) == [11..<12, 12..<20, 22..<25])
        #expect(rows.map(\.line) == [1, 3, 2])
    }

    @Test func sectionsAreForTheCodeFromTheirOffsetOn() throws {
        let first = #"{"version":3,"sources":["a.c"],"names":[],"mappings":"\#(SourceMapTests.segment(1, 0, 0, 0))"}"#
        let second =
            #"{"mappings":"\#(SourceMapTests.segment(2, 0, 4, 0, 0))","sources":["b.c"],"names":["g"],"version":3}"#
        let information = try information(
            SourceMapTests.map(
                #"""
                "sections":[{"offset":{"line":0,"column":10},"map":\#(first)},
                    {"map": \#(second),"offset":{"line":0,"column":20}}]
                """#))
        #expect(try place(10, information) == nil)
        #expect(try place(11, information) == "a.c:1:1")
        #expect(try place(22, information) == "g b.c:5:1")
        #expect(try information.files().map(\.path) == ["a.c", "b.c"])
    }

    @Test func mappingsNeedNotBeInOrder() throws {
        let segments = [SourceMapTests.segment(20, 0, 1, 0), SourceMapTests.segment(-10, 0, 1, 0)].joined(
            separator: ",")
        let information = try information(SourceMapTests.map(#""sources":["a.c",null],"mappings":"\#(segments)""#))
        #expect(try place(15, information) == "a.c:3:1")
        #expect(try place(25, information) == "a.c:2:1")
    }

    static let faulty: [(text: String, said: String)] = [
        ("", "expected {"), ("[]", "expected {"), ("{}", "version 0"), (#"{"version":2,"mappings":""}"#, "version 2"),
        (#"{"version":3,"mappings":"A"} x"#, "behind the end"), (#"{"version":3,"mappings":"AAAA"}"#, "mapping"),
        (#"{"version":3,"mappings":"D"}"#, "mapping"), (#"{"version":3,"mappings":"AA"}"#, "mapping"),
        (#"{"version":3,"sources":["a"],"mappings":"AAAAAA"}"#, "mapping"),
        (#"{"version":3,"sources":["a"],"mappings":"AAAAA"}"#, "mapping"),
        (#"{"version":3,"mappings":"gggggggggggA"}"#, "base 64"), (#"{"version":3,"mappings":"g"}"#, "base 64"),
        (#"{"version":3,"mappings":"!"}"#, "base 64"), (#"{"version":3,"mappings":5}"#, "expected \""),
        (#"{"version":3,"mappings":"A"#, "without end"), (#"{"version":99999999999}"#, "too large"),
        (#"{"version":-3}"#, "a number"), (#"{"version":3,"x":}"#, "a value"), (#"{"version":3,"x":]}"#, "a value"),
        (#"{"version":3,"x":[[[["#, "unexpected end"), (#"{"version":3,"x":"\u12"#, "without end"),
        (#"{"version":3,"names":["\u12"]}"#, "escape"),
        (#"{"version":3,"sections":[{"offset":{"line":1,"column":0},"map":{"version":3}}]}"#, "line of a section"),
        (#"{"version":3,"sections":[{"offset":{"line":0,"column":0}}]}"#, "without a map"),
        (#"{"version":3,"sections":[{"map":{"version":3,"sections":[]}}]}"#, "section within"),
    ]

    @Test func faultsAreTold() {
        for (text, said) in SourceMapTests.faulty {
            let error = #expect(throws: DebugInformationError.self, "\(text)") { try SourceMap(Array(text.utf8)) }
            #expect(error?.description.contains(said) == true, "\(text): \(error?.description ?? "")")
        }
    }

    /// Nesting takes no native stack, and the line before JSON that servers send is skipped.
    @Test func deepNestingIsSkipped() throws {
        let deep = String(repeating: "[", count: 1_000_000) + String(repeating: "]", count: 1_000_000)
        let text = ")]}'\n" + #"{"version":3,"deep":\#(deep),"mappings":""}"#
        #expect(try information(Array(text.utf8)).files().isEmpty)
    }

    /// Half of a pair of escapes becomes the replacement character, and a pair the character.
    @Test func escapesAreRead() throws {
        let names = #""sources":["\ud83d\ude00\n\/", "\ud83d", "\ude00", "\ud83dx\ud83d\u0041"]"#
        let files = try information(SourceMapTests.map(names)).files().map(\.path.text)
        #expect(files == ["😀\n/", "\u{FFFD}", "\u{FFFD}x\u{FFFD}A"])
    }

    @Test func readingIsInterrupted() {
        final class Stop: Interruption {
            func reasonToStop() -> InterruptReason? { .cancelled }
        }
        #expect(throws: Interrupted(.cancelled)) {
            try SourceMap(SourceMapTests.map(#""mappings":"""#), interruption: Stop())
        }
    }
}
