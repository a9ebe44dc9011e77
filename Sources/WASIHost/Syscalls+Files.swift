// The system calls for files and folders. A guest's names are looked up in a directory that is held open, and symbolic
// links are not followed.

import WASIPreview1

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension Syscalls {
    // MARK: Directories

    /// How a child of a directory is opened.
    enum OpenMode {
        case directory
        case file(FileAccess)
        case newFile(FileAccess)

        fileprivate var flags: Int32 {
            switch self {
            case .directory: O_RDONLY | O_DIRECTORY
            case .file(let access): OpenMode.flags(access)
            case .newFile(let access): OpenMode.flags(access) | O_CREAT | O_EXCL
            }
        }

        private static func flags(_ access: FileAccess) -> Int32 {
            guard access.contains(.write) else { return O_RDONLY }
            return access.contains(.read) ? O_RDWR : O_WRONLY
        }
    }

    /// Opens a child of a directory. Opening waits neither for the other end of a pipe nor for a device.
    static func openChild(_ name: FileName, in directory: Int32, _ mode: OpenMode) throws(SystemError) -> Int32 {
        try openPath(name.bytes, in: directory, mode.flags)
    }

    /// Opens a directory again, with a separate position.
    static func reopen(directory: Int32) throws(SystemError) -> Int32 {
        try openPath([UInt8(ascii: ".")], in: directory, O_RDONLY | O_DIRECTORY)
    }

    /// Opens a directory by its path on the host; the last component must not be a symbolic link.
    static func openDirectory(path: [UInt8]) throws(SystemError) -> Int32 {
        try openPath(path, in: AT_FDCWD, O_RDONLY | O_DIRECTORY)
    }

    private static func openPath(_ path: [UInt8], in directory: Int32, _ flags: Int32) throws(SystemError) -> Int32 {
        let safe = flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY
        return try retrying { withCString(path) { openat(directory, $0, safe, 0o666 as mode_t) } }
    }

    static func makeDirectory(_ name: FileName, in directory: Int32) throws(SystemError) {
        try check(withCString(name.bytes) { mkdirat(directory, $0, 0o777) })
    }

    static func makeSymbolicLink(_ name: FileName, in directory: Int32, to target: [UInt8]) throws(SystemError) {
        try check(withCString(target) { target in withCString(name.bytes) { symlinkat(target, directory, $0) } })
    }

    /// Returns the target of a symbolic link, cut to `limit` bytes.
    static func target(of name: FileName, in directory: Int32, limit: Int) throws(SystemError) -> [UInt8] {
        var target = [UInt8](repeating: 0, count: limit)
        let count = withCString(name.bytes) { name in
            target.withUnsafeMutableBytes { bytes in
                let buffer = bytes.bindMemory(to: CChar.self)
                return buffer.baseAddress.map { readlinkat(directory, name, $0, buffer.count) } ?? 0
            }
        }
        guard count >= 0 else { throw .last }
        return Array(target.prefix(count))
    }

    static func link(
        _ name: FileName, in directory: Int32, as newName: FileName, in newDirectory: Int32
    ) throws(SystemError) {
        // Without AT_SYMLINK_FOLLOW, the new name is for a symbolic link itself, not for its target.
        try check(
            withCString(name.bytes) { old in
                withCString(newName.bytes) { linkat(directory, old, newDirectory, $0, 0) }
            })
    }

    static func rename(
        _ name: FileName, in directory: Int32, to newName: FileName, in newDirectory: Int32
    ) throws(SystemError) {
        try check(
            withCString(name.bytes) { old in
                withCString(newName.bytes) { renameat(directory, old, newDirectory, $0) }
            })
    }

    static func remove(_ name: FileName, in directory: Int32, isDirectory: Bool) throws(SystemError) {
        try check(withCString(name.bytes) { unlinkat(directory, $0, isDirectory ? AT_REMOVEDIR : 0) })
    }

    // MARK: Attributes

    static func status(of descriptor: Int32) throws(SystemError) -> FileStatus {
        var status = stat()
        try check(fstat(descriptor, &status))
        return FileStatus(status)
    }

    static func status(of name: FileName, in directory: Int32) throws(SystemError) -> FileStatus {
        var status = stat()
        try check(withCString(name.bytes) { fstatat(directory, $0, &status, AT_SYMLINK_NOFOLLOW) })
        return FileStatus(status)
    }

    static func setTimes(_ times: FileTimes, of descriptor: Int32) throws(SystemError) {
        let both = [timespec(times.access), timespec(times.modification)]
        try check(futimens(descriptor, both))
    }

    static func setTimes(_ times: FileTimes, of name: FileName, in directory: Int32) throws(SystemError) {
        let both = [timespec(times.access), timespec(times.modification)]
        try check(withCString(name.bytes) { utimensat(directory, $0, both, AT_SYMLINK_NOFOLLOW) })
    }

    // MARK: Files

    static func readBytes(
        _ descriptor: Int32, into buffer: inout MutableSpan<UInt8>, at offset: Int64
    ) throws(SystemError) -> Int {
        while true {
            let count = buffer.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, off_t(offset)) }
            if count >= 0 { return count }
            if errno != EINTR { throw .last }
        }
    }

    /// Writes to a file at an offset. `mayBeLimited` is ``isFileSizeLimited``.
    static func writeBytes(
        _ descriptor: Int32, _ bytes: Span<UInt8>, at offset: Int64, mayBeLimited: Bool
    ) throws(SystemError) -> Int {
        func once() -> Int { bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset)) } }
        while true {
            let count = mayBeLimited ? withoutSignals(once) : once()
            if count >= 0 { return count }
            if errno != EINTR { throw .last }
        }
    }

    /// Whether the process has a limit on the size of files. A write beyond it sends a signal.
    static var isFileSizeLimited: Bool {
        var limit = rlimit()
        #if canImport(Glibc)
            let result = getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        #else
            let result = getrlimit(RLIMIT_FSIZE, &limit)
        #endif
        return result != 0 || limit.rlim_cur != infiniteLimit
    }

    /// Sets or clears `O_APPEND`, with which all writing goes to the end of a file.
    static func setAppends(_ descriptor: Int32, _ appends: Bool) throws(SystemError) {
        try check(fcntl(descriptor, F_SETFL, appends ? O_APPEND : 0))
    }

    /// Returns the position of a descriptor, which only ``writeSome(_:_:)`` moves.
    static func position(of descriptor: Int32) throws(SystemError) -> Int64 {
        let position = lseek(descriptor, 0, SEEK_CUR)
        guard position >= 0 else { throw .last }
        return Int64(position)
    }

    static func setSize(_ descriptor: Int32, _ size: Int64) throws(SystemError) {
        try retrying { Int32(withoutSignals { Int(ftruncate(descriptor, off_t(size))) }) }
    }

    /// Reserves space, and extends the file if it ends before that space does.
    static func allocate(_ descriptor: Int32, at offset: Int64, count: Int64) throws(SystemError) {
        #if !canImport(Darwin)
            // If the file system cannot reserve, glibc writes to every block. WASI therefore asks for a part at a time.
            var code: Int32 = 0
            _ = withoutSignals {
                code = posix_fallocate(descriptor, off_t(offset), off_t(count))
                return code == 0 ? 0 : -1
            }
            if code == 0 { return }
            if code != EOPNOTSUPP && code != ENOSYS && code != EINVAL { throw SystemError(code: code) }
        #endif
        let end = offset &+ count
        if try Int64(clamping: status(of: descriptor).byteCount) < end { try setSize(descriptor, end) }
    }

    static func synchronize(_ descriptor: Int32, dataOnly: Bool) throws(SystemError) {
        #if canImport(Darwin)
            try retrying { fsync(descriptor) }
        #else
            try retrying { dataOnly ? fdatasync(descriptor) : fsync(descriptor) }
        #endif
    }

    /// Passes a hint on to the system. An error is ignored: the hint is optional.
    static func advise(_ descriptor: Int32, _ advice: FileAdvice, at offset: Int64, count: Int64) {
        #if !canImport(Darwin)
            let codes: [FileAdvice: Int32] = [
                .normal: POSIX_FADV_NORMAL, .sequential: POSIX_FADV_SEQUENTIAL, .random: POSIX_FADV_RANDOM,
                .willNeed: POSIX_FADV_WILLNEED, .dontNeed: POSIX_FADV_DONTNEED, .noReuse: POSIX_FADV_NOREUSE,
            ]
            if let code = codes[advice] { _ = posix_fadvise(descriptor, off_t(offset), off_t(count), code) }
        #endif
    }

    // MARK: The host's paths

    /// Returns the absolute path, without symbolic links, `.` and `..`.
    static func realPath(_ path: HostPath) throws(SystemError) -> [UInt8] {
        try check(path)
        guard let resolved = withCString(path.bytes, { realpath($0, nil) }) else { throw .last }
        defer { free(resolved) }
        return bytes(of: resolved)
    }

    /// Returns the identity of the file at a path, following symbolic links; `nil` if no file is there.
    static func identity(path: [UInt8]) -> FileIdentity? {
        var status = stat()
        guard withCString(path, { stat($0, &status) }) == 0 else { return nil }
        return FileIdentity(FileStatus(status))
    }

    /// The user's home folders: that of the environment, and that of the system's list of users.
    static var homeFolders: [String] {
        var homes: [String] = []
        if let home = getenv("HOME") { homes.append(String(cString: home)) }
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16 << 10)
        if getpwuid_r(getuid(), &entry, &buffer, buffer.count, &found) == 0, found != nil, let home = entry.pw_dir {
            homes.append(String(cString: home))
        }
        return homes
    }

    // MARK: Helpers

    static func withCString<Result>(_ bytes: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count &+ 1) { buffer in
            for (index, byte) in bytes.enumerated() { buffer.initializeElement(at: index, to: CChar(bitPattern: byte)) }
            buffer.initializeElement(at: bytes.count, to: 0)
            return body(UnsafePointer(buffer.baseAddress.unsafelyUnwrapped))
        }
    }

    private static func check(_ result: Int32) throws(SystemError) {
        if result != 0 { throw .last }
    }

    /// Repeats a call while signals interrupt it.
    @discardableResult
    private static func retrying(_ body: () -> Int32) throws(SystemError) -> Int32 {
        while true {
            let result = body()
            if result >= 0 { return result }
            if errno != EINTR { throw .last }
        }
    }

    #if canImport(Darwin)
        private static let infiniteLimit = rlim_t.max >> 1
    #else
        private static let infiniteLimit = rlim_t.max
    #endif
}

