import Nestbox
import WASIPreview1

/// An option of `nestbox run`: its name, its value, its help and its effect.
struct RunOption: Sendable {
    /// The headings of the help, in its order.
    enum Section: String, CaseIterable {
        case grants, limits, knowing
        case others = "other options"
    }

    let name: String
    /// The placeholder of its value in the help; `nil` if it takes no value.
    let value: String?
    let section: Section
    /// The sentence about it in the help.
    let help: String
    /// Stores the option's value in the options.
    let read: @Sendable (inout RunOptions, String) throws -> Void

    private init(
        _ name: String, _ value: String? = nil, _ section: Section, _ help: String,
        _ read: @escaping @Sendable (inout RunOptions, String) throws -> Void
    ) {
        (self.name, self.value, self.section, self.help, self.read) = (name, value, section, help, read)
    }

    /// All options, in the order of the help.
    static let all = grants + limits + knowing + others

    // MARK: Grants

    private static let grants = [
        RunOption("--policy", "FILE", .grants, "what the guest may do, in JSON, instead of the defaults") {
            $0.policyFile = $1
        },
        RunOption("--env", "NAME=VALUE", .grants, "an environment variable; the host's own are never passed on") {
            $0.environment.append(try pair($1, "--env needs NAME=VALUE"))
            $0.allowed.insert(.environment)
        },
        RunOption("--stdin", "inherit|null|FILE", .grants, "where standard input comes from (default: null)") {
            $0.stdin = input($1)
            $0.allowed.insert(.stdin)
        },
        RunOption("--stdout", "inherit|null|FILE", .grants, "where standard output goes to (default: inherit)") {
            $0.stdout = output($1)
        },
        RunOption("--stderr", "inherit|null|FILE", .grants, "the same for standard error") { $0.stderr = output($1) },
        RunOption(
            "--dir", "HOST[::GUEST[:ro|rw|all]]", .grants,
            """
            a folder, with the path that the guest gets (default: the same) and what it may do: read (the default), write \
            too, or also make links. The root, home folders and the system's are refused: a policy can grant them
            """
        ) {
            $0.folders.append(try FolderOption($1).folder)
            $0.allowed.insert(.files)
        },
        RunOption(
            "--allow", "WHAT", .grants,
            "grant: \(capabilities), or a group of system calls: \(groups), or one system call, such as fd_seek"
        ) { try select($1, &$0.allowed, &$0.allowedCalls) },
        RunOption("--deny", "WHAT", .grants, "take away, whatever else is said") {
            try select($1, &$0.denied, &$0.deniedCalls)
        },
        RunOption(
            "--missing", "error|enosys|trap", .grants,
            """
            imports of WASI that are not granted do not link (the default), or link and return ENOSYS, or link and end the \
            guest when called
            """
        ) { $0.missing = try choice($1, of: "--missing", ["error", "enosys", "trap"]) },
    ]

    // MARK: Limits

    private static let limits = [
        RunOption("--fuel", "N", .limits, "the budget: at most N units of execution") {
            $0.fuel = try number($1, of: "--fuel")
        },
        RunOption(
            "--fuel-unit", "instruction|time", .limits,
            "what a unit stands for: an instruction (the default), or some time that it takes"
        ) { $0.budgetUnit = try choice($1, of: "--fuel-unit", ["instruction", "time"]) },
        RunOption(
            "--host-prices", "standard|none", .limits,
            """
            whether system calls cost fuel, a unit for about a nanosecond (standard, the default), or none, to compare \
            programs with other engines
            """
        ) { $0.hostPrices = try choice($1, of: "--host-prices", ["standard", "none"]) },
        RunOption("--timeout-ms", "N", .limits, "at most so many milliseconds, from before the module is read") {
            $0.timeoutMilliseconds = try number($1, of: "--timeout-ms", atMost: 1 << 40)
        },
        RunOption("--max-memory-pages", "N", .limits, "at most so many pages of 64 KiB for each memory") {
            $0.memoryPages = try number($1, of: "--max-memory-pages", atMost: 65_536)
        },
        RunOption("--max-heap-bytes", "N", .limits, "at most so many bytes of structs, arrays and exceptions") {
            $0.heapBytes = try number($1, of: "--max-heap-bytes")
        },
        RunOption("--max-host-bytes", "N", .limits, "at most so many bytes of the host's memory, everything included") {
            $0.hostBytes = try number($1, of: "--max-host-bytes")
        },
    ]

