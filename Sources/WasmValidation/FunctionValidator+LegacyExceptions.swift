import WasmSyntax

// The proposal for exceptions that came before `try_table`: https://github.com/WebAssembly/exception-handling, in
// `proposals/exception-handling/legacy/Exceptions.md`.

extension FunctionValidator {
    mutating func validateLegacyException(_ instruction: Instruction) throws(Fault) {
        switch instruction.opcode {
        case .try: try begin(.try, try blockType(instruction))
        case .catch: try beginCatch(.catch, try context.tag(instruction.x))
        case .catchAll: try beginCatch(.catchAll, .empty)
        case .delegate: try delegate(to: instruction.x)
        default: try rethrow(instruction.x)
        }
    }

    /// Ends a part of a `try`; the next part begins with the values that the tag carries.
    private mutating func beginCatch(_ kind: ControlFrame.Kind, _ caught: TypeList) throws(Fault) {
        guard frame.kind == .try || frame.kind == .catch else { throw .malformed(.unexpectedCatch) }
        let closed = try popControl()
        try pushControl(kind, start: caught, end: closed.end)
    }

    /// Ends a `try`. The label counts from outside of it and may be any block's, even the body's.
    private mutating func delegate(to label: UInt32) throws(Fault) {
        guard frame.kind == .try else { throw .malformed(.unexpectedCatch) }
        let closed = try popControl()
        _ = try labelTypes(label)
        try pushOperands(closed.end)
    }

    /// Rethrows the exception that the label's block has caught.
    private mutating func rethrow(_ label: UInt32) throws(Fault) {
        let target = label == 0 ? frame : outerFrames[try outerFrame(label)]
        guard target.kind == .catch || target.kind == .catchAll else { throw .invalidRethrowLabel(label) }
        unreachable()
    }
}
