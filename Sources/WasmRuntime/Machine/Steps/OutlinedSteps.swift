// Outlined operations: they are rare, or too large for an arm of the loop. The loop passes the instruction's place and the
// values of all slots that may be operands, whether they are or not.

/// The result of an outlined operation.
struct OutlinedResult {
    var value: UInt64 = 0
    var trap: LoopTrap?
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
