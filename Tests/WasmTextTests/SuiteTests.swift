import Foundation
import Testing
import WasmBinary
import WasmSyntax
import WasmText

/// The official test suite, if it is available: in `../shared/testsuite` or in the folder that `NESTBOX_TESTSUITE`
/// names.
enum Suite {
    static let folder: String? = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder =
            ProcessInfo.processInfo.environment["NESTBOX_TESTSUITE"]
            ?? root.appendingPathComponent("../shared/testsuite").standardized.path
        return FileManager.default.fileExists(atPath: folder) ? folder : nil
    }()

    /// The paths of all scripts.
    static let scripts: [String] = {
        guard let folder, let paths = FileManager.default.enumerator(atPath: folder) else { return [] }
        return paths.compactMap { $0 as? String }.filter { $0.hasSuffix(".wast") }.sorted()
    }()

    /// Assertions about sizes that WebAssembly 3.0 checks in validation, not in parsing.
    static let outdated: Set = [83, 87, 91].reduce(into: Set<String>()) {
        $0.insert("proposals/threads/memory.wast:\($1)")
    }

    static func script(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: folder ?? "").appendingPathComponent(path)))
    }
}

@Suite(.enabled(if: Suite.folder != nil))
struct SuiteTests {
    /// Every well-formed module parses, and every malformed text is refused.
    @Test(arguments: Suite.scripts)
    func modulesParseIfAndOnlyIfWellFormed(_ path: String) throws {
        var parser = try ScriptParser(try Suite.script(path))
        while let command = try parser.next() {
            switch command.kind {
            case .module(let module), .definition(let module), .assertInvalid(let module, _),
                .assertInvalidCustom(let module, _), .assertUnlinkable(let module, _),
                .assertUninstantiable(let module, _):
                #expect(throws: Never.self, "line \(command.line)") { _ = try module.parse() }
            case .assertMalformed(let module, let message), .assertMalformedCustom(let module, let message):
                if case .binary = module.content { continue }
                if Suite.outdated.contains("\(path):\(command.line)") { continue }
                let error = #expect(throws: ParseError.self, "line \(command.line): \(message)") {
                    _ = try module.parse()
                }
                #expect(error?.kind.description.hasPrefix(message) == true, "line \(command.line)")
            default: break
            }
        }
    }

    /// A function's constant and the constant that the script expects are parsed to the same bits.
    @Test func constantsAreReadToTheExpectedBits() throws {
        var parser = try ScriptParser(try Suite.script("const.wast"))
        var constant: Instruction?
        var compared = 0
        while let command = try parser.next() {
            switch command.kind {
            case .module(let module):
                guard case .module(let module) = try module.parse(), let body = module.bodies.first else { continue }
                var code = DecodedCode()
                try InstructionDecoder.decode(body.code, of: module.bytes, into: &code)
                constant = code.instructions.first
            case .assertReturn(_, let results):
                switch results.first?.alternatives.first {
                case .value(.f32(let bits))?: #expect(constant?.wide == UInt64(bits), "line \(command.line)")
                case .value(.f64(let bits))?: #expect(constant?.wide == bits, "line \(command.line)")
                default: continue
                }
                compared += 1
            default: break
            }
        }
        #expect(compared > 100)
    }

    /// Modules survive printing and parsing, and encoding and decoding.
    @Test(arguments: Suite.scripts)
    func modulesSurviveEveryRoundTrip(_ path: String) throws {
        var parser = try ScriptParser(try Suite.script(path))
        while let command = try parser.next() {
            switch command.kind {
            case .module(let module), .definition(let module), .assertInvalid(let module, _),
                .assertInvalidCustom(let module, _), .assertUnlinkable(let module, _),
                .assertUninstantiable(let module, _):
                guard let module = RoundTrip.module(try? module.parse()) else { continue }
                #expect(try RoundTrip.survivesText(module), "text, line \(command.line)")
                #expect(try RoundTrip.survivesBinary(module), "binary, line \(command.line)")
            default: break
            }
        }
    }
}

enum RoundTrip {
    static func module(_ parsed: ScriptModule.Parsed?) -> ModuleSyntax? {
        switch parsed {
        case .module(let module): module
        case .binary(let bytes): (try? BinaryDecoder.decode(bytes)).map(normalized)
        case .defined, nil: nil
        }
    }

    /// Returns the module without what the text cannot express: the grouping of locals, and a data count that no
    /// instruction needs.
    static func normalized(_ module: ModuleSyntax) -> ModuleSyntax {
        var result = module
        for index in result.bodies.indices {
            var groups: [LocalGroup] = []
            for group in result.bodies[index].locals where group.count > 0 {
                if groups.last?.type == group.type {
                    groups[groups.count - 1].count += group.count
                } else {
                    groups.append(group)
                }
            }
            result.bodies[index].locals = groups
        }
        var code = DecodedCode()
        let usesData = result.bodies.contains { body in
            try? InstructionDecoder.decode(body.code, of: module.bytes, into: &code)
            return code.usesDataSegments
        }
        if !usesData { result.dataCount = nil }
        return result
    }

    static func survivesText(_ module: ModuleSyntax) throws -> Bool {
        let text = try TextPrinter.print(module)
        return try TextParser.parseModule(text).isEquivalent(to: module)
    }

    static func survivesBinary(_ module: ModuleSyntax) throws -> Bool {
        try BinaryDecoder.decode(BinaryEncoder.encode(module)).isEquivalent(to: module)
    }
}
