import Nestbox

/// The completion for zsh.
extension Shell {
    static var zshScript: String {
        let commands = Command.listed.map { quoted("\($0.name):\($0.summary)") }.joined(separator: "\n        ")
        return """
            #compdef nestbox
            # Completion of nestbox for zsh, made by `nestbox completion zsh`.

            _nestbox() {
                local -a commands
                commands=(
                    \(commands)
                )
                if (( CURRENT == 2 )); then
                    _describe command commands
                    _files
                    return
                fi
                local command=$words[2]
                shift words
                (( CURRENT -= 1 ))
                case $command in
            \(Command.listed.map(zshCommand).joined(separator: "\n"))
                    *) _files ;;
                esac
            }

            if [[ $funcstack[1] == _nestbox ]]; then
                _nestbox "$@"
            else
                compdef _nestbox nestbox
            fi

            """
    }

    private static func zshCommand(_ command: Command) -> String {
        var words = command.options.flatMap { option in names(of: option).map { zshOption(option, $0) } }
        for (index, completion) in command.operands.enumerated() {
            let isLast = index == command.operands.count - 1 && !completion.hasOnlyWords
            words.append(quoted("\(isLast ? "*" : "\(index + 1)"):operand:\(zshAction(completion))"))
        }
        // Behind the module, words beginning with a dash are the guest's.
        let flags = command.optionsEndAtOperand ? "-S -A '-*'" : "-S"
        let lines = (["_arguments \(flags)"] + words).joined(separator: " \\\n                ")
        return "        \(command.name)) \(lines) ;;"
    }

    private static func zshOption(_ option: CommandOption, _ name: String) -> String {
        let help = zshEscaped("[]:\\", in: option.help)
        guard let placeholder = option.placeholder else { return quoted("*\(name)[\(help)]") }
        let joined = name.hasPrefix("--") ? "=" : "+"
        return quoted(
            "*\(name)\(joined)[\(help)]:\(zshEscaped(":\\", in: placeholder)):\(zshAction(option.completion))")
    }

    private static func zshAction(_ completion: Completion) -> String {
        switch completion {
        case .nothing: " "
        case .file: "_files"
        case .folder: "_files -/"
        case .words, .commands: "(\(completion.words.joined(separator: " ")))"
        case .wordsOrFile: "{compadd -- \(completion.words.joined(separator: " ")); _files}"
        }
    }

    /// The text with some characters escaped, which would end it.
    private static func zshEscaped(_ special: String, in text: String) -> String {
        var result = ""
        for character in text {
            if special.contains(character) { result += "\\" }
            result.append(character)
        }
        return result
    }
}
