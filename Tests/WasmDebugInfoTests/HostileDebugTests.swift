import Nestbox
import Testing
import WasmBinary
import WasmDebugInfo
import WasmSyntax

/// Debug sections that were made to mislead, to loop or to take long.
struct HostileDebugTests {
    // Abbreviations: 1, a unit with lines and a range; 2, a function; 3, an inlined call; 4, a function that is only named.
    static let abbreviations: [UInt8] =
        [1, 0x11, 1, 0x10, 0x17, 0x11, 0x01, 0x12, 0x06, 0, 0]
        + [2, 0x2E, 1, 0x11, 0x01, 0x12, 0x06, 0x31, 0x13, 0, 0]
        + [3, 0x1D, 1, 0x11, 0x01, 0x12, 0x06, 0x31, 0x13, 0x58, 0x0B, 0x59, 0x0B, 0, 0]
        + [4, 0x2E, 0, 0x47, 0x13, 0x6E, 0x08, 0, 0] + [0]

    static func unit(_ low: Int = 1, _ size: Int = 200) -> [UInt8] {
        [1] + DebugModule.word(0) + DebugModule.word(low) + DebugModule.word(size)
    }

    static func function(_ low: Int, _ size: Int, origin: Int) -> [UInt8] {
        [2] + DebugModule.word(low) + DebugModule.word(size) + DebugModule.word(origin)
    }

    static func inlined(_ low: Int, _ size: Int, origin: Int, file: UInt8 = 1, line: UInt8 = 9) -> [UInt8] {
        [3] + DebugModule.word(low) + DebugModule.word(size) + DebugModule.word(origin) + [file, line]
    }

    /// An abstract function whose specification is at an offset of the unit.
    static func named(_ name: String, specification: Int) -> [UInt8] {
        [4] + DebugModule.word(specification) + Array(name.utf8) + [0]
    }

    /// The offset of the first entry behind that of the unit.
    static let firstEntry = 11 + 13

    /// A line program: line 5 from address 10 on, line 6 from 20 on, up to 30.
    static let program: [UInt8] =
        [0, 5, 2] + DebugModule.word(10) + [3, 4, 1, 2, 10, 3, 1, 1, 2, 10, 0, 1, 1]

    private func places(_ module: DebugModule, _ address: Int) throws -> [String] {
        let information = try module.information
        let sources = try information.sources(at: module.offset(of: address))
        return sources.map {
            "\($0.function.map { "\($0) " } ?? "")\($0)"
        }
    }

    @Test func theBuilderMakesWhatIsRead() throws {
        let origin = HostileDebugTests.firstEntry
        let entries =
            HostileDebugTests.unit() + HostileDebugTests.named("f", specification: 0)
            + HostileDebugTests.function(10, 20, origin: origin) + HostileDebugTests.inlined(15, 10, origin: origin)
            + [0, 0, 0]
        let module = DebugModule(
            abbreviations: HostileDebugTests.abbreviations, entries: entries,
            lines: DebugModule.lines(HostileDebugTests.program))
        let expected: [(Int, [String])] = [
            (9, []), (10, ["f a.c:5"]), (14, ["f a.c:5"]), (15, ["f a.c:5", "f a.c:9"]), (20, ["f a.c:6", "f a.c:9"]),
            (25, ["f a.c:6"]), (29, ["f a.c:6"]), (30, []),
        ]
        for (address, places) in expected {
            let found = try self.places(module, address)
            #expect(found == places, "address \(address)")
        }
    }

    /// Entries that name one another as their origin have the linkage name that was met first, or none.
    @Test func cyclesOfOriginsEnd() throws {
        let first = HostileDebugTests.firstEntry
        for target in [first, first + 8, 0, 5, 1 << 30, -1] {
            let entries =
                HostileDebugTests.unit() + HostileDebugTests.named("f", specification: target)
                + HostileDebugTests.named("g", specification: first) + HostileDebugTests.function(10, 20, origin: first)
                + [0, 0]
            let module = DebugModule(
                abbreviations: HostileDebugTests.abbreviations, entries: entries,
                lines: DebugModule.lines(HostileDebugTests.program))
            let information = try module.information
            let sources = try information.sources(at: module.offset(of: 10))
            #expect(sources.map(\.function) == ["f"], "\(target)")
            #expect(sources.map(\.line) == [5])
        }
    }

