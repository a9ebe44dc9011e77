import Testing
import WasmSyntax

@Suite struct NameTests {
    @Test(
        arguments: [
            ([], true), ([0x00], true), ([0x7F], true), ([0x80], false), ([0xC3, 0xA9], true), ([0xC3], false),
            ([0xC1, 0xBF], false), ([0xE0, 0x9F, 0xBF], false), ([0xE2, 0x82, 0xAC], true),
            ([0xED, 0xA0, 0x80], false),
            ([0xEE, 0x80, 0x80], true), ([0xF0, 0x8F, 0xBF, 0xBF], false), ([0xF0, 0x9F, 0x98, 0x80], true),
            ([0xF4, 0x8F, 0xBF, 0xBF], true), ([0xF4, 0x90, 0x80, 0x80], false), ([0xFF], false),
            ([0x61, 0xE2, 0x82], false),
        ] as [([UInt8], Bool)])
    func `a name is UTF-8 as the specification defines it`(_ bytes: [UInt8], _ isName: Bool) {
        #expect(Name.isUTF8(bytes) == isName)
        #expect(Name(utf8: bytes)?.utf8 == (isName ? bytes : nil))
    }

    /// `String` says that both are equal.
    @Test func `names are compared byte by byte`() {
        #expect(Name("\u{C5}") != Name("\u{212B}"))
        #expect(Name("\u{C5}").text == Name("\u{212B}").text)
        #expect(Set([Name("\u{C5}"), Name("\u{212B}"), "a", "a"]).count == 3)
    }

    @Test(arguments: [
        ("plain", "plain"), ("größe 😀", "größe 😀"), ("a\nb", "a\\u{a}b"), ("\u{1B}[2J", "\\u{1b}[2J"),
        ("\"\\", "\\u{22}\\u{5c}"), ("\u{202E}x", "\\u{202e}x"), ("\u{85}\u{7F}\u{200B}", "\\u{85}\\u{7f}\\u{200b}"),
    ])
    func `a description cannot write to a terminal`(_ name: String, _ description: String) {
        #expect(Name(name).description == description)
    }

    @Test(arguments: [199, 200, 201, 203, 1_000, 100_000])
    func `a long name is cut between characters`(_ length: Int) {
        for character in ["a", "é", "€", "😀", "\u{1}"] {
            let name = Name(String(repeating: character, count: length / character.utf8.count))
            let description = name.description
            #expect(description.utf8.count <= Name.descriptionLimit + 25)
            let isCut = description.hasSuffix("… (\(name.utf8.count) bytes)")
            #expect(isCut == (character == "\u{1}" || name.utf8.count > Name.descriptionLimit))
            #expect(!description.contains("\u{FFFD}"))
        }
    }

    @Test func `a text is cut with its length`() {
        #expect("short".cut(to: 5) == "short")
        #expect("longer".cut(to: 5) == "longe… (6 bytes)")
        #expect("😀😀".cut(to: 1) == "😀… (8 bytes)")
        #expect("".cut(to: 0) == "")
    }
}
