// Loads and stores of vectors.

extension Span where Element == InstructionHead {
    @inline(__always) func vectorLoad128(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ vectors: inout MutableSpan<UInt8>, _ start: Int,
        _ hasVectors: Bool, _ memory: borrowing LinearMemory, _ size: Int, _ trap: inout LoopTrap
    ) -> Bool {
        let e = Int(f.u32(b(at)) &+ d.y(at)) &+ Int(d.x(at))
        if e &+ 16 > size { trap = .outOfBoundsMemoryAccess; return false }
        guard hasVectors else { return false }
        var v = vectors._mutatingExtracting(start..<(start &+ vectorWindow))
        v.set(a(at), memory.load128(e))
        return true
    }

    @inline(__always) func vectorStore128(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ vectors: inout MutableSpan<UInt8>, _ start: Int,
        _ hasVectors: Bool, _ memory: inout LinearMemory, _ size: Int, _ trap: inout LoopTrap
    ) -> Bool {
        let e = Int(f.u32(b(at)) &+ d.y(at)) &+ Int(d.x(at))
        if e &+ 16 > size { trap = .outOfBoundsMemoryAccess; return false }
        guard hasVectors else { return false }
        let v = vectors._mutatingExtracting(start..<(start &+ vectorWindow))
        memory.store128(e, v.u32x4(a(at)))
        return true
    }

    @inline(__always) func vectorLoad(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ vectors: inout MutableSpan<UInt8>, _ frame: Int,
        _ memory: borrowing LinearMemory, _ size: Int, _ trap: inout LoopTrap
    ) -> Bool {
        let i = instruction(at, d)
        let e = Int(f.u32(i.b)) &+ Int(i.x)
        let width = Int(i.y &>> 24)
        if e &+ width > size { trap = .outOfBoundsMemoryAccess; return false }
        var bits: UInt64 = 0
        for position in 0..<width { bits |= UInt64(memory[e &+ position]) &<< UInt64(8 &* position) }
        _ = executeVectorStep(i, i, &vectors, frame: frame, scalar: bits)
        return true
    }

    @inline(__always) func vectorStoreLane(
        _ at: Int, _ d: borrowing Details, _ f: borrowing Frame, _ vectors: inout MutableSpan<UInt8>, _ frame: Int,
        _ memory: inout LinearMemory, _ size: Int, _ trap: inout LoopTrap
    ) -> Bool {
        let i = instruction(at, d)
        let e = Int(f.u32(i.b)) &+ Int(i.x)
        let width = Int(i.y &>> 24)
        if e &+ width > size { trap = .outOfBoundsMemoryAccess; return false }
        let bits = executeVectorStep(i, i, &vectors, frame: frame, scalar: 0)
        for position in 0..<width {
            memory[e &+ position] = UInt8(truncatingIfNeeded: bits &>> UInt64(8 &* position))
        }
        return true
    }
}
