/// A file, directory or symbolic link of a ``MemoryVolume``.
///
/// A node refers to no other node, only the volume's table does: hence freeing a tree, however deep, is not recursive.
final class MemoryNode {
    /// The directory and the name under which the folder below has the node.
    struct Place {
        let directory: UInt64
        let name: FileName
    }

    let type: FileType
    /// The number in the volume; never reused.
    let number: UInt64
    /// The file system, which together with ``inode`` identifies the file. A node from the folder below keeps both
    /// numbers.
    let device: UInt64
    let inode: UInt64
    /// The path in the folder below of a node that comes from there, even if the node was moved since.
    let origin: LowerPath?

    // Contents and attributes.
    var contents = MemoryContents()
    /// The target of a symbolic link that was made in the volume.
    let target: [UInt8]
    /// The names in a directory that were made in the volume.
    var entries = MemoryEntries()
    /// The names in the directory below that were removed or replaced.
    var hidden: Set<FileName> = []
    /// The nodes of the directory below that are in use or changed, by name.
    var inPlace: [FileName: UInt64] = [:]
    var times = (access: UInt64(0), modification: UInt64(0), change: UInt64(0))

    // Position in the tree.
    /// Set while the node is in the place that it has in the folder below.
    var place: Place?
    /// The number of the directory that contains a directory.
    var parent: UInt64
    /// The number of names; 1 for the root.
    var linkCount: UInt64 = 1

    // Reasons to keep the node.
    /// The number of directories, files and listings that have the node open.
    var handleCount = 0
    /// Whether the node differs from the folder below, so that the volume must keep it.
    var isChanged: Bool
    /// The directory or file below, while the node is open.
    var lowerDirectory: (any WASIDirectory)?
    var lowerFile: (any WASIFile)?
    private let usage: MemoryUsage

    /// A node made in the volume. The caller has taken one file, and the bytes of the target, from the usage.
    init(
        _ type: FileType, number: UInt64, parent: UInt64, target: [UInt8] = [], time: UInt64, usage: MemoryUsage
    ) {
        self.type = type
        self.number = number
        self.parent = parent
        self.target = target
        self.usage = usage
        device = usage.device
        inode = number
        origin = nil
        isChanged = true
        times = (time, time, time)
    }

    /// A node for an item of the folder below. The caller has taken one file from the usage.
    ///
    /// - Parameters:
    ///   - origin: The item's path there.
    ///   - place: The directory and name of the item; `nil` for the root.
    init(_ status: FileStatus, number: UInt64, origin: LowerPath, place: Place?, usage: MemoryUsage) {
        type = status.type
        self.number = number
        self.origin = origin
        self.place = place
        self.usage = usage
        parent = place?.directory ?? number
        target = []
        (device, inode) = (status.device, status.inode)
        isChanged = false
        contents = MemoryContents(lowerSize: type == .directory ? 0 : status.byteCount)
        times = (status.accessTime, status.modificationTime, status.changeTime)
    }

    deinit {
        usage.give(files: 1 &+ hidden.count)
        usage.give(bytes: contents.charged &+ UInt64(target.count))
    }

    var isDirectory: Bool { type == .directory }

    var status: FileStatus {
        FileStatus(
            type: type, device: device, inode: inode, linkCount: linkCount,
            byteCount: target.isEmpty ? contents.size : UInt64(target.count),
            accessTime: times.access, modificationTime: times.modification, changeTime: times.change)
    }
}
