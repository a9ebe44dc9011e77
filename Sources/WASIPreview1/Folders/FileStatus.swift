/// The type of a file, or of the object that a descriptor refers to (witx: `filetype`).
public enum FileType: UInt8, Hashable, Sendable {
    /// The type is not known, or is none of the others.
    case unknown
    /// A block device.
    case blockDevice
    /// A character device, for example a terminal.
    case characterDevice
    /// A directory.
    case directory
    /// A regular file.
    case regularFile
    /// A datagram socket.
    case socketDatagram
    /// A stream socket.
    case socketStream
    /// A symbolic link.
    case symbolicLink
}

/// Attributes of a file (witx: `filestat`).
public struct FileStatus: Hashable, Sendable {
    /// The file system that the file is in; together with ``inode`` it identifies the file. Guests get a different
    /// number, which distinguishes file systems and reveals nothing about the host.
    public var device: UInt64
    /// The file's serial number in its file system. All names of a file share it, and it never changes while the file
    /// exists. It is 0 only where a file system has no such numbers.
    public var inode: UInt64
    /// The type of the file.
    public var type: FileType
    /// The number of names (hard links) that the file has.
    public var linkCount: UInt64
    /// The size of a regular file or of a symbolic link's target, in bytes; unspecified for other types.
    public var byteCount: UInt64
    /// When the file was last read, in nanoseconds since 1970; the other times have the same unit. A time before 1970,
    /// or one that the file system does not record, is 0; a time too late for the type is `UInt64.max`.
    public var accessTime: UInt64
    /// When the contents last changed.
    public var modificationTime: UInt64
    /// When the attributes last changed.
    public var changeTime: UInt64

    /// A status with the given attributes.
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

/// A change of a file's access or modification time.
public enum FileTimeChange: Hashable, Sendable {
    /// The time stays as it is.
    case keep
    /// The current time by the folder's own clock, not by the guest's clocks.
    case now
    /// This time, in nanoseconds since 1970.
    case set(UInt64)
}

/// A change of a file's times.
public struct FileTimes: Hashable, Sendable {
    /// The change of the access time.
    public var access: FileTimeChange
    /// The change of the modification time.
    public var modification: FileTimeChange

    /// A change of both times.
    public init(access: FileTimeChange, modification: FileTimeChange) {
        self.access = access
        self.modification = modification
    }
}

/// The access for which a file is opened. A file opened for neither reading nor writing gives access to its attributes
/// only.
public struct FileAccess: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Reading the contents.
    public static let read = FileAccess(rawValue: 1)
    /// Changing the contents in every form: writing, changing the size, reserving space.
    public static let write = FileAccess(rawValue: 2)
}

/// A program's announcement of how it will use a part of a file (witx: `advice`).
public enum FileAdvice: UInt8, Hashable, Sendable {
    /// No announcement: the default.
    case normal
    /// The part will be accessed from its beginning to its end.
    case sequential
    /// The part will be accessed in random order.
    case random
    /// The part will be accessed soon.
    case willNeed
    /// The part will not be accessed soon.
    case dontNeed
    /// The part will be accessed once, and then no more.
    case noReuse
}

/// An entry of a directory, as a listing reports it.
public struct DirectoryEntry: Hashable, Sendable {
    /// The name in the directory.
    public var name: FileName
    /// The file's serial number, as ``FileStatus/inode``.
    public var inode: UInt64
    /// The type; ``FileType/unknown`` where the listing does not tell it, so that ``WASIDirectory/status(of:)`` has to.
    public var type: FileType

    /// An entry with the given properties.
    public init(name: FileName, inode: UInt64, type: FileType) {
        self.name = name
        self.inode = inode
        self.type = type
    }
}
