import Nestbox

/// The texts of `--help`.
enum Help {
    static let overview = """
        Nestbox runs WebAssembly programs that you do not trust.

        usage: nestbox run [OPTION]… MODULE [ARGUMENT]…   run a program
               nestbox validate MODULE                    check a module
               nestbox inspect MODULE                     show what a module has and needs
               nestbox policy explain FILE                say what a policy allows, and what not
               nestbox policy check FILE                  check a policy
               nestbox print MODULE                       show a module in the text format
               nestbox wat2wasm TEXT BINARY               translate the text format to the binary format
               nestbox wast SCRIPT                        run a test script of the specification
               nestbox COMMAND --help                     tell more about a command

        Exit codes: the guest's own; 2 for a command line that is not understood or a file that cannot be
        read; 3 for a module that is malformed, invalid or does not link; 134 for a trap, an exception that nobody
        caught, or the end of the budget or the time.
        """

    static let run = """
        usage: nestbox run [OPTION]… MODULE [ARGUMENT]…

        Runs a WebAssembly module (binary or text) and ends with its exit code. A WASI command is run by its
        _start; with --invoke, an exported function is called and its results are printed.

        A guest has nothing but what it is granted. Granted unless denied: \(defaults).
        Never there unless asked for: environment variables, standard input, folders.

        Everything that it may do is one policy: that of --policy, or these defaults; the other options
        change it. docs/policy.md has all that a policy can say.

        grants
          --policy FILE           what the guest may do, in JSON, instead of the defaults
          --env NAME=VALUE        an environment variable; the host's own are never passed on
          --stdin inherit|null|FILE     default: null
          --stdout inherit|null|FILE    default: inherit; the same for --stderr
          --dir HOST[::GUEST[:ro|rw|all]]   a folder, with the path that the guest gets (default: the
                                  same) and what it may do: read (the default), write too, or also
                                  make links. The root, home folders and the system's are refused: a
                                  policy can grant them
          --allow WHAT            grant: \(capabilities),
                                  or a group of system calls: \(groups),
                                  or one system call, such as fd_seek
          --deny WHAT             take away, whatever else is said
          --missing error|enosys|trap   imports of WASI that are not granted do not link (the default), or
                                        link and return ENOSYS, or link and end the guest when called

        limits
          --fuel N                the budget: at most N units of execution
          --fuel-unit UNIT        what a unit stands for: an instruction, or some time that it takes (time)
          --host-prices P         whether system calls cost fuel, a unit for about a nanosecond: standard
                                  (the default), or none, to compare programs with other engines
          --timeout-ms N          at most so many milliseconds, from before the module is read
          --max-memory-pages N    at most so many pages of 64 KiB for each memory
          --max-heap-bytes N      at most so many bytes of structs, arrays and exceptions

        knowing
          --audit FILE            write a line of JSON for each system call
          --report-denials        at the end, on stderr: what the guest was denied, and how often

        other options
          --features NAME,…       proposals that the module may use: \(proposals)
          --deterministic         every NaN that is made has the same bits on every processor
          --no-fusing             executes instructions one by one: slower, else the same
          --preload NAME=MODULE   an instance of this module, whose exports are imported as of NAME
          --invoke NAME           call this export; arguments are numbers of its parameters' types
          --stats                 at the end, on stderr: fuel, wall_ms, load_ms, memory_pages
        """

    static let validate = """
        usage: nestbox validate [--features NAME,…] MODULE

        Decodes and validates the whole module, which may use these proposals: \(proposals). Ends with 0 if it is valid and can run, else with 3 and the
        first fault with its place.
        """

    static let inspect = """
        usage: nestbox inspect [--policy] [--features NAME,…] MODULE

        Shows what a module consists of, what it imports and exports, and which grants it would need.
        With --policy it prints instead the smallest policy with which the module links, as JSON: what the
        calls may reach (streams, folders, variables) is for you to add.
        """

    static let policy = """
        usage: nestbox policy explain FILE
               nestbox policy check FILE

        explain says in plain words what a policy allows, and of everything else that it is disabled and why.
        check prints what in a policy does nothing, or perhaps something else than was meant. Both end with 2
        and the place of the first fault if the file is no policy.
        """

    static let print = """
        usage: nestbox print MODULE

        Writes a module, binary or text, to standard output in the text format. The module is decoded or
        parsed, but need not be valid.
        """

    static let wat2wasm = """
        usage: nestbox wat2wasm TEXT BINARY

        Parses a module in the text format and writes it to the file BINARY in the binary format. The module
        need not be valid.
        """

    static let wast = """
        usage: nestbox wast [--features NAME,…] SCRIPT

        Runs a test script (.wast) of the specification: prints each directive that fails with what was
        expected and what came, and how many passed. Ends with 1 if any failed.
        """

    private static var defaults: String {
        list(Capability.commandLineDefaults.map(\.rawValue).sorted())
    }

    private static var capabilities: String {
        list(Capability.allCases.map(\.rawValue))
    }

    private static var groups: String {
        list(CallGroup.allCases.map(\.rawValue).filter { Capability(rawValue: $0) == nil })
    }

    private static var proposals: String {
        list(Feature.optional.map(\.optionName))
    }

    private static func list(_ names: [String]) -> String { names.joined(separator: ", ") }
}
