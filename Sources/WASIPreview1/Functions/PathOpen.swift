import WasmRuntime

extension WASI {
    /// `path_open(fd, dirflags, path, size, oflags, rights, inheriting, fdflags, &fd)`: opens a file or directory,
    /// under the lowest free number. Rights that do not apply to the opened object, or that the folder's permissions
    /// exclude, are dropped.
    ///
    /// - Throws: As ``GuestPath`` (right `path_open`) and ``PathWalk``. `EINVAL` for unknown flags or rights, or if a
    ///   directory is to be made. `ENOTCAPABLE` for rights that the directory does not pass on; for making a file
    ///   without its right `path_create_file`, or truncating one without `path_filestat_set_size`; for `fdflags` of
    ///   synchronised writing unless the directory passes on `fd_sync` or, for `dsync`, `fd_datasync`; for reading or
    ///   writing without the folder's permission. `ENOENT` if nothing is there; `EEXIST` if something is there and both
    ///   `creat` and `excl` were given; `ENOTDIR` if a directory is required and something else is there; `EISDIR` for
    ///   a directory that is to be written, truncated or made; `ELOOP` for a symbolic link that is not followed;
    ///   `EPERM` for devices, pipes and sockets. `EMFILE` for too many open descriptors; `EDQUOT` beyond the folder's
    ///   quota. `EFAULT` where the result is outside of the memory: nothing is opened then.
    func pathOpen(_ call: WASICall) throws {
        let path = try GuestPath(call, descriptors, fd: 0, path: 2, .pathOpen)
        let follows = try call.followsLinks(1)
        let request = try OpenRequest(call, path)
        let memory = try call.memory()
        try memory.check(call.address(8), count: 4)
        guard !descriptors.isFull else {
            throw call.meter.refuse(.descriptors, UInt64(WASILimits.descriptors), .mfile)
        }
        let descriptor = try path.resolve(followsLinks: follows) { walk throws(Errno) in try request.open(walk) }
        try memory.store(try descriptors.open(descriptor), at: call.address(8))
    }
}

/// The request that a call of `path_open` makes.
private struct OpenRequest {
    private struct Flags: OptionSet {
        let rawValue: UInt16
        static let create = Flags(rawValue: 1)
        static let directory = Flags(rawValue: 2)
        static let exclusive = Flags(rawValue: 4)
        static let truncate = Flags(rawValue: 8)
    }

    private let folder: GrantedFolder
    private let flags: Flags
    private let rights: Rights
    private let inheriting: Rights
    private let descriptorFlags: DescriptorFlags

    init(_ call: WASICall, _ path: GuestPath) throws(Errno) {
        folder = path.directory.folder
        guard call.u32(4) < 16, let bits = UInt16(exactly: call.u32(7)) else { throw .inval }
        flags = Flags(rawValue: UInt16(truncatingIfNeeded: call.u32(4)))
        rights = Rights(rawValue: call.u64(5))
        inheriting = Rights(rawValue: call.u64(6))
        descriptorFlags = DescriptorFlags(rawValue: bits)
        guard DescriptorFlags.all.isSuperset(of: descriptorFlags), Rights.all.isSuperset(of: rights.union(inheriting)),
            !flags.isSuperset(of: [.create, .directory])
        else { throw .inval }
        if flags.contains(.create) { try path.descriptor.require(.pathCreateFile) }
        if flags.contains(.truncate) { try path.descriptor.require(.pathFilestatSetSize) }
        let most = path.descriptor.inheritingRights
        guard most.isSuperset(of: rights.union(inheriting)) else { throw .notcapable }
        if !descriptorFlags.isDisjoint(with: [.dsync, .rsync, .sync]), !most.contains(.fdSync) {
            guard descriptorFlags.isDisjoint(with: [.rsync, .sync]), most.contains(.fdDatasync) else {
                throw .notcapable
            }
        }
    }

