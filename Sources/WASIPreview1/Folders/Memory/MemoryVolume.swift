/// A file system in memory, alone or in front of a folder below, which is only read.
///
/// All nodes are in one table, by number. A node made in the volume stays there until it has no name and nobody has it
/// open. A node of the folder below is there while it is in use, and stays if it is changed meanwhile: one that was
/// only read takes no room afterwards.
final class MemoryVolume {
    let usage: MemoryUsage
    let root: MemoryNode
    /// The folder below, if the volume is in front of one.
    private let lower: (any WASIDirectory)?
    private let clocks: (any WASIClocks)?
    /// Counts the work of the call that is running, if any.
    var meter: WorkMeter? {
        didSet { usage.meter = meter }
    }
    private var nodes: [UInt64: MemoryNode]
    private var lastNumber: UInt64 = 1
    private var ticks: UInt64 = 0

    /// An empty volume.
    init(_ usage: MemoryUsage, clocks: (any WASIClocks)?) {
        root = MemoryNode(.directory, number: 1, parent: 1, time: clocks?.now(.realtime) ?? 0, usage: usage)
        lower = nil
        self.usage = usage
        self.clocks = clocks
        nodes = [1: root]
        usage.takeRoot()
    }

    /// A volume in front of a folder.
    ///
    /// - Throws: The errors of that folder when its status is read.
    init(above lower: any WASIDirectory, _ usage: MemoryUsage, clocks: (any WASIClocks)?) throws(Errno) {
        root = MemoryNode(try lower.status(), number: 1, origin: LowerPath(), place: nil, usage: usage)
        self.lower = lower
        self.usage = usage
        self.clocks = clocks
        nodes = [1: root]
        usage.takeRoot()
    }

    /// The current time. Without clocks, a number that grows with each call, which still tells what is newer.
    func now() -> UInt64 {
        if let clocks { return clocks.now(.realtime) ?? 0 }
        ticks &+= 1
        return ticks
    }

    // MARK: Nodes

    func node(_ number: UInt64) -> MemoryNode? { nodes[number] }

    /// Makes a node that has no name yet.
    func makeNode(_ type: FileType, in directory: MemoryNode, target: [UInt8] = []) throws(Errno) -> MemoryNode {
        try usage.take(files: 1)
        do {
            try usage.take(bytes: UInt64(target.count))
        } catch {
            usage.give(files: 1)
            throw error
        }
        lastNumber &+= 1
        let node = MemoryNode(
            type, number: lastNumber, parent: directory.number, target: target, time: now(), usage: usage)
        nodes[node.number] = node
        return node
    }

    /// The child of this name, if it exists. Pass it to ``settle(_:)`` when it is no longer needed.
    func child(_ name: FileName, of directory: MemoryNode) throws(Errno) -> MemoryNode? {
        if let number = directory.entries[name] ?? directory.inPlace[name] { return nodes[number] }
        guard let status = try lowerStatus(of: name, in: directory), let path = directory.origin else { return nil }
        try usage.take(files: 1)
        lastNumber &+= 1
        let place = MemoryNode.Place(directory: directory.number, name: name)
        let node = MemoryNode(status, number: lastNumber, origin: LowerPath(path, name), place: place, usage: usage)
        nodes[node.number] = node
        directory.inPlace[name] = node.number
        return node
    }

    /// The attributes of a child, if it exists.
    func status(of name: FileName, in directory: MemoryNode) throws(Errno) -> FileStatus? {
        if let number = directory.entries[name] ?? directory.inPlace[name] { return nodes[number]?.status }
        return try lowerStatus(of: name, in: directory)
    }

    /// The attributes of a name in the folder below, unless the name is hidden. The link count is 1, because each name
    /// of a file there is a separate file here.
    private func lowerStatus(of name: FileName, in directory: MemoryNode) throws(Errno) -> FileStatus? {
        guard !directory.hidden.contains(name), let lower = try lowerDirectory(directory) else { return nil }
        do {
            var status = try lower.status(of: name)
            status.linkCount = 1
            return status
        } catch .noent {
            return nil
        }
    }

    /// Removes a node from the table if nothing needs it, then the directory that contains it, and so on upwards.
    func settle(_ node: MemoryNode?) {
        var current = node
        while let node = current, node.handleCount == 0, node.number != root.number {
            node.lowerDirectory = nil
            node.lowerFile = nil
            guard node.linkCount > 0 else {
                nodes[node.number] = nil
                return
            }
            guard let place = node.place, !node.isChanged, node.inPlace.isEmpty else { return }
            nodes[node.number] = nil
            let directory = nodes[place.directory]
            guard directory?.inPlace[place.name] == node.number else { return }
            directory?.inPlace[place.name] = nil
            current = directory
        }
    }

