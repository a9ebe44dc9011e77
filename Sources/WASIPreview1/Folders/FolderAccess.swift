// The operations of a host on a folder of any kind: filling it, inspecting it, copying it. A path is a sequence of
// names separated by `/`, relative to the directory; the empty path is the directory itself. Nothing here follows
// symbolic links, and nothing is recursive: a guest can make a tree so deep that recursion would overflow the stack.

/// A file, directory or symbolic link in a folder, as ``WASIDirectory/items()`` reports it.
public struct FolderItem: Hashable, Sendable {
    /// The attributes of the item.
    public var status: FileStatus
    private let tree: NameTree
    private let index: Int

    init(_ index: Int, in tree: NameTree, _ status: FileStatus) {
        self.index = index
        self.tree = tree
        self.status = status
    }

    /// The names that lead to the item, separated by `/`. The path is assembled on each access: in a deep tree, the
    /// paths of all items together are much longer than their names.
    public var path: String { tree.path(index) }

    public static func == (item: FolderItem, other: FolderItem) -> Bool {
        item.status == other.status && item.path.utf8.elementsEqual(other.path.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(status)
        hasher.combine(path)
    }
}

extension WASIDirectory {
    /// Returns the directory at a path.
    ///
    /// - Throws: `EINVAL` for an absolute path or a component that is not a ``FileName``, such as `..`; `ENOTDIR` for
    ///   anything but a directory, symbolic links included; else as ``openDirectory(_:)``.
    public func directory(at path: String) throws(Errno) -> any WASIDirectory {
        try descend(FolderPath.names(path)[...], making: false)
    }

    /// Makes the directory at a path, with its missing parents, and returns it. It may exist already.
    ///
    /// - Throws: As ``directory(at:)`` and ``createDirectory(_:)``.
    @discardableResult
    public func makeDirectories(at path: String) throws(Errno) -> any WASIDirectory {
        try descend(FolderPath.names(path)[...], making: true)
    }

    /// Reads all bytes of a file.
    ///
    /// - Parameter limit: The maximum size of the file in bytes; a larger file throws `EFBIG`.
    /// - Throws: As ``directory(at:)`` and ``openFile(_:for:)``.
    public func readFile(at path: String, limit: Int = 1 << 30) throws(Errno) -> [UInt8] {
        let (parent, name) = try split(path, making: false)
        let file = try parent.openFile(name, for: .read)
        guard try file.status().byteCount <= UInt64(max(0, limit)) else { throw .fbig }
        var bytes: [UInt8] = []
        try FolderCopy.pieces(of: file) { (piece) throws(Errno) in
            guard bytes.count &+ piece.count <= limit else { throw .fbig }
            for index in 0..<piece.count { bytes.append(piece[index]) }
        }
        return bytes
    }

    /// Writes a file: makes it, or replaces its contents if it exists. Missing directories are made.
    ///
    /// - Throws: As ``makeDirectories(at:)`` and ``openFile(_:for:)``; `ENOSPC`.
    public func writeFile(at path: String, _ bytes: [UInt8]) throws(Errno) {
        let (parent, name) = try split(path, making: true)
        let file = try FolderCopy.openForWriting(name, in: parent)
        try file.setSize(0)
        try FolderCopy.write(bytes.span, to: file, at: 0)
    }

    /// Makes a symbolic link. Missing directories are made.
    ///
    /// - Throws: As ``makeDirectories(at:)`` and ``createSymbolicLink(_:to:)``.
    public func makeSymbolicLink(at path: String, to target: String) throws(Errno) {
        let (parent, name) = try split(path, making: true)
        try parent.createSymbolicLink(name, to: Array(target.utf8))
    }

    /// The target of a symbolic link; `nil` if it is not UTF-8.
    ///
    /// - Throws: As ``directory(at:)`` and ``readSymbolicLink(_:)``.
    public func targetOfSymbolicLink(at path: String) throws(Errno) -> String? {
        let (parent, name) = try split(path, making: false)
        let target = try parent.readSymbolicLink(name)
        return target.isUTF8 ? String(decoding: target, as: UTF8.self) : nil
    }

