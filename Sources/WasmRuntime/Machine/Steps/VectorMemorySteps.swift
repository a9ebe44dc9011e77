// Loads and stores of vectors, and calls of outlined operations. A function that is called gets a separate span, which
// lives in memory, so that the frame's span can stay in registers.

extension Span where Element == InstructionHead {
    @inline(__always) func outlinedVector(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ v: inout VectorFrame
    ) -> OutlinedVectorResult {
        var window = v._mutatingExtracting(0..<vectorWindow)
        return executeOutlinedVector(at: at, self, d, &window, x: f.u64(d.slotX(at)), y: f.u64(d.slotY(at)))
    }

    /// Executes two operations in one function (`Vectors/VectorSuperinstructions.swift`).
    @inline(__always) func two(
        _ at: Int, _ v: inout VectorFrame, _ body: (borrowing Heads, Int, consuming VectorFrame) -> Void
    ) {
        body(self, at, v._mutatingExtracting(0..<vectorWindow))
    }

    /// Executes two operations in one function, with a scalar operand: the instruction at `scalar` names its slot.
    @inline(__always) func two(
        _ at: Int, by scalar: Int, _ d: borrowing Details, _ f: borrowing Frame, _ v: inout VectorFrame,
        _ body: (borrowing Heads, Int, UInt64, consuming VectorFrame) -> Void
    ) {
        body(self, at, f.u64(d.slotY(scalar)), v._mutatingExtracting(0..<vectorWindow))
    }

    /// Returns the place of a vector in memory; `nil` if not all of it is in bounds.
    @inline(__always) func vectorAddress(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ size: Int, _ trap: inout LoopTrap, b: Known = nil
    ) -> Int? {
        let e = Int(self.b(at, f, b).u32 &+ d.y(at)) &+ Int(d.x(at))
        if e &+ 16 > size { trap = .outOfBoundsMemoryAccess; return nil }
        return e
    }

    @inline(__always) func vectorLoad128(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ memory: borrowing LinearMemory, _ size: Int,
        _ trap: inout LoopTrap, b: Known = nil
    ) -> U32x4? {
        guard let e = vectorAddress(at, d, f, size, &trap, b: b) else { return nil }
        return memory.load128(e)
    }

    @inline(__always) func vectorStore128(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ v: borrowing VectorFrame,
        _ memory: inout LinearMemory, _ size: Int, _ trap: inout LoopTrap
    ) -> Bool {
        guard let e = vectorAddress(at, d, f, size, &trap) else { return false }
        memory.store128(e, v.u32x4(a(at)))
        return true
    }

    @inline(__always) func vectorLoad(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ v: inout VectorFrame,
        _ memory: borrowing LinearMemory, _ size: Int, _ trap: inout LoopTrap
    ) -> Bool {
        let i = instruction(at, d)
        let e = Int(f.u32(i.b)) &+ Int(i.x)
        let width = Int(i.y &>> 24)
        if e &+ width > size { trap = .outOfBoundsMemoryAccess; return false }
        var bits: UInt64 = 0
        for position in 0..<width { bits |= UInt64(memory[e &+ position]) &<< UInt64(8 &* position) }
        var window = v._mutatingExtracting(0..<vectorWindow)
        _ = executeVectorStep(i, i, &window, scalar: bits)
        return true
    }

    @inline(__always) func vectorStoreLane(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ v: inout VectorFrame,
        _ memory: inout LinearMemory, _ size: Int, _ trap: inout LoopTrap
    ) -> Bool {
        let i = instruction(at, d)
        let e = Int(f.u32(i.b)) &+ Int(i.x)
        let width = Int(i.y &>> 24)
        if e &+ width > size { trap = .outOfBoundsMemoryAccess; return false }
        var window = v._mutatingExtracting(0..<vectorWindow)
        let bits = executeVectorStep(i, i, &window, scalar: 0)
        for position in 0..<width {
            memory[e &+ position] = UInt8(truncatingIfNeeded: bits &>> UInt64(8 &* position))
        }
        return true
    }
}
