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
