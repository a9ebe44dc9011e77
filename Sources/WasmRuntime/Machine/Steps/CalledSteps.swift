// What the loop calls: operations that are rare, or too large for it. It hands over where the instruction is, and reads the
// slots that may be operands whether they are or not.

/// What comes of a called operation.
struct CalledResult {
    var value: UInt64 = 0
    var trap: LoopTrap?
}

/// What comes of a called operation on vectors.
struct CalledVectorResult {
    var value: UInt64 = 0
    /// Whether the value goes into the instruction's destination.
    var hasValue = false
    /// Further instructions that hold immediates.
    var words = 0
}

/// Executes a called operation, whose operands are the slots `b` and `c`.
@inline(never)
func executeCalled(
    at place: Int, _ code: borrowing Heads, _ details: borrowing Details, b: UInt64, c: UInt64
) -> CalledResult {
    let i = code.instruction(place, details)
    switch i.operation {
    case .called:
        guard let operation = CalledOperation(rawValue: i.x) else { return CalledResult(trap: .unreachable) }
        return CalledResult(value: operation.apply(b, c))
    default:
        guard let conversion = Conversion(rawValue: i.c) else { return CalledResult(trap: .unreachable) }
        do {
            return CalledResult(value: try conversion.apply(b))
        } catch {
            return CalledResult(trap: error == .invalid ? .invalidConversionToInteger : .integerOverflow)
        }
    }
}

/// Executes an operation on vectors.
///
/// - Parameters:
///   - v: The frame's vectors.
///   - x: What is in the slot that the field `x` names; `y` likewise, the slot being in the upper half of that field.
@inline(never)
func executeCalledVector(
    at place: Int, _ code: borrowing Heads, _ details: borrowing Details, _ v: inout VectorFrame, x: UInt64,
    y: UInt64
) -> CalledVectorResult {
    let i = code.instruction(place, details)
    let words = i.vectorWords
    let value = executeVectorStep(
        i, words == 0 ? i : code.instruction(place &+ 1, details), &v,
        scalar: i.operation == .vectorSelect ? x : y)
    return CalledVectorResult(value: value, hasValue: i.operation == .vectorToScalar, words: words)
}
