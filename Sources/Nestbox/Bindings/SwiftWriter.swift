import WasmSyntax

/// Source that is written line by line, and what stops it.
struct SwiftWriter {
    private(set) var text = ""
    private var watch: LoadingWatch

    init(_ interruption: (any Interruption)?) { watch = LoadingWatch(interruption) }

    /// Appends a line, or several that belong together, so many steps to the right.
    mutating func line(_ depth: Int, _ lines: String) {
        guard depth > 0 else {
            text += lines + "\n"
            return
        }
        let space = String(repeating: "    ", count: depth)
        for line in lines.split(separator: "\n", omittingEmptySubsequences: false) {
            text += line.isEmpty ? "\n" : "\(space)\(line)\n"
        }
    }

    /// Polls the interruption if enough has been written since the last time.
    mutating func poll() throws(Interrupted) {
        // An export or import makes about so many bytes, each of which costs some nanoseconds.
        if let reason = watch.reasonToStop(after: 1_000) { throw Interrupted(reason) }
    }
}
