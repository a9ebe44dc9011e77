import Nestbox

/// The shells for which there is a completion.
enum Shell: String, CaseIterable {
    case bash, zsh, fish

    /// The script that makes the shell complete command lines of `nestbox`.
    var script: String {
        switch self {
        case .bash: Shell.bashScript
        case .zsh: Shell.zshScript
        case .fish: Shell.fishScript
        }
    }

    /// The text as one word in single quotes, for bash and zsh.
    static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    /// The names of an option, the short one last.
    static func names(of option: CommandOption) -> [String] { [option.name] + [option.alias].compactMap { $0 } }
}

// MARK: - bash

extension Shell {
    private static var bashScript: String {
        let names = Command.listed.map(\.name).joined(separator: " ")
        return """
            # Completion of nestbox for bash, made by `nestbox completion bash`.

            # Completes with words, and with files or folders.
            _nestbox_reply() {  # words, compgen's option for files
                local IFS=$' \\t\\n'
                COMPREPLY=($(compgen -W "$1" -- "$current"))
                if [[ -n ${2-} ]]; then
                    IFS=$'\\n'
                    COMPREPLY+=($(compgen "$2" -- "$current"))
                fi
            }

            _nestbox() {
                local current=${COMP_WORDS[COMP_CWORD]} option='' command=${COMP_WORDS[1]} valued='' options=''
                local index=2 operands=0 word
                COMPREPLY=()
                if (( COMP_CWORD == 1 )); then
                    _nestbox_reply '\(names) --help --version' -f
                    return
                fi
                case $command in
            \(Command.listed.map(bashOptions).joined(separator: "\n"))
                    *) _nestbox_reply '' -f; return ;;
                esac
                # bash makes three words of --option=value.
                if [[ $current == '=' ]]; then
                    option=${COMP_WORDS[COMP_CWORD-1]} current=''
                elif [[ ${COMP_WORDS[COMP_CWORD-1]} == '=' ]]; then
                    option=${COMP_WORDS[COMP_CWORD-2]}
                else
                    option=${COMP_WORDS[COMP_CWORD-1]}
                fi
                while (( index < COMP_CWORD )); do
                    word=${COMP_WORDS[index]}
                    if [[ ${COMP_WORDS[index+1]} == '=' ]]; then
                        index=$(( index + 2 ))
                    elif [[ " $valued " == *" $word "* ]]; then
                        index=$(( index + 1 ))
                    elif [[ $word != -* || $word == '-' ]]; then
                        operands=$(( operands + 1 ))
                    fi
                    index=$(( index + 1 ))
                done
                if [[ $command == run && $operands -gt 0 ]]; then
                    _nestbox_reply '' -f
                    return
                fi
                if [[ " $valued " == *" $option "* ]]; then
                    case "$command $option" in
            \(Command.listed.flatMap(bashValues).joined(separator: "\n"))
                    esac
                    return
                fi
                if [[ $current == -* ]]; then
                    _nestbox_reply "$options"
                    return
                fi
                case "$command $operands" in
            \(Command.listed.flatMap(bashOperands).joined(separator: "\n"))
                esac
            }

            complete -o filenames -F _nestbox nestbox

            """
    }

    private static func bashOptions(_ command: Command) -> String {
        let options = command.options.flatMap(names)
        let valued = command.options.filter { $0.placeholder != nil }.flatMap(names)
        let assignments = "options='\(options.joined(separator: " "))' valued='\(valued.joined(separator: " "))'"
        return "        \(command.name)) \(assignments) ;;"
    }

    private static func bashValues(_ command: Command) -> [String] {
        command.options.filter { $0.placeholder != nil }.compactMap { option in
            guard let reply = bashReply(option.completion) else { return nil }
            let patterns = names(of: option).map { "'\(command.name) \($0)'" }.joined(separator: "|")
            return "            \(patterns)) \(reply) ;;"
        }
    }

    private static func bashOperands(_ command: Command) -> [String] {
        command.operands.enumerated().compactMap { index, completion in
            guard let reply = bashReply(completion) else { return nil }
            let number = index == command.operands.count - 1 && !completion.isWords ? "*" : "\(index)"
            return "        '\(command.name) '\(number)) \(reply) ;;"
        }
    }

    private static func bashReply(_ completion: Completion) -> String? {
        switch completion {
        case .nothing: nil
        case .file: "_nestbox_reply '' -f"
        case .folder: "_nestbox_reply '' -d"
        case .words(let words): "_nestbox_reply '\(words.joined(separator: " "))'"
        case .wordsOrFile(let words): "_nestbox_reply '\(words.joined(separator: " "))' -f"
        }
    }
}

extension Completion {
    /// Whether only certain words are possible.
    fileprivate var isWords: Bool { if case .words = self { true } else { false } }
}

// MARK: - zsh

extension Shell {
    private static var zshScript: String {
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
            let isLast = index == command.operands.count - 1 && !completion.isWords
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
        case .words(let words): "(\(words.joined(separator: " ")))"
        case .wordsOrFile(let words): "{compadd -- \(words.joined(separator: " ")); _files}"
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

// MARK: - fish

extension Shell {
    private static var fishScript: String {
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
                script += "complete -c nestbox -n \(condition) -a \(fishQuoted(words.joined(separator: " ")))\n"
            }
        }
        return script
    }

    private static func fishValue(_ completion: Completion) -> String {
        switch completion {
        case .nothing: " -x"
        case .file: " -r -F"
        case .folder: " -x -a '(__fish_complete_directories)'"
        case .words(let words): " -x -a \(fishQuoted(words.joined(separator: " ")))"
        case .wordsOrFile(let words): " -r -F -a \(fishQuoted(words.joined(separator: " ")))"
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
