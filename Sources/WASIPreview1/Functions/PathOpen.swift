import WasmRuntime

extension WASI {
    /// `path_open(fd, dirflags, path, size, oflags, rights, inheriting, fdflags, &fd)`: opens a file or directory, under
    /// the lowest free number. Rights that do not apply to what was opened, or that the folder's permissions never give,
    /// are left out.
    ///
    /// - Throws: As ``GuestPath`` (right `path_open`) and ``PathWalk``. `EINVAL` for unknown flags or rights, or if a
    ///   directory is to be made. `ENOTCAPABLE` for rights that the directory does not pass on; without its rights
    ///   `path_create_file` to make a file, `path_filestat_set_size` to empty one; for `fdflags` of synchronised writing
    ///   if it passes on neither `fd_sync` nor, for `dsync`, `fd_datasync`; to read or write without the folder's
    ///   permission. `ENOENT` if there is nothing; `EEXIST` if there is something and `excl` was given; `ENOTDIR` if it
    ///   is no directory and has to be one; `EISDIR` if it is one and shall be written, emptied or made; `ELOOP` for a
    ///   symbolic link that is not followed; `EPERM` for devices, pipes and sockets. `EMFILE` for too many open
    ///   descriptors; `EDQUOT` beyond the folder's quota. `EFAULT` where the result is outside of the memory: nothing is
    ///   opened then.
    func pathOpen(_ call: WASICall) throws {
        let path = try GuestPath(call, descriptors, fd: 0, path: 2, .pathOpen)
        let follows = try call.followsLinks(1)
        let request = try OpenRequest(call, path)
        let memory = try call.memory()
        try memory.check(call.address(8), count: 4)
        guard !descriptors.isFull else { throw Errno.mfile }
        let descriptor = try path.resolve(followsLinks: follows) { walk throws(Errno) in try request.open(walk) }
        try memory.store(try descriptors.open(descriptor), at: call.address(8))
    }
}

/// What `path_open` is asked for.
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

    /// Opens what a path leads to.
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
            // Who does not want to write, but asks for every right that there is, gets a file that cannot be written
            // without the others.
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

    /// What is said if the folder's permissions are not enough for a file.
    private func refusal(of type: FileType?) -> Errno {
        switch type {
        case .directory: .isdir
        case .symbolicLink: .loop
        case nil where !flags.contains(.create): .noent
        default: .notcapable
        }
    }

    /// The rights for which a file has to be open for writing.
    private static let changing: Rights = [.fdWrite, .fdAllocate, .fdFilestatSetSize]

    private func access(_ rights: Rights) -> FileAccess {
        var access: FileAccess = rights.contains(.fdRead) ? .read : []
        if flags.contains(.truncate) || !rights.isDisjoint(with: OpenRequest.changing) { access.insert(.write) }
        return access
    }

    /// Opens a file that exists, or makes it; what was made is known for sure, to be counted.
    private func open(
        _ name: FileName, in parent: any WASIDirectory, _ access: FileAccess
    ) throws(Errno) -> any WASIFile {
        // That the file comes and goes between the two steps all the time is not to be expected.
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
