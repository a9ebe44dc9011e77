import WasmSyntax

/// A file given as a module that is neither binary nor text WebAssembly.
public struct FileFormatError: NestboxError, Hashable, Sendable, CustomStringConvertible {
    /// The format that the file seems to have; `nil` if it is unknown.
    public var format: FileFormat?
    /// The first bytes of the file, at most eight.
    public var beginning: [UInt8]

    public var description: String {
        "neither binary nor text WebAssembly: " + (format?.advice ?? "a file of an unknown format, which begins with ")
            + (format == nil ? beginning.map(FileFormatError.hexadecimal).joined(separator: " ") : "")
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return digits.utf8.count == 1 ? "0" + digits : digits
    }
}

/// A format of files that are given as modules by mistake.
public enum FileFormat: CaseIterable, Hashable, Sendable {
    /// A file without bytes.
    case empty
    /// A pointer that Git LFS leaves in the place of a large file.
    case gitLFSPointer
    /// An HTML page.
    case html
    /// An XML document.
    case xml
    /// A JSON document.
    case json
    /// JavaScript, such as the code that toolchains make beside a module.
    case javaScript
    /// Source code in C, C++ or Rust.
    case sourceCode
    /// A Markdown document.
    case markdown
    /// A script that begins with `#!`.
    case script
    /// Text in UTF-16.
    case utf16
    /// Text in UTF-8 after a byte order mark.
    case byteOrderMark
    /// A file compressed with gzip.
    case gzip
    /// A file compressed with Zstandard.
    case zstandard
    /// A file compressed with xz.
    case xz
    /// A file compressed with bzip2.
    case bzip2
    /// A ZIP archive.
    case zip
    /// A tar archive.
    case tar
    /// An ELF file: a program or library of Linux.
    case elf
    /// A Mach-O file: a program or library of macOS.
    case machO
    /// A program or library of Windows.
    case windowsExecutable
    /// LLVM bitcode.
    case llvmBitcode
    /// An archive of object files.
    case staticLibrary
    /// A class file of Java.
    case javaClass
    /// Text of another kind.
    case otherText

    /// A clause that says what the file seems to be, and what can be done.
    var advice: String {
        switch self {
        case .empty: "the file is empty"
        case .gitLFSPointer: "a Git LFS pointer instead of the file: `git lfs pull` fetches the file"
        case .html: "an HTML page, as servers send when they do not find a file: download the module again"
        case .xml: "an XML document"
        case .json: "a JSON document"
        case .javaScript: "JavaScript, perhaps the glue code of a module: the module is the .wasm file beside it"
        case .sourceCode: "source code of C or a similar language: compile it to WebAssembly first"
        case .markdown: "text that begins with #, such as Markdown"
        case .script: "a script that begins with #!"
        case .utf16: "text in UTF-16: save it as UTF-8"
        case .byteOrderMark: "text with a byte order mark: save it as UTF-8 without one"
        case .gzip: "compressed with gzip: decompress it with `gunzip`"
        case .zstandard: "compressed with Zstandard: decompress it with `unzstd`"
        case .xz: "compressed with xz: decompress it with `unxz`"
        case .bzip2: "compressed with bzip2: decompress it with `bunzip2`"
        case .zip: "a ZIP archive: unpack it first"
        case .tar: "a tar archive: unpack it first"
        case .elf, .machO, .windowsExecutable: "\(executable) executable or library: compile the program to WebAssembly"
        case .llvmBitcode: "LLVM bitcode: link it to a WebAssembly module first"
        case .staticLibrary: "a static library or another archive of `ar`: link it to a WebAssembly module first"
        case .otherText: "text that does not begin with a parenthesis"
        case .javaClass: "a Java class or a Mach-O universal binary: compile the program to WebAssembly"
        }
    }

    private var executable: String {
        switch self {
        case .elf: "an ELF"
        case .machO: "a Mach-O"
        default: "a Windows"
        }
    }

