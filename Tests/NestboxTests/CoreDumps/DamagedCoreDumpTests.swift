import Nestbox
import Testing
import WasmSyntax

/// Core dumps that nobody has written: they are refused with a place, or read as something harmless.
struct DamagedCoreDumpTests {
    /// A section of the binary format.
    private static func section(_ id: UInt8, _ contents: [UInt8]) -> [UInt8] {
        var writer = ByteWriter()
        writer.byte(id)
        writer.unsigned(UInt(contents.count))
        return writer.bytes + contents
    }

    private static func custom(_ name: String, _ contents: [UInt8]) -> [UInt8] {
        section(0, [UInt8(name.utf8.count)] + Array(name.utf8) + contents)
    }

    private static let header: [UInt8] = [0x00, 0x61, 0x73, 0x6D, 1, 0, 0, 0]
    private static let core = custom("core", [0, 1, 0x61])
    private static let modules = custom("coremodules", [1, 0, 1, 0x6D])
    private static let instances = custom("coreinstances", [1, 0, 0, 0, 0])
    private static let stack = custom("corestack", [0, 1, 0x74, 0])

    /// Reads a dump, and looks at all that it has.
    private static func read(_ bytes: [UInt8]) throws -> Bool {
        do {
            let dump = try CoreDump(bytes: bytes)
            for memory in dump.memories.indices {
                _ = dump.bytes(16, at: 0, ofMemory: memory)
                _ = dump.bytes(16, at: .max, ofMemory: memory)
            }
            return true
        } catch let error as CoreDumpError {
            #expect(!error.description.isEmpty)
            if case .malformed(_, let place) = error { #expect(0...bytes.count ~= place) }
            return false
        }
    }

    // MARK: Single faults

    /// Sections, and the fault that they have: its words, and its place from the beginning of the last section.
    static let faults: [(sections: [[UInt8]], says: String)] = [
        ([core, core, stack], "a second section \"core\""),
        ([core, stack, modules, modules], "a second section \"coremodules\""),
        ([custom("core", [1, 1, 0x61]), stack], "a part of an unknown kind"),
        ([custom("core", [0, 2, 0x61]), stack], "length out of bounds"),
        ([custom("core", [0, 1, 0xFF]), stack], "malformed UTF-8 encoding"),
        ([custom("core", [0, 1, 0x61, 0]), stack], "section size mismatch"),
        ([core, stack, custom("coremodules", [0xFF, 0xFF, 0xFF, 0xFF, 0x0F])], "length out of bounds"),
        ([core, stack, instances], "module 0 of 0"),
        ([core, stack, modules, custom("coreinstances", [1, 0, 0, 1, 0, 0])], "memory 0 of 0"),
        ([core, stack, modules, custom("coreinstances", [1, 0, 0, 0, 1, 4])], "global 4 of 0"),
        ([core, custom("corestack", [0, 1, 0x74, 1, 0, 0, 0, 0, 0, 0])], "instance 0 of 0"),
        (
            [core, modules, instances, custom("corestack", [0, 1, 0x74, 1, 0, 0, 0, 0, 1, 0x55, 0])],
            "a value of an unknown type"
        ),
        (
            [
                core, modules, instances,
                custom("corestack", [0, 1, 0x74, 1, 0, 0, 0, 0, 0x80, 0x80, 0x80, 0x80, 0x0F]),
            ],
            "length out of bounds"
        ),
        (
            [core, modules, instances, custom("corestack", [0, 1, 0x74, 1, 0, 0, 0, 0, 1, 0x7F, 0xFF, 0xFF])],
            "unexpected end"
        ),
        ([core, stack, section(6, [1, 0x7E, 0, 0x41, 0, 0x0B])], "a global of type i64 with a value of another"),
        ([core, stack, section(5, [1, 4] + [UInt8](repeating: 0xFF, count: 9) + [1])], "a memory of"),
        ([core, stack, section(11, [1, 0, 0x41, 0, 0x0B, 0])], "memory 0 of 0"),
        (
            [core, stack, section(5, [1, 0, 0]), section(11, [1, 0, 0x41, 0, 0x0B, 1, 9])], "data outside of its memory"
        ),
        (
            [core, stack, section(5, [1, 4, 1]), section(11, [1, 0, 0x42, 0x7F, 0x0B, 1, 9])],
            "data outside of its memory"
        ),
        ([core, stack, section(5, [1, 4, 1]), section(11, [1, 0, 0x41, 0, 0x0B, 1, 9])], "that is a constant"),
        ([core, stack, custom("nestbox-core", [2])], "an unknown version"),
        ([core, stack, custom("nestbox-core", [1, 0, 1, 0])], "number of digests"),
        ([core, stack, custom("nestbox-core", [1, 0, 0, 0, 2, 0, 0])], "number of threads"),
        ([core, stack, custom("nestbox-core", [1, 0, 0, 0, 0, 1, 0])], "global 0 of 0"),
        (
            [
                core, stack, section(6, [1, 0x7F, 0, 0x41, 0, 0x0B]),
                custom("nestbox-core", [1, 0, 0, 0, 0, 1, 0, 0x63]),
            ],
            "a value of another type than its global"
        ),
        ([core, stack, custom("nestbox-core", [1, 0, 0, 0, 0, 0, 1, 1])], "thread 1 of 1"),
        ([core, stack, custom("nestbox-core", [1, 0, 0, 0, 0, 0, 1, 0, 0])], "frame 0 of 0"),
    ]

    @Test(arguments: faults.indices)
    func aFaultIsNamedWithItsPlace(_ index: Int) throws {
        let (sections, says) = Self.faults[index]
        let bytes = Self.header + sections.flatMap { $0 }
        let error = try #require(throws: CoreDumpError.self) { try CoreDump(bytes: bytes) }
        guard case .malformed(let problem, let place) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(problem.contains(says), "\(problem)")
        #expect(0...bytes.count ~= place)
    }

    @Test func whatIsMissingIsEmpty() throws {
        let dump = try CoreDump(bytes: Self.header + Self.core + Self.stack)
        #expect(dump.executable == "a")
        #expect(dump.stacks.map(\.name) == ["t"])
        #expect(dump.modules.isEmpty && dump.instances.isEmpty && dump.memories.isEmpty && dump.globals.isEmpty)
        // Two threads, and a global that is no constant.
        let other = try CoreDump(
            bytes: Self.header + Self.stack + Self.section(6, [2, 0x7F, 0, 0x41, 5, 0x0B, 0x7F, 1, 0x23, 0, 0x0B])
                + Self.core + Self.stack)
        #expect(other.stacks.count == 2)
        #expect(other.globals.map(\.value) == [.i32(5), nil])
        for other in [[], Self.header, Self.header + Self.core, Self.header + Self.stack, Array("core corestack".utf8)]
        {
            #expect(!CoreDump.isCoreDump(other))
            #expect(throws: CoreDumpError.noCoreDump) { try CoreDump(bytes: other) }
        }
    }

    /// Values and frames are counted over all threads, before anything is allocated for them.
    @Test func manyValuesAreRefused() throws {
        var frame = ByteWriter()
        frame.append([0, 1, 0x74, 1, 0, 0, 0, 0])
        frame.unsigned(UInt(4_000_000))
        frame.append([UInt8](repeating: 1, count: 4_000_000))
        frame.byte(0)
        let stack = Self.custom("corestack", frame.bytes)
        let start = Self.header + Self.core + Self.modules + Self.instances
        let dump = try CoreDump(bytes: start + stack)
        #expect(dump.stacks[0].frames[0].locals.count == 4_000_000)
        let error = try #require(throws: CoreDumpError.self) { try CoreDump(bytes: start + stack + stack + stack) }
        #expect("\(error)".contains("number of values"))
        #expect(throws: Interrupted(.cancelled)) {
            try CoreDump(bytes: start + stack, interruption: DumpedGuest.Stopped())
        }
    }

    // MARK: Mutations

    /// Dumps of all guests, cut anywhere, with every byte changed, and with every byte a length that is extreme.
    @Test(arguments: DumpedGuest.all)
    func damagedDumpsAreRefusedOrRead(_ guest: DumpedGuest) throws {
        guard guest.reason != "call stack exhausted" else { return }
        let (store, error, _) = try guest.fail(debuggable: true)
        let bytes = try DumpedGuest.bytes(store, after: error)
        #expect(try Self.read(bytes))
        for length in bytes.indices { _ = try Self.read(Array(bytes[..<length])) }
        var refused = 0
        for index in bytes.indices {
            for change: UInt8 in [0x01, 0x80, 0xFF] {
                var damaged = bytes
                damaged[index] ^= change
                if try !Self.read(damaged) { refused += 1 }
            }
            for length: [UInt8] in [
                [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0x80, 0x80, 0x80, 0x80, 0x08], [0xFF, 0xFF, 0x03],
            ] {
                if try !Self.read(Array(bytes[..<index]) + length + Array(bytes[(index + 1)...])) { refused += 1 }
            }
        }
        #expect(refused > bytes.count)
        #expect(refused < bytes.count * 6)
    }
}
