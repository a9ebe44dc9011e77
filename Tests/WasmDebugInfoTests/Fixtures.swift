import Foundation
import Testing
import WasmBinary
import WasmDebugInfo
import WasmSyntax

/// The modules of `Tests/DebugInfo`, which `scripts/debug-info --build` makes.
enum Fixture {
    static let names = ["lines-4-O2", "lines-5-O0", "lines-5-O2"]

    static func bytes(_ file: String) throws -> [UInt8] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return Array(try Data(contentsOf: folder.appendingPathComponent("DebugInfo/\(file)")))
    }

    static func information(_ name: String) throws -> DebugInformation {
        DebugInformation(try BinaryDecoder.decode(bytes(name + ".wasm")))
    }
}

/// A module of one function whose body is `nop`s, with debug sections that a test makes.
struct DebugModule {
    static let codeBytes = 256
    var sections: [(name: String, contents: [UInt8])] = []

    /// The module; its code section has ``codeBytes`` bytes and a few more.
    var bytes: [UInt8] {
        var bytes: [UInt8] = [0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00]
        func add(_ id: UInt8, _ contents: [UInt8]) {
            bytes += [id] + DebugModule.leb(contents.count) + contents
        }
        add(1, [0x01, 0x60, 0x00, 0x00])
        add(3, [0x01, 0x00])
        let body: [UInt8] = [0x00] + Array(repeating: 0x01, count: DebugModule.codeBytes - 2) + [0x0B]
        add(10, [0x01] + DebugModule.leb(body.count) + body)
        for section in sections {
            add(0, DebugModule.leb(section.name.utf8.count) + section.name.utf8 + section.contents)
        }
        return bytes
    }

    var information: DebugInformation {
        get throws { DebugInformation(try BinaryDecoder.decode(bytes)) }
    }

    /// The byte offset of the module for an address of DWARF.
    func offset(of address: Int) throws -> Int {
        let information = try information
        let first = try #require(information.codeOffsets(ofFunction: 0)).lowerBound
        // Before the instructions: the number of functions, the body's size in two bytes, and the number of locals.
        return first - 4 + address
    }

    static func leb(_ number: Int) -> [UInt8] {
        var (rest, result) = (UInt64(number), [UInt8]())
        repeat {
            result.append(UInt8(rest & 127) | (rest > 127 ? 128 : 0))
            rest >>= 7
        } while rest > 0
        return result
    }

    static func word(_ number: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }

    static func half(_ number: Int) -> [UInt8] { (0..<2).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }

    /// A unit of version 4 with these entries, or a line program of version 4.
    static func unit(_ entries: [UInt8], abbreviations: Int = 0) -> [UInt8] {
        let rest = half(4) + word(abbreviations) + [4] + entries
        return word(rest.count) + rest
    }

    /// A line program of version 4 with the file `a.c`.
    static func lines(_ program: [UInt8], lineRange: UInt8 = 14, files: [UInt8] = Array("a.c".utf8) + [0, 0, 0, 0, 0])
        -> [UInt8]
    {
        let header: [UInt8] = [1, 1, 1, 0xFB, lineRange, 13, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1] + [0] + files
        let rest = half(4) + word(header.count) + header + program
        return word(rest.count) + rest
    }

    /// A module of one unit, whose line program and abbreviations are these, too.
    init(abbreviations: [UInt8], entries: [UInt8], lines: [UInt8] = [], others: [(String, [UInt8])] = []) {
        sections = [
            (".debug_abbrev", abbreviations), (".debug_info", DebugModule.unit(entries)), (".debug_line", lines),
        ]
        sections += others.map { ($0.0, $0.1) }
    }
}
