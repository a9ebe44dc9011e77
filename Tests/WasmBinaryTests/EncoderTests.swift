import Testing
import WasmBinary
import WasmSyntax

@Suite struct EncoderTests {
    /// Modules in canonical form, which come back byte for byte.
    static let canonical: [(what: String, bytes: [UInt8])] = [
        ("empty", preamble),
        ("function type", module(section(1, [1, 0x60, 0, 0]))),
        ("group of one open type", module(section(1, [1, 0x50, 0, 0x60, 0, 0]))),
        ("group of two", module(section(1, [1, 0x4E, 2, 0x60, 0, 0, 0x5F, 0]))),
        ("empty group", module(section(1, [1, 0x4E, 0]))),
        ("body", moduleWithBody(body(locals: [1, 2, 0x7F], [0x01]))),
        ("page size", module(section(5, [1, 0x0B, 0, 1, 0]))),
        ("start", module(section(8, [5]))),
        ("data count", module(section(12, [0]))),
        ("custom sections", module(section(0, utf8("a")), section(8, [5]), section(0, utf8("b"), [1]))),
    ]

    @Test(arguments: canonical)
    func canonicalFormIsKept(_ what: String, _ bytes: [UInt8]) throws {
        #expect(BinaryEncoder.encode(try BinaryDecoder.decode(bytes)) == bytes, "\(what)")
    }

    /// Modules in longer forms, each with its canonical form.
    static let longer: [(what: String, bytes: [UInt8], canonical: [UInt8])] = [
        ("empty section", module(section(1, [0])), preamble),
        ("size of five bytes", module([8, 0x81, 0x80, 0x80, 0x80, 0x00, 5]), module(section(8, [5]))),
        ("index of two bytes", module(section(8, [0x85, 0x00])), module(section(8, [5]))),
        ("group of one", module(section(1, [1, 0x4E, 1, 0x60, 0, 0])), module(section(1, [1, 0x60, 0, 0]))),
        (
            "sub final without supertypes", module(section(1, [1, 0x4F, 0, 0x60, 0, 0])),
            module(section(1, [1, 0x60, 0, 0]))
        ),
        ("(ref null func)", module(section(4, [1, 0x63, 0x70, 0, 0])), module(section(4, [1, 0x70, 0, 0]))),
        ("page size of 64 KiB", module(section(5, [1, 8, 1, 16])), module(section(5, [1, 0, 1]))),
        (
            "table 0 named", module(section(9, [1, 2, 0, 0x41, 0, 0x0B, 0, 0])),
            module(section(9, [1, 0, 0x41, 0, 0x0B, 0]))
        ),
        (
            "memory 0 named", module(section(11, [1, 2, 0, 0x41, 0, 0x0B, 0])),
            module(section(11, [1, 0, 0x41, 0, 0x0B, 0]))
        ),
        (
            "custom section behind an empty section", module(section(8, [5]), section(9, [0]), section(0, utf8("a"))),
            module(section(8, [5]), section(0, utf8("a")))
        ),
    ]

    @Test(arguments: longer)
    func shortestFormIsWritten(_ what: String, _ bytes: [UInt8], _ canonical: [UInt8]) throws {
        let module = try BinaryDecoder.decode(bytes)
        #expect(BinaryEncoder.encode(module) == canonical, "\(what)")
        #expect(try BinaryDecoder.decode(canonical).isEquivalent(to: module))
    }

    @Test func richModuleComesBack() throws {
        let module = try BinaryDecoder.decode(richModule)
        let encoded = BinaryEncoder.encode(module)
        let again = try BinaryDecoder.decode(encoded)
        #expect(again.isEquivalent(to: module) && module.isEquivalent(to: again))
        #expect(BinaryEncoder.encode(again) == encoded)
    }

    /// Every byte counts: no module that differs in one bit is equivalent.
    @Test func modulesThatDifferAreNotEquivalent() throws {
        let module = try BinaryDecoder.decode(richModule)
        var equivalent: [Int] = []
        for index in richModule.indices {
            var bytes = richModule
            bytes[index] ^= 0x01
            guard case .success(let other) = decoded(bytes) else { continue }
            if other.isEquivalent(to: module) || module.isEquivalent(to: other) { equivalent.append(index) }
        }
        #expect(equivalent.isEmpty)
    }

    @Test func codeIsComparedByInstructions() throws {
        let short = try BinaryDecoder.decode(moduleWithBody(body([0x41, 0x05, 0x1A])))
        let long = try BinaryDecoder.decode(moduleWithBody(body([0x41, 0x85, 0x80, 0x00, 0x1A])))
        let other = try BinaryDecoder.decode(moduleWithBody(body([0x41, 0x06, 0x1A])))
        #expect(short.isEquivalent(to: long))
        #expect(!short.isEquivalent(to: other) && !long.isEquivalent(to: other))
    }

    /// Function indices imply the type `(ref func)`; with another type they are encoded as expressions.
    @Test func functionIndicesOfAnotherType() throws {
        var module = ModuleSyntax()
        module.elements = [ElementSegment(type: .funcref, items: .functions([3]), mode: .passive)]
        #expect(BinaryEncoder.encode(module) == preamble + section(9, [1, 5, 0x70, 1, 0xD2, 3, 0x0B]))
    }

    /// A module that was built with wrong ranges is encoded without a crash.
    @Test func rangesOutOfBoundsAreClamped() {
        var module = ModuleSyntax()
        module.recursiveGroups = [5..<9]
        module.data = [DataSegment(contents: 10..<20, mode: .passive)]
        module.customSections = [CustomSection(name: "a", contents: -5..<3, afterSection: 99)]
        let end = section(11, [1, 1, 0]) + section(0, utf8("a"))
        #expect(BinaryEncoder.encode(module) == preamble + section(1, [1, 0x4E, 0]) + end)
    }
}
