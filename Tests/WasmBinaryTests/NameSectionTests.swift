import Testing
import WasmBinary
import WasmSyntax

/// The name section is untrusted: malformed parts are skipped.
@Suite struct NameSectionTests {
    /// Returns the names of a module with two functions, one type, and this name section.
    private func names(_ contents: [UInt8]...) throws -> NameSection {
        let bytes = module(
            section(1, [0x01, 0x60, 0x00, 0x00]), section(2, [1, 0, 0, 0, 0]), section(3, [0x01, 0x00]),
            section(10, [0x01], body([])), section(0, utf8("name"), Array(contents.joined())))
        return NameSection(try BinaryDecoder.decode(bytes))
    }

    @Test func functionNames() throws {
        let names = try names(section(0, utf8("mod")), section(1, [2, 0], utf8("a"), [1], utf8("b")))
        #expect(names.moduleName == "mod")
        #expect(names.functionName(0) == "a")
        #expect(names.functionName(1) == "b")
        #expect(names.functionName(2) == nil)
        #expect(names.functions.dictionary == [0: "a", 1: "b"])
    }

    @Test func namesOfOtherSpaces() throws {
        let names = try names(
            section(2, [2, 0, 1, 0], utf8("x"), [1, 2, 0], utf8("y"), [3], utf8("z")),
            section(4, [1, 0], utf8("t")),
            section(10, [1, 0, 1, 7], utf8("field")),
            section(11, [1, 0], utf8("no tag 0")))
        #expect(names.nestedNames(.local)[0].dictionary == [0: "x"])
        #expect(names.nestedNames(.local)[1].dictionary == [0: "y", 3: "z"])
        #expect(names.nestedNames(.local)[2].isEmpty)
        #expect(names.nestedNames(.field)[0][7] == "field")
        #expect(names.names(.type)[0] == "t")
        #expect(names.names(.tag).isEmpty)
        #expect(names.names(.local).isEmpty && names.nestedNames(.type)[0].isEmpty)
    }

    static let hostile: [(what: String, contents: [UInt8], expected: [UInt32: Name])] = [
        ("nothing", [], [:]),
        ("function 1,000,000 of 2", section(1, [2, 0], utf8("a"), [0xC0, 0x84, 0x3D], utf8("b")), [0: "a"]),
        ("function 2^32 - 1", section(1, [1, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F], utf8("b")), [:]),
        ("2^32 - 1 names", section(1, [0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0], utf8("a")), [0: "a"]),
        ("named twice", section(1, [2, 0], utf8("a"), [0], utf8("b")), [0: "a"]),
        (
            "named twice, not in order", section(1, [3, 0], utf8("a"), [1], utf8("b"), [0], utf8("c")),
            [0: "a", 1: "b"]
        ),
        ("name cut off", section(1, [2, 0], utf8("a"), [1, 9, 0x62]), [0: "a"]),
        ("name not UTF-8", section(1, [2, 0, 1, 0xFF, 1], utf8("b")), [1: "b"]),
        ("malformed length", section(1, [2, 0], utf8("a"), [1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00]), [0: "a"]),
        ("subsection longer than the section", [1, 99, 1, 0, 1, 0x61], [:]),
        ("subsection cut off after a good one", section(1, [1, 0], utf8("a")) + [2, 99], [0: "a"]),
        ("unknown subsection first", section(77, [1, 2, 3]) + section(1, [1, 0], utf8("a")), [0: "a"]),
        ("subsection twice", section(1, [1, 0], utf8("a")) + section(1, [1, 0], utf8("b")), [0: "a"]),
        ("empty subsection", section(1), [:]),
        ("garbage", Array(repeating: 0xFF, count: 64), [:]),
        (
            "name of 100,001 bytes",
            section(1, [2, 0, 0xA1, 0x8D, 0x06], Array(repeating: 0x61, count: 100_001), [1], utf8("b")), [1: "b"]
        ),
    ]

    @Test(arguments: hostile)
    func isPassedOver(_ what: String, _ contents: [UInt8], _ expected: [UInt32: Name]) throws {
        let names = try names(contents)
        #expect(names.functions.dictionary == expected, "\(what)")
        for index: UInt32 in [0, 1, 2, 1_000_000, .max] { #expect(names.functionName(index) == expected[index]) }
    }

    @Test func nestedMapsCutOff() throws {
        // It claims three functions with names and has one and a half; it claims 2^32 - 1 names of locals and has one.
        let names = try names(section(2, [3, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0], utf8("x"), [1, 5]))
        #expect(names.nestedNames(.local)[0].dictionary == [0: "x"])
        #expect(names.nestedNames(.local)[1].isEmpty)
        #expect(names.nestedNames(.label)[0].isEmpty)
    }

    @Test func everyTruncationOfEverySpace() throws {
        for space in NameSection.Space.allCases {
            let contents = section(space.rawValue, [2, 0, 1, 0], utf8("abc"), [1, 2, 0], utf8("y"), [3], utf8("z"))
            for length in contents.indices {
                let names = try names(Array(contents[..<length]))
                #expect(names.functions.isEmpty && names.moduleName == nil)
                #expect(names.names(space).isEmpty && names.nestedNames(space)[0].isEmpty)
            }
        }
    }

    /// Names are escaped when they are printed, so that none can control a terminal.
    @Test func namesArePrintedEscaped() throws {
        let names = try names(section(1, [1, 0], utf8("a\u{1B}[2J\n")))
        #expect(names.functionName(0)?.description == #"a\u{1b}[2J\u{a}"#)
    }

    /// A name is shortened in its description, which says so; the name itself is complete.
    @Test(arguments: [
        (String(repeating: "a", count: 200), String(repeating: "a", count: 200)),
        (String(repeating: "a", count: 201), String(repeating: "a", count: 200) + "… (201 bytes)"),
        (String(repeating: "\u{1}", count: 99_000), String(repeating: #"\u{1}"#, count: 40) + "… (99000 bytes)"),
        (String(repeating: "é", count: 500), String(repeating: "é", count: 100) + "… (1000 bytes)"),
        (
            "a" + String(repeating: "\u{1F600}", count: 50),
            "a" + String(repeating: "\u{1F600}", count: 49) + "… (201 bytes)"
        ),
    ])
    func longNamesAreCutWhereTheyAreTold(_ text: String, _ description: String) {
        #expect(Name(text).description == description)
        #expect(Name(text).text == text)
    }

    @Test func longTypesAreCutWhereTheyAreTold() {
        let types = [ValueType](repeating: .i32, count: 1_000)
        let list = [String](repeating: "i32", count: 16).joined(separator: " ")
        #expect(
            FunctionType(parameters: types, results: [.i64]).description == "[\(list) … 984 more] -> [i64]")
    }

    @Test func firstNameSectionCounts() throws {
        let one = section(0, utf8("name"), section(0, utf8("one")))
        let two = section(0, utf8("name"), section(0, utf8("two")))
        #expect(NameSection(try BinaryDecoder.decode(module(one, two))).moduleName == "one")
        #expect(NameSection(try BinaryDecoder.decode(preamble)).moduleName == nil)
    }
}
