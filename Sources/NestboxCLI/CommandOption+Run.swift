import Nestbox
import WASIPreview1
import WasmSyntax

/// The options of `nestbox run`.
extension CommandOption {
    /// All of them, in the order of the help.
    static let run = grants + limits + reports + profiling + others

    // MARK: Grants

    private static let grants = [
        CommandOption(
            "--policy", "FILE", .grants, completing: .file, "what the guest may do, in JSON, instead of the defaults"
        ) {
            $0.policyFile = $1
        },
        CommandOption("--env", "NAME=VALUE", .grants, "an environment variable; the host's own are never passed on") {
            $0.environment.append(try pair($1, "--env needs NAME=VALUE"))
            $0.allowed.insert(.environment)
        },
        CommandOption(
            "--stdin", "inherit|null|FILE", .grants, completing: .wordsOrFile(["inherit", "null"]),
            "where standard input comes from (default: null)"
        ) {
            $0.stdin = $1
            $0.allowed.insert(.stdin)
        },
        CommandOption(
            "--stdout", "inherit|null|FILE", .grants, completing: .wordsOrFile(["inherit", "null"]),
            "where standard output goes to (default: inherit)"
        ) { $0.stdout = $1 },
        CommandOption(
            "--stderr", "inherit|null|FILE", .grants, completing: .wordsOrFile(["inherit", "null"]),
            "the same for standard error"
        ) { $0.stderr = $1 },
        CommandOption(
            "--dir", "HOST[::GUEST[:ro|rw|all]]", .grants, completing: .folder,
            """
            a folder, with the path that the guest gets (default: the same) and what it may do: read (the default), write \
            too, or also make links. The root, home folders and the system's are refused: a policy can grant them
            """
        ) {
            $0.folders.append(try FolderOption($1))
            $0.allowed.insert(.files)
        },
        CommandOption(
            "--allow", "WHAT", .grants, completing: .words(selectors),
            "grant: \(capabilities), or a group of system calls: \(groups), or one system call, such as fd_seek"
        ) { try select($1, &$0.allowed, &$0.allowedCalls) },
        CommandOption("--deny", "WHAT", .grants, completing: .words(selectors), "take away, whatever else is said") {
            try select($1, &$0.denied, &$0.deniedCalls)
        },
        CommandOption(
            "--missing", "error|enosys|trap", .grants, completing: .words(["error", "enosys", "trap"]),
            """
            imports of WASI that are not granted do not link (the default), or link and return ENOSYS, or link and end the \
            guest when called
            """
        ) { $0.missing = try choice($1, of: "--missing", ["error", "enosys", "trap"]) },
    ]

    // MARK: Limits

    private static let limits = [
        fuel("the budget: at most N units of execution (default: no limit)"),
        CommandOption(
            "--fuel-unit", "instruction|time", .limits, completing: .words(["instruction", "time"]),
            "what a unit stands for: an instruction (the default), or some time that it takes"
        ) { $0.budgetUnit = try choice($1, of: "--fuel-unit", ["instruction", "time"]) },
        CommandOption(
            "--host-prices", "standard|none", .limits, completing: .words(["standard", "none"]),
            """
            whether system calls cost fuel, a unit for about a nanosecond (standard, the default), or none, to compare \
            programs with other engines
            """
        ) { $0.hostPrices = try choice($1, of: "--host-prices", ["standard", "none"]) },
        timeout(
            "the time of the run, such as 10s, 500ms, 2m or 1h, from before the module is read (default: no limit)"),
        CommandOption("--timeout-ms", "N", .limits, "the same in milliseconds") {
            $0.timeoutMilliseconds = try Quantity.number($1, of: "--timeout-ms", atMost: Quantity.longestTime)
        },
        CommandOption("--max-memory-pages", "N", .limits, "at most so many pages of 64 KiB for each memory") {
            $0.memoryPages = try Quantity.number($1, of: "--max-memory-pages", atMost: 65_536)
        },
        CommandOption(
            "--max-heap-bytes", "SIZE", .limits,
            "at most so many bytes of structs, arrays and exceptions; a size such as 64MiB, or a number"
        ) { $0.heapBytes = try Quantity.size($1, of: "--max-heap-bytes") },
        hostBytes("at most so many bytes of the host's memory, everything included"),
        CommandOption(
            "--max-call-depth", "N", .limits, "at most so many nested calls (default: \(StoreLimits().callDepth))"
        ) {
            $0.callDepth = try Quantity.number($1, of: "--max-call-depth")
        },
    ]