    /// Discards all changes. Open files and directories, except the root, behave as if they had been removed.
    func reset() {
        for node in nodes.values where node !== root {
            node.linkCount = 0
            node.place = nil
            node.entries = MemoryEntries()
            node.inPlace = [:]
        }
        nodes = [root.number: root]
        usage.give(files: root.hidden.count)
        root.entries = MemoryEntries()
        root.hidden = []
        root.inPlace = [:]
        root.isChanged = false
        if let status = try? lower?.status() {
            root.times = (status.accessTime, status.modificationTime, status.changeTime)
        }
    }

    // MARK: The folder below

    /// The directory below that a node stands for, if the node comes from there and has not been removed.
    func lowerDirectory(_ node: MemoryNode) throws(Errno) -> (any WASIDirectory)? {
        guard let lower, let path = node.origin, node.linkCount > 0 else { return nil }
        if let open = node.lowerDirectory { return open }
        let directory = try descend(path, from: lower)
        if node.handleCount > 0 { node.lowerDirectory = directory }
        return directory
    }

    /// The file below that a node stands for, if the node comes from there.
    func lowerFile(_ node: MemoryNode) throws(Errno) -> (any WASIFile)? {
        guard let lower, let path = node.origin, let parent = path.parent, let name = path.name else { return nil }
        if let open = node.lowerFile { return open }
        let file = try descend(parent, from: lower).openFile(name, for: .read)
        if node.handleCount > 0 { node.lowerFile = file }
        return file
    }

    /// The target of a symbolic link.
    ///
    /// - Parameter directory: The directory below that contains the link, if it is open already.
    func target(_ node: MemoryNode, in directory: (any WASIDirectory)?) throws(Errno) -> [UInt8] {
        guard node.type == .symbolicLink else { throw .inval }
        guard let lower, let path = node.origin, let parent = path.parent, let name = path.name else {
            return node.target
        }
        if let directory { return try directory.readSymbolicLink(name) }
        return try descend(parent, from: lower).readSymbolicLink(name)
    }

    private func descend(_ path: LowerPath, from lower: any WASIDirectory) throws(Errno) -> any WASIDirectory {
        var directory: any WASIDirectory = lower
        for name in path.names {
            try meter.pay(.component)
            directory = try directory.openDirectory(name)
        }
        return directory
    }
}

// MARK: Names

extension MemoryVolume {
    /// Gives a node a free name in a directory.
    func add(_ name: FileName, _ node: MemoryNode, to directory: MemoryNode) {
        directory.entries.add(name, node.number)
        if node.isDirectory { node.parent = directory.number }
        touch(directory)
    }

    /// Removes a name of a node from a directory. ``payForRemoving(_:)`` must have been called.
    func remove(_ name: FileName, of node: MemoryNode, from directory: MemoryNode) {
        if directory.entries[name] == node.number {
            directory.entries.remove(name)
        } else {
            directory.inPlace[name] = nil
            directory.hidden.insert(name)
            node.place = nil
            node.isChanged = true
        }
        touch(directory)
    }

    /// Counts the room that removing a name takes: a name of the folder below must be remembered as hidden.
    ///
    /// - Throws: `ENOSPC` beyond a limit.
    func payForRemoving(_ node: MemoryNode?) throws(Errno) {
        if node?.place != nil { try usage.take(files: 1) }
    }

    /// Counts one name less for a node.
    func unlink(_ node: MemoryNode) {
        node.linkCount &-= 1
        node.times.change = now()
        if node.linkCount > 0 { usage.give(files: 1) }
    }

    /// Records that the names in a directory changed.
    func touch(_ directory: MemoryNode) {
        let now = now()
        directory.times.modification = now
        directory.times.change = now
        directory.isChanged = true
    }

    func isEmpty(_ directory: MemoryNode) throws(Errno) -> Bool {
        guard directory.entries.isEmpty else { return false }
        guard let listing = try lowerDirectory(directory)?.list() else { return true }
        while let entry = try listing.next() {
            if !directory.hidden.contains(entry.name) { return false }
            try meter.pay(.entry)
        }
        return true
    }

    /// Whether a directory is `other`, or contains it at any depth.
    func contains(_ directory: MemoryNode, _ other: MemoryNode) throws(Errno) -> Bool {
        var current: MemoryNode? = other
        while let node = current {
            if node === directory { return true }
            try meter.pay(.ancestor)
            current = node.number == root.number ? nil : nodes[node.parent]
        }
        return false
    }
}
