/// The folders of the host that are granted only on explicit request.
enum ProtectedFolders {
    private typealias Components = [ArraySlice<UInt8>]

    /// Folders of the system: refused with everything in them. Some exist on Linux only, some on macOS only.
    private static let system = [
        "/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/proc", "/root", "/run", "/sbin", "/sys", "/usr",
        "/var/run", "/Library", "/System", "/private/etc", "/private/var/db", "/private/var/root", "/private/var/run",
    ]
    /// The folders that contain users' home folders: refused, as is each home folder, but not what a home folder
    /// contains.
    private static let parentsOfHomes = ["/home", "/Users"]

    /// Whether to refuse a folder, because it is a protected one or contains one.
    ///
    /// - Parameter path: Absolute, and without symbolic links.
    static func refuse(_ path: [UInt8]) -> Bool {
        let folder = components(path)
        let homes = real(Syscalls.homeFolders)
        if homes.contains(where: { $0.starts(with: folder) }) { return true }
        for parent in real(parentsOfHomes) where parent.starts(with: folder) || folder.dropLast().elementsEqual(parent)
        {
            return true
        }
        // The home folder of the current user, even if that is root's, contains nothing of the system.
        if homes.contains(where: { !$0.isEmpty && folder.starts(with: $0) }) { return false }
        let forbidden = real(system)
        if forbidden.contains(where: { $0.starts(with: folder) || folder.starts(with: $0) }) { return true }
        return hasAncestor(folder, in: forbidden)
    }

    /// Whether a folder lies in one of these under another path, for example because it is mounted in two places.
    private static func hasAncestor(_ folder: Components, in forbidden: [Components]) -> Bool {
        let identities = Set(forbidden.compactMap { Syscalls.identity(path: path($0)) })
        return folder.indices.contains { last in
            Syscalls.identity(path: path(Array(folder[...last]))).map(identities.contains) ?? false
        }
    }

    /// Returns those paths that exist, without symbolic links.
    private static func real(_ paths: [String]) -> [Components] {
        paths.compactMap { path in (try? Syscalls.realPath(HostPath(path))).map(components) }
    }

    private static func components(_ path: [UInt8]) -> Components { path.split(separator: UInt8(ascii: "/")) }

    private static func path(_ components: Components) -> [UInt8] {
        components.flatMap { [UInt8(ascii: "/")] + $0 }
    }
}