/// The identity of a file, regardless of its names.
struct FileIdentity: Hashable {
    var device: UInt64
    var inode: UInt64

    init(_ status: FileStatus) {
        device = status.device
        inode = status.inode
    }
}

extension FileStatus {
    fileprivate init(_ status: stat) {
        #if canImport(Darwin)
            let (access, modification, change) = (status.st_atimespec, status.st_mtimespec, status.st_ctimespec)
        #else
            let (access, modification, change) = (status.st_atim, status.st_mtim, status.st_ctim)
        #endif
        self.init(
            type: FileType(mode: status.st_mode), device: UInt64(truncatingIfNeeded: status.st_dev),
            inode: UInt64(truncatingIfNeeded: status.st_ino), linkCount: UInt64(clamping: status.st_nlink),
            byteCount: UInt64(clamping: status.st_size), accessTime: access.nanoseconds,
            modificationTime: modification.nanoseconds, changeTime: change.nanoseconds)
    }
}

extension FileType {
    fileprivate init(mode: mode_t) {
        switch mode & S_IFMT {
        case S_IFREG: self = .regularFile
        case S_IFDIR: self = .directory
        case S_IFLNK: self = .symbolicLink
        case S_IFCHR: self = .characterDevice
        case S_IFBLK: self = .blockDevice
        case S_IFSOCK: self = .socketStream
        default: self = .unknown
        }
    }

