// Outlined operations: they are rare, or too large for an arm of the loop. The loop passes the instruction's place and the
// values of all slots that may be operands, whether they are or not.

/// The result of an outlined operation.
struct OutlinedResult {
    var value: UInt64 = 0
    var trap: LoopTrap?
}

/// The result of an outlined operation on vectors.
struct OutlinedVectorResult {
    var value: UInt64 = 0
    /// Whether the value goes into the instruction's destination.
    var hasValue = false
    /// Number of further instructions that hold immediates.
    var words = 0
}

/// Executes an outlined operation, whose operands are in the slots `b` and `c`.
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

/// Executes an outlined operation on vectors.
///
/// - Parameters:
///   - v: The frame's vectors.
///   - x: The value in the slot that the field `x` names.
///   - y: The value in the slot that the upper half of the field `y` names.
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
