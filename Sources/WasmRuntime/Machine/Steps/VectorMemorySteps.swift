// Loads and stores of vectors, and calls of the functions for all other operations on vectors.

extension Span where Element == InstructionHead {
    /// Executes an instruction without an arm of its own; returns its scalar result, if it has one.
    @inline(__always) @discardableResult func vector(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ v: inout VectorFrame
    ) -> UInt64 {
        executeVector(
            VectorOperands(slots(at), details: d.wide(at)), f.u64(d.slotY(at)), v._mutatingExtracting(0..<frameWindow))
    }

    /// Reads half of the lane numbers from the next instruction, which the arm skips.
    @inline(__always) func vectorShuffle(_ at: Int, _ d: borrowing Details, _ v: inout VectorFrame) {
        shuffleVectors(slots(at), d.wide(at), d.wide(at &+ 1), v._mutatingExtracting(0..<frameWindow))
    }

    @inline(__always) func vectorCopyMany(_ at: Int, _ v: inout VectorFrame) {
        copyVectors(slots(at), v._mutatingExtracting(0..<frameWindow))
    }

    @inline(__always) func vectorZeroMany(_ at: Int, _ v: inout VectorFrame) {
        zeroVectors(slots(at), v._mutatingExtracting(0..<frameWindow))
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
        _ memory: inout LinearMemory, _ size: Int, _ trap: inout LoopTrap, a: KnownVector = nil
    ) -> Bool {
        guard let e = vectorAddress(at, d, f, size, &trap) else { return false }
        memory.store128(e, a ?? v[Int(self.a(at))])
        return true
    }

    /// The place and the width of an access of fewer bytes, and what the function for it gets; `nil` if not all of it is
    /// in bounds. Such an instruction has the vector in `c`, as its address is in `b`.
    @inline(__always) func lanes(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ size: Int, _ trap: inout LoopTrap
    ) -> (address: Int, width: Int, operands: VectorOperands)? {
        let y = d.y(at)
        let e = Int(f.u32(b(at))) &+ Int(d.x(at))
        let width = Int(y &>> 24)
        if e &+ width > size { trap = .outOfBoundsMemoryAccess; return nil }
        return (e, width, VectorOperands(VectorSlots(a: a(at), b: c(at), c: 0), details: UInt64(y)))
    }

    @inline(__always) func vectorLoad(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ v: inout VectorFrame,
        _ memory: inout LinearMemory, _ size: Int, _ trap: inout LoopTrap
    ) -> Bool {
        guard let (e, width, operands) = lanes(at, d, f, size, &trap) else { return false }
        loadLanes(
            operands, memory._mutatingExtracting(e..<(e &+ width)), v._mutatingExtracting(0..<frameWindow))
        return true
    }

    @inline(__always) func vectorStoreLane(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ v: inout VectorFrame,
        _ memory: inout LinearMemory, _ size: Int, _ trap: inout LoopTrap
    ) -> Bool {
        guard let (e, width, operands) = lanes(at, d, f, size, &trap) else { return false }
        storeLane(
            operands, memory._mutatingExtracting(e..<(e &+ width)), v._mutatingExtracting(0..<frameWindow))
        return true
    }
}
