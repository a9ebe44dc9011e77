/// What a guest may do in a folder that it was granted. They hold for the folder and all that is below it; a guest
/// cannot get around them by links, renaming or another grant.
public struct FolderPermissions: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Reading files, and the targets of symbolic links.
    public static let read = FolderPermissions(rawValue: 1 << 0)
    /// Changing files: writing, cutting, making larger, reserving space, setting times (of directories too).
    public static let write = FolderPermissions(rawValue: 1 << 1)
    /// Making files and directories.
    public static let create = FolderPermissions(rawValue: 1 << 2)
    /// Removing files and directories. Renaming, which can replace something, needs this and ``create``.
    public static let delete = FolderPermissions(rawValue: 1 << 3)
    /// Listing directories.
    public static let list = FolderPermissions(rawValue: 1 << 4)
    /// Making symbolic links and further names of a file; needs ``create`` too. Following the symbolic links that there
    /// are needs nothing; none leads out of the folder for the guest. But one that a guest made can mislead programs of
    /// the host which follow it.
    public static let links = FolderPermissions(rawValue: 1 << 5)

    /// Looking at everything and changing nothing.
    public static let readOnly: FolderPermissions = [.read, .list]
    /// Everything but making links.
    public static let readWrite: FolderPermissions = [.read, .write, .create, .delete, .list]
    /// Everything.
    public static let all: FolderPermissions = [.readWrite, .links]
}

/// How much a guest may spend of a folder, and of the host for it. `nil` stands for no limit.
public struct FolderQuota: Hashable, Sendable {
    /// Bytes by which the guest can make files larger, all in all: by writing behind their end, setting their size and
    /// reserving space. Beyond it is `ENOSPC`. Overwriting costs nothing, removing and cutting give nothing back.
    public var bytes: UInt64? = 1 << 30
    /// By how many the guest can make the names in the folder more: files, directories and links that it made, less
    /// what it removed. Beyond it is `EDQUOT`.
    public var files: Int? = 10_000
    /// Files and directories that the guest can have open at a time through this folder; a directory that is being
    /// listed counts twice. Beyond it is `EMFILE`.
    public var descriptors: Int? = 128
    /// Directories inside one another that a path can name. As many are open at once while it is resolved, beside
    /// ``descriptors``. Beyond it is `ENAMETOOLONG`.
    public var pathDepth: Int? = 64

    /// The defaults, which are those of the property declarations.
    public init() {}

    public init(bytes: UInt64?, files: Int?, descriptors: Int? = 128, pathDepth: Int? = 64) {
        self.bytes = bytes
        self.files = files
        self.descriptors = descriptors
        self.pathDepth = pathDepth
    }
}
