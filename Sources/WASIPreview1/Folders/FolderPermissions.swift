/// The operations that a guest may perform in a folder that it was granted. They hold for the folder and everything
/// below it; a guest cannot get around them by links, renaming or another grant.
public struct FolderPermissions: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Reading files, and the targets of symbolic links.
    public static let read = FolderPermissions(rawValue: 1 << 0)
    /// Changing files: writing, truncating, extending, reserving space, setting times (also of directories).
    public static let write = FolderPermissions(rawValue: 1 << 1)
    /// Making files and directories.
    public static let create = FolderPermissions(rawValue: 1 << 2)
    /// Removing files and directories. Renaming, which can replace something, needs this and ``create``.
    public static let delete = FolderPermissions(rawValue: 1 << 3)
    /// Listing directories.
    public static let list = FolderPermissions(rawValue: 1 << 4)
    /// Making symbolic links and further names of a file; needs ``create`` too. Following existing symbolic links needs
    /// no permission, and no link leads the guest out of the folder. But a link that a guest made can mislead programs
    /// of the host that follow it.
    public static let links = FolderPermissions(rawValue: 1 << 5)

    /// Reading and listing everything, changing nothing.
    public static let readOnly: FolderPermissions = [.read, .list]
    /// Everything but making links.
    public static let readWrite: FolderPermissions = [.read, .write, .create, .delete, .list]
    /// Everything.
    public static let all: FolderPermissions = [.readWrite, .links]
}

/// The limits on what a guest consumes through a granted folder. `nil` means no limit.
public struct FolderQuota: Hashable, Sendable {
    /// The total number of bytes by which the guest can extend files: by writing past their end, setting their size and
    /// reserving space. Beyond it, calls fail with `ENOSPC`. Overwriting costs nothing, removing and truncating give
    /// nothing back.
    public var bytes: UInt64? = 1 << 30
    /// The number of names that the guest can add to the folder: files, directories and links that it made, less those
    /// that it removed. Beyond it, calls fail with `EDQUOT`.
    public var files: Int? = 10_000
    /// The number of files and directories that the guest can have open through this folder at a time; a directory that
    /// is being listed counts twice. Beyond it, calls fail with `EMFILE`.
    public var descriptors: Int? = 128
    /// The number of nested directories that a path can lead through. All of them are open while the path is resolved,
    /// in addition to ``descriptors``. Beyond it, calls fail with `ENAMETOOLONG`.
    public var pathDepth: Int? = 64

    /// The default limits: the initial values of the properties.
    public init() {}

    /// A quota with the given limits.
    public init(bytes: UInt64?, files: Int?, descriptors: Int? = 128, pathDepth: Int? = 64) {
        self.bytes = bytes
        self.files = files
        self.descriptors = descriptors
        self.pathDepth = pathDepth
    }
}
