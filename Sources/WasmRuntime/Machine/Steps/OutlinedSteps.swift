// What the loop calls: operations that are rare, or too large for it. It hands over where the instruction is, and reads the
// slots that may be operands whether they are or not.

/// What comes of a called operation.
struct OutlinedResult {
    var value: UInt64 = 0
    var trap: LoopTrap?
}

/// What comes of a called operation on vectors.
struct OutlinedVectorResult {
    var value: UInt64 = 0
    /// Whether the value goes into the instruction's destination.
    var hasValue = false
    /// Further instructions that hold immediates.
    var words = 0
}

/// Executes a called operation, whose operands are the slots `b` and `c`.
@inline(never)
func executeOutlined(
    at place: Int, _ code: borrowing Heads, _ details: borrowing Details, b: UInt64, c: UInt64
) -> OutlinedResult {
    let i = code.instruction(place, details)
    switch i.operation {
    case .outlined:
        guard let operation = OutlinedOperation(rawValue: i.x) else { return OutlinedResult(trap: .unreachable) }
        return OutlinedResult(value: operation.apply(b, c))
    default:
        guard let conversion = Conversion(rawValue: i.c) else { return OutlinedResult(trap: .unreachable) }
        do {
            return OutlinedResult(value: try conversion.apply(b))
        } catch {
            return OutlinedResult(trap: error == .invalid ? .invalidConversionToInteger : .integerOverflow)
        }
    }
}

/// Executes an operation on vectors.
///
/// - Parameters:
///   - v: The frame's vectors.
///   - x: What is in the slot that the field `x` names; `y` likewise, the slot being in the upper half of that field.
@inline(never)
func executeOutlinedVector(
    at place: Int, _ code: borrowing Heads, _ details: borrowing Details, _ v: inout VectorFrame, x: UInt64,
    y: UInt64
) -> OutlinedVectorResult {
    let i = code.instruction(place, details)
    let words = i.vectorWords
    let value = executeVectorStep(
        i, words == 0 ? i : code.instruction(place &+ 1, details), &v,
        scalar: i.operation == .vectorSelect ? x : y)
    return OutlinedVectorResult(value: value, hasValue: i.operation == .vectorToScalar, words: words)
}
