import Nestbox
import WasmSyntax

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

        \(runOptions)
        """

    /// The rows for the options of `nestbox run`, by sections.
    private static var runOptions: String {
        RunOption.Section.allCases.map { section in
            let rows = RunOption.all.filter { $0.section == section }
            return "\(section.rawValue)\n" + rows.map(describe).joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    /// The column where the descriptions of options begin, and the maximum length of a line.
    private static let (column, width) = (26, 100)

    private static func describe(_ option: RunOption) -> String {
        let label = "  \(option.name)\(option.value.map { " \($0)" } ?? "")"
        let margin = String(repeating: " ", count: column)
        var lines = label.count + 2 > column ? [label, margin] : [label + margin.dropFirst(label.count)]
        var isEmpty = true
        for word in option.help.split(separator: " ") {
            if !isEmpty, lines[lines.count - 1].count + 1 + word.count > width {
                lines.append(margin)
                isEmpty = true
            }
            lines[lines.count - 1] += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        return lines.joined(separator: "\n")
    }

    static let validate = """
        usage: nestbox validate [--features NAME,…] MODULE

        Decodes and validates the whole module. Ends with 0 if it is valid and can run, else with 3 and the
        first fault with its place.

        \(featuresOption)
        """

    static let inspect = """
        usage: nestbox inspect [--policy] [--features NAME,…] MODULE

        Shows what a module consists of, what it imports and exports, and which grants it would need.
        With --policy it prints instead the smallest policy with which the module links, as JSON: what the
        calls may reach (streams, folders, variables) is for you to add.

        \(featuresOption)
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

        \(featuresOption)
        """

    private static var defaults: String {
        list(Capability.commandLineDefaults.map(\.rawValue).sorted())
    }

    /// The description of `--features`.
    static var features: String {
        let names = { (isOn: Bool) in
            list(Feature.proposals.filter { $0.isOnByDefault == isOn }.map(\.feature.optionName))
        }
        return "proposals that the module may use besides \(names(true)): \(names(false)); -NAME turns a proposal off"
    }

    private static var featuresOption: String {
        RunOption.all.first { $0.name == "--features" }.map(describe) ?? ""
    }

    private static func list(_ names: [String]) -> String { names.joined(separator: ", ") }
}
