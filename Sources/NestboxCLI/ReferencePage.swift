import Nestbox

/// The page docs/command-line.md: all commands with their options.
enum ReferencePage {
    static var text: String {
        var page = """
            # The command line

            All commands of `nestbox` with their options. `nestbox reference` prints this page from the rows that the
            command line itself reads (`Sources/NestboxCLI/Command.swift`, `CommandOption*.swift`), and a test compares
            them.

            | command | what it does |
            |---|---|
            | `nestbox MODULE [ARGUMENT]…` | short for `nestbox run`, where the first word is no command and is or names a file |

            """
        for command in Command.listed {
            for usage in command.usages {
                page += "| `\(escaped(line(command, usage)))` | \(escaped(command.summary)) |\n"
            }
        }
        page += """
            | `nestbox --version` | print the version |

            - `-` in the place of a module, a script or a policy is standard input, and in the place of a module that is
              written standard output.
            - `--name value` and `--name=value` mean the same, as do `-n value` and `-nvalue`. `--` ends the options.
            - Numbers can be written as `1000000`, `1_000_000` or `1e6`; times as `500ms`, `1.5s`, `2m`, `1h`; sizes as
              `65536`, `64KiB`, `64MiB`, `1GiB` (powers of 1024) or `64kB`, `64MB`, `1GB` (powers of 1000).
            - Output is coloured only on a terminal, and never if `NO_COLOR` is set and not empty or `TERM` is `dumb`.
            - Arguments, environment variables and paths need not be UTF-8: a guest gets their bytes as they are.

            ## Exit codes

            | exit code | meaning |
            |---|---|

            """
        for (code, meaning) in ExitCode.meanings { page += "| \(code) | \(escaped(meaning)) |\n" }
        for command in Command.listed { page += section(command) }
        return page
    }

    private static func line(_ command: Command, _ usage: String) -> String {
        "nestbox \(command.name)\(usage.isEmpty ? "" : " ")\(usage)"
    }

    private static func section(_ command: Command) -> String {
        var text = "\n## nestbox \(command.name)\n\n"
        for usage in command.usages { text += "    \(line(command, usage))\n" }
        for paragraph in Help.paragraphs(command.details) { text += "\n\(paragraph)\n" }
        for section in CommandOption.Section.allCases {
            let rows = command.options(in: section)
            if rows.isEmpty { continue }
            text += "\n| \(section.rawValue) | |\n|---|---|\n"
            for row in rows { text += "| `\(escaped(row.label))` | \(escaped(row.help)) |\n" }
        }
        return text
    }

    /// The text in a cell of a table.
    private static func escaped(_ text: String) -> String {
        text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}
