import Testing
import WasmBinary
import WasmSyntax

/// Lengths and counts that do not match the contents, at every place where the binary format has one.
@Suite struct LyingLengthTests {
    /// A place of a length in a module, with the right number.
    struct Place: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var right: Int
        var module: @Sendable (UInt32) -> [UInt8]

        init(_ what: String, _ right: Int, _ module: @escaping @Sendable (UInt32) -> [UInt8]) {
            (testDescription, self.right, self.module) = (what, right, module)
        }
    }

    private static func number(_ value: UInt32) -> [UInt8] {
        var writer = ByteWriter()
        writer.unsigned(value)
        return writer.bytes
    }

    private static let type = section(1, [1, 0x60, 0, 0])
    private static let function = section(3, [1, 0])
    private static let code = section(10, [1], body([]))

    /// No instruction has the opcode 0x27: the rest of a list behind a count that is too small is never decoded as
    /// instructions.
    static let places: [Place] = [
        Place("type section", 4) { preamble + [1] + number($0) + [1, 0x60, 0, 0] },
        Place("code section", 4) { module(type, function) + [10] + number($0) + [1, 2, 0, 0x0B] },
        Place("types", 1) { module(section(1, number($0), [0x60, 0, 0])) },
        Place("types of a group", 1) { module(section(1, [1, 0x4E], number($0), [0x60, 0, 0])) },
        Place("parameters", 1) { module(section(1, [1, 0x60], number($0), [0x7F, 0])) },
        Place("results", 1) { module(section(1, [1, 0x60, 0], number($0), [0x7F])) },
        Place("fields", 1) { module(section(1, [1, 0x5F], number($0), [0x7F, 0])) },
        Place("supertypes", 1) { module(section(1, [1, 0x50], number($0), [0, 0x60, 0, 0])) },
        Place("imports", 1) { module(type, section(2, number($0), [1, 0x61, 1, 0x62, 0, 0])) },
        Place("name of an import's module", 1) { module(type, section(2, [1], number($0), [0x61, 1, 0x62, 0, 0])) },
        Place("name of an import", 1) { module(type, section(2, [1, 1, 0x61], number($0), [0x62, 0, 0])) },
        Place("imports of a group", 1) {
            module(type, section(2, [1, 1, 0x61, 0, 0x7F], number($0), [1, 0x62, 0, 0]))
        },
        Place("imports of a group with one type", 2) {
            module(type, section(2, [1, 1, 0x61, 0, 0x7E, 0, 0], number($0), [1, 0x62, 1, 0x63]))
        },
        Place("functions", 1) { module(type, section(3, number($0), [0]), code) },
        Place("tables", 1) { module(section(4, number($0), [0x70, 0, 0])) },
        Place("memories", 1) { module(section(5, number($0), [0, 0])) },
        Place("tags", 1) { module(type, section(13, number($0), [0, 0])) },
        Place("globals", 1) { module(section(6, number($0), [0x7F, 0, 0x41, 0, 0x0B])) },
        Place("exports", 1) { module(type, function, section(7, number($0), [1, 0x61, 0, 0]), code) },
        Place("name of an export", 1) { module(type, function, section(7, [1], number($0), [0x61, 0, 0]), code) },
        Place("element segments", 1) { module(section(9, number($0), [1, 0, 0])) },
        Place("elements", 1) { module(type, function, section(9, [1, 1, 0], number($0), [0]), code) },
        Place("element expressions", 1) { module(section(9, [1, 5, 0x70], number($0), [0xD0, 0x70, 0x0B])) },
        Place("data count", 1) { module(section(12, number($0)), section(11, [1, 1, 0])) },
        Place("bodies", 1) { module(type, function, section(10, number($0), body([]))) },
        Place("size of a body", 2) { module(type, function, section(10, [1], number($0), [0, 0x0B])) },
        Place("groups of locals", 1) { value in
            let locals = number(value) + [0x27, 0x7F]
            return moduleWithBody(body(locals: locals, []))
        },
        Place("targets of br_table", 1) { moduleWithBody(body([0x41, 0, 0x0E] + number($0) + [0, 0x27])) },
        Place("types of select", 1) { moduleWithBody(body([0x00, 0x1C] + number($0) + [0x63, 0x27, 0x1A])) },
        Place("catches", 1) { moduleWithBody(body([0x1F, 0x40] + number($0) + [0x02, 0, 0x0B])) },
        Place("data segments", 1) { module(section(11, number($0), [1, 0])) },
        Place("bytes of a data segment", 1) { module(section(11, [1, 1], number($0), [0x61])) },
    ]

    @Test(arguments: places)
    func aLieIsAnError(_ place: Place) {
        #expect(decodeError(place.module(UInt32(place.right))) == nil)
        for lie in [place.right - 1, place.right + 1, place.right + 100, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF] {
            let bytes = place.module(UInt32(lie))
            let error = decodeError(bytes)
            #expect(error != nil, "\(lie)")
            if let error { #expect((0...bytes.count).contains(error.offset), "\(lie)") }
        }
    }

    /// Neither the contents of a custom section nor its name can be an error.
    @Test(arguments: [
        "name", "metadata.code.branch_hint", "producers", "target_features", "dylink.0", "linking", "reloc.CODE",
        "sourceMappingURL", "", "\u{1B}[2J",
    ])
    func customSectionsAreNeverFatal(_ name: String) throws {
        let contents: [[UInt8]] = [
            [], [0], [0xFF], Array(repeating: 0xFF, count: 100), [1, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
            [1, 4, 1, 0xC0, 0x84, 0x3D, 0], [1, 0xC0, 0x84, 0x3D, 1, 0, 1, 0], [2, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0],
            [1, 0, 2, 4, 1, 0, 2, 1, 0], [0x80, 0x80, 0x80, 0x80, 0x80, 0x80], [1, 5, 2, 0, 0, 0, 0],
        ]
        for contents in contents {
            let bytes = module(
                section(1, [1, 0x60, 0, 0]), section(3, [1, 0]), section(10, [1], body([])),
                section(0, utf8(name), contents), section(0, utf8(name), contents))
            let module = try BinaryDecoder.decode(bytes)
            let names = NameSection(module)
            for index: UInt32 in [0, 1, 1_000_000, .max] { _ = names.functionName(index) }
            for space in NameSection.Space.allCases {
                _ = names.names(space).dictionary
                _ = names.nestedNames(space)[0].dictionary
            }
            _ = try? BranchHints(module)
            #expect(BinaryEncoder.encode(module).count == bytes.count)
        }
    }
}
