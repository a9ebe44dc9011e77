/// An instruction of the internal code, always 16 bytes.
///
/// Slot operands are 16 bits wide, so that they cannot leave a frame's window of 65,536 slots.
struct InternalInstruction {
    var operation: Operation
    var a: UInt16
    var b: UInt16
    var c: UInt16
    var x: UInt32
    var y: UInt32

    init(_ operation: Operation, a: Int = 0, b: Int = 0, c: Int = 0, x: UInt32 = 0, y: UInt32 = 0) {
        self.operation = operation
        self.a = UInt16(truncatingIfNeeded: a)
        self.b = UInt16(truncatingIfNeeded: b)
        self.c = UInt16(truncatingIfNeeded: c)
        self.x = x
        self.y = y
    }

    /// The 64-bit constant in `x` (low) and `y`.
    @inline(__always) var wide: UInt64 { UInt64(x) | UInt64(y) << 32 }
    /// The immediate of a compare-and-branch.
    @inline(__always) var signedB: Int64 { Int64(Int16(bitPattern: b)) }
    /// The place to which a branch leads. The loop adds 1 to the program counter after every instruction, so `x` is 1 less.
    @inline(__always) var target: Int { Int(x) &+ 1 }
    /// The amount that a taken branch adds to the budget's base.
    @inline(__always) var budgetChange: Int { Int(Int32(bitPattern: y)) }
}

/// Facts about an internal instruction that its execution does not need.
struct InstructionOrigin {
    /// Byte offset in the module of the instruction that it was lowered from; of the last, if they were several.
    var offset: UInt32
    /// Cost of the function's instructions up to and including that one, in the order of the body.
    var costThrough: UInt32
    /// Cost of the function's instructions before those that it was lowered from.
    var costBefore: UInt32
}
