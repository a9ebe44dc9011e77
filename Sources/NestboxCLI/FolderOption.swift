import Nestbox

/// The value of `--dir`: `HOST[::GUEST[:PERMISSIONS]]`.
struct FolderOption {
    private let host: String
    private let guest: String
    private let permissions: FolderPermissions

    private static let permissions: [String: FolderPermissions] = ["ro": .readOnly, "rw": .readWrite, "all": .all]

    init(_ text: String) throws {
        let separator: [Character] = [":", ":"]
        guard let start = text.indices.first(where: { text[$0...].starts(with: separator) }) else {
            (host, guest, permissions) = (text, text, .readOnly)
            return
        }
        var rest = text[start...].dropFirst(separator.count)
        var chosen = FolderPermissions.readOnly
        if let colon = rest.lastIndex(of: ":") {
            let name = String(rest[rest.index(after: colon)...])
            guard let known = FolderOption.permissions[name] else {
                throw UsageError("permissions of --dir are ro, rw or all, not '\(Name(name))'")
            }
            chosen = known
            rest = rest[..<colon]
        }
        (host, guest, permissions) = (String(text[..<start]), String(rest), chosen)
    }

    /// The folder in the terms of a policy.
    var folder: Policy.Folder { Policy.Folder(host: host, guest: guest, allow: permissions) }
}
