import WasmRuntime

extension WASI {
    /// `path_create_directory(fd, path, size)`: makes a directory.
    ///
    /// - Throws: As ``GuestPath`` (right `path_create_directory`) and ``PathWalk``; `EEXIST` if the name is taken;
    ///   `EDQUOT` beyond the folder's quota.
    func pathCreateDirectory(_ call: WASICall) throws {
        let path = try GuestPath(call, descriptors, fd: 0, path: 1, .pathCreateDirectory)
        let walk = try path.walk()
        guard case .child(let name) = walk.place else { throw Errno.exist }
        try path.directory.folder.addName { () throws(Errno) in try walk.directory.createDirectory(name) }
    }

    /// `path_remove_directory(fd, path, size)`: removes an empty directory.
    ///
    /// - Throws: As ``GuestPath`` (right `path_remove_directory`) and ``PathWalk``; `ENOTDIR` for anything else,
    ///   `ENOTEMPTY` if the directory is not empty; `EINVAL` for a path that ends in `.` or `..`.
    func pathRemoveDirectory(_ call: WASICall) throws {
        let path = try GuestPath(call, descriptors, fd: 0, path: 1, .pathRemoveDirectory)
        let walk = try path.walk()
        guard case .child(let name) = walk.place else { throw Errno.inval }
        try walk.directory.removeDirectory(name)
        path.directory.folder.removeName()
    }

    /// `path_unlink_file(fd, path, size)`: removes a name of a file, or a symbolic link.
    ///
    /// - Throws: As ``GuestPath`` (right `path_unlink_file`) and ``PathWalk``; `EISDIR` for a directory; `ENOTDIR` for
    ///   anything else if the path ends in `/`.
    func pathUnlinkFile(_ call: WASICall) throws {
        let path = try GuestPath(call, descriptors, fd: 0, path: 1, .pathUnlinkFile)
        let walk = try path.walk()
        guard case .child(let name) = walk.place else { throw Errno.isdir }
        if walk.mustBeDirectory {
            throw try walk.directory.status(of: name).type == .directory ? Errno.isdir : Errno.notdir
        }
        try walk.directory.removeFile(name)
        path.directory.folder.removeName()
    }

    /// `path_rename(fd, path, size, new_fd, new_path, new_size)`: moves a file, directory or link, and replaces what
    /// has the new name. A symbolic link at the end of a path is not followed: the link itself is moved or replaced.
    ///
    /// - Throws: As ``GuestPath`` (rights `path_rename_source` and `path_rename_target`) and ``PathWalk``; `EXDEV` from
    ///   one granted folder to another; `EBUSY` for a path that ends in `.` or `..`; `ENOTDIR` if a path ends in `/`
    ///   and the moved item is not a directory; `EISDIR`, `ENOTDIR`, `ENOTEMPTY` and `EINVAL` as
    ///   ``WASIDirectory/rename(_:to:in:)``.
    func pathRename(_ call: WASICall) throws {
        let old = try GuestPath(call, descriptors, fd: 0, path: 1, .pathRenameSource)
        let new = try GuestPath(call, descriptors, fd: 3, path: 4, .pathRenameTarget)
        guard old.directory.folder === new.directory.folder else { throw Errno.xdev }
        let (oldWalk, newWalk) = (try old.walk(), try new.walk())
        guard case .child(let name) = oldWalk.place, case .child(let newName) = newWalk.place else {
            throw Errno.busy
        }
        if oldWalk.mustBeDirectory || newWalk.mustBeDirectory {
            guard try oldWalk.directory.status(of: name).type == .directory else { throw Errno.notdir }
        }
        let replaced = try? newWalk.directory.status(of: newName)
        try oldWalk.directory.rename(name, to: newName, in: newWalk.directory)
        // Replacing removed a name, unless both names belong to the same file and nothing happened.
        if replaced != nil, (try? oldWalk.directory.status(of: name)) == nil { new.directory.folder.removeName() }
    }

    /// `path_link(fd, flags, path, size, new_fd, new_path, new_size)`: gives a file a further name.
    ///
    /// - Throws: As ``GuestPath`` (rights `path_link_source` and `path_link_target`) and ``PathWalk``; `EINVAL` for
    ///   unknown flags; `EXDEV` from one granted folder to another; `EPERM` for a directory; `EEXIST` if the new name
    ///   is taken; `ENOENT` if the new path ends in `/` and does not exist; `EDQUOT` beyond the folder's quota.
    func pathLink(_ call: WASICall) throws {
        let old = try GuestPath(call, descriptors, fd: 0, path: 2, .pathLinkSource)
        let new = try GuestPath(call, descriptors, fd: 4, path: 5, .pathLinkTarget)
        let follows = try call.followsLinks(1)
        guard old.directory.folder === new.directory.folder else { throw Errno.xdev }
        let newWalk = try new.walk()
        try old.resolve(followsLinks: follows) { walk throws(Errno) in
            guard case .child(let name) = walk.place else { throw .perm }
            let type = try walk.directory.status(of: name).type
            if type == .symbolicLink, follows || walk.mustBeDirectory { throw .loop }
            if walk.mustBeDirectory, type != .directory { throw .notdir }
            if type == .directory { throw .perm }
            let newName = try newWalk.freeName()
            try new.directory.folder.addName { () throws(Errno) in
                try walk.directory.link(name, as: newName, in: newWalk.directory)
            }
        }
    }

    /// `path_symlink(target, target_size, fd, path, size)`: makes a symbolic link. The target is not resolved and need
    /// not exist; when a path leads through it later, ``PathWalk`` keeps the guest inside of the folder.
    ///
    /// - Throws: As ``GuestPath`` (right `path_symlink`) and ``PathWalk``; for the target, `ENOENT` if it is empty,
    ///   `EPERM` if it is absolute, `EINVAL` for a zero byte, `EILSEQ` for bytes that are not UTF-8, `ENAMETOOLONG` for
    ///   more than 4095 bytes; `EEXIST` if the name is taken; `EDQUOT` beyond the folder's quota.
    func pathSymlink(_ call: WASICall) throws {
        let path = try GuestPath(call, descriptors, fd: 2, path: 3, .pathSymlink)
        let target = try GuestPath.bytes(call, 0)
        try call.meter.pay(.pathByte, target.count)
        guard let first = target.first else { throw Errno.noent }
        guard first != UInt8(ascii: "/") else { throw Errno.perm }
        guard !target.contains(0) else { throw Errno.inval }
        guard target.isUTF8 else { throw Errno.ilseq }
        guard target.count < WASILimits.pathBytes else { throw Errno.nametoolong }
        let walk = try path.walk()
        let name = try walk.freeName()
        try path.directory.folder.addName { () throws(Errno) in
            try walk.directory.createSymbolicLink(name, to: target)
        }
    }
}

extension PathWalk {
    /// The name for a new file or link. Whether the name is free is not checked.
    ///
    /// - Throws: For a path that can only lead to a directory: `EEXIST` if it does, `ENOTDIR` if it leads to something
    ///   else, `ENOENT` if it leads to nothing.
    fileprivate func freeName() throws(Errno) -> FileName {
        guard case .child(let name) = place else { throw .exist }
        guard mustBeDirectory else { return name }
        throw try directory.status(of: name).type == .directory ? .exist : .notdir
    }
}
