/// The most bytes that are filled or copied beside the loop: more is done in pieces, between which the interruption is
/// asked.
private let bulkBesideLoop: UInt64 = 65_536

/// Does what the loop has been left for (``LoopExit/extended``) with nothing but what the loop was given. Leaving that too
/// costs some 200 ns, as everything in a store that is read or written then is checked for conflicting accesses.
///
/// - Returns: `false` if it takes the whole store, or may trap. Nothing has been done or paid then.
func performBesideLoop(
    _ instruction: InternalInstruction, unit: BudgetUnit, stack: inout [UInt64], memory: inout [UInt8],
    table: [UInt64], registers: inout Registers
) -> Bool {
    let slot = registers.frame &+ Int(instruction.a)
    switch instruction.operation {
    case .memoryFill, .memoryCopy:
        let (to, second, count) = (stack[slot], stack[slot &+ 1], stack[slot &+ 2])
        guard count <= bulkBesideLoop, let target = range(to, count, in: memory.count) else { return false }
        let cost = Int(truncatingIfNeeded: BudgetCosts.bytes(count, unit))
        guard registers.base &+ Int(instruction.y) &+ cost <= registers.limit else { return false }
        if instruction.operation == .memoryFill {
            fillBytes(&memory, target, UInt8(truncatingIfNeeded: second))
        } else {
            guard let source = range(second, count, in: memory.count) else { return false }
            moveBytes(&memory, from: source.lowerBound, to: target.lowerBound, count: target.count)
        }
        registers.base &+= cost
        return true
    default: break
    }
    // The first table is the one that is at hand.
    guard instruction.x == 0 else { return false }
    switch ExtendedOperation(rawValue: instruction.c) {
    case .tableSize: stack[slot] = UInt64(table.count)
    case .tableGet:
        guard stack[slot] < UInt64(table.count) else { return false }
        stack[slot] = table[Int(truncatingIfNeeded: stack[slot])]
    default: return false
    }
    return true
}
