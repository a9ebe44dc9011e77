/// A directory of a ``MemoryFolder`` or an ``OverlayFolder``. Each of these folders is itself its topmost directory.
///
/// All directories and files of a folder must be used by one thread at a time.
public class VolumeDirectory: WASIDirectory {
    final let volume: MemoryVolume
    final let node: MemoryNode

    init(_ node: MemoryNode, of volume: MemoryVolume) {
        self.volume = volume
        self.node = node
        node.handleCount &+= 1
    }

    deinit {
        node.handleCount &-= 1
        volume.settle(node)
    }

    public final func status() throws(Errno) -> FileStatus { node.status }

    public final func status(of name: FileName) throws(Errno) -> FileStatus {
        guard let status = try volume.status(of: name, in: node) else { throw .noent }
        return status
    }

    public final func openDirectory(_ name: FileName) throws(Errno) -> any WASIDirectory {
        let child = try existing(name)
        defer { volume.settle(child) }
        guard child.isDirectory else { throw .notdir }
        let directory = VolumeDirectory(child, of: volume)
        // The directory below is opened now, while its parent is at hand, so that a refusal is reported at once.
        if node.inPlace[name] == child.number, child.lowerDirectory == nil {
            child.lowerDirectory = try volume.lowerDirectory(node)?.openDirectory(name)
        }
        return directory
    }

    public final func openFile(_ name: FileName, for access: FileAccess) throws(Errno) -> any WASIFile {
        let child = try existing(name)
        defer { volume.settle(child) }
        switch child.type {
        case .regularFile: break
        case .directory: throw .isdir
        case .symbolicLink: throw .loop
        default: throw .perm
        }
        let file = MemoryFile(child, of: volume)
        if node.inPlace[name] == child.number, child.lowerFile == nil {
            child.lowerFile = try volume.lowerDirectory(node)?.openFile(name, for: .read)
        }
        return file
    }

    public final func createFile(_ name: FileName, for access: FileAccess) throws(Errno) -> any WASIFile {
        MemoryFile(try make(.regularFile, name), of: volume)
    }

    public final func createDirectory(_ name: FileName) throws(Errno) { _ = try make(.directory, name) }

    public final func createSymbolicLink(_ name: FileName, to target: [UInt8]) throws(Errno) {
        guard target.count < WASILimits.pathBytes else { throw .nametoolong }
        guard !target.isEmpty, !target.contains(0) else { throw .inval }
        _ = try make(.symbolicLink, name, target: target)
    }

    private final func make(_ type: FileType, _ name: FileName, target: [UInt8] = []) throws(Errno) -> MemoryNode {
        try requireNotRemoved()
        guard try volume.status(of: name, in: node) == nil else { throw .exist }
        let made = try volume.makeNode(type, in: node, target: target)
        volume.add(name, made, to: node)
        return made
    }

    public final func readSymbolicLink(_ name: FileName) throws(Errno) -> [UInt8] {
        let child = try existing(name)
        defer { volume.settle(child) }
        let isInPlace = node.inPlace[name] == child.number
        return try volume.target(child, in: isInPlace ? try volume.lowerDirectory(node) : nil)
    }

    public final func link(
        _ name: FileName, as newName: FileName, in directory: any WASIDirectory
    ) throws(Errno) {
        let target = try sameVolume(directory)
        let child = try existing(name)
        defer { volume.settle(child) }
        try target.requireNotRemoved()
        guard try volume.status(of: newName, in: target.node) == nil else { throw .exist }
        guard !child.isDirectory else { throw .perm }
        try volume.usage.take(files: 1)
        child.linkCount &+= 1
        child.isChanged = true
        child.times.change = volume.now()
        volume.add(newName, child, to: target.node)
    }

    public final func rename(
        _ name: FileName, to newName: FileName, in directory: any WASIDirectory
    ) throws(Errno) {
        let target = try sameVolume(directory)
        let child = try existing(name)
        defer { volume.settle(child) }
        try target.requireNotRemoved()
        let replaced = try volume.child(newName, of: target.node)
        defer { volume.settle(replaced) }
        guard replaced !== child else { return }
        if let replaced, try volume.contains(replaced, node) { throw .notempty }
        if child.isDirectory {
            guard try !volume.contains(child, target.node) else { throw .inval }
            if let replaced {
                guard replaced.isDirectory else { throw .notdir }
                guard try volume.isEmpty(replaced) else { throw .notempty }
            }
        } else if replaced?.isDirectory == true {
            throw .isdir
        }
        // Both removals are paid for first: either both names change or neither.
        try volume.payForRemoving(child)
        do {
            try volume.payForRemoving(replaced)
        } catch {
            if child.place != nil { volume.usage.give(files: 1) }
            throw error
        }
        if let replaced {
            volume.remove(newName, of: replaced, from: target.node)
            volume.unlink(replaced)
        }
        volume.remove(name, of: child, from: node)
        volume.add(newName, child, to: target.node)
        child.times.change = volume.now()
    }

