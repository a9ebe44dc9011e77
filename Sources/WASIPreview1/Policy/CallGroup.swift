import WasmSyntax

/// A group of system calls, for a policy's `allow` and `deny`. A call may belong to several groups.
///
/// A group only decides which calls link. The calls reach no more than the streams, folders and variables that the
/// policy grants separately.
public enum CallGroup: String, CaseIterable, Hashable, Sendable {
    /// Reading clocks.
    case clock
    /// Random bytes.
    case random
    /// The environment variables that the policy gives.
    case environment
    /// The program's arguments.
    case arguments
    /// The standard streams, and the questions of start-up code about descriptors.
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
    /// Sockets that the embedder provides.
    case sockets
    /// Ending the program.
    case exit

    /// The names of the calls, in the order of preview 1. Calls that work on any open descriptor, such as `fd_close`,
    /// are in all groups for streams and for opening files: they reach nothing but that descriptor.
    public var calls: [Name] { CallGroup.callsByGroup[self] ?? [] }

    private static let callsByGroup = Dictionary(
        uniqueKeysWithValues: allCases.map { group in
            (group, WASIFunction.all.filter { $0.groups.contains(group) }.map(\.name))
        })

    /// The folder permissions that the calls need. A folder's permission has an effect only if the policy allows a
    /// group or call that needs it.
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

    /// The purpose of the group, in words that follow "a guest may" or "a guest may not".
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

    /// The threat that a policy without the group averts.
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

/// An entry of a policy's `allow` or `deny`: a group of system calls, or a single call.
public enum CallSelector: Hashable, Sendable {
    /// All calls of a group.
    case group(CallGroup)
    /// The call with this name in preview 1. An unknown name has no effect.
    case call(Name)

    /// Creates the selector of the group or call that a text names; `nil` if no group or call has that name.
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

    /// The folder permissions that the calls need; see ``CallGroup/permissions``.
    public var permissions: FolderPermissions {
        switch self {
        case .group(let group): group.permissions
        case .call(let name): CallSelector.permissions[name] ?? []
        }
    }

    /// The folder permissions that single calls need.
    private static let permissions: [Name: FolderPermissions] = [
        "fd_read": .read, "fd_pread": .read, "path_readlink": .read, "fd_readdir": .list, "fd_write": .write,
        "fd_pwrite": .write, "fd_allocate": .write, "fd_filestat_set_size": .write, "fd_filestat_set_times": .write,
        "path_filestat_set_times": .write, "path_open": .create, "path_create_directory": .create,
        "path_unlink_file": .delete, "path_remove_directory": .delete, "path_rename": [.create, .delete],
        "path_link": [.links, .create], "path_symlink": [.links, .create],
    ]

    /// All calls of ``CallGroup/clock``.
    public static var clock: CallSelector { .group(.clock) }
    /// All calls of ``CallGroup/random``.
    public static var random: CallSelector { .group(.random) }
    /// All calls of ``CallGroup/environment``.
    public static var environment: CallSelector { .group(.environment) }
    /// All calls of ``CallGroup/arguments``.
    public static var arguments: CallSelector { .group(.arguments) }
    /// All calls of ``CallGroup/stdio``.
    public static var stdio: CallSelector { .group(.stdio) }
    /// All calls of ``CallGroup/filesRead``.
    public static var filesRead: CallSelector { .group(.filesRead) }
    /// All calls of ``CallGroup/filesWrite``.
    public static var filesWrite: CallSelector { .group(.filesWrite) }
    /// All calls of ``CallGroup/filesCreate``.
    public static var filesCreate: CallSelector { .group(.filesCreate) }
    /// All calls of ``CallGroup/filesDelete``.
    public static var filesDelete: CallSelector { .group(.filesDelete) }
    /// All calls of ``CallGroup/links``.
    public static var links: CallSelector { .group(.links) }
    /// All calls of ``CallGroup/poll``.
    public static var poll: CallSelector { .group(.poll) }
    /// All calls of ``CallGroup/sockets``.
    public static var sockets: CallSelector { .group(.sockets) }
    /// All calls of ``CallGroup/exit``.
    public static var exit: CallSelector { .group(.exit) }
}

extension CallSelector: CustomStringConvertible {
    /// The group or call as a policy writes it.
    public var description: String {
        switch self {
        case .group(let group): group.rawValue
        case .call(let name): name.description
        }
    }
}

extension [CallGroup] {
    /// The groups that have the calls for any open descriptor.
    static let ofDescriptors: [CallGroup] = [.stdio, .filesRead, .filesWrite, .filesCreate]
}
