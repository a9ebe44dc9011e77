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
    public func changes() throws(Errno) -> [OverlayChange] {
        var changes: [OverlayChange] = []
        var pending: [(node: MemoryNode, path: String)] = [(node, "")]
        while let (node, path) = pending.popLast() {
            func inner(_ name: FileName) -> String {
                path.isEmpty ? name.description : path + "/" + name.description
            }
            for name in node.hidden where node.entries[name] == nil {
                changes.append(OverlayChange(path: inner(name), kind: .removed, type: .unknown))
            }
            for (name, number) in node.inPlace {
                guard let child = volume.node(number) else { continue }
                if child.isDirectory {
                    pending.append((child, inner(name)))
                } else if child.isChanged {
                    changes.append(OverlayChange(path: inner(name), kind: .modified, type: child.type))
                }
            }
            try addMade(in: node, to: &changes, inner)
        }
        return changes.sorted { $0.sortKey.lexicographicallyPrecedes($1.sortKey) }
    }

    /// The names that were made in a directory of the folder below, and all that they lead to.
    private func addMade(
        in node: MemoryNode, to changes: inout [OverlayChange], _ inner: (FileName) -> String
    ) throws(Errno) {
        var sequence: UInt64 = 0
        while let entry = node.entries.next(after: sequence) {
            sequence = entry.sequence
            guard let child = volume.node(entry.node) else { continue }
            let kind: OverlayChange.Kind = node.hidden.contains(entry.name) ? .modified : .added
            let path = inner(entry.name)
            changes.append(OverlayChange(path: path, kind: kind, type: child.type))
            guard child.isDirectory else { continue }
            for item in try VolumeDirectory(child, of: volume).items() {
                changes.append(
                    OverlayChange(path: path + "/" + item.path, kind: .added, type: item.status.type))
            }
        }
    }
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

    /// The names that lead to it, with `/` in between. Something that was renamed has its old path removed, and the new
    /// one added.
    public var path: String
    public var kind: Kind
    /// What it is now; of what was removed, unknown.
    public var type: FileType

    /// With a separator that comes before all that a name can hold.
    fileprivate var sortKey: [UInt8] { path.utf8.map { $0 == UInt8(ascii: "/") ? 0 : $0 } }
}
