/// A tree of names: however deep the directories are, each name is stored once.
struct NameTree: Sendable {
    private var names: [FileName] = []
    private var parents: [Int] = []

    /// The index of the directory at the top, which has no name.
    static let top = -1

    /// Adds a name in a directory, and returns its index.
    mutating func add(_ name: FileName, in parent: Int) -> Int {
        names.append(name)
        parents.append(parent)
        return names.count &- 1
    }

    func name(_ index: Int) -> FileName { names[index] }

    func parent(_ index: Int) -> Int { parents[index] }

    /// The names that lead to an index, separated by `/`.
    func path(_ index: Int) -> String {
        var way: [Int] = []
        var current = index
        while current != NameTree.top {
            way.append(current)
            current = parents[current]
        }
        var bytes: [UInt8] = []
        for (position, index) in way.reversed().enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: "/")) }
            bytes.append(contentsOf: names[index].bytes)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Opens the directories that a tree names, and keeps those on the current path open: visited in the tree's order, each
/// directory is opened once.
struct TreeCursor {
    private let tree: NameTree
    private let isMaking: Bool
    private var held: [(index: Int, directory: any WASIDirectory)]
    private var positions: [Int: Int]

    /// - Parameter isMaking: Whether missing directories are made.
    init(_ tree: NameTree, in top: any WASIDirectory, isMaking: Bool) {
        self.tree = tree
        self.isMaking = isMaking
        held = [(NameTree.top, top)]
        positions = [NameTree.top: 0]
    }

    /// The directory that contains the name at an index.
    ///
    /// - Throws: As ``WASIDirectory/openDirectory(_:)`` and, if missing ones are made,
    ///   ``WASIDirectory/createDirectory(_:)``.
    mutating func directory(of index: Int) throws(Errno) -> any WASIDirectory {
        var missing: [Int] = []
        var current = tree.parent(index)
        while positions[current] == nil {
            missing.append(current)
            current = tree.parent(current)
        }
        while let last = held.last, last.index != current {
            positions[last.index] = nil
            held.removeLast()
        }
        var directory = held[held.count &- 1].directory
        for index in missing.reversed() {
            directory = try directory.descend([tree.name(index)], making: isMaking)
            positions[index] = held.count
            held.append((index, directory))
        }
        return directory
    }
}
