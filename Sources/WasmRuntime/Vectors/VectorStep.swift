import WasmSyntax

// The loop's calls for outlined vector operations. The span of the frame's vectors is passed by reference, so that it
// lives in memory and leaves registers for everything else in the loop.

extension InternalInstruction {
    /// Number of further instructions that hold a vector operation's immediates.
    @inline(__always) var vectorWords: Int {
        operation == .vectorConstant || operation == .vectorShuffle ? 1 : 0
    }
}

/// Executes a vector operation on a frame's vectors.
///
/// - Parameters:
///   - i: The instruction.
///   - next: The instruction after it, if that holds immediates.
///   - v: The frame's vectors.
///   - scalar: The scalar operand, or the bits loaded from memory.
/// - Returns: The scalar result, or the bits to be stored; otherwise 0.
@inline(never)
func executeVectorStep(
    _ i: InternalInstruction, _ next: InternalInstruction, _ v: inout VectorFrame, scalar: UInt64
) -> UInt64 {
    guard v.count == vectorWindow else { return 0 }
    switch i.operation {
    case .vectorConstant: setVector(&v, a: i.a, low: i.wide, high: next.wide)
    case .vectorShuffle: shuffleVector(&v, a: i.a, b: i.b, c: i.c, low: i.wide, high: next.wide)
    case .vectorSelect: copyVector(&v, from: UInt32(truncatingIfNeeded: scalar) != 0 ? i.b : i.c, to: i.a)
    case .vectorCopy: copyVector(&v, from: i.b, to: i.a)
    case .vectorCopyMany: for index in 0..<i.c { copyVector(&v, from: i.b &+ index, to: i.a &+ index) }
    case .vectorZeroMany: for index in 0..<i.b { setVector(&v, a: i.a &+ index, low: 0, high: 0) }
    case .vectorLoad, .vectorStoreLane:
        guard let opcode = Opcode(rawValue: UInt16(truncatingIfNeeded: i.y)) else { return 0 }
        return executeVector(
            opcode, &v, a: i.a, b: i.c, c: 0, d: 0, lane: Int((i.y &>> 16) & 0xFF), scalar: scalar)
    default:
        guard let opcode = Opcode(rawValue: UInt16(truncatingIfNeeded: i.x)) else { return 0 }
        return executeVector(
            opcode, &v, a: i.a, b: i.b, c: i.c, d: UInt16(truncatingIfNeeded: i.y), lane: Int(i.x &>> 16),
            scalar: scalar)
    }
    return 0
}

@inline(__always)
private func copyVector(_ v: inout MutableSpan<UInt8>, from source: UInt16, to destination: UInt16) {
    let (low, high) = vectorHalves(v, source)
    setVector(&v, a: destination, low: low, high: high)
}
