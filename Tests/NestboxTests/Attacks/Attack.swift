import Foundation
import Nestbox
import Testing
import WASIPreview1

/// A hostile guest of `Tests/Attacks`, with what must come of it. The folder's README says how the files are written.
struct Attack: Codable, Sendable, CustomTestStringConvertible {
    var name: String
    /// What the host does in the folder before: words of lines such as `symlink box/out ../outside`.
    var preparations: [[String]] = []
    /// What it runs with: kinds of folders, in the order of ``FolderKind/allCases``.
    var kinds: [FolderKind] = FolderKind.allCases
    var exitCode: Int32 = 0
    /// The module, in the text format.
    var text: String

    var testDescription: String { name }

    static let folder = Repository.root.appendingPathComponent("Tests/Attacks")

    /// All of them, by name.
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
    /// Puts a module together: error codes as constants, and each string that is written `@"…"` as its address and
    /// its length.
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

    /// The bytes of a string in the text format; `\` and two digits are one.
    private static func size(ofLiteral text: Substring) -> Int {
        let pieces = text.utf8.split(separator: UInt8(ascii: "\\"), omittingEmptySubsequences: false)
        return pieces.dropFirst().reduce(pieces[0].count) { $0 + $1.count - 1 }
    }
}
