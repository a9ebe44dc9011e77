/// An open directory: the operations that a folder of the host, one in memory and an overlay of both have to provide.
///
/// A directory knows nothing of paths. WASI resolves them, in one place and the same way for all folders, by opening
/// one directory after the other, and names a child by one ``FileName``. Therefore none of these methods **ever follows
/// a symbolic link**, and none can reach above the directory that it is called on, even if names change meanwhile. WASI
/// also takes care of rights, permissions, quotas, the positions of files and the flags of descriptors.
///
/// A directory stays usable after it was removed or renamed; a removed one is empty, and nothing can be made in it
/// (`ENOENT`). It is used by one thread at a time, and is closed when the last reference to it goes.
///
/// All methods can throw these codes of ``Errno``: `ENOENT` if the child does not exist; `EACCES` or `EPERM` if the
/// system refuses; `EROFS`, `ENOSPC`, `EDQUOT`, `EIO`; `EMFILE`, `ENFILE` and `ENOMEM` if too much is open. Each method
/// lists the further codes that it throws; WASI relies on those set in **bold**.
public protocol WASIDirectory: AnyObject {
    /// The attributes of the directory itself.
    func status() throws(Errno) -> FileStatus

    /// The attributes of a child; for a symbolic link, its own.
    func status(of name: FileName) throws(Errno) -> FileStatus

    /// Opens a directory.
    ///
    /// - Throws: **`ENOTDIR`** for anything else, **symbolic links to directories included**.
    func openDirectory(_ name: FileName) throws(Errno) -> any WASIDirectory

    /// Opens an existing regular file without waiting.
    ///
    /// - Throws: **`ELOOP`** for a symbolic link, **`EISDIR`** for a directory, whatever it is opened for; `EPERM` for
    ///   devices, pipes and sockets, which are never opened.
    func openFile(_ name: FileName, for access: FileAccess) throws(Errno) -> any WASIFile

    /// Makes an empty regular file and opens it.
    ///
    /// - Throws: **`EEXIST`** if a child of this name exists, even a symbolic link that leads nowhere.
    func createFile(_ name: FileName, for access: FileAccess) throws(Errno) -> any WASIFile

    /// Makes an empty directory.
    ///
    /// - Throws: **`EEXIST`** if a child of this name exists.
    func createDirectory(_ name: FileName) throws(Errno)

    /// Makes a symbolic link. Its target is at least one byte, none of them zero, and need not exist.
    ///
    /// - Throws: **`EEXIST`** if a child of this name exists; `ENAMETOOLONG` for more than 4095 bytes.
    func createSymbolicLink(_ name: FileName, to target: [UInt8]) throws(Errno)

    /// The target of a symbolic link.
    ///
    /// - Throws: **`EINVAL`** for anything else.
    func readSymbolicLink(_ name: FileName) throws(Errno) -> [UInt8]

    /// Gives a child that is not a directory another name, here or in another directory. A symbolic link is not
    /// followed: the link itself gets the name.
    ///
    /// - Parameter directory: A directory of any type: the method has to detect one of another file system.
    /// - Throws: **`EEXIST`** if the new name is taken; **`EPERM`** for a directory; **`EXDEV`** if the two directories
    ///   belong to different file systems; `EMLINK`.
    func link(_ name: FileName, as newName: FileName, in directory: any WASIDirectory) throws(Errno)

    /// Moves a child, here or to another directory, and replaces what has the new name there. Nothing happens if both
    /// names belong to the same file.
    ///
    /// - Parameter directory: As for ``link(_:as:in:)``.
    /// - Throws: **`ENOTDIR`** for a directory in place of something else; **`EISDIR`** for something else in place of
    ///   a directory; **`ENOTEMPTY`** (never `EEXIST`) in place of a directory that is not empty; **`EINVAL`** for
    ///   moving a directory into itself or below itself; **`EXDEV`** as ``link(_:as:in:)``.
    func rename(_ name: FileName, to newName: FileName, in directory: any WASIDirectory) throws(Errno)

    /// Removes a child that is not a directory. An open file stays usable until it is closed.
    ///
    /// - Throws: **`EISDIR`** for a directory.
    func removeFile(_ name: FileName) throws(Errno)

