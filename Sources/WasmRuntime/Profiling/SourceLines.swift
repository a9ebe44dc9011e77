import WasmDebugInfo
import WasmSyntax

/// The lines of the source that a module's instructions were made from, for profiles and coverage.
struct SourceLines {
    /// Ranges of byte offsets in the module with their lines, by increasing offset.
    private let rows: [(offsets: Range<Int>, line: GuestProfile.Line)]

    /// The lines that the module's own debug information has; `nil` if there are none.
    ///
    /// - Parameter interruption: The object that is polled to find out whether to stop; then there are no lines either.
    init?(of module: Module, interruption: (any Interruption)?) {
        let whole = 0..<module.bytes.count
        guard let found = try? module.debugInformation.lines(in: whole, interruption: interruption) else { return nil }
        self.init(
            rows: found.compactMap { row in
                guard let file = row.file, row.line > 0 else { return nil }
                return (row.offsets, GuestProfile.Line(file: file.path.text, line: row.line, column: row.column))
            })
    }

    init?(rows: [(offsets: Range<Int>, line: GuestProfile.Line)]) {
        guard !rows.isEmpty else { return nil }
        self.rows = rows
    }

    /// Returns the line of the instruction at a byte offset of the module; `nil` if it has none.
    func line(at offset: Int) -> GuestProfile.Line? {
        var (low, high) = (0, rows.count)
        while low < high {
            let middle = low &+ (high &- low) / 2
            if rows[middle].offsets.lowerBound <= offset { low = middle &+ 1 } else { high = middle }
        }
        guard low > 0, rows[low &- 1].offsets.contains(offset) else { return nil }
        return rows[low &- 1].line
    }
}
