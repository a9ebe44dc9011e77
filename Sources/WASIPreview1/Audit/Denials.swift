import WasmSyntax

/// Counts of the imports and calls that a guest was denied. They are kept with or without an ``Auditor``.
public final class Denials {
    /// An import or call that was denied, and the reason.
    public struct Denial: Hashable, Sendable {
        /// The reason of a denial.
        public enum Reason: Hashable, Sendable {
            /// The import did not link.
            case notLinked
            /// The import linked, but was not allowed, and the guest called it.
            case notAllowed
            /// The call was allowed, but not on its object. The guest got this error.
            case failed(Errno)
            /// The auditor refused the call, or stopped the guest because of it.
            case audit
        }

        /// The module of the import.
        public var module: Name
        /// The name of the import.
        public var name: Name
        /// The reason of the denial.
        public var reason: Reason

        package init(module: Name, name: Name, reason: Reason) {
            self.module = module
            self.name = name
            self.reason = reason
        }
    }

    /// The number of times of each denial.
    public private(set) var counts: [Denial: UInt64] = [:]

    /// The permissions that calls needed but their folders do not give, by the folder's path in the guest. Each is also
    /// one of ``counts``.
    public private(set) var missingPermissions: [String: FolderPermissions] = [:]

    init() {}

    /// The number of denials in total.
    public var total: UInt64 { counts.values.reduce(0, &+) }

    func note(_ module: Name, _ name: Name, _ reason: Denial.Reason) {
        counts[Denial(module: module, name: name, reason: reason), default: 0] &+= 1
    }

    func note(_ permissions: FolderPermissions, missingIn folder: GrantedFolder) {
        missingPermissions[String(decoding: folder.path, as: UTF8.self), default: []].formUnion(permissions)
    }

    /// Notes the error of a system call if the code means that something is not allowed.
    func note(_ module: Name, _ name: Name, failed error: Errno) {
        switch error {
        case .notcapable, .perm, .acces: note(module, name, .failed(error))
        default: break
        }
    }
}

extension Denials: CustomStringConvertible {
    /// A line for each denial, in the order of the names.
    public var description: String {
        let lines = counts.map { denial, count in "\(denial): \(count)" }.sorted()
        return lines.isEmpty ? "nothing was denied" : lines.joined(separator: "\n")
    }
}

extension Denials.Denial: CustomStringConvertible {
    public var description: String { "\(module).\(name) (\(reason))" }
}

extension Denials.Denial.Reason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notLinked: "does not link: not allowed"
        case .notAllowed: "called, but not allowed"
        case .failed(let error): error.name
        case .audit: "refused by the audit"
        }
    }
}
