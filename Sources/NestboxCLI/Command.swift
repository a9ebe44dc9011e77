import Nestbox
import WasmSyntax

/// A command of `nestbox`: its name, its operands, its options and its help.
struct Command: Sendable {
    let name: String
    /// The forms of its command line, without the command's name.
    let usages: [String]
    /// A line about it for lists of the commands.
    let summary: String
    /// The paragraphs of its help, with empty lines between them.
    let details: String
    /// Its own options; ``options`` has `--help` too.
    private let ownOptions: [CommandOption]
    /// The ways in which a shell completes its operands; the last one holds for all that follow.
    let operands: [Completion]
    /// Whether everything behind the first operand belongs to the guest.
    var optionsEndAtOperand = false
    /// Whether lists of the commands leave it out.
    var isHidden = false
    let run: @Sendable (CommandOptions) throws -> Int32

    init(
        _ name: String, _ usages: [String], summary: String, details: String, options: [CommandOption] = [],
        operands: [Completion], run: @escaping @Sendable (CommandOptions) throws -> Int32
    ) {
        self.name = name
        self.usages = usages
        self.summary = summary
        self.details = details
        ownOptions = options
        self.operands = operands
        self.run = run
    }

    /// Its options, in the order of the help.
    var options: [CommandOption] {
        ownOptions.contains { $0.name == CommandOption.helping.name } ? ownOptions : ownOptions + [.helping]
    }

    /// Returns the option with a name or a short name.
    ///
    /// - Throws: ``UsageError`` that suggests the nearest option if there is none.
    func option(named name: String) throws -> CommandOption {
        if let option = options.first(where: { $0.name == name || $0.alias == name }) { return option }
        let nearest =
            name.hasPrefix("--") ? NearestName.find(Name(name), among: options.lazy.map { Name($0.name) }) : nil
        throw UsageError("there is no option \(Word(name).quoted)\(NearestName.question(nearest))")
    }

    /// The options of a section.
    func options(in section: CommandOption.Section) -> [CommandOption] { options.filter { $0.section == section } }

    // MARK: The table

    static let all: [Command] = [
        .run, .resume, .snapshot, .replay, .validate, .inspect, .bindings, .policy, .profile, .print, .wat2wasm, .wast,
        .completion, .manual, .help, .reference,
    ]

    /// The commands that lists have.
    static var listed: [Command] { all.filter { !$0.isHidden } }

    static func named(_ name: String) -> Command? { all.first { $0.name == name } }

    /// Returns the command with a name.
    ///
    /// - Throws: ``UsageError`` that suggests the nearest command if there is none.
    static func command(_ word: Word) throws -> Command {
        if let command = named(word.text) { return command }
        let nearest = NearestName.find(Name(word.text), among: listed.lazy.map { Name($0.name) })
        throw UsageError("there is no command \(word.quoted)\(NearestName.question(nearest))")
    }
}

extension Command {
    static let run: Command = {
        let defaults = Capability.commandLineDefaults.map(\.rawValue).sorted().joined(separator: ", ")
        var command = Command(
            "run", ["[OPTION]… MODULE [ARGUMENT]…"], summary: "run a program",
            details: """
                Runs a WebAssembly module (binary or text) and ends with its exit code. A WASI command is run by its \
                _start; with --invoke, an exported function is called and its results are printed. The module - is read \
                from standard input. The words behind the module are the guest's: options go before it.

                In the place of a file, - is standard input where an option reads and standard output where it writes. A \
                report is alone there: --stdout gives the guest another output.

                A guest has nothing but what it is granted. Granted unless denied: \(defaults). Never there unless \
                asked for: environment variables, standard input, folders.

                Everything that it may do is one policy: that of --policy, or these defaults; the other options change \
                it. docs/policy.md has all that a policy can say.

                Without --fuel, --timeout or a policy that sets them, a run has no limit: a guest can compute and wait \
                for ever.

                If a guest fails after it was refused a change in a folder, a line on stderr names the option that \
                would have allowed it, unless --stderr inherit is written out, which gives stderr to the guest alone.
                """, options: CommandOption.run, operands: [.file], run: RunCommand.run)
        command.optionsEndAtOperand = true
        return command
    }()

    static let resume: Command = {
        var command = Command(
            "resume", ["[OPTION]… FILE [ARGUMENT]…"], summary: "go on with a stored guest",
            details: """
                Goes on with a guest that `nestbox run --snapshot-to` or `nestbox snapshot` has stored: with the call in which it \
                was stopped or, if it was not running, with its _start or the export that --invoke names. The options are those \
                of run; --fuel and --timeout are what it gets from now on.

                The file has the guest's modules, memories and other state. Streams and folders are those of the options; files \
                that the guest had opened are closed. The file is checked like a module, and need not be trustworthy. A stopped \
                call needs the version of Nestbox that has stored it.
                """, options: CommandOption.run, operands: [.file], run: SnapshotCommands.resume)
        command.optionsEndAtOperand = true
        return command
    }()

