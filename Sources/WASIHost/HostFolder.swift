import WASIPreview1

/// A folder of the host, to be granted to a guest.
///
/// The folder is opened at once and held open: if its path later leads elsewhere, the guest still has the folder that
/// it was granted. The host never resolves a guest's path: each component is opened separately, in a directory that is
/// held open, and symbolic links are not followed. Only directories and regular files are opened. A guest can see the
/// folder's devices, pipes and sockets, but not use them.
///
/// Names mean what they mean to the host's file system: if it ignores case, it does so for the guest. The sandbox never
/// relies on comparing names.
public final class HostFolder: WASIDirectory {
    private let descriptor: OwnedDescriptor
    private var number: Int32 { descriptor.number }

    /// Opens a folder.
    ///
    /// By default, these are refused: the root, the system's folders (`/etc`, `/usr`, `/dev`, `/proc`, …) with
    /// everything in them, whole home folders, and every folder that contains one of these. Symbolic links in `path`
    /// are resolved before the check.
    ///
    /// - Parameters:
    ///   - path: A path of the host, relative to its working directory or absolute.
    ///   - allowingSystemFolders: Whether to open these folders too.
    /// - Throws: ``HostFileError``.
    public convenience init(path: String, allowingSystemFolders: Bool = false) throws(HostFileError) {
        try self.init(path: HostPath(path), allowingSystemFolders: allowingSystemFolders)
    }

    /// Opens a folder by a path that need not be UTF-8; otherwise as ``init(path:allowingSystemFolders:)-(String,_)``.
    public init(path hostPath: HostPath, allowingSystemFolders: Bool = false) throws(HostFileError) {
        let path = hostPath.description
        guard !hostPath.bytes.isEmpty, !hostPath.bytes.contains(0) else {
            throw .system(path: path, reason: "no path")
        }
        do {
            let real = try Syscalls.realPath(hostPath)
            if !allowingSystemFolders, ProtectedFolders.refuse(real) {
                throw HostFileError.protectedFolder(path: path, isReally: String(decoding: real, as: UTF8.self))
            }
            descriptor = OwnedDescriptor(try Syscalls.openDirectory(path: real))
        } catch let error as SystemError {
            throw .system(path: path, reason: error.text)
        } catch let error as HostFileError {
            throw error
        } catch {
            throw .system(path: path, reason: "\(error)")
        }
    }

    private init(_ descriptor: OwnedDescriptor) { self.descriptor = descriptor }

    public func status() throws(Errno) -> FileStatus {
        try system { () throws(SystemError) in try Syscalls.status(of: number) }
    }

    public func status(of name: FileName) throws(Errno) -> FileStatus {
        try system { () throws(SystemError) in try Syscalls.status(of: name, in: number) }
    }

    public func openDirectory(_ name: FileName) throws(Errno) -> any WASIDirectory {
        do {
            return HostFolder(OwnedDescriptor(try Syscalls.openChild(name, in: number, .directory)))
        } catch {
            // Systems report a symbolic link with different codes.
            throw error.isSymbolicLink ? .notdir : Errno(error)
        }
    }

    public func openFile(_ name: FileName, for access: FileAccess) throws(Errno) -> any WASIFile {
        // The type is checked first, because merely opening a device or a pipe has an effect, for example on the
        // process at its other end. If the name changes after the check, `HostFile` refuses the opened file; opening
        // never waits.
        switch try status(of: name).type {
        case .regularFile: break
        case .directory: throw .isdir
        case .symbolicLink: throw .loop
        default: throw .perm
        }
        return try open(name, .file(access))
    }

    public func createFile(_ name: FileName, for access: FileAccess) throws(Errno) -> any WASIFile {
        try open(name, .newFile(access))
    }

    private func open(_ name: FileName, _ mode: Syscalls.OpenMode) throws(Errno) -> any WASIFile {
        let opened: Int32
        do {
            opened = try Syscalls.openChild(name, in: number, mode)
        } catch {
            throw error.isSymbolicLink ? .loop : error.isNotOpenable ? .perm : Errno(error)
        }
        return try HostFile(OwnedDescriptor(opened))
    }

    public func createDirectory(_ name: FileName) throws(Errno) {
        try system { () throws(SystemError) in try Syscalls.makeDirectory(name, in: number) }
    }

    public func createSymbolicLink(_ name: FileName, to target: [UInt8]) throws(Errno) {
        guard !target.isEmpty, !target.contains(0) else { throw .inval }
        try system { () throws(SystemError) in try Syscalls.makeSymbolicLink(name, in: number, to: target) }
    }

    public func readSymbolicLink(_ name: FileName) throws(Errno) -> [UInt8] {
        let limit = 4096
        let target = try system { () throws(SystemError) in
            try Syscalls.target(of: name, in: number, limit: limit)
        }
        guard target.count < limit else { throw .nametoolong }
        return target
    }

    public func link(_ name: FileName, as newName: FileName, in directory: any WASIDirectory) throws(Errno) {
        let other = try HostFolder.sameKind(directory)
        do {
            try Syscalls.link(name, in: number, as: newName, in: other.number)
        } catch {
            throw Errno(error)
        }
    }

    public func rename(_ name: FileName, to newName: FileName, in directory: any WASIDirectory) throws(Errno) {
        let other = try HostFolder.sameKind(directory)
        do {
            try Syscalls.rename(name, in: number, to: newName, in: other.number)
        } catch {
            throw HostFolder.notEmpty(error)
        }
    }

    public func removeFile(_ name: FileName) throws(Errno) {
        do {
            try Syscalls.remove(name, in: number, isDirectory: false)
        } catch {
            let code = Errno(error)
            // macOS reports EPERM for a directory.
            if code == .perm, (try? status(of: name))?.type == .directory { throw .isdir }
            throw code
        }
    }

    public func removeDirectory(_ name: FileName) throws(Errno) {
        do {
            try Syscalls.remove(name, in: number, isDirectory: true)
        } catch {
            throw HostFolder.notEmpty(error)
        }
    }

    public func setTimes(_ times: FileTimes) throws(Errno) {
        try system { () throws(SystemError) in try Syscalls.setTimes(times, of: number) }
    }

    public func setTimes(_ times: FileTimes, of name: FileName) throws(Errno) {
        // If neither time is to change, Linux does not even check whether the file exists.
        if times.access == .keep, times.modification == .keep {
            _ = try status(of: name)
            return
        }
        try system { () throws(SystemError) in try Syscalls.setTimes(times, of: name, in: number) }
    }

    public func synchronize() throws(Errno) {
        try system { () throws(SystemError) in try Syscalls.synchronize(number, dataOnly: false) }
    }

    public func list() throws(Errno) -> any WASIDirectoryListing {
        try HostListing(number)
    }

    private static func sameKind(_ directory: any WASIDirectory) throws(Errno) -> HostFolder {
        guard let folder = directory as? HostFolder else { throw .xdev }
        return folder
    }

    private static func notEmpty(_ error: SystemError) -> Errno {
        let code = Errno(error)
        return code == .exist ? .notempty : code
    }
}

/// A pass over a directory of the host, with a separate descriptor.
private final class HostListing: WASIDirectoryListing {
    private let reader: EntryReader

    init(_ directory: Int32) throws(Errno) {
        reader = try system { () throws(SystemError) in try EntryReader(try Syscalls.reopen(directory: directory)) }
    }

    func next() throws(Errno) -> DirectoryEntry? {
        try system { () throws(SystemError) in try reader.next() }
    }
}
