/// An open object of a guest, with the guest's rights to it.
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
    /// The rights to the object.
    package var rights: Rights
    /// The maximum rights of descriptors that are opened through this one.
    package var inheritingRights: Rights = []
    package var flags: DescriptorFlags = []

    /// Creates a descriptor with all rights that exist for the object.
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
            // Inherits every right, also those that the folder forbids: wasi-libc silently drops what is missing here,
            // and the program would fail at its first write instead of at `open`.
            inheritingRights = .all
        }
    }

    /// Creates a descriptor with these rights and flags.
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
        // Whatever else the host provided is not the guest's business: a program that sees a regular file expects to
        // seek.
        isTerminal ? .characterDevice : .unknown
    }

    /// Returns the file.
    ///
    /// - Throws: `EISDIR` for a directory, `ESPIPE` for other objects.
    func file() throws(Errno) -> OpenFile {
        switch object {
        case .file(let file): return file
        case .directory: throw .isdir
        case .input, .output, .connection, .listener: throw .spipe
        }
    }

    /// Returns the directory.
    ///
    /// - Throws: `ENOTDIR` for other objects.
    func directory() throws(Errno) -> OpenDirectory {
        guard case .directory(let directory) = object else { throw .notdir }
        return directory
    }

    /// Checks that the descriptor has these rights.
    ///
    /// - Throws: `ENOTCAPABLE` if one of them is missing.
    func require(_ needed: Rights) throws(Errno) {
        if !rights.isSuperset(of: needed) { throw .notcapable }
    }

    var canWait: Bool { !flags.contains(.nonblock) }
}

/// A guest's open descriptors by number. Numbers are reused, the lowest first.
package struct DescriptorTable {
    private var entries: [Descriptor?]
    /// No entry below this one is free.
    private var lowestFree: Int

    package init(_ open: [Descriptor]) {
        entries = open
        lowestFree = open.count
    }

    /// Whether no further descriptor can be opened.
    package var isFull: Bool { entries.count >= WASILimits.descriptors && !entries.contains { $0 == nil } }

    /// Returns an open descriptor.
    ///
    /// - Throws: `EBADF` if the number is not open.
    package func find(_ number: UInt32) throws(Errno) -> Descriptor {
        guard number < entries.count, let descriptor = entries[Int(truncatingIfNeeded: number)] else { throw .badf }
        return descriptor
    }

    /// Replaces an open descriptor.
    ///
    /// - Throws: `EBADF` if the number is not open.
    package mutating func update(_ number: UInt32, _ descriptor: Descriptor) throws(Errno) {
        _ = try find(number)
        entries[Int(truncatingIfNeeded: number)] = descriptor
    }

    /// Adds a descriptor under the lowest free number, which it returns.
    ///
    /// - Throws: `EMFILE` if 1024 descriptors are open.
    package mutating func open(_ descriptor: Descriptor) throws(Errno) -> UInt32 {
        while lowestFree < entries.count, entries[lowestFree] != nil { lowestFree &+= 1 }
        guard lowestFree < WASILimits.descriptors else { throw .mfile }
        if lowestFree == entries.count { entries.append(descriptor) } else { entries[lowestFree] = descriptor }
        lowestFree &+= 1
        return UInt32(truncatingIfNeeded: lowestFree &- 1)
    }

    /// Closes a descriptor and returns it.
    ///
    /// - Throws: `EBADF` if the number is not open.
    @discardableResult
    package mutating func close(_ number: UInt32) throws(Errno) -> Descriptor {
        let descriptor = try find(number)
        let index = Int(truncatingIfNeeded: number)
        entries[index] = nil
        lowestFree = min(lowestFree, index)
        return descriptor
    }
}
