import Nestbox
import WASIHost

/// How text is emphasised on an output stream of the process. Only a terminal gets colours, and none does if `NO_COLOR`
/// is set and not empty, or if `TERM` is `dumb` or missing.
struct TextStyle {
    private let isColoured: Bool

    static var standardOutput: TextStyle { TextStyle(descriptor: 1) }
    static var standardError: TextStyle { TextStyle(descriptor: 2) }

    private init(descriptor: Int32) {
        let refused = HostProcess.environmentVariable("NO_COLOR").map { !$0.isEmpty } ?? false
        let terminal = HostProcess.environmentVariable("TERM") ?? []
        isColoured =
            !refused && !terminal.isEmpty && terminal != Array("dumb".utf8) && HostProcess.isTerminal(descriptor)
    }

    /// Returns the text of a heading.
    func heading(_ text: String) -> String { isColoured ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    /// Returns the text that marks an error.
    func alarm(_ text: String) -> String { isColoured ? "\u{1B}[1;31m\(text)\u{1B}[0m" : text }
}

/// Writes a message of the command line to standard error, with the program's name before it.
///
/// - Parameter command: The command that the message is from; `nil` if it does not matter.
func complain(_ message: String, from command: String? = nil) {
    let label = TextStyle.standardError.alarm("nestbox\(command.map { " \($0)" } ?? ""):")
    HostProcess.writeErrorLine("\(label) \(message)")
}