    /// A million calls that are inlined in one another take no native stack, and give as many locations as are allowed.
    @Test func deepInliningIsCut() throws {
        let depth = 50_000
        var entries = HostileDebugTests.unit() + HostileDebugTests.function(10, 100, origin: 0)
        for _ in 0..<depth { entries += HostileDebugTests.inlined(10, 100, origin: 0) }
        let module = DebugModule(
            abbreviations: HostileDebugTests.abbreviations, entries: entries + Array(repeating: 0, count: depth + 2),
            lines: DebugModule.lines(HostileDebugTests.program))
        #expect(try places(module, 12).count == DebugInformation.maximumLocations)
    }

    /// Nesting without an end, and ends without nesting.
    @Test func nestingNeedNotEnd() throws {
        let function = HostileDebugTests.function(10, 20, origin: 0)
        for ends in [0, 1, 2, 3, 100_000] {
            let module = DebugModule(
                abbreviations: HostileDebugTests.abbreviations,
                entries: HostileDebugTests.unit() + function + Array(repeating: 0, count: ends),
                lines: DebugModule.lines(HostileDebugTests.program))
            #expect(try places(module, 10) == ["a.c:5"])
        }
    }

    /// Code of functions that the linker has removed: it gives it the addresses 0, -1 or -2.
    @Test func tombstonesAttractNothing() throws {
        for address in [0, -1, -2, 1 << 20] {
            let entries =
                HostileDebugTests.unit() + HostileDebugTests.named("f", specification: 0)
                + HostileDebugTests.function(address, 200, origin: HostileDebugTests.firstEntry) + [0, 0]
            let program: [UInt8] = [0, 5, 2] + DebugModule.word(address) + [1, 2, 100, 1, 2, 100, 0, 1, 1]
            let module = DebugModule(
                abbreviations: HostileDebugTests.abbreviations, entries: entries, lines: DebugModule.lines(program))
            for place in [1, 5, 50, 99, 120, 198, 250] { #expect(try places(module, place).isEmpty) }
            #expect(try module.information.problems.isEmpty)
        }
    }

    static let programs: [(what: String, program: [UInt8], lineRange: UInt8, files: [UInt8], hasFault: Bool)] = {
        let set: [UInt8] = [0, 5, 2] + DebugModule.word(10)
        let end: [UInt8] = [0, 1, 1]
        let file = Array("a.c".utf8) + [0, 0, 0, 0, 0] as [UInt8]
        return [
            ("a line range of zero", set + [0xFF] + end, 0, file, true),
            ("no end", set + [1, 2, 10], 14, file, false),
            ("a cut operand", set + [2, 0x80], 14, file, true),
            ("an operation beyond the end", set + [0, 0xFF, 0x7F, 2], 14, file, true),
            ("an empty operation", set + [0, 0, 1, 2, 10] + end, 14, file, false),
            ("an address of no bytes", [0, 1, 2, 1, 2, 10] + end, 14, file, false),
            ("an address of nine bytes", [0, 10, 2, 10, 0, 0, 0, 0, 0, 0, 0, 0, 1] + end, 14, file, true),
            ("addresses that wrap", set + [1, 2] + Array(repeating: 0xFF, count: 9) + [1, 1] + end, 14, file, false),
            (
                "addresses that go back", [0, 5, 2] + DebugModule.word(50) + [1] + set + [1, 2, 10] + end, 14, file,
                false
            ),
            ("a huge number", set + [1, 2] + Array(repeating: 0xFF, count: 30) + [1, 1] + end, 14, file, false),
            ("files without an end", set + [1, 2, 10] + end, 14, [0x61], true),
            ("no files", set + [3, 4, 1, 2, 10] + end, 14, [0], false),
        ]
    }()

    /// Faults give no lines, and are told with their section; everything else is only odd.
    @Test(arguments: HostileDebugTests.programs.indices) func oddLinePrograms(_ index: Int) throws {
        let (what, program, lineRange, files, hasFault) = HostileDebugTests.programs[index]
        let module = DebugModule(
            abbreviations: HostileDebugTests.abbreviations, entries: HostileDebugTests.unit() + [0],
            lines: DebugModule.lines(program, lineRange: lineRange, files: files))
        let information = try module.information
        for address in 0..<DebugModule.codeBytes { _ = try information.sources(at: module.offset(of: address)) }
        #expect(
            information.problems.map(\.section) == (hasFault ? [".debug_line"] : []), "\(what): \(information.problems)"
        )
        #expect(
            try information.lines(in: 0..<1000).isEmpty == !(what.hasPrefix("no files") || what.hasPrefix("an empty")))
    }

    /// Lists of version 5 can claim 2⁶⁰ entries of no bytes.
    @Test func listsOfFilesHaveBytes() throws {
        for (forms, count) in [
            ([0 as UInt8], 40), ([1, 1, 0x19], 40), ([1, 1, 0x19], 1 << 60), ([1, 1, 0x08], 1 << 40),
        ] {
            let header: [UInt8] =
                [1, 1, 1, 0xFB, 14, 13, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1] + forms + DebugModule.leb(count)
                + Array(repeating: 0, count: 100)
            let rest =
                DebugModule.half(5) + [4, 0] + DebugModule.word(header.count) + header + HostileDebugTests.program
            let module = DebugModule(
                abbreviations: HostileDebugTests.abbreviations, entries: HostileDebugTests.unit() + [0],
                lines: DebugModule.word(rest.count) + rest)
            #expect(try places(module, 10).isEmpty)
            #expect(try module.information.files().isEmpty)
        }
    }

    /// Thousands of units that all refer to one long list of ranges would take quadratic work: reading ends.
    @Test(.timeLimit(.minutes(1))) func sharedListsAreBounded() throws {
        let count = 5_000
        // A unit whose ranges are a list.
        let abbreviations: [UInt8] = [1, 0x11, 0, 0x55, 0x17, 0, 0, 0]
        let list: [UInt8] = DebugModule.word(10) + DebugModule.word(11)
        let module = DebugModule(abbreviations: abbreviations, entries: [])
        var large = module
        large.sections[1].contents = (0..<count).flatMap { _ in DebugModule.unit([1] + DebugModule.word(0)) }
        large.sections.append((".debug_ranges", (0..<count).flatMap { _ in list } + Array(repeating: 0, count: 8)))
        let information = try large.information
        _ = try information.sources(at: large.offset(of: 10))
        #expect(information.problems.contains { if case .limitExceeded = $0.kind { true } else { false } })
    }

    /// As many units, each with abbreviations of its own that overlap those of all others.
    @Test(.timeLimit(.minutes(1))) func overlappingAbbreviationsAreBounded() throws {
        let count = 20_000
        // A kind of entry without attributes, again and again: one unit begins at each of them.
        var large = DebugModule(abbreviations: (0..<count).flatMap { _ in [1, 0x11, 0, 0, 0] as [UInt8] }, entries: [])
        large.sections[1].contents = (0..<count).flatMap { DebugModule.unit([1], abbreviations: 5 * $0) }
        let information = try large.information
        _ = try information.sources(at: large.offset(of: 10))
        #expect(information.problems.contains { if case .limitExceeded = $0.kind { true } else { false } })
    }

    /// An indirect form that names an indirect form, an unknown form, an unknown abbreviation, an odd version.
    @Test func oddUnitsAreTold() throws {
        let cases: [(abbreviations: [UInt8], entries: [UInt8], section: String)] = [
            ([1, 0x11, 0, 0x03, 0x16, 0, 0, 0], [1, 0x16, 0x16], ".debug_info"),
            ([1, 0x11, 0, 0x03, 0x16, 0, 0, 0], [1, 0x7D], ".debug_info"),
            ([1, 0x11, 0, 0x03, 0x7D, 0, 0, 0], [1], ".debug_abbrev"),
            ([1, 0x11, 0, 0, 0, 0], [2], ".debug_info"), ([1, 0x11], [1], ".debug_abbrev"), ([], [1], ".debug_abbrev"),
            ([1, 0x11, 0] + (0..<300).flatMap { _ in [3, 0x19] as [UInt8] } + [0, 0, 0], [1], ".debug_abbrev"),
        ]
        for (abbreviations, entries, section) in cases {
            let information = try DebugModule(abbreviations: abbreviations, entries: entries).information
            #expect(try information.sources(at: 40).isEmpty)
            #expect(information.problems.first?.section == section, "\(abbreviations): \(information.problems)")
        }
        for unit in [
            [0xFF, 0xFF, 0xFF, 0xFF], [0xF3, 0xFF, 0xFF, 0xFF], DebugModule.word(1 << 20),
            DebugModule.word(7) + [9, 0],
        ] {
            var module = DebugModule(abbreviations: [0], entries: [])
            module.sections[1].contents = unit + Array(repeating: 0, count: 9)
            let information = try module.information
            #expect(try information.sources(at: 40).isEmpty)
            #expect(information.problems.first?.section == ".debug_info")
        }
    }

    /// An interruption ends reading, and the next one begins where nothing has been read.
    @Test func readingIsInterrupted() throws {
        final class Stop: Interruption {
            func reasonToStop() -> InterruptReason? { .deadlineExceeded }
        }
        let information = try Fixture.information("lines-4-O2")
        #expect(throws: Interrupted(.deadlineExceeded)) { try information.sources(at: 200, interruption: Stop()) }
        #expect(throws: Interrupted(.deadlineExceeded)) { try information.lines(in: 0..<500, interruption: Stop()) }
        #expect(throws: Interrupted(.deadlineExceeded)) { try information.files(interruption: Stop()) }
        #expect(try !information.sources(at: 200).isEmpty)
        #expect(information.problems.isEmpty)
    }

    /// Nothing interrupts a backtrace: it does not read a unit of 100 MB, unless somebody else has read it.
    @Test(.timeLimit(.minutes(1))) func backtracesDoNotReadForLong() throws {
        // A unit of many entries, with three attributes each that take no byte.
        let abbreviations =
            HostileDebugTests.abbreviations.dropLast() + [5, 0x34, 0, 3, 0x19, 4, 0x19, 5, 0x19, 0, 0, 0]
        let entries =
            HostileDebugTests.unit() + HostileDebugTests.function(10, 20, origin: 0) + [0]
            + Array(repeating: 5, count: DebugInformation.frameWork / 4 + 10) + [0]
        let module = DebugModule(
            abbreviations: Array(abbreviations), entries: entries, lines: DebugModule.lines(HostileDebugTests.program))
        let information = try module.information
        let offset = try module.offset(of: 12)
        #expect(information.frameSources(at: offset).isEmpty)
        #expect(information.problems.count == 1 && "\(information.problems)".contains("work for backtraces"))
        #expect(information.frameSources(at: offset).isEmpty)
        #expect(try information.sources(at: offset).map(\.line) == [5])
        #expect(information.frameSources(at: offset).map(\.line) == [5])
    }

    /// A module from text has no offsets that DWARF could mean.
    @Test func aModuleFromTextHasNoSources() throws {
        let module = try Module(text: #"(module (@custom ".debug_info" "x") (func (export "f") unreachable))"#)
        #expect(try module.debugInformation.sources(at: 5).isEmpty)
        #expect(module.debugInformation.codeOffsets(ofFunction: 0) == nil)
    }
}
