import WasmSyntax

extension WASI {
    /// Notes the permissions that a refused call needed and that its folder does not give, if this is known.
    func noteMissingPermissions(_ function: Name, _ call: WASICall) {
        guard let need = PermissionNeed.all[function],
            let descriptor = try? descriptors.find(call.u32(need.descriptor))
        else { return }
        let folder: GrantedFolder
        switch descriptor.object {
        case .directory(let directory): folder = directory.folder
        case .file(let file): folder = file.folder
        default: return
        }
        let missing = need.permissions(call).subtracting(folder.permissions)
        if !missing.isEmpty { denials.note(missing, missingIn: folder) }
    }
}

/// The permissions that the calls of a function need in the folder of a descriptor.
private struct PermissionNeed: Sendable {
    /// The number of the argument that is the descriptor.
    var descriptor = 0
    var permissions: @Sendable (WASICall) -> FolderPermissions

    static let all: [Name: PermissionNeed] = [
        "fd_allocate": need(.write),
        "fd_filestat_set_size": need(.write),
        "fd_filestat_set_times": need(.write),
        "fd_pwrite": need(.write),
        "fd_write": need(.write),
        "path_create_directory": need(.create),
        "path_filestat_set_times": need(.write),
        "path_link": need([.create, .links]),
        "path_open": PermissionNeed(permissions: opening),
        "path_remove_directory": need(.delete),
        "path_rename": need([.create, .delete]),
        "path_symlink": need([.create, .links], descriptor: 2),
        "path_unlink_file": need(.delete),
    ]

    private static func need(_ permissions: FolderPermissions, descriptor: Int = 0) -> PermissionNeed {
        PermissionNeed(descriptor: descriptor) { _ in permissions }
    }

    /// The permissions to change something that a call of `path_open` asks for: by its flags `creat` (1) and `trunc`
    /// (8), and by the right to write.
    @Sendable private static func opening(_ call: WASICall) -> FolderPermissions {
        var needed: FolderPermissions = []
        if call.u32(4) & 1 != 0 { needed.insert(.create) }
        if call.u32(4) & 8 != 0 || Rights(rawValue: call.u64(5)).contains(.fdWrite) { needed.insert(.write) }
        return needed
    }
}