    static let snapshot: Command = {
        var command = Command(
            "snapshot", ["[OPTION]… -o FILE MODULE [ARGUMENT]…"], summary: "store a guest that has been prepared",
            details: """
                Instantiates a module, calls the export that --invoke names, if any, and stores the instance in a file. \
                `nestbox resume FILE` begins with it as often as wanted: what the call has prepared is done once. The other \
                options are those of run. The file is written whole or not at all.
                """,
            options: [
                .output("write to this file"),
                CommandOption(
                    "--as-module", nil, .options,
                    "write a WebAssembly module whose instances begin with this state, for any engine"
                ) { options, _ in options.isModule = true },
            ] + CommandOption.run, operands: [.file], run: SnapshotCommands.snapshot)
        command.optionsEndAtOperand = true
        return command
    }()

    static let replay = Command(
        "replay", ["[OPTION]… RECORDING [MODULE]"], summary: "run a recorded program again",
        details: """
            Runs the guest of a recording (nestbox run --record) again, without files, clocks or network: each host call \
            gives what it gave in the recording. Output, traps, units and exit code are those of the recorded run. Where \
            the guest does something else, the replay stops with the place and the difference, and ends with 1. Ends \
            with 2 if the file is no recording.

            The module in the recording is run, or MODULE in its place, for example one that was built with names. \
            docs/recording.md says what a recording contains.
            """,
        options: [
            CommandOption(
                "--to", "UNITS", .options,
                "stop once so many units are spent, and print the functions that are running then"
            ) { $0.stopAt = try Quantity.number($1, of: "--to") },
            CommandOption(
                "--explore", nil, .options,
                """
                go to any moment of the run, forwards and backwards, by commands on standard input, a line each; help \
                lists them
                """
            ) { options, _ in options.explores = true },
            .debug(
                """
                wait for a debugger at this port of this computer, as nestbox run does; it can also step and run backwards: \
                process continue --reverse, thread step-inst --reverse
                """),
            .hostBytes(
                "refuse a recording whose guest may use more of the host's memory (default: \(StoreLimits().hostBytes))"
            ),
            .timeout("the time for it, such as 10s"),
            .coreDump(
                """
                if the guest fails as it did in the recorded run, or where --to stops it: write its frames with all operands, its \
                memories and globals to this file, which nestbox inspect shows. The guest takes about six times as long
                """), .statistics("fuel"),
        ], operands: [.file], run: ReplayCommand.run)

    static let validate = Command(
        "validate", ["[OPTION]… MODULE…"], summary: "check modules",
        details: """
            Decodes and validates all of each module; - is standard input. Prints a line for each module that is not \
            valid or cannot run: the first fault and its place. Ends with 0 if all are valid, with 3 if one is not, with 2 \
            if all others are, but a file cannot be read.
            """, options: [.timeout("the time for all modules, such as 10s"), .features], operands: [.file],
        run: ValidateCommand.run)

    static let inspect = Command(
        "inspect", ["[OPTION]… MODULE|DUMP"], summary: "show what a module has and needs, or what is in a core dump",
        details: """
            Shows what a module consists of, what it imports and exports, and which grants it would need. The module - is \
            standard input. Lists end after 10,000 entries with the number of further ones.

            A core dump, of nestbox run --core-dump or of another engine, is recognised by its contents. Shown are its \
            modules, instances, frames with the values of locals and operands, memories and globals.
            """,
        options: [
            CommandOption("--json", nil, .options, "print the same as JSON") { options, _ in options.isJSON = true },
            CommandOption(
                "--module", "FILE", .options, completing: .file,
                "for a core dump: a module that it consists of, from which the names of functions and locals come"
            ) { $0.dumpedModules.append($1) },
            CommandOption(
                "--policy", nil, .options,
                """
                print instead the smallest policy with which the module links, as JSON: a program that writes gets stdout and \
                stderr; what else the calls may reach (stdin, folders, variables) is for you to add
                """
            ) { options, _ in options.showsPolicy = true },
            CommandOption(
                "--source-at", "OFFSET,…", .options,
                "print instead the functions and source lines of these byte offsets, such as a trap shows, or 0x12ab"
            ) { $0.sourceOffsets += try OptionReader.byteOffsets($1, of: "--source-at") },
            CommandOption("--lines", nil, .options, "print instead the source lines of all code") { options, _ in
                options.showsLines = true
            },
            .timeout("the time for it, such as 10s"), .sourceMap, .features,
        ], operands: [.file], run: InspectCommand.run)

    static let bindings = Command(
        "bindings", ["[OPTION]… MODULE"], summary: "write Swift that binds a module",
        details: """
            Writes a file of Swift for a program that embeds a module: a structure with a typed method or a property for each \
            export, and a protocol for the imports, without those of WASI, which policies grant. The file imports Nestbox and \
            nothing else. Names of parameters come from the module's name section. A function that typed calls do not take \
            gets a method with values. The module - is standard input.
            """,
        options: [
            CommandOption(
                "--type", "NAME", .options,
                "the structure's name; by default that of the module in its name section, or of its file"
            ) { $0.bindingsType = $1 },
            .output("write to this file instead; it is written whole or not at all"),
            .timeout("the time for it, such as 10s"), .features,
        ], operands: [.file], run: BindingsCommand.run)

