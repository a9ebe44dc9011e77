import Nestbox
import WASIHost

/// The value of `--dir`: `HOST[::GUEST[:PERMISSIONS]]`.
struct FolderOption {
    /// The folder with its permissions.
    let folder: Policy.HostValues.Folder

    private static let permissions: [String: FolderPermissions] = ["ro": .readOnly, "rw": .readWrite, "all": .all]

    init(_ word: Word) throws {
        let colon = UInt8(ascii: ":")
        let bytes = word.bytes
        guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: [colon, colon]) }) else {
            folder = Policy.HostValues.Folder(host: word.path, guest: bytes, allow: .readOnly)
            return
        }
        var rest = bytes[start...].dropFirst(2)
        var chosen = FolderPermissions.readOnly
        if let last = rest.lastIndex(of: colon) {
            let name = Word(rest[last...].dropFirst())
            guard let known = FolderOption.permissions[name.text] else {
                throw UsageError("permissions of --dir are ro, rw or all, not \(name.quoted)")
            }
            chosen = known
            rest = rest[..<last]
        }
        folder = Policy.HostValues.Folder(
            host: HostPath(bytes: Array(bytes[..<start])), guest: Array(rest), allow: chosen)
    }
}