    /// The attributes of the item at a path; for a symbolic link, its own.
    ///
    /// - Throws: As ``directory(at:)`` and ``status(of:)``.
    public func status(at path: String) throws(Errno) -> FileStatus {
        guard !(try FolderPath.names(path).isEmpty) else { return try status() }
        let (parent, name) = try split(path, making: false)
        return try parent.status(of: name)
    }

    /// Removes a file, or a directory with all its contents.
    ///
    /// - Throws: As ``directory(at:)``; `EINVAL` for the empty path, which is the directory itself; what removing
    ///   throws.
    public func remove(at path: String) throws(Errno) {
        let (parent, name) = try split(path, making: false)
        try FolderCopy.removeTree(name, in: parent)
    }

    /// All items in the directory and its subdirectories. A directory comes before its contents; the names in one
    /// directory are sorted by their bytes.
    ///
    /// - Throws: The errors of opening, listing and reading the status.
    public func items() throws(Errno) -> [FolderItem] {
        var tree = NameTree()
        var found: [(index: Int, status: FileStatus)] = []
        try FolderCopy.walk(self, &tree) { (visited) throws(Errno) in
            found.append((visited.index, visited.status))
        }
        return found.map { FolderItem($0.index, in: tree, $0.status) }
    }

    /// Copies everything in the directory to another one: directories, regular files and symbolic links, without their
    /// times. The contents of the other directory are kept, but files of the same names are overwritten. A file with
    /// several names becomes several files.
    ///
    /// - Throws: The errors of reading and writing. Everything copied before an error stays.
    public func copyItems(to other: any WASIDirectory) throws(Errno) {
        var tree = NameTree()
        // The open directories of the copy that lead to the visited item, with their indices.
        var targets = [(index: NameTree.top, directory: other)]
        try FolderCopy.walk(self, &tree) { (visited) throws(Errno) in
            while let last = targets.last, last.index != visited.above { targets.removeLast() }
            guard let target = targets.last?.directory else { return }
            let (name, type) = (visited.name, visited.status.type)
            try FolderCopy.copy(name, type, from: visited.parent, to: name, in: target)
            if type == .directory { targets.append((visited.index, try target.openDirectory(name))) }
        }
    }
}

extension WASIDirectory {
    /// Splits a path into the directory that contains its last name, and that name.
    func split(_ path: String, making: Bool) throws(Errno) -> (any WASIDirectory, FileName) {
        let names = try FolderPath.names(path)
        guard let name = names.last else { throw .inval }
        return (try descend(names.dropLast(), making: making), name)
    }

    /// Opens the directory below this one that `names` lead to, and makes missing ones if `making` is set.
    func descend(_ names: ArraySlice<FileName>, making: Bool) throws(Errno) -> any WASIDirectory {
        var directory: any WASIDirectory = self
        for name in names {
            do {
                directory = try directory.openDirectory(name)
            } catch .noent where making {
                try directory.createDirectory(name)
                directory = try directory.openDirectory(name)
            }
        }
        return directory
    }
}

enum FolderPath {
    /// The names in a path, without `.` and empty components.
    ///
    /// - Throws: `EINVAL` for an absolute path or a component that is not a ``FileName``.
    static func names(_ path: String) throws(Errno) -> [FileName] {
        guard path.utf8.first != UInt8(ascii: "/") else { throw .inval }
        var names: [FileName] = []
        for part in path.utf8.split(separator: UInt8(ascii: "/")) {
            if part.elementsEqual([UInt8(ascii: ".")]) { continue }
            guard let name = FileName(part) else { throw .inval }
            names.append(name)
        }
        return names
    }
}

/// Operations on trees of directories. They keep a list of pending directories instead of recursing.
enum FolderCopy {
    static let pieceSize = 256 << 10

    /// An item that a walk visits.
    struct Visited {
        /// The index of the item in the tree of names.
        let index: Int
        /// The index of the directory that contains the item.
        let above: Int
        let name: FileName
        /// The directory that contains the item.
        let parent: any WASIDirectory
        let status: FileStatus
    }

