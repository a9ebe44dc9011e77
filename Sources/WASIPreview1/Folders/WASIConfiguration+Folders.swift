extension WASIConfiguration {
    /// Grants a folder: a `HostFolder`, or any other ``WASIDirectory``. The guest sees it under a name of its own, and
    /// nothing above it. It can be called again for further folders.
    ///
    /// Each folder is closed in itself, whatever their names: if one is granted as `/a` and another as `/a/b`, a path
    /// is resolved in one of them and cannot pass into the other. Nothing can be linked or moved from one grant to
    /// another (`EXDEV`), not even if both are of the same folder.
    ///
    /// - Parameters:
    ///   - folder: The directory. Granted to several guests, it is shared by them.
    ///   - guestPath: What the guest calls it, for example `/`, `/data` or `.`.
    ///   - permissions: What the guest may do in it.
    ///   - quota: How much it may spend of it.
    /// - Throws: ``WASIConfigurationError`` for a path that is empty, too long or holds a zero byte or `..`; for one
    ///   that was granted already; for too many folders.
    public mutating func grantFolder(
        _ folder: any WASIDirectory, as guestPath: String, permissions: FolderPermissions = .readOnly,
        quota: FolderQuota = FolderQuota()
    ) throws(WASIConfigurationError) {
        let path = try WASIConfiguration.normalized(guestPath)
        guard !folders.contains(where: { $0.path == path }) else { throw .duplicateFolder(guestPath) }
        guard folders.count < WASILimits.folders else {
            throw .tooManyFolders(maximum: WASILimits.folders)
        }
        addFolder(FolderGrant(directory: folder, path: path, permissions: permissions, quota: quota))
    }

    /// A guest's path without what makes no difference: empty components, `.`, and a `/` at the end.
    static func normalized(_ path: String) throws(WASIConfigurationError) -> [UInt8] {
        let bytes = Array(path.utf8)
        guard !bytes.isEmpty, bytes.count <= WASILimits.folderPathBytes, !bytes.contains(0) else {
            throw .invalidFolderPath(path)
        }
        let components = bytes.split(separator: UInt8(ascii: "/")).filter { $0 != [UInt8(ascii: ".")] }
        guard !components.contains(Array("..".utf8)[...]) else { throw .invalidFolderPath(path) }
        let joined = Array(components.joined(separator: [UInt8(ascii: "/")]))
        if bytes.first == UInt8(ascii: "/") { return [UInt8(ascii: "/")] + joined }
        return joined.isEmpty ? [UInt8(ascii: ".")] : joined
    }
}