    fileprivate init(entryType: UInt8) {
        // An entry's type has the type bits of a mode, shifted right by 12.
        self.init(mode: mode_t(entryType) << 12)
    }
}

extension timespec {
    /// The time in nanoseconds: 0 if it is negative, and the largest number if it is too large.
    var nanoseconds: UInt64 {
        guard tv_sec >= 0 else { return 0 }
        let (product, isTooLarge) = UInt64(clamping: tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, overflow) = product.addingReportingOverflow(UInt64(clamping: tv_nsec))
        return isTooLarge || overflow ? .max : sum
    }

    fileprivate init(_ change: FileTimeChange) {
        self.init()
        switch change {
        case .keep: tv_nsec = omitted
        case .now: tv_nsec = current
        case .set(let time):
            tv_sec = .init(clamping: time / 1_000_000_000)
            tv_nsec = .init(truncatingIfNeeded: time % 1_000_000_000)
        }
    }

    // UTIME_NOW and UTIME_OMIT, which Swift does not import on every system.
    #if canImport(Darwin)
        private var current: Int { -1 }
        private var omitted: Int { -2 }
    #else
        private var current: Int { (1 << 30) - 1 }
        private var omitted: Int { (1 << 30) - 2 }
    #endif
}

/// The entries of a directory, read one after the other.
final class EntryReader {
    #if canImport(Darwin)
        private let stream: UnsafeMutablePointer<DIR>
    #else
        private let stream: OpaquePointer
    #endif

    /// Takes ownership of a directory's descriptor, which is closed with this object.
    init(_ descriptor: Int32) throws(SystemError) {
        guard let stream = fdopendir(descriptor) else {
            let error = SystemError.last
            Syscalls.closeFile(descriptor)
            throw error
        }
        self.stream = stream
    }

    deinit { closedir(stream) }

    /// The next entry that a guest can name; `nil` after the last. `.` and `..` are left out.
    func next() throws(SystemError) -> DirectoryEntry? {
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno != 0 { throw .last }
                return nil
            }
            guard let name = FileName(EntryReader.name(of: entry)) else { continue }
            return DirectoryEntry(
                name: name, inode: UInt64(truncatingIfNeeded: entry.pointee.d_ino),
                type: FileType(entryType: entry.pointee.d_type))
        }
    }
    /// Returns the name of an entry, up to the zero byte. The entry's memory can be shorter than the type `dirent`.
    static func name(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
        guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return [] }
        let start = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)
        return Array(UnsafeRawBufferPointer(start: start, count: strlen(start)))
    }
}
