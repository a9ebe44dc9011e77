import WasmSyntax

/// An element of the control stack: a block that is open.
struct ControlFrame: Sendable {
    enum Kind: UInt8, Sendable {
        case body, block, loop, `if`, `else`, tryTable, `try`, `catch`, catchAll
    }

    var kind: Kind
    var isUnreachable = false
    /// The operand types at its start and at its end.
    var start: TypeList
    var end: TypeList
    /// Heights of the operand stack and of the stack of initialised locals at its start.
    var height: Int
    var initializationHeight: Int
    /// The number of the `br_table` that checked this frame's label last.
    var branchTableNumber: UInt32 = 0

    static let none = ControlFrame(.body, start: .empty, end: .empty)

    init(_ kind: Kind, start: TypeList, end: TypeList, height: Int = 0, initializationHeight: Int = 0) {
        self.kind = kind
        self.start = start
        self.end = end
        self.height = height
        self.initializationHeight = initializationHeight
    }

    /// The types of the operands that a branch to the frame's label takes along.
    var labelTypes: TypeList { kind == .loop ? start : end }
}