    // MARK: Reports

    private static let reports =
        [
            CommandOption("--audit", "FILE", .reports, completing: .file, "write a line of JSON for each system call") {
                $0.auditFile = $1
            },
            CommandOption(
                "--report-denials", nil, .reports, "at the end, on stderr: what the guest was denied, and how often"
            ) { options, _ in options.reportsDenials = true },
            CommandOption(
                "--snapshot-to", "FILE", .reports, completing: .file,
                """
                when the fuel or the time is spent, or at the signal USR1: store the guest in this file and end with code 75; \
                `nestbox resume FILE` goes on with it
                """
            ) { $0.snapshotFile = $1 },
            coreDump(
                """
                if the guest traps, meets a limit or does not catch an exception: write its frames, memories and globals to this \
                file, which nestbox inspect and wasm-tools show; with --debug, the operands too. The file contains all that \
                the guest had, secrets included
                """),
            statistics("fuel, wall_ms, load_ms, memory_pages, host_bytes in total, at its peak, and by kind"),
            CommandOption(
                "--record", "FILE", .reports, completing: .file,
                """
                write the results of all host calls, with which nestbox replay runs the guest again. The file contains what \
                the guest reads, secrets included
                """
            ) { $0.recordFile = $1 },
            CommandOption(
                "--record-without-module", nil, .reports,
                "leave the modules out of the recording; a replay then needs the file"
            ) { options, _ in options.recordsModule = false },
        ] + profiling

    private static let profiling = [
        CommandOption(
            "--profile", "FILE", .reports, completing: .file,
            """
            write which functions the guest's fuel or time went to, when it ends, however it ends: FILE.html is a flame graph, \
            FILE.json is for profiler.firefox.com, FILE.folded has folded stacks
            """
        ) { $0.profileFile = $1 },
        CommandOption(
            "--profile-by", "units|time", .reports, completing: .words(["units", "time"]),
            "profile by units of fuel, the same in each run (the default), or by the time that passes"
        ) { $0.profileMeasure = try choice($1, of: "--profile-by", ["units", "time"]) },
        CommandOption(
            "--profile-every", "N", .reports,
            """
            take a sample of the stack every N units (default: 100,000; 10 N after 1,000 samples) or microseconds \
            (default: 1,000)
            """
        ) { $0.profileInterval = max(1, try Quantity.number($1, of: "--profile-every")) },
        CommandOption(
            "--coverage", "FILE", .reports, completing: .file,
            """
            write which functions, lines and branches were executed, in the format of lcov (FILE.info), for genhtml; lines are \
            byte offsets in the module where it has no debug information
            """
        ) { $0.coverageFile = $1 },
        CommandOption(
            "--trace", "KIND,…", .reports, completing: .words(RunTrace.kinds.map(\.name)),
            "write what the guest does while it runs: \(RunTrace.kinds.map(\.name).joined(separator: ", "))"
        ) { options, word in
            for part in word.text.split(separator: ",", omittingEmptySubsequences: false) {
                guard let kind = RunTrace.kinds.first(where: { $0.name == part }) else {
                    throw UsageError.unknown("trace of", Word(String(part)), among: RunTrace.kinds.map(\.name))
                }
                options.traces.insert(kind.events)
            }
        },
        CommandOption(
            "--trace-filter", "PATTERN", .reports,
            "only functions with such a name, and imports with such a MODULE.NAME; * stands for any characters, ? for one"
        ) { $0.traceFilter = $1 },
        CommandOption("--trace-to", "FILE", .reports, completing: .file, "where the trace goes to (default: stderr)") {
            $0.traceFile = $1
        },
        CommandOption(
            "--trace-format", "text|json|chrome", .reports,
            completing: .words(TraceFormatter.Format.allCases.map(\.rawValue)),
            "a line for each event (text, the default), a line of JSON (json), or an array of Chrome's trace events"
        ) { $0.traceFormat = try choice($1, of: "--trace-format", TraceFormatter.Format.allCases.map(\.rawValue)) },
    ]

