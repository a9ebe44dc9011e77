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
    /// Where a branch leads. The loop adds 1 to the program counter after every instruction: `x` is 1 less.
    @inline(__always) var target: Int { Int(x) &+ 1 }
    /// What a taken branch adds to the budget's base.
    @inline(__always) var budgetChange: Int { Int(Int32(bitPattern: y)) }
}

/// What is known of an internal instruction beside what executing it needs.
struct InstructionOrigin {
    /// Byte offset in the module of the (last) instruction it stands for.
    var offset: UInt32
    /// Cost of the function's instructions up to and with the one it stands for, in the order of the body.
    var costThrough: UInt32
    /// Cost of those before it.
    var costBefore: UInt32
}
