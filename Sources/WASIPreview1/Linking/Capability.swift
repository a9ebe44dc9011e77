/// What a guest can be granted. Its text name is what the command line's `--allow` and `--deny` take.
///
/// Every function of preview 1 names the capabilities of which any one brings it. The rules behind the choice:
///
/// - A function that works on a descriptor alone (`fd_…`) reaches nothing but what the descriptor stands for, and a
///   guest has only the descriptors that it was handed. So all of these come with the first stream or folder that is
///   granted; what they can do with it is decided by the rights of that descriptor. A standard stream that was not
///   granted is the null stream: there is nothing to read, and what is written is dropped.
/// - `environ_get` and `environ_sizes_get` come with `arguments` too: the start-up code of most languages asks for
///   both, and without `environment` there are no variables to be seen.
/// - `poll_oneoff` and `sched_yield` come with `clocks` too: waiting is what clocks are for, and the schedulers of Go
///   and others need all three. `poll` alone allows waiting without reading a clock.
/// - `path_…` and `sock_…` come with `files` and `sockets` only.
public enum Capability: String, CaseIterable, Hashable, Sendable {
    /// The program's arguments.
    case arguments
    /// The environment variables that were given; never the host's own.
    case environment
    /// The standard input.
    case stdin
    /// The standard output.
    case stdout
    /// The standard error stream.
    case stderr
    /// Reading clocks, and waiting.
    case clocks
    /// Random bytes.
    case random
    /// Ending itself with an exit code.
    case exit
    /// Waiting for a time span or a stream.
    case poll
    /// Yielding to other threads.
    case yield
    /// Folders and files.
    case files
    /// Connections that the embedder made, and sockets that it listens on.
    case sockets

    /// What the command line grants unless told otherwise. The library grants nothing by itself.
    public static let commandLineDefaults: Set<Capability> = [.arguments, .stdout, .stderr, .exit, .clocks, .random]

    /// The method of ``WASIConfiguration`` that grants it.
    public var swiftGrant: String {
        switch self {
        case .arguments: "grantArguments(_:)"
        case .environment: "grantEnvironment(_:)"
        case .stdin: "grantStandardInput(_:)"
        case .stdout: "grantStandardOutput(_:)"
        case .stderr: "grantStandardError(_:)"
        case .clocks: "grantClocks(_:)"
        case .random: "grantRandom(_:)"
        case .exit: "grantExit()"
        case .poll: "grantPoll(_:)"
        case .yield: "grantYield()"
        case .files: "grantFolder(_:as:permissions:quota:)"
        case .sockets: "grantConnection(_:)"
        }
    }

    /// The option of the command line that grants it.
    public var commandLineGrant: String {
        switch self {
        case .environment: "--env NAME=VALUE"
        case .stdin: "--stdin inherit"
        case .files: "--dir HOST"
        default: "--allow \(rawValue)"
        }
    }
}

extension Capability: CustomStringConvertible {
    public var description: String { rawValue }
}

extension Array where Element == Capability {
    /// Any of these brings the functions that work on descriptors. The first is the one to suggest.
    static let descriptors: [Capability] = [.stdout, .stderr, .stdin, .files]
    /// The same, for reading.
    static let readableDescriptors: [Capability] = [.stdin, .stdout, .stderr, .files]
}