    public final func removeFile(_ name: FileName) throws(Errno) {
        let child = try existing(name)
        defer { volume.settle(child) }
        guard !child.isDirectory else { throw .isdir }
        try remove(child, name)
    }

    public final func removeDirectory(_ name: FileName) throws(Errno) {
        let child = try existing(name)
        defer { volume.settle(child) }
        guard child.isDirectory else { throw .notdir }
        guard try volume.isEmpty(child) else { throw .notempty }
        try remove(child, name)
    }

    private final func remove(_ child: MemoryNode, _ name: FileName) throws(Errno) {
        try volume.payForRemoving(child)
        volume.remove(name, of: child, from: node)
        volume.unlink(child)
    }

    public final func setTimes(_ times: FileTimes) throws(Errno) { volume.setTimes(times, of: node) }

    public final func setTimes(_ times: FileTimes, of name: FileName) throws(Errno) {
        let child = try existing(name)
        defer { volume.settle(child) }
        volume.setTimes(times, of: child)
    }

    public final func list() throws(Errno) -> any WASIDirectoryListing {
        MemoryListing(self, lower: try volume.lowerDirectory(node)?.list())
    }

    // MARK: Checks

    /// The child of this name; pass it to ``MemoryVolume/settle(_:)``.
    ///
    /// - Throws: `ENOENT` if no child has the name.
    private final func existing(_ name: FileName) throws(Errno) -> MemoryNode {
        guard let child = try volume.child(name, of: node) else { throw .noent }
        return child
    }

    /// - Throws: `ENOENT` if the directory has been removed.
    private final func requireNotRemoved() throws(Errno) {
        guard node.linkCount > 0 else { throw .noent }
    }

    /// - Throws: `EXDEV` for a directory of another volume.
    private final func sameVolume(_ directory: any WASIDirectory) throws(Errno) -> VolumeDirectory {
        guard let directory = directory as? VolumeDirectory, directory.volume === volume else { throw .xdev }
        return directory
    }
}

extension MemoryVolume {
    func setTimes(_ times: FileTimes, of node: MemoryNode) {
        let now = now()
        func changed(_ time: UInt64, _ change: FileTimeChange) -> UInt64 {
            switch change {
            case .keep: time
            case .now: now
            case .set(let new): new
            }
        }
        node.times.access = changed(node.times.access, times.access)
        node.times.modification = changed(node.times.modification, times.modification)
        node.times.change = now
        node.isChanged = true
    }
}

/// A listing of the children: first those made in the volume, then those of the directory below that are not hidden.
final class MemoryListing: WASIDirectoryListing {
    private let directory: VolumeDirectory
    private let lower: (any WASIDirectoryListing)?
    private var sequence: UInt64? = 0

    init(_ directory: VolumeDirectory, lower: (any WASIDirectoryListing)?) {
        self.directory = VolumeDirectory(directory.node, of: directory.volume)
        self.lower = lower
    }

    func next() throws(Errno) -> DirectoryEntry? {
        let node = directory.node
        if let last = sequence {
            if let entry = node.entries.next(after: last), let child = directory.volume.node(entry.node) {
                sequence = entry.sequence
                return DirectoryEntry(name: entry.name, inode: child.inode, type: child.type)
            }
            sequence = nil
        }
        while let entry = try lower?.next() {
            if !node.hidden.contains(entry.name) { return entry }
            try directory.volume.meter.pay(.entry)
        }
        return nil
    }
}

/// An open file of a ``MemoryFolder`` or an ``OverlayFolder``.
final class MemoryFile: WASIFile {
    private let volume: MemoryVolume
    private let node: MemoryNode

    init(_ node: MemoryNode, of volume: MemoryVolume) {
        self.volume = volume
        self.node = node
        node.handleCount &+= 1
    }

    deinit {
        node.handleCount &-= 1
        volume.settle(node)
    }

    func status() throws(Errno) -> FileStatus { node.status }

    func read(into buffer: inout MutableSpan<UInt8>, at offset: UInt64) throws(Errno) -> Int {
        try node.contents.read(into: &buffer, at: offset, lower: try volume.lowerFile(node))
    }

    func write(_ bytes: Span<UInt8>, at offset: UInt64) throws(Errno) -> Int {
        let count = try node.contents.write(
            bytes, at: offset, usage: volume.usage, lower: try volume.lowerFile(node))
        touch()
        return count
    }

    func append(_ bytes: Span<UInt8>) throws(Errno) -> (count: Int, size: UInt64) {
        let count = try write(bytes, at: node.contents.size)
        return (count, node.contents.size)
    }

    func setSize(_ size: UInt64) throws(Errno) {
        try node.contents.setSize(size, usage: volume.usage)
        touch()
    }

    func allocate(at offset: UInt64, count: UInt64) throws(Errno) {
        try node.contents.allocate(
            at: offset, count: count, usage: volume.usage, lower: try volume.lowerFile(node))
        touch()
    }

    func setTimes(_ times: FileTimes) throws(Errno) { volume.setTimes(times, of: node) }

    private func touch() {
        let now = volume.now()
        node.times.modification = now
        node.times.change = now
        node.isChanged = true
    }
}
