extension WASIConfiguration {
    /// Grants a folder: a `HostFolder`, or any other ``WASIDirectory``. The guest sees it as `guestPath`, and nothing
    /// above it. Further calls grant further folders.
    ///
    /// Folders are separate, whatever their names: if one is granted as `/a` and another as `/a/b`, a path is resolved
    /// in one of them and cannot pass into the other. Nothing can be linked or moved from one grant to another
    /// (`EXDEV`), not even if both are of the same folder.
    ///
    /// - Parameters:
    ///   - folder: The directory. Several guests can be granted the same one and then share it.
    ///   - guestPath: The path by which the guest knows the folder, for example `/`, `/data` or `.`.
    ///   - permissions: The operations that the guest may perform in it.
    ///   - quota: The limits on what the guest consumes through it.
    /// - Throws: ``WASIConfigurationError`` for a path that is empty, too long or holds a zero byte or `..`; for one
    ///   that was granted already; for too many folders.
    public mutating func grantFolder(
        _ folder: any WASIDirectory, as guestPath: String, permissions: FolderPermissions = .readOnly,
        quota: FolderQuota = FolderQuota()
    ) throws(WASIConfigurationError) {
        try grantFolder(folder, asBytes: Array(guestPath.utf8), permissions: permissions, quota: quota)
    }

    /// Grants a folder under a guest's path that need not be UTF-8; otherwise as
    /// ``grantFolder(_:as:permissions:quota:)``.
    public mutating func grantFolder(
        _ folder: any WASIDirectory, asBytes guestPath: [UInt8], permissions: FolderPermissions = .readOnly,
        quota: FolderQuota = FolderQuota()
    ) throws(WASIConfigurationError) {
        let path = try WASIConfiguration.normalized(guestPath)
        guard !folders.contains(where: { $0.path == path }) else {
            throw .duplicateFolder(String(decoding: guestPath, as: UTF8.self))
        }
        guard folders.count < WASILimits.folders else {
            throw .tooManyFolders(maximum: WASILimits.folders)
        }
        addFolder(FolderGrant(directory: folder, path: path, permissions: permissions, quota: quota))
    }

    /// A guest's path without its redundant parts: empty components, `.`, and a `/` at the end.
    package static func normalized(_ bytes: [UInt8]) throws(WASIConfigurationError) -> [UInt8] {
        func invalid() -> WASIConfigurationError { .invalidFolderPath(String(decoding: bytes, as: UTF8.self)) }
        guard !bytes.isEmpty, bytes.count <= WASILimits.folderPathBytes, !bytes.contains(0) else {
            throw invalid()
        }
        let components = bytes.split(separator: UInt8(ascii: "/")).filter { $0 != [UInt8(ascii: ".")] }
        guard !components.contains(Array("..".utf8)[...]) else { throw invalid() }
        let joined = Array(components.joined(separator: [UInt8(ascii: "/")]))
        if bytes.first == UInt8(ascii: "/") { return [UInt8(ascii: "/")] + joined }
        return joined.isEmpty ? [UInt8(ascii: ".")] : joined
    }
}
