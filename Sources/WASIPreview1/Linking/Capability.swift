/// Something that a guest can be granted. Its raw value is its name for the options `--allow` and `--deny`.
///
/// Each function of preview 1 has a list of capabilities, any one of which links it. The lists follow these rules:
///
/// - Functions that take only a descriptor (`fd_…`) reach nothing but the descriptor's object, and a guest has only the
///   descriptors that it was given. They all link with the first stream or folder that is granted; the rights of each
///   descriptor decide what they can do with it. A standard stream that was not granted is the null stream: input has
///   no bytes, and output is dropped.
/// - `environ_get` and `environ_sizes_get` link with `arguments` too: the start-up code of most languages calls them
///   together with those for arguments, and without `environment` they find no variables.
/// - `poll_oneoff` and `sched_yield` link with `clocks` too: waiting is the purpose of clocks, and the schedulers of Go
///   and others need all three. `poll` alone allows waiting without reading a clock.
/// - `path_…` links only with `files`, and `sock_…` only with `sockets`.
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
    /// Ending the program with an exit code.
    case exit
    /// Waiting for a time span or a stream.
    case poll
    /// Yielding to other threads.
    case yield
    /// Folders and files.
    case files
    /// Connections and listening sockets of the embedder.
    case sockets

    /// The capabilities that the command line grants by default. The library grants none by default.
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
    /// The capabilities that link the functions for descriptors. Messages suggest the first one.
    static let descriptors: [Capability] = [.stdout, .stderr, .stdin, .files]
    /// The capabilities that link the functions for reading descriptors. Messages suggest the first one.
    static let readableDescriptors: [Capability] = [.stdin, .stdout, .stderr, .files]
}
