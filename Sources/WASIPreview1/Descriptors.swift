/// Something that a guest has open: what it is, and what it may do with it.
package struct Descriptor {
    package enum Object {
        case input(any WASIInputStream)
        case output(OutputBuffer)
        case file(OpenFile)
        case directory(OpenDirectory)
        case connection(OpenConnection)
        case listener(any WASIListener)
    }

    package let object: Object
    /// What may be done with it.
    package var rights: Rights
    /// The most that descriptors opened through it can get.
    package var inheritingRights: Rights = []
    package var flags: DescriptorFlags = []

    /// With all the rights that there are for it.
    package init(_ object: Object) {
        self.object = object
        switch object {
        case .input: rights = .input
        case .output: rights = .output
        case .connection: rights = .connection
        case .listener: rights = .listener
        case .file: rights = .file
        case .directory(let directory):
            rights = .directory.intersection(directory.folder.permissions.rights)
            // Not only those that the folder's permissions allow: who asks for one of the others is refused when it
            // opens something. wasi-libc takes rights that are not here out of what it asks for, and a program would
            // learn when it writes that it cannot.
            inheritingRights = .all
        }
    }

    /// With these rights and flags.
    package init(_ object: Object, _ rights: Rights, inheriting: Rights = [], _ flags: DescriptorFlags) {
        self.object = object
        self.rights = rights
        inheritingRights = inheriting
        self.flags = flags
    }

    var type: FileType {
        switch object {
        case .input(let stream): Descriptor.streamType(isTerminal: stream.isTerminal)
        case .output(let buffer): Descriptor.streamType(isTerminal: buffer.stream.isTerminal)
        case .file: .regularFile
        case .directory: .directory
        case .connection(let connection): connection.connection.isDatagram ? .socketDatagram : .socketStream
        case .listener: .socketStream
        }
    }

    private static func streamType(isTerminal: Bool) -> FileType {
        // What else the host handed over is its own business, and a guest that sees a regular file expects to seek.
        isTerminal ? .characterDevice : .unknown
    }

    /// The file.
    ///
    /// - Throws: `EISDIR` for a directory, `ESPIPE` for others.
    func file() throws(Errno) -> OpenFile {
        switch object {
        case .file(let file): return file
        case .directory: throw .isdir
        case .input, .output, .connection, .listener: throw .spipe
        }
    }

    /// The directory.
    ///
    /// - Throws: `ENOTDIR` for others.
    func directory() throws(Errno) -> OpenDirectory {
        guard case .directory(let directory) = object else { throw .notdir }
        return directory
    }

    /// - Throws: `ENOTCAPABLE` if one of these rights is missing.
    func require(_ needed: Rights) throws(Errno) {
        if !rights.isSuperset(of: needed) { throw .notcapable }
    }

    var canWait: Bool { !flags.contains(.nonblock) }
}

/// A guest's open descriptors by number. Numbers are used again, the lowest first.
package struct DescriptorTable {
    private var entries: [Descriptor?]
    /// No entry below this one is free.
    private var lowestFree: Int

    package init(_ open: [Descriptor]) {
        entries = open
        lowestFree = open.count
    }

    /// Whether no more can be opened.
    package var isFull: Bool { entries.count >= WASILimits.descriptors && !entries.contains { $0 == nil } }

    /// - Throws: `EBADF` if it is not open.
    package func find(_ number: UInt32) throws(Errno) -> Descriptor {
        guard number < entries.count, let descriptor = entries[Int(truncatingIfNeeded: number)] else { throw .badf }
        return descriptor
    }

    /// Changes an open descriptor.
    ///
    /// - Throws: `EBADF` if it is not open.
    package mutating func update(_ number: UInt32, _ descriptor: Descriptor) throws(Errno) {
        _ = try find(number)
        entries[Int(truncatingIfNeeded: number)] = descriptor
    }

    /// Opens one, under the lowest free number.
    ///
    /// - Throws: `EMFILE` if there are 1024 already.
    package mutating func open(_ descriptor: Descriptor) throws(Errno) -> UInt32 {
        while lowestFree < entries.count, entries[lowestFree] != nil { lowestFree &+= 1 }
        guard lowestFree < WASILimits.descriptors else { throw .mfile }
        if lowestFree == entries.count { entries.append(descriptor) } else { entries[lowestFree] = descriptor }
        lowestFree &+= 1
        return UInt32(truncatingIfNeeded: lowestFree &- 1)
    }

    /// Closes one and returns what it was.
    ///
    /// - Throws: `EBADF` if it is not open.
    @discardableResult
    package mutating func close(_ number: UInt32) throws(Errno) -> Descriptor {
        let descriptor = try find(number)
        let index = Int(truncatingIfNeeded: number)
        entries[index] = nil
        lowestFree = min(lowestFree, index)
        return descriptor
    }
}
