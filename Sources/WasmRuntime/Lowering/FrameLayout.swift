import WasmSyntax

/// The places of a function's values in its frame:
///
///     0 ..< P          parameters; the results (R of them) come back in 0 ..< R
///     header           max(P, R): where to return to
///     then             the other locals
///     then             constants that loops need: see ``LoopConstants``
///     then             the operand stack, one slot for each height
struct FrameLayout {
    let parameters: Int
    let resultTypes: [ValueType]
    let locals: Int
    /// Whether each local is a vector, by index; empty if none is.
    let vectorLocals: [Bool]

    let constants: [UInt64]

    init(type: FunctionType, locals groups: [LocalGroup], constants: LoopConstants) {
        self.constants = constants.bits
        parameters = type.parameters.count
        resultTypes = type.results
        // The decoder limits the sum.
        locals = groups.reduce(0) { $0 &+ Int($1.count) }
        guard type.parameters.contains(.v128) || groups.contains(where: { $0.type == .v128 }) else {
            vectorLocals = []
            return
        }
        vectorLocals =
            type.parameters.map { $0 == .v128 }
            + groups.flatMap { repeatElement($0.type == .v128, count: Int($0.count)) }
    }

    var results: Int { resultTypes.count }

    func isVector(local index: Int) -> Bool { index < vectorLocals.count && vectorLocals[index] }

    /// Slot of the header: the return address in the low 32 bits, and the distance to the caller's frame in the upper 32.
    var header: Int { FrameLayout.header(parameters: parameters, results: results) }
    var firstLocal: Int { header &+ 1 }
    var firstConstant: Int { header &+ 1 &+ locals }
    var firstOperand: Int { firstConstant &+ constants.count }

    /// The slot that holds these bits while the function runs; `nil` if none does.
    func slot(ofConstant bits: UInt64) -> Int? { constants.firstIndex(of: bits).map { firstConstant &+ $0 } }

    static func header(parameters: Int, results: Int) -> Int { max(parameters, results) }
    static func header(of type: FunctionType) -> Int {
        header(parameters: type.parameters.count, results: type.results.count)
    }

    /// Slot of a local by its index; parameters are the first locals.
    func slot(ofLocal index: Int) -> Int { index < parameters ? index : firstLocal &+ index &- parameters }
}
