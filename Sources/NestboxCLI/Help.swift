import Nestbox
import WasmSyntax

/// The texts of `--help`.
enum Help {
    /// The maximum length of a line, and the column where descriptions begin.
    private static let (width, column) = (100, 26)

    /// The help of all commands.
    static func overview(_ style: TextStyle) -> String {
        let commands = Command.listed.map { row($0.name, $0.summary) }.joined(separator: "\n")
        let codes = ExitCode.meanings.map { row($0.code, $0.meaning) }.joined(separator: "\n")
        return """
            Nestbox \(NestboxVersion.current) runs WebAssembly programs that you do not trust.

            \(style.heading("usage:")) nestbox run [OPTION]… MODULE [ARGUMENT]…
                   nestbox MODULE [ARGUMENT]…
                   nestbox validate MODULE…
                   nestbox COMMAND [OPTION]… OPERAND…
                   nestbox COMMAND --help, nestbox help COMMAND
                   nestbox --version

            \(style.heading("commands"))
            \(commands)

            \(style.heading("exit codes"))
            \(codes)
            """
    }

    /// The help of one command.
    static func text(of command: Command, _ style: TextStyle) -> String {
        var text = ""
        for (index, usage) in command.usages.enumerated() {
            let label = index == 0 ? style.heading("usage:") : "      "
            text += "\(label) nestbox \(command.name)\(usage.isEmpty ? "" : " ")\(usage)\n"
        }
        for paragraph in paragraphs(command.details) {
            text += "\n" + wrapped(paragraph).joined(separator: "\n") + "\n"
        }
        for section in CommandOption.Section.allCases {
            let rows = command.options(in: section)
            if rows.isEmpty { continue }
            text += "\n\(style.heading(section.rawValue))\n"
            text += rows.map { row($0.label, $0.help) }.joined(separator: "\n") + "\n"
        }
        return String(text.dropLast())
    }

    /// The paragraphs of a text, each on one line.
    static func paragraphs(_ text: String) -> [String] {
        var paragraphs = [""]
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty {
                paragraphs.append("")
            } else {
                paragraphs[paragraphs.count - 1] += (paragraphs[paragraphs.count - 1].isEmpty ? "" : " ") + line
            }
        }
        return paragraphs
    }

    /// A label with a description beside it, or below it if the label is long.
    private static func row(_ label: String, _ description: String) -> String {
        let margin = String(repeating: " ", count: column)
        var lines = wrapped(description, to: width - column).map { margin + $0 }
        let start = "  " + label
        if start.count + 2 > column {
            lines.insert(start, at: 0)
        } else if let first = lines.first {
            lines[0] = start + first.dropFirst(start.count)
        }
        return lines.joined(separator: "\n")
    }

    /// The lines of a text.
    private static func wrapped(_ text: String, to width: Int = width) -> [String] {
        var lines = [""]
        for word in text.split(separator: " ") {
            let last = lines[lines.count - 1]
            if last.isEmpty {
                lines[lines.count - 1] = String(word)
            } else if last.count + 1 + word.count <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