    /// Visits every item below a directory, and adds its name to a tree.
    ///
    /// - Parameter index: The index of the directory in `tree`.
    static func walk(
        _ top: any WASIDirectory, at index: Int = NameTree.top, _ tree: inout NameTree,
        _ visit: (Visited) throws(Errno) -> Void
    ) throws(Errno) {
        var pending: [(directory: any WASIDirectory, index: Int, names: [FileName])] = []
        pending.append((top, index, try names(in: top)))
        while let level = pending.last {
            guard let name = level.names.last else {
                pending.removeLast()
                continue
            }
            pending[pending.count &- 1].names.removeLast()
            let index = tree.add(name, in: level.index)
            let status = try level.directory.status(of: name)
            try visit(
                Visited(index: index, above: level.index, name: name, parent: level.directory, status: status))
            if status.type == .directory {
                let directory = try level.directory.openDirectory(name)
                pending.append((directory, index, try names(in: directory)))
            }
        }
    }

    /// The names in a directory in descending order: the walk takes them from the end.
    private static func names(in directory: any WASIDirectory) throws(Errno) -> [FileName] {
        let listing = try directory.list()
        var names: [FileName] = []
        while let entry = try listing.next() { names.append(entry.name) }
        names.sort { $1.bytes.lexicographicallyPrecedes($0.bytes) }
        return names
    }

    /// Copies a single item; a directory is made without its contents.
    static func copy(
        _ name: FileName, _ type: FileType, from source: any WASIDirectory, to newName: FileName,
        in target: any WASIDirectory
    ) throws(Errno) {
        switch type {
        case .directory:
            do { try target.createDirectory(newName) } catch .exist { _ = try target.openDirectory(newName) }
        case .symbolicLink:
            let link = try source.readSymbolicLink(name)
            do { try target.removeFile(newName) } catch .noent {}
            try target.createSymbolicLink(newName, to: link)
        case .regularFile:
            let file = try source.openFile(name, for: .read)
            let copy = try openForWriting(newName, in: target)
            var offset: UInt64 = 0
            try pieces(of: file) { (piece) throws(Errno) in
                try write(piece, to: copy, at: offset)
                offset &+= UInt64(piece.count)
            }
            try copy.setSize(offset)
        default: break
        }
    }

    static func openForWriting(_ name: FileName, in directory: any WASIDirectory) throws(Errno) -> any WASIFile {
        do {
            return try directory.createFile(name, for: .write)
        } catch .exist {
            return try directory.openFile(name, for: .write)
        }
    }

    /// Reads a file from beginning to end, and calls `body` with each piece.
    static func pieces(of file: any WASIFile, _ body: (Span<UInt8>) throws(Errno) -> Void) throws(Errno) {
        var buffer = [UInt8](repeating: 0, count: pieceSize)
        var offset: UInt64 = 0
        while true {
            var whole = buffer.mutableSpan
            let count = min(try file.read(into: &whole, at: offset), pieceSize)
            guard count > 0 else { return }
            try body(buffer.span.extracting(0..<count))
            offset &+= UInt64(count)
        }
    }

    static func write(_ bytes: Span<UInt8>, to file: any WASIFile, at offset: UInt64) throws(Errno) {
        var done = 0
        while done < bytes.count {
            let rest = bytes.extracting(done..<bytes.count)
            let count = try file.write(rest, at: offset &+ UInt64(done))
            guard count > 0 else { throw .io }
            done &+= min(count, rest.count)
        }
    }

    /// Removes a file, or a directory and all below it.
    static func removeTree(_ name: FileName, in directory: any WASIDirectory) throws(Errno) {
        guard try directory.status(of: name).type == .directory else { return try directory.removeFile(name) }
        var pending = [(parent: directory, name: name, directory: try directory.openDirectory(name))]
        while let level = pending.last {
            if let inner = try removeFiles(in: level.directory) {
                pending.append((level.directory, inner, try level.directory.openDirectory(inner)))
            } else {
                try level.parent.removeDirectory(level.name)
                pending.removeLast()
            }
        }
    }

    /// Removes files and links until the listing reaches a directory. Returns that directory's name, or `nil` if
    /// nothing is left.
    private static func removeFiles(in directory: any WASIDirectory) throws(Errno) -> FileName? {
        let listing = try directory.list()
        while let entry = try listing.next() {
            if try directory.status(of: entry.name).type == .directory { return entry.name }
            try directory.removeFile(entry.name)
        }
        return nil
    }
}