    static let policy = Command(
        "policy", ["explain|check FILE", "schema"],
        summary: "explain or check a policy, or print the schema of policies",
        details: """
            explain says in plain words what a policy allows, and why everything else is disabled. check \
            warns of fields that have no effect, or probably an unintended one. Both end with 2 and the place \
            of the first fault if the file is no policy. schema prints the JSON Schema of policies, by which editors \
            complete and check them.
            """, operands: [.words(["explain", "check", "schema"]), .file], run: PolicyCommand.run)

    static let profile = Command(
        "profile", ["diff [-o PAGE.html] BEFORE AFTER", "show FILE"],
        summary: "compare two profiles, or show one",
        details: """
            Reads what nestbox run --profile FILE.json has written. diff lists the functions and lines whose exact units \
            changed, the largest change first, and ends with 1 if any did, so that a build can fail; -o writes a flame graph in \
            which what has grown is red and what has shrunk is blue. show lists the functions that have spent most.
            """,
        options: [.output("write a flame graph of the comparison, in HTML; it is written whole or not at all")],
        operands: [.words(["diff", "show"]), .file], run: ProfileCommand.run)

    static let print = Command(
        "print", ["[OPTION]… MODULE"], summary: "show a module in the text format",
        details: """
            Writes a module, binary or text, to standard output in the text format. The module - is standard input. It is \
            decoded or parsed, but need not be valid.
            """,
        options: [
            .output("write to this file instead; it is written whole or not at all"),
            .timeout("the time for it, such as 10s"),
        ], operands: [.file], run: ConvertCommand.printText)

    static let wat2wasm = Command(
        "wat2wasm", ["[OPTION]… TEXT [BINARY]"], summary: "translate the text format to the binary format",
        details: """
            Parses a module in the text format and writes it in the binary format, to the file BINARY or that of -o. \
            Without either, x.wat becomes x.wasm in the current folder. TEXT and BINARY can be -, for standard input and \
            standard output; what comes from standard input goes to standard output unless a file is named. The file is \
            written whole or not at all. The module need not be valid.
            """,
        options: [.output("write to this file"), .timeout("the time for it, such as 10s")], operands: [.file],
        run: ConvertCommand.writeBinary)

    static let wast = Command(
        "wast", ["[OPTION]… SCRIPT"], summary: "run a test script of the specification",
        details: """
            Runs a test script (.wast): prints each directive that fails with what was expected and what came, and how \
            many passed. Ends with 1 if any failed, with 134 at the end of the time. The script - is standard input.
            """,
        options: [
            .fuel("at most N units of execution for each action (default: 4e9)"),
            .timeout("the time of the whole script, such as 1m"), .features,
        ], operands: [.file], run: ScriptCommand.run)

    static let completion = Command(
        "completion", [Shell.allCases.map(\.rawValue).joined(separator: "|")],
        summary: "print a completion script for a shell",
        details: """
            Prints a script for a shell. bash: put it into ~/.local/share/bash-completion/completions/nestbox, or run \
            `eval "$(nestbox completion bash)"`. zsh: put it into a folder of $fpath, as _nestbox. fish: put it into \
            ~/.config/fish/completions/nestbox.fish.
            """, operands: [.words(Shell.allCases.map(\.rawValue))],
        run: { options in
            let word = try options.soleOperand("shell")
            guard let shell = Shell(rawValue: word.text) else {
                throw UsageError.unknown("completion for", word, among: Shell.allCases.map(\.rawValue))
            }
            Swift.print(shell.script, terminator: "")
            return ExitCode.success
        })

    static let manual = Command(
        "man", [""], summary: "print the manual page",
        details: "Prints the manual page in roff. To read it: nestbox man | man -l -", operands: [],
        run: { _ in
            Swift.print(ManualPage.text, terminator: "")
            return ExitCode.success
        })

    static let help = Command(
        "help", ["[COMMAND]"], summary: "tell more about a command",
        details: "Prints the help of a command, or of all.",
        operands: [.commands],
        run: { options in
            let style = TextStyle.standardOutput
            guard let word = options.operands.first else {
                Swift.print(Help.overview(style))
                return ExitCode.success
            }
            Swift.print(Help.text(of: try Command.command(word), style))
            return ExitCode.success
        })

    /// Prints docs/command-line.md.
    static let reference: Command = {
        var command = Command(
            "reference", [""], summary: "print docs/command-line.md", details: "Prints docs/command-line.md.",
            operands: [],
            run: { _ in
                Swift.print(ReferencePage.text, terminator: "")
                return ExitCode.success
            })
        command.isHidden = true
        return command
    }()
}