    // MARK: Reports

    private static let knowing = [
        RunOption("--audit", "FILE", .knowing, "write a line of JSON for each system call") { $0.auditFile = $1 },
        RunOption(
            "--report-denials", nil, .knowing, "at the end, on stderr: what the guest was denied, and how often"
        ) { options, _ in options.reportsDenials = true },
    ]

    private static let others: [RunOption] = {
        var rows = [
            RunOption("--features", "NAME,…", .others, Help.features) { $0.features += try OptionReader.features($1) },
            RunOption(
                "--deterministic", nil, .others, "every NaN that is made has the same bits on every processor"
            ) { options, _ in options.isDeterministic = true },
            RunOption("--no-fusing", nil, .others, "executes instructions one by one: slower, else the same") {
                options, _ in options.fusesInstructions = false
            },
            RunOption(
                "--preload", "NAME=MODULE", .others,
                "an instance of this module, whose exports are imported as of NAME"
            ) {
                let (name, path) = try pair($1, "--preload needs NAME=MODULE", allowingEmpty: true)
                $0.preloads.append((name, path))
            },
            RunOption(
                "--invoke", "NAME", .others, "call this export; arguments are numbers of its parameters' types"
            ) { $0.invoke = $1 },
            RunOption("--stats", nil, .others, "at the end, on stderr: fuel, wall_ms, load_ms, memory_pages") {
                options, _ in options.showsStatistics = true
            },
        ]
        #if NESTBOX_PROFILE
            rows.append(RunOption("--profile", "FILE", .others, "write what was executed") { $0.profile = $1 })
        #endif
        return rows
    }()

    // MARK: Names in the help

    private static var capabilities: String { Capability.allCases.map(\.rawValue).joined(separator: ", ") }

    private static var groups: String {
        CallGroup.allCases.map(\.rawValue).filter { Capability(rawValue: $0) == nil }.joined(separator: ", ")
    }
}

// MARK: - Values

extension RunOption {
    private static func pair(
        _ text: String, _ usage: String, allowingEmpty: Bool = false
    ) throws -> (name: String, value: String) {
        guard let equals = text.firstIndex(of: "="), allowingEmpty || equals != text.startIndex else {
            throw UsageError("\(usage), not '\(Name(text))'")
        }
        return (String(text[..<equals]), String(text[text.index(after: equals)...]))
    }

    private static func number(_ text: String, of option: String, atMost most: UInt64 = .max) throws -> UInt64 {
        guard let number = UInt64(text), number <= most else {
            throw UsageError(
                "\(option) needs a whole number\(most == .max ? "" : " of at most \(most)"), not '\(Name(text))'")
        }
        return number
    }

    /// - Parameter known: The possible values, for the message.
    private static func choice<Choice: RawRepresentable<String>>(
        _ text: String, of option: String, _ known: [String]
    ) throws -> Choice {
        guard let choice = Choice(rawValue: text) else {
            throw UsageError("\(option) is \(known.joined(separator: " or ")), not '\(Name(text))'")
        }
        return choice
    }

    private static func input(_ text: String) -> Policy.Input {
        switch text {
        case "inherit": .inherit
        case "null": .null
        default: .file(text)
        }
    }

    private static func output(_ text: String) -> Policy.Output.Destination {
        switch text {
        case "inherit": .inherit
        case "null": .null
        default: .file(text)
        }
    }

    private static func select(
        _ text: String, _ capabilities: inout Set<Capability>, _ calls: inout Set<CallSelector>
    ) throws {
        if let capability = Capability(rawValue: text) {
            capabilities.insert(capability)
        } else if let selector = CallSelector(text) {
            calls.insert(selector)
        } else {
            throw UsageError(
                "there is no capability '\(Name(text))'; there are \(RunOption.capabilities), \(groups), and the system "
                    + "calls by name")
        }
    }
}
