import Foundation
import Testing
import WasmSyntax
import WasmText

/// The official test suite, where it is at hand: in `../shared/testsuite`, or where `NESTBOX_TESTSUITE` says.
enum Suite {
    static let folder: String? = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = ProcessInfo.processInfo.environment["NESTBOX_TESTSUITE"]
            ?? root.appendingPathComponent("../shared/testsuite").standardized.path
        return FileManager.default.fileExists(atPath: folder) ? folder : nil
    }()

    /// Paths of all scripts, but those whose instructions Nestbox does not have.
    static let scripts: [String] = {
        guard let folder, let paths = FileManager.default.enumerator(atPath: folder) else { return [] }
        return paths.compactMap { $0 as? String }.filter { path in
            path.hasSuffix(".wast") && !unsupported.contains { path.hasPrefix($0) }
        }.sorted()
    }()

    /// Atomic instructions, `try … catch`, and instructions of a proposal not in WebAssembly 3.0.
    static let unsupported = ["proposals/threads/atomic.wast", "legacy/", "proposals/wide-arithmetic/"]

    /// Annotations for branch hints are not read: they change nothing that Nestbox does.
    static let unread = "branch_hint annotation"

    static func script(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: folder ?? "").appendingPathComponent(path)))
    }
}

@Suite(.enabled(if: Suite.folder != nil))
struct SuiteTests {
    /// Every module that is not malformed parses; every text said to be malformed does not.
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
                if message.contains(Suite.unread) { continue }
                let error = #expect(throws: ParseError.self, "line \(command.line): \(message)") {
                    _ = try module.parse()
                }
                if let error, !error.kind.description.hasPrefix(message) {
                    print("MESSAGE \(path):\(command.line): expected \(message), is \(error)")
                }
            default: break
            }
        }
    }
}