    private static let others: [CommandOption] = {
        var rows = [
            features,
            CommandOption(
                "--deterministic", nil, .others, "every NaN that is made has the same bits on every processor"
            ) { options, _ in options.isDeterministic = true },
            debug(
                """
                wait for a debugger at this port of this computer, and run the guest as it says. LLDB connects with: process \
                connect --plugin wasm connect://127.0.0.1:PORT. With port 0, a free one is taken. An address such as 0.0.0.0 \
                lets other computers connect, which gives them all that the guest has
                """),
            CommandOption("--no-fusing", nil, .others, "executes instructions one by one: slower, otherwise the same") {
                options, _ in options.fusesInstructions = false
            },
            CommandOption(
                "--preload", "NAME=MODULE", .others, completing: .file,
                "an instance of this module, whose exports can be imported from the module NAME"
            ) {
                let (name, path) = try pair($1, "--preload needs NAME=MODULE", allowingEmpty: true)
                $0.preloads.append((name, path))
            },
            CommandOption(
                "--invoke", "NAME", .others,
                """
                call this export. Arguments and results are written alike: numbers as in the text format (-1, 0xff, \
                1e-3, inf, nan:0x200000), vectors as i32x4:1,2,3,4, references as null, extern:5 or i31:5
                """
            ) { $0.invoke = $1 },
            CommandOption(
                "--argv0", "NAME", .others, "the guest's first argument (default: the module's file name)"
            ) { $0.programName = $1 },
            sourceMap,
            helping,
        ]
        #if NESTBOX_PROFILE
            rows.append(
                CommandOption("--operation-profile", "FILE", .others, completing: .file, "write what was executed") {
                    $0.operationProfile = $1
                })
        #endif
        return rows
    }()

    // MARK: Names in the help

    private static var capabilities: String { Capability.allCases.map(\.rawValue).joined(separator: ", ") }

    private static var groups: String {
        CallGroup.allCases.map(\.rawValue).filter { Capability(rawValue: $0) == nil }.joined(separator: ", ")
    }

    /// Everything that `--allow` takes.
    private static var selectors: [String] {
        Capability.allCases.map(\.rawValue) + CallGroup.allCases.map(\.rawValue) + WASIFunction.all.map(\.name.text)
    }
}

// MARK: - Values

extension CommandOption {
    private static func pair(
        _ word: Word, _ usage: String, allowingEmpty: Bool = false
    ) throws -> (name: Word, value: Word) {
        guard let pair = word.split(at: UInt8(ascii: "=")), allowingEmpty || !pair.name.bytes.isEmpty else {
            throw UsageError("\(usage), not \(word.quoted)")
        }
        return pair
    }

    /// - Parameter known: The possible values, for the message.
    private static func choice<Choice: RawRepresentable<String>>(
        _ word: Word, of option: String, _ known: [String]
    ) throws -> Choice {
        guard let choice = Choice(rawValue: word.text) else {
            throw UsageError("\(option) is \(known.joined(separator: " or ")), not \(word.quoted)")
        }
        return choice
    }

    private static func select(
        _ word: Word, _ capabilities: inout Set<Capability>, _ calls: inout Set<CallSelector>
    ) throws {
        if word.text.contains(",") {
            for part in word.text.split(separator: ",", omittingEmptySubsequences: false) {
                try select(Word(String(part)), &capabilities, &calls)
            }
        } else if let capability = Capability(rawValue: word.text) {
            capabilities.insert(capability)
        } else if let selector = CallSelector(word.text) {
            calls.insert(selector)
        } else {
            let nearest = NearestName.find(Name(word.text), among: selectors.lazy.map { Name($0) })
            let known = "; there are \(CommandOption.capabilities), \(groups), and the system calls by name"
            throw UsageError("there is no capability \(word.quoted)\(nearest.map(NearestName.question) ?? known)")
        }
    }
}
