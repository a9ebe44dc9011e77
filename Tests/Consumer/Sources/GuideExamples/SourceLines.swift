import Nestbox

/// Tells where in its source a guest has trapped: a line for each function, inlined or not.
func sourceLines(of trap: Trap) -> [String] {
    trap.backtrace.flatMap { frame in
        frame.sources.map { source in
            // Escaped for a terminal; `file.path.text` is the guest's own word.
            let file = source.file?.description ?? "?"
            return "\(source.function?.description ?? "?") in \(file), line \(source.line)"
        }
    }
}