    /// Opens the file or directory that a path leads to.
    ///
    /// - Throws: `ELOOP` for a symbolic link.
    func open(_ walk: PathWalk) throws(Errno) -> Descriptor {
        let count = try folder.open()
        guard case .child(let name) = walk.place else {
            if flags.isSuperset(of: [.create, .exclusive]) { throw .exist }
            return try descriptor(of: walk.directory, count)
        }
        if walk.mustBeDirectory, flags.contains(.create) { throw .isdir }
        if walk.mustBeDirectory || flags.contains(.directory) {
            return try directory(name, in: walk.directory, count)
        }
        do {
            return try file(name, in: walk.directory, count)
        } catch {
            guard error == .isdir else { throw error }
            return try directory(name, in: walk.directory, count)
        }
    }

    // MARK: Directories

    private func directory(
        _ name: FileName, in parent: any WASIDirectory, _ count: GrantedFolder.OpenCount
    ) throws(Errno) -> Descriptor {
        do {
            return try descriptor(of: try parent.openDirectory(name), count)
        } catch {
            if error == .notdir, try parent.status(of: name).type == .symbolicLink { throw .loop }
            throw error
        }
    }

    private func descriptor(
        of directory: any WASIDirectory, _ count: GrantedFolder.OpenCount
    ) throws(Errno) -> Descriptor {
        guard !rights.contains(.fdWrite), flags.isDisjoint(with: [.create, .truncate]) else { throw .isdir }
        let possible = Rights.directory.intersection(folder.permissions.rights)
        return Descriptor(
            .directory(OpenDirectory(directory, in: folder, count)), rights.intersection(possible),
            inheriting: inheriting, descriptorFlags)
    }

    // MARK: Files

    /// Opens a regular file; makes or truncates it first if the flags say so.
    ///
    /// - Throws: `EISDIR` for a directory.
    private func file(
        _ name: FileName, in parent: any WASIDirectory, _ count: GrantedFolder.OpenCount
    ) throws(Errno) -> Descriptor {
        let possible = Rights.file.intersection(folder.permissions.rights)
        if !possible.isSuperset(of: rights.intersection([.fdRead, .fdWrite])) {
            throw refusal(of: try? parent.status(of: name).type)
        }
        var rights = rights.intersection(possible)
        let file: any WASIFile
        do {
            file = try open(name, in: parent, access(rights))
        } catch {
            // A program that does not write may still request rights that need a file opened for writing, such as
            // `fd_allocate`. It gets the file without them if the file can only be read.
            guard error == .acces || error == .rofs || error == .txtbsy || error == .perm,
                !rights.contains(.fdWrite), !flags.contains(.truncate), !rights.isDisjoint(with: OpenRequest.changing)
            else { throw error }
            rights.subtract(OpenRequest.changing)
            file = try open(name, in: parent, access(rights))
        }
        if flags.contains(.truncate) {
            _ = try OpenFile.cut(file, to: 0, folder.meter)
            try file.setSize(0)
        }
        return Descriptor(.file(OpenFile(file, in: folder, count)), rights, descriptorFlags)
    }

    /// The error for a file that the folder's permissions do not allow to be opened as requested.
    private func refusal(of type: FileType?) -> Errno {
        switch type {
        case .directory: .isdir
        case .symbolicLink: .loop
        case nil where !flags.contains(.create): .noent
        default: .notcapable
        }
    }

    /// The rights that need a file opened for writing.
    private static let changing: Rights = [.fdWrite, .fdAllocate, .fdFilestatSetSize]

    private func access(_ rights: Rights) -> FileAccess {
        var access: FileAccess = rights.contains(.fdRead) ? .read : []
        if flags.contains(.truncate) || !rights.isDisjoint(with: OpenRequest.changing) { access.insert(.write) }
        return access
    }

    /// Opens an existing file, or makes one. These are separate steps, so that a file that was made is counted for
    /// certain.
    private func open(
        _ name: FileName, in parent: any WASIDirectory, _ access: FileAccess
    ) throws(Errno) -> any WASIFile {
        // A file that appears and disappears between the two steps eight times in a row is not to be expected.
        for _ in 0..<8 {
            if !flags.isSuperset(of: [.create, .exclusive]) {
                do {
                    return try parent.openFile(name, for: access)
                } catch {
                    guard error == .noent, flags.contains(.create) else { throw error }
                }
            }
            do {
                return try folder.addName { () throws(Errno) in try parent.createFile(name, for: access) }
            } catch {
                guard error == .exist, !flags.contains(.exclusive) else { throw error }
            }
        }
        throw .busy
    }
}
