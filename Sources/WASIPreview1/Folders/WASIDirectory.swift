/// A directory that is held open: what a folder of the host, one in memory or an overlay of both has to be able to do.
///
/// A directory knows nothing of paths. WASI resolves them, in one place and the same way for all folders, by opening one
/// directory after the other; what it asks of a directory is always about a child, by one ``FileName``. So none of
/// these methods **ever follows a symbolic link**, and none can reach above the directory it is called on, whatever
/// happens to the names meanwhile. Rights, permissions, quotas, the positions of files and the flags of descriptors are
/// WASI's matter too.
///
/// A directory stays usable when it has been removed or renamed: it then is empty, and nothing can be made in it
/// (`ENOENT`). It is used by one thread at a time, and is closed when nobody holds it any more.
///
/// The codes of ``Errno`` that all methods throw, where they apply: `ENOENT` if there is no such child; `EACCES` or
/// `EPERM` if the system refuses; `EROFS`, `ENOSPC`, `EDQUOT`, `EIO`; `EMFILE`, `ENFILE` and `ENOMEM` if too much is
/// open. Each method names those that it throws beside them; WASI relies on those set in **bold**.
public protocol WASIDirectory: AnyObject {
    /// The attributes of the directory itself.
    func status() throws(Errno) -> FileStatus

    /// The attributes of a child; of a symbolic link, its own.
    func status(of name: FileName) throws(Errno) -> FileStatus

    /// Opens a directory.
    ///
    /// - Throws: **`ENOTDIR`** for anything else, **symbolic links to directories included**.
    func openDirectory(_ name: FileName) throws(Errno) -> any WASIDirectory

    /// Opens a regular file that exists, and waits for nothing.
    ///
    /// - Throws: **`ELOOP`** for a symbolic link, **`EISDIR`** for a directory, whatever it is opened for; `EPERM` for
    ///   devices, pipes and sockets, which are never opened.
    func openFile(_ name: FileName, for access: FileAccess) throws(Errno) -> any WASIFile

    /// Makes an empty regular file and opens it.
    ///
    /// - Throws: **`EEXIST`** if there is any child of this name, a symbolic link that leads nowhere included.
    func createFile(_ name: FileName, for access: FileAccess) throws(Errno) -> any WASIFile

    /// Makes an empty directory.
    ///
    /// - Throws: **`EEXIST`** if there is any child of this name.
    func createDirectory(_ name: FileName) throws(Errno)

    /// Makes a symbolic link. Its target is any bytes but zero, at least one; it need not exist.
    ///
    /// - Throws: **`EEXIST`** if there is any child of this name; `ENAMETOOLONG` for more than 4095 bytes.
    func createSymbolicLink(_ name: FileName, to target: [UInt8]) throws(Errno)

    /// The target of a symbolic link.
    ///
    /// - Throws: **`EINVAL`** for anything else.
    func readSymbolicLink(_ name: FileName) throws(Errno) -> [UInt8]

    /// Gives a child that is no directory another name, here or in another directory. Of a symbolic link, the link
    /// itself gets it.
    ///
    /// - Parameter directory: Of whatever type; that it does not belong to this file system has to be found out.
    /// - Throws: **`EEXIST`** if the new name is taken; **`EPERM`** for a directory; **`EXDEV`** if the two directories
    ///   belong to different file systems; `EMLINK`.
    func link(_ name: FileName, as newName: FileName, in directory: any WASIDirectory) throws(Errno)

    /// Moves a child, here or to another directory, and puts it in the place of what has that name there. Nothing
    /// happens if both names are of one file.
    ///
    /// - Parameter directory: As for ``link(_:as:in:)``.
    /// - Throws: **`ENOTDIR`** for a directory in place of something else; **`EISDIR`** for something else in place of
    ///   a directory; **`ENOTEMPTY`** (never `EEXIST`) in place of a directory that is not empty; **`EINVAL`** for a
    ///   directory into itself or what is below it; **`EXDEV`** as ``link(_:as:in:)``.
    func rename(_ name: FileName, to newName: FileName, in directory: any WASIDirectory) throws(Errno)

