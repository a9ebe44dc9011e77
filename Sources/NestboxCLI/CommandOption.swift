import Nestbox

/// An option of a command: its names, its value, its help and its effect. The command line, `--help`, the completion of
/// shells, the manual page and docs/command-line.md all follow from these rows.
struct CommandOption: Sendable {
    /// The headings of the help, in its order.
    enum Section: String, CaseIterable {
        case options, grants, limits, reports
        case others = "other options"
    }

    /// The name, with two dashes.
    let name: String
    /// A short name: a dash and a letter.
    let alias: String?
    /// The placeholder of its value in the help; `nil` if it takes no value.
    let placeholder: String?
    let section: Section
    /// The sentence about it in the help.
    let help: String
    /// The way in which a shell completes its value.
    let completion: Completion
    /// Stores the option's value in the options.
    let read: @Sendable (inout CommandOptions, Word) throws -> Void

    init(
        _ name: String, alias: String? = nil, _ placeholder: String?, _ section: Section,
        completing completion: Completion = .nothing, _ help: String,
        _ read: @escaping @Sendable (inout CommandOptions, Word) throws -> Void
    ) {
        self.name = name
        self.alias = alias
        self.placeholder = placeholder
        self.section = section
        self.help = help
        self.completion = completion
        self.read = read
    }

    /// The name with the short name before it and the value behind it, as the help shows it.
    var label: String { "\(alias.map { "\($0), " } ?? "")\(name)\(placeholder.map { " \($0)" } ?? "")" }
}

/// The way in which a shell completes a word.
enum Completion: Sendable {
    case nothing, file, folder
    case words([String])
    /// One of these words, or a file.
    case wordsOrFile([String])
    /// The name of a command.
    case commands

    /// The words that are possible.
    var words: [String] {
        switch self {
        case .words(let words), .wordsOrFile(let words): words
        case .commands: Command.listed.map(\.name)
        case .nothing, .file, .folder: []
        }
    }

    /// Whether nothing but ``words`` is possible.
    var hasOnlyWords: Bool {
        switch self {
        case .words, .commands: true
        case .nothing, .file, .folder, .wordsOrFile: false
        }
    }
}

// MARK: - Options of several commands

extension CommandOption {
    static let helping = CommandOption("--help", alias: "-h", nil, .others, "print this help") { options, _ in
        options.wantsHelp = true
    }

    static let features = CommandOption(
        "--features", "NAME,…", .others, completing: .words(Feature.proposals.map(\.feature.optionName)),
        """
        proposals that modules may use besides \(proposals(onByDefault: true)): \(proposals(onByDefault: false)); -NAME \
        turns a proposal off
        """
    ) { $0.features += try OptionReader.features($1) }

    private static func proposals(onByDefault: Bool) -> String {
        Feature.proposals.filter { $0.isOnByDefault == onByDefault }.map(\.feature.optionName).joined(separator: ", ")
    }

    static let sourceMap = CommandOption(
        "--source-map", "FILE", .others, completing: .file,
        "the module's source map, for source lines in the place of its own DWARF; a file that the module names is never opened"
    ) { $0.sourceMapFile = $1 }

    /// Makes the option for a limit of the time, whose beginning and end the help says.
    static func timeout(_ help: String) -> CommandOption {
        CommandOption("--timeout", "TIME", .limits, help) {
            $0.timeoutMilliseconds = try Quantity.time($1, of: "--timeout")
        }
    }

    static func fuel(_ help: String) -> CommandOption {
        CommandOption("--fuel", "N", .limits, help) { $0.fuel = try Quantity.number($1, of: "--fuel") }
    }

    static func hostBytes(_ help: String) -> CommandOption {
        CommandOption("--max-host-bytes", "SIZE", .limits, help) {
            $0.hostBytes = try Quantity.size($1, of: "--max-host-bytes")
        }
    }

    /// Makes the option for the figures of a run, which it lists.
    static func statistics(_ figures: String) -> CommandOption {
        CommandOption("--stats", nil, .reports, "at the end, on stderr: \(figures)") { options, _ in
            options.showsStatistics = true
        }
    }

    /// Makes the option for a debugger.
    static func debug(_ help: String) -> CommandOption {
        CommandOption("--debug", "[ADDRESS:]PORT", .others, help) { $0.debugAddress = try DebugAddressOption($1) }
    }

    /// Makes the option for the file of a core dump.
    static func coreDump(_ help: String) -> CommandOption {
        CommandOption("--core-dump", "FILE", .reports, completing: .file, help) { $0.coreDumpFile = $1 }
    }

    static func output(_ help: String) -> CommandOption {
        CommandOption("--output", alias: "-o", "FILE", .options, completing: .file, help) { $0.output = $1 }
    }
}
