/// A file, directory or symbolic link of a ``MemoryVolume``.
///
/// A node refers to no other one, only the volume's table does: so however deep a tree is, freeing it is not recursive.
final class MemoryNode {
    /// Where the folder below has it, if the node is still there under its name.
    struct Place {
        let directory: UInt64
        let name: FileName
    }

    let type: FileType
    /// Of this volume; never used again.
    let number: UInt64
    /// What guests and programs tell files apart by: of a node from the folder below, those that it has there.
    let device: UInt64
    let inode: UInt64
    /// The path in the folder below of the directory or file that this is, or was before it was moved.
    let origin: LowerPath?

    // What it is.
    var contents = MemoryContents()
    /// The target of a symbolic link of the volume's own.
    let target: [UInt8]
    /// The names in a directory that this volume has made.
    var entries = MemoryEntries()
    /// The names of the directory below that must not be seen.
    var hidden: Set<FileName> = []
    /// The nodes of the directory below that are in use or changed, under their names.
    var inPlace: [FileName: UInt64] = [:]
    var times = (access: UInt64(0), modification: UInt64(0), change: UInt64(0))

    // Where it is.
    var place: Place?
    /// The directory that a directory is in.
    var parent: UInt64
    /// How many names it has; the root has one.
    var linkCount: UInt64 = 1

    // Who needs it.
    /// How many have it open.
    var handleCount = 0
    /// Whether the volume must keep it as it differs from what is below.
    var isChanged: Bool
    /// What is below, while it is open.
    var lowerDirectory: (any WASIDirectory)?
    var lowerFile: (any WASIFile)?
    private let usage: MemoryUsage

    /// A node of the volume's own. One file, and the bytes of the target, have been taken from the usage.
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

    /// A node for something in the folder below. One file has been taken from the usage.
    ///
    /// - Parameters:
    ///   - origin: Its path there.
    ///   - place: Where it is; of the root, nowhere.
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
