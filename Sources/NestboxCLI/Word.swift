import Nestbox
import WASIHost
import WasmSyntax

/// A word of the command line as the system passed it. It need not be UTF-8.
struct Word: Hashable, Sendable {
    /// The bytes of the word.
    let bytes: [UInt8]

    init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    init(_ text: String) { bytes = Array(text.utf8) }

    /// The word as text, in which U+FFFD replaces bytes that are not UTF-8.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether ``text`` is the whole word.
    var isUTF8: Bool { Name.isUTF8(bytes) }

    /// The path of the host that the word is.
    var path: HostPath { HostPath(bytes: bytes) }

    /// Whether the word is `-`: standard input or standard output in the place of a file.
    var isDash: Bool { bytes == [UInt8(ascii: "-")] }

    /// The file that is read by this path: standard input for `-`.
    var inputName: String { isDash ? "standard input" : text }

    /// The file that is written by this path, for a message: standard output for `-`.
    var outputName: String { isDash ? "standard output" : quoted }

    /// The word for a message: in quotes, escaped, and cut if it is long.
    var quoted: String { "'\(Name(text))'" }

    /// The last component of the path that the word is, or the word itself if there is none.
    var lastComponent: [UInt8] { bytes.split(separator: UInt8(ascii: "/")).last.map(Array.init) ?? bytes }

    /// The words before and after the first byte of this value; `nil` if there is none.
    func split(at byte: UInt8) -> (name: Word, value: Word)? {
        guard let place = bytes.firstIndex(of: byte) else { return nil }
        return (Word(bytes[..<place]), Word(bytes[place...].dropFirst()))
    }
}