    /// Removes a child that is no directory. A file that is open stays usable until it is closed.
    ///
    /// - Throws: **`EISDIR`** for a directory.
    func removeFile(_ name: FileName) throws(Errno)

    /// Removes an empty directory.
    ///
    /// - Throws: **`ENOTDIR`** for anything else, **`ENOTEMPTY`** (never `EEXIST`) if it is not empty.
    func removeDirectory(_ name: FileName) throws(Errno)

    /// Sets the times of the directory itself.
    func setTimes(_ times: FileTimes) throws(Errno)

    /// Sets the times of a child; of a symbolic link, its own.
    func setTimes(_ times: FileTimes, of name: FileName) throws(Errno)

    /// Waits until what was changed here is stored for good.
    func synchronize() throws(Errno)

    /// Begins to list the children. Each listing has a position of its own.
    func list() throws(Errno) -> any WASIDirectoryListing
}

/// One pass over the children of a directory.
public protocol WASIDirectoryListing: AnyObject {
    /// The next child, in any order; `nil` after the last. `.` and `..` are not among them, nor what has a name that is
    /// no ``FileName``, as one that is not UTF-8.
    ///
    /// A child that is there from beginning to end comes exactly once; one that is made or removed meanwhile comes once
    /// or not at all. It takes the same time whatever the number of children.
    func next() throws(Errno) -> DirectoryEntry?
}

/// A regular file that is open. It has no position: WASI keeps it, one for each descriptor.
///
/// Nothing waits for longer than the storage takes. It is used by one thread at a time, and is closed when nobody holds
/// it any more.
///
/// WASI asks only for what the file was opened for, see ``FileAccess``. Numbers come from the guest: any are possible,
/// and an offset that no file can have is `EINVAL` or `EFBIG`. Codes that all methods throw, where they apply: `EIO`,
/// `ENOSPC`, `EDQUOT`, `EFBIG`, `EROFS`, `EPERM`.
public protocol WASIFile: AnyObject {
    /// Its attributes.
    func status() throws(Errno) -> FileStatus

    /// Reads some bytes into the beginning of a buffer that is not empty.
    ///
    /// - Returns: How many; 0 at the end of the file or beyond.
    func read(into buffer: inout MutableSpan<UInt8>, at offset: UInt64) throws(Errno) -> Int

    /// Writes some of these bytes, of which there is at least one. A gap behind the file's end is filled with zeros.
    ///
    /// - Returns: How many, at least 1.
    func write(_ bytes: Span<UInt8>, at offset: UInt64) throws(Errno) -> Int

    /// Writes some of these bytes, of which there is at least one, to the end of the file, wherever that is now.
    ///
    /// - Returns: How many, at least 1, and the file's size after them.
    func append(_ bytes: Span<UInt8>) throws(Errno) -> (count: Int, size: UInt64)

    /// Cuts the file, or makes it larger with zeros.
    func setSize(_ size: UInt64) throws(Errno)

    /// Reserves space for `count` bytes, at least 1, from `offset` on. A file that ends before is made larger with
    /// zeros; it never becomes smaller.
    func allocate(at offset: UInt64, count: UInt64) throws(Errno)

    /// Sets its times.
    func setTimes(_ times: FileTimes) throws(Errno)

    /// Waits until what was written, and unless `dataOnly` its attributes, are stored for good.
    func synchronize(dataOnly: Bool) throws(Errno)

    /// A hint how the program will use `count` bytes from `offset` on; 0 means up to the end.
    func advise(_ advice: FileAdvice, at offset: UInt64, count: UInt64) throws(Errno)
}

extension WASIDirectory {
    public func synchronize() throws(Errno) {}
}

extension WASIFile {
    public func allocate(at offset: UInt64, count: UInt64) throws(Errno) {
        let (end, overflow) = offset.addingReportingOverflow(count)
        if overflow { throw .fbig }
        if try status().byteCount < end { try setSize(end) }
    }

    public func synchronize(dataOnly: Bool) throws(Errno) {}
    public func advise(_ advice: FileAdvice, at offset: UInt64, count: UInt64) throws(Errno) {}
}
