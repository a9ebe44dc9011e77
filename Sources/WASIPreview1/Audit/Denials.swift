import WasmSyntax

/// What a guest was refused, counted. It is kept whether there is an ``Auditor`` or not.
public final class Denials {
    /// Something that was refused.
    public struct Denial: Hashable, Sendable {
        public enum Reason: Hashable, Sendable {
            /// The import did not link.
            case notLinked
            /// It links, and its call was refused because it was not allowed.
            case notAllowed
            /// It was allowed, but not on what it was to work on: the error that the guest got.
            case failed(Errno)
            /// The auditor refused it, or stopped the guest because of it.
            case audit
        }

        public var module: Name
        public var name: Name
        public var reason: Reason

        package init(module: Name, name: Name, reason: Reason) {
            self.module = module
            self.name = name
            self.reason = reason
        }
    }

    /// How often, for each.
    public private(set) var counts: [Denial: UInt64] = [:]

    init() {}

    /// How often, all together.
    public var total: UInt64 { counts.values.reduce(0, &+) }

    func note(_ module: Name, _ name: Name, _ reason: Denial.Reason) {
        counts[Denial(module: module, name: name, reason: reason), default: 0] &+= 1
    }

    /// Notes the error of a system call, if it is one that says that something is not allowed.
    func note(_ module: Name, _ name: Name, failed error: Errno) {
        switch error {
        case .notcapable, .perm, .acces: note(module, name, .failed(error))
        default: break
        }
    }
}

extension Denials: CustomStringConvertible {
    /// A line for each, in the order of the names.
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
