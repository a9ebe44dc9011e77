import Nestbox

/// The completion for bash.
extension Shell {
    static var bashScript: String {
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
            let number = index == command.operands.count - 1 && !completion.hasOnlyWords ? "*" : "\(index)"
            return "        '\(command.name) '\(number)) \(reply) ;;"
        }
    }

    private static func bashReply(_ completion: Completion) -> String? {
        switch completion {
        case .nothing: nil
        case .file: "_nestbox_reply '' -f"
        case .folder: "_nestbox_reply '' -d"
        case .words, .commands: "_nestbox_reply '\(completion.words.joined(separator: " "))'"
        case .wordsOrFile: "_nestbox_reply '\(completion.words.joined(separator: " "))' -f"
        }
    }
}