    /// Removes an empty directory.
    ///
    /// - Throws: **`ENOTDIR`** for anything else, **`ENOTEMPTY`** (never `EEXIST`) if it is not empty.
    func removeDirectory(_ name: FileName) throws(Errno)

    /// Sets the times of the directory itself.
    func setTimes(_ times: FileTimes) throws(Errno)

    /// Sets the times of a child; for a symbolic link, its own.
    func setTimes(_ times: FileTimes, of name: FileName) throws(Errno)

    /// Waits until the changes in this directory are on permanent storage.
    func synchronize() throws(Errno)

    /// Starts a listing of the children. Each listing has its own position.
    func list() throws(Errno) -> any WASIDirectoryListing
}

/// One pass over the children of a directory.
public protocol WASIDirectoryListing: AnyObject {
    /// The next child, in any order; `nil` after the last. `.`, `..` and children whose name is not a ``FileName``, for
    /// example not UTF-8, are left out.
    ///
    /// A child that exists from beginning to end is returned exactly once; one that is made or removed meanwhile, at
    /// most once. The time for each does not depend on the number of children.
    func next() throws(Errno) -> DirectoryEntry?
}

/// An open regular file. It has no position: WASI keeps one for each descriptor.
///
/// No method waits longer than the storage takes. A file is used by one thread at a time, and is closed when the last
/// reference to it goes.
///
/// WASI only does what the file was opened for, see ``FileAccess``. Numbers come from the guest, so every value is
/// possible; an offset that no file can have throws `EINVAL` or `EFBIG`. All methods can throw these codes: `EIO`,
/// `ENOSPC`, `EDQUOT`, `EFBIG`, `EROFS`, `EPERM`.
public protocol WASIFile: AnyObject {
    /// The attributes of the file.
    func status() throws(Errno) -> FileStatus

    /// Reads some bytes into the beginning of a buffer that is not empty.
    ///
    /// - Returns: The number of bytes read; 0 at the end of the file or beyond.
    func read(into buffer: inout MutableSpan<UInt8>, at offset: UInt64) throws(Errno) -> Int

    /// Writes one or more of the bytes; `bytes` is not empty. A gap after the file's end is filled with zeros.
    ///
    /// - Returns: The number of bytes written, at least 1.
    func write(_ bytes: Span<UInt8>, at offset: UInt64) throws(Errno) -> Int

    /// Writes one or more of the bytes to the end of the file, wherever that is now; `bytes` is not empty.
    ///
    /// - Returns: The number of bytes written, at least 1, and the file's size after them.
    func append(_ bytes: Span<UInt8>) throws(Errno) -> (count: Int, size: UInt64)

    /// Truncates the file, or extends it with zeros.
    func setSize(_ size: UInt64) throws(Errno)

    /// Reserves space for `count` bytes, at least 1, from `offset` on. A file that ends earlier is extended with zeros;
    /// no file becomes smaller.
    func allocate(at offset: UInt64, count: UInt64) throws(Errno)

    /// Sets the times of the file.
    func setTimes(_ times: FileTimes) throws(Errno)

    /// Waits until the written bytes, and unless `dataOnly` the attributes, are on permanent storage.
    func synchronize(dataOnly: Bool) throws(Errno)

    /// Takes a hint of how the program will use `count` bytes from `offset` on; a count of 0 means up to the end.
    func advise(_ advice: FileAdvice, at offset: UInt64, count: UInt64) throws(Errno)
}

extension WASIDirectory {
    /// Does nothing.
    public func synchronize() throws(Errno) {}
}

extension WASIFile {
    /// Extends a file that ends before the range; reserves nothing.
    public func allocate(at offset: UInt64, count: UInt64) throws(Errno) {
        let (end, overflow) = offset.addingReportingOverflow(count)
        if overflow { throw .fbig }
        if try status().byteCount < end { try setSize(end) }
    }

    /// Does nothing.
    public func synchronize(dataOnly: Bool) throws(Errno) {}
    /// Does nothing.
    public func advise(_ advice: FileAdvice, at offset: UInt64, count: UInt64) throws(Errno) {}
}
