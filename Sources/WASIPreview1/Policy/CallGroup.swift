import WasmSyntax

/// System calls that belong together, for a policy's `allow` and `deny`. A call may be in several.
///
/// A group says which calls link, no more: what they reach is what the policy gives beside it, as streams, folders
/// or variables.
public enum CallGroup: String, CaseIterable, Hashable, Sendable {
    /// Reading clocks.
    case clock
    /// Random bytes.
    case random
    /// The environment variables that the policy gives.
    case environment
    /// The program's arguments.
    case arguments
    /// The standard streams, and what start-up code asks about descriptors.
    case stdio
    /// Opening, reading and listing in folders that allow it.
    case filesRead = "files.read"
    /// Changing files in folders that allow it.
    case filesWrite = "files.write"
    /// Making files and folders in folders that allow it.
    case filesCreate = "files.create"
    /// Removing files and folders in folders that allow it.
    case filesDelete = "files.delete"
    /// Making and reading links in folders that allow it.
    case links
    /// Waiting and yielding.
    case poll
    /// Sockets that the embedder hands over.
    case sockets
    /// Ending itself.
    case exit

    /// The calls, by their names in preview 1 and in its order. Whatever has to do with descriptors that are there already is
    /// in all groups that give any: it reaches nothing else.
    public var calls: [Name] { CallGroup.callsByGroup[self] ?? [] }

    private static let callsByGroup = Dictionary(
        uniqueKeysWithValues: allCases.map { group in
            (group, WASIFunction.all.filter { $0.groups.contains(group) }.map(\.name))
        })

    /// What a folder must allow for it, and may allow with it.
    public var permissions: FolderPermissions {
        switch self {
        case .filesRead: [.read, .list]
        case .filesWrite: .write
        case .filesCreate: .create
        case .filesDelete: .delete
        case .links: .links
        default: []
        }
    }

    /// What it is for, in words that follow "a guest may" or "a guest may not".
    var purpose: String {
        switch self {
        case .clock: "read clocks"
        case .random: "ask for random bytes"
        case .environment: "read environment variables"
        case .arguments: "read its arguments"
        case .stdio: "use the standard streams"
        case .filesRead: "read files and list folders"
        case .filesWrite: "change files"
        case .filesCreate: "make files and folders"
        case .filesDelete: "remove and rename files and folders"
        case .links: "make and read links"
        case .poll: "wait and yield"
        case .sockets: "use sockets"
        case .exit: "end itself with an exit code"
        }
    }

    /// The threat that leaving it out answers.
    var threat: String {
        switch self {
        case .clock:
            "a clock lets a guest measure the host and other guests (side channels) and tell when it is watched"
        case .random: "a guest with random bytes runs differently each time, and can use up the host's source"
        case .environment: "variables often hold secrets"
        case .arguments: "arguments can hold secrets, and are input to check"
        case .stdio: "output can fill disks and forge what a terminal shows; input can hold secrets"
        case .filesRead: "files hold secrets"
        case .filesWrite: "files that others trust can be changed, and disks filled"
        case .filesCreate: "files can be planted where others look for them, and disks filled"
        case .filesDelete: "work can be destroyed"
        case .links: "links lead other programs astray"
        case .poll: "a guest that waits holds a thread while it spends no budget"
        case .sockets: "a guest with a network can send out what it knows"
        case .exit: "a plug-in that ends itself leaves work half done"
        }
    }
}

/// What a policy's `allow` and `deny` consist of: a group of system calls, or one of them.
public enum CallSelector: Hashable, Sendable {
    case group(CallGroup)
    /// The call with this name in preview 1. A name that there is not selects nothing.
    case call(Name)

    /// The group or call that a text names; `nil` if there is none.
    public init?(_ text: String) {
        if let group = CallGroup(rawValue: text) {
            self = .group(group)
        } else if WASIFunction.named(Name(text)) != nil {
            self = .call(Name(text))
        } else {
            return nil
        }
    }

    /// The calls that it selects.
    public var calls: [Name] {
        switch self {
        case .group(let group): group.calls
        case .call(let name): [name]
        }
    }

    /// What a folder may allow with it.
    public var permissions: FolderPermissions {
        switch self {
        case .group(let group): group.permissions
        case .call(let name): CallSelector.permissions[name] ?? []
        }
    }

    /// What calls do that are allowed one by one.
    private static let permissions: [Name: FolderPermissions] = [
        "fd_read": .read, "fd_pread": .read, "path_readlink": .read, "fd_readdir": .list, "fd_write": .write,
        "fd_pwrite": .write, "fd_allocate": .write, "fd_filestat_set_size": .write, "fd_filestat_set_times": .write,
        "path_filestat_set_times": .write, "path_open": .create, "path_create_directory": .create,
        "path_unlink_file": .delete, "path_remove_directory": .delete, "path_rename": [.create, .delete],
        "path_link": [.links, .create], "path_symlink": [.links, .create],
    ]

    public static var clock: CallSelector { .group(.clock) }
    public static var random: CallSelector { .group(.random) }
    public static var environment: CallSelector { .group(.environment) }
    public static var arguments: CallSelector { .group(.arguments) }
    public static var stdio: CallSelector { .group(.stdio) }
    public static var filesRead: CallSelector { .group(.filesRead) }
    public static var filesWrite: CallSelector { .group(.filesWrite) }
    public static var filesCreate: CallSelector { .group(.filesCreate) }
    public static var filesDelete: CallSelector { .group(.filesDelete) }
    public static var links: CallSelector { .group(.links) }
    public static var poll: CallSelector { .group(.poll) }
    public static var sockets: CallSelector { .group(.sockets) }
    public static var exit: CallSelector { .group(.exit) }
}

extension CallSelector: CustomStringConvertible {
    /// As it stands in a policy.
    public var description: String {
        switch self {
        case .group(let group): group.rawValue
        case .call(let name): name.description
        }
    }
}

extension [CallGroup] {
    /// Those that give descriptors.
    static let ofDescriptors: [CallGroup] = [.stdio, .filesRead, .filesWrite, .filesCreate]
}
