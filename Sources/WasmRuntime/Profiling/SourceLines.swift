import WasmDebugInfo
import WasmSyntax

extension Module {
    /// The line of the source that the instruction at a byte offset was made from, for a profile or coverage; the innermost
    /// one where calls are inlined. `nil` if the module does not tell.
    func line(at offset: Int, _ interruption: (any Interruption)?) -> GuestProfile.Line? {
        guard let source = try? debugInformation.sources(at: offset, interruption: interruption).first,
            let file = source.file, source.line > 0
        else { return nil }
        return GuestProfile.Line(file: file.path.text, line: source.line, column: source.column)
    }
}
