import WasmSyntax

/// The current frame's vectors: a window of ``frameWindow`` vectors, one for each slot. Empty in the plain loop.
package typealias VectorFrame = MutableSpan<SIMD4<UInt32>>

extension MutableSpan where Element == SIMD4<UInt32> {
    /// Sets a slot. As the slot number follows the value, it is also computed later, which saves a register.
    @inline(__always) mutating func write(_ value: U32x4, to slot: UInt16) { self[Int(slot)] = value }
}

/// The slots that an instruction on vectors names. Each has 16 bits, so that it is inside the window.
struct VectorSlots {
    /// The fields `a`, `b` and `c` of the instruction, from the lowest bits on.
    var bits: UInt64

    @inline(__always) init(a: UInt16, b: UInt16, c: UInt16) {
        bits = UInt64(a) | UInt64(b) &<< 16 | UInt64(c) &<< 32
    }

    @inline(__always) var a: Int { Int(UInt16(truncatingIfNeeded: bits)) }
    @inline(__always) var b: Int { Int(UInt16(truncatingIfNeeded: bits &>> 16)) }
    @inline(__always) var c: Int { Int(UInt16(truncatingIfNeeded: bits &>> 32)) }
}

/// The fields of an instruction on vectors, in two registers.
struct VectorOperands {
    var slots: VectorSlots
    /// The fields `x` and `y`: the number of a ``VectorOperation``, the lane, and the third slot.
    var details: UInt64

    @inline(__always) init(_ slots: VectorSlots, details: UInt64) { (self.slots, self.details) = (slots, details) }

    init(_ operation: VectorOperation, a: UInt16, b: UInt16, c: UInt16, d: UInt16, lane: Int) {
        slots = VectorSlots(a: a, b: b, c: c)
        let detail = VectorOperands.detail(operation, lane: UInt32(truncatingIfNeeded: lane))
        details = UInt64(detail) | UInt64(d) << 32
    }

    /// The field `x` for an operation and a lane.
    static func detail(_ operation: VectorOperation, lane: UInt32 = 0) -> UInt32 {
        UInt32(operation.rawValue) | (lane & 0xFF) << 16
    }

    /// The raw value of the ``VectorOperation``.
    @inline(__always) var number: UInt64 { details & 0xFF }
    @inline(__always) var lane: Int { Int(UInt8(truncatingIfNeeded: details &>> 16)) }
    @inline(__always) var a: Int { slots.a }
    @inline(__always) var b: Int { slots.b }
    @inline(__always) var c: Int { slots.c }
    @inline(__always) var d: Int { Int(UInt16(truncatingIfNeeded: details &>> 32)) }
}

/// Executes one vector instruction on a frame's window of vectors.
///
/// Relaxed instructions follow the deterministic profile (Appendix / Profiles): every parameter of Execution / Numerics /
/// Relaxed Operations is 0. They are therefore equal to the instructions that they relax. Multiply-add rounds twice, and
/// the dot product takes both operands as signed and saturates the sum of two products.
///
/// - Parameters:
///   - a: Slot of the resulting vector.
///   - b: Slot of the first (or only) vector operand.
///   - c: Slot of the second.
///   - d: Slot of the third: a mask or a term.
///   - lane: The lane immediate.
///   - scalar: Bits of the scalar operand, or those loaded from memory, zero-extended.
/// - Returns: Bits of the scalar result, or those to be stored to memory, zero-extended. 0 if the result is a vector, and
///   for instructions that are not executed here: those that are not vector instructions, `v128.load`, `v128.store`,
///   `v128.const`, and `i8x16.shuffle` (see ``VectorShuffle``).
package func executeVector(
    _ opcode: Opcode, _ vectors: inout VectorFrame, a: UInt16, b: UInt16, c: UInt16, d: UInt16, lane: Int,
    scalar: UInt64
) -> UInt64 {
    guard let operation = VectorOperation(opcode) else { return 0 }
    return executeVector(
        VectorOperands(operation, a: a, b: b, c: c, d: d, lane: lane), scalar,
        vectors._mutatingExtracting(0..<vectors.count))
}
