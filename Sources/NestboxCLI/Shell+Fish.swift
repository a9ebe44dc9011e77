import Nestbox

/// The completion for fish.
extension Shell {
    static var fishScript: String {
        var script = "# Completion of nestbox for fish, made by `nestbox completion fish`.\n\n"
        let isFirst = "-n __fish_use_subcommand"
        for command in Command.listed {
            script += "complete -c nestbox \(isFirst) -a \(command.name) -d \(fishQuoted(command.summary))\n"
        }
        script += "complete -c nestbox \(isFirst) -l help -s h -d 'list the commands'\n"
        script += "complete -c nestbox \(isFirst) -l version -s V -d 'print the version'\n"
        for command in Command.listed {
            let condition = fishQuoted("__fish_seen_subcommand_from \(command.name)")
            for option in command.options {
                script += "complete -c nestbox -n \(condition) -l \(option.name.dropFirst(2))"
                if let alias = option.alias { script += " -s \(alias.dropFirst())" }
                if option.placeholder != nil { script += fishValue(option.completion) }
                script += " -d \(fishQuoted(option.help))\n"
            }
            if let words = command.operands.first?.words, !words.isEmpty {
                script +=
                    "complete -c nestbox -n \(condition) -a \(fishQuoted(words.joined(separator: " ")))\n"
            }
        }
        return script
    }

    private static func fishValue(_ completion: Completion) -> String {
        switch completion {
        case .nothing: " -x"
        case .file: " -r -F"
        case .folder: " -x -a '(__fish_complete_directories)'"
        case .words, .commands: " -x -a \(fishQuoted(completion.words.joined(separator: " ")))"
        case .wordsOrFile: " -r -F -a \(fishQuoted(completion.words.joined(separator: " ")))"
        }
    }

    /// The text as one word in single quotes, in which fish escapes the quote and the backslash.
    private static func fishQuoted(_ text: String) -> String {
        var result = ""
        for character in text {
            if character == "'" || character == "\\" { result += "\\" }
            result.append(character)
        }
        return "'\(result)'"
    }
}
