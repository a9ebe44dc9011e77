/// A folder in front of another one, which is only read: everything that a guest changes stays in memory. The changes
/// can be listed, discarded, or written out.
///
/// The guest sees what it would see if it worked on the folder below. Renaming a directory of that folder copies
/// nothing; of a changed file, only the parts that are written are copied. Two things differ. A file with several names
/// appears as several files. And changes that others make in the folder below meanwhile are visible only where nothing
/// was opened or changed here, so the two may not fit together.
///
/// It can be granted to several guests as long as only one thread uses it.
public final class OverlayFolder: VolumeDirectory {
    /// Puts an overlay in front of a folder.
    ///
    /// - Parameters:
    ///   - lower: The folder below: a `HostFolder`, one in memory, another overlay.
    ///   - byteLimit: The maximum number of bytes of changed files, counted in blocks of 512. Beyond it, calls fail
    ///     with `ENOSPC`.
    ///   - fileLimit: The maximum number of files, directories and links that are made, changed or in use, together
    ///     with those removed from the folder below. Beyond it, calls fail with `ENOSPC`.
    ///   - clocks: As for ``MemoryFolder``.
    /// - Throws: The errors of the folder below when its status is read.
    public init(
        above lower: any WASIDirectory, byteLimit: UInt64 = 64 << 20, fileLimit: Int = 65_536,
        clocks: (any WASIClocks)? = nil
    ) throws(Errno) {
        let usage = MemoryUsage(byteLimit: byteLimit, fileLimit: fileLimit)
        let volume = try MemoryVolume(above: lower, usage, clocks: clocks)
        super.init(volume.root, of: volume)
    }

    /// Discards all changes: the folder again shows the folder below. Files and directories that a guest has open,
    /// except the folder itself, behave as if they had been removed.
    public func discardChanges() { volume.reset() }

    /// The differences between the folder and the one below, sorted by the bytes of the names, a directory before its
    /// contents.
    ///
    /// - Throws: The errors of listing the folder below.
    public func changes() throws(Errno) -> [OverlayChange] { try findChanges().changes }

    /// The changes, and the tree that their indices refer to.
    func findChanges() throws(Errno) -> (tree: NameTree, changes: [OverlayChange]) {
        var tree = NameTree()
        var found: [FoundChange] = []
        var pending = [(node: node, index: NameTree.top, names: OverlayFolder.names(in: node))]
        while let level = pending.last {
            guard let name = level.names.last else {
                pending.removeLast()
                continue
            }
            pending[pending.count &- 1].names.removeLast()
            let index = tree.add(name, in: level.index)
            if let number = level.node.entries[name] {
                guard let child = volume.node(number) else { continue }
                let isReplaced = level.node.hidden.contains(name)
                found.append(
                    FoundChange(index: index, kind: isReplaced ? .modified : .added, type: child.type, isMade: true))
                guard child.isDirectory else { continue }
                let made = VolumeDirectory(child, of: volume)
                try FolderCopy.walk(made, at: index, &tree) { (visited) throws(Errno) in
                    found.append(
                        FoundChange(index: visited.index, kind: .added, type: visited.status.type, isMade: true))
                }
            } else if let child = level.node.inPlace[name].flatMap({ volume.node($0) }) {
                if child.isDirectory {
                    pending.append((child, index, OverlayFolder.names(in: child)))
                } else if child.isChanged {
                    found.append(FoundChange(index: index, kind: .modified, type: child.type, isMade: false))
                }
            } else if level.node.hidden.contains(name) {
                found.append(FoundChange(index: index, kind: .removed, type: .unknown, isMade: false))
            }
        }
        return (tree, found.map { OverlayChange($0, in: tree) })
    }

    /// The names in a directory of the folder below that may have changed, in descending order.
    private static func names(in node: MemoryNode) -> [FileName] {
        var names = node.hidden.union(node.inPlace.keys)
        var sequence: UInt64 = 0
        while let entry = node.entries.next(after: sequence) {
            sequence = entry.sequence
            names.insert(entry.name)
        }
        return names.sorted { $1.bytes.lexicographicallyPrecedes($0.bytes) }
    }
}

/// A change, before the tree of all names is complete.
private struct FoundChange {
    var index: Int
    var kind: OverlayChange.Kind
    var type: FileType
    var isMade: Bool
}

/// A difference between an overlay and the folder below.
public struct OverlayChange: Hashable, Sendable {
    /// The kind of a difference.
    public enum Kind: Hashable, Sendable {
        /// The folder below has no such name.
        case added
        /// The bytes or times differ, or something else has the name.
        case modified
        /// The name is gone; for a directory, with everything below it.
        case removed
    }

    /// The kind of the difference.
    public var kind: Kind
    /// The type of the item now; ``FileType/unknown`` if it was removed.
    public var type: FileType
    /// Whether the item's name, or that of a directory that contains it, was made in the overlay.
    let isMade: Bool
    let index: Int
    private let tree: NameTree

    fileprivate init(_ found: FoundChange, in tree: NameTree) {
        (index, kind, type, isMade) = (found.index, found.kind, found.type, found.isMade)
        self.tree = tree
    }

    /// The names that lead to the item, separated by `/`; assembled on each access. A renamed item appears twice: as
    /// removed under its old path, and as added under the new one.
    public var path: String { tree.path(index) }

    public static func == (change: OverlayChange, other: OverlayChange) -> Bool {
        change.kind == other.kind && change.type == other.type && change.path.utf8.elementsEqual(other.path.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(type)
        hasher.combine(path)
    }
}
