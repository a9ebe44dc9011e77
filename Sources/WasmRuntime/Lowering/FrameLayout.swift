import WasmSyntax

/// Where a function's values are in its frame:
///
///     0 ..< P          parameters; the results (R of them) come back in 0 ..< R
///     header           max(P, R): where to return to
///     then             the other locals
///     then             the operand stack, one slot for each height
struct FrameLayout {
    let parameters: Int
    let results: Int
    let locals: Int

    init(type: FunctionType, locals groups: [LocalGroup]) {
        parameters = type.parameters.count
        results = type.results.count
        // The decoder caps the sum.
        locals = groups.reduce(0) { $0 &+ Int($1.count) }
    }

    /// Slot of the header: the return address in the low 32 bits, the distance to the caller's frame above.
    var header: Int { FrameLayout.header(parameters: parameters, results: results) }
    var firstLocal: Int { header &+ 1 }
    var firstOperand: Int { header &+ 1 &+ locals }

    static func header(parameters: Int, results: Int) -> Int { max(parameters, results) }
    static func header(of type: FunctionType) -> Int {
        header(parameters: type.parameters.count, results: type.results.count)
    }

    /// Slot of a local by its index; parameters are the first locals.
    func slot(ofLocal index: Int) -> Int { index < parameters ? index : firstLocal &+ index &- parameters }
}
