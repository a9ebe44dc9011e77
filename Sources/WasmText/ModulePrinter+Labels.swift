// Specification: Text Format / Instructions / Labels: printing.

import WasmSyntax

/// The labels of a function while it is printed. Finding one takes constant time.
struct PrintedLabels {
    private var stack = LabelStack()
    /// The names of the labels in scope, innermost last.
    private var entries: [IdentifierTable.Entry?] = []
    /// The number of labels so far; the name section numbers them in the order of their blocks.
    private(set) var count: UInt32 = 0

    /// Opens a block whose label may have a name.
    mutating func push(_ entry: IdentifierTable.Entry?) {
        count &+= 1
        stack.push(entry.flatMap { $0.text.isEmpty ? nil : $0.number })
        entries.append(entry)
    }

    mutating func pop() {
        stack.pop()
        _ = entries.popLast()
    }

    /// The name by which code can refer to the label at a depth; `nil` if an inner label has the same one.
    func entry(at depth: UInt32) -> IdentifierTable.Entry? {
        guard Int(depth) < entries.count, let entry = entries[entries.count &- 1 &- Int(depth)],
            stack.depth(of: entry.number) == depth
        else { return nil }
        return entry
    }
}

extension ModulePrinter {
    /// Writes the name of the label of an instruction that opens a block.
    ///
    /// - Returns: The name, or `nil` in an optional if the label has none; `nil` if the instruction opens no block.
    mutating func defineLabel(of opcode: Opcode) -> IdentifierTable.Entry?? {
        switch opcode {
        case .block, .loop, .if, .tryTable, .try:
            names.define(labels.count, labelNames, &out)
            return .some(labelNames[labels.count])
        default: return nil
        }
    }

    mutating func useLabel(_ depth: UInt32) {
        guard let entry = labels.entry(at: depth) else { return out.spaced(depth) }
        names.use(entry.index, labelNames, &out)
    }
}