    /// The bytes with which files of a format begin.
    private static let magicNumbers: [(bytes: [UInt8], format: FileFormat)] = [
        ([0x1F, 0x8B], .gzip), ([0x28, 0xB5, 0x2F, 0xFD], .zstandard), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], .xz),
        (Array("BZh".utf8), .bzip2), (Array("PK\u{3}\u{4}".utf8), .zip), (Array("PK\u{5}\u{6}".utf8), .zip),
        ([0x7F, 0x45, 0x4C, 0x46], .elf),
        ([0xCF, 0xFA, 0xED, 0xFE], .machO), ([0xCE, 0xFA, 0xED, 0xFE], .machO),
        ([0xCA, 0xFE, 0xBA, 0xBE], .javaClass), (Array("MZ".utf8), .windowsExecutable),
        ([0x42, 0x43, 0xC0, 0xDE], .llvmBitcode), (Array("!<arch>\n".utf8), .staticLibrary),
        ([0xFE, 0xFF], .utf16), ([0xFF, 0xFE], .utf16), ([0xEF, 0xBB, 0xBF], .byteOrderMark),
        (Array("version https://git-lfs.github.com/spec/".utf8), .gitLFSPointer), (Array("#!".utf8), .script),
    ]

    /// The words with which texts of a format begin, in lower case, after white space. The first that fits counts.
    private static let beginnings: [(text: String, format: FileFormat)] = [
        ("<!doctype html", .html), ("<html", .html), ("<?xml", .xml), ("<", .xml), ("{", .json), ("[", .json),
        ("#include", .sourceCode), ("#define", .sourceCode), ("#if", .sourceCode), ("#pragma", .sourceCode),
        ("#", .markdown),
        ("(function(", .javaScript), ("(async", .javaScript), ("(()", .javaScript), ("\"use strict\"", .javaScript),
        ("'use strict'", .javaScript), ("var ", .javaScript), ("let ", .javaScript), ("const ", .javaScript),
        ("function ", .javaScript), ("async ", .javaScript), ("export ", .javaScript), ("import {", .javaScript),
        ("import *", .javaScript),
    ]

    /// Words of JavaScript that C has not, to tell apart texts that begin with the comments of both.
    private static let wordsOfJavaScript = [
        "function(", "function ", "=>", "var ", "let ", "require(", "export ", "import ",
    ]

    /// Returns the format that a file seems to have; `nil` if it is unknown. Looks at the first kibibyte.
    init?(of bytes: [UInt8]) {
        let start = Array(bytes.prefix(1_024))
        if start.isEmpty {
            self = .empty
        } else if let match = FileFormat.magicNumbers.first(where: { start.starts(with: $0.bytes) }) {
            self = match.format
        } else if start.dropFirst(257).starts(with: Array("ustar".utf8)) {
            self = .tar
        } else if FileFormat.isUTF16(start) {
            self = .utf16
        } else if let format = FileFormat.text(start) {
            self = format
        } else {
            return nil
        }
    }

    /// Whether every second byte is zero, as in a Latin text in UTF-16.
    private static func isUTF16(_ bytes: [UInt8]) -> Bool {
        let pairs = bytes.count / 2
        guard pairs > 1 else { return false }
        let zeros = (0..<(pairs &* 2)).filter { bytes[$0] == 0 }
        return zeros.count == pairs && zeros.allSatisfy { $0 & 1 == zeros[0] & 1 }
    }

    private static func text(_ bytes: [UInt8]) -> FileFormat? {
        let text = String(decoding: bytes, as: UTF8.self)
        let content = text.drop { $0.isWhitespace }
        let beginning = content.prefix(40).lowercased()
        if let match = beginnings.first(where: { beginning.hasPrefix($0.text) }) { return match.format }
        guard beginning.hasPrefix("//") || beginning.hasPrefix("/*") else {
            let beginsModule = beginning.first.map { "(;".contains($0) } ?? true
            return !beginsModule && FileFormatError.isPlainText(bytes) ? .otherText : nil
        }
        let others = content.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("//") && !$0.hasPrefix(" *") }
        let isJavaScript = others.contains { line in wordsOfJavaScript.contains { line.contains($0) } }
        return isJavaScript ? .javaScript : .sourceCode
    }
}

extension FileFormatError {
    /// Returns the error for bytes that could neither be decoded nor parsed as a module; `nil` if they are a module with a
    /// fault, in the binary or the text format.
    package init?(of bytes: [UInt8]) {
        let magicNumber: [UInt8] = [0, 0x61, 0x73, 0x6D]
        let start = bytes.prefix(4)
        // A module that is cut off within the magic number, or whose first byte is wrong, is still a module.
        if !start.isEmpty, magicNumber.starts(with: start) || start.dropFirst().elementsEqual(magicNumber.dropFirst()) {
            return nil
        }
        format = FileFormat(of: bytes)
        // Other text, even if it is not UTF-8, is taken for the text format, whose error has the place of the fault.
        if format == nil, bytes.first == UInt8(ascii: "(") || FileFormatError.isPlainText(bytes) { return nil }
        beginning = Array(bytes.prefix(8))
    }

    fileprivate static func isPlainText(_ bytes: [UInt8]) -> Bool {
        bytes.prefix(1_024).allSatisfy { $0 >= 0x20 && $0 != 0x7F || (0x09...0x0D).contains($0) }
            && !String(decoding: bytes.prefix(1_020), as: UTF8.self).dropLast().contains("\u{FFFD}")
    }
}
