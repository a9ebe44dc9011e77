import WasmSyntax

/// A source file as a module's debug information names it. Nothing says that the file exists.
public struct SourceFile: Hashable, Sendable {
    /// The path, with the folder of the compilation before a relative one. Bytes that are not UTF-8 are replaced, and
    /// those beyond ``maximumPathBytes`` are left out.
    public var path: Name
    /// The folder in which the compiler was started; `nil` if it is unknown.
    public var compilationFolder: Name?

    /// The most bytes of a path that are kept.
    public static let maximumPathBytes = 4096

    /// A file with this path.
    public init(path: Name, compilationFolder: Name? = nil) {
        (self.path, self.compilationFolder) = (path, compilationFolder)
    }
}

extension SourceFile: CustomStringConvertible {
    /// The path for a message: without the folder of the compilation if it begins with it, escaped as ``Name/description``,
    /// and without its beginning if it is longer than about 200 bytes.
    public var description: String {
        var rest = path.utf8[...]
        if let folder = compilationFolder?.utf8, !folder.isEmpty, rest.starts(with: folder) {
            let inside = rest.dropFirst(folder.count)
            if inside.first == SourceFile.separator {
                rest = inside.drop { $0 == SourceFile.separator }
            } else if folder.last == SourceFile.separator {
                rest = inside
            }
        }
        if rest.isEmpty { rest = path.utf8[...] }
        return SourceFile.end(of: String(decoding: rest, as: UTF8.self))
    }

    /// The end of a text that has about 200 bytes when it is escaped.
    private static func end(of text: String) -> String {
        var (parts, bytes): ([String], Int) = ([], 0)
        for scalar in text.unicodeScalars.reversed() {
            let part = Name.withoutControls(String(scalar))
            bytes &+= part.utf8.count
            guard bytes <= Name.descriptionLimit else {
                parts.append("…")
                break
            }
            parts.append(part)
        }
        return parts.reversed().joined()
    }

    static let separator = UInt8(ascii: "/")
}

/// A place in a program's source from which code was made, and the function there.
public struct SourceLocation: Hashable, Sendable {
    /// The function's name, without the namespaces around it; the linkage name if it has no other. `nil` if it is unknown.
    public var function: Name?
    /// The file; `nil` if it is unknown.
    public var file: SourceFile?
    /// The line, from 1 on; 0 if the code belongs to no line.
    public var line: Int
    /// The column, from 1 on; 0 if it is unknown.
    public var column: Int
    /// Whether the compiler has put the function's code into that of its caller, which is the next location.
    public var isInlined: Bool

    /// A location.
    public init(function: Name? = nil, file: SourceFile? = nil, line: Int = 0, column: Int = 0, isInlined: Bool = false)
    {
        (self.function, self.file, self.line, self.column) = (function, file, line, column)
        self.isInlined = isInlined
    }
}

extension SourceLocation: CustomStringConvertible {
    /// The file, the line and the column as compilers write them, such as `src/a.c:14:9`, escaped for a terminal.
    public var description: String {
        var text = file?.description ?? "unknown file"
        if line > 0 {
            text += ":\(line)"
            if column > 0 { text += ":\(column)" }
        }
        return text
    }
}

/// Code that was made from one place of a source.
public struct LineRow: Hashable, Sendable {
    /// The byte offsets in the module.
    public var offsets: Range<Int>
    /// The file; `nil` if it is unknown.
    public var file: SourceFile?
    /// The line, from 1 on; 0 if the code belongs to no line.
    public var line: Int
    /// The column, from 1 on; 0 if it is unknown.
    public var column: Int
    /// Whether the compiler recommends the beginning as a place for a breakpoint.
    public var isStatement: Bool

    /// A row.
    public init(offsets: Range<Int>, file: SourceFile?, line: Int, column: Int, isStatement: Bool) {
        (self.offsets, self.file, self.line, self.column) = (offsets, file, line, column)
        self.isStatement = isStatement
    }
}
