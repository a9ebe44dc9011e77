import Nestbox

/// The manual page, in roff.
enum ManualPage {
    static var text: String {
        var page = """
            .\\" Made by `nestbox man`.
            .TH NESTBOX 1 "" "nestbox \(NestboxVersion.current)" "User commands"
            .SH NAME
            nestbox \\- run WebAssembly programs that you do not trust
            .SH SYNOPSIS

            """
        for command in Command.listed {
            for usage in command.usages { page += synopsis(command.name, usage) }
        }
        page += synopsis("", "MODULE [ARGUMENT]…") + synopsis("", "--version")
        page += """
            .SH DESCRIPTION
            A file in the place of the command is run as by
            .BR "nestbox run" .

            """
        for command in Command.listed { page += section(command) }
        page += ".SH EXIT STATUS\n"
        for (code, meaning) in ExitCode.meanings { page += ".TP\n\(escaped(code))\n\(escaped(meaning)).\n" }
        page += """
            .SH ENVIRONMENT
            .TP
            .B NO_COLOR
            If it is set and not empty, nothing is coloured. Nothing is coloured outside of a terminal either.

            """
        return page
    }

    private static func synopsis(_ command: String, _ usage: String) -> String {
        let name = command.isEmpty ? "nestbox" : "nestbox \(command)"
        return ".B \(escaped(name))\n\(usage.isEmpty ? "" : escaped(usage) + "\n").br\n"
    }

    private static func section(_ command: Command) -> String {
        var text = ".SH \(escaped("nestbox \(command.name)").uppercased())\n"
        for (index, paragraph) in Help.paragraphs(command.details).enumerated() {
            text += "\(index == 0 ? "" : ".PP\n")\(escaped(paragraph))\n"
        }
        for section in CommandOption.Section.allCases {
            let rows = command.options(in: section)
            if rows.isEmpty { continue }
            text += ".SS \(section.rawValue)\n"
            for row in rows { text += ".TP\n\(label(row))\n\(escaped(row.help)).\n" }
        }
        return text
    }

    private static func label(_ option: CommandOption) -> String {
        let names = ([option.alias].compactMap { $0 } + [option.name]).map { "\\fB\(escaped($0))\\fR" }
        return names.joined(separator: ", ") + (option.placeholder.map { " \\fI\(escaped($0))\\fR" } ?? "")
    }

    /// The text with what roff would take for its own escaped.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "'": result += "\\(aq"
            case "`": result += "\\(ga"
            case "^": result += "\\(ha"
            case "~": result += "\\(ti"
            case "…": result += "..."
            case _ where scalar.value > 0x7E:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\[u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result.hasPrefix(".") ? "\\&" + result : result
    }
}
