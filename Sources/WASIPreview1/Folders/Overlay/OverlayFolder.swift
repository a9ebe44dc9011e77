/// A folder in front of another one, which is only read: everything that a guest changes stays in memory. The changes
/// can be listed, forgotten, or written out.
///
/// What the guest sees is what it would see if it worked on the folder below. Renaming a directory of that folder works
/// and copies nothing; of a file that is changed only the parts that are written are copied. Two things differ: each
/// name of a file with several is a file of its own here; and what others change in the folder below meanwhile is seen
/// as far as it was not opened or changed here, which may not fit together.
///
/// It can be granted to several guests as long as only one thread uses it.
public final class OverlayFolder: VolumeDirectory {
    /// Puts an overlay in front of a folder.
    ///
    /// - Parameters:
    ///   - lower: The folder below: a `HostFolder`, one in memory, another overlay.
    ///   - byteLimit: How many bytes of changed files it can hold, counted in blocks of 512. Beyond it is `ENOSPC`.
    ///   - fileLimit: How many files, directories and links can be made or changed, those removed from the folder below
    ///     included. Beyond it is `ENOSPC`. Those in use count too.
    ///   - clocks: As for ``MemoryFolder``.
    /// - Throws: What the folder below throws when it is asked for its status.
    public init(
        above lower: any WASIDirectory, byteLimit: UInt64 = 64 << 20, fileLimit: Int = 65_536,
        clocks: (any WASIClocks)? = nil
    ) throws(Errno) {
        let usage = MemoryUsage(byteLimit: byteLimit, fileLimit: fileLimit)
        let volume = try MemoryVolume(above: lower, usage, clocks: clocks)
        super.init(volume.root, of: volume)
    }

    /// Forgets all changes: the folder is again what is below. What a guest has open, but for the folder itself, is as
    /// if it had been removed.
    public func discardChanges() { volume.reset() }

    /// How the folder differs from what is below: in the order of the names' bytes, a directory before what is in it.
    ///
    /// - Throws: What listing the folder below throws.
    public func changes() throws(Errno) -> [OverlayChange] { try findChanges().changes }

    /// The changes, with the tree that their indices are of.
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

    /// The names of a directory of the folder below that may have changed, the first one last.
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
    public enum Kind: Hashable, Sendable {
        /// The folder below has no such name.
        case added
        /// Its bytes or times were changed, or something else is in its place.
        case modified
        /// It is not there any more; with a directory, all that is below it.
        case removed
    }

    /// What became of it.
    public var kind: Kind
    /// What it is now; of what was removed, unknown.
    public var type: FileType
    /// Whether it stands under a name that was made here, or is in a directory that does.
    let isMade: Bool
    let index: Int
    private let tree: NameTree

    fileprivate init(_ found: FoundChange, in tree: NameTree) {
        (index, kind, type, isMade) = (found.index, found.kind, found.type, found.isMade)
        self.tree = tree
    }

    /// The names that lead to it, with `/` in between: put together when it is asked for. Something that was renamed has
    /// its old path removed, and the new one added.
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
