import Foundation
import Nestbox
import Testing
import WASIPreview1

/// A hostile guest of `Tests/Attacks`, with the outcome that it must have. The folder's README describes the format of
/// the files.
struct Attack: Codable, Sendable, CustomTestStringConvertible {
    var name: String
    /// The host's preparations in the folder: the words of lines such as `symlink box/out ../outside`.
    var preparations: [[String]] = []
    /// The kinds of folders that it runs with, in the order of ``FolderKind/allCases``.
    var kinds: [FolderKind] = FolderKind.allCases
    var exitCode: Int32 = 0
    /// The module, in the text format.
    var text: String

    var testDescription: String { name }

    static let folder = Repository.root.appendingPathComponent("Tests/Attacks")

    /// All attacks, sorted by name.
    static let all: [Attack] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".wat") && $0 != "prelude.wat" }.sorted().compactMap {
            try? Attack(named: String($0.dropLast(4)))
        }
    }()

    init(named name: String) throws {
        self.name = name
        let own = try String(contentsOf: Attack.folder.appendingPathComponent(name + ".wat"), encoding: .utf8)
        let prelude = try String(contentsOf: Attack.folder.appendingPathComponent("prelude.wat"), encoding: .utf8)
        text = Attack.module(prelude + own)
        for line in own.split(separator: "\n").prefix(while: { $0.hasPrefix(";;") }) {
            let words = line.dropFirst(2).split(separator: " ").map(String.init)
            guard let key = words.first, key.hasSuffix(":") else { continue }
            let rest = Array(words.dropFirst())
            switch key {
            case "host:": preparations.append(rest)
            case "kinds:": kinds = rest.compactMap(FolderKind.init)
            case "exit:": exitCode = rest.first.flatMap { Int32($0) } ?? -1
            default: break
            }
        }
    }
}

extension Attack {
    /// Puts a module together: adds error codes as constants, and replaces each string written `@"…"` by its address
    /// and length.
    private static func module(_ fields: String) -> String {
        var result = "(module\n"
        var added = Errno.allCases.map { "(global $\($0.name) i32 (i32.const \($0.rawValue)))\n" }.joined()
        var address = 65_536
        let parts = fields.components(separatedBy: "@\"")
        result += parts[0]
        for part in parts.dropFirst() {
            let text = part.prefix(while: { $0 != "\"" })
            let count = size(ofLiteral: text)
            result += "(i32.const \(address)) (i32.const \(count))" + part.dropFirst(text.count + 1)
            added += "(data (i32.const \(address)) \"\(text)\")\n"
            address += count
        }
        return result + added + ")\n"
    }

    /// Returns the number of bytes of a string in the text format; `\` and two digits are one byte.
    private static func size(ofLiteral text: Substring) -> Int {
        let pieces = text.utf8.split(separator: UInt8(ascii: "\\"), omittingEmptySubsequences: false)
        return pieces.dropFirst().reduce(pieces[0].count) { $0 + $1.count - 1 }
    }
}
