/// The type of a file, or of what a descriptor refers to (witx: `filetype`).
public enum FileType: UInt8, Hashable, Sendable {
    case unknown, blockDevice, characterDevice, directory, regularFile, socketDatagram, socketStream, symbolicLink
}

/// Attributes of a file (witx: `filestat`).
public struct FileStatus: Hashable, Sendable {
    /// Which file system the file is in; with ``inode`` it says which file this is. Guests get another number, which
    /// tells two file systems apart and nothing about the host.
    public var device: UInt64
    /// The file's serial number in its file system: the same for all names of a file and as long as there is one. 0
    /// only if there are no such numbers.
    public var inode: UInt64
    public var type: FileType
    /// How many names it has.
    public var linkCount: UInt64
    /// The size of a regular file, or of a symbolic link's target; for others anything.
    public var byteCount: UInt64
    /// Nanoseconds since 1970: 0 where there is no such time or it is before, and the largest number where it is beyond
    /// that; so are the others.
    public var accessTime: UInt64
    public var modificationTime: UInt64
    /// When the attributes last changed.
    public var changeTime: UInt64

    public init(
        type: FileType, device: UInt64 = 0, inode: UInt64 = 0, linkCount: UInt64 = 1, byteCount: UInt64 = 0,
        accessTime: UInt64 = 0, modificationTime: UInt64 = 0, changeTime: UInt64 = 0
    ) {
        self.device = device
        self.inode = inode
        self.type = type
        self.linkCount = linkCount
        self.byteCount = byteCount
        self.accessTime = accessTime
        self.modificationTime = modificationTime
        self.changeTime = changeTime
    }
}

/// What becomes of a file's time of access or modification.
public enum FileTimeChange: Hashable, Sendable {
    case keep
    /// The time of the system, not of the guest's clocks.
    case now
    /// Nanoseconds since 1970.
    case set(UInt64)
}

/// New times of a file.
public struct FileTimes: Hashable, Sendable {
    public var access: FileTimeChange
    public var modification: FileTimeChange

    public init(access: FileTimeChange, modification: FileTimeChange) {
        self.access = access
        self.modification = modification
    }
}

/// What a file is opened for. With neither, it is only asked for its attributes.
public struct FileAccess: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let read = FileAccess(rawValue: 1)
    /// Writing in every form: changing the size and reserving space too.
    public static let write = FileAccess(rawValue: 2)
}

/// How a program says it will use a part of a file (witx: `advice`).
public enum FileAdvice: UInt8, Hashable, Sendable {
    case normal, sequential, random, willNeed, dontNeed, noReuse
}

/// Something that a directory holds.
public struct DirectoryEntry: Hashable, Sendable {
    public var name: FileName
    /// As ``FileStatus/inode``.
    public var inode: UInt64
    /// ``FileType/unknown`` if finding out takes opening or asking for the status.
    public var type: FileType

    public init(name: FileName, inode: UInt64, type: FileType) {
        self.name = name
        self.inode = inode
        self.type = type
    }
}
